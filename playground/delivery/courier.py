"""
Hands things to one app over whichever transport it uses, records how that went, and repeats events that failed.

Interactions and commands are tried once: a person is waiting. Events are tried four times.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Sequence
from typing import Any

from playground.apps import App
from playground.delivery.answers import Answer, EnvelopeType, Transport
from playground.delivery.http import SignedHttp
from playground.delivery.sockets import Sockets
from playground.delivery.waiting import Undelivered
from playground.keeping import Keeper
from playground.model import Json
from playground.record import Delivery, Record
from playground.trouble import Rule, Trouble

ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
_LOST_BEFORE = frozenset({"reset_before", "timeout_before", "error_500", "error_503"})
_LOST_AFTER = frozenset({"reset_after", "timeout_after", "error_500_after", "drop_socket_after"})


class Courier:
    """The way to one app. `ack_seconds` and `retry_delays` are real time; tests shorten them."""

    def __init__(self, app: App, record: Record, trouble: Trouble, keeper: Keeper | None = None) -> None:
        self.app = app
        self.record = record
        self.trouble = trouble
        self.ack_seconds = ACK_SECONDS
        self.retry_delays: Sequence[float] = RETRY_DELAYS
        self.sockets = Sockets(app)
        self.http = SignedHttp(app)
        self._keeper = keeper or Keeper()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._overtaken: list[asyncio.Event] = []

    @property
    def transport(self) -> Transport:
        """HTTP if the app has a request URL, else its sockets: an app never uses both at once."""
        return self.http if self.app.url else self.sockets

    async def hand_over(self, kind: str, envelope: EnvelopeType, payload: Json) -> Answer:
        """Deliver something that a person waits for; once."""
        return await self._attempt(kind, envelope, payload, 0, None)

    async def hand_over_event(self, payload: Json) -> Answer:
        """Deliver an event; returns after the first attempt, further ones go on by themselves."""
        waiting = self._waiting(payload)
        answer = await self._try_event(waiting)
        if answer.error and not answer.no_retry:
            self.in_background(self._repeat(waiting))
        return answer

    def hand_over_soon(self, payload: Json) -> None:
        """Deliver an event by itself."""
        waiting = self._waiting(payload)
        self.in_background(self._first_try(waiting))

    def take_up(self, waiting: Undelivered) -> None:
        """Go on with an event that was under way when the state was last written."""
        self.in_background(self._first_try(waiting) if waiting.attempt == 0 else self._repeat(waiting))

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something run by itself; it ends with the Slack at the latest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until no delivery is under way. Repetitions that are not due yet are not waited for."""
        await asyncio.sleep(0)
        await self._quiet.wait()

    async def close(self) -> None:
        """Stop everything that runs by itself, and close the connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.disconnect("link_disabled")
        await self.http.close()

    def _waiting(self, payload: Json) -> Undelivered:
        waiting = Undelivered(payload["event_id"], self.app.id, payload)
        self._keeper.put(waiting)
        return waiting

    async def _first_try(self, waiting: Undelivered) -> None:
        answer = await self._try_event(waiting)
        if answer.error and not answer.no_retry:
            await self._repeat(waiting)

    async def _repeat(self, waiting: Undelivered) -> None:
        for delay in self.retry_delays[waiting.attempt - 1 :]:
            await asyncio.sleep(delay)
            answer = await self._try_event(waiting)
            if not answer.error or answer.no_retry:
                return

    async def _try_event(self, waiting: Undelivered) -> Answer:
        answer = await self._attempt("event", "events_api", waiting.payload, waiting.attempt, waiting.reason)
        waiting.attempt, waiting.reason = waiting.attempt + 1, answer.reason
        done = not answer.error or answer.no_retry or waiting.attempt > len(self.retry_delays)
        (self._keeper.drop if done else self._keeper.put)(waiting)
        return answer

    async def _attempt(
        self, kind: str, envelope: EnvelopeType, payload: Json, attempt: int, reason: str | None
    ) -> Answer:
        transport = self.transport
        entry = Delivery(kind, payload, transport.name, time.time(), attempt=attempt, app_id=self.app.id)
        self.record.deliveries.append(entry)
        self._under_way += 1
        self._quiet.clear()
        try:
            rule = self.trouble.strikes(f"deliver:{kind}")
            if rule is not None and rule.kind == "duplicate":
                self.in_background(self._once_more(kind, envelope, payload))
            answer = await self._send(transport, envelope, payload, attempt, reason, rule)
        finally:
            self._under_way -= 1
            if self._under_way == 0:
                self._quiet.set()
        entry.seconds, entry.status, entry.answer, entry.error = (
            answer.seconds,
            answer.status,
            answer.body,
            answer.error,
        )
        return answer

    async def _send(
        self,
        transport: Transport,
        envelope: EnvelopeType,
        payload: Json,
        attempt: int,
        reason: str | None,
        rule: Rule | None,
    ) -> Answer:
        kind = rule.kind if rule else ""
        if kind in _LOST_BEFORE:
            return Answer("dispatch_failed", "connection_failed")
        if kind == "drop_socket":
            await self.sockets.drop()
            return Answer("dispatch_failed", "connection_failed")
        if rule and kind == "slow":
            await asyncio.sleep(rule.seconds)
        if rule and kind == "reorder":
            await self._let_one_pass(rule.seconds)
        sending = transport.send(envelope, payload, attempt=attempt, reason=reason, within=self.ack_seconds)
        answer = await sending
        for held in self._overtaken:
            held.set()
        if kind == "drop_socket_after":
            await self.sockets.drop()
        if kind in _LOST_AFTER:
            return Answer("operation_timeout", "http_timeout", seconds=answer.seconds)
        return answer

    async def _let_one_pass(self, seconds: float) -> None:
        """Hold a delivery back until a later one has gone first, but no longer than so many seconds."""
        overtaken = asyncio.Event()
        self._overtaken.append(overtaken)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(overtaken.wait(), seconds)
        self._overtaken.remove(overtaken)

    async def _once_more(self, kind: str, envelope: EnvelopeType, payload: Json) -> None:
        transport = self.transport
        entry = Delivery(kind, payload, transport.name, time.time(), app_id=self.app.id)
        self.record.deliveries.append(entry)
        answer = await transport.send(envelope, payload, attempt=0, reason=None, within=self.ack_seconds)
        entry.seconds, entry.status, entry.answer, entry.error = (
            answer.seconds,
            answer.status,
            answer.body,
            answer.error,
        )
