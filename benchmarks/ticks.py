"""What time costs: ticks over many enrolled people of whom nobody is due, and over some who are."""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.jobs import Jobs
from bot.system import InThread, RandomIds
from bot.wiring import built_in_questionnaires
from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.team import Team
from coaching_core.ids import PairingId, PersonId, WorkspaceId
from coaching_core.use_cases.appointments import Appointments
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.scheduling import Scheduling, put_team
from storage.tables import agenda, reviews, surfaces
from storage.transaction import Database

FEW, MANY = 1_000, 100_000
TICKS = 40
DUE = (100, 200, 400)
PER_TEAM = 8
HERE = WorkspaceId("T0BENCH")
FRIDAY_NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


class _StandsStill:
    def now(self) -> datetime:
        return FRIDAY_NOON


@dataclass(frozen=True, slots=True)
class Costs:
    """
    Args:
        idle: enrolled people -> seconds of a tick at which nothing is due, the median of several.
        due: reviews that begin in one tick -> seconds for each of them, with a look at the desks of both.
    """

    idle: dict[int, float]
    due: dict[int, float]

    def lines(self) -> Sequence[str]:
        """The report."""
        few, many = self.idle[FEW], self.idle[MANY]
        first = next(iter(self.due.values()))
        return (
            "a tick, people enrolled and        time   ratio",
            f"{FEW:>9,}   nothing due      {few * 1000:6.2f} ms",
            f"{MANY:>9,}   nothing due      {many * 1000:6.2f} ms   {many / few:5.2f}   (goal: 1.2 at most)",
            *(
                f"{count:>9,}   all begin        {each * 1000:6.2f} ms   {each / first:5.2f}   (each; goal: linear)"
                for count, each in self.due.items()
            ),
        )


def ticks(folder: Path) -> Costs:
    """Measure both, on SQLite files in this folder."""
    with _filled(folder / "few.sqlite", FEW) as few, _filled(folder / "many.sqlite", MANY) as many:
        idle = asyncio.run(_idle({FEW: few, MANY: many}))
    due = {}
    for count in DUE:
        with _opened(folder / f"due-{count}.sqlite") as database:
            _teams_all_due(database, count)
            due[count] = asyncio.run(_all_begin(database, count)) / count
    return Costs(idle, due)


async def _idle(databases: dict[int, Database]) -> dict[int, float]:
    taken: dict[int, list[float]] = {size: [] for size in databases}
    jobs = {size: _jobs(database) for size, database in databases.items()}
    for turn in range(TICKS + 2):
        for size, one in jobs.items():  # in turns, so that a busy moment hits both
            seconds = await _tick(one)
            if turn >= 2:  # the first ones read the files
                taken[size].append(seconds)
    return {size: statistics.median(every) for size, every in taken.items()}


async def _all_begin(database: Database, count: int) -> float:
    seconds = await _tick(_jobs(database))
    with database.looking() as connection:
        begun = connection.scalar(sa.select(sa.func.count()).select_from(reviews))
    if begun != count:
        raise RuntimeError(f"{begun} of {count} reviews began")
    return seconds


async def _tick(jobs: Jobs) -> float:
    began = time.perf_counter()
    await jobs.tick()
    if jobs.failures:
        raise RuntimeError("a tick failed")
    return time.perf_counter() - began


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _filled(path: Path, enrolled: int) -> Iterator[Database]:
    """So many pairs with two appointments each, a quarter of them in a review, with two messages that stand."""
    with _opened(path) as database:
        form = next(iter(built_in_questionnaires().values()))
        with database.begin(HERE) as tx:
            tx.questionnaires.publish(form)
        later = [FRIDAY_NOON + timedelta(minutes=number + 1) for number in range(enrolled)]
        running = {"workspace": HERE, "manager": "UBOSS", "questionnaire": form.version, "stage": "assessing"}
        empty = {"document": database.cipher.seal("{}"), "version": 0, "started_at": FRIDAY_NOON}
        stands = {"workspace": HERE, "place_kind": "dm", "policy": "live", "priority": 1, "state": "posted"}
        with database.writing() as connection:
            connection.execute(
                sa.insert(agenda),
                [
                    {"workspace": HERE, "kind": kind, "subject": f"p{n}", "at": at}
                    for n, at in enumerate(later)
                    for kind in (AgendaKind.REVIEW.value, AgendaKind.DIGEST.value)
                ],
            )
            connection.execute(
                sa.insert(reviews),
                [
                    {"id": f"r{n}", "rep": f"U{n}", "due_at": at, "next_look_at": at, **running, **empty}
                    for n, at in enumerate(later[::4])
                ],
            )
            connection.execute(
                sa.insert(surfaces).values(wanted=1, shown=1),
                [
                    {
                        "key": f"assessment/r{n}/{role}",
                        "kind": "assessment",
                        "subject": f"r{n}",
                        "part": role,
                        "place_ids": (f"U{n}",),
                        **stands,
                    }
                    for n in range(enrolled)
                    for role in ("rep", "manager")
                ],
            )
        yield database


def _teams_all_due(database: Database, count: int) -> None:
    with database.begin(HERE) as tx:
        for form in built_in_questionnaires().values():
            tx.questionnaires.publish(form)
        for team in range(0, count, PER_TEAM):
            boss = PersonId(f"UBOSS{team}")
            tx.people.save(Person(boss, "Boss"))
            tx.teams.save(Team(boss, reps_a_week=PER_TEAM))
            for number in range(team, min(team + PER_TEAM, count)):
                rep = PersonId(f"UREP{number}")
                tx.people.save(Person(rep, "Rep"))
                tx.pairings.save(Pairing(PairingId(f"p{number}"), rep, boss, PairingState.ACCEPTED, LONG_AGO))
            put_team(tx, boss, FRIDAY_NOON - timedelta(days=60))
    with database.writing() as connection:
        connection.execute(sa.update(agenda).values(at=FRIDAY_NOON - timedelta(minutes=1)))


def _jobs(database: Database) -> Jobs:
    clock, forms, worklist = _StandsStill(), built_in_questionnaires(), database.worklist
    return Jobs(
        Keeping(database.begin, clock, forms),
        InThread(database.submit, database.submit_read),
        clock,
        worklist.reviews_due,
        Appointments(database.begin, clock),
        worklist.appointments_due,
        {
            AgendaKind.REVIEW: Scheduling(database.begin, clock, RandomIds(), forms).look,
            AgendaKind.DIGEST: Desks(database.begin, clock).look,
        },
        worklist.forget_events,
        worklist.unpark_old,
        worklist.backlog,
    )
