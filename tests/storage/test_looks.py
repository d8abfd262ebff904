"""Second looks are kept with the answers of both, encrypted, and found by plan and by person."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coaching_core.domain.after_look import Follow, Followed
from coaching_core.domain.assessment import Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import LookStage, Role
from coaching_core.domain.second_look import LookAnswer
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import ItemId, LookId, ReviewId
from coaching_core.ports import Begin
from storage.tables import second_looks
from storage.transaction import Database
from tests.storage.examples import BOSS, HERE, ID, NOW, OTHER, REP, THERE, a_look


def test_what_was_saved_is_read_back_at_every_stage(begin: Begin) -> None:
    opened = replace(
        a_look(),
        stage=LookStage.OPENED,
        answers={Role.REP: LookAnswer(4, "It did"), Role.MANAGER: LookAnswer(Unrated.NOT_SEEN)},
        category=Category.NOT_SEEN_YET,
        ended_at=NOW,
        followed=Followed(Follow.GATHER_MORE, Role.REP, NOW, ItemId("1")),
    )
    with begin(HERE) as tx:
        tx.looks.save(a_look())
    with begin(HERE) as tx:
        kept = tx.looks.get(a_look().id)
        assert kept == replace(a_look(), version=1)
        tx.looks.save(replace(opened, version=kept.version))
    with begin(HERE) as tx:
        assert tx.looks.get(a_look().id) == replace(opened, version=2)
        tx.looks.save(replace(opened, version=2, plan=ReviewId("r2"), item=ItemId("5")))
    with begin(HERE) as tx:
        assert not tx.looks.of_plan(ID)
        assert [one.item for one in tx.looks.of_plan(ReviewId("r2"))] == ["5"]


def test_they_are_found_by_plan_and_person_the_oldest_first(begin: Begin) -> None:
    later = NOW + timedelta(hours=1)
    with begin(HERE) as tx:
        tx.looks.save(a_look(LookId("r1-2"), asked_at=later))
        tx.looks.save(a_look())
        tx.looks.save(replace(a_look(LookId("r2-1"), plan=ReviewId("r2")), rep=OTHER))
    with begin(HERE) as tx:
        assert [one.id for one in tx.looks.of_plan(ID)] == ["r1-1", "r1-2"]
        assert [one.id for one in tx.looks.of_person(REP)] == ["r1-1", "r1-2"]
        assert [one.id for one in tx.looks.of_person(BOSS)] == ["r1-1", "r2-1", "r1-2"]
    with begin(THERE) as tx:
        assert not tx.looks.of_plan(ID)
        assert not tx.looks.of_person(REP)
        with pytest.raises(NotFound):
            tx.looks.get(a_look().id)


def test_of_two_who_begin_or_change_one_at_once_the_second_is_told(begin: Begin) -> None:
    with begin(HERE) as tx:
        tx.looks.save(a_look())
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.looks.save(replace(a_look(), asked_by=Role.MANAGER))
    with begin(HERE) as tx:
        mine = tx.looks.get(a_look().id)
        tx.looks.save(replace(mine, answers={}))
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.looks.save(replace(mine, stage=LookStage.CLOSED))


def test_an_answer_does_not_stand_in_the_file_as_it_was_given(database: Database) -> None:
    with database.begin(HERE) as tx:
        tx.looks.save(a_look())
    with database.looking() as connection:
        stored = str(connection.execute(sa.select(second_looks.c.document)).scalar_one())
    assert "longer" not in stored
    assert "answer" not in stored
