"""What the drawing functions need to know besides the blocks: who looks, where the blocks stand, what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal, Protocol

from playground.pages.markup import dom_id

Json = Mapping[str, Any]
Where = Literal["message", "modal", "home"]


class Names(Protocol):
    """What people, conversations and groups are called; None for an id that nobody knows."""

    def person(self, person_id: str) -> str | None: ...

    def channel(self, channel_id: str) -> str | None: ...

    def group(self, group_id: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PlainNames:
    """Names from mappings of id to name."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def person(self, person_id: str) -> str | None:
        """The name of a person, or None."""
        return self.people.get(person_id)

    def channel(self, channel_id: str) -> str | None:
        """The name of a channel without its hash sign, or None."""
        return self.channels.get(channel_id)

    def group(self, group_id: str) -> str | None:
        """The handle of a user group, or None."""
        return self.groups.get(group_id)


@dataclass(frozen=True, slots=True)
class Scene:
    """
    One message or view as one person sees it.

    ref: names the container towards the server ("message C1 1763.1", "view V1"); the same text gives the same ids.
    values: `state.values` of this person here: block_id -> action_id -> {"type": …, "value" or "selected_…": …}.
    errors: block_id -> the sentence to show at that input.
    """

    ref: str = ""
    where: Where = "message"
    viewer: str = ""
    names: Names = field(default_factory=PlainNames)
    zone: tzinfo = UTC
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    values: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, block_id: str, action_id: str) -> Mapping[str, Any] | None:
        """What this person has filled in at one element, or None if they have not touched it."""
        return self.values.get(block_id, {}).get(action_id)

    def dom_id(self, *parts: str) -> str:
        """An element id that is the same at each drawing of this container."""
        return dom_id(self.ref, *parts)
