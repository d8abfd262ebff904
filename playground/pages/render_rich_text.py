"""`rich_text` blocks as HTML. Text leaves are never parsed: no mention, link or emoji short code is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from playground.pages.emoji import EMOJI
from playground.pages.markup import icon, join, tag
from playground.pages.render_text import broadcast, channel_mention, date, group_mention, link, mention
from playground.pages.scene import Json, Scene

_STYLE_TAGS = {"code": "code", "strike": "s", "italic": "em", "underline": "u", "bold": "strong"}


def rich_text(block: Json, scene: Scene) -> Markup:
    """Draw a `rich_text` block (also one inside a table cell or a task)."""
    return tag("div", _containers(block.get("elements", ()), scene), class_="rich")


def _containers(elements: Sequence[Json], scene: Scene) -> Markup:
    parts: list[Markup] = []
    position = 0
    while position < len(elements):
        element = elements[position]
        match element.get("type"):
            case "rich_text_section":
                parts.append(tag("p", _leaves(element.get("elements", ()), scene), dir="auto"))
            case "rich_text_quote":
                parts.append(tag("blockquote", _leaves(element.get("elements", ()), scene), dir="auto"))
            case "rich_text_preformatted":
                parts.append(tag("pre", _leaves(element.get("elements", ()), scene)))
            case "rich_text_list":
                run = [element]
                while position + 1 < len(elements) and elements[position + 1].get("type") == "rich_text_list":
                    position += 1
                    run.append(elements[position])
                parts.append(_lists(run, scene))
        position += 1
    return join(parts)


def _lists(run: Iterable[Json], scene: Scene) -> Markup:
    """Lists that follow each other; a deeper one is drawn further to the right, as Slack gives them one by one."""
    parts: list[Markup] = []
    for given in run:
        ordered = given.get("style") == "ordered"
        indent = min(int(given.get("indent") or 0), 8)
        items = [tag("li", _leaves(item.get("elements", ()), scene), dir="auto") for item in given.get("elements", ())]
        parts.append(
            tag(
                "ol" if ordered else "ul",
                items,
                class_=f"indent-{indent}" + (" ruled" if given.get("border") else ""),
                start=int(given.get("offset") or 0) + 1 if ordered else None,
            )
        )
    return join(parts)


def _leaves(elements: Iterable[Json], scene: Scene) -> Markup:
    return join(_styled(_leaf(element, scene), element.get("style")) for element in elements)


def _leaf(element: Json, scene: Scene) -> Markup:
    match element.get("type"):
        case "text":
            return Markup("<br>").join(Markup.escape(line) for line in str(element.get("text", "")).split("\n"))
        case "link":
            label = element.get("text")
            return link(str(element.get("url", "")), str(label) if label else None)
        case "emoji":
            name = str(element.get("name", ""))
            return tag("span", EMOJI.get(name, f":{name}:"), class_="emoji", role="img", aria_label=name)
        case "user":
            return mention(str(element.get("user_id", "")), scene)
        case "usergroup":
            return group_mention(str(element.get("usergroup_id", "")), scene)
        case "channel":
            return channel_mention(str(element.get("channel_id", "")), scene)
        case "broadcast":
            return broadcast(str(element.get("range", "")))
        case "date":
            pattern = str(element.get("format") or "{date_short_pretty}")
            return date(
                int(element.get("timestamp") or 0), pattern, element.get("url"), str(element.get("fallback", "")), scene
            )
        case "color":
            return tag("code", str(element.get("value", "")), class_="colour")
        case "team":
            return tag("bdi", str(element.get("team_id", "")), class_="mention")
        case _:
            text = element.get("text") or element.get("title") or element.get("type") or ""
            return tag("span", icon("link"), str(text), class_="mention")


def _styled(shown: Markup, style: Json | None) -> Markup:
    for name, element in _STYLE_TAGS.items():
        if style and style.get(name):
            shown = tag(element, shown)
    return shown


def as_rich_text(text: str) -> dict[str, object]:
    """What a person typed into a rich text field, as the `rich_text` block that the app receives."""
    leaves = [{"type": "text", "text": text}] if text else []
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": leaves}]}


def rich_text_as_typed(block: Json | None) -> str:
    """The text of a `rich_text` block as one would type it; the other way of `as_rich_text`."""
    if not block:
        return ""
    lines: list[str] = []
    for container in block.get("elements", ()):
        if container.get("type") == "rich_text_list":
            lines += ["• " + _typed(item) for item in container.get("elements", ())]
        else:
            lines.append(_typed(container))
    return "\n".join(lines)


def _typed(container: Json) -> str:
    return "".join(str(leaf.get("text") or leaf.get("url") or "") for leaf in container.get("elements", ()))
