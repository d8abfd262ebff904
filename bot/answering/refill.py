"""A form given back as it was sent: same fields, same entries, and a sentence on top. Nothing has to be typed twice."""

from collections.abc import Mapping
from typing import Any

from bot.answering.answers import Json
from bot.answering.values import Values
from bot.answering.words import note, sentence

_KEPT = (
    "type",
    "title",
    "submit",
    "close",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
)
_INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}
_MOST_BLOCKS = 100


def refilled(form: Mapping[str, Any], values: Values, text: str) -> Json:
    """
    Give a submitted form back with a sentence on top.

    Args:
        form: the view as it came with the submission, blocks included.
        values: what was entered.
        text: what the person should know.
    Returns:
        A view to show in its place; only the sentence, where the form has no room for one more block, or is none.
    """
    blocks = form.get("blocks") or []
    if not blocks or len(blocks) >= _MOST_BLOCKS:
        return note(text)
    try:
        return _with_entries(form, blocks, values, text)
    except (AttributeError, KeyError, TypeError, ValueError):  # not as Slack sends a form: still an answer
        return note(text)


def _with_entries(form: Mapping[str, Any], blocks: list[Json], values: Values, text: str) -> Json:
    view = {key: form[key] for key in _KEPT if form.get(key)}
    view["blocks"] = [sentence(text), *(_filled(block, values) for block in blocks)]
    return view


def _filled(block: Json, values: Values) -> Json:
    entered = values.raw.get(block.get("block_id", ""), {})
    if not entered:
        return block
    if "element" in block:
        return {**block, "element": _with_entry(block["element"], entered)}
    if "elements" in block:
        return {**block, "elements": [_with_entry(element, entered) for element in block["elements"]]}
    if "accessory" in block:
        return {**block, "accessory": _with_entry(block["accessory"], entered)}
    return block


def _with_entry(element: Json, entered: Mapping[str, Mapping[str, Any]]) -> Json:
    state = entered.get(element.get("action_id", ""))
    if state is None:
        return element
    bare = {key: value for key, value in element.items() if not key.startswith("initial_")}
    for key, initial in _INITIAL.items():
        if state.get(key):
            return {**bare, initial: _as_offered(element, state[key])}
    return bare


def _as_offered(element: Json, entry: Any) -> Any:
    """Options must be given back exactly as the form offers them; those of an external select as they came."""
    offered = {
        option["value"]: option
        for option in (
            *element.get("options", ()),
            *(option for group in element.get("option_groups", ()) for option in group["options"]),
        )
    }
    if isinstance(entry, dict) and "value" in entry:
        return offered.get(entry["value"], entry)
    if isinstance(entry, list):
        return [offered.get(one["value"], one) if isinstance(one, dict) else one for one in entry]
    return entry
