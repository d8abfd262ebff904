"""Trigger ids: a person's click lets the app open one modal within three (real) seconds."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground.refusal import Refused

TRIGGER_SECONDS = 3.0
_FORGOTTEN_AFTER = 60.0


@dataclass(slots=True)
class Trigger:
    """One permission to open a modal for a person; `view_id` is set if they clicked in a modal.

    app_id: whom it was given to; None fits any app.
    """

    id: str
    person_id: str
    team_id: str
    view_id: str | None
    issued: float
    app_id: str | None = None
    used: bool = False


class Triggers:
    """All trigger ids given out lately."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._given: dict[str, Trigger] = {}

    def issue(self, person_id: str, team_id: str, view_id: str | None = None, app_id: str | None = None) -> str:
        """A new trigger id."""
        now = self._now()
        while self._given and (oldest := next(iter(self._given.values()))).issued < now - _FORGOTTEN_AFTER:
            del self._given[oldest.id]
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._given[trigger_id] = Trigger(trigger_id, person_id, team_id, view_id, now, app_id)
        return trigger_id

    def exchange(self, trigger_id: str, team_id: str, app_id: str | None = None) -> Trigger:
        """
        Use a trigger id up.

        Raises:
            Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
        """
        trigger = self._given.get(trigger_id)
        if trigger is None or trigger.team_id != team_id or not _fits(trigger.app_id, app_id):
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._now() - trigger.issued > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger


def _fits(given_to: str | None, used_by: str | None) -> bool:
    return None in (given_to, used_by) or given_to == used_by
