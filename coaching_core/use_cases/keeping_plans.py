"""A plan goes on: what became of each item, said by either of the two, seen by both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from coaching_core.domain.calendar import local_date
from coaching_core.domain.choosing import TakeOnAnswer
from coaching_core.domain.coaching_plan import CoachingPlan, PlanItem
from coaching_core.domain.evidence import Observed, add_evidence, may_add, open_areas
from coaching_core.domain.people import Actor
from coaching_core.domain.plan_life import ItemChange, answer_take_on, change_item, clear_the_way
from coaching_core.domain.policy import Action, require, require_let_in, require_plan
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import AreaSeen, EvidenceOffer, PlanSeen
from coaching_core.domain.surfaces import Surface, opening_with_plan, surfaces_of_plan
from coaching_core.errors import NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId, ReviewId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import known, known_as, people_of, person_or_stub, the_review
from coaching_core.use_cases.keeping_looks import close_what_is_over, looks_beside
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.trying import tried

Decide = Callable[[CoachingPlan, Role, date, datetime], CoachingPlan]
"""The plan, the actor's role and local date, and the moment -> the plan as it is then."""

NO_PLAN = "You have no agreed plan from this review. Nothing has changed."
NO_AREA = "None of your plans has an area to look into that you could add this to now."


def seen_plan(tx: Transaction, plan: CoachingPlan) -> PlanSeen:
    """A plan as both of its people read it: nothing in it is for one of them alone."""
    names = {one.item.id: skill_names(tx, plan, one) for one in plan.items}
    looks, to_look_at = looks_beside(tx, plan)
    people = {role: person_or_stub(tx, plan.person(role)) for role in Role}
    before = person_or_stub(tx, plan.came_from.manager) if plan.came_from is not None else None
    return PlanSeen(plan, people, names, looks, to_look_at, before)


def skill_names(tx: Transaction, plan: CoachingPlan, one: PlanItem) -> tuple[str, ...]:
    form = tx.questionnaires.get(one.from_before or plan.questionnaire)
    return tuple(form.skills[key].name for key in one.item.skills if key in form.skills)


def the_plan(tx: Transaction, actor: Actor, plan: ReviewId) -> tuple[CoachingPlan, Role]:
    """
    Returns:
        The plan that came of a review, and the actor's role in it.
    Raises:
        NotAllowed: neither of the two. Never says whether there is one.
        TooLate: one of the two, but their review ended without a plan, or has none yet.
    """
    try:
        found = tx.plans.get(plan)
    except NotFound:
        review = the_review(tx, plan)
        require(known(actor, people_of(tx, review)), Action.SEE, review)
        raise TooLate(NO_PLAN) from None
    people = {role: person_or_stub(tx, found.person(role)) for role in Role}
    return found, require_plan(known(actor, people), found)


def last_plan(tx: Transaction, review: Review) -> PlanSeen | None:
    """
    The plan with which a review opens: the pair's newest when it began, as it is now.

    It is the current one until the review's own is agreed to, and stays the same one after that.
    """
    plan = tx.plans.before(review)
    return None if plan is None else seen_plan(tx, plan)


def opened_with(tx: Transaction, plan: CoachingPlan) -> tuple[Surface, ...]:
    """
    What the pair's review under way shows of this plan.

    Asked for before anything is saved: whoever agrees to the next plan holds the review first, and then the plan.
    """
    review = tx.reviews.running_of(plan.rep, plan.manager)
    return () if review is None else opening_with_plan(review)


@dataclass(frozen=True, slots=True)
class KeepingPlans:
    begin: Begin
    clock: Clock

    def see(self, actor: Actor, plan: ReviewId) -> PlanSeen:
        """Raises ``NotAllowed`` for everybody but the two."""
        with self.begin(actor.workspace) as tx:
            found, _ = the_plan(tx, actor, plan)
            return seen_plan(tx, found)

    def change(self, actor: Actor, plan: ReviewId, item: ItemId, change: ItemChange) -> PlanSeen:
        """
        Raises:
            NotAllowed: neither of the two.
            TooLate, NotFound, BadInput: see ``change_item``.
        """

        def decide(one: CoachingPlan, role: Role, today: date, now: datetime) -> CoachingPlan:
            return change_item(one, item, role, change, today=today, now=now)

        return tried(lambda: self._once(actor, plan, "change plan item", decide))

    def _once(self, actor: Actor, plan: ReviewId, action: str, decide: Decide) -> PlanSeen:
        with self.begin(actor.workspace) as tx:
            before, role = the_plan(tx, actor, plan)
            beside, now = opened_with(tx, before), self.clock.now()
            today = local_date(now, person_or_stub(tx, actor.person).zone)
            after = decide(before, role, today, now)
            if after != before:
                tx.plans.save(after)
                close_what_is_over(tx, after, now)
                tx.audit.note(actor.person, action, plan, now)
                look_soon(tx, now, after.rep, after.manager)
                tx.surfaces.want((*surfaces_of_plan(after), *beside))
            return seen_plan(tx, after)

    def areas(self, actor: Actor, plan: ReviewId | None = None) -> EvidenceOffer:
        """
        Args:
            plan: of this one alone; of all of the actor's current plans when None.
        Returns:
            The areas to which this person may add now what they saw.
        Raises:
            NotAllowed: not a person of this workspace.
            NotFound: there is none.
        """
        with self.begin(actor.workspace) as tx:
            me = person_or_stub(tx, actor.person)
            require_let_in(known_as(actor, me))
            today = local_date(self.clock.now(), me.zone)
            found = [
                self._area(tx, one, kept, role)
                for one in tx.plans.of_person(actor.person)
                if plan in (None, one.id) and (role := one.role_of(actor.person)) is not None
                for kept in open_areas(one)
                if may_add(kept, role, today)
            ]
        if not found:
            raise NotFound(NO_AREA)
        return EvidenceOffer(found, today)

    def add_evidence(self, actor: Actor, plan: ReviewId, item: ItemId, seen: Observed) -> PlanSeen:
        """
        Say what was seen; both read it in the plan's thread.

        Raises:
            NotAllowed: neither of the two.
            TooLate, NotFound, BadInput: see ``add_evidence``.
        """

        def decide(one: CoachingPlan, role: Role, today: date, now: datetime) -> CoachingPlan:
            return add_evidence(one, item, role, seen, today=today, now=now)

        return tried(lambda: self._once(actor, plan, "add evidence", decide))

    def answer_take_on(self, actor: Actor, plan: ReviewId, item: ItemId, given: TakeOnAnswer) -> PlanSeen:
        """
        The manager answers a responsibility that the rep would take on.

        Raises:
            NotAllowed: not the manager of this plan.
            TooLate, NotFound, BadInput: see ``plan_life.answer_take_on``.
        """

        def decide(one: CoachingPlan, role: Role, today: date, _: datetime) -> CoachingPlan:
            _require_manager(role)
            return answer_take_on(one, item, given, today=today)

        return tried(lambda: self._once(actor, plan, "answer responsibility", decide))

    def clear_the_way(self, actor: Actor, plan: ReviewId, words: str, due: date | None) -> PlanSeen:
        """
        The manager takes up something that lies outside of the rep's hands.

        Raises:
            NotAllowed: not the manager of this plan.
            TooLate, BadInput: see ``plan_life.clear_the_way``.
        """

        def decide(one: CoachingPlan, role: Role, today: date, _: datetime) -> CoachingPlan:
            _require_manager(role)
            return clear_the_way(one, words, due, today=today)

        return tried(lambda: self._once(actor, plan, "clear the way", decide))

    def _area(self, tx: Transaction, plan: CoachingPlan, kept: PlanItem, role: Role) -> AreaSeen:
        return AreaSeen(plan.id, kept.item, person_or_stub(tx, plan.person(role.other)), skill_names(tx, plan, kept))


def _require_manager(role: Role) -> None:
    if role is not Role.MANAGER:
        raise NotAllowed("This one is for the other to decide. Nothing has changed.")
