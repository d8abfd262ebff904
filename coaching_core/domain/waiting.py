"""
What waits for a person, and the few moments at which that is worth a message.

Nothing here knows what was answered but one's own: that something waits is all that is said of the other one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import add_working_days, local_date
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import CoachingSession, Said
from coaching_core.domain.conversation import Turn
from coaching_core.domain.occurrences import moment_of
from coaching_core.domain.plan import Item, ItemKind, Verdict
from coaching_core.domain.review import Review
from coaching_core.domain.roles import LookStage, Role, Stage, Topic
from coaching_core.domain.second_look import SecondLook
from coaching_core.ids import PersonId

TURN_DUE_AFTER = 2
"""Working days after which a turn, or a question, is worth a reminder."""
LOOKED_BACK_WITHIN = timedelta(days=14)
"""So long the day of looking back is spoken of: nobody says when they have."""
_DAY_BEGINS = time()


class WaitKind(StrEnum):
    ASSESSMENT = "assessment"
    """One's own answers in a review."""
    TURN = "turn"
    """To speak in a conversation."""
    ASK = "ask"
    """Another date or form that the rep asked for."""
    TIME = "time"
    """Coaching time that the other one logged."""
    ITEM = "item"
    """An item of a plan whose day has come, and that is one's own."""
    TAKE_ON = "take on"
    """A responsibility that the rep would take on; the manager answers, or looks at it again."""
    SECOND_LOOK = "second look"
    """To rate one skill again, with evidence."""
    LOOK_BACK = "look back"
    """The day on which the two look back at a plan."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    One thing that waits for one person.

    Args:
        subject: the id of the review, plan or entry of coaching time.
        part: which one of it: the number of a turn, an item.
        role: the person's own. ``other``: whom it is about.
        since: from when on it waits; it may be to come. ``until``: from then on it waits no longer, by itself.
        minutes: about so long it takes.
        calls: the moments at which it is worth a message, the earliest first.
        turn, item, session: what it is, where the kind has one.
    """

    kind: WaitKind
    subject: str
    role: Role
    other: PersonId
    since: datetime
    minutes: int
    calls: tuple[datetime, ...]
    part: str = ""
    turn: Turn | None = None
    item: Item | None = None
    session: CoachingSession | None = None
    until: datetime | None = None

    @property
    def key(self) -> str:
        return key_of(self.kind, self.subject, self.part)


def key_of(kind: WaitKind, subject: str, part: str = "") -> str:
    """Names what waits, for putting it off."""
    return "/".join(one for one in (kind.value, subject, part) if one)


def waits_in_review(review: Review, role: Role, zone: ZoneInfo, *, at_once: bool) -> list[Waiting]:
    """
    Args:
        zone: the person's own.
        at_once: they hear of a turn by the desk alone, so the next desk tells them.
    """
    if review.stage is Stage.ASSESSING:
        return [*_assessment(review, role), *_ask(review, role, zone)]
    turn = review.conversation.turn
    if review.stage is not Stage.CONVERSING or turn is None or turn.speaker is not role:
        return []
    calls = (turn.since,) if at_once else ()
    return [
        Waiting(
            WaitKind.TURN,
            review.id,
            role,
            review.person(role.other),
            turn.since,
            _minutes_of(turn),
            (*calls, add_working_days(turn.since, TURN_DUE_AFTER, zone)),
            part=str(turn.number),
            turn=turn,
        )
    ]


def _assessment(review: Review, role: Role) -> list[Waiting]:
    """Two reminders: half-way, and the day before."""
    mine, form = review.assessments[role], review.questionnaire
    if mine.submitted_at is not None:
        return []
    since = review.invite_from.get(role, review.started_at)
    half_way = 2 * len(mine.unanswered(form)) <= len(form.skills)  # no finer: a message is not redrawn at each answer
    calls = sorted({since + (review.due_at - since) / 2, max(since, review.due_at - timedelta(days=1))})
    minutes = max(1, form.minutes // 2) if half_way else form.minutes
    return [Waiting(WaitKind.ASSESSMENT, review.id, role, review.person(role.other), since, minutes, tuple(calls))]


def _ask(review: Review, role: Role, zone: ZoneInfo) -> list[Waiting]:
    asked = review.ask
    if role is not Role.MANAGER or asked is None or asked.at is None or asked.yes is not None:
        return []
    calls = (add_working_days(asked.at, TURN_DUE_AFTER, zone),)
    part = asked.at.isoformat()
    return [Waiting(WaitKind.ASK, review.id, role, review.rep, asked.at, 1, calls, part=part)]


def _minutes_of(turn: Turn) -> int:
    return 2 if Topic.AGREEMENT in turn.topics else 3 if {Topic.STRENGTHS, Topic.NEEDS} & set(turn.topics) else 5


def waits_in_plan(plan: CoachingPlan, role: Role, zone: ZoneInfo) -> list[Waiting]:
    """Items that are this one's own, from their day on, and the day of looking back: each told on its day, once."""
    if not plan.current:
        return []
    found = [
        _on_day(WaitKind.ITEM, plan, role, one.item.due, zone, one.item)
        for one in plan.open_items
        if one.item.owner is role and one.item.due is not None
    ]
    if role is Role.MANAGER:
        agreed_on = local_date(plan.agreed_at, zone)
        found += [
            _on_day(WaitKind.TAKE_ON, plan, role, one.item.look_again or agreed_on, zone, one.item)
            for one in plan.open_items
            if one.item.kind is ItemKind.EMPOWER and one.item.verdict in (None, Verdict.NOT_YET)
        ]
    if plan.look_back is not None and plan.open_items:
        day = _on_day(WaitKind.LOOK_BACK, plan, role, plan.look_back, zone)
        found.append(replace(day, until=day.since + LOOKED_BACK_WITHIN))
    return found


def _on_day(
    kind: WaitKind, plan: CoachingPlan, role: Role, day: date, zone: ZoneInfo, item: Item | None = None
) -> Waiting:
    """Moved to another day it is another thing that waits, so what was put off before does not count for it."""
    at = moment_of(day, _DAY_BEGINS, zone)
    part = f"{item.id} {day}" if item is not None else str(day)
    return Waiting(kind, plan.id, role, plan.person(role.other), at, 1, (at,), part=part, item=item)


def waits_in_look(look: SecondLook, role: Role, zone: ZoneInfo) -> list[Waiting]:
    """One's own answer: that the other one is in is no part of it."""
    if look.stage is not LookStage.SEALED or role in look.answers:
        return []
    calls = (add_working_days(look.asked_at, TURN_DUE_AFTER, zone),)
    return [Waiting(WaitKind.SECOND_LOOK, look.id, role, look.person(role.other), look.asked_at, 1, calls)]


def waits_in_time(sessions: Iterable[CoachingSession], role: Role, zone: ZoneInfo) -> list[Waiting]:
    return [
        Waiting(
            WaitKind.TIME,
            one.id,
            role,
            one.person(role.other),
            one.entry.at,
            1,
            (add_working_days(one.entry.at, TURN_DUE_AFTER, zone),),
            part=str(len(one.earlier)),
            session=one,
        )
        for one in sessions
        if one.said is Said.OPEN and one.asked is role
    ]
