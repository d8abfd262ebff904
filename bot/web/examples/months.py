"""A new month with each person, the page before a talk, and a rep who asks for coaching."""

from dataclasses import replace
from datetime import timedelta

from bot.surfaces import before_talk, desk
from bot.web.examples.desks import a_desk
from bot.web.examples.example import Examples, a_line, a_message, a_modal
from bot.web.examples.plans import a_kept_plan
from bot.web.examples.stories import AN_OPENING, ANA, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain.coaching_time import GOAL_MINUTES
from coaching_core.domain.people import Pairing, PairingState
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import DeskSeen, NextStep, PairingSeen, PairMonth, TalkSeen, TimeSeen
from coaching_core.ids import ItemId, PairingId, PersonId, ReviewId

_PAIRING = Pairing(PairingId("p1"), ANA.id, MARIA.id, PairingState.ACCEPTED, NOW)
_ITEM = Item(ItemId("1"), ItemKind.CLEAR_THE_WAY, Role.MANAGER, "Talk to marketing about the leads.", due=TODAY)


def months(form: Questionnaire) -> Examples:
    part, plan = str(TODAY), ReviewId("r1s2t3u4v5w6x7y8")
    empty = PairMonth(_PAIRING, Role.MANAGER, ANA, 0, 0, GOAL_MINUTES, step=NextStep.REVIEW)
    full = replace(
        empty,
        last_month=130,
        this_month=30,
        last_review=NOW - timedelta(days=40),
        plan=plan,
        due=2,
        areas=1,
        mine=(_ITEM,),
    )
    team = [
        replace(full, step=step, other=replace(ANA, id=PersonId(f"UREP{number}"), name=f"Rep {number}"))
        for number, step in enumerate([*NextStep] * 3)
    ]
    for name, shown in {"nothing yet": [empty], "a whole team": team}.items():
        yield a_message(f"day: a month begins, {name}", desk.message(DeskSeen(MARIA, (), part, shown), part))
    waits = a_desk(Role.MANAGER, ANA)
    yield a_message("day: a month begins, and something waits", desk.message(DeskSeen(MARIA, waits, part, team), part))
    own = replace(full, me=Role.REP, other=MARIA, mine=(replace(_ITEM, owner=Role.REP),))
    for name, mine in {"the rep": own, "the rep, nothing yet": replace(empty, me=Role.REP, other=MARIA)}.items():
        yield a_message(f"day: a month begins, {name}", desk.message(DeskSeen(ANA, (), part, [mine]), part))
    time = TimeSeen(_PAIRING, 95, GOAL_MINUTES)
    bare = TalkSeen(_PAIRING, PEOPLE, time, TODAY)
    opening = replace(AN_OPENING, strength_picks=tuple(form.skills)[:2])
    yield a_modal("form: before a talk, nothing yet", before_talk.page(bare))
    for count in (2, 40):
        seen = replace(bare, plan=a_kept_plan(form, count), opening=opening, form=form)
        yield a_modal(f"form: before a talk, {count} items", before_talk.page(seen))
    yield a_message("wish: a rep asks for coaching", before_talk.wish(PairingSeen(_PAIRING, ANA, MARIA)))
    yield a_line("line: asked for coaching", before_talk.asked(MARIA))
