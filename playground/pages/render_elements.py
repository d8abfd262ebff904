"""
Interactive elements as HTML: buttons, choices, pickers, fields.

Each stands in one wrapper that names its action (`data-action`, `data-kind`) and says what a change does
(`data-send`): "action" sends it to the app at once, "state" only keeps it, "enter" and "typing" are for text fields.
The script needs nothing else; what is chosen is drawn from `scene.values`, so a refreshed page looks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from playground.pages.markup import icon, json_attribute, tag
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


def draw_element(element: Json, slot: Slot, scene: Scene) -> Markup:
    """Draw one element; an unknown type is named instead of vanishing."""
    draw = _DRAW.get(str(element.get("type")))
    if draw is None:
        return tag("span", f"({element.get('type')})", class_="unknown")
    return draw(element, slot, scene)


def is_group(element: Json) -> bool:
    """Whether it is a group of controls, which a `label` cannot point to."""
    return element.get("type") in {"radio_buttons", "checkboxes"}


# what is chosen


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


# drawing


def _wrap(
    element: Json, slot: Slot, scene: Scene, *children: Markup | None, send: str | None = None, class_: str = ""
) -> Markup:
    kind = str(element.get("type"))
    return tag(
        "div",
        *children,
        class_=f"element element-{kind} {class_}".strip(),
        id=scene.dom_id(slot.block_id, str(element.get("action_id", "")), "element"),
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


def _button(element: Json, slot: Slot, scene: Scene) -> Markup:
    readers = element.get("visible_to_user_ids")
    if readers and scene.viewer not in readers:
        return Markup("")
    kind = str(element.get("type"))
    url = (element.get("workflow") or {}).get("trigger", {}).get("url") or element.get("url")
    shown = icon(str(element.get("icon") or "ring")) if kind == "icon_button" else None
    label = element.get("accessibility_label") or (
        text_of(element.get("text"), scene) if kind == "icon_button" else None
    )
    classes = f"button {element.get('style') or ''}".strip() + (" icon-only" if shown else "")
    body = shown or text_object(element.get("text"), scene)
    common: dict[str, Any] = {
        "class_": classes,
        "id": scene.dom_id(slot.block_id, str(element.get("action_id", "")), str(element.get("value", ""))),
        "data_value": element.get("value"),
        "aria_label": label,
        "title": label,
        "data_act": True,
    }
    if url:
        button = tag("a", body, href=str(url), target="_blank", rel="noopener noreferrer", **common)
    else:
        button = tag("button", body, type="button", **common)
    wrapped = _wrap({**element, "action_id": element.get("action_id", "")}, slot, scene, button, send="action")
    return _with_own_id(wrapped, scene, slot, element)


def _with_own_id(wrapped: Markup, scene: Scene, slot: Slot, element: Json) -> Markup:
    """Buttons of one block may share an action_id as long as their values differ, so the value is part of their id."""
    action = str(element.get("action_id", ""))
    before = scene.dom_id(slot.block_id, action, "element")
    return Markup(
        wrapped.replace(before, scene.dom_id(slot.block_id, action, str(element.get("value", "")), "element"), 1)
    )


def _feedback_buttons(element: Json, slot: Slot, scene: Scene) -> Markup:
    entry = chosen(element, slot, scene)
    buttons = []
    for which, picture in (("positive_button", "thumbs-up"), ("negative_button", "thumbs-down")):
        button = element.get(which) or {}
        name = text_of(button.get("text"), scene)
        buttons.append(
            tag(
                "button",
                icon(picture),
                type="button",
                class_="button icon-only",
                data_act=True,
                data_value=button.get("value"),
                aria_label=button.get("accessibility_label") or name,
                aria_pressed="true" if button.get("value") in entry else "false",
                title=name,
            )
        )
    return _wrap(element, slot, scene, *buttons)


def _choices(element: Json, slot: Slot, scene: Scene) -> Markup:
    """Radio buttons and checkboxes. The description is not part of the name, so "3" stays findable as "3"."""
    single = element.get("type") == "radio_buttons"
    now = chosen(element, slot, scene)
    base = control_id(element, slot.block_id, scene)
    rows = []
    for number, option in enumerate(options_of(element)):
        value, name_id, note_id = str(option.get("value")), f"{base}-{number}n", f"{base}-{number}d"
        note = option.get("description")
        rows.append(
            tag(
                "label",
                tag(
                    "input",
                    type="radio" if single else "checkbox",
                    name=base,
                    id=f"{base}-{number}",
                    value=value,
                    checked=value in now,
                    aria_labelledby=name_id,
                    aria_describedby=note_id if note else None,
                ),
                tag(
                    "span",
                    tag("span", text_object(option.get("text"), scene), id=name_id, class_="choice-name"),
                    tag("span", text_object(note, scene), id=note_id, class_="choice-note") if note else None,
                    class_="choice-text",
                    dir="auto",
                ),
                class_="choice",
            )
        )
    group = tag(
        "div",
        rows,
        role="radiogroup" if single else "group",
        id=base,
        class_="choices",
        aria_required="true" if slot.required and single else None,
        **slot.naming(),
    )
    return _wrap(element, slot, scene, group)


def _overflow(element: Json, slot: Slot, scene: Scene) -> Markup:
    base = control_id(element, slot.block_id, scene)
    items = []
    for option in options_of(element):
        shown = [tag("span", text_object(option.get("text"), scene))]
        if option.get("description"):
            shown.append(tag("span", text_object(option["description"], scene), class_="choice-note"))
        common: dict[str, Any] = {
            "role": "menuitem",
            "tabindex": "-1",
            "data_act": True,
            "data_value": option.get("value"),
            "class_": "menu-item",
        }
        if option.get("url"):
            items.append(tag("a", shown, href=option["url"], target="_blank", rel="noopener noreferrer", **common))
        else:
            items.append(tag("button", shown, type="button", **common))
    return _wrap(
        element,
        slot,
        scene,
        tag(
            "button",
            icon("more"),
            type="button",
            id=base,
            class_="button icon-only",
            aria_label="More options",
            aria_describedby=slot.described_by,
            aria_haspopup="menu",
            aria_expanded="false",
            popovertarget=f"{base}-menu",
        ),
        tag("div", items, role="menu", id=f"{base}-menu", popover="auto", class_="menu", aria_labelledby=base),
    )


def _select(element: Json, slot: Slot, scene: Scene) -> Markup:
    """
    Every select is a text field that filters a list (`combobox`); the server fills the list, so one script serves all.

    A multi-select shows what is chosen as chips in front of the field.
    """
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
    return _wrap(element, slot, scene, box, listbox, class_="select multi" if many else "select")


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


def _picker(element: Json, slot: Slot, scene: Scene) -> Markup:
    kind = str(element.get("type"))
    base = control_id(element, slot.block_id, scene)
    now = (chosen(element, slot, scene) or [""])[0]
    if kind == "datetimepicker" and now:
        now = datetime.fromtimestamp(int(now), UTC).astimezone(scene.zone).strftime("%Y-%m-%dT%H:%M")
    caption = None
    naming = slot.naming()
    if not slot.is_input:
        words = {"datepicker": "Select a date", "timepicker": "Select a time"}.get(kind, "Select a date and time")
        naming["aria_label"] = naming["aria_labelledby"] = None
        caption = tag("label", text_of(element.get("placeholder"), scene) or words, for_=base, class_="caption")
    field = tag(
        "input",
        type={"datepicker": "date", "timepicker": "time"}.get(kind, "datetime-local"),
        id=base,
        value=now,
        aria_required="true" if slot.required else None,
        **naming,
    )
    zone = tag("span", f"{element['timezone']} time", class_="caption") if element.get("timezone") else None
    return _wrap(element, slot, scene, caption, field, zone)


_FIELD_TYPES = {"email_text_input": "email", "url_text_input": "url"}


def _field(element: Json, slot: Slot, scene: Scene) -> Markup:
    kind = str(element.get("type"))
    base = control_id(element, slot.block_id, scene)
    now = (chosen(element, slot, scene) or [""])[0]
    limit = element.get("max_length")
    common: dict[str, Any] = {
        "id": base,
        "placeholder": text_of(element.get("placeholder"), scene) or None,
        "aria_required": "true" if slot.required else None,
        "dir": "auto",
        "data_max": limit,
        **slot.naming(),
    }
    multiline = element.get("multiline") or kind == "rich_text_input"
    if multiline:
        field = tag("textarea", "\n" + now if now.startswith("\n") else now, rows="4", **common)
    else:
        number = kind == "number_input"
        mode = ("decimal" if element.get("is_decimal_allowed") else "numeric") if number else None
        field = tag(
            "input", type=_FIELD_TYPES.get(kind, "text"), value=now, inputmode=mode, autocomplete="off", **common
        )
    count = tag("span", str(limit), class_="count", data_own=True, aria_hidden="true") if limit else None
    send = "state"
    if slot.sends:
        when = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or ["on_enter_pressed"]
        send = "typing" if "on_character_entered" in when else "enter"
    return _wrap(element, slot, scene, field, count, send=send)


def _file(element: Json, slot: Slot, scene: Scene) -> Markup:
    types = ",".join(f".{name}" for name in element.get("filetypes") or ())
    field = tag(
        "input",
        type="file",
        id=control_id(element, slot.block_id, scene),
        accept=types or None,
        multiple=(element.get("max_files") or 10) > 1,
        **slot.naming(),
    )
    return _wrap(element, slot, scene, field)


def _image(element: Json, slot: Slot, scene: Scene) -> Markup:
    return picture(element, class_="thumb")


def picture(given: Json, *, class_: str) -> Markup:
    """An image element or block's picture. A file of Slack's own that has no address is shown by its text."""
    source = given.get("image_url") or (given.get("slack_file") or {}).get("url")
    if not source:
        return tag("span", icon("file"), str(given.get("alt_text", "")), class_=f"{class_} no-picture")
    return tag("img", src=str(source), alt=str(given.get("alt_text", "")), class_=class_, loading="lazy")


_DRAW: dict[str, Callable[[Json, Slot, Scene], Markup]] = {
    "button": _button,
    "workflow_button": _button,
    "icon_button": _button,
    "feedback_buttons": _feedback_buttons,
    "radio_buttons": _choices,
    "checkboxes": _choices,
    "overflow": _overflow,
    "static_select": _select,
    "multi_static_select": _select,
    "external_select": _select,
    "multi_external_select": _select,
    "users_select": _select,
    "multi_users_select": _select,
    "conversations_select": _select,
    "multi_conversations_select": _select,
    "channels_select": _select,
    "multi_channels_select": _select,
    "datepicker": _picker,
    "timepicker": _picker,
    "datetimepicker": _picker,
    "plain_text_input": _field,
    "rich_text_input": _field,
    "email_text_input": _field,
    "url_text_input": _field,
    "number_input": _field,
    "file_input": _file,
    "image": _image,
}


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
