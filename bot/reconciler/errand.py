"""
One thing at a time: draw a surface as the state is now, call Slack once, write down what became of it.

Whatever goes wrong here concerns this surface; only what Slack says of the whole workspace is handed to its speaker.
"""

import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.reconciler.floor import Floor
from bot.reconciler.lookup import Found, look_for, metadata_of, name_in_slack
from bot.reconciler.outcome import Outcome, Verdict, outcome_of
from bot.reconciler.pace import Method
from bot.surfaces.drawn import Home, Message, digest
from coaching_core.domain.surfaces import PlaceKind, Policy
from coaching_core.ports import DeliveryState, Due

Drawn = TypeVar("Drawn", Message, Home)
log = logging.getLogger(__name__)

CANNOT_BE_SHOWN = Home(
    [
        {
            "type": "section",
            "text": {"type": "plain_text", "text": "This page can't be shown just now. Your answers are safe."},
        }
    ]
)


class Errand:
    """
    Args:
        floor: the workspace's speaker, on whose behalf it goes.
        method: what it may call, once; its budget is already taken.
    """

    def __init__(self, floor: Floor, due: Due, method: Method) -> None:
        self._floor = floor
        self._parts = floor.parts
        self._due = due
        self._method = method
        self._key = due.surface.key
        self._place = due.surface.place
        self._called = False

    async def run(self) -> bool:
        """Returns whether more may be due now because of it."""
        try:
            return await self._steps[self._method](self)
        except Exception as problem:  # noqa: BLE001 - one surface's trouble must not end the others'
            wait = self._floor.failed(self._key)
            # not the exception itself: its text may hold somebody's words
            frame = traceback.extract_tb(problem.__traceback__)[-1]
            where = f"{type(problem).__name__} at {frame.filename}:{frame.lineno}"
            log.error("surface %s of %s: %s, next try in %.1f s", self._key, self._floor.workspace, where, wait)
            return False
        finally:
            place = self._floor.place_of(self._due)
            if self._called:
                self._floor.pace.over(self._method, place)
            else:
                self._floor.pace.give_back(self._method, place)

    # --- the ways to go

    async def _open(self) -> bool:
        """Find the conversation's id: what stood there before knows it, else Slack."""
        known = await self._read(self._parts.deliveries.place_channel, self._floor.workspace, self._place)
        if known is None:
            slack = self._floor.slack
            outcome = await self._call(partial(slack.conversations_open, users=list(self._place.ids)))
            if outcome.verdict is Verdict.UNKNOWN:  # opening twice does no harm
                return await self._refused(self._backoff(), back_to_new=False)
            if self._due.state is DeliveryState.POSTING and outcome.verdict is not Verdict.DONE:
                return await self._not_looked_up(outcome)
            if outcome.verdict is not Verdict.DONE:
                return await self._not_done(outcome)
            known = str(outcome.answer["channel"]["id"])
        self._floor.channels[self._place] = known
        return True

    async def _post(self) -> bool:
        drawn, mark = await self._draw(Message)
        if drawn is None:
            return await self._shown("", None, None)
        if not self._floor.may_call():
            return True
        if await self._write(self._parts.deliveries.intend, self._floor.speaker, self._key) is None:
            self._floor.doubt()
            return True
        if not self._floor.outlasts(self._parts.timing.call):  # it took too long to write the intent down
            return await self._refused(0.0, back_to_new=True)
        where: dict[str, Any] = {"channel": self._place.ids[0]}
        if self._due.parent is not None:
            where = {"channel": self._due.parent[0], "thread_ts": self._due.parent[1]}
        elif self._place.kind is PlaceKind.GROUP_DM:
            where = {"channel": self._floor.channels[self._place]}
        outcome = await self._call(
            partial(
                self._floor.slack.chat_postMessage,
                **where,
                **self._body(drawn, mark),
                metadata=metadata_of(self._floor.workspace, self._key),
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        if outcome.verdict is Verdict.DONE:
            return await self._shown(mark, outcome.answer["channel"], outcome.answer["ts"])
        return await self._not_done(outcome, mark)

    async def _redraw(self) -> bool:
        """By the click's ``response_url`` or ``chat.update``, or not at all when it looks so already."""
        drawn, mark = await self._draw(Message)
        stands = (self._due.channel or "", self._due.ts or "")
        if drawn is None:
            return await self._shown(self._due.shown_hash or "", *stands)
        if self._looks_so_already(mark):
            return await self._shown(mark, *stands)
        if not self._floor.may_call():
            return True
        self._floor.unsure.add(self._key)
        slack, body = self._floor.slack, self._body(drawn, mark)
        if self._method is Method.HINT and self._due.hint is not None:
            self._floor.used_hints[self._key] = self._due.hint
            hint = AsyncWebhookClient(self._due.hint, session=slack.session, retry_handlers=[])
            outcome = await self._call(partial(hint.send, **body, replace_original=True))
            if outcome.retry_after is not None:
                self._floor.pace.hold(Method.HINT, self._floor.place_of(self._due), outcome.retry_after)
            if outcome.verdict not in (Verdict.DONE, Verdict.UNKNOWN):
                return True  # the ordinary way, at once
        else:
            outcome = await self._call(partial(slack.chat_update, channel=stands[0], ts=stands[1], **body))
        if outcome.verdict is Verdict.DONE:
            return await self._shown(mark, *stands)
        return await self._not_done(outcome, mark)

    async def _publish(self) -> bool:
        drawn, mark = await self._draw(Home)
        if drawn is None or self._looks_so_already(mark):
            return await self._shown(mark or self._due.shown_hash or "", None, None)
        if not self._floor.may_call():
            return True
        self._floor.unsure.add(self._key)
        home = CANNOT_BE_SHOWN if (self._key, mark) in self._floor.plain else drawn
        view = {"type": "home", "blocks": home.blocks}
        outcome = await self._call(partial(self._floor.slack.views_publish, user_id=self._place.ids[0], view=view))
        if outcome.verdict is Verdict.DONE:
            return await self._shown(mark, None, None)
        return await self._not_done(outcome, mark)

    async def _look_up(self) -> bool:
        """A post of unknown outcome: it stands if its name is found."""
        outcome, found = await self._found()
        deliveries, speaker = self._parts.deliveries, self._floor.speaker
        if found is not None:
            log.info("surface %s of %s was found", self._key, self._floor.workspace)
            return await self._stands(partial(deliveries.found, speaker, self._key, channel=found[0], ts=found[1]))
        if outcome.verdict is Verdict.DONE and self._due.grace_over:
            return await self._refused(0.0, back_to_new=True)
        return await self._not_looked_up(outcome)

    async def _not_looked_up(self, outcome: Outcome) -> bool:
        """A ``once`` is then not repeated, a ``live`` is; but not before its effect can come no more."""
        if outcome.verdict is Verdict.UNKNOWN:  # reading twice does no harm
            return await self._refused(self._backoff(), back_to_new=False)
        says_nothing = (Verdict.DONE, Verdict.REFUSED, Verdict.MALFORMED, Verdict.GONE)
        if outcome.verdict in says_nothing and not self._due.grace_over:
            return await self._still_unknown(self._parts.timing.grace)  # after the attempt
        if outcome.verdict not in (Verdict.REFUSED, Verdict.MALFORMED, Verdict.GONE):
            return await self._not_done(outcome, still_unknown=True)
        log.info("surface %s of %s cannot be looked up: %s", self._key, self._floor.workspace, outcome.code)
        if self._due.surface.policy is Policy.ONCE:
            return await self._shown("", None, None)
        return await self._refused(0.0, back_to_new=True)

    async def _found(self) -> tuple[Outcome, Found | None]:
        due, slack = self._due, self._floor.slack
        if due.parent is not None:
            channel, root = due.parent
            ask = partial(slack.conversations_replies, channel=channel, ts=root)
        else:
            channel = self._floor.channel_of(self._place)
            ask = partial(slack.conversations_history, channel=channel)
        name = name_in_slack(self._floor.workspace, self._key)
        return await look_for(name, channel, lambda **page: self._call(partial(ask, **page)), due.attempt_at or 0.0)

    _steps: Mapping[Method, Callable[["Errand"], Awaitable[bool]]] = {
        Method.OPEN: _open,
        Method.POST: _post,
        Method.UPDATE: _redraw,
        Method.HINT: _redraw,
        Method.PUBLISH: _publish,
        Method.HISTORY: _look_up,
        Method.REPLIES: _look_up,
    }

    # --- drawing and calling

    async def _draw(self, wanted: type[Drawn]) -> tuple[Drawn | None, str]:
        drawn = await self._parts.render(self._floor.workspace, self._due)
        if drawn is None:
            return None, ""
        if not isinstance(drawn, wanted):
            raise TypeError(f"{self._key} was drawn as {type(drawn).__name__}")
        return drawn, digest(drawn)

    def _looks_so_already(self, mark: str) -> bool:
        return mark == self._due.shown_hash and self._key not in self._floor.unsure and not self._due.confirm

    def _body(self, drawn: Message, mark: str) -> dict[str, Any]:
        if (self._key, mark) in self._floor.plain or not drawn.blocks:
            return {"text": drawn.text}
        return {"text": drawn.text, "blocks": drawn.blocks}

    async def _call(self, call: Callable[[], Awaitable[Any]]) -> Outcome:
        self._called = True
        began = time.monotonic()
        outcome = await outcome_of(call(), self._parts.timing.call)
        self._parts.count(self._method.value, outcome.code, time.monotonic() - began)
        return outcome

    # --- what became of it

    async def _not_done(self, outcome: Outcome, mark: str = "", *, still_unknown: bool = False) -> bool:
        """``still_unknown``: this was a look-up, and what is looked for stays as unknown as it was."""
        floor, due, code = self._floor, self._due, outcome.code
        first = due.state in (DeliveryState.NEW, DeliveryState.POSTING) and not still_unknown
        deliveries, speaker = self._parts.deliveries, floor.speaker
        log.info("surface %s of %s: %s says %s", self._key, floor.workspace, self._method.value, code)
        match outcome.verdict:
            case Verdict.LATER if outcome.retry_after is not None:
                floor.pace.hold(self._method, floor.place_of(due), outcome.retry_after)
                return await self._refused(outcome.retry_after, back_to_new=first)
            case Verdict.UNKNOWN:
                a_post = self._method is Method.POST
                return await self._still_unknown(self._parts.timing.early if a_post else self._backoff())
            case Verdict.GONE if not first:
                return await self._refused(0.0, back_to_new=True)
            case Verdict.MALFORMED if mark and (self._key, mark) not in floor.plain:
                log.error("surface %s of %s was malformed at %s", self._key, floor.workspace, outcome.pointers)
                floor.plain.add((self._key, mark))
                return await self._refused(0.0, back_to_new=first)
            case Verdict.MOVING | Verdict.DEAD | Verdict.EXPIRED:
                floor.stop_for(outcome)
                return await self._refused(0.0, back_to_new=first)
            case Verdict.LATER:
                return await self._refused(self._backoff(), back_to_new=first)
            case _:
                log.warning("surface %s of %s is parked: %s", self._key, floor.workspace, code)
                return await self._settled(partial(deliveries.parked, speaker, self._key, reason=code))

    async def _still_unknown(self, wait: float) -> bool:
        unknown = self._parts.deliveries.unknown
        return await self._settled(partial(unknown, self._floor.speaker, self._key, retry_in=wait), wait)

    def _backoff(self) -> float:
        return self._parts.backoff(self._floor.count_failure(self._key))

    async def _shown(self, mark: str, channel: str | None, ts: str | None) -> bool:
        shown, due = partial(self._parts.deliveries.shown, self._floor.speaker, self._key), self._due
        settle = partial(shown, revision=due.wanted, digest=mark, channel=channel, ts=ts, sure=due.sure)
        return await self._stands(settle)

    async def _refused(self, retry_in: float, *, back_to_new: bool) -> bool:
        refused = self._parts.deliveries.refused
        settle = partial(refused, self._floor.speaker, self._key, retry_in=retry_in, back_to_new=back_to_new)
        return await self._settled(settle, retry_in)

    async def _settled(self, settle: Callable[[], bool], retry_in: float = 0.0) -> bool:
        if not await self._write(settle):
            self._floor.doubt()
            return False
        self._floor.settled(self._key)
        return retry_in == 0.0

    async def _stands(self, settle: Callable[[], bool]) -> bool:
        stands = await self._settled(settle)
        if stands:
            self._floor.succeeded(self._key)
        return stands

    async def _write(self, work: Callable[..., Any], *args: Any) -> Any:
        return await self._parts.run(work, *args)

    async def _read(self, work: Callable[..., Any], *args: Any) -> Any:
        return await self._parts.read(work, *args)
