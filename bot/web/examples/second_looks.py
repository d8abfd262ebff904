"""A second look: the question to both, the wait, and what opened."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.surfaces import second_look as drawn
from bot.web.examples.example import Examples, a_message
from bot.web.examples.stories import ANA, IN_TWO_WEEKS, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain import second_look
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, PlanItem
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import LookStage, Reader, Role
from coaching_core.domain.second_look import LookAnswer, SecondLook
from coaching_core.domain.seen import LookSeen
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
    return LookSeen(view, PEOPLE, form, _plan(form).items[0].item.words, SEEN, goes_on=True, today=TODAY)
