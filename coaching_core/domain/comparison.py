"""
The two submitted assessments side by side: each skill in one category.

A threshold, not a distance, and the same function in both directions: nobody's answer weighs more, nothing is averaged.
"""

from collections.abc import Mapping
from enum import StrEnum

from coaching_core.domain.assessment import Answer, Assessment, Unrated
from coaching_core.domain.questionnaire import Questionnaire, Scale
from coaching_core.ids import SkillKey


class Category(StrEnum):
    STRENGTH = "strength"
    NEED = "need"
    SEEN_DIFFERENTLY = "seen differently"
    NOT_SEEN_YET = "not seen yet"
    NOT_DISCUSSED = "not discussed"
    """Neither has seen it: listed as such."""
    NOT_IN_ROLE = "not in this role"
    """Both say so: the skill leaves this review."""

    @property
    def shared(self) -> bool:
        """Both see the same side of average."""
        return self in (Category.STRENGTH, Category.NEED)

    @property
    def investigate(self) -> bool:
        """An area to investigate."""
        return self in (Category.SEEN_DIFFERENTLY, Category.NOT_SEEN_YET)


class _Side(StrEnum):
    ABOVE = "above"
    BELOW = "average or below"
    UNSEEN = "not seen"


# (rep, manager) -> category
_TABLE: Mapping[tuple[_Side, _Side], Category] = {
    (_Side.ABOVE, _Side.ABOVE): Category.STRENGTH,
    (_Side.ABOVE, _Side.BELOW): Category.SEEN_DIFFERENTLY,
    (_Side.ABOVE, _Side.UNSEEN): Category.NOT_SEEN_YET,
    (_Side.BELOW, _Side.ABOVE): Category.SEEN_DIFFERENTLY,
    (_Side.BELOW, _Side.BELOW): Category.NEED,
    (_Side.BELOW, _Side.UNSEEN): Category.NOT_SEEN_YET,
    (_Side.UNSEEN, _Side.ABOVE): Category.NOT_SEEN_YET,
    (_Side.UNSEEN, _Side.BELOW): Category.NOT_SEEN_YET,
    (_Side.UNSEEN, _Side.UNSEEN): Category.NOT_DISCUSSED,
}


def categorise(rep: Answer, manager: Answer, scale: Scale) -> Category:
    """Put one skill into its category. *Not in this role*, said by one only, counts as not seen."""
    if rep is Unrated.NOT_IN_ROLE and manager is Unrated.NOT_IN_ROLE:
        return Category.NOT_IN_ROLE
    return _TABLE[_side(rep, scale), _side(manager, scale)]


def compare(rep: Assessment, manager: Assessment, questionnaire: Questionnaire) -> Mapping[SkillKey, Category]:
    """
    Returns:
        skill key -> category, in the order of the questionnaire. A skill without an answer counts as not seen.
    """
    return {
        key: categorise(
            rep.answer(key) or Unrated.NOT_SEEN, manager.answer(key) or Unrated.NOT_SEEN, questionnaire.scale
        )
        for key in questionnaire.skills
    }


def _side(answer: Answer, scale: Scale) -> _Side:
    if isinstance(answer, Unrated):
        return _Side.UNSEEN
    return _Side.ABOVE if scale.above(answer) else _Side.BELOW
