"""From `/coach-review @rep` to two invitations: pairing by consent, then the review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from coaching_core.domain.people import Actor, Pairing, PairingState, Person, answer_pairing
from coaching_core.domain.policy import PairingAction, require, require_can_be_coached, require_can_coach
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.surfaces import surfaces_of_pairing
from coaching_core.domain.visibility import view_for
from coaching_core.errors import NotFound, TooLate
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey
from coaching_core.ports import Begin, Clock, Ids, Transaction
from coaching_core.use_cases.beginning import Beginning
from coaching_core.use_cases.change import known, people_of, person_or_stub
from coaching_core.use_cases.handovers import hand_over
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.monthly import put_month
from coaching_core.use_cases.scheduling import put_team

ASK_AGAIN_AFTER = timedelta(days=30)


class Answered(StrEnum):
    """What `/coach-review @rep` comes to."""

    STARTED = "started"
    NOT_PAIRED = "not paired"
    """The rep can be asked."""
    ASKED = "asked"
    """The rep has been asked and has not answered yet."""
    RUNNING = "running"
    """A review of the two is under way."""
    IS_MANAGER = "is manager"
    """It is the other way round: the one who was named coaches the one who asks."""


@dataclass(frozen=True, slots=True)
class Start:
    """
    Args:
        seen: the review, when it was started or is running.
        other: the one who was named.
    """

    answered: Answered
    other: Person
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Starting:
    """``built_in``: the questionnaires that come with the app; published in a workspace when it first needs them."""

    begin: Begin
    clock: Clock
    ids: Ids
    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)

    def review(self, actor: Actor, rep: PersonId, form: QuestionnaireKey | None = None) -> Start:
        """
        A manager asks for a review with somebody whom the directory knows.

        Raises:
            NotAllowed: not with this person; the text says why.
        """
        with self.begin(actor.workspace) as tx:
            me, other = person_or_stub(tx, actor.person), self._someone(tx, rep)
            pairing = tx.pairings.between(rep=other.id, manager=me.id)
            paired = pairing is not None and pairing.state is PairingState.ACCEPTED
            require_can_coach(actor)
            require_can_coach(me)
            require_can_be_coached(other, by=me, paired=paired)
            if not paired:
                back = tx.pairings.between(rep=me.id, manager=other.id)
                if back is not None and back.state is PairingState.ACCEPTED:
                    return Start(Answered.IS_MANAGER, other, self._running(tx, rep=me, manager=other, reader=Role.REP))
                asked = pairing is not None and pairing.state is PairingState.PROPOSED
                return Start(Answered.ASKED if asked else Answered.NOT_PAIRED, other)
            if pairing is not None:
                require(actor, PairingAction.START_REVIEW, pairing)
            running = self._running(tx, rep=other, manager=me, reader=Role.MANAGER)
            if running is not None:
                return Start(Answered.RUNNING, other, running)
            return Start(
                Answered.STARTED, other, self._start(tx, rep=other, manager=me, reader=Role.MANAGER, form=form)
            )

    def ask_rep(self, actor: Actor, rep: PersonId, form: QuestionnaireKey | None = None) -> Person:
        """
        Ask the rep whether this manager may coach them. The review starts when they say yes.

        Returns:
            The rep.
        Raises:
            TooLate: they said *not now* less than thirty days ago.
        """
        with self.begin(actor.workspace) as tx:
            me, other = person_or_stub(tx, actor.person), self._someone(tx, rep)
            require_can_coach(actor)
            require_can_coach(me)
            require_can_be_coached(other, by=me)
            now = self.clock.now()
            old = tx.pairings.between(rep=other.id, manager=me.id)
            if old is not None and old.state in (PairingState.PROPOSED, PairingState.ACCEPTED):
                return other
            if old is not None and old.state is PairingState.DECLINED and now < old.since + ASK_AGAIN_AFTER:
                raise TooLate("They said not now. You can ask again a month after that; or talk to them in person.")
            pairing = Pairing(self.ids.pairing(), other.id, me.id, PairingState.PROPOSED, now, form)
            tx.pairings.save(pairing)
            tx.audit.note(me.id, "ask rep", pairing.id, now)
            tx.surfaces.want(surfaces_of_pairing(pairing))
            return other

    def answer_pairing(self, actor: Actor, pairing: PairingId, *, accept: bool) -> Seen | None:
        """
        The rep says yes, and the review that was asked for starts; or *not now*.

        Returns:
            The review as the rep sees it, if this answer has started one.
        """
        with self.begin(actor.workspace) as tx:
            before = tx.pairings.get(pairing)
            rep, manager = (person_or_stub(tx, one) for one in (before.rep, before.manager))
            require(known(actor, {Role.REP: rep, Role.MANAGER: manager}), PairingAction.ANSWER_PAIRING, before)
            now = self.clock.now()
            after = answer_pairing(before, accept=accept, now=now)
            if after != before:
                look_soon(tx, now, after.rep, after.manager)
            tx.surfaces.want(surfaces_of_pairing(after))
            if after == before:
                return None  # answered twice: nothing is started again
            tx.pairings.save(after)
            tx.audit.note(actor.person, f"pairing {after.state.value}", pairing, now)
            put_team(tx, after.manager, now)
            put_month(tx, after.manager, now)
            if not accept:
                return None
            hand_over(tx, after.rep, now)
            require_can_coach(manager)
            running = self._running(tx, rep=rep, manager=manager, reader=Role.REP)
            return running or self._start(tx, rep=rep, manager=manager, reader=Role.REP, form=after.form)

    def _start(
        self, tx: Transaction, *, rep: Person, manager: Person, reader: Role, form: QuestionnaireKey | None
    ) -> Seen:
        now, beginning = self.clock.now(), Beginning(self.ids, self.built_in)
        review = beginning.review(
            tx, rep=rep, manager=manager, team=tx.teams.of(manager.id), form=beginning.form(tx, rep, form), now=now
        )
        return Seen(view_for(review, Reader(reader.value)), {Role.REP: rep, Role.MANAGER: manager}, now)

    def _running(self, tx: Transaction, *, rep: Person, manager: Person, reader: Role) -> Seen | None:
        review = tx.reviews.running_of(rep=rep.id, manager=manager.id)
        if review is None:
            return None
        return Seen(view_for(review, Reader(reader.value)), people_of(tx, review), self.clock.now())

    def _someone(self, tx: Transaction, person: PersonId) -> Person:
        found = tx.people.find(person)
        if found is None:
            raise NotFound("I can't find that person in this workspace.")
        return found
