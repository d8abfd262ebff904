"""Watch first: what a manager has not seen, said before they answer, and once more before they send."""

from bot.surfaces import blocks as b
from bot.surfaces import words
from coaching_core.domain.assessment import Assessment
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.watching import mostly_not_seen

_SHOWN = 5


def first(seen: Seen) -> list[b.Block]:
    """On the invitation: the skills of which there was nothing to say last time."""
    if not seen.watch_first:
        return []
    skills = b.escape(words.shortlist(seen.watch_first, _SHOWN))
    rep = b.escape(seen.name(Role.REP))
    return [
        b.section(b.mrkdwn(f"*Watch first?* You hadn't seen this of {rep} last time: {skills}. One call may show it."))
    ]


def confirm(seen: Seen, mine: Assessment) -> b.Block | None:
    """Asked when more than half would be sent as not seen; never an obstacle."""
    if not mostly_not_seen(mine, seen.view.questionnaire):
        return None
    return b.confirm("Send, or watch one call first?", _said(seen), "Send", "Watch first")


def before_sending(seen: Seen, mine: Assessment) -> list[b.Block]:
    """The same, where a form's own button sends."""
    if not mostly_not_seen(mine, seen.view.questionnaire):
        return []
    said = f"*Send, or watch one call first?* {b.escape(_said(seen))} *Later* keeps everything as it is."
    return [b.section(b.mrkdwn(said))]


def _said(seen: Seen) -> str:
    rep = seen.name(Role.REP)
    more = f"after a call there is more to talk about with {rep}."
    return f"You haven't seen more than half of this yet. Both are fine; {more}"
