"""An event that the app has not acknowledged yet."""

from __future__ import annotations

from dataclasses import dataclass

from playground.model import Json


@dataclass(slots=True)
class Undelivered:
    """`id` is the event's; `attempt` the number of the next try (0 for the first); `reason` why the last one failed."""

    id: str
    app_id: str
    payload: Json
    attempt: int = 0
    reason: str | None = None
