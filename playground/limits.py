"""
Rate limits as Slack documents them: so many calls a minute for each method, workspace and app.

Real time, whatever the business clock says. Slack tolerates bursts of unpublished size, so the documented number within
any sixty seconds is what holds here; an app that fits it fits Slack.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Hashable

PER_MINUTE = {1: 4, 2: 20, 3: 50, 4: 100}
"""Calls a minute by tier. Tier 1 is "1+": a few at once pass, or no app could be restarted."""

POSTS = 300
SPECIAL = {"auth.test": 300, "chat.getPermalink": 300}
"""Methods with limits of their own, a minute and workspace ("several hundred")."""

COMMERCIAL = {"conversations.history": 1, "conversations.replies": 1}
"""The same for an app that is distributed commercially outside the Marketplace."""

COMMERCIAL_MOST = 15
"""How many messages such an app gets at once."""

MINUTE = 60.0
POSTS_BURST = 3
POSTS_PER_SECOND = 1.0
"""chat.postMessage and response_urls: one a second in each conversation, with a small burst."""


class Limits:
    """
    Counts calls and says when there were too many. `on` may be switched at any time.

    minute: how many seconds the minute of the limits lasts; a shorter one puts everything in a hurry. posts: how many
    messages may be posted in it.
    """

    def __init__(
        self,
        *,
        on: bool = True,
        commercial_history: bool = False,
        minute: float = MINUTE,
        posts: int = POSTS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.on = on
        self._special = SPECIAL | {"chat.postMessage": posts} | (COMMERCIAL if commercial_history else {})
        self._minute = minute
        self._per_second = POSTS_PER_SECOND * MINUTE / minute
        self._now = now
        self._minutes: dict[Hashable, deque[float]] = {}
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def too_soon(self, method: str, tier: int | None, team_id: str, app_id: str) -> int | None:
        """Count a call of a method; the seconds to wait if it is one too many, else None."""
        allowed = self._special.get(method) or PER_MINUTE.get(tier or 0)
        if not self.on or allowed is None:
            return None
        now = self._now()
        recent = self._minutes.setdefault((method, team_id, app_id), deque())
        while recent and recent[0] <= now - self._minute:
            recent.popleft()
        if len(recent) >= allowed:
            return max(1, math.ceil(recent[0] + self._minute - now))
        recent.append(now)
        return None

    def post_too_soon(self, place: Hashable) -> int | None:
        """Count a post into a conversation; the seconds to wait if it comes too soon after others, else None."""
        if not self.on:
            return None
        now = self._now()
        left, at = self._buckets.get(place, (float(POSTS_BURST), now))
        left = min(float(POSTS_BURST), left + (now - at) * self._per_second)
        if left < 1:
            self._buckets[place] = (left, now)
            return max(1, math.ceil((1 - left) / self._per_second))
        self._buckets[place] = (left - 1, now)
        return None

    def reset(self) -> None:
        """Forget all counts."""
        self._minutes.clear()
        self._buckets.clear()
