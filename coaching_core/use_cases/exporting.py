"""What is kept about a person, for that person: as far as they may see it, and nothing of what they may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.people import Pairing, Person
from coaching_core.domain.roles import Reader
from coaching_core.domain.visibility import LookView, ReviewView, look_for, view_for
from coaching_core.errors import NotFound
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.ports import Begin, Clock

_ALL = 10_000
_EVER = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class PersonExport:
    """
    Args:
        reviews, second_looks: each as this person may see it now: their own answers, and of the other's what is open.
        plans: with notes and what was seen; both of a plan's people read all of it.
    """

    exported_at: datetime
    person: Person
    pairings: Sequence[Pairing]
    reviews: Sequence[ReviewView]
    coaching_time: Sequence[CoachingSession]
    second_looks: Sequence[LookView] = ()
    plans: Sequence[CoachingPlan] = ()


@dataclass(frozen=True, slots=True)
class Exporting:
    begin: Begin
    clock: Clock

    def person(self, workspace: WorkspaceId, person: PersonId) -> PersonExport:
        """
        Export at the person's request; that it was done is noted.

        Raises:
            NotFound: nothing is kept about such a person.
        """
        now = self.clock.now()
        with self.begin(workspace) as tx:
            found = tx.people.find(person)
            if found is None:
                raise NotFound("Nothing is kept about this person.")
            pairings = tx.pairings.of_person(person)
            reviews = []
            for review in tx.reviews.of_person(person, limit=_ALL):
                role = review.role_of(person)
                if role is not None:
                    reviews.append(view_for(review, Reader(role.value)))
            sessions = [one for each in pairings for one in tx.sessions.of_pair(each.rep, each.manager, since=_EVER)]
            looks = [(one, one.role_of(person)) for one in tx.looks.of_person(person)]
            seen = tuple(look_for(one, Reader(role.value)) for one, role in looks if role is not None)
            plans = tuple(tx.plans.of_person(person, limit=_ALL))
            tx.audit.note(person, "export", person, now)
        return PersonExport(now, found, tuple(pairings), tuple(reviews), tuple(sessions), seen, plans)
