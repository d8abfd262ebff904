"""Another manager: the question to the rep, the plan that came along, and what came before."""

from dataclasses import replace

from bot.surfaces import handover, home, kept_plan, pairing
from bot.web.examples import stories
from bot.web.examples.example import Example, Examples, a_line, a_message, a_modal
from bot.web.examples.plans import a_kept_plan
from bot.web.examples.stories import ANA, MARIA
from coaching_core.domain.coaching_plan import CameFrom, Consent
from coaching_core.domain.people import Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import HomeSeen, PastSeen
from coaching_core.ids import PersonId, ReviewId

_OLGA = Person(PersonId("UOLGA"), "Olga", tz="Europe/Lisbon")


def handovers(form: Questionnaire) -> Examples:
    old = a_kept_plan(form, 4)
    for past in Consent:
        came = CameFrom(old.plan.id, MARIA.id, past)
        plan = replace(old.plan, id=ReviewId("r1.UOLGA"), manager=_OLGA.id, came_from=came)
        seen = replace(old, plan=plan, people={Role.REP: ANA, Role.MANAGER: _OLGA}, before=MARIA)
        yield a_message(f"handover: {past.value}", handover.question(seen))
        yield a_message(f"plan kept: it came along, {past.value}", kept_plan.message(seen))
        yield a_modal(f"form: the items of a plan that came along, {past.value}", kept_plan.items(seen))
    yield a_line("line: the plan that came along", *kept_plan.private(seen))
    for me in (ANA, _OLGA):
        drawn = home.home(HomeSeen(me, (), (), plans=[seen]))
        yield Example(f"home: a plan came along, {me.name}", "home", {"type": "home", "blocks": drawn.blocks})
    before = stories.agreed(form).seen(Reader.BOTH)
    yield a_modal("what came before", handover.past(PastSeen(before, old), seen.plan.id))
    yield a_line("line: coaching has ended", pairing.ended(ANA.name))
