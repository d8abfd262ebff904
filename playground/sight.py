"""What a person sees at their client, and nothing else: conversations, messages, modals, Home, notifications."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import merge

from playground.apps import App
from playground.elements import NotThere, find, values_of
from playground.model import (
    Channel,
    Installation,
    Json,
    Message,
    Notice,
    Notification,
    Person,
    Ref,
    Shown,
    View,
    ViewRef,
)
from playground.world import World


class Sight:
    """One person's view of the workspace."""

    def __init__(self, world: World, apps: Mapping[str, App], me: Person) -> None:
        self._world = world
        self._apps = apps
        self.me = me

    def channels(self) -> list[Channel]:
        """The conversations that this person is in, oldest first."""
        return self._world.channels_of(self.me.id)

    @property
    def app_dm(self) -> Channel:
        """The direct conversation with the (first) app."""
        return self.dm_with()

    def dm_with(self, app_id: str | None = None) -> Channel:
        """
        The direct conversation with an app (opened when first asked for); the first app if none is named.

        Raises:
            NotThere: the app is not in the person's workspace.
        """
        bot = self._installed_in(self.me.team_id, app_id).bot_user_id
        return self._world.open_conversation((bot, self.me.id), self.me.team_id)

    def messages(self, channel_id: str | None = None) -> list[Message]:
        """What stands in the channel (default: `app_dm`), threads apart, with ephemeral messages, oldest first."""
        channel = self.app_dm if channel_id is None else self._channel(channel_id)
        standing = [channel.messages[ts] for ts in channel.order]
        mine = [message for message in self.ephemerals(channel.id) if not message.is_reply]
        return list(merge(standing, mine, key=lambda message: message.ts)) if mine else standing

    def thread(self, channel_id: str, ts: str) -> list[Message]:
        """A root message and what stands under it, with ephemeral messages there, oldest first."""
        channel = self._channel(channel_id)
        if ts not in channel.messages:
            raise NotThere(f"no message {ts} in {channel_id}")
        replies = [channel.messages[reply] for reply in channel.threads.get(ts, ())]
        mine = [message for message in self.ephemerals(channel_id) if message.thread_ts == ts and message.is_reply]
        return [channel.messages[ts], *merge(replies, mine, key=lambda message: message.ts)]

    def ephemerals(self, channel_id: str | None = None) -> list[Message]:
        """Messages that only this person sees, in one channel or all, oldest first."""
        by_channel = self._world.ephemerals.get(self.me.id, {})
        if channel_id is not None:
            return list(by_channel.get(channel_id, ()))
        return sorted((m for each in by_channel.values() for m in each), key=lambda message: message.ts)

    def modals(self) -> list[View]:
        """The open modals, the one on top last."""
        return self._world.views.stack(self.me.id)

    def modal(self) -> View | None:
        """The modal on top."""
        return self._world.views.top(self.me.id)

    def home(self, app_id: str | None = None) -> View | None:
        """An app's Home as last published for this person."""
        return self._world.views.home(self.me.id, app_id or next(iter(self._apps)))

    def notifications(self) -> list[Notification]:
        """What the person's phone showed, oldest first."""
        return list(self._world.notifications.get(self.me.id, ()))

    def notices(self) -> list[Notice]:
        """What Slack itself told the person (an app that failed to answer…), oldest first."""
        return list(self._world.notices.get(self.me.id, ()))

    def state(self, where: Message | View | Ref) -> dict[str, dict[str, Json]]:
        """`state.values` of a message or view as this person's client has it: chosen options, typed texts."""
        container = self._container(where)
        return values_of(container.blocks, self._world.chosen.of(self._key(container), self.me.id))

    def offered(self, where: Message | View | Ref, action_id: str, *, block_id: str | None = None) -> list[Json]:
        """The options that an external select offered last (`suggestions`)."""
        container = self._container(where)
        place = find(container.blocks, action_id, block_id)
        return self._world.chosen.offered(self._key(container), self.me.id, place.key)

    def field_errors(self, view: View | ViewRef) -> dict[str, str]:
        """block_id -> words, from the last refused submission of this modal."""
        return self._world.chosen.errors(view.view_id if isinstance(view, ViewRef) else view.id)

    def shown(self) -> list[Shown]:
        """Every text that this person was ever shown, oldest first."""
        return list(self._world.shown.get(self.me.id, ()))

    # finding

    def _channel(self, channel_id: str) -> Channel:
        channel = self._world.channels.get(channel_id)
        if channel is None or self.me.id not in channel.members:
            raise NotThere(f"{self.me.id} is not in {channel_id}")
        if self.me.deleted:
            raise NotThere(f"{self.me.id} is deactivated")
        return channel

    def _installed_in(self, team_id: str, app_id: str | None = None) -> Installation:
        installation = self._world.installation(app_id or next(iter(self._apps)), team_id)
        if installation is None:
            raise NotThere(f"the app is not installed in {team_id}")
        return installation

    def _container(self, where: Message | View | Ref) -> Message | View:
        if isinstance(where, Message | View):
            where = where.ref
        if isinstance(where, ViewRef):
            view = self._world.views.get(where.view_id)
            if view is None or view.person_id != self.me.id:
                raise NotThere(f"{self.me.id} does not see the view {where.view_id}")
            return view
        self._channel(where.channel_id)
        message = self._world.message(where.channel_id, where.ts, self.me.id)
        if message is None or message.deleted:
            raise NotThere(f"{self.me.id} does not see the message {where.ts}")
        return message

    def _modal(self, view: View | ViewRef | None) -> View:
        found = self.modal() if view is None else self._container(view)
        if not isinstance(found, View) or found.kind != "modal":
            raise NotThere(f"{self.me.id} has no such modal open")
        return found

    def _key(self, container: Message | View) -> str:
        return self._world.container_key(container.ref)
