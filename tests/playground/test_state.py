"""State in a file: a full stop and start loses nothing."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.keeping import BadState
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import actions, button, refused, wait_for
from tests.playground.test_delivery import raw_app

HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Home"}}]}


@asynccontextmanager
async def kept(path: Path, **how: Any) -> AsyncIterator[tuple[Slack, AsyncWebClient]]:
    """A Slack with its state in a file, and a client for it."""
    async with (
        running(state=path, rate_limits=False, pages=False, **how) as slack,
        aiohttp.ClientSession() as session,
    ):
        yield slack, AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])


def picture(slack: Slack) -> dict[str, Any]:
    """Everything that must be the same after a restart."""
    world = slack.world
    return {
        "people": world.people,
        "installations": world.installations,
        "channels": world.channels,
        "homes": {person: world.views.home(person, slack.app_id) for person in world.people},
        "shown": world.shown,
        "notifications": world.notifications,
        "notices": world.notices,
        "shelf": {name: value for name, value in vars(world.shelf).items() if name != "_world"},
    }


async def test_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    async with kept(path) as (slack, client):
        ana, ben = slack.person("UANA"), slack.person("UBEN")
        await client.conversations_join(channel="C0GENERAL")
        first = await client.chat_postMessage(
            channel="UANA",
            text="First",
            blocks=[actions(button("go"))],
            metadata={"event_type": "note", "event_payload": {"key": "1"}},
        )
        where = {"channel": first["channel"], "ts": first["ts"]}
        await client.chat_postMessage(channel=first["channel"], text="Reply", thread_ts=first["ts"])
        gone = await client.chat_postMessage(channel="C0GENERAL", text="Gone")
        await client.chat_update(**where, text="First, changed")
        await client.chat_delete(channel="C0GENERAL", ts=gone["ts"])
        await client.reactions_add(channel=first["channel"], timestamp=first["ts"], name="eyes")
        await client.pins_add(channel=first["channel"], timestamp=first["ts"])
        await client.bookmarks_add(channel_id="C0GENERAL", title="Plan", type="link", link="https://plan.example")
        await client.conversations_open(users="UANA,UBEN")
        await client.conversations_create(name="new-room")
        await client.files_upload_v2(channel=first["channel"], filename="a.bin", content=b"\x00\xff")
        document = {"type": "markdown", "markdown": "# Title"}
        await client.canvases_create(title="Canvas", document_content=document)
        await client.views_publish(user_id="UANA", view=HOME)
        await client.chat_scheduleMessage(
            channel="UBEN", text="Later", post_at=int((slack.clock.now() + timedelta(days=1, hours=1)).timestamp())
        )
        await ben.say("C0GENERAL", "Hello <@UANA>")
        ana.mark_read(first["channel"])
        slack.change_person("UBEN", tz="Asia/Tokyo", title="Lead")
        slack.clock.move(timedelta(days=1))
        await slack.settled()
        before, offset = picture(slack), slack.clock.offset
    async with kept(path) as (slack, client):
        assert picture(slack) == before
        assert slack.clock.offset == offset
        assert (await client.conversations_open(users="UANA"))["channel"]["id"] == first["channel"]
        fresh = await client.conversations_create(name="newer-room")
        assert fresh["channel"]["id"] not in before["channels"]
        slack.clock.move(timedelta(hours=2))
        await wait_for(slack.person("UBEN").messages)


async def test_the_app_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    async with kept(path) as (slack, client):
        await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("go"))])
        async with raw_app(slack):
            ana = slack.person("UANA")
            await ana.click(ana.messages()[0], "go")
            [clicked] = slack.record.delivered("block_actions")
        slack.app_url = None
        await ana.say("C0GENERAL", "Before the app was there")
        await slack.settled()
    async with kept(path) as (slack, client):
        url = clicked.payload["response_url"].replace(clicked.payload["response_url"].partition("/response")[0], "")
        async with aiohttp.ClientSession() as session, session.post(slack.address + url, json={"text": "Late"}) as told:
            assert told.status == 200
        assert slack.person("UANA").ephemerals()[0].text == "Late"


async def test_an_event_that_nobody_took_is_brought_after_the_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    async with kept(path, retry_delays=(60, 60, 60)) as (slack, _):
        await slack.person("UANA").say(slack.person("UANA").app_dm.id, "Anybody there?")
        await slack.settled()
        [missed] = slack.record.delivered("event")
        assert missed.error == "dispatch_failed"
    async with kept(path, retry_delays=(0.05, 60, 60)) as (slack, _), raw_app(slack) as app:
        await wait_for(lambda: app.heard)
        assert app.heard[0].headers["x-slack-retry-num"] == "1"
        assert (await app.heard[0].json())["event_id"] == missed.payload["event_id"]
        await slack.settled()
    async with kept(path, retry_delays=(0, 0, 0)) as (slack, _), raw_app(slack) as app:
        await asyncio.sleep(0.05)
        assert app.heard == []


async def test_an_app_that_was_removed_stays_removed(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    async with kept(path) as (slack, client):
        slack.uninstall()
    async with kept(path) as (slack, client):
        assert await refused(client.auth_test()) == "account_inactive"
        slack.install(slack.team_id)


async def test_somebody_new_in_the_cast_is_there_too_and_a_reset_forgets(tmp_path: Path) -> None:
    path, people = tmp_path / "state.db", [{"id": "UANA", "name": "ana"}]
    async with kept(path, people=people) as (slack, client):
        await client.chat_postMessage(channel="UANA", text="x")
    async with kept(path, people=[*people, {"id": "UNEW", "name": "new"}]) as (slack, client):
        assert "UNEW" in slack.world.people
        assert len(slack.person("UANA").messages()) == 1
        slack.reset()
    async with kept(path, people=people) as (slack, client):
        assert slack.person("UANA").messages() == []


async def test_two_cannot_share_a_file_and_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    (tmp_path / "letter.txt").write_text("Dear Ana, this is no database at all. " * 30)
    async with kept(path):
        with pytest.raises(BadState, match="locked"):
            Slack(state=path)
    with pytest.raises(BadState, match="not a database"):
        Slack(state=tmp_path / "letter.txt")


async def test_a_sudden_end_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    command = [sys.executable, "-m", "playground", "--port", "0", "--state", str(path)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().split()[-1]
    body = json.dumps({"channel": "UANA", "text": "Remember me"}).encode()
    headers = {"Authorization": "Bearer xoxb-playground", "Content-Type": "application/json"}
    call = Request(f"{address}/api/chat.postMessage", body, headers)
    answer = await asyncio.to_thread(lambda: json.load(urlopen(call)))
    process.kill()
    await process.wait()
    assert answer["ok"]
    async with kept(path) as (slack, _):
        assert [message.text for message in slack.person("UANA").messages()] == ["Remember me"]
