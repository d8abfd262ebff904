"""What moved from one agreed review to the next, skill by skill, for one person's own DM; and the way there."""

from collections.abc import Mapping, Sequence

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import charts, fitting, words
from bot.surfaces.drawn import Message
from bot.surfaces.fitting import Room
from bot.surfaces.packing import pack
from bot.surfaces.texts import one_line
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.moved import ThenAndNow
from coaching_core.domain.questionnaire import Skill
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import MovedSeen
from coaching_core.ids import ReviewId, SkillKey

_CATEGORIES: Mapping[Category, str] = {
    Category.STRENGTH: "a strength you both see",
    Category.NEED: "room to grow you both see",
    Category.SEEN_DIFFERENTLY: "seen differently",
    Category.NOT_SEEN_YET: "not seen yet by one of you",
    Category.NOT_DISCUSSED: "not seen by either of you",
    Category.NOT_IN_ROLE: "not in this role",
}
_LINES = 10
"""Of one paragraph."""
_NAME = 14
"""Letters of a name in the chart, so that "then" or "now" stands after it."""


def button(review: ReviewId, place: str = "", spoken: str | None = None) -> b.Block:
    """
    Args:
        place: tells the buttons of one screen apart, for as many reviews.
    """
    act = f"{Act.MOVED}#{place}" if place else Act.MOVED
    return b.button("What moved", act, pack(r=review), accessibility_label=spoken)


def message(seen: MovedSeen) -> Message:
    """Opened skills only; nothing is added up, and nothing says how much."""
    text = "What you asked for is here."
    if not seen.skills:
        return Message(text, [b.section(b.mrkdwn(_nothing(seen)))])
    skills = [seen.form.skill(key) for key in seen.skills]
    whole = charts.if_they_fit(_said(seen, skills), _charts(seen, skills), _table(seen, skills))
    if fitting.weight(whole) <= fitting.MESSAGE_BYTES:
        return Message(text, whole)
    return Message(text, fitting.fitted(lambda room: _as_many_as_fit(seen, skills, room)))


def _nothing(seen: MovedSeen) -> str:
    rep = b.escape(seen.name(Role.REP))
    if seen.first:
        return "This was the first review of you two, so there is none to put beside it. After the next one there is."
    return (
        "Nothing stands side by side yet: it takes a skill that was open to you both last time and this time. "
        f"What stayed closed opens only when {rep} opens it."
    )


def _as_many_as_fit(seen: MovedSeen, skills: Sequence[Skill], room: Room) -> list[b.Block]:
    shown, more = skills[: room.items], len(skills) - room.items
    left = [b.context(b.mrkdwn(f"And {words.count(more, 'more skill', 'more skills')}."))] if more > 0 else []
    return [*_said(seen, shown), *left, _table(seen, shown)]


def _said(seen: MovedSeen, skills: Sequence[Skill]) -> list[b.Block]:
    """Which category each was in and is in now, in the questionnaire's order."""
    top = len(seen.form.scale.labels)
    about = f"Skills that were open to you both last time and this time, on the scale of 1 to {top}."
    blocks = [b.section(b.mrkdwn(f"*What moved.* {about} Only you see this message."))]
    moved = [one for one in skills if seen.skills[one.key].in_another_category]
    lines = [_line(one, seen.skills[one.key]) for one in moved]
    for start in range(0, len(lines), _LINES):
        blocks.append(b.section(b.mrkdwn("\n".join(lines[start : start + _LINES]))))
    for category, said in _CATEGORIES.items():
        same = [one.name for one in skills if one not in moved and seen.skills[one.key].category_now is category]
        if same:
            blocks.append(b.section(b.mrkdwn(f"*Then and now {said}:* {b.escape(words.listed(same))}.")))
    return blocks


def _line(skill: Skill, moved: ThenAndNow) -> str:
    then, now = _CATEGORIES[moved.category_then], _CATEGORIES[moved.category_now]
    return f"*{b.escape(skill.name)}*: {then} then, {now} now."


def _charts(seen: MovedSeen, skills: Sequence[Skill]) -> list[b.Block]:
    """What both have rated both times."""
    rated = [one for one in skills if all(charts.scored(each) for each in _answers(seen.skills[one.key]))]
    names = [f"{one_line(seen.name(role), _NAME)}, {when}" for role in Role for when in ("then", "now")]
    values = [_answers(seen.skills[one.key]) for one in rated]
    series = [(name, [charts.score(each[number]) for each in values]) for number, name in enumerate(names)]
    return charts.bars("Then and now", [one.short for one in rated], series)


def _table(seen: MovedSeen, skills: Sequence[Skill]) -> b.Block:
    rows = [[one.name, *(_then_and_now(seen, one.key, role) for role in Role)] for one in skills]
    return b.data_table("Then and now, skill by skill", ["Skill", *(seen.name(role) for role in Role)], rows)


def _then_and_now(seen: MovedSeen, skill: SkillKey, role: Role) -> str:
    one = seen.skills[skill]
    then, now = (_short(views.answers[role], role) for views in (one.then, one.now))
    return f"{now} then and now" if then == now else f"{then} then, {now} now"


def _short(answer: Answer | None, role: Role) -> str:
    if answer is None:
        return "no answer"
    return words.unrated(answer, role).lower() if isinstance(answer, Unrated) else str(answer)


def _answers(one: ThenAndNow) -> list[Answer | None]:
    return [views.answers[role] for role in Role for views in (one.then, one.now)]
