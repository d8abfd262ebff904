"""Another manager: the plan goes on, what opened before passes on with the rep's yes alone, the rest never."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.assessment import Rating
from coaching_core.domain.coaching_plan import (
    CoachingPlan,
    Consent,
    Evidence,
    ItemNote,
    ItemState,
    carry_over,
    plan_begins,
)
from coaching_core.domain.people import PairingState
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.domain.surfaces import SurfaceKind
from coaching_core.errors import NotAllowed, TooLate
from coaching_core.ids import PairingId, PersonId, ReviewId
from coaching_core.use_cases.handovers import Handovers
from coaching_core.use_cases.keeping_plans import KeepingPlans
from tests.builders import MANAGER, PAIRING, REP, TODAY, WORKSPACE, a_pairing, agreed, skill
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World
from tests.fakes.clock import NOW

NEW = OTHER_MANAGER


class Office(World):
    """The pair agreed to a plan, with a note and something seen; the other manager is there."""

    def __init__(self, review: Review | None = None) -> None:
        super().__init__()
        self.handovers = Handovers(self.store.begin, self.clock)
        self.plans = KeepingPlans(self.store.begin, self.clock)
        self.old = replace(review or agreed(), id=ReviewId("old"))
        self.put(self.old)
        plan = plan_begins(self.old)
        first = plan.items[0]
        note = ItemNote(Role.MANAGER, "the old manager's note", NOW)
        seen = Evidence(Role.MANAGER, TODAY, "what the old manager saw", NOW)
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(plan.with_item(replace(first, notes=(note,), evidence=(seen,))))

    def ends(self, by: PersonId = MANAGER) -> None:
        self.handovers.end(self.actor(by), PAIRING)

    def pairs(self, manager: PersonId = NEW) -> None:
        self.directory.pair(WORKSPACE, [(self.person(manager), self.person(REP))])

    def changes_manager(self) -> CoachingPlan:
        self.ends()
        self.pairs()
        return self.plan()

    def plan(self, manager: PersonId = NEW) -> CoachingPlan:
        with self.store.begin(WORKSPACE) as tx:
            found = tx.plans.current_of(REP, manager)
        assert found is not None
        return found

    def says(self, past: Consent, person: PersonId = REP) -> None:
        self.handovers.say_of_past(self.actor(person), self.plan().id, past)


@pytest.fixture
def office() -> Office:
    return Office()


# --- ending


@pytest.mark.parametrize("by", [REP, MANAGER])
def test_either_ends_it_and_what_is_under_way_closes_unopened(office: Office, by: PersonId) -> None:
    review = office.start()
    office.rate_all(review, Role.REP)
    office.ends(by)
    assert office.rows.pairings[PAIRING].state is PairingState.ENDED
    closed = office.review(review)
    assert (closed.stage, closed.ending) == (Stage.CLOSED, Ending.LEFT)
    assert not any(mine.ratings for mine in closed.assessments.values())
    assert (AgendaKind.REVIEW, PAIRING) not in office.rows.agenda
    with pytest.raises(TooLate):
        office.ends(by)


@pytest.mark.parametrize("person", [NEW, PEER, ADMIN])
def test_nobody_else_ends_it(office: Office, person: PersonId) -> None:
    for pairing in (PAIRING, PairingId("nowhere")):
        with pytest.raises(NotAllowed):
            office.handovers.end(office.actor(person), pairing)
    assert office.rows.pairings[PAIRING].state is PairingState.ACCEPTED


def test_the_plan_stays_readable_to_the_two_who_wrote_it(office: Office) -> None:
    office.changes_manager()
    for person in (REP, MANAGER):
        seen = office.plans.see(office.actor(person), ReviewId("old"))
        assert seen.plan.items[0].notes[0].words == "the old manager's note"
        assert {one.state for one in seen.plan.items} == {ItemState.CARRIED_OVER}


# --- the plan


def test_open_items_go_on_in_their_words_and_nothing_that_was_said_goes_with_them(office: Office) -> None:
    before = office.plan(MANAGER)
    new = office.changes_manager()
    assert [one.item.words for one in new.items] == [one.item.words for one in before.items]
    assert [one.item.due for one in new.items] == [one.item.due for one in before.items]
    assert not any(one.notes or one.evidence for one in new.items)
    assert new.came_from is not None
    assert (new.came_from.plan, new.came_from.manager, new.came_from.past) == ("old", MANAGER, Consent.ASKED)
    assert {f"plan/{new.id}", f"handover/{new.id}"} <= set(office.rows.wishes)


def test_in_whichever_order_it_comes(office: Office) -> None:
    office.pairs()
    with office.store.begin(WORKSPACE) as tx:
        assert tx.plans.current_of(REP, NEW) is None, "both coach: the plan stays where it is"
    office.ends()
    assert office.plan().came_from is not None


def test_a_manager_who_left_hands_over_too(office: Office) -> None:
    office.save_person(replace(office.person(MANAGER), active=False))
    office.keeping.person_left(office.actor(MANAGER))
    office.pairs()
    assert office.plan().came_from is not None


def test_it_goes_on_only_once_and_a_plan_of_the_new_two_stays_theirs(office: Office) -> None:
    new = office.changes_manager()
    office.handovers.end(office.actor(NEW), next(one.id for one in office.rows.pairings.values() if one.manager == NEW))
    office.clock.advance(days=1)
    office.pairs(MANAGER)
    back = office.plan(MANAGER)
    assert back.came_from is not None
    assert back.came_from.plan == new.id
    assert len(back.items) == len(new.items)


def test_the_next_review_of_the_new_two_takes_its_items_along(office: Office) -> None:
    new = office.changes_manager()
    review = replace(agreed(), id=ReviewId("next"), manager=NEW)
    with office.store.begin(WORKSPACE) as tx:
        old, after = carry_over(tx.plans.get(new.id), plan_begins(review))
        tx.plans.save(old)
        tx.plans.save(after)
    assert len(office.plan().items) == len(plan_begins(review).items) + len(new.items)
    assert office.plan().came_from is None


# --- the past


def test_the_past_is_closed_until_the_rep_says_yes_and_again_when_they_say_no(office: Office) -> None:
    plan = office.changes_manager()
    for past, may in ((None, False), (Consent.NO, False), (Consent.YES, True), (Consent.NO, False)):
        if past is not None:
            office.says(past)
        for person in (NEW, REP):
            if may:
                seen = office.handovers.past(office.actor(person), plan.id)
                assert seen.plan.plan.items[0].notes[0].words == "the old manager's note"
                assert set(seen.review.view.views) == {skill(1), skill(2), skill(3)}
            else:
                with pytest.raises(NotAllowed):
                    office.handovers.past(office.actor(person), plan.id)


@pytest.mark.parametrize("person", [NEW, MANAGER, PEER, ADMIN])
def test_only_the_rep_says_so(office: Office, person: PersonId) -> None:
    office.changes_manager()
    with pytest.raises(NotAllowed):
        office.says(Consent.YES, person)
    assert office.plan().came_from.past is Consent.ASKED  # type: ignore[union-attr]


@pytest.mark.parametrize("person", [MANAGER, PEER, ADMIN, PersonId("UNOBODY")])
def test_nobody_else_reads_it_even_then(office: Office, person: PersonId) -> None:
    plan = office.changes_manager()
    office.says(Consent.YES)
    for name in (plan.id, ReviewId("old"), ReviewId("nowhere")):
        with pytest.raises(NotAllowed):
            office.handovers.past(office.actor(person), name)


def test_the_question_is_the_reps_alone(office: Office) -> None:
    plan = office.changes_manager()
    (question,) = [one.surface for one in office.rows.wishes.values() if one.surface.kind is SurfaceKind.HANDOVER]
    assert question.place.ids == (REP,)
    for person in (NEW, MANAGER):
        place = replace(question.place, ids=(person,))
        assert office.looking.surface(WORKSPACE, SurfaceKind.HANDOVER, plan.id, place) is None


@given(answer=st.sampled_from([4, 5]), comment=st.text(max_size=20))
def test_what_never_opened_makes_no_difference_to_the_new_manager(answer: int, comment: str) -> None:
    """The fourth skill stayed parked: whatever the two had said of it, on their side of average, nothing changes."""

    def read(review: Review) -> object:
        office = Office(review)
        plan = office.changes_manager()
        office.says(Consent.YES)
        return office.handovers.past(office.actor(NEW), plan.id)

    before = agreed()
    theirs = before.assessments[Role.MANAGER]
    other = replace(theirs, ratings={**theirs.ratings, skill(4): Rating(answer, comment)})
    assert read(before.with_assessment(other)) == read(before)


def test_a_rep_without_a_plan_brings_none() -> None:
    world = World()
    handovers = Handovers(world.store.begin, world.clock)
    handovers.end(world.actor(MANAGER), PAIRING)
    world.directory.pair(WORKSPACE, [(world.person(NEW), world.person(REP))])
    assert not world.rows.plans
    with world.store.begin(WORKSPACE) as tx:
        tx.pairings.save(a_pairing(manager=PEER, pairing=PairingId("p2"), now=NOW + timedelta(days=1)))
