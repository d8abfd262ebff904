"""
The door for Slack's requests: proof first, then one look inside, then the handlers.

Size, time stamp and signature are checked on the raw bytes, and nothing of a body is decoded before. What is signed
and still makes no sense is refused politely: no request ever gets a server error for what stands in it.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import parse_qsl

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from bot.answering import READ, RECEIVED, Malformed, read
from bot.settings import Secret

MOST_BYTES = 1_000_000
"""Slack's own limit for a view is a quarter of this."""
BODY_SECONDS = 2.0
"""A body that takes longer to arrive cannot be answered in time any more."""
MOST_FIELDS = 100

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_FORM = b"payload="


class Dispatch(Protocol):
    """Bolt, as far as the edge needs it."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse: ...


class Refusal(Exception):
    """This request is not for the app. ``status``: HTTP's; the text is for whoever configures a proxy in between."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class _Clock:
    """What the SDK asks for the time, to judge a time stamp."""

    def __init__(self, real_time: Callable[[], float]) -> None:
        self.now = real_time


class Edge:
    """
    An ASGI application for ``POST /slack/events``: events, interactions and commands.

    Args:
        bolt: what handles a request that is Slack's.
        signing_secret: what Slack signs its requests with.
        refused: told the HTTP status of each request that was refused.
        body_seconds: how long a body may take to arrive.
        real_time: seconds since 1970.
    """

    def __init__(
        self,
        bolt: Dispatch,
        signing_secret: Secret,
        *,
        refused: Callable[[int], None] = lambda _: None,
        body_seconds: float = BODY_SECONDS,
        real_time: Callable[[], float] = time.time,
    ) -> None:
        self._bolt = bolt
        self._real_time = real_time
        self._refused = refused
        self._body_seconds = body_seconds
        self._verifier = SignatureVerifier(signing_secret.reveal(), clock=_Clock(real_time))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = asyncio.get_running_loop().time()
        try:
            headers = _headers(scope)
            raw = await _body(headers, receive, self._body_seconds)
            self._prove(raw, headers)
            status, kind, content = await self._answer(raw, headers.get("content-type", ""), received)
        except Refusal as refusal:
            self._refused(refusal.status)
            status, kind, content = refusal.status, "text/plain; charset=utf-8", str(refusal)
        await _send(send, status, kind, content)

    def _prove(self, raw: bytes, headers: dict[str, str]) -> None:
        """Raises ``Refusal`` unless Slack signed these bytes within the last five minutes."""
        at, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        if not _SECONDS.fullmatch(at) or not _SIGNATURE.fullmatch(signature):
            raise Refusal(401, "not signed")
        try:
            valid = self._verifier.is_valid(raw, at, signature)
        except UnicodeDecodeError:  # Slack writes UTF-8
            valid = False
        if not valid:
            raise Refusal(401, "not signed by Slack, or too old")

    async def _answer(self, raw: bytes, content_type: str, received: float) -> tuple[int, str, str]:
        """Returns status, content type and body. Raises ``Refusal``."""
        body = decode(raw, content_type)
        if body.get("ssl_check"):
            return 200, "text/plain", ""
        if body.get("type") == "url_verification":
            return 200, "text/plain; charset=utf-8", _challenge(body)
        response = await self._bolt.async_dispatch(request_of(body, received))
        kinds = response.headers.get("content-type") or ["text/plain; charset=utf-8"]
        return response.status, kinds[0], response.body or ""


def request_of(body: dict[str, Any], received: float) -> AsyncBoltRequest:
    """
    Make Bolt's request of a decoded body, with the payload read; the same for both transports.

    Raises:
        Refusal: it is not what Slack sends.
    """
    try:
        payload = read(body)
        return AsyncBoltRequest(mode="socket_mode", body=body, context={READ: payload, RECEIVED: received})
    except Malformed as problem:
        raise Refusal(400, str(problem)) from problem
    except (TypeError, ValueError, AttributeError, KeyError, IndexError) as problem:  # Bolt looks for ids unprepared
        raise Refusal(400, "a request without what every request has") from problem


def decode(raw: bytes, content_type: str) -> dict[str, Any]:
    """
    Decode a body, once.

    Args:
        raw: JSON (events), or a form: interactions carry JSON in its one field, commands are its fields.
    Raises:
        Refusal: it is none of these.
    """
    try:
        if content_type.startswith("application/json"):
            body = json.loads(raw)
        elif raw.startswith(_FORM):
            # parse_qsl takes eight times as long for a click on a long message, which carries all of it
            form = raw[len(_FORM) :].partition(b"&")[0].replace(b"+", b"%20").decode("ascii")
            body = json.loads(URL.build(fragment=form, encoded=True).fragment)
        else:
            body = dict(parse_qsl(raw.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (ValueError, RecursionError) as problem:
        raise Refusal(400, "not readable") from problem
    if not isinstance(body, dict):
        raise Refusal(400, "not an object")
    return body


def _challenge(body: dict[str, Any]) -> str:
    challenge = body.get("challenge")
    if not isinstance(challenge, str):
        raise Refusal(400, "no challenge")
    return challenge


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def _body(headers: dict[str, str], receive: Receive, seconds: float) -> bytes:
    """Raises ``Refusal`` for a body that is too large, too slow, or cut off."""
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit():
        raise Refusal(400, "no length")
    if int(length) > MOST_BYTES:
        raise Refusal(413, "too large")
    try:
        async with asyncio.timeout(seconds):
            return await _chunks(receive)
    except TimeoutError as problem:
        raise Refusal(408, "too slow") from problem


async def _chunks(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "cut off")
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BYTES:
            raise Refusal(413, "too large")
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


async def _send(send: Send, status: int, kind: str, content: str) -> None:
    body = content.encode()
    headers = [(b"content-type", kind.encode("latin-1")), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
