"""Reading: what a person asks to see, and what a surface is drawn from. Nothing changes here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coaching_core.domain import turns
from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.away import away_until
from coaching_core.domain.bringing import to_bring
from coaching_core.domain.calendar import local_date
from coaching_core.domain.moved import what_moved
from coaching_core.domain.people import Actor, Pairing, PairingState, Person, PersonKind
from coaching_core.domain.policy import Action, require
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Drawable, HomeSeen, MovedSeen, PairingSeen, Seen
from coaching_core.domain.surfaces import Place, PlaceKind, SurfaceKind
from coaching_core.domain.visibility import view_for
from coaching_core.domain.watching import not_seen_last_time
from coaching_core.errors import NotFound
from coaching_core.ids import (
    LookId,
    PairingId,
    PersonId,
    QuestionnaireKey,
    ReviewId,
    SessionId,
    SurfaceKey,
    WorkspaceId,
)
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import known, people_of, person_or_stub, the_review
from coaching_core.use_cases.coaching_time import seen_session
from coaching_core.use_cases.desks import desk_seen, gathers_at
from coaching_core.use_cases.keeping_plans import last_plan, seen_plan
from coaching_core.use_cases.monthly import month_seen
from coaching_core.use_cases.months import time_of
from coaching_core.use_cases.second_looks import seen_look


@dataclass(frozen=True, slots=True)
class Looking:
    """
    Args:
        begin: may be a reading transaction.
        built_in: the questionnaires that come with the app, for a workspace that has none of its own yet.
    """

    begin: Begin
    clock: Clock
    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)

    def review(self, actor: Actor, review: ReviewId, action: Action = Action.SEE) -> Seen:
        """Returns the review as this person may see it now, if they may do this to it."""
        with self.begin(actor.workspace) as tx:
            return self._seen_by(tx, actor, the_review(tx, review), action)

    def turn(self, actor: Actor, review: ReviewId, number: int) -> Seen:
        """As ``review``, for the form of a turn. Raises ``OutOfTurn`` or ``TooLate`` unless it is the person's own."""
        with self.begin(actor.workspace) as tx:
            found = the_review(tx, review)
            seen = self._seen_by(tx, actor, found, Action.SPEAK)
            role = found.role_of(actor.person)
            if role is not None:
                turns.current_turn(found, role, number)
            return seen

    def running_with(self, actor: Actor, other: PersonId) -> Seen:
        """Returns the running review of these two, whoever of them is the rep. Raises ``NotFound``."""
        with self.begin(actor.workspace) as tx:
            found = tx.reviews.running_of(rep=other, manager=actor.person) or tx.reviews.running_of(
                rep=actor.person, manager=other
            )
            if found is None:
                raise NotFound("There is no review of you two under way.")
            return self._seen_by(tx, actor, found, Action.SEE)

    def home(self, workspace: WorkspaceId, person: PersonId) -> HomeSeen:
        actor = Actor(workspace, person)
        with self.begin(workspace) as tx:
            me = person_or_stub(tx, person)
            if not me.active:
                return HomeSeen(me, (), ())
            reviews = [self._seen_by(tx, actor, one, Action.SEE) for one in tx.reviews.of_person(person)]
            live = (PairingState.PROPOSED, PairingState.ACCEPTED)
            pairings = [self._pairing(tx, one) for one in tx.pairings.of_person(person) if one.state in live]
            accepted = [one.pairing for one in pairings if one.pairing.state is PairingState.ACCEPTED]
            left = [self._pairing(tx, one) for one in tx.pairings.left_behind()] if _runs(me) else []
            away = away_until(me, local_date(self.clock.now(), me.zone))
            now = self.clock.now()
            time, waits = [time_of(tx, one, now) for one in accepted], desk_seen(tx, me, now)
            plans = [seen_plan(tx, one) for one in tx.plans.of_person(person) if one.current]
            return HomeSeen(me, reviews, pairings, time, away, left, waits, plans)

    def forms(self, workspace: WorkspaceId) -> Sequence[Questionnaire]:
        with self.begin(workspace) as tx:
            published = {one.key: one for one in tx.questionnaires.all_latest()}
        return tuple({**self.built_in, **published}.values())

    def link(self, workspace: WorkspaceId, surface: SurfaceKey) -> tuple[str, str] | None:
        """Returns channel and ts of a message of ours."""
        with self.begin(workspace) as tx:
            return tx.surfaces.link_of(surface)

    def surface(self, workspace: WorkspaceId, kind: SurfaceKind, subject: str, place: Place) -> Drawable | None:
        """
        Returns:
            What a surface is drawn from, for the reader that its place has; None when its subject is gone.
        """
        if kind is SurfaceKind.HOME:
            return self.home(workspace, PersonId(subject))
        try:
            with self.begin(workspace) as tx:
                if kind in (SurfaceKind.PAIRING, SurfaceKind.PAIRING_ANSWER, SurfaceKind.WISH):
                    pairing = tx.pairings.get(PairingId(subject))
                    return self._pairing(tx, pairing) if pairing.role_of(PersonId(place.ids[0])) else None
                if kind is SurfaceKind.HANDOVER:
                    taken = tx.plans.get(ReviewId(subject))
                    return seen_plan(tx, taken) if place.ids == (taken.rep,) else None
                if kind is SurfaceKind.PLAN:
                    plan = tx.plans.get(ReviewId(subject))
                    return seen_plan(tx, plan) if set(place.ids) == {plan.rep, plan.manager} else None
                if kind is SurfaceKind.SECOND_LOOK:
                    look = tx.looks.get(LookId(subject))
                    role = look.role_of(PersonId(place.ids[0]))
                    return None if role is None else seen_look(tx, look, Reader(role.value), self.clock.now())
                if kind is SurfaceKind.DAY:
                    person = person_or_stub(tx, PersonId(subject))
                    mine = place.ids == (subject,) and person.active
                    return desk_seen(tx, person, self.clock.now()) if mine else None
                if kind is SurfaceKind.MONTH:
                    manager, now = PersonId(subject), self.clock.now()
                    today = local_date(now, person_or_stub(tx, manager).zone)
                    return month_seen(tx, manager, place.ids[0], today, now)
                if kind is SurfaceKind.SESSION:
                    session = tx.sessions.get(SessionId(subject))
                    if session.role_of(PersonId(place.ids[0])) is None:
                        return None
                    people = {role: person_or_stub(tx, session.person(role)) for role in Role}
                    return seen_session(tx, session, people, self.clock.now())
                review = tx.reviews.get(ReviewId(subject))
                if kind is SurfaceKind.MOVED:
                    return _moved(tx, review, reader_at(place, review))
                seen = Seen(view_for(review, reader_at(place, review)), people_of(tx, review), self.clock.now())
                if kind in (SurfaceKind.ASSESSMENT, SurfaceKind.TURN):
                    seen = replace(seen, gathers_at=gathers_at(tx, review.manager))
                if kind is SurfaceKind.TURN:
                    return replace(seen, last_plan=last_plan(tx, review))
                return self._with_the_past(tx, review, seen) if kind is SurfaceKind.ASSESSMENT else seen
        except NotFound:
            return None

    def _with_the_past(self, tx: Transaction, review: Review, seen: Seen) -> Seen:
        """
        What the invitation begins with: the pair's last plan, and what one's own earlier answers have to say to it.

        Those to their author alone (what may be brought over, what to watch first): a place that both read has no
        assessment of its own.
        """
        mine = seen.view.mine
        if mine is None or mine.page or review.stage is not Stage.ASSESSING:
            return seen
        seen = replace(seen, last_plan=last_plan(tx, review))
        if mine.ratings:
            return seen
        past = tx.reviews.of_person(review.rep)
        watch = not_seen_last_time(review, past) if mine.role is Role.MANAGER else ()
        return replace(seen, to_bring=len(to_bring(review, mine.role, past, seen.now)), watch_first=watch)

    def _seen_by(self, tx: Transaction, actor: Actor, review: Review, action: Action) -> Seen:
        people = people_of(tx, review)
        role = require(known(actor, people), action, review)
        return Seen(view_for(review, Reader(role.value)), people, self.clock.now())

    def _pairing(self, tx: Transaction, pairing: Pairing) -> PairingSeen:
        coming = tx.agenda.at(AgendaKind.REVIEW, pairing.id)
        return PairingSeen(pairing, person_or_stub(tx, pairing.rep), person_or_stub(tx, pairing.manager), coming)


def _moved(tx: Transaction, review: Review, reader: Reader) -> MovedSeen | None:
    """Two views of one reader, side by side; for a place that both read there is nothing."""
    if reader is Reader.BOTH or review.stage is not Stage.AGREED:
        return None
    before = tx.reviews.agreed_before(review)
    skills = {} if before is None else what_moved(view_for(before, reader), view_for(review, reader))
    return MovedSeen(people_of(tx, review), review.questionnaire, skills, first=before is None)


def _runs(person: Person) -> bool:
    """An administrator, who is told whose work is paused."""
    return person.admin and person.active and person.kind is PersonKind.MEMBER


def reader_at(place: Place, review: Review) -> Reader:
    """
    Say who reads a place: a DM one of the two, the group DM both.

    Raises:
        NotFound: a place of somebody else; nothing of the review is shown there.
    """
    if place.kind is PlaceKind.GROUP_DM and set(place.ids) == {review.rep, review.manager}:
        return Reader.BOTH
    role: Role | None = review.role_of(PersonId(place.ids[0])) if place.kind is PlaceKind.DM else None
    if role is None:
        raise NotFound("Nobody of this review reads that place.")
    return Reader(role.value)
