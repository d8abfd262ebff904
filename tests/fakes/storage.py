"""
A database in memory, for tests of the core: implements ``coaching_core.ports`` for use cases.

It behaves like the real one as far as a use case can tell: a workspace is a world of its own, a transaction is taken
back as a whole, one writer at a time, versions are checked, and what was read never changes behind one's back. Ratings
are kept one by one, apart from their review.

(Over 300 lines: one repository after the other, which share nothing but the rows.)
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.assessment import Answer, Assessment, Progress, Rating
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.desk import Desk
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.second_look import SecondLook
from coaching_core.domain.surfaces import Policy, Surface, home
from coaching_core.domain.team import Team
from coaching_core.errors import AlreadyRunning, NotFound, Stale
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
from coaching_core.ports import AssessmentHead

LIVE = (PairingState.PROPOSED, PairingState.ACCEPTED)
LOCK_SECONDS = 2.0
"""As long as the real ones wait for another writer."""


@dataclass(frozen=True, slots=True)
class KeptRating:
    rating: Rating = Rating()
    answered_at: float = 0.0
    commented_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A surface that delivery should bring about. ``wanted`` counts the wishes."""

    surface: Surface
    wanted: int = 1
    hint: str | None = None
    not_before: datetime | None = None
    link: tuple[str, str] | None = None
    watched_from: datetime | None = None


@dataclass
class Rows:
    """All that one workspace holds; values in it are immutable, so that a copy of the tables is a snapshot."""

    reviews: dict[ReviewId, Review] = field(default_factory=dict)
    versions: dict[ReviewId, QuestionnaireVersion] = field(default_factory=dict)
    ratings: dict[tuple[ReviewId, Role], dict[SkillKey, KeptRating]] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    pairings: dict[PairingId, Pairing] = field(default_factory=dict)
    sessions: dict[SessionId, CoachingSession] = field(default_factory=dict)
    plans: dict[ReviewId, CoachingPlan] = field(default_factory=dict)
    looks: dict[LookId, SecondLook] = field(default_factory=dict)
    teams: dict[PersonId, Team] = field(default_factory=dict)
    desks: dict[PersonId, Desk] = field(default_factory=dict)
    agenda: dict[tuple[AgendaKind, str], datetime] = field(default_factory=dict)
    questionnaires: dict[QuestionnaireVersion, Questionnaire] = field(default_factory=dict)
    latest: dict[QuestionnaireKey, QuestionnaireVersion] = field(default_factory=dict)
    wishes: dict[SurfaceKey, Wish] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    audit: list[tuple[PersonId, str, str, datetime]] = field(default_factory=list)

    def snapshot(self) -> "Rows":
        taken = Rows(**{name: copy(table) for name, table in vars(self).items()})
        taken.ratings = {key: dict(kept) for key, kept in self.ratings.items()}
        return taken


class InMemory:
    """``begin`` is a ``ports.Begin``. ``rows`` gives tests what a workspace holds after the last commit."""

    def __init__(self) -> None:
        self._rows: dict[WorkspaceId, Rows] = {}
        self._locks: dict[WorkspaceId, threading.Lock] = {}
        self._guard = threading.Lock()

    def rows(self, workspace: WorkspaceId) -> Rows:
        return self._rows.get(workspace, Rows()).snapshot()

    @contextmanager
    def begin(self, workspace: WorkspaceId) -> Iterator["InMemoryTransaction"]:
        with self._guard:
            lock = self._locks.setdefault(workspace, threading.Lock())
        if not lock.acquire(timeout=LOCK_SECONDS):
            raise TimeoutError("Another transaction holds this workspace.")
        try:
            rows = self.rows(workspace)
            yield InMemoryTransaction(rows)
            self._rows[workspace] = rows
        finally:
            lock.release()


class InMemoryTransaction:
    def __init__(self, rows: Rows) -> None:
        self.questionnaires = InMemoryQuestionnaires(rows)
        self.reviews = InMemoryReviews(rows)
        self.people = InMemoryPeople(rows)
        self.pairings = InMemoryPairings(rows)
        self.sessions = InMemorySessions(rows)
        self.plans = InMemoryPlans(rows)
        self.looks = InMemoryLooks(rows)
        self.teams = InMemoryTeams(rows)
        self.desks = InMemoryDesks(rows)
        self.agenda = InMemoryAgenda(rows)
        self.surfaces = InMemorySurfaces(rows)
        self.events = InMemoryEvents(rows)
        self.audit = InMemoryAudit(rows)


class InMemoryReviews:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, review: ReviewId) -> Review:
        if review not in self._rows.reviews:
            raise NotFound("There is no such review.")
        kept = self._rows.reviews[review]
        mine = {
            role: replace(one, ratings={key: rated.rating for key, rated in self._ratings(review, role).items()})
            for role, one in kept.assessments.items()
        }
        form = self._rows.questionnaires[self._rows.versions[review]]
        return _apart(replace(kept, assessments=mine, questionnaire=form))

    def add(self, review: Review) -> None:
        if review.id in self._rows.reviews or self._another_runs(review):
            raise AlreadyRunning("A review of the two of you is under way.")
        self._keep(review, {role: _bare(mine) for role, mine in review.assessments.items()}, review.version)

    def save(self, review: Review) -> None:
        before = self._rows.reviews[review.id]
        kept = {role: self._saved(_bare(mine), before.assessments[role]) for role, mine in review.assessments.items()}
        own = _own(review) != _own(before) or review.questionnaire.version != self._rows.versions[review.id]
        if own and review.version != before.version:
            raise Stale("Someone just changed this review. Please try again.")
        if self._another_runs(review):
            raise AlreadyRunning("A review of the two of you is under way.")
        self._keep(review, kept, before.version + own)

    def running_of(self, rep: PersonId, manager: PersonId) -> Review | None:
        found = (one for one in self._rows.reviews.values() if one.running and (one.rep, one.manager) == (rep, manager))
        return next((self.get(one.id) for one in found), None)

    def agreed_before(self, review: Review) -> Review | None:
        pair = (review.rep, review.manager)
        own = (one for one in self._rows.reviews.values() if (one.rep, one.manager) == pair and one.id != review.id)
        agreed = ((one.ended_at, one.id) for one in own if one.stage is Stage.AGREED and one.ended_at is not None)
        last = max(((at, key) for at, key in agreed if at <= review.started_at), default=None)
        return None if last is None else self.get(last[1])

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[Review]:
        own = (one for one in self._rows.reviews.values() if person in (one.rep, one.manager))
        found = sorted(own, key=lambda one: (not one.running, -one.started_at.timestamp(), one.id))
        return [self.get(one.id) for one in found[:limit]]

    def started_since(self, manager: PersonId, since: datetime) -> int:
        return sum(one.manager == manager and one.started_at >= since for one in self._rows.reviews.values())

    def last_form(self, rep: PersonId, manager: PersonId) -> Questionnaire | None:
        own = [
            one
            for one in self.of_person(rep, limit=len(self._rows.reviews))
            if (one.rep, one.manager) == (rep, manager)
        ]
        last = min(own, key=lambda one: (-one.started_at.timestamp(), one.id), default=None)
        return last.questionnaire if last else None

    def forget_unopened(self, review: Review) -> None:
        for role, mine in review.assessments.items():
            stored = self._ratings(review.id, role)
            self._rows.ratings[review.id, role] = {key: one for key, one in stored.items() if key in mine.ratings}

    def assessment_head(self, review: ReviewId, person: PersonId) -> AssessmentHead:
        kept = self._rows.reviews.get(review)
        role = kept.role_of(person) if kept else None
        if kept is None or role is None:
            raise NotFound("There is no such review, or it is not yours.")
        submitted = kept.assessments[role].progress is Progress.SUBMITTED
        known = self._rows.people.get(person)
        active = known is None or known.active
        return AssessmentHead(review, role, kept.stage, submitted, self._rows.versions[review], active)

    def rate(self, head: AssessmentHead, skill: SkillKey, answer: Answer, at: float) -> bool:
        stored, old = self._old(head, skill)
        if old.answered_at >= at:
            return False
        stored[skill] = replace(old, rating=replace(old.rating, answer=answer), answered_at=at)
        return True

    def comment(self, head: AssessmentHead, skill: SkillKey, comment: str, at: float) -> bool:
        stored, old = self._old(head, skill)
        if old.commented_at >= at:
            return False
        stored[skill] = replace(old, rating=replace(old.rating, comment=comment), commented_at=at)
        return True

    def _ratings(self, review: ReviewId, role: Role) -> dict[SkillKey, KeptRating]:
        return self._rows.ratings.get((review, role), {})

    def _old(self, head: AssessmentHead, skill: SkillKey) -> tuple[dict[SkillKey, KeptRating], KeptRating]:
        stored = self._rows.ratings.setdefault((head.review, head.role), {})
        return stored, stored.get(skill, KeptRating())

    def _saved(self, mine: Assessment, before: Assessment) -> Assessment:
        if replace(mine, version=0) == replace(before, version=0):
            return before
        if mine.version != before.version:
            raise Stale("Someone just changed this review. Please try again.")
        return replace(mine, version=mine.version + 1)

    def _another_runs(self, review: Review) -> bool:
        other = self.running_of(review.rep, review.manager) if review.running else None
        return other is not None and other.id != review.id

    def _keep(self, review: Review, assessments: Mapping[Role, Assessment], version: int) -> None:
        if review.questionnaire.version not in self._rows.questionnaires:
            raise LookupError("The review's questionnaire has not been published.")  # a foreign key, in a database
        self._rows.versions[review.id] = review.questionnaire.version
        self._rows.reviews[review.id] = _apart(replace(review, assessments=assessments, version=version))


def _bare(mine: Assessment) -> Assessment:
    return replace(mine, ratings={})


def _own(review: Review) -> Review:
    return replace(review, version=0, assessments={})


def _apart(review: Review) -> Review:
    """The same with mappings of its own and all times in UTC, as it would come from a database."""
    talk = review.conversation
    return replace(
        review,
        started_at=review.started_at.astimezone(UTC),
        due_at=review.due_at.astimezone(UTC),
        assessments=dict(review.assessments),
        conversation=replace(talk, nudged=dict(talk.nudged), plan=replace(talk.plan, agreed=dict(talk.plan.agreed))),
    )


class InMemoryPeople:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, person: PersonId) -> Person | None:
        return self._rows.people.get(person)

    def find_held(self, person: PersonId) -> Person | None:
        return self.find(person)

    def save(self, person: Person) -> None:
        self._rows.people[person.id] = person


class InMemoryPairings:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, pairing: PairingId) -> Pairing:
        if pairing not in self._rows.pairings:
            raise NotFound("There is no such pairing.")
        return self._rows.pairings[pairing]

    def between(self, rep: PersonId, manager: PersonId) -> Pairing | None:
        found = [one for one in self._rows.pairings.values() if (one.rep, one.manager) == (rep, manager)]
        return max(found, key=lambda one: (one.state in LIVE, one.since), default=None)

    def of_person(self, person: PersonId) -> Sequence[Pairing]:
        own = (one for one in self._rows.pairings.values() if person in (one.rep, one.manager) and one.state in LIVE)
        return sorted(own, key=lambda one: (one.since, one.id))

    def left_behind(self, *, limit: int = 20) -> Sequence[Pairing]:
        gone = {one.id for one in self._rows.people.values() if not one.active}
        found = (one for one in self._rows.pairings.values() if gone & {one.rep, one.manager})
        accepted = (one for one in found if one.state is PairingState.ACCEPTED)
        return sorted(accepted, key=lambda one: (one.since, one.id))[:limit]

    def save(self, pairing: Pairing) -> None:
        before = self._rows.pairings.get(pairing.id)
        is_new = before is None and pairing.version == 0
        same = before is not None and before.version == pairing.version
        if not (is_new or same) or self._another_lives(pairing):
            raise Stale("Someone just changed this pairing. Please try again.")
        self._rows.pairings[pairing.id] = pairing if is_new else replace(pairing, version=pairing.version + 1)

    def _another_lives(self, pairing: Pairing) -> bool:
        other = self.between(pairing.rep, pairing.manager)
        return pairing.state in LIVE and other is not None and other.state in LIVE and other.id != pairing.id


class InMemorySessions:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, session: SessionId) -> CoachingSession:
        if session not in self._rows.sessions:
            raise NotFound("There is no such entry.")
        return self._rows.sessions[session]

    def save(self, session: CoachingSession) -> None:
        before = self._rows.sessions.get(session.id)
        if (before.version if before else 0) != session.version:
            raise Stale("Someone just changed this entry. Please try again.")
        self._rows.sessions[session.id] = replace(session, version=session.version + 1) if before else session

    def of_pair(self, rep: PersonId, manager: PersonId, *, since: date) -> Sequence[CoachingSession]:
        own = (one for one in self._rows.sessions.values() if (one.rep, one.manager) == (rep, manager))
        return sorted((one for one in own if one.entry.on >= since), key=lambda one: (one.entry.on, one.id))


class InMemoryPlans:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, plan: ReviewId) -> CoachingPlan:
        if plan not in self._rows.plans:
            raise NotFound("There is no such plan.")
        return self._rows.plans[plan]

    def current_of(self, rep: PersonId, manager: PersonId) -> CoachingPlan | None:
        own = (one for one in self._rows.plans.values() if (one.rep, one.manager) == (rep, manager))
        return next((one for one in own if one.current), None)

    def before(self, review: Review) -> CoachingPlan | None:
        pair = (review.rep, review.manager)
        own = (one for one in self._rows.plans.values() if (one.rep, one.manager) == pair and one.id != review.id)
        found = (one for one in own if one.agreed_at <= review.started_at)
        return max(found, key=lambda one: one.agreed_at, default=None)

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[CoachingPlan]:
        own = (one for one in self._rows.plans.values() if person in (one.rep, one.manager))
        return sorted(own, key=lambda one: (not one.current, -one.agreed_at.timestamp(), one.id))[:limit]

    def save(self, plan: CoachingPlan) -> None:
        before = self._rows.plans.get(plan.id)
        other = self.current_of(plan.rep, plan.manager)
        another_is = plan.current and other is not None and other.id != plan.id
        if (before.version if before else 0) != plan.version or another_is:
            raise Stale("Someone just changed this plan. Please try again.")
        self._rows.plans[plan.id] = replace(plan, version=plan.version + 1) if before else plan


class InMemoryLooks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, look: LookId) -> SecondLook:
        if look not in self._rows.looks:
            raise NotFound("There is no such second look.")
        return self._rows.looks[look]

    def of_plan(self, plan: ReviewId) -> Sequence[SecondLook]:
        return self._sorted(one for one in self._rows.looks.values() if one.plan == plan)

    def of_person(self, person: PersonId) -> Sequence[SecondLook]:
        return self._sorted(one for one in self._rows.looks.values() if person in (one.rep, one.manager))

    def save(self, look: SecondLook) -> None:
        before = self._rows.looks.get(look.id)
        if (before.version if before else 0) != look.version:
            raise Stale("Someone just changed this second look. Please try again.")
        self._rows.looks[look.id] = replace(look, version=look.version + 1)

    def _sorted(self, looks: Iterable[SecondLook]) -> Sequence[SecondLook]:
        return sorted(looks, key=lambda one: (one.asked_at, one.id))


class InMemoryTeams:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, manager: PersonId) -> Team:
        return self._rows.teams.get(manager, Team(manager))

    def save(self, team: Team) -> None:
        if self.of(team.manager).version != team.version:
            raise Stale("Someone just changed these settings. Please look at them again.")
        self._rows.teams[team.manager] = replace(team, version=team.version + 1)


class InMemoryDesks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person: PersonId) -> Desk:
        return self._rows.desks.get(person, Desk(person))

    def save(self, desk: Desk) -> None:
        if self.of(desk.person).version != desk.version:
            raise Stale("Something just changed here. Please try again.")
        self._rows.desks[desk.person] = replace(desk, version=desk.version + 1)


class InMemoryAgenda:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def put(self, kind: AgendaKind, subject: str, at: datetime | None) -> None:
        self._rows.agenda.pop((kind, subject), None)
        if at is not None:
            self._rows.agenda[kind, subject] = at.astimezone(UTC)

    def at(self, kind: AgendaKind, subject: str) -> datetime | None:
        return self._rows.agenda.get((kind, subject))

    def take(self, kind: AgendaKind, subject: str, at: datetime) -> bool:
        due = self.at(kind, subject) == at
        if due:
            self.put(kind, subject, None)
        return due


class InMemoryQuestionnaires:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, version: QuestionnaireVersion) -> Questionnaire:
        if version not in self._rows.questionnaires:
            raise NotFound("There is no such questionnaire.")
        return self._rows.questionnaires[version]

    def latest(self, key: QuestionnaireKey) -> Questionnaire:
        if key not in self._rows.latest:
            raise NotFound("There is no such questionnaire.")
        return self._rows.questionnaires[self._rows.latest[key]]

    def all_latest(self) -> Sequence[Questionnaire]:
        return [self.latest(key) for key in sorted(self._rows.latest)]

    def publish(self, questionnaire: Questionnaire) -> None:
        self._rows.questionnaires[questionnaire.version] = questionnaire
        self._rows.latest[questionnaire.key] = questionnaire.version


class InMemorySurfaces:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def want(self, surfaces: Iterable[Surface], *, hint: str | None = None, not_before: datetime | None = None) -> None:
        for number, surface in enumerate({one.key: one for one in surfaces}.values()):
            old = self._rows.wishes.get(surface.key)
            own_hint, held = hint if number == 0 else None, surface.not_before or not_before
            if old is None:
                self._rows.wishes[surface.key] = Wish(surface, hint=own_hint, not_before=held)
            elif not (old.surface.policy is Policy.ONCE and old.link):
                both = old.not_before and held
                self._rows.wishes[surface.key] = replace(
                    old,
                    wanted=old.wanted + 1,
                    hint=own_hint or old.hint,
                    not_before=min(both, old.not_before) if both and old.not_before else None,
                )

    def seen(self, person: PersonId, now: datetime) -> None:
        mine = home(person)
        self.want((mine,))
        self._rows.wishes[mine.key] = replace(self._rows.wishes[mine.key], watched_from=now)

    def link_of(self, key: SurfaceKey) -> tuple[str, str] | None:
        wish = self._rows.wishes.get(key)
        return wish.link if wish else None

    def forget_message(self, key: SurfaceKey) -> None:
        if key in self._rows.wishes:
            self._rows.wishes[key] = replace(self._rows.wishes[key], link=None)


class InMemoryEvents:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def known(self, event_id: str) -> bool:
        return event_id in self._rows.events

    def first_time(self, event_id: str, now: datetime) -> bool:
        if event_id in self._rows.events:
            return False
        self._rows.events.add(event_id)
        return True


class InMemoryAudit:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def note(self, actor: PersonId, action: str, subject: str, now: datetime) -> None:
        self._rows.audit.append((actor, action, subject, now))
