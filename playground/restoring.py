"""A world from what was kept in a file, laid over the cast: whoever was added to the cast since is there, too."""

from __future__ import annotations

from datetime import timedelta

from playground.keeping import Keeper
from playground.model import Channel, Installation, Message, Notice, Notification, Person, Shown, View, Workspace
from playground.things import Bookmark, Canvas, File, Pin, ProfileField, Scheduled, UserGroup
from playground.world import World

CLOCK = "clock_offset_seconds"


def restore(world: World, keeper: Keeper) -> None:
    """
    Bring everything back that the keeper has.

    A restart is to people what reloading their client is: open modals, private notes and unsent choices are gone.
    """
    world.clock.offset = timedelta(seconds=float(keeper.marked(CLOCK) or world.clock.offset.total_seconds()))
    world.workspaces |= {each.id: each for each in keeper.all(Workspace)}
    world.people |= {each.id: each for each in keeper.all(Person)}
    for installation in keeper.all(Installation):
        if installation.expiring:  # the token from the start may have been exchanged for others long ago
            _forget_tokens(world, installation)
        for token in (installation.bot_token, *installation.expiring):
            world.installations[token] = installation
    for channel in sorted(keeper.all(Channel), key=lambda each: each.created):
        world.take_in(channel)
    for message in keeper.all(Message):
        world.place(message)
    for channel in world.channels.values():
        _take_deleted_out(channel)
    for view in keeper.all(View):
        world.views.take_in(view)
    for shown in keeper.all(Shown):
        world.shown.setdefault(shown.person_id, []).append(shown)
    for told in keeper.all(Notification):
        world.notifications.setdefault(told.person_id, []).append(told)
    for notice in keeper.all(Notice):
        world.notices.setdefault(notice.person_id, []).append(notice)
    shelf = world.shelf
    shelf.files |= {each.id: each for each in keeper.all(File)}
    shelf.canvases |= {each.id: each for each in keeper.all(Canvas)}
    shelf.bookmarks |= {each.id: each for each in keeper.all(Bookmark)}
    shelf.scheduled |= {each.id: each for each in keeper.all(Scheduled)}
    shelf.user_groups |= {each.id: each for each in keeper.all(UserGroup)}
    shelf.profile_fields |= {each.id: each for each in keeper.all(ProfileField)}
    for pin in keeper.all(Pin):
        shelf.pins.setdefault(pin.channel_id, {})[pin.ts] = pin


def _forget_tokens(world: World, like: Installation) -> None:
    for token, each in list(world.installations.items()):
        if (each.app_id, each.team_id) == (like.app_id, like.team_id):
            del world.installations[token]


def _take_deleted_out(channel: Channel) -> None:
    gone = {ts for ts, message in channel.messages.items() if message.deleted}
    if gone:
        channel.threads = {root: [ts for ts in found if ts not in gone] for root, found in channel.threads.items()}
        channel.order = [ts for ts in channel.order if ts not in gone or channel.threads.get(ts)]
