"""
The things that Slack shows for us, by name, and which of them belong to a review.

A decision does not say what changed on screen. It names every surface that belongs to its subject; delivery compares
what each should show with what it shows, and calls Slack only where the two differ. So no surface can be forgotten.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum

from coaching_core.domain.assessment import Progress
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.people import Pairing
from coaching_core.domain.review import Review
from coaching_core.domain.roles import LookStage, Role, Stage
from coaching_core.domain.second_look import SecondLook
from coaching_core.ids import PersonId, ReviewId, SurfaceKey


class SurfaceKind(StrEnum):
    """What is drawn, each by its own renderer."""

    HOME = "home"
    """``subject`` is the person."""
    PAIRING = "pairing"
    """The question to the rep. ``subject`` is the pairing."""
    PAIRING_ANSWER = "pairing answer"
    ASSESSMENT = "assessment"
    """The questionnaire in the DM. ``subject`` is the review, ``part`` the role."""
    ASK = "ask"
    """Another date or form, asked of the manager; ``part`` is when it was asked."""
    TURN = "turn"
    """A message of the conversation; ``part`` is the number of the turn. Number 1 is the root of the thread."""
    ENDED = "ended"
    """Tells the other one that the review is closed; ``part`` is the role."""
    NUDGE = "nudge"
    """``part`` is the role that is nudged and the local date."""
    CHART = "chart"
    """Opened skills as a chart in one's own DM; ``part`` is the role and a running number."""
    MOVED = "moved"
    """What moved since the pair's last agreed review, in one's own DM; ``part`` as of a chart."""
    SESSION = "session"
    """Logged coaching time, to the one who is asked about it; ``part`` is the number of the question."""
    PLAN = "plan"
    """What became of a plan's items, in its review's thread. ``subject`` is the plan."""
    HANDOVER = "handover"
    """Asks the rep whether a new manager may read what opened before. ``subject`` is the plan that was taken over."""
    SECOND_LOOK = "second look"
    """In one's own DM; ``part`` is the role, with ``opened`` for the message that says it has opened."""
    DAY = "day"
    """What waits for somebody, in their own DM. ``subject`` is the person, ``part`` names the digest by its day."""
    WISH = "wish"
    """A rep asks for coaching. ``subject`` is the pairing, ``part`` the manager's local date."""
    MONTH = "month"
    """The monthly reminder in a team's channel. ``subject`` is the manager, ``part`` the manager's local date."""


class Policy(StrEnum):
    LIVE = "live"
    """Follows the state for ever."""
    ONCE = "once"
    """True when it is sent, never changed."""


class Priority(IntEnum):
    """Lower goes first."""

    CLICK = 0
    TURN = 1
    REMINDER = 2


class PlaceKind(StrEnum):
    DM = "dm"
    GROUP_DM = "group dm"
    HOME = "home"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a surface stands. ``ids``: one person for a DM or Home, two for the group DM, a channel's id."""

    kind: PlaceKind
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """
    One thing that Slack shows for us.

    Args:
        thread: the surface whose thread this message stands in.
        seq: first posts of a thread go in this order.
        not_before: business time before which it is not sent; no part of what it is.
    """

    kind: SurfaceKind
    subject: str
    part: str
    place: Place
    thread: SurfaceKey | None = None
    seq: int = 0
    policy: Policy = Policy.LIVE
    priority: Priority = Priority.TURN
    not_before: datetime | None = field(default=None, compare=False)

    @property
    def key(self) -> SurfaceKey:
        return SurfaceKey("/".join(part for part in (self.kind.value, self.subject, self.part) if part))


def dm(person: PersonId) -> Place:
    return Place(PlaceKind.DM, (person,))


def home(person: PersonId) -> Surface:
    return Surface(SurfaceKind.HOME, person, "", Place(PlaceKind.HOME, (person,)), priority=Priority.CLICK)


def assessment(review: ReviewId, role: Role, person: PersonId) -> Surface:
    return Surface(SurfaceKind.ASSESSMENT, review, role.value, dm(person), priority=Priority.CLICK)


def turn(review: Review, number: int) -> Surface:
    root = Surface(SurfaceKind.TURN, review.id, "1", Place(PlaceKind.GROUP_DM, (review.manager, review.rep)))
    if number == 1:
        return root
    return Surface(SurfaceKind.TURN, review.id, str(number), root.place, thread=root.key, seq=number)


def nudge_of(review: Review, role: Role, local_date: date) -> Surface:
    """A kind word to this role, at most one a day: the date is part of the name."""
    part = f"{role.value} {local_date.isoformat()}"
    place = dm(review.person(role))
    return Surface(SurfaceKind.NUDGE, review.id, part, place, policy=Policy.ONCE, priority=Priority.REMINDER)


def chart_of(review: Review, role: Role, asked: str, kind: SurfaceKind = SurfaceKind.CHART) -> Surface:
    """
    Each time it is asked for it is a new message; ``asked`` names the time.

    Args:
        kind: of this review alone, or what moved since the last one.
    """
    part = f"{role.value} {asked}"
    place = dm(review.person(role))
    return Surface(kind, review.id, part, place, policy=Policy.ONCE, priority=Priority.CLICK)


def surfaces_of(review: Review) -> tuple[Surface, ...]:
    """Every surface that this review has as it stands, in the order in which they should first appear."""
    found: list[Surface] = [_held(review, role, assessment(review.id, role, review.person(role))) for role in Role]
    if review.ask is not None and review.ask.at is not None:
        found.append(Surface(SurfaceKind.ASK, review.id, review.ask.at.isoformat(), dm(review.manager)))
    found += [turn(review, one.number) for one in review.conversation.turns]
    if review.stage is Stage.CLOSED:
        found += [
            _held(
                review,
                role,
                Surface(SurfaceKind.ENDED, review.id, role.value, dm(review.person(role)), policy=Policy.ONCE),
            )
            for role in Role
            if role is not review.ended_by
        ]
    found += [home(review.rep), home(review.manager)]
    return tuple(found)


def opening_with_plan(review: Review) -> tuple[Surface, ...]:
    """What begins with the pair's last plan and follows it: both invitations, and the root of the thread."""
    root = turn(review, 1).key
    return tuple(one for one in surfaces_of(review) if one.kind is SurfaceKind.ASSESSMENT or one.key == root)


def _held(review: Review, role: Role, surface: Surface) -> Surface:
    """Until this role has begun, nothing reaches it before the time at which it is invited."""
    begun = review.assessments[role].progress is not Progress.INVITED
    return surface if begun else replace(surface, not_before=review.invite_from.get(role))


def surfaces_of_session(session: CoachingSession) -> tuple[Surface, ...]:
    """Every question about an entry: each correction asks anew, of the other one."""
    entries = (*session.earlier, session.entry)
    asked = tuple(
        Surface(
            SurfaceKind.SESSION,
            session.id,
            str(number),
            dm(session.person(entry.by.other)),
            policy=Policy.LIVE,
            priority=Priority.TURN,
        )
        for number, entry in enumerate(entries, start=1)
    )
    return (*asked, home(session.rep), home(session.manager))


_AFTER_ALL_TURNS = 1000


def surfaces_of_plan(plan: CoachingPlan) -> tuple[Surface, ...]:
    """The message that follows a plan in place, and both Homes."""
    place = Place(PlaceKind.GROUP_DM, (plan.manager, plan.rep))
    homes = (home(plan.rep), home(plan.manager))
    if plan.came_from is not None:  # there is no conversation in whose thread it could stand
        question = Surface(SurfaceKind.HANDOVER, plan.id, "", dm(plan.rep))
        return (Surface(SurfaceKind.PLAN, plan.id, "", place), question, *homes)
    thread = SurfaceKey(f"{SurfaceKind.TURN.value}/{plan.id}/1")
    return (Surface(SurfaceKind.PLAN, plan.id, "", place, thread=thread, seq=_AFTER_ALL_TURNS), *homes)


OPENED = "opened"


def surfaces_of_look(look: SecondLook) -> tuple[Surface, ...]:
    """The question to each of the two, and a message of its own when it has opened."""
    parts = [(role, role.value) for role in Role]
    if look.stage is LookStage.OPENED:
        parts += [(role, f"{role.value} {OPENED}") for role in Role]
    return tuple(Surface(SurfaceKind.SECOND_LOOK, look.id, part, dm(look.person(role))) for role, part in parts)


def day_of(person: PersonId, part: str) -> Surface:
    """The digest of a day: it follows what becomes of its lines until the next one comes."""
    return Surface(SurfaceKind.DAY, person, part, dm(person), priority=Priority.REMINDER)


def wish_of(pairing: Pairing, local_date: date, not_before: datetime) -> Surface:
    """At most one a day: the date is part of the name. It reaches the manager in their working hours."""
    place = dm(pairing.manager)
    return Surface(
        SurfaceKind.WISH, pairing.id, local_date.isoformat(), place, policy=Policy.ONCE, not_before=not_before
    )


def month_post(manager: PersonId, day: date, channel: str) -> Surface:
    """One a team and day, for everybody in the channel."""
    place = Place(PlaceKind.CHANNEL, (channel,))
    return Surface(SurfaceKind.MONTH, manager, day.isoformat(), place, policy=Policy.ONCE, priority=Priority.REMINDER)


def surfaces_of_pairing(pairing: Pairing) -> tuple[Surface, ...]:
    return (
        Surface(SurfaceKind.PAIRING, pairing.id, "", dm(pairing.rep), priority=Priority.CLICK),
        Surface(SurfaceKind.PAIRING_ANSWER, pairing.id, "", dm(pairing.manager), policy=Policy.ONCE),
        home(pairing.rep),
        home(pairing.manager),
    )
