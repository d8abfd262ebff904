"""A review opens with the plan of the last one: the same to both, as it is now, and nothing of anybody's answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from coaching_core.domain.coaching_plan import CoachingPlan, ItemState, carry_over, plan_begins
from coaching_core.domain.plan_life import ItemChange
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen, Seen
from coaching_core.domain.surfaces import Surface, surfaces_of
from coaching_core.ids import PersonId, ReviewId, SurfaceKey
from coaching_core.use_cases.keeping_plans import KeepingPlans
from tests.builders import MANAGER, NOW, REP, WORKSPACE, a_review, agreed, both_submitted, opened, skill
from tests.core.test_second_look import Office as Looks
from tests.core.world import OTHER_MANAGER, World

LAST, NEXT = ReviewId("last"), ReviewId("next")


class Office(World):
    """Last time's review has led to a plan, and the pair's next one is under way."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.plans = KeepingPlans(self.store.begin, self.clock)
        self.last = self.put(replace(agreed(), id=LAST))
        self.keep(plan_begins(self.last))

    def keep(self, *plans: CoachingPlan) -> None:
        with self.store.begin(WORKSPACE) as tx:
            for one in plans:
                tx.plans.save(one)

    def go_on(self, review: Review) -> None:
        self.put(replace(review, id=NEXT, started_at=NOW + timedelta(days=90)))

    def is_done(self, person: PersonId) -> None:
        """This one says so of the first item."""
        (item, *_) = self.plans.see(self.actor(person), LAST).plan.items
        self.plans.change(self.actor(person), LAST, item.item.id, ItemChange(ItemState.DONE, ItemState.OPEN))

    def shown(self) -> Mapping[SurfaceKey, PlanSeen | None]:
        """Returns the plan that each message of the next review is drawn with."""
        return {one.key: self.seen(one).last_plan for one in self.messages()}

    def messages(self) -> list[Surface]:
        return [one for one in surfaces_of(self.review(NEXT)) if one.kind.value in ("assessment", "turn")]

    def seen(self, surface: Surface) -> Seen:
        seen = self.looking.surface(WORKSPACE, surface.kind, surface.subject, surface.place)
        assert isinstance(seen, Seen)
        return seen


@pytest.fixture
def office() -> Office:
    return Office()


ROOT, INVITED = f"turn/{NEXT}/1", {f"assessment/{NEXT}/{role.value}" for role in Role}


def test_both_are_invited_with_the_plan_that_the_two_agreed_to_the_last_time(office: Office) -> None:
    office.go_on(a_review())
    plan = office.plans.see(office.actor(REP), LAST)
    assert office.shown() == dict.fromkeys(INVITED, plan)
    assert plan.plan.current


def test_who_has_begun_to_answer_reads_it_no_more_above_the_questions(office: Office) -> None:
    office.go_on(a_review(rep="5"))
    assert all(office.shown().values()), "an answer in the form turns no page"
    office.assessing.turn_page(office.actor(REP), NEXT, 1)
    shown = office.shown()
    assert shown[SurfaceKey(f"assessment/{NEXT}/rep")] is None
    assert shown[SurfaceKey(f"assessment/{NEXT}/manager")] is not None


def test_the_thread_begins_with_it_and_keeps_it(office: Office) -> None:
    office.go_on(both_submitted())
    assert office.shown()[SurfaceKey(ROOT)] == office.plans.see(office.actor(MANAGER), LAST)


def test_once_the_next_plan_is_agreed_to_it_is_still_the_one_before_with_what_goes_on(office: Office) -> None:
    office.go_on(agreed())
    office.keep(*carry_over(plan_begins(office.last), plan_begins(office.review(NEXT))))
    shown = office.shown()[SurfaceKey(ROOT)]
    assert shown is not None
    assert shown.plan.id == LAST
    assert {one.state for one in shown.plan.items} == {ItemState.CARRIED_OVER}


def test_the_first_review_of_a_pair_begins_with_no_plan_whatever_others_agreed_to(office: Office) -> None:
    office.put(replace(a_review(), id=NEXT, manager=OTHER_MANAGER, started_at=NOW + timedelta(days=90)))
    assert set(office.shown().values()) == {None}


def test_an_earlier_review_does_not_begin_with_a_later_plan(office: Office) -> None:
    office.put(replace(a_review(), id=NEXT, started_at=NOW - timedelta(days=90)))
    assert set(office.shown().values()) == {None}


@pytest.mark.parametrize("person", [REP, MANAGER])
@pytest.mark.parametrize(("review", "begins"), [(a_review(), INVITED), (opened(), {ROOT})], ids=["invited", "opened"])
def test_what_is_said_of_an_item_meanwhile_names_what_begins_with_it(
    office: Office, review: Review, begins: set[str], person: PersonId
) -> None:
    office.go_on(review)
    before = office.shown()
    office.rows.wishes.clear()
    office.is_done(person)
    changed = {key for key, shown in office.shown().items() if shown != before[key]}
    assert begins <= changed
    assert begins <= set(office.rows.wishes)


def test_so_does_a_second_look_that_leaves_nothing_to_look_into() -> None:
    office = Looks()
    office.put(replace(opened(), id=NEXT, started_at=office.clock.now()))
    office.both(4, 5, skill(1))
    office.rows.wishes.clear()
    office.both(2, 1, skill(2))
    assert office.state() is ItemState.DONE
    assert ROOT in office.rows.wishes


def test_an_invitation_that_waits_for_its_morning_is_not_called_by_a_change(office: Office) -> None:
    morning = NOW + timedelta(days=91)
    office.go_on(replace(a_review(), invite_from={Role.REP: morning}))
    office.is_done(REP)
    assert office.rows.wishes[SurfaceKey(f"assessment/{NEXT}/rep")].not_before == morning


@pytest.mark.parametrize("given", ["1 1 1 1", "5 5 5 5", "? - ? -"])
def test_nothing_that_anybody_answers_now_makes_a_difference_to_it(office: Office, given: str) -> None:
    before = office.plans.see(office.actor(REP), LAST)
    office.go_on(both_submitted(given, given[::-1]))
    assert office.shown()[SurfaceKey(ROOT)] == before
