"""The conversations of a workspace: which there are, who is in them, and what each member has read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from playground.base import Base
from playground.changes import Changes
from playground.clock import Clock
from playground.keeping import Keeper
from playground.model import Channel, ConversationKind


class Rooms(Base):
    """Channels, direct and group conversations; a part of `World`."""

    def __init__(self, clock: Clock, changes: Changes | None = None, keeper: Keeper | None = None) -> None:
        super().__init__(clock, changes, keeper)
        self.channels: dict[str, Channel] = {}
        self._conversations: dict[frozenset[str], str] = {}
        self._channels_of: dict[str, list[Channel]] = {}

    def channels_of(self, person_id: str) -> list[Channel]:
        """The conversations that a person is in, oldest first."""
        return list(self._channels_of.get(person_id, ()))

    def conversation_among(self, people: Iterable[str]) -> Channel | None:
        """The one direct or group conversation of exactly these people (bot users included), if it was opened."""
        channel_id = self._conversations.get(frozenset(people))
        return self.channels[channel_id] if channel_id else None

    def open_conversation(self, people: Iterable[str], team_id: str) -> Channel:
        """The direct (two) or group (more) conversation of exactly these people; the same one each time."""
        members = tuple(dict.fromkeys(people))
        known = self.conversation_among(members)
        if known is not None:
            return known
        kind: ConversationKind = "im" if len(members) == 2 else "mpim"
        name = "" if kind == "im" else "mpdm-" + "--".join(self.people[m].name for m in members) + "-1"
        return self.add_channel(self.new_id("D" if kind == "im" else "G"), team_id, kind, members, name)

    def add_channel(
        self,
        channel_id: str,
        team_id: str,
        kind: ConversationKind,
        members: Iterable[str],
        name: str = "",
        *,
        is_private: bool | None = None,
    ) -> Channel:
        """Make a conversation and tell its members."""
        channel = Channel(
            id=channel_id,
            team_id=team_id,
            kind=kind,
            members=tuple(members),
            name=name,
            is_private=kind != "channel" if is_private is None else is_private,
            created=self.seconds(),
        )
        self.take_in(channel)
        self.keeper.put(channel)
        self._changed("channel", channel.members, channel_id)
        return channel

    def take_in(self, channel: Channel) -> None:
        """Know a conversation that was made elsewhere, in place of one with the same id."""
        before = self.channels.get(channel.id)
        for member in before.members if before else ():
            self._channels_of[member].remove(before)  # type: ignore[arg-type]
        self.channels[channel.id] = channel
        for member in channel.members:
            self._channels_of.setdefault(member, []).append(channel)
        if channel.kind != "channel":
            self._conversations[frozenset(channel.members)] = channel.id

    def join(self, channel: Channel, person_id: str) -> None:
        """Somebody (or a bot user) becomes a member."""
        if person_id not in channel.members:
            channel.members = (*channel.members, person_id)
            self._channels_of.setdefault(person_id, []).append(channel)
            self.room_changed(channel)

    def leave(self, channel: Channel, person_id: str) -> None:
        """Somebody is no member any more."""
        if person_id in channel.members:
            seeing = channel.members
            channel.members = tuple(member for member in channel.members if member != person_id)
            self._channels_of[person_id].remove(channel)
            self.room_changed(channel, *seeing)

    def room_changed(self, channel: Channel, *person_ids: str) -> None:
        """Tell the members (or these people) that a conversation looks different."""
        self.keeper.put(channel)
        self._changed("channel", person_ids or channel.members, channel.id)

    def mark_read(self, person_id: str, channel_id: str) -> None:
        """The person has seen the channel up to its newest message."""
        channel = self.channels[channel_id]
        if channel.order:
            channel.last_read[person_id] = channel.order[-1]
            self.keeper.put(channel)
            self._changed("read", (person_id,), channel_id)

    def unread(self, person_id: str, channel_id: str) -> int:
        """How many messages of the channel, threads apart, others have written since the person read it."""
        channel = self.channels[channel_id]
        start = bisect_right(channel.order, channel.last_read.get(person_id, ""))
        return sum(1 for ts in channel.order[start:] if channel.messages[ts].author_id != person_id)
