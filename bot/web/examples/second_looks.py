"""A second look: the question to both, the wait, and what opened."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.surfaces import after_look, kept_plan
from bot.surfaces import second_look as drawn
from bot.web.examples.example import Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, IN_TWO_WEEKS, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain import second_look
from coaching_core.domain.after_look import OFFERS, Follow
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, PlanItem
from coaching_core.domain.following import Next, follow_up
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import LookStage, Reader, Role
from coaching_core.domain.second_look import LookAnswer, SecondLook
from coaching_core.domain.seen import LookOffer, LookSeen, PlanSeen
from coaching_core.domain.surfaces import OPENED
from coaching_core.domain.visibility import look_for
from coaching_core.ids import ItemId, ReviewId

SEEN = (
    Evidence(
        Role.REP, TODAY - timedelta(days=6), "I let the customer finish, and asked what it costs them today.", NOW
    ),
    Evidence(
        Role.MANAGER,
        TODAY - timedelta(days=2),
        "In the call on Friday Ana asked who else decides.",
        NOW,
        "https://example.com/c",
    ),
)
CHANGED = "I write down the question before I ask it. It keeps me from answering it myself."
ENDS: Mapping[str, tuple[Answer, Answer]] = {
    "a strength you both see": (5, 4),
    "room to grow you both see": (3, 2),
    "seen differently": (4, 3),
    "not seen yet": (4, Unrated.NOT_SEEN),
    "not in this role": (Unrated.NOT_IN_ROLE, Unrated.NOT_IN_ROLE),
}


def second_looks(form: Questionnaire) -> Examples:
    for name, look in _looks(form).items():
        for role in Role:
            seen = _seen(form, look, role)
            yield a_message(f"second look: {name}, {role}", drawn.message(seen, role.value))
            if look.stage is LookStage.OPENED:
                yield a_message(f"second look: opened, {name}, {role}", drawn.message(seen, f"{role} {OPENED}"))
                yield a_modal(f"second look, both views: {name}, {role}", drawn.both_views(seen))
            elif look.stage is LookStage.SEALED:
                yield a_modal(f"form: a second look, {name}, {role}", drawn.form(seen))
    yield from _around(form)


def _around(form: Questionnaire) -> Examples:
    """Asking, what follows, and how looks stand beside the plan."""
    plan, looks = _plan(form), _looks(form)
    keys = plan.items[0].item.skills
    names = {key: form.skill(key).name for key in keys}
    asked = _seen(form, looks["asked for"], Role.REP)
    yield a_modal("form: ask for a second look", drawn.offer(LookOffer(plan.id, ItemId("1"), Role.REP, PEOPLE, names)))
    yield a_line("line: asked for a second look", drawn.asked(asked))
    yield a_modal("second look, both views: nothing yet", drawn.both_views(asked))
    for follow in Follow:
        if follow is not Follow.PARK:
            yield a_modal(f"form: after a second look, {follow.value}", after_look.next_form(asked, follow))
    for name in ("a strength you both see", "seen differently"):
        look = looks[name]
        for follow in OFFERS[look.category] if look.category else ():
            said = Next(follow, "Show it to a new colleague.", IN_TWO_WEEKS)
            _, after = follow_up(plan, look, Role.REP, said, today=TODAY, now=NOW)
            seen = _seen(form, after, Role.MANAGER)
            shown = drawn.message(seen, f"manager {OPENED}")
            yield a_message(f"second look: opened, {name}, then {follow.value}", shown)
        beside = PlanSeen(
            plan,
            PEOPLE,
            {ItemId("1"): tuple(names.values())},
            {ItemId("1"): [look_for(looks["asked for"], Reader.BOTH), look_for(look, Reader.BOTH)]},
            {ItemId("1"): keys},
        )
        yield a_message(f"plan kept: with second looks, {name}", kept_plan.message(beside))
        yield a_modal(f"form: the items of a plan, with second looks, {name}", kept_plan.items(beside))


def _plan(form: Questionnaire) -> CoachingPlan:
    keys = tuple(form.skills)[:2]
    words = "Maria listens to two calls, and I send her the recordings."
    area = PlanItem(Item(ItemId("1"), ItemKind.INVESTIGATE, Role.REP, words, keys, IN_TWO_WEEKS), evidence=SEEN)
    return CoachingPlan(ReviewId("r1s2t3u4v5w6x7y8"), ANA.id, MARIA.id, form.version, NOW, (area,))


def _looks(form: Questionnaire) -> Mapping[str, SecondLook]:
    plan = _plan(form)
    asked = second_look.ask(plan, ItemId("1"), next(iter(form.skills)), Role.REP, (), now=NOW)
    rep_in = second_look.answer(asked, Role.REP, LookAnswer(4, CHANGED), form, now=NOW)
    return {
        "asked for": asked,
        "one is in": rep_in,
        "withdrawn": second_look.withdraw(rep_in, now=NOW),
        **dict(_ended(form, asked)),
    }


def _ended(form: Questionnaire, asked: SecondLook) -> Iterator[tuple[str, SecondLook]]:
    for name, (rep, manager) in ENDS.items():
        mine = LookAnswer(rep, CHANGED if isinstance(rep, int) else "")
        one = second_look.answer(asked, Role.REP, mine, form, now=NOW)
        yield name, second_look.answer(one, Role.MANAGER, LookAnswer(manager), form, now=NOW)


def _seen(form: Questionnaire, look: SecondLook, role: Role) -> LookSeen:
    view = look_for(look, Reader(role.value))
    history = (look_for(look, Reader.BOTH),) if look.stage is LookStage.OPENED else ()
    words = _plan(form).items[0].item.words
    return LookSeen(view, PEOPLE, form, words, SEEN, goes_on=True, today=TODAY, history=history)
