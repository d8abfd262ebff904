"""Away until a day, and back: each for oneself."""

from dataclasses import dataclass
from datetime import date

from bot.answering import NOTHING, Answer, Click, Dispatcher, Open, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, Modal
from bot.surfaces import away
from bot.system import InThread
from coaching_core.domain.people import Actor, Person
from coaching_core.use_cases.directory import Directory


@dataclass(frozen=True, slots=True)
class BeingAwayHandlers:
    directory: Directory
    people: FindsPeople
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.AWAY, self.on_away)
        to.click(Act.BACK, self.on_back)
        to.submission(Modal.AWAY, self.on_form, block_of=away.block_of)

    async def on_away(self, click: Click) -> Answer:
        return Open(away.form((await self.people.find(click.workspace, click.person)).away_until))

    async def on_back(self, click: Click) -> Answer:
        await self._set(click, None)
        return NOTHING

    async def on_form(self, sent: Submission) -> Answer:
        return Tell(away.said((await self._set(sent, away.parse(sent.values))).away_until))

    async def _set(self, used: Click | Submission, until: date | None) -> Person:
        await self.people.find(used.workspace, used.person)
        return await self.run(self.directory.set_away, Actor(used.workspace, used.person), until)
