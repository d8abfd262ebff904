"""The cadence, as people meet it: the invitation that nobody asked for, and what Home says of the next reviews."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.calendar import local_date
from coaching_core.domain.people import PairingState, Person, PersonKind, Skip
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import HomeSeen, PairingSeen, Seen

_SHOWN = 10
_LEFT_OUT: Mapping[Skip, str] = {
    Skip.OPEN: "one is under way",
    Skip.YOUNG: "you two have only just begun here",
    Skip.RECENT: "you had one a short time ago",
    Skip.REP_AWAY: "it fell into {rep}'s time away",
    Skip.MANAGER_AWAY: "it fell into your time away",
}


def asks(seen: Seen, me: Role, size: str) -> str:
    """
    How a review begins that nobody asked for: it is the calendar's.

    Args:
        size: how many questions and minutes.
    """
    other, been = b.escape(seen.name(me.other)), words.period(seen.view.every_months)
    if me is Role.REP:
        return (
            f"It's been {been}, so it's time to plan your next coaching with *{other}*. "
            f"You each answer the same {size}. Then you speak first."
        )
    return (
        f"It's been {been}, so it's time to plan *{other}*'s next coaching. You each answer the same {size}, about "
        f"{other}'s work. Then {other} speaks first. It comes by your team's settings; you can change them on Home."
    )


def on_home(seen: HomeSeen) -> list[b.Block]:
    """When each pair's next review begins, the way to the settings, and for administrators whose work is paused."""
    accepted = [one for one in seen.pairings if one.pairing.state is PairingState.ACCEPTED]
    coming = sorted((one for one in accepted if one.next_review), key=lambda one: (one.next_review, one.pairing.id))
    lines = [_coming(one, seen.person) for one in coming[:_SHOWN]]
    if len(coming) > _SHOWN:
        lines.append(f"And {len(coming) - _SHOWN} more later.")
    coaches = any(one.manager.id == seen.person.id for one in accepted)
    runs = seen.person.admin and seen.person.active and seen.person.kind is PersonKind.MEMBER
    blocks = [b.section(b.mrkdwn("*Next reviews*\n" + "\n".join(lines)))] if lines else []
    if seen.left_behind:
        blocks.append(b.section(b.mrkdwn(_paused(seen.left_behind))))
    buttons = [b.button("Team settings", Act.HOME_TEAM, pack())] if coaches else []
    buttons += [b.button("Settings of any team", Act.HOME_TEAM_OF, pack())] if runs else []
    return [*blocks, b.actions(*buttons)] if buttons else blocks


def _coming(one: PairingSeen, me: Person) -> str:
    coaching = one.manager.id == me.id
    other = b.escape((one.rep if coaching else one.manager).name)
    said = f"{other}: "
    if one.next_review is not None:
        day = local_date(one.next_review, me.zone)
        said += f"in the week of {words.day(day - timedelta(days=day.weekday()))}."
    if coaching and one.pairing.skipped is not None:
        said += f" Left out this time: {_LEFT_OUT[one.pairing.skipped.why].format(rep=other)}."
    return said


def _paused(left: Sequence[PairingSeen]) -> str:
    pairs = [f"{b.escape(one.manager.name)} with {b.escape(one.rep.name)}" for one in left]
    return (
        f"*Paused*, as one of the two is deactivated in Slack: {words.shortlist(pairs, _SHOWN)}. "
        "It goes on by itself if they come back. Who stays can be paired with somebody else."
    )
