"""Speakers that die one after the other: each leaves the next one what it was about, and no more. On both databases."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.reconciler import Pace
from bot.reconciler.pace import Method
from coaching_core.domain.surfaces import Surface
from coaching_core.ports import Speaker
from storage.surfaces import SqlDeliveries
from storage.transaction import Database
from tests.delivery.office import FAST, HERE, NOON, deliveries_of, keys, let_pass, note

OLD = [note(f"old{number}") for number in range(3)]
NEW = note("a new one")
SLOW = replace(FAST, grace=600.0)


def heir(database: Database, name: str) -> Speaker:
    """Whoever speaks dies in the middle of its work, and another one takes over."""
    deliveries = deliveries_of(database, SLOW)
    deliveries.end_leases()
    speaker = deliveries.claim(HERE, name, seconds=60)
    assert speaker is not None
    return speaker


def write(deliveries: SqlDeliveries, speaker: Speaker, surfaces: Sequence[Surface], *, sure: bool = True) -> None:
    wanted = {due.surface.key: due.wanted for due in deliveries.due(speaker, NOON, limit=99)}
    for one in surfaces:
        standing = {"digest": "d", "channel": "D1", "ts": one.subject}
        assert deliveries.shown(speaker, one.key, revision=wanted[one.key], sure=sure, **standing)


@pytest.fixture
def deliveries(database: Database) -> SqlDeliveries:
    """All stand, and the old ones are changed when the speaker dies; the next one has brought them up to date."""
    deliveries = deliveries_of(database, SLOW)
    first = deliveries.claim(HERE, "first", seconds=60)
    assert first is not None
    with database.begin(HERE) as tx:
        tx.surfaces.want([*OLD, NEW])
    write(deliveries, first, [*OLD, NEW])
    with database.begin(HERE) as tx:
        tx.surfaces.want(OLD)
    second = heir(database, "second")
    assert {due.shown_hash for due in deliveries.due(second, NOON, limit=99)} == {None}
    write(deliveries, second, OLD, sure=False)
    assert deliveries.due(second, NOON, limit=99) == []
    return deliveries


def test_what_was_brought_up_to_date_is_not_written_anew_after_every_end(
    database: Database, deliveries: SqlDeliveries
) -> None:
    for number in range(5):
        speaker = heir(database, f"another {number}")
        assert deliveries.due(speaker, NOON, limit=99) == []
    let_pass(database, SLOW.grace)
    due = deliveries.due(speaker, NOON, limit=99)
    assert sorted(keys(due)) == sorted(one.key for one in OLD), "the ends in between have put nothing off"
    assert all(one.sure and one.confirm and one.only_once_more for one in due)
    write(deliveries, speaker, OLD)
    assert deliveries.due(heir(database, "last"), NOON, limit=99) == []


def test_who_dies_while_writing_it_once_more_leaves_that_for_later(
    database: Database, deliveries: SqlDeliveries
) -> None:
    let_pass(database, SLOW.grace)
    last = heir(database, "third")
    assert deliveries.due(last, NOON, limit=99) == [], "what stands is right, and a late write may still come"
    with database.begin(HERE) as tx:
        tx.surfaces.want(OLD[:1])
    [due] = deliveries.due(last, NOON, limit=99)
    assert (due.surface.key, due.sure, due.only_once_more) == (OLD[0].key, False, False)
    write(deliveries, last, OLD[:1], sure=False)
    let_pass(database, SLOW.grace)
    write(deliveries, last, OLD)
    assert deliveries.due(last, NOON, limit=99) == []


def test_news_goes_before_what_is_only_written_once_more(database: Database, deliveries: SqlDeliveries) -> None:
    speaker = heir(database, "third")
    let_pass(database, SLOW.grace)
    with database.begin(HERE) as tx:
        tx.surfaces.want([NEW])
    due = deliveries.due(speaker, NOON, limit=99)
    assert [one.only_once_more for one in due] == [False, True, True, True]
    assert keys(due)[0] == NEW.key
    assert keys(deliveries.due(speaker, NOON, limit=1)) == [NEW.key]


def test_however_much_is_written_once_more_a_click_is_shown_at_once() -> None:
    pace = Pace(lambda: 1000.0)
    while pace.ready_in(Method.UPDATE, "here", bulk=True) == 0:
        pace.take(Method.UPDATE, "here", bulk=True)
    assert pace.ready_in(Method.UPDATE, "here") == 0
