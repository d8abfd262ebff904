"""What a person at the keyboard can do without the help of an app: write, edit, react, come and go."""

from __future__ import annotations

from collections.abc import Mapping

from playground.apps import App
from playground.delivery.events import Events
from playground.elements import NotThere
from playground.model import Channel, Message, MessageRef, Person
from playground.sight import Sight
from playground.world import World


class Writing(Sight):
    """A part of `Keyboard`. Apps that subscribed to such events hear of what is done here, in their own time."""

    def __init__(self, world: World, apps: Mapping[str, App], events: Events, me: Person) -> None:
        super().__init__(world, apps, me)
        self._events = events

    async def say(self, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """
        Write a message as this person.

        Raises:
            NotThere: not the person's conversation, no such thread, or the app takes no messages.
        """
        channel = self._channel(channel_id)
        for app_id in (self._world.people[member].app_id for member in channel.members if channel.kind == "im"):
            manifest = self._apps[app_id].manifest if app_id and app_id in self._apps else None
            if manifest and (manifest.messages_tab_read_only or not manifest.messages_tab):
                raise NotThere("this app takes no messages")
        if thread_ts is not None and thread_ts not in channel.messages:
            raise NotThere(f"no message {thread_ts} to answer in {channel_id}")
        now = self._world.clock.now()
        stamp = self._world.stamps.next()
        message = self._world.post(Message(channel_id, stamp, self.me.id, text, now, thread_ts=thread_ts))
        self._events.message_posted(message)
        return message

    def edit(self, message: Message | MessageRef, text: str) -> Message:
        """
        Change an own message.

        Raises:
            NotThere: not seen here, or somebody else's.
        """
        mine = self._own(message)
        mine.edited = True
        self._world.update(mine, text, [])
        self._events.message_edited(mine)
        return mine

    def delete(self, message: Message | MessageRef) -> None:
        """
        Delete an own message.

        Raises:
            NotThere: not seen here, or somebody else's.
        """
        mine = self._own(message)
        self._world.delete(mine)
        self._events.message_deleted(mine)

    def react(self, message: Message | MessageRef, name: str) -> None:
        """Add an emoji (such as "eyes") to a message; doing so twice changes nothing."""
        seen = self._message(message)
        if self._world.react(seen, name.strip(":"), self.me.id):
            self._events.reacted(seen, name.strip(":"), self.me.id, added=True)

    def unreact(self, message: Message | MessageRef, name: str) -> None:
        """Take an own emoji away again."""
        seen = self._message(message)
        if self._world.unreact(seen, name.strip(":"), self.me.id):
            self._events.reacted(seen, name.strip(":"), self.me.id, added=False)

    def join(self, channel_id: str) -> Channel:
        """
        Come into a public channel of the own workspace.

        Raises:
            NotThere: there is no such channel.
        """
        channel = self._world.channels.get(channel_id)
        if channel is None or channel.is_private or channel.is_archived or channel.team_id != self.me.team_id:
            raise NotThere(f"no public channel {channel_id}")
        if self.me.id not in channel.members:
            self._world.join(channel, self.me.id)
            self._events.membership(channel, self.me.id, joined=True)
        return channel

    def invite(self, channel_id: str, person_id: str) -> Channel:
        """
        Bring somebody, or an app's bot user, into a channel.

        Raises:
            NotThere: not a channel of this person, or nobody has that id.
        """
        channel = self._channel(channel_id)
        if channel.kind != "channel" or person_id not in self._world.people:
            raise NotThere(f"{person_id} cannot be invited to {channel_id}")
        if person_id not in channel.members:
            self._world.join(channel, person_id)
            self._events.membership(channel, person_id, joined=True, by=self.me.id)
        return channel

    def leave(self, channel_id: str) -> None:
        """Go out of a channel."""
        channel = self._channel(channel_id)
        if channel.kind != "channel":
            raise NotThere("direct and group conversations are for good")
        self._world.leave(channel, self.me.id)
        self._events.membership(channel, self.me.id, joined=False)

    async def open_conversation(self, *person_ids: str) -> Channel:
        """The direct or group conversation with these people (or with the app's bot user)."""
        unknown = [person_id for person_id in person_ids if person_id not in self._world.people]
        if unknown or not person_ids:
            raise NotThere(f"nobody is called {unknown}")
        return self._world.open_conversation((self.me.id, *person_ids), self.me.team_id)

    def mark_read(self, channel_id: str) -> None:
        """Have seen everything in the channel."""
        self._world.mark_read(self.me.id, self._channel(channel_id).id)

    def reload(self) -> None:
        """Reload the client: ephemeral messages and unsent choices are gone."""
        self._world.reload(self.me.id)

    def _message(self, message: Message | MessageRef) -> Message:
        found = self._container(message)
        if not isinstance(found, Message):
            raise NotThere("that is no message")
        return found

    def _own(self, message: Message | MessageRef) -> Message:
        found = self._message(message)
        if found.author_id != self.me.id:
            raise NotThere("that is somebody else's message")
        return found
