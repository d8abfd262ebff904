"""What follows from a second look that has opened: offered by where the skill landed, never forced, said once."""

from datetime import date, timedelta

import pytest

from coaching_core.domain.after_look import Follow
from coaching_core.domain.coaching_plan import ItemState
from coaching_core.domain.following import Next
from coaching_core.domain.plan import ItemKind, Occasion
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, NotAllowed, TooLate
from coaching_core.ids import LookId
from tests.builders import MANAGER, REP, skill
from tests.core.test_second_look import AREA, Office
from tests.core.world import PEER


@pytest.fixture
def office() -> Office:
    return Office()


def soon(office: Office, days: int = 14) -> date:
    return office.clock.now().date() + timedelta(days=days)


def says(office: Office, look: LookId, person: str, said: Next) -> None:
    office.looks.follow_up(office.actor(person), look, said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rep", "manager", "follow", "kind"),
    [(5, 4, Follow.EMPOWER, ItemKind.EMPOWER), (3, 1, Follow.DEVELOP, ItemKind.DEVELOP)],
)
def test_what_both_see_alike_becomes_an_item_in_the_reps_words(
    office: Office, rep: int, manager: int, follow: Follow, kind: ItemKind
) -> None:
    look = office.both(rep, manager)
    with pytest.raises(NotAllowed):
        says(office, look, MANAGER, Next(follow, "Do it"))
    says(office, look, REP, Next(follow, "Show it to a new colleague", soon(office)))
    item = office.plan().items[-1].item
    assert (item.kind, item.owner, item.skills, item.due) == (kind, Role.REP, (skill(1),), soon(office))
    assert item.words == "Show it to a new colleague"
    assert office.sees(look, Role.MANAGER).view.opened.followed.item == item.id  # type: ignore[union-attr]


@pytest.mark.parametrize("by", [REP, MANAGER])
def test_still_apart_either_gathers_more(office: Office, by: str) -> None:
    look = office.both(5, 2)
    says(office, look, by, Next(Follow.GATHER_MORE, due=soon(office), occasion=Occasion.VISIT))
    kept = office.plan().item(AREA)
    assert kept is not None
    assert (kept.item.due, kept.item.occasion, kept.is_open) == (soon(office), Occasion.VISIT, True)


def test_all_of_an_area_parked_is_left_as_it_is(office: Office) -> None:
    for key in (skill(1), skill(2)):
        look = office.both(5, 2, key)
        says(office, look, MANAGER, Next(Follow.PARK))
    assert office.state() is ItemState.DROPPED


def test_what_was_said_first_stands_and_twice_is_once(office: Office) -> None:
    look = office.both(5, 2)
    for _ in range(2):
        says(office, look, REP, Next(Follow.GATHER_MORE, due=soon(office)))
    with pytest.raises(TooLate):
        says(office, look, MANAGER, Next(Follow.PARK))
    items = len(office.plan().items)
    assert items == 2


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Next(Follow.EMPOWER, " "), {"words"}),
        (Next(Follow.EMPOWER, "x" * 3001), {"words"}),
        (Next(Follow.EMPOWER, "Do it", date(2020, 1, 1)), {"due"}),
        (Next(Follow.PARK), set()),
    ],
)
def test_bad_input_is_said_at_its_field(office: Office, said: Next, fields: set[str]) -> None:
    look = office.both(5, 4)
    with pytest.raises(BadInput) as problem:
        says(office, look, REP, said)
    assert set(problem.value.fields) == fields


def test_gathering_more_takes_a_day(office: Office) -> None:
    look = office.both(5, 2)
    with pytest.raises(BadInput) as problem:
        says(office, look, REP, Next(Follow.GATHER_MORE))
    assert set(problem.value.fields) == {"due"}


def test_nothing_follows_before_both_are_in_or_for_somebody_else(office: Office) -> None:
    look = office.asks()
    with pytest.raises(TooLate):
        says(office, look, REP, Next(Follow.PARK))
    office.answers(look, Role.REP, 5)
    with pytest.raises(TooLate):
        says(office, look, MANAGER, Next(Follow.PARK))
    office.answers(look, Role.MANAGER, 2)
    with pytest.raises(NotAllowed):
        says(office, look, PEER, Next(Follow.PARK))
