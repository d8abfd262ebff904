"""The table of block elements: in which blocks, on which surfaces, with which fields."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from playground.blockkit import objects as part
from playground.blockkit.problems import Code, Surface, Walk
from playground.blockkit.rich_text import RICH_TEXT
from playground.blockkit.shapes import (
    EVERYWHERE,
    MESSAGE,
    MODAL,
    VIEWS,
    Check,
    Fields,
    Kind,
    Rule,
    array,
    boolean,
    exactly_one,
    integer,
    kind_of,
    one_of,
    shape,
    string,
    typed,
    written_as,
)

_NOT_HOME: frozenset[Surface] = frozenset({"message", "modal"})

_ACTION: Fields = {"action_id": part.action_id}
_CONFIRM: Fields = {**_ACTION, "confirm": part.CONFIRM}
_CHOICE: Fields = {**_CONFIRM, "focus_on_load": part.focus_on_load}
_MENU: Fields = {**_CHOICE, "placeholder": part.plain(150)}
_MANY: Fields = {**_MENU, "max_selected_items": integer(1)}
_TYPED: Fields = {
    **_ACTION,
    "focus_on_load": part.focus_on_load,
    "placeholder": part.plain(150),
    "dispatch_action_config": part.DISPATCH_ACTION_CONFIG,
}
_RESPONSE_URL: Fields = {"response_url_enabled": boolean}
_IDS = array(string(1), 1)
_MENU_OPTIONS: Fields = {
    "options": array(part.PLAIN_OPTION, 1, 100),
    "option_groups": array(part.OPTION_GROUP, 1, 100),
}


def _is_a_date(value: object, at: str, walk: Walk) -> None:
    try:
        if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
            raise ValueError(value)
    except ValueError:
        walk.report(at, "must be a date written YYYY-MM-DD", Code.BAD_FORMAT)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_a_time_zone(value: object, at: str, walk: Walk) -> None:
    if not isinstance(value, str) or value not in _time_zones():
        walk.report(at, "must be a time zone of the IANA list", Code.BAD_FORMAT)


def _text_fits(element: dict[str, Any], at: str, walk: Walk) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", part.TEXT_MAX)
    if least > most:
        walk.report(f"{at}/min_length", "must not be more than `max_length`", Code.OUT_OF_RANGE)
    elif len(element.get("initial_value", "")) > most:
        walk.report(f"{at}/initial_value", f"must be less than {most + 1} characters", Code.TOO_LONG)


def _numbers_fit(element: dict[str, Any], at: str, walk: Walk) -> None:
    given = {name: Decimal(element[name]) for name in _NUMBERS if name in element}
    for name, value in given.items():
        if not element["is_decimal_allowed"] and value != value.to_integral_value():
            walk.report(f"{at}/{name}", "must be a whole number", Code.BAD_FORMAT)
    least, most = given.get("min_value"), given.get("max_value")
    if least is not None and most is not None and least > most:
        walk.report(f"{at}/min_value", "must not be more than `max_value`", Code.OUT_OF_RANGE)
    at_first = given.get("initial_value")
    if at_first is not None and ((least is not None and at_first < least) or (most is not None and at_first > most)):
        walk.report(f"{at}/initial_value", "must be between `min_value` and `max_value`", Code.OUT_OF_RANGE)


_NUMBERS: Fields = dict.fromkeys(
    ("initial_value", "min_value", "max_value"), written_as(r"-?\d{1,30}(\.\d{1,30})?", "12.5")
)
_LABEL: Fields = {"accessibility_label": string(1, 75)}

_FEEDBACK = shape({"text": part.plain(75), "value": string(1, 2000)}, _LABEL)

BUTTON = typed(
    {"text": part.plain(75)},
    {
        **_CONFIRM,
        **_LABEL,
        "value": string(1, 2000),
        "url": part.LINK,
        "style": one_of("primary", "danger"),
        "visible_to_user_ids": part.USER_IDS,
        "agent_prompt": string(1, 4000),
        "agent_prompt_display": string(1),
    },
)


def _choice(option: Check, initial: str, check_initial: Check) -> Check:
    return typed(
        {"options": array(option, 1, 10)},
        {**_CHOICE, initial: check_initial},
        part.options_are_unique,
        part.initial_among_options(initial),
    )


def _menu(initial: str, check_initial: Check, *rules: Rule, **fields: Check) -> Check:
    return typed({}, {**_MENU, initial: check_initial, **fields}, *rules)


def _multi_menu(initial: str, check_initial: Check, *rules: Rule, **fields: Check) -> Check:
    return typed({}, {**_MANY, initial: check_initial, **fields}, part.no_more_than_selectable(initial), *rules)


def _static(menu: Callable[..., Check], initial: str, check_initial: Check) -> Check:
    return menu(
        initial,
        check_initial,
        exactly_one("options", "option_groups"),
        part.options_are_unique,
        part.initial_among_options(initial),
        **_MENU_OPTIONS,
    )


_query: Fields = {"min_query_length": integer(0)}
_conversation: Fields = {"default_to_current_conversation": boolean, "filter": part.CONVERSATION_FILTER}

_IN_INPUT = ("input",)
_IN_ACTIONS = ("actions", "input")
_IN_SECTION = ("section", "actions", "input")

# type: (surfaces, blocks it may stand in, check)
_TABLE: dict[str, tuple[frozenset[Surface], tuple[str, ...], Check]] = {
    "button": (EVERYWHERE, ("section", "actions", "card"), BUTTON),
    "radio_buttons": (EVERYWHERE, _IN_SECTION, _choice(part.TEXT_OPTION, "initial_option", part.TEXT_OPTION)),
    "checkboxes": (
        EVERYWHERE,
        _IN_SECTION,
        _choice(part.TEXT_OPTION, "initial_options", array(part.TEXT_OPTION, 1, 10)),
    ),
    "overflow": (
        EVERYWHERE,
        ("section", "actions"),
        typed({"options": array(part.OVERFLOW_OPTION, 1, 5)}, _CONFIRM, part.options_are_unique),
    ),
    "static_select": (EVERYWHERE, _IN_SECTION, _static(_menu, "initial_option", part.PLAIN_OPTION)),
    "multi_static_select": (
        EVERYWHERE,
        _IN_SECTION,
        _static(_multi_menu, "initial_options", array(part.PLAIN_OPTION, 1, 100)),
    ),
    "external_select": (EVERYWHERE, _IN_SECTION, _menu("initial_option", part.PLAIN_OPTION, **_query)),
    "multi_external_select": (
        EVERYWHERE,
        _IN_SECTION,
        _multi_menu("initial_options", array(part.PLAIN_OPTION, 1, 100), **_query),
    ),
    "users_select": (EVERYWHERE, _IN_SECTION, _menu("initial_user", string(1))),
    "multi_users_select": (EVERYWHERE, _IN_SECTION, _multi_menu("initial_users", _IDS)),
    "conversations_select": (
        EVERYWHERE,
        _IN_SECTION,
        _menu("initial_conversation", string(1), **_conversation, **_RESPONSE_URL),
    ),
    "multi_conversations_select": (
        EVERYWHERE,
        _IN_SECTION,
        _multi_menu("initial_conversations", _IDS, **_conversation),
    ),
    "channels_select": (EVERYWHERE, _IN_SECTION, _menu("initial_channel", string(1), **_RESPONSE_URL)),
    "multi_channels_select": (EVERYWHERE, _IN_SECTION, _multi_menu("initial_channels", _IDS)),
    "datepicker": (EVERYWHERE, _IN_SECTION, _menu("initial_date", _is_a_date)),
    "timepicker": (
        EVERYWHERE,
        _IN_SECTION,
        _menu("initial_time", written_as(r"([01]\d|2[0-3]):[0-5]\d", "09:30"), timezone=_is_a_time_zone),
    ),
    "datetimepicker": (
        _NOT_HOME,
        _IN_ACTIONS,
        typed({}, {**_CHOICE, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    ),
    "plain_text_input": (
        EVERYWHERE,
        _IN_INPUT,
        typed(
            {},
            {
                **_TYPED,
                "initial_value": string(),
                "multiline": boolean,
                "min_length": integer(0, part.TEXT_MAX),
                "max_length": integer(1, part.TEXT_MAX),
            },
            _text_fits,
        ),
    ),
    "rich_text_input": (VIEWS, _IN_ACTIONS, typed({}, {**_TYPED, "initial_value": RICH_TEXT})),
    "number_input": (
        MODAL,
        _IN_INPUT,
        typed({"is_decimal_allowed": boolean}, {**_TYPED, **_NUMBERS}, _numbers_fit),
    ),
    "email_text_input": (
        MODAL,
        _IN_INPUT,
        typed({}, {**_TYPED, "initial_value": written_as(r"[^\s@]+@[^\s@]+", "name@example.com")}),
    ),
    "url_text_input": (MODAL, _IN_INPUT, typed({}, {**_TYPED, "initial_value": part.WEB_ADDRESS})),
    "file_input": (
        MODAL,
        _IN_INPUT,
        typed({}, {**_ACTION, "filetypes": array(string(1), 1), "max_files": integer(1, 10)}),
    ),
    "feedback_buttons": (
        MESSAGE,
        ("context_actions",),
        typed({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION),
    ),
    "icon_button": (
        MESSAGE,
        ("context_actions",),
        typed(
            {"icon": one_of("trash"), "text": part.plain()},
            {
                **_CONFIRM,
                **_LABEL,
                "value": string(1, 2000),
                "visible_to_user_ids": array(string(1), 1, 10),
            },
        ),
    ),
    "workflow_button": (
        MESSAGE,
        ("section", "actions"),
        typed(
            {
                "text": part.plain(75),
                "workflow": shape(
                    {
                        "trigger": shape(
                            {"url": part.HTTPS_ADDRESS},
                            {"customizable_input_parameters": array(shape({"name": string(1), "value": string()}))},
                        )
                    }
                ),
            },
            {**_ACTION, **_LABEL, "style": one_of("primary", "danger")},
        ),
    ),
    "image": (EVERYWHERE, ("section", "context"), part.IMAGE_ELEMENT),
    "plain_text": (EVERYWHERE, ("context",), part.plain()),
    "mrkdwn": (EVERYWHERE, ("context",), part.text()),
}

ELEMENTS: dict[str, Kind] = {name: Kind(surfaces, check) for name, (surfaces, _, check) in _TABLE.items()}


def element_in(block: str) -> Check:
    """An element that may stand in this block (`card` for a card's actions)."""
    return kind_of({name: ELEMENTS[name] for name, (_, blocks, _) in _TABLE.items() if block in blocks})
