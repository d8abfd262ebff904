"""
What fits: a message that Slack takes and a phone shows, and the pages of a modal for what is longer.

Nothing is lost by it: what a message shortens, "Read it all" shows to the last letter.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.surfaces import blocks as b

MESSAGE_BLOCKS, MESSAGE_BYTES = 50, 12_000
"""Slack publishes no number of bytes; this many has always been taken."""
_PAGE_BLOCKS, _PAGE_BYTES = 60, 100_000
"""Less than a modal may hold (100, 250 KB): it is read on a phone."""


@dataclass(frozen=True, slots=True)
class Room:
    """
    How much of what was said a message shows.

    Args:
        letters: of each quotation.
        items: of each list.
        cut: whether something does not fit in it, so that the way to the whole belongs there.
    """

    letters: int = b.TEXT
    items: int = 1_000
    cut: bool = False


WHOLE = Room()
_ROOMS = (
    *(Room(letters) for letters in (400, 250, 150, 80)),
    *(Room(80, items) for items in (16, 12, 8, 5, 3, 2, 1)),
)
"""Tried in turn: first shorter quotations, then shorter lists."""


def weight(blocks: Sequence[b.Block]) -> int:
    """Returns bytes, as JSON without spaces."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode())


def fitted(
    draw: Callable[[Room], list[b.Block]], *, blocks: int = MESSAGE_BLOCKS, size: int = MESSAGE_BYTES
) -> list[b.Block]:
    """
    Draw a message with as much of what was said as fits; long quotations are shortened in any case.

    Args:
        blocks, size: how much of it there may be, in blocks and bytes, for a part of a message.
    """
    whole = draw(WHOLE)
    for room in _ROOMS:
        drawn = draw(room)
        if drawn != whole:
            drawn = draw(replace(room, cut=True))
        if len(drawn) <= blocks and weight(drawn) <= size:
            break
    return drawn


def page_of(blocks: Sequence[b.Block], page: int, turn: Callable[[str, int], b.Block]) -> list[b.Block]:
    """
    One page of what may be too long for one modal, with the ways to the others.

    Args:
        page: from 1; out of range means the nearest.
        turn: label and number of a page -> the button that shows it.
    """
    pages = _pages(blocks)
    page = max(1, min(page, len(pages)))
    ways = [turn("Back", page - 1)] if page > 1 else []
    if page < len(pages):
        ways.append(turn("Next", page + 1))
    if not ways:
        return pages[0]
    return [*pages[page - 1], b.context(b.mrkdwn(f"Page {page} of {len(pages)}")), b.actions(*ways)]


def _pages(blocks: Sequence[b.Block]) -> list[list[b.Block]]:
    """A page never ends between a heading and what stands under it."""
    pages: list[list[b.Block]] = [[]]
    for part in _parts(blocks):
        page = [*pages[-1], *part]
        if pages[-1] and (len(page) > _PAGE_BLOCKS or weight(page) > _PAGE_BYTES):
            pages.append(part)
        else:
            pages[-1] = page
    return pages


def _parts(blocks: Sequence[b.Block]) -> list[list[b.Block]]:
    parts: list[list[b.Block]] = []
    for block in blocks:
        if parts and block["type"] in ("rich_text", "actions"):
            parts[-1].append(block)
        else:
            parts.append([block])
    return parts
