"""Talked through: the same conversation one topic at a time, hers first, with notes after and not during."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from coaching_core.domain.assessment import Opening
from coaching_core.domain.choosing import (
    answer,
    choose,
)
from coaching_core.domain.conversation import Note
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Reader, Role, Topic
from coaching_core.domain.speaking import (
    confirm_jotting,
    had_my_say,
    jot,
    open_conversation,
    refuse_jotting,
    switch_mode,
)
from coaching_core.domain.visibility import view_for
from coaching_core.errors import BadInput, OutOfTurn, TooLate
from tests.builders import (
    AN_OPENING,
    TODAY,
    answered,
    both_submitted,
    choices,
    managers_answers,
    opened,
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


# --- live: one topic at a time ---


def live(rep: str = "5 2 4 2", manager: str = "4 1 2 5") -> Review:
    return switch_mode(both_submitted(rep, manager), Role.REP, Mode.LIVE, NOW, UTC)


def said(review: Review, role: Role) -> Review:
    return had_my_say(review, role, turn_of(review), NOW)


def test_live_every_topic_is_a_step_hers_first() -> None:
    review = live()
    assert now_speaks(review) == (Role.REP, (S,))
    review = said(said(said(said(review, Role.REP), Role.MANAGER), Role.REP), Role.MANAGER)
    assert review.categories_open
    assert now_speaks(review) == (Role.REP, (A,))
    review = choose(review, choices(look_into=[3]), turn_of(review), TODAY, NOW)
    assert now_speaks(review) == (Role.MANAGER, (A,))
    review = said(review, Role.MANAGER)
    assert review.views_open(skill(3)), "nothing to add is a word, too"
    assert now_speaks(review) == (Role.REP, (P,))
    review = choose(review, choices(take_on=[1]), turn_of(review), TODAY, NOW)
    review = answer(review, managers_answers(review), turn_of(review), TODAY, NOW)
    assert now_speaks(review) == (Role.REP, (Topic.AGREEMENT,))
    assert [item.kind for item in review.conversation.plan.items] == [ItemKind.INVESTIGATE, ItemKind.EMPOWER]


def test_the_categories_open_after_both_topics_and_not_after_one() -> None:
    review = said(said(live(), Role.REP), Role.MANAGER)
    assert not review.categories_open
    assert now_speaks(review) == (Role.REP, (N,))


def test_live_only_the_topic_of_the_step_is_taken_from_a_form() -> None:
    review = open_conversation(live(), AN_OPENING, 2, NOW)
    assert view_for(review, Reader.MANAGER).opening == replace(AN_OPENING, needs="", need_picks=())


def test_the_plan_is_always_written_down() -> None:
    review = said(said(said(said(live(), Role.REP), Role.MANAGER), Role.REP), Role.MANAGER)
    review = said(said(review, Role.REP), Role.MANAGER)
    assert now_speaks(review) == (Role.REP, (P,))
    with pytest.raises(BadInput, match="written down together"):
        said(review, Role.REP)


@pytest.mark.parametrize("steps_before", range(6))
def test_switching_midway_never_lets_the_manager_be_first(steps_before: int) -> None:
    review = live()
    for _ in range(steps_before):
        review = said(review, current(review))
    review = switch_mode(review, current(review), Mode.WRITING, NOW, UTC)
    role, topics = now_speaks(review)
    if role is Role.MANAGER:
        assert review.conversation.has_spoken(Role.REP, *topics)
    assert all(not review.conversation.has_spoken(role, topic) for topic in topics), "nobody is asked twice"


def current(review: Review) -> Role:
    return turns(review)[-1][0]


def test_switching_is_for_the_speaker_and_for_the_other_after_three_quiet_days() -> None:
    review = both_submitted()
    with pytest.raises(OutOfTurn):
        switch_mode(review, Role.MANAGER, Mode.LIVE, NOW, UTC)
    later = NOW + timedelta(days=3)
    assert switch_mode(review, Role.MANAGER, Mode.LIVE, later, UTC).conversation.mode is Mode.LIVE
    assert switch_mode(review, Role.MANAGER, Mode.WRITING, NOW, UTC) == review


def test_in_another_mode_the_same_step_is_a_new_prompt() -> None:
    before = answered()
    review = switch_mode(before, Role.REP, Mode.LIVE, NOW, UTC)
    assert now_speaks(review) == now_speaks(before)
    assert turn_of(review) == turn_of(before) + 1


# --- notes of a live talk ---


def test_notes_come_after_the_words() -> None:
    with pytest.raises(BadInput, match="after the words"):
        jot(live(), Role.REP, Role.REP, S, "early", None)
    with pytest.raises(BadInput):
        jot(said(live(), Role.REP), Role.REP, Role.MANAGER, S, "early", skill(1))


def test_ones_own_words_count_at_once() -> None:
    review = said(said(live(), Role.REP), Role.MANAGER)
    review = jot(review, Role.REP, Role.REP, S, "listening", None)
    assert review.conversation.opening == Opening(strengths="listening")
    review = jot(review, Role.MANAGER, Role.MANAGER, S, "the last demo", skill(1))
    assert review.conversation.notes == (Note(S, skill(1), "the last demo"),)


@pytest.mark.parametrize("speaker", Role)
def test_the_others_words_need_their_yes_that_is_it(speaker: Role) -> None:
    before = said(said(live(), Role.REP), Role.MANAGER)
    review = jot(before, speaker.other, speaker, S, "the last demo", skill(1))
    assert (review.conversation.opening, review.conversation.notes) == (None, ())
    number = review.conversation.jottings[0].number
    with pytest.raises(TooLate, match="Only the one whose words"):
        confirm_jotting(review, speaker.other, number)
    sure = confirm_jotting(review, speaker, number)
    if speaker is Role.REP:
        assert sure.conversation.opening == Opening(strengths="the last demo")
    else:
        assert sure.conversation.notes == (Note(S, skill(1), "the last demo"),)
    assert confirm_jotting(sure, speaker, number) == sure, "said twice is said once"
    assert view_for(sure, Reader.BOTH).jottings == ()


def test_a_note_on_an_area_belongs_to_a_chosen_one() -> None:
    review = said(said(said(said(live(), Role.REP), Role.MANAGER), Role.REP), Role.MANAGER)
    review = said(choose(review, choices(look_into=[3]), turn_of(review), TODAY, NOW), Role.MANAGER)
    with pytest.raises(BadInput, match="not chosen"):
        jot(review, Role.MANAGER, Role.MANAGER, A, "words", skill(4))
    with pytest.raises(BadInput, match="Which skill"):
        jot(review, Role.MANAGER, Role.MANAGER, A, "words", None)
    review = jot(review, Role.MANAGER, Role.MANAGER, A, "saw it in May", skill(3))
    assert review.conversation.words_on(Role.MANAGER, skill(3)) == "saw it in May"
    review = jot(review, Role.REP, Role.REP, A, "and in June", skill(3))
    assert review.conversation.words_on(Role.REP, skill(3)) == "look into s3\nand in June"


def test_not_quite_takes_the_note_away_and_its_number_with_it() -> None:
    review = jot(opened(), Role.MANAGER, Role.REP, Topic.STRENGTHS, "not her words", None)
    (note,) = review.conversation.jottings
    refused = refuse_jotting(review, Role.REP, note.number)
    assert view_for(refused, Reader.BOTH).jottings == ()
    assert "not her words" not in repr(refused)
    with pytest.raises(TooLate):
        confirm_jotting(refused, Role.REP, note.number)
    with pytest.raises(TooLate):
        refuse_jotting(review, Role.MANAGER, note.number)
    again = jot(refused, Role.MANAGER, Role.REP, Topic.STRENGTHS, "her words", None)
    assert again.conversation.jottings[-1].number != note.number
