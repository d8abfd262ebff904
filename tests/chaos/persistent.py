"""People who don't give up: they try again until the screen shows that it worked, as people do with a flaky app."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from playground.elements import NotThere
from tests.bot.hands import Hands, NotOnScreen, text_of

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]


@dataclass
class Persistent:
    """
    One person.

    Args:
        dice: chooses the answers, the same for the same seed.
        patience: seconds until the test gives up on a step.
        acknowledged: skill -> the answer that the app has acknowledged last.
    """

    hands: Hands
    dice: random.Random
    patience: float = 180.0
    acknowledged: dict[str, str] = field(default_factory=dict)

    async def until(self, there: Callable[[], bool], action: Callable[[], Awaitable[object]], about: str) -> None:
        """Do it again and again until the screen shows it."""
        deadline = asyncio.get_running_loop().time() + self.patience
        last = "it could be done"
        while not there():
            if asyncio.get_running_loop().time() > deadline:
                notices = [one.text for one in self.hands.keyboard.notices()[-3:]]
                told = f"{self.hands.id}: {about}\nthe last try: {last}\nSlack said: {notices}"
                raise NotOnScreen(f"{told}\nthe screen, the newest last:\n{self.hands.reads()}")
            try:
                await action()
                last = "it could be done"
            except (AssertionError, NotThere) as problem:
                last = str(problem).partition("\n")[0]
                await self._escape()
            for _ in range(20):
                if there():
                    return
                await asyncio.sleep(0.05)

    async def sees(self, words: str) -> None:
        await self.until(lambda: words in self.hands.reads(), lambda: asyncio.sleep(0.2), f"{words!r} never came")

    async def presses(self, label: str, words: str) -> None:
        """Press a button until these words can be read."""
        about = f"{label!r} led to no {words!r}"
        await self.until(lambda: words in self.hands.reads(), lambda: self._press(label), about)

    async def rates(self, skill: str, answer: str) -> None:
        """Choose until the app says that it has it."""
        done: list[bool] = []

        async def choose() -> None:
            await self.hands.chooses(skill, answer)
            self.acknowledged[skill] = answer
            done.append(True)

        await self.until(lambda: bool(done), choose, f"{skill} could not be rated")

    async def fills(self, opens: str, title: str, fill: Callable[[Hands], Awaitable[object]], words: str) -> None:
        """Open a form, fill it in and send it, until these words can be read."""

        async def once() -> None:
            modal = self.hands.keyboard.modal()
            if modal is None or title not in str(modal.title):
                await self._escape()
                await self._press(opens)
                for _ in range(40):
                    if self.hands.keyboard.modal() is not None:
                        break
                    await asyncio.sleep(0.05)
            await fill(self.hands)
            await self.hands.sends()

        await self.until(lambda: words in self.hands.reads(), once, f"{title!r} led to no {words!r}")

    async def _press(self, label: str) -> None:
        screen = next((one for one in self.hands.screens() if label in text_of(one)), None)
        if screen is None:
            raise NotOnScreen(label)
        await self.hands.presses(label)

    async def _escape(self) -> None:
        """Close what is open; the app may be too busy dying to hear of it."""
        while self.hands.keyboard.modal() is not None:
            await self.hands.keyboard.close_modal(all_of_them=True)


async def whole_review(manager: Persistent, rep: Persistent, at: Callable[[str], None] = lambda step: None) -> None:
    """
    From the command to the agreed plan, whatever happens to the app meanwhile.

    Args:
        at: is told what they are about to do.
    """
    name = rep.hands.keyboard.me.name
    at("asking")
    await manager.until(
        lambda: f"Ask {name}" in manager.hands.reads(),
        lambda: manager.hands.types(f"/coach-review @{name}"),
        "the command was never answered",
    )
    await manager.until(
        lambda: "Accept" in rep.hands.reads(), lambda: manager._press(f"Ask {name}"), "the rep was never asked"
    )
    await rep.presses("Accept", "Another date or form")
    at("assessing")
    await asyncio.gather(_answers(rep), _answers(manager))
    at("opening")
    await rep.sees("name strengths and needs first")
    await rep.fills("In writing", "Your opening", _opens, "ask " + name)
    at("replying")
    await manager.until(
        lambda: "choose what to take on" in rep.hands.reads(),
        lambda: manager._press("Nothing to add"),
        "the manager could not reply",
    )
    at("choosing")
    await rep.fills("Choose", "Your choices", _chooses, f"{name} chose")
    at("answering")
    await manager.fills("Answer", "Your answer", _answers_choices, "do you agree to this plan")
    at("agreeing")
    await rep.presses("I agree", "The plan that you both agreed to")
    await manager.sees("The plan that you both agreed to")


async def _answers(person: Persistent) -> None:
    count = len(SHORT.sections)
    await person.presses("Start", f"Part 1 of {count}")
    for number, section in enumerate(SHORT.sections, start=1):
        for skill in section.skills:
            score = person.dice.choice((2, 4))
            await person.rates(skill.name, f"{score} · {SHORT.scale.label(score)}")
        last = number == count
        after = "Nothing is sent until" if last else f"Part {number + 1} of {count}"
        await person.presses("Check my answers" if last else "Next", after)
    await person.until(
        lambda: "Nothing is sent until" not in person.hands.reads(),
        lambda: person._press("Submit"),
        "it could not be sent",
    )


async def _opens(hands: Hands) -> None:
    await hands.writes("Where are you at your best, and what would you like more of?", "Preparing calls")


async def _chooses(hands: Hands) -> None:
    asks = ("Something else you'd like to try", "Something you'd like to try")  # the second with no need in common
    asked = next((one for one in asks if one in hands.reads().splitlines()), None)
    if asked is None:
        raise NotOnScreen("the form is not open yet")
    await hands.writes(asked, "Lead the next team call")


async def _answers_choices(hands: Hands) -> None:
    await hands.writes("My support", "One hour every second Friday")
