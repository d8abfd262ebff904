"""What moved from the pair's last agreed review to this one: opened skills alone, for one of the two alone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coaching_core.domain.assessment import Answer, Rating, Unrated
from coaching_core.domain.comparison import Category, categorise
from coaching_core.domain.moved import what_moved
from coaching_core.domain.questionnaire import Questionnaire, Scale
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import MovedSeen
from coaching_core.domain.surfaces import Place, PlaceKind, SurfaceKind, dm
from coaching_core.domain.visibility import view_for
from coaching_core.errors import NotAllowed, TooLate
from coaching_core.ids import PersonId, ReviewId
from tests.builders import MANAGER, NOW, REP, WORKSPACE, agreed, answered, both_submitted, choices, skill
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World

Draw = Callable[[st.SearchStrategy[Any]], Any]
THEN, NOW_ON = ReviewId("then"), ReviewId("now")
WINTER = "5 2 4 2", "4 1 2 5"
"""A strength, room to grow, and two that are seen differently, of which the first is opened."""
SPRING = "4 4 5 1", "5 5 4 4"
"""The strength stays, room to grow and what was seen differently are strengths now; the last stays closed."""


def in_spring(review: Review) -> Review:
    later = NOW + timedelta(days=90)
    return replace(review, id=NOW_ON, started_at=later, ended_at=later + timedelta(days=7) if review.ended_at else None)


class Office(World):
    """The pair has agreed to a plan in winter and in spring."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.put(replace(agreed(rep=WINTER[0], manager=WINTER[1]), id=THEN))
        self.put(in_spring(agreed(choices(take_on=[1]), *SPRING)))

    def seen(self, person: PersonId = REP, review: ReviewId = NOW_ON) -> MovedSeen:
        seen = self.looking.surface(WORKSPACE, SurfaceKind.MOVED, review, dm(person))
        assert isinstance(seen, MovedSeen)
        return seen


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.parametrize("person", [REP, MANAGER])
def test_each_skill_that_opened_both_times_stands_then_and_now(office: Office, person: PersonId) -> None:
    seen = office.seen(person)
    assert not seen.first
    assert list(seen.skills) == [skill(1), skill(2), skill(3)], "in the order of the questionnaire"
    found = {key: (one.category_then, one.category_now) for key, one in seen.skills.items()}
    assert found == {
        skill(1): (Category.STRENGTH, Category.STRENGTH),
        skill(2): (Category.NEED, Category.STRENGTH),
        skill(3): (Category.SEEN_DIFFERENTLY, Category.STRENGTH),
    }
    assert [key for key, one in seen.skills.items() if one.in_another_category] == [skill(2), skill(3)]
    moved = seen.skills[skill(2)]
    assert (moved.then.answers, moved.now.answers) == (
        {Role.REP: 2, Role.MANAGER: 1},
        {Role.REP: 4, Role.MANAGER: 5},
    )


def test_what_stayed_closed_in_either_is_not_there_and_comes_when_the_rep_opens_it(office: Office) -> None:
    assert skill(4) not in office.seen().skills
    for review in (THEN, NOW_ON):
        office.talking.open_parked(office.actor(REP), review, skill(4), "")
    assert office.seen().skills[skill(4)].then.answers == {Role.REP: 2, Role.MANAGER: 5}


def test_the_first_review_of_a_pair_says_so(office: Office) -> None:
    seen = office.seen(review=THEN)
    assert seen.first
    assert not seen.skills


def test_only_reviews_of_these_two_that_led_to_a_plan_are_put_beside_it() -> None:
    office = World()
    last = replace(agreed(), id=THEN)
    for before in (
        replace(last, id=ReviewId("others"), manager=OTHER_MANAGER),
        replace(both_submitted(), id=ReviewId("stopped"), stage=Stage.CLOSED, ended_at=NOW),
        replace(last, id=ReviewId("later"), ended_at=NOW + timedelta(days=200)),
    ):
        office.put(before)
    office.put(in_spring(agreed()))
    seen = office.looking.surface(WORKSPACE, SurfaceKind.MOVED, NOW_ON, dm(REP))
    assert isinstance(seen, MovedSeen)
    assert seen.first


def test_what_is_asked_in_another_way_now_is_not_compared() -> None:
    then, now = agreed(rep=WINTER[0], manager=WINTER[1]), agreed(rep=WINTER[0], manager=WINTER[1])
    assert what_moved(view_for(then, Reader.REP), view_for(now, Reader.REP))
    for form in (reworded(then.questionnaire), replace(then.questionnaire, scale=longer(then.questionnaire))):
        before = view_for(replace(then, questionnaire=form), Reader.REP)
        moved = what_moved(before, view_for(now, Reader.REP))
        assert list(moved) == ([skill(2), skill(3)] if form.scale == then.questionnaire.scale else [])


def reworded(form: Questionnaire) -> Questionnaire:
    """The first skill is asked with other sentences."""
    section = form.sections[0]
    first = replace(section.skills[0], anchors=tuple(f"{one}." for one in section.skills[0].anchors))
    return replace(form, sections=(replace(section, skills=(first, *section.skills[1:])), *form.sections[1:]))


def longer(form: Questionnaire) -> Scale:
    return replace(form.scale, labels=(*form.scale.labels, "Point 6", "Point 7"))


def test_two_views_of_different_readers_are_never_put_side_by_side() -> None:
    with pytest.raises(ValueError, match="one reader"):
        what_moved(view_for(agreed(), Reader.REP), view_for(agreed(), Reader.MANAGER))


# --- what is closed, as a law, from the database to what is drawn ---

ANSWERS: tuple[Answer, ...] = (1, 3, 4, 5, Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE)
_SIGNS: Mapping[Answer, str] = {Unrated.NOT_SEEN: "?", Unrated.NOT_IN_ROLE: "-"}
PAIRS = tuple(product(ANSWERS, ANSWERS))
SCALE = agreed().questionnaire.scale
AREAS = [pair for pair in PAIRS if categorise(*pair, SCALE).investigate]
some_answers = st.lists(st.sampled_from(PAIRS), min_size=4, max_size=4)


def an_agreed_review(given: list[tuple[Answer, Answer]], look_into: bool) -> Review | None:
    """With the first area opened, if there is one and it is to be; None where nothing leads to a plan."""
    lines = [" ".join(_SIGNS.get(pair[which], str(pair[which])) for pair in given) for which in (0, 1)]
    areas = [number for number, pair in enumerate(given, start=1) if categorise(*pair, SCALE).investigate]
    if all(categorise(*pair, SCALE) in (Category.NOT_DISCUSSED, Category.NOT_IN_ROLE) for pair in given):
        return None
    return agreed(choices(look_into=areas[:1] if look_into else [], stretch="a talk"), *lines)


def with_closed_ones_changed(review: Review, draw: Draw) -> Review:
    """Whatever has not opened: with other answers of both, and other comments, which do not open it either."""
    for key in review.questionnaire.skills:
        if not review.views_open(key):
            for role, answer in zip(Role, draw(st.sampled_from(AREAS)), strict=True):
                mine = review.assessments[role]
                other = {**mine.ratings, key: Rating(answer, "something else")}
                review = review.with_assessment(replace(mine, ratings=other))
    return review


@pytest.mark.parametrize("person", [REP, MANAGER])
@given(data=st.data(), answers=st.tuples(some_answers, some_answers), look_into=st.tuples(st.booleans(), st.booleans()))
def test_an_unopened_skill_of_either_review_makes_no_difference(
    person: PersonId, data: st.DataObject, answers: tuple[Any, Any], look_into: tuple[bool, bool]
) -> None:
    then, now = (an_agreed_review(given, wish) for given, wish in zip(answers, look_into, strict=True))
    assume(then is not None and now is not None)
    assert then is not None
    assert now is not None
    shown = []
    for change in (lambda one: one, lambda one: with_closed_ones_changed(one, data.draw)):
        world = World()
        world.put(replace(change(then), id=THEN))
        world.put(in_spring(change(now)))
        shown.append(world.looking.surface(WORKSPACE, SurfaceKind.MOVED, NOW_ON, dm(person)))
    assert shown[0] == shown[1]
    assert isinstance(shown[0], MovedSeen)
    opened = {key for key in now.questionnaire.skills if then.views_open(key) and now.views_open(key)}
    assert shown[0].skills.keys() == opened


# --- who asks, and where it stands ---


@pytest.mark.parametrize("person", [REP, MANAGER])
def test_it_goes_into_the_own_dm_of_whoever_asks(office: Office, person: PersonId) -> None:
    office.rows.wishes.clear()
    for _ in range(2):
        office.talking.what_moved(office.actor(person), NOW_ON, asked="1.0")
    (wish,) = office.rows.wishes.values()
    assert (wish.surface.kind, wish.surface.place) == (SurfaceKind.MOVED, dm(person)), "asked twice in one click"


@pytest.mark.parametrize("person", [OTHER_MANAGER, PEER, ADMIN])
def test_nobody_else_asks_or_reads(office: Office, person: PersonId) -> None:
    office.rows.wishes.clear()
    with pytest.raises(NotAllowed):
        office.talking.what_moved(office.actor(person), NOW_ON)
    assert not office.rows.wishes
    assert office.looking.surface(WORKSPACE, SurfaceKind.MOVED, NOW_ON, dm(person)) is None


def test_it_stands_in_no_place_that_both_read(office: Office) -> None:
    place = Place(PlaceKind.GROUP_DM, (MANAGER, REP))
    assert office.looking.surface(WORKSPACE, SurfaceKind.MOVED, NOW_ON, place) is None


def test_before_both_have_agreed_there_is_nothing_to_ask_for() -> None:
    office = World()
    office.put(replace(agreed(), id=THEN))
    office.put(in_spring(answered()))
    with pytest.raises(TooLate):
        office.talking.what_moved(office.actor(REP), NOW_ON)
    assert office.looking.surface(WORKSPACE, SurfaceKind.MOVED, NOW_ON, dm(REP)) is None
