"""
One co-assessment of one rep by one manager: its stages, and the decisions up to the conversation.

Every decision is a pure function: a review and what happened in, the review that follows out. Time is an argument.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from coaching_core.domain.assessment import (
    Ask,
    Assessment,
    Opening,
    OutsideFactors,
    Progress,
)
from coaching_core.domain.comparison import Category, compare
from coaching_core.domain.conversation import Conversation
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Ending, Role, Stage, Topic
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import PersonId, ReviewId, SkillKey

DAYS_TO_ANSWER = 7
EXPIRES_AFTER = timedelta(days=14)
"""After the date that both were asked for; then a review that nobody finished closes, and nothing opens."""
QUIET_AFTER = 3
"""Working days of silence after which the other one may nudge, go live, or (the rep) go on."""
PAUSED_AFTER = 5
"""Working days of silence after which the reminders stop."""


@dataclass(frozen=True, slots=True)
class Review:
    """
    Args:
        due_at: when both answers are hoped for. Passing it opens nothing.
        overdue_at: when the manager was shown that it has passed. Closing by itself counts from here.
        frozen: the categories as both had seen them, once the answers behind them are gone.
        paused_from: the stage that a paused review goes back to.
        every_months: the team's cadence that started it; 0 when a person did.
        invite_from: when each is invited, if not at once: in their own working hours.
        ended_by: who declined, cancelled or left; None when nobody did.
        version: moves with every saved change of the review itself (assessments have their own).
    """

    id: ReviewId
    rep: PersonId
    manager: PersonId
    questionnaire: Questionnaire
    started_at: datetime
    due_at: datetime
    stage: Stage = Stage.ASSESSING
    assessments: Mapping[Role, Assessment] = field(default_factory=lambda: {role: Assessment(role) for role in Role})
    conversation: Conversation = Conversation()
    ask: Ask | None = None
    overdue_at: datetime | None = None
    frozen: Mapping[SkillKey, Category] | None = None
    paused_from: Stage | None = None
    ending: Ending | None = None
    ended_by: Role | None = None
    ended_at: datetime | None = None
    every_months: int = 0
    invite_from: Mapping[Role, datetime] = field(default_factory=dict)
    version: int = 0

    def person(self, role: Role) -> PersonId:
        return self.rep if role is Role.REP else self.manager

    def role_of(self, person: PersonId) -> Role | None:
        """Returns the person's role in this review, or None for everybody else."""
        return {self.rep: Role.REP, self.manager: Role.MANAGER}.get(person)

    @property
    def both_submitted(self) -> bool:
        return all(mine.progress is Progress.SUBMITTED for mine in self.assessments.values())

    @property
    def running(self) -> bool:
        return self.stage in (Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED)

    @property
    def next_look_at(self) -> datetime | None:
        """When time alone may first change something here; None when it cannot."""
        if self.stage is Stage.ASSESSING:
            return self.due_at if self.overdue_at is None else self.overdue_at + EXPIRES_AFTER
        turn = self.conversation.turn
        if self.stage is not Stage.CONVERSING or turn is None:
            return None
        # Working days take at least as many days, so nothing is missed by looking then.
        return turn.since + timedelta(days=PAUSED_AFTER if turn.quiet else QUIET_AFTER)

    @property
    def comparison(self) -> Mapping[SkillKey, Category]:
        """Every skill's category. Not for people's eyes before ``visibility`` says so."""
        if self.frozen is not None:
            return self.frozen
        return compare(self.assessments[Role.REP], self.assessments[Role.MANAGER], self.questionnaire)

    @property
    def categories_open(self) -> bool:
        """Both may see the categories: the manager has had their say after the rep, or the rep has gone on."""
        talk = self.conversation
        return self.both_submitted and (
            talk.gone_on_at is not None or talk.has_spoken(Role.MANAGER, Topic.STRENGTHS, Topic.NEEDS)
        )

    def views_open(self, skill: SkillKey) -> bool:
        """Both may see both views of this skill (the table of the design, §3.3)."""
        if not self.categories_open:
            return False
        category = self.comparison.get(skill)
        if category is None or category.shared:
            return category is not None
        talk = self.conversation
        spoken_by_both = all(talk.words_on(role, skill) is not None for role in Role)
        return spoken_by_both or any(words.skill == skill for words in talk.unparked)

    def with_assessment(self, mine: Assessment) -> "Review":
        return replace(self, assessments={**self.assessments, mine.role: mine})


def start_review(
    review_id: ReviewId,
    *,
    rep: PersonId,
    manager: PersonId,
    questionnaire: Questionnaire,
    due_at: datetime,
    now: datetime,
    every_months: int = 0,
    invite_from: Mapping[Role, datetime] | None = None,
) -> Review:
    """Invite both. Raises ``BadInput`` when somebody would review themselves."""
    if rep == manager:
        raise BadInput("A review takes two people. Please name the rep: `/coach-review @rep`.")
    return Review(
        review_id,
        rep,
        manager,
        questionnaire,
        started_at=now,
        due_at=due_at,
        every_months=every_months,
        invite_from=dict(invite_from or {}),
    )


def open_assessment(review: Review, role: Role) -> Assessment:
    """Returns this role's assessment if it can still change, else raises ``TooLate`` with the reason."""
    mine = review.assessments[role]
    if review.stage is Stage.PAUSED:
        raise TooLate("This is paused. Pick it up again first; everything is as you left it.")
    if review.stage is not Stage.ASSESSING:
        raise TooLate("Both assessments are in, so answers no longer change.")
    if mine.progress is Progress.SUBMITTED:
        raise TooLate("You have sent yours. You can take it back until both of you are done.")
    return mine


def turn_page(review: Review, role: Role, page: int) -> Review:
    """Go to a page: 0 the invitation, 1 to n a section, n + 1 the check. Out of range means the nearest."""
    mine = open_assessment(review, role)
    page = max(0, min(page, len(review.questionnaire.sections) + 1))
    return review.with_assessment(replace(mine, page=page))


def say_outside_factors(review: Review, role: Role, factors: OutsideFactors) -> Review:
    mine = open_assessment(review, role)
    return review.with_assessment(replace(mine, factors=factors.checked()))


def write_opening(review: Review, opening: Opening, *, released: bool) -> Review:
    """Keep the rep's opening with the assessment; released, it is posted as soon as both have submitted."""
    mine = open_assessment(review, Role.REP)
    opening = opening.checked(review.questionnaire)
    if released and opening == Opening():
        said = "A line or one skill is enough, if it is to be posted for you."
        raise BadInput(said, {"strengths": said})
    return review.with_assessment(replace(mine, opening=opening, released=released))


def submit_assessment(review: Review, role: Role, now: datetime) -> Review:
    """
    Send one's assessment. When both are in, the conversation begins, the rep first.

    Raises:
        BadInput: questions without an answer; ``fields`` names their skills.
    """
    if _was_sent(review, role):
        return review  # sent twice is sent once
    mine = open_assessment(review, role)
    missing = mine.unanswered(review.questionnaire)
    if missing:
        count = "One question has" if len(missing) == 1 else f"{len(missing)} questions have"
        raise BadInput(
            f"{count} no answer yet. Nothing is sent until you're ready.",
            dict.fromkeys(missing, "Please choose an answer."),
        )
    review = review.with_assessment(replace(mine, submitted_at=now))
    return _begin_conversation(review, now) if review.both_submitted else review


def last_words(review: Review, role: Role, factors: OutsideFactors) -> Review:
    """As ``say_outside_factors``, on the page that sends everything: sent twice, it changes nothing."""
    return review if _was_sent(review, role) else say_outside_factors(review, role, factors)


def _was_sent(review: Review, role: Role) -> bool:
    sent = review.assessments[role].progress is Progress.SUBMITTED
    return sent and review.stage in (Stage.ASSESSING, Stage.CONVERSING)


def take_back(review: Review, role: Role) -> Review:
    """Have one's own assessment back for a change, as long as the other one has not submitted too."""
    mine = review.assessments[role]
    if review.stage is not Stage.ASSESSING:
        raise TooLate("Both assessments are in, so answers no longer change.")
    if mine.progress is not Progress.SUBMITTED:
        return review
    check = len(review.questionnaire.sections) + 1
    return review.with_assessment(replace(mine, submitted_at=None, page=check))


def _begin_conversation(review: Review, now: datetime) -> Review:
    talk = review.conversation
    mine = review.assessments[Role.REP]
    if mine.opening is not None and mine.released:
        talk = replace(talk, opening=mine.opening)
        talk = talk.with_spoken(Role.REP, (Topic.STRENGTHS, Topic.NEEDS), now)
    return replace(review, stage=Stage.CONVERSING, conversation=talk.with_next_turn(now))
