"""One speaker a workspace: who lost the right to speak changes nothing any more. On both databases."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.reconciler import Timing
from coaching_core.ids import WorkspaceId
from storage.surfaces import EARLY_SECONDS, GRACE_SECONDS, MARGIN_SECONDS
from storage.transaction import Database
from tests.delivery.office import FAST, HERE, NOON, deliveries_of, keys, let_pass, note, reminder, states

SHORT = 0.05


def test_a_call_ends_before_the_right_to_make_it_and_both_sides_agree_on_the_times() -> None:
    timing = Timing()
    assert (timing.grace, timing.early, timing.margin) == (GRACE_SECONDS, EARLY_SECONDS, MARGIN_SECONDS)
    assert timing.call < timing.margin < timing.lease / 2
    assert timing.call < timing.grace


def want(database: Database, *subjects: str, workspace: WorkspaceId = HERE) -> None:
    with database.begin(workspace) as tx:
        tx.surfaces.want([note(subject) for subject in subjects])


def test_one_speaks_until_the_lease_ends_or_is_given_back(database: Database) -> None:
    deliveries = deliveries_of(database)
    first = deliveries.claim(HERE, "first", seconds=60)
    assert first is not None
    assert deliveries.claim(HERE, "second", seconds=60) is None
    assert deliveries.renew(first, seconds=SHORT)
    time.sleep(SHORT * 2)
    second = deliveries.claim(HERE, "second", seconds=60)
    assert second is not None
    assert second.token > first.token
    assert not deliveries.renew(first, seconds=60)
    deliveries.release(first)
    assert deliveries.claim(HERE, "third", seconds=60) is None
    deliveries.release(second)
    assert deliveries.claim(HERE, "third", seconds=60) is not None


def test_only_one_of_many_gets_the_floor(database: Database) -> None:
    deliveries = deliveries_of(database)
    with ThreadPoolExecutor(4) as pool:
        claims = [database.submit(lambda n=n: deliveries.claim(HERE, f"p{n}", seconds=60)) for n in range(8)]
        got = [claim.result() for claim in claims if claim.result() is not None]
        assert len(got) == 1
        deliveries.release(got[0])  # type: ignore[arg-type]
        again = list(pool.map(lambda n: deliveries.claim(HERE, f"q{n}", seconds=60), range(4)))
    assert len([one for one in again if one is not None]) == 1


def test_who_lost_the_floor_changes_nothing(database: Database) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1")
    old = deliveries.claim(HERE, "old", seconds=0)
    new = deliveries.claim(HERE, "new", seconds=60)
    assert old is not None
    assert new is not None
    key = note("n1").key

    assert deliveries.intend(old, key) is None
    assert not deliveries.shown(old, key, revision=1, digest="d", channel="C", ts="1")
    assert not deliveries.found(old, key, channel="C", ts="1")
    assert not deliveries.refused(old, key, retry_in=99, back_to_new=True)
    assert not deliveries.unknown(old, key, retry_in=99)
    assert not deliveries.parked(old, key, reason="no")
    assert keys(deliveries.due(new, NOON, limit=9)) == [key]
    assert states(database) == {key: "new"}


def test_a_first_post_begins_only_with_time_enough_left(database: Database) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1")
    short = deliveries.claim(HERE, "me", seconds=0.5)  # of which a call must have 1.2
    assert short is not None
    assert deliveries.intend(short, note("n1").key) is None
    assert deliveries.renew(short, seconds=60)
    before = time.time()
    attempt = deliveries.intend(short, note("n1").key)
    assert attempt == pytest.approx(before, abs=1.0)
    assert deliveries.intend(short, note("n1").key) is None


def test_an_attempt_nobody_finished_is_looked_up_soon_and_given_up_after_the_grace(database: Database) -> None:
    deliveries = deliveries_of(database, replace(FAST, early=60, grace=60))
    want(database, "n1")
    speaker = deliveries.claim(HERE, "me", seconds=60)
    assert speaker is not None
    attempt = deliveries.intend(speaker, note("n1").key)
    assert deliveries.due(speaker, NOON, limit=9) == []
    assert deliveries.unknown(speaker, note("n1").key, retry_in=0)
    [due] = deliveries.due(speaker, NOON, limit=9)
    assert (due.state, due.attempt_at, due.grace_over) == ("posting", attempt, False)
    [due] = deliveries_of(database, replace(FAST, grace=0)).due(speaker, NOON, limit=9)
    assert due.grace_over

    assert deliveries.found(speaker, note("n1").key, channel="C1", ts="5.0")
    [due] = deliveries.due(speaker, NOON, limit=9)
    assert (due.state, due.ts, due.shown) == ("posted", "5.0", 0)


def test_a_reminder_that_is_found_is_done(database: Database) -> None:
    deliveries = deliveries_of(database)
    with database.begin(HERE) as tx:
        tx.surfaces.want([reminder("n1")])
    speaker = deliveries.claim(HERE, "me", seconds=60)
    assert speaker is not None
    deliveries.intend(speaker, reminder("n1").key)
    deliveries.found(speaker, reminder("n1").key, channel="C1", ts="5.0")
    assert deliveries.due(speaker, NOON, limit=9) == []
    assert deliveries.worklist(NOON, limit=9) == []


def test_the_next_speaker_learns_what_was_posted_before_it_came(database: Database) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1", "n2")
    want(database, "n1", workspace=WorkspaceId("T0OTHER"))
    first = deliveries.claim(HERE, "first", seconds=60)
    other = deliveries.claim(WorkspaceId("T0OTHER"), "first", seconds=60)
    assert first is not None
    assert other is not None
    deliveries.intend(first, note("n1").key)
    deliveries.shown(first, note("n1").key, revision=1, digest="d", channel="C1", ts="1.0")
    deliveries.intend(other, note("n1").key)
    deliveries.release(first)
    second = deliveries.claim(HERE, "second", seconds=60)
    assert second is not None
    [age] = deliveries.posts_of_late(second, seconds=60)
    assert 0 <= age < 10
    time.sleep(0.05)
    assert deliveries.posts_of_late(second, seconds=0.01) == []


def test_a_refusal_says_when_to_try_again(database: Database) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1")
    speaker = deliveries.claim(HERE, "me", seconds=60)
    assert speaker is not None
    deliveries.intend(speaker, note("n1").key)
    assert deliveries.refused(speaker, note("n1").key, retry_in=60, back_to_new=True)
    assert deliveries.due(speaker, NOON, limit=9) == []
    let_pass(database, 60)
    assert [due.state for due in deliveries.due(speaker, NOON, limit=9)] == ["new"]


def test_after_an_unknown_update_nothing_is_taken_as_shown(database: Database) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1")
    speaker = deliveries.claim(HERE, "me", seconds=60)
    assert speaker is not None
    deliveries.shown(speaker, note("n1").key, revision=1, digest="d", channel="C1", ts="1.0")
    want(database, "n1")
    deliveries.unknown(speaker, note("n1").key, retry_in=60)
    assert deliveries.due(speaker, NOON, limit=9) == []
    let_pass(database, 60)
    assert [(due.state, due.shown_hash) for due in deliveries.due(speaker, NOON, limit=9)] == [("posted", None)]


@pytest.mark.parametrize("orderly", [True, False])
def test_what_a_speaker_left_open_in_a_crash_is_not_taken_as_shown(database: Database, orderly: bool) -> None:
    deliveries = deliveries_of(database)
    want(database, "n1", "n2")
    first = deliveries.claim(HERE, "first", seconds=60)
    assert first is not None
    for subject in ("n1", "n2"):
        deliveries.shown(first, note(subject).key, revision=1, digest="d", channel="C1", ts="1.0")
    want(database, "n1")
    if orderly:
        deliveries.release(first)
    else:
        deliveries.renew(first, seconds=0)
    second = deliveries.claim(HERE, "second", seconds=60)
    assert second is not None
    assert [due.shown_hash for due in deliveries.due(second, NOON, limit=9)] == ["d" if orderly else None]
    want(database, "n2")
    assert {due.surface.subject: due.shown_hash for due in deliveries.due(second, NOON, limit=9)}["n2"] == "d"


def test_the_worklist_names_who_has_waited_longest_and_has_no_speaker(database: Database) -> None:
    deliveries = deliveries_of(database)
    workspaces = [WorkspaceId(f"T{number}") for number in range(4)]
    for workspace in workspaces:
        want(database, "n1", workspace=workspace)
    served = deliveries.claim(workspaces[0], "me", seconds=60)
    assert served is not None
    assert deliveries.worklist(NOON, limit=9) == workspaces[1:]
    deliveries.release(served)
    assert deliveries.worklist(NOON, limit=9) == [*workspaces[1:], workspaces[0]]
    assert deliveries.worklist(NOON, limit=2) == workspaces[1:3]
