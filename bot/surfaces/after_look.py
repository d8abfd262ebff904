"""What follows from a second look that has opened: offered, with an idea to change or to take, and never forced."""

from collections.abc import Mapping
from datetime import timedelta

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import packing, words
from bot.surfaces.packing import pack
from coaching_core.domain.after_look import OFFERS, Follow
from coaching_core.domain.following import ITEMS, Next
from coaching_core.domain.plan import Occasion
from coaching_core.domain.questionnaire import Skill
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import LookSeen
from coaching_core.domain.visibility import OpenedLook
from coaching_core.errors import TooLate

WORDS, DUE, OCCASION = "words", "due", "occasion"
_IN_A_MONTH, _IN_TWO_WEEKS = timedelta(days=30), timedelta(days=14)

_FOLLOWS: Mapping[Follow, str] = {
    Follow.EMPOWER: "Take on more",
    Follow.DEVELOP: "Work on it",
    Follow.GATHER_MORE: "Gather more",
    Follow.PARK: "Park it",
}
FOLLOWED: Mapping[Follow, str] = {
    Follow.EMPOWER: "It led to something to take on, in your plan.",
    Follow.DEVELOP: "It led to something to work on, in your plan.",
    Follow.GATHER_MORE: "You gather more, on another occasion.",
    Follow.PARK: "It's parked. Neither view counts more.",
}


def offers(seen: LookSeen, opened: OpenedLook, me: Role) -> list[b.Block]:
    """What may follow: an item is the rep's to write, the rest either says."""
    offered = [one for one in OFFERS[opened.category] if one not in ITEMS or me is Role.REP]
    return [
        b.button(
            _FOLLOWS[one],
            f"{Act.LOOK_NEXT}#{one.name.lower()}",
            pack(l=seen.view.id, f=one.value),
            accessibility_label=f"{_FOLLOWS[one]}: {seen.skill.name}",
        )
        for one in offered
    ]


def next_form(seen: LookSeen, follow: Follow) -> b.Block:
    """An item in the rep's words, or another occasion; an idea stands there, to be changed or taken."""
    skill, in_a_month = seen.skill, seen.today + _IN_A_MONTH
    if follow is Follow.GATHER_MORE:
        options = [b.option(label, occasion.value) for occasion, label in words.OCCASIONS.items()]
        inputs = [
            b.input_block("Where?", b.select(Act.INPUT, options, placeholder="Choose one"), OCCASION, optional=True),
            b.input_block("By when?", b.datepicker(Act.INPUT, initial=seen.today + _IN_TWO_WEEKS), DUE),
        ]
    else:
        inputs = [
            b.input_block("In a sentence", b.text_input(Act.INPUT, initial=_idea(skill, follow)), WORDS),
            b.input_block("By when?", b.datepicker(Act.INPUT, initial=in_a_month), DUE, optional=True),
        ]
    other = seen.name(_reader(seen).other)
    return b.modal(
        _FOLLOWS[follow],
        [b.section(b.plain(f"{skill.name}. You and {other} read it, in your plan.")), *inputs],
        callback_id=Modal.LOOK_NEXT,
        submit="Save",
        private_metadata=pack(l=seen.view.id, f=follow.value),
    )


def parse_next(values: Values, metadata: str | None) -> Next:
    chosen = values.choice(OCCASION)
    occasion = next((one for one in Occasion if one.value == chosen), None)
    return Next(follow_of(metadata), values.text(WORDS), values.date(DUE), occasion)


def follow_of(packed: str | None) -> Follow:
    """Raises ``TooLate`` for a button that is none of ours."""
    found = next((one for one in Follow if one.value == packing.of(packed, "f")), None)
    if found is None:
        raise TooLate("This message is out of date. Nothing has changed.")
    return found


def block_of(field: str) -> str | None:
    return field if field in (WORDS, DUE, OCCASION) else None


def _idea(skill: Skill, follow: Follow) -> str:
    ideas = skill.responsibility if follow is Follow.EMPOWER else skill.practice
    return ideas[0] if ideas else ""


def _reader(seen: LookSeen) -> Role:
    return Role.MANAGER if seen.view.reader is Reader.MANAGER else Role.REP
