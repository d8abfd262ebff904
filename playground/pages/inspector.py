"""The inspector: what went over the wire between the app and the local Slack, what people were shown, and trouble."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from playground.model import Json, Shown
from playground.record import Delivery, Request

if TYPE_CHECKING:
    from playground.slack import Slack

MOST = 200
"""Entries on one page, the newest first."""
SLOW_SECONDS = 1.0
"""An answer that took longer is marked: an app has three seconds."""


@dataclass(frozen=True, slots=True)
class Row:
    """One request or delivery as a line of the table."""

    app: str
    way: str
    what: str
    about: str
    time: str
    milliseconds: int
    result: str
    bad: bool
    slow: bool
    sent: str
    answered: str


def rows(slack: Slack, *, way: str = "", words: str = "", app: str = "", only_bad: bool = False) -> list[Row]:
    """
    The newest entries, filtered.

    Args:
        way: "in" (calls of an app), "out" (handed to an app) or "" for both.
        app: an app's id, or "" for all.
    """
    both: Iterator[Request | Delivery] = merge(
        reversed(slack.record.requests) if way != "out" else (),
        reversed(slack.record.deliveries) if way != "in" else (),
        key=lambda entry: -entry.at,
    )
    found = (_row(entry, slack) for entry in both if not app or entry.app_id == app)
    wanted = words.casefold()
    fitting = (
        row
        for row in found
        if (not only_bad or row.bad) and (not wanted or wanted in f"{row.what} {row.about} {row.sent}".casefold())
    )
    return list(islice(fitting, MOST))


def containing(shown: Sequence[Shown], words: str) -> list[Shown]:
    """Those in which the words stand, whatever their case."""
    wanted = words.casefold()
    return [one for one in shown if not wanted or any(wanted in text.casefold() for text in one.texts)]


def as_text(shown: Sequence[Shown], zone: tzinfo) -> str:
    """What somebody was shown, oldest first: a line that says when and where, then the texts, then an empty line."""
    parts = []
    for one in shown:
        head = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S} {one.surface} {one.where}".rstrip()
        parts.append("\n".join((head, *(f"  {line}" for text in one.texts for line in text.split("\n")))))
    return "\n\n".join(parts) + ("\n" if parts else "")


def _row(entry: Request | Delivery, slack: Slack) -> Row:
    at = datetime.fromtimestamp(entry.at, UTC)
    time = f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}"
    app = slack.apps[entry.app_id].name if entry.app_id in slack.apps else ""
    took = round(entry.seconds * 1000)
    slow = entry.seconds > SLOW_SECONDS
    if isinstance(entry, Request):
        result = "ok" if entry.ok else str(entry.answer.get("error") or entry.status)
        if entry.trouble:
            result += f" (trouble: {entry.trouble})"
        about = _about(entry.arguments)
        return Row(
            app,
            "in",
            entry.method,
            about,
            time,
            took,
            result,
            not entry.ok,
            slow,
            _pretty(entry.arguments),
            _pretty(entry.answer),
        )
    result = entry.error or "answered"
    if entry.attempt:
        result += f" (attempt {entry.attempt + 1})"
    return Row(
        app,
        "out",
        _kind(entry),
        _about(entry.payload),
        time,
        took,
        result,
        entry.error is not None,
        slow,
        _pretty(entry.payload),
        _pretty(entry.answer),
    )


def _kind(entry: Delivery) -> str:
    event = entry.payload.get("event") or {}
    name = event.get("type") or entry.payload.get("command")
    return f"{entry.kind}: {name}" if name else entry.kind


def _about(given: Json) -> str:
    """The few values by which one recognises an entry."""
    parts: list[str] = []
    actions = given.get("actions") or ()
    parts += [str(action.get("action_id")) for action in actions if isinstance(action, dict)]
    view = given.get("view")
    if isinstance(view, dict) and view.get("callback_id"):
        parts.append(str(view["callback_id"]))
    for key in ("callback_id", "channel", "channel_id", "user", "user_id", "users", "text"):
        value = given.get(key)
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, str) and value:
            parts.append(value if len(value) <= 60 else value[:59] + "…")
    return " · ".join(parts)


def _pretty(value: Any) -> str:
    if value in (None, "", {}):
        return "(empty)"
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
