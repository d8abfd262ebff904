"""Everything here touches the world: the clock, chance, threads. Nothing else in the app does."""

import asyncio
import functools
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, Protocol, TypeVar

import aiohttp

from coaching_core.ids import PairingId, ReviewId, SessionId

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

_A_STEP = timedelta(seconds=5)
"""A followed clock that is further ahead than this at once was moved; less is the network's doing."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for another when read aloud or typed from a screen."""


class SystemClock:
    """
    Business time: real time, plus the offset of a movable clock if the app follows one.

    Leases, retries, rate limits and signatures never use this one.
    """

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def follow(self, url: str, *, every: float = 1.0, on_moved: Callable[[], None] = lambda: None) -> None:
        """
        Keep to the clock at this address until cancelled.

        Args:
            url: answers JSON with ``offset_seconds``, how far business time is ahead of real time.
            every: seconds between two looks.
            on_moved: called when the clock was moved on, so that nobody has to wait for the next tick.
        """
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            while True:
                before = self._offset
                await self._look(session, url)
                if self._offset - before > _A_STEP:
                    on_moved()
                await asyncio.sleep(every)

    async def _look(self, session: aiohttp.ClientSession, url: str) -> None:
        try:
            async with session.get(url) as answer:
                told = await answer.json()
                self._offset = timedelta(seconds=float(told["offset_seconds"]))
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as problem:
            log.warning("the clock to follow gave no time: %s", type(problem).__name__)


class RandomIds:
    """Ids that cannot be guessed, and short references that can be read aloud."""

    def review(self) -> ReviewId:
        return ReviewId(_word(16))

    def pairing(self) -> PairingId:
        return PairingId(_word(16))

    def session(self) -> SessionId:
        return SessionId(_word(16))

    def reference(self) -> str:
        """Returns six letters and digits: what a person reads out and an operator looks up in the log."""
        return _word(6)


def _word(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


class Submit(Protocol):
    """Runs a callable in a thread; the future can be cancelled until the callable starts."""

    def __call__(self, fn: Callable[[], T], /) -> "Future[T]": ...


class Watch(Protocol):
    """Queues a write, on behalf of somebody who wants to know of it."""

    def __call__(self, submit: "Callable[[], Future[T]]", /) -> "Future[T]": ...


def _unwatched(submit: "Callable[[], Future[T]]") -> "Future[T]":
    return submit()


class InThread:
    """
    Runs use cases, which are synchronous, from asynchronous code.

    Args:
        submit: queues a callable that writes; its future resolves after the commit.
        submit_read: the same for one that only reads.
        watch: called to queue each write; may refuse by raising.
    """

    def __init__(self, submit: Submit, submit_read: Submit, *, watch: Watch = _unwatched) -> None:
        self._submit = submit
        self._submit_read = submit_read
        self._watch = watch

    async def __call__(self, use_case: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that writes. Returns after the commit; raises what the use case raises."""
        work = functools.partial(use_case, *args, **kwargs)
        return await asyncio.wrap_future(self._watch(lambda: self._submit(work)))

    async def look(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that only reads."""
        return await asyncio.wrap_future(self._submit_read(functools.partial(question, *args, **kwargs)))
