"""Answering the questionnaire: page by page, each choice saved at the click, sent when its author says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from coaching_core.domain.assessment import (
    Answer,
    Opening,
    OutsideFactors,
    checked_answer,
    checked_words,
)
from coaching_core.domain.bringing import to_bring
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action, require_let_in, require_stage
from coaching_core.domain.review import (
    Review,
    last_words,
    open_assessment,
    say_outside_factors,
    submit_assessment,
    take_back,
    turn_page,
    write_opening,
)
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import assessment
from coaching_core.errors import TooLate
from coaching_core.ids import ReviewId, SkillKey
from coaching_core.ports import AssessmentHead, Transaction
from coaching_core.use_cases.change import Moment, ReviewUseCases

REDRAWN_AFTER = timedelta(seconds=90)
"""A client keeps a chosen radio button by itself; this is when the message says so, too, in case it is reloaded."""


@dataclass(frozen=True, slots=True)
class Assessing(ReviewUseCases):
    """One's own assessment. The other one's is never touched here."""

    def rate(self, actor: Actor, review: ReviewId, skill: SkillKey, answer: Answer, at: float) -> None:
        """
        Keep one answer. Late, doubled and reordered clicks do no harm: the newest click wins.

        Args:
            at: when the person clicked, in seconds since 1970.
        Raises:
            NotFound: no such review for this person, or no such skill in it.
            TooLate: sent already, or not at this stage.
        """

        def save(tx: Transaction, head: AssessmentHead) -> None:
            questionnaire = tx.questionnaires.get(head.questionnaire)
            checked_answer(answer, questionnaire.scale)
            tx.reviews.rate(head, questionnaire.skill(skill).key, answer, at)

        self._small_change(actor, review, save)

    def comment(self, actor: Actor, review: ReviewId, skill: SkillKey, comment: str, at: float) -> None:
        """Keep a comment on one skill; an empty one takes it away, and the same one again changes nothing."""
        comment = checked_words(comment, "comment")

        def save(tx: Transaction, head: AssessmentHead) -> None:
            key = tx.questionnaires.get(head.questionnaire).skill(skill).key
            stands = tx.reviews.get(review).assessments[head.role].ratings.get(key)
            if comment != (stands.comment if stands else ""):
                tx.reviews.comment(head, key, comment, at)

        self._small_change(actor, review, save)

    def keep_page(
        self,
        actor: Actor,
        review: ReviewId,
        answers: Mapping[SkillKey, Answer],
        comments: Mapping[SkillKey, str],
        at: float,
    ) -> None:
        """Keep a whole page of the form at once: what its clicks have saved already stays as it is."""
        checked = {skill: checked_words(words, skill) for skill, words in comments.items()}

        def save(tx: Transaction, head: AssessmentHead) -> None:
            questionnaire = tx.questionnaires.get(head.questionnaire)
            mine = tx.reviews.get(review).assessments[head.role]
            for skill, answer in answers.items():
                if mine.answer(questionnaire.skill(skill).key) != answer:
                    tx.reviews.rate(head, skill, checked_answer(answer, questionnaire.scale), at)
            for skill, words in checked.items():
                stands = mine.ratings.get(questionnaire.skill(skill).key)
                if words != (stands.comment if stands else ""):
                    tx.reviews.comment(head, skill, words, at)

        self._small_change(actor, review, save)

    def turn_page(self, actor: Actor, review: ReviewId, page: int, *, hint: str | None = None) -> Seen:
        return self.change(actor, review, Action.ANSWER, lambda one, role, _: turn_page(one, role, page), hint=hint)

    def bring_over(self, actor: Actor, review: ReviewId, at: float, *, hint: str | None = None) -> None:
        """
        Begin with one's own answers of a review that closed unopened: a draft like any other, to change or to send.

        Args:
            at: when the person clicked, in seconds since 1970; a later click on a skill wins, as ever.
        """

        def decide(one: Review, role: Role, moment: Moment) -> Review:
            past = moment.tx.reviews.of_person(one.rep)
            head = moment.tx.reviews.assessment_head(one.id, actor.person)
            for key, rating in to_bring(one, role, past, moment.now).items():
                if rating.answer is not None:
                    moment.tx.reviews.rate(head, key, rating.answer, at)
                if rating.comment:
                    moment.tx.reviews.comment(head, key, rating.comment, at)
            return turn_page(one, role, max(1, open_assessment(one, role).page))

        self.change(actor, review, Action.ANSWER, decide, hint=hint)

    def say_outside_factors(self, actor: Actor, review: ReviewId, factors: OutsideFactors) -> Seen:
        return self.change(actor, review, Action.ANSWER, lambda one, role, _: say_outside_factors(one, role, factors))

    def write_opening(self, actor: Actor, review: ReviewId, opening: Opening, *, released: bool) -> Seen:
        return self.change(
            actor, review, Action.WRITE_OPENING, lambda one, _, __: write_opening(one, opening, released=released)
        )

    def submit(
        self, actor: Actor, review: ReviewId, *, factors: OutsideFactors | None = None, hint: str | None = None
    ) -> Seen:
        """
        Send one's answers.

        Args:
            factors: what stands on the same page; kept even if an answer is missing.
        """
        if factors is not None:
            self.change(actor, review, Action.SUBMIT, lambda one, role, _: last_words(one, role, factors))
        return self.change(
            actor, review, Action.SUBMIT, lambda one, role, moment: submit_assessment(one, role, moment.now), hint=hint
        )

    def take_back(self, actor: Actor, review: ReviewId, *, hint: str | None = None) -> Seen:
        return self.change(actor, review, Action.TAKE_BACK, lambda one, role, _: take_back(one, role), hint=hint)

    def _small_change(
        self, actor: Actor, review: ReviewId, save: Callable[[Transaction, AssessmentHead], None]
    ) -> None:
        with self.begin(actor.workspace) as tx:
            head = tx.reviews.assessment_head(review, actor.person)
            require_let_in(replace(actor, active=head.active))
            require_stage(Action.ANSWER, head.role, head.stage)
            if head.submitted:
                raise TooLate("You have sent yours. You can take it back until both of you are done.")
            save(tx, head)
            surface = assessment(review, head.role, actor.person)
            tx.surfaces.want((surface,), not_before=self.clock.now() + REDRAWN_AFTER)
