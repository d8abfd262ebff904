"""Signed HTTP: what Slack sends to an app's request URL."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from playground.apps import App
from playground.delivery.answers import Answer, EnvelopeType
from playground.model import Json

if TYPE_CHECKING:
    import aiohttp


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Slack-Signature."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return "v0=" + digest.hexdigest()


def encode(kind: EnvelopeType, payload: Json) -> tuple[bytes, str]:
    """The body of a request and its content type: JSON for events, forms for the rest."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "slash_commands":
        return urlencode(payload).encode(), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"


class SignedHttp:
    """Requests to the app's URL, over connections that are kept open."""

    name = "http"

    def __init__(self, app: App) -> None:
        self._app = app
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self, kind: EnvelopeType, payload: Json, *, attempt: int, reason: str | None, within: float
    ) -> Answer:
        """Post a signed request and wait for the answer."""
        import aiohttp  # imported when first needed: an app on Socket Mode never pays for it

        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), trust_env=False)
        body, content_type = encode(kind, payload)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (playground)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._app.signing_secret, timestamp, body),
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason or "unknown_error"}
        started = time.perf_counter()

        def after(**how: Any) -> Answer:
            return Answer(seconds=time.perf_counter() - started, **how)

        try:
            async with self._session.post(
                str(self._app.url),
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=within),
            ) as answer:
                raw = await answer.read()
                no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
                status = answer.status
        except TimeoutError:
            return after(error="operation_timeout", reason="http_timeout")
        except aiohttp.ClientError:
            return after(error="dispatch_failed", reason="connection_failed")
        if not 200 <= status < 300:
            return after(error="dispatch_failed", reason="http_error", status=status, no_retry=no_retry)
        return after(status=status, body=decode(raw))

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def decode(raw: bytes) -> Any:
    """An acknowledgement's body: JSON if it is that, else text; None if empty."""
    text = raw.decode("utf-8", "replace")
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
