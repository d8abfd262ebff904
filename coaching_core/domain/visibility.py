"""
What a person may see: the only door from a review to anybody's eyes.

Whatever is drawn is drawn from a ``ReviewView``, and the only way to have one is ``view_for``. What the reader may not
see is not hidden in it, it is not in it. The table of the design (§3.3), line by line:

===============================================  =====================================================================
opened by                                        opens
===============================================  =====================================================================
(assessing)                                      of the other: done or not yet
both submitted                                   nothing
the rep's opening                                to the manager: the rep's words and picks
the manager's reply (or the rep's going on)      to both: every skill's category; the manager's words on shared skills
the rep's words on the chosen areas              to the manager: those words
the manager's words on them                      to both: the two views of those skills, the words that were held back,
                                                 and the outside factors
the rep's line on an area that was not chosen    to both: the two views of that skill
the second of two answers of a second look       to both: both answers, the rep's sentence and the category
===============================================  =====================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coaching_core.domain.after_look import Followed
from coaching_core.domain.assessment import Answer, Ask, Assessment, Opening, OutsideFactors, Progress
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import AreaWords, Jotting, Note, Spoken, Talked, Turn
from coaching_core.domain.plan import Plan
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Ending, LookStage, Mode, Reader, Role, Stage, Topic
from coaching_core.domain.second_look import LookAnswer, SecondLook
from coaching_core.ids import ItemId, LookId, PersonId, ReviewId, SkillKey


@dataclass(frozen=True, slots=True)
class BothViews:
    """The two views of one opened skill, side by side; neither is the right one."""

    answers: Mapping[Role, Answer | None]
    comments: Mapping[Role, str]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """
    A review as far as its reader may see it now. Empty or None means "not for this reader, not now".

    Args:
        mine: the reader's own assessment; None for a place that both read.
        done: role -> whether that one has submitted; all that is known of the other while assessing.
        categories: in the order of the questionnaire, never by size or rank.
        views: opened skills only.
    """

    id: ReviewId
    reader: Reader
    people: Mapping[Role, PersonId]
    questionnaire: Questionnaire
    stage: Stage
    started_at: datetime
    due_at: datetime
    overdue: bool
    done: Mapping[Role, bool]
    paused_from: Stage | None
    ending: Ending | None
    ended_by: Role | None
    ended_at: datetime | None
    ask: Ask | None
    mine: Assessment | None
    mode: Mode
    turns: tuple[Turn, ...]
    spoken: tuple[Spoken, ...]
    opening: Opening | None
    categories: Mapping[SkillKey, Category] | None
    notes: tuple[Note, ...]
    area_words: tuple[AreaWords, ...]
    unparked: tuple[AreaWords, ...]
    jottings: tuple[Jotting, ...]
    views: Mapping[SkillKey, BothViews]
    factors: Mapping[Role, OutsideFactors]
    plan: Plan
    gone_on_at: datetime | None
    cancel_asked_by: Role | None
    every_months: int
    talked: Talked | None

    @property
    def turn(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    def of_category(self, category: Category) -> tuple[SkillKey, ...]:
        """Returns the skills of one category, in the order of the questionnaire; none while they are closed."""
        return tuple(key for key, one in (self.categories or {}).items() if one is category)

    @property
    def closed_areas(self) -> tuple[SkillKey, ...]:
        """Areas to investigate that are parked: nobody sees both views of them yet."""
        chosen = {words.skill for words in self.area_words if words.role is Role.REP}
        areas = (key for key, one in (self.categories or {}).items() if one.investigate)
        return tuple(key for key in areas if key not in self.views and key not in chosen)

    def words_on(self, role: Role, skill: SkillKey) -> str | None:
        return next((said.words for said in self.area_words if said.role is role and said.skill == skill), None)


def view_for(review: Review, reader: Reader) -> ReviewView:
    """
    Make the view for one person, or for a place that both read: such a view holds nothing that either lacks.

    The reader follows from the place where the view is shown, never from who draws it.
    """
    talk = review.conversation
    categories = review.comparison if review.categories_open else None
    opened = tuple(key for key in review.questionnaire.skills if review.views_open(key))
    factors_said = talk.has_spoken(Role.MANAGER, Topic.AREAS)
    return ReviewView(
        id=review.id,
        reader=reader,
        people={role: review.person(role) for role in Role},
        questionnaire=review.questionnaire,
        stage=review.stage,
        started_at=review.started_at,
        due_at=review.due_at,
        overdue=review.overdue_at is not None,
        done={role: review.assessments[role].progress is Progress.SUBMITTED for role in Role},
        paused_from=review.paused_from,
        ending=review.ending,
        ended_by=review.ended_by,
        ended_at=review.ended_at,
        ask=review.ask,
        mine=None if reader is Reader.BOTH else review.assessments[Role(reader.value)],
        mode=talk.mode,
        turns=talk.turns,
        spoken=talk.spoken,
        opening=talk.opening,  # only ever holds what the rep has said
        categories=categories,
        notes=_notes_for(review, reader, opened),
        area_words=tuple(
            said
            for said in talk.area_words
            if said.role is Role.REP or reader is Reader.MANAGER or said.skill in opened
        ),
        unparked=talk.unparked,
        jottings=tuple(one for one in talk.jottings if not (one.confirmed or one.refused)),
        views={key: _both_views(review, key) for key in opened},
        factors={role: review.assessments[role].factors for role in Role} if factors_said else {},
        plan=talk.plan,  # every line of it was said in its author's turn
        gone_on_at=talk.gone_on_at,
        cancel_asked_by=talk.cancel_asked_by,
        every_months=review.every_months,
        talked=talk.talked,
    )


def _notes_for(review: Review, reader: Reader, opened: tuple[SkillKey, ...]) -> tuple[Note, ...]:
    """The manager's words: one's own to the manager; to the rep those on opened skills, the rest is held back."""
    notes = review.conversation.notes
    return notes if reader is Reader.MANAGER else tuple(note for note in notes if note.skill in opened)


def _both_views(review: Review, skill: SkillKey) -> BothViews:
    ratings = {role: review.assessments[role].ratings.get(skill) for role in Role}
    return BothViews(
        answers={role: rating.answer if rating else None for role, rating in ratings.items()},
        comments={role: rating.comment if rating else "" for role, rating in ratings.items()},
    )


@dataclass(frozen=True, slots=True)
class OpenedLook:
    """
    What opened, to both at the same moment.

    Args:
        changed: the rep's sentence; "" for "nothing changed".
        followed: what the two made of it, so far.
    """

    changed: str
    answers: Mapping[Role, Answer]
    category: Category
    followed: Followed | None


@dataclass(frozen=True, slots=True)
class LookView:
    """
    A second look as far as its reader may see it now.

    Args:
        done: role -> whether that one is in; all that is known of the other while it is sealed.
        mine: what the reader has sent; None for a place that both read.
    """

    id: LookId
    reader: Reader
    people: Mapping[Role, PersonId]
    plan: ReviewId
    item: ItemId
    skill: SkillKey
    asked_by: Role
    asked_at: datetime
    stage: LookStage
    done: Mapping[Role, bool]
    mine: LookAnswer | None
    opened: OpenedLook | None
    ended_at: datetime | None


def look_for(look: SecondLook, reader: Reader) -> LookView:
    """Make the view of a second look, as ``view_for`` does of a review."""
    opened = None
    if look.stage is LookStage.OPENED and look.category is not None:
        answers = {role: look.answers[role].answer for role in Role}
        opened = OpenedLook(look.answers[Role.REP].changed, answers, look.category, look.followed)
    return LookView(
        id=look.id,
        reader=reader,
        people={role: look.person(role) for role in Role},
        plan=look.plan,
        item=look.item,
        skill=look.skill,
        asked_by=look.asked_by,
        asked_at=look.asked_at,
        stage=look.stage,
        done={role: role in look.answers for role in Role},
        mine=None if reader is Reader.BOTH else look.answers.get(Role(reader.value)),
        opened=opened,
        ended_at=look.ended_at,
    )
