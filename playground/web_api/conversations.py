"""conversations.*: opening, describing and reading conversations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from playground.limits import COMMERCIAL_MOST
from playground.model import Channel, Json, Message
from playground.objects import channel_json, message_json
from playground.refusal import Refused
from playground.web_api.calls import Call, Method, invalid, kind_scope, make_cursor, read_cursor

MOST_PEOPLE = 8
MOST_MESSAGES = 999
_KINDS = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def open_(call: Call) -> Json:
    """The direct or group conversation with one to eight people, the app's bot user excepted; always the same one."""
    world, me = call.slack.world, call.installation
    if "channel" in call.arguments and "users" not in call.arguments:
        call.needs("im:write", "mpim:write")
        return {"channel": _told(call, call.channel())}
    people = call.arguments.ids("users")
    if not people:
        raise Refused("users_list_not_supplied")
    call.needs("im:write" if len(people) == 1 else "mpim:write")
    if len(people) > MOST_PEOPLE:
        raise Refused("too_many_users")
    for person_id in people:
        person = world.people.get(person_id)
        if person is None:
            raise Refused("user_not_found")
        if person.is_bot:
            raise Refused("cannot_dm_bot")
        if person.deleted:
            raise Refused("user_disabled")
        if person.team_id != me.team_id and not call.slack.shares_channel(me, person_id):
            raise Refused("user_not_visible" if len(people) == 1 else "invalid_user_combination")
    members = [me.bot_user_id, *people]
    known = world.conversation_among(members)
    if known is None and call.arguments.flag("prevent_creation"):
        raise Refused("channel_not_found")
    channel = known or world.open_conversation(members, me.team_id)
    told = _told(call, channel) if call.arguments.flag("return_im") else {"id": channel.id}
    return {"channel": told} | ({"no_op": True, "already_open": True} if known else {})


def info(call: Call) -> Json:
    """One conversation."""
    channel = call.channel()
    call.needs(kind_scope(channel, "read"))
    return {"channel": _told(call, channel)}


def members(call: Call) -> Json:
    """Who is in a conversation."""
    channel = call.channel()
    call.needs(kind_scope(channel, "read"))
    page, cursor = call.page(list(channel.members), 1000, 100)
    return {"members": page, "response_metadata": cursor}


def list_(call: Call) -> Json:
    """The conversations that the app can see, of the kinds asked for."""
    page, cursor = call.page(listed(call, kinds_asked_for(call)), 1000, 100)
    return {"channels": [_told(call, channel) for channel in page], "response_metadata": cursor}


def kinds_asked_for(call: Call) -> list[str]:
    """
    The argument `types`, if the app holds the scopes for them.

    Raises:
        Refused: invalid_types, missing_scope.
    """
    kinds = call.arguments.ids("types") or ["public_channel"]
    if not set(kinds) <= _KINDS.keys():
        raise Refused("invalid_types")
    for kind in kinds:
        call.needs(_KINDS[kind])
    return kinds


def listed(call: Call, kinds: list[str]) -> list[Channel]:
    """The conversations of these kinds that the app can see."""
    me = call.installation
    return [
        channel
        for channel in call.slack.world.channels.values()
        if channel.team_id == me.team_id
        and _kind(channel) in kinds
        and (_kind(channel) == "public_channel" or me.bot_user_id in channel.members)
        and not (channel.is_archived and call.arguments.flag("exclude_archived"))
    ]


def history(call: Call) -> Json:
    """The messages of a conversation, newest first, threads' replies apart."""
    channel = _readable(call)
    stamps = channel.order
    chosen, more, cursor = _slice(call, stamps, newest_first=True)
    messages = [channel.messages[ts] for ts in chosen]
    return {
        "messages": _all_told(call, messages),
        "has_more": more,
        "pin_count": len(call.slack.world.shelf.pins.get(channel.id, ())),
    } | ({"response_metadata": {"next_cursor": cursor}} if more else {})


def replies(call: Call) -> Json:
    """A thread: its root, then its replies, oldest first."""
    channel = _readable(call)
    ts = call.arguments.required("ts", "thread_not_found")
    found = channel.messages.get(ts)
    if found is None or (found.deleted and not channel.threads.get(ts)):
        raise Refused("thread_not_found")
    root_ts = found.thread_ts or found.ts
    chosen, more, cursor = _slice(call, channel.threads.get(root_ts, []), newest_first=False)
    messages = [channel.messages[root_ts], *(channel.messages[reply] for reply in chosen)]
    return {"messages": _all_told(call, messages), "has_more": more} | (
        {"response_metadata": {"next_cursor": cursor}} if more else {}
    )


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs(kind_scope(channel, "history"))
    if call.installation.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _slice(call: Call, stamps: list[str], *, newest_first: bool) -> tuple[list[str], bool, str]:
    """The wanted part of ascending time stamps: (this page, whether there is more, the next cursor)."""
    arguments = call.arguments
    inclusive = arguments.flag("inclusive")
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    start, end = 0, len(stamps)
    if oldest and oldest != "0":
        start = (bisect_left if inclusive else bisect_right)(stamps, _stamp(oldest, "oldest"))
    if latest and latest != "now":
        end = (bisect_right if inclusive else bisect_left)(stamps, _stamp(latest, "latest"))
    limit = arguments.number("limit", 100) or 100
    if not 0 < limit <= MOST_MESSAGES:
        raise Refused("invalid_limit")
    if call.slack.commercial_history:
        limit = min(limit, COMMERCIAL_MOST)
    # A cursor counts messages already given; new ones would shift it, so it holds the time stamp to go on from.
    after = read_cursor(arguments.text("cursor"))
    if after:
        stamp = f"{after // 1_000_000}.{after % 1_000_000:06d}"
        if newest_first:
            end = min(end, bisect_left(stamps, stamp))
        else:
            start = max(start, bisect_right(stamps, stamp))
    size = max(0, end - start)
    page = stamps[max(start, end - limit) : end][::-1] if newest_first else stamps[start : min(end, start + limit)]
    more = size > limit
    return page, more, make_cursor(int(page[-1].replace(".", ""))) if more else ""


def _stamp(value: str, name: str) -> str:
    """A time stamp with six decimals, so that strings compare as times do."""
    seconds, _, rest = value.partition(".")
    if not seconds.isdigit() or (rest and not rest.isdigit()):
        raise Refused("invalid_ts_" + name) if name != "ts" else invalid()
    return f"{int(seconds):010d}.{rest[:6]:<06s}"


def _all_told(call: Call, messages: list[Message]) -> list[Json]:
    everything = call.arguments.flag("include_all_metadata")
    told = []
    for message in messages:
        as_json = message_json(message, call.slack.world, all_metadata=everything)
        if message.deleted:
            as_json = {key: as_json[key] for key in as_json if key not in ("blocks", "metadata")}
            as_json |= {
                "subtype": "tombstone",
                "text": "This message was deleted.",
                "user": "USLACKBOT",
                "hidden": True,
            }
        told.append(as_json)
    return told


def _kind(channel: Channel) -> str:
    if channel.kind == "channel":
        return "private_channel" if channel.is_private else "public_channel"
    return channel.kind


def _told(call: Call, channel: Channel) -> Json:
    return channel_json(channel, call.slack.world, call.installation.bot_user_id)


_READING = "channel_not_found not_in_channel invalid_ts_oldest invalid_ts_latest"

METHODS = {
    "conversations.open": Method(
        open_,
        errors="cannot_dm_bot channel_not_found invalid_user_combination too_many_users user_disabled user_not_found "
        "user_not_visible users_list_not_supplied",
    ),
    "conversations.info": Method(info, errors="channel_not_found"),
    "conversations.members": Method(members, (), 4, errors="channel_not_found"),
    "conversations.list": Method(list_, (), 2, errors="invalid_types"),
    "conversations.history": Method(history, errors=_READING),
    "conversations.replies": Method(replies, errors=f"{_READING} thread_not_found"),
}
