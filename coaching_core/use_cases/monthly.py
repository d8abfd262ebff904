"""
The team's monthly reminder in its channel: one appointment a manager, put when its day is known, kept when it comes.

A reminder is for its day: whoever looks at it later posts nothing, and puts the next one.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.calendar import local_date
from coaching_core.domain.occurrences import moment_of, next_occurrence, working_moment
from coaching_core.domain.seen import MonthSeen
from coaching_core.domain.surfaces import month_post
from coaching_core.domain.team import DayRule, Team
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import person_or_stub
from coaching_core.use_cases.scheduling import reps_of

_LONGEST = timedelta(weeks=1)
"""By which a day of rest may delay a reminder."""


def next_reminder(team: Team, rule: DayRule, zone: ZoneInfo, now: datetime) -> datetime:
    """Returns the next moment of the rule, in UTC; where its day is no working day, the next one that is."""
    meant = now - _LONGEST
    while True:
        meant = next_occurrence(rule, team.reminder_at, zone, meant)
        day = local_date(working_moment(team, zone, meant), zone)
        at = moment_of(day, team.reminder_at, zone)
        if at > now:
            return at


def put_month(tx: Transaction, manager: PersonId, now: datetime) -> None:
    """Put the next reminder of this manager's team; take it off where there is none to come."""
    team, person = tx.teams.of(manager), person_or_stub(tx, manager)
    at = None
    if team.reminder is not None and team.channel is not None and person.active and reps_of(tx, manager):
        at = next_reminder(team, team.reminder, person.zone, now)
    tx.agenda.put(AgendaKind.MONTH, manager, at)


def put_month_of(tx: Transaction, person: PersonId, now: datetime) -> None:
    """Somebody has moved, left, or come back: it may be another moment for the team that they lead."""
    if tx.agenda.at(AgendaKind.MONTH, person) is not None or reps_of(tx, person):
        put_month(tx, person, now)


def month_seen(tx: Transaction, manager: PersonId, channel: str, day: date, now: datetime) -> MonthSeen | None:
    """Returns None where the reminder is not true any more: another day, another channel, or nobody to coach."""
    team, person = tx.teams.of(manager), person_or_stub(tx, manager)
    is_today = local_date(now, person.zone) == day
    true = is_today and team.reminder is not None and team.channel == channel and person.active
    return MonthSeen(day) if true and reps_of(tx, manager) else None


@dataclass(frozen=True, slots=True)
class Monthly:
    begin: Begin
    clock: Clock

    def look(self, workspace: WorkspaceId, appointment: Appointment) -> None:
        """The moment of a team's reminder has come, just now or long ago: name the post, once, and put the next one."""
        with self.begin(workspace) as tx:
            if not tx.agenda.take(appointment.kind, appointment.subject, appointment.at):
                return
            manager, now = PersonId(appointment.subject), self.clock.now()
            team, zone = tx.teams.of(manager), person_or_stub(tx, manager).zone
            day = local_date(appointment.at, zone)
            if team.channel is not None and month_seen(tx, manager, team.channel, day, now) is not None:
                tx.surfaces.want((month_post(manager, day, team.channel),))
            put_month(tx, manager, now)
