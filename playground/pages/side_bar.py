"""The side bar: the apps and the conversations of one person, in the order in which people look for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from playground.model import Channel, Person
from playground.pages.naming import avatar, conversation_name

if TYPE_CHECKING:
    from playground.pages.screens import Screen


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the side bar."""

    name: str
    url: str
    sign: Markup | str
    unread: int = 0
    here: bool = False
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class AppEntry:
    """An app in the side bar. `user` is its bot user."""

    name: str
    url: str
    user: Person
    unread: int
    here: bool


def app_entries_of(screen: Screen) -> list[AppEntry]:
    """The apps that are installed in the person's workspace, the first one first."""
    entries = []
    for app in screen.slack.apps.values():
        if screen.world.installation(app.id, screen.me.team_id) is None:
            continue
        tab = "messages" if app.manifest.messages_tab or not app.manifest.home_tab else "home"
        unread = screen.world.unread(screen.me.id, screen.keyboard.dm_with(app.id).id)
        here = screen.in_app and screen.app is app
        user = screen.world.people[app.bot_user_id]
        entries.append(AppEntry(app.name, screen.url(f"/app/{app.id}/{tab}"), user, unread, here))
    return entries


def entries_of(screen: Screen) -> dict[str, list[Entry]]:
    """Rooms by name under "channels", direct and group conversations under "direct". The one with the app is apart."""
    rooms: list[Entry] = []
    direct: list[Entry] = []
    for channel in screen.keyboard.channels():
        if not channel.is_archived and not screen.is_app_dm(channel):
            (rooms if channel.kind == "channel" else direct).append(_entry(screen, channel))
    rooms.sort(key=lambda entry: entry.name.casefold())
    return {"channels": rooms, "direct": direct}


def _entry(screen: Screen, channel: Channel) -> Entry:
    others = [screen.world.people[member] for member in channel.members if member != screen.me.id]
    sign: Markup | str = avatar(screen.world, others[0] if others else screen.me, size="small")
    if channel.kind == "channel":
        sign = "lock" if channel.is_private else "hash"
    elif channel.kind == "mpim":
        sign = Markup("<span class='avatar small count-avatar' aria-hidden='true'>{}</span>").format(len(others))
    here = screen.channel is not None and screen.channel.id == channel.id
    return Entry(
        conversation_name(screen.world, channel, screen.me.id),
        screen.conversation_url(channel),
        sign,
        screen.world.unread(screen.me.id, channel.id),
        here,
        channel.id,
    )
