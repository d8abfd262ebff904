"""reactions.*, pins.* and bookmarks.*: what is attached to messages and conversations."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playground.model import Channel, Json, Message
from playground.objects import message_json
from playground.refusal import Refused
from playground.things import Bookmark, Pin
from playground.web_api.calls import Call, Method, invalid

MOST_EMOJI = 23
MOST_PINS = 100
MOST_BOOKMARKS = 100
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")
_STAMP = re.compile(r"\d{1,12}\.\d{1,6}")


def add_reaction(call: Call) -> Json:
    """Put an emoji to a message."""
    message, name = _message(call), _emoji(call)
    if name not in message.reactions and len(message.reactions) >= MOST_EMOJI:
        raise Refused("too_many_emoji")
    me = call.installation.bot_user_id
    if not call.slack.world.react(message, name, me):
        raise Refused("already_reacted")
    call.slack.events.reacted(message, name, me, added=True)
    return {}


def remove_reaction(call: Call) -> Json:
    """Take the app's own emoji away."""
    message, name, me = _message(call), _emoji(call), call.installation.bot_user_id
    if not call.slack.world.unreact(message, name, me):
        raise Refused("no_reaction")
    call.slack.events.reacted(message, name, me, added=False)
    return {}


def get_reactions(call: Call) -> Json:
    """A message with its emoji."""
    message = _message(call)
    told = message_json(message, call.slack.world)
    return {"type": "message", "channel": message.channel_id, "message": told}


def add_pin(call: Call) -> Json:
    """Pin a message to its conversation."""
    message, shelf = _message(call), call.slack.world.shelf
    here = shelf.pins.get(message.channel_id, {})
    if message.ts in here:
        raise Refused("already_pinned")
    if len(here) >= MOST_PINS:
        raise Refused("not_pinnable")
    me = call.installation.bot_user_id
    shelf.keep(Pin(message.channel_id, message.ts, me, call.slack.world.seconds()))
    call.slack.events.pinned(message, me, added=True)
    return {}


def remove_pin(call: Call) -> Json:
    """Take a pin out."""
    message = _message(call)
    if call.slack.world.shelf.unpin(message.channel_id, message.ts) is None:
        raise Refused("no_pin")
    call.slack.events.pinned(message, call.installation.bot_user_id, added=False)
    return {}


def list_pins(call: Call) -> Json:
    """What is pinned, the newest first."""
    channel, world = call.channel(), call.slack.world
    pins = sorted(world.shelf.pins.get(channel.id, {}).values(), key=lambda pin: pin.ts, reverse=True)
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "created": pin.created,
            "created_by": pin.by,
            "message": message_json(channel.messages[pin.ts], world) | {"pinned_to": [channel.id]},
        }
        for pin in pins
    ]
    return {"items": items}


def add_bookmark(call: Call) -> Json:
    """Put a link above a conversation."""
    channel = _bookmarkable(call)
    title = call.arguments.required("title")
    if call.arguments.required("type") != "link":
        raise Refused("invalid_bookmark_type")
    if len(_bookmarks(call, channel)) >= MOST_BOOKMARKS:
        raise Refused("too_many_bookmarks")
    world, me = call.slack.world, call.installation.bot_user_id
    bookmark = Bookmark(world.new_id("Bk"), channel.id, title, _link(call), me, world.seconds(), _icon(call))
    world.shelf.keep(bookmark)
    return {"bookmark": _bookmark_json(call, bookmark)}


def edit_bookmark(call: Call) -> Json:
    """Change title, link or emoji of a bookmark."""
    bookmark, arguments = _bookmark(call), call.arguments
    if "title" in arguments:
        bookmark.title = arguments.required("title")
    if "link" in arguments:
        bookmark.link = _link(call)
    if "emoji" in arguments:
        bookmark.emoji = _icon(call)
    bookmark.updated = call.slack.world.seconds()
    call.slack.world.shelf.keep(bookmark)
    return {"bookmark": _bookmark_json(call, bookmark)}


def remove_bookmark(call: Call) -> Json:
    """Take a bookmark away."""
    call.slack.world.shelf.remove_bookmark(_bookmark(call))
    return {}


def list_bookmarks(call: Call) -> Json:
    """The links above a conversation."""
    return {"bookmarks": [_bookmark_json(call, each) for each in _bookmarks(call, _bookmarkable(call))]}


def _message(call: Call) -> Message:
    if not call.arguments.text("channel") or not call.arguments.text("timestamp"):
        raise Refused("no_item_specified")
    channel, stamp = call.channel(), call.arguments.text("timestamp")
    if not _STAMP.fullmatch(stamp):
        raise Refused("bad_timestamp")
    message = channel.messages.get(stamp)
    if message is None or message.deleted:
        raise Refused("message_not_found")
    if channel.is_archived:
        raise Refused("is_archived")
    if call.installation.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    return message


def _emoji(call: Call) -> str:
    name = call.arguments.text("name").strip(":")
    if not _EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    return name


def _bookmarkable(call: Call) -> Channel:
    return call.channel("channel_id")


def _bookmarks(call: Call, channel: Channel) -> list[Bookmark]:
    return [each for each in call.slack.world.shelf.bookmarks.values() if each.channel_id == channel.id]


def _bookmark(call: Call) -> Bookmark:
    channel = _bookmarkable(call)
    found = call.slack.world.shelf.bookmarks.get(call.arguments.required("bookmark_id"))
    if found is None or found.channel_id != channel.id:
        raise Refused("not_found")
    return found


def _link(call: Call) -> str:
    link = call.arguments.text("link")
    try:
        parts = urlsplit(link)
    except ValueError:
        raise Refused("invalid_link") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused("invalid_link")
    return link


def _icon(call: Call) -> str:
    emoji = call.arguments.text("emoji")
    if emoji and not _EMOJI.fullmatch(emoji.strip(":")):
        raise invalid("[ERROR] invalid emoji [json-pointer:/emoji]")
    return emoji


def _bookmark_json(call: Call, bookmark: Bookmark) -> Json:
    return {
        "id": bookmark.id,
        "channel_id": bookmark.channel_id,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": bookmark.created,
        "date_updated": bookmark.updated,
        "rank": "",
        "last_updated_by_user_id": bookmark.by,
        "last_updated_by_team_id": call.installation.team_id,
        "shortcut_id": None,
        "app_id": None,
    }


_ITEM = "bad_timestamp channel_not_found is_archived message_not_found no_item_specified not_in_channel"

METHODS = {
    "reactions.add": Method(
        add_reaction, ("reactions:write",), errors=f"{_ITEM} already_reacted invalid_name too_many_emoji"
    ),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), 2, errors=f"{_ITEM} invalid_name no_reaction"),
    "reactions.get": Method(get_reactions, ("reactions:read",), errors=_ITEM),
    "pins.add": Method(add_pin, ("pins:write",), 2, errors=f"{_ITEM} already_pinned not_pinnable"),
    "pins.remove": Method(remove_pin, ("pins:write",), 2, errors=f"{_ITEM} no_pin"),
    "pins.list": Method(list_pins, ("pins:read",), 2, errors="channel_not_found"),
    "bookmarks.add": Method(
        add_bookmark,
        ("bookmarks:write",),
        2,
        errors="channel_not_found invalid_bookmark_type invalid_link too_many_bookmarks",
    ),
    "bookmarks.edit": Method(edit_bookmark, ("bookmarks:write",), 2, errors="channel_not_found invalid_link not_found"),
    "bookmarks.remove": Method(remove_bookmark, ("bookmarks:write",), 2, errors="channel_not_found not_found"),
    "bookmarks.list": Method(list_bookmarks, ("bookmarks:read",), 3, errors="channel_not_found"),
}
