"""A Slack, a client for it, and real Bolt apps on either transport."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from playground.serving import listening, running
from playground.slack import Slack

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Greeter"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "greeter"},
        "slash_commands": [
            {"command": "/greet", "description": "Greet", "should_escape": True},
            {"command": "/plain", "description": "Not escaped"},
        ],
        "shortcuts": [
            {"name": "Greet", "type": "global", "callback_id": "greet_all", "description": "d"},
            {"name": "Answer", "type": "message", "callback_id": "answer_this", "description": "d"},
        ],
    },
    "oauth_config": {
        "redirect_urls": ["http://127.0.0.1/back"],
        "scopes": {
            "bot": [
                "commands", "chat:write", "im:write", "mpim:write", "im:read", "mpim:read", "users:read", "team:read",
                "im:history", "mpim:history",
            ],
            "bot_optional": ["im:history", "mpim:history"],
        },
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "user_change", "app_uninstalled", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(manifest=MANIFEST, rate_limits=False, pages=False, retry_delays=(0, 0.02, 0.04)) as started:
        yield started


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bolt(slack: Slack, client: AsyncWebClient) -> AsyncApp:
    """A Bolt app; `connected` puts it on a transport."""
    return AsyncApp(client=client, signing_secret=slack.signing_secret)


@asynccontextmanager
async def connected(slack: Slack, bolt: AsyncApp, transport: str) -> AsyncIterator[None]:
    """The app, listening to this Slack over signed HTTP or Socket Mode."""
    if transport == "http":
        handler = AsyncSlackRequestHandler(bolt)
        server = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
        async with listening(server) as address:
            slack.app_url = f"{address}/slack/events"
            yield
        return
    socket = AsyncSocketModeHandler(bolt, slack.app_token, ping_interval=0.2)  # notices a broken connection soon
    await socket.connect_async()
    try:
        yield
    finally:
        await socket.close_async()


async def refused(call: Awaitable[Any]) -> str:
    """The error code with which a call is refused."""
    with pytest.raises(SlackApiError) as problem:
        await call
    return str(problem.value.response["error"])


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, value: str = "1", text: str = "Press") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain(text)}


def actions(*elements: dict[str, Any], block_id: str = "row") -> dict[str, Any]:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"text": plain(value.upper()), "value": value} for value in values]


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A valid modal; keywords are further fields."""
    shown = list(blocks) or [{"type": "section", "text": plain("Hello")}]
    return {
        "type": "modal",
        "callback_id": "m",
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": shown,
        **more,
    }


def field(block_id: str, **element: Any) -> dict[str, Any]:
    inner = {"type": "plain_text_input", "action_id": "words", **element}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": inner}


async def wait_for(true: Callable[[], object], seconds: float = 2) -> None:
    """Wait until something holds that the app does after its acknowledgement."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)


def told(slack: Slack) -> list[dict[str, Any]]:
    """The events that the app was to hear of, each once."""
    return [each.payload["event"] for each in slack.record.delivered("event") if each.attempt == 0]
