"""
What time does: ticks that ask the database what is due.

APScheduler only ticks. A due time is a column, so nothing is lost in a restart, and a tick that was slept through is
made good by the next one.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.system import InThread
from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.errors import CoachingError
from coaching_core.ids import ReviewId, WorkspaceId
from coaching_core.ports import Clock
from coaching_core.use_cases.appointments import Appointments
from coaching_core.use_cases.keeping import Keeping

log = logging.getLogger(__name__)

EVERY = 30
"""Seconds of real time between two ticks."""
AT_ONCE = 200
IN_THE_QUEUE = 8
"""Appointments that wait for the database at the same time: a click never stands behind more of them."""
EVENTS_KEPT = timedelta(days=7)


class DueReviews(Protocol):
    """Names the reviews at which it is time to look, over all workspaces, the oldest first."""

    def __call__(self, now: datetime, *, limit: int) -> Sequence[tuple[WorkspaceId, ReviewId]]: ...


class DueAppointments(Protocol):
    """Names what it is time to look at, over all workspaces, the oldest first."""

    def __call__(self, now: datetime, *, limit: int) -> Sequence[tuple[WorkspaceId, Appointment]]: ...


LookAt = Callable[[WorkspaceId, Appointment], None]
"""A use case that takes an appointment, does what is due, and puts the next one; all in one transaction."""


class Backlog(Protocol):
    """What delivery still has to do."""

    @property
    def waiting(self) -> Mapping[str, int]: ...
    @property
    def ages(self) -> Mapping[str, float]: ...
    @property
    def parked(self) -> Mapping[str, int]: ...


@dataclass
class Jobs:
    """
    Args:
        look_at: who keeps the appointments of each kind.
        forget_events: drops the ids of events older than a moment.
        unpark_old: tries again what has been parked for long, as Slack does not tell of every cause that goes away.
        waiting, ages, parked: the backlog as of the last tick, by priority, and by Slack's reason.
    """

    keeping: Keeping
    run: InThread
    clock: Clock
    due_reviews: DueReviews
    appointments: Appointments
    due_appointments: DueAppointments
    look_at: Mapping[AgendaKind, LookAt]
    forget_events: Callable[[datetime], int]
    unpark_old: Callable[[], int]
    backlog: Callable[[], Backlog]
    waiting: Mapping[str, float] = field(default_factory=dict)
    ages: Mapping[str, float] = field(default_factory=dict)
    parked: Mapping[str, float] = field(default_factory=dict)
    ticks: int = 0
    failures: int = 0
    _scheduler: AsyncIOScheduler | None = None
    _ticking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def start(self) -> None:
        """Tick from now on, on the running event loop."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick, "interval", seconds=EVERY, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        self._scheduler.start()

    def soon(self) -> None:
        """Tick now as well, because the clock was moved on."""
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.add_job(self.tick, misfire_grace_time=None)

    async def stop(self) -> None:
        """No further tick; the one that is under way is waited for."""
        if self._scheduler is None:
            return
        self._scheduler.pause()
        async with self._ticking:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do what is due. Whatever goes wrong is logged, and tried again with the next tick."""
        async with self._ticking:
            try:
                await self._reviews()
                await self._appointments()
                await self.run(self.forget_events, self.clock.now() - EVENTS_KEPT)
                await self.run(self.unpark_old)
                backlog = await self.run.look(self.backlog)
                self.waiting, self.ages, self.parked = dict(backlog.waiting), backlog.ages, dict(backlog.parked)
                self.ticks += 1
            except Exception as problem:  # noqa: BLE001 - the next tick must come whatever happened
                self.failures += 1
                log.error("tick failed: %s", type(problem).__name__)

    async def _reviews(self) -> None:
        due = await self.run.look(self.due_reviews, self.clock.now(), limit=AT_ONCE)
        for workspace, review in due:
            try:
                await self.run(self.keeping.time_has_passed, workspace, review)
            except CoachingError as problem:  # somebody was quicker
                log.info("review %s: %s", review, type(problem).__name__)

    async def _appointments(self) -> None:
        """Until nothing is due, or nothing of what is due could be moved on."""
        while due := await self.run.look(self.due_appointments, self.clock.now(), limit=AT_ONCE):
            kept = False
            for first in range(0, len(due), IN_THE_QUEUE):
                few = due[first : first + IN_THE_QUEUE]
                kept |= any(await asyncio.gather(*(self._keep(workspace, one) for workspace, one in few)))
            if not kept:
                return

    async def _keep(self, workspace: WorkspaceId, appointment: Appointment) -> bool:
        """Returns whether it is off the list; one that could not be kept holds up nobody else's."""
        try:
            await self.run(self.look_at[appointment.kind], workspace, appointment)
        except Exception as problem:  # noqa: BLE001 - the others are to be kept whatever happened to this one
            log.error("appointment %s of %s: %s", appointment.kind, appointment.subject, type(problem).__name__)
            try:
                await self.run(self.appointments.put_off, workspace, appointment)
            except Exception as worse:  # noqa: BLE001 - the database is away; the next tick finds it again
                log.error("appointment not put off: %s", type(worse).__name__)
                return False
        return True
