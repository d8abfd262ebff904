"""A guard whose answers are written down; for the slow ones, one without patience."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest_asyncio

from bot.answering import (
    Answered,
    Dispatcher,
    Guard,
    Json,
    SlackRefused,
    Tell,
    ViewRef,
    read,
    watch,
)
from bot.system import InThread
from coaching_core.ids import PersonId, WorkspaceId

PATIENCE = 0.05
"""Seconds that the guard waits for handlers which do not end before they are told to."""


class Ids(StrEnum):
    """Registered in the tests here."""

    RATE = "rating.choose"
    FORM = "assessment"
    FIND = "skill.find"
    COMMAND = "/coach-review"
    HOME_OPENED = "app_home_opened"
    UNINSTALLED = "app_uninstalled"
    START = "start_review"
    EVIDENCE = "use_as_evidence"


@dataclass
class Outside:
    """What the app told Slack after the acknowledgement; refuses with ``refuse`` when it is set."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def _note(self, method: str, what: Any) -> ViewRef:
        if method in self.refuse:
            raise SlackRefused(self.refuse[method])
        self.calls.append((method, what))
        return ViewRef(id="V9")

    async def open(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef:
        return self._note("open", view)

    async def push(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef:
        return self._note("push", view)

    async def update(
        self,
        workspace: WorkspaceId,
        view: Json,
        *,
        view_id: str | None = None,
        external_id: str | None = None,
        hash: str | None = None,  # noqa: A002 - Slack's own name for it
    ) -> ViewRef:
        return self._note("update", view)

    async def whisper(
        self,
        workspace: WorkspaceId,
        person: PersonId,
        line: Tell,
        *,
        response_url: str | None,
        channel: str | None,
        thread_ts: str | None,
    ) -> None:
        self._note("whisper", (line.text, response_url or channel))
        self.lines.append(line.text)

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]


@dataclass
class Desk:
    """Sends requests to a dispatcher and keeps what came back."""

    patience: float
    outside: Outside = field(default_factory=Outside)
    answered: list[Answered] = field(default_factory=list)
    acks: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.guard = Guard(
            self.outside, reference=lambda: f"ref{next(numbers)}", observe=self.answered.append, patience=self.patience
        )
        self.dispatcher = Dispatcher(self.guard)
        self.may_end = asyncio.Event()
        self.writer = ThreadPoolExecutor(1)
        self.run = InThread(self.writer.submit, self.writer.submit, watch=watch)

    async def ack(self, text: Any = "") -> None:
        self.acks.append(text)

    async def send(self, body: Json) -> Any:
        """Returns the one acknowledgement."""
        before = len(self.acks)
        await self.dispatcher.answer(read(body), self.ack)
        assert len(self.acks) == before + 1, "acknowledged exactly once"
        return self.acks[-1]

    async def settled(self) -> None:
        """Let slow handlers end, and wait until nothing is under way."""
        self.may_end.set()
        assert await self.guard.drain(5) == 0

    def slowly(self, handler: "Answering") -> "Answering":
        """The same, already saving, and not ready before ``settled``."""

        async def slow(payload: Any) -> Any:
            writing: Future[None] = Future()
            writing.set_running_or_notify_cancel()
            watch(lambda: writing)
            await self.may_end.wait()
            writing.set_result(None)
            return await handler(payload)

        return slow


@asynccontextmanager
async def _open(desk: Desk) -> AsyncIterator[Desk]:
    yield desk
    desk.may_end.set()
    await desk.guard.drain(2)
    desk.writer.shutdown()


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with _open(Desk(patience=30)) as desk:
        yield desk


@pytest_asyncio.fixture
async def hasty() -> AsyncIterator[Desk]:
    async with _open(Desk(patience=PATIENCE)) as desk:
        yield desk


Answering = Callable[[Any], Coroutine[Any, Any, Any]]


def answering(answer: Any) -> Answering:
    """A handler that gives this answer, or raises it."""

    async def handler(_: Any) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return handler
