"""chat.*: what it does, and everything that it refuses."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack
from tests.playground.conftest import actions, button, refused

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}


async def test_a_user_id_opens_the_direct_conversation(slack: Slack, client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel="UANA", text="one", blocks=[SECTION, actions(button("go"))])
    second = await client.chat_postMessage(channel=first["channel"], text="two")
    assert first["channel"].startswith("D")
    assert first["channel"] == second["channel"] == slack.person("UANA").app_dm.id
    assert first["message"]["text"] == "one"
    assert first["message"]["bot_id"] == "B0APPBOT"
    assert all(block["block_id"] for block in first["message"]["blocks"])
    assert second["ts"] > first["ts"]


@pytest.mark.parametrize("channel", ["UNOBODY", "UROBO", "UDEE", "USTR", "D0NONE", "C0NONE"])
async def test_places_that_cannot_be_posted_to(client: AsyncWebClient, channel: str) -> None:
    assert await refused(client.chat_postMessage(channel=channel, text="x")) == "channel_not_found"


async def test_channels_without_the_app(slack: Slack, client: AsyncWebClient) -> None:
    assert await refused(client.chat_postMessage(channel="C0GENERAL", text="x")) == "not_in_channel"
    slack.world.add_channel("C0PRIV", slack.team_id, "channel", ("UANA",), "private", is_private=True)
    assert await refused(client.chat_postMessage(channel="C0PRIV", text="x")) == "channel_not_found"


async def test_archived_places(slack: Slack, client: AsyncWebClient) -> None:
    room = slack.world.add_channel("C0OLD", slack.team_id, "channel", ("UANA", slack.bot_user_id), "old")
    posted = await client.chat_postMessage(channel="C0OLD", text="x")
    room.is_archived = True
    assert await refused(client.chat_postMessage(channel="C0OLD", text="x")) == "is_archived"
    assert await refused(client.chat_update(channel="C0OLD", ts=posted["ts"], text="y")) == "is_inactive"


async def test_something_must_be_said(client: AsyncWebClient) -> None:
    assert await refused(client.api_call("chat.postMessage", json={"channel": "UANA"})) == "no_text"
    answer = await client.api_call("chat.postMessage", json={"channel": "UANA", "blocks": [SECTION]})
    assert answer["ok"]
    with_both = {"channel": "UANA", "text": "x", "markdown_text": "y"}
    assert await refused(client.api_call("chat.postMessage", json=with_both)) == "markdown_text_conflict"


async def test_long_texts_are_cut_on_posting_and_refused_on_updating(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    assert await refused(client.chat_update(**where, text="x" * 4001)) == "msg_too_long"
    assert (await client.chat_update(**where, text="x" * 4000))["ok"]


async def test_bad_blocks_are_named_by_pointer(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as problem:
        await client.chat_postMessage(channel="UANA", text="x", blocks=[SECTION, {"type": "section"}])
    assert problem.value.response["error"] == "invalid_blocks"
    [message, *_] = problem.value.response["response_metadata"]["messages"]
    assert message.startswith("[ERROR] ")
    assert "[json-pointer:/blocks/1" in message


@pytest.mark.parametrize(("blocks", "error"), [("[", "invalid_blocks_format"), ({}, "invalid_blocks_format")])
async def test_blocks_that_are_no_list(client: AsyncWebClient, blocks: Any, error: str) -> None:
    given = {"channel": "UANA", "text": "x", "blocks": blocks}
    assert await refused(client.api_call("chat.postMessage", json=given)) == error


async def test_threads(slack: Slack, client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="UANA", text="root")
    where = {"channel": root["channel"], "thread_ts": root["ts"]}
    reply = await client.chat_postMessage(**where, text="reply")
    await client.chat_postMessage(**where, text="loud", reply_broadcast=True)
    ana = slack.person("UANA")
    assert [m.text for m in ana.messages()] == ["root", "loud"]
    assert [m.text for m in ana.thread(root["channel"], root["ts"])] == ["root", "reply", "loud"]
    under_reply = client.chat_postMessage(channel=root["channel"], thread_ts=reply["ts"], text="x")
    assert await refused(under_reply) == "cannot_reply_to_message"
    nowhere = client.chat_postMessage(channel=root["channel"], thread_ts="1.000000", text="x")
    assert await refused(nowhere) == "thread_not_found"


async def test_updating_keeps_and_drops_what_slack_keeps_and_drops(slack: Slack, client: AsyncWebClient) -> None:
    metadata = {"event_type": "surface", "event_payload": {"key": "1"}}
    posted = await client.chat_postMessage(channel="UANA", text="a", blocks=[SECTION], metadata=metadata)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    [message] = slack.person("UANA").messages()
    await client.chat_update(**where, text="b", blocks=[SECTION])
    assert (message.text, message.metadata, message.edited) == ("b", metadata, False)
    await client.chat_update(**where, text="c")
    assert (message.blocks, message.edited) == ([], True)
    await client.chat_update(**where, text="d", metadata={})
    assert message.metadata is None
    assert [revision.text for revision in message.revisions] == ["a", "b", "c", "d"]
    assert len(slack.person("UANA").notifications()) == 1


async def test_updates_that_are_refused(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="a")
    ana = slack.person("UANA")
    theirs = await ana.say(ana.app_dm.id, "mine")
    hidden = await client.chat_postEphemeral(channel=posted["channel"], user="UANA", text="psst")
    place = posted["channel"]
    assert await refused(client.chat_update(channel="UANA", ts=posted["ts"], text="x")) == "channel_not_found"
    assert await refused(client.chat_update(channel=place, ts="1.000000", text="x")) == "message_not_found"
    assert await refused(client.chat_update(channel=place, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_update(channel=place, ts=hidden["message_ts"], text="x")) == "message_not_found"
    assert await refused(client.chat_delete(channel=place, ts=theirs.ts)) == "cant_delete_message"
    assert (await client.chat_delete(channel=place, ts=posted["ts"]))["ok"]
    assert await refused(client.chat_delete(channel=place, ts=posted["ts"])) == "message_not_found"
    assert await refused(client.chat_update(channel=place, ts=posted["ts"], text="x")) == "message_not_found"


async def test_ephemeral_messages_have_one_reader(slack: Slack, client: AsyncWebClient) -> None:
    room = slack.world.add_channel("C0ROOM", slack.team_id, "channel", ("UANA", "UBEN", slack.bot_user_id), "room")
    await client.chat_postEphemeral(channel=room.id, user="UANA", text="psst")
    assert [m.text for m in slack.person("UANA").messages(room.id)] == ["psst"]
    assert slack.person("UBEN").messages(room.id) == []
    assert not slack.person("UANA").notifications()
    outside = client.chat_postEphemeral(channel=room.id, user="UCHLOE", text="x")
    assert await refused(outside) == "user_not_in_channel"
    assert await refused(client.chat_postEphemeral(channel="C0GENERAL", user="UANA", text="x")) == "not_in_channel"
    assert await refused(client.chat_postEphemeral(channel="UANA", user="UANA", text="x")) == "channel_not_found"


async def test_metadata_must_have_its_shape(client: AsyncWebClient) -> None:
    for metadata, error in (
        ("x{", "invalid_metadata_format"),
        ([], "invalid_metadata_format"),
        ({"event_type": "x"}, "invalid_metadata_schema"),
    ):
        given = {"channel": "UANA", "text": "x", "metadata": metadata}
        assert await refused(client.api_call("chat.postMessage", json=given)) == error


async def test_permalinks(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="a")
    answer = await client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])
    assert answer["permalink"].endswith(f"/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}")
    missing = client.chat_getPermalink(channel=posted["channel"], message_ts="1.000000")
    assert await refused(missing) == "message_not_found"


async def test_without_a_messages_tab_the_app_cannot_write_to_people() -> None:
    import aiohttp

    from playground.serving import running

    manifest = {"display_information": {"name": "Mute"}, "oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with running(manifest=manifest, pages=False) as slack, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session)
        assert await refused(client.chat_postMessage(channel="UANA", text="x")) == "messages_tab_disabled"
        home = {"type": "home", "blocks": [SECTION]}
        assert await refused(client.views_publish(user_id="UANA", view=home)) == "not_enabled"
