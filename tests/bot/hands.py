"""
A person who uses the app by what stands on the screen: labels of buttons, questions and options, and nothing else.

Waits, as people do, until what they look for is there.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from playground.model import Channel, Message, View
from playground.people import Keyboard, Outcome

Json = dict[str, Any]
PATIENCE = 15.0
"""Seconds until a test gives up."""


class NotOnScreen(AssertionError):
    pass


class Hands:
    """One person at their Slack client."""

    def __init__(self, keyboard: Keyboard) -> None:
        self.keyboard = keyboard
        self.id = keyboard.me.id
        self.taps = 0

    # looking

    def screens(self) -> Iterator[Message | View]:
        """What can be used: the open modal alone, else every message, the newest first, then Home."""
        modal = self.keyboard.modal()
        if modal is not None:
            yield modal
            return
        found: list[Message] = []
        for channel in self.keyboard.channels():
            for message in self.keyboard.messages(channel.id):
                found.append(message)
                if channel.threads.get(message.ts):
                    found += self.keyboard.thread(channel.id, message.ts)[1:]
        yield from sorted(found, key=lambda one: one.ts, reverse=True)
        home = self.keyboard.home()
        if home is not None:
            yield home

    def reads(self) -> str:
        """Every word on the screen, the newest last."""
        return "\n".join(text_of(screen) for screen in reversed(list(self.screens())))

    def thread(self) -> list[Message]:
        """The messages of the group DM's newest conversation, the root first; none before it begins."""
        for channel in self.keyboard.channels():
            if channel.kind == "mpim":
                roots = [one for one in self.keyboard.messages(channel.id) if one.thread_ts in (None, one.ts)]
                if roots:
                    return self.keyboard.thread(channel.id, roots[-1].ts)
        return []

    async def sees(self, words: str) -> None:
        await self._until(lambda: words in self.reads(), f"{words!r} is not on the screen:\n")

    async def waits(self, there: Callable[[], bool]) -> None:
        await self._until(there, "it did not come to it:\n")

    # doing

    async def types(self, line: str, channel: Channel | None = None) -> str:
        """Send a slash command; returns what came back, privately."""
        where = channel or self.keyboard.app_dm
        before = len(self.keyboard.ephemerals(where.id))
        outcome = await self.keyboard.run_command(where.id, line)
        assert outcome.ok, outcome
        new = self.keyboard.ephemerals(where.id)[before:]
        return "\n".join(text_of(one) for one in new)

    async def presses(self, label: str, *, at_home: bool = False) -> Outcome:
        """Press the newest button, or choose the newest menu entry, of this label; on Home alone, if it is meant."""

        def look(screen: Message | View) -> tuple[Json, Json, Any] | None:
            return None if at_home and screen is not self.keyboard.home() else _press(screen, label)

        screen, block, element, value = await self._find(look, f"no button {label!r}:\n")
        self.taps += 1
        outcome = await self.keyboard.click(screen, element["action_id"], value, block_id=block["block_id"])
        assert outcome.ok, (label, outcome, self.keyboard.notices())
        return outcome

    async def chooses(self, question: str, *answers: str) -> None:
        """Answer a question by the labels of its options."""
        complaint = f"no question {question!r}:\n"
        screen, block, element, _ = await self._find(lambda one: _question(one, question), complaint)
        values = [_option(element, answer) for answer in answers]
        several = element["type"] in ("checkboxes", "multi_static_select")
        self.taps += 1
        await self._enters(screen, block, element, values if several else values[0])

    async def writes(self, question: str, text: str) -> None:
        await self._fills(question, text)

    async def writes_again(self, question: str, nth: int, text: str) -> None:
        """Fill the nth field (from 1) of those that ask the same."""
        modal = self.keyboard.modal()
        assert modal is not None
        same = [block for block in modal.blocks if block["type"] == "input" and block["label"]["text"] == question]
        block = same[nth - 1]
        await self._enters(modal, block, block["element"], text)

    async def picks(self, question: str, day: date) -> None:
        await self._fills(question, day.isoformat())

    async def picks_time(self, question: str, at: str) -> None:
        await self._fills(question, at)

    async def names(self, question: str, person: str) -> None:
        await self._fills(question, person)

    async def submits(self) -> Outcome:
        """Press the modal's own button."""
        await self._until(lambda: self.keyboard.modal() is not None, "no modal is open:\n")
        self.taps += 1
        return await self.keyboard.submit()

    async def sends(self) -> None:
        """Press the modal's own button, and once more if it came back with an idea filled in."""
        for _ in range(2):
            outcome = await self.submits()
            assert outcome.ok, outcome
            modal = self.keyboard.modal()
            if modal is None or "an idea stands now" not in text_of(modal):
                return

    async def _fills(self, question: str, value: str) -> None:
        screen, block, element, _ = await self._find(lambda one: _question(one, question), f"no field {question!r}:\n")
        await self._enters(screen, block, element, value)

    async def _enters(self, screen: Message | View, block: Json, element: Json, value: Any) -> None:
        outcome = await self.keyboard.click(screen, element["action_id"], value, block_id=block["block_id"])
        assert outcome.ok, (outcome, self.keyboard.notices())

    # waiting

    async def _find(
        self, look: Callable[[Message | View], tuple[Json, Json, Any] | None], complaint: str
    ) -> tuple[Message | View, Json, Json, Any]:
        found: list[tuple[Message | View, Json, Json, Any]] = []

        def there() -> bool:
            for screen in self.screens():
                hit = look(screen)
                if hit is not None:
                    found.append((screen, *hit))
                    return True
            return False

        await self._until(there, complaint)
        return found[0]

    async def _until(self, there: Callable[[], bool], complaint: str) -> None:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not there():
            if asyncio.get_running_loop().time() > deadline:
                raise NotOnScreen(complaint + self.reads())
            await asyncio.sleep(0.01)


def text_of(screen: Message | View) -> str:
    """Everything that can be read on it."""
    return "\n".join(_texts(screen.blocks)) or getattr(screen, "text", "")


def buttons_of(screen: Message | View) -> list[str]:
    return [
        element["text"]["text"]
        for block in screen.blocks
        for element in _elements(block)
        if element["type"] == "button"
    ]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for key, part in value.items():
            if key not in ("value", "action_id", "block_id"):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _elements(block: Json) -> Iterator[Json]:
    yield from block.get("elements", []) if block["type"] == "actions" else []
    for key in ("accessory", "element"):
        if key in block:
            yield block[key]


def _press(screen: Message | View, label: str) -> tuple[Json, Json, Any] | None:
    for block in screen.blocks:
        for element in _elements(block):
            if element["type"] == "button" and element["text"]["text"] == label:
                return block, element, element.get("value")
            if element["type"] == "overflow":
                for option in element["options"]:
                    if option["text"]["text"] == label:
                        return block, element, option["value"]
    return None


def _question(screen: Message | View, question: str) -> tuple[Json, Json, Any] | None:
    """An input by its label, or the choices under a paragraph that begins with the question in bold."""
    before = ""
    for block in screen.blocks:
        if block["type"] == "input" and block["label"]["text"] == question:
            return block, block["element"], None
        if block["type"] == "actions" and before.startswith(f"*{question}*"):
            for element in block["elements"]:
                if element["type"] != "button":
                    return block, element, None
        if block["type"] == "section":
            before = block.get("text", {}).get("text", "")
    return None


def _option(element: Json, label: str) -> str:
    offered: Sequence[Json] = element.get("options") or [
        option for group in element["option_groups"] for option in group["options"]
    ]
    for option in offered:
        if option["text"]["text"] == label or option["text"]["text"].startswith(f"{label} ·"):
            return str(option["value"])
    raise NotOnScreen(f"no answer {label!r} among {[one['text']['text'] for one in offered]}")
