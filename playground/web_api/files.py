"""files.*: sending a file in three steps (an address, the content, its publication), and looking at it."""

from __future__ import annotations

import mimetypes
from typing import Any

from playground.model import Channel, Json, Message
from playground.objects import file_json
from playground.refusal import Refused
from playground.things import File, Share
from playground.web_api.calls import Call, Method, invalid
from playground.web_api.chat import thread_of

MOST_BYTES = 50_000_000
"""Slack takes a gigabyte; what is sent here stays in memory."""


def get_upload_url(call: Call) -> Json:
    """An address that takes the content of one file."""
    name, size = call.arguments.required("filename"), call.arguments.number("length", 0)
    if size <= 0:
        raise invalid("[ERROR] must be more than 0 [json-pointer:/length]")
    if size > MOST_BYTES:
        raise Refused("file_upload_size_restricted")
    me, world = call.installation, call.slack.world
    file = File(
        world.new_id("F"),
        me.team_id,
        me.app_id,
        me.bot_user_id,
        name,
        size,
        world.seconds(),
        title=name,
        alt_text=call.arguments.text("alt_txt"),
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )
    world.shelf.keep(file)
    return {"upload_url": f"{call.slack.address}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Publish files whose content has been sent, to a conversation if one is named."""
    entries = call.arguments.json("files")
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise invalid("[ERROR] must provide a list of files [json-pointer:/files]")
    files = [_to_complete(call, each) for each in entries]
    channels = [call.slack.world.channels.get(each) for each in call.arguments.ids("channels")]
    if call.arguments.text("channel_id"):
        channels.append(call.channel("channel_id"))
    for channel in channels:
        _require_place(call, channel)
    places = [(channel, thread_of(call, channel)) for channel in channels if channel is not None]
    for file, entry in zip(files, entries, strict=True):
        file.complete, file.title = True, str(entry.get("title") or file.name)
    for channel, thread_ts in places:
        _share(call, channel, thread_ts, files)
    for file in files:
        call.slack.world.shelf.keep(file)
    return {"files": [file_json(file, call.slack.address) for file in files]}


def info(call: Call) -> Json:
    """One file."""
    file = _file(call, call.arguments.required("file", "file_not_found"))
    if file.deleted:
        raise Refused("file_deleted")
    return {"file": file_json(file, call.slack.address), "comments": [], "response_metadata": {"next_cursor": ""}}


def list_(call: Call) -> Json:
    """The files that the app has published, the newest first; `channel` narrows them down."""
    me, channel_id = call.installation, call.arguments.text("channel")
    if channel_id:
        call.channel()
    found = [
        file
        for file in reversed(call.slack.world.shelf.files.values())
        if file.complete and not file.deleted and (file.app_id, file.team_id) == (me.app_id, me.team_id)
        and (not channel_id or any(share.channel_id == channel_id for share in file.shares))
    ]  # fmt: skip
    count, page = min(max(call.arguments.number("count", 100), 1), 200), max(call.arguments.number("page", 1), 1)
    chosen = found[(page - 1) * count : page * count]
    paging = {"count": count, "total": len(found), "page": page, "pages": -(-len(found) // count)}
    return {"files": [file_json(file, call.slack.address) for file in chosen], "paging": paging}


def delete(call: Call) -> Json:
    """Delete an own file; its content is gone."""
    file = _file(call, call.arguments.required("file", "file_not_found"))
    if file.deleted:
        raise Refused("file_deleted")
    if file.app_id != call.app.id:
        raise Refused("cant_delete_file")
    file.deleted, file.content = True, None
    call.slack.world.shelf.keep(file)
    return {}


def _file(call: Call, file_id: str) -> File:
    file = call.slack.world.shelf.files.get(file_id)
    if file is None or file.team_id != call.installation.team_id:
        raise Refused("file_not_found")
    return file


def _to_complete(call: Call, entry: dict[str, Any]) -> File:
    file_id = entry.get("id")
    file = _file(call, file_id if isinstance(file_id, str) else "")
    if file.app_id != call.app.id or file.content is None or file.deleted:
        raise Refused("file_not_found")
    if file.complete:
        raise Refused("file_already_completed")
    return file


def _require_place(call: Call, channel: Channel | None) -> None:
    if channel is None or channel.team_id != call.installation.team_id:
        raise Refused("channel_not_found")
    if call.installation.bot_user_id not in channel.members:
        raise Refused("channel_not_found" if channel.is_private else "not_in_channel")
    if channel.is_archived:
        raise Refused("is_archived")


def _share(call: Call, channel: Channel, thread_ts: str | None, files: list[File]) -> None:
    me, world = call.installation, call.slack.world
    message = Message(
        channel_id=channel.id,
        ts=world.stamps.next(),
        author_id=me.bot_user_id,
        text=call.arguments.text("initial_comment"),
        posted_at=world.clock.now(),
        thread_ts=thread_ts,
        app_id=me.app_id,
        bot_id=me.bot_id,
        file_ids=[file.id for file in files],
    )
    for file in files:
        file.shares.append(Share(channel.id, message.ts))
    world.post(message)
    call.slack.events.message_posted(message)
    for file in files:
        call.slack.events.file_shared(file.id, me.bot_user_id, channel)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",), 4, errors="file_upload_size_restricted"),
    "files.completeUploadExternal": Method(
        complete_upload,
        ("files:write",),
        4,
        errors="cannot_reply_to_message channel_not_found file_already_completed file_not_found is_archived "
        "not_in_channel thread_not_found",
    ),
    "files.info": Method(info, ("files:read",), 4, errors="file_not_found file_deleted"),
    "files.list": Method(list_, ("files:read",), errors="channel_not_found"),
    "files.delete": Method(delete, ("files:write",), errors="file_not_found file_deleted cant_delete_file"),
}
