"""What both read before a talk; and the rep who asks for one."""

from datetime import date

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.drawn import Message
from bot.surfaces.lengths import length
from bot.surfaces.packing import of, pack
from coaching_core.domain.people import Person
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PairingSeen, TalkSeen
from coaching_core.ids import PersonId

_BLOCKS = 90
_ITEMS = 15
_LETTERS = 600
"""Of each quotation: it is one page, to look at before a talk. The whole stands in the plan."""


def button(other: Person, number: int | str = "") -> b.Block:
    label = "Before your talk"
    return b.button(
        label, f"{Act.BEFORE_TALK}#{number}", pack(o=other.id), accessibility_label=f"{label} with {other.name}"
    )


def page(seen: TalkSeen) -> b.Block:
    """One page: what the manager said they'd do, what the rep works on, and the rep's own words."""
    manager, rep = seen.name(Role.MANAGER), seen.name(Role.REP)
    blocks = [
        *_items(seen, Role.MANAGER, f"What {manager} said they'd do"),
        *_items(seen, Role.REP, f"What {rep} is at"),
    ]
    if seen.plan is not None and seen.plan.plan.support:
        blocks += [b.section(b.mrkdwn(f"*{b.escape(manager)}'s support*")), b.said(seen.plan.plan.support, _LETTERS)]
    blocks += _opening(seen)
    if not blocks:
        blocks = [b.section(b.mrkdwn("There is no plan yet, so the talk begins with what is on your minds."))]
    total = f"Coaching this month, as you both confirmed it: {length(seen.time.total)} of {length(seen.time.goal)}."
    return b.modal(
        "Before your talk",
        [
            b.context(b.mrkdwn(f"You both read the same here. {b.escape(rep)} speaks first.")),
            *blocks[:_BLOCKS],
            b.context(b.mrkdwn(total)),
        ],
        callback_id=Modal.READING,
    )


def _items(seen: TalkSeen, owner: Role, title: str) -> list[b.Block]:
    """Whose day has come first, then by date."""
    if seen.plan is None:
        return []
    own_items = [one.item for one in seen.plan.plan.open_items if one.item.owner is owner]
    blocks: list[b.Block] = [b.header(title, level=2)] if own_items else []
    for item in sorted(own_items, key=lambda one: (one.due or date.max, one.id))[:_ITEMS]:
        when = "" if item.due is None else f", by {words.day(item.due)}"
        now = " · *its day has come*" if item.due is not None and item.due <= seen.today else ""
        blocks += [b.section(b.mrkdwn(f"{words.KINDS[item.kind]}{when}{now}")), b.said(item.words, _LETTERS)]
    more = len(own_items) - _ITEMS
    if more > 0:
        blocks.append(b.context(b.mrkdwn(f"And {words.count(more, 'more item', 'more items')}.")))
    return blocks


def _opening(seen: TalkSeen) -> list[b.Block]:
    opening, form = seen.opening, seen.form
    if opening is None or form is None:
        return []
    blocks: list[b.Block] = [b.header(f"{seen.name(Role.REP)}'s words, last time", level=2)]
    for title, said, picks in (
        ("At their best", opening.strengths, opening.strength_picks),
        ("To get better at", opening.needs, opening.need_picks),
    ):
        if said or picks:
            named = f": {b.escape(words.names(form, picks))}" if picks else ""
            blocks.append(b.section(b.mrkdwn(f"*{title}*{named}")))
        if said:
            blocks.append(b.said(said, _LETTERS))
    return blocks if len(blocks) > 1 else []


# --- a rep asks


def ask_button(manager: Person, number: int | str = "") -> b.Block:
    label = "Ask for coaching"
    return b.button(
        label, f"{Act.ASK_COACHING}#{number}", pack(o=manager.id), accessibility_label=f"{label}: {manager.name}"
    )


def wish(seen: PairingSeen) -> Message:
    """To the manager."""
    return Message(
        "Somebody asks for coaching.",
        [
            b.section(
                b.mrkdwn(f"*{b.escape(seen.rep.name)}* asks for some coaching time with you. When suits you both?")
            ),
            b.actions(button(seen.rep)),
        ],
    )


def asked(manager: Person) -> str:
    return f"Done. {b.escape(manager.name)} reads it in their working hours. Once a day is plenty."


def other_of(value: str | None) -> PersonId:
    """Whom a button is about."""
    return PersonId(of(value, "o"))
