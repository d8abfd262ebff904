"""Working days in a person's own time zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WORKING_DAYS = frozenset({0, 1, 2, 3, 4})
"""Monday to Friday, as ``date.weekday`` counts."""


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def working_days_between(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """
    Count the whole working days that have passed.

    Returns:
        Working days after the local day of ``start``, up to and including the local day of ``end`` once ``end`` has
        reached the time of day of ``start``; 0 when ``end`` is not later.
    """
    if end <= start:
        return 0
    first, last = start.astimezone(zone), end.astimezone(zone)
    whole = (last.date() - first.date()).days - (last.time() < first.time())
    return sum((first.date() + timedelta(days=n)).weekday() in WORKING_DAYS for n in range(1, whole + 1))


def add_working_days(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Returns the moment, in UTC-aware local time, that is so many working days later at the same time of day."""
    local = start.astimezone(zone)
    while days > 0:
        local += timedelta(days=1)
        days -= local.weekday() in WORKING_DAYS
    return local


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Returns the last minute of a local day: who has "until Friday" has all of Friday."""
    return datetime.combine(day, time(23, 59), zone)


def end_of_day_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Returns the end of the local day so many days later, moved on to Monday from a weekend."""
    day = local_date(start, zone) + timedelta(days=days)
    while day.weekday() not in WORKING_DAYS:
        day += timedelta(days=1)
    return end_of(day, zone)
