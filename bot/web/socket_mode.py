"""
Socket Mode: Slack's requests over connections that we open.

Slack sends an envelope to any one of an app's connections and sends it again unless it is acknowledged. It ends each
connection every few hours: with two, the other one is there meanwhile. The SDK reconnects by itself; a watch beside
it notices when it does not.
"""

import asyncio
import json
import logging

from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.installs import Installs, sdk_logger
from bot.settings import Secret
from bot.web.edge import Dispatch, Refusal, request_of

log = logging.getLogger(__name__)

WATCH_SECONDS = 10.0
CONNECTIONS = 2
"""Of the ten that Slack allows an app in all its processes."""
PATIENCE_SECONDS = 30.0
"""The SDK gets this long to reconnect by itself."""


class SocketMode:
    """
    Two connections, kept.

    Args:
        bolt: what handles a request.
        app_token: opens connections (``xapp-…``).
        watch_every, patience: seconds.
    """

    def __init__(
        self,
        bolt: Dispatch,
        installs: Installs,
        app_token: Secret,
        *,
        watch_every: float = WATCH_SECONDS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._bolt = bolt
        self._installs = installs
        self._app_token = app_token
        self._watch_every = watch_every
        self._patience = patience
        self._clients: dict[int, SocketModeClient] = {}
        self._connected: set[int] = set()
        self._keeping: list[asyncio.Task[None]] = []
        self._first = asyncio.Event()
        self._answering: set[asyncio.Task[None]] = set()
        self._leaving = False

    @property
    def connected(self) -> int:
        """How many connections stand, as of the last look."""
        return len(self._connected)

    async def connect(self) -> None:
        """Keep the connections from now on. Returns when the first one stands; each failure is a line in the log."""
        loop = asyncio.get_running_loop()
        self._keeping = [loop.create_task(self._keep(number)) for number in range(CONNECTIONS)]
        await self._first.wait()

    async def _keep(self, number: int) -> None:
        """
        The SDK's client reconnects by itself. When it does not get anywhere it is replaced: it may be holding on to
        an address that Slack has forgotten.
        """
        while not self._leaving:
            self._clients[number] = client = self._new_client()
            try:
                async with asyncio.timeout(self._patience):
                    await client.connect()  # type: ignore[no-untyped-call]  # the SDK's own
                self._connected.add(number)
                self._first.set()
                await self._until_lost(client, number)
            except TimeoutError:
                log.warning("no connection to Slack after %.0f s: trying anew", self._patience)
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's own

    def _new_client(self) -> SocketModeClient:
        client = SocketModeClient(
            app_token=self._app_token.reveal(),
            logger=sdk_logger("slack_sdk.socket_mode"),
            web_client=self._installs.client(None),
            ping_interval=10,
        )
        client.proxy = self._installs.proxy
        client.socket_mode_request_listeners.append(self._on_request)
        return client

    async def _until_lost(self, client: SocketModeClient, number: int) -> None:
        loop = asyncio.get_running_loop()
        well_at = loop.time()
        while loop.time() - well_at < self._patience:
            await asyncio.sleep(self._watch_every)
            if await client.is_connected():
                well_at = loop.time()
                self._connected.add(number)
            else:
                self._connected.discard(number)
        log.warning("no connection to Slack for %.0f s: connecting anew", self._patience)

    async def _on_request(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._leaving:
            return  # not acknowledged: Slack sends it to whoever comes next
        task = asyncio.get_running_loop().create_task(self._answer(client, request))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        await asyncio.wait((task,))

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            bolt_request = request_of(dict(request.payload), asyncio.get_running_loop().time())
        except Refusal as refusal:
            log.warning("an envelope (%s) that makes no sense: %s", request.type, refusal)
            await self._send(client, SocketModeResponse(envelope_id=request.envelope_id))
            return
        answer = await self._bolt.async_dispatch(bolt_request)
        if answer.status == 200:
            await self._send(client, SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(answer)))
        else:
            log.warning("an envelope (%s) is left for Slack to send again: %s", request.type, answer.status)

    async def _send(self, client: AsyncBaseSocketModeClient, response: SocketModeResponse) -> None:
        try:
            await client.send_socket_mode_response(response)
        except (ConnectionError, AttributeError) as problem:  # the SDK's client, between two connections
            log.warning("an acknowledgement did not get through: %s", type(problem).__name__)

    async def close(self, seconds: float) -> None:
        """
        Take no more requests, finish those under way, hang up.

        Args:
            seconds: how long those under way may take.
        """
        self._leaving = True
        for task in self._keeping:
            task.cancel()
        if self._answering:
            await asyncio.wait(tuple(self._answering), timeout=seconds)
        for client in self._clients.values():
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's own
        self._connected.clear()


def _payload(answer: BoltResponse) -> dict[str, object] | None:
    if not answer.body:
        return None
    kind = (answer.headers.get("content-type") or [""])[0]
    if kind.startswith("application/json"):
        body: dict[str, object] = json.loads(answer.body)
        return body
    return {"text": answer.body}
