"""
When the next co-assessment of a pair is due by the team's cadence, and why one is left out.

A period begins with a month (a quarter in January, April, July, October). The reps of a team have their places in its
first weeks, so many a week, in the order in which they were paired; a place is a working day and a time of its own.
"""

from datetime import date, datetime, time, timedelta
from math import ceil
from zlib import crc32
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import local_date
from coaching_core.domain.occurrences import moment_of, months_later
from coaching_core.domain.people import Pairing, Person, Skip
from coaching_core.domain.team import Team
from coaching_core.ids import PairingId

SPREAD = timedelta(hours=2)
"""The reviews of one morning begin within so much time, each at a moment of its own."""
_WEEK = 7
_DAYS_A_MONTH = 30


def next_review(team: Team, place: int, pairing: PairingId, zone: ZoneInfo, after: datetime) -> datetime | None:
    """
    Args:
        place: of the pair in its team, from 0.
        zone: the rep's.
    Returns:
        The first moment later than ``after``, in UTC, at which this pair's review is to begin; None without a cadence.
    """
    if not team.every_months:
        return None
    months = local_date(after, zone).replace(day=1)
    late = ceil((place // team.reps_a_week + 2) * _WEEK / (_DAYS_A_MONTH * team.every_months))
    period = months_later(months, -((months.year * 12 + months.month - 1) % team.every_months))
    period = months_later(period, -late * team.every_months)  # its last places may be in the time of later ones
    while (moment := moment_of(_day(team, place, period), _time(team, pairing), zone)) <= after:
        period = months_later(period, team.every_months)
    return moment


def half_a_period(team: Team) -> timedelta:
    """So long after one review the pair has no other one by the cadence."""
    return timedelta(days=team.every_months * _DAYS_A_MONTH / 2)


def why_not(
    team: Team, pairing: Pairing, rep: Person, manager: Person, *, open_: bool, last: datetime | None, now: datetime
) -> Skip | None:
    """
    Say why the review that is due does not begin; None: it does.

    Args:
        open_: whether a review of the pair is still under way.
        last: when the pair's last one began.
    """
    today = local_date(now, rep.zone)
    if open_:
        return Skip.OPEN
    if months_later(local_date(pairing.since, rep.zone), team.every_months) > today:
        return Skip.YOUNG
    if last is not None and now - last < half_a_period(team):
        return Skip.RECENT
    if _is_away(rep, now):
        return Skip.REP_AWAY
    return Skip.MANAGER_AWAY if _is_away(manager, now) else None


def week_of(now: datetime, zone: ZoneInfo) -> datetime:
    """Returns when the present week has begun here."""
    today = local_date(now, zone)
    return moment_of(today - timedelta(days=today.weekday()), time(), zone)


def a_week_later(moment: datetime, zone: ZoneInfo) -> datetime:
    """Returns the same local time a week later, in UTC."""
    local = moment.astimezone(zone)
    return moment_of(local.date() + timedelta(days=_WEEK), local.time(), zone)


def _is_away(person: Person, now: datetime) -> bool:
    return person.away_until is not None and local_date(now, person.zone) <= person.away_until


def _day(team: Team, place: int, period: date) -> date:
    """Returns the place's day: in the weeks from the period's first Monday on, spread over the working days."""
    monday = period + timedelta(days=-period.weekday() % _WEEK)
    week, nth = divmod(place, team.reps_a_week)
    days = sorted(team.working_days)
    return monday + timedelta(days=week * _WEEK + days[nth * len(days) // team.reps_a_week])


def _time(team: Team, pairing: PairingId) -> time:
    """Returns the pair's own time of day, soon after the day begins: always the same, and unlike the others'."""
    begins, ends = (datetime.combine(date.min, one) for one in (team.day_begins, team.day_ends))
    minutes = min(SPREAD, ends - begins) // timedelta(minutes=1)
    return (begins + timedelta(minutes=crc32(pairing.encode()) % max(1, minutes))).time()
