from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coaching_core.ids import WorkspaceId
from storage.installations import Installation
from storage.tables import installations, oauth_states
from storage.transaction import Database
from storage.types import DatabaseNow
from tests.storage.examples import NOW

TEAM = Installation("E1", "T1", '{"token": "xoxb-secret"}', NOW)
ORGANISATION = Installation("E1", None, '{"token": "xoxb-other"}', NOW)


def test_an_installation_is_found_by_enterprise_and_team(database: Database) -> None:
    database.installations.save(TEAM)
    assert database.installations.find("E1", "T1") == TEAM
    assert database.installations.find(None, "T1") == TEAM
    assert database.installations.find("E1", "T2") is None
    assert database.installations.find(None, None) is None


def test_an_organisation_serves_the_teams_that_have_none_of_their_own(database: Database) -> None:
    database.installations.save(TEAM)
    database.installations.save(ORGANISATION)
    assert database.installations.find("E1", "T1") == TEAM
    assert database.installations.find("E1", "T2") == ORGANISATION
    assert database.installations.find("E1", None) == ORGANISATION
    assert database.installations.find("E2", "T2") is None
    assert database.installations.alive() == ["E1", "T1"]


def test_tokens_cannot_be_read_in_the_database(database: Database) -> None:
    database.installations.save(TEAM)
    with database.looking() as connection:
        assert "secret" not in str(connection.execute(sa.select(installations)).one())


def test_when_the_app_is_removed_its_tokens_go_at_once(database: Database) -> None:
    database.installations.save(TEAM)
    assert database.installations.mark_dead(TEAM.workspace, "tokens_revoked", NOW)
    assert not database.installations.mark_dead(TEAM.workspace, "app_uninstalled", NOW + timedelta(days=1))
    assert database.installations.find("E1", "T1") is None
    assert database.installations.alive() == []
    assert database.installations.dead_since(NOW + timedelta(seconds=1)) == ["T1"]
    assert database.installations.dead_since(NOW) == []
    with database.looking() as connection:
        found = connection.execute(sa.select(installations.c.document, installations.c.dead_reason)).one()
    assert tuple(found) == (None, "tokens_revoked")


def test_installing_again_brings_it_back_to_life(database: Database) -> None:
    database.installations.save(TEAM)
    database.installations.mark_dead(TEAM.workspace, "tokens_revoked", NOW)
    again = replace(TEAM, document='{"token": "xoxb-new"}')
    database.installations.save(again)
    assert database.installations.find("E1", "T1") == again
    database.installations.delete(WorkspaceId("T1"))
    assert database.installations.find("E1", "T1") is None


def test_an_installation_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(ValueError):
        database.installations.save(Installation(None, None, "{}", NOW))


def test_a_state_is_good_once(database: Database) -> None:
    database.installations.issue_state("random")
    assert database.installations.consume_state("random")
    assert not database.installations.consume_state("random")
    assert not database.installations.consume_state("another")


def test_a_state_is_good_for_ten_minutes(database: Database) -> None:
    database.installations.issue_state("random")
    with database.writing() as connection:
        left = connection.execute(sa.select(oauth_states.c.until - DatabaseNow())).scalar_one()
        connection.execute(sa.update(oauth_states).values(until=DatabaseNow() - 1))
    assert 590 < left <= 600
    assert not database.installations.consume_state("random")
