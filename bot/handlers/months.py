"""The page before a talk, and a rep who asks for coaching."""

from dataclasses import dataclass

from bot.answering import Answer, Click, Dispatcher, Open, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act
from bot.surfaces import before_talk
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.use_cases.months import Months


@dataclass(frozen=True, slots=True)
class MonthHandlers:
    months: Months
    people: FindsPeople
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.BEFORE_TALK, self.on_before_talk)
        to.click(Act.ASK_COACHING, self.on_ask)

    async def on_before_talk(self, click: Click) -> Answer:
        actor, other = Actor(click.workspace, click.person), before_talk.other_of(click.value)
        return Open(before_talk.page(await self.run.look(self.months.before_talk, actor, other)))

    async def on_ask(self, click: Click) -> Answer:
        actor, manager = Actor(click.workspace, click.person), before_talk.other_of(click.value)
        await self.people.find(click.workspace, manager)
        return Tell(before_talk.asked(await self.run(self.months.ask_for_coaching, actor, manager)))
