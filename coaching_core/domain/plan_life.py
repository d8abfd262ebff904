"""
What becomes of a plan's items after both agreed to it: done, dropped with a reason, another date, notes by both; the
manager's answer to a responsibility, and what they clear out of the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from coaching_core.domain.choosing import TakeOnAnswer, with_verdict
from coaching_core.domain.coaching_plan import CoachingPlan, ItemNote, ItemState, PlanItem
from coaching_core.domain.plan import Item, ItemKind, Verdict
from coaching_core.domain.problems import Problems
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, NotFound, TooLate
from coaching_core.ids import ItemId

WORDS_MAX = 3000
SETTABLE = (ItemState.OPEN, ItemState.DONE, ItemState.DROPPED)
"""What people say of an item; that it is carried over follows from the next plan."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """
    What one of the two says of an item.

    Args:
        before: the item's state when they began to write.
        reason: why it is dropped.
        due: another date; None leaves it.
        note: words for both.
    """

    state: ItemState
    before: ItemState
    reason: str = ""
    due: date | None = None
    note: str = ""


def change_item(
    plan: CoachingPlan, item: ItemId, by: Role, change: ItemChange, *, today: date, now: datetime
) -> CoachingPlan:
    """
    Returns:
        The plan with the change; the same plan if it says nothing new.
    Raises:
        TooLate: a newer plan has followed this one.
        NotFound: there is no such item.
        BadInput: ``fields`` names attributes of ``ItemChange``.
    """
    kept = _going_on(plan, item)
    if wrong := _wrong(kept, change, today):
        raise BadInput(next(iter(wrong.values())), wrong)
    touched = change.state is not change.before
    after = replace(kept, state=change.state, reason=_reason(change)) if touched else kept
    if change.due is not None and change.due != kept.item.due:
        after = replace(after, item=replace(kept.item, due=change.due))
    note = change.note.strip()
    said_last = kept.notes and (kept.notes[-1].by, kept.notes[-1].words) == (by, note)
    if note and not said_last:
        after = replace(after, notes=(*kept.notes, ItemNote(by, note, now)))
    return plan if after == kept else plan.with_item(after)


def answer_take_on(plan: CoachingPlan, item: ItemId, given: TakeOnAnswer, *, today: date) -> CoachingPlan:
    """
    The manager answers a responsibility that the rep would take on, or says yes after *yes if* or *not yet*.

    Raises:
        TooLate: a newer plan has followed, it is over, or the answer was yes.
        NotFound: there is no such item.
        BadInput: ``fields`` names verdict.
    """
    kept = _going_on(plan, item)
    if kept.item.kind is not ItemKind.EMPOWER or kept.item.verdict is Verdict.YES or not kept.is_open:
        raise TooLate("That needs no answer any more. Nothing has changed.")
    problems = Problems(today)
    answered = with_verdict(kept.item, given, problems.at("verdict"))
    problems.raise_if_any()
    return plan if answered == kept.item else plan.with_item(replace(kept, item=answered))


def clear_the_way(plan: CoachingPlan, words: str, due: date | None, *, today: date) -> CoachingPlan:
    """
    The manager takes something up that lies outside of the rep's hands: their own duty, so they add it alone.

    Raises:
        TooLate: a newer plan has followed this one.
        BadInput: ``fields`` names words.
    """
    _require_current(plan)
    problems = Problems(today)
    sentence = problems.at("words").sentence(words, due)
    problems.raise_if_any()
    if any((one.item.kind, one.item.words) == (ItemKind.CLEAR_THE_WAY, sentence) for one in plan.open_items):
        return plan  # sent twice is added once
    number = ItemId(str(max((int(one.item.id) for one in plan.items), default=0) + 1))
    item = Item(number, ItemKind.CLEAR_THE_WAY, Role.MANAGER, sentence, due=due)
    return replace(plan, items=(*plan.items, PlanItem(item)))


def _going_on(plan: CoachingPlan, item: ItemId) -> PlanItem:
    _require_current(plan)
    kept = plan.item(item)
    if kept is None:
        raise NotFound("That item is not in the plan any more. Nothing has changed.")
    return kept


def _require_current(plan: CoachingPlan) -> None:
    if not plan.current:
        raise TooLate("A newer plan has followed this one, so its items stay as they are. Nothing has changed.")


def _reason(change: ItemChange) -> str:
    return change.reason.strip() if change.state is ItemState.DROPPED else ""


def _wrong(kept: PlanItem, change: ItemChange, today: date) -> Mapping[str, str]:
    wrong: dict[str, str] = {}
    moved_on = kept.state not in (change.before, change.state)
    if change.state not in SETTABLE:
        wrong["state"] = "Please choose one of these."
    elif change.state is not change.before and moved_on:
        wrong["state"] = f"This has changed since you opened it: it is {kept.state.value} now. Close it and look again."
    elif change.state is ItemState.DROPPED and not change.reason.strip():
        wrong["reason"] = "Please say in a few words why, so that you both know later."
    if change.due is not None and change.due < today and change.due != kept.item.due:
        wrong["due"] = "That day has passed. Please choose today or a later one."
    for name, words in (("reason", change.reason), ("note", change.note)):
        if len(words) > WORDS_MAX:
            wrong[name] = f"At most {WORDS_MAX:,} characters, please."
    return wrong
