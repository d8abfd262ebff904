"""
When something recurs: days of a month, times of day, working hours, cadences.

Rules are meant on the wall clock of whoever they are for; what is returned is a moment in UTC. Where clocks go forward,
a time that does not exist is the first moment after it; where they go back, a time that comes twice is its first one.
So nothing is left out, and nothing happens twice.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import WORKING_DAYS, local_date
from coaching_core.domain.team import DayRule

_WEEK = 7
_SEARCHED = 3 * _WEEK
"""Days in which a working moment is looked for: more than a week, as a day may be missing from the calendar."""


class KeepsHours(Protocol):
    """Whoever has working days and hours: a ``Team``, or ``Hours``."""

    @property
    def working_days(self) -> frozenset[int]: ...
    @property
    def day_begins(self) -> time: ...
    @property
    def day_ends(self) -> time: ...


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours where no team says otherwise, in local time."""

    working_days: frozenset[int] = WORKING_DAYS
    day_begins: time = time(9, 0)
    day_ends: time = time(17, 0)


USUAL_HOURS = Hours()


def day_of(rule: DayRule, year: int, month: int) -> date:
    """Returns the rule's day in this month: its last day where the month is shorter, its last weekday for the fifth."""
    days = monthrange(year, month)[1]
    if rule.day is not None:
        return date(year, month, min(rule.day, days))
    first = 1 + (rule.weekday - date(year, month, 1).weekday()) % _WEEK
    day = first + (rule.nth - 1) * _WEEK
    if rule.nth >= 5:  # the fifth is the last one
        day = first + (days - first) // _WEEK * _WEEK
    return date(year, month, day)


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Returns the first moment, in UTC, at which the clock on the wall shows this day and time, or has skipped it."""
    meant = datetime.combine(day, at)
    before = meant.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    after = meant.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    moment = (meant - before).replace(tzinfo=UTC)
    if after <= before:
        return moment
    early = (meant - after).replace(tzinfo=UTC)  # the clock skips it somewhere between these two
    between = range(int((moment - early).total_seconds()))
    return early + timedelta(
        seconds=bisect_left(between, True, key=lambda later: _wall(early + timedelta(seconds=later), zone) >= meant)
    )


def next_occurrence(rule: DayRule, at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Returns the first moment later than ``after``, in UTC, at which the day of the rule reaches this time."""
    month = months_later(local_date(after, zone).replace(day=1), -1)  # a day may be skipped into the next month
    while (moment := moment_of(day_of(rule, month.year, month.month), at, zone)) <= after:
        month = months_later(month, 1)
    return moment


def next_time_of_day(at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Returns the first moment later than ``after``, in UTC, at which a day reaches this time."""
    day = local_date(after, zone) - timedelta(days=1)
    while (moment := moment_of(day, at, zone)) <= after:
        day += timedelta(days=1)
    return moment


def working_moment(hours: KeepsHours, zone: ZoneInfo, after: datetime) -> datetime:
    """
    Returns:
        The first moment at or after ``after``, in UTC, on a working day and within working hours (their end excluded).
    Raises:
        ValueError: these hours have no such moment.
    """
    for day in _days_from(local_date(after, zone) - timedelta(days=1)):
        if day.weekday() not in hours.working_days:
            continue
        begins, ends = moment_of(day, hours.day_begins, zone), moment_of(day, hours.day_ends, zone)
        if begins < ends and after < ends:
            return max(begins, after.astimezone(UTC))
    raise ValueError("These hours have no working moment.")


def months_later(day: date, months: int) -> date:
    """
    Returns:
        The same day of the month so many months later (or earlier), or that month's last day where it is shorter.
        Always count from where a cadence began, not from its last time: the 31st stays the 31st.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_in_cadence(began: date, every_months: int, after: date) -> date:
    """Returns the first day later than ``after`` that is a whole number of periods (at least one) after ``began``."""
    if every_months <= 0:
        raise ValueError("A cadence has a period.")
    passed = (after.year - began.year) * 12 + after.month - began.month
    periods = max(1, passed // every_months)
    while (day := months_later(began, periods * every_months)) <= after:
        periods += 1
    return day


def _days_from(day: date) -> Iterator[date]:
    for days in range(_SEARCHED):
        yield day + timedelta(days=days)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
