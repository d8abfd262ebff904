"""Told to stop, the app finishes what it has in hand, in ten seconds at most, and leaves nothing in doubt."""

import asyncio
import signal
import time
from pathlib import Path

import sqlalchemy as sa

import playground
from playground.slack import Slack
from storage.tables import speakers, surfaces
from storage.transaction import Database
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.chaos.checks import everything_is_said, nothing_twice_and_nothing_missing
from tests.chaos.processes import app_of_its_own

AT_MOST = 10.0


async def called(slack: Slack, method: str) -> None:
    """Wait until a call has arrived; its answer is still under way."""
    async with asyncio.timeout(20):
        while not slack.record.calls(method):  # noqa: ASYNC110 - the record has no event
            await asyncio.sleep(0.005)


async def test_what_is_in_hand_is_finished(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coach.sqlite"
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_of_its_own(slack, url) as app,
    ):
        maria, ana = Hands(slack.person("UMARIA")), Hands(slack.person("UANA"))

        slack.trouble.add("users.info", "slow", seconds=0.5)
        command = asyncio.create_task(maria.types("/coach-review @Ana"))
        await called(slack, "users.info")
        assert await app.end(0, signal.SIGTERM) == 0
        await command  # was answered, or it raises
        await app.start(0)
        slack.trouble.clear()

        slack.trouble.add("chat.postMessage", "slow", seconds=2.0)
        await maria.types("/coach-review @Ana")
        await maria.presses("Ask Ana")
        await called(slack, "chat.postMessage")
        began = time.monotonic()
        assert await app.end(0, signal.SIGTERM) == 0
        assert 1.0 < time.monotonic() - began < AT_MOST
        assert left_open(url) == []

        await app.start(0)
        await ana.presses("Accept")
        await ana.sees("Another date or form")
        await everything_is_said(url)
        nothing_twice_and_nothing_missing(slack, url, reviews=0)


def left_open(url: str) -> list[str]:
    """What the next process would have to doubt: a post of unknown outcome, a lease that was not given back."""
    database = Database(url)
    try:
        with database.looking() as connection:
            posting = connection.scalars(sa.select(surfaces.c.key).where(surfaces.c.state == "posting")).all()
            held = connection.scalars(sa.select(speakers.c.owner).where(speakers.c.owner != "")).all()
    finally:
        database.close()
    return [*posting, *held]
