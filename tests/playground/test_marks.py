"""Reactions, pins, bookmarks: what hangs on messages and conversations, and who hears of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import refused, told


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    room = {"id": "C0TEAM", "name": "team", "app": True}
    people = [{"id": "UANA", "name": "ana"}, {"id": "UBEN", "name": "ben"}]
    async with running(people={"people": people, "channels": [room]}, rate_limits=False, pages=False) as started:
        yield started


@pytest.fixture
async def here(client: AsyncWebClient) -> dict[str, Any]:
    """The place of a message."""
    answer = await client.chat_postMessage(channel="C0TEAM", text="Look")
    return {"channel": "C0TEAM", "timestamp": answer["ts"]}


def events(slack: Slack) -> list[str]:
    return [event["type"] for event in told(slack)]


async def test_reactions(slack: Slack, client: AsyncWebClient, here: dict[str, Any]) -> None:
    ana = slack.person("UANA")
    await client.reactions_add(name="eyes", **here)
    assert await refused(client.reactions_add(name=":eyes:", **here)) == "already_reacted"
    ana.react(ana.messages("C0TEAM")[0], "eyes")
    shown = (await client.reactions_get(**here))["message"]["reactions"]
    assert shown == [{"name": "eyes", "users": [slack.bot_user_id, "UANA"], "count": 2}]
    await client.reactions_remove(name="eyes", **here)
    assert await refused(client.reactions_remove(name="eyes", **here)) == "no_reaction"
    assert await refused(client.reactions_add(name="not an emoji", **here)) == "invalid_name"
    assert await refused(client.reactions_add(name="eyes", channel="C0TEAM", timestamp="1.0")) == "message_not_found"
    assert await refused(client.reactions_add(name="eyes", channel="C0TEAM", timestamp="soon")) == "bad_timestamp"
    assert await refused(client.api_call("reactions.add", json={"name": "eyes"})) == "no_item_specified"
    await slack.settled()
    assert [name for name in events(slack) if name.startswith("reaction")] == [
        "reaction_added",
        "reaction_added",
        "reaction_removed",
    ]


async def test_pins(slack: Slack, client: AsyncWebClient, here: dict[str, Any]) -> None:
    await client.pins_add(**here)
    assert await refused(client.pins_add(**here)) == "already_pinned"
    [item] = (await client.pins_list(channel="C0TEAM"))["items"]
    assert item["message"]["text"] == "Look"
    assert (await client.conversations_history(channel="C0TEAM"))["pin_count"] == 1
    await client.pins_remove(**here)
    assert await refused(client.pins_remove(**here)) == "no_pin"
    await client.pins_add(**here)
    await client.chat_delete(channel="C0TEAM", ts=here["timestamp"])
    assert (await client.pins_list(channel="C0TEAM"))["items"] == []


async def test_bookmarks(client: AsyncWebClient) -> None:
    made = await client.bookmarks_add(channel_id="C0TEAM", title="Plan", type="link", link="https://plan.example")
    bookmark_id = made["bookmark"]["id"]
    await client.bookmarks_edit(channel_id="C0TEAM", bookmark_id=bookmark_id, title="The plan")
    [listed] = (await client.bookmarks_list(channel_id="C0TEAM"))["bookmarks"]
    assert (listed["title"], listed["link"]) == ("The plan", "https://plan.example")
    bad = client.bookmarks_add(channel_id="C0TEAM", title="x", type="link", link="javascript:alert(1)")
    assert await refused(bad) == "invalid_link"
    await client.bookmarks_remove(channel_id="C0TEAM", bookmark_id=bookmark_id)
    assert await refused(client.bookmarks_remove(channel_id="C0TEAM", bookmark_id=bookmark_id)) == "not_found"


async def test_changed_and_deleted_messages_are_told(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.person("UANA")
    message = await ana.say("C0TEAM", "Frist")
    ana.edit(message, "First")
    ana.delete(message)
    await slack.settled()
    heard = told(slack)
    assert [event.get("subtype") for event in heard] == [None, "message_changed", "message_deleted"]
    assert heard[1]["previous_message"]["text"] == "Frist"
    assert heard[1]["message"]["text"] == "First"
    assert heard[1]["message"]["edited"]["user"] == "UANA"
    assert heard[2]["deleted_ts"] == message.ts
    answer = await client.chat_postMessage(channel="C0TEAM", text="One")
    await client.chat_update(channel="C0TEAM", ts=answer["ts"], text="Two")
    await slack.settled()
    assert told(slack)[-1]["subtype"] == "message_changed"


async def test_a_mention_in_a_channel_is_told(slack: Slack) -> None:
    await slack.person("UANA").say("C0TEAM", f"<@{slack.bot_user_id}> help")
    await slack.settled()
    assert sorted(events(slack)) == ["app_mention", "message"]
