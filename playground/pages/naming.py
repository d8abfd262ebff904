"""What people and conversations are called on the pages, and how an avatar is drawn for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from markupsafe import Markup

from playground.model import Channel, Person
from playground.pages.markup import icon, tag
from playground.world import World

TINTS = 8


@dataclass(frozen=True, slots=True)
class WorldNames:
    """Names as one person's client shows them (`scene.Names`)."""

    world: World
    viewer: str

    def person(self, person_id: str) -> str | None:
        """The display name, or None for an unknown id."""
        person = self.world.people.get(person_id)
        return person.display_name if person else None

    def channel(self, channel_id: str) -> str | None:
        """The name of a conversation that the viewer is in or may enter, or None."""
        channel = self.world.channels.get(channel_id)
        if channel is None or (channel.is_private and self.viewer not in channel.members):
            return None
        return conversation_name(self.world, channel, self.viewer)

    def group(self, group_id: str) -> str | None:
        """User groups have no names here."""
        return None


def conversation_name(world: World, channel: Channel, viewer: str) -> str:
    """A channel's name, or the names of the others in a direct or group conversation, people before apps."""
    if channel.kind == "channel":
        return channel.name
    others = [world.people[member] for member in channel.members if member != viewer]
    return ", ".join(one.display_name for one in sorted(others, key=lambda one: one.is_bot)) or "You"


def zone_of(person: Person) -> tzinfo:
    """The person's time zone; UTC for somebody who has none."""
    return ZoneInfo(person.tz) if person.tz else UTC


def avatar(world: World, person: Person | None, *, size: str = "") -> Markup:
    """A square with initials in a colour of the person's own; apps and bots get a sign instead."""
    if person is None:
        return tag("span", "?", class_=f"avatar {size}", aria_hidden="true")
    # By order and not by chance, so that the few people of a small team differ.
    number = next((n for n, person_id in enumerate(world.people) if person_id == person.id), 0) % TINTS
    if person.is_bot:
        return tag("span", icon("apps"), class_=f"avatar app-avatar tint-{number} {size}", aria_hidden="true")
    words = [word for word in person.display_name.split() if word[:1].isalnum()] or [person.name]
    initials = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return tag("span", initials.upper(), class_=f"avatar tint-{number} {size}", aria_hidden="true")
