"""What is drawn: views, together with the people as the directory knows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coaching_core.domain.people import Pairing, Person
from coaching_core.domain.roles import Role
from coaching_core.domain.visibility import ReviewView


@dataclass(frozen=True, slots=True)
class Seen:
    """A review as its reader may see it. ``now`` is business time, for "until Friday"."""

    view: ReviewView
    people: Mapping[Role, Person]
    now: datetime

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class PairingSeen:
    pairing: Pairing
    rep: Person
    manager: Person


@dataclass(frozen=True, slots=True)
class HomeSeen:
    """One person's Home: their reviews and pairings, each as far as they may see it."""

    person: Person
    reviews: Sequence[Seen]
    pairings: Sequence[PairingSeen]
