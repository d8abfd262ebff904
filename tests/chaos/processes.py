"""``coach run`` as processes of its own, killed and started again; and the story of where each kill hit."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import sqlalchemy as sa

from playground.slack import Slack
from storage.tables import surfaces
from storage.transaction import Database
from storage.types import DatabaseNow
from tests.chaos.bounds import Deadline


class App:
    """
    Some processes on one port each.

    Args:
        socket_mode: they open sockets; without it one that lives gets signed HTTP.
        where: what the people are doing just now.
    """

    def __init__(
        self,
        slack: Slack,
        database_url: str,
        *,
        processes: int = 1,
        socket_mode: bool = False,
        where: Callable[[], str] = lambda: "",
    ) -> None:
        self.slack, self.database_url, self.where = slack, database_url, where
        self.kills = 0
        self.hit: Counter[str] = Counter()
        """What the people were doing -> kills."""
        self.left_open: Counter[str] = Counter()
        """What a kill left behind in the database -> kills."""
        self._ports = [_free_port() for _ in range(processes)]
        self._running: list[asyncio.subprocess.Process | None] = [None] * processes
        self._http = not socket_mode
        self._environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.base_url,
            "DATABASE_URL": database_url,
            "COACH_LOG_LEVEL": "WARNING",
        } | ({"SLACK_APP_TOKEN": slack.app.app_token} if socket_mode else {})

    def pid(self, which: int = 0) -> int:
        process = self._running[which]
        assert process is not None
        return process.pid

    async def is_up(self, seconds: float = 60) -> None:
        """Wait until the processes that run say that they are ready; a broken socket is noticed after a while."""
        async with asyncio.timeout(seconds), aiohttp.ClientSession() as session:
            for port, process in zip(self._ports, self._running, strict=True):
                while process is not None:
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                        if answer.status == 200:
                            break
                    await asyncio.sleep(0.2)

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
        self._running[which] = process
        assert process.stdout is not None
        async with asyncio.timeout(60):
            assert (await process.stdout.readline()).strip() == b"ready"
        self._send_to_a_living_one()

    async def end(self, which: int, how: signal.Signals = signal.SIGKILL) -> int:
        """Returns its exit code."""
        process = self._running[which]
        assert process is not None
        self._running[which] = None
        self._send_to_a_living_one()
        process.send_signal(how)
        return await process.wait()

    def _send_to_a_living_one(self) -> None:
        if not self._http:
            return
        for port, process in zip(self._ports, self._running, strict=True):
            if process is not None:
                self.slack.app_url = f"http://127.0.0.1:{port}/slack/events"

    async def chaos(self, dice: random.Random, kills: int, deadline: Deadline) -> None:
        """Kill one at a time and start it again: at random moments, and as often in the middle of a call to Slack."""
        database = Database(self.database_url)
        try:
            while self.kills < kills and not deadline.over:
                await asyncio.sleep(dice.uniform(0.0, 1.2))
                if self.kills % 2:
                    await self._a_call()
                which = dice.randrange(len(self._running))
                await self.end(which)
                self.kills += 1
                self.hit[self.where()] += 1
                self.left_open.update(_left_open(database))
                await self.start(which)
        finally:
            database.close()

    async def _a_call(self) -> None:
        """Wait until a call has had its effect and is not answered yet, or for half a second."""
        record = self.slack.record.requests
        before = len(record)
        for _ in range(250):
            if len(record) > before:
                return
            await asyncio.sleep(0.002)

    def state(self) -> str:
        """For whoever wonders why nothing comes: who is up, and what is due and since when."""
        up = [process is not None and process.returncode is None for process in self._running]
        database = Database(self.database_url)
        try:
            with database.looking() as connection:
                rows = connection.execute(_WAITING).all()
        finally:
            database.close()
        waiting = "\n".join("  " + ", ".join(f"{key} {value}" for key, value in row._mapping.items()) for row in rows)
        return f"{sum(up)} of {len(up)} processes are up; {self.told()}\nunsaid, the oldest first:\n{waiting or '-'}"

    def told(self) -> str:
        hit = ", ".join(f"{step} {count}" for step, count in self.hit.most_common())
        left = ", ".join(f"{what} {count}" for what, count in self.left_open.most_common()) or "nothing"
        return f"{self.kills} kills; while: {hit or '-'}; left open: {left}"


_WAITING = (
    sa.select(
        surfaces.c.key,
        surfaces.c.state,
        *(
            (DatabaseNow() - surfaces.c[name]).label(f"{name} s ago")
            for name in ("wanted_at", "retry_at", "confirm_at")
        ),
    )
    .where(surfaces.c.shown < surfaces.c.wanted, surfaces.c.place_kind != "home")
    .order_by(surfaces.c.wanted_at)
    .limit(30)
)


def _left_open(database: Database) -> list[str]:
    unshown = surfaces.c.shown < surfaces.c.wanted
    open_update = sa.and_(unshown, surfaces.c.ts.is_not(None), surfaces.c.not_before.is_(None))
    with database.looking() as connection:
        posting = connection.scalar(sa.select(sa.func.count()).where(surfaces.c.state == "posting"))
        updates = connection.scalar(sa.select(sa.func.count()).where(open_update))
    return [what for what, count in (("a post", posting), ("an update", updates)) if count]


@asynccontextmanager
async def app_of_its_own(
    slack: Slack,
    database_url: str,
    *,
    processes: int = 1,
    socket_mode: bool = False,
    where: Callable[[], str] = lambda: "",
) -> AsyncIterator[App]:
    app = App(slack, database_url, processes=processes, socket_mode=socket_mode, where=where)
    try:
        for which in range(processes):
            await app.start(which)
        yield app
    finally:
        for which, process in enumerate(app._running):
            if process is not None:
                await app.end(which)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
