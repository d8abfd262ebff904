"""The one way in which a review changes: load, require, decide, save, name the surfaces."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import CoachingPlan, carry_over, plan_begins
from coaching_core.domain.people import Actor, Pairing, PairingState, Person, PersonKind
from coaching_core.domain.policy import STRANGER, Action, require
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import Surface, assessment, surfaces_of, surfaces_of_plan
from coaching_core.domain.visibility import view_for
from coaching_core.errors import NotAllowed, NotFound
from coaching_core.ids import PersonId, QuestionnaireKey, ReviewId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.keeping_looks import carry_over_looks
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.trying import tried


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where it happens: ``now`` in UTC, both people's time zones, and the transaction."""

    now: datetime
    zones: Mapping[Role, ZoneInfo]
    tx: Transaction

    def today(self, role: Role) -> date:
        """Returns the local date of this one."""
        return local_date(self.now, self.zones[role])


Decide = Callable[[Review, Role, Moment], Review]
Also = Callable[[Review, Role, Moment], Iterable[Surface]]


@dataclass(frozen=True, slots=True)
class ReviewUseCases:
    """What use cases on a review share. Each call is one transaction; a stale one is read afresh and tried again."""

    begin: Begin
    clock: Clock

    def change(
        self,
        actor: Actor,
        review: ReviewId,
        action: Action,
        decide: Decide,
        *,
        hint: str | None = None,
        also: Also = lambda *_: (),
    ) -> Seen:
        """
        Args:
            decide: the domain's decision; given the review, the actor's role and the moment.
            hint: the click's ``response_url``, to redraw the actor's own questionnaire with.
            also: names further surfaces that should exist, such as a nudge.
        Returns:
            The review after it, as the actor may see it.
        """
        return tried(lambda: self._once(actor, review, action, decide, hint, also))

    def _once(
        self, actor: Actor, review: ReviewId, action: Action, decide: Decide, hint: str | None, also: Also
    ) -> Seen:
        with self.begin(actor.workspace) as tx:
            before = the_review(tx, review)
            people = people_of(tx, before)
            role = require(known(actor, people), action, before)
            now = self.clock.now()
            moment = Moment(now, {one: person.zone for one, person in people.items()}, tx)
            after = decide(before, role, moment)
            if after != before:
                save(tx, before, after)
                tx.audit.note(actor.person, action.value, review, now)
                look_soon(tx, now, after.rep, after.manager)
                tx.surfaces.want(surfaces_between(before, after))
            if hint is not None:
                tx.surfaces.want((assessment(review, role, actor.person),), hint=hint)
            tx.surfaces.want(also(after, role, moment))
        return Seen(view_for(after, Reader(role.value)), people, now)


def the_review(tx: Transaction, review: ReviewId) -> Review:
    """Raises ``NotAllowed`` for one that does not exist: a stranger learns nothing from the difference."""
    try:
        return tx.reviews.get(review)
    except NotFound:
        raise NotAllowed(STRANGER) from None


def kept_plan(tx: Transaction, plan: ReviewId) -> tuple[CoachingPlan, Mapping[Role, Person]]:
    """
    Returns:
        The plan, and its two people as the directory has them.
    Raises:
        NotAllowed: there is none; a stranger learns nothing from the difference.
    """
    try:
        found = tx.plans.get(plan)
    except NotFound:
        raise NotAllowed(STRANGER) from None
    return found, {role: person_or_stub(tx, found.person(role)) for role in Role}


def save(tx: Transaction, before: Review, after: Review) -> None:
    """Save a review, forget the answers that it does not hold any more, and keep the plan that it has led to."""
    tx.reviews.save(after)
    if after.stage is Stage.AGREED and before.stage is not Stage.AGREED:
        _keep_plan(tx, after)
    if any(before.assessments[role].ratings.keys() - after.assessments[role].ratings.keys() for role in Role):
        tx.reviews.forget_unopened(after)


def _keep_plan(tx: Transaction, review: Review) -> None:
    """What is still open of the pair's last plan goes on in this one."""
    new, old = plan_begins(review), tx.plans.current_of(review.rep, review.manager)
    if old is not None:
        look_soon(tx, new.agreed_at, new.rep, new.manager)
        carry_over_looks(tx, old, new, new.agreed_at)
        old, new = carry_over(old, new)
        tx.plans.save(old)
        message, *_ = surfaces_of_plan(old)
        if tx.surfaces.link_of(message.key) is not None:  # it follows what becomes of the plan; none is begun for it
            tx.surfaces.want((message,))
    tx.plans.save(new)


def surfaces_between(before: Review, after: Review) -> tuple[Surface, ...]:
    """Every surface that the review had or has: what is over is redrawn as over."""
    return tuple(dict.fromkeys((*surfaces_of(after), *surfaces_of(before))))


def people_of(tx: Transaction, review: Review) -> Mapping[Role, Person]:
    return {role: person_or_stub(tx, review.person(role)) for role in Role}


def person_or_stub(tx: Transaction, person: PersonId) -> Person:
    """Returns the person as the directory has them; one that it does not know yet goes by "your colleague"."""
    return tx.people.find(person) or stub(person)


def stub(person: PersonId) -> Person:
    return Person(person, "your colleague")


def paired(tx: Transaction, one: PersonId, other: PersonId) -> Pairing | None:
    """Returns the accepted pairing of these two, whoever of them is the rep."""
    for rep, manager in ((other, one), (one, other)):
        found = tx.pairings.between(rep=rep, manager=manager)
        if found is not None and found.state is PairingState.ACCEPTED:
            return found
    return None


def known(actor: Actor, people: Mapping[Role, Person]) -> Actor:
    """The stricter of what the request and what the directory say: who is deactivated meanwhile may do nothing."""
    return known_as(actor, next((one for one in people.values() if one.id == actor.person), None))


def known_as(actor: Actor, person: Person | None) -> Actor:
    """As ``known``, with what the directory says of the actor, if it knows them."""
    if person is None:
        return actor
    kind = person.kind if actor.kind is PersonKind.MEMBER else actor.kind
    return replace(actor, kind=kind, active=actor.active and person.active, admin=person.admin)


def published(
    tx: Transaction, built_in: Mapping[QuestionnaireKey, Questionnaire], form: QuestionnaireKey
) -> Questionnaire:
    """A built-in questionnaire as it came with the app; any other as the workspace has it. Raises ``NotFound``."""
    own = built_in.get(form)
    if own is None:
        return tx.questionnaires.latest(form)
    tx.questionnaires.publish(own)
    return own
