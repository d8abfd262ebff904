"""What becomes of a plan's items: said by either, read by both, nothing lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.choosing import TakeOnAnswer
from coaching_core.domain.coaching_plan import CoachingPlan, ItemState
from coaching_core.domain.plan import ItemKind, Verdict
from coaching_core.domain.plan_life import SETTABLE, ItemChange, answer_take_on, change_item, clear_the_way
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId, ReviewId
from coaching_core.use_cases.keeping_plans import KeepingPlans
from tests.builders import MANAGER, NOW, REP, WORKSPACE
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World
from tests.storage.examples import ID, a_plan, a_questionnaire

ONE, TODAY = ItemId("1"), date(2026, 3, 2)
OPEN, DONE, DROPPED = SETTABLE


def said(plan: CoachingPlan, change: ItemChange, by: Role = Role.REP) -> CoachingPlan:
    return change_item(plan, ONE, by, change, today=TODAY, now=NOW)


def fields(plan: CoachingPlan, change: ItemChange) -> set[str]:
    with pytest.raises(BadInput) as problem:
        said(plan, change)
    return set(problem.value.fields)


def test_it_is_done_and_a_note_says_how() -> None:
    before = a_plan()
    after = said(before, ItemChange(DONE, OPEN, note=" It worked "))
    assert after.items[0].state is ItemState.DONE
    assert [one.words for one in after.items[0].notes] == [before.items[0].notes[0].words, "It worked"]
    assert said(after, ItemChange(DONE, OPEN, note="It worked")) == after, "sent twice is said once"


def test_what_is_dropped_has_a_reason_and_what_goes_on_again_has_none() -> None:
    assert fields(a_plan(), ItemChange(DROPPED, OPEN, reason="  ")) == {"reason"}
    dropped = said(a_plan(), ItemChange(DROPPED, OPEN, reason="Other things came first"))
    assert dropped.items[0].reason == "Other things came first"
    assert said(dropped, ItemChange(OPEN, DROPPED, reason="Other things came first")).items[0].reason == ""


def test_a_date_is_moved_but_not_into_the_past() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert fields(a_plan(), ItemChange(OPEN, OPEN, due=yesterday)) == {"due"}
    later = said(a_plan(), ItemChange(OPEN, OPEN, due=TODAY + timedelta(days=9)))
    assert later.items[0].item.due == TODAY + timedelta(days=9)
    overdue = later.with_item(replace(later.items[0], item=replace(later.items[0].item, due=yesterday)))
    assert said(overdue, ItemChange(DONE, OPEN, due=yesterday)).items[0].state is DONE


def test_of_two_who_write_at_once_both_are_kept_or_the_second_is_told() -> None:
    first = said(a_plan(), ItemChange(DONE, OPEN), Role.MANAGER)
    both = said(first, ItemChange(OPEN, OPEN, note="And I would do it again"))
    assert (both.items[0].state, both.items[0].notes[-1].words) == (DONE, "And I would do it again")
    assert fields(first, ItemChange(DROPPED, OPEN, reason="Too much")) == {"state"}


def test_too_long_is_said_at_its_field_and_carried_over_is_not_for_people_to_say() -> None:
    assert fields(a_plan(), ItemChange(OPEN, OPEN, note="x" * 3001)) == {"note"}
    assert fields(a_plan(), ItemChange(ItemState.CARRIED_OVER, OPEN)) == {"state"}


def test_an_item_that_is_gone_or_of_an_earlier_plan_stays_as_it_is() -> None:
    with pytest.raises(NotFound, match="Nothing has changed"):
        change_item(a_plan(), ItemId("9"), Role.REP, ItemChange(DONE, OPEN), today=TODAY, now=NOW)
    with pytest.raises(TooLate, match="newer plan"):
        said(replace(a_plan(), current=False), ItemChange(DONE, OPEN))


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(SETTABLE), st.text(min_size=1).map(str.strip))))
def test_no_word_is_lost_whoever_writes_what(changes: list[tuple[Role, ItemState, str]]) -> None:
    plan, words = a_plan(), [a_plan().items[0].notes[0].words]
    for by, state, note in changes:
        plan = said(plan, ItemChange(state, plan.items[0].state, reason="because", note=note), by)
        words += [note] if note else []
    kept = [one.words for one in plan.items[0].notes]
    assert [word for n, word in enumerate(words) if not n or word != words[n - 1]] == [
        word for n, word in enumerate(kept) if not n or word != kept[n - 1]
    ]


class Office(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.plans = KeepingPlans(self.store.begin, self.clock)
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(replace(a_plan(rep=REP, manager=MANAGER), questionnaire=self.questionnaire.version))


def test_only_the_two_read_and_change_a_plan() -> None:
    office, plan = Office(), a_plan().id
    for person in (OTHER_MANAGER, PEER, ADMIN):
        for attempt in (
            lambda person=person: office.plans.see(office.actor(person), plan),  # type: ignore[misc]
            lambda person=person: office.plans.change(  # type: ignore[misc]
                office.actor(person), plan, ONE, ItemChange(DONE, OPEN)
            ),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    with pytest.raises(NotAllowed):
        office.plans.see(office.actor(REP), ReviewId("r9"))
    for person in (REP, MANAGER):
        assert office.plans.see(office.actor(person), plan).plan.open_items


def test_a_change_names_the_message_in_the_thread_and_both_homes() -> None:
    office, plan = Office(), a_plan().id
    office.plans.change(office.actor(MANAGER), plan, ONE, ItemChange(DONE, OPEN))
    assert {f"plan/{plan}", f"home/{REP}", f"home/{MANAGER}"} <= set(office.rows.wishes)
    wished = office.rows.wishes[next(key for key in office.rows.wishes if key.startswith("plan/"))].surface
    seen = office.looking.surface(WORKSPACE, wished.kind, wished.subject, wished.place)
    assert seen == office.plans.see(office.actor(REP), plan)


# --- the manager's answer, and what they clear out of the way ---


def with_responsibility(verdict: Verdict | None = None) -> CoachingPlan:
    plan = a_plan()
    item = replace(plan.items[0].item, kind=ItemKind.EMPOWER, verdict=verdict)
    return plan.with_item(replace(plan.items[0], item=item))


def test_a_responsibility_is_answered_once_with_yes_and_until_then_again() -> None:
    not_yet = TakeOnAnswer(Verdict.NOT_YET, "One call together first", TODAY + timedelta(days=30))
    after = answer_take_on(with_responsibility(), ONE, not_yet, today=TODAY)
    kept = after.items[0].item
    assert (kept.verdict, kept.condition, kept.look_again) == (not_yet.verdict, not_yet.condition, not_yet.look_again)
    yes = answer_take_on(after, ONE, TakeOnAnswer(Verdict.YES), today=TODAY)
    assert yes.items[0].item.verdict is Verdict.YES
    with pytest.raises(TooLate):
        answer_take_on(yes, ONE, not_yet, today=TODAY)


@pytest.mark.parametrize(
    "given",
    [
        TakeOnAnswer(Verdict.YES_IF),
        TakeOnAnswer(Verdict.NOT_YET, "One call first"),
        TakeOnAnswer(Verdict.NOT_YET, look_again=TODAY),
        TakeOnAnswer(Verdict.NOT_YET, "One call first", TODAY - timedelta(days=1)),
    ],
)
def test_what_is_no_plain_yes_says_what_it_needs_and_not_yet_also_when(given: TakeOnAnswer) -> None:
    with pytest.raises(BadInput) as problem:
        answer_take_on(with_responsibility(), ONE, given, today=TODAY)
    assert set(problem.value.fields) == {"verdict"}


def test_only_a_responsibility_that_goes_on_is_answered() -> None:
    yes = TakeOnAnswer(Verdict.YES)
    with pytest.raises(TooLate):
        answer_take_on(a_plan(), ONE, yes, today=TODAY)
    with pytest.raises(NotFound):
        answer_take_on(with_responsibility(), ItemId("9"), yes, today=TODAY)
    with pytest.raises(TooLate):
        answer_take_on(replace(with_responsibility(), current=False), ONE, yes, today=TODAY)


def test_the_manager_alone_answers_and_clears_the_way() -> None:
    world = World()
    plans = KeepingPlans(world.store.begin, world.clock)
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(a_questionnaire())
        tx.plans.save(replace(with_responsibility(), rep=REP, manager=MANAGER))
    for person in (REP, PEER, OTHER_MANAGER, ADMIN):
        with pytest.raises(NotAllowed):
            plans.answer_take_on(world.actor(person), ID, ONE, TakeOnAnswer(Verdict.YES))
        with pytest.raises(NotAllowed):
            plans.clear_the_way(world.actor(person), ID, "Talk to marketing", None)
    plans.answer_take_on(world.actor(MANAGER), ID, ONE, TakeOnAnswer(Verdict.YES))
    for _ in range(2):
        seen = plans.clear_the_way(world.actor(MANAGER), ID, "Talk to marketing", TODAY + timedelta(days=9))
    assert seen.plan.items[0].item.verdict is Verdict.YES
    (added,) = [one.item for one in seen.plan.items if one.item.kind is ItemKind.CLEAR_THE_WAY]
    assert (added.owner, added.words, added.due) == (Role.MANAGER, "Talk to marketing", TODAY + timedelta(days=9))


def test_what_is_cleared_is_a_sentence_with_a_day_to_come() -> None:
    for words, due in ((" ", None), ("Talk", TODAY - timedelta(days=1)), ("x" * 3001, None)):
        with pytest.raises(BadInput) as problem:
            clear_the_way(a_plan(), words, due, today=TODAY)
        assert set(problem.value.fields) == {"words"}
