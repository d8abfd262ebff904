"""
One person's browser window, used by what stands on the screen: by mouse, on a phone by touch, or by keyboard alone.

The three take the same script, so whatever can be done in one way is tried in all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.async_api import Locator, Page, expect

PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of every step, if somebody wants to look."""
MOST_TABS = 200

NEXT_KEY = """
one => {
  const focus = document.activeElement;
  if (one === focus || (one.role && one.contains(focus))) return null;
  return one.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING ? "Shift+Tab" : "Tab";
}
"""
"""What brings the focus nearer to an element; null if it is there or, for a group of choices, in it."""


class Window:
    """A window whose user has a mouse. `prefix` begins the names of its pictures."""

    def __init__(self, page: Page, name: str, prefix: str = "") -> None:
        self.page, self.name = page, name
        self._prefix, self._shots = prefix, 0

    # looking

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_text(words).last).to_be_visible()

    async def hears_privately(self, words: str) -> None:
        """A line that only this person sees."""
        note = self.page.locator(".message.private").filter(has_text=words)
        await expect(note.last).to_be_visible()

    async def picture(self, about: str) -> None:
        if PICTURES:
            self._shots += 1
            await self.page.wait_for_timeout(300)
            await self.page.screenshot(path=Path(PICTURES) / f"{self._prefix}{self.name}-{self._shots:02d}-{about}.png")

    # doing

    async def types(self, line: str, field: str = "Message Common Ground") -> None:
        box = self.page.get_by_label(field, exact=True)
        await self._fill(box, line)
        await box.press("Enter")
        if await box.input_value():  # the first one took a name from the list
            await box.press("Enter")
        await expect(box).to_have_value("")

    async def presses(self, label: str) -> None:
        """The newest button that reads like this, in the open modal if there is one."""
        await self._press(self._button(await self.where(), label))

    async def opens(self, label: str, title: str) -> None:
        """Press a button that opens a modal of this title."""
        await self.presses(label)
        await expect(self.page.get_by_role("dialog", name=title)).to_be_visible()

    async def sends(self, label: str) -> None:
        """Press the modal's own button, and once more if it came back with ideas filled in; then it closes."""
        dialogs = self.page.get_by_role("dialog")
        await self.presses(label)
        again = self.page.get_by_text("an idea stands now")
        await expect(again.or_(self.page.locator("body:not(:has(dialog[open]))")).first).to_be_attached()
        if await again.count():
            await self.presses(label)
        await expect(dialogs).to_have_count(0)

    async def closes(self) -> None:
        """Leave the open modals, one after the other, by Escape."""
        dialogs = self.page.get_by_role("dialog")
        while await dialogs.count():
            form = await dialogs.last.locator("form").get_attribute("id")
            await self.page.keyboard.press("Escape")
            await expect(self.page.locator(f"#{form}")).to_have_count(0)

    async def rates(self, skills: Sequence[str], scores: Mapping[str, str], default: str) -> None:
        """Answer every question of the page that is shown."""
        where = await self.where()
        for skill in skills:
            group = where.get_by_role("radiogroup", name=re.compile(f"^{re.escape(skill)}")).last
            await self._choose(group, scores.get(skill, default))

    async def chooses(self, question: str, answer: str) -> None:
        """Choose one of the radio buttons under a question."""
        where = await self.where()
        group = where.get_by_role("radiogroup", name=re.compile(f"^{re.escape(question)}")).last
        await self._choose(group, answer)

    async def writes(self, question: str, text: str) -> None:
        await self._fill((await self.where()).get_by_label(question).first, text)

    async def picks(self, question: str, *answers: str) -> None:
        """Choose from a menu in the open modal."""
        box = (await self.where()).get_by_role("combobox", name=question).first
        for answer in answers:
            await self._pick(box, answer)
        await self.page.keyboard.press("Tab")  # a menu of several stays open until one goes on

    async def goes_to(self, link: str) -> None:
        """Follow a link of the side bar or of the tabs."""
        await self._press(self._link(link))

    def _link(self, name: str) -> Locator:
        """One that stays: a note that pops up leads to the same place, and goes away by itself."""
        return self.page.locator("[id^=region-]").get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first

    async def goes_to_the_thread(self, other: str) -> None:
        """From wherever one is to the conversation with somebody, and into its newest thread."""
        await self.goes_to(other)
        await expect(self.page.get_by_role("heading", level=1, name=other)).to_be_visible()
        await self._press(self.page.get_by_role("link", name="Reply in thread").last)
        await expect(self.page.get_by_role("log", name="Thread")).to_be_visible()

    async def where(self) -> Locator:
        """What can be used: the modal on top, else the page."""
        dialogs = self.page.get_by_role("dialog")
        return dialogs.last if await dialogs.count() else self.page.locator("body")

    def _button(self, where: Locator, label: str) -> Locator:
        return where.get_by_role("button").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).last

    # by mouse

    async def _press(self, target: Locator) -> None:
        await target.click()

    async def _fill(self, field: Locator, text: str) -> None:
        await field.fill(text)

    async def _choose(self, group: Locator, answer: str) -> None:
        await group.get_by_role("radio", name=answer, exact=True).check()

    async def _pick(self, box: Locator, answer: str) -> None:
        await box.click()
        await self.page.get_by_role("option", name=answer).first.click()


class Phone(Window):
    """A window on a phone: fingers, and one thing on the screen at a time."""

    async def goes_to(self, link: str) -> None:
        close = self.page.get_by_role("link", name="Close thread")
        if await close.count():
            await close.tap()
        target = self._link(link)
        if not await target.is_visible():
            await self.page.get_by_role("button", name="Conversations").tap()
        await target.tap()

    async def _press(self, target: Locator) -> None:
        await target.tap()

    async def _choose(self, group: Locator, answer: str) -> None:
        choice = group.get_by_role("radio", name=answer, exact=True)
        await choice.tap()
        await expect(choice).to_be_checked()

    async def _pick(self, box: Locator, answer: str) -> None:
        await box.tap()
        await self.page.get_by_role("option", name=answer).first.tap()


class Keys(Window):
    """A window whose user has a keyboard and nothing else."""

    async def _press(self, target: Locator) -> None:
        await self._reach(target)
        await self.page.keyboard.press("Enter")

    async def _fill(self, field: Locator, text: str) -> None:
        await self._reach(field)
        await self.page.keyboard.press("ControlOrMeta+a")
        await self.page.keyboard.insert_text(text)

    async def _choose(self, group: Locator, answer: str) -> None:
        await self._reach(group)
        wanted = group.get_by_role("radio", name=answer, exact=True)
        for _ in range(await group.get_by_role("radio").count()):
            if await wanted.evaluate(NEXT_KEY) is None:
                break
            await self.page.keyboard.press("ArrowDown")
        if not await wanted.is_checked():
            await self.page.keyboard.press("Space")
        await expect(wanted).to_be_checked()

    async def _pick(self, box: Locator, answer: str) -> None:
        await self._reach(box)
        await self.page.keyboard.insert_text(answer)
        only = self.page.get_by_role("option")
        await expect(only).to_have_count(1)
        await expect(only).to_contain_text(answer)
        await self.page.keyboard.press("Enter")

    async def _reach(self, target: Locator) -> None:
        """Press Tab, in the direction in which it lies, until the focus is there."""
        await expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            key = await target.evaluate(NEXT_KEY)
            if key is None:
                return
            await self.page.keyboard.press(key)
        raise AssertionError(f"{target} cannot be reached by Tab")
