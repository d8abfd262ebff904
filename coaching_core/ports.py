"""
What the use cases need of the world, as protocols. ``storage`` implements the repositories, ``bot`` the rest.

A transaction belongs to one workspace: no repository can be asked about another one.

(Over 300 lines, most of them what each method promises: two implementations and a fake are held to it.)
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.assessment import Answer
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.desk import Desk
from coaching_core.domain.people import Pairing, Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.second_look import SecondLook
from coaching_core.domain.surfaces import Place, Surface
from coaching_core.domain.team import Team
from coaching_core.ids import (
    LookId,
    PairingId,
    PersonId,
    QuestionnaireKey,
    QuestionnaireVersion,
    ReviewId,
    SessionId,
    SkillKey,
    SurfaceKey,
    WorkspaceId,
)


class Clock(Protocol):
    """Business time, movable in the playground. Leases, limits and signatures run on real time, not on this."""

    def now(self) -> datetime:
        """Returns the moment, aware, in UTC."""
        ...


class Ids(Protocol):
    def review(self) -> ReviewId: ...

    def pairing(self) -> PairingId: ...

    def session(self) -> SessionId: ...


@dataclass(frozen=True, slots=True)
class AssessmentHead:
    """What decides whether one rating may be saved, without the ratings themselves."""

    review: ReviewId
    role: Role
    stage: Stage
    submitted: bool
    questionnaire: QuestionnaireVersion
    active: bool = True


class Reviews(Protocol):
    """Whole reviews with both assessments. In a writing transaction ``get`` holds the review for this transaction."""

    def get(self, review: ReviewId) -> Review:
        """Raises ``NotFound``."""
        ...

    def add(self, review: Review) -> None: ...

    def save(self, review: Review) -> None:
        """
        Write what differs: the review's own row, and each assessment but for its ratings.

        Raises:
            Stale: somebody changed it since it was read.
        """
        ...

    def running_of(self, rep: PersonId, manager: PersonId) -> Review | None:
        """Returns the pair's running review (at most one exists), whichever stage it is in."""
        ...

    def agreed_before(self, review: Review) -> Review | None:
        """Returns the last review of the same pair that had led to a plan when this one began."""
        ...

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[Review]:
        """Returns reviews in which the person is rep or manager, running ones first, then the newest."""
        ...

    def started_since(self, manager: PersonId, since: datetime) -> int:
        """
        Returns how many of this manager's reviews have begun at that moment or later. In a writing transaction
        nobody else is answered for the same manager before this one ends.
        """
        ...

    def last_form(self, rep: PersonId, manager: PersonId) -> Questionnaire | None:
        """Returns the questionnaire of the pair's newest review, running or over; None when they have had none."""
        ...

    def forget_unopened(self, review: Review) -> None:
        """Delete every stored rating that the given review does not hold any more."""
        ...

    # one rating: a small use case of its own, never a load and save of the whole review

    def assessment_head(self, review: ReviewId, person: PersonId) -> AssessmentHead:
        """Held against a simultaneous submission. Raises ``NotFound`` for a stranger to the review, too."""
        ...

    def rate(self, head: AssessmentHead, skill: SkillKey, answer: Answer, at: float) -> bool:
        """
        Keep an answer if it is newer than the one that stands.

        Args:
            at: when the person clicked, in seconds since 1970 (Slack's ``action_ts``).
        Returns:
            False when a newer answer stands already.
        """
        ...

    def comment(self, head: AssessmentHead, skill: SkillKey, comment: str, at: float) -> bool:
        """As ``rate``, for the comment; both keep what the other wrote."""
        ...


class People(Protocol):
    def find(self, person: PersonId) -> Person | None: ...

    def find_held(self, person: PersonId) -> Person | None:
        """As ``find``; nobody else changes this person before this transaction ends."""
        ...

    def save(self, person: Person) -> None: ...


class Pairings(Protocol):
    def get(self, pairing: PairingId) -> Pairing: ...

    def between(self, rep: PersonId, manager: PersonId) -> Pairing | None:
        """Returns the pair's latest pairing, in whichever state."""
        ...

    def of_person(self, person: PersonId) -> Sequence[Pairing]:
        """Returns the accepted and proposed pairings in which the person is rep or manager."""
        ...

    def left_behind(self, *, limit: int = 20) -> Sequence[Pairing]:
        """Returns accepted pairings of which one is deactivated, the oldest first."""
        ...

    def save(self, pairing: Pairing) -> None:
        """Insert or update. Raises ``Stale``."""
        ...


class Sessions(Protocol):
    """Logged coaching time."""

    def get(self, session: SessionId) -> CoachingSession:
        """Raises ``NotFound``."""
        ...

    def save(self, session: CoachingSession) -> None:
        """Insert or update. Raises ``Stale``."""
        ...

    def of_pair(self, rep: PersonId, manager: PersonId, *, since: date) -> Sequence[CoachingSession]:
        """Returns the sessions that took place on this day or later, the oldest first."""
        ...


class Plans(Protocol):
    """Coaching plans after they were agreed to; a pair has one at most that is current."""

    def get(self, plan: ReviewId) -> CoachingPlan:
        """Raises ``NotFound``."""
        ...

    def current_of(self, rep: PersonId, manager: PersonId) -> CoachingPlan | None: ...

    def before(self, review: Review) -> CoachingPlan | None:
        """Returns the newest plan that the pair of this review had agreed to when it began."""
        ...

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[CoachingPlan]:
        """Returns plans in which the person is rep or manager, current ones first, then the newest."""
        ...

    def save(self, plan: CoachingPlan) -> None:
        """Insert or update. Raises ``Stale``."""
        ...


class Looks(Protocol):
    """Second looks. They hold sealed answers, so nobody but use cases is handed one."""

    def get(self, look: LookId) -> SecondLook:
        """Raises ``NotFound``."""
        ...

    def of_plan(self, plan: ReviewId) -> Sequence[SecondLook]:
        """Returns the looks that belong to this plan now, the oldest first."""
        ...

    def of_person(self, person: PersonId) -> Sequence[SecondLook]:
        """Returns every look in which the person is rep or manager, the oldest first."""
        ...

    def save(self, look: SecondLook) -> None:
        """Insert or update. Raises ``Stale``."""
        ...


class Teams(Protocol):
    def of(self, manager: PersonId) -> Team:
        """Returns the manager's team, with the defaults if nothing was ever set."""
        ...

    def save(self, team: Team) -> None:
        """Insert or update. Raises ``Stale``."""
        ...


class Desks(Protocol):
    def of(self, person: PersonId) -> Desk:
        """Returns the person's desk; an empty one, if nothing was ever put on it."""
        ...

    def save(self, desk: Desk) -> None:
        """Insert or update. Raises ``Stale``: two can't take the same day."""
        ...


class Agenda(Protocol):
    """When time is to look at something of this workspace; a subject has one moment a kind."""

    def put(self, kind: AgendaKind, subject: str, at: datetime | None) -> None:
        """Look at it then, instead of whenever it was to be; never when None."""
        ...

    def at(self, kind: AgendaKind, subject: str) -> datetime | None: ...

    def take(self, kind: AgendaKind, subject: str, at: datetime) -> bool:
        """
        Take an appointment off: whoever takes it does the work, in this transaction, and puts the next one.

        Returns:
            False when another one took it, or it has been moved.
        """
        ...


class Questionnaires(Protocol):
    """Versions are kept for ever, as long as a review needs them."""

    def get(self, version: QuestionnaireVersion) -> Questionnaire: ...

    def latest(self, key: QuestionnaireKey) -> Questionnaire:
        """Raises ``NotFound``."""
        ...

    def all_latest(self) -> Sequence[Questionnaire]: ...

    def publish(self, questionnaire: Questionnaire) -> None:
        """Make this content the latest of its key; the same content again changes nothing."""
        ...


class Surfaces(Protocol):
    def want(
        self,
        surfaces: Iterable[Surface],
        *,
        hint: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """
        Say that these should now exist or look different; delivery does the rest after the commit.

        Args:
            hint: a click's ``response_url``, with which the first of these is redrawn without ``chat.update``.
            not_before: business time before which nothing is sent; an earlier wish stays earlier.
        """
        ...

    def seen(self, person: PersonId, now: datetime) -> None:
        """Note that the person has opened their Home: it follows the state for the next ten minutes."""
        ...

    def link_of(self, key: SurfaceKey) -> tuple[str, str] | None:
        """Returns channel and ts of a surface that stands in Slack, else None."""
        ...

    def forget_message(self, key: SurfaceKey) -> None:
        """The message is gone from Slack: post it anew when next wanted."""
        ...


class Events(Protocol):
    def known(self, event_id: str) -> bool:
        """Returns True for an event whose effect is there already."""
        ...

    def first_time(self, event_id: str, now: datetime) -> bool:
        """Returns True for the first of all deliveries of one event, in the same transaction as its effect."""
        ...


class Audit(Protocol):
    def note(self, actor: PersonId, action: str, subject: str, now: datetime) -> None:
        """Who did what to what. Ids only: never a rating, a comment or a name."""
        ...


class Transaction(Protocol):
    @property
    def reviews(self) -> Reviews: ...
    @property
    def people(self) -> People: ...
    @property
    def pairings(self) -> Pairings: ...
    @property
    def questionnaires(self) -> Questionnaires: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def looks(self) -> Looks: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def desks(self) -> Desks: ...
    @property
    def agenda(self) -> Agenda: ...
    @property
    def surfaces(self) -> Surfaces: ...
    @property
    def events(self) -> Events: ...
    @property
    def audit(self) -> Audit: ...


Begin = Callable[[WorkspaceId], AbstractContextManager[Transaction]]
"""Begin a transaction in one workspace: leaving the block commits, an exception rolls back."""


# --- delivery: one speaker per workspace -----------------------------------------------------------------------------


class DeliveryState(StrEnum):
    NEW = "new"
    POSTING = "posting"
    POSTED = "posted"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Due:
    """
    A surface that may look different from what it should.

    Args:
        wanted: the revision that was read *before* the state that is drawn.
        channel, ts: where it stands, after the first post.
        parent: channel and ts of the thread's root, if it has one.
        attempt_at: real time of the last first-post attempt, in seconds since 1970.
        grace_over: that attempt has either had its effect by now or never will.
        sure: no earlier write can still have an effect on it.
        confirm: one could, and may have had: write it once more, whatever it is taken to show.
        only_once_more: that is all; it was written since as it should be, and nobody waits for it.
        hint: a fresh ``response_url``.
    """

    surface: Surface
    wanted: int
    shown: int
    shown_hash: str | None
    state: DeliveryState
    channel: str | None = None
    ts: str | None = None
    parent: tuple[str, str] | None = None
    attempt_at: float | None = None
    grace_over: bool = True
    sure: bool = True
    confirm: bool = False
    only_once_more: bool = False
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """The right to write to one workspace, for a while. ``token`` fences off a speaker that lost it."""

    workspace: WorkspaceId
    owner: str
    token: int


class Deliveries(Protocol):
    """
    The reconciler's side of the surfaces. The one door that looks across workspaces: ids and keys only.

    Leases and retries run on the database's clock, ``not_before`` on business time. Every method is a transaction
    of its own. Methods that take a ``Speaker`` return False and change nothing when that speaker's token is not the
    current one any more.
    """

    def worklist(self, now: datetime, *, limit: int) -> Sequence[WorkspaceId]: ...

    def claim(self, workspace: WorkspaceId, owner: str, *, seconds: float) -> Speaker | None: ...

    def renew(self, speaker: Speaker, *, seconds: float) -> bool: ...

    def release(self, speaker: Speaker) -> None: ...

    def due(self, speaker: Speaker, now: datetime, *, limit: int) -> Sequence[Due]: ...

    def intend(self, speaker: Speaker, key: SurfaceKey) -> float | None:
        """Write down, before a first post, that it is about to happen. Returns ``attempt_at``; None if fenced off."""
        ...

    def shown(
        self,
        speaker: Speaker,
        key: SurfaceKey,
        *,
        revision: int,
        digest: str,
        channel: str | None,
        ts: str | None,
        sure: bool = True,
    ) -> bool:
        """It stands in Slack as of this revision; if that is not sure, it is due once more when it will be."""
        ...

    def found(self, speaker: Speaker, key: SurfaceKey, *, channel: str, ts: str) -> bool:
        """A post of unknown outcome was found: it stands, but what it shows is to be brought up to date."""
        ...

    def refused(self, speaker: Speaker, key: SurfaceKey, *, retry_in: float, back_to_new: bool) -> bool:
        """Nothing happened in Slack; try again in so many seconds."""
        ...

    def unknown(self, speaker: Speaker, key: SurfaceKey, *, retry_in: float) -> bool:
        """It may have happened, and may still: look for a post so long after the attempt, try an update again then."""
        ...

    def parked(self, speaker: Speaker, key: SurfaceKey, *, reason: str) -> bool: ...

    def unpark(self, workspace: WorkspaceId, *, reason: str | None = None) -> int:
        """Try parked surfaces again. Returns how many."""
        ...

    def posts_of_late(self, speaker: Speaker, *, seconds: float) -> Sequence[float]:
        """Returns how many seconds ago each first post of that time was attempted, by whichever speaker."""
        ...

    def place_channel(self, workspace: WorkspaceId, place: Place) -> str | None:
        """Returns the conversation's id, if any surface has stood there before."""
        ...
