"""canvases.* and conversations.canvases.create: pages of Markdown, kept in sections."""

from __future__ import annotations

import re
from typing import Any

from playground.model import Json
from playground.refusal import Refused
from playground.things import Canvas
from playground.web_api.calls import Call, Method, invalid

MOST_BYTES = 1_048_576
_LEVELS = ("read", "write", "owner")
_HEADING = re.compile(r"(#{1,3})\s")
_BESIDE = {"insert_after": 1, "insert_before": 0}


def create(call: Call) -> Json:
    """A new canvas; with `channel_id` it is the conversation's own."""
    channel_id = None
    if call.arguments.text("channel_id"):
        channel_id = call.channel("channel_id").id
        if _of_channel(call, channel_id):
            raise Refused("channel_canvas_already_exists")
    return {"canvas_id": _make(call, call.arguments.text("title"), channel_id).id}


def create_for_channel(call: Call) -> Json:
    """The one canvas of a conversation."""
    channel = call.channel("channel_id")
    if call.installation.bot_user_id not in channel.members:
        raise Refused("channel_not_found")
    if _of_channel(call, channel.id):
        raise Refused("channel_canvas_already_exists")
    return {"canvas_id": _make(call, call.arguments.text("title"), channel.id).id}


def edit(call: Call) -> Json:
    """One change of a canvas."""
    canvas, changes = _canvas(call, "write"), call.arguments.json("changes")
    if not isinstance(changes, list) or len(changes) != 1 or not isinstance(changes[0], dict):
        raise invalid("[ERROR] exactly one change is needed [json-pointer:/changes]")
    change: Json = changes[0]
    operation, section_id = change.get("operation"), change.get("section_id")
    if operation == "rename":
        canvas.title = _markdown(change.get("title_content"), "/changes/0/title_content")
    elif operation == "replace" and section_id is None:
        canvas.sections = _sections(call, _markdown(change.get("document_content"), _CONTENT))
    elif operation in ("insert_at_start", "insert_at_end"):
        new = _sections(call, _markdown(change.get("document_content"), _CONTENT))
        canvas.sections = new | canvas.sections if operation == "insert_at_start" else canvas.sections | new
    elif operation in ("replace", "delete", *_BESIDE):
        if not isinstance(section_id, str) or section_id not in canvas.sections:
            raise Refused("canvas_editing_failed", detail="section_not_found")
        canvas.sections = _edited(call, canvas, str(operation), section_id, change)
    else:
        raise invalid("[ERROR] unknown operation [json-pointer:/changes/0/operation]")
    if len(canvas.markdown.encode()) > MOST_BYTES:
        raise Refused("canvas_editing_failed", detail="too_large")
    call.slack.world.shelf.keep(canvas)
    return {}


def delete(call: Call) -> Json:
    """Delete a canvas."""
    canvas = _canvas(call, "owner")
    canvas.deleted = True
    call.slack.world.shelf.keep(canvas)
    return {}


def lookup(call: Call) -> Json:
    """The sections that have certain headings or words, by their ids."""
    canvas, criteria = _canvas(call, "read"), call.arguments.json("criteria")
    if not isinstance(criteria, dict) or not criteria:
        raise invalid("[ERROR] must provide an object [json-pointer:/criteria]")
    kinds, words = criteria.get("section_types") or (), str(criteria.get("contains_text") or "")
    if not isinstance(kinds, list | tuple):
        raise invalid("[ERROR] must be a list [json-pointer:/criteria/section_types]")
    found = []
    for section_id, markdown in canvas.sections.items():
        heading = _HEADING.match(markdown)
        level = f"h{len(heading.group(1))}" if heading else None
        if (not kinds or (level and (level in kinds or "any_header" in kinds))) and words in markdown:
            found.append({"id": section_id})
    return {"sections": found}


def set_access(call: Call) -> Json:
    """Let people or conversations read, write or own a canvas."""
    canvas, level = _canvas(call, "owner"), call.arguments.required("access_level")
    if level not in _LEVELS:
        raise invalid("[ERROR] must be one of read, write, owner [json-pointer:/access_level]")
    for who in _whom(call, level):
        canvas.access[who] = level
    call.slack.world.shelf.keep(canvas)
    return {"failed_to_update": []}


def delete_access(call: Call) -> Json:
    """Take that right away again."""
    canvas = _canvas(call, "owner")
    for who in _whom(call, ""):
        canvas.access.pop(who, None)
    call.slack.world.shelf.keep(canvas)
    return {"failed_to_update": []}


def _make(call: Call, title: str, channel_id: str | None) -> Canvas:
    content = call.arguments.json("document_content")
    markdown = "" if content is None else _markdown(content, "/document_content")
    if len(markdown.encode()) > MOST_BYTES:
        raise Refused("canvas_creation_failed", detail="too_large")
    me = call.installation
    sections = _sections(call, markdown)
    canvas = Canvas(call.slack.world.new_id("F"), me.team_id, me.bot_user_id, title, sections, channel_id)
    call.slack.world.shelf.keep(canvas)
    return canvas


_CONTENT = "/changes/0/document_content"


def _markdown(content: Any, at: str) -> str:
    if (
        not isinstance(content, dict)
        or content.get("type") != "markdown"
        or not isinstance(content.get("markdown"), str)
    ):
        raise invalid(f"[ERROR] must be {{type: markdown, markdown: text}} [json-pointer:{at}]")
    return str(content["markdown"])


def _sections(call: Call, markdown: str) -> dict[str, str]:
    """A section is what stands between two empty lines."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", markdown) if part.strip()]
    return {call.slack.world.new_id("temp:C:"): part for part in parts}


def _edited(call: Call, canvas: Canvas, operation: str, section_id: str, change: Json) -> dict[str, str]:
    sections = list(canvas.sections.items())
    at = list(canvas.sections).index(section_id)
    if operation == "delete":
        return dict(sections[:at] + sections[at + 1 :])
    new = list(_sections(call, _markdown(change.get("document_content"), _CONTENT)).items())
    if operation == "replace":
        return dict(sections[:at] + new + sections[at + 1 :])
    place = at + _BESIDE[operation]
    return dict(sections[:place] + new + sections[place:])


def _canvas(call: Call, right: str) -> Canvas:
    canvas, me = (
        call.slack.world.shelf.canvases.get(call.arguments.required("canvas_id", "canvas_not_found")),
        (call.installation),
    )
    if canvas is None or canvas.deleted or canvas.team_id != me.team_id:
        raise Refused("canvas_not_found")
    held = "owner" if canvas.owner_id == me.bot_user_id else canvas.access.get(me.bot_user_id)
    channel = call.slack.world.channels.get(canvas.channel_id or "")
    if held is None and channel is not None and me.bot_user_id in channel.members:
        held = "write"
    if held is None or _LEVELS.index(held) < _LEVELS.index(right):
        raise Refused("canvas_not_found" if held is None else "access_denied")
    return canvas


def _of_channel(call: Call, channel_id: str) -> bool:
    canvases = call.slack.world.shelf.canvases.values()
    return any(canvas.channel_id == channel_id and not canvas.deleted for canvas in canvases)


def _whom(call: Call, level: str) -> list[str]:
    people, channels, world = call.arguments.ids("user_ids"), call.arguments.ids("channel_ids"), call.slack.world
    if bool(people) == bool(channels):
        raise invalid("[ERROR] either user_ids or channel_ids is needed")
    if channels and level == "owner":
        raise invalid("[ERROR] a channel cannot be an owner [json-pointer:/access_level]")
    if any(each not in world.people for each in people):
        raise Refused("user_not_found")
    if any(each not in world.channels for each in channels):
        raise Refused("channel_not_found")
    return people or channels


_WRITE = ("canvases:write",)
_FOUND = "canvas_not_found access_denied"

METHODS = {
    "canvases.create": Method(
        create, _WRITE, 2, errors="channel_not_found channel_canvas_already_exists canvas_creation_failed"
    ),
    "conversations.canvases.create": Method(
        create_for_channel, _WRITE, 2, errors="channel_not_found channel_canvas_already_exists canvas_creation_failed"
    ),
    "canvases.edit": Method(edit, _WRITE, errors=f"{_FOUND} canvas_editing_failed"),
    "canvases.delete": Method(delete, _WRITE, errors=_FOUND),
    "canvases.sections.lookup": Method(lookup, ("canvases:read",), errors=_FOUND),
    "canvases.access.set": Method(set_access, _WRITE, errors=f"{_FOUND} user_not_found channel_not_found"),
    "canvases.access.delete": Method(delete_access, _WRITE, errors=f"{_FOUND} user_not_found channel_not_found"),
}
