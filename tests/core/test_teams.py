"""A team's settings: who may set them, what goes together, and what follows from a change."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.people import Actor, PersonKind
from coaching_core.domain.policy import TEAM_RULES, TeamAction
from coaching_core.domain.team import CADENCES, DayRule, Pings, Team
from coaching_core.domain.team_settings import checked_team
from coaching_core.errors import BadInput, NotAllowed, Stale
from coaching_core.ids import PersonId, QuestionnaireKey, WorkspaceId
from coaching_core.use_cases.scheduling import put_team
from coaching_core.use_cases.teams import Teams
from tests.builders import MANAGER, PAIRING, REP, WORKSPACE, a_person
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World


@pytest.fixture
def world() -> World:
    made = World()
    with made.store.begin(WORKSPACE) as tx:
        put_team(tx, MANAGER, made.clock.now())
    return made


@pytest.fixture
def teams(world: World) -> Teams:
    return Teams(world.store.begin, world.clock)


# --- who may ---


def test_every_action_has_a_rule() -> None:
    assert set(TEAM_RULES) == set(TeamAction)


@pytest.mark.parametrize("person", [MANAGER, ADMIN])
def test_the_manager_and_administrators_see_and_set(world: World, teams: Teams, person: PersonId) -> None:
    seen = teams.see(world.actor(person), MANAGER)
    assert (seen.team, seen.manager.id, seen.reps) == (Team(MANAGER), MANAGER, 1)
    assert [one.key for one in seen.forms] == [world.questionnaire.key]
    assert teams.set(world.actor(person), replace(seen.team, every_months=6)).team.every_months == 6
    assert world.rows.audit[-1] == (person, "set team", MANAGER, world.clock.now())


OUTSIDERS = {
    "a rep of the team": Actor(WORKSPACE, REP),
    "a peer": Actor(WORKSPACE, PEER),
    "another manager": Actor(WORKSPACE, OTHER_MANAGER),
    "somebody who says they are an administrator": Actor(WORKSPACE, PEER, admin=True),
    "a deactivated manager": Actor(WORKSPACE, MANAGER, active=False),
    "an administrator who is a guest": Actor(WORKSPACE, ADMIN, PersonKind.GUEST, admin=True),
    "a bot": Actor(WORKSPACE, PersonId("UBOT"), PersonKind.BOT),
    "somebody of another workspace": Actor(WorkspaceId("T2"), MANAGER),
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_sees_or_sets(world: World, teams: Teams, who: str) -> None:
    before = world.rows
    for call in (
        lambda: teams.see(OUTSIDERS[who], MANAGER),
        lambda: teams.check(OUTSIDERS[who], Team(MANAGER, every_months=6)),
        lambda: teams.set(OUTSIDERS[who], Team(MANAGER, every_months=6)),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert world.rows == before


def test_who_coaches_nobody_has_no_team_of_their_own(world: World, teams: Teams) -> None:
    with pytest.raises(NotAllowed):
        teams.see(world.actor(OTHER_MANAGER), OTHER_MANAGER)
    assert teams.see(world.actor(ADMIN), OTHER_MANAGER).reps == 0, "an administrator can prepare it"


def test_a_team_is_not_set_for_somebody_who_cannot_coach(world: World, teams: Teams) -> None:
    world.save_person(replace(a_person(MANAGER), active=False))
    with pytest.raises(NotAllowed):
        teams.see(world.actor(ADMIN), MANAGER)


# --- what goes together ---


@pytest.mark.parametrize(
    ("changes", "reps", "field", "said"),
    [
        ({"every_months": 1, "reps_a_week": 1}, 5, "reps_a_week", "at least 2 a week"),
        ({"every_months": 4}, 1, "every_months", "choose one"),
        ({"reps_a_week": 0}, 1, "reps_a_week", "from 1"),
        ({"days_to_answer": 0}, 1, "days_to_answer", "from 1"),
        ({"days_to_answer": 61}, 1, "days_to_answer", "from 1"),
        ({"every_months": 1, "days_to_answer": 30}, 1, "days_to_answer", "longer than"),
        ({"goal_minutes": -1}, 1, "goal_minutes", "from 0"),
        ({"goal_minutes": 2401}, 1, "goal_minutes", "from 0 to 40"),
        ({"working_days": frozenset()}, 1, "working_days", "at least one"),
        ({"working_days": frozenset({0, 7})}, 1, "working_days", "at least one"),
        ({"day_begins": time(17), "day_ends": time(9)}, 1, "day_ends", "later than it begins"),
        ({"day_begins": time(9), "day_ends": time(9)}, 1, "day_ends", "later than it begins"),
        ({"reminder_at": time(8, 59)}, 1, "reminder_at", "09:00 to 17:00"),
        ({"reminder_at": time(17)}, 1, "reminder_at", "outside"),
        ({"reminder": None, "channel": "C1"}, 1, "channel", "which is off"),
        ({"reminder": DayRule(32)}, 1, "reminder", "choose one"),
        ({"reminder": DayRule(nth=6)}, 1, "reminder", "choose one"),
        ({"reminder": DayRule(weekday=6)}, 1, "reminder", "working days"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(
    changes: dict[str, object], reps: int, field: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said) as problem:
        checked_team(replace(Team(MANAGER), **changes), reps)  # type: ignore[arg-type]
    assert list(problem.value.fields) == [field]


def test_all_of_it_is_said_at_once() -> None:
    wrong = Team(MANAGER, reps_a_week=0, days_to_answer=0, working_days=frozenset(), goal_minutes=-1)
    with pytest.raises(BadInput) as problem:
        checked_team(wrong, 3)
    assert set(problem.value.fields) == {"reps_a_week", "days_to_answer", "working_days", "goal_minutes"}


@given(
    months=st.sampled_from(CADENCES),
    a_week=st.integers(-2, 110),
    answer=st.integers(-2, 100),
    begins=st.integers(0, 23),
    ends=st.integers(0, 23),
    reminder=st.one_of(st.none(), st.builds(DayRule, day=st.integers(-1, 33))),
    at=st.integers(0, 23),
    days=st.sets(st.integers(0, 6)),
    reps=st.integers(0, 60),
)
def test_what_is_accepted_can_be_kept(
    months: int,
    a_week: int,
    answer: int,
    begins: int,
    ends: int,
    reminder: DayRule | None,
    at: int,
    days: set[int],
    reps: int,
) -> None:
    team = Team(
        MANAGER,
        every_months=months,
        reps_a_week=a_week,
        days_to_answer=answer,
        day_begins=time(begins),
        day_ends=time(ends),
        reminder=reminder,
        reminder_at=time(at),
        working_days=frozenset(days),
    )
    try:
        checked_team(team, reps)
    except BadInput:
        return
    assert team.working_days
    assert team.day_begins < team.day_ends
    assert team.reminder is None or team.day_begins <= team.reminder_at < team.day_ends
    assert not months or reps <= a_week * months * 52 / 12, "everybody has a place within a period"


# --- what follows ---


def test_setting_puts_the_appointments_anew_and_nothing_else_changes(world: World, teams: Teams) -> None:
    before = world.rows.agenda[AgendaKind.REVIEW, PAIRING]
    team = teams.see(world.actor(MANAGER), MANAGER).team
    after = teams.set(world.actor(MANAGER), replace(team, every_months=6, pings=Pings.DESK_ONLY)).team
    assert world.rows.agenda[AgendaKind.REVIEW, PAIRING] > before
    assert teams.set(world.actor(MANAGER), after).team.version == after.version, "sent twice is sent once"
    teams.set(world.actor(MANAGER), replace(after, every_months=0))
    assert AgendaKind.REVIEW not in {kind for kind, _ in world.rows.agenda}


def test_the_second_of_two_is_told(world: World, teams: Teams) -> None:
    mine = teams.see(world.actor(ADMIN), MANAGER).team
    teams.set(world.actor(MANAGER), replace(mine, every_months=6))
    with pytest.raises(Stale):
        teams.set(world.actor(ADMIN), replace(mine, every_months=1))


def test_a_form_that_is_gone_is_not_set(world: World, teams: Teams) -> None:
    with pytest.raises(BadInput) as problem:
        teams.set(world.actor(MANAGER), Team(MANAGER, form=QuestionnaireKey("nonsense")))
    assert set(problem.value.fields) == {"form"}


def test_checking_sets_nothing(world: World, teams: Teams) -> None:
    before = world.rows
    assert teams.check(world.actor(MANAGER), Team(MANAGER, every_months=6)).team.every_months == 6
    assert world.rows == before
