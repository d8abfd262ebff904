"""
The conversation as the design tells it: the rep first in every topic, five messages and four hand-overs.

Over 300 lines, so that it can be read in one go; talking it through is in ``test_live``.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from coaching_core.domain.assessment import Opening
from coaching_core.domain.choosing import (
    LookInto,
    ManagerAnswers,
    TakeOnAnswer,
    answer,
    choose,
)
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import Note
from coaching_core.domain.plan import ItemKind, Occasion, Verdict
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Ending, Mode, Reader, Role, Stage, Topic
from coaching_core.domain.speaking import (
    go_on,
    had_my_say,
    jot,
    open_conversation,
    open_parked,
    reply,
    switch_mode,
)
from coaching_core.domain.turns import current_turn
from coaching_core.domain.visibility import view_for
from coaching_core.errors import BadInput, NotFound, OutOfTurn, TooLate
from tests.builders import (
    AN_OPENING,
    MANAGER,
    REP,
    SOON,
    TODAY,
    agreed,
    answered,
    both_submitted,
    choices,
    chosen,
    managers_answers,
    notes_on,
    opened,
    replied,
    skill,
    turn_of,
)
from tests.fakes.clock import NOW

UTC = ZoneInfo("UTC")
S, N, A, P = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN


def turns(review: Review) -> list[tuple[Role, tuple[Topic, ...]]]:
    return [(turn.speaker, turn.topics) for turn in review.conversation.turns]


def now_speaks(review: Review) -> tuple[Role, tuple[Topic, ...]]:
    return turns(review)[-1]


# --- in writing: five messages, four hand-overs ---


def test_in_writing_it_takes_five_messages_and_four_hand_overs() -> None:
    review = agreed()
    assert turns(review) == [
        (Role.REP, (S, N)),
        (Role.MANAGER, (S, N)),
        (Role.REP, (A, P)),
        (Role.MANAGER, (A, P)),
        (Role.REP, (Topic.AGREEMENT,)),
    ]
    speakers = [speaker for speaker, _ in turns(review)]
    assert sum(one is not other for one, other in pairwise(speakers)) == 4
    assert [turn.number for turn in review.conversation.turns] == [1, 2, 3, 4, 5]
    assert review.stage is Stage.AGREED


def test_a_released_opening_is_the_reps_first_turn() -> None:
    review = both_submitted(opening=AN_OPENING)
    assert review.conversation.opening == AN_OPENING
    assert now_speaks(review) == (Role.MANAGER, (S, N))
    kept_back = both_submitted()
    mine = replace(kept_back.assessments[Role.REP], opening=AN_OPENING, released=False)
    assert view_for(kept_back.with_assessment(mine), Reader.MANAGER).opening is None
    assert now_speaks(kept_back) == (Role.REP, (S, N))


def test_the_opening_is_a_line_or_a_pick() -> None:
    review = both_submitted()
    with pytest.raises(BadInput, match="A line or one skill is enough"):
        open_conversation(review, Opening(strengths="  "), 1, NOW)
    for enough in (Opening(strengths="a line"), Opening(need_picks=(skill(3),))):
        assert now_speaks(open_conversation(review, enough, 1, NOW)) == (Role.MANAGER, (S, N))
    with pytest.raises(BadInput):
        had_my_say(review, Role.REP, 1, NOW)


def test_the_manager_may_have_nothing_to_add() -> None:
    for review in (reply(opened(), [], 2, NOW), had_my_say(opened(), Role.MANAGER, 2, NOW)):
        assert review.conversation.notes == ()
        assert review.categories_open
        assert now_speaks(review) == (Role.REP, (A, P))


def test_a_note_belongs_to_a_skill_of_this_review() -> None:
    with pytest.raises(NotFound):
        reply(opened(), [Note(S, skill(99), "words")], 2, NOW)
    assert reply(opened(), [Note(S, skill(1), "  ")], 2, NOW).conversation.notes == ()


# --- out of turn ---


def test_nobody_speaks_in_the_others_turn() -> None:
    with pytest.raises(OutOfTurn) as refused:
        reply(both_submitted(), notes_on(both_submitted()), 1, NOW)
    assert refused.value.speaker == REP
    with pytest.raises(OutOfTurn) as refused:
        open_conversation(opened(), AN_OPENING, 2, NOW)
    assert refused.value.speaker == MANAGER
    with pytest.raises(OutOfTurn):
        had_my_say(opened(), Role.REP, 2, NOW)


def test_an_old_message_does_nothing() -> None:
    for number in (1, 2, 99):
        with pytest.raises(TooLate, match="done already"):
            choose(replied(), choices(stretch="x"), number, TODAY, NOW)


def test_one_form_does_not_serve_another_turn() -> None:
    review = replied()
    with pytest.raises(TooLate):
        open_conversation(review, AN_OPENING, 3, NOW)


# --- choosing ---


def test_the_rep_chooses_from_each_list() -> None:
    review = chosen(choices(take_on=[1], work_on=[2], look_into=[3, 4], stretch="known for demos"))
    plan = review.conversation.plan
    assert [(item.kind, item.owner, item.skills) for item in plan.items] == [
        (ItemKind.INVESTIGATE, Role.REP, (skill(3),)),
        (ItemKind.INVESTIGATE, Role.REP, (skill(4),)),
        (ItemKind.EMPOWER, Role.REP, (skill(1),)),
        (ItemKind.DEVELOP, Role.REP, (skill(2),)),
        (ItemKind.STRETCH, Role.REP, ()),
    ]
    assert len({item.id for item in plan.items}) == 5
    assert review.conversation.words_on(Role.REP, skill(3)) == "look into s3"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (choices(take_on=[2]), "take_on.0"),  # a need is no strength
        (choices(work_on=[1]), "work_on.0"),  # rated above average by the rep
        (choices(look_into=[1]), "look_into.0"),  # a strength is no area
        (choices(work_on=[2, 2]), "work_on.1"),
        (choices(look_into=[3, 3]), "look_into.1"),
        (choices(work_on=[2], due=TODAY - timedelta(days=1)), "work_on.0"),
        (choices(), "stretch"),
    ],
)
def test_a_choice_that_does_not_fit_is_named_at_its_field(wish: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        chosen(wish)  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_one_or_two_needs_and_up_to_three_occasions() -> None:
    many = {"rep": "1 1 1 5 5 5 5", "manager": "1 1 1 1 1 1 1"}
    assert len(chosen(choices(work_on=[1, 2], look_into=[4, 5, 6]), **many).conversation.plan.items) == 5
    with pytest.raises(BadInput, match="one or two"):
        chosen(choices(work_on=[1, 2, 3]), **many)
    with pytest.raises(BadInput, match="At most three"):
        chosen(choices(look_into=[4, 5, 6, 7]), **many)


def test_one_call_may_serve_several_areas() -> None:
    review = replied()
    look = LookInto((skill(3), skill(4)), Occasion.CALL, "listen for both", SOON)
    review = choose(review, replace(choices(), look_into=(look,)), 3, TODAY, NOW)
    assert [item.skills for item in review.conversation.plan.items] == [(skill(3), skill(4))]
    assert review.conversation.words_on(Role.REP, skill(4)) == "listen for both"


def test_the_rep_may_work_on_any_skill_that_they_see_below() -> None:
    review = chosen(choices(work_on=[4]))  # 2 by the rep, 5 by the manager
    assert review.comparison[skill(4)] is Category.SEEN_DIFFERENTLY
    assert [item.skills for item in review.conversation.plan.of_kind(ItemKind.DEVELOP)] == [(skill(4),)]


# --- the manager's answer ---


def test_the_answer_agrees_to_the_plan_and_opens_the_chosen_areas() -> None:
    review = answered()
    plan = review.conversation.plan
    assert plan.agreed_by(Role.MANAGER)
    assert not plan.agreed_by(Role.REP)
    assert plan.support == "manager's support"
    assert review.views_open(skill(3))
    assert not review.views_open(skill(4))


def answer_take_on(given: TakeOnAnswer) -> Review:
    review = chosen(choices(take_on=[1]))
    item = review.conversation.plan.items[0]
    return answer(review, ManagerAnswers(take_on={item.id: given}), 4, TODAY, NOW)


def test_yes_if_names_what_it_needs_and_not_yet_a_date_as_well() -> None:
    assert answer_take_on(TakeOnAnswer(Verdict.YES)).conversation.plan.items[0].verdict is Verdict.YES
    assert answer_take_on(TakeOnAnswer(Verdict.YES_IF, "two demos first")).conversation.plan.items[0].condition
    later = answer_take_on(TakeOnAnswer(Verdict.NOT_YET, "two demos first", SOON)).conversation.plan.items[0]
    assert (later.verdict, later.look_again) == (Verdict.NOT_YET, SOON)
    for incomplete in (
        TakeOnAnswer(Verdict.YES_IF),
        TakeOnAnswer(Verdict.NOT_YET, "two demos first"),
        TakeOnAnswer(Verdict.NOT_YET, "", SOON),
        TakeOnAnswer(Verdict.NOT_YET, "two demos first", TODAY - timedelta(days=1)),
    ):
        with pytest.raises(BadInput) as refused:
            answer_take_on(incomplete)
        assert list(refused.value.fields) == ["take_on.1"]


def test_every_responsibility_gets_an_answer() -> None:
    with pytest.raises(BadInput, match="yes, yes if, or not yet"):
        answer(chosen(choices(take_on=[1])), ManagerAnswers(), 4, TODAY, NOW)


def test_the_manager_clears_the_way() -> None:
    review = chosen()
    review = answer(review, managers_answers(review, clear="I ask for the new price list"), 4, TODAY, NOW)
    item = review.conversation.plan.of_kind(ItemKind.CLEAR_THE_WAY)[0]
    assert (item.owner, item.words) == (Role.MANAGER, "I ask for the new price list")


# --- a parked area ---


def test_a_parked_area_stays_closed_until_the_rep_opens_it() -> None:
    review = agreed()
    assert view_for(review, Reader.REP).closed_areas == (skill(4),)
    for words in ("", "I wondered about this"):
        opened_now = open_parked(review, skill(4), words)
        assert opened_now.views_open(skill(4))
        assert opened_now.conversation.unparked[0].words == words
        assert open_parked(opened_now, skill(4), words) == opened_now
        for reader in Reader:
            assert skill(4) in view_for(opened_now, reader).views


def test_only_what_is_parked_can_be_opened() -> None:
    with pytest.raises(BadInput, match="First choose"):
        open_parked(replied(), skill(4), "")
    with pytest.raises(BadInput, match="when you have both spoken"):
        open_parked(chosen(), skill(3), "")
    for closed in (skill(1), skill(2)):
        with pytest.raises(BadInput, match="Only an area"):
            open_parked(agreed(), closed, "")


# --- going on without the manager's words ---


def test_the_rep_goes_on_after_three_quiet_working_days() -> None:
    review = opened()
    with pytest.raises(BadInput, match="three working days"):
        go_on(review, NOW + timedelta(days=2, hours=23), UTC)
    after = go_on(review, NOW + timedelta(days=3), UTC)
    assert after.categories_open
    assert now_speaks(after) == (Role.REP, (A, P))
    assert not after.conversation.has_spoken(Role.MANAGER, S)


def test_there_is_nothing_to_go_on_from_before_the_rep_has_spoken_or_after_the_manager_has() -> None:
    for review in (both_submitted(), replied(), chosen(), answered()):
        with pytest.raises(TooLate, match="nothing to wait for"):
            go_on(review, NOW + timedelta(days=30), UTC)


# --- empty lists are ordinary ---


def finish(review: Review) -> Review:
    return answer(review, managers_answers(review), turn_of(review), TODAY, NOW)


@pytest.mark.parametrize(
    ("rep", "manager", "wish", "kind"),
    [
        ("5 5 5 5", "4 5 4 5", choices(stretch="known for demos"), ItemKind.STRETCH),  # all strengths
        ("1 2 3 1", "3 3 3 3", choices(work_on=[1, 2]), ItemKind.DEVELOP),  # all needs
        ("5 1 4 2", "? ? ? ?", choices(look_into=[1, 2]), ItemKind.INVESTIGATE),  # nothing seen by the manager
        ("? ? ? ?", "5 1 4 2", choices(look_into=[1]), ItemKind.INVESTIGATE),  # no chance yet for the rep
        ("5 1 4 2", "1 5 1 5", choices(look_into=[1]), ItemKind.INVESTIGATE),  # nothing shared
        ("- - - 5", "- - - 5", choices(take_on=[4]), ItemKind.EMPOWER),  # one skill left
        ("- ? - ?", "- ? - 1", choices(stretch="a first deal of my own"), ItemKind.STRETCH),
    ],
)
def test_a_plan_is_valid_with_one_item_of_any_kind(rep: str, manager: str, wish: object, kind: ItemKind) -> None:
    review = finish(chosen(wish, rep, manager))  # type: ignore[arg-type]
    assert {item.kind for item in review.conversation.plan.items} == {kind}
    assert now_speaks(review) == (Role.REP, (Topic.AGREEMENT,))


@pytest.mark.parametrize(("rep", "manager"), [("? ? ? ?", "? ? ? ?"), ("- ? - ?", "? ? - -"), ("- - - -", "- - - -")])
def test_what_neither_has_seen_closes_as_agreed_to_observe(rep: str, manager: str) -> None:
    review = opened(rep, manager)
    assert review.stage is Stage.CONVERSING, "not before the categories may be seen"
    for closed in (reply(review, [], 2, NOW), go_on(review, NOW + timedelta(days=3), UTC)):
        assert (closed.stage, closed.ending) == (Stage.CLOSED, Ending.OBSERVE)
        assert view_for(closed, Reader.BOTH).categories == closed.comparison


def test_nothing_is_said_in_a_conversation_that_is_not_going_on() -> None:
    for review in (agreed(), replace(opened(), stage=Stage.PAUSED)):
        with pytest.raises(TooLate):
            current_turn(review, Role.MANAGER)
        with pytest.raises(TooLate):
            jot(review, Role.REP, Role.REP, S, "words", None)
        with pytest.raises(TooLate):
            switch_mode(review, Role.REP, Mode.LIVE, NOW, UTC)
