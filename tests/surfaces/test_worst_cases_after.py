"""After the plan: the longest words, names and lists, in everything that shows them. Slack still takes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.surfaces import before_talk, desk, evidence, handover, kept_plan, second_look, taking_on
from bot.web.examples import stories
from bot.web.examples.stories import ANA, MARIA, NOW, TODAY
from coaching_core.domain.assessment import Opening
from coaching_core.domain.coaching_plan import CameFrom, CoachingPlan, Consent, Evidence, ItemNote, PlanItem
from coaching_core.domain.coaching_time import GOAL_MINUTES
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.plan import Item, ItemKind, Verdict
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.second_look import LookAnswer, SecondLook, answer
from coaching_core.domain.seen import (
    AreaSeen,
    DeskLine,
    DeskSeen,
    EvidenceOffer,
    LookSeen,
    NextStep,
    PairMonth,
    PastSeen,
    PlanSeen,
    TalkSeen,
    TimeSeen,
)
from coaching_core.domain.surfaces import OPENED
from coaching_core.domain.visibility import look_for
from coaching_core.domain.waiting import Waiting, WaitKind
from coaching_core.ids import ItemId, LookId, PairingId, PersonId, ReviewId
from tests.surfaces.looking import LONG, SHORT
from tests.surfaces.test_worst_cases import NAME, fits, long_words, opens

PLAN = ReviewId("r" * 16)
KEYS = tuple(LONG.skills)
NAMES = {key: skill.name for key, skill in LONG.skills.items()}
LONG_NAMES = {Role.REP: replace(ANA, name=NAME), Role.MANAGER: replace(MARIA, name=NAME)}
LINK = "https://example.com/" + "x" * 900


def a_plan(words: str) -> PlanSeen:
    """Forty items of all kinds, each with notes of both and twenty entries of evidence."""
    kinds = list(ItemKind)
    notes = tuple(ItemNote(role, words, NOW) for role in Role for _ in range(10))
    seen = tuple(Evidence(role, TODAY, words, NOW, LINK) for role in Role for _ in range(10))
    items = tuple(
        PlanItem(
            Item(
                ItemId(str(n)),
                kinds[n % len(kinds)],
                Role.MANAGER if n % 2 else Role.REP,
                words,
                KEYS,
                TODAY,
                verdict=Verdict.NOT_YET,
                condition=words,
                look_again=TODAY,
            ),
            reason=words,
            notes=notes,
            evidence=seen,
        )
        for n in range(1, 41)
    )
    plan = CoachingPlan(PLAN, ANA.id, MARIA.id, LONG.version, NOW, items, words, TODAY)
    return PlanSeen(plan, LONG_NAMES, {one.item.id: tuple(NAMES.values()) for one in items}, {}, {ItemId("1"): KEYS})


def looks(words: str) -> Sequence[SecondLook]:
    first = SecondLook(LookId(f"{PLAN}-1"), ANA.id, MARIA.id, PLAN, ItemId("1"), KEYS[0], LONG.version, Role.REP, NOW)
    one = answer(first, Role.REP, LookAnswer(4, words), LONG, now=NOW)
    opened = answer(one, Role.MANAGER, LookAnswer(2), LONG, now=NOW)
    return [replace(opened, id=LookId(f"{PLAN}-{n}")) for n in range(1, 31)]


@long_words
def test_a_plan_that_goes_on(words: str) -> None:
    seen = a_plan(words)
    views = [look_for(one, Reader.BOTH) for one in looks(words)]
    full = replace(seen, looks={one.item.id: views for one in seen.plan.items})
    fits(kept_plan.message(full))
    for page in (1, 2, 20, 40, 200):
        for role in Role:
            opens(kept_plan.items(full, page, role))
    opens(kept_plan.form(full, ItemId("1")))
    opens(taking_on.form(full, ItemId("1")))


@long_words
def test_another_manager(words: str) -> None:
    old = a_plan(words)
    came = CameFrom(PLAN, PersonId("UOLD"), Consent.ASKED)
    seen = replace(old, plan=replace(old.plan, came_from=came), before=Person(PersonId("UOLD"), NAME))
    fits(handover.question(seen))
    fits(kept_plan.message(seen))
    before = stories.agreed(SHORT)
    for page in (1, 2, 30, 100):
        opens(handover.past(PastSeen(before.seen(Reader.BOTH), old), PLAN, page))


@long_words
def test_a_second_look(words: str) -> None:
    entries = a_plan(words).plan.items[0].evidence
    history = tuple(look_for(one, Reader.BOTH) for one in looks(words))
    for role in Role:
        sealed = replace(looks(words)[0], stage=second_look.LookStage.SEALED, category=None, ended_at=None)
        for look in (sealed, looks(words)[0]):
            view = look_for(look, Reader(role.value))
            seen = LookSeen(view, LONG_NAMES, LONG, words, entries, goes_on=True, today=TODAY, history=history)
            fits(second_look.message(seen, role.value))
            for page in range(1, 12):
                opens(second_look.both_views(seen, page))
            if look is sealed:
                opens(second_look.form(seen))
            else:
                fits(second_look.message(seen, f"{role} {OPENED}"))


@long_words
def test_before_a_talk(words: str) -> None:
    pairing = Pairing(PairingId("p1"), ANA.id, MARIA.id, PairingState.ACCEPTED, NOW)
    time = TimeSeen(pairing, 95, GOAL_MINUTES)
    opening = Opening(words, words, KEYS[:3], KEYS[:2])
    opens(before_talk.page(TalkSeen(pairing, LONG_NAMES, time, TODAY, a_plan(words), opening, LONG)))


@long_words
def test_what_was_seen(words: str) -> None:
    item = a_plan(words).plan.items[0].item
    people = [Person(PersonId(f"U{n}"), NAME) for n in range(40)]
    areas = [
        AreaSeen(PLAN, replace(item, id=ItemId(str(n))), one, tuple(NAMES.values())) for n, one in enumerate(people)
    ]
    opens(evidence.form(EvidenceOffer(areas, TODAY), said=words, link=LINK, from_message=True))


@long_words
@pytest.mark.parametrize("lines", [0, 1, 40])
def test_the_digest_of_a_day(words: str, lines: int) -> None:
    item = a_plan(words).plan.items[0].item
    people = [Person(PersonId(f"U{n}"), NAME) for n in range(40)]
    waits = [
        Waiting(WaitKind.ITEM, PLAN, Role.MANAGER, one.id, NOW - timedelta(days=n), 1, (NOW,), f"1 {TODAY}", item=item)
        for n, one in enumerate(people)
    ]
    pairing = Pairing(PairingId("p1"), ANA.id, MARIA.id, PairingState.ACCEPTED, NOW)
    month = [
        PairMonth(pairing, Role.MANAGER, one, 90, 30, 180, NOW, PLAN, 3, 2, (item,), NextStep.PROMISE) for one in people
    ]
    drawn = [DeskLine(wait, one) for wait, one in zip(waits, people, strict=True)][:lines]
    seen = DeskSeen(MARIA, drawn, str(TODAY), month)
    fits(desk.message(seen, str(TODAY)))
    fits(desk.message(replace(seen, month=()), str(TODAY)))
    if drawn:
        view = desk.what_is_next(seen)
        assert view is not None
        opens(view)
