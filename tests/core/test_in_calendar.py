"""A day of a plan for one's own calendar: whose it is, which day, and that it tells nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coaching_core.domain import lifecycle
from coaching_core.domain.coaching_plan import CoachingPlan, ItemState, PlanItem
from coaching_core.domain.in_calendar import CalendarDay
from coaching_core.domain.plan import Item, ItemKind, Occasion
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, NotAllowed, TooLate
from coaching_core.ids import ItemId, PersonId, ReviewId
from coaching_core.use_cases.calendar_days import CalendarDays
from tests.builders import MANAGER, NOW, REP, WORKSPACE, a_review, skill
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World

PLAN, AREA, WORK, TODAY = ReviewId("r1"), ItemId("1"), ItemId("2"), NOW.date()
SOON = TODAY + timedelta(days=14)


def a_plan(due: date | None = SOON) -> CoachingPlan:
    area = Item(AREA, ItemKind.INVESTIGATE, Role.REP, "Two calls", (skill(1),), due, Occasion.VISIT)
    work = Item(WORK, ItemKind.DEVELOP, Role.REP, "Ask one more", (skill(2),), SOON + timedelta(days=9))
    form = World().questionnaire.version
    return CoachingPlan(PLAN, REP, MANAGER, form, NOW, (PlanItem(area), PlanItem(work)))


class Office(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.days = CalendarDays(self.store.begin, self.clock)

    def keep(self, plan: CoachingPlan) -> None:
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(plan)

    def day(self, item: ItemId | None = AREA, person: PersonId = REP, plan: ReviewId = PLAN) -> CalendarDay:
        return self.days.see(self.actor(person), plan, item)


def with_plan(plan: CoachingPlan) -> Office:
    office = Office()
    office.keep(plan)
    return office


def test_both_have_the_day_of_an_occasion_and_it_tells_nothing_of_the_plan() -> None:
    office = with_plan(a_plan())
    day = office.day()
    assert day == office.day(person=MANAGER)
    assert (day.on, day.occasion) == (SOON, Occasion.VISIT)
    for secret in (REP, MANAGER, PLAN, skill(1), "Two calls"):
        assert secret not in repr(day)


def test_a_day_that_is_moved_stays_the_same_thing() -> None:
    office = with_plan(a_plan())
    before = office.day()
    office.clock.advance(hours=1)
    with office.store.begin(WORKSPACE) as tx:
        tx.plans.save(replace(tx.plans.get(PLAN), items=a_plan(SOON + timedelta(days=1)).items))
    after = office.day()
    assert (after.uid, after.on) == (before.uid, SOON + timedelta(days=1))
    assert after.made_at > before.made_at
    assert office.day(None).uid != after.uid


def test_the_talk_is_on_the_day_that_the_agreed_plan_names() -> None:
    assert with_plan(replace(a_plan(), look_back=SOON - timedelta(days=3))).day(None).on == SOON - timedelta(days=3)
    assert with_plan(a_plan()).day(None).on == SOON, "the first day in it"
    without = replace(a_plan(), items=(PlanItem(replace(a_plan().items[0].item, due=None)),))
    assert with_plan(without).day(None).on == TODAY + timedelta(days=30)
    assert with_plan(a_plan()).day(None).occasion is None


def test_what_is_over_has_no_day() -> None:
    plan = a_plan()
    done = plan.with_item(replace(plan.items[0], state=ItemState.DONE))
    for office, item, words in (
        (with_plan(done), AREA, "any more"),
        (with_plan(plan), WORK, "any more"),
        (with_plan(plan), ItemId("9"), "any more"),
        (with_plan(replace(plan, current=False)), AREA, "newer plan"),
        (with_plan(a_plan(TODAY - timedelta(days=1))), AREA, "has passed"),
    ):
        with pytest.raises(TooLate, match=words):
            office.day(item)
    with pytest.raises(BadInput, match="no day yet"):
        with_plan(a_plan(None)).day()
    assert with_plan(a_plan(TODAY)).day().on == TODAY


def test_nobody_else_gets_it_and_the_two_are_told_kindly_that_there_is_no_plan() -> None:
    office = with_plan(a_plan())
    for person in (OTHER_MANAGER, PEER, ADMIN, PersonId("UNOBODY")):
        with pytest.raises(NotAllowed):
            office.day(person=person)
    closed = office.put(lifecycle.cancel(a_review(), Role.MANAGER, NOW, office.person(REP).zone))
    with pytest.raises(TooLate, match="no agreed plan from this review"):
        office.day(plan=closed.id)
    with pytest.raises(NotAllowed):
        office.day(plan=closed.id, person=PEER)
    with pytest.raises(NotAllowed):
        office.day(plan=ReviewId("r9"))


def test_the_same_click_has_it_once() -> None:
    office = with_plan(a_plan())
    found = [office.days.take(office.actor(REP), PLAN, AREA, asked) for asked in ("click 1", "click 1", "click 2")]
    assert [one is not None for one in found] == [True, False, True]
