"""The one way in which a review changes: load, require, decide, save, name the surfaces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import local_date
from coaching_core.domain.people import Actor, Person
from coaching_core.domain.policy import Action, require
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import assessment, surfaces_of
from coaching_core.domain.visibility import view_for
from coaching_core.errors import Stale
from coaching_core.ids import PersonId, ReviewId
from coaching_core.ports import Begin, Clock, Transaction

TRIES = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where it happens: ``now`` in UTC, and both people's time zones."""

    now: datetime
    zones: Mapping[Role, ZoneInfo]

    def today(self, role: Role) -> date:
        """Returns the local date of this one."""
        return local_date(self.now, self.zones[role])


Decide = Callable[[Review, Role, Moment], Review]


@dataclass(frozen=True, slots=True)
class ReviewUseCases:
    """What use cases on a review share. Each call is one transaction; a stale one is read afresh and tried again."""

    begin: Begin
    clock: Clock

    def change(
        self, actor: Actor, review: ReviewId, action: Action, decide: Decide, *, hint: str | None = None
    ) -> Seen:
        """
        Args:
            decide: the domain's decision; given the review, the actor's role and the moment.
            hint: the click's ``response_url``, to redraw the actor's own questionnaire with.
        Returns:
            The review after it, as the actor may see it.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                return self._once(actor, review, action, decide, hint)
            except Stale:
                if not tries_left:
                    raise
        raise AssertionError("unreachable")

    def _once(self, actor: Actor, review: ReviewId, action: Action, decide: Decide, hint: str | None) -> Seen:
        with self.begin(actor.workspace) as tx:
            before = tx.reviews.get(review)
            people = people_of(tx, before)
            role = require(known(actor, people), action, before)
            now = self.clock.now()
            after = decide(before, role, Moment(now, {one: person.zone for one, person in people.items()}))
            if after != before:
                tx.reviews.save(after)
                tx.audit.note(actor.person, action.value, review, now)
            if hint is not None:
                tx.surfaces.want((assessment(review, role, actor.person),), hint=hint)
            tx.surfaces.want(surfaces_of(after))
        return Seen(view_for(after, Reader(role.value)), people, now)


def people_of(tx: Transaction, review: Review) -> Mapping[Role, Person]:
    return {role: person_or_stub(tx, review.person(role)) for role in Role}


def person_or_stub(tx: Transaction, person: PersonId) -> Person:
    """Returns the person as the directory has them; one that it does not know yet goes by "your colleague"."""
    return tx.people.find(person) or Person(person, "your colleague")


def known(actor: Actor, people: Mapping[Role, Person]) -> Actor:
    """Take what the directory knows of the actor: somebody deactivated meanwhile may do nothing any more."""
    person = next((one for one in people.values() if one.id == actor.person), None)
    if person is None:
        return actor
    return replace(actor, kind=person.kind, active=person.active, admin=person.admin)
