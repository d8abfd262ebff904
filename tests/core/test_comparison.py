"""Each skill in one category: a threshold, not a distance, and nobody's answer weighs more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.comparison import Category, categorise, compare
from coaching_core.domain.questionnaire import Scale
from coaching_core.domain.roles import Role
from tests.builders import a_questionnaire, a_review, skill

NOT_SEEN, NOT_IN_ROLE = Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE
FIVE = Scale(("1", "2", "3", "4", "5"))


def scale(points: int) -> Scale:
    return Scale(tuple(str(point) for point in range(1, points + 1)))


@pytest.mark.parametrize(
    ("rep", "manager", "category"),
    [
        # the rep above average
        (4, 4, Category.STRENGTH),
        (5, 3, Category.SEEN_DIFFERENTLY),
        (5, NOT_SEEN, Category.NOT_SEEN_YET),
        # the rep average or below
        (3, 4, Category.SEEN_DIFFERENTLY),
        (3, 3, Category.NEED),
        (1, NOT_SEEN, Category.NOT_SEEN_YET),
        # no chance yet
        (NOT_SEEN, 5, Category.NOT_SEEN_YET),
        (NOT_SEEN, 2, Category.NOT_SEEN_YET),
        (NOT_SEEN, NOT_SEEN, Category.NOT_DISCUSSED),
    ],
)
def test_the_table(rep: Answer, manager: Answer, category: Category) -> None:
    assert categorise(rep, manager, FIVE) is category


@pytest.mark.parametrize(
    ("rep", "manager", "category"),
    [
        (NOT_IN_ROLE, NOT_IN_ROLE, Category.NOT_IN_ROLE),
        (NOT_IN_ROLE, NOT_SEEN, Category.NOT_DISCUSSED),
        (NOT_SEEN, NOT_IN_ROLE, Category.NOT_DISCUSSED),
        (NOT_IN_ROLE, 5, Category.NOT_SEEN_YET),
        (NOT_IN_ROLE, 1, Category.NOT_SEEN_YET),
        (5, NOT_IN_ROLE, Category.NOT_SEEN_YET),
        (1, NOT_IN_ROLE, Category.NOT_SEEN_YET),
    ],
)
def test_not_in_this_role_takes_two(rep: Answer, manager: Answer, category: Category) -> None:
    assert categorise(rep, manager, FIVE) is category


def test_it_is_a_threshold_and_not_a_distance() -> None:
    assert categorise(3, 4, FIVE) is Category.SEEN_DIFFERENTLY, "one point apart, on both sides of average"
    assert categorise(1, 3, FIVE) is Category.NEED, "two points apart, on the same side"
    assert categorise(4, 5, FIVE) is Category.STRENGTH


@pytest.mark.parametrize(("points", "average"), [(3, 2), (5, 3), (7, 4), (9, 5)])
def test_average_is_the_middle_of_the_scale_and_not_above_it(points: int, average: int) -> None:
    those = scale(points)
    assert those.midpoint == average
    assert [point for point in those.points if those.above(point)] == list(range(average + 1, points + 1))
    assert categorise(average, average, those) is Category.NEED
    assert categorise(average + 1, average + 1, those) is Category.STRENGTH
    assert categorise(average, average + 1, those) is Category.SEEN_DIFFERENTLY


answers = st.one_of(st.integers(1, 9), st.sampled_from(Unrated))


@given(rep=answers, manager=answers)
def test_who_says_what_makes_no_difference(rep: Answer, manager: Answer) -> None:
    assert categorise(rep, manager, scale(9)) is categorise(manager, rep, scale(9))


@given(rep=answers, manager=answers)
def test_every_pair_is_in_exactly_one_group(rep: Answer, manager: Answer) -> None:
    found = categorise(rep, manager, scale(9))
    left = (Category.NOT_DISCUSSED, Category.NOT_IN_ROLE)
    assert [found.shared, found.investigate, found in left].count(True) == 1


def test_a_review_is_compared_in_the_order_of_the_questionnaire() -> None:
    review = a_review(rep="2 5 ? -", manager="4 4 . -", questionnaire=a_questionnaire(4))
    assert list(
        compare(review.assessments[Role.REP], review.assessments[Role.MANAGER], review.questionnaire).items()
    ) == [
        (skill(1), Category.SEEN_DIFFERENTLY),
        (skill(2), Category.STRENGTH),
        (skill(3), Category.NOT_DISCUSSED),
        (skill(4), Category.NOT_IN_ROLE),
    ]
