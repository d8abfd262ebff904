"""Composition objects, and the fields that many blocks and elements share."""

from typing import Any

from playground.blockkit.problems import Code, Walk
from playground.blockkit.shapes import (
    Check,
    Rule,
    array,
    at_least_one,
    boolean,
    either,
    exactly_one,
    one_of,
    shape,
    string,
    typed,
    unique,
    written_as,
)

TEXT_MAX = 3000
"""Characters of a text object whose field does not say less."""


def plain(most: int = TEXT_MAX) -> Check:
    """A `plain_text` object."""
    return either({"plain_text": typed({"text": string(1, most)}, {"emoji": boolean})})


def text(most: int = TEXT_MAX) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    return either(
        {
            "plain_text": typed({"text": string(1, most)}, {"emoji": boolean}),
            "mrkdwn": typed({"text": string(1, most)}, {"verbatim": boolean}),
        }
    )


WEB_ADDRESS = written_as(r"https?://[^\s/]\S*", "https://example.com/", most=3000)
HTTPS_ADDRESS = written_as(r"https://[^\s/]\S*", "https://example.com/", most=3000)
LINK = written_as(r"(https?://|mailto:|tel:|slack://)[^\s]+", "https://example.com/", most=3000)
USER_IDS = array(string(1), 1)

_is_id = string(1, 255)


def block_id(value: object, at: str, walk: Walk) -> None:
    """Unique in the whole payload."""
    _is_id(value, at, walk)
    if isinstance(value, str):
        if value in walk.block_ids:
            walk.report(at, f'`block_id` "{value}" already exists', Code.DUPLICATE)
        walk.block_ids.add(value)


def action_id(value: object, at: str, walk: Walk) -> None:
    """Unique within its block."""
    _is_id(value, at, walk)
    if isinstance(value, str):
        if value in walk.action_ids:
            walk.report(at, f'`action_id` "{value}" already exists', Code.DUPLICATE)
        walk.action_ids.add(value)


def focus_on_load(value: object, at: str, walk: Walk) -> None:
    """True at most once in a payload."""
    boolean(value, at, walk)
    if value is True:
        if walk.focused:
            walk.report(at, "only one element may have `focus_on_load`", Code.CONFLICT)
        walk.focused = True


OPTION_TEXT, OPTION_VALUE = 75, 150
_OPTION_VALUE = {"value": string(1, OPTION_VALUE)}

PLAIN_OPTION = shape({"text": plain(OPTION_TEXT), **_OPTION_VALUE}, {"description": plain(75)})
"""An option of a select menu."""
TEXT_OPTION = shape({"text": text(OPTION_TEXT), **_OPTION_VALUE}, {"description": text(75)})
"""An option of radio buttons or checkboxes, where `mrkdwn` is allowed."""
OVERFLOW_OPTION = shape({"text": plain(OPTION_TEXT), **_OPTION_VALUE}, {"description": plain(75), "url": LINK})
OPTION_GROUP = shape({"label": plain(75), "options": array(PLAIN_OPTION, 1, 100)})

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH_ACTION_CONFIG = shape(
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
CONVERSATION_FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
SLACK_FILE = shape({}, {"id": string(1), "url": HTTPS_ADDRESS}, exactly_one("id", "url"))
IMAGE_FIELDS = {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE}
IMAGE_ELEMENT = either(
    {"image": typed({"alt_text": string(1, 2000)}, IMAGE_FIELDS, exactly_one("image_url", "slack_file"))}
)

SLACK_ICONS = tuple(
    """archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy
    cube download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link
    map mobile new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down
    thumbs-up trash upload user warning""".split()  # noqa: SIM905  54 names read best as a sentence
)
SLACK_ICON = either({"icon": typed({"name": one_of(*SLACK_ICONS)})})


def _options_with_pointers(element: dict[str, Any], at: str) -> list[tuple[dict[str, Any], str]]:
    if "options" in element:
        return [(option, f"{at}/options/{index}") for index, option in enumerate(element["options"])]
    return [
        (option, f"{at}/option_groups/{group_index}/options/{index}")
        for group_index, group in enumerate(element.get("option_groups", ()))
        for index, option in enumerate(group["options"])
    ]


def options_are_unique(element: dict[str, Any], at: str, walk: Walk) -> None:
    options = _options_with_pointers(element, at)
    unique("value", [(option["value"], f"{where}/value") for option, where in options], walk)


def initial_among_options(name: str) -> Rule:
    """What is chosen at first must be one of the options: same value, same text."""

    def rule(element: dict[str, Any], at: str, walk: Walk) -> None:
        if name not in element:
            return
        offered = {_identity(option) for option, _ in _options_with_pointers(element, at)}
        many = isinstance(element[name], list)
        for index, chosen in enumerate(element[name] if many else [element[name]]):
            if _identity(chosen) not in offered:
                where = f"{at}/{name}/{index}" if many else f"{at}/{name}"
                walk.report(where, f"`{name}` must be among the options", Code.NOT_ALLOWED)

    return rule


def no_more_than_selectable(name: str) -> Rule:
    """What is chosen at first must respect `max_selected_items`."""

    def rule(element: dict[str, Any], at: str, walk: Walk) -> None:
        most = element.get("max_selected_items")
        if most is not None and len(element.get(name, ())) > most:
            walk.report(f"{at}/{name}", f"no more than {most} items allowed", Code.TOO_MANY)

    return rule


def _identity(option: dict[str, Any]) -> tuple[str, str]:
    return option["value"], option["text"]["text"]
