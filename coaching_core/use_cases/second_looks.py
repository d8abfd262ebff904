"""A second look at one skill: asked for by either, answered by both, sealed until both are in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from coaching_core.domain import second_look
from coaching_core.domain.assessment import Answer
from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.following import Next, follow_up
from coaching_core.domain.people import Actor, Person
from coaching_core.domain.policy import STRANGER, require_look, require_plan
from coaching_core.domain.roles import LookStage, Reader, Role
from coaching_core.domain.second_look import LookAnswer, SecondLook
from coaching_core.domain.seen import LookOffer, LookSeen
from coaching_core.domain.surfaces import surfaces_of_look, surfaces_of_plan
from coaching_core.domain.visibility import look_for
from coaching_core.errors import NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId, LookId, ReviewId, SkillKey
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import kept_plan, known, person_or_stub
from coaching_core.use_cases.keeping_looks import goes_on
from coaching_core.use_cases.keeping_plans import opened_with
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.trying import tried

GONE = "That account is deactivated, so there is nobody to take a second look with. Nothing has changed."

People = Mapping[Role, Person]
Decide = Callable[[SecondLook, Role, Transaction, datetime], SecondLook]


@dataclass(frozen=True, slots=True)
class SecondLooks:
    begin: Begin
    clock: Clock

    def offer(self, actor: Actor, plan: ReviewId, item: ItemId) -> LookOffer:
        """
        What can be asked for.

        Raises:
            NotAllowed, NotFound, TooLate, BadInput: as ``ask`` would.
        """
        with self.begin(actor.workspace) as tx:
            found, people, role = _plan(tx, actor, plan)
            looks = tx.looks.of_plan(plan)
            ready = second_look.require_askable(found, item, looks)
            form = tx.questionnaires.get(second_look.form_of(found, item))
            return LookOffer(plan, item, role, people, {key: form.skill(key).name for key in ready})

    def ask(self, actor: Actor, plan: ReviewId, item: ItemId, skill: SkillKey) -> LookSeen:
        """
        Ask for it, of both. One that is under way is no other one.

        Raises:
            NotAllowed: neither of the two, or the other one has left.
            NotFound, TooLate, BadInput: see ``second_look.ask``.
        """

        def once() -> LookSeen:
            with self.begin(actor.workspace) as tx:
                found, people, role = _plan(tx, actor, plan)
                if not people[role.other].active:
                    raise NotAllowed(GONE)
                now, looks = self.clock.now(), tx.looks.of_plan(plan)
                look = second_look.ask(found, item, skill, role, looks, now=now)
                if look not in looks:
                    tx.looks.save(look)
                    tx.audit.note(actor.person, "ask for second look", look.id, now)
                    look_soon(tx, now, look.rep, look.manager)
                    tx.surfaces.want((*surfaces_of_look(look), *surfaces_of_plan(found)))
                return seen_look(tx, look, Reader(role.value), now)

        return tried(once)

    def see(self, actor: Actor, look: LookId) -> LookSeen:
        """Raises ``NotAllowed`` for everybody but the two."""
        return self._change(actor, look, None, lambda one, *_: one)

    def answer(self, actor: Actor, look: LookId, answer: Answer, changed: str = "") -> LookSeen:
        """
        Send one's own, or send another one as long as the other is not in.

        Args:
            changed: the rep's sentence on what has changed for them.
        Raises:
            NotAllowed, TooLate, BadInput: see ``second_look.answer``.
        """

        def decide(one: SecondLook, role: Role, tx: Transaction, now: datetime) -> SecondLook:
            form = tx.questionnaires.get(one.questionnaire)
            return second_look.answer(one, role, LookAnswer(answer, changed), form, now=now)

        return self._change(actor, look, "answer second look", decide)

    def follow_up(self, actor: Actor, look: LookId, said: Next) -> LookSeen:
        """
        Say what follows from a look that has opened.

        Raises:
            NotAllowed, TooLate, NotFound, BadInput: see ``following.follow_up``.
        """

        def once() -> LookSeen:
            with self.begin(actor.workspace) as tx:
                before, role = _look(tx, actor, look)
                now, plan = self.clock.now(), tx.plans.get(before.plan)
                beside = opened_with(tx, plan)
                today = local_date(now, person_or_stub(tx, actor.person).zone)
                changed, after = follow_up(plan, before, role, said, today=today, now=now)
                if after != before:
                    if changed != plan:
                        tx.plans.save(changed)
                        changed = tx.plans.get(plan.id)
                    tx.looks.save(after)
                    settle(tx, changed, after)
                    tx.audit.note(actor.person, f"{said.follow.value} after second look", look, now)
                    look_soon(tx, now, after.rep, after.manager)
                    tx.surfaces.want((*surfaces_of_look(after), *surfaces_of_plan(changed), *beside))
                return seen_look(tx, after, Reader(role.value), now)

        return tried(once)

    def withdraw(self, actor: Actor, look: LookId) -> LookSeen:
        """Either ends it before both are in; nothing opens."""
        return self._change(
            actor, look, "withdraw second look", lambda one, _, __, now: second_look.withdraw(one, now=now)
        )

    def _change(self, actor: Actor, look: LookId, action: str | None, decide: Decide) -> LookSeen:
        def once() -> LookSeen:
            with self.begin(actor.workspace) as tx:
                before, role = _look(tx, actor, look)
                now = self.clock.now()
                after = decide(before, role, tx, now)
                if after != before and action is not None:
                    self._keep(tx, before, after, now)
                    tx.audit.note(actor.person, action, look, now)
                return seen_look(tx, after, Reader(role.value), now)

        return tried(once)

    def _keep(self, tx: Transaction, before: SecondLook, after: SecondLook, now: datetime) -> None:
        plan = tx.plans.get(after.plan)
        beside = opened_with(tx, plan)
        if after.stage is not LookStage.CLOSED and not goes_on(plan, after):
            raise TooLate("This isn't looked into any more, so the second look has closed. Nothing was shown.")
        tx.looks.save(after)
        look_soon(tx, now, after.rep, after.manager)
        tx.surfaces.want((*surfaces_of_look(after), *surfaces_of_plan(plan), *beside))
        settle(tx, plan, after)


def settle(tx: Transaction, plan: CoachingPlan, changed: SecondLook) -> None:
    """Say of the item what follows from its looks, of which one has just changed."""
    looks = [changed if one.id == changed.id else one for one in tx.looks.of_plan(plan.id)]
    after = second_look.settled(plan, changed.item, looks)
    if after != plan:
        tx.plans.save(after)
        tx.surfaces.want(surfaces_of_plan(after))


def seen_look(tx: Transaction, look: SecondLook, reader: Reader, now: datetime) -> LookSeen:
    plan = tx.plans.get(look.plan)
    kept = plan.item(look.item)
    people = {role: person_or_stub(tx, look.person(role)) for role in Role}
    today = local_date(now, people[reader.roles[0]].zone)
    words, evidence = (kept.item.words, kept.evidence) if kept is not None else ("", ())
    form = tx.questionnaires.get(look.questionnaire)
    same = (one for one in tx.looks.of_plan(look.plan) if (one.item, one.skill) == (look.item, look.skill))
    history = tuple(look_for(one, Reader.BOTH) for one in same if one.stage is LookStage.OPENED)
    return LookSeen(look_for(look, reader), people, form, words, evidence, goes_on(plan, look), today, history)


def _look(tx: Transaction, actor: Actor, look: LookId) -> tuple[SecondLook, Role]:
    try:
        found = tx.looks.get(look)
    except NotFound:
        raise NotAllowed(STRANGER) from None
    people = {role: person_or_stub(tx, found.person(role)) for role in Role}
    return found, require_look(known(actor, people), found)


def _plan(tx: Transaction, actor: Actor, plan: ReviewId) -> tuple[CoachingPlan, People, Role]:
    found, people = kept_plan(tx, plan)
    return found, people, require_plan(known(actor, people), found)
