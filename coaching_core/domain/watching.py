"""Watch first: what a manager had not seen when they last answered about this rep. From their own answers alone."""

from collections.abc import Iterable

from coaching_core.domain.assessment import Assessment, Unrated
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role


def not_seen_last_time(review: Review, past: Iterable[Review]) -> tuple[str, ...]:
    """
    Args:
        past: reviews of the same rep, with whichever manager.
    Returns:
        The names of the skills of this review that its manager had not seen yet when they last sent their answers.
    """
    sent = [
        (mine.submitted_at, mine)
        for one in past
        if one.id != review.id and one.manager == review.manager
        for mine in (one.assessments[Role.MANAGER],)
        if mine.submitted_at is not None
    ]
    if not sent:
        return ()
    _, last = max(sent, key=lambda each: each[0])
    form = review.questionnaire
    return tuple(skill.name for key, skill in form.skills.items() if last.answer(key) is Unrated.NOT_SEEN)


def mostly_not_seen(mine: Assessment, form: Questionnaire) -> bool:
    """Whether a manager would say of more than half of the skills that they have not seen them yet."""
    not_seen = sum(mine.answer(key) is Unrated.NOT_SEEN for key in form.skills)
    return mine.role is Role.MANAGER and not_seen * 2 > len(form.skills)
