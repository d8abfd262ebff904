"""Whose turn it is, and what follows when somebody has spoken. Asked before anything is said."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.calendar import working_days_between
from coaching_core.domain.conversation import Turn
from coaching_core.domain.review import QUIET_AFTER, Review
from coaching_core.domain.roles import Ending, Role, Stage, Topic
from coaching_core.errors import OutOfTurn, TooLate


def current_turn(review: Review, role: Role, number: int | None = None) -> Turn:
    """
    Returns:
        The turn, if it is this role's.
    Raises:
        TooLate: the conversation is paused or over, or the step with this number is.
        OutOfTurn: the other one is speaking.
    """
    if review.stage is Stage.PAUSED:
        raise TooLate("This is paused. Pick it up again first; everything is as you left it.")
    turn = review.conversation.turn
    if review.stage is not Stage.CONVERSING or turn is None:
        raise TooLate("This conversation is over. Nothing has changed.")
    if number is not None and number != turn.number:
        raise TooLate("That step is done already. The latest message in the thread shows where you are.")
    if turn.speaker is not role:
        raise OutOfTurn(review.person(turn.speaker))
    return turn


def is_quiet(review: Review, now: datetime, zone: ZoneInfo, days: int = QUIET_AFTER) -> bool:
    """Say whether the speaker has been silent for so many working days in their own zone."""
    turn = review.conversation.turn
    return turn is not None and working_days_between(turn.since, now, zone) >= days


def topics_of(review: Review, role: Role, number: int, about: tuple[Topic, ...]) -> tuple[Topic, ...]:
    topics = current_turn(review, role, number).topics
    if not set(topics) <= set(about):
        raise TooLate("That step is done already. The latest message in the thread shows where you are.")
    return topics


def go_on_with(review: Review, role: Role, topics: tuple[Topic, ...], now: datetime, *, aloud: bool = False) -> Review:
    talk = review.conversation.with_spoken(role, topics, now, aloud=aloud)
    talk = replace(talk, cancel_asked_by=None)  # who speaks on, goes on
    return after_words(replace(review, conversation=talk), now)


def after_words(review: Review, now: datetime) -> Review:
    """Begin the next turn; when the categories are open and there is nothing to talk about, agree to observe."""
    if review.categories_open and not any(one.shared or one.investigate for one in review.comparison.values()):
        talk = review.conversation
        return replace(
            review, stage=Stage.CLOSED, ending=Ending.OBSERVE, ended_at=now, conversation=talk.with_next_turn(now)
        )
    return replace(review, conversation=review.conversation.with_next_turn(now))
