"""One skill as a question: name, description, and the anchors in sight while rating."""

import hashlib

from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Answer, Assessment, Unrated
from coaching_core.domain.questionnaire import Questionnaire, Skill
from coaching_core.domain.roles import Role
from coaching_core.errors import TooLate
from coaching_core.ids import ReviewId

RADIO_OPTIONS_MAX = 10


def choices(review: ReviewId, skill: Skill, questionnaire: Questionnaire, role: Role) -> list[b.Block]:
    """The points of the scale, highest first as people read ability, each with its anchor; then the ways out."""
    scored = [
        b.option(f"{point} · {questionnaire.scale.label(point)}", value(review, skill, point), skill.anchor(point))
        for point in reversed(questionnaire.scale.points)
    ]
    return [*scored, *(b.option(words.unrated(one, role), value(review, skill, one)) for one in Unrated)]


def element(action: str, options: list[b.Block], chosen: str | None) -> b.Block:
    """Radio buttons; a menu where the scale has more answers than Slack's radio buttons (ten)."""
    if len(options) > RADIO_OPTIONS_MAX:
        return b.select(action, options, initial=chosen, placeholder="Choose an answer")
    return b.radio(action, options, chosen)


def value(review: ReviewId, skill: Skill, answer: Answer) -> str:
    """What an option sends back."""
    return pack(r=review, s=skill.key, a=str(answer))


def chosen(review: ReviewId, skill: Skill, mine: Assessment) -> str | None:
    """The value of the option that stands, if one does."""
    answer = mine.answer(skill.key)
    return None if answer is None else value(review, skill, answer)


def as_answer(text: str) -> Answer:
    """Raises ``TooLate`` for a value that no form of ours sends."""
    try:
        return int(text) if text.isdigit() else Unrated(text)
    except ValueError:
        raise TooLate("This message is out of date. Nothing has changed.") from None


def fingerprint(mine: Assessment, skill: Skill) -> str:
    """Changes with the answer, so that a redrawn question does not keep what an old client state says."""
    rating = mine.ratings.get(skill.key)
    return hashlib.sha256(repr(rating).encode()).hexdigest()[:6]


def short_answers(mine: Assessment, skills: tuple[Skill, ...], questionnaire: Questionnaire) -> str:
    """One line a skill, for the check of all answers."""
    lines = []
    for skill in skills:
        answer = mine.answer(skill.key)
        said = words.answered(questionnaire, answer, mine.role)
        noted = " · with a comment" if mine.ratings.get(skill.key) and mine.ratings[skill.key].comment else ""
        lines.append(f"• {b.escape(skill.name)}: {'_' + said + '_' if answer is None else '*' + said + '*'}{noted}")
    return "\n".join(lines)
