"""
Block Kit as plain text: what a person reads, top to bottom.

``[Send]`` is a button, ``(o)`` a chosen and ``( )`` another answer, ``[v …]`` a menu, ``[_ … _]`` a field, ``>`` a
quotation.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def readable(shown: Json) -> str:
    """Returns the text of a message, a modal or a Home, without the notification."""
    lines: list[str] = []
    if shown.get("type") == "modal":
        lines.append(f"=== {shown['title']['text']} ===")
    for block in shown["blocks"]:
        lines += _block(block)
    if shown.get("type") == "modal":
        lines.append(" ".join(f"[{shown[name]['text']}]" for name in ("submit", "close") if name in shown))
    return "\n".join(lines)


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield "#" * block.get("level", 1) + " " + block["text"]["text"]
        case "section":
            yield from _section(block)
        case "context":
            yield "~ " + " · ".join(one["text"] for one in block["elements"])
        case "rich_text":
            for quote in block["elements"]:
                yield "> " + "".join(one.get("text") or one["url"] for one in quote["elements"]).replace("\n", "\n> ")
        case "actions":
            yield from _elements(block["elements"])
        case "input":
            yield "? " + block["label"]["text"]
            yield from _elements([block["element"]])
            if "hint" in block:
                yield "  (" + block["hint"]["text"] + ")"
        case "divider":
            yield "---"
        case "data_visualization":
            yield f"[chart: {block['title']}]"
            for series in block["chart"]["series"]:
                yield (
                    "  " + series["name"] + ": " + ", ".join(f"{one['label']} {one['value']}" for one in series["data"])
                )
        case "data_table":
            yield f"[table: {block['caption']}]"
            yield from ("  " + " | ".join(cell["text"] for cell in row) for row in block["rows"])
        case unknown:
            raise ValueError(f"a block that nobody reads: {unknown}")


def _section(block: Json) -> Iterator[str]:
    beside = f"  {' '.join(_elements([block['accessory']]))}" if "accessory" in block else ""
    if "text" in block:
        yield block["text"]["text"] + beside
    yield from ("  | " + one["text"].replace("\n", " / ") for one in block.get("fields", ()))


def _elements(elements: list[Json]) -> Iterator[str]:
    """Buttons in a row, everything else on lines of its own."""
    row: list[str] = []
    for element in elements:
        drawn = list(_element(element))
        if len(drawn) == 1:
            row += drawn
        else:
            yield from drawn
    if row:
        yield " ".join(row)


def _element(element: Json) -> Iterator[str]:
    kind = element["type"]
    if kind == "button":
        yield f"[{element['text']['text']}]"
    elif kind == "overflow":
        yield "[… " + " | ".join(one["text"]["text"] for one in element["options"]) + "]"
    elif kind in ("radio_buttons", "checkboxes"):
        chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        for one in element["options"]:
            about = f": {one['description']['text']}" if "description" in one else ""
            yield f"  {'(o)' if one in chosen else '( )'} {one['text']['text']}{about}"
    elif kind.endswith("static_select"):
        yield f"  [v {_chosen(element)}]"
    else:
        there = (element.get(f"initial_{name}") for name in ("value", "date", "user"))
        yield f"  [_ {next(filter(None, there), '')} _]"


def _chosen(element: Json) -> str:
    chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    return ", ".join(one["text"]["text"] for one in chosen) or element["placeholder"]["text"]
