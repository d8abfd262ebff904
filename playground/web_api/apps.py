"""auth.*, oauth.*, apps.* and blocks.validate: the app itself."""

from __future__ import annotations

import base64
import binascii

from playground.apps import App, exchange_code, refresh
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
    call.slack.keeper.put(me)
    call.slack.events.tokens_revoked(me)
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """Remove the app from the workspace of the token."""
    if _client(call).id != call.app.id:
        raise Refused("client_id_token_mismatch")
    call.slack.uninstall(call.installation)
    return {}


def connections_open(call: Call) -> Json:
    """The address of a Socket Mode connection."""
    app = call.app
    if app.manifest.strict and not app.manifest.socket_mode:
        raise Refused("socket_mode_not_enabled")
    ticket = call.slack.couriers[app.id].sockets.ticket()
    return {"url": f"ws://{call.host}/link/?ticket={ticket}&app_id={app.id}"}


def oauth_access(call: Call) -> Json:
    """Exchange the code of an approved installation, or a refresh token, for a bot token."""
    app, world, arguments = _client(call), call.slack.world, call.arguments
    kind = arguments.text("grant_type", "authorization_code")
    if kind == "refresh_token":
        installation = refresh(world, app, arguments.required("refresh_token", "invalid_refresh_token"))
    elif kind == "authorization_code":
        code = arguments.required("code", "invalid_code")
        installation = exchange_code(world, app, code, arguments.text("redirect_uri") or None)
    else:
        raise Refused("invalid_grant_type")
    rotating = {}
    if installation.refresh_token:
        rotating = {"refresh_token": installation.refresh_token, "expires_in": int(app.token_seconds)}
    return rotating | {
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


def api_test(call: Call) -> Json:
    """Answers what it was asked; `error` makes it fail with that code."""
    if call.arguments.text("error"):
        raise Refused(call.arguments.text("error"), args=dict(call.arguments.values))
    return {"args": dict(call.arguments.values)}


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


def _client(call: Call) -> App:
    """The app that the client's id and secret belong to, given as arguments or as HTTP basic authorization."""
    client_id, secret = call.arguments.text("client_id"), call.arguments.text("client_secret")
    if not client_id and call.authorization.lower().startswith("basic "):
        try:
            client_id, _, secret = base64.b64decode(call.authorization[6:]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = ""
    app = next((app for app in call.slack.apps.values() if app.client_id == client_id), None)
    if app is None:
        raise Refused("invalid_client_id")
    if secret != app.client_secret:
        raise Refused("bad_client_secret")
    return app


_CLIENT = "invalid_client_id bad_client_secret"

METHODS = {
    "auth.test": Method(auth_test, (), None),
    "auth.revoke": Method(auth_revoke),
    "apps.uninstall": Method(uninstall, (), 1, errors=f"{_CLIENT} client_id_token_mismatch"),
    "apps.connections.open": Method(
        connections_open, ("connections:write",), 1, "app", errors="socket_mode_not_enabled"
    ),
    "oauth.v2.access": Method(
        oauth_access,
        (),
        4,
        "none",
        errors=f"{_CLIENT} bad_redirect_uri code_already_used invalid_code invalid_grant_type invalid_refresh_token",
    ),
    "blocks.validate": Method(blocks_validate, (), None, "none", errors="invalid_blocks"),
    "api.test": Method(api_test, (), 4, "none", errors="*"),
}
