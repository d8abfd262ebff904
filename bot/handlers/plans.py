"""What became of a plan's items: seen, and said, by either of the two."""

from dataclasses import dataclass

from bot.answering import Answer, Click, Dispatcher, Open, Show, Submission
from bot.slack_ids import Act, Modal
from bot.surfaces import kept_plan, packing
from bot.system import InThread
from coaching_core.domain.people import Actor
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

    async def on_items(self, click: Click) -> Answer:
        actor, plan, page = Actor(click.workspace, click.person), _plan(click.value), kept_plan.page_of(click.value)
        view = kept_plan.items(await self.run.look(self.plans.see, actor, plan), page)
        return Show(view) if "p" in packing.unpack(click.value) else Open(view)

    async def on_item(self, click: Click) -> Answer:
        seen = await self.run.look(self.plans.see, Actor(click.workspace, click.person), _plan(click.value))
        return Show(kept_plan.form(seen, ItemId(packing.of(click.value, "i"))))

    async def on_form(self, sent: Submission) -> Answer:
        change = kept_plan.parse(sent.values, sent.private_metadata)
        item = ItemId(packing.of(sent.private_metadata, "i"))
        actor = Actor(sent.workspace, sent.person)
        seen = await self.run(self.plans.change, actor, _plan(sent.private_metadata), item, change)
        return Show(kept_plan.items(seen))


def _plan(packed: str | None) -> ReviewId:
    return ReviewId(packing.of(packed, "r"))
