"""We keep to Slack's limits by ourselves. Time is a number here."""

import pytest

from bot.reconciler.pace import PER_MINUTE, Method, Pace


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


def as_many_as_it_takes(
    pace: Pace, clock: Time, method: Method, seconds: float, *, places: int, bulk: bool = False
) -> list[float]:
    """Returns the moments at which calls were made by somebody who calls whenever it is allowed."""
    moments: list[float] = []
    end = clock.now + seconds
    while clock.now < end:
        place = len(moments) % places
        wait = pace.ready_in(method, place, bulk=bulk)
        if wait > 0:
            clock.now += wait
            continue
        pace.take(method, place, bulk=bulk)
        pace.over(method, place)
        moments.append(clock.now)
    return moments


@pytest.mark.parametrize("bulk", [True, False])
@pytest.mark.parametrize("method", list(PER_MINUTE))
def test_no_minute_holds_more_than_slack_allows(clock: Time, method: Method, bulk: bool) -> None:
    moments = as_many_as_it_takes(Pace(clock), clock, method, 300, places=1000, bulk=bulk)
    for first in moments:
        assert len([one for one in moments if first <= one < first + 59.9]) <= PER_MINUTE[method]
    assert len(moments) > PER_MINUTE[method] * 0.75 * 5


def test_a_conversation_gets_one_post_a_second(clock: Time) -> None:
    moments = as_many_as_it_takes(Pace(clock), clock, Method.POST, 60, places=1)
    assert 55 <= len(moments) <= 62


def test_a_click_may_be_answered_and_the_next_turn_posted_at_once(clock: Time) -> None:
    pace = Pace(clock)
    pace.take(Method.HINT, "dm")
    assert pace.ready_in(Method.POST, "dm") == 0
    pace.take(Method.POST, "dm")
    assert pace.ready_in(Method.POST, "dm") > 0
    assert pace.ready_in(Method.POST, "another") == 0
    assert pace.ready_in(Method.UPDATE, "dm") == 0


def test_what_was_not_called_costs_nothing(clock: Time) -> None:
    pace = Pace(clock)
    for _ in range(100):
        pace.take(Method.UPDATE, "dm")
        pace.give_back(Method.UPDATE, "dm")
    assert pace.ready_in(Method.UPDATE, "dm") == 0


def test_retry_after_holds_the_method_and_the_conversation_and_nothing_else(clock: Time) -> None:
    pace = Pace(clock)
    pace.hold(Method.POST, "dm", 30)
    assert pace.ready_in(Method.POST, "dm") == pytest.approx(30)
    assert pace.ready_in(Method.POST, "another") == pytest.approx(30)
    assert pace.ready_in(Method.HINT, "dm") == pytest.approx(30)
    assert pace.ready_in(Method.HINT, "another") == 0
    assert pace.ready_in(Method.UPDATE, "dm") == 0
    clock.now += 30
    assert pace.ready_in(Method.POST, "dm") == 0


def test_two_thousand_reminders_take_little_longer_than_the_limits_allow(clock: Time) -> None:
    shortest = (2000 // 300) * 60  # 300 at once, six times, and then the rest
    pace, began = Pace(clock), clock.now
    for person in range(2000):
        while (wait := pace.ready_in(Method.POST, person, bulk=True)) > 0:
            clock.now += wait
        pace.take(Method.POST, person, bulk=True)
        clock.now += 0.01  # until it is answered
        pace.over(Method.POST, person)
    assert clock.now - began < shortest * 1.1


def test_reminders_leave_room_for_what_somebody_waits_for(clock: Time) -> None:
    pace = Pace(clock)
    for person in range(290):
        clock.now += pace.ready_in(Method.POST, person, bulk=True)
        pace.take(Method.POST, person, bulk=True)
        pace.over(Method.POST, person)
    assert pace.ready_in(Method.POST, "one more", bulk=True) > 20
    for turn in range(10):
        assert pace.ready_in(Method.POST, f"turn {turn}") == 0
        pace.take(Method.POST, f"turn {turn}")
    assert pace.ready_in(Method.POST, "too many") > 0


def test_a_post_counts_until_a_minute_after_its_answer(clock: Time) -> None:
    pace = Pace(clock, posts=1)
    pace.take(Method.POST, "a")
    clock.now += 120
    assert pace.ready_in(Method.POST, "b") > 0, "it may arrive at this very moment"
    pace.over(Method.POST, "a")
    assert pace.ready_in(Method.POST, "b") == 60


def test_a_new_speaker_counts_what_was_posted_before_it_came(clock: Time) -> None:
    pace = Pace(clock, posts=3)
    pace.remember_posts([50.0, 70.0, 10.0, 30.0])
    assert pace.ready_in(Method.POST, "a") == 10
    clock.now += 10
    assert pace.ready_in(Method.POST, "a") == 0


def test_idle_conversations_are_forgotten(clock: Time) -> None:
    pace = Pace(clock)
    for place in range(3000):
        clock.now += 10
        pace.take(Method.HINT, place)
    assert len(pace._places) <= 1000
