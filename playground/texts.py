"""The texts in a message or view: all that can be read in it, whom it mentions, and how a phone would show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground.model import Json, Person, View

# Keys of Block Kit whose values steer a client and are never read by a person. `value` is one only in options and
# buttons: in charts and tables it is a number that is drawn.
_STEERING = frozenset(
    {
        "type", "block_id", "action_id", "style", "emoji", "verbatim", "callback_id", "private_metadata", "external_id",
        "image_url", "url", "thumbnail_url", "video_url", "initial_date_time", "dispatch_action_config", "filter",
        "visible_to_user_ids", "timestamp", "width", "level", "align", "metadata", "workflow", "slack_file", "name",
    }
)  # fmt: skip
_HOLDS_HIDDEN_VALUE = frozenset({"button", "icon_button", "feedback_buttons"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<(![a-z]+)(?:\|[^>]*)?>")
_ENTITY = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")
_EMPHASIS = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")


def texts_in(value: Any, parent: str = "") -> Iterator[str]:
    """Every string (and drawn number) of a Block Kit value that a person can read, in reading order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        kind = value.get("type")
        hidden_value = kind in _HOLDS_HIDDEN_VALUE or ("text" in value and kind is None)
        for key, part in value.items():
            if key in _STEERING or (key == "value" and hidden_value):
                continue
            yield from texts_in(part, key)
    elif isinstance(value, Sequence):
        for part in value:
            yield from texts_in(part, parent)


def visible_texts(text: str, blocks: Sequence[Json]) -> tuple[str, ...]:
    """All texts of a message, its `text` (read aloud, notified) first."""
    return ((text,) if text else ()) + tuple(texts_in(blocks))


def view_texts(view: View) -> tuple[str, ...]:
    """All texts of a modal or Home, its title first."""
    return tuple(texts_in([view.title, view.blocks, view.close, view.submit]))


def mentioned(text: str, blocks: Sequence[Json]) -> set[str]:
    """User ids, and "!channel", "!here", "!everyone", that a message would notify by name."""
    found: set[str] = set()
    for part in (text, *_mrkdwn(blocks)):
        found.update(user or special for user, special in _MENTION.findall(part))
    found.update(_rich_mentions(blocks))
    return found


def _mrkdwn(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("type") in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from _mrkdwn(part)
    elif isinstance(value, list):
        for part in value:
            yield from _mrkdwn(part)


def _rich_mentions(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("type") == "user" and isinstance(value.get("user_id"), str):
            yield value["user_id"]
        if value.get("type") == "broadcast" and isinstance(value.get("range"), str):
            yield "!" + value["range"]
        for part in value.values():
            yield from _rich_mentions(part)
    elif isinstance(value, list):
        for part in value:
            yield from _rich_mentions(part)


def plain(text: str, people: Mapping[str, Person]) -> str:
    """Markup resolved as a notification does: names for ids, labels for links, no emphasis marks, no entities."""

    def resolve(match: re.Match[str]) -> str:
        sign, target, label = match.group(1), match.group(2), match.group(3)
        if sign == "@":
            person = people.get(target)
            return "@" + (person.display_name if person else label or target)
        if sign == "#":
            return "#" + (label or target)
        if sign == "!":
            return label if label else "@" + target.split("^")[0]
        return label or target

    resolved = _EMPHASIS.sub(r"\2", _ENTITY.sub(resolve, text))
    return resolved.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def preview(text: str, blocks: Sequence[Json], people: Mapping[str, Person]) -> str:
    """The words of a notification: the `text`, or what the blocks say where there is none."""
    return plain(text if text else " ".join(texts_in(blocks)), people)
