"""The web application: Slack's requests, installing, and what an operator's tools ask."""

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.edge import Edge
from bot.web.installing import Installing
from bot.web.metrics import Metrics
from bot.web.places import EVENTS


def web_app(
    *,
    metrics: Metrics,
    missing: Callable[[], Sequence[str]],
    edge: Edge | None = None,
    installing: Installing | None = None,
    more: Sequence[BaseRoute] = (),
) -> Starlette:
    """
    Args:
        missing: why the app is not ready, in words; empty when it is.
        edge: for Slack's requests; None in Socket Mode.
        installing: None with a single workspace.
        more: further pages.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_: Request) -> Response:
        reasons = missing()
        return PlainTextResponse("\n".join(reasons or ["ready"]) + "\n", 503 if reasons else 200)

    async def numbers(_: Request) -> Response:
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    routes: list[BaseRoute] = [
        *([Route(EVENTS, edge, methods=["POST"])] if edge is not None else []),
        *(installing.routes() if installing is not None else []),
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
        Route("/metrics", numbers, methods=["GET"]),
        *more,
    ]
    return Starlette(routes=routes)
