"""How the local Slack says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """
    A Web API call that Slack answers with `ok: false`.

    error: Slack's error code, such as "channel_not_found". extras: further fields of the answer. messages: what goes
    into `response_metadata.messages`. status and headers are those of the HTTP answer.
    """

    def __init__(
        self,
        error: str,
        *,
        messages: Sequence[str] = (),
        status: int = 200,
        headers: dict[str, str] | None = None,
        **extras: Any,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.body: dict[str, Any] = {"ok": False, "error": error, **extras}
        if messages:
            self.body["response_metadata"] = {"messages": list(messages)}
