"""
Another manager takes over: the plan goes on with them, the past does not, unless the rep says so.

What goes on is what both had agreed to do: the open items, in their words, with their dates. Notes, what was seen and
second looks stay with the earlier plan, as they were said between two other people.
"""

from dataclasses import replace
from datetime import datetime

from coaching_core.domain.coaching_plan import CameFrom, CoachingPlan, Consent, carry_over
from coaching_core.errors import TooLate
from coaching_core.ids import PersonId, ReviewId


def take_over(old: CoachingPlan, manager: PersonId, *, now: datetime) -> tuple[CoachingPlan, CoachingPlan]:
    """
    Args:
        old: the rep's current plan with a manager who coaches them no more.
        manager: the one who does now.
    Returns:
        Both plans, as they are from now on.
    """
    new = CoachingPlan(
        ReviewId(f"{old.id[:40]}.{manager}"),
        old.rep,
        manager,
        old.questionnaire,
        now,
        (),
        look_back=old.look_back,
        next_time=old.next_time,
        came_from=CameFrom(old.id, old.manager),
    )
    old, new = carry_over(old, new)
    return old, replace(new, items=tuple(replace(one, notes=(), evidence=()) for one in new.items))


def say_of_past(plan: CoachingPlan, past: Consent) -> CoachingPlan:
    """The rep says whether what opened before may be read, or changes their mind. Raises ``TooLate``."""
    if plan.came_from is None:
        raise TooLate("There is nothing to decide about here. Nothing has changed.")
    if plan.came_from.past is past:
        return plan
    return replace(plan, came_from=replace(plan.came_from, past=past))
