"""After a sudden end on SQLite the next process goes on at once, as nobody else can be alive; and only then."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from storage.transaction import Database
from tests.delivery.office import FAST, HERE, NOON, deliveries_of, keys, note


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


def test_what_the_dead_one_may_have_been_changing_waits_and_all_else_does_not(processes: Processes) -> None:
    first = processes.another()
    deliveries = deliveries_of(first)
    speaker = deliveries.claim(HERE, "first", seconds=3600)
    assert speaker is not None
    shown, said, new = note("shown"), note("said"), note("new")
    with first.begin(HERE) as tx:
        tx.surfaces.want([shown, said, new])
    for one in (shown, said):
        assert deliveries.intend(speaker, one.key)
        assert deliveries.shown(speaker, one.key, revision=1, digest="d", channel="D1", ts=one.subject)
    with first.begin(HERE) as tx:
        tx.surfaces.want([shown])
    first.close()

    second = processes.another()
    deliveries = deliveries_of(second)
    deliveries.end_leases()
    heir = deliveries.claim(HERE, "second", seconds=60)
    assert heir is not None
    assert keys(deliveries.due(heir, NOON, limit=9)) == [new.key]
    with second.begin(HERE) as tx:
        tx.surfaces.want([said])
    assert set(keys(deliveries.due(heir, NOON, limit=9))) == {new.key, said.key}
    with second.begin(HERE) as tx:
        tx.surfaces.want([shown])
    assert shown.key not in keys(deliveries.due(heir, NOON, limit=9))
    second.close()

    third = processes.another()  # an app that is killed again and again must not put it off for ever
    began = time.monotonic()
    deliveries = deliveries_of(third)
    deliveries.end_leases()
    last = deliveries.claim(HERE, "third", seconds=60)
    assert last is not None
    while shown.key not in keys(deliveries.due(last, NOON, limit=9)):
        assert time.monotonic() - began < FAST.grace
        time.sleep(0.01)
