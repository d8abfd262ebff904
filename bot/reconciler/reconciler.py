"""Looks after all workspaces: wakes a speaker where something was wanted, and asks the database what was missed."""

import asyncio
import logging
import time
from functools import partial

from bot.reconciler.floor import Floor
from bot.reconciler.parts import Parts
from bot.reconciler.speaking import Speaking
from coaching_core.ids import WorkspaceId

log = logging.getLogger(__name__)

WORKSPACES = 100
"""Workspaces that are taken up at each look; those served longest ago come first."""
STUCK = 1.0
"""Seconds after the drain when a speaker that still has not ended is cancelled."""


class Reconciler:
    """
    Makes Slack show what the database says.

    One task looks, one more speaks in each workspace that has something due, so that none waits for another.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._floors: dict[WorkspaceId, Floor] = {}
        self._speaking: dict[WorkspaceId, tuple[Speaking, asyncio.Task[None]]] = {}
        self._woken: set[WorkspaceId] = set()
        self._stir = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin to look, on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._looking = asyncio.create_task(self._look_after(), name="reconciler")

    def wake(self, workspace: WorkspaceId) -> None:
        """Something was wanted here. May be called from any thread, before the start and after the end."""
        if self._loop is not None and not self._stopping:
            try:
                self._loop.call_soon_threadsafe(self._on_wake, workspace)
            except RuntimeError:  # the loop has just closed; the next process finds it
                return

    def _on_wake(self, workspace: WorkspaceId) -> None:
        self._woken.add(workspace)
        self._stir.set()

    async def stop(self) -> None:
        """Begin nothing more, let end what is under way (at most ``Timing.drain``), and let others speak."""
        self._stopping = True
        self._stir.set()
        for speaking, _ in self._speaking.values():
            speaking.stop()
        tasks = {task for _, task in self._speaking.values()} | ({self._looking} if self._looking else set())
        if tasks:
            _, stuck = await asyncio.wait(tasks, timeout=self._parts.timing.drain + STUCK)
            for task in stuck:
                task.cancel()
            await asyncio.gather(*stuck, return_exceptions=True)
        for floor in self._floors.values():
            if floor.rest is not None and floor.held is not None:
                await self._parts.run(self._parts.deliveries.release, floor.held)

    async def caught_up(self) -> None:
        """Wait until nothing is due any more. What waits for a retry or a later time is not due."""
        while self._looking is not None and not self._looking.done():
            if self._is_idle() and not await self._worklist() and self._is_idle():
                return
            self._stir.set()
            await asyncio.sleep(0.01)

    def _is_idle(self) -> bool:
        return not self._woken and not self._speaking

    async def _look_after(self) -> None:
        looked_at = time.monotonic() - self._parts.timing.poll
        failures = 0
        while not self._stopping:
            woken, self._woken = self._woken, set()
            for workspace in woken:
                self._take_up(workspace, woken=True)
            if time.monotonic() - looked_at >= self._parts.timing.poll * 2**failures:
                try:
                    for workspace in await self._worklist():
                        self._take_up(workspace, woken=False)
                    failures = 0
                except Exception as problem:  # noqa: BLE001 - the tick goes on whatever happened
                    log.error("the worklist could not be read: %s", type(problem).__name__)
                    failures = min(failures + 1, 5)
                looked_at = time.monotonic()
            try:
                async with asyncio.timeout(self._parts.timing.poll):
                    await self._stir.wait()
            except TimeoutError:
                pass
            self._stir.clear()

    async def _worklist(self) -> list[WorkspaceId]:
        now = self._parts.clock.now()
        return list(await self._parts.read(partial(self._parts.deliveries.worklist, now, limit=WORKSPACES)))

    def _take_up(self, workspace: WorkspaceId, *, woken: bool) -> None:
        if workspace in self._speaking:
            if woken:
                self._speaking[workspace][0].wake()
            return
        if workspace not in self._floors:
            self._floors[workspace] = Floor(workspace, self._parts, self._parts.new_pace())
        rest = self._floors[workspace].rest
        if rest is not None and not rest.wakeable and time.monotonic() < rest.until:
            return
        speaking = Speaking(self._floors[workspace])
        task = asyncio.create_task(speaking.run(), name=f"speaking {workspace}")
        self._speaking[workspace] = (speaking, task)
        task.add_done_callback(partial(self._on_spoken, workspace))

    def _on_spoken(self, workspace: WorkspaceId, task: asyncio.Task[None]) -> None:
        speaking, _ = self._speaking.pop(workspace)
        problem = None if task.cancelled() else task.exception()
        if problem is not None:
            log.error("the speaker of %s ended with %s", workspace, type(problem).__name__)
        elif speaking.woken and not self._stopping:
            self._on_wake(workspace)
        self._stir.set()
