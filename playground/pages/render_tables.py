"""`table` and `data_table` blocks. Sorting, filtering and turning pages happen in the browser, as in Slack."""

from __future__ import annotations

import hashlib
import json

from markupsafe import Markup

from playground.pages.markup import icon, tag
from playground.pages.render_rich_text import rich_text
from playground.pages.scene import Json, Scene


def table(block: Json, scene: Scene) -> Markup:
    """Draw a `table` block; its first row is the header."""
    rows = list(block.get("rows") or ())
    settings = list(block.get("column_settings") or ())

    def side(column: int) -> str:
        given = (settings[column] if column < len(settings) else None) or {}
        return f"align-{given.get('align') or 'left'}" + (" wrapped" if given.get("is_wrapped") else "")

    def row(cells: list[Json], name: str) -> Markup:
        scope = "col" if name == "th" else None
        return tag("tr", [tag(name, cell(one, scene), class_=side(n), scope=scope) for n, one in enumerate(cells)])

    body = tag("tbody", [row(cells, "td") for cells in rows[1:]])
    whole = tag("table", tag("thead", row(rows[0], "th")) if rows else None, body)
    return tag("div", whole, class_="table-scroll", tabindex="0", role="group", aria_label="Table")


def data_table(block: Json, scene: Scene) -> Markup:
    """Draw a `data_table` block: caption, filter, sortable columns, pages of `page_size` rows."""
    rows = list(block.get("rows") or ())
    caption = str(block.get("caption", ""))
    head, body = (rows[0], rows[1:]) if rows else ([], [])
    named = int(block.get("row_header_column_index") or 0)
    size = int(block.get("page_size") or 5)
    numeric = [bool(body) and all(one[n].get("type") == "raw_number" for one in body) for n in range(len(head))]
    titles = [
        tag(
            "th",
            tag("button", cell(one, scene), icon("sort"), type="button", data_sort=n, class_="sort"),
            scope="col",
            aria_sort="none",
            data_numeric=numeric[n],
            class_="align-right" if numeric[n] else None,
        )
        for n, one in enumerate(head)
    ]
    lines = [
        tag(
            "tr",
            [
                tag(
                    "th" if n == named else "td",
                    cell(one, scene),
                    scope="row" if n == named else None,
                    data_key=str(one["value"]) if one.get("type") == "raw_number" else None,
                    class_="align-right" if numeric[n] else None,
                )
                for n, one in enumerate(row)
            ],
            hidden=position >= size,
        )
        for position, row in enumerate(body)
    ]
    base = scene.dom_id(str(block.get("block_id", "")), "table")
    pages = max(1, -(-len(body) // size))
    return tag(
        "div",
        tag(
            "div",
            tag("strong", caption, id=f"{base}-caption"),
            tag("input", type="search", placeholder="Filter rows", aria_label=f"Filter {caption}", data_filter=True),
            class_="data-table-head",
        ),
        tag(
            "div",
            tag("table", tag("thead", tag("tr", titles)), tag("tbody", lines), aria_labelledby=f"{base}-caption"),
            class_="table-scroll",
        ),
        tag(
            "div",
            tag("button", icon("left"), type="button", data_page="-1", aria_label="Previous page", disabled=True),
            tag("span", f"1–{min(size, len(body))} of {len(body)}", data_range=True, aria_live="polite"),
            tag("button", icon("right"), type="button", data_page="1", aria_label="Next page", disabled=pages == 1),
            class_="pager",
        ),
        class_="data-table",
        id=base,
        data_size=size,
        data_own=_digest(rows),
    )


def cell(given: Json, scene: Scene) -> Markup:
    """One cell: `raw_text`, `raw_number` or `rich_text`."""
    if given.get("type") == "rich_text":
        return rich_text(given, scene)
    return tag("bdi", str(given.get("text") or given.get("value") or "–"))


def _digest(rows: list[list[Json]]) -> str:
    """Tells the script whether the rows changed; if not, the page keeps its sorting when it refreshes."""
    return hashlib.blake2b(json.dumps(rows, sort_keys=True, default=str).encode(), digest_size=6).hexdigest()
