"""
A day of a plan, for somebody's own calendar.

Whoever may look into that calendar reads it, too: so it holds what is done together, and no name, skill or word of the
plan.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.evidence import open_areas
from coaching_core.domain.people import Person
from coaching_core.domain.plan import Occasion, first_look_back
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import ItemId


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """
    One whole day.

    Args:
        uid: the same for the same thing, so that a calendar moves it when its day is another one; it tells nothing.
        occasion: what is done together; None for looking back at the plan.
        made_at: a later one takes the place of an earlier one.
    """

    uid: str
    on: date
    occasion: Occasion | None
    made_at: datetime


def day_of(plan: CoachingPlan, item: ItemId | None, *, rep: Person, today: date, now: datetime) -> CalendarDay:
    """
    Args:
        item: an area that is looked into; None for the talk, in which the two look back.
        rep: in whose time zone the plan was agreed to.
        today: the local date of whoever asks.
    Raises:
        TooLate: a newer plan has followed, it is not looked into any more, or the day has passed.
        BadInput: it has no day.
    """
    if not plan.current:
        raise TooLate("A newer plan has followed this one, so its days count no more.")
    if item is None:
        own = [one.item for one in plan.items if one.from_before is None]
        on: date | None = first_look_back(plan.look_back, own, local_date(plan.agreed_at, rep.zone))
        occasion: Occasion | None = None
    else:
        kept = next((one for one in open_areas(plan) if one.item.id == item), None)
        if kept is None:
            raise TooLate("That isn't looked into any more. Nothing has changed.")
        on, occasion = kept.item.due, kept.item.occasion or Occasion.CALL
    if on is None:
        raise BadInput("It has no day yet. Set one first: “Say…” under *What became of it*.")
    if on < today:
        raise TooLate("Its day has passed, so there is nothing to put into a calendar. Set another day first.")
    uid = hashlib.sha256(f"{plan.id} {item or 'talk'}".encode()).hexdigest()[:24]
    return CalendarDay(uid, on, occasion, now)
