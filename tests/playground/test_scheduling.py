"""Messages for later: they come by business time, so moving the clock brings them."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack
from tests.playground.conftest import refused, wait_for


def at(slack: Slack, **later: float) -> int:
    """Business time in so long, in seconds since the epoch."""
    return int((slack.clock.now() + timedelta(**later)).timestamp())


async def test_a_scheduled_message_comes_when_the_clock_is_moved(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.person("UANA")
    answer = await client.chat_scheduleMessage(channel=ana.app_dm.id, text="Good morning", post_at=at(slack, hours=9))
    assert answer["message"]["text"] == "Good morning"
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [each["id"] for each in listed] == [answer["scheduled_message_id"]]
    slack.clock.move(timedelta(hours=8))
    await slack.settled()
    assert ana.messages() == []
    slack.clock.move(timedelta(hours=1, seconds=1))
    await wait_for(ana.messages)
    assert [(message.text, message.posted_at.hour) for message in ana.messages()] == [
        ("Good morning", slack.clock.now().hour)
    ]
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_it_can_be_taken_back_until_a_minute_before(slack: Slack, client: AsyncWebClient) -> None:
    channel = slack.person("UANA").app_dm.id
    first = await client.chat_scheduleMessage(channel=channel, text="x", post_at=at(slack, hours=1))
    second = await client.chat_scheduleMessage(channel=channel, text="y", post_at=at(slack, seconds=30))
    no_such = "invalid_scheduled_message_id"

    def delete(answer: Any) -> Any:
        scheduled = str(answer["scheduled_message_id"])
        return client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=scheduled)

    assert await refused(delete(second)) == no_such
    await delete(first)
    assert await refused(delete(first)) == no_such


@pytest.mark.parametrize(
    ("when", "error"), [({"seconds": -5}, "time_in_past"), ({"days": 121}, "time_too_far")], ids=["past", "far"]
)
async def test_only_the_near_future_is_taken(
    slack: Slack, client: AsyncWebClient, when: dict[str, float], error: str
) -> None:
    assert await refused(client.chat_scheduleMessage(channel="UANA", text="x", post_at=at(slack, **when))) == error


async def test_thirty_in_five_minutes_are_enough(slack: Slack, client: AsyncWebClient) -> None:
    moment = at(slack, hours=2)
    for _ in range(30):
        await client.chat_scheduleMessage(channel="UANA", text="x", post_at=moment)
    assert await refused(client.chat_scheduleMessage(channel="UANA", text="x", post_at=moment)) == "restricted_too_many"
    await client.chat_scheduleMessage(channel="UBEN", text="x", post_at=moment)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "UANA", "text": "x"}, "invalid_time"),
        ({"channel": "UANA", "text": "x", "post_at": "soon"}, "invalid_arguments"),
        ({"channel": "C0NONE", "text": "x", "post_at": 1}, "channel_not_found"),
    ],
)
async def test_what_is_wrong_with_it_is_said_at_once(
    client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    assert await refused(client.api_call("chat.scheduleMessage", json=arguments)) == error
