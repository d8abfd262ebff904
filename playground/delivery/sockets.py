"""Socket Mode: up to ten WebSocket connections of the app, envelopes out, acknowledgements in."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from itertools import count
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.apps import App
from playground.delivery.answers import Answer, EnvelopeType
from playground.model import Json

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600.0
DEBUG_CONNECTION_SECONDS = 360.0
WARNING_SECONDS = 10.0
TICKET_SECONDS = 30.0


class _Connection:
    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.leaving = False
        self.waiting: dict[str, asyncio.Future[Any]] = {}

    async def send(self, frame: Json) -> bool:
        try:
            await self.socket.send_text(json.dumps(frame))
        except (WebSocketDisconnect, RuntimeError, OSError):
            return False
        return True


class Sockets:
    """The app's open connections. Each payload goes to one of them, in turn."""

    name = "socket"

    def __init__(self, app: App) -> None:
        self._app = app
        self._tickets: dict[str, float] = {}
        self._connections: list[_Connection] = []
        self._turn = count()

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def ticket(self) -> str:
        """A pass for one connection, to be used soon."""
        now = time.monotonic()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until > now}
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Speak with one connection until it ends."""
        until = self._tickets.pop(socket.query_params.get("ticket", ""), 0.0)
        if until < time.monotonic():
            await socket.close(4001)
            return
        await socket.accept()
        connection = _Connection(socket)
        if len(self._connections) >= MOST_CONNECTIONS:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return
        debug = socket.query_params.get("debug_reconnects") == "true"
        lasts = DEBUG_CONNECTION_SECONDS if debug else CONNECTION_SECONDS
        self._connections.append(connection)
        ageing = asyncio.create_task(self._age(connection, lasts))
        try:
            await connection.send(self._hello(lasts))
            while True:
                self._acknowledge(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass  # it ended, or it sent something else than text: either way it is over
        finally:
            ageing.cancel()
            self._connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the connection ended before the acknowledgement"))

    async def send(
        self, kind: EnvelopeType, payload: Json, *, attempt: int, reason: str | None, within: float
    ) -> Answer:
        """Send an envelope over one connection and wait for its acknowledgement."""
        started = time.perf_counter()
        usable = [connection for connection in self._connections if not connection.leaving]
        if not usable:
            return Answer(error="dispatch_failed", reason="connection_failed")
        connection = usable[next(self._turn) % len(usable)]
        envelope: Json = {
            "envelope_id": str(uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason or ""}
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        error: str | None = None
        body = None
        try:
            async with asyncio.timeout(within):
                if await connection.send(envelope):
                    body = await future
                else:
                    error = "dispatch_failed"
        except TimeoutError:
            error = "operation_timeout"
        except ConnectionError:
            error = "dispatch_failed"
        finally:
            del connection.waiting[envelope["envelope_id"]]
        why = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}.get(error or "")
        status = None if error else 200
        return Answer(error, why, status, body or None, seconds=time.perf_counter() - started)

    async def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Tell every connection why it ends ("warning", "refresh_requested", "link_disabled"), and end it."""
        for connection in list(self._connections):
            connection.leaving = close
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})
            if close:
                with contextlib.suppress(RuntimeError):
                    await connection.socket.close()

    async def drop(self) -> None:
        """Break every connection without a word."""
        for connection in list(self._connections):
            connection.leaving = True
            # The server keeps the transport on the object whose method `_receive` is; no ASGI message asks for this.
            transport = getattr(getattr(connection.socket._receive, "__self__", None), "transport", None)
            if transport is not None:
                transport.abort()
            else:
                with contextlib.suppress(RuntimeError):
                    await connection.socket.close(1011)

    async def _age(self, connection: _Connection, lasts: float) -> None:
        await asyncio.sleep(lasts - WARNING_SECONDS)
        await connection.send({"type": "disconnect", "reason": "warning", "debug_info": {"host": "playground"}})
        await asyncio.sleep(WARNING_SECONDS)
        connection.leaving = True
        await connection.send({"type": "disconnect", "reason": "refresh_requested"})
        with contextlib.suppress(RuntimeError):
            await connection.socket.close()

    def _hello(self, lasts: float) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": self._app.id},
            "debug_info": {"host": "playground", "approximate_connection_time": int(lasts)},
        }

    @staticmethod
    def _acknowledge(connection: _Connection, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return  # Slack ignores what it cannot read
        future = connection.waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if future is not None and not future.done():
            future.set_result(frame.get("payload"))
