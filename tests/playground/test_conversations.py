"""conversations.*: opening, reading, paging; and users.*, team.*."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack
from tests.playground.conftest import refused


async def test_the_same_people_have_the_same_conversation(client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=["UANA", "UBEN"])
    again = await client.conversations_open(users="UBEN,UANA", return_im=True)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    assert again["channel"]["is_mpim"]
    one = await client.conversations_open(users=["UANA"])
    posted = await client.chat_postMessage(channel="UANA", text="x")
    assert one["channel"]["id"] == posted["channel"]
    members = await client.conversations_members(channel=first["channel"]["id"])
    assert set(members["members"]) == {"UANA", "UBEN", "U0APPBOT"}


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("", "users_list_not_supplied"),
        ("UANA,UBEN,UCHLOE,UDEV,UOLA,UGIL,UDEE,USTR,UROBO", "too_many_users"),
        ("UNOBODY", "user_not_found"),
        ("UDEE", "user_disabled"),
        ("UROBO", "cannot_dm_bot"),
        ("U0APPBOT", "cannot_dm_bot"),
        ("USTR", "user_not_visible"),
        ("UANA,USTR", "invalid_user_combination"),
    ],
)
async def test_conversations_that_cannot_be_opened(client: AsyncWebClient, users: str, error: str) -> None:
    assert await refused(client.api_call("conversations.open", json={"users": users})) == error


async def test_looking_up_without_creating(client: AsyncWebClient) -> None:
    assert await refused(client.conversations_open(users=["UANA"], prevent_creation=True)) == "channel_not_found"
    opened = await client.conversations_open(users=["UANA"])
    found = await client.conversations_open(users=["UANA"], prevent_creation=True)
    assert found["channel"]["id"] == opened["channel"]["id"]


async def test_history_in_pages_newest_first(client: AsyncWebClient) -> None:
    posted = [await client.chat_postMessage(channel="UANA", text=str(number)) for number in range(5)]
    place = posted[0]["channel"]
    await client.chat_postMessage(channel=place, thread_ts=posted[0]["ts"], text="reply")
    page = await client.conversations_history(channel=place, limit=2)
    texts = [message["text"] for message in page["messages"]]
    await client.chat_postMessage(channel=place, text="meanwhile")
    while page["has_more"]:
        cursor = page["response_metadata"]["next_cursor"]
        page = await client.conversations_history(channel=place, limit=2, cursor=cursor)
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    some = await client.conversations_history(channel=place, oldest=posted[1]["ts"], latest=posted[3]["ts"])
    assert [message["text"] for message in some["messages"]] == ["2"]
    some = await client.conversations_history(
        channel=place, oldest=posted[1]["ts"], latest=posted[3]["ts"], inclusive=True
    )
    assert [message["text"] for message in some["messages"]] == ["3", "2", "1"]
    wrong = client.conversations_history(channel=place, cursor="nonsense")
    assert await refused(wrong) == "invalid_cursor"
    assert await refused(client.conversations_history(channel=place, oldest="soon")) == "invalid_ts_oldest"
    assert await refused(client.conversations_history(channel=place, limit=-1)) == "invalid_limit"


async def test_replies_and_metadata(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="UANA", text="root")
    metadata = {"event_type": "surface", "event_payload": {"key": "abc"}}
    where = {"channel": root["channel"], "thread_ts": root["ts"]}
    reply = await client.chat_postMessage(**where, text="reply", metadata=metadata)
    short = await client.conversations_replies(channel=root["channel"], ts=root["ts"])
    assert [message["text"] for message in short["messages"]] == ["root", "reply"]
    assert short["messages"][0]["reply_count"] == 1
    assert short["messages"][1]["metadata"] == {"event_type": "surface"}
    for ts in (root["ts"], reply["ts"]):
        whole = await client.conversations_replies(channel=root["channel"], ts=ts, include_all_metadata=True)
        assert whole["messages"][1]["metadata"] == metadata
    missing = client.conversations_replies(channel=root["channel"], ts="1.000000")
    assert await refused(missing) == "thread_not_found"
    await client.chat_delete(channel=root["channel"], ts=root["ts"])
    left = await client.conversations_replies(channel=root["channel"], ts=root["ts"])
    assert [message.get("subtype") for message in left["messages"]] == ["tombstone", None]


async def test_reading_needs_the_scope_of_the_kind(slack: Slack, client: AsyncWebClient) -> None:
    slack.world.add_channel("C0ROOM", slack.team_id, "channel", ("UANA", slack.bot_user_id), "room")
    assert await refused(client.conversations_history(channel="C0ROOM")) == "missing_scope"
    assert await refused(client.conversations_info(channel="C0ROOM")) == "missing_scope"
    assert await refused(client.conversations_list(types="im,public_channel")) == "missing_scope"
    opened = await client.conversations_open(users=["UANA"])
    listed = await client.conversations_list(types="im,mpim")
    assert [channel["id"] for channel in listed["channels"]] == [opened["channel"]["id"]]
    info = await client.conversations_info(channel=opened["channel"]["id"])
    assert info["channel"]["user"] == "UANA"
    assert await refused(client.conversations_info(channel="D0NONE")) == "channel_not_found"


async def test_conversations_without_the_app_are_not_seen(slack: Slack, client: AsyncWebClient) -> None:
    private = await slack.person("UANA").open_conversation("UBEN")
    assert await refused(client.conversations_info(channel=private.id)) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=private.id, text="x")) == "channel_not_found"


async def test_people_are_told_completely(slack: Slack, client: AsyncWebClient) -> None:
    user = (await client.users_info(user="UOLA", include_locale=True))["user"]
    assert user["tz"] == "Europe/Warsaw"
    assert user["tz_offset"] in (3600, 7200)
    assert user["locale"] == "en-GB"
    assert user["is_admin"]
    assert user["is_owner"]
    assert "email" not in user["profile"]
    assert "locale" not in (await client.users_info(user="UANA"))["user"]
    for person_id, flag in (
        ("UGIL", "is_restricted"),
        ("UDEE", "deleted"),
        ("UROBO", "is_bot"),
        ("USTR", "is_stranger"),
    ):
        assert (await client.users_info(user=person_id))["user"][flag] is True
    assert await refused(client.users_info(user="UNOBODY")) == "user_not_found"
    listed = await client.users_list(limit=3)
    ids = [member["id"] for member in listed["members"]]
    listed = await client.users_list(limit=100, cursor=listed["response_metadata"]["next_cursor"])
    ids += [member["id"] for member in listed["members"]]
    assert "USTR" not in ids
    assert ids[:3] == ["UANA", "UBEN", "UCHLOE"]
    assert (await client.team_info())["team"]["name"] == "Meadow"


async def test_email_needs_its_scope(slack: Slack, client: AsyncWebClient) -> None:
    installation = slack.world.installations[slack.bot_token]
    installation.scopes |= {"users:read.email"}
    found = await client.users_lookupByEmail(email="ANA@meadow.example")
    assert found["user"]["id"] == "UANA"
    assert found["user"]["profile"]["email"] == "ana@meadow.example"
    assert await refused(client.users_lookupByEmail(email="nobody@meadow.example")) == "users_not_found"


async def test_twenty_thousand_messages_are_no_burden(slack: Slack, client: AsyncWebClient) -> None:
    from playground.model import Message

    world, ana = slack.world, slack.person("UANA")
    dm = ana.app_dm
    for number in range(20_000):
        world.post(Message(dm.id, world.stamps.next(), slack.bot_user_id, str(number), world.clock.now()))
    page = await client.conversations_history(channel=dm.id, limit=3)
    assert [message["text"] for message in page["messages"]] == ["19999", "19998", "19997"]
    assert world.unread("UANA", dm.id) == 20_000
