"""The one place where the protocol asks whether blocks, messages and views are valid; the rules are in `blockkit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.refusal import Refused

if TYPE_CHECKING:
    from playground.blockkit import Problem


def message_problems(message: dict[str, Any], *, updating: bool = False) -> list[Problem]:
    """What is wrong with a message's `text`, `markdown_text`, `blocks`, `attachments` and `metadata`."""
    # Imported when first asked for: a Slack that has not seen a block yet starts sooner.
    from playground.blockkit import validate_message

    return validate_message(message, updating=updating)


def view_problems(view: Any, at: str = "/view") -> list[Problem]:
    """What is wrong with a view."""
    from playground.blockkit import validate_view

    return validate_view(view, at)


def require_valid_message(message: dict[str, Any], *, updating: bool = False) -> None:
    """
    Refuse a message that Slack would refuse.

    Raises:
        Refused: invalid_blocks, no_text, msg_too_long…, with pointers.
    """
    _refuse(message_problems(message, updating=updating), "invalid_blocks")


def require_valid_view(view: Any) -> None:
    """
    Refuse a view that Slack would refuse.

    Raises:
        Refused: invalid_arguments or view_too_large, with pointers.
    """
    _refuse(view_problems(view), "invalid_arguments")


def _refuse(problems: list[Problem], otherwise: str) -> None:
    if problems:
        from playground.blockkit import error_of

        raise Refused(error_of(problems, otherwise), messages=[f"[ERROR] {problem}" for problem in problems])
