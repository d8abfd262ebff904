"""
Safe HTML from Python: `tag` escapes what it is given, so what people wrote can never become markup.

Everything that draws blocks builds on this one function; the whole pages around them are Jinja2 templates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

Child = str | Markup | None | Iterable["Child"]

_VOID = frozenset({"br", "hr", "img", "input"})
_DRAWN = frozenset({"path", "circle", "rect", "line", "polyline", "polygon"})


def tag(name: str, /, *children: Child, **attributes: object) -> Markup:
    """
    Build one element.

    Args:
        name: the element, such as "p" or an SVG element.
        children: text (escaped), Markup (as it is), None (nothing), or nested iterables of these.
        attributes: `class_` and `for_` lose their underscore, others turn `_` into `-`. None and False leave the
            attribute out, True gives it without a value.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = key.rstrip("_").replace("_", "-")
        parts.append(f" {label}" if value is True else f' {label}="{escape(value)}"')
    if name in _DRAWN and not children:
        return Markup("".join(parts) + "/>")
    parts.append(">")
    if name in _VOID:
        return Markup("".join(parts))
    return Markup("".join(parts)) + join(children) + Markup(f"</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Put children one after the other, escaping what is not Markup yet."""
    return Markup("").join(_flat(children))


def _flat(children: Iterable[Child]) -> Iterable[Markup]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            yield escape(child)
        else:
            yield from _flat(child)


def dom_id(*parts: str) -> str:
    """A short id for an element, the same for the same parts at every drawing, and safe in HTML and CSS."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()
    return f"e{digest}"


def json_attribute(value: Any) -> str:
    """Compact JSON for a `data-` attribute (`tag` escapes it)."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


_ICONS = {
    "more": '<circle cx="4" cy="10" r="1.7"/><circle cx="10" cy="10" r="1.7"/><circle cx="16" cy="10" r="1.7"/>',
    "close": '<path d="M5 5l10 10M15 5L5 15" class="stroke"/>',
    "back": '<path d="M12 4l-6 6 6 6" class="stroke"/>',
    "down": '<path d="M5 8l5 5 5-5" class="stroke"/>',
    "right": '<path d="M8 5l5 5-5 5" class="stroke"/>',
    "left": '<path d="M12 5l-5 5 5 5" class="stroke"/>',
    "send": '<path d="M3 3.6l14.5 6.4L3 16.4l1.9-5.4L11 10 4.9 9z"/>',
    "bell": '<path d="M10 3a4.5 4.5 0 0 0-4.5 4.5V11L4 13.5h12L14.5 11V7.5A4.5 4.5 0 0 0 10 3z"'
    ' class="stroke"/><path d="M8.3 16a1.8 1.8 0 0 0 3.4 0" class="stroke"/>',
    "clock": '<circle cx="10" cy="10" r="6.8" class="stroke"/><path d="M10 6v4.3l2.8 1.7" class="stroke"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14" class="stroke"/>',
    "hash": '<path d="M8 3.5L6.5 16.5M13.5 3.5L12 16.5M4 7.5h13M3 12.5h13" class="stroke"/>',
    "lock": '<rect x="4.5" y="9" width="11" height="7.5" rx="1.5" class="stroke"/>'
    '<path d="M7 9V6.5a3 3 0 0 1 6 0V9" class="stroke"/>',
    "eye": '<path d="M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5z" class="stroke"/>'
    '<circle cx="10" cy="10" r="2.3" class="stroke"/>',
    "reply": '<path d="M4 5h12v8H9l-4 3.5V13H4z" class="stroke"/>',
    "check": '<path d="M4 10.5l4 4 8-9" class="stroke"/>',
    "warning": '<path d="M10 3l7.5 13.5h-15z" class="stroke"/><path d="M10 8v4M10 13.8v.9" class="stroke"/>',
    "info": '<circle cx="10" cy="10" r="7" class="stroke"/><path d="M10 9v5M10 6v.9" class="stroke"/>',
    "error": '<circle cx="10" cy="10" r="7" class="stroke"/><path d="M10 6v5M10 13.2v.9" class="stroke"/>',
    "ring": '<circle cx="10" cy="10" r="6.5" class="stroke"/>',
    "half": '<circle cx="10" cy="10" r="6.5" class="stroke"/><path d="M10 3.5a6.5 6.5 0 0 1 0 13z"/>',
    "thumbs-up": '<path d="M3 9h3v7H3zM6 9l3.5-6c1.5 0 2 1 1.7 2.2L10.5 8H15c1.3 0 2 .9 1.7 2l-1.3 5'
    'c-.2.7-.8 1-1.5 1H6" class="stroke"/>',
    "thumbs-down": '<path d="M3 4h3v7H3zM6 11l3.5 6c1.5 0 2-1 1.7-2.2L10.5 12H15c1.3 0 2-.9 1.7-2l-1.3-5'
    'c-.2-.7-.8-1-1.5-1H6" class="stroke"/>',
    "trash": '<path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6" class="stroke"/>',
    "sort": '<path d="M6.5 8L10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5" class="stroke"/>',
    "apps": '<rect x="3.5" y="3.5" width="5" height="5" rx="1" class="stroke"/><rect x="11.5" y="3.5" width="5" '
    'height="5" rx="1" class="stroke"/><rect x="3.5" y="11.5" width="5" height="5" rx="1" class="stroke"/>'
    '<rect x="11.5" y="11.5" width="5" height="5" rx="1" class="stroke"/>',
    "people": '<circle cx="7.5" cy="7" r="3" class="stroke"/><path d="M2 16.5c.5-3.5 3-5 5.5-5s5 1.5 5.5 5M13 '
    '4.3a3 3 0 0 1 0 5.4M15 12c1.7.7 2.7 2.2 3 4.5" class="stroke"/>',
    "window": '<rect x="3" y="4" width="14" height="12" rx="1.5" class="stroke"/><path d="M3 8h14" class="stroke"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12" rx="1.5" class="stroke"/>'
    '<path d="M3 8.5h14M7 3v3M13 3v3" class="stroke"/>',
    "link": '<path d="M8.5 11.5l3-3M7 9l-2 2a2.8 2.8 0 0 0 4 4l2-2M13 11l2-2a2.8 2.8 0 0 0-4-4L9 7" class="stroke"/>',
    "bolt": '<path d="M11.5 2.5L4.5 11H9l-.5 6.5 7-8.5H11z" class="stroke"/>',
    "star": '<path d="M10 3l2.1 4.5 4.9.6-3.6 3.4.9 4.9L10 14l-4.3 2.4.9-4.9L3 8.1l4.9-.6z" class="stroke"/>',
    "bookmark": '<path d="M5.5 3.5h9v13L10 13l-4.5 3.5z" class="stroke"/>',
    "search": '<circle cx="9" cy="9" r="5" class="stroke"/><path d="M13 13l4 4" class="stroke"/>',
    "plus": '<path d="M10 4v12M4 10h12" class="stroke"/>',
    "book": '<path d="M4 4.5c2-1 4-1 6 .5 2-1.5 4-1.5 6-.5v11c-2-1-4-1-6 .5-2-1.5-4-1.5-6-.5zM10 5v11" '
    'class="stroke"/>',
    "file": '<path d="M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15" class="stroke"/>',
    "download": '<path d="M10 3v9M6.5 9l3.5 3.5L13.5 9M4 16.5h12" class="stroke"/>',
    "edit": '<path d="M4 16l.7-3.3L13.5 4l2.5 2.5-8.7 8.7z" class="stroke"/>',
    "heart": '<path d="M10 16S3.5 12 3.5 7.7C3.5 5.5 5 4 7 4c1.3 0 2.4.7 3 1.8C10.6 4.7 11.7 4 13 4c2 0 3.5 '
    '1.5 3.5 3.7C16.5 12 10 16 10 16z" class="stroke"/>',
    "gear": '<circle cx="10" cy="10" r="2.5" class="stroke"/><path d="M10 2.8v2.5M10 14.7v2.5M2.8 10h2.5M14.7 '
    '10h2.5M4.9 4.9l1.8 1.8M13.3 13.3l1.8 1.8M15.1 4.9l-1.8 1.8M6.7 13.3l-1.8 1.8" class="stroke"/>',
}

_ALIASES = {
    "caret-left": "left",
    "caret-right": "right",
    "user": "people",
    "comment": "reply",
    "folder": "archive",
    "star-filled": "star",
    "eye-open": "eye",
    "help": "info",
    "lightbulb": "star",
    "new-window": "window",
    "rocket": "bolt",
    "sparkle": "star",
    "refresh": "clock",
    "clipboard": "file",
    "copy": "file",
    "code": "file",
    "email": "file",
    "flag": "bookmark",
    "tag": "bookmark",
    "pin": "bookmark",
    "bot": "apps",
    "cube": "apps",
}


def icon(name: str, *, label: str | None = None) -> Markup:
    """
    Draw one of the small line icons (20 × 20, in the colour of the text).

    Names of Slack's card icons that have no drawing of their own get the nearest one, else a ring. Without a `label`
    the icon is decoration and hidden from screen readers.
    """
    drawing = _ICONS.get(name) or _ICONS.get(_ALIASES.get(name, ""), _ICONS["ring"])
    return tag(
        "svg",
        Markup(drawing),
        class_="icon",
        viewBox="0 0 20 20",
        focusable="false",
        role="img" if label else None,
        aria_label=label,
        aria_hidden=None if label else "true",
    )
