"""Who wants to know that something looks different: the pages' live updates and waiting tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from playground.model import Change


class Subscription:
    """The changes that one listener has not read yet, as an asynchronous iterator."""

    def __init__(self, person_id: str | None) -> None:
        self.person_id = person_id
        self._waiting: asyncio.Queue[Change] = asyncio.Queue()

    def concerns(self, change: Change) -> bool:
        """Whether the listener asked for such a change."""
        return self.person_id is None or not change.person_ids or self.person_id in change.person_ids

    def tell(self, change: Change) -> None:
        """Hand over a change; never waits."""
        self._waiting.put_nowait(change)

    async def next(self) -> Change:
        """Wait for the next change."""
        return await self._waiting.get()

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        return await self._waiting.get()


class Changes:
    """Hands each change to every subscription that it concerns."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    @contextmanager
    def subscribe(self, person_id: str | None = None) -> Iterator[Subscription]:
        """Listen, while the block lasts, to what one person (or anyone) can see change."""
        subscription = Subscription(person_id)
        self._subscriptions.append(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.remove(subscription)

    def tell(self, change: Change) -> None:
        """Pass a change on."""
        for subscription in self._subscriptions:
            if subscription.concerns(change):
                subscription.tell(change)
