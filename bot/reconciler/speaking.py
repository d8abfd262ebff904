"""
One workspace's speaker: claims the right to speak, sends what is due, the most urgent first, and leaves.

At most one thing is under way in each conversation; what a rate limit holds back does not hold back the rest.
"""

import asyncio
import logging
import time
from collections.abc import Hashable
from functools import partial

from bot.reconciler.errand import Errand
from bot.reconciler.floor import Floor, Rest
from bot.reconciler.outcome import Verdict
from bot.reconciler.parts import Parts, quiet
from coaching_core.domain.surfaces import Priority
from coaching_core.ids import SurfaceKey
from coaching_core.ports import Due

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Things under way in one workspace."""
BULK_AT_ONCE = 12
"""Of these, what nobody waits for."""
BATCH = 50
"""First posts, and as many updates, that are read at once."""


class Speaking:
    """A speaker's whole turn, from the claim to the release."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._parts: Parts = floor.parts
        self._stir = asyncio.Event()
        self._ask = True
        self._woken = False
        self._stopping = False
        self._under_way: dict[asyncio.Task[bool], tuple[SurfaceKey, Hashable]] = {}
        self._ended: set[SurfaceKey] = set()

    @property
    def woken(self) -> bool:
        """Whether something was wanted since it last looked."""
        return self._woken

    def wake(self) -> None:
        """Something was wanted: look at once."""
        self._ask = self._woken = True
        self._stir.set()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._stir.set()

    async def run(self) -> None:
        if not await self._claim():
            self._woken = False  # whoever speaks there looks by itself
            return
        clean = False
        try:
            client = await self._parts.slack_for(self._floor.workspace)
            if client is None:
                await self._rest(self._parts.timing.absent, wakeable=True)
                return
            self._floor.client = quiet(client)
            await self._talk()
            clean = True
        finally:
            # if not clean, the lease runs out by itself, and the next speaker knows that something was left open
            clean = await self._finish() and clean
            if self._floor.rest is None and clean:
                await self._leave()

    async def _claim(self) -> bool:
        floor, timing = self._floor, self._parts.timing
        resting, floor.rest = floor.rest, None
        if resting is not None and floor.held is not None and await self._renew():
            return True
        began = time.monotonic()
        deliveries = self._parts.deliveries
        claim = partial(deliveries.claim, floor.workspace, self._parts.owner, seconds=timing.lease)
        floor.held = await self._parts.run(claim)
        floor.lease_until = began + timing.lease
        if floor.held is not None and floor.held.token != floor.last_token + 1:
            ages = await self._parts.read(partial(deliveries.posts_of_late, floor.speaker, seconds=floor.pace.minute))
            floor.pace.remember_posts(ages)
        floor.last_token = floor.held.token if floor.held is not None else floor.last_token
        floor.doubted, floor.halted = False, None
        floor.unsure.clear()
        floor.channels.clear()
        return floor.held is not None

    async def _renew(self) -> bool:
        floor, timing = self._floor, self._parts.timing
        began = time.monotonic()
        renewed = await self._parts.run(partial(self._parts.deliveries.renew, floor.speaker, seconds=timing.lease))
        floor.lease_until = began + timing.lease if renewed else 0.0
        floor.doubted, floor.halted = not renewed, None
        return renewed

    def _has_to_renew(self) -> bool:
        floor = self._floor
        return floor.doubted or floor.lease_until - time.monotonic() < self._parts.timing.lease * 2 / 3

    async def _talk(self) -> None:
        floor, timing = self._floor, self._parts.timing
        rows: list[Due] = []
        looked_at = worked_at = time.monotonic()
        looked_at -= timing.poll
        while not self._stopping and floor.halted is None:
            if self._has_to_renew() and not await self._renew():
                log.info("another one speaks in %s now", floor.workspace)
                return
            since = time.monotonic() - looked_at
            if self._ask or not rows or since >= timing.poll:
                await asyncio.sleep(max(0.0, timing.breath - since))
                looked_at = time.monotonic()
                rows = await self._look()
            self._stir.clear()
            rows, pause = self._begin(rows)
            now = time.monotonic()
            if rows or self._under_way:
                worked_at = now
            elif now - worked_at >= timing.linger and not self._ask:
                return
            else:
                pause = timing.linger - (now - worked_at)
            await self._wait(min(pause, timing.poll))

    async def _look(self) -> list[Due]:
        self._ask = self._woken = False
        self._ended = set()
        now = self._parts.clock.now()
        rows = await self._parts.read(partial(self._parts.deliveries.due, self._floor.speaker, now, limit=BATCH))
        current = [due for due in rows if due.surface.key not in self._ended]
        if len(current) < len(rows):  # these ended while we looked, so what was read of them may be out of date
            self._ask = True
        return current

    def _begin(self, rows: list[Due]) -> tuple[list[Due], float]:
        """Begin what may begin. Returns what has to wait, and after how many seconds it is worth looking again."""
        floor, pause = self._floor, self._parts.timing.poll
        keys = {key for key, _ in self._under_way.values()}
        busy = {place for _, place in self._under_way.values()}
        room = AT_ONCE - len(self._under_way)
        room_for_bulk = room - (AT_ONCE - BULK_AT_ONCE)
        waiting: list[Due] = []
        for due in rows:
            key, place = due.surface.key, floor.place_of(due)
            if key in keys or floor.sits_out_now(key):
                continue
            bulk = due.only_once_more or due.surface.priority is Priority.REMINDER
            if place in busy or (room_for_bulk if bulk else room) <= 0:
                waiting.append(due)
                continue
            method = floor.method_for(due)
            wait = floor.pace.ready_in(method, place, bulk=bulk)
            if wait > 0 or not floor.may_call():
                waiting.append(due)
                pause = min(pause, max(wait, 0.01))
                continue
            floor.pace.take(method, place, bulk=bulk)
            room, room_for_bulk = room - 1, room_for_bulk - 1
            keys.add(key)
            busy.add(place)
            task = asyncio.create_task(Errand(floor, due, method).run(), name=f"errand {floor.workspace}")
            self._under_way[task] = (key, place)
            task.add_done_callback(self._done)
        return waiting, pause

    def _done(self, task: asyncio.Task[bool]) -> None:
        key, _ = self._under_way.pop(task)
        self._ended.add(key)
        if not task.cancelled() and task.result():
            self._ask = True
        self._stir.set()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._stir.wait()
        except TimeoutError:
            pass

    # --- leaving

    async def _finish(self) -> bool:
        """Let end what is under way. Returns False when something had to be left with an unknown outcome."""
        left: set[asyncio.Task[bool]] = set()
        if self._under_way:
            _, left = await asyncio.wait(set(self._under_way), timeout=self._parts.timing.drain)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return not left and not self._floor.unsure

    async def _leave(self) -> None:
        floor, timing = self._floor, self._parts.timing
        halted = floor.halted
        if halted is None:
            if not floor.doubted:
                await self._parts.run(self._parts.deliveries.release, floor.speaker)
            floor.held = None
        elif halted.verdict is Verdict.MOVING:
            await self._rest(timing.moving, wakeable=False)
        elif halted.verdict is Verdict.EXPIRED and floor.expired == 0:
            floor.expired += 1
            await self._rest(self._parts.backoff(0), wakeable=True)
        else:
            log.warning("workspace %s: %s", floor.workspace, halted.code)
            await self._rest(timing.absent, wakeable=True)
            await self._parts.on_dead(floor.workspace, halted.code, floor.slack.token)

    async def _rest(self, seconds: float, *, wakeable: bool) -> None:
        """Keep the right to speak and say nothing, so that nobody else tries either."""
        floor = self._floor
        if await self._parts.run(partial(self._parts.deliveries.renew, floor.speaker, seconds=seconds)):
            floor.rest = Rest(time.monotonic() + seconds, wakeable)
