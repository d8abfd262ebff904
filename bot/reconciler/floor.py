"""What this process knows of one workspace: its right to speak there, its pace, and what went wrong lately."""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from bot.reconciler.outcome import Outcome
from bot.reconciler.pace import Method, Pace
from bot.reconciler.parts import Parts
from coaching_core.domain.surfaces import Place, PlaceKind
from coaching_core.ids import SurfaceKey, WorkspaceId
from coaching_core.ports import DeliveryState, Due, Speaker


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing is said there until then (monotonic seconds); ``wakeable``: unless somebody asks."""

    until: float
    wakeable: bool


@dataclass(slots=True)
class Floor:
    """
    Args:
        channels: conversations that were opened and in which nothing stands yet.
        unsure: surfaces with an update under way, or whose outcome could not be written down: not to be compared.
        plain: drawings that Slack called malformed; they are sent as plain text.
        used_hints: the ``response_url`` that was tried for a surface.
        tries: failures in a row.
        sits_out: surfaces left alone until a moment of monotonic time.
        halted: what Slack said of the whole workspace.
        doubted: the right to speak may be lost.
        expired: how often in a row the token had expired.
        last_token: of this process's last right to speak; the next one in number means that nobody else spoke since.
    """

    workspace: WorkspaceId
    parts: Parts
    pace: Pace
    lease_until: float = 0.0
    channels: dict[Place, str] = field(default_factory=dict)
    unsure: set[SurfaceKey] = field(default_factory=set)
    plain: set[tuple[SurfaceKey, str]] = field(default_factory=set)
    used_hints: dict[SurfaceKey, str] = field(default_factory=dict)
    tries: dict[SurfaceKey, int] = field(default_factory=dict)
    sits_out: dict[SurfaceKey, float] = field(default_factory=dict)
    halted: Outcome | None = None
    doubted: bool = False
    expired: int = 0
    last_token: int = 0
    rest: Rest | None = None
    held: Speaker | None = None
    client: AsyncWebClient | None = None

    @property
    def speaker(self) -> Speaker:
        if self.held is None:
            raise RuntimeError("nobody speaks here")
        return self.held

    @property
    def slack(self) -> AsyncWebClient:
        if self.client is None:
            raise RuntimeError("not installed here")
        return self.client

    def may_call(self) -> bool:
        """Whether the lease outlasts a call that begins now."""
        return self.outlasts(self.parts.timing.margin)

    def outlasts(self, seconds: float) -> bool:
        return self.lease_until - time.monotonic() >= seconds

    def doubt(self) -> None:
        self.doubted = True

    def stop_for(self, outcome: Outcome) -> None:
        self.halted = outcome

    def place_of(self, due: Due) -> Hashable:
        """The same for all that stands in one conversation, whoever of the two is the manager."""
        return due.surface.place.kind, tuple(sorted(due.surface.place.ids))

    def channel_of(self, place: Place) -> str:
        return place.ids[0] if place.kind is PlaceKind.CHANNEL else self.channels[place]

    def method_for(self, due: Due) -> Method:
        """Returns the one call with which this surface gets on."""
        place = due.surface.place
        if place.kind is PlaceKind.HOME:
            return Method.PUBLISH
        if due.state is DeliveryState.POSTED:
            if due.hint is None or due.hint == self.used_hints.get(due.surface.key):
                return Method.UPDATE
            here = self.place_of(due)  # somebody who turns pages fast does not wait for the conversation's second
            waits = self.pace.ready_in(Method.HINT, here) > self.pace.ready_in(Method.UPDATE, here)
            return Method.UPDATE if waits else Method.HINT
        if due.parent is not None:
            return Method.REPLIES if due.state is DeliveryState.POSTING else Method.POST
        by_id = place.kind is PlaceKind.GROUP_DM or (place.kind is PlaceKind.DM and due.state is DeliveryState.POSTING)
        if by_id and place not in self.channels:
            return Method.OPEN
        return Method.HISTORY if due.state is DeliveryState.POSTING else Method.POST

    def count_failure(self, key: SurfaceKey) -> int:
        """Returns how many there were before this one."""
        before = self.tries.get(key, 0)
        self.tries[key] = before + 1
        return before

    def failed(self, key: SurfaceKey) -> float:
        """It could not even be written down what happened. Returns for how many seconds it is left alone."""
        wait = self.parts.backoff(self.count_failure(key))
        self.sits_out[key] = time.monotonic() + wait
        return wait

    def settled(self, key: SurfaceKey) -> None:
        """What happened is written down."""
        self.unsure.discard(key)
        self.sits_out.pop(key, None)

    def succeeded(self, key: SurfaceKey) -> None:
        self.settled(key)
        self.tries.pop(key, None)
        self.used_hints.pop(key, None)
        self.expired = 0

    def sits_out_now(self, key: SurfaceKey) -> bool:
        return self.sits_out.get(key, 0.0) > time.monotonic()
