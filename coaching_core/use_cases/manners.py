"""What everybody who would write to a person unprompted asks first; and what everybody who changes something says."""

from datetime import datetime

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.calendar import local_date
from coaching_core.domain.desk import free_moment, take
from coaching_core.domain.people import Person
from coaching_core.domain.surfaces import day_of
from coaching_core.domain.team import Team
from coaching_core.ids import PersonId
from coaching_core.ports import Transaction


def look_soon(tx: Transaction, now: datetime, *people: PersonId) -> None:
    """
    Something may wait for them now, or no longer: their desk is looked at, and today's digest follows.

    Called before any surface is named, and in the order of the people, so that no two transactions wait for each other.
    """
    for person in sorted(set(people)):
        tx.agenda.put(AgendaKind.DIGEST, person, now)
        last = tx.desks.of(person).last
        if last:
            tx.surfaces.want((day_of(person, last),))


def take_day(tx: Transaction, person: Person, team: Team, after: datetime, now: datetime) -> datetime:
    """
    Take one of the person's days for a message that nobody asked for.

    Returns:
        The moment at which it may be sent: the first from ``after`` on in working hours of a day that is free.
    """
    tx.agenda.put(
        AgendaKind.DIGEST, person.id, now
    )  # as everybody does, before the desk: so no two wait for each other
    desk = tx.desks.of(person.id)
    at = free_moment(desk, person, team, after)
    tx.desks.save(take(desk, local_date(at, person.zone), local_date(now, person.zone)))
    return at
