"""
From a request to a value. Past this module nobody in the app reads a raw payload.

``read`` is strict about what the app relies on and blind to everything else: unknown fields will appear.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.answering.payloads import (
    Click,
    Closed,
    Command,
    Event,
    MessageRef,
    Payload,
    Shortcut,
    Submission,
    Suggestion,
    ViewRef,
)
from bot.answering.values import Values, chosen_in
from coaching_core.ids import PersonId, WorkspaceId

_ID = re.compile(r"[A-Za-z0-9]{1,40}", re.ASCII)


class Malformed(Exception):
    """This is not a request that Slack sends to an app."""


def read(body: Mapping[str, Any]) -> Payload:
    """
    Make a value of a request.

    Args:
        body: the decoded JSON of an event or interaction, or the fields of a slash command's form.
    Raises:
        Malformed: it is none of the kinds that the app knows, or lacks what they all have. Never quotes the body.
    """
    kind = "command" if "command" in body else body.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise Malformed("unknown kind of request")
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as problem:
        raise Malformed(f"a {kind} without what every {kind} has") from problem


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _text(value: object) -> str:
    return "" if value is None else _str(value)


def _moment(value: object) -> float:
    """Seconds since 1970, as Slack writes them."""
    seconds = float(_str(value))
    if not 0 <= seconds < 1e11:
        raise ValueError("no moment")
    return seconds


def _str_or_none(value: object) -> str | None:
    return None if value is None else _str(value)


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("object expected")
    return value


def _id(value: object) -> str:
    """An id as Slack makes them. It goes into queries, addresses and the log: nothing else may pass for one."""
    text = _str(value)
    if not _ID.fullmatch(text):
        raise ValueError("not an id of Slack's")
    return text


def _workspace(body: Mapping[str, Any]) -> WorkspaceId:
    """An installation for a whole organisation counts as one workspace, whichever team the request comes from."""
    if body.get("is_enterprise_install") in (True, "true"):
        enterprise = body.get("enterprise") or {}
        return WorkspaceId(_id(body.get("enterprise_id") or enterprise["id"]))
    view = body.get("view")
    if isinstance(view, dict) and view.get("app_installed_team_id"):
        return WorkspaceId(_id(view["app_installed_team_id"]))
    team = body.get("team")
    return WorkspaceId(_id(body["team_id"] if team is None else _object(team)["id"]))


def _who(body: Mapping[str, Any]) -> PersonId:
    return PersonId(_id(_object(body["user"])["id"]))


def _view(body: Mapping[str, Any]) -> ViewRef | None:
    view = body.get("view")
    if view is None:
        return None
    view = _object(view)
    own, root, previous = _str(view["id"]), _text(view.get("root_view_id")), view.get("previous_view_id")
    depth = 0 if not root else 1 if root == own else 2 if previous in (root, None) else 3
    return ViewRef(
        id=own,
        hash=_text(view.get("hash")),
        kind=_str(view["type"]),
        callback_id=_text(view.get("callback_id")),
        external_id=_text(view.get("external_id")),
        root_id=root,
        depth=depth,
        form=view,
    )


def _need_view(body: Mapping[str, Any]) -> ViewRef:
    view = _view(body)
    if view is None:
        raise KeyError("view")
    return view


def _private_metadata(view: ViewRef | None) -> str:
    return "" if view is None else _text(view.form.get("private_metadata"))


def _message(body: Mapping[str, Any]) -> MessageRef | None:
    container = body.get("container") or {}
    if _object(container).get("type") not in ("message", "message_attachment"):
        return None
    return MessageRef(
        channel=_str(container.get("channel_id") or _object(body["channel"])["id"]),
        ts=_str(container["message_ts"]),
        thread_ts=_str_or_none(container.get("thread_ts")),
        ephemeral=bool(container.get("is_ephemeral")),
    )


def _values(body: Mapping[str, Any]) -> Values:
    """State of a message stands in the body, state of a view in the view."""
    state = (body.get("view") or {}).get("state") or body.get("state") or {}
    raw = _object(_object(state).get("values") or {})
    for elements in raw.values():
        for element in _object(elements).values():
            chosen_in(_object(element))  # what cannot be read is refused here, not in the middle of a handler
            date.fromisoformat(element.get("selected_date") or "1970-01-01")
    return Values(raw)


def _click(body: Mapping[str, Any]) -> Click:
    used = _object(body["actions"][0])
    action, _, suffix = _str(used["action_id"]).partition("#")
    chosen = chosen_in(used)
    view = _view(body)
    return Click(
        workspace=_workspace(body),
        person=_who(body),
        action=action,
        suffix=suffix,
        block_id=_str(used["block_id"]),
        value=chosen[0] if chosen else None,
        chosen=chosen,
        at=_moment(used["action_ts"]),
        trigger_id=_str(body["trigger_id"]),
        response_url=_str_or_none(body.get("response_url")),
        message=_message(body),
        view=view,
        values=_values(body),
        private_metadata=_private_metadata(view),
    )


def _submission(body: Mapping[str, Any]) -> Submission:
    view = _need_view(body)
    return Submission(
        workspace=_workspace(body),
        person=_who(body),
        callback_id=view.callback_id,
        values=_values(body),
        private_metadata=_private_metadata(view),
        view=view,
        trigger_id=_str_or_none(body.get("trigger_id")),
    )


def _closed(body: Mapping[str, Any]) -> Closed:
    view = _need_view(body)
    return Closed(
        workspace=_workspace(body),
        person=_who(body),
        callback_id=view.callback_id,
        private_metadata=_private_metadata(view),
        view=view,
        whole_stack=bool(body.get("is_cleared")),
    )


def _command(body: Mapping[str, Any]) -> Command:
    return Command(
        workspace=_workspace(body),
        person=PersonId(_id(body["user_id"])),
        name=_str(body["command"]),
        text=_text(body.get("text")),
        channel=_str(body["channel_id"]),
        trigger_id=_str(body["trigger_id"]),
        response_url=_str_or_none(body.get("response_url")),
    )


def _shortcut(body: Mapping[str, Any]) -> Shortcut:
    message = body.get("message")
    words, author, place = "", None, None
    if message is not None:
        message = _object(message)
        words, author = _text(message.get("text")), _str_or_none(message.get("user"))
        place = MessageRef(
            channel=_str(_object(body["channel"])["id"]),
            ts=_str(body.get("message_ts") or message["ts"]),
            thread_ts=_str_or_none(message.get("thread_ts")),
        )
    return Shortcut(
        workspace=_workspace(body),
        person=_who(body),
        callback_id=_str(body["callback_id"]),
        trigger_id=_str(body["trigger_id"]),
        response_url=_str_or_none(body.get("response_url")),
        message=place,
        words=words,
        author=None if author is None else PersonId(author),
    )


def _suggestion(body: Mapping[str, Any]) -> Suggestion:
    action, _, suffix = _str(body["action_id"]).partition("#")
    view = _view(body)
    return Suggestion(
        workspace=_workspace(body),
        person=_who(body),
        action=action,
        suffix=suffix,
        block_id=_str(body["block_id"]),
        typed=_text(body.get("value")),
        message=_message(body),
        view=view,
        values=_values(body),
        private_metadata=_private_metadata(view),
    )


def _event(body: Mapping[str, Any]) -> Event:
    inner = _object(body["event"])
    authorizations = body.get("authorizations") or [body]
    user = inner.get("user")
    person = user.get("id") if isinstance(user, dict) else user
    return Event(
        workspace=_workspace_of_installation(_object(authorizations[0]), body),
        event_id=_id(body["event_id"]),
        type=_str(inner["type"]),
        person=None if person is None else PersonId(_id(person)),
        payload=inner,
    )


def _workspace_of_installation(authorization: Mapping[str, Any], body: Mapping[str, Any]) -> WorkspaceId:
    """The first authorization is the installation that the event was sent for, also in shared conversations."""
    if authorization.get("is_enterprise_install"):
        return WorkspaceId(_id(authorization.get("enterprise_id") or body["enterprise_id"]))
    return WorkspaceId(_id(authorization.get("team_id") or body["team_id"]))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Payload]] = {
    "block_actions": _click,
    "view_submission": _submission,
    "view_closed": _closed,
    "command": _command,
    "shortcut": _shortcut,
    "message_action": _shortcut,
    "block_suggestion": _suggestion,
    "event_callback": _event,
}
