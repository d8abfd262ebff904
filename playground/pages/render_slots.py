"""What all interactive elements share: their place in a block, what is chosen in them, and the wrapper around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from playground.pages.markup import json_attribute, tag
from playground.pages.render_rich_text import rich_text_as_typed
from playground.pages.render_text import text_object, text_of
from playground.pages.scene import Json, Scene


@dataclass(frozen=True, slots=True)
class Slot:
    """
    The place of an element in its block.

    label: its accessible name, if no element on the page names it; named_by: the id of the one that does.
    described_by: ids of hints and errors. sends: whether a change goes to the app. required: of an input block.
    """

    block_id: str
    label: str | None = None
    named_by: str | None = None
    described_by: str | None = None
    sends: bool = True
    required: bool = False
    is_input: bool = False
    invalid: bool = False

    def naming(self) -> dict[str, str | None]:
        """The attributes that give the element its accessible name and description."""
        return {
            "aria_label": None if self.named_by else self.label,
            "aria_labelledby": self.named_by,
            "aria_describedby": self.described_by,
            "aria_invalid": "true" if self.invalid else None,
        }


def control_id(element: Json, block_id: str, scene: Scene) -> str:
    """The id of the field itself, for its label."""
    return scene.dom_id(block_id, str(element.get("action_id", "")))


def is_group(element: Json) -> bool:
    """Whether it is a group of controls, which a `label` cannot point to."""
    return element.get("type") in {"radio_buttons", "checkboxes"}


def chosen(element: Json, slot: Slot, scene: Scene) -> list[str]:
    """What is chosen now (option values, people, dates, texts): by the person, else what the app began with."""
    entry = scene.value(slot.block_id, str(element.get("action_id", "")))
    given = _entry_values(entry) if entry is not None else _initial_values(element)
    return [str(value) for value in given if value is not None]


def _entry_values(entry: Json) -> list[Any]:
    for key, value in entry.items():
        if key == "value" or key.startswith("selected_"):
            return [_plain_value(one) for one in value] if isinstance(value, list) else [_plain_value(value)]
        if key == "rich_text_value":
            return [rich_text_as_typed(value)]
    return []


def _initial_values(element: Json) -> list[Any]:
    for key, value in element.items():
        if key.startswith("initial_"):
            if element.get("type") == "rich_text_input":
                return [rich_text_as_typed(value)]
            return [_plain_value(one) for one in value] if isinstance(value, list) else [_plain_value(value)]
    return []


def _plain_value(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value


def options_of(element: Json) -> list[Json]:
    """All options of an element, those in groups too."""
    groups = [group.get("options") or () for group in element.get("option_groups") or ()]
    return [*(element.get("options") or ()), *(option for group in groups for option in group)]


def wrap(
    element: Json,
    slot: Slot,
    scene: Scene,
    *children: Markup | None,
    send: str | None = None,
    class_: str = "",
    key: str = "",
) -> Markup:
    """
    The wrapper that the script reads: action, kind, what a change does, what to confirm.

    send: "action", "state", "enter" or "typing"; by default what the block says (`Slot.sends`). key: tells apart
    elements that share their names.
    """
    kind = str(element.get("type"))
    return tag(
        "div",
        *children,
        class_=f"element element-{kind} {class_}".strip(),
        id=scene.dom_id(slot.block_id, str(element.get("action_id", "")), key, "element"),
        data_action=str(element.get("action_id", "")),
        data_kind=kind,
        data_send=send or ("action" if slot.sends else "state"),
        data_confirm=_confirm(element, scene),
        data_autofocus=bool(element.get("focus_on_load")),
    )


def _confirm(element: Json, scene: Scene) -> str | None:
    confirm = element.get("confirm")
    if not confirm:
        return None
    return json_attribute(
        {
            "title": text_of(confirm.get("title"), scene) or "Are you sure?",
            "html": str(text_object(confirm.get("text"), scene)),
            "confirm": text_of(confirm.get("confirm"), scene) or "Yes",
            "deny": text_of(confirm.get("deny"), scene) or "Cancel",
            "style": confirm.get("style") or "primary",
        }
    )
