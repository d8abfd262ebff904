"""What a renderer gives: a message, or an App Home. Plain values, so that two drawings can be compared."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """
    Args:
        text: the notification, a whole sentence that gives nothing away; also what stands there if the blocks cannot.
        blocks: Block Kit, at most 50.
    """

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Home:
    """
    Args:
        blocks: Block Kit, at most 100.
    """

    blocks: list[dict[str, Any]]


def digest(drawn: Message | Home) -> str:
    """Returns the same 64 characters for what looks the same, whichever process drew it."""
    whole = json.dumps(asdict(drawn), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
