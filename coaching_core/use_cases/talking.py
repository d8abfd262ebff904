"""The conversation: each intention of the two, as one call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coaching_core.domain import agreement, choosing, speaking, talk, turns
from coaching_core.domain.agreement import ItemChange
from coaching_core.domain.assessment import Opening
from coaching_core.domain.choosing import Choices, ManagerAnswers
from coaching_core.domain.conversation import Note
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action, require
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import Surface, SurfaceKind, chart_of, surfaces_of_session
from coaching_core.errors import NotFound
from coaching_core.ids import ItemId, ReviewId, SkillKey
from coaching_core.use_cases.change import Decide, Moment, ReviewUseCases, known, people_of, the_review


@dataclass(frozen=True, slots=True)
class Talking(ReviewUseCases):
    """``turn`` is always the number of the turn that the person saw: a step that is over is not done again."""

    def open(self, actor: Actor, review: ReviewId, opening: Opening, turn: int) -> Seen:
        """The rep names strengths and needs."""
        return self._speak(
            actor, review, turn, lambda one, _, moment: speaking.open_conversation(one, opening, turn, moment.now)
        )

    def reply(self, actor: Actor, review: ReviewId, notes: Iterable[Note], turn: int) -> Seen:
        """The manager adds theirs, or nothing."""
        said = tuple(notes)
        return self._speak(actor, review, turn, lambda one, _, moment: speaking.reply(one, said, turn, moment.now))

    def choose(self, actor: Actor, review: ReviewId, choices: Choices, turn: int) -> Seen:
        """The rep chooses what to take on, work on and look into."""
        return self._speak(
            actor,
            review,
            turn,
            lambda one, role, moment: choosing.choose(one, choices, turn, moment.today(role), moment.now),
        )

    def answer(self, actor: Actor, review: ReviewId, answers: ManagerAnswers, turn: int) -> Seen:
        """The manager answers the choices, and agrees."""
        return self._speak(
            actor,
            review,
            turn,
            lambda one, role, moment: _with_talk(
                choosing.answer(one, answers, turn, moment.today(role), moment.now), answers.talked, role, moment
            ),
        )

    def had_my_say(self, actor: Actor, review: ReviewId, turn: int) -> Seen:
        """Said aloud, or nothing to add."""
        return self._speak(
            actor, review, turn, lambda one, role, moment: speaking.had_my_say(one, role, turn, moment.now)
        )

    def go_on(self, actor: Actor, review: ReviewId) -> Seen:
        return self.change(
            actor,
            review,
            Action.GO_ON,
            lambda one, _, moment: speaking.go_on(one, moment.now, moment.zones[Role.MANAGER]),
        )

    def switch_mode(self, actor: Actor, review: ReviewId, mode: Mode) -> Seen:
        return self.change(
            actor,
            review,
            Action.SWITCH_MODE,
            lambda one, role, moment: speaking.switch_mode(one, role, mode, moment.now, moment.zones[role.other]),
        )

    def open_parked(self, actor: Actor, review: ReviewId, skill: SkillKey, words: str) -> Seen:
        return self.change(
            actor, review, Action.OPEN_PARKED, lambda one, _, __: speaking.open_parked(one, skill, words)
        )

    def jot(
        self, actor: Actor, review: ReviewId, speaker: Role, topic: Topic, words: str, skill: SkillKey | None
    ) -> Seen:
        """Write down what was said aloud, one's own words or the other's."""
        return self.change(
            actor, review, Action.JOT, lambda one, role, _: speaking.jot(one, role, speaker, topic, words, skill)
        )

    def confirm_jotting(self, actor: Actor, review: ReviewId, number: int) -> Seen:
        return self.change(actor, review, Action.JOT, lambda one, role, _: speaking.confirm_jotting(one, role, number))

    def refuse_jotting(self, actor: Actor, review: ReviewId, number: int) -> Seen:
        return self.change(actor, review, Action.JOT, lambda one, role, _: speaking.refuse_jotting(one, role, number))

    def agree(self, actor: Actor, review: ReviewId, fingerprint: str, *, talked: int | None = None) -> Seen:
        """
        Agree to the plan; what was said of the time of the talk is logged with it.

        Args:
            talked: the minutes that the same tap confirms, as its button said; None when it said nothing of them.
        """

        def log(one: Review, role: Role, moment: Moment) -> Iterable[Surface]:
            said = one.conversation.talked
            confirmed = said is not None and said.by is role.other and said.minutes == talked
            return _log_talk(one, moment, confirmed=confirmed)

        return self.change(
            actor,
            review,
            Action.AGREE,
            lambda one, role, moment: agreement.agree(one, role, fingerprint, moment.now),
            also=log,
        )

    def log_talk(self, actor: Actor, review: ReviewId, minutes: int) -> Seen:
        """One tap under the agreed plan; the other one is asked whether it was so."""
        return self.change(
            actor,
            review,
            Action.LOG_TALK,
            lambda one, role, moment: talk.say_talked(one, role, minutes, moment.today(Role.REP), moment.now),
            also=lambda one, _, moment: _log_talk(one, moment, confirmed=False),
        )

    def change_plan(
        self,
        actor: Actor,
        review: ReviewId,
        changes: Mapping[ItemId, ItemChange],
        turn: int,
        *,
        added: str = "",
        added_due: date | None = None,
    ) -> Seen:
        def decide(one: Review, role: Role, moment: Moment) -> Review:
            today = moment.today(role)
            return agreement.change_plan(one, role, changes, turn, today, moment.now, added=added, added_due=added_due)

        return self.change(actor, review, Action.CHANGE_PLAN, decide)

    def answer_proposal(self, actor: Actor, review: ReviewId, turn: int, *, take: bool) -> Seen:
        return self.change(
            actor,
            review,
            Action.ANSWER_PROPOSAL,
            lambda one, _, moment: agreement.answer_proposal(one, take=take, turn=turn, now=moment.now),
        )

    def chart(self, actor: Actor, review: ReviewId, *, asked: str | None = None) -> None:
        """
        Send the actor a chart of the opened skills, into their own DM.

        Args:
            asked: names the click, so that one that arrives twice brings one chart.
        """
        self._send(actor, review, Action.SEE_BOTH_VIEWS, SurfaceKind.CHART, asked)

    def what_moved(self, actor: Actor, review: ReviewId, *, asked: str | None = None) -> None:
        """As ``chart``: of the skills that opened in this review and in the pair's last one, then and now."""
        self._send(actor, review, Action.SEE_MOVED, SurfaceKind.MOVED, asked)

    def _send(self, actor: Actor, review: ReviewId, action: Action, kind: SurfaceKind, asked: str | None) -> None:
        with self.begin(actor.workspace) as tx:
            found = the_review(tx, review)
            role = require(known(actor, people_of(tx, found)), action, found)
            tx.surfaces.want((chart_of(found, role, asked or self.clock.now().isoformat(), kind),))

    def _speak(self, actor: Actor, review: ReviewId, turn: int, decide: Decide) -> Seen:
        """Ask first of all whose turn it is: one answer to all who come out of turn, whatever they sent."""

        def in_turn(one: Review, role: Role, moment: Moment) -> Review:
            turns.current_turn(one, role, turn)
            return decide(one, role, moment)

        return self.change(actor, review, Action.SPEAK, in_turn)


def _with_talk(review: Review, minutes: int | None, role: Role, moment: Moment) -> Review:
    if minutes is None:
        return review
    return talk.with_talked(review, role, minutes, moment.today(Role.REP), moment.now)


def _log_talk(review: Review, moment: Moment, *, confirmed: bool) -> Iterable[Surface]:
    """Log the talk of an agreed review, once: a second tap, by whomever, finds it there."""
    session = talk.session_of_talk(review, confirmed=confirmed)
    if session is None:
        return ()
    try:
        return surfaces_of_session(moment.tx.sessions.get(session.id))
    except NotFound:
        moment.tx.sessions.save(session)
        return surfaces_of_session(session)
