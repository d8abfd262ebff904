"""Killed at any point and started again, it loses nothing, says nothing twice, and keeps every thread in order."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

import playground
from bot.reconciler.lookup import name_in_slack
from playground import Slack
from storage.tables import surfaces
from storage.transaction import Database
from tests.delivery import talker
from tests.delivery.office import HERE, unsettled
from tests.delivery.test_faults import KINDS


class Crowd:
    """The processes that talk, and the one that starts them."""

    def __init__(self, starter: asyncio.subprocess.Process) -> None:
        self._starter = starter
        self.pids: list[int] = []

    async def another(self, owner: str) -> None:
        assert self._starter.stdin is not None
        assert self._starter.stdout is not None
        self._starter.stdin.write(f"{owner}\n".encode())
        self.pids.append(int(await self._starter.stdout.readline()))

    def kill(self, which: int) -> None:
        os.kill(self.pids.pop(which), signal.SIGKILL)


@asynccontextmanager
async def crowd(url: str, slack: Slack) -> AsyncIterator[Crowd]:
    arguments = ("-m", "tests.delivery.talker", url, slack.base_url, slack.bot_token)
    pipe = asyncio.subprocess.PIPE
    starter = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=pipe, stdout=pipe)
    all_of_them = Crowd(starter)
    try:
        yield all_of_them
    finally:
        for _ in list(all_of_them.pids):
            all_of_them.kill(0)
        starter.kill()
        await starter.wait()


async def next_post(slack: Slack) -> None:
    """Wait until a post has arrived whose answer is still under way, or for a second."""
    before = len(slack.record.calls("chat.postMessage"))
    for _ in range(200):
        if len(slack.record.calls("chat.postMessage")) > before:
            return
        await asyncio.sleep(0.005)


async def is_said(database: Database) -> None:
    async with asyncio.timeout(60):
        while await asyncio.to_thread(unsettled, database):  # noqa: ASYNC110 - it happens in other processes
            await asyncio.sleep(0.05)


def check(database: Database, slack: Slack) -> int:
    """Every surface stands once and live ones show the last count; threads are in order. Returns how many there are."""
    messages = sorted(
        (one for channel in slack.world.channels.values() for one in channel.messages.values() if one.app_id),
        key=lambda one: one.ts,
    )
    with database.looking() as connection:
        rows = {name_in_slack(HERE, row.key): row for row in connection.execute(sa.select(surfaces))}
    names = [(one.metadata or {})["event_payload"]["key"] for one in messages]
    assert {name: times for name, times in Counter(names).items() if times > 1} == {}, "said twice"
    assert set(names) == set(rows), "lost"
    threads: dict[str | None, list[int]] = {}
    for name, message in zip(names, messages, strict=True):
        row = rows[name]
        threads.setdefault(message.thread_ts, []).append(row.seq)
        if row.policy == "live":
            assert message.text == f"{row.key} = {talker.value_of(database, row.key)}"
    threads.pop(None)
    assert all(order == sorted(order) for order in threads.values())
    return len(rows)


async def survive(url: str, slack: Slack, *, kills: int, processes: int, seed: int) -> int:
    dice = random.Random(seed)
    database = Database(url)
    talker.prepare(database)
    slack.trouble.seed(seed)
    for kind in KINDS:
        slack.trouble.add("*", kind, share=0.2 / len(KINDS), seconds=0.5)
    slack.trouble.add("chat.postMessage", "slow", share=0.5, seconds=0.05)
    async with crowd(url, slack) as all_of_them:
        for number in range(processes):
            await all_of_them.another(f"first {number}")
        for number in range(kills):
            await asyncio.sleep(dice.uniform(0.05, 1.2))
            if number % 2:
                await next_post(slack)
            all_of_them.kill(dice.randrange(processes))
            await all_of_them.another(f"after {number}")
        await asyncio.to_thread(talker.stop_counting, database)
        slack.trouble.clear()
        await is_said(database)
        many = check(database, slack)
    database.close()
    return many


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(rate_limits=False, pages=False) as running:
        yield running


@pytest.mark.parametrize(("url", "processes"), [("sqlite", 1), ("postgres", 3)], indirect=["url"])
async def test_a_few_kills(url: str, slack: Slack, processes: int) -> None:
    assert await survive(url, slack, kills=5, processes=processes, seed=1) > 10


@pytest.mark.long
@pytest.mark.parametrize(("url", "processes"), [("sqlite", 1), ("postgres", 3)], indirect=["url"])
async def test_many_kills(url: str, slack: Slack, processes: int) -> None:
    assert await survive(url, slack, kills=60, processes=processes, seed=2) > 100
