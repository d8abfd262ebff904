"""Moving, pausing, nudging and ending; and what Slack tells us of people and installations."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.answering import NOTHING, Answer, Click, Dispatcher, Event, Open, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, EventName, Modal
from bot.surfaces import dates, packing
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action
from coaching_core.errors import BadInput
from coaching_core.ids import ReviewId, WorkspaceId
from coaching_core.use_cases.directory import Directory
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.looking import Looking

OnEvent = Callable[[Event], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class KeepingHandlers:
    """
    Args:
        uninstalled: called with a workspace whose installation is gone, and why.
        unpark: tries a workspace's parked messages again.
    """

    keeping: Keeping
    looking: Looking
    directory: Directory
    people: FindsPeople
    run: InThread
    uninstalled: Callable[[WorkspaceId, str], Awaitable[None]]
    unpark: Callable[[WorkspaceId], int]

    def register(self, to: Dispatcher) -> None:
        to.click(Act.NUDGE, self.on_nudge)
        to.click(Act.RESUME, self.on_resume)
        to.click(Act.CANCEL, self.on_cancel)
        to.click(Act.KEEP_GOING, self.on_keep_going)
        to.click(Act.EXTEND, self.on_extend)
        to.click(Act.WEEK_MORE, self.on_week_more)
        to.submission(Modal.EXTEND, self.on_extend_form, block_of=dates.block_of)
        to.click(Act.ASK_YES, self.on_ask_yes)
        to.click(Act.ASK_KEEP, self.on_ask_keep)
        to.event(EventName.HOME_OPENED, self.on_home)
        to.event(EventName.USER_CHANGE, self._once(self.on_user_change))
        to.event(EventName.UNINSTALLED, self._once(self.on_uninstalled))
        to.event(EventName.TOKENS_REVOKED, self._once(self.on_revoked))

    def _once(self, handler: OnEvent) -> OnEvent:
        """Slack sends an event again when it is in doubt, up to an hour later."""

        async def on_event(event: Event) -> None:
            if not await self.run.look(self.directory.heard, event.workspace, event.event_id):
                await handler(event)
                await self.run(self.directory.take_note, event.workspace, event.event_id)

        return on_event

    async def on_nudge(self, click: Click) -> Answer:
        await self.run(self.keeping.nudge, _actor(click), _review(click.value))
        return Tell("Done, in kind words. Once a day is plenty.")

    async def on_resume(self, click: Click) -> Answer:
        await self.run(self.keeping.resume, _actor(click), _review(click.value))
        return NOTHING

    async def on_cancel(self, click: Click) -> Answer:
        await self.run(self.keeping.cancel, _actor(click), _review(click.value))
        return NOTHING

    async def on_keep_going(self, click: Click) -> Answer:
        await self.run(self.keeping.keep_going, _actor(click), _review(click.value))
        return NOTHING

    async def on_extend(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.EXTEND)
        return Open(dates.extend(seen))

    async def on_week_more(self, click: Click) -> Answer:
        extend, due = self.keeping.extend_by_a_week, dates.due_of(click.value)
        await self.run(lambda: extend(_actor(click), _review(click.value), due, hint=click.response_url))
        return NOTHING

    async def on_extend_form(self, sent: Submission) -> Answer:
        due = sent.values.date(dates.DUE)
        if due is None:
            raise BadInput("Please choose a date.", {"due": "Please choose a date."})
        await self.run(self.keeping.extend, _actor(sent), _review(sent.private_metadata), due)
        return NOTHING

    async def on_ask_yes(self, click: Click) -> Answer:
        await self.run(lambda: self.keeping.answer_ask(_actor(click), _review(click.value), yes=True))
        return Tell("Done. It's as they asked for.")

    async def on_ask_keep(self, click: Click) -> Answer:
        await self.run(lambda: self.keeping.answer_ask(_actor(click), _review(click.value), yes=False))
        return Tell("Done. Date and form stay as they are.")

    async def on_home(self, event: Event) -> None:
        if event.person is not None and event.payload.get("tab", "home") == "home":
            await self.people.find(event.workspace, event.person)
            await self.run(self.directory.opened_home, event.workspace, event.person)

    async def on_user_change(self, event: Event) -> None:
        person = await self.people.changed(event.workspace, event.payload["user"])
        if person is not None and not person.active:
            await self.run(self.keeping.person_left, Actor(event.workspace, person.id))
        elif person is not None:
            await self.run(self.unpark, event.workspace)  # they may be back, and what was for them waits

    async def on_uninstalled(self, event: Event) -> None:
        await self.uninstalled(event.workspace, "uninstalled")

    async def on_revoked(self, event: Event) -> None:
        if event.payload.get("tokens", {}).get("bot"):
            await self.uninstalled(event.workspace, "token revoked")


def _actor(payload: Click | Submission) -> Actor:
    return Actor(payload.workspace, payload.person)


def _review(packed: str | None) -> ReviewId:
    return ReviewId(packing.of(packed, "r"))
