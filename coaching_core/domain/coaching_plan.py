"""
The coaching plan after both agreed to it: each item's state, what both noted, and the evidence.

It is kept apart from its review, which never changes again: a plan goes on, with another manager too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from coaching_core.domain.plan import Item
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.ids import ItemId, PersonId, QuestionnaireVersion, ReviewId, SkillKey


class ItemState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CARRIED_OVER = "carried over"
    """It goes on in the pair's next plan."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ItemNote:
    """What one of the two wrote about an item; both read it."""

    by: Role
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    What was seen.

    Args:
        on: the local date of whoever saw it.
        words: behaviour, in a sentence or a few.
        link: a message or document, as the person chose to keep it.
    """

    by: Role
    on: date
    words: str
    at: datetime
    link: str = ""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """
    One item and what became of it.

    Args:
        reason: why it was dropped.
        from_before: the questionnaire that its skills belong to, if it was carried over from an earlier plan.
    """

    item: Item
    state: ItemState = ItemState.OPEN
    reason: str = ""
    notes: tuple[ItemNote, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    from_before: QuestionnaireVersion | None = None

    @property
    def is_open(self) -> bool:
        return self.state is ItemState.OPEN


class Consent(StrEnum):
    """Whether the rep lets a new manager read what opened between the rep and the one before."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class CameFrom:
    """
    Where a plan comes from that another manager took over.

    Args:
        plan: the earlier plan, which is that of a review.
        past: said by the rep alone, and changed by nobody else.
    """

    plan: ReviewId
    manager: PersonId
    past: Consent = Consent.ASKED


@dataclass(frozen=True, slots=True)
class CoachingPlan:
    """
    Args:
        id: that of the review it came from; one of its own for a plan that was taken over.
        came_from: for a plan that another manager took over.
        questionnaire: the version that the keys of skills belong to.
        current: whether it is the pair's newest.
        version: moves with every saved change.
    """

    id: ReviewId
    rep: PersonId
    manager: PersonId
    questionnaire: QuestionnaireVersion
    agreed_at: datetime
    items: tuple[PlanItem, ...]
    support: str = ""
    look_back: date | None = None
    next_time: tuple[SkillKey, ...] = ()
    current: bool = True
    came_from: CameFrom | None = None
    version: int = 0

    def person(self, role: Role) -> PersonId:
        return self.rep if role is Role.REP else self.manager

    def role_of(self, person: PersonId) -> Role | None:
        """Returns the person's role in this plan, or None for everybody else."""
        return {self.rep: Role.REP, self.manager: Role.MANAGER}.get(person)

    @property
    def open_items(self) -> tuple[PlanItem, ...]:
        return tuple(one for one in self.items if one.is_open)

    def item(self, item: ItemId) -> PlanItem | None:
        return next((one for one in self.items if one.item.id == item), None)

    def with_item(self, changed: PlanItem) -> "CoachingPlan":
        items = tuple(changed if one.item.id == changed.item.id else one for one in self.items)
        return replace(self, items=items)

    @property
    def next_due(self) -> date | None:
        """The first date of an open item, the look back included; None when the plan has none."""
        if not self.current:
            return None
        dates = [one.item.due for one in self.open_items if one.item.due is not None]
        dates += [self.look_back] if self.look_back is not None and self.open_items else []
        return min(dates, default=None)


def plan_begins(review: Review) -> CoachingPlan:
    """Make the plan of a review whose plan both have just agreed to."""
    if review.stage is not Stage.AGREED or review.ended_at is None:
        raise ValueError("A plan begins when both have agreed to it.")
    draft = review.conversation.plan
    return CoachingPlan(
        review.id,
        review.rep,
        review.manager,
        review.questionnaire.version,
        review.ended_at,
        tuple(PlanItem(item) for item in draft.items),
        draft.support,
        draft.look_back,
        draft.next_time,
    )


def moved_items(old: CoachingPlan, new: CoachingPlan) -> Mapping[ItemId, ItemId]:
    """Returns each open item of the old plan -> the number under which it goes on in the new one."""
    number = max((int(one.item.id) for one in new.items), default=0)
    return {one.item.id: ItemId(str(number + count)) for count, one in enumerate(old.open_items, start=1)}


def carry_over(old: CoachingPlan, new: CoachingPlan) -> tuple[CoachingPlan, CoachingPlan]:
    """
    The pair agreed to a new plan: what is still open of the old one goes on in it, under a number of its own.

    Returns:
        Both, as they are from now on.
    """
    numbers = moved_items(old, new)
    moved = tuple(
        replace(
            one,
            item=replace(one.item, id=numbers[one.item.id]),
            from_before=one.from_before or old.questionnaire,
        )
        for one in old.open_items
    )
    left = tuple(replace(one, state=ItemState.CARRIED_OVER) if one.is_open else one for one in old.items)
    return replace(old, items=left, current=False), replace(new, items=(*new.items, *moved))
