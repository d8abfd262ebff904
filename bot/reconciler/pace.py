"""
Slack's rate limits, kept from our side so that no call has to be refused.

Budgets are counted by method in a workspace, and posts besides by conversation. A fifth of a minute's budget may go at
once and the rest comes back evenly, so that no sixty seconds ever hold more than the whole. One workspace has one
speaker, so one process's count is the count; only after a change of speaker can the two add up, and a 429 is obeyed.
"""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    POST = "chat.postMessage"
    UPDATE = "chat.update"
    HINT = "response_url"
    PUBLISH = "views.publish"
    OPEN = "conversations.open"
    HISTORY = "conversations.history"
    REPLIES = "conversations.replies"


PER_MINUTE = {
    Method.POST: 300,  # "several hundred"
    Method.UPDATE: 50,
    Method.PUBLISH: 100,
    Method.OPEN: 50,
    Method.HISTORY: 50,
    Method.REPLIES: 50,
}
"""Slack's tiers. A ``response_url`` belongs to no method's budget, only to its conversation's."""
IN_PLACE = frozenset({Method.POST, Method.HINT})
"""These count one a second in each conversation; a pair at once (a turn closes, the next opens) is tolerated."""
PLACE_BURST = 2.0
PLACE_PER_SECOND = 1.0
FEW = 1000


@dataclass(slots=True)
class Bucket:
    """Tokens that come back over time. Slack's ``Retry-After`` empties it until that moment."""

    capacity: float
    per_second: float
    tokens: float
    at: float
    held_until: float = 0.0

    def ready_in(self, now: float) -> float:
        """Returns the seconds until a token can be taken."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        missing = max(0.0, 1.0 - self.tokens) / self.per_second
        return max(missing, self.held_until - now, 0.0)


class Pace:
    """
    The budgets of one workspace.

    Args:
        times: how many times Slack's limits; for a stand-in that has none.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, *, times: float = 1.0) -> None:
        self._now = now
        self._times = times
        self._methods: dict[Method, Bucket] = {}
        self._places: dict[Hashable, Bucket] = {}

    def ready_in(self, method: Method, place: Hashable) -> float:
        """Returns the seconds until this may be called for this conversation; 0 if at once."""
        now = self._now()
        return max((bucket.ready_in(now) for bucket in self._buckets(method, place)), default=0.0)

    def take(self, method: Method, place: Hashable) -> None:
        for bucket in self._buckets(method, place):
            bucket.tokens -= 1

    def give_back(self, method: Method, place: Hashable) -> None:
        """It was not called after all."""
        for bucket in self._buckets(method, place):
            bucket.tokens = min(bucket.capacity, bucket.tokens + 1)

    def hold(self, method: Method, place: Hashable, seconds: float) -> None:
        """Slack said 429: nothing of this method, and nothing into this conversation, for so long."""
        for bucket in self._buckets(method, place):
            bucket.held_until = max(bucket.held_until, self._now() + math.ceil(seconds))

    def _buckets(self, method: Method, place: Hashable) -> list[Bucket]:
        found: list[Bucket] = []
        if method in PER_MINUTE:
            if method not in self._methods:
                whole = PER_MINUTE[method] * self._times
                self._methods[method] = self._full(whole / 5, whole * 4 / 5 / 60)
            found.append(self._methods[method])
        if method in IN_PLACE:
            if place not in self._places:
                self._forget_the_idle()
                self._places[place] = self._full(PLACE_BURST * self._times, PLACE_PER_SECOND * self._times)
            found.append(self._places[place])
        return found

    def _full(self, capacity: float, per_second: float) -> Bucket:
        return Bucket(capacity, per_second, capacity, self._now())

    def _forget_the_idle(self) -> None:
        if len(self._places) >= FEW:
            now = self._now()
            self._places = {place: one for place, one in self._places.items() if not _is_full(one, now)}


def _is_full(bucket: Bucket, now: float) -> bool:
    return bucket.ready_in(now) == 0 and bucket.tokens >= bucket.capacity
