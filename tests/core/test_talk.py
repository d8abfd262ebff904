"""The time of the talk: said with the plan, logged once both agree, and confirmed by the other one's own tap only."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.coaching_time import CoachingSession, Said
from coaching_core.domain.conversation import Turn
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.domain.talk import live_minutes, say_talked, session_id, with_talked
from coaching_core.errors import BadInput, NotFound, TooLate
from tests.builders import MANAGER, REP, TODAY, agreed, answered, chosen, managers_answers, turn_of
from tests.core.world import World
from tests.fakes.clock import NOW


def with_time() -> Review:
    return with_talked(answered(), Role.MANAGER, 35, TODAY, NOW)


def logged(world: World, review: Review) -> CoachingSession | None:
    with world.store.begin(world.workspace) as tx:
        try:
            return tx.sessions.get(session_id(review.id))
        except NotFound:
            return None


def agree(world: World, review: Review, talked: int | None) -> None:
    fingerprint = world.review(review.id).conversation.plan.fingerprint
    world.talking.agree(world.actor(REP), review.id, fingerprint, talked=talked)


def test_the_agreeing_tap_confirms_the_minutes_that_it_names() -> None:
    world = World()
    review = world.put(with_time())
    assert logged(world, review) is None, "nothing is logged before both have agreed"
    agree(world, review, 35)
    session = logged(world, review)
    assert session is not None
    assert (session.said, session.entry.minutes, session.entry.by) == (Said.CONFIRMED, 35, Role.MANAGER)
    assert session.entry.on == TODAY
    assert session.entry.skills
    agree(world, review, 35)
    assert logged(world, review) == session, "pressed twice"


@pytest.mark.parametrize("talked", [None, 30])
def test_a_tap_that_does_not_name_them_confirms_nothing(talked: int | None) -> None:
    world = World()
    review = world.put(with_time())
    agree(world, review, talked)
    session = logged(world, review)
    assert session is not None
    assert session.said is Said.OPEN
    assert f"session/{session.id}/1" in world.rows.wishes, "the rep is asked"


def test_who_said_it_cannot_confirm_it() -> None:
    world = World()
    review = world.put(with_time())
    turn = turn_of(review)
    world.talking.change_plan(world.actor(REP), review.id, {}, turn, added="One more thing", added_due=None)
    fingerprint = world.review(review.id).conversation.plan.fingerprint
    world.talking.agree(world.actor(MANAGER), review.id, fingerprint, talked=35)
    session = logged(world, review)
    assert session is not None
    assert (session.said, session.asked) == (Said.OPEN, Role.REP)


def test_nothing_is_logged_when_nothing_was_said() -> None:
    world = World()
    review = world.put(answered())
    agree(world, review, None)
    assert logged(world, review) is None


@pytest.mark.parametrize("person", [REP, MANAGER])
def test_one_tap_under_the_plan_logs_it_once(person: str) -> None:
    world = World()
    review = world.put(agreed())
    me = REP if person == REP else MANAGER
    world.talking.log_talk(world.actor(me), review.id, 30)
    session = logged(world, review)
    assert session is not None
    assert (session.said, session.person(session.asked)) == (Said.OPEN, MANAGER if me == REP else REP)
    world.talking.log_talk(world.actor(MANAGER if me == REP else REP), review.id, 60)
    assert logged(world, review) == session, "the first one stands, and can be corrected"


def test_the_manager_says_it_in_the_answer() -> None:
    world = World()
    review = world.put(chosen())
    said = replace(managers_answers(review), talked=45)
    seen = world.talking.answer(world.actor(MANAGER), review.id, said, turn_of(review))
    assert seen.view.talked is not None
    assert seen.view.talked.minutes == 45
    assert world.view(review.id, REP).talked == seen.view.talked, "both see it as soon as it is said"


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_absurd_minutes_are_refused(minutes: int) -> None:
    with pytest.raises(BadInput) as problem:
        say_talked(agreed(), Role.REP, minutes, TODAY, NOW)
    assert list(problem.value.fields) == ["minutes"]


def test_before_the_plan_there_is_nothing_to_log() -> None:
    with pytest.raises(TooLate):
        say_talked(answered(), Role.REP, 30, TODAY, NOW)


def turns(*steps: tuple[Mode, int]) -> tuple[list[Turn], datetime]:
    """Steps with the minutes that each took; returns them with the end of the last."""
    at, found = NOW, []
    for number, (mode, minutes) in enumerate(steps, start=1):
        found.append(Turn(number, Role.REP, (Topic.STRENGTHS,), mode, at))
        at += timedelta(minutes=minutes)
    return found, at


@pytest.mark.parametrize(
    ("steps", "minutes"),
    [
        ([(Mode.WRITING, 30)], None),
        ([(Mode.LIVE, 1)], None),
        ([(Mode.LIVE, 12), (Mode.LIVE, 21)], 35),
        ([(Mode.WRITING, 50), (Mode.LIVE, 20), (Mode.WRITING, 50)], 20),
        ([(Mode.LIVE, 20), (Mode.LIVE, 60 * 18), (Mode.LIVE, 10)], 30),
        ([], None),
    ],
)
def test_the_length_of_a_talk_is_estimated_from_its_live_steps(
    steps: list[tuple[Mode, int]], minutes: int | None
) -> None:
    assert live_minutes(*turns(*steps)) == minutes


@given(st.lists(st.tuples(st.sampled_from(Mode), st.integers(0, 4000)), max_size=8))
def test_the_estimate_is_never_more_than_the_clock_says(steps: list[tuple[Mode, int]]) -> None:
    found = live_minutes(*turns(*steps)) or 0
    assert found % 5 == 0
    assert found <= sum(minutes for mode, minutes in steps if mode is Mode.LIVE) + 2.5
