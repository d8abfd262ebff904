"""Posts what apps scheduled, when business time has come."""

from __future__ import annotations

import asyncio
import contextlib

from playground.delivery.events import Events
from playground.model import Message
from playground.things import Scheduled
from playground.world import World

_AT_MOST = 3600.0
"""Real seconds between two looks: business time runs as fast as real time unless it is moved, which wakes us."""


class PostingLater:
    """Waits for the next scheduled message. `wake` after each new one and each jump of the clock."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look again: something is scheduled, or the clock was moved."""
        self._woken.set()

    async def run(self) -> None:
        """Post each message when it is due; ends when it is cancelled."""
        while True:
            self._woken.clear()
            self.post_due()
            coming = min((each.post_at for each in self._world.shelf.scheduled.values()), default=None)
            wait = _AT_MOST if coming is None else coming - self._world.clock.now().timestamp()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), min(max(wait, 0.0), _AT_MOST))

    def post_due(self) -> None:
        """Post everything whose time has come, in its order."""
        now = self._world.clock.now().timestamp()
        waiting = sorted(self._world.shelf.scheduled.values(), key=lambda each: each.post_at)
        for scheduled in [each for each in waiting if each.post_at <= now]:
            self._world.shelf.remove_scheduled(scheduled)
            self._post(scheduled)

    def _post(self, scheduled: Scheduled) -> None:
        channel = self._world.channels[scheduled.channel_id]
        installation = self._world.installation(scheduled.app_id, scheduled.team_id)
        gone = scheduled.thread_ts is not None and scheduled.thread_ts not in channel.messages
        if installation is None or channel.is_archived or gone:
            return  # what cannot be posted any more is dropped, without a word to the app
        message = Message(
            channel_id=channel.id,
            ts=self._world.stamps.next(),
            author_id=installation.bot_user_id,
            text=scheduled.text,
            posted_at=self._world.clock.now(),
            blocks=scheduled.blocks,
            thread_ts=scheduled.thread_ts,
            broadcast=scheduled.broadcast,
            metadata=scheduled.metadata,
            app_id=installation.app_id,
            bot_id=installation.bot_id,
        )
        self._events.message_posted(self._world.post(message))
