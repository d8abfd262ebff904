"""A plan counts when both agreed to the same text of it; a change withdraws the other's yes, and silence is none."""

from datetime import timedelta

import pytest

from coaching_core.domain.agreement import ItemChange, agree, answer_proposal, change_plan
from coaching_core.domain.choosing import answer
from coaching_core.domain.plan import Item, ItemKind, Proposal
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.errors import BadInput, OutOfTurn, TooLate
from coaching_core.ids import ItemId
from tests.builders import (
    SOON,
    TODAY,
    agreed,
    answered,
    choices,
    chosen,
    managers_answers,
    replied,
    skill,
    turn_of,
)
from tests.fakes.clock import NOW


def speaker(review: Review) -> Role:
    turn = review.conversation.turn
    assert turn is not None
    assert turn.topics == (Topic.AGREEMENT,)
    return turn.speaker


def text(review: Review) -> str:
    return review.conversation.plan.fingerprint


def changed(review: Review, words: str, role: Role | None = None) -> Review:
    first = review.conversation.plan.items[0]
    changes = {first.id: ItemChange(words, first.due)}
    return change_plan(review, role or speaker(review), changes, turn_of(review), TODAY, NOW)


def test_it_is_agreed_when_both_said_yes_to_the_same_text() -> None:
    review = answered()
    assert review.stage is Stage.CONVERSING, "one yes is no agreement"
    review = agree(review, Role.REP, text(review), NOW)
    assert review.stage is Stage.AGREED
    assert review.ended_at == NOW
    assert set(review.conversation.plan.agreed.values()) == {text(review)}
    assert agree(review, Role.REP, text(review), NOW) == review, "pressed twice"
    assert agree(review, Role.MANAGER, text(review), NOW) == review


def test_a_change_withdraws_the_others_yes_and_is_the_changers_own() -> None:
    before = answered()
    review = changed(before, "another sentence")
    plan = review.conversation.plan
    assert (plan.agreed_by(Role.REP), plan.agreed_by(Role.MANAGER)) == (True, False)
    assert speaker(review) is Role.MANAGER
    assert plan.items[0].words == "another sentence"
    review = changed(review, "a third sentence")
    assert speaker(review) is Role.REP
    review = agree(review, Role.REP, text(review), NOW)
    assert review.stage is Stage.AGREED


def test_a_yes_to_an_older_text_is_none() -> None:
    before = answered()
    review = changed(before, "another sentence")
    with pytest.raises(TooLate, match="changed since"):
        agree(review, Role.MANAGER, text(before), NOW)
    with pytest.raises(OutOfTurn):
        agree(review, Role.REP, text(review), NOW)
    back_again = changed(review, before.conversation.plan.items[0].words)
    assert text(back_again) == text(before)
    assert back_again.stage is Stage.CONVERSING, "the rep's yes was to the other text"
    assert agree(back_again, Role.REP, text(before), NOW).stage is Stage.AGREED


def test_every_word_and_date_is_part_of_the_text() -> None:
    review = answered()
    item = review.conversation.plan.items[0]
    turn = turn_of(review)
    for change in (ItemChange("other words", item.due), ItemChange(item.words, None), ItemChange("", drop=True)):
        assert text(change_plan(review, Role.REP, {item.id: change}, turn, TODAY, NOW)) != text(review)
    more = change_plan(review, Role.REP, {}, turn, TODAY, NOW, added="one thing more", added_due=SOON)
    assert text(more) != text(review)
    assert more.conversation.plan.items[-1].id not in {one.id for one in review.conversation.plan.items}
    assert change_plan(review, Role.REP, {}, turn, TODAY, NOW) == review, "no change changes nothing"


def test_a_changed_plan_still_has_something_in_it_and_no_past_date() -> None:
    review = answered()
    turn = turn_of(review)
    everything = {item.id: ItemChange("", drop=True) for item in review.conversation.plan.items}
    with pytest.raises(BadInput, match="it takes one"):
        change_plan(review, Role.REP, everything, turn, TODAY, NOW)
    first = review.conversation.plan.items[0].id
    yesterday = TODAY - timedelta(days=1)
    for bad in (ItemChange("", SOON), ItemChange("words", yesterday)):
        with pytest.raises(BadInput) as refused:
            change_plan(review, Role.REP, {first: bad}, turn, TODAY, NOW)
        assert list(refused.value.fields) == [f"item.{first}"]


def test_a_date_that_has_passed_meanwhile_may_stay() -> None:
    review = answered()
    item = review.conversation.plan.items[0]
    later = SOON + timedelta(days=30)
    after = change_plan(review, Role.REP, {item.id: ItemChange("new words", item.due)}, turn_of(review), later, NOW)
    assert after.conversation.plan.items[0].due == item.due


def test_the_plan_is_agreed_only_once_it_is_written() -> None:
    with pytest.raises(TooLate, match="not written yet"):
        agree(replied(), Role.REP, text(replied()), NOW)
    with pytest.raises(TooLate):
        change_plan(replied(), Role.REP, {}, 3, TODAY, NOW, added="x")


def test_an_agreed_plan_does_not_change() -> None:
    with pytest.raises(TooLate):
        change_plan(agreed(), Role.REP, {ItemId("1"): ItemChange("x")}, 5, TODAY, NOW)


# --- a second need that the manager proposes ---


MANY = {"rep": "1 1 1 5", "manager": "1 1 1 5"}


def proposed(*work_on: int, propose: int) -> Review:
    review = chosen(choices(work_on=work_on), **MANY)
    answers = managers_answers(review)
    proposal = Proposal(skill(propose), "I'd look at this, too", SOON)
    return answer(
        review, type(answers)(answers.take_on, answers.views, answers.support, proposal=proposal), 4, TODAY, NOW
    )


def needs(review: Review) -> list[str]:
    return [item.skills[0] for item in review.conversation.plan.of_kind(ItemKind.DEVELOP)]


def answer_it(review: Review, *, take: bool) -> Review:
    return answer_proposal(review, take=take, turn=turn_of(review), now=NOW)


def test_the_rep_takes_it_beside_the_first() -> None:
    review = answer_it(proposed(1, propose=3), take=True)
    assert needs(review) == [skill(1), skill(3)]
    assert review.conversation.plan.next_time == ()
    assert agree(review, Role.REP, text(review), NOW).stage is Stage.AGREED


def test_taken_for_the_second_the_reps_first_choice_stays() -> None:
    review = answer_it(proposed(1, 2, propose=3), take=True)
    assert needs(review) == [skill(1), skill(3)]
    assert review.conversation.plan.next_time == (skill(2),)


@pytest.mark.parametrize("chosen_before", [(1,), (1, 2)])
def test_the_rep_keeps_theirs_and_the_other_is_listed_for_next_time(chosen_before: tuple[int, ...]) -> None:
    review = answer_it(proposed(*chosen_before, propose=3), take=False)
    assert needs(review) == [skill(n) for n in chosen_before]
    assert review.conversation.plan.next_time == (skill(3),)
    assert speaker(review) is Role.REP
    assert agree(review, Role.REP, text(review), NOW).stage is Stage.AGREED


def test_it_is_answered_before_the_plan_is_agreed_or_changed_and_once() -> None:
    review = proposed(1, propose=3)
    with pytest.raises(BadInput, match="one question left"):
        agree(review, Role.REP, text(review), NOW)
    with pytest.raises(BadInput, match="one question left"):
        changed(review, "other words")
    done = answer_it(review, take=False)
    assert answer_it(done, take=True) == done


@pytest.mark.parametrize("skill_number", [1, 4])
def test_only_a_shared_need_that_is_not_chosen_is_proposed(skill_number: int) -> None:
    with pytest.raises(BadInput) as refused:
        proposed(1, propose=skill_number)
    assert list(refused.value.fields) == ["proposal"]


def test_items_keep_their_names_when_others_come_and_go() -> None:
    review = answer_it(proposed(1, 2, propose=3), take=True)
    items: tuple[Item, ...] = review.conversation.plan.items
    assert len({item.id for item in items}) == len(items)
