"""A second look in one's own chat: the question, the wait, and that it has opened. No answer stands in a message."""

from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from coaching_core.domain.roles import LookStage, Role
from coaching_core.domain.seen import LookSeen
from coaching_core.domain.surfaces import OPENED


def message(seen: LookSeen, part: str) -> Message | None:
    """``part``: the surface's own, which says whether this is the question, or the message that it has opened."""
    me = Role(part.split(" ")[0])
    if part.endswith(OPENED):
        return Message("Your second look is ready.", _opened(seen, me))
    return Message("Your coaching plan goes on.", _question(seen, me))


def _question(seen: LookSeen, me: Role) -> list[b.Block]:
    view, skill, other = seen.view, b.escape(seen.skill.name), b.escape(seen.name(me.other))
    if view.stage is LookStage.OPENED:
        return [b.section(b.mrkdwn(f"You have both taken a second look at *{skill}*. What opened stands below."))]
    if view.stage is LookStage.CLOSED or not seen.goes_on:
        return [b.section(b.mrkdwn(f"The second look at *{skill}* is closed. Nothing was shown to anybody."))]
    if view.done[me]:
        said = f"Your second look at *{skill}* is in. {other} isn't done yet. Until then nobody sees an answer."
        return [b.section(b.mrkdwn(said))]
    asks = "You asked" if view.asked_by is me else f"*{other}* asks"
    return [
        b.section(b.mrkdwn(f"{asks} for a second look at *{skill}*. You each rate this one skill again, separately.")),
        b.section(b.mrkdwn(f"*Who reads it*\n{b.escape(who_reads(seen.name(me.other)))}")),
    ]


def _opened(seen: LookSeen, me: Role) -> list[b.Block]:
    skill, other = b.escape(seen.skill.name), b.escape(seen.name(me.other))
    said = (
        f"You and {other} have both taken your second look at *{skill}*. It is open to you two now, and to nobody else."
    )
    return [b.section(b.mrkdwn(said))]


def who_reads(other: str) -> str:
    """Said before the question."""
    return (
        f"Until you and {other} are both done, nobody sees an answer. "
        "Then it opens to you two at once: first what has changed for the rep, then both views."
    )
