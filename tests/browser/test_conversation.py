"""The whole conversation, clicked through in a real browser by two people in two windows, as `make demo` shows it."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

import playground
from bot.cli.demo import GUIDE, PEOPLE
from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from playground import Slack
from tests.bot.conftest import MANIFEST, app_running
from tests.browser.conftest import Look

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
expect, Page, Locator = playwright_api.expect, playwright_api.Page, playwright_api.Locator

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
LABELS = SHORT.scale.labels
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of every step, if somebody wants to look."""


@pytest_asyncio.fixture(loop_scope="session")
async def slack(tmp_path: Path) -> AsyncIterator[Slack]:
    guide = GUIDE.read_text(encoding="utf-8")
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, guide=guide) as running,
        app_running(running, f"sqlite:///{tmp_path}/coach.sqlite"),
    ):
        yield running


class Window:
    """One person's browser window."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.shots = 0

    async def picture(self, about: str) -> None:
        if PICTURES:
            self.shots += 1
            await self.page.wait_for_timeout(400)
            await self.page.screenshot(path=f"{PICTURES}/{self.name}-{self.shots:02d}-{about}.png")

    async def types(self, line: str) -> None:
        box = self.page.get_by_label("Message Common Ground", exact=True)
        await box.fill(line)
        await box.press("Enter")
        if await box.input_value():  # the first one took a name from the list
            await box.press("Enter")

    async def presses(self, label: str) -> None:
        """The newest button of this label, in the open modal if there is one."""
        await (await self._where()).get_by_role("button", name=label, exact=True).last.click()

    async def opens(self, label: str, title: str) -> None:
        """Press a button that opens a modal of this title."""
        await self.presses(label)
        await expect(self.page.get_by_role("dialog", name=title)).to_be_visible()

    async def sends(self, label: str) -> None:
        """Press the modal's own button, and once more if it came back with ideas filled in; then it closes."""
        dialogs = self.page.get_by_role("dialog")
        await dialogs.last.get_by_role("button", name=label, exact=True).click()
        again = self.page.get_by_text("an idea stands now")
        await expect(again.or_(self.page.locator("body:not(:has(dialog[open]))")).first).to_be_attached()
        if await again.count():
            await dialogs.last.get_by_role("button", name=label, exact=True).click()
        await expect(dialogs).to_have_count(0)

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_text(words).last).to_be_visible()

    async def rates(self, scores: Mapping[str, str], default: str, section: int) -> None:
        """Answer every question of the page that is shown."""
        where = await self._where()
        await expect(where.get_by_text(f"Part {section + 1} of 3").last).to_be_visible()
        for skill in SHORT.sections[section].skills:
            group = where.get_by_role("radiogroup", name=re.compile(f"^{re.escape(skill.name)}")).last
            choice = group.get_by_role("radio", name=scores.get(skill.name, default))
            await choice.check()

    async def writes(self, question: str, text: str) -> None:
        await self.page.get_by_role("dialog").last.get_by_label(question).first.fill(text)

    async def picks(self, question: str, *answers: str) -> None:
        """Choose from a menu in the open modal."""
        dialog = self.page.get_by_role("dialog").last
        for answer in answers:
            box = dialog.get_by_role("combobox", name=question).first
            await box.click()
            await self.page.get_by_role("option", name=answer).first.click()
        await self.page.keyboard.press("Tab")  # a menu of several stays open until one goes on

    async def goes_to_the_thread(self, other: str) -> None:
        await self.page.get_by_role("link", name=re.compile(f"^{other}.*Common Ground")).first.click()
        await self.page.get_by_role("link", name="Reply in thread").last.click()

    async def _where(self) -> Locator | Page:
        dialogs = self.page.get_by_role("dialog")
        return dialogs.last if await dialogs.count() else self.page


def point(score: int) -> str:
    return f"{score} · {LABELS[score - 1]}"


async def in_chat(person: Window, scores: Mapping[str, str], default: str) -> None:
    await person.presses("Start")
    for section in range(3):
        await person.rates(scores, default, section)
        await person.presses("Next" if section < 2 else "Check my answers")
    await person.sees("Nothing is sent until you press Submit")
    await person.picture("check")
    await person.presses("Submit")


async def as_one_form(person: Window, scores: Mapping[str, str], default: str) -> None:
    await person.opens("As one form", "Your answers")
    for section in range(3):
        await person.rates(scores, default, section)
        await person.presses("Next" if section < 2 else "Check my answers")
    await expect(person.page.get_by_role("dialog", name="Check and send")).to_be_visible()
    await person.picture("check-form")
    await person.sends("Submit")


async def two_windows(slack: Slack, look: Look) -> tuple[Window, Window]:
    """Maya has asked Ben, and he said yes."""
    messages = f"{slack.address}/app/{slack.app_id}/messages"
    maya = Window(await look(f"{messages}?as=UMAYA"), "maya")
    ben = Window(await look(f"{messages}?as=UBEN"), "ben")
    await maya.types("/coach-review @Ben")
    await maya.sees("Shall we ask?")
    await maya.picture("offer")
    await maya.presses("Ask Ben")
    await ben.sees("would like to plan your coaching with you here")
    await ben.picture("asked")
    await ben.presses("Accept")
    await ben.sees("would like to plan your next coaching")
    await ben.picture("invited")
    return maya, ben


async def test_a_whole_conversation_in_writing(slack: Slack, look: Look) -> None:
    maya, ben = await two_windows(slack, look)
    await in_chat(ben, {"Listening": point(2), "Qualifying": point(5), "Growing accounts": "No chance yet"}, point(4))
    await ben.sees("isn't done yet")
    await as_one_form(maya, {"Listening": point(2), "Qualifying": point(2)}, point(4))

    await ben.goes_to_the_thread("Maya")
    await maya.goes_to_the_thread("Ben")
    await ben.sees("name strengths and needs first")
    await ben.picture("root")
    await ben.opens("In writing", "Your opening")
    await ben.picture("opening-form")
    await ben.writes("Where are you at your best", "Preparing the first call, and keeping people in the loop.")
    await ben.writes("What would you most like to get better at", "Staying quiet when a customer thinks.")
    await ben.sends("Send")

    await maya.sees("Staying quiet when a customer thinks.")
    await maya.picture("her-turn")
    await maya.opens("Add mine", "Add yours")
    await maya.picks("A strength you see", "Following up")
    await maya.writes("What have you seen Ben do?", "Three customers thanked you for the summaries.")
    await maya.picture("reply-form")
    await maya.sends("Send")

    await ben.sees("You both see strengths here")
    await ben.picture("comparison")
    await ben.opens("Choose", "Your choices")
    await ben.picks("From which strength?", "Following up")
    await ben.picks("Which skill?", "Listening")
    await ben.picks("Which skills?", "Qualifying")
    await ben.picture("choices")
    await ben.sends("Send")

    await maya.sees("Ben chose")
    await maya.picture("choices-seen")
    await maya.opens("Answer", "Your answer")
    await maya.page.get_by_role("dialog").get_by_role("radio", name="Yes", exact=True).check()
    await maya.writes("How I see it: Qualifying", "I would ask for the budget a talk earlier.")
    await maya.writes("My support", "One hour every second Friday.")
    await maya.picture("answer")
    await maya.sends("Send and agree")

    await ben.sees("do you agree to this plan")
    await ben.opens("See both views", "Both views")
    await ben.sees("I would ask for the budget a talk earlier.")
    await ben.picture("both-views")
    await ben.presses("Show it as a chart in my own chat")
    await ben.sees("The chart is on its way")
    for _ in range(2):
        await ben.page.keyboard.press("Escape")
        await ben.page.wait_for_timeout(300)
    await expect(ben.page.get_by_role("dialog")).to_have_count(0)
    await ben.presses("I agree")
    await ben.sees("The plan that you both agreed to")
    await maya.sees("The plan that you both agreed to")
    await ben.picture("agreed")
    await maya.picture("agreed")
    await ben.page.get_by_role("link", name="Common Ground", exact=True).first.click()
    await ben.sees("What you have both opened so far")
    await ben.picture("chart")
    await ben.page.get_by_role("link", name="Home", exact=True).first.click()
    await ben.sees("Read the plan")
    await ben.picture("home")
