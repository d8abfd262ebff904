"""What `coach doctor` says of the database, and of everything that does not show from outside."""

import contextlib
import sqlite3
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.cli.doctor import check_scopes, check_stuck, clock
from bot.cli.manifest import optional_scopes, scopes
from bot.settings import Settings
from bot.wiring import Stuck, check, open_database, stuck
from coaching_core.domain.surfaces import home
from coaching_core.ids import PersonId, WorkspaceId
from storage.installations import Installation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, NEW = (urlsafe_b64encode(letter * 32).decode() for letter in (b"a", b"b"))


def settings(database_url: str, **more: str) -> Settings:
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret", "DATABASE_URL": database_url}
    return Settings.read(given | more)


def test_a_new_sqlite_file_needs_nothing_before_the_first_start(tmp_path: Path) -> None:
    assert check(settings(f"sqlite:///{tmp_path}/new.sqlite")) == []


def test_what_waits_for_somebody_is_found(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coach.sqlite"
    chosen = settings(url, COACH_ENCRYPTION_KEY=OLD)
    assert stuck(chosen) == Stuck(), "a new file has nothing in it"
    database = open_database(chosen)
    database.upgrade()
    database.installations.save(Installation(None, "T1", "{}", NOW))
    database.installations.save(Installation(None, "T2", "{}", NOW))
    database.installations.mark_dead(WorkspaceId("T2"), "account_inactive", NOW)
    with database.begin(WorkspaceId("T1")) as tx:
        tx.surfaces.want((home(PersonId("UANA")),))
    database.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "coach.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE surfaces SET state = 'parked', reason = 'is_archived'")
    assert stuck(chosen) == Stuck({"is_archived": 1}, {WorkspaceId("T2"): "account_inactive"})
    assert stuck(settings(url, COACH_ENCRYPTION_KEY=f"{NEW},{OLD}")).readable
    assert not stuck(settings(url, COACH_ENCRYPTION_KEY=NEW)).readable
    assert not stuck(settings(url)).readable


def test_each_of_it_says_what_to_do() -> None:
    found = Stuck({"is_archived": 2, "of_next_year": 1}, {WorkspaceId("T2"): "account_inactive"}, readable=False)
    lines = {one.text: one for one in check_stuck(found)}
    assert lines["the key does not open what is stored"].grave
    assert "install the app again" in lines["T2 is left alone: account_inactive"].advice
    assert "archive" in lines["2 are parked, as Slack says is_archived"].advice
    assert "once a day" in lines["one is parked, as Slack says of_next_year"].advice
    assert [one.line for one in check_stuck(Stuck())] == ["ok    messages: none is parked"]


@pytest.mark.parametrize(
    ("off", "words", "grave"),
    [
        (0, "agrees with", None),
        (-20, "agrees with", None),
        (100, "100 s ahead of", False),
        (-400, "400 s behind", True),
    ],
)
def test_the_clock_is_compared_with_slacks(off: int, words: str, grave: bool | None) -> None:
    found = clock(format_datetime(NOW, usegmt=True), NOW.timestamp() + off)
    assert words in found.text
    assert (None if not found.advice else found.grave) is grave


def test_a_clock_that_slack_does_not_tell_is_no_trouble() -> None:
    assert not clock("", NOW.timestamp()).grave


def test_scopes_are_compared_with_the_manifest() -> None:
    needed = set(scopes()) - set(optional_scopes())
    assert [one.advice for one in check_scopes(frozenset(scopes()))] == [""]
    [well, declined] = check_scopes(frozenset(needed))
    assert (well.advice, declined.grave) == ("", False)
    [missing, *_] = check_scopes(frozenset(needed - {"chat:write"}))
    assert (missing.grave, missing.text) == (True, "missing: chat:write")
