"""The page on which somebody allows an installation, or doesn't, and is sent back to the app."""

from __future__ import annotations

import secrets
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from playground.slack import Slack


async def authorize_page(slack: Slack, request: HttpRequest) -> Response:
    """
    `/oauth/v2/authorize?client_id&scope&state&redirect_uri&team&person`: asks, and back to the app with a code.

    `team` is the workspace (the first by default), `person` who installs (its first administrator, else its first
    member). A POST to the same address allows it; with `deny=1` the visitor is sent back with access_denied.
    """
    asked, world = request.query_params, slack.world
    app = next((app for app in slack.apps.values() if app.client_id == asked.get("client_id")), None)
    if app is None:
        return PlainTextResponse("This app is not known here (invalid_client_id).", 400)
    team_id = asked.get("team") or slack.team_id
    if team_id not in world.workspaces:
        return PlainTextResponse("There is no such workspace (invalid_team_for_non_distributed_app).", 400)
    scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
    unknown = scopes - app.manifest.scopes
    if unknown:
        return PlainTextResponse(
            f"The manifest does not list these scopes (invalid_scope): {', '.join(sorted(unknown))}", 400
        )
    redirect_uri = asked.get("redirect_uri")
    known = app.manifest.redirect_urls
    back = redirect_uri or (known[0] if known else "")
    if not back or (known and not back.startswith(known)):
        return PlainTextResponse("The manifest does not list this redirect URL (bad_redirect_uri).", 400)
    if request.method == "GET":
        return HTMLResponse(_question(app.name, world.workspaces[team_id].name, scopes, str(request.url.query)))
    state = {"state": asked["state"]} if "state" in asked else {}
    if asked.get("deny"):
        answer = {"error": "access_denied"} | state
    else:
        members = [p for p in world.people.values() if p.team_id == team_id and not p.is_bot and not p.deleted]
        admin = next((p for p in members if p.is_admin), members[0] if members else None)
        code = secrets.token_urlsafe(16)
        app.codes[code] = (team_id, asked.get("person") or (admin.id if admin else ""), redirect_uri, scopes)
        answer = {"code": code} | state
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(answer)}", 302)


def _question(app: str, workspace: str, scopes: frozenset[str], query: str) -> str:
    """The page: who asks for what, and two buttons."""
    asked = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in sorted(scopes)) or "<li>nothing</li>"
    here = escape(f"?{query}", quote=True)
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Install {escape(app)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem }}
form {{ display: inline }} button {{ font: inherit; padding: .5rem 1.25rem; margin-right: .5rem }}</style>
<main><h1>{escape(app)} asks to be installed</h1>
<p>In the workspace <strong>{escape(workspace)}</strong> it would be allowed:</p><ul>{asked}</ul>
<form method="post" action="{here}"><button>Allow</button></form>
<form method="post" action="{here}&amp;deny=1"><button>Cancel</button></form></main></html>"""
