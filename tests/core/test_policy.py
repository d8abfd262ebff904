"""
Who may do what: every action, every kind of person, every stage, against the table of the design (§5) written out here.

A refused call changes nothing at all, and wants nothing shown. Over 300 lines, because the tables are written out.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import pytest

from coaching_core.domain.assessment import Ask, Opening, OutsideFactors
from coaching_core.domain.choosing import Choices, ManagerAnswers
from coaching_core.domain.coaching_time import CoachingKind, CoachingSession, Entry
from coaching_core.domain.lifecycle import decline, pause
from coaching_core.domain.people import Actor, PairingState, PersonKind
from coaching_core.domain.policy import (
    Action,
    PairingAction,
    SessionAction,
    may,
    require,
    require_administrator,
    require_can_be_coached,
)
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Stage, Topic
from coaching_core.errors import CoachingError, NotAllowed, NotFound, TooLate
from coaching_core.ids import PersonId, ReviewId, SessionId, WorkspaceId
from coaching_core.use_cases.assessing import Assessing
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.talking import Talking
from tests.builders import (
    MANAGER,
    REP,
    SOON,
    TODAY,
    WORKSPACE,
    a_pairing,
    a_person,
    a_review,
    agreed,
    both_submitted,
    opened,
    skill,
)
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World
from tests.fakes.clock import NOW

A, C, P, G, X = Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED, Stage.AGREED, Stage.CLOSED
NEVER: frozenset[Stage] = frozenset()
ALWAYS = frozenset(Stage)


def at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


MAY: Mapping[Action, tuple[frozenset[Stage], frozenset[Stage]]] = {
    # action: (the rep at, the manager at)
    Action.SEE: (ALWAYS, ALWAYS),
    Action.ANSWER: (at(A), at(A)),
    Action.SUBMIT: (at(A, C), at(A, C)),
    Action.TAKE_BACK: (at(A), at(A)),
    Action.WRITE_OPENING: (at(A), NEVER),
    Action.DECLINE: (at(A, P), NEVER),
    Action.ASK_FOR_CHANGE: (at(A), NEVER),
    Action.ANSWER_ASK: (NEVER, at(A)),
    Action.EXTEND: (at(A), at(A)),
    Action.NUDGE: (at(A, C), at(A, C)),
    Action.PAUSE: (at(A, C), at(A, C)),
    Action.RESUME: (at(P), at(P)),
    Action.CANCEL: (at(C, P), at(A, C, P)),
    Action.SPEAK: (at(C), at(C)),
    Action.SWITCH_MODE: (at(C), at(C)),
    Action.GO_ON: (at(C), NEVER),
    Action.SEE_BOTH_VIEWS: (at(C, P, G, X), at(C, P, G, X)),
    Action.SEE_MOVED: (at(G), at(G)),
    Action.OPEN_PARKED: (at(C, G), NEVER),
    Action.JOT: (at(C), at(C)),
    Action.AGREE: (at(C, G), at(C, G)),
    Action.CHANGE_PLAN: (at(C), at(C)),
    Action.ANSWER_PROPOSAL: (at(C), NEVER),
    Action.LOG_TALK: (at(G), at(G)),
}

REVIEWS: Mapping[Stage, Review] = {
    A: a_review(rep="5 2", manager="4"),
    C: opened(),
    P: pause(opened()),
    G: agreed(),
    X: decline(a_review(rep="5"), NOW),
}

GUEST, FOREIGNER, BOT, GONE = PersonId("UGUEST"), PersonId("UFOREIGN"), PersonId("UBOT"), PersonId("UGONE")
ELSEWHERE = WorkspaceId("T2")

OUTSIDERS: Mapping[str, Actor] = {
    "another manager": Actor(WORKSPACE, OTHER_MANAGER),
    "a peer": Actor(WORKSPACE, PEER),
    "an administrator": Actor(WORKSPACE, ADMIN, admin=True),
    "a guest": Actor(WORKSPACE, GUEST, PersonKind.GUEST),
    "a stranger": Actor(WORKSPACE, FOREIGNER, PersonKind.STRANGER),
    "a bot": Actor(WORKSPACE, BOT, PersonKind.BOT),
    "somebody deactivated": Actor(WORKSPACE, GONE, active=False),
    "somebody of another workspace": Actor(ELSEWHERE, PersonId("UELSEWHERE")),
    "an administrator of another workspace": Actor(ELSEWHERE, PersonId("UELSEWHERE"), admin=True),
}

every_action = pytest.mark.parametrize("action", Action)


def as_participant(role: Role, **what: object) -> Actor:
    return replace(Actor(WORKSPACE, REP if role is Role.REP else MANAGER), **what)  # type: ignore[arg-type]


# --- may and require ---


def test_the_table_names_every_action() -> None:
    assert set(MAY) == set(Action)


@every_action
def test_rep_and_manager(action: Action) -> None:
    for role, (stage, review) in product(Role, REVIEWS.items()):
        allowed = MAY[action][0 if role is Role.REP else 1]
        for actor in (as_participant(role), as_participant(role, kind=PersonKind.GUEST)):
            assert may(actor, action, review) is (stage in allowed), (role, stage)
            if stage in allowed:
                assert require(actor, action, review) is role
            else:
                with pytest.raises(TooLate if allowed else NotAllowed):
                    require(actor, action, review)


@every_action
def test_an_administrator_who_takes_part_may_no_more_than_anybody_in_that_role(action: Action) -> None:
    for role, review in product(Role, REVIEWS.values()):
        assert may(as_participant(role, admin=True), action, review) is may(as_participant(role), action, review)


@every_action
def test_nobody_else(action: Action) -> None:
    for (who, actor), review in product(OUTSIDERS.items(), REVIEWS.values()):
        assert not may(actor, action, review), who
        with pytest.raises(NotAllowed, match="Only the two people"):
            require(actor, action, review)


@every_action
def test_a_participant_who_is_gone_or_no_person_may_nothing(action: Action) -> None:
    for role, review in product(Role, REVIEWS.values()):
        for lost in (
            as_participant(role, active=False),
            as_participant(role, kind=PersonKind.STRANGER),
            as_participant(role, kind=PersonKind.BOT),
            as_participant(role, kind=PersonKind.GUEST, active=False),
        ):
            assert not may(lost, action, review)
            with pytest.raises(NotAllowed):
                require(lost, action, review)


MAY_PAIR: Mapping[PairingAction, tuple[frozenset[PairingState], frozenset[PairingState]]] = {
    PairingAction.START_REVIEW: (frozenset(), frozenset({PairingState.ACCEPTED})),
    PairingAction.ANSWER_PAIRING: (
        frozenset({PairingState.PROPOSED, PairingState.ACCEPTED, PairingState.DECLINED}),
        frozenset(),
    ),
    PairingAction.ASK_FOR_COACHING: (frozenset({PairingState.ACCEPTED}), frozenset()),
    PairingAction.PREPARE_TALK: (frozenset({PairingState.ACCEPTED}), frozenset({PairingState.ACCEPTED})),
    PairingAction.LOG_TIME: (frozenset({PairingState.ACCEPTED}), frozenset({PairingState.ACCEPTED})),
    PairingAction.END_PAIRING: (
        frozenset({PairingState.ACCEPTED}),
        frozenset({PairingState.PROPOSED, PairingState.ACCEPTED}),
    ),
}


@pytest.mark.parametrize("action", PairingAction)
def test_pairings(action: PairingAction) -> None:
    for state in PairingState:
        pairing = a_pairing(state=state)
        for role in Role:
            allowed = MAY_PAIR[action][0 if role is Role.REP else 1]
            assert may(as_participant(role), action, pairing) is (state in allowed), (role, state)
            assert not may(as_participant(role, active=False), action, pairing)
            if state not in allowed:
                with pytest.raises(TooLate if allowed else NotAllowed):
                    require(as_participant(role), action, pairing)
        for who, actor in OUTSIDERS.items():
            assert not may(actor, action, pairing), who
            with pytest.raises(NotAllowed):
                require(actor, action, pairing)
        assert not may(as_participant(Role.REP), action, REVIEWS[A])
        assert not may(as_participant(Role.REP), Action.SEE, pairing)


@pytest.mark.parametrize("action", SessionAction)
def test_logged_time_is_for_the_two_of_it(action: SessionAction) -> None:
    entry = Entry(45, TODAY, CoachingKind.CALL, "", Role.MANAGER, NOW)
    session = CoachingSession(SessionId("session-1"), REP, MANAGER, entry)
    for role in Role:
        assert require(as_participant(role), action, session) is role
        assert not may(as_participant(role, active=False), action, session)
        assert not may(as_participant(role), action, REVIEWS[A])
    for who, actor in OUTSIDERS.items():
        assert not may(actor, action, session), who
        with pytest.raises(NotAllowed):
            require(actor, action, session)


def test_only_an_administrator_runs_the_system() -> None:
    require_administrator(OUTSIDERS["an administrator"])
    for actor in (
        *(actor for actor in OUTSIDERS.values() if not actor.admin),
        as_participant(Role.MANAGER),
        replace(OUTSIDERS["an administrator"], active=False),
        replace(OUTSIDERS["an administrator"], kind=PersonKind.GUEST),
    ):
        with pytest.raises(NotAllowed):
            require_administrator(actor)


# --- the use cases: each asks, before anything else ---

Call = Callable[[World, Actor, ReviewId], object]

CALLS: Mapping[Action, Mapping[str, Call]] = {
    Action.SEE: {"": lambda w, a, r: w.looking.review(a, r)},
    Action.ANSWER: {
        "rate": lambda w, a, r: w.assessing.rate(a, r, skill(1), 3, at=9e9),
        "comment": lambda w, a, r: w.assessing.comment(a, r, skill(1), "words", at=9e9),
        "keep_page": lambda w, a, r: w.assessing.keep_page(a, r, {skill(1): 3}, {skill(1): "words"}, at=9e9),
        "bring_over": lambda w, a, r: w.assessing.bring_over(a, r, 9e9, hint="https://hook"),
        "turn_page": lambda w, a, r: w.assessing.turn_page(a, r, 2, hint="https://hook"),
        "say_outside_factors": lambda w, a, r: w.assessing.say_outside_factors(a, r, OutsideFactors((), "words")),
    },
    Action.SUBMIT: {"submit": lambda w, a, r: w.assessing.submit(a, r, hint="https://hook")},
    Action.TAKE_BACK: {"take_back": lambda w, a, r: w.assessing.take_back(a, r, hint="https://hook")},
    Action.WRITE_OPENING: {
        "write_opening": lambda w, a, r: w.assessing.write_opening(a, r, Opening("words"), released=True)
    },
    Action.DECLINE: {"decline": lambda w, a, r: w.keeping.decline(a, r, hint="https://hook")},
    Action.ASK_FOR_CHANGE: {"ask_for_change": lambda w, a, r: w.keeping.ask_for_change(a, r, Ask(due=SOON))},
    Action.ANSWER_ASK: {"answer_ask": lambda w, a, r: w.keeping.answer_ask(a, r, yes=True)},
    Action.EXTEND: {
        "extend": lambda w, a, r: w.keeping.extend(a, r, SOON),
        "extend_by_a_week": lambda w, a, r: w.keeping.extend_by_a_week(a, r, SOON, hint="https://hook"),
    },
    Action.NUDGE: {"nudge": lambda w, a, r: w.keeping.nudge(a, r)},
    Action.PAUSE: {"pause": lambda w, a, r: w.keeping.pause(a, r)},
    Action.RESUME: {"resume": lambda w, a, r: w.keeping.resume(a, r)},
    Action.CANCEL: {
        "cancel": lambda w, a, r: w.keeping.cancel(a, r),
        "keep_going": lambda w, a, r: w.keeping.keep_going(a, r),
    },
    Action.SPEAK: {
        "open": lambda w, a, r: w.talking.open(a, r, Opening("words"), 2),
        "reply": lambda w, a, r: w.talking.reply(a, r, [], 2),
        "choose": lambda w, a, r: w.talking.choose(a, r, Choices(stretch="words"), 2),
        "answer": lambda w, a, r: w.talking.answer(a, r, ManagerAnswers(), 2),
        "had_my_say": lambda w, a, r: w.talking.had_my_say(a, r, 2),
        "look at": lambda w, a, r: w.looking.turn(a, r, 2),
    },
    Action.SWITCH_MODE: {"switch_mode": lambda w, a, r: w.talking.switch_mode(a, r, Mode.LIVE)},
    Action.GO_ON: {"go_on": lambda w, a, r: w.talking.go_on(a, r)},
    Action.SEE_BOTH_VIEWS: {
        "look at": lambda w, a, r: w.looking.review(a, r, Action.SEE_BOTH_VIEWS),
        "chart": lambda w, a, r: w.talking.chart(a, r),
    },
    Action.SEE_MOVED: {"what_moved": lambda w, a, r: w.talking.what_moved(a, r)},
    Action.OPEN_PARKED: {"open_parked": lambda w, a, r: w.talking.open_parked(a, r, skill(4), "")},
    Action.JOT: {
        "jot": lambda w, a, r: w.talking.jot(a, r, Role.REP, Topic.STRENGTHS, "words", None),
        "confirm_jotting": lambda w, a, r: w.talking.confirm_jotting(a, r, 1),
        "refuse_jotting": lambda w, a, r: w.talking.refuse_jotting(a, r, 1),
    },
    Action.AGREE: {"agree": lambda w, a, r: w.talking.agree(a, r, "text")},
    Action.CHANGE_PLAN: {"change_plan": lambda w, a, r: w.talking.change_plan(a, r, {}, 2, added="words")},
    Action.LOG_TALK: {"log_talk": lambda w, a, r: w.talking.log_talk(a, r, 30)},
    Action.ANSWER_PROPOSAL: {"answer_proposal": lambda w, a, r: w.talking.answer_proposal(a, r, 2, take=True)},
}


def test_every_use_case_on_a_review_is_in_the_matrix() -> None:
    tried = {name for calls in CALLS.values() for name in calls}
    for use_cases in (Assessing, Talking, Keeping):
        for name, method in inspect.getmembers(use_cases, inspect.isfunction):
            parameters = list(inspect.signature(method).parameters)
            if not name.startswith("_") and parameters[1:3] == ["actor", "review"] and name != "change":
                assert name in tried, name


@pytest.fixture(scope="module")
def worlds() -> Mapping[Stage, World]:
    """One world a stage; what is refused changes nothing, so they serve every case."""
    found = {}
    for stage, review in REVIEWS.items():
        world = found[stage] = World()
        world.put(review)
        for person, kind in ((GUEST, PersonKind.GUEST), (FOREIGNER, PersonKind.STRANGER), (BOT, PersonKind.BOT)):
            world.save_person(a_person(person, kind=kind))
        world.save_person(replace(a_person(GONE), active=False))
    return found


def refused(world: World, actor: Actor, review: Review, call: Call) -> CoachingError:
    before = world.rows, world.store.rows(ELSEWHERE)
    with pytest.raises(CoachingError) as error:
        call(world, actor, review.id)
    assert (world.rows, world.store.rows(ELSEWHERE)) == before, "nothing is kept, noted or wanted"
    return error.value


@every_action
def test_a_refused_person_changes_nothing(action: Action, worlds: Mapping[Stage, World]) -> None:
    for (stage, world), call, (who, actor) in product(worlds.items(), CALLS[action].values(), OUTSIDERS.items()):
        error = refused(world, actor, REVIEWS[stage], call)
        assert isinstance(error, NotAllowed | NotFound), who


@every_action
def test_another_workspace_is_another_world_even_for_the_same_name(
    action: Action, worlds: Mapping[Stage, World]
) -> None:
    for (stage, world), call, role in product(worlds.items(), CALLS[action].values(), Role):
        error = refused(world, as_participant(role, workspace=ELSEWHERE), REVIEWS[stage], call)
        assert isinstance(error, NotAllowed | NotFound)


@every_action
def test_rep_and_manager_are_refused_by_the_table(action: Action, worlds: Mapping[Stage, World]) -> None:
    for (stage, world), call, role in product(worlds.items(), CALLS[action].values(), Role):
        allowed = MAY[action][0 if role is Role.REP else 1]
        if stage not in allowed:
            error = refused(world, as_participant(role), REVIEWS[stage], call)
            assert type(error) is (TooLate if allowed else NotAllowed), (role, stage)


@every_action
@pytest.mark.parametrize("role", Role)
def test_who_was_deactivated_or_is_no_person_changes_nothing(action: Action, role: Role) -> None:
    for stage, review in REVIEWS.items():
        if stage not in MAY[action][0 if role is Role.REP else 1]:
            continue
        for lost in ({"active": False}, {"kind": PersonKind.BOT}, {"kind": PersonKind.STRANGER}):
            world = World()
            world.put(review)
            person = as_participant(role).person
            world.save_person(replace(world.person(person), **lost))
            for call in CALLS[action].values():
                assert isinstance(refused(world, world.actor(person), review, call), NotAllowed)
                if "active" in lost:  # and the directory knows it, although the click does not say so
                    assert isinstance(refused(world, as_participant(role), review, call), NotAllowed)


@every_action
def test_nobody_is_told_whether_a_review_exists(action: Action, worlds: Mapping[Stage, World]) -> None:
    outsider = OUTSIDERS["a peer"]
    for call in CALLS[action].values():
        real = refused(worlds[C], outsider, REVIEWS[C], call)
        made_up = refused(worlds[C], outsider, replace(REVIEWS[C], id=ReviewId("review-99")), call)
        assert (type(real), str(real)) == (type(made_up), str(made_up))


# --- beginning ---


@pytest.mark.parametrize(
    "who",
    [
        "a guest",
        "a stranger",
        "a bot",
        "somebody deactivated",
        "somebody of another workspace",
        "an administrator of another workspace",
    ],
)
def test_who_may_not_coach_starts_nothing_and_asks_nobody(who: str) -> None:
    world, actor = World(), OUTSIDERS[who]
    before = world.rows
    for call in (world.starting.review, world.starting.ask_rep):
        with pytest.raises(CoachingError):
            call(actor, REP)
    assert world.rows == before


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"kind": PersonKind.BOT}, "an app"),
        ({"kind": PersonKind.STRANGER}, "another organisation"),
        ({"kind": PersonKind.GUEST}, "guest"),
        ({"active": False}, "deactivated"),
        ({"id": MANAGER}, "two people"),
    ],
)
def test_who_cannot_be_coached_and_why(person: Mapping[str, object], words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        require_can_be_coached(replace(a_person(REP), **person), by=a_person(MANAGER))  # type: ignore[arg-type]


def test_a_paired_guest_can_be_coached_unless_deactivated() -> None:
    guest = a_person(REP, kind=PersonKind.GUEST)
    require_can_be_coached(guest, by=a_person(MANAGER), paired=True)
    with pytest.raises(NotAllowed, match="deactivated"):
        require_can_be_coached(replace(guest, active=False), by=a_person(MANAGER), paired=True)


def test_the_review_of_two_is_found_by_these_two_only() -> None:
    world = World()
    review = world.put(both_submitted())
    assert world.looking.running_with(world.actor(MANAGER), REP).view.id == review.id
    assert world.looking.running_with(world.actor(REP), MANAGER).view.id == review.id
    for person in (OTHER_MANAGER, PEER, ADMIN):
        for other in (REP, MANAGER):
            with pytest.raises(NotFound):
                world.looking.running_with(world.actor(person), other)
