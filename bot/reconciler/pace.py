"""
Slack's rate limits, kept from our side so that no call has to be refused.

Budgets are counted by method in a workspace, and posts besides by conversation.

- **First posts** are counted one by one over the last minute, so that all of Slack's several hundred a minute can be
  used; what nobody asked for (reminders) leaves a few of them to people's turns, and is spread over half a minute. A
  call counts from before it begins until a minute after it was answered: whenever it arrived at Slack in between, no
  sixty seconds there hold more than the whole. A new speaker is told what was posted before it came.
- **Everything else**: a fifth of a minute's budget may go at once and the rest comes back evenly, so that somebody who
  clicks never waits for long; what nobody waits for leaves half of that fifth alone. Only after a change of speaker can
  the two add up, and a 429 is obeyed.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
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
MINUTE = 60.0
IN_PLACE = frozenset({Method.POST, Method.HINT})
"""These count one a second in each conversation; a pair at once (a turn closes, the next opens) is tolerated."""
PLACE_BURST = 2.0
PLACE_PER_SECOND = 1.0
FEW = 1000
KEPT_FREE = 30
"""One in so many first posts is left to what somebody waits for."""
SOON = 0.05
"""Seconds after which it is worth asking again when all that is allowed is under way."""


@dataclass(slots=True)
class Bucket:
    """
    Tokens that come back over time. Slack's ``Retry-After`` empties it until that moment.

    Args:
        kept: tokens that bulk leaves.
    """

    capacity: float
    per_second: float
    tokens: float
    at: float
    kept: float = 0.0
    held_until: float = 0.0

    def ready_in(self, now: float, *, bulk: bool) -> float:
        """Returns the seconds until a token can be taken."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        missing = max(0.0, 1.0 + (self.kept if bulk else 0.0) - self.tokens) / self.per_second
        return max(missing, self.held_until - now, 0.0)

    def take(self, now: float, *, bulk: bool) -> None:
        self.tokens -= 1

    def over(self, now: float) -> None:
        """It was answered."""

    def give_back(self) -> None:
        self.tokens = min(self.capacity, self.tokens + 1)


@dataclass(slots=True)
class Window:
    """
    Calls one by one: at most ``limit`` within ``seconds``, of which bulk leaves a few.

    Args:
        ended: when those of the last ``seconds`` were answered, the oldest first.
        bulk_at: when bulk may go on, so that it is spread.
    """

    limit: int
    seconds: float
    ended: deque[float] = field(default_factory=deque)
    under_way: int = 0
    bulk_at: float = 0.0
    held_until: float = 0.0

    @property
    def _for_bulk(self) -> int:
        return max(1, self.limit - math.ceil(self.limit / KEPT_FREE))

    def ready_in(self, now: float, *, bulk: bool) -> float:
        """Returns the seconds until one may go."""
        while self.ended and self.ended[0] <= now - self.seconds:
            self.ended.popleft()
        most = self._for_bulk if bulk else self.limit
        waits = [self.held_until - now, self.bulk_at - now if bulk else 0.0, 0.0]
        too_many = len(self.ended) + self.under_way + 1 - most
        if too_many > len(self.ended):
            waits.append(SOON)
        elif too_many > 0:
            waits.append(self.ended[too_many - 1] + self.seconds - now)
        return max(waits)

    def take(self, now: float, *, bulk: bool) -> None:
        self.under_way += 1
        if bulk:  # late by less than one step is made good, so that waking up late costs nothing
            step = self.seconds / 2 / self._for_bulk
            self.bulk_at = max(self.bulk_at, now - 2 * step) + step

    def over(self, now: float) -> None:
        """It was answered: from now on it can only have been counted earlier."""
        self.under_way -= 1
        self.ended.append(now)

    def give_back(self) -> None:
        self.under_way -= 1

    def remember(self, now: float, ages: Sequence[float]) -> None:
        """Others have called so many seconds ago."""
        self.ended = deque(sorted((*self.ended, *(now - age for age in ages))))


class Pace:
    """
    The budgets of one workspace.

    Args:
        times: how many times Slack's limits; for a stand-in that has none.
        minute: how long the minute of the limits lasts; for a stand-in that is in a hurry.
        posts: how many messages may be posted in it.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        *,
        times: float = 1.0,
        minute: float = MINUTE,
        posts: int = PER_MINUTE[Method.POST],
    ) -> None:
        self.minute = minute
        self._now = now
        self._times = times
        self._posts = posts
        self._methods: dict[Method, Bucket | Window] = {}
        self._places: dict[Hashable, Bucket] = {}

    def ready_in(self, method: Method, place: Hashable, *, bulk: bool = False) -> float:
        """
        Args:
            bulk: nobody waits for it.
        Returns:
            The seconds until this may be called for this conversation; 0 if at once.
        """
        now = self._now()
        return max((one.ready_in(now, bulk=bulk) for one in self._budgets(method, place)), default=0.0)

    def take(self, method: Method, place: Hashable, *, bulk: bool = False) -> None:
        """It is about to be called; ``over`` or ``give_back`` follow."""
        now = self._now()
        for one in self._budgets(method, place):
            one.take(now, bulk=bulk)

    def over(self, method: Method, place: Hashable) -> None:
        """It was called, and is answered or given up."""
        now = self._now()
        for one in self._budgets(method, place):
            one.over(now)

    def give_back(self, method: Method, place: Hashable) -> None:
        """It was not called after all."""
        for one in self._budgets(method, place):
            one.give_back()

    def hold(self, method: Method, place: Hashable, seconds: float) -> None:
        """Slack said 429: nothing of this method, and nothing into this conversation, for so long."""
        for one in self._budgets(method, place):
            one.held_until = max(one.held_until, self._now() + math.ceil(seconds))

    def remember_posts(self, ages: Sequence[float]) -> None:
        """Another speaker has posted so many seconds ago."""
        window = self._of_method(Method.POST)
        if isinstance(window, Window):
            window.remember(self._now(), ages)

    def _budgets(self, method: Method, place: Hashable) -> list[Bucket | Window]:
        found: list[Bucket | Window] = []
        if method in PER_MINUTE:
            found.append(self._of_method(method))
        if method in IN_PLACE:
            if place not in self._places:
                self._forget_the_idle()
                per_second = PLACE_PER_SECOND * self._times * MINUTE / self.minute
                self._places[place] = self._full(PLACE_BURST * self._times, per_second)
            found.append(self._places[place])
        return found

    def _of_method(self, method: Method) -> Bucket | Window:
        if method not in self._methods:
            if method is Method.POST:
                self._methods[method] = Window(round(self._posts * self._times), self.minute)
            else:
                whole = PER_MINUTE[method] * self._times
                self._methods[method] = self._full(whole / 5, whole * 4 / 5 / self.minute, kept=whole / 10)
        return self._methods[method]

    def _full(self, capacity: float, per_second: float, kept: float = 0.0) -> Bucket:
        return Bucket(capacity, per_second, capacity, self._now(), kept)

    def _forget_the_idle(self) -> None:
        if len(self._places) >= FEW:
            now = self._now()
            self._places = {place: one for place, one in self._places.items() if not _is_full(one, now)}


def _is_full(bucket: Bucket, now: float) -> bool:
    return bucket.ready_in(now, bulk=False) == 0 and bucket.tokens >= bucket.capacity
