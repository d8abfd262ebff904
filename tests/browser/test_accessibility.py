"""axe-core finds nothing serious on any page: light and dark, desk and phone, with and without a modal."""

from __future__ import annotations

import pytest

from playground import Slack
from tests.browser.conftest import Look
from tests.browser.gallery_app import Gallery

pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import Page, expect

from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KINDS = {"light": {}, "dark": {"dark": True}, "phone": {"phone": True}}


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_serious_is_found(slack: Slack, app: Gallery, look: Look, axe_script: str, kind: str) -> None:
    found: dict[str, list[str]] = {}

    async def check(page: Page, name: str) -> None:
        await page.wait_for_timeout(250)  # until what moves in has come to rest: half-faded words have no contrast
        found[name] = await axe.findings(page, axe_script)

    async def send(text: str, field: str = "Message Gallery") -> None:
        await page.get_by_label(field, exact=True).fill(text)
        await page.get_by_label(field, exact=True).press("Enter")

    page = await look(slack.address, **KINDS[kind])
    await check(page, "welcome")
    await page.goto(f"{slack.address}/app/{slack.app_id}/messages?as=UMAYA")
    await check(page, "an empty conversation")
    await page.get_by_label("Message Gallery").fill("/")
    await expect(page.get_by_role("option").first).to_be_visible()
    await check(page, "commands completed")
    await send("/nothing")
    await expect(page.get_by_text("There is no command")).to_be_visible()
    await page.get_by_label("Message Gallery").fill("")
    for menu in ("Clock", "You are" if "phone" not in kind else "Maya", "Notifications"):
        await page.get_by_role("button", name=menu).click()
        await check(page, f"menu {menu}")
        await page.keyboard.press("Escape")
    await send("/form")
    form = page.get_by_role("dialog", name="A form")
    await expect(form).to_be_visible()
    await check(page, "a modal")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_label("What went well?")).to_have_attribute("aria-invalid", "true")
    await form.get_by_label("Favourite fruit").click()
    await expect(page.get_by_role("option").first).to_be_visible()
    await check(page, "a modal with an error and an open list")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await send("/gallery")
    await expect(page.get_by_role("img", name="Pie chart: Time")).to_be_visible()
    await send("/private")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await check(page, "every block")
    await page.goto(f"{slack.address}/app/{slack.app_id}/home?as=UMAYA")
    await expect(page.get_by_role("heading", name="Your reviews")).to_be_visible()
    await check(page, "Home")
    await page.goto(f"{slack.address}/app/{slack.app_id}/about?as=UMAYA")
    await check(page, "About")
    await page.goto(f"{slack.address}/app/{slack.app_id}/messages?as=UMAYA")
    await send("/pair @ravi")
    await page.get_by_role("link", name="Both are in. Let us talk.").click()
    await page.get_by_role("link", name="1 reply").click()
    await expect(page.get_by_role("log", name="Thread")).to_be_visible()
    await check(page, "a thread")
    for path in ("/inspector", "/inspector/shown/UMAYA", "/inspector/trouble", "/side-by-side?left=UMAYA&right=URAVI"):
        await page.goto(f"{slack.address}{path}{'&' if '?' in path else '?'}as=UMAYA")
        await check(page, path)
    assert not any(found.values()), "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)
