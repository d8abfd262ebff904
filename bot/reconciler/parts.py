"""What delivery is made of: the world as it reaches it, and how long things may take."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.reconciler.pace import Pace
from bot.surfaces.drawn import Home, Message
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Clock, Deliveries, Due

Result = TypeVar("Result")


class Run(Protocol):
    """One hop to the database's thread and back; returns after the commit."""

    def __call__(self, work: Callable[..., Result], /, *args: Any) -> Awaitable[Result]: ...


Render = Callable[[WorkspaceId, Due], Awaitable[Message | Home | None]]
"""Draws the current state; None means that there is nothing to show. ``Due.wanted`` may go into block ids."""

SlackFor = Callable[[WorkspaceId], Awaitable[AsyncWebClient | None]]
"""The workspace's client; None when the app is not installed there (any more)."""

OnDead = Callable[[WorkspaceId, str, str | None], Awaitable[None]]
"""Slack says, with this error, that the installation whose token this is is no more."""

Count = Callable[[str, str, float], None]
"""Takes the method called, the outcome (``done``, an error code) and the seconds it took."""


def uncounted(method: str, outcome: str, seconds: float) -> None:
    """For those who do not want numbers."""


@dataclass(frozen=True, slots=True)
class Timing:
    """
    Seconds of real time.

    Args:
        lease: how long the right to speak lasts unless renewed.
        margin: what must be left of it when a call begins; ``call`` and a little more.
        call: how long a call to Slack may take; after that its outcome is unknown.
        grace: when a call of unknown outcome has either taken effect or never will. As ``Deliveries`` was told.
        early: when a post of unknown outcome is first looked for. As ``Deliveries`` was told.
        poll: how often the database is asked without being woken.
        linger: how long a speaker with nothing to say keeps the floor.
        breath: the least time between two questions to the database about one workspace.
        backoff, longest: the first and the longest wait of the exponential back-off.
        absent: how long a workspace without a living installation is left alone.
        moving: the same for one that Slack is migrating.
        drain: how long calls under way may take at shutdown.
    Raises:
        ValueError: a call could outlast the right to make it.
    """

    lease: float = 30.0
    margin: float = 10.0
    call: float = 8.0
    grace: float = 20.0
    early: float = 2.0
    poll: float = 1.0
    linger: float = 0.5
    breath: float = 0.02
    backoff: float = 1.0
    longest: float = 300.0
    absent: float = 60.0
    moving: float = 600.0
    drain: float = 10.0

    def __post_init__(self) -> None:
        if not self.call < self.margin < self.lease:
            raise ValueError("a call must end within the margin, and the margin within the lease")


@dataclass(frozen=True, slots=True)
class Parts:
    """
    Args:
        run: hops that may write; ``read``: hops that only read.
        owner: names this process among all that speak.
        new_pace: makes the budgets of a workspace.
    """

    deliveries: Deliveries
    run: Run
    read: Run
    render: Render
    slack_for: SlackFor
    on_dead: OnDead
    clock: Clock
    owner: str
    count: Count = uncounted
    timing: Timing = field(default_factory=Timing)
    new_pace: Callable[[], Pace] = Pace
    dice: Callable[[], float] = random.random

    def backoff(self, tries: int) -> float:
        """Returns the wait before the next try after so many failed ones, half of it left to chance."""
        whole = min(self.timing.longest, self.timing.backoff * 2.0 ** min(tries, 20))
        return whole * (0.5 + self.dice() / 2)


def quiet(slack: AsyncWebClient) -> AsyncWebClient:
    """Returns the same client without the SDK's retries: by default it repeats a post after a reset."""
    if not slack.retry_handlers:
        return slack
    return AsyncWebClient(
        token=slack.token,
        base_url=slack.base_url,
        timeout=slack.timeout,
        ssl=slack.ssl,
        proxy=slack.proxy,
        session=slack.session,
        trust_env_in_session=slack.trust_env_in_session,
        retry_handlers=[],
    )
