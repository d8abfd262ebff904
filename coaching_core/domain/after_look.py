"""What the two make of a second look that has opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import Role
from coaching_core.ids import ItemId


class Follow(StrEnum):
    EMPOWER = "empower"
    """From a strength that both see now: an item in the plan, in the rep's words."""
    DEVELOP = "develop"
    """From room to grow that both see now: likewise."""
    GATHER_MORE = "gather more"
    """Still apart: another date and occasion for the same item."""
    PARK = "park"
    """Still apart: left as it is."""


OFFERS: Mapping[Category, tuple[Follow, ...]] = {
    Category.STRENGTH: (Follow.EMPOWER,),
    Category.NEED: (Follow.DEVELOP,),
    Category.SEEN_DIFFERENTLY: (Follow.GATHER_MORE, Follow.PARK),
    Category.NOT_SEEN_YET: (Follow.GATHER_MORE, Follow.PARK),
    Category.NOT_DISCUSSED: (Follow.GATHER_MORE, Follow.PARK),
    Category.NOT_IN_ROLE: (),
}
"""What can follow, by where the skill landed."""


@dataclass(frozen=True, slots=True)
class Followed:
    """
    Args:
        item: the plan's item that it led to: a new one, or the same with another date.
    """

    follow: Follow
    by: Role
    at: datetime
    item: ItemId | None = None
