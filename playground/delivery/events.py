"""Events: what each app subscribed to and is allowed to hear of."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from playground.delivery.answers import Answer
from playground.delivery.courier import Courier
from playground.model import Channel, Installation, Json, Message, Person
from playground.objects import authorizations, channel_json, message_json, user_json, view_json
from playground.texts import mentioned
from playground.world import World

NEEDED_SCOPE = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "team_join": "users:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "file_shared": "files:read",
    "channel_created": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
}
_MEMBERSHIP = ("channels:read", "groups:read")


class Events:
    """Sends events to every app in each workspace that they concern."""

    def __init__(self, world: World, couriers: Mapping[str, Courier]) -> None:
        self._world = world
        self._couriers = couriers

    def wanted(self, name: str, installation: Installation) -> bool:
        """Whether the app subscribed to such events and holds the scope for them."""
        scope = NEEDED_SCOPE.get(name)
        manifest = self._couriers[installation.app_id].app.manifest
        return manifest.wants_event(name) and (scope is None or scope in installation.scopes)

    async def home_opened(
        self, person: Person, installation: Installation, channel: Channel, tab: str
    ) -> Answer | None:
        """A person looks at the app's Home or Messages tab. None if the app does not listen."""
        event: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
        view = self._world.views.home(person.id, installation.app_id)
        if view is not None and tab == "home":
            event["view"] = view_json(view, self._world)
        if not self.wanted("app_home_opened", installation):
            return None
        return await self._couriers[installation.app_id].hand_over_event(self._envelope(event, installation))

    def message_posted(self, message: Message) -> None:
        """Somebody wrote where apps are members; one that is named hears of it twice, as with Slack."""
        channel = self._world.channels[message.channel_id]
        event = self._message(message, channel)
        self._to_members(f"message.{_plural(channel)}", event, channel)
        if channel.kind == "im":
            return
        named = mentioned(message.text, message.blocks)
        for installation in self._inside(channel):
            if installation.bot_user_id in named:
                told = {key: event[key] for key in event if key != "channel_type"} | {"type": "app_mention"}
                self._send("app_mention", told, installation)

    def message_edited(self, message: Message) -> None:
        """A message says something else now."""
        channel = self._world.channels[message.channel_id]
        before = message.revisions[-2] if len(message.revisions) > 1 else message.revisions[-1]
        now = message_json(message, self._world, all_metadata=True)
        event: Json = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": _kind(channel),
            "ts": self._world.stamps.next(),
            "message": now,
            "previous_message": now | {"text": before.text, "blocks": before.blocks},
        }
        self._to_members(f"message.{_plural(channel)}", event, channel)

    def message_deleted(self, message: Message) -> None:
        """A message is gone."""
        channel = self._world.channels[message.channel_id]
        event: Json = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": _kind(channel),
            "ts": self._world.stamps.next(),
            "deleted_ts": message.ts,
            "previous_message": message_json(message, self._world, all_metadata=True),
        }
        self._to_members(f"message.{_plural(channel)}", event, channel)

    def reacted(self, message: Message, name: str, person_id: str, *, added: bool) -> None:
        """Somebody put an emoji to a message, or took theirs away."""
        name_of_event = "reaction_added" if added else "reaction_removed"
        event: Json = {
            "type": name_of_event,
            "user": person_id,
            "reaction": name,
            "item_user": message.author_id,
            "item": {"type": "message", "channel": message.channel_id, "ts": message.ts},
        }
        self._to_members(name_of_event, event, self._world.channels[message.channel_id])

    def membership(self, channel: Channel, person_id: str, *, joined: bool, by: str | None = None) -> None:
        """Somebody came into a channel or left it. An app hears of itself, too."""
        name = "member_joined_channel" if joined else "member_left_channel"
        event: Json = {
            "type": name,
            "user": person_id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": channel.team_id,
        }
        if by:
            event["inviter"] = by
        for installation in self._in_team(channel.team_id):
            inside = installation.bot_user_id in (*channel.members, person_id)
            if inside and installation.scopes.intersection(_MEMBERSHIP):
                self._send(name, event, installation)

    def channel_life(self, name: str, channel: Channel, by: str) -> None:
        """A public channel was made, archived or brought back: "channel_created", "channel_archive"…"""
        if channel.is_private:
            return
        about: Json = {"type": name, "channel": channel.id, "user": by}
        if name == "channel_created":
            told = channel_json(channel, self._world, by)
            about = {"type": name, "channel": {key: told[key] for key in ("id", "name", "created", "creator")}}
        for installation in self._in_team(channel.team_id):
            self._send(name, about, installation)

    def pinned(self, message: Message, by: str, *, added: bool) -> None:
        """A message was pinned, or is so no more."""
        name = "pin_added" if added else "pin_removed"
        item = {"type": "message", "channel": message.channel_id, "message": message_json(message, self._world)}
        event = {"type": name, "user": by, "channel_id": message.channel_id, "item": item}
        self._to_members(name, event, self._world.channels[message.channel_id])

    def file_shared(self, file_id: str, by: str, channel: Channel) -> None:
        """A file came into a conversation."""
        event = {"type": "file_shared", "channel_id": channel.id, "file_id": file_id, "user_id": by}
        self._to_members("file_shared", event | {"file": {"id": file_id}}, channel)

    def person_changed(self, person: Person, *, joined: bool = False) -> None:
        """Somebody's profile, role or status changed, or they are new."""
        name = "team_join" if joined else "user_change"
        for installation in self._in_team(person.team_id):
            user = user_json(
                person,
                at=self._world.clock.now(),
                locale=True,
                email="users:read.email" in installation.scopes,
            )
            self._send(name, {"type": name, "user": user, "cache_ts": person.updated}, installation)

    def uninstalled(self, installation: Installation) -> None:
        """The app was removed from a workspace: its tokens are dead already when it hears of it."""
        self._send("app_uninstalled", {"type": "app_uninstalled"}, installation)
        self.tokens_revoked(installation)

    def tokens_revoked(self, installation: Installation) -> None:
        """The bot token of a workspace was revoked."""
        tokens = {"oauth": [], "bot": [installation.bot_user_id]}
        self._send("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens}, installation)

    def _message(self, message: Message, channel: Channel) -> Json:
        event: Json = {
            "type": "message",
            "channel": channel.id,
            "channel_type": _kind(channel),
            "user": message.author_id,
            "text": message.text,
            "ts": message.ts,
            "team": channel.team_id,
        }
        if message.bot_id:
            event |= {"bot_id": message.bot_id, "app_id": message.app_id}
        if message.blocks:
            event["blocks"] = message.blocks
        if message.is_reply:
            event["thread_ts"] = message.thread_ts
        return event

    def _in_team(self, team_id: str) -> list[Installation]:
        found = (self._world.installation(app_id, team_id) for app_id in self._couriers)
        return [installation for installation in found if installation is not None]

    def _inside(self, channel: Channel) -> list[Installation]:
        return [each for each in self._in_team(channel.team_id) if each.bot_user_id in channel.members]

    def _to_members(self, name: str, event: Json, channel: Channel) -> None:
        for installation in self._inside(channel):
            self._send(name, event, installation)

    def _send(self, name: str, event: Json, installation: Installation) -> None:
        if self.wanted(name, installation):
            self._couriers[installation.app_id].hand_over_soon(self._envelope(dict(event), installation))

    def _envelope(self, event: Json, installation: Installation) -> Json:
        event.setdefault("event_ts", self._world.stamps.next())
        envelope: dict[str, Any] = {
            "token": "verification",
            "team_id": installation.team_id,
            "api_app_id": installation.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": "Ev" + secrets.token_hex(5).upper(),
            "event_time": self._world.seconds(),
            "event_context": "4-" + secrets.token_urlsafe(24),
            "authorizations": authorizations(installation),
            "is_ext_shared_channel": False,
            "context_team_id": installation.team_id,
            "context_enterprise_id": None,
        }
        return envelope


def _kind(channel: Channel) -> str:
    return channel.kind if channel.kind != "channel" else "group" if channel.is_private else "channel"


def _plural(channel: Channel) -> str:
    return {"channel": "channels", "group": "groups"}.get(_kind(channel), channel.kind)
