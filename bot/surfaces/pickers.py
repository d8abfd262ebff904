"""Choosing skills. A picker always offers every skill, so that what it offers tells nothing."""

from collections.abc import Collection

from bot.surfaces import blocks as b
from bot.surfaces.blocks import Block
from coaching_core.domain.comparison import Category
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.visibility import ReviewView
from coaching_core.ids import SkillKey

_HEADINGS = {
    Category.STRENGTH: "You both see strengths here",
    Category.NEED: "Room to grow you both see",
    Category.SEEN_DIFFERENTLY: "Seen differently",
    Category.NOT_SEEN_YET: "Not seen yet by one of you",
    Category.NOT_DISCUSSED: "Not seen by either of you",
    Category.NOT_IN_ROLE: "Not in this role",
}


def by_section(questionnaire: Questionnaire) -> list[Block]:
    return [
        b.group(section.name, [b.option(skill.name, skill.key) for skill in section.skills])
        for section in questionnaire.sections
    ]


def by_category(view: ReviewView) -> list[Block]:
    """Every skill once, under what you both know of it by now."""
    groups = []
    for category, heading in _HEADINGS.items():
        keys = view.of_category(category)
        if keys:
            groups.append(b.group(heading, [b.option(view.questionnaire.skill(key).name, key) for key in keys]))
    return groups or by_section(view.questionnaire)


def one_skill(action: str, groups: list[Block], initial: SkillKey | None = None) -> Block:
    return b.select(action, groups=groups, initial=initial, placeholder="Choose a skill")


def several_skills(action: str, groups: list[Block], most: int, initial: Collection[SkillKey] = ()) -> Block:
    return b.multi_select(action, groups=groups, initial=initial, most=most, placeholder="Choose skills")
