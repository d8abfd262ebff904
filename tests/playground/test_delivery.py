"""What reaches the app besides Bolt's happy path: raw requests, signatures, retries, response_urls, sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from playground.delivery.response_urls import ResponseUrls
from playground.refusal import Refused
from playground.serving import listening
from playground.slack import Slack
from tests.playground.conftest import actions, button, refused, wait_for


class App:
    """An app without a framework: keeps what it is sent and answers as told."""

    def __init__(self) -> None:
        self.heard: list[Request] = []
        self.answers: list[Response] = []

    async def handle(self, request: Request) -> Response:
        await request.body()
        self.heard.append(request)
        return self.answers.pop(0) if self.answers else Response()


@asynccontextmanager
async def raw_app(slack: Slack) -> AsyncIterator[App]:
    app = App()
    async with listening(Starlette(routes=[Route("/slack/events", app.handle, methods=["POST"])])) as address:
        slack.app_url = f"{address}/slack/events"
        yield app


async def test_requests_are_signed(slack: Slack) -> None:
    async with raw_app(slack) as app:
        await slack.person("UANA").run_command("C0GENERAL", "/greet hi & <b>")
    [request] = app.heard
    body = (await request.body()).decode()
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, dict(request.headers))
    assert not SignatureVerifier("other").is_valid_request(body, dict(request.headers))
    form = parse_qs(body)
    assert form["command"] == ["/greet"]
    assert form["text"] == ["hi & <b>"]
    assert form["is_enterprise_install"] == ["false"]


async def test_events_are_repeated_until_they_are_taken(slack: Slack) -> None:
    async with raw_app(slack) as app:
        app.answers = [Response(status_code=500), Response(status_code=404)]
        assert (await slack.person("UANA").open_home()).error == "dispatch_failed"
        await wait_for(lambda: len(app.heard) == 3)
        await asyncio.sleep(0.1)
    assert len(app.heard) == 3
    retries = [(r.headers.get("x-slack-retry-num"), r.headers.get("x-slack-retry-reason")) for r in app.heard]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    ids = {json.loads(await request.body())["event_id"] for request in app.heard}
    assert len(ids) == 1
    assert [delivery.attempt for delivery in slack.record.delivered("event")] == [0, 1, 2]


async def test_events_are_dropped_after_three_repetitions_or_on_request(slack: Slack) -> None:
    async with raw_app(slack) as app:
        app.answers = [Response(status_code=500)] * 9
        await slack.person("UANA").open_home()
        await asyncio.sleep(0.2)
        assert len(app.heard) == 4
        app.answers = [Response(status_code=500, headers={"X-Slack-No-Retry": "1"})]
        await slack.person("UANA").open_home()
        await asyncio.sleep(0.05)
        assert len(app.heard) == 5


async def test_an_envelope_names_the_installation(slack: Slack) -> None:
    async with raw_app(slack) as app:
        await slack.person("UANA").open_home()
    envelope = json.loads(await app.heard[0].body())
    assert envelope["type"] == "event_callback"
    assert envelope["authorizations"][0]["user_id"] == slack.bot_user_id
    assert envelope["event"]["user"] == "UANA"
    assert envelope["event"]["channel"] == slack.person("UANA").app_dm.id


async def test_only_subscribed_and_granted_events_are_sent(slack: Slack) -> None:
    ana = slack.person("UANA")
    async with raw_app(slack) as app:
        group = await ana.open_conversation("UBEN", slack.bot_user_id)
        await ana.say(group.id, "message.mpim is not subscribed to")
        slack.world.installations[slack.bot_token].scopes -= {"im:history"}
        await ana.say(ana.app_dm.id, "im:history is not granted")
        await slack.settled()
        assert app.heard == []


async def test_uninstalling_tells_and_ends_the_token(slack: Slack, client: AsyncWebClient) -> None:
    async with raw_app(slack) as app:
        slack.uninstall()
        await wait_for(lambda: app.heard)
    assert json.loads(await app.heard[0].body())["event"]["type"] == "app_uninstalled"
    assert await refused(client.auth_test()) == "account_inactive"


async def test_revoking(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refused(client.auth_test()) == "token_revoked"


async def test_an_app_that_is_not_there(slack: Slack) -> None:
    ana = slack.person("UANA")
    assert (await ana.run_command("C0GENERAL", "/greet")).error == "dispatch_failed"
    slack.app_url = "http://127.0.0.1:9/slack/events"
    assert (await ana.run_command("C0GENERAL", "/greet")).error == "dispatch_failed"
    assert [notice.code for notice in ana.notices()] == ["dispatch_failed"] * 2


async def test_commands_may_be_answered_in_plain_text(slack: Slack) -> None:
    ana = slack.person("UANA")
    async with raw_app(slack) as app:
        app.answers = [PlainTextResponse("Hello *there*")]
        await ana.run_command("C0GENERAL", "/greet")
    assert [message.text for message in ana.messages("C0GENERAL")] == ["Hello *there*"]


async def test_commands_answered_with_nonsense(slack: Slack) -> None:
    ana = slack.person("UANA")
    async with raw_app(slack) as app:
        app.answers = [Response('{"text": "x", "blocks": [{}]}', media_type="application/json")]
        assert (await ana.run_command("C0GENERAL", "/greet")).error == "dispatch_failed"
    assert ana.messages("C0GENERAL") == []
    assert [notice.code for notice in ana.notices()] == ["invalid_blocks"]


async def respond(url: str, body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_serves_five_times(slack: Slack) -> None:
    ana = slack.person("UANA")
    async with raw_app(slack) as app:
        await ana.run_command("C0GENERAL", "/greet")
    url = parse_qs((await app.heard[0].body()).decode())["response_url"][0]
    assert url.startswith(slack.address)
    status, words = await respond(url, {})
    assert (status, json.loads(words)["error"]) == (400, "no_text")
    for number in range(4):
        assert await respond(url, {"text": str(number)}) == (200, "ok")
    assert await respond(url, {"text": "for all", "response_type": "in_channel"}) == (200, "ok")
    assert await respond(url, {"text": "6"}) == (404, '{"ok": false, "error": "used_url"}')
    assert await respond(url + "x", {"text": "6"}) == (404, '{"ok": false, "error": "expired_url"}')
    assert [m.text for m in ana.messages("C0GENERAL")] == ["0", "1", "2", "3", "for all"]
    assert [m.text for m in slack.person("UBEN").messages("C0GENERAL")] == ["for all"]


def test_a_response_url_lives_half_an_hour(slack: Slack) -> None:
    now = 0.0
    urls = ResponseUrls(slack.world, slack.app.id, now=lambda: now)
    token = urls.issue("UANA", slack.team_id, "C0GENERAL").rpartition("/")[2]
    now = 1799.0
    assert urls.find(token).person_id == "UANA"
    now = 1801.0
    with pytest.raises(Refused, match="expired_url"):
        urls.find(token)


async def test_sockets_say_hello_and_take_turns(slack: Slack, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await open_socket(session, client, slack) for _ in range(10)]
        assert [(await socket.receive_json())["num_connections"] for socket in sockets] == list(range(1, 11))
        extra = await open_socket(session, client, slack)
        assert await extra.receive_json() == {"type": "disconnect", "reason": "too_many_websockets"}
        await extra.close()
        ana = slack.person("UANA")
        running = asyncio.create_task(ana.run_command("C0GENERAL", "/greet"))
        envelope = await sockets[0].receive_json()
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        await sockets[0].send_str("not json")
        await sockets[0].send_json({"envelope_id": "unknown"})
        await sockets[0].send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "hi"}})
        assert (await running).ok
        for socket in sockets:
            await socket.close()
    await wait_for(lambda: slack.courier.sockets.count == 0)


async def test_sockets_are_refreshed_and_dropped(slack: Slack, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await open_socket(session, client, slack)
        assert (await socket.receive_json())["type"] == "hello"
        await slack.courier.sockets.disconnect("warning", close=False)
        assert (await socket.receive_json())["reason"] == "warning"
        await slack.courier.sockets.disconnect()
        assert (await socket.receive_json())["reason"] == "refresh_requested"
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        await socket.close()
        second = await open_socket(session, client, slack)
        await second.receive_json()
        waiting = asyncio.create_task(slack.person("UANA").run_command("C0GENERAL", "/greet"))
        await second.receive_json()
        await slack.courier.sockets.drop()
        assert (await waiting).error == "dispatch_failed"
        await second.close()


async def test_a_ticket_opens_one_connection(slack: Slack, client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        first = await session.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await first.close()


async def open_socket(
    session: aiohttp.ClientSession, client: AsyncWebClient, slack: Slack
) -> aiohttp.ClientWebSocketResponse:
    answer = await client.apps_connections_open(app_token=slack.app_token)
    return await session.ws_connect(answer["url"], autoclose=False)


async def test_trouble_before_and_after_the_effect(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.person("UANA")
    for kind, effect in (("reset_before", 0), ("reset_after", 1), ("timeout_after", 1), ("timeout_before", 0)):
        slack.trouble.add("chat.postMessage", kind, times=1, seconds=0.02)
        before = len(ana.messages())
        with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
            await client.chat_postMessage(channel="UANA", text=kind)
        assert len(ana.messages()) - before == effect
    for kind, status, effect in (("error_500", 500, 0), ("error_503", 503, 0), ("error_500_after", 500, 1)):
        slack.trouble.add("chat.*", kind, times=1)
        before = len(ana.messages())
        async with aiohttp.ClientSession() as session:
            how = {"json": {"channel": "UANA", "text": kind}, "headers": {"Authorization": f"Bearer {slack.bot_token}"}}
            async with session.post(slack.base_url + "chat.postMessage", **how) as answer:
                assert answer.status == status
        assert len(ana.messages()) - before == effect
    slack.trouble.add("*", "rate_limited", times=1, seconds=7)
    assert await refused(client.chat_postMessage(channel="UANA", text="x")) == "ratelimited"
    slack.trouble.add("*", "refuse", times=1, error="fatal_error")
    assert await refused(client.chat_postMessage(channel="UANA", text="x")) == "fatal_error"
    assert (await client.chat_postMessage(channel="UANA", text="well again"))["ok"]
    assert [r.trouble for r in slack.record.calls("chat.postMessage")].count(None) == 1


async def test_trouble_for_every_method_is_for_no_delivery(slack: Slack) -> None:
    slack.trouble.add("*", "refuse", times=1)
    assert slack.trouble.strikes("deliver:message") is None
    assert slack.trouble.strikes("chat.postMessage") is not None
    slack.trouble.add("deliver:*", "duplicate")
    assert slack.trouble.strikes("chat.postMessage") is None


async def test_trouble_follows_its_seed(slack: Slack, client: AsyncWebClient) -> None:
    async def struck() -> list[bool]:
        slack.trouble.seed(7)
        slack.trouble.clear()
        slack.trouble.add("chat.getPermalink", "refuse", share=0.5, skip=1)
        return [
            await refused(client.chat_getPermalink(channel="D0", message_ts="1")) == "internal_error" for _ in range(20)
        ]

    first = await struck()
    assert await struck() == first
    assert not first[0]
    assert {True, False} == set(first)


async def test_deliveries_are_duplicated_on_demand(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.add("deliver:block_actions", "duplicate")
    async with raw_app(slack) as app:
        await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("go"))])
        ana = slack.person("UANA")
        await ana.click(ana.messages()[0], "go")
        await wait_for(lambda: len(app.heard) == 3)  # the first is the event of the post itself
        assert await app.heard[1].body() == await app.heard[2].body()
    with pytest.raises(ValueError, match="no trouble is called"):
        slack.trouble.add("*", "gremlins")
    with pytest.raises(ValueError, match="for deliveries only"):
        slack.trouble.add("chat.update", "duplicate")
