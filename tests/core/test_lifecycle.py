"""Moved, paused, picked up, ended: nothing is lost by a pause, and nothing opens by an end."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.assessment import Ask
from coaching_core.domain.calendar import end_of, local_date
from coaching_core.domain.lifecycle import (
    ask_for_change,
    cancel,
    decline,
    extend,
    extend_by_a_week,
    keep_going,
    leave,
    nudge,
    pause,
    resume,
    time_has_passed,
)
from coaching_core.domain.review import Review, start_review
from coaching_core.domain.roles import Ending, Reader, Role, Stage
from coaching_core.domain.visibility import view_for
from coaching_core.errors import BadInput, TooLate
from tests.builders import (
    MANAGER,
    REP,
    REVIEW,
    TODAY,
    a_questionnaire,
    a_review,
    agreed,
    answered,
    both_submitted,
    chosen,
    opened,
    replied,
)
from tests.fakes.clock import NOW

UTC = ZoneInfo("UTC")
RUNNING = [a_review(rep="4 4"), both_submitted(), opened(), replied(), chosen(), answered()]
CONVERSATIONS = RUNNING[1:]
DAY = timedelta(days=1)


def passed(review: Review, days: int) -> Review:
    return time_has_passed(review, NOW + days * DAY, UTC)


def test_a_review_takes_two() -> None:
    with pytest.raises(BadInput, match="two people"):
        start_review(REVIEW, rep=REP, manager=REP, questionnaire=a_questionnaire(), due_at=NOW, now=NOW)


# --- silence ---


def test_a_conversation_grows_quiet_after_three_working_days_and_pauses_after_five() -> None:
    review = both_submitted()
    assert passed(review, 2) == review
    quiet = passed(review, 3)
    assert quiet.conversation.turn is not None
    assert quiet.conversation.turn.quiet
    assert passed(quiet, 4) == quiet
    assert passed(quiet, 6) == quiet, "five days, but over a weekend"
    paused = passed(quiet, 7)
    assert (paused.stage, paused.paused_from) == (Stage.PAUSED, Stage.CONVERSING)
    assert passed(paused, 400) == paused, "for as long as they like"


@pytest.mark.parametrize("review", CONVERSATIONS)
def test_nothing_passes_on_silence(review: Review) -> None:
    later = passed(passed(review, 4), 60)
    assert later.stage is Stage.PAUSED
    assert later.conversation.spoken == review.conversation.spoken
    assert later.conversation.plan == review.conversation.plan
    for reader in Reader:
        before, after = view_for(review, reader), view_for(later, reader)
        assert (after.views, after.categories, after.notes) == (before.views, before.categories, before.notes)


@pytest.mark.parametrize("review", [*RUNNING, passed(both_submitted(), 4), pause(opened()), agreed()])
def test_it_is_looked_at_again_no_later_than_time_can_change_it(review: Review) -> None:
    at = review.next_look_at
    just_before = NOW + 1000 * DAY if at is None else at - timedelta(seconds=1)
    assert time_has_passed(review, just_before, UTC) == review


def test_a_pause_is_picked_up_by_either_with_a_prompt_of_its_own() -> None:
    for review in CONVERSATIONS:
        again = resume(pause(review), NOW + 20 * DAY)
        turn, old = again.conversation.turn, review.conversation.turn
        assert turn is not None
        assert old is not None
        assert (turn.number, turn.since, turn.quiet) == (old.number + 1, NOW + 20 * DAY, False)
        assert (turn.speaker, turn.topics) == (old.speaker, old.topics)
        assert again.stage is Stage.CONVERSING
        assert replace(again.conversation, turns=()) == replace(review.conversation, turns=())


def test_pausing_twice_and_resuming_twice_is_once() -> None:
    paused = pause(opened())
    assert pause(paused) == paused
    again = resume(paused, NOW)
    assert resume(again, NOW) == again


def test_a_pause_while_assessing_costs_nobody_their_time() -> None:
    review = a_review(rep="4 4", manager="3")
    long_after = NOW + 60 * DAY
    again = resume(pause(review), long_after)
    assert again.stage is Stage.ASSESSING
    assert again.assessments == review.assessments
    for days in range(7):
        again = time_has_passed(again, long_after + days * DAY, UTC)
        assert (again.stage, again.overdue_at) == (Stage.ASSESSING, None)


# --- the date to answer by ---


def test_a_passed_date_opens_nothing_and_closes_after_two_more_weeks() -> None:
    review = a_review(rep="4 4 4 4", manager="2")
    overdue = passed(review, 8)
    assert (overdue.stage, overdue.overdue_at) == (Stage.ASSESSING, NOW + 8 * DAY)
    assert passed(overdue, 21) == overdue
    closed = passed(overdue, 22)
    assert (closed.stage, closed.ending, closed.ended_by) == (Stage.CLOSED, Ending.EXPIRED, None)
    for reader in Reader:
        assert view_for(closed, reader).categories is None


def test_however_long_nobody_looked_the_manager_is_asked_first() -> None:
    review = passed(a_review(), 300)
    assert review.stage is Stage.ASSESSING
    assert review.overdue_at is not None


def test_a_week_more_is_one_tap_and_twice_is_once() -> None:
    review = a_review(rep="5")
    due = local_date(review.due_at, UTC)
    longer = extend_by_a_week(review, due, NOW, UTC)
    days = (local_date(longer.due_at, UTC) - due).days
    assert 7 <= days <= 9, "a weekend moves it on to Monday"
    assert longer.due_at.weekday() < 5
    assert extend_by_a_week(longer, due, NOW, UTC) == longer, "the second tap saw the old date"


def test_a_week_more_counts_from_today_when_the_date_has_passed() -> None:
    review = a_review(rep="5")
    later = review.due_at + 5 * DAY
    overdue = time_has_passed(review, review.due_at, UTC)
    assert overdue.overdue_at is not None
    longer = extend_by_a_week(overdue, local_date(review.due_at, UTC), later, UTC)
    assert longer.overdue_at is None
    assert longer.due_at >= later + 7 * DAY - DAY
    assert longer.assessments == review.assessments, "nothing else changes"
    with pytest.raises(TooLate):
        extend_by_a_week(both_submitted(), TODAY, NOW, UTC)


@given(
    days=st.integers(0, 400),
    after=st.integers(0, 20 * 24),
    zone=st.sampled_from(["Pacific/Auckland", "America/St_Johns"]),
)
def test_a_week_more_is_always_at_least_a_week_and_in_the_future(days: int, after: int, zone: str) -> None:
    tz = ZoneInfo(zone)
    review = replace(a_review(rep="5"), due_at=end_of(TODAY + days * DAY, tz))
    now = review.due_at - 4 * DAY + timedelta(hours=after)
    longer = extend_by_a_week(review, local_date(review.due_at, tz), now, tz)
    base = max(local_date(review.due_at, tz), local_date(now, tz))
    assert 7 <= (local_date(longer.due_at, tz) - base).days <= 9
    assert longer.due_at > now


def test_either_extends() -> None:
    review = passed(a_review(), 8)
    longer = extend(review, TODAY + 20 * DAY, TODAY + 8 * DAY, UTC)
    assert longer.overdue_at is None
    assert passed(longer, 20) == longer, "all of that day"
    assert passed(longer, 21).overdue_at is not None
    with pytest.raises(BadInput):
        extend(review, TODAY, TODAY + DAY, UTC)
    with pytest.raises(TooLate):
        extend(both_submitted(), TODAY + DAY, TODAY, UTC)


def test_another_date_or_form_is_asked_for_and_not_in_the_past() -> None:
    asked = ask_for_change(a_review(), Ask(due=TODAY + DAY), TODAY, NOW)
    assert asked.ask == Ask(due=TODAY + DAY, at=NOW)
    for bad in (Ask(), Ask(due=TODAY - DAY)):
        with pytest.raises(BadInput):
            ask_for_change(a_review(), bad, TODAY, NOW)
    with pytest.raises(TooLate):
        ask_for_change(both_submitted(), Ask(due=TODAY + DAY), TODAY, NOW)


# --- nudging ---


def test_once_a_day_in_the_days_of_the_one_who_is_nudged() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    review = nudge(a_review(), Role.MANAGER, NOW, auckland)  # ten in the evening there
    with pytest.raises(BadInput, match="Once a day"):
        nudge(review, Role.MANAGER, NOW + timedelta(hours=1), auckland)
    assert nudge(review, Role.MANAGER, NOW + timedelta(hours=3), auckland) != review
    assert nudge(review, Role.REP, NOW, auckland) != review, "the other's nudge is their own"


def test_nobody_who_is_done_is_nudged() -> None:
    from_rep = replace(a_review().assessments[Role.REP], submitted_at=NOW)
    with pytest.raises(BadInput, match="done already"):
        nudge(a_review().with_assessment(from_rep), Role.MANAGER, NOW, UTC)


def test_in_the_conversation_the_one_who_waits_nudges_after_three_working_days() -> None:
    review = opened()
    with pytest.raises(BadInput, match="3 working days"):
        nudge(review, Role.REP, NOW + 2 * DAY, UTC)
    with pytest.raises(BadInput, match="your turn"):
        nudge(review, Role.MANAGER, NOW + 3 * DAY, UTC)
    assert nudge(review, Role.REP, NOW + 3 * DAY, UTC).conversation.nudged == {Role.REP: NOW + 3 * DAY}


# --- ending early ---


def test_the_rep_says_not_now_without_a_reason_while_it_is_about_answering() -> None:
    for review in (a_review(rep="4"), pause(a_review(rep="4"))):
        closed = decline(review, NOW)
        assert (closed.stage, closed.ending, closed.ended_by) == (Stage.CLOSED, Ending.DECLINED, Role.REP)
    for review in (both_submitted(), pause(opened())):
        with pytest.raises(TooLate):
            decline(review, NOW)


def test_while_assessing_the_manager_cancels_alone() -> None:
    for review in (a_review(rep="4"), pause(a_review(rep="4"))):
        assert cancel(review, Role.MANAGER, NOW, UTC).ending is Ending.CANCELLED
        with pytest.raises(BadInput, match="Not now"):
            cancel(review, Role.REP, NOW, UTC)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("review", CONVERSATIONS)
def test_a_conversation_is_cancelled_by_both(review: Review, role: Role) -> None:
    asked = cancel(review, role, NOW, UTC)
    assert (asked.stage, asked.conversation.cancel_asked_by) == (Stage.CONVERSING, role)
    assert cancel(asked, role, NOW, UTC) == asked, "twice by one is not by both"
    assert keep_going(asked) == review
    closed = cancel(asked, role.other, NOW, UTC)
    assert (closed.stage, closed.ending) == (Stage.CLOSED, Ending.CANCELLED)
    for reader in Reader:
        assert view_for(closed, reader).views == view_for(review, reader).views
        assert view_for(closed, reader).categories == view_for(review, reader).categories


def test_after_ten_quiet_working_days_one_is_enough() -> None:
    for review in (opened(), pause(opened())):
        assert cancel(review, Role.REP, NOW + 13 * DAY, UTC).stage is not Stage.CLOSED, "nine, over two weekends"
        assert cancel(review, Role.REP, NOW + 14 * DAY, UTC).ending is Ending.CANCELLED


def test_an_agreed_plan_is_not_cancelled() -> None:
    with pytest.raises(TooLate):
        cancel(agreed(), Role.MANAGER, NOW + 100 * DAY, UTC)


# --- people leave ---


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("review", RUNNING)
def test_when_one_leaves_nothing_opens_and_what_was_not_open_is_gone(review: Review, role: Role) -> None:
    closed = leave(review, role, NOW)
    assert (closed.stage, closed.ending, closed.ended_by) == (Stage.CLOSED, Ending.LEFT, role)
    for reader in Reader:
        before, after = view_for(review, reader), view_for(closed, reader)
        assert after.categories == before.categories
        assert after.views == before.views
        assert set(after.notes) <= set(before.notes)
    for one in Role:
        mine = closed.assessments[one]
        assert set(mine.ratings) == {key for key in review.questionnaire.skills if review.views_open(key)}
        assert mine.opening is None
    assert (closed.frozen is not None) is review.categories_open, "nothing computed from closed answers is kept"
    assert leave(closed, role, NOW) == closed


def test_leaving_does_not_touch_what_is_over() -> None:
    assert leave(agreed(), Role.REP, NOW) == agreed()


def test_it_is_the_managers_review_as_well() -> None:
    assert (a_review().role_of(REP), a_review().role_of(MANAGER)) == (Role.REP, Role.MANAGER)
