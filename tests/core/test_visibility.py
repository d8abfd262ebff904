"""Who may see what, and when: the table of the design (§3.3), row by row. The laws are in ``test_secrecy_law``."""

from dataclasses import replace

import pytest

from coaching_core.domain.assessment import Factor, OutsideFactors, Rating
from coaching_core.domain.comparison import Category
from coaching_core.domain.lifecycle import pause
from coaching_core.domain.review import Review, submit_assessment
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.domain.speaking import open_parked
from coaching_core.domain.surfaces import Place, PlaceKind, SurfaceKind, dm, surfaces_of
from coaching_core.domain.visibility import BothViews, ReviewView, view_for
from tests.builders import (
    AN_OPENING,
    MANAGER,
    REP,
    a_review,
    agreed,
    answered,
    both_submitted,
    chosen,
    opened,
    replied,
    skill,
)
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World
from tests.fakes.clock import NOW

STRENGTH, NEED, CHOSEN, PARKED = skill(1), skill(2), skill(3), skill(4)
"""Of the default answers and choices."""


def seen_by_all(review: Review) -> dict[Reader, ReviewView]:
    return {reader: view_for(review, reader) for reader in Reader}


def closed(view: ReviewView) -> bool:
    """Nothing but who is done."""
    return (
        view.categories is None
        and not (view.views or view.notes or view.area_words or view.factors or view.unparked)
        and view.opening is None
    )


def test_while_assessing_only_who_is_done_is_known() -> None:
    review = submit_assessment(a_review(rep="5 2 4 2", manager="4 1"), Role.REP, NOW)
    for reader, view in seen_by_all(review).items():
        assert closed(view), reader
        assert view.done == {Role.REP: True, Role.MANAGER: False}
    assert view_for(review, Reader.MANAGER).mine == review.assessments[Role.MANAGER]


def test_both_submitted_opens_nothing_of_either() -> None:
    for view in seen_by_all(both_submitted()).values():
        assert closed(view)
        assert view.stage is Stage.CONVERSING


def test_the_opening_goes_to_the_manager_without_anything_else() -> None:
    for view in seen_by_all(opened()).values():
        assert view.opening == AN_OPENING
        assert closed(replace(view, opening=None))


def test_the_reply_opens_every_category_and_the_words_on_shared_skills() -> None:
    views = seen_by_all(replied())
    for view in views.values():
        assert view.categories == {
            STRENGTH: Category.STRENGTH,
            NEED: Category.NEED,
            CHOSEN: Category.SEEN_DIFFERENTLY,
            PARKED: Category.SEEN_DIFFERENTLY,
        }
        assert set(view.views) == {STRENGTH, NEED}, "see both views, either person, any time after the categories"
        assert not view.factors
    for reader in (Reader.REP, Reader.BOTH):
        assert [note.skill for note in views[reader].notes] == [STRENGTH, NEED]
    assert len(views[Reader.MANAGER].notes) == 4, "one's own words are one's own to read"


def test_the_reps_words_on_the_areas_go_to_the_manager() -> None:
    for view in seen_by_all(chosen()).values():
        assert [(said.role, said.skill) for said in view.area_words] == [(Role.REP, CHOSEN)]
        assert CHOSEN not in view.views
        assert not view.factors


def test_the_managers_words_on_them_open_both_views_and_what_was_held_back() -> None:
    review = with_factors(answered())
    for reader, view in seen_by_all(review).items():
        assert view.views[CHOSEN] == BothViews(
            {Role.REP: 4, Role.MANAGER: 2},
            {Role.REP: "rep's comment on s3", Role.MANAGER: "manager's comment on s3"},
        )
        assert view.words_on(Role.MANAGER, CHOSEN) == "manager's view of s3"
        assert CHOSEN in {note.skill for note in view.notes}
        assert view.factors[Role.MANAGER].words == "manager's factor"
        assert PARKED not in view.views
        assert (PARKED in {note.skill for note in view.notes}) is (reader is Reader.MANAGER)


def with_factors(review: Review) -> Review:
    for role in Role:
        factors = OutsideFactors((Factor.LEADS,), f"{role.value}'s factor")
        review = review.with_assessment(replace(review.assessments[role], factors=factors))
    return review


@pytest.mark.parametrize("review", [both_submitted(), opened(), replied(), chosen()])
def test_outside_factors_stay_closed_until_the_manager_has_spoken_on_the_areas(review: Review) -> None:
    for view in seen_by_all(with_factors(review)).values():
        assert not view.factors


def test_a_parked_area_opens_with_the_reps_line_and_the_held_back_words_with_it() -> None:
    review = open_parked(agreed(), PARKED, "now I'd like to know")
    for view in seen_by_all(review).values():
        assert PARKED in view.views
        assert PARKED in {note.skill for note in view.notes}
        assert view.unparked[0].words == "now I'd like to know"


@pytest.mark.parametrize("review", [both_submitted(), opened(), replied(), chosen(), answered()])
def test_a_pause_neither_opens_nor_closes(review: Review) -> None:
    for reader in Reader:
        before = view_for(review, reader)
        paused = view_for(pause(review), reader)
        assert replace(paused, stage=before.stage, paused_from=None) == before


def test_a_place_that_both_read_holds_neither_ones_own_answers() -> None:
    for review in (a_review(rep="5"), both_submitted(), replied(), agreed()):
        assert view_for(review, Reader.BOTH).mine is None


def test_an_unanswered_or_uncommented_skill_has_two_views_all_the_same() -> None:
    review = replied("5 5 5 5", "5 5 5 5")
    bare = {role: replace(review.assessments[role], ratings={skill(1): Rating(5)}) for role in Role}
    view = view_for(replace(review, assessments={**bare}), Reader.BOTH)
    assert view.views[skill(1)] == BothViews({Role.REP: 5, Role.MANAGER: 5}, {Role.REP: "", Role.MANAGER: ""})


# --- a surface's reader follows from its place ---


def test_every_surface_is_drawn_for_whoever_reads_its_place() -> None:
    world = World()
    review = world.put(both_submitted())
    readers = {}
    for surface in surfaces_of(review):
        seen = world.looking.surface(world.workspace, surface.kind, surface.subject, surface.place)
        if isinstance(seen, Seen):
            readers[surface.key] = seen.view.reader
    assert readers == {
        f"assessment/{review.id}/rep": Reader.REP,
        f"assessment/{review.id}/manager": Reader.MANAGER,
        f"turn/{review.id}/1": Reader.BOTH,
    }


@pytest.mark.parametrize(
    "place",
    [
        dm(PEER),
        Place(PlaceKind.CHANNEL, ("C1",)),
        Place(PlaceKind.GROUP_DM, (REP, PEER)),
        Place(PlaceKind.GROUP_DM, (REP,)),
        Place(PlaceKind.GROUP_DM, (REP, MANAGER, PEER)),
    ],
)
def test_a_place_that_somebody_else_reads_shows_nothing_of_it(place: Place) -> None:
    world = World()
    review = world.put(agreed())
    assert world.looking.surface(world.workspace, SurfaceKind.TURN, review.id, place) is None


def test_a_home_shows_each_review_as_its_person_may_see_it() -> None:
    world = World()
    world.put(replied())
    for person, reader in ((REP, Reader.REP), (MANAGER, Reader.MANAGER)):
        assert [seen.view.reader for seen in world.looking.home(world.workspace, person).reviews] == [reader]
    for person in (OTHER_MANAGER, PEER, ADMIN):
        assert not world.looking.home(world.workspace, person).reviews


def test_a_home_of_somebody_deactivated_is_empty() -> None:
    world = World()
    world.put(replied())
    world.save_person(replace(world.person(REP), active=False))
    home = world.looking.home(world.workspace, REP)
    assert (list(home.reviews), list(home.pairings)) == ([], [])
