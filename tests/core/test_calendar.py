"""Working days are counted where the person is: their weekend, their clock change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.calendar import add_working_days, end_of, end_of_day_after, local_date, working_days_between

BERLIN, NEW_YORK, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")
ZONES = (ZoneInfo("UTC"), BERLIN, NEW_YORK, AUCKLAND, ZoneInfo("Asia/Kathmandu"))

moments = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03-02T10:00", "2026-03-02T18:00", 0),
        ("2026-03-02T10:00", "2026-03-03T09:59", 0),
        ("2026-03-02T10:00", "2026-03-03T10:00", 1),
        ("2026-03-02T10:00", "2026-03-05T10:00", 3),
        ("2026-03-06T10:00", "2026-03-08T10:00", 0),  # Friday to Sunday
        ("2026-03-06T10:00", "2026-03-09T09:59", 0),
        ("2026-03-06T10:00", "2026-03-09T10:00", 1),  # to Monday
        ("2026-03-07T10:00", "2026-03-09T10:00", 1),  # begun on a Saturday
        ("2026-03-05T10:00", "2026-03-10T10:00", 3),  # three working days are five days over a weekend
        ("2026-03-02T10:00", "2026-03-16T10:00", 10),
        ("2026-03-03T10:00", "2026-03-02T10:00", 0),  # not later
    ],
)
def test_whole_working_days(start: str, end: str, days: int) -> None:
    assert working_days_between(at(start), at(end), BERLIN) == days


def test_a_day_on_which_the_clock_changes_is_a_day() -> None:
    assert working_days_between(at("2026-03-27T10:00"), at("2026-03-30T10:00"), BERLIN) == 1, "71 hours, spring"
    assert working_days_between(at("2026-10-23T10:00"), at("2026-10-26T10:00"), BERLIN) == 1, "73 hours, autumn"
    assert working_days_between(at("2026-10-23T10:00"), at("2026-10-26T09:59"), BERLIN) == 0


def test_whose_day_it_is_decides() -> None:
    friday_in_new_york = at("2026-03-06T20:00", NEW_YORK)
    later = friday_in_new_york + timedelta(days=2, hours=12)
    assert local_date(friday_in_new_york, AUCKLAND) == date(2026, 3, 7)
    assert working_days_between(friday_in_new_york, later, NEW_YORK) == 0, "Monday morning there"
    assert working_days_between(friday_in_new_york, later, AUCKLAND) == 1, "late on Monday there"


@given(
    start=moments,
    days=st.integers(0, 12),
    zone=st.sampled_from(ZONES),
)
def test_added_working_days_are_counted_again(start: datetime, days: int, zone: ZoneInfo) -> None:
    end = add_working_days(start, days, zone)
    assert working_days_between(start, end, zone) == days
    if days:
        assert end.weekday() < 5
        assert working_days_between(start, end - timedelta(minutes=61), zone) == days - 1


@given(
    start=moments,
    hours=st.lists(st.integers(1, 100), min_size=2, max_size=2),
    zone=st.sampled_from(ZONES),
)
def test_more_time_is_never_fewer_days(start: datetime, hours: list[int], zone: ZoneInfo) -> None:
    sooner, later = start + timedelta(hours=min(hours)), start + timedelta(hours=max(hours))
    assert working_days_between(start, sooner, zone) <= working_days_between(start, later, zone)


def test_a_date_to_answer_by_is_all_of_a_working_day() -> None:
    monday = at("2026-03-02T10:00")
    assert end_of_day_after(monday, 7, BERLIN) == at("2026-03-09T23:59")
    assert end_of_day_after(monday, 5, BERLIN) == at("2026-03-09T23:59"), "Saturday becomes Monday"
    assert end_of(date(2026, 3, 29), BERLIN) == at("2026-03-29T23:59"), "on the day of the clock change, too"
