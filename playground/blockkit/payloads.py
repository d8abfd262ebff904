"""Whole payloads: a list of blocks, a view, a message; and the rules that span their blocks."""

import json
from collections.abc import Iterator
from typing import Any

from playground.blockkit.blocks import BLOCK
from playground.blockkit.charts_and_tables import DATA_TABLE_CHARS, TABLE_CHARS, characters
from playground.blockkit.objects import plain
from playground.blockkit.problems import Code, Problem, Surface, Walk
from playground.blockkit.shapes import Check, anything, boolean, shape, string

MESSAGE_BLOCKS_MAX, VIEW_BLOCKS_MAX = 50, 100
VIEW_BYTES_MAX = 256_000
MESSAGE_BYTES_MAX = 100_000
"""Slack publishes no number for `msg_blocks_too_long`; this one only catches what is surely too much."""
MESSAGE_BYTES_ADVISED = 12_000
"""What an app should keep the blocks of a message under (see :func:`weight`), for want of a published number."""
UPDATED_TEXT_MAX = 4000
MARKDOWN_MAX = 12_000
CHARTS_MAX, TABLES_MAX = 2, 1
ATTACHMENTS_MAX = 100
METADATA_BYTES_MAX = 8000

_ERRORS_OF_METHODS = frozenset(
    {
        Code.INVALID_BLOCKS_FORMAT,
        Code.MSG_BLOCKS_TOO_LONG,
        Code.MSG_TOO_LONG,
        Code.NO_TEXT,
        Code.MARKDOWN_TEXT_CONFLICT,
        Code.INVALID_METADATA_FORMAT,
        Code.INVALID_METADATA_SCHEMA,
        Code.METADATA_TOO_LARGE,
        Code.TOO_MANY_ATTACHMENTS,
        Code.VIEW_TOO_LARGE,
    }
)


def weight(value: object) -> int:
    """Bytes of a JSON value, written compactly in UTF-8."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(written) if written.isascii() else len(written.encode("utf-8", "surrogatepass"))


def _heavier_than(most: int, value: object) -> bool:
    try:
        return weight(value) > most
    except RecursionError:  # nested more deeply than any well-formed payload
        return True


def error_of(problems: list[Problem], otherwise: str) -> str:
    """Name the error that a method answers: that of a problem with a name of its own, else e.g. `invalid_blocks`."""
    return next((problem.code.value for problem in problems if problem.code in _ERRORS_OF_METHODS), otherwise)


def validate_blocks(blocks: object, surface: Surface, at: str = "/blocks") -> list[Problem]:
    """
    Find everything for which Slack would refuse these blocks on this surface.

    Args:
        blocks: the value of `blocks`, decoded from JSON.
        at: pointer of the blocks inside the request (`""` for `blocks.validate`).
    Returns:
        problems in the order of the payload; empty if all is well.
    """
    walk = Walk(surface)
    _check_blocks(blocks, at, walk)
    return walk.problems


def validate_view(view: object, at: str = "/view") -> list[Problem]:
    """Find everything for which Slack would refuse this modal or Home view, as given to `views.open` and the like."""
    kind = view.get("type") if isinstance(view, dict) else None
    walk = Walk("home" if kind == "home" else "modal")
    if isinstance(view, dict) and "type" in view and kind not in ("modal", "home"):
        walk.report(f"{at}/type", f"unsupported type: {kind}", Code.UNSUPPORTED_TYPE)
        return walk.problems
    _VIEWS[walk.surface](view, at, walk)
    if isinstance(view, dict):
        if walk.surface == "modal" and "submit" not in view:
            _needs_no_submit(view.get("blocks"), at, walk)
        if _heavier_than(VIEW_BYTES_MAX, view):
            walk.report(at, f"must be less than {VIEW_BYTES_MAX + 1} bytes", Code.VIEW_TOO_LARGE)
    return walk.problems


def validate_message(message: object, *, updating: bool = False) -> list[Problem]:
    """
    Find everything for which Slack would refuse this message.

    Args:
        message: the arguments of `chat.postMessage` and the like, decoded from JSON; looked at are `text`,
            `markdown_text`, `blocks`, `attachments` and `metadata`.
        updating: whether it is meant for `chat.update`, which refuses a long `text` where posting cuts it.
    """
    walk = Walk("message")
    if not isinstance(message, dict):
        walk.report("", "must provide an object", Code.WRONG_TYPE)
        return walk.problems
    _check_words(message, updating, walk)
    blocks = message.get("blocks")
    if blocks is not None:
        _check_blocks(blocks, "/blocks", walk)
        if _heavier_than(MESSAGE_BYTES_MAX, blocks):
            walk.report("/blocks", f"must be less than {MESSAGE_BYTES_MAX + 1} bytes", Code.MSG_BLOCKS_TOO_LONG)
    _check_attachments(message.get("attachments"), walk)
    _check_metadata(message.get("metadata"), walk)
    return walk.problems


def _check_blocks(blocks: object, at: str, walk: Walk) -> None:
    if not isinstance(blocks, list):
        code = Code.INVALID_BLOCKS_FORMAT if walk.surface == "message" else Code.WRONG_TYPE
        walk.report(at, "must provide an array", code)
        return
    most = MESSAGE_BLOCKS_MAX if walk.surface == "message" else VIEW_BLOCKS_MAX
    if len(list(_every(blocks, at))) > most:
        walk.report(at, f"no more than {most} items allowed", Code.TOO_MANY)
        return
    if walk.surface != "message" and not blocks:
        walk.report(at, "must provide at least 1 items", Code.TOO_FEW)
    found = len(walk.problems)
    for index, block in enumerate(blocks):
        BLOCK(block, f"{at}/{index}", walk)
    if walk.surface == "message" and len(walk.problems) == found:
        _check_totals(blocks, at, walk)


def _check_totals(blocks: list[dict[str, Any]], at: str, walk: Walk) -> None:
    """The limits that hold for all (well-formed) blocks of a message together."""
    charts = tables = markdown = table_chars = data_table_chars = 0
    for block, where in _every(blocks, at):
        kind = block["type"]
        if kind == "markdown":
            markdown += len(block["text"])
        elif kind == "data_visualization":
            charts += 1
            if charts > CHARTS_MAX:
                walk.report(where, f"no more than {CHARTS_MAX} data_visualization blocks allowed", Code.TOO_MANY)
        elif kind in ("table", "data_table"):
            tables += 1
            if tables > TABLES_MAX:
                walk.report(where, f"no more than {TABLES_MAX} table allowed", Code.TOO_MANY)
            if kind == "table":
                table_chars += characters(block)
            else:
                data_table_chars += characters(block)
    for name, count, most in (
        ("markdown blocks", markdown, MARKDOWN_MAX),
        ("tables", table_chars, TABLE_CHARS),
        ("data tables", data_table_chars, DATA_TABLE_CHARS),
    ):
        if count > most:
            walk.report(at, f"must be less than {most + 1} characters in all {name}", Code.TOO_LONG)


def _every(blocks: list[Any], at: str) -> Iterator[tuple[Any, str]]:
    """Each block with its pointer, and those inside a container too: they count like the others."""
    for index, block in enumerate(blocks):
        yield block, f"{at}/{index}"
        inner = block.get("child_blocks") if isinstance(block, dict) else None
        if isinstance(inner, list):
            for inner_index, child in enumerate(inner):
                yield child, f"{at}/{index}/child_blocks/{inner_index}"


_VIEW: dict[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}
_VIEWS: dict[Surface, Check] = {
    "modal": shape(
        {"type": anything, "title": plain(24), "blocks": _check_blocks},
        {
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
            **_VIEW,
        },
    ),
    # Slack ignores a title on Home; many apps send one.
    "home": shape({"type": anything, "blocks": _check_blocks}, {"title": plain(24), **_VIEW}),
}


def _needs_no_submit(blocks: object, at: str, walk: Walk) -> None:
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(block, dict) and block.get("type") == "input":
            # The pointer ends in the type of the block, as Slack's does.
            where = f"{at}/blocks/{index}/input"
            walk.report(where, "must define `submit` to use an `input` block in modals", Code.MISSING)
            return


_is_text = string()
_is_markdown = string(0, MARKDOWN_MAX)


def _check_words(message: dict[str, Any], updating: bool, walk: Walk) -> None:
    text, markdown = message.get("text"), message.get("markdown_text")
    if text is not None:
        _is_text(text, "/text", walk)
        if updating and isinstance(text, str) and len(text) > UPDATED_TEXT_MAX:
            walk.report("/text", f"must be less than {UPDATED_TEXT_MAX + 1} characters", Code.MSG_TOO_LONG)
    if markdown is not None:
        if text or message.get("blocks"):
            walk.report("/markdown_text", "must not be given with `text` or `blocks`", Code.MARKDOWN_TEXT_CONFLICT)
        _is_markdown(markdown, "/markdown_text", walk)
    if not (text or markdown or message.get("blocks") or message.get("attachments")):
        walk.report("/text", "must provide text, blocks or attachments", Code.NO_TEXT)


def _check_attachments(attachments: object, walk: Walk) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list):
        walk.report("/attachments", "must provide an array", Code.WRONG_TYPE)
    elif len(attachments) > ATTACHMENTS_MAX:
        walk.report("/attachments", f"no more than {ATTACHMENTS_MAX} items allowed", Code.TOO_MANY_ATTACHMENTS)
    else:
        for index, attachment in enumerate(attachments):
            if not isinstance(attachment, dict):
                walk.report(f"/attachments/{index}", "must provide an object", Code.WRONG_TYPE)
            elif "blocks" in attachment:
                _check_blocks(attachment["blocks"], f"/attachments/{index}/blocks", walk)


def _check_metadata(metadata: object, walk: Walk) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        walk.report("/metadata", "must provide an object", Code.INVALID_METADATA_FORMAT)
    elif not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        walk.report("/metadata/event_type", "must provide a string", Code.INVALID_METADATA_SCHEMA)
    elif not isinstance(metadata.get("event_payload"), dict):
        walk.report("/metadata/event_payload", "must provide an object", Code.INVALID_METADATA_SCHEMA)
    elif _heavier_than(METADATA_BYTES_MAX, metadata):
        walk.report("/metadata", f"must be less than {METADATA_BYTES_MAX + 1} bytes", Code.METADATA_TOO_LARGE)
