"""Two clocks: real time, and business time, which can be moved on. Both in aware UTC."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Business time is real time plus an offset. Signatures, triggers and rate limits use real time only."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.moved: list[Callable[[], None]] = []
        """Called after each jump of business time."""

    def now(self) -> datetime:
        """Say what time it is for the workspace's business."""
        return self.real() + self.offset

    def real(self) -> datetime:
        """Say what time it really is."""
        return datetime.fromtimestamp(time.time(), UTC)

    def move(self, by: timedelta) -> None:
        """Move business time on by so much; a negative amount moves it back."""
        self._jump(self.offset + by)

    def move_to(self, moment: datetime) -> None:
        """Set business time; it runs on from there. `moment` must be aware."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone, such as 2026-03-02T09:00:00Z")
        self._jump(moment.astimezone(UTC) - self.real())

    def reset(self) -> None:
        """Let business time be real time again."""
        self._jump(timedelta())

    def _jump(self, offset: timedelta) -> None:
        self.offset = offset
        for told in self.moved:
            told()

    def as_json(self) -> dict[str, object]:
        """Shape: {"now": ISO 8601 in UTC, "offset_seconds": float}."""
        return {
            "now": self.now().isoformat().replace("+00:00", "Z"),
            "offset_seconds": round(self.offset.total_seconds(), 3),
        }


class TimeStamps:
    """Gives Slack's message time stamps: real seconds and a counter, each larger than the one before."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """A new time stamp such as "1763900000.000100"."""
        self._last = max(int(time.time() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
