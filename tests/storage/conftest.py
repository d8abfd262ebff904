"""Every test that asks for ``database`` runs on both databases; ``begin`` adds the stand-in in memory."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coaching_core.ids import WorkspaceId
from coaching_core.ports import Begin
from storage.transaction import Database
from storage.types import Cipher
from tests.fakes.storage import InMemory
from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

KEY = "eJ7n1PMLnTTrZGBcCbAkHGpm0LNkTgsHRBvHPzCkuvQ="


class Woken(list[WorkspaceId]):
    """The workspaces whose surfaces were wanted, in order."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a file with all tables and no rows."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.close()
    return file


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """Returns the address of a file with all tables and no rows."""
    shutil.copy(sqlite_template, tmp_path / "coach.db")
    return f"sqlite:///{tmp_path / 'coach.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def database(url: str, woken: Woken) -> Iterator[Database]:
    opened = Database(url, cipher=Cipher([KEY]), on_wanted=woken.append, batch_seconds=5.0)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres", "memory"])
def begin(request: pytest.FixtureRequest) -> Iterator[Begin]:
    """On both databases, and on the stand-in that the core's tests use: all three keep one contract."""
    if request.param == "memory":
        yield InMemory().begin
        return
    opened = Database(request.getfixturevalue(request.param), cipher=Cipher([KEY]))
    yield opened.begin
    opened.close()
