"""auth.*, oauth.*, apps.* and blocks.validate: the app itself."""

from __future__ import annotations

import base64
import binascii

from playground.apps import exchange_code
from playground.model import Json
from playground.refusal import Refused
from playground.validation import message_problems, view_problems
from playground.web_api.calls import Call, Method, invalid


def auth_test(call: Call) -> Json:
    """Who the token belongs to."""
    world, me = call.slack.world, call.installation
    workspace = world.workspaces[me.team_id]
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": world.people[me.bot_user_id].name,
        "team_id": me.team_id,
        "user_id": me.bot_user_id,
        "bot_id": me.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Json:
    """End the token; the app is told by an event."""
    if call.arguments.flag("test"):
        return {"revoked": False}
    me = call.installation
    me.ended = "token_revoked"
    call.slack.events.tokens_revoked(me)
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """Remove the app from the workspace of the token."""
    _require_client(call)
    call.slack.uninstall(call.installation)
    return {}


def connections_open(call: Call) -> Json:
    """The address of a Socket Mode connection."""
    app = call.slack.app
    if app.manifest.strict and not app.manifest.socket_mode:
        raise Refused("socket_mode_not_enabled")
    ticket = call.slack.courier.sockets.ticket()
    return {"url": f"ws://{call.host}/link/?ticket={ticket}&app_id={app.id}"}


def oauth_access(call: Call) -> Json:
    """Exchange the code of an approved installation for a bot token."""
    _require_client(call)
    if call.arguments.text("grant_type", "authorization_code") != "authorization_code":
        raise Refused("invalid_grant_type")
    code = call.arguments.required("code", "invalid_code")
    app, world = call.slack.app, call.slack.world
    installation = exchange_code(world, app, code, call.arguments.text("redirect_uri") or None)
    return {
        "access_token": installation.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": installation.bot_user_id,
        "app_id": app.id,
        "team": {"id": installation.team_id, "name": world.workspaces[installation.team_id].name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installation.authed_user_id},
    }


def blocks_validate(call: Call) -> Json:
    """Check blocks, a view or a message without sending it."""
    given = [name for name in ("blocks", "view", "message") if name in call.arguments]
    if len(given) != 1:
        raise invalid("[ERROR] exactly one of blocks, view, message is needed")
    value = call.arguments.json(given[0])
    if given[0] == "view":
        problems = view_problems(value, "")
    elif given[0] == "blocks":
        problems = message_problems({"text": "-", "blocks": value})
    else:
        problems = message_problems(value if isinstance(value, dict) else {})
    if problems:
        errors = [
            {"pointer": p.pointer.removeprefix("/blocks") if given[0] == "blocks" else p.pointer, "message": p.message,
             "code": str(p.code)}
            for p in problems
        ]  # fmt: skip
        raise Refused("invalid_blocks", errors=errors)
    return {}


def _require_client(call: Call) -> None:
    """The client's id and secret, as arguments or HTTP basic authorization."""
    client_id, secret = call.arguments.text("client_id"), call.arguments.text("client_secret")
    if not client_id and call.authorization.lower().startswith("basic "):
        try:
            client_id, _, secret = base64.b64decode(call.authorization[6:]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = ""
    if client_id != call.slack.app.client_id:
        raise Refused("invalid_client_id")
    if secret != call.slack.app.client_secret:
        raise Refused("bad_client_secret")


METHODS = {
    "auth.test": Method(auth_test, (), None),
    "auth.revoke": Method(auth_revoke),
    "apps.uninstall": Method(uninstall, (), 1),
    "apps.connections.open": Method(connections_open, ("connections:write",), 1, "app"),
    "oauth.v2.access": Method(oauth_access, (), 4, "none"),
    "blocks.validate": Method(blocks_validate, (), None, "none"),
}
