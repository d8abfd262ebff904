"""A fifth of all calls goes wrong, in every way there is, while things change: in the end all is as it should be."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot.reconciler import Reconciler
from bot.reconciler.lookup import name_in_slack
from coaching_core.domain.surfaces import Surface
from tests.delivery.office import ANA, BEN, HERE, Office, note, reminder, reply, root, unsettled

KINDS = ["reset_before", "reset_after", "timeout_before", "timeout_after", "error_500", "error_503", "error_500_after"]
REVIEWS, TURNS, CHANGES = 4, 4, 60


def cast_surfaces() -> Iterator[Surface]:
    for review in (f"r{number}" for number in range(REVIEWS)):
        yield root(review)
        yield from (reply(number, review) for number in range(2, TURNS + 1))
        yield from (note(f"{review}-{person}", person) for person in (ANA, BEN))
        yield reminder(f"{review}-late")


@asynccontextmanager
async def speaking(office: Office, many: int) -> AsyncIterator[list[Reconciler]]:
    async with AsyncExitStack() as stack:
        all_of_them = [office.a_reconciler(f"process {number}") for number in range(many)]
        for one in all_of_them:
            await one.start()
            stack.push_async_callback(one.stop)
        yield all_of_them


def check(office: Office, surfaces: list[Surface]) -> None:
    """Every surface stands once and shows the latest; threads are in order."""
    named = {name_in_slack(HERE, surface.key): surface for surface in surfaces}
    standing: dict[str, str] = {}
    threads: dict[str, list[int]] = {}
    for message in office.messages():
        assert message.metadata is not None
        surface = named[message.metadata["event_payload"]["key"]]
        assert surface.key not in standing, "posted twice"
        standing[surface.key] = message.text.removeprefix("Text: ")
        if message.thread_ts is not None:
            threads.setdefault(message.thread_ts, []).append(surface.seq)
    assert standing.keys() == {surface.key for surface in surfaces}
    wrong = {surface.key for surface in surfaces if surface.policy == "live"} & {
        key for key, words in standing.items() if words != office.says[key]
    }
    assert wrong == set()
    assert all(order == sorted(order) for order in threads.values())


@pytest.mark.parametrize(("url", "processes", "seed"), [("sqlite", 1, 1), ("postgres", 3, 2)], indirect=["url"])
async def test_with_a_fifth_of_all_calls_failing_nothing_is_lost_or_said_twice(
    idle_office: Office, processes: int, seed: int
) -> None:
    office, dice = idle_office, random.Random(seed)
    office.slack.trouble.seed(seed)
    for kind in KINDS:
        office.slack.trouble.add("*", kind, share=0.2 / len(KINDS), seconds=0.4)
    office.slack.trouble.add("chat.update", "rate_limited", times=1, skip=5)
    surfaces = list(cast_surfaces())
    async with speaking(office, processes) as reconcilers:
        for surface in surfaces:
            office.want(surface, words="0")
            dice.choice(reconcilers).wake(HERE)
        for number in range(CHANGES):
            changed = dice.sample(surfaces, 2)
            office.want(*changed, words=str(number))
            dice.choice(reconcilers).wake(HERE)
            await asyncio.sleep(0.02)
        office.slack.trouble.clear()
        await office.until(lambda: unsettled(office.database) == 0, seconds=30)
    check(office, surfaces)
