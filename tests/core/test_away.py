"""Away until a day: one's own word, in one's own time zone; nobody else's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.away import away_until, set_away
from coaching_core.domain.people import PersonKind
from coaching_core.errors import BadInput, NotAllowed
from tests.builders import MANAGER, REP, a_person
from tests.core.world import World
from tests.fakes.clock import NOW

TODAY = NOW.date()


@given(days=st.integers(-400, 400), later=st.integers(0, 500))
def test_away_is_until_that_day_and_no_longer(days: int, later: int) -> None:
    until = TODAY + timedelta(days=days)
    if not 0 < days <= 366:
        with pytest.raises(BadInput) as problem:
            set_away(a_person(REP), until, TODAY)
        assert list(problem.value.fields) == ["until"]
        return
    person = set_away(a_person(REP), until, TODAY)
    today = TODAY + timedelta(days=later)
    assert away_until(person, today) == (until if today < until else None)
    assert set_away(person, None, today).away_until is None


def test_home_says_so_and_slack_does_not_undo_it() -> None:
    world, until = World(), TODAY + timedelta(days=10)
    world.directory.set_away(world.actor(REP), until)
    assert world.looking.home(world.workspace, REP).away_until == until
    assert world.looking.home(world.workspace, MANAGER).away_until is None
    world.directory.remember(world.workspace, replace(a_person(REP), tz="Asia/Tokyo"))
    assert world.person(REP).away_until == until
    world.clock.advance(days=10)
    assert world.looking.home(world.workspace, REP).away_until is None, "back by itself"
    world.directory.set_away(world.actor(REP), None)
    assert world.person(REP).away_until is None
    assert f"home/{REP}" in world.rows.wishes


def test_the_day_is_the_persons_own() -> None:
    world = World()
    world.save_person(a_person(REP, tz="Pacific/Kiritimati"))
    world.save_person(a_person(MANAGER, tz="Pacific/Pago_Pago"))
    tomorrow = date(2026, 3, 3)
    world.clock.set(NOW.replace(hour=11))  # 3 March in Kiritimati already
    with pytest.raises(BadInput):
        world.directory.set_away(world.actor(REP), tomorrow)
    assert world.directory.set_away(world.actor(MANAGER), tomorrow).away_until == tomorrow


@pytest.mark.parametrize("lost", [{"active": False}, {"kind": PersonKind.BOT}, {"kind": PersonKind.STRANGER}])
def test_who_may_do_nothing_here_may_not_do_this(lost: dict[str, object]) -> None:
    world = World()
    world.save_person(replace(a_person(REP), **lost))  # type: ignore[arg-type]
    before = world.rows
    with pytest.raises(NotAllowed):
        world.directory.set_away(world.actor(REP), TODAY + timedelta(days=1))
    assert world.rows == before
