"""The one writer of SQLite: what waits shares a COMMIT, and is otherwise alone."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from coaching_core.domain.people import Person
from coaching_core.domain.surfaces import Place, PlaceKind, Surface, SurfaceKind
from coaching_core.ids import PersonId, WorkspaceId
from storage.erasure import erase_workspace
from storage.transaction import Database
from storage.writer import BatchLost
from tests.storage.conftest import Woken
from tests.storage.examples import HERE, REP, THERE, Refused

WAIT = 10.0
A_SURFACE = Surface(SurfaceKind.HOME, REP, "", Place(PlaceKind.HOME, (REP,)))


@pytest.fixture
def url(sqlite: str) -> str:
    """These are about SQLite alone."""
    return sqlite


@contextmanager
def all_in_one_batch(database: Database) -> Iterator[None]:
    """What is submitted within waits for the end of the block."""
    started, go = threading.Event(), threading.Event()

    def be_busy() -> None:
        started.set()
        go.wait(WAIT)

    database.submit(be_busy)
    assert started.wait(WAIT)
    yield
    go.set()


def saving(database: Database, person: str, then: Callable[[], object] = lambda: None) -> Callable[[], object]:
    def save() -> object:
        with database.begin(HERE) as tx:
            tx.people.save(Person(PersonId(person), person))
            return then()

    return save


def refuse() -> None:
    raise Refused("Not today.")


def names(database: Database, *people: str) -> list[str]:
    """Which of them are there, as another connection sees it."""
    with database.reading(HERE) as tx:
        return [person for person in people if tx.people.find(PersonId(person)) is not None]


def test_an_exception_takes_back_its_own_work_alone(database: Database) -> None:
    with all_in_one_batch(database):
        first = database.submit(saving(database, "first"))
        second = database.submit(saving(database, "second", refuse))
        third = database.submit(saving(database, "third"))
    first.result(WAIT)
    with pytest.raises(Refused):
        second.result(WAIT)
    third.result(WAIT)
    assert names(database, "first", "second", "third") == ["first", "third"]


def test_a_result_leaves_after_the_commit(database: Database) -> None:
    seen_while_working: list[str] = []
    with all_in_one_batch(database):
        first = database.submit(saving(database, "first"))

        def look() -> None:
            seen_while_working.extend(names(database, "first"))
            seen_while_working.append("done" if first.done() else "not done")

        second = database.submit(look)
    second.result(WAIT)
    assert seen_while_working == ["not done"]
    assert first.done()
    assert names(database, "first") == ["first"]


def test_work_is_done_first_in_first_out(database: Database) -> None:
    order: list[int] = []
    futures = [database.submit(lambda n=n: order.append(n)) for n in range(50)]  # type: ignore[misc]
    for future in futures:
        future.result(WAIT)
    assert order == list(range(50))


def test_what_is_cancelled_before_its_turn_never_happens(database: Database) -> None:
    with all_in_one_batch(database):
        cancelled = database.submit(saving(database, "cancelled"))
        after = database.submit(saving(database, "after"))
        assert cancelled.cancel()
    after.result(WAIT)
    with pytest.raises(CancelledError):
        cancelled.result(WAIT)
    assert names(database, "cancelled", "after") == ["after"]


def test_when_the_database_gives_up_the_transaction_nobody_is_told_otherwise(database: Database) -> None:
    def give_up() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("ROLLBACK")

    with all_in_one_batch(database):
        before = database.submit(saving(database, "before"))
        lost = database.submit(give_up)
        after = database.submit(saving(database, "after"))
    with pytest.raises(BatchLost):
        before.result(WAIT)
    with pytest.raises(sqlite3.OperationalError):
        lost.result(WAIT)
    after.result(WAIT)
    assert names(database, "before", "after") == ["after"]


def test_a_locked_file_fails_what_waits_and_nothing_after_it(database: Database, sqlite: str) -> None:
    other = sqlite3.connect(sqlite.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        database.submit(saving(database, "too late")).result(WAIT)
    other.execute("ROLLBACK")
    other.close()
    database.submit(saving(database, "in time")).result(WAIT)
    assert names(database, "too late", "in time") == ["in time"]


def test_delivery_is_woken_after_the_commit_and_only_for_what_was_kept(database: Database, woken: Woken) -> None:
    def want(workspace: WorkspaceId, then: Callable[[], object]) -> Callable[[], object]:
        def work() -> object:
            with database.begin(workspace) as tx:
                tx.surfaces.want([A_SURFACE])
                return then()

        return work

    with all_in_one_batch(database):
        kept = database.submit(want(HERE, lambda: None))
        again = database.submit(want(HERE, lambda: None))
        refused = database.submit(want(THERE, refuse))
        unwoken = database.submit(lambda: list(woken))
    assert unwoken.result(WAIT) == []
    kept.result(WAIT), again.result(WAIT)
    with pytest.raises(Refused):
        refused.result(WAIT)
    database.submit(lambda: None).result(WAIT)  # the batch before it is over
    assert woken == [HERE]


def test_closing_finishes_what_was_submitted(database: Database) -> None:
    with all_in_one_batch(database):
        last = database.submit(saving(database, "last"))
    database.close()
    assert last.done()
    with pytest.raises(RuntimeError):
        database.submit(lambda: None)


def test_what_was_erased_is_not_in_the_files(database: Database, tmp_path: Path) -> None:
    def words_in_files() -> int:
        return sum(file.read_bytes().count(b"Jo the Rep") for file in tmp_path.glob("coach.db*"))

    for number in range(100):
        with database.begin(HERE) as tx:
            tx.people.save(Person(PersonId(f"U{number}"), "Jo the Rep"))
    assert words_in_files() >= 100
    erase_workspace(database, HERE)
    assert words_in_files() == 0


CLICKING = """
import sys
from coaching_core.domain.people import Person
from storage.erasure import erase_workspace
from storage.transaction import Database

database = Database(sys.argv[1])

def save(number):
    with database.begin("T1") as tx:
        tx.people.save(Person(f"U{number}", "Jo"))
        return number

futures = [database.submit(lambda n=n: save(n)) for n in range(20000)]
for future in futures:
    print(future.result(), flush=True)
"""


def test_what_was_answered_survives_a_kill(sqlite: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", CLICKING, sqlite], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    answered = []
    for line in process.stdout:
        if line.endswith("\n"):
            answered.append(int(line))
        if len(answered) == 100:
            process.kill()
    process.stdout.close()
    process.wait(WAIT)
    assert 100 <= len(answered) < 20000
    database = Database(sqlite)
    with database.reading(HERE) as tx:
        assert all(tx.people.find(PersonId(f"U{number}")) for number in answered)
    database.close()
