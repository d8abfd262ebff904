"""
Secrecy of second looks as a law: what one may see is the same, whatever the other has answered that has not opened.

Random histories are played twice: as they were drawn, and again with every answer of the other's changed that never
opened, one that was changed before the look opened included. After every step the reader must see, and be told, the
same. The same histories are held against the table: open is what both have answered, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.after_look import Follow
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.coaching_plan import ItemState, carry_over
from coaching_core.domain.comparison import categorise
from coaching_core.domain.following import Next
from coaching_core.domain.plan_life import ItemChange
from coaching_core.domain.roles import LookStage, Reader, Role
from coaching_core.domain.second_look import LookAnswer
from coaching_core.domain.surfaces import dm
from coaching_core.domain.visibility import look_for
from coaching_core.errors import CoachingError
from coaching_core.ids import LookId, ReviewId, SkillKey
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.exporting import Exporting
from coaching_core.use_cases.keeping_looks import carry_over_looks
from tests.builders import WORKSPACE, skill
from tests.core.test_second_look import AREA, PEOPLE, PLAN, Office

ANSWERS: tuple[Answer, ...] = (1, 2, 3, 4, 5, Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE)
roles, answers, skills = st.sampled_from(Role), st.sampled_from(ANSWERS), st.sampled_from((skill(1), skill(2)))
nths = st.sampled_from((0, 0, 0, 1, 2))


@dataclass(frozen=True)
class Ask:
    by: Role
    skill: SkillKey


@dataclass(frozen=True)
class Send:
    """``nth``: which of the looks that there are, the newest first, and again from the front."""

    by: Role
    nth: int
    answer: Answer
    changed: str


@dataclass(frozen=True)
class Withdraw:
    by: Role
    nth: int


@dataclass(frozen=True)
class Say:
    by: Role
    state: ItemState


@dataclass(frozen=True)
class SeeSomething:
    by: Role = Role.REP


@dataclass(frozen=True)
class NextPlan:
    by: Role = Role.REP


@dataclass(frozen=True)
class Leave:
    by: Role


@dataclass(frozen=True)
class GoOn:
    """What follows, as one of them says."""

    by: Role
    nth: int
    follow: Follow


Step = Ask | Send | Withdraw | Say | SeeSomething | NextPlan | Leave | GoOn
sends = st.builds(Send, roles, nths, answers, st.sampled_from(("", "sentence1", "sentence2")))
asks, more_is_seen = st.builds(Ask, roles, skills), st.builds(SeeSomething)
goes_on = st.builds(GoOn, roles, nths, st.sampled_from(Follow))
rare = (
    st.builds(Withdraw, roles, nths)
    | st.builds(Say, roles, st.sampled_from((ItemState.OPEN, ItemState.DONE)))
    | st.builds(NextPlan)
)
steps_of_any_kind = st.sampled_from((*(sends,) * 7, *(asks,) * 3, *(more_is_seen,) * 2, goes_on, rare)).flatmap(
    lambda one: one
)
ends = st.sampled_from(([], [], [], [Leave(Role.REP)], [Leave(Role.MANAGER)]))
histories = st.tuples(asks, st.lists(steps_of_any_kind, min_size=3, max_size=25), ends).map(
    lambda parts: [parts[0], *parts[1], *parts[2]]
)


@dataclass
class Played:
    """
    A history as it is played.

    Args:
        sent: look -> role -> which step sent what stands there.
        opening: the steps whose answers have opened.
    """

    office: Office = field(default_factory=Office)
    plan: ReviewId = PLAN
    sent: dict[LookId, dict[Role, int]] = field(default_factory=dict)
    opening: set[int] = field(default_factory=set)

    def looks(self) -> list[LookId]:
        return sorted(self.office.rows.looks, reverse=True)

    def play(self, number: int, step: Step) -> str:
        """Returns what whoever did it was told."""
        try:
            self._do(number, step)
        except CoachingError as problem:
            return str(problem)
        return ""

    def _do(self, number: int, step: Step) -> None:
        office, actor = self.office, self.office.actor(PEOPLE[step.by])
        office.clock.advance(minutes=1)
        match step:
            case Ask(skill=key):
                office.looks.ask(actor, self.plan, AREA, key)
            case Send(nth=nth, answer=answer, changed=changed):
                look = self._nth(nth)
                sealed = office.look(look).stage is LookStage.SEALED
                office.looks.answer(actor, look, answer, changed)
                if sealed:
                    self.sent.setdefault(look, {})[step.by] = number
                if office.look(look).stage is LookStage.OPENED:
                    self.opening |= set(self.sent[look].values())
            case Withdraw(nth=nth):
                office.looks.withdraw(actor, self._nth(nth))
            case GoOn(nth=nth, follow=follow):
                due = office.clock.now().date() + timedelta(days=9)
                office.looks.follow_up(actor, self._nth(nth), Next(follow, "The rep's own words", due))
            case Say(state=state):
                kept = office.plan(self.plan).item(AREA)
                assert kept is not None
                office.plans.change(actor, self.plan, AREA, ItemChange(state, kept.state))
            case SeeSomething():
                office.something_is_seen(plan=self.plan)
            case NextPlan():
                self._next_plan()
            case Leave():
                office.save_person(replace(office.person(actor.person), active=False))
                office.keeping.person_left(actor)

    def _next_plan(self) -> None:
        old = self.office.plan(self.plan)
        kept = old.item(AREA)
        if kept is None or not kept.is_open:
            return
        new = replace(old, id=ReviewId(f"{self.plan}x"), items=(), version=0)
        with self.office.store.begin(WORKSPACE) as tx:
            carry_over_looks(tx, old, new, self.office.clock.now())
            for one in carry_over(old, new):
                tx.plans.save(one)
        self.plan = new.id

    def _nth(self, nth: int) -> LookId:
        looks = self.looks()
        return looks[nth % len(looks)]

    def shown_to(self, reader: Reader) -> object:
        """Every way on which a look reaches this reader."""
        office = self.office
        if reader is Reader.BOTH:
            return [look_for(office.look(one), reader) for one in self.looks()]
        person = PEOPLE[Role(reader.value)]
        messages = [
            office.looking.surface(WORKSPACE, wish.surface.kind, wish.surface.subject, dm(person))
            for key, wish in office.rows.wishes.items()
            if key.startswith("second look/")
        ]
        plans = [
            office.plans.see(office.actor(person), one) for one in (PLAN, self.plan) if office.person(person).active
        ]
        exported = Exporting(office.store.begin, office.clock).person(WORKSPACE, person)
        active = office.person(person).active
        desk = Desks(office.store.begin, office.clock).mine(office.actor(person)) if active else None
        return repr(messages), repr(plans), repr(desk), exported.second_looks, repr(exported.plans)


def told(steps: list[Step], reader: Reader) -> tuple[list[object], set[int]]:
    played, seen = Played(), list[object]()
    for number, step in enumerate(steps):
        answered = played.play(number, step)
        seen.append((played.shown_to(reader), answered if {step.by} == set(reader.roles) else None))
    return seen, played.opening


def twin(steps: list[Step], reader: Reader, opened: set[int], pick: Callable[[], Answer]) -> list[Step]:
    hidden = {role.other for role in reader.roles}
    return [
        replace(step, answer=pick(), changed="something else entirely")
        if isinstance(step, Send) and step.by in hidden and number not in opened
        else step
        for number, step in enumerate(steps)
    ]


@pytest.mark.parametrize("reader", Reader)
@given(data=st.data(), steps=histories)
def test_what_has_not_opened_makes_no_difference(reader: Reader, data: st.DataObject, steps: list[Step]) -> None:
    first, opened = told(steps, reader)
    again, _ = told(twin(steps, reader, opened, lambda: data.draw(answers)), reader)
    for number, (one, other) in enumerate(zip(first, again, strict=True)):
        assert one == other, f"after step {number}: {steps[number]}"


@given(steps=histories)
def test_it_opens_to_both_at_once_when_both_are_in_and_never_else(steps: list[Step]) -> None:
    played = Played()
    given: dict[LookId, dict[Role, LookAnswer]] = {}
    over: set[LookId] = set()
    for number, step in enumerate(steps):
        before = {one: played.office.look(one).stage for one in played.looks()}
        sent_to = played._nth(step.nth) if isinstance(step, Send) else None
        refused = played.play(number, step)
        if isinstance(step, Send) and sent_to is not None and not refused and before[sent_to] is LookStage.SEALED:
            words = step.changed if step.by is Role.REP else ""
            given.setdefault(sent_to, {})[step.by] = LookAnswer(step.answer, words)
        for look in played.looks():
            kept = played.office.look(look)
            over |= {look} if kept.stage is LookStage.CLOSED else set()
            views = {reader: look_for(kept, reader) for reader in Reader}
            if look not in over and len(given.get(look, {})) == 2:
                both = given[look]
                for view in views.values():
                    assert view.opened is not None
                    assert view.opened.changed == both[Role.REP].changed
                    assert view.opened.answers == {role: both[role].answer for role in Role}
                    form = played.office.questionnaire
                    assert view.opened.category is categorise(
                        both[Role.REP].answer, both[Role.MANAGER].answer, form.scale
                    )
            else:
                assert all(view.opened is None for view in views.values())
                for role in Role:
                    mine = None if look in over else given.get(look, {}).get(role)
                    assert views[Reader(role.value)].mine == mine
            assert views[Reader.BOTH].mine is None
