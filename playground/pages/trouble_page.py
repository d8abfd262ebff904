"""The page that makes things go wrong: what each kind of trouble does, in words, and what its forms change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.trouble import KINDS

if TYPE_CHECKING:
    from playground.slack import Slack

WORDS: Mapping[str, str] = {
    "rate_limited": "Refused with 429 and Retry-After; nothing is done",
    "error_500": "Answered with HTTP 500; nothing is done",
    "error_503": "Answered with HTTP 503; nothing is done",
    "error_500_after": "Done, but answered with HTTP 500",
    "reset_before": "The connection breaks; nothing is done",
    "reset_after": "Done, but the connection breaks before the answer",
    "timeout_before": "No answer for some seconds; nothing is done",
    "timeout_after": "Done, but no answer for some seconds",
    "slow": "Done and answered after some seconds",
    "refuse": "Refused with an error code",
    "duplicate": "Handed over twice (deliveries)",
    "reorder": "Held back until a later one has overtaken it (deliveries)",
    "drop_socket": "Every socket breaks instead (deliveries)",
    "drop_socket_after": "It arrives, then every socket breaks (deliveries)",
}
METHODS = (
    "*",
    "chat.*",
    "chat.postMessage",
    "chat.update",
    "views.*",
    "response_url",
    "deliver:*",
    "deliver:event",
    "deliver:command",
    "deliver:block_actions",
    "deliver:view_submission",
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule that one click puts in force."""

    name: str
    method: str
    kind: str
    how: Mapping[str, Any]


READY = (
    Ready("Slack is slow", "*", "slow", {"seconds": 2.0}),
    Ready("One call in three fails", "*", "error_500", {"share": 1 / 3}),
    Ready("The next three posts come too fast", "chat.postMessage", "rate_limited", {"times": 3, "seconds": 3.0}),
    Ready("A post is done, but its answer is lost", "chat.postMessage", "reset_after", {"times": 1}),
    Ready("All that is sent to the app arrives twice", "deliver:*", "duplicate", {}),
    Ready("Events overtake each other", "deliver:event", "reorder", {"seconds": 2.0}),
    Ready("The socket drops at the next click", "deliver:block_actions", "drop_socket_after", {"times": 1}),
)


def kinds() -> list[tuple[str, str]]:
    """(kind, words) of everything that can go wrong."""
    return [(kind, WORDS.get(kind, kind)) for kind in KINDS]


def sockets(slack: Slack) -> int:
    """How many sockets are open, of all apps."""
    return sum(courier.sockets.count for courier in slack.couriers.values())


async def change(slack: Slack, form: Mapping[str, str]) -> None:
    """
    Do what one of the page's forms asks: its field `do` says which.

    Raises:
        ValueError: a number that is none, a kind that does not fit; the text is for the page.
    """
    match form.get("do", "add"):
        case "remove":
            slack.trouble.remove(int(form["rule"]))
        case "clear":
            slack.trouble.clear()
        case "seed":
            slack.trouble.seed(int(form.get("seed") or 0))
        case "limits":
            slack.limits.on = not slack.limits.on
        case "drop":
            for courier in slack.couriers.values():
                await courier.sockets.drop()
        case "ready":
            found = next((one for one in READY if one.name == form.get("name")), None)
            if found is None:
                raise ValueError("There is no such trouble.")
            slack.trouble.add(found.method, found.kind, **found.how)
        case _:
            _add(slack, form)


def _add(slack: Slack, form: Mapping[str, str]) -> None:
    how: dict[str, Any] = {
        "share": _number(form, "share", 100) / 100,
        "seconds": _number(form, "seconds", 1),
    }
    if form.get("times"):
        how["times"] = round(_number(form, "times", 1))
    if form.get("error"):
        how["error"] = form["error"]
    slack.trouble.add(form.get("method") or "*", form.get("kind", ""), **how)


def _number(form: Mapping[str, str], field: str, default: float) -> float:
    try:
        return float(form.get(field) or default)
    except ValueError:
        raise ValueError(f"{field} is a number, not “{form[field]}”.") from None
