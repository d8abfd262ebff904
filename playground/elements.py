"""
Interactive elements: where they stand in blocks, what state they hold, and what their use tells the app.

Functions over JSON values. Source of the shapes: Slack's pages on `block_actions` payloads and `state.values`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from playground.model import Json

_SINGLE_OPTION = frozenset({"radio_buttons", "static_select", "external_select"})
_MANY_OPTIONS = frozenset({"checkboxes", "multi_static_select", "multi_external_select"})
# element type -> (key in state and payload, key of the initial value, value when nothing is chosen)
_PLAIN: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "file_input": ("files", "initial_files", []),
}
_STATELESS = frozenset({"button", "overflow", "icon_button", "feedback_buttons", "workflow_button"})
STATEFUL = _SINGLE_OPTION | _MANY_OPTIONS | _PLAIN.keys()
INTERACTIVE = STATEFUL | _STATELESS
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"})


class NotThere(LookupError):
    """The person does not see such a thing, so cannot use it."""


class Placed(NamedTuple):
    """An element and the block that it stands in (for a card's button, the card)."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """(block_id, action_id)."""
        return self.block.get("block_id", ""), self.element.get("action_id", "")

    @property
    def kind(self) -> str:
        """The element's type, such as "button"."""
        return str(self.element.get("type"))

    @property
    def sends(self) -> bool:
        """Whether using it tells the app at once: everything but a field that waits for the submission."""
        return self.block.get("type") != "input" or bool(self.block.get("dispatch_action"))


def placed(blocks: Sequence[Json]) -> Iterator[Placed]:
    """All interactive elements, in reading order."""
    for block in blocks:
        kind = block.get("type")
        if kind == "container":
            yield from placed(block.get("child_blocks") or ())
        elif kind == "carousel":
            yield from placed(block.get("elements") or ())
        else:
            candidates = [block.get("accessory"), block.get("element"), *(block.get("actions") or ())]
            if kind in ("actions", "context_actions"):
                candidates += block.get("elements") or ()
            for element in candidates:
                if isinstance(element, Mapping) and element.get("type") in INTERACTIVE:
                    yield Placed(block, dict(element))


def find(blocks: Sequence[Json], action_id: str, block_id: str | None = None, value: Any = None) -> Placed:
    """
    The one element of that name; `value` tells buttons of the same name apart.

    Raises:
        NotThere: there is none, or the name fits several.
    """
    fitting = [p for p in placed(blocks) if p.key[1] == action_id and block_id in (None, p.key[0])]
    if len(fitting) > 1 and value is not None:
        by_value = [p for p in fitting if p.element.get("value") == value]
        with_option = [p for p in fitting if any(option.get("value") == value for option in options_of(p.element))]
        fitting = by_value or with_option or fitting
    if len(fitting) != 1:
        there = ", ".join("/".join(p.key) for p in placed(blocks)) or "nothing to use"
        raise NotThere(f"{len(fitting)} elements are called {block_id or '*'}/{action_id}; there: {there}")
    return fitting[0]


def with_ids(blocks: Sequence[Json], fresh: Callable[[], str]) -> list[Json]:
    """A copy of the blocks in which everything that Slack names has a name: each block, each interactive element."""
    named = copy.deepcopy(list(blocks))
    _name_blocks(named, fresh)
    return named


def _name_blocks(blocks: Sequence[Json], fresh: Callable[[], str]) -> None:
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = fresh()
        parts = [block.get("accessory"), block.get("element"), *(block.get("actions") or ())]
        if block.get("type") in ("actions", "context_actions"):
            parts += block.get("elements") or ()
        for element in parts:
            if isinstance(element, dict) and element.get("type") in INTERACTIVE and not element.get("action_id"):
                element["action_id"] = fresh()
        _name_blocks([b for b in block.get("child_blocks") or () if isinstance(b, dict)], fresh)
        if block.get("type") == "carousel":
            _name_blocks([b for b in block.get("elements") or () if isinstance(b, dict)], fresh)


def options_of(element: Json) -> list[Json]:
    """The options of a radio group, checkboxes, select or overflow; groups flattened."""
    options = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        options += group.get("options") or ()
    return options


def initial_state(element: Json) -> Json:
    """What `state.values` says of an element that nobody has touched."""
    kind = str(element["type"])
    if kind in _SINGLE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options") or ())}
    key, initial, empty = _PLAIN[kind]
    entry: Json = {"type": kind, key: element.get(initial, copy.copy(empty))}
    if kind == "timepicker" and element.get("timezone"):
        entry["timezone"] = element["timezone"]
    return entry


def state_for(element: Json, value: Any, offered: Sequence[Json] = ()) -> Json:
    """
    What `state.values` says once `value` is chosen or typed.

    Raises:
        NotThere: no such option.
    """
    kind = str(element["type"])
    choices = options_of(element) or list(offered)
    if kind in _SINGLE_OPTION:
        return {"type": kind, "selected_option": None if value is None else _option(choices, value)}
    if kind in _MANY_OPTIONS:
        # Clients send the options in their own order, not in that of the clicks.
        wanted = [_option(choices, each) for each in value or ()]
        in_order = [option for option in choices if option in wanted]
        return {"type": kind, "selected_options": in_order or wanted}
    key, _, empty = _PLAIN[kind]
    if kind in TYPED and kind != "rich_text_input":
        value = None if value in (None, "") else str(value)
    entry: Json = {"type": kind, key: copy.copy(empty) if value is None else value}
    if kind == "timepicker" and element.get("timezone"):
        entry["timezone"] = element["timezone"]
    return entry


def _option(options: Sequence[Json], value: Any) -> Json:
    if isinstance(value, Mapping):
        value = value.get("value")
    for option in options:
        if option.get("value") == value:
            return option
    raise NotThere(f"no option {value!r}; there: {[option.get('value') for option in options]}")


def values_of(blocks: Sequence[Json], chosen: Mapping[tuple[str, str], Json]) -> dict[str, dict[str, Json]]:
    """The complete `state.values` of a message or view: what was chosen, else what was there from the start."""
    values: dict[str, dict[str, Json]] = {}
    for place in placed(blocks):
        if place.kind in STATEFUL:
            block_id, action_id = place.key
            kept = chosen.get(place.key)
            fits = kept is not None and kept.get("type") == place.kind
            values.setdefault(block_id, {})[action_id] = (
                kept if fits and kept is not None else initial_state(place.element)
            )
    return values


def is_empty(state: Json) -> bool:
    """Whether nothing is chosen or typed."""
    return all(part in (None, "", []) for key, part in state.items() if key not in ("type", "timezone"))


def action_payload(place: Placed, state: Json | None, value: Any, action_ts: str) -> Json:
    """One entry of `actions` in a `block_actions` payload."""
    element, (block_id, action_id) = place.element, place.key
    payload: Json = {"type": place.kind, "block_id": block_id, "action_id": action_id, "action_ts": action_ts}
    if place.kind in ("button", "icon_button"):
        payload |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    elif place.kind == "feedback_buttons":
        pressed = next(
            (b for b in (element["positive_button"], element["negative_button"]) if b.get("value") == value), None
        )
        if pressed is None:
            raise NotThere(f"neither feedback button has the value {value!r}")
        payload |= {"text": pressed["text"], "value": pressed["value"]}
    elif place.kind == "overflow":
        payload["selected_option"] = _option(options_of(element), value)
    else:
        payload |= {key: part for key, part in element.items() if key.startswith("initial_") or key == "placeholder"}
        payload |= {key: part for key, part in (state or {}).items() if key != "type"}
    return payload
