"""A plan that goes on: its items with what became of them, the form that says so, and the message that both follow."""

from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import evidence, fitting, in_calendar, second_look, taking_on, words
from bot.surfaces.drawn import Message
from bot.surfaces.fitting import Room
from bot.surfaces.packing import number, pack, unpack
from coaching_core.domain.coaching_plan import Consent, ItemNote, ItemState, PlanItem
from coaching_core.domain.evidence import open_areas
from coaching_core.domain.plan import ItemKind, Verdict
from coaching_core.domain.plan_life import SETTABLE, ItemChange
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.errors import NotFound
from coaching_core.ids import ItemId, ReviewId

DROPPED = "Dropped because:"
STATE, REASON, DUE, NOTE = "state", "reason", "due", "note"
_STATES = {ItemState.OPEN: "It goes on", ItemState.DONE: "It's done", ItemState.DROPPED: "We drop it"}


def button(plan: ReviewId) -> b.Block:
    """Leads to the items of a plan that both agreed to."""
    return b.button("What became of it", Act.PLAN_ITEMS, pack(r=plan))


def items(seen: PlanSeen, page: int = 1, me: Role = Role.REP) -> b.Block:
    """
    Every item with what became of it; open to a change as long as no newer plan has followed.

    Args:
        me: the reader's role: some of it is the manager's to do.
    """
    plan = seen.plan

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.PLAN_ITEMS}#{to}", pack(r=plan.id, p=to))

    blocks: list[b.Block] = []
    for one in plan.items:
        value = pack(r=plan.id, i=one.item.id)
        label = f"Say… what became of item {one.item.id}: {one.item.words}"
        say = b.button("Say…", f"{Act.PLAN_ITEM}#{one.item.id}", value, accessibility_label=label[:75])
        blocks += [
            b.section(b.mrkdwn(line(seen, one)), say if plan.current else None),
            b.said(one.item.words),
            *taking_on.answered(one.item, seen.name(Role.MANAGER), b.TEXT),
            *_notes(seen, one, fitting.WHOLE),
            *_evidence(seen, one, fitting.WHOLE),
            *_looks(seen, one, fitting.WHOLE),
            *_ways_on(seen, one),
            *_take_on(seen, one, me),
        ]
    if not blocks:
        blocks = [b.section(b.mrkdwn("There is no item in this plan."))]
    if plan.came_from is not None and plan.came_from.past is Consent.YES:
        blocks.append(b.actions(b.button("What came before", Act.PAST, pack(r=plan.id))))
    if plan.current and me is Role.MANAGER:
        blocks.append(b.actions(taking_on.clear_button(plan.id)))
    if not plan.current:
        blocks.append(b.context(b.mrkdwn("A newer plan has followed this one, so it stays as it is.")))
    return b.modal("What became of it", fitting.page_of(blocks, page, way), callback_id=Modal.READING)


def read_only(seen: PlanSeen) -> list[b.Block]:
    """Every item with its words, notes and evidence, for a place in which nothing is changed."""
    return [
        block
        for one in seen.plan.items
        for block in (
            b.section(b.mrkdwn(line(seen, one))),
            b.said(one.item.words),
            *_notes(seen, one, fitting.WHOLE),
            *_evidence(seen, one, fitting.WHOLE),
        )
    ]


def form(seen: PlanSeen, item: ItemId) -> b.Block:
    """Raises ``NotFound`` for an item that is not there."""
    one = seen.plan.item(item)
    if one is None:
        raise NotFound("That item is not in the plan any more. Nothing has changed.")
    options = [b.option(label, state.value) for state, label in _STATES.items()]
    return b.modal(
        "What became of it",
        [
            b.section(b.mrkdwn(line(seen, one))),
            b.said(one.item.words),
            *_notes(seen, one, fitting.WHOLE),
            b.context(b.mrkdwn("You both read what you say here.")),
            b.input_block("Where does it stand?", b.radio(Act.INPUT, options, one.state.value), STATE),
            b.input_block(
                "If you drop it: why?",
                b.text_input(Act.INPUT, initial=one.reason),
                REASON,
                optional=True,
            ),
            b.input_block("By when?", b.datepicker(Act.INPUT, initial=one.item.due), DUE, optional=True),
            b.input_block(
                "A note",
                b.text_input(Act.INPUT, multiline=True),
                NOTE,
                optional=True,
            ),
        ],
        callback_id=Modal.PLAN_ITEM,
        submit="Save",
        private_metadata=pack(r=seen.plan.id, i=item, b=SETTABLE.index(one.state) if one.state in SETTABLE else 0),
    )


def parse(values: Values, metadata: str | None) -> ItemChange:
    """Raises ``TooLate`` for a form that is none of ours."""
    was = number(metadata, "b")
    before = SETTABLE[was] if 0 <= was < len(SETTABLE) else ItemState.OPEN
    chosen = next((state for state in SETTABLE if state.value == values.choice(STATE)), before)
    return ItemChange(chosen, before, values.text(REASON), values.date(DUE), values.text(NOTE))


def page_of(value: str | None) -> int:
    """The page that a button leads to: the first, if it names none."""
    return number(value, "p") if "p" in unpack(value) else 1


def private(seen: PlanSeen) -> tuple[str, list[b.Block]]:
    """A plan that came along, for one person alone: a text and blocks."""
    return "Your coaching plan. Only you see this.", message(seen).blocks


def message(seen: PlanSeen) -> Message:
    """Stands in the thread and follows the plan in place, so that nobody is called for it."""
    plan = seen.plan
    done = sum(one.state is ItemState.DONE for one in plan.items)

    def draw(room: Room) -> list[b.Block]:
        blocks = [b.section(b.mrkdwn(f"*How the plan goes*: {done} of {len(plan.items)} done."))]
        blocks += came_along(seen)
        for one in plan.items[: room.items]:
            blocks.append(b.section(b.mrkdwn(line(seen, one))))
            blocks += [*taking_on.answered(one.item, seen.name(Role.MANAGER), room.letters), *_notes(seen, one, room)]
            blocks += [*_evidence(seen, one, room), *_looks(seen, one, room)]
        more = len(plan.items) - room.items
        if more > 0:
            blocks.append(b.context(b.mrkdwn(f"And {words.count(more, 'more item', 'more items')}.")))
        add = [evidence.button(plan.id)] if open_areas(plan) else []
        return [*blocks, b.actions(button(plan.id), *add)]

    return Message("Your coaching plan goes on.", fitting.fitted(draw))


def _evidence(seen: PlanSeen, one: PlanItem, room: Room) -> list[b.Block]:
    """What was seen, the newest last; in a message the last entry of each alone."""
    newest = one.evidence
    if room is not fitting.WHOLE:
        last = {entry.by: number for number, entry in enumerate(one.evidence)}
        newest = tuple(entry for number, entry in enumerate(one.evidence) if last[entry.by] == number)
    return [block for entry in newest for block in evidence.kept(entry, seen.name(entry.by), room.letters)]


def _looks(seen: PlanSeen, one: PlanItem, room: Room) -> list[b.Block]:
    """Second looks at the item's skills; in a message the newest of each skill."""
    names = {role: seen.name(role) for role in Role}
    skills = dict(zip(one.item.skills, seen.skills.get(one.item.id, ()), strict=False))
    shown = list(seen.looks.get(one.item.id, ()))
    if room is not fitting.WHOLE:
        newest = {look.skill: look for look in shown}
        shown = [look for look in shown if newest[look.skill] is look]
    return [
        block
        for look in shown
        for block in second_look.beside(names, look, skills.get(look.skill, "this skill"), room.letters)
    ]


def _ways_on(seen: PlanSeen, one: PlanItem) -> list[b.Block]:
    """What can be done for an area to look into."""
    if one not in open_areas(seen.plan):
        return []
    ask = [second_look.ask_button(seen.plan.id, one.item.id)] if seen.to_look_at.get(one.item.id) else []
    day = [in_calendar.button(seen.plan.id, one.item.id)] if one.item.due is not None else []
    return [b.actions(evidence.button(seen.plan.id, one.item.id), *ask, *day)]


def _take_on(seen: PlanSeen, one: PlanItem, me: Role) -> list[b.Block]:
    waits = one.item.kind is ItemKind.EMPOWER and one.is_open and one.item.verdict is not Verdict.YES
    if not (waits and seen.plan.current and me is Role.MANAGER):
        return []
    return [b.actions(taking_on.button(seen.plan.id, one.item.id))]


def line(seen: PlanSeen, one: PlanItem) -> str:
    head = f"*{words.KINDS[one.item.kind]}*"
    skills = seen.skills.get(one.item.id, ())
    if skills:
        head += f": {b.escape(words.listed(skills))}"
    parts = [head, b.escape(seen.name(one.item.owner))]
    match one.state:
        case ItemState.OPEN:
            parts.append(_by(one.item.due))
        case ItemState.DONE:
            in_hands = one.item.kind is ItemKind.EMPOWER
            parts.append(f"done: it's in {b.escape(seen.name(one.item.owner))}'s hands now" if in_hands else "done")
        case ItemState.DROPPED:
            parts.append("dropped")
        case ItemState.CARRIED_OVER:
            parts.append("goes on in the next plan")
    return " · ".join(part for part in parts if part)


def came_along(seen: PlanSeen) -> list[b.Block]:
    """Of a plan that was taken over: from where."""
    if seen.before is None:
        return []
    said = f"It came along from {b.escape(seen.name(Role.REP))}'s coaching with {b.escape(seen.before.name)}."
    return [b.context(b.mrkdwn(said))]


def newest_of_each(one: PlanItem) -> tuple[ItemNote, ...]:
    """Returns the last note of either, in the order in which they were written."""
    last = {note.by: note for note in one.notes}
    return tuple(note for note in one.notes if last[note.by] is note)


def _by(due: date | None) -> str:
    return f"by {words.day(due)}" if due is not None else "open"


def _notes(seen: PlanSeen, one: PlanItem, room: Room) -> list[b.Block]:
    """Why it was dropped, and the newest words; in a message the last note of each alone."""
    blocks = []
    if one.reason:
        blocks += [b.context(b.mrkdwn(DROPPED)), b.said(one.reason, room.letters)]
    for note in newest_of_each(one) if room is not fitting.WHOLE else one.notes[-5:]:
        blocks += [b.context(b.mrkdwn(f"{b.escape(seen.name(note.by))}:")), b.said(note.words, room.letters)]
    return blocks
