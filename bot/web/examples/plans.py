"""A plan that goes on: its items, the form, and the message in the thread."""

from dataclasses import replace
from datetime import timedelta

from bot.surfaces import kept_plan
from bot.web.examples.example import Examples, a_message, a_modal
from bot.web.examples.stories import ANA, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain.coaching_plan import CoachingPlan, ItemNote, ItemState, PlanItem
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.ids import ItemId, ReviewId


def a_kept_plan(form: Questionnaire, items: int) -> PlanSeen:
    """So many open items, of both by turns, some of them due."""
    made = [
        PlanItem(
            Item(
                ItemId(str(n)),
                ItemKind.CLEAR_THE_WAY if n % 2 else ItemKind.DEVELOP,
                Role.MANAGER if n % 2 else Role.REP,
                f"One sentence that both agreed to, number {n}.",
                due=TODAY + timedelta(days=n - 3),
            )
        )
        for n in range(1, items + 1)
    ]
    plan = CoachingPlan(
        ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, tuple(made), "I'll keep an hour a week free."
    )
    return PlanSeen(plan, PEOPLE, {})


def plans(form: Questionnaire) -> Examples:
    keys = list(form.skills)
    work_on = PlanItem(
        Item(
            ItemId("1"),
            ItemKind.DEVELOP,
            Role.REP,
            "Let the customer finish, and ask one more question.",
            (keys[0],),
            TODAY + timedelta(days=30),
        )
    )
    clear = PlanItem(Item(ItemId("2"), ItemKind.CLEAR_THE_WAY, Role.MANAGER, "Talk to marketing about the leads."))
    notes = (
        ItemNote(Role.REP, "Three calls, and the silence was worth it each time.", NOW),
        ItemNote(Role.MANAGER, "I heard two of them.", NOW),
    )
    done = replace(work_on, state=ItemState.DONE, notes=notes)
    dropped = replace(clear, state=ItemState.DROPPED, reason="The leads come from elsewhere now.")
    carried_over = replace(clear, state=ItemState.CARRIED_OVER)
    begun = CoachingPlan(ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, (work_on, clear))
    went_on = replace(begun, items=(done, dropped))
    many = [replace(done, item=replace(work_on.item, id=ItemId(str(n)))) for n in range(40)]
    for name, plan in {
        "it begins": begun,
        "what became of it": went_on,
        "a newer one followed": replace(begun, items=(done, carried_over), current=False),
        "forty items": replace(begun, items=tuple(many)),
    }.items():
        seen = PlanSeen(plan, PEOPLE, {one.item.id: (form.skill(keys[0]).name,) for one in plan.items[:1]})
        yield a_message(f"plan kept: {name}", kept_plan.message(seen))
        yield a_modal(f"form: the items of a plan, {name}", kept_plan.items(seen))
        if plan in (begun, went_on):
            for one in plan.items:
                shown = kept_plan.form(seen, one.item.id)
                yield a_modal(f"form: what became of an item, {name}, {one.item.kind}", shown)
