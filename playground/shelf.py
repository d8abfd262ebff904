"""Files, canvases, pins, bookmarks, user groups, profile fields and posts to come: a part of `World`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.things import Bookmark, Canvas, File, Pin, ProfileField, Scheduled, UserGroup

if TYPE_CHECKING:
    from playground.world import World


class Shelf:
    """What lies around in the workspaces. Whoever changes a thing hands it to `keep`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Canvas] = {}
        self.pins: dict[str, dict[str, Pin]] = {}
        self.bookmarks: dict[str, Bookmark] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.user_groups: dict[str, UserGroup] = {}
        self.profile_fields: dict[str, ProfileField] = {}

    def keep(self, thing: File | Canvas | Bookmark | Scheduled | UserGroup | ProfileField | Pin) -> None:
        """Put something new on the shelf, or keep how it looks now."""
        if isinstance(thing, Pin):
            self.pins.setdefault(thing.channel_id, {})[thing.ts] = thing
            self._told(thing.channel_id)
        elif isinstance(thing, File):
            self.files[thing.id] = thing
        elif isinstance(thing, Canvas):
            self.canvases[thing.id] = thing
        elif isinstance(thing, Bookmark):
            self.bookmarks[thing.id] = thing
            self._told(thing.channel_id)
        elif isinstance(thing, Scheduled):
            self.scheduled[thing.id] = thing
        elif isinstance(thing, UserGroup):
            self.user_groups[thing.id] = thing
        else:
            self.profile_fields[thing.id] = thing
        self._world.keeper.put(thing)

    def unpin(self, channel_id: str, ts: str) -> Pin | None:
        """Take a pin out; None if there was none."""
        pin = self.pins.get(channel_id, {}).pop(ts, None)
        if pin is not None:
            self._world.keeper.drop(pin)
            self._told(channel_id)
        return pin

    def remove_bookmark(self, bookmark: Bookmark) -> None:
        """Take a bookmark away."""
        del self.bookmarks[bookmark.id]
        self._world.keeper.drop(bookmark)
        self._told(bookmark.channel_id)

    def remove_scheduled(self, scheduled: Scheduled) -> None:
        """A post to come was posted, or will not come."""
        del self.scheduled[scheduled.id]
        self._world.keeper.drop(scheduled)

    def _told(self, channel_id: str) -> None:
        channel = self._world.channels.get(channel_id)
        if channel is not None:
            self._world.room_changed(channel)
