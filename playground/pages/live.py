"""Live updates: tells an open page which of its regions look different now, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from playground.model import Change

if TYPE_CHECKING:
    from playground.slack import Slack

REGIONS = ("top", "side", "main", "thread", "modals", "notes")
"""The parts of a screen that can be drawn alone; each is an element with the id `region-…`."""

_TOUCHED: dict[str, tuple[str, ...]] = {
    "message": ("main", "thread", "side", "top"),
    "ephemeral": ("main", "thread"),
    "modals": ("modals",),
    "home": ("main",),
    "channel": ("side",),
    "notification": ("notes",),
    "notice": ("notes",),
    "people": ("top", "side", "main"),
    "clock": ("top", "main"),
    "read": ("side", "top"),
}
_WITHIN_A_CONVERSATION = {"message", "ephemeral"}
_SILENCE = 5.0
"""Seconds after which an empty line is sent, so that a closed page is noticed."""
_GATHER = 0.02
"""Seconds in which further changes are gathered: one click often changes several things at once."""


def touched(change: Change) -> dict[str, list[str]]:
    """
    Which regions a change concerns: {region: [conversation ids]}, an empty list meaning wherever one is.

    A page that shows another conversation leaves its "main" and "thread" alone.
    """
    here = [change.channel_id] if change.kind in _WITHIN_A_CONVERSATION and change.channel_id else []
    return {region: here if region in ("main", "thread") else [] for region in _TOUCHED.get(change.kind, REGIONS)}


async def events(slack: Slack, person_id: str) -> AsyncIterator[str]:
    """The stream for one open page. Ends when the page is closed (the server then cancels it)."""
    world = slack.world
    with world.subscribe(person_id) as changes:
        yield "retry: 1000\n\n"
        # After a reset there is another world; the page then connects anew.
        while slack.world is world:
            try:
                async with asyncio.timeout(_SILENCE):
                    change = await changes.next()
            except TimeoutError:
                yield ": \n\n"
                continue
            await asyncio.sleep(_GATHER)
            gathered = touched(change)
            while True:
                try:
                    async with asyncio.timeout(0):
                        more = touched(await changes.next())
                except TimeoutError:
                    break
                for region, where in more.items():
                    known = gathered.get(region)
                    gathered[region] = [] if known == [] or not where else sorted({*(known or ()), *where})
            yield f"data: {json.dumps(gathered)}\n\n"
