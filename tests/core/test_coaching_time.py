"""Logged coaching time: by one, confirmed by the other, and one total that both see."""

from datetime import date, timedelta

import pytest

from coaching_core.domain.coaching_time import CoachingKind, Said, read_kind, read_minutes
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.errors import BadInput, NotAllowed, TooLate
from coaching_core.ids import PairingId, PersonId, SessionId, WorkspaceId
from coaching_core.use_cases.coaching_time import CoachingTime
from tests.fakes.clock import NOW, CountingIds, FrozenClock
from tests.fakes.storage import InMemory

T1 = WorkspaceId("T1")
MANAGER, REP, OTHER = (Actor(T1, PersonId(one)) for one in ("UMGR", "UREP", "UOTHER"))
TODAY = NOW.date()


class Pair:
    """A manager in Lisbon and a rep in Auckland, paired."""

    def __init__(self) -> None:
        self.store, self.clock = InMemory(), FrozenClock()
        self.time = CoachingTime(self.store.begin, self.clock, CountingIds())
        with self.store.begin(T1) as tx:
            tx.people.save(Person(MANAGER.person, "Maya", tz="Europe/Lisbon"))
            tx.people.save(Person(REP.person, "Ben", tz="Pacific/Auckland"))
            accepted = PairingState.ACCEPTED
            tx.pairings.save(Pairing(PairingId("p"), REP.person, MANAGER.person, accepted, NOW))

    def log(self, actor: Actor = MANAGER, minutes: int = 45, on: date | None = None) -> SessionId:
        other = REP.person if actor is MANAGER else MANAGER.person
        return self.time.log(actor, other, minutes, CoachingKind.CALL, "the demo", on).session.id


@pytest.fixture
def pair() -> Pair:
    return Pair()


@pytest.mark.parametrize(
    ("typed", "minutes", "rest"),
    [
        ("45m call debrief", 45, "call debrief"),
        ("45 min, call debrief", 45, "call debrief"),
        ("1h30", 90, ""),
        ("1h 30m with Bo", 90, "with Bo"),
        ("1.5h", 90, ""),
        ("1,5 h demo", 90, "demo"),
        ("1:30 demo", 90, "demo"),
        ("90", 90, ""),
        ("2 hours", 120, ""),
        ("1H", 60, ""),
    ],
)
def test_minutes_are_read_as_people_write_them(typed: str, minutes: int, rest: str) -> None:
    assert read_minutes(typed) == (minutes, rest)


@pytest.mark.parametrize("typed", ["", "0", "0m", "-30m", "a while", "three", "3days", "m", "99999"])
def test_no_time_is_asked_for_kindly(typed: str) -> None:
    with pytest.raises(BadInput) as problem:
        read_minutes(typed)
    assert "45m" in str(problem.value)


def test_a_pipeline_review_is_explained_not_counted() -> None:
    with pytest.raises(BadInput) as problem:
        read_kind("pipeline review")
    assert "doesn't count" in str(problem.value)
    assert read_kind("call debrief") is CoachingKind.CALL
    assert read_kind("a good talk") is CoachingKind.SKILLS


def test_it_counts_when_the_other_says_so_and_both_see_the_same(pair: Pair) -> None:
    logged = pair.log()
    assert pair.time.see(REP, logged).total == 0
    pair.time.answer(REP, logged, yes=True)
    assert pair.time.see(REP, logged).total == pair.time.see(MANAGER, logged).total == 45
    pair.time.answer(REP, logged, yes=True)
    assert pair.time.see(REP, logged).total == 45, "pressed twice"


def test_the_rep_may_log_and_the_manager_is_asked(pair: Pair) -> None:
    logged = pair.log(REP)
    with pytest.raises(TooLate):
        pair.time.answer(REP, logged, yes=True)
    assert pair.time.answer(MANAGER, logged, yes=True).total == 45


def test_declined_does_not_count_and_may_be_corrected(pair: Pair) -> None:
    logged = pair.log()
    assert pair.time.answer(REP, logged, yes=False).session.said is Said.DECLINED
    corrected = pair.time.correct(REP, logged, 30, CoachingKind.CALL, "the demo", TODAY)
    assert corrected.session.said is Said.OPEN
    assert [one.minutes for one in corrected.session.earlier] == [45]
    assert pair.time.answer(MANAGER, logged, yes=True).total == 30


def test_a_correction_that_changes_nothing_asks_nobody(pair: Pair) -> None:
    logged = pair.log()
    pair.time.answer(REP, logged, yes=True)
    entry = pair.time.see(REP, logged).session.entry
    same = pair.time.correct(REP, logged, entry.minutes, entry.kind, entry.note, entry.on)
    assert same.session.said is Said.CONFIRMED


def test_a_month_ends_when_it_ends_for_the_rep(pair: Pair) -> None:
    # 31 March, 13:00 UTC: already 1 April in Auckland.
    pair.clock.set(NOW.replace(month=3, day=31, hour=13))
    logged = pair.log()
    assert pair.time.see(MANAGER, logged).session.entry.on == date(2026, 4, 1)
    pair.time.answer(REP, logged, yes=True)
    in_march = pair.log(on=date(2026, 3, 31))
    pair.time.answer(REP, in_march, yes=True)
    assert pair.time.see(MANAGER, logged).total == 45
    assert pair.time.see(MANAGER, in_march).total == 45


@pytest.mark.parametrize(
    ("minutes", "days", "about"),
    [(0, 0, "minutes"), (-5, 0, "minutes"), (601, 0, "minutes"), (45, 2, "on"), (45, -120, "on")],
)
def test_absurd_entries_are_refused_at_the_field(pair: Pair, minutes: int, days: int, about: str) -> None:
    with pytest.raises(BadInput) as problem:
        pair.log(minutes=minutes, on=TODAY + timedelta(days=days))
    assert list(problem.value.fields) == [about]


def test_only_the_pair_logs_sees_and_answers(pair: Pair) -> None:
    logged = pair.log()
    for attempt in (
        lambda: pair.time.log(OTHER, REP.person, 45, CoachingKind.CALL, ""),
        lambda: pair.time.see(OTHER, logged),
        lambda: pair.time.answer(OTHER, logged, yes=True),
        lambda: pair.time.correct(OTHER, logged, 1, CoachingKind.CALL, "", TODAY),
        lambda: pair.time.see(MANAGER, SessionId("none")),
    ):
        with pytest.raises(NotAllowed):
            attempt()
