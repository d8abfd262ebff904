"""A new month, told once to each in their own digest; the page before a talk; a rep who asks for coaching."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.coaching_plan import plan_begins
from coaching_core.domain.coaching_time import CoachingKind
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import DeskSeen, NextStep, PairMonth
from coaching_core.domain.surfaces import SurfaceKind
from coaching_core.errors import NotAllowed
from coaching_core.ids import PersonId, ReviewId
from coaching_core.use_cases.months import Months, months_of
from tests.builders import MANAGER, REP, WORKSPACE, a_pairing, agreed
from tests.core.test_desk import Office as Desks
from tests.core.world import OTHER_MANAGER, PEER


class Office(Desks):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.months = Months(self.store.begin, self.clock)
        self.pair_since(datetime(2026, 1, 1, tzinfo=UTC))

    def pair_since(self, since: datetime) -> None:
        with self.store.begin(WORKSPACE) as tx:
            pairing = tx.pairings.get(a_pairing().id)
            tx.pairings.save(replace(pairing, since=since))
            for person in (REP, MANAGER):
                tx.agenda.put(AgendaKind.DIGEST, person, self.clock.now())

    def agree(self) -> None:
        review = replace(agreed(), id=ReviewId("agreed"))
        self.put(review)
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(plan_begins(review))

    def month(self, person: PersonId) -> DeskSeen:
        return self.seen(person)

    def months_of(self, person: PersonId) -> list[PairMonth]:
        who = self.person(person)
        with self.store.begin(WORKSPACE) as tx:
            return months_of(tx, who, self.clock.now())

    def steps(self, person: PersonId) -> list[NextStep]:
        return [one.step for one in self.months_of(person)]


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_month_is_told_once_to_each_on_its_day(office: Office) -> None:
    office.tick()
    assert office.digests(REP) == office.digests(MANAGER) == ["2026-03-02"]
    assert [one.me for one in office.month(MANAGER).month] == [Role.MANAGER]
    assert [one.me for one in office.month(REP).month] == [Role.REP]
    office.days(50)
    assert office.digests(REP) == ["2026-03-02", "2026-04-06"]


def test_what_comes_later_in_the_month_does_not_tell_it_again(office: Office) -> None:
    office.tick()
    office.start()
    office.days(5)
    assert office.digests(REP) == ["2026-03-02", "2026-03-06"]
    assert office.month(REP).month == ()


def test_who_is_paired_after_its_day_hears_of_the_next_one(office: Office) -> None:
    office.until(datetime(2026, 3, 3, 12, tzinfo=UTC))
    before = office.digests(REP)
    office.pair_since(office.clock.now())
    office.days(20)
    assert office.digests(REP) == before


def test_without_a_reminder_no_month_is_told(office: Office) -> None:
    office.set_team(reminder=None)
    office.days(40)
    assert office.digests(REP) == office.digests(MANAGER) == []


def test_after_weeks_away_from_the_machine_an_old_month_is_not_told(office: Office) -> None:
    office.tick()
    office.move_to(datetime(2026, 4, 20, 10, tzinfo=UTC))  # the month began on the 6th
    office.tick()
    assert office.digests(REP) == ["2026-03-02"]


def test_hours_are_those_of_the_last_month_against_the_teams_goal(office: Office) -> None:
    office.set_team(goal_minutes=240)
    session = office.time.log(office.actor(MANAGER), REP, 50, CoachingKind.CALL, "", date(2026, 2, 12)).session
    office.time.log(office.actor(MANAGER), REP, 30, CoachingKind.CALL, "", date(2026, 2, 13))
    office.time.answer(office.actor(REP), session.id, yes=True)
    (one,) = office.months_of(MANAGER)
    assert (one.last_month, one.this_month, one.goal) == (50, 0, 240), "what nobody confirmed does not count"
    assert office.looking.home(WORKSPACE, REP).time[0].goal == 240


def test_one_step_is_suggested_by_what_stands_in_the_plan(office: Office) -> None:
    assert office.steps(MANAGER) == [NextStep.REVIEW]
    office.start()
    assert office.steps(MANAGER) == [NextStep.TALK], "one is under way"
    office.agree()
    assert office.steps(MANAGER) == [NextStep.AREA]
    with office.store.begin(WORKSPACE) as tx:
        plan = tx.plans.of_person(REP)[0]
        promised = replace(plan.items[0].item, owner=Role.MANAGER, due=date(2026, 3, 1))
        tx.plans.save(plan.with_item(replace(plan.items[0], item=promised)))
    assert office.steps(MANAGER) == [NextStep.PROMISE]


def test_before_a_talk_both_read_the_same(office: Office) -> None:
    office.agree()
    mine, theirs = (office.months.before_talk(office.actor(one), two) for one, two in ((REP, MANAGER), (MANAGER, REP)))
    assert mine == theirs
    assert mine.opening is not None
    assert mine.opening.strengths == "rep's strengths"
    assert mine.plan is not None
    assert mine.plan.plan.support == "manager's support"


def test_nothing_of_a_review_that_is_not_opened_is_on_that_page(office: Office) -> None:
    review = office.start()
    office.rate_all(review, Role.REP)
    assert office.months.before_talk(office.actor(MANAGER), REP).opening is None


@pytest.mark.parametrize("person", [OTHER_MANAGER, PEER])
def test_nobody_else_reads_it_or_asks(office: Office, person: PersonId) -> None:
    for other in (REP, MANAGER):
        with pytest.raises(NotAllowed):
            office.months.before_talk(office.actor(person), other)
        with pytest.raises(NotAllowed):
            office.months.ask_for_coaching(office.actor(person), other)
    with pytest.raises(NotAllowed):
        office.months.ask_for_coaching(office.actor(MANAGER), REP)


def test_a_rep_asks_once_a_day_and_the_manager_reads_it_in_working_hours(office: Office) -> None:
    office.until(datetime(2026, 3, 6, 18, tzinfo=UTC))  # a Friday evening
    for _ in range(3):
        assert office.months.ask_for_coaching(office.actor(REP), MANAGER).id == MANAGER
    (wish,) = [one for one in office.rows.wishes.values() if one.surface.kind is SurfaceKind.WISH]
    assert wish.surface.part == "2026-03-09"
    assert wish.not_before == datetime(2026, 3, 9, 9, tzinfo=UTC)
