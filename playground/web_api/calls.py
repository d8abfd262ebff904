"""What all Web API methods share: reading arguments, tokens, scopes, and the table of methods."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.apps import App
from playground.model import Channel, Installation, Json
from playground.refusal import Refused

if TYPE_CHECKING:
    from playground.slack import Slack

TokenKind = Literal["bot", "app", "none"]
_MISSING = object()


class Arguments:
    """The arguments of one call, however they came: JSON values, or text from a form or query string."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {key: value for key, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are written out."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise invalid(f"[ERROR] must be a string [json-pointer:/{name}]")
        return str(value)

    def required(self, name: str, error: str | None = None) -> str:
        """A string that must not be empty; `error` is the method's own code for its absence."""
        value = self.text(name)
        if not value:
            raise Refused(error) if error else invalid(f"[ERROR] missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """A boolean, as JSON or as forms write it."""
        return self.values.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            raise invalid(f"[ERROR] must be an integer [json-pointer:/{name}]") from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A JSON value, which forms (and some clients' JSON) carry as text; None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise Refused(error) from None

    def ids(self, name: str) -> list[str]:
        """Ids as a comma-separated list or a JSON array, each once."""
        value = self.values.get(name) or ""
        found = value if isinstance(value, list) else str(value).split(",")
        return list(dict.fromkeys(str(each).strip() for each in found if str(each).strip()))


def invalid(*messages: str) -> Refused:
    """A refusal of arguments, with the reasons."""
    return Refused("invalid_arguments", messages=messages)


@dataclass(slots=True)
class Call:
    """One call of one method: its arguments and on whose behalf. `installation` is set for bot tokens."""

    slack: Slack
    app: App
    arguments: Arguments
    caller: Installation | None
    host: str
    authorization: str = ""

    @property
    def installation(self) -> Installation:
        """The installation whose bot token was used."""
        if self.caller is None:
            raise Refused("not_allowed_token_type")
        return self.caller

    def needs(self, *scopes: str) -> None:
        """
        Go on only with one of these scopes.

        Raises:
            Refused: missing_scope, with `needed` and `provided`.
        """
        granted = self.installation.scopes
        if not granted.intersection(scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def channel(self, name: str = "channel") -> Channel:
        """
        The conversation that an argument names, if the app can see it.

        Raises:
            Refused: channel_not_found.
        """
        channel = self.slack.world.channels.get(self.arguments.required(name, "channel_not_found"))
        if channel is None or channel.team_id != self.installation.team_id:
            raise Refused("channel_not_found")
        if channel.is_private and self.installation.bot_user_id not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def page(self, things: list[Any], most: int, default: int) -> tuple[list[Any], Json]:
        """
        One page of a list by `cursor` and `limit`, and the `response_metadata` that goes with it.

        Raises:
            Refused: invalid_limit, invalid_cursor.
        """
        limit = self.arguments.number("limit", default) or default
        if not 0 < limit <= most:
            raise Refused("invalid_limit")
        start = read_cursor(self.arguments.text("cursor"))
        rest = start + limit
        following = make_cursor(rest) if rest < len(things) else ""
        return things[start:rest], {"next_cursor": following}


def make_cursor(place: int) -> str:
    """An opaque cursor."""
    import base64

    return base64.b64encode(f"next:{place}".encode()).decode()


def read_cursor(cursor: str) -> int:
    """
    The place that a cursor stands for; 0 for an empty one.

    Raises:
        Refused: invalid_cursor.
    """
    import base64
    import binascii

    if not cursor:
        return 0
    try:
        word, _, place = base64.b64decode(cursor.encode(), validate=True).decode().partition(":")
        if word == "next":
            return int(place)
    except (ValueError, binascii.Error, UnicodeDecodeError):
        pass
    raise Refused("invalid_cursor")


@dataclass(frozen=True, slots=True)
class Method:
    """
    One method: what it does, the scopes of which one is needed, its rate limit tier and the token it takes.

    errors: its own error codes, in one string; every method has those of `COMMON_ERRORS`, too.
    Methods whose scope depends on the conversation's kind have none here and ask by themselves.
    """

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    tier: int | None = 3
    token: TokenKind = "bot"  # noqa: S105 - the kind of token, not one
    errors: str = ""


COMMON_ERRORS = frozenset(
    {
        "account_inactive", "invalid_arg_name", "invalid_arguments", "invalid_auth", "invalid_cursor",
        "invalid_form_data", "invalid_json", "invalid_limit", "json_not_object", "missing_scope",
        "not_allowed_token_type", "not_authed", "ratelimited", "request_too_large", "token_expired", "token_revoked",
    }
)  # fmt: skip
"""What any method may answer."""


def kind_scope(channel: Channel, right: str) -> str:
    """The scope for a conversation's kind, such as "im:history"."""
    if channel.kind == "channel":
        return ("groups:" if channel.is_private else "channels:") + right
    return f"{channel.kind}:{right}"
