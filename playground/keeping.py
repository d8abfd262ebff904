"""
The state in a file (SQLite), so that a full stop and start loses nothing: each thing is one row of JSON.

Changes of one turn of the event loop are written together at its end, and before an answer goes out. What was written
survives the end of this process, however sudden; a power cut may take the last moment with it, never more.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from playground.codec import decode, encode
from playground.delivery.waiting import ResponseUrl, Undelivered
from playground.model import (
    Channel,
    Installation,
    Message,
    Notice,
    Notification,
    Person,
    Shown,
    View,
    Workspace,
)
from playground.things import Bookmark, Canvas, File, Pin, ProfileField, Scheduled, UserGroup

T = TypeVar("T")

_KEYS: dict[type[Any], Callable[[Any], str]] = {
    Workspace: lambda it: it.id,
    Person: lambda it: it.id,
    Installation: lambda it: it.id,
    Channel: lambda it: it.id,
    Message: lambda it: f"{it.channel_id}/{it.ts}",
    View: lambda it: it.id,
    File: lambda it: it.id,
    Canvas: lambda it: it.id,
    Pin: lambda it: f"{it.channel_id}/{it.ts}",
    Bookmark: lambda it: it.id,
    Scheduled: lambda it: it.id,
    UserGroup: lambda it: it.id,
    ProfileField: lambda it: it.id,
    Undelivered: lambda it: it.id,
    ResponseUrl: lambda it: it.token,
}
"""What is kept under a key of its own, and replaced when it changes."""

LOGS: tuple[type[Any], ...] = (Shown, Notification, Notice)
"""What is only ever added."""

_DERIVED: dict[type[object], tuple[str, ...]] = {Channel: ("messages", "order", "threads")}

_TABLES = """
CREATE TABLE IF NOT EXISTS things (kind TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL);
"""


class BadState(ValueError):
    """The state file cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A single value under a name, such as how far the business clock was moved."""

    name: str
    value: str


class Keeper:
    """Keeps things; this one forgets them at once, for a state that ends with the process."""

    def put(self, thing: object) -> None:
        """Keep a thing as it is at the end of this turn of the event loop."""

    def drop(self, thing: object) -> None:
        """A thing is gone."""

    def mark(self, name: str, value: str) -> None:
        """Keep a single value."""

    def flush(self) -> None:
        """Write what waits."""

    def clear(self) -> None:
        """Forget everything."""

    def close(self) -> None:
        """Write what waits, and close the file."""

    def all(self, kind: type[T]) -> Iterator[T]:
        """Everything of one kind that was kept, in the order of its keys (for what is only added: of its coming)."""
        del kind
        return iter(())

    def marked(self, name: str) -> str | None:
        """A single value."""
        del name
        return None


class FileKeeper(Keeper):
    """
    Keeps things in a SQLite file.

    Raises:
        BadState: the file is no such file, cannot be written, or another process has it open.
    """

    def __init__(self, path: Path | str) -> None:
        try:
            self._file = sqlite3.connect(path, isolation_level=None, timeout=0.5, check_same_thread=False)
            self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.executescript(_TABLES)
        except sqlite3.Error as problem:
            raise BadState(f"{path}: {problem}") from problem
        self._waiting: dict[tuple[str, str], object | None] = {}
        self._added: list[object] = []
        self._due = False
        self._closed = False

    def put(self, thing: object) -> None:
        """Keep a thing as it is at the end of this turn of the event loop."""
        if isinstance(thing, LOGS):
            self._added.append(thing)
        else:
            self._waiting[_place(thing)] = thing
        self._soon()

    def drop(self, thing: object) -> None:
        """A thing is gone."""
        self._waiting[_place(thing)] = None
        self._soon()

    def mark(self, name: str, value: str) -> None:
        """Keep a single value."""
        self._waiting["Mark", name] = Mark(name, value)
        self._soon()

    def flush(self) -> None:
        """Write what waits, in one transaction."""
        self._due = False
        if self._closed or not (self._waiting or self._added):
            return
        waiting, self._waiting, added, self._added = self._waiting, {}, self._added, []
        kept = [(*place, _text(thing)) for place, thing in waiting.items() if thing is not None]
        gone = [place for place, thing in waiting.items() if thing is None]
        run = self._file
        run.execute("BEGIN")
        run.executemany("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", kept)
        run.executemany("DELETE FROM things WHERE kind = ? AND key = ?", gone)
        run.executemany("INSERT INTO log (kind, value) VALUES (?, ?)", [(type(a).__name__, _text(a)) for a in added])
        run.execute("COMMIT")

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._added.clear()
        self._file.executescript("DELETE FROM things; DELETE FROM log;")

    def close(self) -> None:
        """Write what waits, and close the file."""
        self.flush()
        self._closed = True
        self._file.close()

    def all(self, kind: type[T]) -> Iterator[T]:
        """Everything of one kind that was kept."""
        table = "log WHERE kind = ? ORDER BY id" if kind in LOGS else "things WHERE kind = ? ORDER BY key"
        for (text,) in self._file.execute(f"SELECT value FROM {table}", (kind.__name__,)):  # noqa: S608 - two constants
            yield decode(kind, text)

    def marked(self, name: str) -> str | None:
        """A single value."""
        row = self._file.execute("SELECT value FROM things WHERE kind = 'Mark' AND key = ?", (name,)).fetchone()
        return decode(Mark, row[0]).value if row else None

    def _soon(self) -> None:
        if self._due:
            return
        try:
            asyncio.get_running_loop().call_soon(self.flush)
            self._due = True
        except RuntimeError:  # no loop yet: the first turn or the end will write it
            pass


def _place(thing: object) -> tuple[str, str]:
    return type(thing).__name__, _KEYS[type(thing)](thing)


def _text(thing: object) -> str:
    return encode(thing, without=_DERIVED.get(type(thing), ()))
