"""Moving, pausing, nudging and ending a review, by a person or by time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from coaching_core.domain import lifecycle
from coaching_core.domain.assessment import Ask
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import Surface, SurfaceKind, nudge_of
from coaching_core.ids import PersonId, QuestionnaireKey, ReviewId, WorkspaceId
from coaching_core.ports import Transaction
from coaching_core.use_cases.change import (
    Moment,
    ReviewUseCases,
    people_of,
    person_or_stub,
    published,
    save,
    surfaces_between,
)
from coaching_core.use_cases.handovers import hand_over
from coaching_core.use_cases.keeping_looks import close_looks_of
from coaching_core.use_cases.manners import look_soon, take_day


@dataclass(frozen=True, slots=True)
class Keeping(ReviewUseCases):
    """``built_in``: the questionnaires that come with the app."""

    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)

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
            lambda one, role, moment: lifecycle.ask_for_change(one, ask, moment.today(role), moment.now),
        )

    def answer_ask(self, actor: Actor, review: ReviewId, *, yes: bool) -> Seen:
        """The manager says yes to the date or form that the rep asked for, or keeps it as it is."""

        def decide(one: Review, _: Role, moment: Moment) -> Review:
            key = one.ask.questionnaire if one.ask is not None else None
            form = published(moment.tx, self.built_in, key) if yes and key is not None else None
            return lifecycle.answer_ask(one, yes=yes, form=form, zone=moment.zones[Role.REP])

        return self.change(actor, review, Action.ANSWER_ASK, decide)

    def extend(self, actor: Actor, review: ReviewId, due: date) -> Seen:
        return self.change(
            actor,
            review,
            Action.EXTEND,
            lambda one, role, moment: lifecycle.extend(one, due, moment.today(role), moment.zones[Role.REP]),
        )

    def extend_by_a_week(self, actor: Actor, review: ReviewId, due: date, *, hint: str | None = None) -> Seen:
        """One tap, by either. ``due``: the date that the button was about, in the rep's zone."""
        return self.change(
            actor,
            review,
            Action.EXTEND,
            lambda one, _, moment: lifecycle.extend_by_a_week(one, due, moment.now, moment.zones[Role.REP]),
            hint=hint,
        )

    def pause(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.PAUSE, lambda one, _, __: lifecycle.pause(one))

    def resume(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.RESUME, lambda one, _, moment: lifecycle.resume(one, moment.now))

    def cancel(self, actor: Actor, review: ReviewId) -> Seen:
        """End it; see ``lifecycle.cancel`` for what it takes."""
        return self.change(
            actor,
            review,
            Action.CANCEL,
            lambda one, role, moment: lifecycle.cancel(one, role, moment.now, moment.zones[role.other]),
        )

    def end_of(self, seen: Seen) -> Callable[[Actor, ReviewId], Seen]:
        """What ends this review for its reader: for a rep who is still to answer it is *not now*."""
        assessing = Stage.ASSESSING in (seen.view.stage, seen.view.paused_from)
        return self.decline if assessing and seen.view.reader is Reader.REP else self.cancel

    def keep_going(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(actor, review, Action.CANCEL, lambda one, _, __: lifecycle.keep_going(one))

    def nudge(self, actor: Actor, review: ReviewId) -> Seen:
        """Remind the other one, once a day."""

        def decide(one: Review, role: Role, moment: Moment) -> Review:
            return lifecycle.nudge(one, role, moment.now, moment.zones[role.other])

        def also(one: Review, role: Role, moment: Moment) -> tuple[Surface, ...]:
            return (nudge_of(one, role.other, moment.today(role.other)),)

        return self.change(actor, review, Action.NUDGE, decide, also=also)

    def time_has_passed(self, workspace: WorkspaceId, review: ReviewId) -> None:
        """What no person did: a conversation grows quiet or is paused, a date passes, a review closes."""

        def zone_of(one: Review) -> Role:
            turn = one.conversation.turn
            return turn.speaker if one.stage is Stage.CONVERSING and turn is not None else Role.REP

        with self.begin(workspace) as tx:
            before = tx.reviews.get(review)
            zone = people_of(tx, before)[zone_of(before)].zone
            now = self.clock.now()
            after = lifecycle.time_has_passed(before, now, zone)
            if after != before:
                save(tx, before, after)
                look_soon(tx, now, after.rep, after.manager)
                tx.surfaces.want(tuple(self._unprompted(tx, surfaces_between(before, after), after, now)))

    def _unprompted(
        self, tx: Transaction, surfaces: Iterable[Surface], review: Review, now: datetime
    ) -> Iterable[Surface]:
        """That it closed by itself is told on a day, and at an hour, at which a message may come."""
        for one in surfaces:
            if one.kind is SurfaceKind.ENDED:
                person = person_or_stub(tx, PersonId(one.place.ids[0]))
                at = take_day(tx, person, tx.teams.of(review.manager), now, now)
                yield replace(one, not_before=at if at > now else None)
            else:
                yield one

    def person_left(self, actor: Actor) -> None:
        """Close what a deactivated person takes part in. Unopened answers are gone."""
        with self.begin(actor.workspace) as tx:
            close_looks_of(tx, actor.person, self.clock.now())
            for before in tx.reviews.of_person(actor.person, limit=100):
                self._leave(tx, before, actor)
            for pairing in tx.pairings.of_person(actor.person):
                if pairing.manager == actor.person:
                    hand_over(tx, pairing.rep, self.clock.now())

    def _leave(self, tx: Transaction, before: Review, actor: Actor) -> None:
        role = before.role_of(actor.person)
        if role is None or not before.running:
            return
        after = lifecycle.leave(before, role, self.clock.now())
        save(tx, before, after)
        look_soon(tx, self.clock.now(), after.rep, after.manager)
        tx.surfaces.want(surfaces_between(before, after))
