"""What the request in hand has begun to save, so that "nothing was saved" is only said when it is true."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")


class Work:
    """The writes of one request: each is waiting in a queue, running, or done."""

    def __init__(self) -> None:
        self._writes: list[Future[Any]] = []
        self._given_up = False

    def queue(self, submit: Callable[[], Future[T]]) -> Future[T]:
        """
        Put a write into the queue and take note of it.

        Raises:
            CancelledError: this request was given up; nothing more of it is saved.
        """
        if self._given_up:
            raise asyncio.CancelledError
        write = submit()
        self._writes.append(write)
        return write

    def give_up(self) -> bool:
        """
        Take everything back, if nothing has begun.

        Returns:
            True: nothing was and nothing will be saved. False: something was or is being saved; nothing was changed.
        """
        if any(write.running() or write.done() for write in self._writes):
            return False
        self._given_up = all(write.cancel() for write in self._writes)
        return self._given_up


_current: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def doing(work: Work) -> Iterator[None]:
    """Everything that is written inside belongs to this work."""
    token = _current.set(work)
    try:
        yield
    finally:
        _current.reset(token)


def watch(submit: Callable[[], Future[T]]) -> Future[T]:
    """Put a write into the queue, and let the guard of the request in hand, if there is one, know of it."""
    work = _current.get()
    return submit() if work is None else work.queue(submit)
