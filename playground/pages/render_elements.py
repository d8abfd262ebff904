"""
Interactive elements as HTML: buttons, choices, pickers, fields.

Each stands in one wrapper that names its action (`data-action`, `data-kind`) and says what a change does
(`data-send`): "action" sends it to the app at once, "state" only keeps it, "enter" and "typing" are for text fields.
The script needs nothing else; what is chosen is drawn from `scene.values`, so a refreshed page looks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from playground.pages.markup import icon, tag
from playground.pages.render_selects import select
from playground.pages.render_slots import Slot, chosen, control_id, options_of, wrap
from playground.pages.render_text import text_object, text_of
from playground.pages.scene import Json, Scene


def draw_element(element: Json, slot: Slot, scene: Scene) -> Markup:
    """Draw one element; an unknown type is named instead of vanishing."""
    draw = _DRAW.get(str(element.get("type")))
    if draw is None:
        return tag("span", f"({element.get('type')})", class_="unknown")
    return draw(element, slot, scene)


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
    # Buttons of one block may share an action_id as long as their values differ, so the value is part of their id.
    return wrap(element, slot, scene, button, send="action", key=str(element.get("value", "")))


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
    return wrap(element, slot, scene, *buttons)


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
    return wrap(element, slot, scene, group)


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
    return wrap(
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
    return wrap(element, slot, scene, caption, field, zone)


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
    return wrap(element, slot, scene, field, count, send=send)


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
    return wrap(element, slot, scene, field)


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
    "static_select": select,
    "multi_static_select": select,
    "external_select": select,
    "multi_external_select": select,
    "users_select": select,
    "multi_users_select": select,
    "conversations_select": select,
    "multi_conversations_select": select,
    "channels_select": select,
    "multi_channels_select": select,
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
