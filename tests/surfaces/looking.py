"""What the tests of surfaces look at: every example, its elements, and a form as Slack would send it back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.answering import Values
from bot.web.examples import Example, examples
from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey

Json = dict[str, Any]
_FORMS = built_in_questionnaires()
SHORT, LONG = (_FORMS[QuestionnaireKey(key)] for key in ("b2b_seller_short", "b2b_seller"))
EXAMPLES = examples(SHORT, LONG)
MENTION = re.compile(r"<(?:@\w+|!\w+)[^>]*>")


def example(name: str) -> Example:
    return next(one for one in EXAMPLES if one.name == name)


def elements(value: Any) -> Iterator[Json]:
    """Everything in a payload that has an ``action_id``."""
    if isinstance(value, dict):
        if "action_id" in value:
            yield value
        for part in value.values():
            yield from elements(part)
    elif isinstance(value, list):
        for part in value:
            yield from elements(part)


def texts(value: Any) -> Iterator[str]:
    """Every text that a person can read or hear, in order."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("text", "accessibility_label", "initial_value", "title", "caption") and isinstance(part, str):
                yield part
            else:
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def sent(view: Json, filled: Mapping[str, Any] | None = None) -> Values:
    """
    The form as Slack sends it: what it was opened with, and what somebody has changed.

    Args:
        filled: block id -> text, option value, list of option values, or ISO date.
    """
    state: dict[str, dict[str, Json]] = {}
    for block in view["blocks"]:
        stateful = [block["element"]] if block["type"] == "input" else block.get("elements", [])
        for element in stateful:
            if element["type"] not in ("button", "overflow", "plain_text", "mrkdwn", "rich_text_quote"):
                given = (filled or {}).get(block["block_id"])
                state.setdefault(block["block_id"], {})[element["action_id"]] = _entered(element, given)
    unknown = set(filled or {}) - set(state)
    assert not unknown, f"no such field: {unknown}"
    return Values.of(state)


def _entered(element: Json, given: Any) -> Json:
    match element["type"]:
        case "plain_text_input":
            return {"type": "plain_text_input", "value": element.get("initial_value") if given is None else given}
        case "datepicker":
            return {"type": "datepicker", "selected_date": element.get("initial_date") if given is None else given}
        case "radio_buttons" | "static_select" as kind:
            option = element.get("initial_option") if given is None else _option(element, given)
            return {"type": kind, "selected_option": option}
        case "checkboxes" | "multi_static_select" as kind:
            options = element.get("initial_options", []) if given is None else [_option(element, one) for one in given]
            return {"type": kind, "selected_options": options}
        case "users_select":
            return {"type": "users_select", "selected_user": element.get("initial_user") if given is None else given}
        case unknown:
            raise AssertionError(f"nobody fills in a {unknown}")


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups")
    return [one for group in groups for one in group["options"]] if groups else element.get("options", [])


def _option(element: Json, value: str) -> Json:
    return next(one for one in options_of(element) if one["value"] == value)
