"""Desks are looked at, put off and changed by many at once: nobody waits for somebody who waits for them."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.desk import Later
from coaching_core.domain.people import Actor, PairingState, Person
from coaching_core.domain.people import Pairing as PairingOf
from coaching_core.domain.waiting import WaitKind, key_of
from coaching_core.errors import CoachingError
from coaching_core.ids import PairingId
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.scheduling import Scheduling
from storage.transaction import Database
from tests.fakes.clock import CountingIds, FrozenClock
from tests.storage.examples import BOSS, HERE, ID, NOW, REP, stored

ROUNDS = 12
SECONDS = 20.0


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[Database]:
    opened = Database(postgres)
    opened.upgrade()
    yield opened
    opened.close()


def test_whoever_does_whatever_to_the_same_people_comes_to_an_end(postgres_database: Database) -> None:
    """On SQLite one writes after the other anyway."""
    database, clock = postgres_database, FrozenClock()
    clock.set(NOW)
    stored(database.begin)
    with database.begin(HERE) as tx:
        for one in (REP, BOSS):
            tx.people.save(Person(one, "Jo"))
        tx.pairings.save(PairingOf(PairingId("p1"), REP, BOSS, PairingState.ACCEPTED, NOW - timedelta(days=400)))
    desks, keeping = Desks(database.begin, clock), Keeping(database.begin, clock)
    scheduling = Scheduling(database.begin, clock, CountingIds())

    def looks(kind: AgendaKind, subject: str, look: Callable[..., None]) -> None:
        with database.begin(HERE) as tx:
            tx.agenda.put(kind, subject, NOW)
        look(HERE, Appointment(kind, subject, NOW))

    key = key_of(WaitKind.ASSESSMENT, ID)
    work: list[Callable[[], object]] = [
        *(lambda who=who: looks(AgendaKind.DIGEST, who, desks.look) for who in (REP, BOSS)),  # type: ignore[misc]
        *(lambda who=who: desks.later(Actor(HERE, who), key, Later.TOMORROW) for who in (REP, BOSS)),  # type: ignore[misc]
        *(lambda who=who: keeping.pause(Actor(HERE, who), ID) for who in (REP, BOSS)),  # type: ignore[misc]
        *(lambda who=who: keeping.resume(Actor(HERE, who), ID) for who in (REP, BOSS)),  # type: ignore[misc]
        lambda: looks(AgendaKind.REVIEW, "p1", scheduling.look),
    ]
    gate = threading.Barrier(len(work))

    def again_and_again(one: Callable[[], object]) -> None:
        for _ in range(ROUNDS):
            gate.wait(SECONDS)
            with contextlib.suppress(CoachingError):  # somebody was quicker
                one()

    with ThreadPoolExecutor(len(work)) as threads:
        for future in [threads.submit(again_and_again, one) for one in work]:
            future.result(SECONDS)
    with database.begin(HERE) as tx:
        assert tx.desks.of(REP).version > 0
        assert replace(tx.reviews.get(ID), version=0).id == ID
