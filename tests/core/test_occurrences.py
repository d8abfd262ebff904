"""What recurs comes once each time, at the local time meant: in every zone, over changed clocks and odd months."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coaching_core.domain.occurrences import (
    Hours,
    day_of,
    moment_of,
    months_later,
    next_in_cadence,
    next_occurrence,
    next_time_of_day,
    working_moment,
)
from coaching_core.domain.team import FIRST_MONDAY, DayRule, Team
from coaching_core.ids import PersonId

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
APIA, KIRITIMATI, LORD_HOWE = ZoneInfo("Pacific/Apia"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Australia/Lord_Howe")
"""Two that left a whole day out, and one whose clocks move by half an hour."""

zones = st.sampled_from(sorted(available_timezones() - {"localtime", "posixrules", "Factory"})).map(ZoneInfo)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(1990, 1, 1), date(2037, 12, 31))
moments = st.datetimes(datetime(1990, 2, 1), datetime(2037, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
rules = st.one_of(
    st.builds(DayRule, day=st.integers(1, 31)),
    st.builds(DayRule, nth=st.integers(1, 5), weekday=st.integers(0, 6)),
)
hours = st.builds(
    lambda working, one, other: Hours(frozenset(working), min(one, other), max(one, other)),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 11).map(lambda hour: time(hour)),
    st.integers(14, 23).map(lambda hour: time(hour)),
)


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("rule", "month", "day"),
    [
        (DayRule(15), (2026, 2), 15),
        (DayRule(31), (2026, 2), 28),
        (DayRule(30), (2028, 2), 29),  # a leap year
        (DayRule(31), (2026, 4), 30),
        (DayRule(31), (2026, 12), 31),
        (FIRST_MONDAY, (2026, 3), 2),
        (DayRule(nth=1, weekday=6), (2026, 3), 1),  # the month begins with it
        (DayRule(nth=4, weekday=4), (2026, 3), 27),
        (DayRule(nth=5, weekday=4), (2026, 3), 27),  # the fifth is the last one
        (DayRule(nth=5, weekday=1), (2026, 3), 31),
        (DayRule(nth=5, weekday=6), (2026, 2), 22),
    ],
)
def test_the_day_of_a_rule(rule: DayRule, month: tuple[int, int], day: int) -> None:
    assert day_of(rule, *month) == date(*month, day)


@given(rule=rules, day=days)
def test_every_month_has_its_day(rule: DayRule, day: date) -> None:
    found = day_of(rule, day.year, day.month)
    assert (found.year, found.month) == (day.year, day.month)
    if rule.day is None:
        assert found.weekday() == rule.weekday
        assert (found.day - 1) // 7 + 1 == rule.nth or (found + timedelta(days=7)).month != found.month == day.month
    else:
        assert found.day == rule.day or (found + timedelta(days=1)).month != found.month


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        ("2026-03-28", time(2, 30), BERLIN, "2026-03-28T01:30"),
        ("2026-03-29", time(2, 30), BERLIN, "2026-03-29T01:00"),  # does not exist: the first moment after
        ("2026-03-29", time(3, 0), BERLIN, "2026-03-29T01:00"),
        ("2026-10-25", time(2, 30), BERLIN, "2026-10-25T00:30"),  # comes twice: the first one
        ("2026-11-01", time(1, 30), NEW_YORK, "2026-11-01T05:30"),
        ("2026-10-04", time(2, 15), LORD_HOWE, "2026-10-03T15:30"),
        ("2011-12-30", time(9, 0), APIA, "2011-12-30T10:00"),  # a day that was left out
        ("1994-12-31", time(9, 0), KIRITIMATI, "1994-12-31T10:00"),
    ],
)
def test_the_moment_of_a_local_time(day: str, at: time, zone: ZoneInfo, moment: str) -> None:
    assert moment_of(date.fromisoformat(day), at, zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(day=days, at=times, zone=zones)
@example(date(2011, 12, 30), time(9, 0), APIA)
@example(date(2026, 3, 29), time(2, 30), BERLIN)
@example(date(2026, 10, 25), time(2, 30), BERLIN)
@example(date(2026, 4, 5), time(1, 45), LORD_HOWE)
def test_it_is_the_first_moment_that_shows_the_time_meant_or_has_skipped_it(
    day: date, at: time, zone: ZoneInfo
) -> None:
    meant, moment = datetime.combine(day, at), moment_of(day, at, zone)
    offsets = {
        wall(moment + timedelta(hours=n), zone) - (moment + timedelta(hours=n)).replace(tzinfo=None)
        for n in range(-50, 51)
    }
    showing = [one for one in ((meant - offset).replace(tzinfo=UTC) for offset in offsets) if wall(one, zone) == meant]
    if showing:
        assert moment == min(showing)
    else:
        assert wall(moment, zone) > meant > wall(moment - timedelta(seconds=1), zone)


@given(rule=rules, at=times, zone=zones, after=moments)
@example(DayRule(31), time(9, 0), KIRITIMATI, datetime(1994, 12, 20, tzinfo=UTC))
@example(DayRule(30), time(0, 0), APIA, datetime(2011, 12, 1, tzinfo=UTC))
@example(DayRule(nth=5, weekday=6), time(2, 30), BERLIN, datetime(2026, 3, 1, tzinfo=UTC))
def test_each_month_has_its_occurrence_once_and_none_is_skipped(
    rule: DayRule, at: time, zone: ZoneInfo, after: datetime
) -> None:
    local = wall(after, zone)
    around = [months_later(local.date().replace(day=1), n) for n in range(-2, 27)]
    due = [moment_of(day_of(rule, one.year, one.month), at, zone) for one in around]
    assert due == sorted(set(due)), "once a month, in order"
    found = [next_occurrence(rule, at, zone, after)]
    for _ in range(20):
        found.append(next_occurrence(rule, at, zone, found[-1]))
    assert found == [one for one in due if one > after][: len(found)]


@given(rule=rules, at=times, zone=zones, after=moments, later=st.floats(0, 0.99))
def test_whenever_one_asks_the_next_one_is_the_same(
    rule: DayRule, at: time, zone: ZoneInfo, after: datetime, later: float
) -> None:
    due = next_occurrence(rule, at, zone, after)
    assert next_occurrence(rule, at, zone, after + (due - after) * later) == due
    assert next_occurrence(rule, at, zone, due) > due


@given(at=times, zone=zones, after=moments)
@example(time(9, 0), APIA, datetime(2011, 12, 29, 12, tzinfo=UTC))
def test_each_day_has_its_time_once(at: time, zone: ZoneInfo, after: datetime) -> None:
    due = next_time_of_day(at, zone, after)
    local = wall(after, zone).date()
    all_due = [moment_of(local + timedelta(days=n), at, zone) for n in range(-3, 4)]
    assert due == min(one for one in all_due if one > after)
    assert due - after <= timedelta(hours=50)


@given(kept=hours, zone=zones, after=moments)
def test_a_working_moment_is_the_first_within_working_hours(kept: Hours, zone: ZoneInfo, after: datetime) -> None:
    found = working_moment(kept, zone, after)
    local = wall(found, zone)
    assert found >= after
    assert local.weekday() in kept.working_days
    assert kept.day_begins <= local.time() < kept.day_ends
    assert working_moment(kept, zone, found) == found, "which is one itself"
    quarter = timedelta(minutes=15)
    earlier = [after + quarter * n for n in range(int((found - after) / quarter) + 1) if after + quarter * n < found]
    assert not [
        one
        for one in earlier
        if (shown := wall(one, zone)).weekday() in kept.working_days
        and kept.day_begins <= shown.time() < kept.day_ends
        and moment_of(shown.date(), kept.day_ends, zone) > one
    ]


def test_hours_without_a_moment_are_refused() -> None:
    with pytest.raises(ValueError, match="no working moment"):
        working_moment(Hours(frozenset()), BERLIN, datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(ValueError, match="no working moment"):
        working_moment(Hours(day_begins=time(9), day_ends=time(9)), BERLIN, datetime(2026, 3, 2, tzinfo=UTC))


def test_a_team_keeps_hours() -> None:
    friday_evening = datetime(2026, 3, 6, 18, 0, tzinfo=BERLIN)
    assert working_moment(Team(PersonId("U1")), BERLIN, friday_evening) == datetime(2026, 3, 9, 9, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2028-01-30", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_later(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(began=st.dates(date(2000, 1, 1), date(2035, 1, 1)), every=st.sampled_from([1, 2, 3, 6]), after=days)
def test_a_cadence_counts_from_where_it_began(began: date, every: int, after: date) -> None:
    found = next_in_cadence(began, every, after)
    times_of_it = [months_later(began, every * n) for n in range(1, 600)]
    assert found == min(one for one in times_of_it if one > after)


def test_a_cadence_has_a_period() -> None:
    with pytest.raises(ValueError, match="period"):
        next_in_cadence(date(2026, 1, 1), 0, date(2026, 1, 1))
