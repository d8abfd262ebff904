"""
What waits for somebody: gathered into one message a day, at their hour, if something calls for it; and always on Home.

One appointment a person, put whenever something of theirs changes and kept when it comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.calendar import local_date
from coaching_core.domain.desk import Desk, Later, digest_moment, lines, say_later, told
from coaching_core.domain.occurrences import working_moment
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.domain.policy import require_let_in
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import DeskLine, DeskSeen
from coaching_core.domain.surfaces import day_of, home
from coaching_core.domain.team import Pings, Team
from coaching_core.domain.waiting import Waiting, WaitKind, waits_in_look, waits_in_plan, waits_in_review, waits_in_time
from coaching_core.domain.watching import not_seen_last_time
from coaching_core.errors import TooLate
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import known_as, person_or_stub
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.months import months_of, next_month
from coaching_core.use_cases.scheduling import reps_of
from coaching_core.use_cases.trying import tried

_MOST = 60
"""Reviews and plans of one person that are looked at: running and current ones come first."""
_CONFIRMED_WITHIN = timedelta(days=31)
"""Coaching time that nobody has confirmed by then no longer waits for it."""


@dataclass(frozen=True, slots=True)
class Desks:
    begin: Begin
    clock: Clock

    def look(self, workspace: WorkspaceId, appointment: Appointment) -> None:
        """Something of this person's has changed, or its moment has come: post the digest, or put the next look."""

        def once() -> None:
            with self.begin(workspace) as tx:
                if tx.agenda.take(appointment.kind, appointment.subject, appointment.at):
                    person = tx.people.find(PersonId(appointment.subject))
                    if person is not None and person.active:
                        self._looked(tx, person)

        tried(once)

    def mine(self, actor: Actor) -> DeskSeen:
        with self.begin(actor.workspace) as tx:
            me = person_or_stub(tx, actor.person)
            require_let_in(known_as(actor, me))
            return desk_seen(tx, me, self.clock.now())

    def later(self, actor: Actor, key: str, later: Later) -> None:
        """
        Put one thing of one's own off, or be reminded of it no more.

        Raises:
            TooLate: it does not wait any more.
        """

        def once() -> None:
            with self.begin(actor.workspace) as tx:
                me, now = person_or_stub(tx, actor.person), self.clock.now()
                require_let_in(known_as(actor, me))
                if key not in {one.key for one in waits_of(tx, me, now)}:
                    raise TooLate("That's done already. Nothing has changed.")
                put_off(tx, me, key, later, now)

        tried(once)

    def _looked(self, tx: Transaction, person: Person) -> None:
        now, desk = self.clock.now(), tx.desks.of(person.id)
        waits, team = waits_of(tx, person, now), settings_of(tx, person.id)
        month = next_month(tx, desk, person, team, now)
        at = _next_digest(desk, waits, person, team, now, month)
        if at is None or at > now:
            tx.agenda.put(AgendaKind.DIGEST, person.id, at)
            return
        begins = month is not None and month <= now
        after = told(desk, waits, now, person.zone, month=begins)
        if begins or lines(after, waits, now):
            before = [day_of(person.id, desk.last)] if desk.last else []
            tx.surfaces.want((day_of(person.id, after.last), *before))
        tx.desks.save(after)
        tx.agenda.put(AgendaKind.DIGEST, person.id, now)


def _next_digest(
    desk: Desk, waits: Sequence[Waiting], person: Person, team: Team, now: datetime, month: datetime | None
) -> datetime | None:
    """Whoever asked for it is told at the time, also on a day that has had its one unprompted message."""
    asked = desk.next_asked(waits)
    calls = [call for call in (desk.next_call(waits), month) if call is not None]
    moments = [digest_moment(desk, person, team, call, now) for call in calls]
    moments += [] if asked is None else [working_moment(team, person.zone, max(asked, now))]
    return min(moments, default=None)


def put_off(tx: Transaction, person: Person, key: str, later: Later, now: datetime) -> None:
    """Their desk is looked at then, and today's digest follows."""
    hour = settings_of(tx, person.id).reminder_at
    look_soon(tx, now, person.id)
    before = tx.desks.of(person.id)
    after = say_later(before, key, later, now, person.zone, hour)
    if after != before:
        tx.desks.save(after)
        tx.surfaces.want((home(person.id),))


def settings_of(tx: Transaction, person: PersonId) -> Team:
    """Whose days and hours hold for somebody: their own team's, if they coach; else those of who coaches them."""
    accepted = [one for one in tx.pairings.of_person(person) if one.state is PairingState.ACCEPTED]
    managers = [one.manager for one in accepted]
    return tx.teams.of(person if person in managers or not managers else managers[0])


def gathers_at(tx: Transaction, manager: PersonId) -> time | None:
    """Returns the local time at which turns reach this manager together; None where each is told by itself."""
    team = tx.teams.of(manager)
    return team.reminder_at if team.pings_with(len(reps_of(tx, manager))) is Pings.DESK_ONLY else None


def waits_of(tx: Transaction, person: Person, now: datetime) -> list[Waiting]:
    """Everything that waits for this person, also what is put off, or is still to come."""
    found: list[Waiting] = []
    accepted = [one for one in tx.pairings.of_person(person.id) if one.state is PairingState.ACCEPTED]
    desk_only = gathers_at(tx, person.id) is not None
    for review in tx.reviews.of_person(person.id, limit=_MOST):
        role = review.role_of(person.id)
        if role is not None and review.running:
            at_once = desk_only and role is Role.MANAGER
            found += waits_in_review(review, role, person.zone, at_once=at_once)
    for plan in tx.plans.of_person(person.id, limit=_MOST):
        role = plan.role_of(person.id)
        if role is not None:
            found += waits_in_plan(plan, role, person.zone)
    for look in tx.looks.of_person(person.id):
        role = look.role_of(person.id)
        if role is not None:
            found += waits_in_look(look, role, person.zone)
    for pairing in accepted:
        found += _unconfirmed(tx, pairing, person, now)
    return found


def _unconfirmed(tx: Transaction, pairing: Pairing, person: Person, now: datetime) -> list[Waiting]:
    role = pairing.role_of(person.id)
    since = local_date(now - _CONFIRMED_WITHIN, person.zone)
    sessions = tx.sessions.of_pair(pairing.rep, pairing.manager, since=since)
    return [] if role is None else waits_in_time(sessions, role, person.zone)


def desk_seen(tx: Transaction, person: Person, now: datetime) -> DeskSeen:
    desk = tx.desks.of(person.id)
    found = [
        DeskLine(one, person_or_stub(tx, one.other), _watch_first(tx, one, person.id))
        for one in lines(desk, waits_of(tx, person, now), now)
    ]
    month = months_of(tx, person, now) if desk.last and desk.last == desk.month else ()
    return DeskSeen(person, found, desk.last, month)


def _watch_first(tx: Transaction, one: Waiting, person: PersonId) -> Sequence[str]:
    if one.kind is not WaitKind.ASSESSMENT or one.role is not Role.MANAGER:
        return ()
    past = tx.reviews.of_person(one.other, limit=_MOST)
    review = next((each for each in past if each.id == one.subject), None)
    return () if review is None else not_seen_last_time(review, past)
