"""One participant's answers in one review: a draft until submitted, and one's own to take back until both are in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from coaching_core.domain.questionnaire import Questionnaire, Scale
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput
from coaching_core.ids import QuestionnaireKey, SkillKey

WORDS_MAX = 3000
"""Characters of a comment or of any other text that a person writes; Slack's own limit for a text field."""
OPENING_STRENGTHS_MAX = 3
OPENING_NEEDS_MAX = 2


class Unrated(StrEnum):
    """An answer that is not a score."""

    NOT_SEEN = "not_seen"
    """*Haven't seen it yet* for the manager, *no chance yet* for the rep."""
    NOT_IN_ROLE = "not_in_role"


Answer = int | Unrated
"""A whole point of the scale, or why there is none."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One skill's answer with an optional comment. ``answer`` is None while there is only a comment."""

    answer: Answer | None = None
    comment: str = ""


class Factor(StrEnum):
    """What lies outside of the rep's hands."""

    LEADS = "leads"
    TERRITORY = "territory"
    COMPETITOR = "competitor"
    PRODUCT = "product"
    TOOLING = "tooling"
    OTHER = "other"
    PERSONAL = "personal"
    """Said in person only: there is no text for it here."""


@dataclass(frozen=True, slots=True)
class OutsideFactors:
    picks: tuple[Factor, ...] = ()
    words: str = ""

    def checked(self) -> "OutsideFactors":
        """Raises ``BadInput`` for too many words, or for words on what is to be said in person."""
        if self.words.strip() and self.picks == (Factor.PERSONAL,):
            said = "That is better said in person, so nothing about it is kept here. Please leave the text empty."
            raise BadInput(said, {"factor_words": said})
        return replace(self, words=checked_words(self.words, "factor_words"))


@dataclass(frozen=True, slots=True)
class Opening:
    """The rep's first words, before anything of the manager's is seen. Any skill may be picked, or none."""

    strengths: str = ""
    needs: str = ""
    strength_picks: tuple[SkillKey, ...] = ()
    need_picks: tuple[SkillKey, ...] = ()

    def checked(self, questionnaire: Questionnaire) -> "Opening":
        """
        Returns:
            The same with surrounding white space gone.
        Raises:
            BadInput: too many picks, an unknown skill or a text that is too long; says which.
        """
        if len(self.strength_picks) > OPENING_STRENGTHS_MAX:
            raise BadInput("Please pick at most three strengths.", {"strength_picks": "At most three."})
        if len(self.need_picks) > OPENING_NEEDS_MAX:
            raise BadInput("Please pick at most two things to work on.", {"need_picks": "At most two."})
        for key in (*self.strength_picks, *self.need_picks):
            questionnaire.skill(key)
        return replace(
            self,
            strengths=checked_words(self.strengths, "strengths"),
            needs=checked_words(self.needs, "needs"),
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """
    Another date or form that the rep asks for; the manager says yes or keeps it as it is.

    Args:
        at: when it was asked. A question asked anew is a new message.
        yes: the answer; None while there is none.
    """

    due: date | None = None
    questionnaire: QuestionnaireKey | None = None
    at: datetime | None = None
    yes: bool | None = None


class Progress(StrEnum):
    INVITED = "invited"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    Args:
        page: where the person is: 0 the invitation, 1 to n a section, n + 1 the check of all answers.
        opening, released: the rep's only; a released opening is posted as soon as both have submitted.
        version: counts the changes of everything here but the ratings, each of which is stored by itself.
    """

    role: Role
    ratings: Mapping[SkillKey, Rating] = field(default_factory=dict)
    page: int = 0
    factors: OutsideFactors = OutsideFactors()
    opening: Opening | None = None
    released: bool = False
    submitted_at: datetime | None = None
    version: int = 0

    @property
    def progress(self) -> Progress:
        if self.submitted_at is not None:
            return Progress.SUBMITTED
        return Progress.IN_PROGRESS if self.page > 0 or self.ratings else Progress.INVITED

    def answer(self, skill: SkillKey) -> Answer | None:
        rating = self.ratings.get(skill)
        return None if rating is None else rating.answer

    def unanswered(self, questionnaire: Questionnaire) -> tuple[SkillKey, ...]:
        """The skills without an answer, in the order of the questionnaire."""
        return tuple(key for key in questionnaire.skills if self.answer(key) is None)


def checked_answer(answer: Answer, scale: Scale) -> Answer:
    """Raises ``BadInput`` for a score that the scale does not have."""
    if not isinstance(answer, Unrated) and answer not in scale.points:
        raise BadInput(f"Please choose one of the {len(scale.labels)} answers.")
    return answer


def checked_words(words: str, field_name: str = "words") -> str:
    """
    Returns:
        The text without surrounding white space, and without NUL, which no database keeps.
    Raises:
        BadInput: longer than 3,000 characters, with the length and the limit; nothing is cut silently.
    """
    words = words.replace("\0", "").strip()
    if len(words) > WORDS_MAX:
        said = f"That is {len(words):,} characters; {WORDS_MAX:,} fit. Please shorten it a little."
        raise BadInput(said, {field_name: said})
    return words
