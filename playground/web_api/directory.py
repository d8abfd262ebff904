"""Who is who beyond the user object: profiles and their fields, groups, quiet hours, bots."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playground.model import Json, Person
from playground.objects import channel_json, user_json
from playground.refusal import Refused
from playground.things import ProfileField, UserGroup
from playground.web_api.calls import Call, Method
from playground.web_api.conversations import kinds_asked_for, listed
from playground.web_api.users import visible


def profile(call: Call) -> Json:
    """Somebody's profile (by default the bot's own), with the workspace's own fields."""
    world = call.slack.world
    person = visible(call, call.arguments.text("user") or call.installation.bot_user_id)
    email = "users:read.email" in call.installation.scopes
    told: Json = user_json(person, at=call.slack.clock.now(), email=email)["profile"]
    if call.arguments.flag("include_labels"):
        known = world.shelf.profile_fields
        told["fields"] = {
            key: {**value, "label": known[key].label if key in known else ""} for key, value in person.fields.items()
        }
    return {"profile": told}


def profile_fields(call: Call) -> Json:
    """The fields that the workspace added to profiles."""
    fields = call.slack.world.shelf.profile_fields.values()
    return {"profile": {"fields": [_field_json(at, each) for at, each in enumerate(fields)], "sections": []}}


def groups(call: Call) -> Json:
    """The user groups of the workspace."""
    with_users = call.arguments.flag("include_users")
    found = [group for group in call.slack.world.shelf.user_groups.values() if _here(call, group)]
    return {"usergroups": [_group_json(group, with_users=with_users) for group in found]}


def group_users(call: Call) -> Json:
    """Who is in a user group."""
    group = call.slack.world.shelf.user_groups.get(call.arguments.required("usergroup", "no_such_subteam"))
    if group is None or not _here(call, group):
        raise Refused("no_such_subteam")
    return {"users": list(group.people)}


def dnd_info(call: Call) -> Json:
    """When somebody is not to be disturbed."""
    person = visible(call, call.arguments.text("user") or call.installation.bot_user_id)
    return _dnd(person, call.slack.clock.now()) | {"snooze_enabled": False}


def dnd_team(call: Call) -> Json:
    """The same for several people; those whom nobody knows are left out."""
    ids = call.arguments.ids("users")
    if not ids or len(ids) > 50:
        raise Refused("users_list_not_supplied" if not ids else "too_many_users")
    world, now = call.slack.world, call.slack.clock.now()
    return {"users": {each: _dnd(world.people[each], now) for each in ids if each in world.people}}


def conversations_of(call: Call) -> Json:
    """The conversations that somebody is in (by default the bot itself) and the app can see."""
    kinds = kinds_asked_for(call)
    person = visible(call, call.arguments.text("user") or call.installation.bot_user_id)
    mine = [channel for channel in listed(call, kinds) if person.id in channel.members]
    page, cursor = call.page(mine, 1000, 100)
    viewer = call.installation.bot_user_id
    told = [channel_json(channel, call.slack.world, viewer) for channel in page]
    return {"channels": told, "response_metadata": cursor}


def bot(call: Call) -> Json:
    """A bot by its B… id, by default the app's own."""
    wanted = call.arguments.text("bot") or call.installation.bot_id
    for person in call.slack.world.people.values():
        if person.bot_id == wanted and person.team_id == call.installation.team_id:
            told = {"id": wanted, "deleted": person.deleted, "name": person.real_name, "updated": person.updated}
            return {"bot": told | {"app_id": person.app_id or "", "user_id": person.id}}
    raise Refused("bot_not_found")


def _dnd(person: Person, now: datetime) -> Json:
    if not person.quiet_hours:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    local = now.astimezone(ZoneInfo(person.tz or "UTC"))
    starts, ends = (datetime.strptime(part, "%H:%M").time() for part in person.quiet_hours.split("-"))  # noqa: DTZ007
    start = datetime.combine(local.date(), starts, local.tzinfo) - timedelta(days=1)
    while True:  # the window that is on, else the next one
        end = datetime.combine(start.date(), ends, local.tzinfo)
        end += timedelta(days=end <= start)
        if end > local:
            window = {"next_dnd_start_ts": int(start.timestamp()), "next_dnd_end_ts": int(end.timestamp())}
            return {"dnd_enabled": True} | window
        start += timedelta(days=1)


def _here(call: Call, group: UserGroup) -> bool:
    return group.team_id == call.installation.team_id


def _group_json(group: UserGroup, *, with_users: bool) -> Json:
    told: Json = {
        "id": group.id,
        "team_id": group.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 0,
        "date_delete": 0,
        "user_count": len(group.people),
    }
    return told | ({"users": list(group.people)} if with_users else {})


def _field_json(at: int, each: ProfileField) -> Json:
    return {
        "id": each.id,
        "ordering": at,
        "label": each.label,
        "hint": each.hint,
        "type": each.kind,
        "possible_values": list(each.options) or None,
        "options": None,
        "is_hidden": False,
    }


_USER = "user_not_found user_not_visible"

METHODS = {
    "users.profile.get": Method(profile, ("users.profile:read",), 4, errors=_USER),
    "team.profile.get": Method(profile_fields, ("users.profile:read",)),
    "usergroups.list": Method(groups, ("usergroups:read",), 2),
    "usergroups.users.list": Method(group_users, ("usergroups:read",), 2, errors="no_such_subteam"),
    "dnd.info": Method(dnd_info, ("dnd:read",), errors=_USER),
    "dnd.teamInfo": Method(dnd_team, ("dnd:read",), 2, errors="users_list_not_supplied too_many_users"),
    "users.conversations": Method(conversations_of, (), 3, errors=f"{_USER} invalid_types"),
    "bots.info": Method(bot, ("users:read",), errors="bot_not_found"),
}
