"""Words that must not stay, and must not travel."""

import logging
import traceback

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coaching_core.domain.people import Person
from storage.erasure import erase_workspace
from storage.tables import metadata
from storage.transaction import Database
from tests.storage.examples import HERE, NOW, REP, THERE, rated, stored


def test_an_error_of_the_database_repeats_no_words(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    row = {"workspace": HERE, "id": REP, "name": "Secret name", "active": True}
    with pytest.raises(IntegrityError) as failed, database.writing() as connection:
        connection.execute(
            sa.text("INSERT INTO people (workspace, id, name, active) VALUES (:workspace, :id, :name, :active)"), row
        )
    told = "".join(traceback.format_exception(failed.value))
    assert "document" in told  # which column it is about may be said
    assert "Secret" not in told + caplog.text


def test_erasing_a_workspace_leaves_nothing_of_it_and_all_of_the_others(database: Database) -> None:
    for workspace in (HERE, THERE):
        stored(database.begin, workspace=workspace)
        rated(database.begin, REP, workspace=workspace)
        with database.begin(workspace) as tx:
            tx.people.save(Person(REP, "Jo"))
            tx.audit.note(REP, "review.submit", "r1", NOW)
    before = rows_of(database, THERE)
    assert erase_workspace(database, HERE) > 5
    assert rows_of(database, HERE) == 0
    assert rows_of(database, THERE) == before > 5


def rows_of(database: Database, workspace: str) -> int:
    with database.looking() as connection:
        return sum(
            connection.execute(sa.select(sa.func.count()).where(table.c.workspace == workspace)).scalar_one()
            for table in metadata.tables.values()
            if "workspace" in table.c
        )
