"""chat.scheduleMessage and what belongs to it. Scheduled for business time, so that a moved clock brings them."""

from __future__ import annotations

from playground.model import Json
from playground.refusal import Refused
from playground.things import Scheduled
from playground.web_api.calls import Call, Method
from playground.web_api.chat import CONTENT_ERRORS, PLACE_ERRORS, content_of, place_for_posting, thread_of

MOST_SECONDS_AHEAD = 120 * 86_400
MOST_IN_WINDOW = 30
WINDOW_SECONDS = 300
TOO_LATE_TO_DELETE = 60
"""Seconds before its time from which on a scheduled message cannot be taken back."""


def schedule(call: Call) -> Json:
    """Post something later."""
    channel = place_for_posting(call)
    post_at = call.arguments.number("post_at", 0)
    if not post_at:
        raise Refused("invalid_time")
    now = call.slack.clock.now().timestamp()
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + MOST_SECONDS_AHEAD:
        raise Refused("time_too_far")
    window = post_at // WINDOW_SECONDS
    same = [s for s in _mine(call) if s.channel_id == channel.id and s.post_at // WINDOW_SECONDS == window]
    if len(same) >= MOST_IN_WINDOW:
        raise Refused("restricted_too_many")
    content, thread_ts, world = content_of(call), thread_of(call, channel), call.slack.world
    scheduled = Scheduled(
        world.new_id("Q"),
        call.app.id,
        call.installation.team_id,
        channel.id,
        post_at,
        int(now),
        content["text"],
        content["blocks"],
        thread_ts,
        bool(thread_ts) and call.arguments.flag("reply_broadcast"),
        content["metadata"],
    )
    world.shelf.keep(scheduled)
    call.slack.posting_later.wake()
    me = call.installation
    told: Json = {"text": scheduled.text, "type": "delayed_message", "subtype": "bot_message", "bot_id": me.bot_id}
    if scheduled.blocks:
        told["blocks"] = scheduled.blocks
    return {"channel": channel.id, "scheduled_message_id": scheduled.id, "post_at": post_at, "message": told}


def list_(call: Call) -> Json:
    """What the app has scheduled, the next one first."""
    found, arguments = _mine(call), call.arguments
    if arguments.text("channel"):
        channel_id = call.channel().id
        found = [each for each in found if each.channel_id == channel_id]
    oldest, latest = arguments.number("oldest", 0), arguments.number("latest", 0)
    if oldest and latest and latest < oldest:
        raise Refused("invalid_ts_latest")
    chosen = [each for each in found if each.post_at >= oldest and (not latest or each.post_at <= latest)]
    page, cursor = call.page(sorted(chosen, key=lambda each: each.post_at), 100, 100)
    told = [
        {"id": s.id, "channel_id": s.channel_id, "post_at": s.post_at, "date_created": s.created, "text": s.text}
        for s in page
    ]
    return {"scheduled_messages": told, "response_metadata": cursor}


def delete(call: Call) -> Json:
    """Take a scheduled message back, up to a minute before its time."""
    channel = call.channel()
    scheduled_id = call.arguments.required("scheduled_message_id", "invalid_scheduled_message_id")
    found = next((each for each in _mine(call) if (each.id, each.channel_id) == (scheduled_id, channel.id)), None)
    if found is None or found.post_at - call.slack.clock.now().timestamp() < TOO_LATE_TO_DELETE:
        raise Refused("invalid_scheduled_message_id")
    call.slack.world.shelf.remove_scheduled(found)
    return {}


def _mine(call: Call) -> list[Scheduled]:
    me, everything = call.installation, call.slack.world.shelf.scheduled.values()
    return [each for each in everything if (each.app_id, each.team_id) == (me.app_id, me.team_id)]


_WHEN = "invalid_time time_in_past time_too_far restricted_too_many"

METHODS = {
    "chat.scheduleMessage": Method(schedule, ("chat:write",), errors=f"{_WHEN} {PLACE_ERRORS} {CONTENT_ERRORS}"),
    "chat.scheduledMessages.list": Method(list_, errors="channel_not_found invalid_ts_latest"),
    "chat.deleteScheduledMessage": Method(
        delete, ("chat:write",), errors="channel_not_found invalid_scheduled_message_id"
    ),
}
