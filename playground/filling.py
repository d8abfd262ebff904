"""A new world: the cast in its workspaces, its rooms, the apps installed in the first workspace; then what was kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from playground.apps import App, install
from playground.cast import Cast
from playground.changes import Changes
from playground.clock import Clock
from playground.keeping import Keeper
from playground.restoring import restore
from playground.world import World


def world_of(
    cast: Cast, apps: Mapping[str, App], clock: Clock, changes: Changes, keeper: Keeper, without: Collection[str]
) -> World:
    """Everybody and everything in its place; `without`: scopes that are declined at installation."""
    world = World(clock, changes, keeper)
    world.keeper = Keeper()  # what comes from the cast must not be written over what was kept
    _fill(world, cast, apps, without)
    restore(world, keeper)
    world.keeper = keeper
    everybody: list[object] = [*world.workspaces.values(), *world.people.values(), *world.installations.values()]
    shelf = [*world.shelf.user_groups.values(), *world.shelf.profile_fields.values()]
    for thing in (*everybody, *world.channels.values(), *shelf):
        keeper.put(thing)
    return world


def _fill(world: World, cast: Cast, apps: Mapping[str, App], without: Collection[str]) -> None:
    at = world.seconds()
    world.workspaces |= {workspace.id: workspace for workspace in cast.workspaces}
    for person in cast.people:  # copies, so that a reset finds the cast unchanged
        world.people[person.id] = replace(person, fields=dict(person.fields), updated=at)
    home = cast.workspaces[0].id
    for app in apps.values():
        install(world, app, home, without=without, token=app.bot_token)
    for room in cast.rooms:
        everybody = (p.id for p in world.people.values() if p.team_id == room.team_id and not p.is_bot)
        members = list(everybody if room.members is None else room.members)
        if room.with_app:
            members += [app.bot_user_id for app in apps.values()]
        world.add_channel(room.id, room.team_id, "channel", members, room.name, is_private=room.is_private)
    for group in cast.user_groups:
        world.shelf.keep(replace(group))
    for profile_field in cast.profile_fields:
        world.shelf.keep(replace(profile_field))
