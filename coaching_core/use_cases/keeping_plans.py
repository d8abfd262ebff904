"""A plan goes on: what became of each item, said by either of the two, seen by both."""

from dataclasses import dataclass

from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.people import Actor
from coaching_core.domain.plan_life import ItemChange, change_item
from coaching_core.domain.policy import STRANGER, require_plan
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.domain.surfaces import surfaces_of_plan
from coaching_core.errors import NotAllowed, NotFound
from coaching_core.ids import ItemId, ReviewId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import known, person_or_stub
from coaching_core.use_cases.keeping_looks import close_what_is_over, looks_beside
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.trying import tried


def seen_plan(tx: Transaction, plan: CoachingPlan) -> PlanSeen:
    """A plan as both of its people read it: nothing in it is for one of them alone."""
    names: dict[ItemId, tuple[str, ...]] = {}
    for one in plan.items:
        form = tx.questionnaires.get(one.from_before or plan.questionnaire)
        names[one.item.id] = tuple(form.skills[key].name for key in one.item.skills if key in form.skills)
    looks, to_look_at = looks_beside(tx, plan)
    people = {role: person_or_stub(tx, plan.person(role)) for role in Role}
    return PlanSeen(plan, people, names, looks, to_look_at)


@dataclass(frozen=True, slots=True)
class KeepingPlans:
    begin: Begin
    clock: Clock

    def see(self, actor: Actor, plan: ReviewId) -> PlanSeen:
        """Raises ``NotAllowed`` for everybody but the two."""
        with self.begin(actor.workspace) as tx:
            found, _ = self._let_in(tx, actor, plan)
            return seen_plan(tx, found)

    def change(self, actor: Actor, plan: ReviewId, item: ItemId, change: ItemChange) -> PlanSeen:
        """
        Raises:
            NotAllowed: neither of the two.
            TooLate, NotFound, BadInput: see ``change_item``.
        """
        return tried(lambda: self._once(actor, plan, item, change))

    def _once(self, actor: Actor, plan: ReviewId, item: ItemId, change: ItemChange) -> PlanSeen:
        with self.begin(actor.workspace) as tx:
            before, role = self._let_in(tx, actor, plan)
            now = self.clock.now()
            today = local_date(now, person_or_stub(tx, actor.person).zone)
            after = change_item(before, item, role, change, today=today, now=now)
            if after != before:
                tx.plans.save(after)
                close_what_is_over(tx, after, now)
                tx.audit.note(actor.person, "change plan item", plan, now)
                tx.surfaces.want(surfaces_of_plan(after))
                look_soon(tx, now, after.rep, after.manager)
            return seen_plan(tx, after)

    def _let_in(self, tx: Transaction, actor: Actor, plan: ReviewId) -> tuple[CoachingPlan, Role]:
        try:
            found = tx.plans.get(plan)
        except NotFound:
            raise NotAllowed(STRANGER) from None
        people = {role: person_or_stub(tx, found.person(role)) for role in Role}
        return found, require_plan(known(actor, people), found)
