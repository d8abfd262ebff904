"""
What a person at the keyboard can do and see. Tests and pages act through this, and through nothing else.

Everything that a person does goes to the app as Slack would send it; an `Outcome` says how the app answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.apps import App, command_owner
from playground.delivery.answers import Answer
from playground.delivery.events import Events
from playground.delivery.interactions import Interactions
from playground.elements import STATEFUL, NotThere, Placed, find, initial_state, state_for
from playground.fields import complaints
from playground.manifest import Shortcut
from playground.model import Json, Message, MessageRef, Person, Ref, View, ViewRef
from playground.world import World
from playground.writing import Writing

__all__ = ["Keyboard", "NotThere", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    How the app answered one interaction.

    error: None if all went well, else "operation_timeout" (no answer in 3 s), "dispatch_failed" (the app answered with
    an HTTP error, nonsense, or could not be reached), "not_sent" (nothing had to be sent: a choice inside an input).
    answer: what the app put into its acknowledgement, decoded; None if it was empty.
    errors: block_id -> words, when a submission was refused at some fields.
    seconds: until the acknowledgement came.
    """

    error: str | None = None
    answer: Any = None
    errors: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the app took it without complaint."""
        return self.error in (None, "not_sent") and not self.errors


def _outcome(answer: Answer) -> Outcome:
    return Outcome(answer.error, answer.body, {}, answer.seconds)


class Keyboard(Writing):
    """
    One person at their client. `slack.person("UANA")` gives it; what they see is in `Sight`.

    Everything that is awaited returns when the app has acknowledged, or failed to.
    """

    def __init__(
        self, world: World, apps: Mapping[str, App], events: Events, interactions: Interactions, me: Person
    ) -> None:
        super().__init__(world, apps, events, me)
        self._interactions = interactions

    async def run_command(self, channel_id: str, line: str) -> Outcome:
        """
        Send a line such as "/coach @ben" (or with "<@UBEN>"): names are escaped if the manifest says so.

        Raises:
            NotThere: not the person's conversation, no such command, or the app is not in their workspace.
        """
        channel = self._channel(channel_id)
        name, _, text = line.strip().partition(" ")
        app = command_owner(self._apps, name)
        command = app.manifest.command(name) if app else None
        if app is None or command is None:
            there = [each.name for app in self._apps.values() for each in app.manifest.commands]
            raise NotThere(f"{name} is no command; there: {there}")
        self._installed_in(self.me.team_id, app.id)
        return _outcome(await self._interactions.command(app.id, self.me, channel, command, text.strip()))

    async def click(
        self,
        where: Message | View | Ref,
        action_id: str,
        value: Any = None,
        *,
        block_id: str | None = None,
        revision: int | None = None,
    ) -> Outcome:
        """
        Use an element: press a button, choose, type, pick a date.

        value: button: its `value` (needed only if several buttons share the action_id); radio, select, overflow: the
        option's value, a user id, a channel id or None to take the choice back; checkboxes, multi-selects: a list of
        them; pickers: "2026-01-31", "09:30", Unix seconds; inputs: the text (or a rich_text block).
        block_id: needed only if the action_id stands in several blocks.
        revision: for a client that is behind: which of the message's `revisions` it still shows (0 is the post).
        Raises:
            NotThere: the person does not see such a message, view, element or option.
        """
        container = self._container(where)
        blocks = container.blocks
        if revision is not None and isinstance(container, Message):
            blocks = container.revisions[revision].blocks
        place = find(blocks, action_id, block_id, value)
        state = self._choose(container, place, value)
        if not place.sends:
            return Outcome("not_sent")
        if isinstance(container, View):
            return _outcome(await self._interactions.act_in_view(self.me, container, place, value, state))
        return _outcome(await self._interactions.act_in_message(self.me, container, place, value, state))

    def fill(
        self, where: Message | View | Ref, action_id: str, value: Any = None, *, block_id: str | None = None
    ) -> None:
        """Set an element's state without sending anything, as typing into a field does."""
        container = self._container(where)
        self._choose(container, find(container.blocks, action_id, block_id, value), value)

    async def submit(self, view: View | ViewRef | None = None, values: dict[Any, Any] | None = None) -> Outcome:
        """
        Submit a modal (by default the one on top). `values`: action_id, or (block_id, action_id) -> value, filled
        in first. Required fields left empty and texts out of bounds are refused in `errors` without asking the app.

        Raises:
            NotThere: no such modal is open, it has nothing to submit, or a field or option is not there.
        """
        modal = self._modal(view)
        for key, value in (values or {}).items():
            block_id, action_id = key if isinstance(key, tuple) else (None, key)
            self.fill(modal, action_id, value, block_id=block_id)
        if modal.submit is None and not any(block.get("type") == "input" for block in modal.blocks):
            raise NotThere(f"{modal.id} has nothing to submit")
        wrong = complaints(modal.blocks, self._world.chosen.of(modal.id, self.me.id))
        self._world.chosen.set_errors(modal.id, wrong)
        if wrong:
            self._world.show((self.me.id,), "field_error", modal.id, wrong.values())
            return Outcome(errors=wrong)
        answer, verdict = await self._interactions.submit(self.me, modal)
        return Outcome(verdict.error, answer.body, verdict.errors, answer.seconds)

    async def close_modal(self, view: View | ViewRef | None = None, *, all_of_them: bool = False) -> Outcome:
        """Press Cancel, or × with `all_of_them`. The app hears of it if it asked to (`notify_on_close`)."""
        modal = self._modal(view)
        cleared = all_of_them or modal.clear_on_close
        closed = self.modals() if cleared else [modal]
        told = [each for each in reversed(closed) if each.notify_on_close]
        if cleared:
            self._world.views.clear(self.me.id)
        else:
            self._world.views.close(modal)
        outcome = Outcome("not_sent")
        for each in told:
            outcome = _outcome(await self._interactions.closed(self.me, each, is_cleared=cleared))
        return outcome

    async def open_home(self, tab: str = "home", *, app_id: str | None = None) -> Outcome:
        """Look at an app's Home (or "messages") tab: sends app_home_opened, if the app listens."""
        installation = self._installed_in(self.me.team_id, app_id)
        answer = await self._events.home_opened(self.me, installation, self.dm_with(app_id), tab)
        return Outcome("not_sent") if answer is None else _outcome(answer)

    async def run_shortcut(self, callback_id: str, message: Message | MessageRef | None = None) -> Outcome:
        """Use a global shortcut, or one on a message."""
        kind = "global" if message is None else "message"
        app, shortcut = self._shortcut(callback_id, kind)
        about = None if message is None else self._container(message)
        if isinstance(about, View):
            raise NotThere("a view has no shortcuts")
        return _outcome(await self._interactions.shortcut(app.id, self.me, shortcut, about))

    async def suggestions(
        self, where: Message | View | Ref, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[Json]:
        """What an external select offers for the typed text: options, groups flattened; they can be chosen then."""
        container = self._container(where)
        place = find(container.blocks, action_id, block_id)
        options = await self._interactions.suggest(self.me, container, place, typed)
        self._world.chosen.offer(self._key(container), self.me.id, place.key, options)
        words = [str(option.get("text", {}).get("text", "")) for option in options]
        self._world.show((self.me.id,), "options", self._key(container), words)
        return options

    def _shortcut(self, callback_id: str, kind: str) -> tuple[App, Shortcut]:
        for app in self._apps.values():
            for shortcut in app.manifest.shortcuts:
                if (shortcut.callback_id, shortcut.kind) == (callback_id, kind):
                    return app, shortcut
        raise NotThere(f"no {kind} shortcut {callback_id}")

    def _choose(self, container: Message | View, place: Placed, value: Any) -> Json | None:
        if place.kind not in STATEFUL:
            return None
        key = self._key(container)
        options = list(self._world.chosen.offered(key, self.me.id, place.key))
        if place.kind == "multi_external_select":  # what was chosen from earlier offers may stay
            before = self._world.chosen.of(key, self.me.id).get(place.key) or initial_state(place.element)
            options = [*before["selected_options"], *(o for o in options if o not in before["selected_options"])]
        state = state_for(place.element, value, options)
        self._world.chosen.put(key, self.me.id, place.key, state)
        return state
