"""
The state of the local Slack, in memory: who and what there is, and every change that can be made to it.

Rules of Slack's protocol (scopes, limits, error codes) are not here: web_api/ asks and checks first, then calls these.
All functions are synchronous and run on one event loop, so each change is atomic. With a state file each change is
handed to the keeper as well (`restoring.py` is the way back).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from contextlib import AbstractContextManager

from playground.changes import Changes, Subscription
from playground.chosen import Chosen
from playground.clock import Clock
from playground.keeping import Keeper
from playground.model import Installation, Json, Message, Ref, Revision, ViewRef, Workspace
from playground.open_views import OpenViews
from playground.shelf import Shelf
from playground.showing import Showing
from playground.texts import mentioned


class World(Showing):
    """People, conversations, messages and open views; `views`, `chosen` and `shelf` are parts of it."""

    def __init__(self, clock: Clock, changes: Changes | None = None, keeper: Keeper | None = None) -> None:
        super().__init__(clock, changes, keeper)
        self.workspaces: dict[str, Workspace] = {}
        self.installations: dict[str, Installation] = {}
        self.ephemerals: dict[str, dict[str, list[Message]]] = {}
        self.chosen = Chosen()
        self.views = OpenViews(self)
        self.shelf = Shelf(self)

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
        message.revisions.append(Revision(message.ts, message.text, message.blocks))
        self.place(message)
        if message.is_reply and message.thread_ts is not None:
            root = channel.messages[message.thread_ts]
            root.thread_ts = message.thread_ts
            channel.followers.setdefault(root.ts, {root.author_id, *mentioned(root.text, root.blocks)})
            self.keeper.put(root)
        self._show(channel.members, "message", message)
        self._notify(channel, message)
        self.keeper.put(message)
        if message.is_reply:
            self.keeper.put(channel)  # for those who follow the thread now
        self._changed("message", channel.members, channel.id, message.ts, message.thread_ts)
        return message

    def place(self, message: Message) -> None:
        """Put a message where it belongs in its conversation, and nothing more."""
        channel = self.channels[message.channel_id]
        channel.messages[message.ts] = message
        if not message.is_reply or message.broadcast:
            insort(channel.order, message.ts)
        if message.is_reply and message.thread_ts is not None:
            insort(channel.threads.setdefault(message.thread_ts, []), message.ts)

    def update(self, message: Message, text: str, blocks: list[Json]) -> None:
        """Change what a message says. The old revision is kept; nobody is notified."""
        message.text, message.blocks = text, blocks
        message.revisions.append(Revision(self.stamps.next(), text, blocks))
        if message.ephemeral_for is not None:
            self._show((message.ephemeral_for,), "ephemeral", message)
            self.message_changed(message)
            return
        self._show(self.channels[message.channel_id].members, "message", message)
        self.message_changed(message)

    def delete(self, message: Message) -> None:
        """Take a message away from everybody's sight."""
        message.deleted = True
        if message.ephemeral_for is not None:
            self.ephemerals[message.ephemeral_for][message.channel_id].remove(message)
            self.message_changed(message)
            return
        channel = self.channels[message.channel_id]
        if not channel.threads.get(message.ts):  # the root of a thread leaves its place behind
            _take_out(channel.order, message.ts)
        _take_out(channel.threads.get(message.thread_ts or "", []), message.ts)
        self.shelf.unpin(message.channel_id, message.ts)
        self.message_changed(message)

    def react(self, message: Message, name: str, person_id: str) -> bool:
        """Add an emoji to a message; False if the person had done so before."""
        people = message.reactions.setdefault(name, [])
        if person_id in people:
            return False
        people.append(person_id)
        self.message_changed(message)
        return True

    def unreact(self, message: Message, name: str, person_id: str) -> bool:
        """Take an own emoji away; False if there is none."""
        people = message.reactions.get(name, [])
        if person_id not in people:
            return False
        people.remove(person_id)
        if not people:
            del message.reactions[name]
        self.message_changed(message)
        return True

    def message_changed(self, message: Message) -> None:
        """Tell those who see a message that it looks different."""
        if message.ephemeral_for is not None:
            seeing: tuple[str, ...] = (message.ephemeral_for,)
            self._changed("ephemeral", seeing, message.channel_id, message.ts, message.thread_ts)
            return
        self.keeper.put(message)
        seeing = self.channels[message.channel_id].members
        self._changed("message", seeing, message.channel_id, message.ts, message.thread_ts)

    def post_ephemeral(self, message: Message) -> Message:
        """Show a message to one person only (`ephemeral_for`); it is in no history and gone after `reload`."""
        person_id = message.ephemeral_for
        if person_id is None:
            raise ValueError("an ephemeral message needs its reader")
        message.revisions.append(Revision(message.ts, message.text, message.blocks))
        self.ephemerals.setdefault(person_id, {}).setdefault(message.channel_id, []).append(message)
        self._show((person_id,), "ephemeral", message)
        self.message_changed(message)
        return message

    def reload(self, person_id: str) -> None:
        """What a reload of the person's client loses: ephemeral messages and choices that were not sent."""
        self.ephemerals.pop(person_id, None)
        self.chosen.forget(person_id)
        self._changed("ephemeral", (person_id,))

    def container_key(self, ref: Ref) -> str:
        """The name under which choices in a message or view are kept."""
        return ref.view_id if isinstance(ref, ViewRef) else f"{ref.channel_id}/{ref.ts}"


def _take_out(stamps: list[str], ts: str) -> None:
    place = bisect_left(stamps, ts)
    if place < len(stamps) and stamps[place] == ts:
        del stamps[place]
