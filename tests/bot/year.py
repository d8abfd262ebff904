"""
A year in the life of one rep, played by what stands on the screen: four reviews, what was seen, two second looks, a
conversation that rests and goes on, and another manager half-way.

The test plays it and looks at what it leads to; the documentation's pictures are taken along the way.
"""

import asyncio
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.slack import Slack
from tests.bot.hands import Hands, text_of
from tests.bot.playing import (
    MANAGER,
    NOT_SEEN,
    REP,
    SHORT,
    Answers,
    Pair,
    answers,
    answers_choices,
    chooses,
    name,
    opens,
    replies,
)
from tests.bot.tour import closes

WINTER_REP, WINTER_MANAGER = REP, MANAGER
"""Qualifying and Answering doubts seen differently, Knowing the product not seen yet by the manager."""
SPRING_REP = Answers({"listening": 4, "follow_up": 3, "qualifying": 5, "objections": 4})
SPRING_MANAGER = Answers({"listening": 4, "follow_up": 3, "qualifying": 4, "objections": 2})
SUMMER_REP = Answers({"listening": 4, "objections": 4, "growing_accounts": 5})
SUMMER_MANAGER = Answers({"listening": 4, "objections": 3, "growing_accounts": 4})
AUTUMN_REP = Answers({"objections": 4, "pipeline": 3})
AUTUMN_MANAGER = Answers({"objections": 4, "pipeline": NOT_SEEN})

HEARD = "I let the silence be, and the customer told me who decides."
CHANGED = "I write the question down before I ask it."


class Year:
    """``manager`` coaches ``rep`` until the summer, ``successor`` from then on."""

    def __init__(self, slack: Slack, manager: Hands, rep: Hands, successor: Hands) -> None:
        self.slack = slack
        self.manager, self.rep, self.successor = manager, rep, successor
        self.first, self.second = Pair(manager, rep), Pair(successor, rep)
        self.zone = ZoneInfo(slack.world.people[rep.id].tz)

    async def on(self, day: date, at: time = time(10)) -> None:
        """It is this day, at this time of the rep's; whatever is due by then comes in a moment."""
        self.slack.clock.move_to(datetime.combine(day, at, self.zone))
        self.slack.world.clock_moved()
        await asyncio.sleep(1.3)  # the app looks at the moved clock once a second

    async def meets(self, who: Pair) -> None:
        await who.manager.types(f"/coach-review <@{who.rep.id}>")
        await who.manager.presses(f"Ask {name(who.rep)}")
        await who.rep.presses("Accept")
        await who.rep.sees("would like to plan your next coaching")

    async def keeps_to_the_short_form(self, manager: Hands) -> None:
        await manager.keyboard.open_home()
        await manager.presses("Team settings", at_home=True)
        await manager.chooses("Which questions?", SHORT.title)
        await manager.sends()
        await closes(manager)

    async def begins_by_itself(self, who: Pair, day: date) -> None:
        """By the team's cadence: each is invited on a day that has had no other message."""
        asks = "It's been a quarter, so it's time to plan"
        for later in range(7):
            await self.on(day + timedelta(days=later))
            if all(asks in newest_of(person) for person in who.both):
                return
        raise AssertionError("it does not begin")

    async def both_answer(self, who: Pair, rep: Answers, manager: Answers) -> None:
        await answers(who.rep, rep)
        await answers(who.manager, manager)
        await who.rep.sees("name strengths and needs first")

    async def talks(
        self, who: Pair, *, work_on: str | None, look_into: tuple[str, ...], take_on: str | None = "Growing accounts"
    ) -> None:
        """From the rep's opening to a plan that both agreed to."""
        await opens(who.rep)
        await replies(who.manager)
        await who.rep.sees("it's your turn: choose")
        await chooses(who.rep, take_on=take_on, work_on=work_on, look_into=look_into)
        await answers_choices(who.manager, support="An hour a week is yours.")
        await closes(who.manager)
        await who.rep.presses("I agree")
        await who.manager.sees("You both agreed to these words")

    async def sees_something(self, who: Pair, words: str) -> None:
        await self._plan(who.rep)
        await who.rep.presses("Add what was seen")
        await who.rep.sees("On which day?")
        await who.rep.writes("What was seen?", words)
        await who.rep.sends()
        await closes(who.rep)

    async def takes_second_look(self, who: Pair, skill: str, rep: str, manager: str, changed: str = "") -> None:
        await self._plan(who.rep)
        await who.rep.presses("Second look")
        await who.rep.sees("At which skill?")
        await who.rep.chooses("At which skill?", skill)
        await who.rep.sends()
        await closes(who.rep)
        for person, answer in ((who.rep, rep), (who.manager, manager)):
            await person.presses("Take a second look")
            await person.chooses("How do you see it now?", answer)
            if changed and person is who.rep:
                await person.writes("What has changed for you?", changed)
            await person.sends()
            await closes(person)  # the next one that waits, if there is one
        await who.rep.sees("have both taken your second look")

    async def _plan(self, person: Hands) -> None:
        """The items of the newest plan, from Home."""

        def at_home() -> str:
            home = person.keyboard.home()
            return text_of(home) if home is not None else ""

        await person.keyboard.open_home()
        await asyncio.sleep(0.5)  # what stood there before is drawn anew
        await person.waits(lambda: "Before your talk" in at_home())
        if "Read the plan" in at_home():
            await person.presses("Read the plan", at_home=True)
            await person.waits(lambda: person.keyboard.modal() is not None)
            await person.presses("What became of it")
        else:
            await person.presses("What became of it", at_home=True)
        await person.sees("Say…")


def newest_of(person: Hands) -> str:
    """The last few messages in one's own chat with the app."""
    return "\n".join(text_of(one) for one in person.keyboard.messages(person.keyboard.app_dm.id)[-4:])
