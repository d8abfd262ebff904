"""Ending a pairing, and what another manager takes over: the plan at once, the past if the rep says so."""

from dataclasses import dataclass, replace
from datetime import datetime

from coaching_core.domain import lifecycle
from coaching_core.domain.coaching_plan import Consent
from coaching_core.domain.handover import say_of_past, take_over
from coaching_core.domain.people import Actor, Pairing, PairingState
from coaching_core.domain.policy import STRANGER, PairingAction, require, require_past, require_plan
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import PastSeen, PlanSeen, Seen
from coaching_core.domain.surfaces import surfaces_of_pairing, surfaces_of_plan
from coaching_core.domain.visibility import view_for
from coaching_core.errors import NotAllowed, NotFound
from coaching_core.ids import PairingId, PersonId, ReviewId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import kept_plan, known, people_of, person_or_stub, save, surfaces_between
from coaching_core.use_cases.keeping_looks import close_looks_between
from coaching_core.use_cases.keeping_plans import seen_plan
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.monthly import put_month
from coaching_core.use_cases.scheduling import put_review, put_team
from coaching_core.use_cases.trying import tried


@dataclass(frozen=True, slots=True)
class Handovers:
    begin: Begin
    clock: Clock

    def end(self, actor: Actor, pairing: PairingId) -> Pairing:
        """
        Either says that the coaching of these two ends. What is open stays with them; nothing else opens.

        Raises:
            NotAllowed: neither of the two.
            TooLate: it has ended already.
        """
        return tried(lambda: self._end(actor, pairing))

    def say_of_past(self, actor: Actor, plan: ReviewId, past: Consent) -> PlanSeen:
        """
        The rep says whether the new manager may read what opened with the one before; changed at any time.

        Raises:
            NotAllowed: not the rep of this plan.
        """

        def once() -> PlanSeen:
            with self.begin(actor.workspace) as tx:
                before, people = kept_plan(tx, plan)
                if require_plan(known(actor, people), before) is not Role.REP:
                    raise NotAllowed("This one is for the other to decide. Nothing has changed.")
                now, after = self.clock.now(), say_of_past(before, past)
                if after != before:
                    tx.plans.save(after)
                    tx.audit.note(actor.person, f"past {past.value}", plan, now)
                    tx.surfaces.want(surfaces_of_plan(after))
                return seen_plan(tx, after)

        return tried(once)

    def past(self, actor: Actor, plan: ReviewId) -> PastSeen:
        """Raises ``NotAllowed`` for everybody but the two, and for both until the rep has said yes."""
        with self.begin(actor.workspace) as tx:
            taken, people = kept_plan(tx, plan)
            require_past(known(actor, people), taken)
            assert taken.came_from is not None
            old = tx.plans.get(taken.came_from.plan)
            try:
                review = tx.reviews.get(old.id)
            except NotFound:  # that plan had been taken over, too: its past is another one's
                raise NotFound("There is nothing more to read from before.") from None
            seen = Seen(view_for(review, Reader.BOTH), people_of(tx, review), self.clock.now())
            return PastSeen(seen, seen_plan(tx, old))

    def _end(self, actor: Actor, pairing: PairingId) -> Pairing:
        with self.begin(actor.workspace) as tx:
            before = _pairing(tx, pairing)
            people = {Role.REP: person_or_stub(tx, before.rep), Role.MANAGER: person_or_stub(tx, before.manager)}
            role, now = require(known(actor, people), PairingAction.END_PAIRING, before), self.clock.now()
            look_soon(tx, now, before.rep, before.manager)
            after = replace(before, state=PairingState.ENDED, since=now, skipped=None, waits_since=None)
            tx.pairings.save(after)
            review = tx.reviews.running_of(before.rep, before.manager)
            if review is not None:
                closed = lifecycle.leave(review, role, now)
                save(tx, review, closed)
                tx.surfaces.want(surfaces_between(review, closed))
            close_looks_between(tx, before.rep, before.manager, now)
            put_review(tx, after, now)
            put_team(tx, before.manager, now)
            put_month(tx, before.manager, now)
            hand_over(tx, before.rep, now)
            tx.audit.note(actor.person, PairingAction.END_PAIRING.value, pairing, now)
            tx.surfaces.want(surfaces_of_pairing(after))
            return after


def hand_over(tx: Transaction, rep: PersonId, now: datetime) -> None:
    """Whoever coaches this rep now takes over the plan with one who does no more, if these two have none yet."""
    accepted = [one for one in tx.pairings.of_person(rep) if one.rep == rep and one.state is PairingState.ACCEPTED]
    coaching = [one for one in accepted if person_or_stub(tx, one.manager).active]
    own = [one for one in tx.plans.of_person(rep) if one.rep == rep and one.current]
    left = [one for one in own if one.manager not in {each.manager for each in coaching}]
    free = [one for one in coaching if one.manager not in {each.manager for each in own}]
    if not left or not free:
        return
    newest = max(free, key=lambda one: (one.since, one.id))
    before = max(left, key=lambda one: one.agreed_at)
    close_looks_between(tx, before.rep, before.manager, now)
    old, new = take_over(tx.plans.get(before.id), newest.manager, now=now)
    if not new.items or _is_there(tx, new.id):
        return
    tx.plans.save(old)
    tx.plans.save(new)
    look_soon(tx, now, rep, newest.manager)
    tx.surfaces.want((*surfaces_of_plan(old), *surfaces_of_plan(new)))


def _is_there(tx: Transaction, plan: ReviewId) -> bool:
    try:
        tx.plans.get(plan)
    except NotFound:
        return False
    return True


def _pairing(tx: Transaction, pairing: PairingId) -> Pairing:
    try:
        return tx.pairings.get(pairing)
    except NotFound:
        raise NotAllowed(STRANGER) from None
