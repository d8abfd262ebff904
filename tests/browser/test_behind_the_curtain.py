"""Clock, inspector and trouble: what a tester of an app has besides the people, in a real Chromium."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from playground import Slack
from tests.browser.conftest import Look
from tests.browser.gallery_app import Gallery

pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def messages_of(slack: Slack, person_id: str) -> str:
    return f"{slack.address}/app/{slack.app_id}/messages?as={person_id}"


async def send(page: Page, text: str) -> None:
    await page.get_by_label("Message Gallery", exact=True).fill(text)
    await page.get_by_label("Message Gallery", exact=True).press("Enter")


async def test_the_clock_moves_on(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await page.get_by_role("button", name="Clock").click()
    await page.get_by_role("menuitem", name="Tomorrow, 9:00").click()
    await expect(page.get_by_role("button", name="9:00 AM")).to_be_visible()
    here = slack.clock.now().astimezone(ZoneInfo("Europe/Stockholm"))
    assert (here.hour, here.minute) == (9, 0)
    await page.get_by_role("button", name="Clock").click()
    await page.get_by_role("menuitem", name="Back to the present").click()
    await expect(page.get_by_role("button", name="9:00 AM")).to_be_hidden()


async def test_the_inspector_shows_payloads_and_what_people_saw(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    await expect(page.get_by_role("heading", name="Discovery")).to_be_visible()
    inspector = await look(f"{slack.address}/inspector?as=UMAYA")
    await inspector.get_by_text("command: /gallery").click()
    await expect(inspector.get_by_text('"command": "/gallery"')).to_be_visible()
    await inspector.get_by_role("link", name="What people were shown").click()
    await expect(inspector.get_by_text("Gallery: rating").first).to_be_visible()
    await inspector.get_by_role("link", name="Trouble").click()
    await inspector.get_by_role("button", name="Add").click()
    await expect(inspector.get_by_role("cell", name="chat.postMessage")).to_be_visible()
    await inspector.get_by_role("button", name="Remove").click()
    await expect(inspector.get_by_text("All is well.")).to_be_visible()


async def test_what_somebody_was_shown_can_be_searched_and_had_as_text(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    await expect(page.get_by_role("heading", name="Discovery")).to_be_visible()
    await send(page, "/private")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await page.goto(f"{slack.address}/inspector/shown/UMAYA?as=UMAYA")
    await page.get_by_label("Contains").fill("between *you*")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("listitem")).to_have_count(1)
    await page.get_by_role("link", name="As plain text").click()
    text = await page.inner_text("body")
    assert "Discovery" in text
    assert "Between *you* and me" in text


async def test_trouble_comes_with_one_click_and_goes_again(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(f"{slack.address}/inspector/trouble?as=UMAYA", expected="500")
    await page.get_by_role("button", name="One call in three fails").click()
    await page.get_by_role("button", name="All that is sent to the app arrives twice").click()
    await expect(page.get_by_role("row")).to_have_count(3)
    await page.get_by_role("button", name="Let all go well again").click()
    await expect(page.get_by_text("All is well.")).to_be_visible()
    await page.get_by_label("Method or delivery").fill("chat.*")
    await page.get_by_label("What happens").select_option("Handed over twice (deliveries)")
    await page.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("alert")).to_contain_text("for deliveries only")
    await page.get_by_role("button", name="Turn rate limits on").click()
    assert slack.limits.on
    await page.get_by_role("button", name="Drop 1 socket").click()
    await expect(page.get_by_role("button", name="Turn rate limits off")).to_be_visible()
