"""Moving and ending, as use cases: in one transaction, with everything named that should look different."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coaching_core.domain.assessment import Ask, Opening
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.domain.surfaces import Policy, SurfaceKind, surfaces_of
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import SurfaceKey
from coaching_core.use_cases.assessing import REDRAWN_AFTER
from tests.builders import (
    MANAGER,
    REP,
    SOON,
    a_person,
    a_questionnaire,
    a_review,
    agreed,
    both_submitted,
    opened,
    ratings,
    replied,
    skill,
)
from tests.core.world import World


@pytest.fixture
def world() -> World:
    return World()


def keys(world: World, kind: SurfaceKind) -> list[SurfaceKey]:
    return [key for key, wish in world.rows.wishes.items() if wish.surface.kind is kind]


def test_a_nudge_is_kept_and_wanted_together(world: World) -> None:
    review = world.put(a_review()).id
    world.keeping.nudge(world.actor(MANAGER), review)
    assert keys(world, SurfaceKind.NUDGE) == [f"nudge/{review}/rep 2026-03-02"]
    with pytest.raises(BadInput):
        world.keeping.nudge(world.actor(MANAGER), review)
    world.clock.advance(days=1)
    world.keeping.nudge(world.actor(MANAGER), review)
    assert len(keys(world, SurfaceKind.NUDGE)) == 2, "another day, another message"
    assert {world.rows.wishes[key].surface.policy for key in keys(world, SurfaceKind.NUDGE)} == {Policy.ONCE}


def test_a_nudge_stands_in_the_dm_of_the_one_who_is_nudged(world: World) -> None:
    review = world.put(a_review()).id
    world.keeping.nudge(world.actor(REP), review)
    wish = world.rows.wishes[keys(world, SurfaceKind.NUDGE)[0]]
    assert wish.surface.place.ids == (MANAGER,)


def test_silence_is_counted_in_the_speakers_own_days(world: World) -> None:
    world.save_person(a_person(MANAGER, tz="Pacific/Auckland"))
    friday_evening = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # and Saturday morning there
    review = world.put(opened(now=friday_evening)).id
    world.clock.set(friday_evening + timedelta(days=4, minutes=-1))
    with pytest.raises(BadInput):
        world.talking.go_on(world.actor(REP), review)
    world.clock.advance(minutes=1)  # Wednesday morning there; it would be two working days here
    world.talking.go_on(world.actor(REP), review)


def test_an_older_question_is_redrawn_when_a_new_one_is_asked(world: World) -> None:
    review = world.put(a_review()).id
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=SOON))
    [first] = keys(world, SurfaceKind.ASK)
    before = world.rows.wishes[first].wanted
    world.clock.advance(minutes=1)
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=SOON + timedelta(days=1)))
    assert world.rows.wishes[first].wanted > before, "its buttons are over"


def test_who_speaks_on_no_longer_wishes_to_end(world: World) -> None:
    review = world.put(both_submitted()).id
    world.keeping.cancel(world.actor(REP), review)
    world.talking.open(world.actor(REP), review, Opening("words"), 1)
    world.keeping.cancel(world.actor(MANAGER), review)
    assert world.review(review).stage is Stage.CONVERSING, "one wish is left, and it is new"


def test_the_question_for_another_date_stays_named_and_a_new_one_is_a_new_message(world: World) -> None:
    review = world.put(a_review()).id
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=SOON))
    [first] = keys(world, SurfaceKind.ASK)
    before = world.rows.wishes[first].wanted
    world.keeping.answer_ask(world.actor(MANAGER), review, yes=False)
    assert world.rows.wishes[first].wanted > before
    world.clock.advance(minutes=1)
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=SOON))
    assert len(keys(world, SurfaceKind.ASK)) == 2


@pytest.mark.parametrize("ended", ["decline", "cancel", "both submit", "leave"])
def test_an_open_question_is_redrawn_however_it_becomes_pointless(world: World, ended: str) -> None:
    review = world.put(a_review(rep="4 4 4 4", manager="4 4 4 4")).id
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=SOON))
    [question] = keys(world, SurfaceKind.ASK)
    before = world.rows.wishes[question].wanted
    if ended == "decline":
        world.keeping.decline(world.actor(REP), review)
    elif ended == "cancel":
        world.keeping.cancel(world.actor(MANAGER), review)
    elif ended == "leave":
        world.keeping.person_left(world.actor(MANAGER))
    else:
        world.assessing.submit(world.actor(REP), review)
        world.assessing.submit(world.actor(MANAGER), review)
    assert world.rows.wishes[question].wanted > before


def test_who_did_not_end_it_is_told(world: World) -> None:
    review = world.put(a_review()).id
    world.keeping.decline(world.actor(REP), review)
    assert keys(world, SurfaceKind.ENDED) == [f"ended/{review}/manager"]


def test_what_nobody_did_both_are_told(world: World) -> None:
    review = world.put(a_review()).id
    for _ in range(2):
        world.clock.advance(days=15)
        world.keeping.time_has_passed(world.workspace, review)
    assert world.review(review).ending is Ending.EXPIRED
    assert set(keys(world, SurfaceKind.ENDED)) == {f"ended/{review}/rep", f"ended/{review}/manager"}


def test_time_that_changes_nothing_wants_nothing(world: World) -> None:
    review = world.put(opened()).id
    before = world.rows
    world.keeping.time_has_passed(world.workspace, review)
    assert world.rows == before


def test_a_click_is_redrawn_later_and_a_page_turn_at_once_through_its_own_address(world: World) -> None:
    review = world.put(a_review()).id
    world.assessing.rate(world.actor(REP), review, skill(1), 4, at=1.0)
    mine = world.rows.wishes[SurfaceKey(f"assessment/{review}/rep")]
    assert (mine.not_before, mine.hint) == (world.clock.now() + REDRAWN_AFTER, None)
    world.assessing.turn_page(world.actor(REP), review, 1, hint="https://hook")
    mine = world.rows.wishes[SurfaceKey(f"assessment/{review}/rep")]
    assert (mine.not_before, mine.hint) == (None, "https://hook")
    other = world.rows.wishes[SurfaceKey(f"assessment/{review}/manager")]
    assert other.hint is None, "one's own click never redraws the other's message"


# --- people leave ---


def test_when_somebody_leaves_all_their_reviews_close_and_unopened_answers_are_gone(world: World) -> None:
    review = world.put(replied()).id
    world.save_person(replace(world.person(REP), active=False))
    world.keeping.person_left(world.actor(REP))
    after = world.review(review)
    assert (after.stage, after.ending, after.ended_by) == (Stage.CLOSED, Ending.LEFT, Role.REP)
    stored = {key: set(kept) for key, kept in world.rows.ratings.items()}
    assert stored == {(review, role): {skill(1), skill(2)} for role in Role}, "in the database, too"
    assert "s4" not in repr(after.conversation.notes)
    assert set(keys(world, SurfaceKind.ENDED)) == {f"ended/{review}/manager"}
    assert {one.key for one in surfaces_of(after)} <= set(world.rows.wishes)


def test_leaving_while_assessing_forgets_everything_written(world: World) -> None:
    review = world.put(a_review(rep="5 2 4 2", manager="4 1")).id
    world.assessing.write_opening(world.actor(REP), review, Opening("secret opening"), released=True)
    world.keeping.person_left(world.actor(MANAGER))
    after = world.review(review)
    assert all(not after.assessments[role].ratings for role in Role)
    assert "secret opening" not in repr(world.rows)
    assert "comment on" not in repr(world.rows.ratings)


def test_leaving_twice_is_leaving_once(world: World) -> None:
    review = world.put(opened()).id
    for _ in range(2):
        world.keeping.person_left(world.actor(REP))
    assert world.review(review).version == 1


def test_a_form_changed_on_the_way_does_not_keep_anybody_from_leaving(world: World) -> None:
    shorter = a_questionnaire(4, key="shorter")
    with world.store.begin(world.workspace) as tx:
        tx.questionnaires.publish(shorter)
    review = world.put(a_review(rep="5 2 4 2 1 1 1 1", questionnaire=a_questionnaire(8, key="longer"))).id
    world.keeping.ask_for_change(world.actor(REP), review, Ask(questionnaire=shorter.key))
    world.keeping.answer_ask(world.actor(MANAGER), review, yes=True)
    assert world.review(review).assessments[Role.REP].ratings == ratings("5 2 4 2", "rep's comment on")
    world.keeping.person_left(world.actor(REP))
    assert world.review(review).ending is Ending.LEFT


def test_a_complete_review_is_not_touched_by_leaving(world: World) -> None:
    review = world.put(agreed())
    world.keeping.person_left(world.actor(REP))
    assert world.review(review.id) == review


def test_a_review_that_is_over_is_over(world: World) -> None:
    review = world.put(both_submitted()).id
    for person in (REP, MANAGER):
        world.keeping.cancel(world.actor(person), review)
    assert world.review(review).ending is Ending.CANCELLED
    for call in (world.keeping.pause, world.keeping.resume, world.keeping.cancel, world.talking.go_on):
        with pytest.raises(TooLate, match="closed"):
            call(world.actor(REP), review)
