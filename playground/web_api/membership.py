"""conversations.*: making channels, coming into them, bringing others, leaving and archiving."""

from __future__ import annotations

import re

from playground.model import Channel, Json
from playground.objects import channel_json
from playground.refusal import Refused
from playground.web_api.calls import Call, Method

MOST_TOPIC = 250
MOST_NAME = 80
MOST_INVITED = 100
_NAME = re.compile(r"[\w-]+")
_MANAGING = {"im": "im:write", "mpim": "mpim:write", "private": "groups:write", "public": "channels:manage"}


def create(call: Call) -> Json:
    """A new channel with the app in it."""
    is_private = call.arguments.flag("is_private")
    call.needs(_MANAGING["private" if is_private else "public"])
    world, me = call.slack.world, call.installation
    name = _name(call)
    channel = world.add_channel(
        world.new_id("C"), me.team_id, "channel", (me.bot_user_id,), name, is_private=is_private
    )
    call.slack.events.channel_life("channel_created", channel, me.bot_user_id)
    return {"channel": _told(call, channel)}


def join(call: Call) -> Json:
    """Come into a public channel."""
    channel, me = _channel(call, ("channels:join",)), call.installation.bot_user_id
    if channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    _require_open(channel)
    if me in channel.members:
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": _told(call, channel)} | warned
    call.slack.world.join(channel, me)
    call.slack.events.membership(channel, me, joined=True)
    return {"channel": _told(call, channel)}


def invite(call: Call) -> Json:
    """Bring people into a channel."""
    channel, me = _managed(call, "channels:write.invites", "groups:write.invites"), call.installation.bot_user_id
    people = call.arguments.ids("users")
    if not people:
        raise Refused("no_user")
    if len(people) > MOST_INVITED:
        raise Refused("too_many_users")
    _require_open(channel)
    _require_inside(call, channel)
    for person_id in people:
        _invitable(call, channel, person_id)
    for person_id in people:
        call.slack.world.join(channel, person_id)
        call.slack.events.membership(channel, person_id, joined=True, by=me)
    return {"channel": _told(call, channel)}


def kick(call: Call) -> Json:
    """Take somebody out of a channel."""
    channel, person_id = _managed(call), call.arguments.required("user", "user_not_found")
    _require_inside(call, channel)
    if person_id not in call.slack.world.people:
        raise Refused("user_not_found")
    if person_id == call.installation.bot_user_id:
        raise Refused("cant_kick_self")
    if person_id not in channel.members:
        raise Refused("not_in_channel")
    call.slack.world.leave(channel, person_id)
    call.slack.events.membership(channel, person_id, joined=False)
    return {}


def leave(call: Call) -> Json:
    """Go out of a channel."""
    channel, me = _managed(call), call.installation.bot_user_id
    _require_open(channel)
    if me not in channel.members:
        return {"not_in_channel": True}
    call.slack.world.leave(channel, me)
    call.slack.events.membership(channel, me, joined=False)
    return {}


def archive(call: Call) -> Json:
    """Close a channel for good (or until it is brought back)."""
    channel = _managed(call)
    if channel.is_archived:
        raise Refused("already_archived")
    _require_inside(call, channel)
    return _set_archived(call, channel, "channel_archive")


def unarchive(call: Call) -> Json:
    """Bring a channel back."""
    channel = _managed(call)
    if not channel.is_archived:
        raise Refused("not_archived")
    return _set_archived(call, channel, "channel_unarchive")


def rename(call: Call) -> Json:
    """Give a channel another name."""
    channel = _managed(call)
    _require_open(channel)
    _require_inside(call, channel)
    channel.name = _name(call)
    call.slack.world.room_changed(channel)
    return {"channel": _told(call, channel)}


def set_topic(call: Call) -> Json:
    """Say what a channel is about."""
    channel, text = _describable(call, "topic")
    channel.topic = text
    call.slack.world.room_changed(channel)
    return {"channel": _told(call, channel)}


def set_purpose(call: Call) -> Json:
    """Say what a channel is for."""
    channel, text = _describable(call, "purpose")
    channel.purpose = text
    call.slack.world.room_changed(channel)
    return {"channel": _told(call, channel), "purpose": text}


def close(call: Call) -> Json:
    """Close a direct or group conversation in the app's own side bar, which nobody sees."""
    channel = call.channel()
    if channel.kind == "channel":
        raise Refused("method_not_supported_for_channel_type")
    call.needs(_MANAGING[channel.kind])
    return {"no_op": True, "already_closed": True}


def _channel(call: Call, scopes: tuple[str, ...]) -> Channel:
    channel = call.channel()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    call.needs(*scopes)
    return channel


def _managed(call: Call, *also: str) -> Channel:
    channel = call.channel()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    right = "groups:" if channel.is_private else "channels:"
    call.needs(_MANAGING["private" if channel.is_private else "public"], *(a for a in also if a.startswith(right)))
    return channel


def _require_open(channel: Channel) -> None:
    if channel.is_archived:
        raise Refused("is_archived")


def _require_inside(call: Call, channel: Channel) -> None:
    if call.installation.bot_user_id not in channel.members:
        raise Refused("not_in_channel")


def _invitable(call: Call, channel: Channel, person_id: str) -> None:
    person = call.slack.world.people.get(person_id)
    if person is None or person.team_id != channel.team_id or person.deleted:
        raise Refused("user_not_found")
    if person_id == call.installation.bot_user_id:
        raise Refused("cant_invite_self")
    if person_id in channel.members:
        raise Refused("already_in_channel")
    if person.is_ultra_restricted:
        raise Refused("ura_max_channels")


def _set_archived(call: Call, channel: Channel, event: str) -> Json:
    channel.is_archived = event == "channel_archive"
    call.slack.world.room_changed(channel)
    call.slack.events.channel_life(event, channel, call.installation.bot_user_id)
    return {}


def _describable(call: Call, name: str) -> tuple[Channel, str]:
    channel, text = call.channel(), call.arguments.text(name)
    kind = channel.kind if channel.kind != "channel" else "private" if channel.is_private else "public"
    call.needs(_MANAGING[kind])
    if channel.kind == "im":
        raise Refused("method_not_supported_for_channel_type")
    _require_open(channel)
    _require_inside(call, channel)
    if len(text) > MOST_TOPIC:
        raise Refused("too_long")
    return channel, text


def _name(call: Call) -> str:
    name = call.arguments.required("name", "invalid_name_required").removeprefix("#")
    if len(name) > MOST_NAME:
        raise Refused("invalid_name_maxlength")
    if not _NAME.fullmatch(name) or name != name.lower():
        raise Refused("invalid_name_specials")
    if not any(letter.isalnum() for letter in name):
        raise Refused("invalid_name_punctuation")
    team_id = call.installation.team_id
    taken = (c for c in call.slack.world.channels.values() if c.team_id == team_id and c.kind == "channel")
    if any(channel.name == name for channel in taken):
        raise Refused("name_taken")
    return name


def _told(call: Call, channel: Channel) -> Json:
    return channel_json(channel, call.slack.world, call.installation.bot_user_id)


_NAMING = "invalid_name_required invalid_name_maxlength invalid_name_specials invalid_name_punctuation name_taken"
_KIND = "channel_not_found method_not_supported_for_channel_type"
_INSIDE = f"{_KIND} is_archived not_in_channel"

METHODS = {
    "conversations.create": Method(create, (), 2, errors=_NAMING),
    "conversations.join": Method(join, (), errors=f"{_KIND} is_archived"),
    "conversations.invite": Method(
        invite,
        errors=f"{_INSIDE} no_user too_many_users user_not_found cant_invite_self already_in_channel ura_max_channels",
    ),
    "conversations.kick": Method(kick, errors=f"{_INSIDE} user_not_found cant_kick_self"),
    "conversations.leave": Method(leave, errors=f"{_KIND} is_archived"),
    "conversations.archive": Method(archive, (), 2, errors=f"{_INSIDE} already_archived"),
    "conversations.unarchive": Method(unarchive, (), 2, errors=f"{_KIND} not_archived"),
    "conversations.rename": Method(rename, (), 2, errors=f"{_INSIDE} {_NAMING}"),
    "conversations.setTopic": Method(set_topic, (), 2, errors=f"{_INSIDE} too_long"),
    "conversations.setPurpose": Method(set_purpose, (), 2, errors=f"{_INSIDE} too_long"),
    "conversations.close": Method(close, (), 2, errors=_KIND),
}
