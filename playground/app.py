"""The web server's routes: Web API, Socket Mode, response_urls, installation, control, and the pages."""

from __future__ import annotations

import json
import time

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.control import Control
from playground.installing import authorize_page
from playground.record import Request
from playground.refusal import Refused
from playground.slack import Slack
from playground.uploads import download, upload
from playground.web_api.endpoint import Reply, WebApi, break_connection, read, refuse_in_trouble


def build(slack: Slack, *, pages: bool = True) -> Starlette:
    """The ASGI application around one Slack."""

    async def answer_response_url(request: HttpRequest) -> Response:
        return await _response_url(slack, request)

    async def authorize(request: HttpRequest) -> Response:
        return await authorize_page(slack, request)

    async def link(socket: WebSocket) -> None:
        courier = slack.couriers.get(socket.query_params.get("app_id", ""), slack.courier)
        await courier.sockets.serve(socket)

    async def take_file(request: HttpRequest) -> Response:
        return await upload(slack, request)

    async def give_file(request: HttpRequest) -> Response:
        return await download(slack, request)

    routes: list[BaseRoute] = [
        Route("/api/{method}", WebApi(slack).serve, methods=["GET", "POST"]),
        WebSocketRoute("/link/", link),
        WebSocketRoute("/link", link),
        Route("/upload/v1/{file}", take_file, methods=["POST", "PUT"]),
        Route("/files/{file}/{name}", give_file, methods=["GET"]),
        Route("/response/{team}/{token}", answer_response_url, methods=["POST"]),
        Route("/oauth/v2/authorize", authorize, methods=["GET", "POST"]),
        *Control(slack).routes(),
    ]
    if pages:
        # Imported when wanted: a test that looks at no page starts sooner.
        from playground.pages.routes import Pages

        routes += Pages(slack).routes()
    return Starlette(routes=routes)


async def _response_url(slack: Slack, request: HttpRequest) -> Response:
    """Answers to interactions; recorded as calls of "response_url"."""
    at, started = time.time(), time.perf_counter()
    rule = slack.trouble.strikes("response_url")
    body: dict[str, object] = {}
    team_id = request.path_params["team"]
    try:
        body, _ = await read(request)
        payload = body.get("payload")
        if isinstance(payload, str):
            body = json.loads(payload)
        refuse_in_trouble(rule)
        url = slack.response_urls.find(request.path_params["token"])
        wait = slack.limits.post_too_soon(("response_url", url.channel_id))
        if wait:
            raise Refused("ratelimited", status=429, headers={"Retry-After": str(wait)})
        slack.response_urls.use(url, body)
        reply = Reply({"ok": True})
    except Refused as refused:
        status = 404 if refused.status == 200 else refused.status
        reply = Reply(refused.body, status, refused.headers)
    except ValueError:
        reply = Reply({"ok": False, "error": "invalid_payload"}, 400)
    slack.keeper.flush()
    seconds = time.perf_counter() - started
    kind = rule.kind if rule else None
    slack.record.requests.append(Request("response_url", body, reply.body, reply.status, at, seconds, team_id, kind))
    if kind in ("reset_before", "reset_after", "timeout_before", "timeout_after"):
        return await break_connection(request)
    if kind == "error_500_after":
        return PlainTextResponse("upstream trouble", 500)
    return PlainTextResponse("ok") if reply.status == 200 else reply.response()
