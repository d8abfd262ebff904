"""Short messages in one's own DM: a review is closed, a kind word from the other."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.domain.seen import Seen


def ended(seen: Seen) -> Message | None:
    """Tells the one who did not end it."""
    view = seen.view
    if view.stage is not Stage.CLOSED or view.ending is None or view.mine is None:
        return None
    me = view.mine.role
    other = b.escape(seen.name(me.other))
    text = {
        Ending.DECLINED: f"*{other}* said *not now* to the coaching review. Nothing was shown to anybody.",
        Ending.CANCELLED: f"The coaching review with *{other}* is closed. Nothing more was shown to anybody.",
        Ending.EXPIRED: f"The coaching review with *{other}* closed by itself: its time ran out. "
        "Nothing was shown to anybody.",
        Ending.LEFT: f"The coaching review with *{other}* is closed.",
        Ending.OBSERVE: f"You and *{other}* agreed to watch first. Start again when there is something to see.",
    }[view.ending]
    return Message("A coaching review is closed.", [b.section(b.mrkdwn(text))])


def nudge(seen: Seen, to: Role) -> Message | None:
    """A kind word; nothing if it is no longer true when it is sent."""
    view, other = seen.view, b.escape(seen.name(to.other))
    if view.stage is Stage.ASSESSING and not view.done[to]:
        minutes = words.count(view.questionnaire.minutes, "minute", "minutes")
        said = f"A kind nudge from *{other}*: your questions are where you left them. All of them take about {minutes}."
        buttons = [b.button("As one form", Act.AS_FORM, pack(r=view.id))]
        if to is Role.REP:
            buttons.append(b.button("Another date or form", Act.OTHER_DATE, pack(r=view.id)))
        return Message("A coaching review waits for you.", [b.section(b.mrkdwn(said)), b.actions(*buttons)])
    if view.stage is Stage.CONVERSING and view.turn is not None and view.turn.speaker is to:
        said = f"A kind nudge from *{other}*: it's your turn, in the thread of your group message. You can pause there."
        return Message(words.GOES_ON, [b.section(b.mrkdwn(said))])
    return None
