"""
What moved from one agreed review of a pair to the next: skill by skill, then and now, for skills that opened in both.

It is made of two views, so it holds nothing that its reader cannot read in either of them. Nothing is added up: there
is no number of the person, of a review, or of how far anything moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coaching_core.domain.comparison import Category
from coaching_core.domain.visibility import BothViews, ReviewView
from coaching_core.ids import SkillKey


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """One skill in the earlier review and in the later one."""

    then: BothViews
    now: BothViews
    category_then: Category
    category_now: Category

    @property
    def in_another_category(self) -> bool:
        return self.category_then is not self.category_now


def what_moved(then: ReviewView, now: ReviewView) -> Mapping[SkillKey, ThenAndNow]:
    """
    Args:
        then, now: two reviews as the same reader may see them.
    Returns:
        The skills that both asked alike and that are open in both, in the order of the later questionnaire.
    """
    if then.reader is not now.reader:
        raise ValueError("Two views are put side by side for one reader.")
    alike = now.questionnaire.asks_alike(then.questionnaire)
    before, after = then.categories or {}, now.categories or {}
    return {
        key: ThenAndNow(then.views[key], now.views[key], before[key], after[key])
        for key in now.questionnaire.skills
        if key in alike and key in then.views and key in now.views
    }
