"""The plan counts when both agreed to the same text of it. Changing it withdraws the other's yes; silence is none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from coaching_core.domain.choosing import item_id
from coaching_core.domain.plan import NEEDS_MAX, Item, ItemKind, Plan
from coaching_core.domain.problems import Problems
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.domain.turns import current_turn
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import ItemId


@dataclass(frozen=True, slots=True)
class ItemChange:
    """New words and date for one item of the plan, or its end."""

    words: str
    due: date | None = None
    drop: bool = False


def agree(review: Review, role: Role, fingerprint: str, now: datetime) -> Review:
    """Agree to the plan in the very words that were shown. It is agreed when both have, and never by silence."""
    plan = review.conversation.plan
    if review.stage is Stage.AGREED and plan.fingerprint == fingerprint:
        return review  # pressed twice
    turn = current_turn(review, role)
    if Topic.AGREEMENT not in turn.topics:
        raise TooLate("The plan is not written yet. The latest message in the thread shows where you are.")
    if plan.fingerprint != fingerprint:
        raise TooLate("The plan has changed since. Please read the latest message, then agree or change it.")
    _require_proposal_answered(plan)
    return _with_plan(review, plan.agree(role), now)


def change_plan(
    review: Review,
    role: Role,
    changes: Mapping[ItemId, ItemChange],
    turn: int,
    today: date,
    now: datetime,
    *,
    added: str = "",
    added_due: date | None = None,
) -> Review:
    """Change the plan's words. Who changes agrees to the new text; the other one is asked again."""
    if Topic.AGREEMENT not in current_turn(review, role, turn).topics:
        raise TooLate("The plan is not written yet. The latest message in the thread shows where you are.")
    plan, problems = review.conversation.plan, Problems(today)
    _require_proposal_answered(plan)
    items = []
    for item in plan.items:
        change = changes.get(item.id)
        if change is None:
            items.append(item)
        elif not change.drop:
            due = change.due if change.due != item.due else None
            words = problems.at(f"item.{item.id}").sentence(change.words, due)
            items.append(replace(item, words=words, due=change.due))
    if added.strip():
        words = problems.at("added").sentence(added, added_due)
        number = max((int(item.id) for item in plan.items), default=0)
        items.append(Item(item_id(number), ItemKind.STRETCH, role, words, due=added_due))
    if not items:
        problems.at("added").add("One thing is enough for a plan, but it takes one.")
    problems.raise_if_any()
    changed = replace(plan, items=tuple(items))
    return review if changed == plan else _with_plan(review, changed.agree(role), now)


def answer_proposal(review: Review, *, take: bool, turn: int, now: datetime) -> Review:
    """The rep takes the second need that the manager proposed, or keeps their own; the other is for next time."""
    current_turn(review, Role.REP, turn)
    plan = review.conversation.plan
    if plan.proposal is None:
        return review
    later = plan.proposal.skill
    items = plan.items
    if take:
        needs = plan.of_kind(ItemKind.DEVELOP)
        dropped = needs[-1:] if len(needs) >= NEEDS_MAX else ()
        number = max((int(item.id) for item in items), default=0)
        proposed = plan.proposal
        new = Item(item_id(number), ItemKind.DEVELOP, Role.REP, proposed.words, (proposed.skill,), due=proposed.due)
        items = (*(item for item in items if item not in dropped), new)
        later = dropped[0].skills[0] if dropped else proposed.skill
    next_time = plan.next_time if take and later == plan.proposal.skill else (*plan.next_time, later)
    changed = replace(plan, items=items, next_time=next_time, proposal=None)
    # Either answer leaves a plan that the manager has said yes to: it is what they proposed or what they agreed to.
    return _with_plan(review, changed.agree(Role.MANAGER), now)


def _require_proposal_answered(plan: Plan) -> None:
    if plan.proposal is not None:
        raise BadInput("There is one question left: take the second need, or keep yours.")


def _with_plan(review: Review, plan: Plan, now: datetime) -> Review:
    talk = replace(review.conversation, plan=plan, cancel_asked_by=None)  # who writes on, goes on
    if not plan.agreed_by_both:
        return replace(review, conversation=talk.with_next_turn(now))
    talk = talk.with_spoken(Role.REP, (Topic.AGREEMENT,), now).with_spoken(Role.MANAGER, (Topic.AGREEMENT,), now)
    return replace(review, conversation=talk, stage=Stage.AGREED, ended_at=now)
