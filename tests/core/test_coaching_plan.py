"""A plan begins when both have agreed to it, and what is open of the last one goes on in it."""

from dataclasses import replace
from datetime import date

import pytest

from coaching_core.domain.coaching_plan import ItemState, PlanItem, carry_over, plan_begins
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.roles import Role
from coaching_core.ids import ItemId, ReviewId
from tests.builders import agreed
from tests.storage.examples import a_plan, a_review


def test_a_plan_begins_when_both_agreed_and_not_before() -> None:
    with pytest.raises(ValueError, match="agreed"):
        plan_begins(a_review())
    review = agreed()
    plan = plan_begins(review)
    assert (plan.id, plan.agreed_at, plan.current) == (review.id, review.ended_at, True)
    assert tuple(one.item for one in plan.items) == review.conversation.plan.items
    assert plan.open_items == plan.items


def test_what_is_done_stays_behind_and_what_is_open_goes_on_under_its_own_number() -> None:
    open_one, done = a_plan().items[0], replace(a_plan().items[0], state=ItemState.DONE)
    second = replace(open_one, item=replace(open_one.item, id=ItemId("2")))
    old, new = carry_over(replace(a_plan(), items=(done, second)), a_plan(ReviewId("r2")))
    assert [one.state for one in old.items] == [ItemState.DONE, ItemState.CARRIED_OVER]
    assert [one.item.id for one in new.items] == ["1", "2"]
    assert new.items[1].from_before == a_plan().questionnaire
    assert (old.current, new.current) == (False, True)


def test_the_next_date_is_the_first_of_an_open_item_or_the_look_back() -> None:
    plan = replace(a_plan(), look_back=date(2026, 4, 1))
    assert plan.next_due == plan.items[0].item.due
    done = plan.with_item(replace(plan.items[0], state=ItemState.DONE))
    assert done.next_due is None
    undated = PlanItem(Item(ItemId("2"), ItemKind.STRETCH, Role.REP, "Something"))
    assert replace(done, items=(*done.items, undated)).next_due == date(2026, 4, 1)
    assert replace(plan, current=False).next_due is None
