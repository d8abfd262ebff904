"""
A whole review is played while the app is killed again and again: what was acknowledged is there, nothing is twice.

The short form runs with all other tests; ``make chaos`` kills two hundred times.
"""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import playground
from coaching_core.domain.roles import Stage
from coaching_core.ids import PersonId, WorkspaceId
from playground.slack import Slack
from storage.transaction import Database
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.chaos.persistent import SHORT, Persistent, whole_review

SEED = int(os.environ.get("CHAOS_SEED", "1"))
KILLS = int(os.environ.get("CHAOS_KILLS", "200"))


class App:
    """``coach run`` as processes of its own, on one port each; killed and started again."""

    def __init__(self, slack: Slack, database_url: str, *, processes: int = 1) -> None:
        self.slack, self.kills, self.starts = slack, 0, 0
        self._ports = [_free_port() for _ in range(processes)]
        self._running: list[asyncio.subprocess.Process | None] = [None] * processes
        self._environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.base_url,
            "DATABASE_URL": database_url,
            "COACH_LOG_LEVEL": "WARNING",
        }

    async def start(self, which: int) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env={**self._environment, "PORT": str(self._ports[which])},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdout is not None
        async with asyncio.timeout(60):
            assert (await process.stdout.readline()).strip() == b"ready"
        self._running[which] = process
        self.starts += 1
        self._send_to_a_living_one()

    async def kill(self, which: int) -> None:
        process = self._running[which]
        if process is not None and process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
            self.kills += 1
        self._running[which] = None
        self._send_to_a_living_one()

    def _send_to_a_living_one(self) -> None:
        for port, process in zip(self._ports, self._running, strict=True):
            if process is not None:
                self.slack.app_url = f"http://127.0.0.1:{port}/slack/events"

    async def chaos(self, dice: random.Random, kills: int) -> None:
        """Kill one at a time, at random moments, and start it again."""
        while self.kills < kills:
            await asyncio.sleep(dice.uniform(0.05, 1.5))
            which = dice.randrange(len(self._running))
            await self.kill(which)
            await self.start(which)


@asynccontextmanager
async def app_of_its_own(slack: Slack, database_url: str, *, processes: int = 1) -> AsyncIterator[App]:
    app = App(slack, database_url, processes=processes)
    try:
        for which in range(processes):
            await app.start(which)
        yield app
    finally:
        for which in range(processes):
            await app.kill(which)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


async def plays_through(
    slack: Slack, app: App, database_url: str, kills: int, pairs: Sequence[tuple[str, str]]
) -> None:
    """Play reviews until there were so many kills, each to its agreed plan; then look at what is kept and posted."""
    dice = random.Random(SEED)
    killing = asyncio.create_task(app.chaos(dice, kills))
    for manager, rep in pairs:
        people = [Persistent(Hands(slack.person(one))) for one in (manager, rep)]
        await whole_review(people[0], people[1], dice)
        what_was_acknowledged_is_there(slack, database_url, people)
        if killing.done():
            break
    if not killing.done():
        killing.cancel()
    await asyncio.gather(killing, return_exceptions=True)
    nothing_twice_and_nothing_missing(slack)


def what_was_acknowledged_is_there(slack: Slack, database_url: str, people: Sequence[Persistent]) -> None:
    names = {one.name: key for key, one in SHORT.skills.items()}
    database = Database(database_url)
    try:
        with database.reading(WorkspaceId(slack.team_id)) as tx:
            review = tx.reviews.of_person(PersonId(people[0].hands.id))[0]
    finally:
        database.close()
    assert review.stage is Stage.AGREED
    for person in people:
        role = review.role_of(PersonId(person.hands.id))
        assert role is not None
        kept = {key: rating.answer for key, rating in review.assessments[role].ratings.items()}
        assert kept == {names[name]: int(answer[0]) for name, answer in person.acknowledged.items()}


def nothing_twice_and_nothing_missing(slack: Slack) -> None:
    """Every message of the app has a key of its own, and each conversation has its five messages in order."""
    keys: Counter[str] = Counter()
    for channel in slack.world.channels.values():
        posts = [one for one in channel.messages.values() if one.metadata and not one.deleted]
        keys.update(str(one.metadata["event_payload"]["key"]) for one in posts if one.metadata)
        if channel.kind == "mpim":
            assert len(posts) == 5, [one.text for one in posts]
            assert sorted(posts, key=lambda one: one.ts) == sorted(posts, key=lambda one: one.posted_at)
    assert keys, "something was posted"
    assert max(keys.values()) == 1, {key: count for key, count in keys.items() if count > 1}


async def test_a_review_survives_a_few_kills(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/coach.sqlite"
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_of_its_own(slack, url) as app,
    ):
        await plays_through(slack, app, url, 2, [("UMARIA", "UANA")])


def crowd(size: int) -> list[dict[str, str]]:
    return [
        {"id": f"U{role}{number:03d}", "name": f"{role.capitalize()}{number:03d}", "real_name": f"{role} {number}"}
        for number in range(size)
        for role in ("MGR", "REP")
    ]


@pytest.mark.long
@pytest.mark.parametrize(("address", "processes"), [("sqlite", 1), ("postgres", 3)])
async def test_reviews_survive_many_kills(
    request: pytest.FixtureRequest, tmp_path: Path, address: str, processes: int
) -> None:
    url = f"sqlite:///{tmp_path}/coach.sqlite" if address == "sqlite" else str(request.getfixturevalue("postgres_url"))
    database = Database(url)
    database.upgrade()
    database.close()
    size = 60
    async with (
        playground.running(manifest=MANIFEST, people=crowd(size), rate_limits=False, pages=False) as slack,
        app_of_its_own(slack, url, processes=processes) as app,
    ):
        pairs = [(f"UMGR{number:03d}", f"UREP{number:03d}") for number in range(size)]
        await plays_through(slack, app, url, KILLS, pairs)
        assert app.kills >= KILLS
