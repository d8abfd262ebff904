"""What `coach doctor` says of the database."""

from pathlib import Path

from bot.settings import Settings
from bot.wiring import check


def settings(database_url: str) -> Settings:
    return Settings.read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret", "DATABASE_URL": database_url})


def test_a_new_sqlite_file_needs_nothing_before_the_first_start(tmp_path: Path) -> None:
    assert check(settings(f"sqlite:///{tmp_path}/new.sqlite")) == []
