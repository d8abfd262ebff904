"""What became of a plan's items: seen, and said, by either of the two."""

from dataclasses import dataclass

from bot.answering import Answer, Click, Dispatcher, Json, Open, Show, Submission
from bot.slack_ids import Act, Modal
from bot.surfaces import kept_plan, packing, taking_on
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.ids import ItemId, ReviewId
from coaching_core.use_cases.keeping_plans import KeepingPlans


@dataclass(frozen=True, slots=True)
class PlanHandlers:
    plans: KeepingPlans
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.PLAN_ITEMS, self.on_items)
        to.click(Act.PLAN_ITEM, self.on_item)
        to.submission(Modal.PLAN_ITEM, self.on_form)
        to.click(Act.TAKE_ON, self.on_take_on)
        to.submission(Modal.TAKE_ON, self.on_take_on_form, block_of=taking_on.block_of)
        to.click(Act.CLEAR_WAY, self.on_clear)
        to.submission(Modal.CLEAR_WAY, self.on_clear_form)

    async def on_items(self, click: Click) -> Answer:
        actor, plan, page = Actor(click.workspace, click.person), _plan(click.value), kept_plan.page_of(click.value)
        view = _items(await self.run.look(self.plans.see, actor, plan), actor, page)
        return Show(view) if "p" in packing.unpack(click.value) else Open(view)

    async def on_item(self, click: Click) -> Answer:
        seen = await self.run.look(self.plans.see, Actor(click.workspace, click.person), _plan(click.value))
        return Show(kept_plan.form(seen, ItemId(packing.of(click.value, "i"))))

    async def on_form(self, sent: Submission) -> Answer:
        change = kept_plan.parse(sent.values, sent.private_metadata)
        item = ItemId(packing.of(sent.private_metadata, "i"))
        actor = Actor(sent.workspace, sent.person)
        seen = await self.run(self.plans.change, actor, _plan(sent.private_metadata), item, change)
        return Show(_items(seen, actor))

    async def on_take_on(self, click: Click) -> Answer:
        seen = await self.run.look(self.plans.see, Actor(click.workspace, click.person), _plan(click.value))
        return Open(taking_on.form(seen, ItemId(packing.of(click.value, "i"))))

    async def on_take_on_form(self, sent: Submission) -> Answer:
        given, item = taking_on.parse(sent.values), ItemId(packing.of(sent.private_metadata, "i"))
        actor = Actor(sent.workspace, sent.person)
        seen = await self.run(self.plans.answer_take_on, actor, _plan(sent.private_metadata), item, given)
        return Show(_items(seen, actor))

    async def on_clear(self, click: Click) -> Answer:
        seen = await self.run.look(self.plans.see, Actor(click.workspace, click.person), _plan(click.value))
        return Open(taking_on.clear_form(seen.plan.id, seen.name(Role.REP)))

    async def on_clear_form(self, sent: Submission) -> Answer:
        words, due = taking_on.parse_clear(sent.values)
        actor = Actor(sent.workspace, sent.person)
        seen = await self.run(self.plans.clear_the_way, actor, _plan(sent.private_metadata), words, due)
        return Show(_items(seen, actor))


def _items(seen: PlanSeen, actor: Actor, page: int = 1) -> Json:
    return kept_plan.items(seen, page, seen.plan.role_of(actor.person) or Role.REP)


def _plan(packed: str | None) -> ReviewId:
    return ReviewId(packing.of(packed, "r"))
