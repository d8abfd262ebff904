"""Plans that go on, settings of teams, desks, and what time is to look at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.coaching_plan import ItemState, carry_over
from coaching_core.domain.desk import Desk
from coaching_core.domain.people import Pairing, PairingState, Person, Skip, Skipped
from coaching_core.domain.team import DayRule, Team
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PairingId, PersonId, ReviewId
from coaching_core.ports import Begin
from storage.transaction import Database
from tests.storage.examples import BOSS, HERE, ID, NOW, OTHER, REP, THERE, a_plan, a_questionnaire, a_review


def test_a_plan_is_read_back_as_it_was_saved(begin: Begin) -> None:
    with begin(HERE) as tx:
        tx.plans.save(a_plan())
    with begin(HERE) as tx:
        kept = tx.plans.get(ID)
        assert kept == a_plan()
        tx.plans.save(kept.with_item(replace(kept.items[0], state=ItemState.DONE)))
    with begin(HERE) as tx:
        assert tx.plans.get(ID).items[0].state is ItemState.DONE
    with begin(THERE) as tx, pytest.raises(NotFound):
        tx.plans.get(ID)


def test_the_second_who_changes_a_plan_is_told(begin: Begin) -> None:
    with begin(HERE) as tx:
        tx.plans.save(a_plan())
    with begin(HERE) as tx:
        mine = tx.plans.get(ID)
        tx.plans.save(replace(mine, support="More"))
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.plans.save(replace(mine, support="Less"))


def test_a_pair_has_one_current_plan_and_what_was_open_goes_on_in_it(begin: Begin) -> None:
    new = a_plan(ReviewId("r2"), agreed_at=NOW + timedelta(days=90))
    with begin(HERE) as tx:
        tx.plans.save(a_plan())
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.plans.save(new)
    with begin(HERE) as tx:
        before = tx.plans.current_of(REP, BOSS)
        assert before is not None
        for one in carry_over(before, new):
            tx.plans.save(one)
        tx.plans.save(a_plan(ReviewId("r3"), rep=OTHER))
    with begin(HERE) as tx:
        current = tx.plans.current_of(REP, BOSS)
        assert current is not None
        assert [one.item.id for one in current.items] == ["1", "2"]
        assert current.items[1].notes == a_plan().items[0].notes
        assert [one.id for one in tx.plans.of_person(BOSS)] == ["r2", "r3", "r1"]
        assert [one.id for one in tx.plans.of_person(REP)] == ["r2", "r1"]
        assert tx.plans.get(ID).items[0].state is ItemState.CARRIED_OVER


def test_a_review_begins_with_the_newest_plan_that_its_pair_had_then(begin: Begin) -> None:
    days = {name: NOW + timedelta(days=count) for name, count in (("old", 0), ("last", 30), ("own", 60), ("next", 90))}
    plans = [replace(a_plan(ReviewId(name), agreed_at=at), current=False) for name, at in days.items()]
    with begin(HERE) as tx:
        for one in (*plans, a_plan(ReviewId("others"), rep=OTHER, agreed_at=NOW + timedelta(days=40))):
            tx.plans.save(one)
    with begin(HERE) as tx:

        def before(name: str, day: int) -> str | None:
            found = tx.plans.before(a_review(ReviewId(name), started_at=NOW + timedelta(days=day)))
            return found.id if found is not None else None

        assert [before("own", day) for day in (-1, 0, 29, 30, 45, 60)] == [None, "old", "old", "last", "last", "last"]
        assert before("r9", 120) == "next"
    with begin(THERE) as tx:
        assert tx.plans.before(a_review(started_at=NOW + timedelta(days=45))) is None


def test_a_team_that_nobody_set_up_has_the_defaults(begin: Begin) -> None:
    with begin(HERE) as tx:
        assert tx.teams.of(BOSS) == Team(BOSS)
        tx.teams.save(replace(tx.teams.of(BOSS), every_months=1, reminder=DayRule(day=15), channel="C1"))
    with begin(HERE) as tx:
        kept = tx.teams.of(BOSS)
        assert (kept.every_months, kept.reminder, kept.channel) == (1, DayRule(day=15), "C1")
        tx.teams.save(replace(kept, reminder=None))
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.teams.save(replace(kept, goal_minutes=60))


def test_a_day_of_somebodys_is_taken_once(begin: Begin) -> None:
    kept = Desk(
        REP,
        told_at=NOW,
        last="2026-03-02",
        month_told_at=NOW,
        taken=(NOW.date(),),
        put_off={"assessment/r1": NOW + timedelta(days=1)},
        stopped=("turn/r1/2",),
    )
    with begin(HERE) as tx:
        assert tx.desks.of(REP) == Desk(REP)
        tx.desks.save(kept)
    with begin(HERE) as tx:
        assert tx.desks.of(REP) == replace(kept, version=1)
    for second in (kept, replace(kept, taken=(), version=7)):
        with pytest.raises(Stale), begin(HERE) as tx:
            tx.desks.save(second)


def test_an_appointment_is_moved_and_taken_once(begin: Begin) -> None:
    later = NOW + timedelta(days=1)
    with begin(HERE) as tx:
        tx.agenda.put(AgendaKind.MONTH, BOSS, NOW)
        tx.agenda.put(AgendaKind.MONTH, BOSS, later)
        tx.agenda.put(AgendaKind.DIGEST, BOSS, NOW)
        assert tx.agenda.at(AgendaKind.MONTH, BOSS) == later
    with begin(HERE) as tx:
        assert not tx.agenda.take(AgendaKind.MONTH, BOSS, NOW)
        assert tx.agenda.take(AgendaKind.MONTH, BOSS, later)
        assert not tx.agenda.take(AgendaKind.MONTH, BOSS, later)
        tx.agenda.put(AgendaKind.DIGEST, BOSS, None)
        assert tx.agenda.at(AgendaKind.DIGEST, BOSS) is None


def test_a_tick_finds_what_is_due_in_all_workspaces_and_nothing_else(database: Database) -> None:
    for workspace, hours in ((HERE, 1), (THERE, 0), (HERE, 3)):
        with database.begin(workspace) as tx:
            tx.agenda.put(AgendaKind.REVIEW, f"p{hours}", NOW + timedelta(hours=hours))
    due = database.worklist.appointments_due(NOW + timedelta(hours=2), limit=10)
    assert due == [
        (THERE, Appointment(AgendaKind.REVIEW, "p0", NOW)),
        (HERE, Appointment(AgendaKind.REVIEW, "p1", NOW + timedelta(hours=1))),
    ]
    assert len(database.worklist.appointments_due(NOW + timedelta(hours=5), limit=1)) == 1


def test_how_many_of_a_managers_reviews_have_begun_since(begin: Begin) -> None:
    with begin(HERE) as tx:
        tx.questionnaires.publish(a_questionnaire())
        for number, days in enumerate((0, 1, 2)):
            one = a_review(ReviewId(f"r{number}"), rep=PersonId(f"UR{number}"))
            tx.reviews.add(replace(one, started_at=NOW + timedelta(days=days)))
    with begin(HERE) as tx:
        assert tx.reviews.started_since(BOSS, NOW) == 3
        assert tx.reviews.started_since(BOSS, NOW + timedelta(days=1)) == 2
        assert tx.reviews.started_since(BOSS, NOW + timedelta(days=2, seconds=1)) == 0
        assert tx.reviews.started_since(OTHER, NOW) == 0
    with begin(THERE) as tx:
        assert tx.reviews.started_since(BOSS, NOW) == 0


def test_whose_pairings_are_left_behind(begin: Begin) -> None:
    people = {"a": (REP, BOSS), "b": (OTHER, BOSS), "c": (OTHER, REP)}
    with begin(HERE) as tx:
        for person in (REP, BOSS):
            tx.people.save(Person(person, "Somebody"))
        for name, (rep, manager) in people.items():
            tx.pairings.save(Pairing(PairingId(name), rep, manager, PairingState.ACCEPTED, NOW))
        assert not tx.pairings.left_behind(), "somebody whom nobody knows has not left"
        tx.people.save(Person(OTHER, "Somebody", active=False))
    with begin(HERE) as tx:
        assert [one.id for one in tx.pairings.left_behind()] == ["b", "c"]
        assert [one.id for one in tx.pairings.left_behind(limit=1)] == ["b"]
        tx.pairings.save(replace(tx.pairings.get(PairingId("b")), state=PairingState.ENDED))
        assert [one.id for one in tx.pairings.left_behind()] == ["c"]
    with begin(THERE) as tx:
        assert not tx.pairings.left_behind()


def test_a_skipped_review_is_kept_with_the_pairing(begin: Begin) -> None:
    kept = Pairing(PairingId("a"), REP, BOSS, PairingState.ACCEPTED, NOW, skipped=Skipped(Skip.YOUNG, NOW))
    with begin(HERE) as tx:
        tx.pairings.save(kept)
    with begin(HERE) as tx:
        assert tx.pairings.get(kept.id) == kept
