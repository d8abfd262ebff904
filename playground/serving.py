"""Runs a Slack on a port of the loopback interface, inside the event loop that asks for it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from playground.app import build
from playground.slack import Slack

_GRACE_SECONDS = 1.0


@asynccontextmanager
async def running(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    pages: bool = True,
    ack_seconds: float | None = None,
    retry_delays: tuple[float, ...] | None = None,
    **how: Any,
) -> AsyncIterator[Slack]:
    """
    A Slack that listens while the block lasts; keywords as for `Slack`, and:

    port: 0 takes a free one. ack_seconds: how long the app may take (3). retry_delays: seconds before each repetition
    of an event (0, 60, 300).
    Raises:
        OSError: the port is taken.
    """
    slack = Slack(**how)
    for courier in slack.couriers.values():
        courier.ack_seconds = courier.ack_seconds if ack_seconds is None else ack_seconds
        courier.retry_delays = courier.retry_delays if retry_delays is None else retry_delays
    async with listening(build(slack, pages=pages), host, port) as address:
        slack.listens_at(address)
        slack.start()
        try:
            yield slack
        finally:
            await slack.close()


@asynccontextmanager
async def listening(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """
    An ASGI application that listens while the block lasts; gives its address, such as "http://127.0.0.1:8888".

    Raises:
        OSError: the port is taken.
    """
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=16_000_000,
    )
    config.load()
    # uvicorn's own Server sleeps a tenth of a second to stop, and takes over signals; its protocol is all we need.
    state = ServerState()

    def protocol() -> asyncio.Protocol:
        made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
            config=config, server_state=state, app_state={}
        )
        return made

    # Without naming TCP here asyncio leaves Nagle's algorithm on, which costs every answer 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        server = await asyncio.get_running_loop().create_server(protocol, sock=bound, backlog=1024)
    except BaseException:
        bound.close()
        raise
    try:
        yield f"http://{host}:{bound.getsockname()[1]}"
    finally:
        server.close()
        # A client that has not closed its connection by now has lost interest: what still runs for it sees it end.
        for connection in list(state.connections):
            connection.transport.abort()
        if state.tasks:
            await asyncio.wait(list(state.tasks), timeout=_GRACE_SECONDS)
        for task in list(state.tasks):
            task.cancel()
        await asyncio.sleep(0)
