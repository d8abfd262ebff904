"""Ending a pairing; what a new manager may read of before, as the rep says."""

from dataclasses import dataclass

from bot.answering import NOTHING, Answer, Click, Dispatcher, Open, Show, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act
from bot.surfaces import handover, packing, pairing, reading
from bot.system import InThread
from coaching_core.domain.coaching_plan import Consent
from coaching_core.domain.people import Actor
from coaching_core.ids import ReviewId
from coaching_core.use_cases.handovers import Handovers


@dataclass(frozen=True, slots=True)
class HandoverHandlers:
    handovers: Handovers
    people: FindsPeople
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.PAIR_END, self.on_end)
        to.click(Act.PAST_YES, self.on_yes)
        to.click(Act.PAST_NO, self.on_no)
        to.click(Act.PAST, self.on_past)

    async def on_end(self, click: Click) -> Answer:
        ended = await self.run(self.handovers.end, _actor(click), pairing.pairing_of(click.value))
        other = ended.rep if ended.manager == click.person else ended.manager
        return Tell(pairing.ended((await self.people.find(click.workspace, other)).name))

    async def on_yes(self, click: Click) -> Answer:
        return await self._say(click, Consent.YES)

    async def on_no(self, click: Click) -> Answer:
        return await self._say(click, Consent.NO)

    async def on_past(self, click: Click) -> Answer:
        seen = await self.run.look(self.handovers.past, _actor(click), _plan(click))
        view = handover.past(seen, _plan(click), reading.page_of(click.value))
        return Show(view) if "p" in packing.unpack(click.value) else Open(view)

    async def _say(self, click: Click, past: Consent) -> Answer:
        await self.run(self.handovers.say_of_past, _actor(click), _plan(click), past)
        return NOTHING


def _actor(click: Click) -> Actor:
    return Actor(click.workspace, click.person)


def _plan(click: Click) -> ReviewId:
    return ReviewId(packing.of(click.value, "r"))
