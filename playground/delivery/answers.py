"""How a hand-over to the app ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from playground.model import Json

EnvelopeType = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    One acknowledgement, or why there was none.

    error: None, "operation_timeout", "dispatch_failed". reason: for the retry header of an event ("http_timeout",
    "connection_failed", "http_error"). body: decoded JSON, else text; None if empty. seconds: real time.
    """

    error: str | None = None
    reason: str | None = None
    status: int | None = None
    body: Any = None
    no_retry: bool = False
    seconds: float = 0.0


class Transport(Protocol):
    """A way to the app."""

    name: str

    async def send(
        self, kind: EnvelopeType, payload: Json, *, attempt: int, reason: str | None, within: float
    ) -> Answer:
        """Hand something over and wait for the acknowledgement, `within` seconds at most; never raises for failures."""
        ...
