"""
Start everything, say ``ready``, and stop everything without losing what is in hand.

Order of stopping: no new requests; what is being answered is answered; then delivery, jobs and the database.
"""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.answering import Dispatcher
from bot.installs import Installs
from bot.settings import Settings
from bot.web.app import web_app
from bot.web.edge import Edge
from bot.web.installing import Installing
from bot.web.metrics import Metrics
from bot.web.socket_mode import SocketMode

log = logging.getLogger(__name__)

DRAIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Parts:
    """
    The app as it was wired.

    Args:
        start: opens the database, starts delivery and jobs.
        stop: ends them, in order.
        missing: why the app is not ready, in words; empty when it is.
        pages: further routes.
        tick: does what is due now, without waiting for the next time.
    """

    bolt: AsyncApp
    dispatcher: Dispatcher
    installs: Installs
    metrics: Metrics
    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    missing: Callable[[], Sequence[str]]
    pages: Sequence[BaseRoute] = ()
    tick: Callable[[], Awaitable[None]] | None = None


async def serve(
    parts: Parts,
    settings: Settings,
    *,
    scopes: Sequence[str] = (),
    stopping: asyncio.Event | None = None,
    on_ready: Callable[[str], None] = lambda _: None,
    drain_seconds: float = DRAIN_SECONDS,
) -> None:
    """
    Run until told to stop.

    Args:
        scopes: what an installation asks for, those included that may be declined.
        stopping: set it to stop; without it SIGTERM and SIGINT do.
        on_ready: called once with the address that is served.
        drain_seconds: how long requests under way may take at the end.
    Raises:
        OSError: the port is taken.
    """
    stopping = stopping or _on_signals()
    # With a stand-in for Slack on this machine, nobody else needs to reach the app.
    host = "127.0.0.1" if settings.slack_is_local else "0.0.0.0"
    listening = listen(host, settings.port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    slack = SocketMode(parts.bolt, parts.installs, settings.slack_app_token) if settings.socket_mode else None
    server = Server(config(_web(parts, settings, slack, scopes)))
    await parts.start()
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    connecting = None if slack is None else asyncio.get_running_loop().create_task(slack.connect())
    telling = asyncio.get_running_loop().create_task(_say_when_ready(parts, server, connecting, on_ready, address))
    try:
        await _first(stopping, serving)
    finally:
        log.info("stopping")
        telling.cancel()
        if connecting is not None:
            connecting.cancel()
        server.should_exit = True
        await asyncio.gather(serving, _leave(slack, drain_seconds), return_exceptions=True)
        left = await parts.dispatcher.guard.drain(drain_seconds)
        if left:
            log.warning("%d requests were cut off", left)
        await parts.stop()
        await parts.installs.close()
        log.info("stopped")


def _web(parts: Parts, settings: Settings, slack: SocketMode | None, scopes: Sequence[str]) -> Starlette:
    def missing() -> Sequence[str]:
        return [*parts.missing(), *(["no connection to Slack"] if slack is not None and not slack.connected else [])]

    parts.metrics.gauge("answering", "Handlers under way.", lambda: parts.dispatcher.guard.running)
    if slack is not None:
        parts.metrics.gauge("socket_connections", "Connections of Socket Mode that stand.", lambda: slack.connected)
    edge = None
    if slack is None:
        edge = Edge(parts.bolt, settings.slack_signing_secret, refused=parts.metrics.refused)
    installing = None
    if settings.many_workspaces:
        installing = Installing(parts.installs, scopes=scopes)
    return web_app(metrics=parts.metrics, missing=missing, edge=edge, installing=installing, more=parts.pages)


async def _say_when_ready(
    parts: Parts,
    server: uvicorn.Server,
    connecting: asyncio.Task[None] | None,
    on_ready: Callable[[str], None],
    address: str,
) -> None:
    if connecting is not None:
        await asyncio.wait((connecting,))
    while not server.started or parts.missing():  # noqa: ASYNC110 - neither has an event to wait for
        await asyncio.sleep(0.02)
    log.info("serving at %s", address)
    on_ready(address)


async def _first(stopping: asyncio.Event, serving: asyncio.Task[None]) -> None:
    """Wait for the word to stop, or for the server to end by itself."""
    waiting = asyncio.get_running_loop().create_task(stopping.wait())
    try:
        await asyncio.wait((waiting, serving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _leave(slack: SocketMode | None, seconds: float) -> None:
    if slack is not None:
        await slack.close(seconds)


def _on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # not on Windows
            loop.add_signal_handler(one, stopping.set)
    return stopping


def listen(host: str, port: int) -> socket.socket:
    """Raises ``OSError`` when the port is taken."""
    # Named as TCP: asyncio switches Nagle's delay (40 ms an answer) off only where the protocol says so.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def config(app: Starlette) -> uvicorn.Config:
    """The server's options."""
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=int(DRAIN_SECONDS),
    )


class Server(uvicorn.Server):
    """Leaves signals to us: the order of stopping is ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
