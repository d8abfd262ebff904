"""A small office for the tests of delivery: what should be said, a reconciler, and the Slack in which it appears."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.reconciler import Pace, Parts, Reconciler, Timing
from bot.surfaces.drawn import Home, Message
from bot.system import InThread
from coaching_core.domain.surfaces import Place, PlaceKind, Policy, Priority, Surface, SurfaceKind, dm
from coaching_core.ids import PersonId, SurfaceKey, WorkspaceId
from coaching_core.ports import Due
from playground import Slack
from playground import model as seen
from storage.surfaces import SqlDeliveries
from storage.transaction import Database

HERE = WorkspaceId("T0MEADOW")
ANA, BEN = PersonId("UANA"), PersonId("UBEN")
PAIR = Place(PlaceKind.GROUP_DM, (ANA, BEN))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAST = Timing(
    lease=4.0,
    margin=1.2,
    call=1.0,
    grace=0.5,
    early=0.2,
    poll=0.05,
    linger=0.0,
    breath=0.0,
    backoff=0.02,
    longest=0.2,
    absent=0.3,
)


@dataclass
class MovableClock:
    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def advance(self, **how_much: float) -> None:
        self.moment += timedelta(**how_much)


def root(review: str = "r1", **other: Any) -> Surface:
    return Surface(SurfaceKind.TURN, review, "1", PAIR, **other)


def reply(number: int, review: str = "r1", **other: Any) -> Surface:
    return Surface(SurfaceKind.TURN, review, str(number), PAIR, thread=root(review).key, seq=number, **other)


def note(subject: str, person: PersonId = BEN, **other: Any) -> Surface:
    return Surface(SurfaceKind.ASK, subject, "", dm(person), **other)


def reminder(subject: str, person: PersonId = BEN) -> Surface:
    return note(subject, person, policy=Policy.ONCE, priority=Priority.REMINDER)


def deliveries_of(database: Database, timing: Timing = FAST) -> SqlDeliveries:
    return SqlDeliveries(
        database.writing,
        database.looking,
        database.cipher,
        grace=timing.grace,
        early=timing.early,
        margin=timing.margin,
    )


@dataclass
class Office:
    """
    What each surface should say is in ``says``; what is not in there is not to be shown.

    ``hurry``: how many times Slack's rate limits may be used.
    ``drawn``: how often each was drawn. ``dead``: what was reported of workspaces.
    """

    database: Database
    slack: Slack
    session: aiohttp.ClientSession
    timing: Timing = FAST
    hurry: float = 100.0
    says: dict[SurfaceKey, str] = field(default_factory=dict)
    broken: dict[SurfaceKey, list[dict[str, Any]]] = field(default_factory=dict)
    drawn: Counter[SurfaceKey] = field(default_factory=Counter)
    dead: list[tuple[WorkspaceId, str]] = field(default_factory=list)
    counts: list[tuple[str, str]] = field(default_factory=list)
    clock: MovableClock = field(default_factory=MovableClock)
    tokens: dict[WorkspaceId, str] = field(default_factory=dict)
    reconciler: Reconciler = field(init=False)

    def __post_init__(self) -> None:
        self.tokens.setdefault(HERE, self.slack.bot_token)
        self.reconciler = self.a_reconciler("one")

    def a_reconciler(self, owner: str, **changes: Any) -> Reconciler:
        run = InThread(self.database.submit, self.database.submit_read)
        parts = Parts(
            deliveries=deliveries_of(self.database, self.timing),
            run=run,
            read=run.look,
            render=self.draw,
            slack_for=self.slack_for,
            on_dead=self.on_dead,
            clock=self.clock,
            owner=owner,
            count=lambda method, outcome, seconds: self.counts.append((method, outcome)),
            timing=self.timing,
            new_pace=lambda: Pace(times=self.hurry),
        )
        return Reconciler(replace(parts, **changes))

    # --- what delivery asks for

    async def draw(self, workspace: WorkspaceId, due: Due) -> Message | Home | None:
        key = due.surface.key
        self.drawn[key] += 1
        words = self.says.get(key)
        if words is None:
            return None
        blocks = self.broken.get(key) or [{"type": "section", "text": {"type": "plain_text", "text": words}}]
        return Home(blocks) if due.surface.place.kind is PlaceKind.HOME else Message(f"Text: {words}", blocks)

    async def slack_for(self, workspace: WorkspaceId) -> AsyncWebClient | None:
        token = self.tokens.get(workspace)
        if token is None:
            return None
        return AsyncWebClient(token=token, base_url=self.slack.base_url, session=self.session)

    async def on_dead(self, workspace: WorkspaceId, error: str, token: str | None) -> None:
        assert token, "whose token it was is told"
        self.dead.append((workspace, error))
        self.tokens.pop(workspace, None)

    # --- what the tests do and see

    def want(self, *surfaces: Surface, words: str | None = None, workspace: WorkspaceId = HERE, **how: Any) -> None:
        """Have them say these words (if any are given), in one transaction."""
        if words is not None:
            self.says |= {surface.key: words for surface in surfaces}
        with self.database.begin(workspace) as tx:
            tx.surfaces.want(surfaces, **how)

    async def tell(self, *surfaces: Surface, words: str | None = None, **how: Any) -> None:
        """As ``want``, and wait until nothing is due any more."""
        self.want(*surfaces, words=words, **how)
        await self.reconciler.caught_up()

    def link(self, surface: Surface, workspace: WorkspaceId = HERE) -> tuple[str, str] | None:
        with self.database.reading(workspace) as tx:
            return tx.surfaces.link_of(surface.key)

    def messages(self) -> list[seen.Message]:
        """Everything of the app's that stands somewhere, in the order in which it was posted."""
        found = [
            message
            for channel in self.slack.world.channels.values()
            for message in channel.messages.values()
            if not message.deleted and message.app_id
        ]
        return sorted(found, key=lambda message: message.ts)

    def words(self) -> list[str]:
        return [message.text.removeprefix("Text: ") for message in self.messages()]

    def calls(self, method: str) -> list[Any]:
        return self.slack.record.calls(method)

    async def until(self, true: Any, seconds: float = 10.0) -> None:
        """Wait until this holds."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.01)


@asynccontextmanager
async def an_office(database: Database, slack: Slack, timing: Timing = FAST) -> AsyncIterator[Office]:
    async with aiohttp.ClientSession() as session:
        yield Office(database, slack, session, timing)


def let_pass(database: Database, seconds: float) -> None:
    """All attempts, retries and doubts are so much older; no test needs to be quicker than that."""
    from sqlalchemy import update

    from storage.tables import surfaces

    earlier = {name: surfaces.c[name] - seconds for name in ("attempt_at", "retry_at", "confirm_at")}
    with database.writing() as connection:
        connection.execute(update(surfaces).values(earlier))


def states(database: Database, workspace: WorkspaceId = HERE) -> dict[str, str]:
    """Returns the delivery state of every surface."""
    from sqlalchemy import select

    from storage.tables import surfaces

    with database.looking() as connection:
        rows = connection.execute(
            select(surfaces.c.key, surfaces.c.state, surfaces.c.reason).where(surfaces.c.workspace == workspace)
        )
        return {row.key: row.state if row.reason is None else f"{row.state}: {row.reason}" for row in rows}


def keys(due: Iterable[Due]) -> list[str]:
    return [one.surface.key for one in due]


def unsettled(database: Database) -> int:
    """Returns how many surfaces do not show what they should, for whatever reason."""
    from sqlalchemy import func, select

    from storage.tables import surfaces

    with database.looking() as connection:
        return connection.scalar(select(func.count()).where(surfaces.c.shown < surfaces.c.wanted)) or 0
