"""What was seen of an area to look into: only ever added to, the rep first, read by both."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.coaching_plan import CoachingPlan, ItemState, PlanItem
from coaching_core.domain.evidence import EVIDENCE_MAX, Observed, add_evidence, may_add
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.plan_life import ItemChange
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, CoachingError, NotAllowed, NotFound, TooLate
from coaching_core.ids import ItemId, PersonId, ReviewId
from coaching_core.use_cases.exporting import Exporting
from coaching_core.use_cases.keeping_plans import KeepingPlans
from tests.builders import MANAGER, REP, TODAY, WORKSPACE, an_actor, skill
from tests.core.world import ADMIN, OTHER_MANAGER, PEER, World
from tests.fakes.clock import NOW

PLAN, AREA, WORK = ReviewId("r1"), ItemId("1"), ItemId("2")
SEEN = Observed(TODAY, "I waited until they had finished", "https://example.com/call")


def a_plan(*, owner: Role = Role.REP, due: int | None = 14) -> CoachingPlan:
    day = None if due is None else TODAY + timedelta(days=due)
    area = PlanItem(Item(AREA, ItemKind.INVESTIGATE, owner, "Two calls", (skill(1), skill(2)), day))
    work = PlanItem(Item(WORK, ItemKind.DEVELOP, Role.REP, "Ask one more", (skill(3),)))
    form = World().questionnaire.version
    return CoachingPlan(PLAN, REP, MANAGER, form, NOW, (area, work))


class Office(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.plans = KeepingPlans(self.store.begin, self.clock)
        with self.store.begin(WORKSPACE) as tx:
            tx.plans.save(a_plan())

    def adds(self, person: PersonId, words: str = "What I saw", item: ItemId = AREA) -> None:
        self.plans.add_evidence(self.actor(person), PLAN, item, Observed(TODAY, words))

    def words(self) -> list[str]:
        return [one.words for one in self.rows.plans[PLAN].items[0].evidence]


@pytest.fixture
def office() -> Office:
    return Office()


def added(plan: CoachingPlan, by: Role, seen: Observed = SEEN) -> CoachingPlan:
    return add_evidence(plan, AREA, by, seen, today=TODAY, now=NOW)


def test_both_read_what_one_adds_in_the_thread_in_place(office: Office) -> None:
    before = office.rows.wishes.get(f"plan/{PLAN}")  # type: ignore[call-overload]
    assert before is None
    office.adds(REP)
    for person in (REP, MANAGER):
        (entry,) = office.plans.see(office.actor(person), PLAN).plan.items[0].evidence
        assert (entry.by, entry.words, entry.at) == (Role.REP, "What I saw", office.clock.now())
    assert {f"plan/{PLAN}", f"home/{REP}", f"home/{MANAGER}"} <= set(office.rows.wishes)
    assert (REP, "add evidence", PLAN, office.clock.now()) in office.rows.audit


def test_the_rep_says_first_what_they_saw(office: Office) -> None:
    with pytest.raises(BadInput, match="The rep says first"):
        office.adds(MANAGER)
    with pytest.raises(NotFound):
        office.plans.areas(office.actor(MANAGER))
    office.adds(REP)
    office.adds(MANAGER, "And I, too")
    assert office.words() == ["What I saw", "And I, too"]


def test_from_the_items_day_on_or_where_it_is_theirs_the_manager_need_not_wait() -> None:
    for plan in (a_plan(due=0), a_plan(due=-3), a_plan(owner=Role.MANAGER)):
        assert len(added(plan, Role.MANAGER).items[0].evidence) == 1
    assert not may_add(a_plan(due=None).items[0], Role.MANAGER, TODAY)


def test_sent_twice_is_added_once(office: Office) -> None:
    for _ in range(3):
        office.adds(REP)
    assert office.words() == ["What I saw"]


def test_what_two_add_at_once_both_stays(office: Office) -> None:
    office.adds(REP)
    with office.store.begin(WORKSPACE) as tx:
        stale = tx.plans.get(PLAN)
    office.adds(REP, "Another call")
    assert stale.version != office.rows.plans[PLAN].version
    office.adds(MANAGER, "A third")
    assert office.words() == ["What I saw", "Another call", "A third"]


@pytest.mark.parametrize(
    ("seen", "field"),
    [
        (Observed(TODAY, "  "), "words"),
        (Observed(TODAY, "x" * 3001), "words"),
        (Observed(TODAY + timedelta(days=1), "words"), "on"),
        (Observed(TODAY - timedelta(days=400), "words"), "on"),
        (Observed(TODAY, "words", "call.mp3"), "link"),
        (Observed(TODAY, "words", "javascript:alert(1)"), "link"),
        (Observed(TODAY, "words", "https://"), "link"),
        (Observed(TODAY, "words", "https://good.example@evil.example"), "link"),
        (Observed(TODAY, "words", "https://example.com/ <!channel>"), "link"),
        (Observed(TODAY, "words", "https://example.com/" + "x" * 1000), "link"),
        (Observed(TODAY, "words", "http://[::1"), "link"),
    ],
)
def test_bad_input_says_what_is_wrong_at_its_field(seen: Observed, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        added(a_plan(), Role.REP, seen)
    assert set(problem.value.fields) == {field}


@given(link=st.text(max_size=40).map(lambda text: f"https://example.com/{text}"))
def test_a_link_that_is_kept_is_one_address_on_one_line(link: str) -> None:
    try:
        kept = added(a_plan(), Role.REP, Observed(TODAY, "words", link)).items[0].evidence[0].link
    except CoachingError:
        return
    assert kept == link.strip()
    assert not set(kept) & set(' <>|"\n\t')


def test_only_what_is_looked_into_now_is_added_to(office: Office) -> None:
    with pytest.raises(TooLate):
        office.adds(REP, item=WORK)
    with pytest.raises(NotFound):
        office.adds(REP, item=ItemId("9"))
    change = ItemChange(ItemState.DROPPED, ItemState.OPEN, reason="No calls left")
    office.plans.change(office.actor(REP), PLAN, AREA, change)
    with pytest.raises(TooLate):
        office.adds(REP)
    with pytest.raises(NotFound):
        office.plans.areas(office.actor(REP))


def test_there_is_an_end_to_it() -> None:
    plan = a_plan()
    for number in range(EVIDENCE_MAX):
        plan = added(plan, Role.REP, Observed(TODAY, f"call {number}"))
    with pytest.raises(BadInput, match="second look"):
        added(plan, Role.REP, Observed(TODAY, "one more"))


@pytest.mark.parametrize("person", [OTHER_MANAGER, PEER, ADMIN, PersonId("UNOBODY")])
def test_nobody_else_adds_or_is_offered_anything(office: Office, person: PersonId) -> None:
    with pytest.raises(NotAllowed):
        office.adds(person)
    with pytest.raises(NotFound):
        office.plans.areas(office.actor(person))
    with pytest.raises(NotAllowed):
        office.plans.add_evidence(an_actor(REP, workspace="T2"), PLAN, AREA, SEEN)  # type: ignore[arg-type]


def test_it_is_in_the_export_of_both(office: Office) -> None:
    office.adds(REP)
    for person in (REP, MANAGER):
        (plan,) = Exporting(office.store.begin, office.clock).person(WORKSPACE, person).plans
        assert plan.items[0].evidence[0].words == "What I saw"
    assert Exporting(office.store.begin, office.clock).person(WORKSPACE, PEER).plans == ()
