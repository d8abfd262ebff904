"""Channels as apps make, join, fill, leave and archive them."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.elements import NotThere
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import refused, told


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(rate_limits=False, pages=False) as started:
        yield started


async def test_the_life_of_a_channel(slack: Slack, client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="quarter-plan", is_private=True))["channel"]
    channel = made["id"]
    assert made["is_private"]
    assert made["is_member"]
    assert await refused(client.conversations_create(name="quarter-plan")) == "name_taken"
    await client.conversations_invite(channel=channel, users="UANA,UBEN")
    assert await refused(client.conversations_invite(channel=channel, users="UANA")) == "already_in_channel"
    assert await refused(client.conversations_invite(channel=channel, users="UDEE")) == "user_not_found"
    ana = slack.person("UANA")
    assert channel in [each.id for each in ana.channels()]
    await client.conversations_setTopic(channel=channel, topic="Q3")
    assert (await client.conversations_info(channel=channel))["channel"]["topic"]["value"] == "Q3"
    await client.conversations_kick(channel=channel, user="UANA")
    with pytest.raises(NotThere):
        ana.messages(channel)
    await client.conversations_archive(channel=channel)
    assert await refused(client.chat_postMessage(channel=channel, text="x")) == "is_archived"
    assert await refused(client.conversations_archive(channel=channel)) == "already_archived"
    await client.conversations_unarchive(channel=channel)
    await client.conversations_leave(channel=channel)
    assert await refused(client.conversations_info(channel=channel)) == "channel_not_found"


async def test_joining_a_public_channel(slack: Slack, client: AsyncWebClient) -> None:
    assert await refused(client.conversations_history(channel="C0GENERAL")) == "not_in_channel"
    await client.conversations_join(channel="C0GENERAL")
    again = await client.conversations_join(channel="C0GENERAL")
    assert again["warning"] == "already_in_channel"
    assert (await client.conversations_history(channel="C0GENERAL"))["messages"] == []
    mine = (await client.users_conversations())["channels"]
    assert [each["id"] for each in mine] == ["C0GENERAL"]
    direct = slack.person("UANA").app_dm.id
    assert await refused(client.conversations_leave(channel=direct)) == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("Upper", "invalid_name_specials"),
        ("two words", "invalid_name_specials"),
        ("x" * 81, "invalid_name_maxlength"),
        ("--", "invalid_name_punctuation"),
    ],
)
async def test_names_of_channels(client: AsyncWebClient, name: str, error: str) -> None:
    assert await refused(client.conversations_create(name=name)) == error


async def test_people_come_and_go_and_apps_hear_of_it(slack: Slack, client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C0GENERAL")
    ana, gil = slack.person("UANA"), slack.person("UGIL")
    gil.leave("C0GENERAL")
    ana.invite("C0GENERAL", "UGIL")
    await slack.settled()
    assert [(event["type"], event["user"], event.get("inviter")) for event in told(slack)] == [
        ("member_joined_channel", slack.bot_user_id, None),
        ("member_left_channel", "UGIL", None),
        ("member_joined_channel", "UGIL", "UANA"),
    ]
    with pytest.raises(NotThere):
        ana.join("C0NONE")
