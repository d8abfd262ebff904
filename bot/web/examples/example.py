"""What an example is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bot.surfaces.drawn import Message

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """
    One thing that people see, in one state.

    Args:
        name: what it is, then its state: "thread, writing: the comparison".
        kind: a line is a private message after a click or command.
        shown: a message (``text``, ``blocks``), a line (the same), or a view, as Slack's API takes it.
    """

    name: str
    kind: Literal["message", "line", "modal", "home"]
    shown: Json


Examples = Iterator[Example]


def a_message(name: str, drawn: Message | None) -> Example:
    """Raises ``ValueError`` when there is nothing to show: then it is no example."""
    if drawn is None:
        raise ValueError(f"nothing is shown for {name}")
    return Example(name, "message", {"text": drawn.text, "blocks": drawn.blocks})


def a_line(name: str, text: str, blocks: list[Json] | None = None) -> Example:
    if blocks is None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    return Example(name, "line", {"text": text, "blocks": blocks})


def a_modal(name: str, view: Json) -> Example:
    return Example(name, "modal", view)
