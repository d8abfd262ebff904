"""What still waits for the app: events that it has not acknowledged, and addresses that it may still answer at."""

from __future__ import annotations

from dataclasses import dataclass

from playground.model import Json, MessageRef


@dataclass(slots=True)
class Undelivered:
    """`id` is the event's; `attempt` the number of the next try (0 for the first); `reason` why the last one failed."""

    id: str
    app_id: str
    payload: Json
    attempt: int = 0
    reason: str | None = None


@dataclass(slots=True)
class ResponseUrl:
    """One address: for whom, where, and the message that was clicked, if one was. `issued` in seconds."""

    token: str
    person_id: str
    team_id: str
    channel_id: str
    source: MessageRef | None
    thread_ts: str | None
    issued: float
    app_id: str
    uses: int = 0
