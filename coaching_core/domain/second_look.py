"""
A second look: once there is evidence, both rate one skill of an area to look into again, on the same anchors, sealed.

It is kept apart from its plan: whoever is handed a plan is handed no sealed answer. What a person may see of it is a
``LookView``, made by ``visibility.look_for`` alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from coaching_core.domain.after_look import Follow, Followed
from coaching_core.domain.assessment import Answer, checked_answer, checked_words
from coaching_core.domain.coaching_plan import CoachingPlan, ItemState, PlanItem
from coaching_core.domain.comparison import Category, categorise
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import LookStage, Role
from coaching_core.errors import BadInput, NotFound, TooLate
from coaching_core.ids import ItemId, LookId, PersonId, QuestionnaireVersion, ReviewId, SkillKey


@dataclass(frozen=True, slots=True)
class LookAnswer:
    """
    One person's part of a second look.

    Args:
        changed: the rep's sentence on what has changed for them; "" for nothing, and for the manager.
    """

    answer: Answer
    changed: str = ""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """
    Args:
        plan, item: where it belongs now; both move with an item that is carried over.
        questionnaire: the version whose anchors both rate on.
        answers: role -> what that one has sent; empty when it ended before both were in.
        ended_at: when it opened, or closed.
        category: where the skill landed, once it is opened.
        followed: what the two made of it.
    """

    id: LookId
    rep: PersonId
    manager: PersonId
    plan: ReviewId
    item: ItemId
    skill: SkillKey
    questionnaire: QuestionnaireVersion
    asked_by: Role
    asked_at: datetime
    stage: LookStage = LookStage.SEALED
    answers: Mapping[Role, LookAnswer] = field(default_factory=dict)
    ended_at: datetime | None = None
    category: Category | None = None
    followed: Followed | None = None
    version: int = 0

    def person(self, role: Role) -> PersonId:
        return self.rep if role is Role.REP else self.manager

    def role_of(self, person: PersonId) -> Role | None:
        """Returns the person's role in it, or None for everybody else."""
        return {self.rep: Role.REP, self.manager: Role.MANAGER}.get(person)

    @property
    def landed(self) -> bool:
        """Both see the skill alike now, so that there is nothing left to look into."""
        return self.category is not None and (self.category.shared or self.category is Category.NOT_IN_ROLE)

    @property
    def parked(self) -> bool:
        return self.followed is not None and self.followed.follow is Follow.PARK


NOT_THERE = "That is not in the plan any more. Nothing has changed."
PARKED = "Parked after a second look."
"""Why an item is dropped of which nothing is left to look into now."""


def last_opened(item: ItemId, skill: SkillKey, looks: Sequence[SecondLook]) -> SecondLook | None:
    """``looks``: of the item's plan, the oldest first."""
    own = (one for one in reversed(looks) if (one.item, one.skill) == (item, skill))
    return next((one for one in own if one.stage is LookStage.OPENED), None)


def askable(plan: CoachingPlan, item: ItemId, looks: Sequence[SecondLook]) -> tuple[SkillKey, ...]:
    """
    Returns:
        The item's skills that a second look can be taken at: with evidence, newer than the last look that opened.
    """
    kept = plan.item(item)
    if kept is None or not _looks_into(plan, kept):
        return ()
    return tuple(key for key in kept.item.skills if _ready(kept, last_opened(item, key, looks)))


def require_askable(plan: CoachingPlan, item: ItemId, looks: Sequence[SecondLook]) -> tuple[SkillKey, ...]:
    """As ``askable``. Raises what ``ask`` would, when there is none."""
    ready = askable(plan, item, looks)
    if ready:
        return ready
    kept = plan.item(item)
    if kept is None:
        raise NotFound(NOT_THERE)
    _require_looked_into(plan, kept)
    last = [last_opened(item, key, looks) for key in kept.item.skills]
    _require_evidence(kept, next((one for one in last if one is None or not one.landed), last[-1] if last else None))
    return ready


def form_of(plan: CoachingPlan, item: ItemId) -> QuestionnaireVersion:
    """Returns the version that the item's skills belong to."""
    kept = plan.item(item)
    return (kept.from_before if kept is not None else None) or plan.questionnaire


def ask(
    plan: CoachingPlan, item: ItemId, skill: SkillKey, by: Role, looks: Sequence[SecondLook], *, now: datetime
) -> SecondLook:
    """
    Returns:
        A new look, or the one that is under way.
    Raises:
        NotFound: no such item, or it is about other skills.
        TooLate: not an open area to look into, or a newer plan has followed.
        BadInput: nothing was seen yet, or nothing since the last look.
    """
    kept = plan.item(item)
    if kept is None or skill not in kept.item.skills:
        raise NotFound(NOT_THERE)
    for one in looks:
        if (one.item, one.skill, one.stage) == (item, skill, LookStage.SEALED):
            return one
    _require_looked_into(plan, kept)
    _require_evidence(kept, last_opened(item, skill, looks))
    form = form_of(plan, item)
    number = LookId(f"{plan.id}-{len(looks) + 1}")
    return SecondLook(number, plan.rep, plan.manager, plan.id, item, skill, form, by, now)


def answer(look: SecondLook, role: Role, mine: LookAnswer, form: Questionnaire, *, now: datetime) -> SecondLook:
    """
    Keep one's own answer, in place of an earlier one; with the second of the two it opens, to both at once.

    Raises:
        TooLate: both are in, or it has closed.
        BadInput: not an answer of the scale, or too many words.
    """
    mine = _checked(mine, role, form)
    if look.answers.get(role) == mine:
        return look  # the very same was sent before
    if look.stage is LookStage.OPENED:
        raise TooLate("You are both in, so answers no longer change. The message in your chat shows what opened.")
    if look.stage is LookStage.CLOSED:
        raise TooLate("This second look has closed. Nothing was shown to anybody.")
    answers = {**look.answers, role: mine}
    after = replace(look, answers=answers)
    if len(answers) < len(Role):
        return after
    category = categorise(answers[Role.REP].answer, answers[Role.MANAGER].answer, form.scale)
    return replace(after, stage=LookStage.OPENED, category=category, ended_at=now)


def withdraw(look: SecondLook, *, now: datetime) -> SecondLook:
    """Either ends it before both are in: nothing opens, and what was sent is gone. Raises ``TooLate``."""
    if look.stage is LookStage.OPENED:
        raise TooLate("You are both in, so it has opened. Nothing has changed.")
    return close(look, now=now)


def close(look: SecondLook, *, now: datetime) -> SecondLook:
    """End it without opening anything, if it is still sealed."""
    if look.stage is not LookStage.SEALED:
        return look
    return replace(look, stage=LookStage.CLOSED, answers={}, ended_at=now)


def _checked(mine: LookAnswer, role: Role, form: Questionnaire) -> LookAnswer:
    words = checked_words(mine.changed, "changed") if role is Role.REP else ""
    return LookAnswer(checked_answer(mine.answer, form.scale), words)


def settled(plan: CoachingPlan, item: ItemId, looks: Sequence[SecondLook]) -> CoachingPlan:
    """
    Say of an item what follows from its looks: done when there is nothing left to look into, dropped when all that is
    left is parked; else it goes on.
    """
    kept = plan.item(item)
    if kept is None or not _looks_into(plan, kept):
        return plan
    if any((one.item, one.stage) == (item, LookStage.SEALED) for one in looks):
        return plan
    last = [last_opened(item, key, looks) for key in kept.item.skills]
    if not all(one is not None and (one.landed or one.parked) for one in last):
        return plan
    if any(one is not None and one.landed for one in last):
        return plan.with_item(replace(kept, state=ItemState.DONE))
    return plan.with_item(replace(kept, state=ItemState.DROPPED, reason=PARKED))


def _looks_into(plan: CoachingPlan, kept: PlanItem) -> bool:
    return plan.current and kept.is_open and kept.item.kind is ItemKind.INVESTIGATE


def _require_looked_into(plan: CoachingPlan, kept: PlanItem) -> None:
    if not plan.current:
        raise TooLate("A newer plan has followed this one. A second look starts from there.")
    if not _looks_into(plan, kept):
        raise TooLate("A second look is taken at something that you look into, while it goes on. Nothing has changed.")


def _require_evidence(kept: PlanItem, last: SecondLook | None) -> None:
    if last is not None and last.landed:
        raise TooLate("You have both taken that second look. Nothing has changed.")
    if not kept.evidence:
        raise BadInput("Add what was seen first. Then you both have something to look at.")
    if not _ready(kept, last):
        raise BadInput("Add what was seen since your last look first. Then you both have something new to look at.")


def _ready(kept: PlanItem, last: SecondLook | None) -> bool:
    if last is None or last.ended_at is None:
        return bool(kept.evidence)
    return not last.landed and any(seen.at > last.ended_at for seen in kept.evidence)


def carried_over(
    looks: Sequence[SecondLook], moved: Mapping[ItemId, ItemId], new: ReviewId, *, now: datetime
) -> tuple[SecondLook, ...]:
    """
    An earlier plan has been followed by another: what goes on takes its looks with it, what is over opens nothing.

    Args:
        looks: of the earlier plan.
        moved: item -> its number in the new plan.
    """
    return tuple(
        replace(one, plan=new, item=moved[one.item]) if one.item in moved else close(one, now=now) for one in looks
    )
