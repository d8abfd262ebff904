"""Answering: each choice kept at the click, nothing lost, and one's own to take back until both are in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching_core.domain.assessment import (
    WORDS_MAX,
    Ask,
    Factor,
    Opening,
    OutsideFactors,
    Progress,
    Rating,
    Unrated,
)
from coaching_core.domain.review import (
    open_assessment,
    say_outside_factors,
    submit_assessment,
    take_back,
    turn_page,
    write_opening,
)
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import BadInput, CoachingError, NotFound, TooLate
from tests.builders import (
    MANAGER,
    REP,
    WORKSPACE,
    a_questionnaire,
    a_review,
    answers,
    both_submitted,
    ratings,
    skill,
)
from tests.core.world import World
from tests.fakes.clock import NOW


@pytest.fixture
def world() -> World:
    return World()


# --- one answer ---


def test_an_answer_is_kept_and_the_newest_click_wins(world: World) -> None:
    review, rep = world.start(), world.actor(REP)
    world.assessing.rate(rep, review, skill(1), 4, at=20.0)
    world.assessing.rate(rep, review, skill(1), 2, at=10.0)  # arrives late
    world.assessing.rate(rep, review, skill(1), 1, at=20.0)  # arrives twice, changed on the way
    assert world.review(review).assessments[Role.REP].ratings == {skill(1): Rating(4)}


def test_answer_and_comment_do_not_touch_each_other(world: World) -> None:
    review, rep = world.start(), world.actor(REP)
    world.assessing.comment(rep, review, skill(1), "  a comment ", at=30.0)
    world.assessing.rate(rep, review, skill(1), Unrated.NOT_SEEN, at=20.0)
    assert world.review(review).assessments[Role.REP].ratings == {skill(1): Rating(Unrated.NOT_SEEN, "a comment")}
    world.assessing.comment(rep, review, skill(1), "", at=40.0)
    assert world.review(review).assessments[Role.REP].ratings == {skill(1): Rating(Unrated.NOT_SEEN)}


def test_both_may_answer_in_any_order_and_never_touch_the_other(world: World) -> None:
    review = world.start()
    world.assessing.rate(world.actor(MANAGER), review, skill(1), 5, at=1.0)
    world.assessing.rate(world.actor(REP), review, skill(1), 2, at=2.0)
    both = world.review(review).assessments
    assert (both[Role.REP].answer(skill(1)), both[Role.MANAGER].answer(skill(1))) == (2, 5)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_that_the_scale_does_not_have_is_refused(world: World, score: int) -> None:
    review = world.start()
    with pytest.raises(BadInput, match="one of the 5 answers"):
        world.assessing.rate(world.actor(REP), review, skill(1), score, at=1.0)
    with pytest.raises(NotFound):
        world.assessing.rate(world.actor(REP), review, skill(99), 3, at=1.0)
    assert not world.review(review).assessments[Role.REP].ratings


def test_words_that_are_too_long_are_refused_and_never_cut(world: World) -> None:
    review, rep = world.start(), world.actor(REP)
    world.assessing.comment(rep, review, skill(1), "x" * WORDS_MAX, at=1.0)
    with pytest.raises(BadInput, match=r"3,001 characters; 3,000 fit"):
        world.assessing.comment(rep, review, skill(1), "x" * (WORDS_MAX + 1), at=2.0)
    assert world.review(review).assessments[Role.REP].ratings[skill(1)].comment == "x" * WORDS_MAX


def test_a_page_of_the_form_is_kept_at_once(world: World) -> None:
    review, rep = world.start(), world.actor(REP)
    world.assessing.rate(rep, review, skill(1), 4, at=5.0)
    world.assessing.keep_page(rep, review, {skill(1): 4, skill(2): 3}, {skill(2): "why"}, at=6.0)
    assert world.review(review).assessments[Role.REP].ratings == {skill(1): Rating(4), skill(2): Rating(3, "why")}


def test_pages_stay_within_the_questionnaire() -> None:
    review = a_review(questionnaire=a_questionnaire(8))  # two sections
    assert [turn_page(review, Role.REP, page).assessments[Role.REP].page for page in (-3, 0, 2, 3, 99)] == [
        0,
        0,
        2,
        3,
        3,
    ]


# --- outside factors and the opening ---


def test_what_is_personal_is_said_in_person() -> None:
    kept = say_outside_factors(a_review(), Role.REP, OutsideFactors((Factor.PERSONAL,), " "))
    assert kept.assessments[Role.REP].factors == OutsideFactors((Factor.PERSONAL,), "")
    with pytest.raises(BadInput, match="in person"):
        say_outside_factors(a_review(), Role.REP, OutsideFactors((Factor.PERSONAL,), "it is about"))


def test_the_opening_takes_three_strengths_two_needs_or_none() -> None:
    four = tuple(skill(n) for n in range(1, 5))
    review = a_review()
    for good in (Opening(), Opening("a line"), Opening(strength_picks=four[:3], need_picks=four[:2])):
        assert write_opening(review, good, released=False).assessments[Role.REP].opening == good
    for bad in (Opening(strength_picks=four), Opening(need_picks=four[:3])):
        with pytest.raises(BadInput, match="at most"):
            write_opening(review, bad, released=False)
    with pytest.raises(NotFound):
        write_opening(review, Opening(strength_picks=(skill(99),)), released=False)
    with pytest.raises(BadInput):
        write_opening(review, Opening(), released=True)


# --- sending, and taking back ---


def test_progress_is_invited_in_progress_submitted() -> None:
    review = a_review()
    assert review.assessments[Role.REP].progress is Progress.INVITED
    assert turn_page(review, Role.REP, 1).assessments[Role.REP].progress is Progress.IN_PROGRESS
    assert a_review(rep="4").assessments[Role.REP].progress is Progress.IN_PROGRESS


def test_an_unanswered_question_is_named_and_nothing_is_sent() -> None:
    with pytest.raises(BadInput, match="2 questions have no answer") as refused:
        submit_assessment(a_review(rep="4 . ? ."), Role.REP, NOW)
    assert list(refused.value.fields) == [skill(2), skill(4)]


def test_a_comment_alone_is_no_answer() -> None:
    review = a_review(rep="4 4 4 .")
    mine = review.assessments[Role.REP]
    review = review.with_assessment(replace(mine, ratings={**mine.ratings, skill(4): Rating(comment="hm")}))
    with pytest.raises(BadInput, match="One question has"):
        submit_assessment(review, Role.REP, NOW)


@pytest.mark.parametrize("first", Role)
def test_the_conversation_begins_when_both_have_sent_whoever_is_first(first: Role) -> None:
    review = a_review(rep="4 4 4 4", manager="4 4 4 4")
    one = submit_assessment(review, first, NOW)
    assert (one.stage, one.conversation.turn) == (Stage.ASSESSING, None)
    assert submit_assessment(one, first, NOW) == one, "sent twice is sent once"
    both = submit_assessment(one, first.other, NOW)
    assert both.stage is Stage.CONVERSING
    assert both.conversation.turn is not None
    assert both.conversation.turn.speaker is Role.REP


def test_one_takes_back_until_the_other_has_sent_too() -> None:
    review = a_review(rep="4 4 4 4", manager="4 4 4 4")
    sent = submit_assessment(review, Role.REP, NOW)
    with pytest.raises(TooLate, match="take it back"):
        open_assessment(sent, Role.REP)
    back = take_back(sent, Role.REP)
    assert replace(back.assessments[Role.REP], page=0) == review.assessments[Role.REP]
    assert back.assessments[Role.MANAGER] == review.assessments[Role.MANAGER]
    assert take_back(back, Role.REP) == back
    with pytest.raises(TooLate):
        take_back(both_submitted(), Role.REP)


def test_a_sent_answer_does_not_change(world: World) -> None:
    review = world.start()
    world.rate_all(review, Role.REP)
    before = world.review(review)
    rep = world.actor(REP)
    with pytest.raises(TooLate):
        world.assessing.rate(rep, review, skill(1), 5, at=1e12)
    with pytest.raises(TooLate):
        world.assessing.comment(rep, review, skill(1), "late", at=1e12)
    with pytest.raises(TooLate):
        world.assessing.keep_page(rep, review, {skill(1): 5}, {}, at=1e12)
    assert world.review(review) == before


# --- another date or form ---


def test_another_form_keeps_what_both_forms_ask_alike(world: World) -> None:
    longer = a_questionnaire(6, key="longer")
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(longer)
    review, rep, manager = world.start(), world.actor(REP), world.actor(MANAGER)
    for key, given in answers("5 4 3 2").items():
        world.assessing.rate(rep, review, key, given, at=1.0)
    world.keeping.ask_for_change(rep, review, Ask(questionnaire=longer.key))
    world.keeping.answer_ask(manager, review, yes=True)
    after = world.review(review)
    assert after.questionnaire == longer
    assert after.assessments[Role.REP].ratings == ratings("5 4 3 2")
    assert after.assessments[Role.REP].unanswered(longer) == (skill(5), skill(6))


def test_another_form_forgets_what_it_does_not_ask_or_asks_otherwise(world: World) -> None:
    nine = a_questionnaire(6, points=9, key="nine")
    world = World(questionnaire=a_questionnaire(4))
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(nine)
    review, rep, manager = world.start(), world.actor(REP), world.actor(MANAGER)
    world.assessing.rate(rep, review, skill(1), 5, at=1.0)
    world.keeping.ask_for_change(rep, review, Ask(questionnaire=nine.key))
    world.keeping.answer_ask(manager, review, yes=True)
    assert world.review(review).assessments[Role.REP].ratings == {}, "5 of 5 is not 5 of 9"
    assert all(not kept for kept in world.rows.ratings.values()), "and nothing of it is stored any more"


def test_the_managers_no_leaves_all_as_it_is(world: World) -> None:
    review = world.start()
    before = world.review(review)
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=before.due_at.date() + timedelta(days=5)))
    world.keeping.answer_ask(world.actor(MANAGER), review, yes=False)
    after = world.review(review)
    assert (after.due_at, after.questionnaire) == (before.due_at, before.questionnaire)
    with pytest.raises(CoachingError):
        world.keeping.answer_ask(world.actor(MANAGER), review, yes=True)


def test_once_one_has_sent_the_form_stays_but_the_date_moves(world: World) -> None:
    longer = a_questionnaire(6, key="longer")
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(longer)
    review = world.start()
    world.rate_all(review, Role.MANAGER)
    due = world.review(review).due_at.date() + timedelta(days=5)
    world.keeping.ask_for_change(world.actor(REP), review, Ask(due=due, questionnaire=longer.key))
    world.keeping.answer_ask(world.actor(MANAGER), review, yes=True)
    after = world.review(review)
    assert after.due_at.date() == due
    assert after.questionnaire == world.questionnaire
