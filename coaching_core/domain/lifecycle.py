"""How a review is moved, paused, picked up and ended. Nothing here opens anything to anybody."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coaching_core.domain.assessment import Ask, Assessment, OutsideFactors, Progress
from coaching_core.domain.calendar import end_of, end_of_day_after, local_date, working_days_between
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import DAYS_TO_ANSWER, PAUSED_AFTER, QUIET_AFTER, Review
from coaching_core.domain.roles import Ending, Role, Stage, Topic
from coaching_core.domain.turns import is_quiet
from coaching_core.errors import BadInput, TooLate

CANCEL_ALONE_AFTER = 10
"""Working days of silence after which one may end a conversation without the other."""


def decline(review: Review, now: datetime) -> Review:
    """The rep says *not now*. The manager learns that, and no reason."""
    if Stage.ASSESSING not in (review.stage, review.paused_from):
        raise TooLate("The conversation has begun. To stop it takes both of you.")
    return _closed(review, Ending.DECLINED, Role.REP, now)


def ask_for_change(review: Review, ask: Ask, today: date, now: datetime) -> Review:
    """The rep asks for another date or form."""
    if review.stage is not Stage.ASSESSING:
        raise TooLate("Both assessments are in, so date and form no longer change.")
    if ask.due is not None and ask.due < today:
        raise BadInput("That date has passed.", {"due": "Please choose today or later."})
    if ask == Ask():
        raise BadInput("Please choose another date or another form.", {"due": "Please choose a date or a form."})
    if review.ask is not None and replace(review.ask, at=None) == replace(ask, at=None, yes=None):
        return review  # asked already, and not answered yet
    return replace(review, ask=replace(ask, at=now, yes=None))


def answer_ask(review: Review, *, yes: bool, form: Questionnaire | None, zone: ZoneInfo) -> Review:
    """
    The manager's answer. Once one of the two has sent their answers the form stays; the date still moves.

    Args:
        form: the other questionnaire that the rep asked for, if they did.
    """
    asked = review.ask
    if review.stage is not Stage.ASSESSING or asked is None or asked.yes is not None:
        raise TooLate("This has been answered already.")
    review = replace(review, ask=replace(asked, yes=yes))
    if not yes:
        return review
    sent = any(mine.submitted_at for mine in review.assessments.values())
    if sent and asked.due is None:
        raise TooLate("One of you has sent their answers, so the form stays as it is.")
    if asked.due is not None:
        review = replace(review, due_at=end_of(asked.due, zone), overdue_at=None)
    return review if form is None or sent else _on_another_form(review, form)


def _on_another_form(review: Review, form: Questionnaire) -> Review:
    """Answers stay where the other form asks the very same; what it does not ask is gone."""
    asked_alike = form.asks_alike(review.questionnaire)
    kept = {}
    for role, mine in review.assessments.items():
        opening = mine.opening and replace(
            mine.opening,
            strength_picks=tuple(key for key in mine.opening.strength_picks if key in form.skills),
            need_picks=tuple(key for key in mine.opening.need_picks if key in form.skills),
        )
        ratings = {key: rating for key, rating in mine.ratings.items() if key in asked_alike}
        page = min(mine.page, 1)
        kept[role] = replace(mine, ratings=ratings, opening=opening, released=False, page=page)
    return replace(review, questionnaire=form, assessments=kept)


def extend(review: Review, due: date, today: date, zone: ZoneInfo) -> Review:
    if review.stage is not Stage.ASSESSING:
        raise TooLate("Both assessments are in. There is nothing to extend.")
    if due < today:
        raise BadInput("That date has passed.", {"due": "Please choose today or later."})
    return replace(review, due_at=end_of(due, zone), overdue_at=None)


def extend_by_a_week(review: Review, due: date, now: datetime, zone: ZoneInfo) -> Review:
    """
    A week more than the date that stands, or than today if that is later; never less.

    Args:
        due: the date that the person saw. When it has moved since, by a second tap or by the other one, it stays so.
        zone: the rep's, in which the date is a day.
    """
    if review.stage is not Stage.ASSESSING:
        raise TooLate("Both assessments are in. There is nothing to extend.")
    if local_date(review.due_at, zone) != due:
        return review
    later = end_of_day_after(max(review.due_at, now), DAYS_TO_ANSWER, zone)
    return replace(review, due_at=later, overdue_at=None)


def pause(review: Review) -> Review:
    if review.stage is Stage.PAUSED:
        return review
    return replace(review, stage=Stage.PAUSED, paused_from=review.stage)


def resume(review: Review, now: datetime) -> Review:
    """Pick it up where it was left; the turn begins afresh, with a prompt of its own."""
    if review.stage is not Stage.PAUSED or review.paused_from is None:
        return review
    review = replace(review, stage=review.paused_from, paused_from=None)
    turn = review.conversation.turn
    if review.stage is not Stage.CONVERSING or turn is None:
        # A pause costs nobody their time to answer.
        return replace(review, due_at=max(review.due_at, now + timedelta(days=DAYS_TO_ANSWER)), overdue_at=None)
    again = replace(turn, number=turn.number + 1, since=now, quiet=False)
    talk = replace(review.conversation, turns=(*review.conversation.turns, again), cancel_asked_by=None)
    return replace(review, conversation=talk)


def nudge(review: Review, role: Role, now: datetime, zone: ZoneInfo) -> Review:
    """
    Remind the other one kindly, at most once a day.

    Args:
        zone: of the one who is nudged.
    """
    last = review.conversation.nudged.get(role)
    if last is not None and local_date(last, zone) == local_date(now, zone):
        raise BadInput("You have nudged today. Once a day is plenty.")
    if review.stage is Stage.ASSESSING:
        if review.assessments[role.other].progress is Progress.SUBMITTED:
            raise BadInput("They are done already.")
    else:
        turn = review.conversation.turn
        if review.stage is not Stage.CONVERSING or turn is None or turn.speaker is role:
            raise BadInput("It's your turn, so there is nobody to nudge.")
        if not is_quiet(review, now, zone):
            raise BadInput(f"They have {QUIET_AFTER} working days. After that you can nudge.")
    nudged = {**review.conversation.nudged, role: now}
    return replace(review, conversation=replace(review.conversation, nudged=nudged))


def cancel(review: Review, role: Role, now: datetime, zone: ZoneInfo) -> Review:
    """
    End it. While assessing the manager alone can; a conversation takes both, or ten quiet working days.

    Returns:
        The closed review, or the same one with the wish noted that the other one can second.
    """
    assessing = Stage.ASSESSING in (review.stage, review.paused_from)
    if assessing:
        if role is Role.REP:
            raise BadInput("Choose *Not now* on the invitation if this is not the time.")
        return _closed(review, Ending.CANCELLED, role, now)
    if review.stage not in (Stage.CONVERSING, Stage.PAUSED):
        raise TooLate("This review is closed already.")
    talk, turn = review.conversation, review.conversation.turn
    quiet = turn is not None and working_days_between(turn.since, now, zone) >= CANCEL_ALONE_AFTER
    if talk.cancel_asked_by is role.other or quiet:
        return _closed(review, Ending.CANCELLED, role, now)
    return replace(review, conversation=replace(talk, cancel_asked_by=role))


def keep_going(review: Review) -> Review:
    """Take back one's own wish to cancel, or answer the other's with "let's go on"."""
    return replace(review, conversation=replace(review.conversation, cancel_asked_by=None))


def leave(review: Review, role: Role, now: datetime) -> Review:
    """A participant has left. The other is told "closed"; answers that were not opened are gone."""
    if not review.running:
        return review
    talk = review.conversation
    factors_open = talk.has_spoken(Role.MANAGER, Topic.AREAS)
    kept = {}
    for one in Role:
        mine = review.assessments[one]
        kept[one] = replace(
            Assessment(one),
            ratings={key: rating for key, rating in mine.ratings.items() if review.views_open(key)},
            factors=mine.factors if factors_open else OutsideFactors(),
            submitted_at=mine.submitted_at,
            version=mine.version,
        )
    notes = tuple(note for note in talk.notes if review.views_open(note.skill))
    frozen = review.comparison if review.categories_open else None
    left = replace(review, assessments=kept, conversation=replace(talk, notes=notes), frozen=frozen)
    return _closed(left, Ending.LEFT, role, now)


def time_has_passed(review: Review, now: datetime, zone: ZoneInfo) -> Review:
    """
    What time alone changes.

    A conversation grows quiet and is then paused; a date passes, and a review that nobody finished closes.

    Args:
        zone: of the one whose turn it is, or the rep's while assessing.
    """
    turn, due = review.conversation.turn, review.next_look_at
    if review.stage is Stage.CONVERSING and turn is not None:
        if is_quiet(review, now, zone, PAUSED_AFTER):
            return pause(review)
        if not turn.quiet and is_quiet(review, now, zone):
            talk = review.conversation
            return replace(review, conversation=replace(talk, turns=(*talk.turns[:-1], replace(turn, quiet=True))))
    elif review.stage is Stage.ASSESSING and due is not None and now >= due:
        return _closed(review, Ending.EXPIRED, None, now) if review.overdue_at else replace(review, overdue_at=now)
    return review


def _closed(review: Review, ending: Ending, by: Role | None, now: datetime) -> Review:
    if review.stage is Stage.CLOSED:
        return review
    if review.stage is Stage.AGREED:
        raise TooLate("The plan is agreed, so this review is complete.")
    return replace(review, stage=Stage.CLOSED, ending=ending, ended_by=by, ended_at=now, paused_from=None)
