"""Time that stands still until a test moves it, and names that can be read aloud."""

from datetime import UTC, datetime, timedelta
from itertools import count

from coaching_core.ids import PairingId, ReviewId, SessionId

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""


class FrozenClock:
    """``ports.Clock``, standing still."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def set(self, now: datetime) -> None:
        self._now = now


class CountingIds:
    """``ports.Ids``: review-1, review-2, pairing-1 …"""

    def __init__(self) -> None:
        self._reviews, self._pairings, self._sessions = count(1), count(1), count(1)

    def review(self) -> ReviewId:
        return ReviewId(f"review-{next(self._reviews)}")

    def pairing(self) -> PairingId:
        return PairingId(f"pairing-{next(self._pairings)}")

    def session(self) -> SessionId:
        return SessionId(f"session-{next(self._sessions)}")
