"""
One person's desk: what they have been told, what they have put off, and which of their days have had a message.

At most one unprompted message reaches a person on one of their days. Whatever would write to them takes the day first:
the digest of what waits, an invitation by the cadence, the note that a review closed by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import local_date
from coaching_core.domain.occurrences import moment_of, working_moment
from coaching_core.domain.people import Person
from coaching_core.domain.team import Team
from coaching_core.domain.waiting import Waiting
from coaching_core.ids import PersonId

LATER_TODAY = timedelta(hours=3)
_EVER = datetime.min.replace(tzinfo=UTC)
_SEARCHED = 800
"""Days in which a free one is looked for: being away lasts a year at most."""


class Later(StrEnum):
    """What a person says of one thing that waits."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "week"
    STOP = "stop"
    """No reminder of this any more; it still stands on Home."""


@dataclass(frozen=True, slots=True)
class Desk:
    """
    Args:
        told_at: what called up to then has been told.
        last: names the newest digest: the local date, and a number if it was asked for on the same day.
        month, month_told_at: the newest digest that begins a month, and when it was posted.
        taken: local dates, from today on, that have had their one unprompted message.
        put_off: what waits -> the moment at which its person asked to hear of it again.
        stopped: what its person wants no reminder of.
    """

    person: PersonId
    told_at: datetime | None = None
    last: str = ""
    month: str = ""
    month_told_at: datetime | None = None
    taken: tuple[date, ...] = ()
    put_off: Mapping[str, datetime] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    version: int = 0

    def lies_here(self, one: Waiting, now: datetime) -> bool:
        """Whether it waits by now, and was not put off."""
        put_off = self.put_off.get(one.key)
        waits = one.since <= now and (one.until is None or now < one.until)
        return waits and (put_off is None or put_off <= now)

    def next_call(self, waits: Iterable[Waiting]) -> datetime | None:
        """Returns the first moment, past or to come, at which something calls that has not been told yet."""
        wanted = [one for one in waits if one.key not in self.stopped]
        return self._first(at for one in wanted for at in one.calls if at > self.put_off.get(one.key, _EVER))

    def next_asked(self, waits: Iterable[Waiting]) -> datetime | None:
        """As ``next_call``, for what its person asked to hear of again."""
        wanted = {one.key for one in waits} - set(self.stopped)
        return self._first(at for key, at in self.put_off.items() if key in wanted)

    def _first(self, moments: Iterable[datetime]) -> datetime | None:
        return min((at for at in moments if self.told_at is None or at > self.told_at), default=None)


def lines(desk: Desk, waits: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """What a digest lists: what waited longest comes first, and nothing that its person wants no reminder of."""
    here = (one for one in waits if desk.lies_here(one, now) and one.key not in desk.stopped)
    return sorted(here, key=lambda one: (one.since, one.key))


def say_later(desk: Desk, key: str, later: Later, now: datetime, zone: ZoneInfo, hour: time) -> Desk:
    """
    Put one thing off, or be reminded of it no more.

    Args:
        hour: of the person's digest, in their zone.
    """
    if later is Later.STOP:
        return replace(desk, stopped=tuple(dict.fromkeys((*desk.stopped, key))))
    today = local_date(now, zone)
    days = 1 if later is Later.TOMORROW else 7 - today.weekday()
    at = now + LATER_TODAY if later is Later.TODAY else moment_of(today + timedelta(days=days), hour, zone)
    return replace(desk, put_off={**desk.put_off, key: at}, stopped=tuple(one for one in desk.stopped if one != key))


def told(desk: Desk, waits: Iterable[Waiting], now: datetime, zone: ZoneInfo, *, month: bool = False) -> Desk:
    """
    The digest is posted: its day is taken, and what called until now is told. What is over is forgotten.

    Args:
        month: it begins a month.
    """
    today, keys = local_date(now, zone), {one.key for one in waits}
    day, _, number = desk.last.partition(" ")
    part = f"{today} {int(number or 1) + 1}" if day == str(today) else str(today)
    return replace(
        take(desk, today, today),
        told_at=now,
        last=part,
        month=part if month else desk.month,
        month_told_at=now if month else desk.month_told_at,
        put_off={key: at for key, at in desk.put_off.items() if key in keys and at > now},
        stopped=tuple(one for one in desk.stopped if one in keys),
    )


def take(desk: Desk, day: date, today: date) -> Desk:
    """Take a day for its one unprompted message."""
    return replace(desk, taken=tuple(sorted({day, *(one for one in desk.taken if one >= today)})))


def free_day(desk: Desk, person: Person, team: Team, day: date) -> bool:
    """Whether an unprompted message may reach the person on this local day."""
    back = person.away_until is None or day >= person.away_until
    return back and day.weekday() in team.working_days and day not in desk.taken


def free_moment(desk: Desk, person: Person, team: Team, after: datetime) -> datetime:
    """Returns the first moment from ``after`` on, in UTC, in working hours of a free day."""
    for _ in range(_SEARCHED):
        after = working_moment(team, person.zone, after)
        day = local_date(after, person.zone)
        if free_day(desk, person, team, day):
            return after
        after = moment_of(day + timedelta(days=1), time(), person.zone)
    raise ValueError("There is no free day.")


def digest_moment(desk: Desk, person: Person, team: Team, call: datetime, now: datetime) -> datetime:
    """
    Say when a digest that something calls for is posted.

    Returns:
        The person's hour on the first free day from ``call`` on; if that has passed, as after a long sleep, the first
        moment from now on in working hours of a free day.
    """
    planned = _at_hour(desk, person, team, call)
    return planned if planned > now else free_moment(desk, person, team, now)


def _at_hour(desk: Desk, person: Person, team: Team, after: datetime) -> datetime:
    day = local_date(after, person.zone)
    for _ in range(_SEARCHED):
        at = moment_of(day, team.reminder_at, person.zone)
        if at >= after and free_day(desk, person, team, day):
            return at
        day += timedelta(days=1)
    raise ValueError("There is no free day.")
