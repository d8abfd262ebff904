"""`data_visualization`, `table` and `data_table`: what they hold, and how many characters their cells have."""

from collections.abc import Iterator
from typing import Any

from playground.blockkit.problems import Code, Walk
from playground.blockkit.rich_text import RICH_TEXT_BLOCK
from playground.blockkit.shapes import (
    Check,
    Fields,
    array,
    boolean,
    either,
    integer,
    nullable,
    number,
    one_of,
    shape,
    string,
    typed,
    unique,
)

TABLE_CHARS, DATA_TABLE_CHARS = 10_000, 20_000
"""Characters in all cells of one table, and of all such tables of a message together."""

_label, _axis_label = string(1, 20), string(1, 50)
_points = array(shape({"label": _label, "value": number()}), 1, 20)


def _points_match_categories(chart: dict[str, Any], at: str, walk: Walk) -> None:
    """Each series has exactly one point for each category; no category and no series name stands twice."""
    categories = chart["axis_config"]["categories"]
    where = f"{at}/axis_config/categories"
    unique("category", [(name, f"{where}/{index}") for index, name in enumerate(categories)], walk)
    named = [(one["name"], f"{at}/series/{index}/name") for index, one in enumerate(chart["series"])]
    unique("name", named, walk)
    for index, one in enumerate(chart["series"]):
        if sorted(point["label"] for point in one["data"]) != sorted(categories):
            walk.report(f"{at}/series/{index}/data", "must have exactly one point for each category", Code.CONFLICT)


_xy_chart = typed(
    {
        "series": array(shape({"name": _label, "data": _points}), 1, 12),
        "axis_config": shape(
            {"categories": array(_label, 1, 20)},
            {"x_label": _axis_label, "y_label": _axis_label},
        ),
    },
    {},
    _points_match_categories,
)
_pie = typed({"segments": array(shape({"label": _label, "value": number(more_than=0)}), 1, 12)})

DATA_VISUALIZATION: Fields = {
    "title": string(1, 50),
    "chart": either({"pie": _pie, "bar": _xy_chart, "area": _xy_chart, "line": _xy_chart}),
}

_raw_cells: dict[str, Check] = {
    "raw_text": typed({"text": string(1)}),
    "raw_number": typed({"value": number(), "text": string(1)}),
}
_cell = either({**_raw_cells, "rich_text": RICH_TEXT_BLOCK})


def _fits(most: int) -> Any:
    def rule(table: dict[str, Any], at: str, walk: Walk) -> None:
        if characters(table) > most:
            walk.report(f"{at}/rows", f"must be less than {most + 1} characters in all cells", Code.TOO_LONG)

    return rule


def _is_a_rectangle_under_a_header(table: dict[str, Any], at: str, walk: Walk) -> None:
    header, *rows = table["rows"]
    for index, cell in enumerate(header):
        if cell["type"] not in _raw_cells:
            walk.report(f"{at}/rows/0/{index}/type", f"unsupported type: {cell['type']}", Code.UNSUPPORTED_TYPE)
    for index, row in enumerate(rows, start=1):
        if len(row) != len(header):
            walk.report(f"{at}/rows/{index}", f"must have {len(header)} cells like the first row", Code.CONFLICT)
    if table.get("row_header_column_index", 0) >= len(header):
        walk.report(f"{at}/row_header_column_index", f"must be at most {len(header) - 1}", Code.OUT_OF_RANGE)


_column = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

TABLE: Fields = {"rows": array(array(_cell, 1, 20), 1, 100)}
TABLE_OPTIONAL: Fields = {"column_settings": array(nullable(_column), 0, 20)}
TABLE_RULES = (_fits(TABLE_CHARS),)

DATA_TABLE: Fields = {"caption": string(1), "rows": array(array(_cell, 1, 20), 2, 201)}
DATA_TABLE_OPTIONAL: Fields = {"page_size": integer(1, 100), "row_header_column_index": integer(0)}
DATA_TABLE_RULES = (_is_a_rectangle_under_a_header, _fits(DATA_TABLE_CHARS))


def characters(table: dict[str, Any]) -> int:
    """Count the characters in the cells of one well-formed table."""
    return sum(len(words) for row in table["rows"] for cell in row for words in _words(cell))


def _words(part: dict[str, Any]) -> Iterator[str]:
    if "text" in part:
        yield part["text"]
    for inner in part.get("elements", ()):
        yield from _words(inner)
