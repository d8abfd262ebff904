"""
The one writer of an SQLite file: first in, first out, and what waits shares one COMMIT.

A COMMIT waits for the disk, all else is quick: one COMMIT for everything that has come in meanwhile makes the disk's
time matter once. Every unit of work has a SAVEPOINT of its own; results leave after the COMMIT.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from coaching_core.ids import WorkspaceId

BATCH_SECONDS = 0.05
"""Nobody waits longer for the work of others."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class BatchLost(Exception):
    """The database gave up the whole transaction: nothing of it was kept."""


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[], T]
    future: Future[T] = field(default_factory=Future)
    result: T | None = None
    problem: BaseException | None = None

    def do(self) -> None:
        try:
            self.result = self.work()
        except BaseException as problem:  # noqa: BLE001 - it belongs to whoever waits for the result
            self.problem = problem

    def tell(self, lost: Exception | None = None) -> None:
        problem = self.problem or lost
        if problem is None:
            self.future.set_result(self.result)  # type: ignore[arg-type]  # None only where T is
        else:
            self.future.set_exception(problem)


class GroupWriter:
    """
    Args:
        engine: whose transactions begin with BEGIN IMMEDIATE.
        on_wanted: called after the COMMIT for every workspace that ``wake`` named.
        batch_seconds: no further work joins a transaction that is older.
    """

    def __init__(
        self, engine: sa.Engine, on_wanted: Callable[[WorkspaceId], None], *, batch_seconds: float = BATCH_SECONDS
    ) -> None:
        self._engine = engine
        self._batch_seconds = batch_seconds
        self._on_wanted = on_wanted
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._shared: sa.Connection | None = None
        self._wanted: set[WorkspaceId] = set()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Have this done in its turn. The future resolves after the COMMIT; cancelled before its turn, nothing is."""
        job = _Job(work)
        with self._closing:
            if self._closed:
                raise RuntimeError("The database is closed.")
            self._jobs.put(job)
        return job.future

    @property
    def here(self) -> bool:
        """Say whether the caller is work of this writer."""
        return threading.current_thread() is self._thread

    @contextmanager
    def savepoint(self) -> Iterator[sa.Connection]:
        """A unit of the shared transaction, for work of this writer: an exception takes back this unit alone."""
        connection = self._shared
        if connection is None or not self.here:
            raise RuntimeError("Only the writer's own work takes part in its transaction.")
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("SAVEPOINT unit")
        try:
            yield connection
        except BaseException:
            if driver.in_transaction:
                driver.execute("ROLLBACK TO unit")
                driver.execute("RELEASE unit")
            raise
        driver.execute("RELEASE unit")

    def wake(self, workspace: WorkspaceId) -> None:
        """Remember to call ``on_wanted`` after the COMMIT."""
        self._wanted.add(workspace)

    def close(self) -> None:
        """Finish what was submitted, then stop."""
        with self._closing:
            self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._next(block=True)) is not None:
            self._batch(job)

    def _next(self, *, block: bool) -> _Job[Any] | None:
        """Returns the next job that nobody cancelled; None when there is none now, or none any more."""
        while True:
            try:
                job = self._jobs.get(block)
            except Empty:
                return None
            if job is None:
                self._jobs.put(None)  # it stays the last one
                return None
            if job.future.set_running_or_notify_cancel():
                return job

    def _batch(self, job: _Job[Any]) -> None:
        jobs = [job]
        lost: Exception | None = None
        self._wanted.clear()
        try:
            with self._engine.begin() as connection:
                self._shared = connection
                job.do()
                until = time.monotonic() + self._batch_seconds
                while self._unharmed(connection) and time.monotonic() < until:
                    if (another := self._next(block=False)) is None:
                        break
                    jobs.append(another)
                    another.do()
        except Exception as problem:  # noqa: BLE001 - it belongs to everybody who waits for this transaction
            lost = problem
        finally:
            self._shared = None
        for job in jobs:
            job.tell(lost)
        if lost is None:
            self._wake_all()

    @staticmethod
    def _unharmed(connection: sa.Connection) -> bool:
        """Raises ``BatchLost`` when an error, such as a full disk, has ended the transaction beneath us."""
        driver = connection.connection.driver_connection
        if driver is None or not driver.in_transaction:
            raise BatchLost("The database rolled everything back.")
        return True

    def _wake_all(self) -> None:
        for workspace in self._wanted:
            try:
                self._on_wanted(workspace)
            except Exception:  # the work is kept, and delivery looks for itself now and then
                log.exception("could not wake delivery for %s", workspace)
