"""
Reviews by a team's cadence: once, spread, in working hours; skipped where it would not be kind, and then said so.

(Over 300 lines, so that a year of the cadence is read in one place.)
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.people import Pairing, PairingState, Skip
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.surfaces import assessment
from coaching_core.domain.team import Team
from coaching_core.ids import PairingId, PersonId
from coaching_core.use_cases.scheduling import Scheduling, put_team
from tests.builders import MANAGER, PAIRING, REP, WORKSPACE, a_pairing, a_person, a_questionnaire
from tests.core.world import World

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
NEW_YORK, AUCKLAND = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")


class Office(World):
    """``rep`` and ``manager`` have been paired for long; time passes as ticks see it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.scheduling = Scheduling(
            self.store.begin, self.clock, self.ids, {self.questionnaire.key: self.questionnaire}
        )
        self.pair(a_pairing(now=LONG_AGO))

    def pair(self, pairing: Pairing) -> None:
        with self.store.begin(WORKSPACE) as tx:
            kept = tx.pairings.between(pairing.rep, pairing.manager)
            tx.pairings.save(replace(pairing, version=kept.version if kept else 0))
            put_team(tx, pairing.manager, self.clock.now())

    def eight(self) -> None:
        """Seven more reps."""
        for number in range(7):
            rep = PersonId(f"UREP{number}")
            self.save_person(a_person(rep))
            self.pair(
                a_pairing(rep=rep, pairing=PairingId(f"pairing-x{number}"), now=LONG_AGO + timedelta(days=number))
            )

    def set_team(self, **changes: object) -> None:
        with self.store.begin(WORKSPACE) as tx:
            tx.teams.save(replace(tx.teams.of(MANAGER), **changes))  # type: ignore[arg-type]
            put_team(tx, MANAGER, self.clock.now())

    def at(self, pairing: PairingId = PAIRING) -> datetime:
        return self.rows.agenda[AgendaKind.REVIEW, pairing]

    def tick(self) -> None:
        """Look at everything that is due, as often as something is."""
        for _ in range(100):
            due = [(key, at) for key, at in self.rows.agenda.items() if at <= self.clock.now()]
            if not due:
                return
            for (kind, subject), at in sorted(due, key=lambda one: one[1]):
                self.scheduling.look(WORKSPACE, Appointment(kind, subject, at))
        raise AssertionError("appointments are put into the past")

    def wait_until(self, moment: datetime, step: timedelta = timedelta(hours=1)) -> None:
        while self.clock.now() < moment:
            self.move_to(min(moment, self.clock.now() + step))
            self.tick()

    def reviews(self) -> list[Review]:
        return sorted(self.rows.reviews.values(), key=lambda one: one.started_at)

    def close(self) -> None:
        for one in self.reviews():
            if one.running:
                self.keeping.cancel(self.actor(MANAGER), one.id)

    def skipped(self, pairing: PairingId = PAIRING) -> Skip | None:
        said = self.rows.pairings[pairing].skipped
        return said.why if said else None


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_review_begins_by_itself_and_both_are_invited(office: Office) -> None:
    due = office.at()
    office.wait_until(due)
    (review,) = office.reviews()
    assert (review.rep, review.manager, review.stage) == (REP, MANAGER, Stage.ASSESSING)
    assert (review.started_at, review.every_months) == (due, 3)
    assert office.view(review.id, REP).every_months == 3
    assert {f"assessment/{review.id}/rep", f"assessment/{review.id}/manager"} <= set(office.rows.wishes)
    assert (MANAGER, "start by cadence", review.id, due) in office.rows.audit


def test_a_pair_has_four_a_year(office: Office) -> None:
    for _ in range(366):
        office.wait_until(office.clock.now() + timedelta(days=1), timedelta(hours=6))
        office.close()
    assert [one.started_at.date().replace(day=1) for one in office.reviews()] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 1),
        date(2027, 1, 1),
    ]


def test_a_team_of_eight_is_spread_over_four_weeks(office: Office) -> None:
    office.eight()
    office.wait_until(datetime(2026, 5, 1, tzinfo=UTC), timedelta(hours=3))
    assert len(office.reviews()) == 8
    weeks = Counter(one.started_at.isocalendar().week for one in office.reviews())
    assert set(weeks.values()) == {2}


def test_each_is_invited_in_their_own_working_hours(office: Office) -> None:
    office.save_person(a_person(REP, tz="Pacific/Auckland"))
    office.save_person(a_person(MANAGER, tz="America/New_York"))
    office.set_team()
    office.wait_until(office.at())
    (review,) = office.reviews()
    wishes = office.rows.wishes
    for role, zone in ((Role.REP, AUCKLAND), (Role.MANAGER, NEW_YORK)):
        held = wishes[assessment(review.id, role, review.person(role)).key].not_before
        assert held is not None
        local = held.astimezone(zone)
        assert local.weekday() < 5
        assert 9 <= local.hour < 17
        assert held >= review.started_at
    # the rep begins while the manager sleeps: nobody is woken
    office.assessing.turn_page(office.actor(REP), review.id, 1)
    held = office.rows.wishes[assessment(review.id, Role.MANAGER, MANAGER).key].not_before
    assert held == review.invite_from[Role.MANAGER] > office.clock.now()
    assert office.rows.wishes[assessment(review.id, Role.REP, REP).key].not_before is None


def test_the_days_to_answer_are_the_teams(office: Office) -> None:
    office.set_team(days_to_answer=10)
    office.wait_until(office.at())
    by_cadence = office.reviews()[0]
    assert (by_cadence.due_at.date() - by_cadence.started_at.date()).days in (10, 11, 12)
    office.close()
    asked = office.review(office.start())
    assert (asked.due_at.date() - asked.started_at.date()).days in (10, 11, 12)
    assert asked.every_months == 0


# --- skipped, and said so ---


def is_skipped(office: Office, why: Skip) -> None:
    due, before = office.at(), len(office.rows.reviews)
    office.wait_until(due)
    assert len(office.rows.reviews) == before
    assert office.skipped() is why
    assert f"home/{MANAGER}" in office.rows.wishes
    assert timedelta(days=80) < office.at() - due < timedelta(days=100), "the next one"


def test_one_that_is_open_is_gone_on_with(office: Office) -> None:
    office.start()
    is_skipped(office, Skip.OPEN)
    office.close()
    office.wait_until(office.at())
    assert len(office.rows.reviews) == 2
    assert office.skipped() is None, "said no longer"


@pytest.mark.parametrize(("person", "why"), [(REP, Skip.REP_AWAY), (MANAGER, Skip.MANAGER_AWAY)])
def test_nobody_is_invited_while_away(office: Office, person: PersonId, why: Skip) -> None:
    office.save_person(replace(a_person(person), away_until=office.at().date()))
    is_skipped(office, why)


def test_a_new_pair_waits_for_a_whole_period(office: Office) -> None:
    office.pair(a_pairing(now=office.clock.now()))
    is_skipped(office, Skip.YOUNG)


def test_a_pair_that_had_one_lately_waits_for_the_next(office: Office) -> None:
    office.start()
    office.close()
    is_skipped(office, Skip.RECENT)


# --- what changes in between ---


def test_who_moves_is_rescheduled(office: Office) -> None:
    there = office.at()
    office.directory.remember(WORKSPACE, a_person(REP, tz="America/New_York"))
    assert office.at() - there == timedelta(hours=4), "the same time of day, over there"
    office.directory.remember(WORKSPACE, a_person(REP, "New name", tz="America/New_York"))
    assert office.at() - there == timedelta(hours=4)


@pytest.mark.parametrize("person", [REP, MANAGER])
def test_the_work_of_who_leaves_is_paused_until_they_are_back(office: Office, person: PersonId) -> None:
    due = office.at()
    office.directory.remember(WORKSPACE, replace(a_person(person), active=False))
    assert (AgendaKind.REVIEW, PAIRING) not in office.rows.agenda
    assert [one.id for one in office.rows.pairings.values() if one.state is PairingState.ACCEPTED] == [PAIRING]
    office.directory.remember(WORKSPACE, a_person(person))
    assert office.at() == due


def test_who_left_without_anybody_hearing_of_it_gets_nothing(office: Office) -> None:
    due = office.at()
    office.save_person(replace(a_person(REP), active=False))
    office.wait_until(due)
    assert not office.rows.reviews
    assert not office.rows.agenda


def test_an_ended_pairing_and_a_cadence_that_is_off_start_nothing(office: Office) -> None:
    office.set_team(every_months=0)
    assert not office.rows.agenda
    office.set_team(every_months=1)
    due = office.at()
    office.save_pairing(replace(office.rows.pairings[PAIRING], state=PairingState.ENDED))
    office.wait_until(due)
    assert not office.rows.reviews
    assert not office.rows.agenda


def test_changed_settings_move_what_is_to_come_and_not_what_is_due(office: Office) -> None:
    due = office.at()
    office.set_team(every_months=6)
    assert office.at() > due + timedelta(days=60)
    office.set_team(every_months=3)
    office.move_to(due + timedelta(minutes=1))
    office.set_team(reps_a_week=3)
    assert office.at() == due, "not looked at yet"


def test_a_yes_and_an_administrators_word_put_an_appointment(office: Office) -> None:
    boss, peer = PersonId("UBOSS"), PersonId("UPEER")
    asked = office.starting.ask_rep(office.actor(boss), peer)
    assert not [key for key in office.rows.agenda if key[1] != PAIRING], asked
    office.starting.answer_pairing(office.actor(peer), PairingId("pairing-1"), accept=True)
    assert (AgendaKind.REVIEW, "pairing-1") in office.rows.agenda
    office.directory.pair(WORKSPACE, [(a_person(boss), a_person(REP))])
    assert (AgendaKind.REVIEW, "pairing-2") in office.rows.agenda


# --- late, twice, and after a long sleep ---


def test_an_appointment_is_kept_once(office: Office) -> None:
    due = Appointment(AgendaKind.REVIEW, PAIRING, office.at())
    office.move_to(due.at)
    for _ in range(2):
        office.scheduling.look(WORKSPACE, due)
    assert len(office.rows.reviews) == 1


def test_who_slept_for_a_week_catches_up_once_and_spreads_what_was_missed(office: Office) -> None:
    office.eight()
    office.wait_until(datetime(2026, 4, 5, tzinfo=UTC), timedelta(hours=6))
    office.move_to(datetime(2026, 4, 18, 3, tzinfo=UTC))  # two weeks passed by; it is a Saturday night
    office.tick()
    assert not office.rows.reviews, "nobody is invited at the weekend"
    office.wait_until(datetime(2026, 6, 1, tzinfo=UTC), timedelta(hours=2))
    assert len(office.reviews()) == 8
    weeks = Counter(one.started_at.isocalendar().week for one in office.reviews())
    assert max(weeks.values()) == 2, "no week is made to carry what another missed"
    assert [one.id for one in office.rows.pairings.values() if one.waits_since] == []


def test_after_a_year_of_sleep_there_is_one(office: Office) -> None:
    office.move_to(office.at() + timedelta(days=366))
    office.wait_until(office.clock.now() + timedelta(days=4))
    assert len(office.rows.reviews) == 1
    assert office.at() > office.clock.now() + timedelta(days=40)


def test_who_waits_for_a_week_with_room_goes_on_waiting_when_settings_change(office: Office) -> None:
    office.eight()
    office.set_team(reps_a_week=1)
    office.wait_until(datetime(2026, 4, 5, tzinfo=UTC), timedelta(hours=6))
    office.move_to(datetime(2026, 4, 14, 12, tzinfo=UTC))
    office.tick()
    waiting = [one.id for one in office.rows.pairings.values() if one.waits_since]
    assert waiting
    before = office.at(waiting[0])
    office.set_team(reps_a_week=2)
    assert office.at(waiting[0]) == before


# --- which questions ---


def test_the_teams_form_is_used(office: Office) -> None:
    own = a_questionnaire(6, key="our_own")
    with office.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(own)
    office.set_team(form=own.key)
    office.wait_until(office.at())
    assert office.review(office.reviews()[0].id).questionnaire == own


def test_after_the_short_form_come_the_other_skills_and_then_the_short_one_again(office: Office) -> None:
    full = a_questionnaire(12, key="b2b_seller")
    with office.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(full)
    seen = []
    for _ in range(4):
        office.wait_until(office.at())
        seen.append(office.review(office.reviews()[-1].id).questionnaire)
        office.close()
    short, others = office.questionnaire.skills.keys(), full.skills.keys() - office.questionnaire.skills.keys()
    assert [one.skills.keys() for one in seen] == [short, others, short, others]
    assert seen[1].title == "A questionnaire: the other skills"
    assert seen[1].version == seen[3].version


def test_a_team_without_settings_has_the_defaults(office: Office) -> None:
    assert not office.rows.teams
    assert Team(MANAGER) == Team(MANAGER, every_months=3, reps_a_week=2)
    assert office.at().month == 4
