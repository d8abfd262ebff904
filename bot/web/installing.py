"""
The two pages of an installation: off to Slack, and back with a code.

The state of an installation is kept here, used once, forgotten after ten minutes, and must be the one in the
visitor's cookie: so nobody can be made to finish an installation that somebody else began.
"""

import html
import logging
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answering import SlackRefused
from bot.installs import STATE_SECONDS, Installs, NotInstalled
from bot.web.places import INSTALL, OAUTH_REDIRECT

log = logging.getLogger(__name__)

COOKIE = "common-ground-install"


class Installing:
    """
    Args:
        scopes: what to ask for, those included that an installer may decline.
    """

    def __init__(self, installs: Installs, *, scopes: Sequence[str]) -> None:
        self._installs = installs
        self._scopes = scopes

    def routes(self) -> list[BaseRoute]:
        return [Route(INSTALL, self.on_begin, methods=["GET"]), Route(OAUTH_REDIRECT, self.on_finish, methods=["GET"])]

    async def on_begin(self, request: Request) -> Response:
        assert self._installs.oauth is not None
        state = secrets.token_urlsafe(24)
        await self._installs.begin(state)
        asked = {
            "client_id": self._installs.oauth.client_id,
            "scope": ",".join(self._scopes),
            "state": state,
            "redirect_uri": _redirect_uri(request),
        }
        response = RedirectResponse(f"{authorize_url(self._installs.api_url)}?{urlencode(asked)}", 302)
        response.set_cookie(
            COOKIE,
            state,
            max_age=STATE_SECONDS,
            path=OAUTH_REDIRECT,
            httponly=True,
            samesite="lax",
            secure=_is_https(request),
        )
        return response

    async def on_finish(self, request: Request) -> Response:
        asked = request.query_params
        if asked.get("error"):
            return _page("Not installed", "The installation was cancelled. Nothing has changed.", 200)
        state, code = asked.get("state", ""), asked.get("code", "")
        if (
            not state
            or not code
            or not secrets.compare_digest(state.encode(), request.cookies.get(COOKIE, "").encode())
        ):
            return _again("This installation was begun in another browser, or its link was used already.")
        try:
            name = await self._installs.finish(state=state, code=code, redirect_uri=_redirect_uri(request))
        except NotInstalled:
            return _again("This installation took longer than ten minutes, or its link was used already.")
        except SlackRefused as problem:
            log.warning("installation: slack said %s", problem.code)
            return _again("Slack did not complete the installation.")
        page = _page("Installed", f"Common Ground is in {name}. Open it in Slack and look at its Home tab.", 200)
        page.delete_cookie(COOKIE, path=OAUTH_REDIRECT)
        return page


def authorize_url(api_url: str) -> str:
    """Slack's page, or a stand-in's, on which an installation is approved."""
    return api_url.removesuffix("/").removesuffix("/api") + "/oauth/v2/authorize"


def _redirect_uri(request: Request) -> str:
    return f"{'https' if _is_https(request) else 'http'}://{request.headers.get('host', '')}{OAUTH_REDIRECT}"


def _is_https(request: Request) -> bool:
    """A proxy in front ends TLS and says so."""
    told = request.headers.get("x-forwarded-proto", request.url.scheme)
    return told.split(",")[0].strip() == "https"


def _again(why: str) -> Response:
    return _page("Not installed", f"{why} Please begin again.", 400, link=True)


def _page(title: str, text: str, status: int, *, link: bool = False) -> HTMLResponse:
    again = f'<p><a href="{INSTALL}">Begin again</a></p>' if link else ""
    page = _PAGE.format(title=html.escape(title), text=html.escape(text), again=again)
    return HTMLResponse(page, status, headers=_PAGE_HEADERS)


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 1.1rem/1.5 system-ui; margin: 4rem auto; max-width: 36rem; padding: 0 1rem }}</style>
<h1>{title}</h1>
<p>{text}</p>
{again}
"""
_PAGE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "referrer-policy": "no-referrer",
}
