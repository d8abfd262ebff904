"""
Column types that keep what SQLite would forget, and the cipher for the words that nobody else may read.

An ``Encrypted`` column takes and gives ``Sealed`` text only, so that forgetting to seal is an error and not a leak.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

WITH_KEY = "enc1:"
WITHOUT_KEY = "raw1:"
"""Every sealed text begins with one of these two, so that rows from before and after a key read back alike."""


class Sealed(str):
    """Text as it is stored: encrypted if there is a key. Only a ``Cipher`` makes and opens it."""

    __slots__ = ()


class CannotOpen(Exception):
    """Stored words need a key that is not configured (any more)."""


class Cipher:
    """
    Seals words before they are stored.

    Args:
        keys: Fernet keys (44 characters of URL-safe base64). The first one seals, all of them open, so that a new
            key is put in front of the old one. None at all: words are stored as they are.
    Raises:
        ValueError: a key is not one. The text never shows it.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._fernet = None
        if keys:
            from cryptography.fernet import Fernet, MultiFernet  # costs 40 ms: only when there is a key

            try:
                self._fernet = MultiFernet([Fernet(key) for key in keys])
            except ValueError:
                raise ValueError("An encryption key must be 32 bytes in URL-safe base64 (44 characters).") from None

    @classmethod
    def from_text(cls, text: str) -> "Cipher":
        """Keys as they stand in ``COACH_ENCRYPTION_KEY``: separated by commas, the newest first."""
        return cls([key.strip() for key in text.split(",") if key.strip()])

    @property
    def encrypts(self) -> bool:
        return self._fernet is not None

    def seal(self, words: str) -> Sealed:
        if self._fernet is None:
            return Sealed(WITHOUT_KEY + words)
        return Sealed(WITH_KEY + self._fernet.encrypt(words.encode()).decode())

    def open(self, sealed: Sealed) -> str:
        """Raises ``CannotOpen`` when none of the keys fits."""
        if sealed.startswith(WITHOUT_KEY):
            return sealed[len(WITHOUT_KEY) :]
        if self._fernet is None or not sealed.startswith(WITH_KEY):
            raise CannotOpen("Stored words are encrypted, and COACH_ENCRYPTION_KEY is not set.")
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(sealed[len(WITH_KEY) :].encode()).decode()
        except InvalidToken:
            raise CannotOpen("Stored words need an encryption key that COACH_ENCRYPTION_KEY does not hold.") from None


class Encrypted(sa.types.TypeDecorator[Sealed]):
    """A column for ``Sealed`` text; refuses any other."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("Only sealed text belongs into this column.")
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(value)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment. Refuses naive values; whatever went in comes out aware and in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment: datetime = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class TextTuple(sa.types.TypeDecorator[tuple[str, ...]]):
    """A few ids as a JSON list, always written the same way, so that equal tuples are equal in SQL."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value), separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class DatabaseNow(FunctionElement[float]):
    """The database's own clock, real time, in seconds since 1970: for leases, attempts and retries."""

    name = "database_now"
    type = sa.Double()
    inherit_cache = True


@compiles(DatabaseNow, "sqlite")
def _now_on_sqlite(element: DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(DatabaseNow, "postgresql")
def _now_on_postgresql(element: DatabaseNow, compiler: SQLCompiler, **kw: Any) -> str:
    return "extract(epoch FROM clock_timestamp())::double precision"
