"""
Answers of one's own, brought over from a review that closed before anything opened.

They were kept sealed and stay so: only their author is offered them, and only as a draft of the same author's next
assessment. What was purged, because somebody left, is not there to be brought.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from coaching_core.domain.assessment import Rating
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.ids import SkillKey

BROUGHT_WITHIN = timedelta(days=90)
"""After a quarter an answer is about other weeks than the ones that are asked about."""
_ENDINGS = (Ending.EXPIRED, Ending.DECLINED, Ending.CANCELLED)


def to_bring(review: Review, role: Role, past: Iterable[Review], now: datetime) -> Mapping[SkillKey, Rating]:
    """
    Find what this one answered in the newest review that closed unopened, as far as it is asked alike now.

    Args:
        role: whose answers; theirs alone are looked at.
        past: other reviews of the same rep.
    Returns:
        Ratings for skills that have none in this review yet, in the order of the questionnaire; nothing once the
        assessment is sent.
    """
    mine = review.assessments[role]
    if review.stage is not Stage.ASSESSING or mine.submitted_at is not None:
        return {}
    for one in sorted((one for one in past if _closed_unopened(one, now)), key=_ended, reverse=True):
        if one.id != review.id and _same_author_on_the_same_rep(one, review, role):
            alike = review.questionnaire.asks_alike(one.questionnaire)
            found = one.assessments[role].ratings
            brought = {
                key: found[key]
                for key in review.questionnaire.skills
                if key in alike and key in found and key not in mine.ratings
            }
            if brought:
                return brought
    return {}


def _closed_unopened(past: Review, now: datetime) -> bool:
    ended = past.stage is Stage.CLOSED and past.ending in _ENDINGS and not past.both_submitted
    return ended and past.ended_at is not None and now - past.ended_at < BROUGHT_WITHIN


def _same_author_on_the_same_rep(past: Review, review: Review, role: Role) -> bool:
    """A rep's answers are about their own work, whoever coaches them; a manager's are about one rep."""
    return past.person(role) == review.person(role) and past.rep == review.rep


def _ended(past: Review) -> datetime:
    return past.ended_at or past.started_at
