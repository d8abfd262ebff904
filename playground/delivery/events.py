"""Events: what the app subscribed to and is allowed to hear of."""

from __future__ import annotations

import secrets
from typing import Any

from playground.apps import App
from playground.delivery.answers import Answer
from playground.delivery.courier import Courier
from playground.model import Channel, Installation, Json, Message, Person
from playground.objects import authorizations, user_json, view_json
from playground.world import World

NEEDED_SCOPE = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "team_join": "users:read",
}


class Events:
    """Sends events to the app in each workspace that they concern."""

    def __init__(self, world: World, app: App, courier: Courier) -> None:
        self._world = world
        self._app = app
        self._courier = courier

    def wanted(self, name: str, installation: Installation) -> bool:
        """Whether the app subscribed to such events and holds the scope for them."""
        scope = NEEDED_SCOPE.get(name)
        return self._app.manifest.wants_event(name) and (scope is None or scope in installation.scopes)

    async def home_opened(
        self, person: Person, installation: Installation, channel: Channel, tab: str
    ) -> Answer | None:
        """A person looks at the app's Home or Messages tab. None if the app does not listen."""
        event: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
        view = self._world.views.home(person.id, self._app.id)
        if view is not None and tab == "home":
            event["view"] = view_json(view, self._world)
        if not self.wanted("app_home_opened", installation):
            return None
        return await self._courier.hand_over_event(self._envelope(event, installation))

    def message_posted(self, message: Message) -> None:
        """Somebody wrote where the app is a member."""
        channel = self._world.channels[message.channel_id]
        installation = self._world.installation(self._app.id, channel.team_id)
        if installation is None or installation.bot_user_id not in channel.members:
            return
        kind = channel.kind if channel.kind != "channel" else "group" if channel.is_private else "channel"
        name = "message." + {"im": "im", "mpim": "mpim", "channel": "channels", "group": "groups"}[kind]
        event: Json = {
            "type": "message",
            "channel": channel.id,
            "channel_type": kind,
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
        self._send(name, event, installation)

    def person_changed(self, person: Person, *, joined: bool = False) -> None:
        """Somebody's profile, role or status changed, or they are new."""
        installation = self._world.installation(self._app.id, person.team_id)
        if installation is None:
            return
        user = user_json(
            person,
            at=self._world.clock.now(),
            locale=True,
            email="users:read.email" in installation.scopes,
        )
        name = "team_join" if joined else "user_change"
        self._send(name, {"type": name, "user": user, "cache_ts": person.updated}, installation)

    def uninstalled(self, installation: Installation) -> None:
        """The app was removed from a workspace: its tokens are dead already when it hears of it."""
        self._send("app_uninstalled", {"type": "app_uninstalled"}, installation)
        self.tokens_revoked(installation)

    def tokens_revoked(self, installation: Installation) -> None:
        """The bot token of a workspace was revoked."""
        tokens = {"oauth": [], "bot": [installation.bot_user_id]}
        self._send("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens}, installation)

    def _send(self, name: str, event: Json, installation: Installation) -> None:
        if self.wanted(name, installation):
            self._courier.in_background(self._courier.hand_over_event(self._envelope(event, installation)))

    def _envelope(self, event: Json, installation: Installation) -> Json:
        event.setdefault("event_ts", self._world.stamps.next())
        envelope: dict[str, Any] = {
            "token": "verification",
            "team_id": installation.team_id,
            "api_app_id": self._app.id,
            "event": event,
            "type": "event_callback",
            "event_id": "Ev" + secrets.token_hex(5).upper(),
            "event_time": int(self._world.clock.real().timestamp()),
            "event_context": "4-" + secrets.token_urlsafe(24),
            "authorizations": authorizations(installation),
            "is_ext_shared_channel": False,
            "context_team_id": installation.team_id,
            "context_enterprise_id": None,
        }
        return envelope
