"""The table of blocks: on which surfaces, with which fields. A new block of Slack's is a new row here."""

from typing import Any

from playground.blockkit import objects as part
from playground.blockkit.charts_and_tables import (
    DATA_TABLE,
    DATA_TABLE_OPTIONAL,
    DATA_TABLE_RULES,
    DATA_VISUALIZATION,
    TABLE,
    TABLE_OPTIONAL,
    TABLE_RULES,
)
from playground.blockkit.elements import element_in
from playground.blockkit.problems import Code, Surface, Walk
from playground.blockkit.rich_text import RICH_TEXT, RICH_TEXT_BLOCK
from playground.blockkit.shapes import (
    EVERYWHERE,
    MESSAGE,
    MODAL,
    NOWHERE,
    Check,
    Fields,
    Kind,
    Rule,
    anything,
    array,
    at_least_one,
    boolean,
    either,
    exactly_one,
    integer,
    kind_of,
    not_both,
    one_of,
    shape,
    string,
    typed,
    unique,
)

_NOT_MODAL: frozenset[Surface] = frozenset({"message", "home"})


def _block(required: Fields | None = None, optional: Fields | None = None, *rules: Rule) -> Check:
    """A block: it may have a `block_id`, and its action ids are its own."""
    check_fields = typed(required, {"block_id": part.block_id, **(optional or {})}, *rules)

    def check(value: object, at: str, walk: Walk) -> None:
        around, walk.action_ids = walk.action_ids, set()
        check_fields(value, at, walk)
        walk.action_ids = around

    return check


def _response_urls_only_from_modals(block: dict[str, Any], at: str, walk: Walk) -> None:
    """`response_url_enabled` works in an input of a modal and nowhere else."""
    if block["type"] == "input" and walk.surface == "modal":
        return
    placed = [(block[name], f"{at}/{name}") for name in ("accessory", "element") if name in block]
    placed += [(element, f"{at}/elements/{index}") for index, element in enumerate(block.get("elements", ()))]
    for element, where in placed:
        if element.get("response_url_enabled"):
            walk.report(f"{where}/response_url_enabled", "only allowed in an input of a modal", Code.NOT_ALLOWED)


def _files_do_not_dispatch(block: dict[str, Any], at: str, walk: Walk) -> None:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        walk.report(f"{at}/dispatch_action", "not allowed with `file_input`", Code.CONFLICT)


def _no_divider_if_collapsible(container: dict[str, Any], at: str, walk: Walk) -> None:
    if container.get("has_header_divider") and container.get("is_collapsible"):
        walk.report(f"{at}/has_header_divider", "only allowed if not collapsible", Code.CONFLICT)


def _task_ids_are_unique(plan: dict[str, Any], at: str, walk: Walk) -> None:
    tasks = enumerate(plan["tasks"])
    unique("task_id", [(task["task_id"], f"{at}/tasks/{index}/task_id") for index, task in tasks], walk)


_TASK: Fields = {"task_id": string(1), "title": string(1)}
_TASK_OPTIONAL: Fields = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": array(either({"url": typed({"url": part.WEB_ADDRESS, "text": string(1)})})),
}
_PLANNED_TASK = shape(
    {**_TASK, "status": one_of("pending", "in_progress", "complete", "error")},
    # Slack's page shows tasks without a type, its SDKs send them with one: both are in use.
    {"type": one_of("task_card"), "block_id": part.block_id, **_TASK_OPTIONAL},
)

CARD = _block(
    {},
    {
        "hero_image": part.IMAGE_ELEMENT,
        "icon": part.IMAGE_ELEMENT,
        "slack_icon": part.SLACK_ICON,
        "title": part.text(150),
        "subtitle": part.text(150),
        "body": part.text(200),
        "subtext": part.text(200),
        "actions": array(element_in("card"), 1, 3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
)

BLOCKS: dict[str, Kind] = {
    "section": Kind(
        EVERYWHERE,
        _block(
            {},
            {
                "text": part.text(),
                "fields": array(part.text(2000), 1, 10),
                "accessory": element_in("section"),
                "expand": boolean,
            },
            at_least_one("text", "fields"),
            _response_urls_only_from_modals,
        ),
    ),
    "header": Kind(EVERYWHERE, _block({"text": part.plain(150)}, {"level": integer(1, 4)})),
    "actions": Kind(
        EVERYWHERE,
        _block({"elements": array(element_in("actions"), 1, 25)}, {}, _response_urls_only_from_modals),
    ),
    "context": Kind(EVERYWHERE, _block({"elements": array(element_in("context"), 1, 10)})),
    "context_actions": Kind(MESSAGE, _block({"elements": array(element_in("context_actions"), 1, 5)})),
    "divider": Kind(EVERYWHERE, _block()),
    "image": Kind(
        EVERYWHERE,
        _block(
            {"alt_text": string(1, 2000)},
            {"title": part.plain(2000), **part.IMAGE_FIELDS},
            exactly_one("image_url", "slack_file"),
        ),
    ),
    "input": Kind(
        EVERYWHERE,
        _block(
            {"label": part.plain(2000), "element": element_in("input")},
            {"hint": part.plain(2000), "optional": boolean, "dispatch_action": boolean},
            _files_do_not_dispatch,
            _response_urls_only_from_modals,
        ),
    ),
    "rich_text": Kind(EVERYWHERE, RICH_TEXT_BLOCK),
    "markdown": Kind(MESSAGE, _block({"text": string(1, 12_000)})),
    "table": Kind(MESSAGE, _block(TABLE, TABLE_OPTIONAL, *TABLE_RULES)),
    "data_table": Kind(MESSAGE, _block(DATA_TABLE, DATA_TABLE_OPTIONAL, *DATA_TABLE_RULES)),
    "data_visualization": Kind(MESSAGE, _block(DATA_VISUALIZATION)),
    "card": Kind(EVERYWHERE, CARD),
    "carousel": Kind(_NOT_MODAL, _block({"elements": array(either({"card": CARD}), 1, 10)})),
    "alert": Kind(
        MODAL,
        _block({"text": part.text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
    ),
    "plan": Kind(
        MESSAGE,
        _block({"title": string(1)}, {"tasks": array(_PLANNED_TASK, 0, 50)}, _task_ids_are_unique),
    ),
    "task_card": Kind(
        MESSAGE,
        _block({**_TASK, "status": one_of("in_progress", "complete", "error")}, _TASK_OPTIONAL),
    ),
    "video": Kind(
        EVERYWHERE,
        _block(
            {
                "alt_text": string(1, 2000),
                "title": part.plain(199),
                "thumbnail_url": part.WEB_ADDRESS,
                "video_url": part.HTTPS_ADDRESS,
            },
            {
                "title_url": part.HTTPS_ADDRESS,
                "author_name": string(1, 49),
                "description": part.plain(199),
                "provider_name": string(1),
                "provider_icon_url": part.WEB_ADDRESS,
            },
        ),
    ),
    # Apps meet a file block when they read messages, but cannot send one; of auth_provider only the name is known.
    "file": Kind(NOWHERE, anything),
    "auth_provider": Kind(NOWHERE, anything),
}

_IN_CONTAINER = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

BLOCKS["container"] = Kind(
    MESSAGE,
    _block(
        {"child_blocks": array(kind_of({name: BLOCKS[name] for name in _IN_CONTAINER}), 1, 10)},
        {
            "title": part.plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": part.text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": part.IMAGE_ELEMENT,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
        _no_divider_if_collapsible,
    ),
)

BLOCK = kind_of(BLOCKS)
"""Any block, as far as the surface allows it."""
