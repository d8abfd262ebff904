"""
A tiny app with nothing but delivery, to be killed: it counts, and has Slack show the counts.

Run as a process it starts others of itself: every line on its standard input is the owner of a new one, whose process
id it answers. They are forked, because an interpreter takes longer to start than they live.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress

import aiohttp
import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient

from bot.reconciler import Pace, Parts, Reconciler, Timing
from bot.surfaces.drawn import Message
from bot.system import InThread, SystemClock
from coaching_core.domain.surfaces import Surface
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Due
from storage.surfaces import SqlDeliveries, SqlSurfaces
from storage.transaction import Database
from tests.delivery.office import ANA, BEN, HERE, note, reminder, reply, root

SHORT = Timing(
    lease=1.0, margin=0.5, call=0.4, grace=0.6, early=0.2, poll=0.05, linger=0.1, backoff=0.02, longest=0.2, absent=0.3
)
PAUSE = 0.05
counters = sa.Table(
    "test_counters",
    sa.MetaData(),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
STEPS, STOP = "steps", "stop"


def prepare(database: Database) -> None:
    with database.writing() as connection:
        counters.metadata.drop_all(connection)
        counters.metadata.create_all(connection)
        connection.execute(counters.insert(), [{"key": STEPS, "value": 0}, {"key": STOP, "value": 0}])


def value_of(database: Database, key: str) -> int | None:
    with database.looking() as connection:
        return connection.scalar(sa.select(counters.c.value).where(counters.c.key == key))


def stop_counting(database: Database) -> None:
    """Returns after the last step has been committed."""
    with database.writing() as connection:
        connection.execute(sa.update(counters).where(counters.c.key == STEPS).values(value=counters.c.value))
        connection.execute(sa.update(counters).where(counters.c.key == STOP).values(value=1))


def touched_by(step: int) -> list[Surface]:
    """Every seven steps a new review goes through its turns, and something older changes."""
    review, phase = divmod(step, 7)
    name, older = f"r{review}", f"r{review * 5 // 7}"
    person = (ANA, BEN)[review % 2]
    return [
        [root(name)],
        [root(name), reply(2, name), note(name, person)],
        [reply(3, name), note(older, (ANA, BEN)[(review * 5 // 7) % 2])],
        [root(name), reply(4, name), reply(5, name)],
        [reminder(f"{name}-late", person)],
        [root(older), note(name, person)],
        [root(older)],
    ][phase]


class Counting:
    def __init__(self, database: Database, run: InThread) -> None:
        self._database = database
        self._run = run

    def step(self) -> bool:
        """Count on and say what is to be shown, in one transaction. Returns False when told to stop."""
        with self._database.writing() as connection:
            forward = sa.update(counters).where(counters.c.key == STEPS).values(value=counters.c.value + 1)
            step = connection.execute(forward.returning(counters.c.value)).scalar_one() - 1
            if connection.scalar(sa.select(counters.c.value).where(counters.c.key == STOP)):
                return False
            surfaces = touched_by(step)
            for surface in surfaces:
                count = sa.update(counters).where(counters.c.key == surface.key).values(value=counters.c.value + 1)
                if connection.execute(count).rowcount == 0:
                    connection.execute(counters.insert().values(key=surface.key, value=1))
            SqlSurfaces(connection, HERE, self._database.cipher).want(surfaces)
        return True

    async def draw(self, workspace: WorkspaceId, due: Due) -> Message:
        value = await self._run.look(value_of, self._database, due.surface.key)
        return Message(f"{due.surface.key} = {value}", [])


async def talk(url: str, base_url: str, token: str, owner: str) -> None:
    async with aiohttp.ClientSession() as session:
        slack = AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])

        async def slack_for(workspace: WorkspaceId) -> AsyncWebClient:
            return slack

        async def on_dead(workspace: WorkspaceId, error: str, token: str | None) -> None:
            raise AssertionError(error)

        database = Database(url)
        run = InThread(database.submit, database.submit_read)
        counting = Counting(database, run)
        parts = Parts(
            deliveries=SqlDeliveries(
                database.writing,
                database.looking,
                database.cipher,
                grace=SHORT.grace,
                early=SHORT.early,
                margin=SHORT.margin,
            ),
            run=run,
            read=run.look,
            render=counting.draw,
            slack_for=slack_for,
            on_dead=on_dead,
            clock=SystemClock(),
            owner=owner,
            new_pace=lambda: Pace(times=1000),
            timing=SHORT,
        )
        reconciler = Reconciler(parts)
        await reconciler.start()
        more = True
        while True:
            with suppress(sa.exc.DBAPIError):  # a lock that another one holds too long: the next step comes
                more = more and await run(counting.step)
            reconciler.wake(HERE)
            await asyncio.sleep(PAUSE)


def main() -> None:
    url, base_url, token = sys.argv[1:]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asyncio.run(talk(url, base_url, token, line.strip()))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
