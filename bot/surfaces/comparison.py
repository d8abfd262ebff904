"""The comparison in the thread: every skill in its category. Both views side by side and the chart are elsewhere."""

from collections.abc import Sequence

from bot.surfaces import blocks as b
from bot.surfaces import opening, words
from bot.surfaces.fitting import WHOLE, Room
from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.visibility import ReviewView
from coaching_core.ids import SkillKey

NAMED_AT_MOST = 10
"""Skills named in a row: all of them only once, and not as a wall. "See both views" lists the rest."""
_TAKEN = 2
"""Needs that a plan takes."""


def said_comparison(seen: Seen, room: Room = WHOLE) -> list[b.Block]:
    """Every skill in its category, in the questionnaire's order, no numbers; the manager's words on shared ones."""
    view = seen.view
    strengths, needs = view.of_category(Category.STRENGTH), view.of_category(Category.NEED)
    differ, unseen = view.of_category(Category.SEEN_DIFFERENTLY), view.of_category(Category.NOT_SEEN_YET)
    if not (strengths or needs or differ or unseen):
        return _observe(view)
    blocks: list[b.Block] = [b.header("Where you both see it alike, and where not", level=2)]
    if strengths:
        head = "You both see strengths here" if len(strengths) > 1 else "You both see a strength here"
        blocks.append(b.section(b.mrkdwn(f"*{head}:* {_named(view, strengths)}.")))
    if needs:
        takes = " The plan takes one or two; the others can wait." if len(needs) > _TAKEN else ""
        blocks.append(b.section(b.mrkdwn(f"*You both see room to grow here:* {_named(view, needs)}.{takes}")))
        if not strengths:
            manager = b.escape(seen.name(Role.MANAGER))
            blocks.append(b.context(b.mrkdwn(f"{manager}, start with one thing that worked in the last weeks.")))
    if differ or unseen:
        blocks += _areas(seen, differ, unseen)
    blocks += opening.said_notes(seen, room)
    return [*blocks, *_left_out(view)]


def _areas(seen: Seen, differ: Sequence[SkillKey], unseen: Sequence[SkillKey]) -> list[b.Block]:
    view, rep = seen.view, b.escape(seen.name(Role.REP))
    blocks = []
    if differ:
        head = "You see these differently" if len(differ) > 1 else "You see this one differently"
        blocks.append(b.section(b.mrkdwn(f"*{head}:* {_named(view, differ)}.")))
    if unseen:
        blocks.append(b.section(b.mrkdwn(f"*Not seen yet by one of you:* {_named(view, unseen)}.")))
    shared = view.of_category(Category.STRENGTH) + view.of_category(Category.NEED)
    if not differ and not shared:
        said = "So the plan is to watch first, on up to three occasions. Then you both take a second look."
    elif len(differ) + len(unseen) == 1:
        said = f"Nobody needs to be right today. It stays closed until {rep} opens it."
    else:
        said = f"Nobody needs to be right today. Up to three closer looks; the rest stays closed until {rep} opens it."
    return [*blocks, b.section(b.mrkdwn(said))]


def _observe(view: ReviewView) -> list[b.Block]:
    unseen = view.of_category(Category.NOT_DISCUSSED)
    if not unseen:
        said = "You both say that none of these skills belong to this role, so there is nothing to compare."
        return [b.section(b.mrkdwn(f"{said} Another form may fit better."))]
    named = b.escape(words.names(view.questionnaire, unseen))
    said = (
        f"Neither of you has had the chance to see these yet: {named}. So you agree to watch first. "
        "Start again once there is more to see."
    )
    return [b.section(b.mrkdwn(said)), *_not_in_role(view)]


def _left_out(view: ReviewView) -> list[b.Block]:
    unseen = view.of_category(Category.NOT_DISCUSSED)
    said = f"Not seen by either of you, so not discussed: {_named(view, unseen)}."
    return [*([b.context(b.mrkdwn(said))] if unseen else []), *_not_in_role(view)]


def _not_in_role(view: ReviewView) -> list[b.Block]:
    keys = view.of_category(Category.NOT_IN_ROLE)
    return [b.context(b.mrkdwn(f"Not in this role, you both say: {_named(view, keys)}."))] if keys else []


def _named(view: ReviewView, keys: Sequence[SkillKey]) -> str:
    return b.escape(words.shortlist([view.questionnaire.skill(key).name for key in keys], NAMED_AT_MOST))
