"""
A real Chromium for the tests of pages. Skipped, with the reason, where none is found.

`slack` is a local Slack with an app that shows every block, `app` that app. Everything runs in the session's event
loop; a module of such tests begins with
`pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

import playground
from playground import Slack
from tests.browser.gallery_app import GUIDE, MANIFEST, PEOPLE, Gallery, gallery

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
Browser, BrowserContext, Page = playwright_api.Browser, playwright_api.BrowserContext, playwright_api.Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}

Look = Callable[..., Awaitable[Page]]


def chromium_path(installed: str) -> str | None:
    """Where a Chromium is: `CHROMIUM`, one on the path, or the one that Playwright installed; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    given = (os.environ.get("CHROMIUM"), *map(shutil.which, names))
    return next((path for path in given if path), installed if Path(installed).exists() else None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with playwright_api.async_playwright() as playwright:
        path = chromium_path(playwright.chromium.executable_path)
        if path is None:
            pytest.skip("no Chromium: install one (`playwright install chromium`) or name it in CHROMIUM")
        launched = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser) -> AsyncIterator[Look]:
    """
    `page = await look(address, dark=False, phone=False)`: a window of its own, as another person's browser would be.

    A page that logs an error or throws fails the test at its end; `expected` names words of errors that are meant.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    async def open_page(address: str, *, dark: bool = False, phone: bool = False, expected: str = "") -> Page:
        context = await browser.new_context(
            viewport=PHONE if phone else DESK, color_scheme="dark" if dark else "light", has_touch=phone
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = await context.new_page()

        def note(text: str) -> None:
            if not expected or expected not in text:
                problems.append(text)

        page.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: note(str(error)))
        await page.goto(address)
        if await page.locator("#region-main").count():  # a page of the workspace: usable once its script listens
            await page.locator("body[data-listens]").wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not problems, "\n".join(problems)


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Slack]:
    """A local Slack for the app that shows every block, which has a second to answer."""
    async with playground.running(
        manifest=MANIFEST, people=PEOPLE, guide=GUIDE, rate_limits=False, ack_seconds=1.0
    ) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def app(slack: Slack) -> AsyncIterator[Gallery]:
    """The app that shows every block, connected."""
    async with gallery(slack) as connected:
        yield connected


@pytest.fixture(scope="session")
def axe_script(request: pytest.FixtureRequest) -> str:
    """The accessibility checker; the test is skipped where it cannot be fetched."""
    from tests.browser import axe

    cache = request.config.cache
    assert cache is not None
    return axe.source(Path(cache.mkdir("axe")))
