"""Several at once: two people side by side in one window, and two apps in one workspace."""

from __future__ import annotations

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

import playground
from playground import Slack
from tests.browser.conftest import Look
from tests.browser.gallery_app import MANIFEST, PEOPLE, Gallery, Json, gallery

pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ECHO: Json = {
    "display_information": {"name": "Echo", "description": "Says what it was told."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "echo"},
        "slash_commands": [{"command": "/echo", "description": "Say it again", "should_escape": True}],
        "shortcuts": [{"name": "Echo it", "type": "global", "callback_id": "echo-it", "description": "Once more"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


async def test_two_people_side_by_side_see_each_other_act(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(slack.address)
    await page.get_by_role("link", name="two people side by side").click()
    maya = page.frame_locator("iframe").first
    ravi = page.frame_locator("iframe").last
    await expect(maya.get_by_role("button", name="Maya Lindqvist")).to_be_visible()
    for window in (maya, ravi):
        await expect(window.locator("body")).to_have_attribute("data-listens", "yes")
    await ravi.get_by_label("Message Gallery", exact=True).fill("/pair @maya")
    await ravi.get_by_label("Message Gallery", exact=True).press("Enter")
    await maya.get_by_role("link", name="Both are in. Let us talk.").click()
    await maya.get_by_role("link", name="1 reply").click()
    await expect(maya.get_by_role("log", name="Thread")).to_contain_text("@Maya Lindqvist, you begin.")
    await ravi.get_by_role("button", name="Ravi Menon").click()
    await ravi.get_by_role("link", name="Zoë Baptiste Sales rep").click()
    await expect(ravi.get_by_role("button", name="Zoë Baptiste")).to_be_visible()
    await expect(maya.get_by_role("button", name="Maya Lindqvist")).to_be_visible()


async def test_the_side_by_side_page_takes_whom_it_is_told(slack: Slack, look: Look) -> None:
    page = await look(f"{slack.address}/side-by-side?left=UZOE&right=URAVI")
    for frame, name in ((page.frame_locator("iframe").first, "Zoë"), (page.frame_locator("iframe").last, "Ravi")):
        await expect(frame.get_by_role("button", name=name)).to_be_visible()
    await page.frame_locator("iframe").first.get_by_role("button", name="Zoë").click()
    await page.frame_locator("iframe").first.get_by_role("link", name="Two people side by side").click()
    await expect(page.frame_locator("iframe").first.get_by_role("button", name="Zoë")).to_be_visible()


async def test_two_apps_keep_apart(look: Look) -> None:
    told: list[str] = []
    async with playground.running(
        manifest=MANIFEST, people=PEOPLE, rate_limits=False, apps={"echo": {"manifest": ECHO}}
    ) as slack:
        echo_app = next(one for one in slack.apps.values() if one.name == "Echo")
        bolt = AsyncApp(client=AsyncWebClient(token=echo_app.bot_token, base_url=slack.base_url))

        @bolt.event("message")
        async def again(event: Json, client: AsyncWebClient) -> None:
            if "bot_id" not in event:
                await client.chat_postMessage(channel=event["channel"], text=f"You said: {event['text']}")

        @bolt.command("/echo")
        async def command(ack: AsyncApp, body: Json) -> None:
            await ack(f"Again: {body['text']}")  # type: ignore[operation]

        @bolt.shortcut("echo-it")
        async def shortcut(ack: AsyncApp) -> None:
            await ack()  # type: ignore[operation]
            told.append("shortcut")

        @bolt.event("app_home_opened")
        async def home(event: Json, client: AsyncWebClient) -> None:
            if event["tab"] == "home":
                said = {"type": "section", "text": {"type": "plain_text", "text": "Home of the echo"}}
                await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [said]})

        handler = AsyncSocketModeHandler(bolt, echo_app.app_token)
        await handler.connect_async()
        async with gallery(slack):
            page = await look(f"{slack.address}/?as=UMAYA")
            await expect(page.get_by_role("heading", name="Gallery", level=1)).to_be_visible()
            await page.get_by_role("link", name="Echo").click()
            box = page.get_by_label("Message Echo")
            await box.fill("Hello")
            await box.press("Enter")
            messages = page.get_by_role("log", name="Messages")
            await expect(messages.get_by_text("You said: Hello")).to_be_visible()
            await box.fill("/echo Hills")
            await box.press("Enter")
            await expect(messages.get_by_text("Again: Hills")).to_be_visible()
            await page.get_by_role("button", name="Shortcuts").click()
            await page.get_by_role("menuitem", name="Echo it").click()
            await page.get_by_role("link", name="Home", exact=True).click()
            await expect(page.get_by_text("Home of the echo")).to_be_visible()
            await page.get_by_role("link", name="Gallery").click()
            await expect(page.get_by_label("Message Gallery")).to_be_visible()
            await expect(messages.get_by_text("You said: Hello")).to_have_count(0)
            await page.get_by_label("Message Gallery").fill("/gallery rating")
            await page.get_by_label("Message Gallery").press("Enter")
            await expect(page.get_by_role("heading", name="Discovery")).to_be_visible()
            await page.goto(f"{slack.address}/inspector?as=UMAYA&app={echo_app.id}")
            await expect(page.get_by_text("command: /echo")).to_be_visible()
            await expect(page.get_by_text("command: /gallery")).to_have_count(0)
            await page.goto("about:blank")  # so that no page misses the Slack that ends here
        await handler.close_async()
    assert told == ["shortcut"]
