"""Delivery is tried on both databases, against a whole local Slack."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import playground
from playground import Slack
from storage.transaction import Database
from storage.types import Cipher
from tests.delivery.office import Office, an_office
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a file of SQLite with all tables and no rows."""
    file = tmp_path_factory.mktemp("delivery") / "empty.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.close()
    return file


@pytest.fixture
def sqlite(empty_file: Path, tmp_path: Path) -> str:
    shutil.copy(empty_file, tmp_path / "coach.db")
    return f"sqlite:///{tmp_path / 'coach.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: every test that uses it runs on both."""
    address: str = request.getfixturevalue(request.param)
    return address


class Waker:
    """Who is told of commits; the office's reconciler once there is one."""

    def __init__(self) -> None:
        self.office: Office | None = None

    def __call__(self, workspace: str) -> None:
        if self.office is not None:
            self.office.reconciler.wake(workspace)  # type: ignore[arg-type]


@pytest.fixture
def waker() -> Waker:
    return Waker()


@pytest.fixture
def database(url: str, waker: Waker) -> Iterator[Database]:
    opened = Database(url, cipher=Cipher.from_text("eJ7n1PMLnTTrZGBcCbAkHGpm0LNkTgsHRBvHPzCkuvQ="), on_wanted=waker)
    yield opened
    opened.close()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(rate_limits=False, pages=False) as running:
        yield running


@pytest.fixture
async def idle_office(database: Database, slack: Slack, waker: Waker) -> AsyncIterator[Office]:
    """An office whose reconciler has not begun."""
    async with an_office(database, slack) as office:
        waker.office = office
        yield office
        waker.office = None


@pytest.fixture
async def office(idle_office: Office) -> AsyncIterator[Office]:
    await idle_office.reconciler.start()
    yield idle_office
    await idle_office.reconciler.stop()
