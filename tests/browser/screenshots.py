"""
`python -m tests.browser.screenshots`: the pictures of the documentation, taken from the running app in a local Slack.

They show one made-up conversation at a set time, so that a new run changes only what has changed in the app.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

import playground
from bot.cli.demo import PEOPLE
from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from playground import Slack
from tests.bot.conftest import MANIFEST, app_running
from tests.bot.hands import Hands
from tests.bot.playing import to_form
from tests.bot.tour import closes
from tests.bot.year import CHANGED, HEARD, SPRING_MANAGER, SPRING_REP, WINTER_MANAGER, WINTER_REP, Year
from tests.browser.conftest import ARGUMENTS, chromium_path

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NINE = datetime(2027, 1, 12, 9, 0, 5, tzinfo=UTC)
MOST_BYTES = 250_000

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
SKILLS = [skill.name for section in SHORT.sections for skill in section.skills]
UNSEEN = "Haven't seen it yet"
BEN = (4, 4, 4, 3, 4, 3, 3, 2, 5, "No chance yet", 5, 2)
MAYA = (4, 2, 4, 2, 3, 4, UNSEEN, 3, 4, 4, 4, 2)


def answers(given: tuple[int | str, ...]) -> dict[str, str]:
    """Skill -> the label that one chooses."""
    labels = SHORT.scale.labels
    said = (f"{one} · {labels[one - 1]}" if isinstance(one, int) else one for one in given)
    return dict(zip(SKILLS, said, strict=True))


class Story:
    """Maya's review of Ben, step by step; each step happens at a minute of its own."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.maya, self.ben = Hands(slack.person("UMAYA")), Hands(slack.person("UBEN"))

    def at(self, minute: int) -> None:
        self.slack.clock.move_to(NINE.replace(minute=minute))
        self.slack.world.clock_moved()

    async def ben_begins_to_answer(self) -> None:
        self.at(0)
        await self.maya.types("/coach-review @Ben")
        await self.maya.presses("Ask Ben")
        await self.ben.presses("Accept")
        await self.ben.presses("Start")
        for skill in SKILLS[:2]:
            await self.ben.chooses(skill, answers(BEN)[skill])

    async def both_answer(self) -> None:
        self.at(4)
        for number, section in enumerate(SHORT.sections, start=1):
            await self.ben.sees(f"Part {number} of {len(SHORT.sections)}")
            for skill in section.skills:
                await self.ben.chooses(skill.name, answers(BEN)[skill.name])
            await self.ben.presses("Next" if number < len(SHORT.sections) else "Check my answers")
        await self.ben.presses("Submit")
        await self.maya.presses("As one form")
        for section in SHORT.sections:
            for skill in section.skills:
                await self.maya.chooses(skill.name, answers(MAYA)[skill.name])
            await self.maya.submits()
        await self.maya.sends()
        await self.ben.sees("name strengths and needs first")

    async def both_open(self) -> None:
        self.at(30)
        await self.ben.presses("In writing")
        best = "Where are you at your best, and what would you like more of?"
        await self.ben.writes(best, "First talks. I like to find out what is going on before I show anything.")
        better = "What would you most like to get better at, and what is in the way?"
        await self.ben.writes(better, "Asking for the next step. I worry that it sounds pushy.")
        await self.ben.sends()
        await self.maya.sees("sounds pushy")
        self.at(41)
        await self.maya.presses("Add mine")
        await self.maya.chooses("A strength you see", "Following up")
        await self.maya.writes("What have you seen Ben do?", "Three customers quoted your summaries back to me.")
        await self.maya.sends()
        await self.ben.sees("You both see strengths here")

    async def both_choose(self) -> None:
        self.at(52)
        await self.ben.presses("Choose")
        await self.ben.chooses("From which strength?", "Following up")
        await self.ben.chooses("Which skill?", "Listening")
        await self.ben.chooses("Which skills?", "Qualifying")
        await self.ben.sends()
        await self.maya.presses("Answer")
        await self.maya.chooses("Ben would take on more: Following up", "Yes")
        await self.maya.writes("How I see it: Qualifying", "I'd ask about the budget one talk earlier.")
        await self.maya.sends()
        await self.ben.sees("do you agree to this plan")


class Camera:
    """Takes pictures of what a person sees."""

    def __init__(self, browser: Browser, slack: Slack) -> None:
        self.browser, self.slack = browser, slack

    @asynccontextmanager
    async def window(
        self, person: str, *, width: int, height: int, scale: float, dark: bool = False
    ) -> AsyncIterator[Page]:
        """Somebody's window on the app's messages, without the guide."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        await page.add_init_script("localStorage.setItem('guide', 'closed')")
        await page.goto(f"{self.slack.address}/app/{self.slack.app_id}/messages?as={person}")
        yield page
        await context.close()

    async def take(self, page: Page, name: str) -> None:
        """Write a picture, when the page has come to rest."""
        await self.slack.settled()
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(400)
        await page.evaluate("document.activeElement?.blur()")
        await page.evaluate("document.querySelectorAll('#toasts .toast').forEach((one) => one.remove())")
        await page.evaluate("document.querySelector('#clock-button').classList.remove('moved')")
        target = IMAGES / f"{name}.png"
        await page.screenshot(path=target, animations="disabled", caret="hide")
        size = target.stat().st_size
        sys.stdout.write(f"{target.name}: {size // 1024} KB\n")
        if size > MOST_BYTES:
            raise SystemExit(f"{target.name} is too large for a page of the documentation")


async def to_the_thread(page: Page) -> None:
    """From anywhere to the newest thread of the two."""
    link = page.get_by_role("link", name=re.compile("^(Maya|Ben) .*Common Ground"))
    if not await link.first.is_visible():
        await page.get_by_role("button", name="Conversations").click()
    await link.first.click()
    await page.get_by_role("link", name="Reply in thread").last.click()
    await expect(page.get_by_role("log", name="Thread")).to_be_visible()


async def take_all(browser: Browser, slack: Slack) -> None:
    story, camera = Story(slack), Camera(browser, slack)
    await story.ben_begins_to_answer()
    async with camera.window("UBEN", width=1040, height=760, scale=1.5) as page:
        await expect(page.get_by_text("Part 1 of 3")).to_be_visible()
        await page.wait_for_timeout(500)  # the page listens now, and is drawn once more
        await page.get_by_text("Part 1 of 3").evaluate("one => one.closest('.message').scrollIntoView()")
        await camera.take(page, "questions")
    await story.both_answer()
    await story.both_open()
    async with camera.window("UBEN", width=1280, height=900, scale=1) as page:
        await to_the_thread(page)
        await camera.take(page, "conversation")
    async with camera.window("UBEN", width=430, height=932, scale=1.75, dark=True) as page:
        await to_the_thread(page)
        await camera.take(page, "phone")
    await story.both_choose()
    async with camera.window("UBEN", width=1040, height=760, scale=1.5) as page:
        await to_the_thread(page)
        await page.get_by_role("button").filter(has_text=re.compile(r"^\s*See both views\s*$")).last.click()
        dialog = page.get_by_role("dialog", name="Both views")
        await dialog.get_by_text("Qualifying", exact=True).first.evaluate("one => one.scrollIntoView()")
        await camera.take(page, "both-views")


async def take_the_year(browser: Browser, slack: Slack) -> None:
    """Along the year of docs/a-year.md."""
    maya, ben, chloe = (Hands(slack.person(one)) for one in ("UMAYA", "UBEN", "UCHLOE"))
    year, camera = Year(slack, maya, ben, chloe), Camera(browser, slack)
    await year.on(date(2027, 1, 12))
    await year.meets(year.first)
    await year.both_answer(year.first, WINTER_REP, WINTER_MANAGER)
    await year.talks(year.first, work_on="Listening", look_into=("Qualifying",))
    await year.on(date(2027, 2, 3))
    await year.sees_something(year.first, HEARD)
    async with camera.window("UMAYA", width=1040, height=760, scale=1.2) as page:
        await to_the_thread(page)
        await page.get_by_text("How the plan goes").last.evaluate("one => one.closest('.message').scrollIntoView()")
        await camera.take(page, "year-evidence")
    await year.takes_second_look(year.first, "Qualifying", "4 · Strong", "4 · Strong", CHANGED)
    async with camera.window("UBEN", width=1040, height=620, scale=1.2) as page:
        opened = page.get_by_text("have both taken your second look").last
        await opened.evaluate("one => one.closest('.message').scrollIntoView()")
        await camera.take(page, "year-second-look")
    await ben.presses("Take on more")
    await ben.sees("By when?")
    await ben.sends()
    await maya.keyboard.open_home()
    await maya.sees("would take something on")
    async with camera.window("UMAYA", width=1040, height=760, scale=1.2) as page:
        await page.goto(f"{slack.address}/app/{slack.app_id}/home?as=UMAYA")
        await expect(page.get_by_text("Waiting for you")).to_be_visible()
        await camera.take(page, "year-desk")
    await maya.presses("Answer", at_home=True)
    await maya.chooses("Ben would take this on", "Yes")
    await maya.sends()
    await closes(maya)
    await year.keeps_to_the_short_form(maya)
    await year.begins_by_itself(year.first, date(2027, 4, 13))
    await year.both_answer(year.first, SPRING_REP, SPRING_MANAGER)
    async with camera.window("UBEN", width=1040, height=760, scale=1.2) as page:
        await to_the_thread(page)
        await page.get_by_text("Last time's plan", exact=True).last.evaluate("one => one.scrollIntoView()")
        await camera.take(page, "year-last-plan")
    await year.talks(year.first, work_on="Following up", look_into=("Answering doubts",))
    await to_form(ben, "See both views")
    await ben.presses("What moved")
    await closes(ben)
    await ben.sees("a strength you both see now")
    async with camera.window("UBEN", width=1040, height=900, scale=1.2) as page:
        moved = page.get_by_text("a strength you both see now").last
        await moved.evaluate("one => one.closest('.message').scrollIntoView()")
        await camera.take(page, "year-what-moved")
    await maya.keyboard.open_home()
    await maya.presses("End coaching with Ben", at_home=True)
    await closes(maya)
    await year.meets(year.second)
    await ben.sees("coaches you now, and your plan goes on")
    async with camera.window("UBEN", width=1040, height=620, scale=1.2) as page:
        question = page.get_by_text("coaches you now, and your plan goes on").last
        await question.evaluate("one => one.closest('.message').scrollIntoView()")
        await camera.take(page, "year-handover")


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            async_playwright() as playwright,
            playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False) as slack,
            app_running(slack, f"sqlite:///{folder}/coach.sqlite"),
        ):
            path = chromium_path(playwright.chromium.executable_path)
            if path is None:
                raise SystemExit("no Chromium: install one (`playwright install chromium`) or name it in CHROMIUM")
            browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            await take_all(browser, slack)
            await browser.close()
        async with (
            async_playwright() as playwright,
            playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False) as slack,
            app_running(slack, f"sqlite:///{folder}/year.sqlite"),
        ):
            browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            await take_the_year(browser, slack)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
