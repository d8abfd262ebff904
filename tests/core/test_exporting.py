"""What a person can have exported is what they may see, and not a word more."""

import pytest

from coaching_core.errors import NotFound
from coaching_core.ids import PersonId
from coaching_core.use_cases.exporting import Exporting
from tests.builders import MANAGER, REP, WORKSPACE, opened
from tests.core.world import World


def test_each_exports_their_own_and_what_is_open() -> None:
    world = World()
    world.put(opened())
    exporting = Exporting(world.store.begin, world.clock)
    hers, his = exporting.person(WORKSPACE, REP), exporting.person(WORKSPACE, MANAGER)
    assert "rep's comment" in repr(hers.reviews)
    assert "manager's comment" not in repr(hers.reviews)
    assert "manager's comment" in repr(his.reviews)
    assert "rep's comment" not in repr(his.reviews), "the rep has opened; ratings and comments stay closed"
    assert "rep's strengths" in repr(his.reviews)


def test_nothing_is_kept_about_strangers() -> None:
    world = World()
    with pytest.raises(NotFound):
        Exporting(world.store.begin, world.clock).person(WORKSPACE, PersonId("UNOBODY"))
