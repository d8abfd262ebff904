"""One's own answers of a review that closed unopened may begin the next one; only their author learns of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.assessment import Rating
from coaching_core.domain.lifecycle import cancel, decline, leave, pause, time_has_passed
from coaching_core.domain.review import Review, submit_assessment
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import SurfaceKind, dm
from coaching_core.domain.visibility import view_for
from coaching_core.errors import CoachingError
from coaching_core.ids import PersonId, ReviewId
from tests.builders import MANAGER, REP, REVIEW, a_questionnaire, a_review, both_submitted, opened, ratings, skill
from tests.core.world import OTHER_MANAGER, PEER, World
from tests.fakes.clock import NOW

PAST = ReviewId("review-past")
HALF = {"rep": "5 2 . ?", "manager": "4"}


def a_past_review(**given: str) -> Review:
    return a_review(questionnaire=a_questionnaire(4), review=PAST, **given)


def expired(review: Review) -> Review:
    due = review.due_at.astimezone(NOW.tzinfo)
    overdue = time_has_passed(review, due, NOW.tzinfo)  # type: ignore[arg-type]  # UTC is a zone, too
    return time_has_passed(overdue, due + timedelta(days=20), NOW.tzinfo)  # type: ignore[arg-type]


ENDED: dict[str, Callable[[Review], Review]] = {
    "expired": expired,
    "declined": lambda one: decline(one, NOW),
    "cancelled": lambda one: cancel(one, Role.MANAGER, NOW, None),  # type: ignore[arg-type]  # asked for no zone
    "paused, then cancelled": lambda one: cancel(pause(one), Role.MANAGER, NOW, None),  # type: ignore[arg-type]
    "sent by one, then expired": lambda one: expired(
        submit_assessment(
            one.with_assessment(replace(one.assessments[Role.REP], ratings=ratings("5 2 1 ?"))), Role.REP, NOW
        )
    ),
}


def next_one(past: Review, *, days: float = 21, **differs: object) -> tuple[World, ReviewId]:
    world = World()
    world.put(past)
    world.clock.advance(days=days)
    new = replace(a_review(questionnaire=a_questionnaire(4), now=world.clock.now()), **differs)  # type: ignore[arg-type]
    return world, world.put(new).id


def offered(world: World, review: ReviewId, person: PersonId) -> int:
    seen = world.looking.surface(world.workspace, SurfaceKind.ASSESSMENT, review, dm(person))
    assert isinstance(seen, Seen)
    return seen.to_bring


@pytest.mark.parametrize("how", ENDED)
def test_each_is_offered_their_own(how: str) -> None:
    past = ENDED[how](a_past_review(**HALF))
    assert past.stage is Stage.CLOSED
    world, review = next_one(past)
    assert offered(world, review, REP) == len(past.assessments[Role.REP].ratings)
    assert offered(world, review, MANAGER) == 1


def test_they_come_as_a_draft_to_change_and_to_send() -> None:
    world, review = next_one(expired(a_past_review(**HALF)))
    world.assessing.bring_over(world.actor(REP), review, at=2.0)
    mine = world.view(review, REP).mine
    assert mine is not None
    assert mine.ratings == ratings(HALF["rep"], "rep's comment on")
    assert (mine.page, mine.submitted_at) == (1, None)
    world.assessing.rate(world.actor(REP), review, skill(1), 1, at=3.0)
    assert world.review(review).assessments[Role.REP].answer(skill(1)) == 1
    world.assessing.bring_over(world.actor(REP), review, at=4.0)
    assert world.review(review).assessments[Role.REP].answer(skill(1)) == 1, "what was answered anew stands"
    assert offered(world, review, REP) == 0, "and is not offered twice"


def test_a_comment_that_stands_is_kept() -> None:
    world, review = next_one(expired(a_past_review(**HALF)))
    world.assessing.comment(world.actor(REP), review, skill(1), "new words", at=1.0)
    world.assessing.bring_over(world.actor(REP), review, at=2.0)
    kept = world.review(review).assessments[Role.REP].ratings
    assert kept[skill(1)] == Rating(None, "new words")
    assert kept[skill(2)].answer == 2


@given(mine=st.lists(st.sampled_from("12345?."), min_size=4, max_size=4), other=st.sampled_from(Role))
def test_the_other_never_learns(mine: list[str], other: Role) -> None:
    """Neither that there is something to bring, nor that it was brought: whatever stood in it."""
    author = other.other
    past = expired(a_past_review(**{author.value: " ".join(mine)}))
    world, review = next_one(past)
    bare, same = next_one(expired(a_past_review()))
    reader = MANAGER if other is Role.MANAGER else REP
    writer = REP if other is Role.MANAGER else MANAGER
    assert offered(world, review, reader) == 0
    place = dm(reader)
    before = bare.looking.surface(bare.workspace, SurfaceKind.ASSESSMENT, same, place)
    assert world.looking.surface(world.workspace, SurfaceKind.ASSESSMENT, review, place) == before
    world.assessing.bring_over(world.actor(writer), review, at=2.0)
    assert world.looking.surface(world.workspace, SurfaceKind.ASSESSMENT, review, place) == before
    assert world.view(review, reader) == bare.view(same, reader)
    assert view_for(world.review(review), Reader.BOTH) == view_for(bare.review(same), Reader.BOTH)


@pytest.mark.parametrize(
    ("past", "days"),
    [
        (expired(a_past_review(**HALF)), 200),
        (leave(a_past_review(**HALF), Role.MANAGER, NOW), 21),
        (leave(a_past_review(**HALF), Role.REP, NOW), 21),
        (replace(cancel(cancel(opened(), Role.REP, NOW, NOW.tzinfo), Role.MANAGER, NOW, NOW.tzinfo), id=PAST), 21),  # type: ignore[arg-type]
        (replace(decline(pause(a_review()), NOW), id=PAST), 21),
    ],
    ids=["long ago", "the manager left", "the rep left", "a conversation had begun", "nothing was answered"],
)
def test_nothing_else_is_offered(past: Review, days: float) -> None:
    world, review = next_one(past, days=days)
    for person in (REP, MANAGER):
        assert offered(world, review, person) == 0
        world.assessing.bring_over(world.actor(person), review, at=2.0)
    assert not any(mine.ratings for mine in world.review(review).assessments.values())


def test_a_new_manager_gets_nothing_of_the_former_ones_and_the_rep_keeps_their_own() -> None:
    world, review = next_one(expired(a_past_review(**HALF)), manager=OTHER_MANAGER)
    assert offered(world, review, OTHER_MANAGER) == 0
    assert offered(world, review, REP) == 3


def test_what_a_manager_thought_of_one_rep_is_not_brought_to_another() -> None:
    world, review = next_one(expired(a_past_review(**HALF)), rep=PEER)
    for person in (PEER, MANAGER):
        assert offered(world, review, person) == 0


def test_only_what_is_asked_alike_is_brought() -> None:
    other = a_questionnaire(2, key="another")
    world, review = next_one(expired(a_past_review(rep="5 2 4 4")), questionnaire=other)
    assert offered(world, review, REP) == 2
    scale = a_questionnaire(4, points=7, key="seven")
    world, review = next_one(expired(a_past_review(rep="5 2 4 4")), questionnaire=scale)
    assert offered(world, review, REP) == 0


def test_once_sent_or_under_way_nothing_is_brought() -> None:
    world, review = next_one(expired(a_past_review(**HALF)))
    world.rate_all(review, Role.REP)
    with pytest.raises(CoachingError):
        world.assessing.bring_over(world.actor(REP), review, at=9e9)
    talking = World()
    talking.put(expired(a_past_review(**HALF)))
    talking.put(both_submitted())
    with pytest.raises(CoachingError):
        talking.assessing.bring_over(talking.actor(REP), REVIEW, at=9e9)


def test_the_newest_that_closed_is_the_one() -> None:
    world, _ = next_one(decline(a_past_review(rep="1 1 1 1"), NOW))
    running = world.review(REVIEW)
    world.keeping.cancel(world.actor(MANAGER), running.id)
    newer = replace(decline(a_past_review(rep="5 5"), NOW + timedelta(days=2)), id=ReviewId("review-newer"))
    world.put(newer)
    latest = world.put(replace(a_review(now=world.clock.now()), id=ReviewId("review-latest")))
    world.assessing.bring_over(world.actor(REP), latest.id, at=2.0)
    mine = world.review(latest.id).assessments[Role.REP]
    assert {key: one.answer for key, one in mine.ratings.items()} == {skill(1): 5, skill(2): 5}
