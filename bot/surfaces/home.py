"""App Home: what is going on for one person, and where to start. Something for everybody, also without a review."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import plan, start, words
from bot.surfaces.drawn import Home
from bot.surfaces.packing import pack
from coaching_core.domain.people import PairingState
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import HomeSeen, Seen

_REVIEWS = 10
_RUNNING = (Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED)


def home(seen: HomeSeen) -> Home:
    going = [one for one in seen.reviews if one.view.stage in _RUNNING][:_REVIEWS]
    agreed = [one for one in seen.reviews if one.view.stage is Stage.AGREED][:_REVIEWS]
    blocks: list[b.Block] = [b.header("Common Ground")]
    if not going and not agreed:
        blocks.append(
            b.section(
                b.mrkdwn(
                    "Two people answer the same questions about one's work, separately. Then they talk, the rep first, "
                    "and agree on a coaching plan together."
                )
            )
        )
    if going:
        blocks.append(b.header("Under way", level=2))
        for one in going:
            blocks += _going(one)
    if agreed:
        blocks.append(b.header("Plans", level=2))
        for one in agreed:
            blocks += _agreed(one)
    blocks += _people(seen)
    blocks += [
        b.divider(),
        b.actions(b.button("Start a review", Act.HOME_START, pack(), style="primary" if not going else None)),
        b.context(
            b.mrkdwn(
                "Only you and the other one read what you write, a piece at a time as you talk. Administrators can't "
                "open it in this app."
            )
        ),
    ]
    return Home(blocks)


def _going(one: Seen) -> list[b.Block]:
    view, other = one.view, _other(one)
    text = f"*{b.escape(one.name(other))}*: {start.where_it_stands(one)}"
    button = None
    me = other.other
    if view.stage is Stage.ASSESSING and not view.done[me]:
        button = b.button("Answer", f"{Act.AS_FORM}#{view.id}", pack(r=view.id))
    elif view.stage is Stage.PAUSED:
        button = b.button("Pick it up", f"{Act.RESUME}#{view.id}", pack(r=view.id))
    return [b.section(b.mrkdwn(text), button)]


def _agreed(one: Seen) -> list[b.Block]:
    name = b.escape(one.name(_other(one)))
    items = words.count(len(one.view.plan.items), "item", "items")
    when = words.day(plan.look_back(one.view.plan, one))
    return [
        b.section(
            b.mrkdwn(f"*{name}*: {items}, first look back {when}."),
            b.button("Read the plan", f"{Act.HOME_PLAN}#{one.view.id}", pack(r=one.view.id)),
        )
    ]


def _people(seen: HomeSeen) -> list[b.Block]:
    me = seen.person.id
    reps = [
        one.rep.name for one in seen.pairings if one.manager.id == me and one.pairing.state is PairingState.ACCEPTED
    ]
    managers = [
        one.manager.name for one in seen.pairings if one.rep.id == me and one.pairing.state is PairingState.ACCEPTED
    ]
    lines = []
    if reps:
        lines.append(f"You coach {b.escape(', '.join(reps))}.")
    if managers:
        lines.append(f"{b.escape(', '.join(managers))} {'coaches' if len(managers) == 1 else 'coach'} you.")
    return [b.context(b.mrkdwn(" ".join(lines)))] if lines else []


def _other(one: Seen) -> Role:
    return Role.REP if one.view.reader is Reader.MANAGER else Role.MANAGER
