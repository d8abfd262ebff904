"""Changing the plan: its words and dates, what to leave out, and one more."""

from collections.abc import Mapping
from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.fitting import weight
from bot.surfaces.packing import pack
from coaching_core.domain.agreement import ItemChange
from coaching_core.domain.plan import Item
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import Seen
from coaching_core.ids import ItemId

ADDED, ADDED_DUE, LEAVE_OUT = "added", "added_due", "leave_out"
_CHANGED_AT_ONCE, _CHANGED_BYTES = 40, 150_000
"""Of one form: a modal takes 100 blocks and 250 KB."""


def change(seen: Seen, turn: int, page: int = 1) -> b.Block:
    """
    Change the words or the date of any item, leave some out, or add one.

    Args:
        page: from 1; a plan too long for one form comes in several, each saved by itself.
    """
    view = seen.view
    other = seen.name(Role.REP if view.reader is Reader.MANAGER else Role.MANAGER)
    said = f"Change what you like. When you save, you agree to the new text, and {other} reads it and is asked again."
    pages = _change_pages(seen)
    page = max(1, min(page, len(pages)))
    blocks: list[b.Block] = [b.section(b.plain(said))]
    for item in pages[page - 1]:
        blocks += _change_inputs(seen, item)
    options = [
        b.option(f"{number}. {_about(seen, item, 1)}", item.id)
        for number, item in enumerate(pages[page - 1], start=1 + sum(len(one) for one in pages[: page - 1]))
    ]
    blocks += [
        b.input_block(
            "Leave out, if you like",
            b.multi_select(Act.INPUT, options, placeholder="Choose what to leave out"),
            LEAVE_OUT,
            optional=True,
        ),
        b.input_block("Something to add", b.text_input(Act.INPUT, multiline=True), ADDED, optional=True),
        b.input_block("By when?", b.datepicker(Act.INPUT), ADDED_DUE, optional=True),
        *_change_ways(seen, turn, page, len(pages)),
    ]
    return b.modal(
        "Change the plan",
        blocks,
        callback_id=Modal.CHANGE,
        submit="Save and agree",
        private_metadata=pack(r=view.id, t=turn),
    )


def _change_inputs(seen: Seen, item: Item) -> list[b.Block]:
    words_input = b.text_input(Act.INPUT, initial=item.words, multiline=True)
    return [
        b.input_block(_about(seen, item), words_input, f"item.{item.id}", optional=True),
        b.input_block("By when?", b.datepicker(Act.INPUT, initial=item.due), f"due.{item.id}", optional=True),
    ]


def _change_pages(seen: Seen) -> list[list[Item]]:
    pages: list[list[Item]] = [[]]
    size = 0
    for item in seen.view.plan.items:
        more = weight(_change_inputs(seen, item))
        if pages[-1] and (len(pages[-1]) == _CHANGED_AT_ONCE or size + more > _CHANGED_BYTES):
            pages.append([])
            size = 0
        pages[-1].append(item)
        size += more
    return pages


def _change_ways(seen: Seen, turn: int, page: int, pages: int) -> list[b.Block]:
    if pages == 1:
        return []

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.CHANGE}#{to}", pack(r=seen.view.id, t=turn, p=to))

    said = f"Part {page} of {pages}. Saving keeps this part; what you typed here is gone when you turn to another."
    ways = [*([way("Back", page - 1)] if page > 1 else []), *([way("Next", page + 1)] if page < pages else [])]
    return [b.context(b.mrkdwn(said)), b.actions(*ways)]


def _about(seen: Seen, item: Item, most: int = 10) -> str:
    """``most``: skills that are named."""
    names = words.shortlist([seen.view.questionnaire.skill(key).name for key in item.skills], most)
    return words.KINDS[item.kind] + (f": {names}" if names else "")


def parse_change(values: Values) -> tuple[Mapping[ItemId, ItemChange], str, date | None]:
    """Returns the changes, and an item to add with its date."""
    left_out = values.choices(LEAVE_OUT)
    changes = {}
    for block_id in values.blocks:
        kind, _, item = block_id.partition(".")
        if kind == "item":
            due = values.date(f"due.{item}")
            changes[ItemId(item)] = ItemChange(values.text(block_id), due, drop=item in left_out)
    return changes, values.text(ADDED), values.date(ADDED_DUE)


def change_block_of(field: str) -> str | None:
    return field
