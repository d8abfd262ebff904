"""A team's cadence: each pair once a period, at a working moment of the rep, and so many a week."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.cadence import a_week_later, half_a_period, next_review, week_of, why_not
from coaching_core.domain.occurrences import working_moment
from coaching_core.domain.people import Skip
from coaching_core.domain.team import CADENCES, Team
from coaching_core.ids import PairingId
from tests.builders import MANAGER, REP, a_pairing, a_person
from tests.fakes.clock import NOW

zones = st.sampled_from(sorted(available_timezones() - {"localtime", "posixrules", "Factory"})).map(ZoneInfo)
teams = st.builds(
    lambda months, a_week, days, begins, hours: Team(
        MANAGER,
        every_months=months,
        reps_a_week=a_week,
        working_days=frozenset(days),
        day_begins=time(begins),
        day_ends=time(begins + hours),
    ),
    st.sampled_from([one for one in CADENCES if one]),
    st.integers(1, 6),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(4, 10),
    st.integers(1, 9),
)
moments = st.datetimes(datetime(2012, 2, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
pairings = st.integers(0, 99).map(lambda number: PairingId(f"pairing-{number}"))
BERLIN = ZoneInfo("Europe/Berlin")


@given(team=teams, place=st.integers(0, 30), pairing=pairings, zone=zones, after=moments)
def test_each_pair_has_one_review_a_period_at_a_working_moment(
    team: Team, place: int, pairing: PairingId, zone: ZoneInfo, after: datetime
) -> None:
    found: list[datetime] = []
    for _ in range(9):
        at = next_review(team, place, pairing, zone, found[-1] if found else after)
        assert at is not None
        found.append(at)
    assert found[0] > after
    assert next_review(team, place, pairing, zone, found[0] - timedelta(seconds=1)) == found[0]
    mondays = [one.astimezone(zone).date() for one in found]
    mondays = [one - timedelta(days=one.weekday(), weeks=place // team.reps_a_week) for one in mondays]
    assert {one.day for one in mondays} <= set(range(1, 8)), "counted from the first Monday of a period"
    months = [one.year * 12 + one.month - 1 for one in mondays]
    assert months[0] % team.every_months == 0
    assert [later - one for one, later in pairwise(months)] == [team.every_months] * 8
    for one in found:
        assert working_moment(team, zone, one) == one
        assert one.astimezone(zone).time() < time(team.day_begins.hour + 2), "early in the day"


@given(team=teams, reps=st.integers(1, 30), zone=zones, after=moments)
def test_no_week_has_more_than_its_share(team: Team, reps: int, zone: ZoneInfo, after: datetime) -> None:
    weeks = Counter()
    for place in range(reps):
        at = next_review(team, place, PairingId(f"pairing-{place}"), zone, after)
        assert at is not None
        weeks[at.astimezone(zone).date().isocalendar()[:2]] += 1
    if reps <= team.reps_a_week * team.every_months * 4:
        assert max(weeks.values()) <= team.reps_a_week


def test_a_team_of_eight_is_spread_over_four_weeks() -> None:
    found = [next_review(Team(MANAGER), place, PairingId(f"p{place}"), BERLIN, NOW) for place in range(8)]
    assert [one.astimezone(BERLIN).date().isoformat() for one in found if one] == [
        "2026-04-06",
        "2026-04-08",
        "2026-04-13",
        "2026-04-15",
        "2026-04-20",
        "2026-04-22",
        "2026-04-27",
        "2026-04-29",
    ]
    assert len({one.astimezone(BERLIN).time() for one in found if one}) == 8, "each at a time of its own"


def test_without_a_cadence_nothing_is_due() -> None:
    assert next_review(Team(MANAGER, every_months=0), 0, PairingId("p"), BERLIN, NOW) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"open_": True}, Skip.OPEN),
        ({"last": NOW - timedelta(days=44)}, Skip.RECENT),
        ({"last": NOW - timedelta(days=46)}, None),
        ({"rep": replace(a_person(REP), away_until=NOW.date())}, Skip.REP_AWAY),
        ({"rep": replace(a_person(REP), away_until=NOW.date() - timedelta(days=1))}, None),
        ({"manager": replace(a_person(MANAGER), away_until=date(2026, 5, 1))}, Skip.MANAGER_AWAY),
        ({"pairing": a_pairing(now=datetime(2025, 12, 2, 23, tzinfo=UTC))}, None),
        ({"pairing": a_pairing(now=datetime(2025, 12, 3, tzinfo=UTC))}, Skip.YOUNG),
    ],
)
def test_why_one_is_left_out(changes: dict[str, object], why: Skip | None) -> None:
    usual = {
        "team": Team(MANAGER),
        "pairing": a_pairing(now=datetime(2025, 1, 1, tzinfo=UTC)),
        "rep": a_person(REP),
        "manager": a_person(MANAGER),
        "open_": False,
        "last": None,
        "now": NOW,
    }
    assert why_not(**{**usual, **changes}) is why  # type: ignore[arg-type]


def test_weeks_are_local() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    sunday_evening = datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert week_of(sunday_evening, auckland) == datetime(2026, 3, 2, tzinfo=auckland)
    assert week_of(sunday_evening, BERLIN) == datetime(2026, 2, 23, tzinfo=BERLIN)
    before_the_change = datetime(2026, 3, 25, 9, tzinfo=BERLIN)
    assert a_week_later(before_the_change, BERLIN) - before_the_change.astimezone(UTC) == timedelta(days=7, hours=-1)
    assert half_a_period(Team(MANAGER)) == timedelta(days=45)
