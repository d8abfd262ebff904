"""The HTTP side of the Web API: one endpoint that reads a call, checks it in Slack's order, runs it and records it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from playground.apps import App
from playground.model import Installation, Json
from playground.record import Request
from playground.refusal import Refused
from playground.trouble import Rule
from playground.web_api.calls import Arguments, Call, Method
from playground.web_api.table import METHODS

if TYPE_CHECKING:
    from playground.slack import Slack

MOST_BYTES = 4_000_000
_HIDDEN = frozenset({"token", "client_secret", "code", "refresh_token"})


@dataclass(slots=True)
class Reply:
    """What goes back: status, JSON and headers."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As an HTTP response."""
        headers = {"X-Slack-Req-Id": str(time.time_ns()), **self.headers}
        return Response(json.dumps(self.body), self.status, headers, media_type="application/json; charset=utf-8")


class WebApi:
    """Answers `/api/<method>`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def serve(self, request: HttpRequest) -> Response:
        """Serve one call. Whatever comes in, what goes out is Slack's JSON (or the trouble that was ordered)."""
        slack, name = self._slack, request.path_params["method"]
        started, at = time.perf_counter(), time.time()
        rule = slack.trouble.strikes(name)
        kind = rule.kind if rule else ""
        reply, values, team_id, app_id = await self._answer(request, name, rule)
        entry = Request(name, values, reply.body, reply.status, at, 0.0, team_id, kind or None, app_id)
        slack.record.requests.append(entry)
        slack.keeper.flush()
        if rule and kind in ("slow", "timeout_before", "timeout_after"):
            await slack.pause(rule.seconds)
        entry.seconds = time.perf_counter() - started
        if kind in ("reset_before", "reset_after", "timeout_before", "timeout_after"):
            return await break_connection(request)
        if kind == "error_500_after":
            return Response("upstream trouble", 500, media_type="text/plain")
        if kind in ("error_500", "error_503"):
            return Response("upstream trouble", reply.status, media_type="text/plain")
        return reply.response()

    async def _answer(self, request: HttpRequest, name: str, rule: Rule | None) -> tuple[Reply, Json, str | None, str]:
        values: Json = {}
        team_id, app_id = None, ""
        headers: dict[str, str] = {}
        try:
            values, token = await read(request)
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            app, caller = self._authenticate(method, token, headers)
            team_id, app_id = caller.team_id if caller else None, app.id
            refuse_in_trouble(rule)
            self._limit(name, method, team_id, app_id)
            call = Call(
                self._slack,
                app,
                Arguments(values),
                caller,
                request.headers.get("host", ""),
                request.headers.get("authorization", ""),
            )
            if method.scopes and method.token == "bot":  # noqa: S105 - the kind of token, not one
                headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
                call.needs(*method.scopes)
            reply = Reply({"ok": True} | method.run(call), 200, headers)
        except Refused as refused:
            reply = Reply(refused.body, refused.status, headers | refused.headers)
        except Exception:  # whatever came in, a client gets Slack's words and never a stack trace
            logging.getLogger(__name__).exception("%s failed", name)
            reply = Reply({"ok": False, "error": "internal_error"}, 200, headers)
        return reply, {key: value for key, value in values.items() if key not in _HIDDEN}, team_id, app_id

    def _authenticate(
        self, method: Method, token: str | None, headers: dict[str, str]
    ) -> tuple[App, Installation | None]:
        slack = self._slack
        if method.token == "none":  # noqa: S105 - the kind of token, not one
            return slack.app, None
        if not token:
            raise Refused("not_authed")
        for app in slack.apps.values():
            if token == app.app_token:
                if method.token == "app":  # noqa: S105 - the kind of token, not one
                    return app, None
                raise Refused("not_allowed_token_type")
        installation = slack.world.installations.get(token)
        if installation is None:
            raise Refused("invalid_auth")
        if installation.ended:
            raise Refused(installation.ended)
        if installation.app_id not in slack.apps:
            raise Refused("account_inactive")
        if token in installation.expiring and installation.expiring[token] <= time.time():
            raise Refused("token_expired")
        if method.token == "app":  # noqa: S105 - the kind of token, not one
            raise Refused("not_allowed_token_type")
        headers["X-OAuth-Scopes"] = ",".join(sorted(installation.scopes))
        return slack.apps[installation.app_id], installation

    def _limit(self, name: str, method: Method, team_id: str | None, app_id: str) -> None:
        wait = self._slack.limits.too_soon(name, method.tier, team_id or "", app_id)
        if wait:
            raise Refused("ratelimited", status=429, headers={"Retry-After": str(wait)})


def refuse_in_trouble(rule: Rule | None) -> None:
    """
    Carry out trouble that keeps a call from having any effect.

    Raises:
        Refused: as the rule says.
    """
    if rule is None:
        return
    if rule.kind == "rate_limited":
        raise Refused("ratelimited", status=429, headers={"Retry-After": str(max(1, round(rule.seconds)))})
    if rule.kind == "refuse":
        raise Refused(rule.error)
    if rule.kind in ("error_500", "error_503"):
        raise Refused("internal_error", status=int(rule.kind[-3:]))
    if rule.kind in ("reset_before", "timeout_before"):
        raise Refused("lost_before_it_had_an_effect")


async def read(request: HttpRequest) -> tuple[Json, str | None]:
    """
    The arguments of a call, from query, form or JSON; and its token, from the header or the arguments.

    Raises:
        Refused: invalid_json, json_not_object, invalid_form_data, request_too_large.
    """
    values: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        raise Refused("request_too_large", status=413)
    if request.method == "POST":
        if content_type == "application/json":
            values |= _read_json(await request.body())
        elif content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            values |= await _read_form(request)
    authorization = request.headers.get("authorization", "")
    token = authorization[7:].strip() if authorization.lower().startswith("bearer ") else None
    token = token or values.get("token")
    return values, token if isinstance(token, str) else None


def _read_json(raw: bytes) -> Mapping[str, Any]:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw, parse_constant=_no_constant)
        if b"\\ud" in raw.lower():  # half of a pair can be written in JSON, but is no text
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


async def _read_form(request: HttpRequest) -> Mapping[str, Any]:
    from starlette.exceptions import HTTPException

    try:
        form = await request.form()
    except HTTPException:
        raise Refused("invalid_form_data") from None
    return {key: value for key, value in form.items() if isinstance(value, str)}


async def break_connection(request: HttpRequest) -> Response:
    """Tear the TCP connection down without an answer, as a fault on the way would."""
    # The server keeps the transport on the object whose method `receive` is; no ASGI message asks for this.
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
        while (await request.receive())["type"] != "http.disconnect":
            pass
    return Response(status_code=502)
