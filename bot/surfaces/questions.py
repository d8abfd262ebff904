"""One skill as a question: name, description, and the anchors in sight while rating."""

import hashlib

from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import of, pack
from coaching_core.domain.assessment import Answer, Assessment, Unrated
from coaching_core.domain.questionnaire import Questionnaire, Skill
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.errors import TooLate
from coaching_core.ids import ReviewId, SkillKey


def element(action: str, skill: Skill, questionnaire: Questionnaire, mine: Assessment) -> b.Block:
    """The answers as radio buttons, or as a menu where a scale has too many for them; one's own is chosen."""
    return answers(action, skill, questionnaire, mine.role, mine.answer(skill.key))


def answers(action: str, skill: Skill, questionnaire: Questionnaire, role: Role, chosen: Answer | None) -> b.Block:
    """As ``element``, for whichever question it is."""
    return b.one_of(action, _choices(skill, questionnaire, role), None if chosen is None else _value(chosen))


def _choices(skill: Skill, questionnaire: Questionnaire, role: Role) -> list[b.Block]:
    """The points of the scale, highest first as people read ability, each with its anchor; then the ways out."""
    scored = [
        b.option(f"{point} · {questionnaire.scale.label(point)}", _value(point), skill.anchor(point))
        for point in reversed(questionnaire.scale.points)
    ]
    return [*scored, *(b.option(words.unrated(one, role), _value(one)) for one in Unrated)]


def _value(answer: Answer) -> str:
    """What an option sends back. Short: a page holds dozens of them."""
    return pack(a=str(answer))


def place(review: ReviewId, skill: Skill, mine: Assessment) -> str:
    """
    Returns:
        The name of a question's block: what it is about, and a mark that changes with the answer, so that a redrawn
        question does not keep what an old client state says.
    """
    mark = hashlib.sha256(repr(mine.ratings.get(skill.key)).encode()).hexdigest()[:6]
    return pack(r=review, s=skill.key, m=mark)


def asked(place: str) -> tuple[ReviewId, SkillKey]:
    """Returns what the question in this block is about. Raises ``TooLate`` for a block that is not of ours."""
    return ReviewId(of(place, "r")), SkillKey(of(place, "s"))


def answer_in(value: str) -> Answer:
    """Raises ``TooLate`` for a value that no form of ours sends."""
    return as_answer(of(value, "a"))


def as_answer(text: str) -> Answer:
    """Raises ``TooLate`` for a value that no form of ours sends."""
    try:
        return int(text) if text.isdigit() else Unrated(text)
    except ValueError:
        raise TooLate("This message is out of date. Nothing has changed.") from None


def still_open(mine: Assessment, questionnaire: Questionnaire) -> list[b.Block]:
    """How many questions have no answer yet."""
    missing = len(mine.unanswered(questionnaire))
    if not missing:
        return []
    said = words.count(missing, "question has", "questions have").capitalize()
    return [b.context(b.mrkdwn(f"{said} no answer yet."))]


def take_back(seen: Seen, mine: Assessment) -> str:
    """What sending means, before it is pressed."""
    other = b.escape(seen.name(mine.role.other))
    if seen.view.done[mine.role.other]:
        return f"{other} is done. When you send yours, the conversation begins and answers no longer change."
    return f"You can take it back as long as {other} isn't done."


def short_answers(mine: Assessment, skills: tuple[Skill, ...], questionnaire: Questionnaire) -> str:
    """One line a skill, for the check of all answers."""
    lines = []
    for skill in skills:
        answer = mine.answer(skill.key)
        said = words.answered(questionnaire, answer, mine.role)
        noted = " · with a comment" if mine.ratings.get(skill.key) and mine.ratings[skill.key].comment else ""
        lines.append(f"• {b.escape(skill.name)}: {'_' + said + '_' if answer is None else '*' + said + '*'}{noted}")
    return "\n".join(lines)
