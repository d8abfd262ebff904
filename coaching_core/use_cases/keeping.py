"""Moving, pausing, nudging and ending a review, by a person or by time."""

from dataclasses import dataclass
from datetime import date

from coaching_core.domain import lifecycle
from coaching_core.domain.assessment import Ask
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import nudge_of, surfaces_of
from coaching_core.ids import ReviewId, WorkspaceId
from coaching_core.ports import Transaction
from coaching_core.use_cases.change import Moment, ReviewUseCases, people_of


@dataclass(frozen=True, slots=True)
class Keeping(ReviewUseCases):
    def decline(self, actor: Actor, review: ReviewId, *, hint: str | None = None) -> Seen:
        """The rep says *not now*."""
        return self.change(
            actor, review, Action.DECLINE, lambda one, _, moment: lifecycle.decline(one, moment.now), hint=hint
        )

    def ask_for_change(self, actor: Actor, review: ReviewId, ask: Ask) -> Seen:
        return self.change(
            actor,
            review,
            Action.ASK_FOR_CHANGE,
            lambda one, role, moment: lifecycle.ask_for_change(one, ask, moment.today(role)),
        )

    def answer_ask(self, actor: Actor, review: ReviewId, *, yes: bool) -> Seen:
        """The manager says yes to the date or form that the rep asked for, or keeps it as it is."""
        with self.begin(actor.workspace) as tx:
            asked = tx.reviews.get(review).ask
            key = asked.questionnaire if asked is not None else None
            form = tx.questionnaires.latest(key) if key is not None else None
        return self.change(
            actor,
            review,
            Action.ANSWER_ASK,
            lambda one, _, moment: lifecycle.answer_ask(one, yes=yes, questionnaire=form, zone=moment.zones[Role.REP]),
        )

    def extend(self, actor: Actor, review: ReviewId, due: date) -> Seen:
        return self.change(
            actor,
            review,
            Action.EXTEND,
            lambda one, role, moment: lifecycle.extend(one, due, moment.today(role), moment.zones[Role.REP]),
        )

    def pause(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.PAUSE, lambda one, _, __: lifecycle.pause(one))

    def resume(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.RESUME, lambda one, _, moment: lifecycle.resume(one, moment.now))

    def cancel(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(
            actor,
            review,
            Action.CANCEL,
            lambda one, role, moment: lifecycle.cancel(one, role, moment.now, moment.zones[role.other]),
        )

    def keep_going(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.CANCEL, lambda one, _, __: lifecycle.keep_going(one))

    def nudge(self, actor: Actor, review: ReviewId) -> Seen:
        """Remind the other one, once a day."""

        def decide(one: Review, role: Role, moment: Moment) -> Review:
            return lifecycle.nudge(one, role, moment.now, moment.zones[role.other])

        seen = self.change(actor, review, Action.NUDGE, decide)
        with self.begin(actor.workspace) as tx:
            one = tx.reviews.get(review)
            role = one.role_of(actor.person)
            if role is not None:
                today = Moment(seen.now, {each: person.zone for each, person in seen.people.items()}).today(role.other)
                tx.surfaces.want((nudge_of(one, role.other, today),))
        return seen

    def time_has_passed(self, workspace: WorkspaceId, review: ReviewId) -> None:
        """What no person did: a conversation grows quiet or is paused, a date passes, a review closes."""

        def zone_of(one: Review) -> Role:
            turn = one.conversation.turn
            return turn.speaker if one.stage is Stage.CONVERSING and turn is not None else Role.REP

        with self.begin(workspace) as tx:
            before = tx.reviews.get(review)
            zone = people_of(tx, before)[zone_of(before)].zone
            after = lifecycle.time_has_passed(before, self.clock.now(), zone)
            if after != before:
                tx.reviews.save(after)
                tx.surfaces.want(surfaces_of(after))

    def person_left(self, actor: Actor) -> None:
        """Close what a deactivated person takes part in. Unopened answers are gone."""
        with self.begin(actor.workspace) as tx:
            for before in tx.reviews.of_person(actor.person, limit=100):
                self._leave(tx, before, actor)

    def _leave(self, tx: Transaction, before: Review, actor: Actor) -> None:
        role = before.role_of(actor.person)
        if role is None or not before.running:
            return
        after = lifecycle.leave(before, role, self.clock.now())
        tx.reviews.save(after)
        tx.reviews.forget_unopened(after)
        tx.surfaces.want(surfaces_of(after))
