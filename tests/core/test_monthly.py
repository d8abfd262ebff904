"""The monthly reminder in a team's channel: once a month, on its day, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.calendar import local_date
from coaching_core.domain.occurrences import day_of, moment_of, months_later
from coaching_core.domain.people import PairingState
from coaching_core.domain.seen import MonthSeen
from coaching_core.domain.surfaces import SurfaceKind, month_post
from coaching_core.domain.team import DayRule, Team
from coaching_core.use_cases.monthly import Monthly, next_reminder, put_month
from tests.builders import MANAGER, REP, WORKSPACE, a_pairing
from tests.core.world import ADMIN, World

CHANNEL = "C0TEAM"
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "America/Santiago"])
RULES = st.builds(DayRule, day=st.integers(1, 31)) | st.builds(
    DayRule, nth=st.integers(1, 5), weekday=st.integers(0, 4)
)


class Office(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.monthly = Monthly(self.store.begin, self.clock)
        self.set(channel=CHANNEL)

    def set(self, **changes: object) -> None:
        with self.store.begin(WORKSPACE) as tx:
            tx.teams.save(replace(tx.teams.of(MANAGER), **changes))  # type: ignore[arg-type]
            put_month(tx, MANAGER, self.clock.now())

    @property
    def at(self) -> datetime | None:
        return self.rows.agenda.get((AgendaKind.MONTH, MANAGER))

    def looks(self, *, late: timedelta = timedelta()) -> None:
        assert self.at is not None
        appointment = Appointment(AgendaKind.MONTH, MANAGER, self.at)
        self.clock.set(self.at + late)
        for _ in range(2):  # two processes
            self.monthly.look(WORKSPACE, appointment)

    def posts(self) -> list[str]:
        return sorted(one.surface.part for one in self.rows.wishes.values() if one.surface.kind is SurfaceKind.MONTH)


def test_it_comes_once_each_month_on_its_day() -> None:
    office = Office()
    for _ in range(4):
        office.looks()
    assert office.posts() == ["2026-04-06", "2026-05-04", "2026-06-01", "2026-07-06"]


def test_whoever_slept_past_its_day_posts_nothing_and_goes_on() -> None:
    office = Office()
    office.looks(late=timedelta(days=40))
    assert office.posts() == []
    office.looks()
    assert office.posts() == ["2026-06-01"]


def test_a_day_of_rest_moves_it_to_the_next_working_day() -> None:
    office = Office()
    office.set(reminder=DayRule(14))  # 14 March 2026 is a Saturday
    assert office.at is not None
    assert local_date(office.at, office.person(MANAGER).zone).isoformat() == "2026-03-16"
    office.clock.set(office.at - timedelta(days=1))
    office.set()
    office.looks()
    office.looks()
    assert office.posts() == ["2026-03-16", "2026-04-14"]


def test_nothing_is_put_where_nothing_is_to_come() -> None:
    office = Office()
    for off, on in (({"reminder": None}, {"reminder": DayRule()}), ({"channel": None}, {"channel": CHANNEL})):
        office.set(**off)
        assert office.at is None
        office.set(**on)
        assert office.at is not None
    office.directory.remember(WORKSPACE, replace(office.person(MANAGER), active=False))
    assert office.at is None
    office.directory.remember(WORKSPACE, replace(office.person(MANAGER), active=True))
    assert office.at is not None
    with office.store.begin(WORKSPACE) as tx:
        pairing = tx.pairings.between(REP, MANAGER)
        assert pairing is not None
        tx.pairings.save(replace(pairing, state=PairingState.ENDED))
    office.set()
    assert office.at is None


def test_it_follows_a_manager_who_moves_and_a_first_rep_begins_it() -> None:
    office = Office()
    before = office.at
    office.directory.remember(WORKSPACE, replace(office.person(MANAGER), tz="America/New_York"))
    assert office.at != before
    with office.store.begin(WORKSPACE) as tx:
        tx.teams.save(Team(ADMIN, channel=CHANNEL))
    office.directory.pair(WORKSPACE, [(office.person(ADMIN), office.person(REP))])
    assert (AgendaKind.MONTH, ADMIN) in office.rows.agenda


def test_it_shows_nothing_when_it_is_not_true_any_more() -> None:
    office = Office()
    office.looks()
    assert office.at is not None
    day = local_date(office.clock.now(), office.person(MANAGER).zone)
    post = month_post(MANAGER, day, CHANNEL)

    def seen() -> object:
        return office.looking.surface(WORKSPACE, post.kind, post.subject, post.place)

    assert seen() == MonthSeen(day)
    office.set(channel="C0ELSE")
    assert seen() is None
    office.set(channel=CHANNEL)
    office.clock.advance(days=1)
    assert seen() == MonthSeen(day + timedelta(days=1)), "and what is drawn for another day is nothing"


def on_a_working_day(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


@given(rule=RULES, zone=ZONES, days=st.integers(0, 2500), at=st.times())
def test_each_month_has_one_on_a_working_day_at_its_time(rule: DayRule, zone: str, days: int, at: time) -> None:
    hour, where = time(9 + at.hour % 8, at.minute), ZoneInfo(zone)
    team, now = Team(MANAGER, reminder_at=hour), datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days)
    first = now.date().replace(day=1)
    meant = [day_of(rule, (month := months_later(first, n)).year, month.month) for n in range(-1, 15)]
    moments = [moment_of(on_a_working_day(day), hour, where) for day in meant]
    expected = [moment for moment in moments if moment > now][:12]
    found = []
    for _ in expected:
        moment = next_reminder(team, rule, where, now)
        assert moment == next_reminder(team, rule, where, now + (moment - now) / 2), "whenever it is asked"
        found.append(moment)
        now = moment
    assert found == expected


def test_a_pairing_that_is_accepted_begins_it() -> None:
    office = Office()
    with office.store.begin(WORKSPACE) as tx:
        tx.teams.save(Team(ADMIN, channel=CHANNEL))
        tx.pairings.save(replace(a_pairing(manager=ADMIN), state=PairingState.PROPOSED, version=0))
        pairing = tx.pairings.between(REP, ADMIN)
        assert pairing is not None
    office.starting.answer_pairing(office.actor(REP), pairing.id, accept=True)
    assert (AgendaKind.MONTH, ADMIN) in office.rows.agenda
