"""A plan that goes on: its items, the form, and the message in the thread."""

from dataclasses import replace
from datetime import timedelta

from bot.surfaces import evidence, in_calendar, kept_plan, taking_on
from bot.web.examples.example import Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, IN_TWO_WEEKS, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, ItemNote, ItemState, PlanItem
from coaching_core.domain.in_calendar import CalendarDay
from coaching_core.domain.plan import Item, ItemKind, Occasion, Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import AreaSeen, EvidenceOffer, PlanSeen
from coaching_core.ids import ItemId, PersonId, ReviewId


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


def a_plan_of_last_time(form: Questionnaire, done: int = 2) -> PlanSeen:
    """Four items, so many of them done, with notes of both; one was dropped."""
    keys = list(form.skills)
    made = (
        (ItemKind.DEVELOP, Role.REP, "Let the customer finish, and ask one more question.", (keys[0],)),
        (ItemKind.CLEAR_THE_WAY, Role.MANAGER, "Talk to marketing about the leads.", ()),
        (ItemKind.EMPOWER, Role.REP, "Run the first call with every new lead.", (keys[1],)),
        (ItemKind.CLEAR_THE_WAY, Role.MANAGER, "Have the customer list brought up to date.", ()),
    )
    notes = (
        ItemNote(Role.REP, "Three calls, and the silence was worth it each time.", NOW),
        ItemNote(Role.MANAGER, "I heard two of them.", NOW),
    )
    items = [
        PlanItem(Item(ItemId(str(n)), *one, due=TODAY + timedelta(days=9 * n))) for n, one in enumerate(made, start=1)
    ]
    items = [replace(one, state=ItemState.DONE) if n < done else one for n, one in enumerate(items)]
    items[0] = replace(items[0], notes=notes)
    if done < len(items):
        items[-1] = replace(items[-1], state=ItemState.DROPPED, reason="The new CRM brings its own list.")
    plan = CoachingPlan(ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, tuple(items), "Two hours.")
    names = {one.item.id: tuple(form.skill(key).name for key in one.item.skills) for one in items}
    return PlanSeen(plan, PEOPLE, names)


def _areas(form: Questionnaire) -> Examples:
    """What was seen of an area to look into."""
    seen = _looked_into(form)
    area = seen.plan.items[0].item
    yield a_message("plan kept: an area, and what was seen", kept_plan.message(seen))
    yield a_modal("form: the items of a plan, an area and what was seen", kept_plan.items(seen))
    one = EvidenceOffer([AreaSeen(seen.plan.id, area, MARIA, seen.skills[area.id])], TODAY)
    names = [skill.name for skill in form.skills.values()]
    people = [replace(ANA, id=PersonId(f"UREP{number}"), name=f"Rep {number}") for number in range(8)]
    areas = [AreaSeen(ReviewId(f"r{n}"), replace(area, id=ItemId(str(n))), who, names) for n, who in enumerate(people)]
    link = "https://example.slack.com/archives/C0CALLS/p1763900000000100"
    yield a_modal("form: what was seen", evidence.form(one, area.id))
    yield a_modal("form: what was seen, of many areas", evidence.form(EvidenceOffer(areas, TODAY)))
    from_message = evidence.form(one, said="Who decides?", link=link, from_message=True)
    yield a_modal("form: what was seen, from a message", from_message)
    yield a_modal("form: what was seen, a message that we can't read", evidence.form(one, from_message=True))
    yield a_line("line: evidence kept", evidence.KEPT)
    for occasion in (None, *Occasion):
        day = CalendarDay("0123456789abcdef01234567", IN_TWO_WEEKS, occasion, NOW)
        shown = in_calendar.ways(day, seen.plan.id, None if occasion is None else area.id)
        yield a_modal(f"in my calendar: {occasion or 'looking back'}", shown)
    yield a_line("line: calendar file sent", in_calendar.SENT)
    yield a_line("line: calendar file not sent", in_calendar.NOT_SENT)


def _taking_on(form: Questionnaire) -> Examples:
    """A responsibility with each answer, and what the manager clears out of the way."""
    skill = next(iter(form.skills))
    item = Item(ItemId("1"), ItemKind.EMPOWER, Role.REP, "Show it to the two new colleagues.", (skill,), TODAY)
    answers = {
        "not answered yet": item,
        "yes": replace(item, verdict=Verdict.YES),
        "yes if": replace(item, verdict=Verdict.YES_IF, condition="The new price list first."),
        "not yet": replace(item, verdict=Verdict.NOT_YET, condition="One call together first.", look_again=TODAY),
    }
    kept = {name: PlanItem(one) for name, one in answers.items()} | {"done": PlanItem(answers["yes"], ItemState.DONE)}
    for name, one in kept.items():
        plan = CoachingPlan(ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, (one,))
        seen = PlanSeen(plan, PEOPLE, {item.id: (form.skill(skill).name,)})
        yield a_message(f"plan kept: a responsibility, {name}", kept_plan.message(seen))
        for role in Role:
            shown = kept_plan.items(seen, me=role)
            yield a_modal(f"form: the items of a plan, a responsibility, {name}, {role}", shown)
        yield a_modal(f"form: answer a responsibility, {name}", taking_on.form(seen, item.id))
    yield a_modal("form: clear the way", taking_on.clear_form(ReviewId("r1s2t3u4v5w6x7y8"), ANA.name))


def _at_its_most(form: Questionnaire) -> Examples:
    """Forty items of a long form, with words as long as they may be."""
    long = " ".join(f"Call {number} went well." for number in range(125))[:3000]
    seen = _looked_into(form)
    entry = Evidence(Role.REP, TODAY, long, NOW, "https://example.com/" + "x" * 900)
    notes = tuple(ItemNote(role, long, NOW) for role in Role for _ in range(20))
    kinds = list(ItemKind)
    items = tuple(
        PlanItem(
            replace(seen.plan.items[0].item, id=ItemId(str(n)), kind=kinds[n % len(kinds)], words=long),
            notes=notes,
            evidence=(entry,) * 20,
        )
        for n in range(1, 41)
    )
    full = replace(seen, plan=replace(seen.plan, items=items))
    yield a_message("plan kept: at its most", kept_plan.message(full))
    for page in (1, 2, 30):
        yield a_modal(f"form: the items of a plan, at its most, page {page}", kept_plan.items(full, page))
    yield a_modal("form: what became of an item, at its most", kept_plan.form(full, ItemId("1")))
    yield a_modal("form: answer a responsibility, at its most", taking_on.form(full, ItemId("1")))


def _looked_into(form: Questionnaire) -> PlanSeen:
    keys = tuple(form.skills)[:2]
    item = Item(ItemId("1"), ItemKind.INVESTIGATE, Role.REP, "Listen to two first calls together.", keys, TODAY)
    link = "https://example.com/call"
    entries = tuple(
        Evidence(role, TODAY - timedelta(days=n), f"What was said and done in call {n}.", NOW, link if n % 2 else "")
        for n in range(1, 10)
        for role in Role
    )
    plan = CoachingPlan(
        ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, (PlanItem(item, evidence=entries),)
    )
    return PlanSeen(plan, PEOPLE, {item.id: tuple(form.skill(key).name for key in keys)})


def plans(form: Questionnaire) -> Examples:
    yield from _areas(form)
    yield from _taking_on(form)
    yield from _at_its_most(form)
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
