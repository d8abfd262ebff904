"""
The name that every message of ours carries, and the search for it when nobody knows whether a post was made.

Slack takes no idempotency key, so this is the only way to tell. It needs the optional scopes for history.
"""

import hashlib
from collections.abc import Awaitable, Mapping
from typing import Any, Protocol

from bot.reconciler.outcome import Outcome, Verdict
from coaching_core.ids import SurfaceKey, WorkspaceId

EVENT_TYPE = "common_ground"
BEFORE_ATTEMPT = 5.0
"""Seconds by which Slack's clock may be behind the database's."""
PAGE = 100
PAGES = 10

Found = tuple[str, str]
"""Channel and ts."""


class AskForPage(Protocol):
    """Calls ``conversations.history`` or ``.replies`` with these further arguments."""

    def __call__(self, **page: Any) -> Awaitable[Outcome]: ...


def name_in_slack(workspace: WorkspaceId, key: SurfaceKey) -> str:
    """Returns the name by which a message is found again; it tells nothing to others who can read metadata."""
    return hashlib.blake2b(f"{workspace} {key}".encode(), digest_size=16).hexdigest()


def metadata_of(workspace: WorkspaceId, key: SurfaceKey) -> dict[str, Any]:
    """Returns what goes into Slack's ``metadata``."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": name_in_slack(workspace, key)}}


async def look_for(name: str, channel: str, ask: AskForPage, attempt_at: float) -> tuple[Outcome, Found | None]:
    """
    Args:
        attempt_at: when the post was attempted, in seconds since 1970.
    Returns:
        The outcome of the last call, and the message if it stands. Done and None: it does not.
    """
    page: dict[str, Any] = {
        "oldest": f"{attempt_at - BEFORE_ATTEMPT:.6f}",
        "limit": PAGE,
        "include_all_metadata": True,
    }
    for _ in range(PAGES):
        outcome = await ask(**page)
        if outcome.verdict is not Verdict.DONE:
            return outcome, None
        for message in outcome.answer.get("messages", ()):
            if _name_of(message) == name:
                return outcome, (channel, str(message["ts"]))
        cursor = (outcome.answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return outcome, None
        page["cursor"] = cursor
    return Outcome(Verdict.UNKNOWN, "too_many_messages"), None


def _name_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    name = (metadata.get("event_payload") or {}).get("key")
    return name if isinstance(name, str) else None
