"""
Whether another process uses the same SQLite file, as the operating system knows it.

Each process holds a shared lock on a small file beside the database for as long as it lives; the lock of a process
that was killed is gone with it. Whoever arrives and gets the lock for itself alone knows that nobody else is there.
Not a lock on the database's own file: SQLite's locks on it would be lost with the first descriptor that we close.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

SUFFIX = ".alive"


class Presence:
    """
    This process at a file.

    Args:
        database: the file of SQLite; the one with the lock has its name and ``.alive``.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + SUFFIX)
        self._held: int | None = None

    def arrive(self, when_alone: Callable[[], None]) -> bool:
        """
        Be there from now on; a second time changes nothing.

        Args:
            when_alone: done before anybody else can arrive, if nobody else is there.
        Returns:
            Whether nobody else was there. Where the system has no such locks: False.
        """
        if self._held is not None or sys.platform == "win32":
            return False
        import fcntl

        held = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = True
            except BlockingIOError:
                alone = False
            if alone:
                when_alone()
            # Whoever slips in between the two locks finds us without a lease yet, and we wait until it is done.
            fcntl.flock(held, fcntl.LOCK_SH)
        except BaseException:
            os.close(held)
            raise
        self._held = held
        return alone

    def leave(self) -> None:
        """Be gone."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
