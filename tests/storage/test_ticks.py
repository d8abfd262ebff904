"""What time looks at: found over an index however many are enrolled, and kept once however many processes look."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.system import RandomIds
from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.team import Team
from coaching_core.errors import CoachingError
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, WorkspaceId
from coaching_core.use_cases.scheduling import Scheduling, put_team
from storage.installations import Installation
from storage.tables import agenda, reviews, surfaces
from storage.transaction import Database
from storage.types import Cipher
from storage.worklist import _UNPARK_OLD
from tests.fakes.clock import FrozenClock
from tests.storage.conftest import KEY
from tests.storage.examples import BOSS, HERE, NOW, a_questionnaire

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
REPS = 6


@pytest.fixture
def three_thousand(database: Database) -> Database:
    """Appointments and running reviews whose time is all still to come, and messages that show what they should."""
    form, later = a_questionnaire(), [NOW + timedelta(minutes=n + 1) for n in range(3000)]
    with database.begin(HERE) as tx:
        tx.questionnaires.publish(form)
    common = {"workspace": HERE, "questionnaire": form.version, "stage": "assessing", "version": 0}
    running = [
        {"id": f"r{n}", "rep": f"UR{n}", "manager": BOSS, "started_at": NOW, "due_at": at, "next_look_at": at, **common}
        for n, at in enumerate(later)
    ]
    with database.writing() as connection:
        coming = [{"workspace": HERE, "kind": "review", "subject": f"p{n}", "at": at} for n, at in enumerate(later)]
        connection.execute(sa.insert(agenda), coming)
        connection.execute(sa.insert(reviews).values(document=database.cipher.seal("{}")), running)
        message = {
            "kind": "turn",
            "part": "1",
            "place_kind": "dm",
            "place_ids": ("UR",),
            "policy": "live",
            "priority": 1,
        }
        stand = [{"workspace": HERE, "key": f"turn/r{n}/1", "subject": f"r{n}", **message} for n in range(3000)]
        connection.execute(sa.insert(surfaces).values(wanted=1, shown=1, state="posted"), stand)
        if database.dialect == "postgresql":  # what it does by itself after a while
            connection.exec_driver_sql("ANALYZE agenda, reviews, surfaces")
    return database


INDEXES = {
    "appointments_due": ["ix_agenda_at"],
    "reviews_due": ["ix_reviews_due"],
    "backlog": ["ix_surfaces_due", "ix_surfaces_parked"],  # partial: as long as what waits
}


@pytest.mark.parametrize("asked", INDEXES)
def test_what_is_due_is_found_over_an_index(three_thousand: Database, asked: str) -> None:
    explain = "EXPLAIN QUERY PLAN" if three_thousand.dialect == "sqlite" else "EXPLAIN"
    plans: list[str] = []

    def look_behind(
        connection: sa.Connection, cursor: object, statement: str, values: tuple[object], *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            rows = connection.exec_driver_sql(f"{explain} {statement}", values)
            plans.append(" ".join(str(part) for row in rows for part in row))

    with three_thousand.looking() as connection:
        engine = connection.engine
    sa.event.listen(engine, "before_cursor_execute", look_behind)
    try:
        due = {"limit": 200} if asked != "backlog" else {}
        getattr(three_thousand.worklist, asked)(*([NOW] if due else []), **due)
    finally:
        sa.event.remove(engine, "before_cursor_execute", look_behind)
    for plan, index in zip(plans, INDEXES[asked], strict=True):
        assert index in plan
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan or f"SCAN surfaces USING INDEX {index}" in plan, "a table is never read as a whole"


def test_what_is_parked_for_long_is_found_over_an_index(three_thousand: Database) -> None:
    if three_thousand.dialect != "sqlite":
        pytest.skip("the same statement, and PostgreSQL plans it by its statistics")
    statement = str(_UNPARK_OLD.compile(dialect=sqlite.dialect()))
    with three_thousand.looking() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")).all()
    assert [row[-1] for row in rows if "surfaces" in row[-1]] == [
        "SEARCH surfaces USING INDEX ix_surfaces_parked (retry_at<?)"
    ]


def test_nothing_is_due_in_a_workspace_that_has_removed_the_app(three_thousand: Database) -> None:
    later = NOW + timedelta(days=3)
    here = Installation(None, HERE, "{}", NOW)
    asked = (three_thousand.worklist.appointments_due, three_thousand.worklist.reviews_due)
    for lives in (True, False, True):
        if lives:
            three_thousand.installations.save(here)
        else:
            three_thousand.installations.mark_dead(HERE, "uninstalled", NOW)
        assert [bool(due(later, limit=5)) for due in asked] == [lives, lives]


def a_team(database: Database) -> None:
    """A team whose reps' first reviews are all due at once, with room for all of them."""
    with database.begin(HERE) as tx:
        tx.questionnaires.publish(a_questionnaire())
        tx.teams.save(Team(BOSS, form=QuestionnaireKey("selling"), reps_a_week=REPS))
        tx.people.save(Person(BOSS, "Boss"))
        for number in range(REPS):
            rep = PersonId(f"UR{number}")
            tx.people.save(Person(rep, "Rep"))
            tx.pairings.save(Pairing(PairingId(f"p{number}"), rep, BOSS, PairingState.ACCEPTED, LONG_AGO))
        put_team(tx, BOSS, NOW)


@pytest.fixture
def processes(url: str) -> Iterator[list[Database]]:
    """Two, as they would run on two machines; on SQLite two connections of one."""
    both = [Database(url, cipher=Cipher([KEY])) for _ in range(2)]
    yield both
    for one in both:
        one.close()


@pytest.mark.parametrize("a_week", [REPS, 2])
def test_two_processes_that_tick_at_once_start_each_review_once(processes: list[Database], a_week: int) -> None:
    a_team(processes[0])
    with processes[0].begin(HERE) as tx:
        tx.teams.save(
            Team(BOSS, form=QuestionnaireKey("selling"), reps_a_week=a_week, version=tx.teams.of(BOSS).version)
        )
    friday = datetime(2026, 5, 1, 12, tzinfo=UTC)
    clock = FrozenClock(friday)
    due = processes[0].worklist.appointments_due(friday, limit=200)
    assert len(due) == REPS
    work = [
        look(Scheduling(database.begin, clock, RandomIds()), workspace, one)
        for workspace, one in due
        for database in processes
    ]
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result(30)
    with processes[0].reading(HERE) as tx:
        started = Counter(one.rep for one in tx.reviews.of_person(BOSS))
        assert len(started) == a_week
        assert set(started.values()) == {1}
        assert all(tx.agenda.at(AgendaKind.REVIEW, f"p{number}") > friday for number in range(REPS))  # type: ignore[operator]


def look(scheduling: Scheduling, workspace: WorkspaceId, one: Appointment) -> Callable[[], None]:
    def tried() -> None:
        try:
            scheduling.look(workspace, one)
        except CoachingError:
            scheduling.look(workspace, one)

    return tried
