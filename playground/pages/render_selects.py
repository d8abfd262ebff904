"""
Selects of every kind as HTML: a text field that filters a list (`combobox`).

The server fills the list when it is opened, so one script serves static, external, people and conversation selects.
A multi-select shows what is chosen as chips in front of the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from playground.pages.markup import icon, tag
from playground.pages.render_slots import Slot, chosen, control_id, options_of, wrap
from playground.pages.render_text import text_of
from playground.pages.scene import Json, Scene


def select(element: Json, slot: Slot, scene: Scene) -> Markup:
    """Draw the field of a select, its chips, and its list, which is empty until it is opened."""
    kind = str(element.get("type"))
    many = kind.startswith("multi_")
    now = chosen(element, slot, scene)
    names = [option_name(element, value, slot, scene) for value in now]
    base = control_id(element, slot.block_id, scene)
    hint = text_of(element.get("placeholder"), scene) or _PLACEHOLDER.get(kind.removeprefix("multi_"), "Choose")
    naming = slot.naming()
    if not slot.named_by and not slot.is_input:
        naming["aria_label"] = hint
    chips = [
        tag(
            "span",
            tag("span", name),
            tag(
                "button",
                icon("close"),
                type="button",
                aria_label=f"Remove {name}",
                data_remove=value,
                class_="chip-remove",
            ),
            class_="chip",
        )
        for name, value in zip(names, now, strict=True)
    ]
    field = tag(
        "input",
        type="text",
        id=base,
        role="combobox",
        autocomplete="off",
        autocapitalize="off",
        spellcheck="false",
        aria_expanded="false",
        aria_autocomplete="list",
        aria_haspopup="listbox",
        aria_controls=f"{base}-list",
        placeholder=hint if not now or many else None,
        value="" if many or not names else names[0],
        aria_required="true" if slot.required else None,
        data_keep="aria-expanded aria-activedescendant",
        **naming,
    )
    clear = None
    if now and not many and not slot.required:
        clear = tag(
            "button", icon("close"), type="button", class_="select-clear", aria_label="Clear", data_remove=now[0]
        )
    box = tag(
        "div",
        tag("span", chips, class_="chips") if many and chips else None,
        field,
        clear,
        icon("down"),
        class_="select-box" + (" has-chips" if many and chips else ""),
    )
    listbox = tag(
        "ul",
        role="listbox",
        id=f"{base}-list",
        class_="listbox",
        popover="manual",
        data_own=True,
        aria_label="Options",
        aria_multiselectable="true" if many else None,
    )
    return wrap(element, slot, scene, box, listbox, class_="select multi" if many else "select")


_PLACEHOLDER = {
    "static_select": "Select an item",
    "external_select": "Select an item",
    "users_select": "Select a person",
    "conversations_select": "Select a conversation",
    "channels_select": "Select a channel",
}


def option_name(element: Json, value: str, slot: Slot, scene: Scene) -> str:
    """What a chosen value is called in a select."""
    kind = str(element.get("type", "")).removeprefix("multi_")
    if kind == "users_select":
        return scene.names.person(value) or value
    if kind in {"conversations_select", "channels_select"}:
        return scene.names.channel(value) or value
    entry = scene.value(slot.block_id, str(element.get("action_id", ""))) or {}
    stored: list[Any] = [entry.get("selected_option"), *(entry.get("selected_options") or ())]
    initial: list[Any] = [element.get("initial_option"), *(element.get("initial_options") or ())]
    for option in [*options_of(element), *stored, *initial]:
        if option and str(option.get("value")) == value:
            return text_of(option.get("text"), scene)
    return value


def draw_options(
    groups: Iterable[tuple[str, Iterable[tuple[str, str, str]]]], chosen_now: Iterable[str], base: str
) -> Markup:
    """
    The contents of a select's list.

    Args:
        groups: (heading or "", options as (value, name, note)). chosen_now: values. base: the list's element id.
    """
    now = set(chosen_now)
    parts: list[Markup] = []
    number = 0
    for heading, options in groups:
        rows = []
        for value, name, note in options:
            rows.append(
                tag(
                    "li",
                    tag("span", name, class_="option-name"),
                    tag("span", note, class_="choice-note") if note else None,
                    icon("check") if value in now else None,
                    role="option",
                    id=f"{base}-{number}",
                    data_value=value,
                    aria_selected="true" if value in now else "false",
                    data_name=name,
                )
            )
            number += 1
        if heading and rows:
            name_id = f"{base}-g{len(parts)}"
            inner = tag("ul", rows, role="presentation")
            parts.append(
                tag(
                    "li",
                    tag("span", heading, id=name_id, class_="option-group"),
                    inner,
                    role="group",
                    aria_labelledby=name_id,
                )
            )
        else:
            parts += rows
    if not number:
        return tag("li", "No results", class_="no-options", role="presentation")
    return Markup("").join(parts)
