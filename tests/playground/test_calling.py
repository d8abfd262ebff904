"""What all Web API methods share: tokens, scopes, bodies, limits. Each refusal beside the call that works."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.limits import Limits
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, refused


async def call(slack: Slack, method: str, **how: Any) -> tuple[int, dict[str, Any], Any]:
    """A bare HTTP call: status, JSON, headers."""
    how.setdefault("headers", {})
    async with aiohttp.ClientSession() as session, session.post(slack.base_url + method, **how) as answer:
        return answer.status, await answer.json(), answer.headers


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_auth_test_tells_who_and_which_scopes(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["user_id"] == slack.bot_user_id
    assert answer["bot_id"] == "B0APPBOT"
    assert answer["team_id"] == "T0MEADOW"
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-playground", "not_allowed_token_type")],
)
async def test_tokens_are_checked(slack: Slack, token: str | None, error: str) -> None:
    _, body, _ = await call(slack, "auth.test", headers=bearer(token) if token else {})
    assert body == {"ok": False, "error": error}


async def test_an_app_token_opens_sockets_and_a_bot_token_does_not(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.apps_connections_open(app_token=slack.app_token)
    assert answer["url"].startswith("ws://127.0.0.1:")
    assert await refused(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"


async def test_unknown_methods(slack: Slack) -> None:
    _, body, _ = await call(slack, "chat.postMesage", headers=bearer(slack.bot_token))
    assert body == {"ok": False, "error": "unknown_method", "req_method": "chat.postMesage"}


async def test_json_forms_and_queries_are_all_read(slack: Slack) -> None:
    auth = bearer(slack.bot_token)
    as_json = {"json": {"channel": "UANA", "text": "json"}, "headers": auth}
    as_form = {"data": {"channel": "UANA", "text": "form", "token": slack.bot_token, "blocks": "[]"}}
    as_query = {"params": {"channel": "UANA", "text": "query"}, "headers": auth}
    for how in (as_json, as_form, as_query):
        _, body, _ = await call(slack, "chat.postMessage", **how)
        assert body["ok"]
    assert [message.text for message in slack.person("UANA").messages()] == ["json", "form", "query"]


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b"\xff\xfe", "invalid_json"), (b"", "channel_not_found")],
)
async def test_malformed_json_gets_slacks_error(slack: Slack, body: bytes, error: str) -> None:
    headers = bearer(slack.bot_token) | {"Content-Type": "application/json"}
    _, answer, _ = await call(slack, "chat.postMessage", data=body, headers=headers)
    assert answer["error"] == error


@pytest.mark.parametrize("channel", [7, True, [], {}, {"a": 1}, "", None, "C", "Ü", "x" * 10_000])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "conversations.open", "views.publish"])
async def test_odd_values_never_break_it(slack: Slack, method: str, channel: Any) -> None:
    given = {"channel": channel, "users": channel, "user_id": channel, "ts": channel, "text": "x", "view": channel}
    status, answer, _ = await call(slack, method, json=given, headers=bearer(slack.bot_token))
    assert status == 200
    assert answer["ok"] is False
    assert answer["error"] != "internal_error"


async def test_a_missing_scope_is_named(slack: Slack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as problem:
        await client.users_lookupByEmail(email="ana@meadow.example")
    answer = problem.value.response
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "users:read.email"
    assert "users:read" in answer["provided"].split(",")


async def test_declined_scopes_are_not_granted() -> None:
    async with (
        running(manifest=MANIFEST, without_scopes=["im:history"], pages=False) as slack,
        aiohttp.ClientSession() as session,
    ):
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session)
        posted = await client.chat_postMessage(channel="UANA", text="x")
        assert await refused(client.conversations_history(channel=posted["channel"])) == "missing_scope"
        assert "im:history" not in (await client.auth_test()).headers["x-oauth-scopes"].split(",")


async def test_posts_are_limited_for_each_conversation() -> None:
    async with running(pages=False) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session)
        for number in range(3):
            await client.chat_postMessage(channel="UANA", text=str(number))
        with pytest.raises(SlackApiError) as problem:
            await client.chat_postMessage(channel="UANA", text="one too many")
        assert problem.value.response.status_code == 429
        assert problem.value.response["error"] == "ratelimited"
        assert problem.value.response.headers["Retry-After"] == "1"
        await client.chat_postMessage(channel="UBEN", text="another conversation")
    assert len(slack.person("UANA").messages()) == 3


def test_limits_count_a_minute_for_each_method_workspace_and_app() -> None:
    now = 100.0
    limits = Limits(now=lambda: now)
    assert [limits.too_soon("chat.update", 3, "T", "A") for _ in range(50)] == [None] * 50
    assert limits.too_soon("chat.update", 3, "T", "A") == 60
    assert limits.too_soon("chat.update", 3, "T2", "A") is None
    assert limits.too_soon("chat.delete", 3, "T", "A") is None
    now = 130.5
    assert limits.too_soon("chat.update", 3, "T", "A") == 30
    now = 160.5
    assert limits.too_soon("chat.update", 3, "T", "A") is None
    limits.on = False
    assert [limits.too_soon("users.list", 2, "T", "A") for _ in range(100)] == [None] * 100


def test_posts_refill_at_one_a_second() -> None:
    now = 0.0
    limits = Limits(now=lambda: now)
    assert [limits.post_too_soon("C") for _ in range(4)] == [None, None, None, 1]
    now = 1.0
    assert [limits.post_too_soon("C") for _ in range(2)] == [None, 1]
    assert limits.post_too_soon("D") is None


def test_a_shorter_minute_puts_all_limits_in_a_hurry() -> None:
    now = 0.0
    limits = Limits(now=lambda: now, minute=6.0, posts=20)
    assert [limits.too_soon("chat.postMessage", None, "T", "A") for _ in range(21)] == [None] * 20 + [6]
    assert [limits.post_too_soon("C") for _ in range(4)] == [None, None, None, 1]
    now = 0.1
    assert limits.post_too_soon("C") is None
    now = 6.1
    assert limits.too_soon("chat.postMessage", None, "T", "A") is None


async def test_what_is_recorded_holds_no_token(slack: Slack) -> None:
    form = {"token": slack.bot_token, "channel": "UANA", "text": "x"}
    await call(slack, "chat.postMessage", data=form)
    [request] = slack.record.calls("chat.postMessage")
    assert request.ok
    assert request.arguments == {"channel": "UANA", "text": "x"}
    assert request.seconds > 0
