"""A record of all traffic: each request of the app, and each delivery to it with the time it took to answer."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from playground.model import Json

KEPT = 50_000
"""Entries kept of each kind; older ones are dropped so that a long-lived playground does not grow without end."""


@dataclass(slots=True)
class Request:
    """
    One Web API call (or post to a response_url: method "response_url").

    at: real time, seconds since the epoch. seconds: how long the answer took. trouble: what was made to go wrong.
    Tokens are not kept.
    """

    method: str
    arguments: Json
    answer: Json
    status: int
    at: float
    seconds: float
    team_id: str | None = None
    trouble: str | None = None
    app_id: str = ""

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.answer.get("ok") is True


@dataclass(slots=True)
class Delivery:
    """
    One attempt to hand something to the app.

    kind: "event", "command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action",
    "block_suggestion". error: as in `Outcome`. seconds: until the acknowledgement. attempt: 0 for the first.
    """

    kind: str
    payload: Json
    transport: str
    at: float
    seconds: float = 0.0
    status: int | None = None
    answer: Any = None
    error: str | None = None
    attempt: int = 0
    app_id: str = ""


@dataclass(slots=True)
class Record:
    """Everything that went over the wire, oldest first."""

    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=KEPT))
    deliveries: deque[Delivery] = field(default_factory=lambda: deque(maxlen=KEPT))

    def calls(self, method: str | None = None) -> list[Request]:
        """The app's calls of one method, or all."""
        return [request for request in self.requests if method in (None, request.method)]

    def delivered(self, kind: str | None = None) -> list[Delivery]:
        """What was handed to the app, of one kind or all; every attempt counts."""
        return [delivery for delivery in self.deliveries if kind in (None, delivery.kind)]

    def clear(self) -> None:
        """Forget all of it."""
        self.requests.clear()
        self.deliveries.clear()


def as_json(entry: Request | Delivery) -> Json:
    """An entry for the HTTP interface."""
    return asdict(entry)
