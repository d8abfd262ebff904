"""
The state of the local Slack, in memory: who and what there is, and every change that can be made to it.

Rules of Slack's protocol (scopes, limits, error codes) are not here: web_api/ asks and checks first, then calls these.
All functions are synchronous and run on one event loop, so each change is atomic.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from contextlib import AbstractContextManager
from itertools import count

from playground.changes import Changes, Subscription
from playground.chosen import Chosen
from playground.clock import Clock, TimeStamps
from playground.model import (
    Change,
    Channel,
    ConversationKind,
    Installation,
    Json,
    Message,
    Notice,
    Notification,
    Person,
    Ref,
    Revision,
    Shown,
    Surface,
    ViewRef,
    Workspace,
)
from playground.open_views import OpenViews
from playground.texts import mentioned, preview, visible_texts


class World:
    """People, conversations, messages and open views; `views` and `chosen` are parts of it."""

    def __init__(self, clock: Clock, changes: Changes | None = None) -> None:
        self.clock = clock
        self.stamps = TimeStamps()
        self.changes = changes or Changes()
        self.workspaces: dict[str, Workspace] = {}
        self.people: dict[str, Person] = {}
        self.installations: dict[str, Installation] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: dict[str, dict[str, list[Message]]] = {}
        self.notifications: dict[str, list[Notification]] = {}
        self.notices: dict[str, list[Notice]] = {}
        self.shown: dict[str, list[Shown]] = {}
        self.chosen = Chosen()
        self.views = OpenViews(self)
        self._conversations: dict[frozenset[str], str] = {}
        self._channels_of: dict[str, list[Channel]] = {}
        self._numbers = count(1)

    # who

    def installation(self, app_id: str, team_id: str) -> Installation | None:
        """The app's active installation in a workspace, if there is one."""
        for installation in self.installations.values():
            if installation.app_id == app_id and installation.team_id == team_id and installation.active:
                return installation
        return None

    def subscribe(self, person_id: str | None = None) -> AbstractContextManager[Subscription]:
        """`with world.subscribe("U1") as changes: async for change in changes: …`: what the person can see change."""
        return self.changes.subscribe(person_id)

    def new_id(self, prefix: str) -> str:
        """An id that no other thing has, such as "C0PG0000012"."""
        return f"{prefix}0PG{next(self._numbers):07d}"

    # conversations

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
        channel = self.add_channel(self.new_id("D" if kind == "im" else "G"), team_id, kind, members, name)
        self._conversations[frozenset(members)] = channel.id
        return channel

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
            created=int(self.clock.real().timestamp()),
        )
        self.channels[channel_id] = channel
        for member in channel.members:
            self._channels_of.setdefault(member, []).append(channel)
        self._changed("channel", channel.members, channel_id)
        return channel

    def mark_read(self, person_id: str, channel_id: str) -> None:
        """The person has seen the channel up to its newest message."""
        channel = self.channels[channel_id]
        if channel.order:
            channel.last_read[person_id] = channel.order[-1]
            self._changed("read", (person_id,), channel_id)

    def unread(self, person_id: str, channel_id: str) -> int:
        """How many messages of the channel, threads apart, others have written since the person read it."""
        channel = self.channels[channel_id]
        start = bisect_right(channel.order, channel.last_read.get(person_id, ""))
        return sum(1 for ts in channel.order[start:] if channel.messages[ts].author_id != person_id)

    # messages

    def message(self, channel_id: str, ts: str, person_id: str | None = None) -> Message | None:
        """A message by its id; an ephemeral one only for the person who sees it. Deleted ones are returned too."""
        channel = self.channels.get(channel_id)
        message = channel.messages.get(ts) if channel else None
        if message is None and person_id is not None:
            for ephemeral in self.ephemerals.get(person_id, {}).get(channel_id, ()):
                if ephemeral.ts == ts:
                    return ephemeral
        return message

    def post(self, message: Message) -> Message:
        """Add a message to its conversation, show it to the members and notify those whom it concerns."""
        channel = self.channels[message.channel_id]
        channel.messages[message.ts] = message
        message.revisions.append(Revision(message.ts, message.text, message.blocks))
        if not message.is_reply or message.broadcast:
            insort(channel.order, message.ts)
        if message.is_reply and message.thread_ts is not None:
            insort(channel.threads.setdefault(message.thread_ts, []), message.ts)
            root = channel.messages[message.thread_ts]
            root.thread_ts = message.thread_ts
            channel.followers.setdefault(root.ts, {root.author_id, *mentioned(root.text, root.blocks)})
        self._show(channel.members, "message", message)
        self._notify(channel, message)
        self._changed("message", channel.members, channel.id, message.ts, message.thread_ts)
        return message

    def update(self, message: Message, text: str, blocks: list[Json]) -> None:
        """Change what a message says. The old revision is kept; nobody is notified."""
        message.text, message.blocks = text, blocks
        message.revisions.append(Revision(self.stamps.next(), text, blocks))
        if message.ephemeral_for is not None:
            self._show((message.ephemeral_for,), "ephemeral", message)
            self._changed("ephemeral", (message.ephemeral_for,), message.channel_id, message.ts, message.thread_ts)
            return
        members = self.channels[message.channel_id].members
        self._show(members, "message", message)
        self._changed("message", members, message.channel_id, message.ts, message.thread_ts)

    def delete(self, message: Message) -> None:
        """Take a message away from everybody's sight."""
        message.deleted = True
        if message.ephemeral_for is not None:
            here = self.ephemerals[message.ephemeral_for][message.channel_id]
            here.remove(message)
            self._changed("ephemeral", (message.ephemeral_for,), message.channel_id, message.ts, message.thread_ts)
            return
        channel = self.channels[message.channel_id]
        if not channel.threads.get(message.ts):  # the root of a thread leaves its place behind
            _take_out(channel.order, message.ts)
        _take_out(channel.threads.get(message.thread_ts or "", []), message.ts)
        self._changed("message", channel.members, channel.id, message.ts, message.thread_ts)

    def post_ephemeral(self, message: Message) -> Message:
        """Show a message to one person only (`ephemeral_for`); it is in no history and gone after `reload`."""
        person_id = message.ephemeral_for
        if person_id is None:
            raise ValueError("an ephemeral message needs its reader")
        message.revisions.append(Revision(message.ts, message.text, message.blocks))
        self.ephemerals.setdefault(person_id, {}).setdefault(message.channel_id, []).append(message)
        self._show((person_id,), "ephemeral", message)
        self._changed("ephemeral", (person_id,), message.channel_id, message.ts, message.thread_ts)
        return message

    def reload(self, person_id: str) -> None:
        """What a reload of the person's client loses: ephemeral messages and choices that were not sent."""
        self.ephemerals.pop(person_id, None)
        self.chosen.forget(person_id)
        self._changed("ephemeral", (person_id,))

    # what people were shown

    def show(self, person_ids: Iterable[str], surface: Surface, where: str, texts: Iterable[str]) -> None:
        """Note that these people were shown these texts."""
        seen, at = tuple(texts), self.clock.now()
        for person_id in person_ids:
            if not self.people[person_id].is_bot:
                self.shown.setdefault(person_id, []).append(Shown(person_id, surface, where, seen, at))

    def notice(self, person_id: str, code: str, text: str, channel_id: str | None = None) -> None:
        """Let Slack itself tell one person something, such as that the app did not answer."""
        notice = Notice(person_id, code, text, channel_id, self.clock.now())
        self.notices.setdefault(person_id, []).append(notice)
        self.show((person_id,), "notice", channel_id or "", (text,))
        self._changed("notice", (person_id,), channel_id)

    def people_changed(self, *person_ids: str) -> None:
        """Tell everybody that these people look different now."""
        at = int(self.clock.real().timestamp())
        for person_id in person_ids:
            self.people[person_id].updated = at
        self._changed("people", ())

    def clock_moved(self) -> None:
        """Tell everybody that business time jumped."""
        self._changed("clock", ())

    def container_key(self, ref: Ref) -> str:
        """The name under which choices in a message or view are kept."""
        return ref.view_id if isinstance(ref, ViewRef) else f"{ref.channel_id}/{ref.ts}"

    def _show(self, person_ids: Iterable[str], surface: Surface, message: Message) -> None:
        where = f"{message.channel_id}/{message.ts}"
        self.show(person_ids, surface, where, visible_texts(message.text, message.blocks))

    def _notify(self, channel: Channel, message: Message) -> None:
        for person_id in self._concerned(channel, message):
            person = self.people[person_id]
            if person.is_bot or person.deleted or person_id == message.author_id:
                continue
            author = self.people[message.author_id].display_name
            title = author if channel.kind == "im" else f"{author} in {channel.name or channel.id}"
            text = preview(message.text, message.blocks, self.people)
            at = self.clock.now()
            self.notifications.setdefault(person_id, []).append(
                Notification(person_id, channel.id, message.ts, title, text, at)
            )
            self.show((person_id,), "notification", f"{channel.id}/{message.ts}", (title, text))
            self._changed("notification", (person_id,), channel.id, message.ts)

    def _concerned(self, channel: Channel, message: Message) -> list[str]:
        named = mentioned(message.text, message.blocks)
        everyone = bool(named & {"!channel", "!here", "!everyone"})
        if message.is_reply and message.thread_ts is not None:
            following = channel.followers[message.thread_ts]
            following |= {message.author_id} | named
            return [m for m in channel.members if everyone or m in following or channel.kind == "im"]
        if channel.kind != "channel" or everyone:
            return list(channel.members)
        return [m for m in channel.members if m in named]

    def _changed(
        self,
        kind: str,
        person_ids: tuple[str, ...],
        channel_id: str | None = None,
        ts: str | None = None,
        thread_ts: str | None = None,
        view_id: str | None = None,
    ) -> None:
        self.changes.tell(Change(kind, person_ids, channel_id, ts, thread_ts, view_id))


def _take_out(stamps: list[str], ts: str) -> None:
    place = bisect_left(stamps, ts)
    if place < len(stamps) and stamps[place] == ts:
        del stamps[place]
