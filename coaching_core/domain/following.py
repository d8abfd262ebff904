"""
What the two make of a second look that has opened: an item in the rep's words, another occasion, or left as it is.

Where the skill landed says what is offered, and nothing is forced. An item is the rep's to write; whether to gather
more or to park, either says, and what was said first stands.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from coaching_core.domain.after_look import OFFERS, Follow, Followed
from coaching_core.domain.coaching_plan import CoachingPlan, PlanItem
from coaching_core.domain.plan import Item, ItemKind, Occasion
from coaching_core.domain.problems import Problems
from coaching_core.domain.roles import LookStage, Role
from coaching_core.domain.second_look import NOT_THERE, SecondLook
from coaching_core.errors import BadInput, NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId

ITEMS = {Follow.EMPOWER: ItemKind.EMPOWER, Follow.DEVELOP: ItemKind.DEVELOP}


@dataclass(frozen=True, slots=True)
class Next:
    """
    What one of the two says.

    Args:
        words: the rep's sentence, for an item.
        due: its day; for gathering more, the next occasion's.
        occasion: where more can be seen.
    """

    follow: Follow
    words: str = ""
    due: date | None = None
    occasion: Occasion | None = None


def follow_up(
    plan: CoachingPlan, look: SecondLook, by: Role, said: Next, *, today: date, now: datetime
) -> tuple[CoachingPlan, SecondLook]:
    """
    Args:
        plan: the one that the look belongs to.
        today: the local date of whoever says it.
    Returns:
        Both as they are then; the same, if this very thing was said before.
    Raises:
        TooLate: it is sealed or closed, something was said already, or a newer plan has followed.
        NotAllowed: an item is the rep's to write.
        BadInput: ``fields`` names attributes of ``Next``; or it does not follow from where the skill landed.
    """
    if look.followed is not None:
        if look.followed.follow is said.follow and look.followed.by is by:
            return plan, look  # sent twice is said once
        raise TooLate("One of you has said already what follows. Your plan shows it. Nothing has changed.")
    if look.stage is not LookStage.OPENED or look.category is None:
        raise TooLate("This follows once you have both taken your second look. Nothing has changed.")
    if not plan.current:
        raise TooLate("A newer plan has followed this one. Nothing has changed.")
    if said.follow not in OFFERS[look.category]:
        raise BadInput("That doesn't follow from this second look. Please look at it again.")
    if said.follow in ITEMS and by is not Role.REP:
        raise NotAllowed("This one is for the other to decide. Nothing has changed.")
    problems = Problems(today)
    if said.follow is Follow.PARK:
        return plan, replace(look, followed=Followed(said.follow, by, now))
    after, item = _with_item(plan, look, said, problems) if said.follow in ITEMS else _again(plan, look, said, problems)
    problems.raise_if_any()
    return after, replace(look, followed=Followed(said.follow, by, now, item))


def _with_item(plan: CoachingPlan, look: SecondLook, said: Next, problems: Problems) -> tuple[CoachingPlan, ItemId]:
    words = problems.at("words").sentence(said.words, None)
    _check_day(said, problems)
    number = ItemId(str(max((int(one.item.id) for one in plan.items), default=0) + 1))
    item = Item(number, ITEMS[said.follow], Role.REP, words, (look.skill,), said.due)
    version = None if look.questionnaire == plan.questionnaire else look.questionnaire
    return replace(plan, items=(*plan.items, PlanItem(item, from_before=version))), number


def _again(plan: CoachingPlan, look: SecondLook, said: Next, problems: Problems) -> tuple[CoachingPlan, ItemId]:
    """The same item goes on, with another day and perhaps another occasion."""
    kept = plan.item(look.item)
    if kept is None or not kept.is_open:
        raise NotFound(NOT_THERE)
    if said.due is None:
        problems.at("due").add("Please choose a day for the next occasion.")
    _check_day(said, problems)
    item = replace(kept.item, due=said.due, occasion=said.occasion or kept.item.occasion)
    return plan.with_item(replace(kept, item=item)), kept.item.id


def _check_day(said: Next, problems: Problems) -> None:
    if said.due is not None and said.due < problems.today:
        problems.at("due").add("That day has passed. Please choose today or a later one.")
