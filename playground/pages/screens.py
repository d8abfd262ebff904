"""
What one person is looking at, and everything that the templates need to draw it.

A `Screen` is read from the address: whose eyes (`as`), which conversation or tab of the app, which thread.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode

from markupsafe import Markup

from playground.apps import App
from playground.manifest import Shortcut
from playground.model import Channel, Message, Notice, Notification, Person, Ref, View
from playground.pages.message_lines import Line, lines_of
from playground.pages.naming import WorldNames, conversation_name, zone_of
from playground.pages.render_blocks import draw
from playground.pages.scene import Scene, Where
from playground.pages.side_bar import AppEntry, Entry, app_entries_of, entries_of
from playground.pages.slack_dates import clock_time, day_name

if TYPE_CHECKING:
    from playground.people import Keyboard
    from playground.slack import Slack

PAGE = 50
"""Messages that are drawn at first; scrolling up asks for as many again."""

Place = Literal["conversation", "home", "about"]


class Screen:
    """The whole screen of one person at one address."""

    def __init__(
        self,
        slack: Slack,
        person_id: str,
        *,
        place: Place = "conversation",
        channel: Channel | None = None,
        app: App | None = None,
        thread_ts: str | None = None,
        count: int = PAGE,
        new_from: str | None = None,
    ) -> None:
        self.slack = slack
        self.world = slack.world
        self.keyboard: Keyboard = slack.person(person_id)
        self.me: Person = self.world.people[person_id]
        self.place = place
        self.channel = channel
        self.app: App = (self.app_of(channel) if channel else app) or slack.app
        self.thread_ts = thread_ts
        self.count = count
        self._new_from = new_from
        self.names = WorldNames(self.world, person_id)
        self.zone: tzinfo = zone_of(self.me)
        self.now: datetime = self.world.clock.now().astimezone(self.zone)

    # addresses

    def url(self, path: str, **query: str) -> str:
        """An address within the playground, with the same eyes."""
        return f"{path}?{urlencode({'as': self.me.id, **query})}"

    def conversation_url(self, channel: Channel, **query: str) -> str:
        """Where a conversation is looked at; the one with the app is its Messages tab."""
        app = self.app_of(channel)
        if app is not None:
            return self.url(f"/app/{app.id}/messages", **query)
        return self.url(f"/c/{quote(channel.id)}", **query)

    def same_place_url(self, **query: str) -> str:
        """This address again, without the thread unless it is given."""
        if self.channel is not None:
            return self.conversation_url(self.channel, **query)
        return self.url(f"/app/{self.app.id}/{self.place}", **query)

    def as_other_url(self, person: Person) -> str:
        """Where another person begins: the same conversation if they are in it, else the app's messages."""
        there = self.channel
        if there is not None and person.id in there.members:
            return f"/c/{quote(there.id)}?{urlencode({'as': person.id})}"
        tab = self.place if self.place != "conversation" else "messages"
        return f"/app/{self.app.id}/{tab}?{urlencode({'as': person.id})}"

    @property
    def side_by_side_url(self) -> str:
        """Two windows in one: these eyes, and those of the next person."""
        other = next((one.id for one in self.others if one.id != self.me.id), self.me.id)
        return f"/side-by-side?{urlencode({'left': self.me.id, 'right': other})}"

    # who

    @cached_property
    def app_user(self) -> Person:
        """The bot user of the app in sight."""
        return self.world.people[self.app.bot_user_id]

    def user_of(self, view: View) -> Person:
        """The bot user of the app that a view belongs to."""
        return self.world.people[self.slack.apps[view.app_id].bot_user_id]

    @cached_property
    def others(self) -> list[Person]:
        """The people whose eyes one can borrow: everybody who can sign in, apart from bots."""
        return sign_in_people(self.slack)

    def app_of(self, channel: Channel) -> App | None:
        """The app that this is the direct conversation with, if it is one."""
        if channel.kind != "im":
            return None
        return next((app for app in self.slack.apps.values() if app.bot_user_id in channel.members), None)

    def is_app_dm(self, channel: Channel) -> bool:
        """Whether it is the direct conversation with an app."""
        return self.app_of(channel) is not None

    def unread_of(self, person: Person) -> int:
        """How many messages wait for a person in direct and group conversations."""
        channels = self.world.channels_of(person.id)
        return sum(self.world.unread(person.id, channel.id) for channel in channels if channel.kind != "channel")

    # side bar

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The side bar's conversations, under "channels" and "direct"."""
        return entries_of(self)

    @cached_property
    def apps(self) -> list[AppEntry]:
        """The side bar's apps."""
        return app_entries_of(self)

    @property
    def in_app(self) -> bool:
        """Whether this is one of an app's tabs."""
        return self.channel is None or self.is_app_dm(self.channel)

    @property
    def title(self) -> str:
        """What the conversation or the app is called."""
        if self.in_app or self.channel is None:
            return self.app.name
        return conversation_name(self.world, self.channel, self.me.id)

    @property
    def can_write(self) -> bool:
        """Whether people may write here; else only commands are taken."""
        manifest = self.app.manifest
        if self.channel is None or self.channel.is_archived:
            return False
        return not (self.is_app_dm(self.channel) and (manifest.messages_tab_read_only or not manifest.messages_tab))

    def shortcuts(self, kind: str) -> list[tuple[App, Shortcut]]:
        """The shortcuts of one kind ("global", "message") that the installed apps offer."""
        apps = [app for app in self.slack.apps.values() if self.world.installation(app.id, self.me.team_id)]
        return [(app, one) for app in apps for one in app.manifest.shortcuts if one.kind == kind]

    # messages

    @cached_property
    def _visible(self) -> list[Message]:
        if self.channel is None:
            return []
        messages = self.channel.messages
        newest = [messages[ts] for ts in self.channel.order[-self.count :]]
        private = [one for one in self.keyboard.ephemerals(self.channel.id) if not one.is_reply]
        if self.has_older and newest:
            private = [one for one in private if one.ts > newest[0].ts]
        return sorted([*newest, *private], key=lambda message: message.ts)

    @property
    def has_older(self) -> bool:
        """Whether there are earlier messages than those drawn."""
        return self.channel is not None and len(self.channel.order) > self.count

    @cached_property
    def new_from(self) -> str | None:
        """The first message that was unread when the person came here."""
        if self._new_from is not None:
            return self._new_from or None
        if self.channel is None or self.world.unread(self.me.id, self.channel.id) == 0:
            return None
        read = self.channel.last_read.get(self.me.id, "")
        fresh = (m.ts for m in self._visible if m.ts > read and m.author_id != self.me.id and not m.ephemeral_for)
        return next(fresh, None)

    @cached_property
    def lines(self) -> list[Line]:
        """The messages of the conversation, oldest first."""
        return list(lines_of(self, self._visible, in_thread=False))

    @cached_property
    def thread_lines(self) -> list[Line]:
        """The thread that is open: its root first."""
        if self.channel is None or self.thread_ts is None or self.thread_ts not in self.channel.messages:
            return []
        return list(lines_of(self, self.keyboard.thread(self.channel.id, self.thread_ts), in_thread=True))

    # views

    def scene(
        self, where: Ref | Message | View, ref: str, surface: Where, errors: dict[str, str] | None = None
    ) -> Scene:
        """What the drawing functions need to know for one container."""
        return Scene(
            ref=ref,
            where=surface,
            viewer=self.me.id,
            names=self.names,
            zone=self.zone,
            now=self.now,
            values=self.keyboard.state(where),
            errors=errors or {},
        )

    @cached_property
    def modals(self) -> list[View]:
        """The open modals, the one on top last."""
        return self.keyboard.modals()

    def modal_body(self, view: View) -> Markup:
        """The blocks of a modal."""
        return draw(view.blocks, self.scene(view, f"v {view.id}", "modal", self.keyboard.field_errors(view)))

    def home_body(self) -> Markup | None:
        """The blocks of the App Home, or None if the app has published nothing."""
        home = self.keyboard.home(self.app.id)
        return draw(home.blocks, self.scene(home, f"v {home.id}", "home")) if home else None

    # notes

    @cached_property
    def notifications(self) -> list[tuple[str, Notification, str, str]]:
        """(id, notification, title, address) of the latest ones, newest first."""
        given = list(enumerate(self.keyboard.notifications()))[-30:]
        return [
            (f"n{number}", one, self._notification_title(one), self._notification_url(one))
            for number, one in reversed(given)
        ]

    def _notification_title(self, given: Notification) -> str:
        channel = self.world.channels[given.channel_id]
        message = channel.messages.get(given.ts)
        if channel.kind == "im" or message is None:
            return given.title
        author = self.names.person(message.author_id) or "Somebody"
        if channel.kind == "channel":
            return f"{author} in #{channel.name}"
        others = [self.world.people[one] for one in channel.members if one not in (self.me.id, message.author_id)]
        return ", ".join([author, *(one.display_name for one in others)]) if message else author

    def _notification_url(self, given: Notification) -> str:
        channel = self.world.channels[given.channel_id]
        message = channel.messages.get(given.ts)
        if message is not None and message.is_reply and message.thread_ts:
            return self.conversation_url(channel, thread=message.thread_ts)
        return self.conversation_url(channel)

    @cached_property
    def notices(self) -> list[tuple[str, Notice]]:
        """(id, notice) of the latest lines that Slack itself showed, newest first."""
        return [(f"e{number}", one) for number, one in reversed(list(enumerate(self.keyboard.notices()))[-10:])]

    def when(self, moment: datetime) -> str:
        """A moment as the person reads it."""
        here = moment.astimezone(self.zone)
        return f"{day_name(here, self.now)} at {clock_time(here)}"

    @property
    def clock_text(self) -> str:
        """The time of day that the workspace lives in, in the person's zone."""
        return f"{self.now:%a} {self.now.day} {self.now:%b}, {clock_time(self.now)}"

    @property
    def clock_moved(self) -> bool:
        """Whether the workspace does not live in the present."""
        return abs(self.world.clock.offset.total_seconds()) > 1


def sign_in_people(slack: Slack) -> list[Person]:
    """People of the app's workspace who have an account, bots apart."""
    return [
        person
        for person in slack.world.people.values()
        if not person.is_bot and not person.deleted and not person.is_stranger and person.team_id == slack.team_id
    ]
