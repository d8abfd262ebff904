"""After a sudden end on SQLite the next process goes on at once, as nobody else can be alive; and only then."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from storage.transaction import Database
from tests.delivery.office import FAST, HERE, NOON, deliveries_of, note


@pytest.fixture
def processes(sqlite: str) -> Iterator["Processes"]:
    with ExitStack() as stack:
        yield Processes(sqlite, stack)


class Processes:
    def __init__(self, url: str, stack: ExitStack) -> None:
        self._url, self._stack = url, stack

    def another(self) -> Database:
        database = Database(self._url)
        self._stack.callback(database.close)
        return database


def test_the_next_one_need_not_wait_for_a_dead_ones_lease(processes: Processes) -> None:
    first = processes.another()
    assert first.take_over()
    dead = deliveries_of(first).claim(HERE, "first", seconds=3600)
    assert dead is not None
    first.close()  # as a kill does it: the lease stays behind, the lock does not

    second = processes.another()
    assert deliveries_of(second).claim(HERE, "second", seconds=60) is None
    assert second.take_over()
    speaker = deliveries_of(second).claim(HERE, "second", seconds=60)
    assert speaker is not None
    assert speaker.token > dead.token
    assert deliveries_of(second).intend(dead, note("n1").key) is None


def test_while_another_one_lives_its_lease_holds(processes: Processes) -> None:
    first, second, third = processes.another(), processes.another(), processes.another()
    assert first.take_over()
    assert deliveries_of(first).claim(HERE, "first", seconds=3600) is not None
    assert not second.take_over()
    assert deliveries_of(second).claim(HERE, "second", seconds=60) is None
    first.close()
    assert not third.take_over(), "the second one lives"
    assert deliveries_of(third).claim(HERE, "third", seconds=60) is None
    assert not third.take_over(), "once is enough"


def test_what_the_dead_one_may_have_been_changing_is_written_at_once_and_once_more(processes: Processes) -> None:
    first = processes.another()
    deliveries = deliveries_of(first)
    speaker = deliveries.claim(HERE, "first", seconds=3600)
    assert speaker is not None
    changing, said = note("changing"), note("said")
    with first.begin(HERE) as tx:
        tx.surfaces.want([changing, said])
    for one in (changing, said):
        assert deliveries.intend(speaker, one.key)
        assert deliveries.shown(speaker, one.key, revision=1, digest="d", channel="D1", ts=one.subject)
    with first.begin(HERE) as tx:
        tx.surfaces.want([changing])
    first.close()

    second = processes.another()
    deliveries = deliveries_of(second)
    deliveries.end_leases()
    heir = deliveries.claim(HERE, "second", seconds=60)
    assert heir is not None
    [due] = deliveries.due(heir, NOON, limit=9)
    assert (due.surface.key, due.shown_hash, due.sure) == (changing.key, None, False)
    where = {"digest": "e", "channel": "D1", "ts": "changing"}
    assert deliveries.shown(heir, changing.key, revision=2, sure=False, **where)
    assert deliveries.due(heir, NOON, limit=9) == []

    with second.begin(HERE) as tx:  # what is new need not wait for that
        tx.surfaces.want([changing])
    [due] = deliveries.due(heir, NOON, limit=9)
    assert (due.wanted, due.shown_hash, due.sure, due.confirm) == (3, "e", False, False)
    assert deliveries.shown(heir, changing.key, revision=3, sure=False, **where)
    assert deliveries.due(heir, NOON, limit=9) == []

    time.sleep(FAST.grace * 1.1)
    [due] = deliveries.due(heir, NOON, limit=9)
    assert (due.wanted, due.sure, due.confirm) == (3, True, True)
    assert deliveries.shown(heir, changing.key, revision=3, **where)
    assert deliveries.due(heir, NOON, limit=9) == []
