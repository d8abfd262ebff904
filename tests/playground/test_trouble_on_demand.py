"""Trouble of every kind, the same for the same seed."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import running
from playground.slack import Slack
from playground.trouble import KINDS, OF_DELIVERIES, Trouble
from tests.playground.conftest import actions, button, connected, refused, wait_for

LOST = frozenset({"reset_before", "reset_after", "timeout_before", "timeout_after"})
"""What breaks the connection."""
DONE = frozenset({"reset_after", "timeout_after", "error_500_after", "slow"})
"""What lets the call have its effect."""
STATUS = {"rate_limited": 429, "error_500": 500, "error_503": 503, "error_500_after": 500, "refuse": 200, "slow": 200}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_DELIVERIES])
async def test_every_kind_of_trouble_with_a_call(slack: Slack, kind: str) -> None:
    slack.trouble.add("chat.postMessage", kind, times=1, seconds=0.02, error="fatal_error")
    ana = slack.person("UANA")
    async with aiohttp.ClientSession() as session:
        post = {"url": f"{slack.base_url}chat.postMessage", "json": {"channel": "UANA", "text": "x"}}
        post["headers"] = {"Authorization": f"Bearer {slack.bot_token}"}
        if kind in LOST:
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.post(**post)
        else:
            async with session.post(**post) as answer:
                assert answer.status == STATUS[kind]
                assert (answer.status == 429) == ("Retry-After" in answer.headers)
        assert len(ana.messages()) == (kind in DONE)
        async with session.post(**post) as answer:  # once was ordered
            assert (await answer.json())["ok"]
    assert slack.record.calls("chat.postMessage")[0].trouble == kind


async def test_events_overtake_each_other(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    slack.trouble.add("deliver:event", "reorder", times=1)
    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        await ana.say(ana.app_dm.id, "one")
        await ana.say(ana.app_dm.id, "two")
        await wait_for(lambda: len(heard) == 2)
        assert heard == ["two", "one"]
        slack.trouble.add("deliver:event", "reorder", times=1, seconds=0.02)
        await ana.say(ana.app_dm.id, "alone")
        await wait_for(lambda: heard[2:] == ["alone"])


@pytest.mark.parametrize(("kind", "times"), [("drop_socket", 1), ("drop_socket_after", 2), ("duplicate", 2)])
async def test_sockets_break_and_events_come_again(slack: Slack, bolt: AsyncApp, kind: str, times: int) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def message(body: dict[str, Any]) -> None:
        heard.append(body["event_id"])

    slack.courier.retry_delays = (0.3, 0.6, 1.2)
    slack.trouble.add("deliver:event", kind, times=1)
    async with connected(slack, bolt, "socket"):  # whose client connects anew by itself
        ana = slack.person("UANA")
        await ana.say(ana.app_dm.id, "Hello")
        await wait_for(lambda: len(heard) == times, 5)
    assert len(set(heard)) == 1


def test_the_same_seed_gives_the_same_trouble() -> None:
    def struck(seed: int) -> list[bool]:
        trouble = Trouble(seed)
        trouble.add("chat.*", "error_500", share=0.3)
        return [trouble.strikes("chat.postMessage") is not None for _ in range(50)]

    assert struck(7) == struck(7)
    assert struck(7) != struck(8)


@pytest.mark.parametrize("kind", sorted(OF_DELIVERIES))
def test_some_trouble_is_for_deliveries_only(kind: str) -> None:
    with pytest.raises(ValueError, match="for deliveries only"):
        Trouble().add("chat.postMessage", kind)


async def test_commercial_apps_may_read_history_once_a_minute() -> None:
    async with running(commercial_history=True, pages=False) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])
        slack.limits.on = False
        for number in range(20):
            await client.chat_postMessage(channel="UANA", text=str(number), blocks=[actions(button("go"))])
        slack.limits.on = True
        channel = slack.person("UANA").app_dm.id
        page = await client.conversations_history(channel=channel, limit=200)
        assert len(page["messages"]) == 15
        assert page["has_more"]
        assert await refused(client.conversations_history(channel=channel)) == "ratelimited"
