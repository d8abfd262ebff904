"""The baseline as a process: a stock Bolt app, one listener that does nothing, Bolt's own adapter, our options."""

import asyncio
import os
import sys

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.serving import Server, config, listen


async def serve(action: str) -> None:
    """Prints its port and serves until it is ended."""
    client = AsyncWebClient(token=os.environ["BENCH_TOKEN"], base_url=os.environ["BENCH_API"])
    app = AsyncApp(client=client, signing_secret=os.environ["BENCH_SECRET"])

    @app.action(action)
    async def nothing(ack) -> None:  # type: ignore[no-untyped-def]  # as in Bolt's own examples
        await ack()

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    listening = listen("127.0.0.1", 0)
    server = Server(config(Starlette(routes=[Route("/slack/events", events, methods=["POST"])])))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
