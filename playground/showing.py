"""What people were shown: every text, what their phones said, and what Slack itself told them."""

from __future__ import annotations

from collections.abc import Iterable

from playground.changes import Changes
from playground.clock import Clock
from playground.keeping import Keeper
from playground.model import Channel, Message, Notice, Notification, Shown, Surface
from playground.rooms import Rooms
from playground.texts import mentioned, preview, visible_texts


class Showing(Rooms):
    """The memory of what was shown; a part of `World`."""

    def __init__(self, clock: Clock, changes: Changes | None = None, keeper: Keeper | None = None) -> None:
        super().__init__(clock, changes, keeper)
        self.notifications: dict[str, list[Notification]] = {}
        self.notices: dict[str, list[Notice]] = {}
        self.shown: dict[str, list[Shown]] = {}

    def show(self, person_ids: Iterable[str], surface: Surface, where: str, texts: Iterable[str]) -> None:
        """Note that these people were shown these texts."""
        seen, at = tuple(texts), self.clock.now()
        for person_id in person_ids:
            if not self.people[person_id].is_bot:
                shown = Shown(person_id, surface, where, seen, at)
                self.shown.setdefault(person_id, []).append(shown)
                self.keeper.put(shown)

    def notice(self, person_id: str, code: str, text: str, channel_id: str | None = None) -> None:
        """Let Slack itself tell one person something, such as that the app did not answer."""
        notice = Notice(person_id, code, text, channel_id, self.clock.now())
        self.notices.setdefault(person_id, []).append(notice)
        self.keeper.put(notice)
        self.show((person_id,), "notice", channel_id or "", (text,))
        self._changed("notice", (person_id,), channel_id)

    def people_changed(self, *person_ids: str) -> None:
        """Tell everybody that these people look different now."""
        for person_id in person_ids:
            self.people[person_id].updated = self.seconds()
            self.keeper.put(self.people[person_id])
        self._changed("people", ())

    def clock_moved(self) -> None:
        """Tell everybody that business time jumped."""
        self._changed("clock", ())

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
            told = Notification(person_id, channel.id, message.ts, title, text, self.clock.now())
            self.notifications.setdefault(person_id, []).append(told)
            self.keeper.put(told)
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
