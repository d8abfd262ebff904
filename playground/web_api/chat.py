"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from typing import Any

from playground.elements import with_ids
from playground.model import Channel, Json, Message
from playground.objects import message_json
from playground.refusal import Refused
from playground.validation import require_valid_message
from playground.web_api.calls import Call, Method

TEXT_CUT_AT = 40_000


def post_message(call: Call) -> Json:
    """Post to a conversation; a user id opens (or finds) the direct conversation with that person."""
    channel = place_for_posting(call)
    too_soon = call.slack.limits.post_too_soon(("post", channel.id))
    if too_soon:
        raise Refused("ratelimited", status=429, headers={"Retry-After": str(too_soon)})
    content = content_of(call)
    message = _message(call, channel, content)
    message.broadcast = bool(message.thread_ts) and call.arguments.flag("reply_broadcast")
    message.metadata = content["metadata"]
    call.slack.world.post(message)
    call.slack.events.message_posted(message)
    told = message_json(message, call.slack.world, all_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": told}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a conversation."""
    channel = call.channel()
    if call.installation.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    person_id = call.arguments.required("user", "user_not_in_channel")
    if person_id not in channel.members:
        raise Refused("user_not_in_channel")
    message = _message(call, channel, content_of(call))
    message.ephemeral_for = person_id
    call.slack.world.post_ephemeral(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change an own message. Text without blocks takes the blocks away; metadata stays unless it is given."""
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    content = content_of(call, updating=True)
    message.edited = not content["blocks"]
    if "metadata" in call.arguments:
        message.metadata = content["metadata"]
    call.slack.world.update(message, content["text"], content["blocks"])
    call.slack.events.message_edited(message)
    told = message_json(message, call.slack.world, all_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": told}


def delete(call: Call) -> Json:
    """Delete an own message."""
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    call.slack.world.delete(message)
    call.slack.events.message_deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """The address of a message."""
    channel = call.channel()
    message = channel.messages.get(call.arguments.required("message_ts", "message_not_found"))
    if message is None or message.deleted:
        raise Refused("message_not_found")
    link = f"{call.slack.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def place_for_posting(call: Call) -> Channel:
    """
    The conversation that `channel` names, if the app may post there; a user id opens the direct conversation.

    Raises:
        Refused: see `PLACE_ERRORS`.
    """
    world, installation = call.slack.world, call.installation
    name = call.arguments.required("channel", "channel_not_found")
    if name[0] in "UW":
        person = world.people.get(name)
        if person is None or person.is_bot or person.deleted:
            raise Refused("channel_not_found")
        if person.team_id != installation.team_id and not call.slack.shares_channel(installation, person.id):
            raise Refused("channel_not_found")
        channel = world.open_conversation((installation.bot_user_id, person.id), installation.team_id)
    else:
        channel = call.channel()
    if installation.bot_user_id not in channel.members and "chat:write.public" not in installation.scopes:
        raise Refused("not_in_channel")
    # A direct conversation with somebody who left: Slack documents no error for it; this one stands in its list.
    gone = channel.kind == "im" and any(world.people[member].deleted for member in channel.members)
    if channel.is_archived or gone:
        raise Refused("is_archived")
    if channel.kind == "im" and not call.app.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    return channel


def content_of(call: Call, *, updating: bool = False) -> dict[str, Any]:
    """
    What a message is to say: {"text", "blocks", "metadata"}, valid and with ids.

    Raises:
        Refused: see `CONTENT_ERRORS`.
    """
    arguments = call.arguments
    given: Json = {
        "text": arguments.text("text"),
        "markdown_text": arguments.text("markdown_text") or None,
        "blocks": arguments.json("blocks", "invalid_blocks_format"),
        "attachments": arguments.json("attachments"),
        "metadata": arguments.json("metadata", "invalid_metadata_format"),
    }
    if updating and given["metadata"] == {}:
        given["metadata"] = None
    if updating and given["text"] == "" and "blocks" in arguments and not given["blocks"]:
        raise Refused("no_text")
    require_valid_message({key: value for key, value in given.items() if value is not None}, updating=updating)
    blocks = given["blocks"] or []
    if given["markdown_text"]:
        blocks = [{"type": "markdown", "text": given["markdown_text"]}]
    return {
        "text": given["text"] if updating else given["text"][:TEXT_CUT_AT],
        "blocks": with_ids(blocks, lambda: call.slack.world.new_id("b")),
        "metadata": given["metadata"],
    }


def _message(call: Call, channel: Channel, content: dict[str, Any]) -> Message:
    world, installation = call.slack.world, call.installation
    return Message(
        channel_id=channel.id,
        ts=world.stamps.next(),
        author_id=installation.bot_user_id,
        text=content["text"],
        posted_at=world.clock.now(),
        blocks=content["blocks"],
        thread_ts=thread_of(call, channel),
        app_id=installation.app_id,
        bot_id=installation.bot_id,
    )


def thread_of(call: Call, channel: Channel) -> str | None:
    """
    The root of the thread that `thread_ts` names, if it does.

    Raises:
        Refused: thread_not_found, cannot_reply_to_message.
    """
    thread_ts = call.arguments.text("thread_ts")
    if not thread_ts:
        return None
    root = channel.messages.get(thread_ts)
    if root is None or (root.deleted and not channel.threads.get(thread_ts)):
        raise Refused("thread_not_found")
    if root.is_reply:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def _own_message(call: Call, channel: Channel, not_ours: str) -> Message:
    message = channel.messages.get(call.arguments.required("ts", "message_not_found"))
    if message is None or message.deleted:
        raise Refused("message_not_found")
    if message.author_id != call.installation.bot_user_id:
        raise Refused(not_ours)
    if channel.is_archived:
        raise Refused("is_inactive")
    return message


PLACE_ERRORS = (
    "channel_not_found not_in_channel is_archived messages_tab_disabled thread_not_found cannot_reply_to_message"
)
CONTENT_ERRORS = (
    "no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format invalid_metadata_format "
    "invalid_metadata_schema metadata_too_large markdown_text_conflict too_many_attachments"
)
_OWN = "channel_not_found message_not_found is_inactive"

METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), None, errors=f"{PLACE_ERRORS} {CONTENT_ERRORS}"),
    "chat.postEphemeral": Method(
        post_ephemeral, ("chat:write",), 4, errors=f"{PLACE_ERRORS} {CONTENT_ERRORS} user_not_in_channel"
    ),
    "chat.update": Method(update, ("chat:write",), errors=f"{_OWN} {CONTENT_ERRORS} cant_update_message"),
    "chat.delete": Method(delete, ("chat:write",), errors=f"{_OWN} cant_delete_message"),
    "chat.getPermalink": Method(get_permalink, (), None, errors="channel_not_found message_not_found"),
}
