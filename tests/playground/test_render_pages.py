"""The pages over plain HTTP: who sees what, what a click does, and what a bad request gets."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

import playground
from playground import Slack
from playground.model import Change, Message
from playground.pages import trouble_page
from playground.pages.live import touched
from playground.trouble import Trouble

MANIFEST = {
    "display_information": {"name": "Gallery"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
        "slash_commands": [{"command": "/go", "description": "Go", "usage_hint": "@person", "should_escape": True}],
    },
}
PEOPLE = [{"id": "UANA", "name": "ana", "real_name": "Ana Sousa"}, {"id": "UBEN", "real_name": "Ben Okafor"}]
PEOPLE += [{"id": "UCY", "real_name": "Cy <b>Young</b>"}]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, people=PEOPLE, guide="# Start\n\nType `/go`.") as running:
        yield running


@pytest.fixture
async def web(slack: Slack) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.address) as session:
        yield session


async def page(web: aiohttp.ClientSession, path: str, status: int = 200, **headers: str) -> str:
    async with web.get(path, headers=headers) as response:
        assert response.status == status
        return await response.text()


async def do(web: aiohttp.ClientSession, what: str, status: int = 200, **body: Any) -> Any:
    async with web.post(f"/do/{what}", json=body) as response:
        assert response.status == status
        return await response.json()


async def test_the_first_page_asks_who_one_wants_to_be(web: aiohttp.ClientSession) -> None:
    shown = await page(web, "/")
    assert "Ana Sousa" in shown
    assert "Type <code>/go</code>." in shown
    assert "Cy &lt;b&gt;Young&lt;/b&gt;" in shown


async def test_a_conversation_is_shown_to_its_members_alone(slack: Slack, web: aiohttp.ClientSession) -> None:
    between = await slack.person("UANA").open_conversation("UBEN")
    await slack.person("UANA").say(between.id, "A secret")
    assert "A secret" in await page(web, f"/c/{between.id}?as=UBEN")
    assert "A secret" not in await page(web, f"/c/{between.id}?as=UCY", status=404)
    assert "A secret" not in await page(web, "/c/C0GENERAL?as=UCY")


async def test_a_private_note_is_shown_to_its_reader_alone(slack: Slack, web: aiohttp.ClientSession) -> None:
    note = Message("C0GENERAL", slack.world.stamps.next(), slack.bot_user_id, "For Ana", slack.clock.now())
    note.ephemeral_for = "UANA"
    slack.world.post_ephemeral(note)
    assert "Only visible to you" in await page(web, "/c/C0GENERAL?as=UANA")
    assert "For Ana" not in await page(web, "/c/C0GENERAL?as=UBEN")
    assert (await do(web, "dismiss", **{"as": "UANA", "channel": "C0GENERAL", "ts": note.ts}))["ok"]
    assert "For Ana" not in await page(web, "/c/C0GENERAL?as=UANA")


async def test_nobody_known_is_sent_to_the_first_page(web: aiohttp.ClientSession) -> None:
    for path in ("/c/C0GENERAL", "/c/C0GENERAL?as=UNOBODY", "/app/A0PLAYGROUND/home?as=U0APPBOT"):
        assert "Who do you want to be?" in await page(web, path)


async def test_only_the_regions_that_were_asked_for_are_drawn(web: aiohttp.ClientSession) -> None:
    shown = await page(web, "/c/C0GENERAL?as=UANA", **{"X-Regions": "side,nonsense"})
    assert 'id="region-side"' in shown
    assert "region-main" not in shown


async def test_what_people_write_is_sent_as_a_client_sends_it(slack: Slack, web: aiohttp.ClientSession) -> None:
    await do(web, "say", **{"as": "UBEN", "channel": "C0GENERAL", "text": "Hi @ana <3 & more"})
    assert slack.person("UANA").messages("C0GENERAL")[-1].text == "Hi <@UANA> &lt;3 &amp; more"


async def test_a_read_only_app_is_not_written_to(slack: Slack, web: aiohttp.ClientSession) -> None:
    channel = slack.person("UBEN").app_dm.id
    answer = await do(web, "say", **{"as": "UBEN", "channel": channel, "text": "Hello?"})
    assert answer["error"] == "Gallery does not read messages here. Type / to see what you can ask it."
    answer = await do(web, "say", **{"as": "UBEN", "channel": channel, "text": "/stop"})
    assert answer["error"] == "There is no command /stop here. Type / to see the commands."


async def test_an_app_that_is_not_there_is_named(slack: Slack, web: aiohttp.ClientSession) -> None:
    answer = await do(web, "say", **{"as": "UBEN", "channel": "C0GENERAL", "text": "/go @ana"})
    assert not answer["ok"]
    assert answer["noticed"]


@pytest.mark.parametrize(
    "body",
    [
        {"ref": "m C0GENERAL 1.1", "block": "b", "action": "a"},
        {"ref": "v V1", "block": "b", "action": "a"},
        {"ref": "garbage", "block": "b", "action": "a"},
    ],
)
async def test_clicking_what_is_gone_says_so(web: aiohttp.ClientSession, body: dict[str, str]) -> None:
    answer = await do(web, "use", **{"as": "UANA", **body})
    assert answer["error"] == "This has changed in the meantime. Please look again."


async def test_bad_requests_get_an_answer_and_no_trace(web: aiohttp.ClientSession) -> None:
    await do(web, "use", status=400, **{"as": "UNOBODY"})
    await do(web, "say", status=400, **{"as": "UANA"})
    await do(web, "fly", status=404, **{"as": "UANA"})
    async with web.post("/do/say", data="as=UANA") as response:
        assert response.status == 404
    async with web.post("/do/say", data="{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400
    await page(web, "/options?as=UANA&ref=v+V1&block=b&action=a", status=404)
    await page(web, "/events?as=UNOBODY", status=404)
    await page(web, "/inspector/shown/UNOBODY", status=404)
    await page(web, "/inspector/shown/UNOBODY.txt", status=404)
    await page(web, "/app/A0NOBODY/home?as=UANA", status=404)


async def test_bad_trouble_is_explained_and_changes_nothing(slack: Slack, web: aiohttp.ClientSession) -> None:
    for form, words in (
        ({"kind": "no such"}, "no trouble is called"),
        ({"kind": "duplicate", "method": "chat.*"}, "for deliveries only"),
        ({"kind": "slow", "seconds": "soon"}, "seconds is a number"),
        ({"do": "ready", "name": "the end of the world"}, "no such trouble"),
        ({"do": "remove"}, "rule"),
    ):
        async with web.post("/inspector/trouble", data=form) as response:
            assert response.status == 200
            assert words in await response.text()
    assert slack.trouble.rules == []


def test_every_kind_of_trouble_has_words() -> None:
    assert all(kind != words for kind, words in trouble_page.kinds())
    for one in trouble_page.READY:
        Trouble().add(one.method, one.kind, **one.how)


async def test_what_somebody_was_shown_is_there_as_text(slack: Slack, web: aiohttp.ClientSession) -> None:
    await slack.person("UBEN").say("C0GENERAL", "First line\nsecond line")
    text = await page(web, "/inspector/shown/UANA.txt")
    assert "  First line\n  second line\n" in text
    assert "second line" in await page(web, "/inspector/shown/UANA?words=SECOND")
    assert "second line" not in await page(web, "/inspector/shown/UANA?words=third")


async def test_two_people_side_by_side(web: aiohttp.ClientSession) -> None:
    shown = await page(web, "/side-by-side?left=UCY&right=UBEN")
    assert re.findall(r'src="/\?as=(\w+)"', shown) == ["UCY", "UBEN"]
    assert "<b>Young" not in shown
    assert re.findall(r'src="/\?as=(\w+)"', await page(web, "/side-by-side?left=UNOBODY")) == ["UANA", "UBEN"]
    assert re.findall(r'src="/\?as=(\w+)"', await page(web, "/side-by-side?left=UBEN")) == ["UBEN", "UANA"]


async def test_an_open_page_hears_of_changes(slack: Slack, web: aiohttp.ClientSession) -> None:
    async with web.get("/events?as=UANA") as stream:
        assert (await stream.content.readline()).startswith(b"retry")
        await slack.person("UBEN").say("C0GENERAL", "News")
        line = b""
        while not line.startswith(b"data:"):
            line = await stream.content.readline()
        assert json.loads(line.removeprefix(b"data:"))["main"] == ["C0GENERAL"]


def test_a_change_elsewhere_leaves_the_conversation_alone() -> None:
    regions = touched(Change("message", ("UANA",), "C1", "1.1"))
    assert regions["main"] == regions["thread"] == ["C1"]
    assert regions["side"] == []
