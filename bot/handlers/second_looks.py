"""Second looks: asked for, answered, closed, read, and what follows from them."""

from dataclasses import dataclass

from bot.answering import NOTHING, Answer, Click, Dispatcher, Open, Show, Submission, Tell
from bot.slack_ids import Act, Modal
from bot.surfaces import after_look, packing, reading, second_look
from bot.system import InThread
from coaching_core.domain.after_look import Follow
from coaching_core.domain.following import Next
from coaching_core.domain.people import Actor
from coaching_core.ids import ItemId, ReviewId
from coaching_core.use_cases.second_looks import SecondLooks


@dataclass(frozen=True, slots=True)
class SecondLookHandlers:
    looks: SecondLooks
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.LOOK_ASK, self.on_ask)
        to.submission(Modal.LOOK_ASK, self.on_ask_form, block_of=second_look.block_of)
        to.click(Act.LOOK_ANSWER, self.on_answer)
        to.submission(Modal.LOOK, self.on_answer_form, block_of=second_look.block_of)
        to.click(Act.LOOK_CLOSE, self.on_close)
        to.click(Act.LOOK_SEE, self.on_see)
        to.click(Act.LOOK_NEXT, self.on_next)
        to.submission(Modal.LOOK_NEXT, self.on_next_form, block_of=after_look.block_of)

    async def on_ask(self, click: Click) -> Answer:
        plan, item = ReviewId(packing.of(click.value, "r")), ItemId(packing.of(click.value, "i"))
        return Open(second_look.offer(await self.run.look(self.looks.offer, _actor(click), plan, item)))

    async def on_ask_form(self, sent: Submission) -> Answer:
        plan, item, skill = second_look.parse_ask(sent.values, sent.private_metadata)
        return Tell(second_look.asked(await self.run(self.looks.ask, _actor(sent), plan, item, skill)))

    async def on_answer(self, click: Click) -> Answer:
        look = second_look.look_of(click.value)
        return Open(second_look.form(await self.run.look(self.looks.see, _actor(click), look)))

    async def on_answer_form(self, sent: Submission) -> Answer:
        answer, changed = second_look.parse(sent.values)
        await self.run(self.looks.answer, _actor(sent), second_look.look_of(sent.private_metadata), answer, changed)
        return NOTHING

    async def on_close(self, click: Click) -> Answer:
        await self.run(self.looks.withdraw, _actor(click), second_look.look_of(click.value))
        return NOTHING

    async def on_see(self, click: Click) -> Answer:
        seen = await self.run.look(self.looks.see, _actor(click), second_look.look_of(click.value))
        view = second_look.both_views(seen, reading.page_of(click.value))
        return Show(view) if "p" in packing.unpack(click.value) else Open(view)

    async def on_next(self, click: Click) -> Answer:
        look, follow = second_look.look_of(click.value), after_look.follow_of(click.value)
        if follow is Follow.PARK:
            await self.run(self.looks.follow_up, _actor(click), look, Next(follow))
            return NOTHING
        return Open(after_look.next_form(await self.run.look(self.looks.see, _actor(click), look), follow))

    async def on_next_form(self, sent: Submission) -> Answer:
        said = after_look.parse_next(sent.values, sent.private_metadata)
        await self.run(self.looks.follow_up, _actor(sent), second_look.look_of(sent.private_metadata), said)
        return NOTHING


def _actor(used: Click | Submission) -> Actor:
    return Actor(used.workspace, used.person)
