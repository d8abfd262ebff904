"""App Home: what is going on for one person, and where to start. Something for everybody, also without a review."""

from bot.slack_ids import Act
from bot.surfaces import away, before_talk, cadence, coaching_time, desk, kept_plan, moved, plan, start, words
from bot.surfaces import blocks as b
from bot.surfaces.drawn import Home
from bot.surfaces.packing import pack
from coaching_core.domain.coaching_plan import ItemState
from coaching_core.domain.people import PairingState, Person
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import HomeSeen, PlanSeen, Seen

_REVIEWS = _PEOPLE = 10
_MANAGERS = 3
_RUNNING = (Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED)


def home(seen: HomeSeen) -> Home:
    waits = {one.waiting.subject for one in seen.desk.lines} if seen.desk else set()
    going = [one for one in seen.reviews if one.view.stage in _RUNNING]
    others = [one for one in going if one.view.id not in waits]
    agreed = [one for one in seen.reviews if one.view.stage is Stage.AGREED]
    blocks: list[b.Block] = [b.header("Common Ground", level=1)]
    if not going and not agreed:
        blocks.append(
            b.section(
                b.mrkdwn(
                    "A manager and a rep answer the same questions about the rep's work, separately. Then they talk, "
                    "the rep first, and agree on a coaching plan together."
                )
            )
        )
    blocks += desk.on_home(seen.desk)
    if others:
        blocks.append(b.header("Under way", level=2))
        for one in others[:_REVIEWS]:
            blocks += _going(one)
        if len(others) > _REVIEWS:
            said = f"And {len(others) - _REVIEWS} more: `/coach-review status` lists them all."
            blocks.append(b.context(b.mrkdwn(said)))
    if agreed:
        blocks.append(b.header("Plans", level=2))
        goes_on = {one.plan.id: one for one in seen.plans}
        for one in agreed[:_REVIEWS]:
            blocks += _agreed(one, goes_on.get(one.view.id))
        if len(agreed) > _REVIEWS:
            said = f"And {len(agreed) - _REVIEWS} earlier: `/coach-plan @name` shows the latest one with somebody."
            blocks.append(b.context(b.mrkdwn(said)))
    taken_over = [one for one in seen.plans if one.plan.came_from is not None]
    blocks += [block for one in taken_over[:_REVIEWS] for block in _taken_over(one, seen.person)]
    blocks += _people(seen)
    blocks += _time(seen)
    blocks += cadence.on_home(seen)
    blocks += [
        b.divider(),
        b.actions(
            b.button("Start a review", Act.HOME_START, pack(), style="primary" if not going else None),
            *([b.button("Log coaching time", Act.HOME_LOG, pack())] if seen.time else []),
            *_asks(seen),
            *away.buttons(seen.away_until),
        ),
        *away.line(seen.away_until),
        b.context(
            b.mrkdwn(
                "Only you and the other one read what you write, a piece at a time as you talk. Administrators can't "
                "open it in this app."
            )
        ),
    ]
    return Home(blocks)


def _asks(seen: HomeSeen) -> list[b.Block]:
    """For a rep: one button a manager."""
    mine = [one for one in seen.pairings if one.rep.id == seen.person.id]
    managers = [one.manager for one in mine if one.pairing.state is PairingState.ACCEPTED]
    return [before_talk.ask_button(one, f"home.{one.id}") for one in managers[:_MANAGERS]]


def _time(seen: HomeSeen) -> list[b.Block]:
    """Confirmed coaching time of this month, a line a pair: never side by side, never as a rank."""
    blocks = []
    for one in seen.time[:_PEOPLE]:
        pairing = next((each for each in seen.pairings if each.pairing.id == one.pairing.id), None)
        if pairing is not None:
            other = pairing.rep if pairing.manager.id == seen.person.id else pairing.manager
            blocks += coaching_time.this_month(one, other)
    return blocks


def _going(one: Seen) -> list[b.Block]:
    view, other = one.view, _other(one)
    text, name = f"*{b.escape(one.name(other))}*: {start.where_it_stands(one)}", one.name(other)
    button = None
    me = other.other
    if view.stage is Stage.ASSESSING and not view.done[me]:
        button = b.button(
            "Answer",
            f"{Act.AS_FORM}#{view.id}",
            pack(r=view.id),
            accessibility_label=f"Answer the questions of the review with {name}",
        )
    elif view.stage is Stage.PAUSED:
        button = b.button(
            "Pick it up",
            f"{Act.RESUME}#{view.id}",
            pack(r=view.id),
            accessibility_label=f"Pick it up: the review with {name}",
        )
    return [b.section(b.mrkdwn(text), button)]


def _agreed(one: Seen, kept: PlanSeen | None) -> list[b.Block]:
    """``kept``: the plan as it goes on; None for one that a newer plan has followed."""
    name = one.name(_other(one))
    when = words.local_day(one.view.ended_at or one.now, one.people[_other(one).other].zone)
    return [
        b.section(b.mrkdwn(f"*{b.escape(name)}*: {_how_it_goes(one, kept)}")),
        b.actions(
            b.button(
                "Read the plan",
                f"{Act.HOME_PLAN}#{one.view.id}",
                pack(r=one.view.id),
                accessibility_label=f"Read the plan with {name}, of {when}",
            ),
            before_talk.button(one.people[_other(one)], one.view.id),
            moved.button(one.view.id, one.view.id, f"What moved in the review with {name}, of {when}"),
        ),
    ]


def _how_it_goes(one: Seen, kept: PlanSeen | None) -> str:
    if kept is None:
        items = words.count(len(one.view.plan.items), "item", "items")
        return f"{items}, first look back {words.day(plan.look_back(one.view.plan, one))}."
    done = sum(each.state is ItemState.DONE for each in kept.plan.items)
    coming = kept.plan.next_due
    next_day = f", the next day is {words.day(coming)}" if coming is not None else ""
    return f"{done} of {words.count(len(kept.plan.items), 'item', 'items')} done{next_day}."


def _taken_over(one: PlanSeen, me: Person) -> list[b.Block]:
    """A plan that came along from an earlier manager."""
    other = one.people[Role.MANAGER if one.plan.rep == me.id else Role.REP]
    items = words.count(len(one.plan.open_items), "item", "items")
    said = f"*{b.escape(other.name)}*: {items} came along from {b.escape(one.before.name if one.before else 'before')}."
    return [
        b.section(b.mrkdwn(said)),
        b.actions(kept_plan.button(one.plan.id), before_talk.button(other, one.plan.id)),
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
        lines.append(f"You coach {b.escape(words.shortlist(reps, _PEOPLE))}.")
    if managers:
        coach = "coaches" if len(managers) == 1 else "coach"
        lines.append(f"{b.escape(words.shortlist(managers, _PEOPLE))} {coach} you.")
    return [b.context(b.mrkdwn(" ".join(lines)))] if lines else []


def _other(one: Seen) -> Role:
    return Role.REP if one.view.reader is Reader.MANAGER else Role.MANAGER
