"""
The time of the talk itself: said by one of the two with the plan, and logged once the plan is agreed.

It becomes an entry of coaching time like any other, under a name that follows from the review: so it stands once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from coaching_core.domain.coaching_time import SKILLS_MAX, CoachingKind, CoachingSession, Entry, Said, checked_entry
from coaching_core.domain.conversation import Talked, Turn
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Stage
from coaching_core.errors import TooLate
from coaching_core.ids import ReviewId, SessionId

USUAL_MINUTES = 30
"""Offered when nothing is known: the length of a talk as the thread announces it."""
_ONE_SITTING = timedelta(minutes=60)
"""A step that took longer was not one talk, so its time tells nothing."""


def live_minutes(turns: Sequence[Turn], until: datetime) -> int | None:
    """
    Estimate how long the two talked, from the steps of the live conversation.

    Returns:
        Minutes in steps of five; None when they did not talk live, or not in one sitting, or for a moment only.
    """
    ends = [*(turn.since for turn in turns[1:]), until]
    spans = [end - turn.since for turn, end in zip(turns, ends, strict=False) if turn.mode is Mode.LIVE]
    talked = sum((span for span in spans if timedelta(0) < span <= _ONE_SITTING), timedelta(0))
    return 5 * round(talked.total_seconds() / 300) or None


def say_talked(review: Review, role: Role, minutes: int, today: date, now: datetime) -> Review:
    """
    Say how long the talk was, under an agreed plan; the other one is asked. What was said first stands.

    Args:
        today: the rep's local date.
    Raises:
        BadInput: no time, or too much of it; ``fields`` names minutes.
    """
    if review.stage is not Stage.AGREED:
        raise TooLate("The talk is logged once you have both agreed to the plan.")
    if review.conversation.talked is not None:
        return review
    return with_talked(review, role, minutes, today, now)


def with_talked(review: Review, role: Role, minutes: int, today: date, now: datetime) -> Review:
    """As ``say_talked``, with the plan itself: it is logged when both have agreed."""
    checked_entry(Entry(minutes, today, CoachingKind.SKILLS, "", role, now), today)
    return replace(review, conversation=replace(review.conversation, talked=Talked(minutes, role, today, now)))


def session_of_talk(review: Review, *, confirmed: bool) -> CoachingSession | None:
    """
    Args:
        confirmed: the other one has just said yes to these minutes.
    Returns:
        The entry for the talk of an agreed review; None while there is none to log.
    """
    talked = review.conversation.talked
    if review.stage is not Stage.AGREED or talked is None:
        return None
    planned = dict.fromkeys(key for item in review.conversation.plan.items for key in item.skills)
    entry = Entry(talked.minutes, talked.on, CoachingKind.SKILLS, "", talked.by, talked.at)
    entry = entry.touching(list(planned)[:SKILLS_MAX], review.questionnaire)
    said = Said.CONFIRMED if confirmed else Said.OPEN
    return CoachingSession(session_id(review.id), review.rep, review.manager, entry, said)


def session_id(review: ReviewId) -> SessionId:
    return SessionId(f"talk-{review}")
