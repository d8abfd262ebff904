"""A second look: asked for when something was seen, answered by both, opened to both at once, and by nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, ItemState, PlanItem, carry_over, moved_items
from coaching_core.domain.comparison import Category
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.plan_life import ItemChange
from coaching_core.domain.policy import require_look
from coaching_core.domain.roles import LookStage, Role
from coaching_core.domain.second_look import SecondLook, carried_over
from coaching_core.domain.seen import LookSeen
from coaching_core.errors import BadInput, NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId, LookId, PersonId, ReviewId, SkillKey
from coaching_core.use_cases.exporting import Exporting
from coaching_core.use_cases.keeping_looks import carry_over_looks
from coaching_core.use_cases.keeping_plans import KeepingPlans
from coaching_core.use_cases.second_looks import SecondLooks
from tests.builders import MANAGER, REP, WORKSPACE, skill
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World

PLAN, AREA, ONE = ReviewId("r1"), ItemId("1"), skill(1)
PEOPLE = {Role.REP: REP, Role.MANAGER: MANAGER}


@dataclass
class Office(World):
    """The pair has a plan with one thing to look into, about two skills; something was seen already."""

    seen_first: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        self.looks = SecondLooks(self.store.begin, self.clock)
        self.plans = KeepingPlans(self.store.begin, self.clock)
        area = PlanItem(Item(AREA, ItemKind.INVESTIGATE, Role.REP, "Two calls", (skill(1), skill(2))))
        work = PlanItem(Item(ItemId("2"), ItemKind.DEVELOP, Role.REP, "Ask one more", (skill(3),)))
        form = self.questionnaire.version
        self.keep(CoachingPlan(PLAN, REP, MANAGER, form, self.clock.now(), (area, work)))
        if self.seen_first:
            self.something_is_seen()

    def keep(self, plan: CoachingPlan) -> None:
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(plan)

    def plan(self, plan: ReviewId = PLAN) -> CoachingPlan:
        with self.store.begin(WORKSPACE) as tx:
            return tx.plans.get(plan)

    def something_is_seen(self, item: ItemId = AREA, plan: ReviewId = PLAN) -> None:
        self.clock.advance(hours=1)
        kept = self.plan(plan)
        one = kept.item(item)
        assert one is not None
        seen = Evidence(Role.REP, self.clock.now().date(), "I waited until they had finished", self.clock.now())
        self.keep(kept.with_item(replace(one, evidence=(*one.evidence, seen))))
        self.clock.advance(hours=1)

    def look(self, look: LookId) -> SecondLook:
        with self.store.begin(WORKSPACE) as tx:
            return tx.looks.get(look)

    def asks(self, by: Role = Role.REP, key: SkillKey = ONE, plan: ReviewId = PLAN) -> LookId:
        return self.looks.ask(self.actor(PEOPLE[by]), plan, AREA, key).view.id

    def answers(self, look: LookId, by: Role, answer: Answer, changed: str = "") -> LookSeen:
        return self.looks.answer(self.actor(PEOPLE[by]), look, answer, changed)

    def both(self, rep: Answer, manager: Answer, key: SkillKey = ONE) -> LookId:
        look = self.asks(key=key)
        self.answers(look, Role.REP, rep)
        self.answers(look, Role.MANAGER, manager)
        return look

    def sees(self, look: LookId, role: Role) -> LookSeen:
        return self.looks.see(self.actor(PEOPLE[role]), look)

    def state(self) -> ItemState:
        kept = self.plan().item(AREA)
        assert kept is not None
        return kept.state


# --- asking ---


@pytest.mark.parametrize("by", Role)
def test_either_asks_and_both_get_it(by: Role) -> None:
    office = Office()
    look = office.asks(by)
    assert {f"second look/{look}/rep", f"second look/{look}/manager"} <= set(office.rows.wishes)
    for role in Role:
        seen = office.sees(look, role)
        assert (seen.view.asked_by, seen.view.done) == (by, {Role.REP: False, Role.MANAGER: False})
        assert (seen.skill.key, seen.words) == (skill(1), "Two calls")
        assert [one.words for one in seen.evidence] == ["I waited until they had finished"]


def test_it_takes_something_that_was_seen() -> None:
    office = Office(seen_first=False)
    for attempt in (office.asks, lambda: office.looks.offer(office.actor(REP), PLAN, AREA)):
        with pytest.raises(BadInput, match="Add what was seen first"):
            attempt()
    assert office.plans.see(office.actor(REP), PLAN).to_look_at[AREA] == ()


def test_one_look_is_for_one_skill_and_who_asks_twice_asks_once() -> None:
    office = Office()
    assert office.asks(Role.REP) == office.asks(Role.MANAGER)
    assert office.asks(key=skill(2)) != office.asks(key=skill(1))
    offered = office.looks.offer(office.actor(MANAGER), PLAN, AREA)
    assert offered.skills == {skill(1): "Skill 1", skill(2): "Skill 2"}
    with pytest.raises(NotFound):
        office.asks(key=skill(3))


def test_only_what_is_looked_into_now_is_looked_at_again() -> None:
    office = Office()
    with pytest.raises(TooLate, match="look into"):
        office.looks.ask(office.actor(REP), PLAN, ItemId("2"), skill(3))
    with pytest.raises(NotFound):
        office.looks.offer(office.actor(REP), PLAN, ItemId("9"))
    office.keep(replace(office.plan(), current=False))
    with pytest.raises(TooLate, match="newer plan"):
        office.asks()


def test_nobody_is_asked_who_has_left() -> None:
    office = Office()
    office.save_person(replace(office.person(REP), active=False))
    with pytest.raises(NotAllowed, match="deactivated"):
        office.asks(Role.MANAGER)


# --- answering ---


def test_sealed_until_both_are_in_and_then_open_to_both_with_the_reps_sentence() -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 5, "I stopped interrupting")
    for role in Role:
        view = office.sees(look, role).view
        assert view.opened is None
        assert view.done == {Role.REP: True, Role.MANAGER: False}
    assert office.sees(look, Role.MANAGER).view.mine is None
    office.answers(look, Role.MANAGER, 4, "not the manager's to say")
    assert {f"second look/{look}/rep opened", f"second look/{look}/manager opened"} <= set(office.rows.wishes)
    opened = [office.sees(look, role).view.opened for role in Role]
    assert opened[0] == opened[1]
    assert opened[0] is not None
    assert (opened[0].changed, opened[0].answers, opened[0].category) == (
        "I stopped interrupting",
        {Role.REP: 5, Role.MANAGER: 4},
        Category.STRENGTH,
    )
    assert "not the manager's" not in repr(office.look(look))


def test_ones_own_can_be_changed_until_both_are_in() -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2, "Nothing yet")
    office.answers(look, Role.REP, 4, "One thing")
    mine = office.sees(look, Role.REP).view.mine
    assert mine is not None
    assert (mine.answer, mine.changed) == (4, "One thing")
    office.answers(look, Role.MANAGER, 4)
    opened = office.look(look)
    with pytest.raises(TooLate, match="no longer change"):
        office.answers(look, Role.REP, 5)
    office.answers(look, Role.REP, 4, "One thing")
    assert office.look(look) == opened, "a form that arrives twice is no mistake"


def test_what_the_scale_does_not_have_is_no_answer() -> None:
    office = Office()
    look = office.asks()
    for attempt in (
        lambda: office.answers(look, Role.REP, 6),
        lambda: office.answers(look, Role.REP, 5, "x" * 3001),
    ):
        with pytest.raises(BadInput):
            attempt()
    assert not office.look(look).answers


@pytest.mark.parametrize(
    ("rep", "manager", "category", "state"),
    [
        (5, 4, Category.STRENGTH, ItemState.DONE),
        (3, 1, Category.NEED, ItemState.DONE),
        (5, 3, Category.SEEN_DIFFERENTLY, ItemState.OPEN),
        (2, Unrated.NOT_SEEN, Category.NOT_SEEN_YET, ItemState.OPEN),
        (Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE, Category.NOT_DISCUSSED, ItemState.OPEN),
        (Unrated.NOT_IN_ROLE, Unrated.NOT_IN_ROLE, Category.NOT_IN_ROLE, ItemState.DONE),
    ],
)
def test_the_skill_lands_in_a_category_and_the_item_is_done_when_all_of_it_has_landed(
    rep: Answer, manager: Answer, category: Category, state: ItemState
) -> None:
    office = Office()
    first = office.both(rep, manager)
    assert office.look(first).category is category
    assert office.state() is ItemState.OPEN, "another skill is still looked into"
    office.both(5, 5, key=skill(2))
    assert office.state() is state


def test_after_a_look_something_new_has_to_be_seen_and_every_look_is_kept() -> None:
    office = Office()
    first = office.both(5, 2)
    with pytest.raises(BadInput, match="since your last look"):
        office.asks()
    office.something_is_seen()
    assert office.plans.see(office.actor(REP), PLAN).to_look_at[AREA] == (skill(1), skill(2))
    second = office.both(4, 4)
    with pytest.raises(TooLate, match="taken that second look"):
        office.asks()
    for person in PEOPLE.values():
        kept = office.plans.see(office.actor(person), PLAN).looks[AREA]
        assert [one.id for one in kept] == [first, second]
        assert [one.opened.category for one in kept if one.opened] == [Category.SEEN_DIFFERENTLY, Category.STRENGTH]


# --- ends ---


@pytest.mark.parametrize("by", Role)
def test_either_withdraws_it_and_nothing_opens(by: Role) -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2, "A secret sentence")
    office.looks.withdraw(office.actor(PEOPLE[by]), look)
    assert office.look(look).stage is LookStage.CLOSED
    assert not office.look(look).answers, "what was sent is gone"
    with pytest.raises(TooLate, match="closed"):
        office.answers(look, Role.MANAGER, 4)
    office.looks.withdraw(office.actor(PEOPLE[by]), look)
    assert office.asks() != look, "it can be asked for again"


def test_what_has_opened_is_not_withdrawn() -> None:
    office = Office()
    look = office.both(5, 2)
    with pytest.raises(TooLate, match="opened"):
        office.looks.withdraw(office.actor(REP), look)


def _drop(office: Office) -> None:
    change = ItemChange(ItemState.DROPPED, ItemState.OPEN, reason="Other things came first")
    office.plans.change(office.actor(MANAGER), PLAN, AREA, change)


def _leave(office: Office) -> None:
    office.keeping.person_left(office.actor(MANAGER))


@pytest.mark.parametrize("end", [_drop, _leave])
def test_what_is_not_looked_into_any_more_and_who_leaves_opens_nothing(end: Callable[[Office], None]) -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2, "A secret sentence")
    end(office)
    assert (office.look(look).stage, office.look(look).answers) == (LookStage.CLOSED, {})
    with pytest.raises(TooLate):
        office.answers(look, Role.MANAGER, 4)
    assert "secret" not in repr(office.rows)


def test_an_item_that_goes_on_in_the_next_plan_takes_its_looks_with_it() -> None:
    office = Office()
    opened = office.both(5, 2)
    office.something_is_seen()
    sealed, over = office.asks(), office.asks(key=skill(2))
    office.answers(sealed, Role.REP, 4, "Waiting helps")
    office.looks.withdraw(office.actor(REP), over)
    old, new = office.plan(), replace(office.plan(), id=ReviewId("r2"), items=(), version=0)
    with office.store.begin(WORKSPACE) as tx:
        carry_over_looks(tx, old, new, office.clock.now())
        for plan in carry_over(old, new):
            tx.plans.save(plan)
    (moved,) = (item for item, to in moved_items(old, new).items() if to == AREA)
    assert moved == AREA
    assert {one.id for one in office.plans.see(office.actor(REP), new.id).looks[AREA]} == {opened, sealed, over}
    office.answers(sealed, Role.MANAGER, 5)
    assert office.look(sealed).category is Category.STRENGTH
    assert not office.plans.see(office.actor(REP), old.id).looks[AREA]


def test_a_look_at_what_does_not_go_on_in_the_next_plan_closes() -> None:
    office = Office()
    look = office.look(office.asks())
    (closed,) = carried_over([look], {}, ReviewId("r2"), now=office.clock.now())
    assert (closed.stage, closed.plan) == (LookStage.CLOSED, PLAN)
    (moved,) = carried_over([look], {AREA: ItemId("7")}, ReviewId("r2"), now=office.clock.now())
    assert (moved.stage, moved.plan, moved.item) == (LookStage.SEALED, ReviewId("r2"), ItemId("7"))


def test_time_alone_does_nothing() -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2)
    before = office.look(look)
    office.clock.advance(days=400)
    assert office.look(look) == before
    assert {kind for kind, _ in office.rows.agenda} <= {AgendaKind.DIGEST}


# --- who ---


def test_only_the_two_ask_answer_see_and_withdraw() -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2)
    before = office.rows
    for person in (OTHER_MANAGER, PEER, ADMIN, PersonId("UNOBODY")):
        actor = office.actor(person)
        for attempt in (
            lambda actor=actor: office.looks.offer(actor, PLAN, AREA),  # type: ignore[misc]
            lambda actor=actor: office.looks.ask(actor, PLAN, AREA, skill(1)),  # type: ignore[misc]
            lambda actor=actor: office.looks.see(actor, look),  # type: ignore[misc]
            lambda actor=actor: office.looks.answer(actor, look, 4),  # type: ignore[misc]
            lambda actor=actor: office.looks.withdraw(actor, look),  # type: ignore[misc]
        ):
            with pytest.raises(NotAllowed, match="Only the two"):
                attempt()
    with pytest.raises(NotAllowed, match="Only the two"):
        office.looks.see(office.actor(REP), LookId("r9-1"))
    assert office.rows == before


def test_a_deactivated_one_of_the_two_does_nothing_any_more() -> None:
    office = Office()
    look = office.look(office.asks())
    actor = replace(office.actor(REP), active=False)
    with pytest.raises(NotAllowed):
        require_look(actor, look)


def test_a_message_shows_it_to_its_own_reader_and_to_nobody_else() -> None:
    office = Office()
    look = office.asks()
    office.answers(look, Role.REP, 2, "A secret sentence")
    for key, wish in office.rows.wishes.items():
        if not key.startswith("second look/"):
            continue
        surface = wish.surface
        seen = office.looking.surface(WORKSPACE, surface.kind, surface.subject, surface.place)
        assert isinstance(seen, LookSeen)
        assert ("secret" in repr(seen)) == key.endswith("rep")
        elsewhere = replace(surface.place, ids=(PEER,))
        assert office.looking.surface(WORKSPACE, surface.kind, surface.subject, elsewhere) is None


def test_each_exports_their_own_and_what_has_opened() -> None:
    office = Office()
    office.both(5, 2, key=skill(2))
    office.answers(office.asks(), Role.REP, 2, "A secret sentence")
    exporting = Exporting(office.store.begin, office.clock)
    hers, his = (exporting.person(WORKSPACE, person).second_looks for person in (REP, MANAGER))
    assert ("secret" in repr(hers), "secret" in repr(his)) == (True, False)
    assert [one.opened for one in hers] == [one.opened for one in his]


def test_two_weeks_are_no_reason_to_begin_anew() -> None:
    """A look that is under way is the same one, however much more was seen meanwhile."""
    office = Office()
    look = office.asks()
    office.clock.advance(days=14)
    office.something_is_seen()
    assert office.asks(Role.MANAGER) == look
