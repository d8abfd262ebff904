"""
The first of the month: everybody in a workspace gets a direct message, within Slack's limits and hardly slower than
these allow, while somebody clicks and is not kept waiting.

Slack's limits and our own pace are in the same hurry: the minute of both is shorter.
"""

import asyncio
import math
import os
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

import playground
from bot.reconciler import Pace, Timing
from coaching_core.domain.surfaces import Priority, Surface
from coaching_core.ids import PersonId
from storage.transaction import Database
from tests.chaos.bounds import say
from tests.delivery.conftest import Waker
from tests.delivery.office import ANA, BEN, Office, an_office, note, reminder, reply, root, unsettled

ON_SCREEN = 2.0
"""Seconds within which somebody who clicks sees the answer."""


def everybody(count: int) -> Sequence[PersonId]:
    return [PersonId(f"U{number:05d}") for number in range(count)]


def people(count: int) -> list[dict[str, str]]:
    named = [{"id": ANA, "name": "ana"}, {"id": BEN, "name": "ben"}]
    return [*named, *({"id": one, "name": one.lower()} for one in everybody(count))]


async def a_click(office: Office, number: int) -> float:
    """
    Somebody's turn is over: the old message changes, by the click's own way, and the next turn is posted.

    Returns:
        Seconds until both can be seen.
    """
    words, before = f"turn {number} is over", time.monotonic()
    after = reply(number + 2)
    office.want(note("page"), root(), after, words=words)
    await office.until(lambda: office.words().count(words) == 3, seconds=60)
    return time.monotonic() - before


async def first_of_the_month(database: Database, waker: Waker, *, count: int, minute: float, posts: int) -> None:
    async with (
        playground.running(people=people(count), pages=False, minute=minute, posts=posts) as slack,
        an_office(database, slack, Timing()) as office,
    ):
        office.reconciler = office.a_reconciler("one", new_pace=lambda: Pace(minute=minute, posts=posts))
        waker.office = office
        await office.reconciler.start()
        await office.tell(note("page"), root(), words="your turn")
        bulk: list[Surface] = [replace(reminder("month", one), part=one) for one in everybody(count)]
        assert {one.priority for one in bulk} == {Priority.REMINDER}
        began, processor = time.monotonic(), time.process_time()
        office.want(*bulk, words="A new month: what would you like to try?")
        shortest = (math.ceil(count / posts) - 1) * minute

        waited = []
        for number in range(4):
            await asyncio.sleep(shortest / 5)
            waited.append(await a_click(office, number))
        await office.until(lambda: unsettled(office.database) == 0, seconds=shortest * 3 + 60)
        took = time.monotonic() - began
        await office.reconciler.stop()

        refused = [call.method for call in slack.record.calls() if call.status == 429]
        load = os.getloadavg()[0]
        say(
            f"{count} people, {posts} posts in {minute:.0f} s: {took:.1f} s, {took / shortest:.2f} times the shortest; "
            f"clicks seen after {', '.join(f'{one:.2f}' for one in waited)} s; {len(refused)} refused for the rate; "
            f"processor {time.process_time() - processor:.0f} s, load {load:.1f}"
        )
        told = [one.channel_id for one in office.messages() if "new month" in one.text]
        assert len(told) == len(set(told)) == count
        assert refused == []
        assert max(waited) < ON_SCREEN
        assert took < shortest * (1.1 if count >= 2000 else 2)  # half a short minute and a busy machine weigh more


@pytest.fixture
def url(sqlite: str) -> str:
    return sqlite


async def test_a_hundred_people_at_the_start_of_the_month(database: Database, waker: Waker) -> None:
    await first_of_the_month(database, waker, count=100, minute=3.0, posts=40)


@pytest.mark.long
async def test_two_thousand_people_at_the_start_of_the_month(database: Database, waker: Waker) -> None:
    await first_of_the_month(database, waker, count=2000, minute=float(os.environ.get("CHAOS_MINUTE") or 30), posts=300)
