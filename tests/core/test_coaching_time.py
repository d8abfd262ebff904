"""Logged coaching time: by one, confirmed by the other, and one total that both see."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.coaching_time import CoachingKind, Said, minutes_in_month, read_kind, read_minutes
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import start_review
from coaching_core.errors import BadInput, NotAllowed, TooLate
from coaching_core.ids import PairingId, PersonId, ReviewId, SessionId, SkillKey, WorkspaceId
from coaching_core.use_cases.coaching_time import CoachingTime
from tests.builders import a_questionnaire
from tests.fakes.clock import NOW, CountingIds, FrozenClock
from tests.fakes.storage import InMemory

T1 = WorkspaceId("T1")
MANAGER, REP, OTHER = (Actor(T1, PersonId(one)) for one in ("UMGR", "UREP", "UOTHER"))
TODAY = NOW.date()


class Pair:
    """A manager in Lisbon and a rep in Auckland, paired."""

    def __init__(self, *, rep_tz: str = "Pacific/Auckland", manager_tz: str = "Europe/Lisbon") -> None:
        self.store, self.clock = InMemory(), FrozenClock()
        self.time = CoachingTime(self.store.begin, self.clock, CountingIds())
        with self.store.begin(T1) as tx:
            tx.people.save(Person(MANAGER.person, "Maya", tz=manager_tz))
            tx.people.save(Person(REP.person, "Ben", tz=rep_tz))
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


# --- what the form begins with, and the skills ---


def with_review(pair: Pair) -> Questionnaire:
    form = a_questionnaire()
    with pair.store.begin(T1) as tx:
        tx.questionnaires.publish(form)
        review = start_review(
            ReviewId("r"), rep=REP.person, manager=MANAGER.person, questionnaire=form, due_at=NOW, now=NOW
        )
        tx.reviews.add(review)
    return form


def test_the_form_knows_the_only_one_and_the_skills_of_the_two(pair: Pair) -> None:
    form = with_review(pair)
    for actor, other in ((MANAGER, REP), (REP, MANAGER)):
        offer = pair.time.offer(actor)
        assert offer.other is not None
        assert (offer.other.id, offer.form) == (other.person, form)
    with pair.store.begin(T1) as tx:
        more = Pairing(PairingId("p2"), OTHER.person, MANAGER.person, PairingState.ACCEPTED, NOW)
        tx.pairings.save(more)
    assert pair.time.offer(MANAGER).other is None, "two to choose from"
    assert pair.time.offer(MANAGER, OTHER.person).form is None, "no questions of these two yet"


def test_who_is_paired_with_nobody_is_told_what_to_do(pair: Pair) -> None:
    for other in (None, REP.person):
        with pytest.raises(NotAllowed, match="/coach-review"):
            pair.time.offer(OTHER, other)
    with pytest.raises(NotAllowed):
        pair.time.offer(replace(REP, active=False))


def test_both_see_the_skills_that_it_touched(pair: Pair) -> None:
    form = with_review(pair)
    first, second, *_ = form.skills
    logged = pair.time.log(MANAGER, REP.person, 45, CoachingKind.CALL, "", skills=[second, first, second])
    assert logged.session.entry.skills == (second, first)
    assert logged.skills == {key: form.skill(key).name for key in (first, second)}
    corrected = pair.time.correct(REP, logged.session.id, 45, CoachingKind.CALL, "", TODAY, [first])
    assert corrected.session.said is Said.OPEN
    assert corrected.skills.keys() == {first, second}, "what it was before is still named"


def test_skills_that_do_not_fit_are_refused_at_the_field(pair: Pair) -> None:
    unknown = [SkillKey("unknown")]
    for skills in (unknown, list(with_review(pair).skills)[:1] + unknown, [SkillKey(f"skill-{n}") for n in range(6)]):
        with pytest.raises(BadInput) as problem:
            pair.time.log(MANAGER, REP.person, 45, CoachingKind.CALL, "", skills=skills)
        assert list(problem.value.fields) == ["skills"]


def test_both_see_the_same_entries_of_two_months(pair: Pair) -> None:
    last = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    kept = [pair.log(on=on) for on in (last - timedelta(days=1), last, TODAY)]
    for actor, other in ((MANAGER, REP), (REP, MANAGER)):
        assert [one.session.id for one in pair.time.entries(actor, other.person)] == [kept[2], kept[1]]
    for actor, other in ((OTHER, REP), (OTHER, MANAGER), (replace(REP, active=False), MANAGER)):
        with pytest.raises(NotAllowed):
            pair.time.entries(actor, other.person)


# --- months ---

ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Europe/Lisbon",
    "America/St_Johns",
    "Pacific/Pago_Pago",
)


@given(
    minute=st.integers(0, 4 * 366 * 24 * 60),
    zone=st.sampled_from(ZONES),
    managers=st.sampled_from(ZONES),
    days=st.lists(st.integers(0, 90), min_size=1, max_size=5),
)
def test_every_entry_counts_in_one_month_of_the_rep_and_in_no_other(
    minute: int, zone: str, managers: str, days: list[int]
) -> None:
    """Wherever the manager is, and whatever the clock does there: a month is the rep's."""
    pair = Pair(rep_tz=zone, manager_tz=managers)
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    pair.clock.set(now)
    today = now.astimezone(ZoneInfo(zone)).date()
    assert pair.time.see(MANAGER, pair.log()).session.entry.on == today
    entries = [
        pair.time.see(REP, pair.log(minutes=n + 1, on=today - timedelta(days=day))) for n, day in enumerate(days)
    ]
    for one in entries:
        pair.time.answer(REP, one.session.id, yes=True)
    with pair.store.begin(T1) as tx:
        kept = tx.sessions.of_pair(REP.person, MANAGER.person, since=date(2000, 1, 1))
    months = {one.entry.on.replace(day=1) for one in kept}
    assert sum(minutes_in_month(kept, month) for month in months) == sum(range(1, len(days) + 1))
    for month in months:
        own = sum(n + 1 for n, one in enumerate(entries) if one.session.entry.on.replace(day=1) == month)
        assert minutes_in_month(kept, month) == own
    for refused in (today + timedelta(days=1), today - timedelta(days=93)):
        with pytest.raises(BadInput):
            pair.log(on=refused)


@given(st.text(alphabet="0123456789hm.,: -min", max_size=12))
def test_whatever_is_typed_is_above_zero_or_refused(typed: str) -> None:
    try:
        minutes, _ = read_minutes(typed)
    except BadInput:
        return
    assert 0 < minutes < 10_000
