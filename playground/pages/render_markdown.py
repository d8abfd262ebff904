"""
Standard Markdown as safe HTML: for `markdown` blocks and for the guide that an app hands over.

Headings, paragraphs, lists (nested, ordered, tasks), quotes, fenced code, tables, rules; bold, italic, strike, code,
links; an image becomes a link, as in Slack. HTML inside the text is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from playground.pages.emoji import with_emoji
from playground.pages.markup import join, tag
from playground.pages.render_text import link

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(.*)")
_TASK = re.compile(r"\[([ xX])\]\s+(.*)", re.DOTALL)
_RULE = re.compile(r"\s*(?:-\s*){3,}$|\s*(?:\*\s*){3,}$|\s*(?:_\s*){3,}$")
_DIVISION = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_FENCE = re.compile(r"\s*(```+|~~~+)")

_INLINE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Markup]], ...] = (
    (re.compile(r"(`+)(.+?)\1", re.DOTALL), lambda found: tag("code", found[2].strip())),
    (
        re.compile(r"!?\[([^\]]*)\]\(\s*<?([^\s)>]+)>?[^)]*\)"),
        lambda found: link(found[2], inline(found[1] or found[2])),
    ),
    (re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>"), lambda found: link(found[1], None)),
    (re.compile(r"(?<![\w/])(https?://[^\s<>]+[^\s<>.,;:!?)\]'\"*_~])"), lambda found: link(found[1], None)),
    (
        re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL),
        lambda found: _bold(found),
    ),
    (
        re.compile(r"\*(?=[^\s*])(.+?)(?<=[^\s*])\*|(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", re.DOTALL),
        lambda found: _italic(found),
    ),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL), lambda found: tag("s", inline(found[1]))),
)


def markdown(text: str) -> Markup:
    """Draw a Markdown text."""
    return _blocks(text.replace("\r\n", "\n").expandtabs(4).split("\n"))


def inline(text: str) -> Markup:
    """Draw one line's worth of Markdown: the earliest construct first, then what is left and right of it."""
    best: tuple[re.Match[str], Callable[[re.Match[str]], Markup]] | None = None
    for pattern, draw in _INLINE:
        found = pattern.search(text)
        if found and (best is None or found.start() < best[0].start()):
            best = (found, draw)
    if best is None:
        return escape(with_emoji(re.sub(r"\\([\\`*_{}\[\]()#+.!|~>-])", r"\1", text)))
    found, draw = best
    return inline(text[: found.start()]) + draw(found) + inline(text[found.end() :])


def _bold(found: re.Match[str]) -> Markup:
    return tag("strong", inline(found[1] or found[2]))


def _italic(found: re.Match[str]) -> Markup:
    return tag("em", inline(found[1] or found[2]))


def _blocks(lines: list[str]) -> Markup:
    parts: list[Markup] = []
    paragraph: list[str] = []

    def finish() -> None:
        if paragraph:
            parts.append(tag("p", _broken(paragraph), dir="auto"))
            paragraph.clear()

    position = 0
    while position < len(lines):
        line = lines[position]
        fence, heading = _FENCE.match(line), _HEADING.match(line)
        if fence:
            finish()
            end = position + 1
            while end < len(lines) and not lines[end].lstrip().startswith(fence[1]):
                end += 1
            parts.append(tag("pre", tag("code", "\n".join(lines[position + 1 : end]))))
            position = end
        elif heading:
            finish()
            parts.append(tag(f"h{min(len(heading[1]) + 2, 6)}", inline(heading[2])))
        elif _RULE.match(line):
            finish()
            parts.append(tag("hr"))
        elif line.lstrip().startswith(">"):
            finish()
            end = _while(lines, position, lambda text: text.lstrip().startswith(">"))
            quoted = [re.sub(r"^\s*> ?", "", text) for text in lines[position:end]]
            parts.append(tag("blockquote", _blocks(quoted)))
            position = end - 1
        elif _ITEM.match(line) and not (paragraph and not _starts_list(line)):
            finish()
            end = _while(lines, position, lambda text: bool(_ITEM.match(text)) or text.startswith("  "))
            parts.append(_list(lines[position:end]))
            position = end - 1
        elif (
            "|" in line
            and position + 1 < len(lines)
            and "|" in lines[position + 1]
            and _DIVISION.match(lines[position + 1])
        ):
            finish()
            end = _while(lines, position, lambda text: "|" in text)
            parts.append(_table(lines[position:end]))
            position = end - 1
        elif not line.strip():
            finish()
        else:
            paragraph.append(line.strip() if not line.endswith("  ") else line.strip() + "  ")
        position += 1
    finish()
    return join(parts)


def _starts_list(line: str) -> bool:
    found = _ITEM.match(line)
    return bool(found and (not found[2][0].isdigit() or found[2][:-1] == "1"))


def _while(lines: list[str], start: int, holds: Callable[[str], bool]) -> int:
    end = start
    while end < len(lines) and lines[end].strip() and holds(lines[end]):
        end += 1
    return end


def _broken(lines: list[str]) -> Markup:
    """Lines of a paragraph. Slack keeps each line end, so we do too."""
    return Markup("<br>").join(inline(line.rstrip()) for line in lines)


def _list(lines: list[str]) -> Markup:
    first = _ITEM.match(lines[0])
    if first is None:
        return Markup("")
    depth = len(first[1])
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found and len(found[1]) <= depth + 1:
            items.append((found[3], []))
        elif items:
            items[-1][1].append(line)
    ordered = first[2][0].isdigit()
    return tag("ol" if ordered else "ul", [_item(*item) for item in items], start=first[2][:-1] if ordered else None)


def _item(text: str, below: list[str]) -> Markup:
    end = next((n for n, line in enumerate(below) if _ITEM.match(line)), len(below))
    text = " ".join([text, *(line.strip() for line in below[:end])])
    nested = _list(below[end:]) if below[end:] else None
    task = _TASK.match(text)
    if not task:
        return tag("li", inline(text), nested, dir="auto")
    done = task[1] != " "
    box = tag("input", type="checkbox", checked=done, disabled=True, aria_label="done" if done else "to do")
    return tag("li", box, " ", inline(task[2]), nested, class_="task", dir="auto")


def _table(lines: list[str]) -> Markup:
    rows = [_cells(line) for line in lines]
    sides = [_side(cell) for cell in rows[1]]
    head, body = rows[0], rows[2:]

    def cell(name: str, text: str, column: int) -> Markup:
        side = sides[column] if column < len(sides) else None
        return tag(name, inline(text), class_=f"align-{side}" if side else None, scope="col" if name == "th" else None)

    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", [cell("th", text, column) for column, text in enumerate(head)])),
            tag("tbody", [tag("tr", [cell("td", text, column) for column, text in enumerate(row)]) for row in body]),
        ),
        class_="table-scroll",
    )


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]


def _side(cell: str) -> str | None:
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return None
