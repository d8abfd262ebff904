"""Connections as each database needs them. Whoever writes and whoever only reads have an engine of their own."""

import os
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 2
"""Who waits for a click waits no longer than that."""
CONNECTIONS = 4
"""Threads that write on PostgreSQL, and as many that read."""
IDLE_SECONDS = 30
"""A connection that was idle for longer is tried before it is used."""


def database_url(text: str) -> URL:
    """
    Returns:
        The address with the driver that we use.
    Raises:
        ValueError: neither a file of SQLite nor PostgreSQL. The text does not show the address.
    """
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise ValueError("DATABASE_URL is not an address of a database.") from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise ValueError("DATABASE_URL must name a file: sqlite:///path/to/file.db")
        return url.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")


def engine_for(url: URL, *, writing: bool, wait_seconds: int = WAIT_SECONDS) -> sa.Engine:
    """
    Args:
        writing: for transactions that write, each of which is alone on SQLite.
        wait_seconds: how long to wait for a lock, and on PostgreSQL for any statement.
    """
    make = _sqlite if url.get_backend_name() == "sqlite" else _postgresql
    return make(url, writing, wait_seconds)


def _sqlite(url: URL, writing: bool, wait_seconds: int) -> sa.Engine:
    file = Path(str(url.database))
    if not file.exists():  # for its owner's eyes only; the log beside it takes over the mode
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    # The driver begins no transactions of its own: its way would read outside of them.
    options = {"isolation_level": None, "timeout": float(wait_seconds)}
    engine = sa.create_engine(url, hide_parameters=True, connect_args=options)
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
        for pragma in _PRAGMAS if writing else ("query_only = ON",):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def begin_transaction(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")


def _postgresql(url: URL, writing: bool, wait_seconds: int) -> sa.Engine:
    # A transaction that reads sees one state throughout; one that writes sees what others commit meanwhile.
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        pool_size=CONNECTIONS,
        isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
        execution_options={} if writing else {"postgresql_readonly": True},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.execute(f"SET lock_timeout = '{wait_seconds}s'")
        connection.execute(f"SET statement_timeout = '{wait_seconds}s'")
        connection.commit()

    @sa.event.listens_for(engine, "checkin")
    def rest(connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["resting since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def try_after_a_rest(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
        if time.monotonic() - record.info.get("resting since", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise DisconnectionError from problem

    @sa.event.listens_for(engine, "handle_error")
    def keep_values_out(context: ExceptionContext) -> None:
        # The server's DETAIL repeats the row, words included.
        for problem in (context.original_exception, context.sqlalchemy_exception):
            if problem is not None and problem.args:
                problem.args = (str(problem.args[0]).split("\nDETAIL:")[0], *problem.args[1:])

    return engine
