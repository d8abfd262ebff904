"""
`data_visualization` blocks as inline SVG with a legend, and the values as a table below.

Colours come from the style sheet (`series-0` … `series-11`), so they follow light and dark. The drawing has a text
alternative that says what it shows; the numbers themselves stand in the table, which is one click away.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from playground.pages.chart_drawings import HEIGHT, WIDTH, Series, bars_across, crowded, number, pie, plot
from playground.pages.markup import tag
from playground.pages.scene import Json, Scene


def chart(block: Json, scene: Scene) -> Markup:
    """Draw a `data_visualization` block."""
    given = block.get("chart") or {}
    kind, title = str(given.get("type")), str(block.get("title", ""))
    title_id = scene.dom_id(str(block.get("block_id", "")), "chart")
    if kind == "pie":
        segments = [(str(one.get("label", "")), float(one.get("value") or 0)) for one in given.get("segments") or ()]
        drawing, height = pie(segments), HEIGHT
        legend = _legend([f"{name}: {number(value)}" for name, value in segments])
        table = _table(["", "Value"], [[name, number(value)] for name, value in segments])
    else:
        axis = given.get("axis_config") or {}
        series = [_series(one, axis.get("categories") or ()) for one in given.get("series") or ()]
        categories = [str(name) for name in axis.get("categories") or ()]
        names = str(axis.get("x_label") or ""), str(axis.get("y_label") or "")
        if kind == "bar" and crowded(categories, series):
            drawing, height = bars_across(categories, series, *names)
        else:
            drawing, height = plot(kind, categories, series, *names), HEIGHT
        legend = _legend([one.name for one in series])
        rows = [[name, *(number(one.values[column]) for one in series)] for column, name in enumerate(categories)]
        table = _table([str(axis.get("x_label") or ""), *(one.name for one in series)], rows)
    words = f"{kind.capitalize()} chart: {title}"
    return tag(
        "figure",
        tag("figcaption", title, id=title_id, class_="chart-title"),
        tag("svg", drawing, viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=words, class_=f"chart-{kind}"),
        legend,
        tag("details", tag("summary", "Show the values"), table, class_="chart-values", data_keep="open"),
        class_="chart",
    )


def _series(given: Json, categories: Sequence[str]) -> Series:
    points = {str(point.get("label")): point.get("value") for point in given.get("data") or ()}
    values = tuple(None if points.get(name) is None else float(points[name]) for name in categories)
    return Series(str(given.get("name", "")), values)


def _legend(names: Sequence[str]) -> Markup:
    items = [tag("li", tag("span", class_=f"swatch series-{n % 12}"), name) for n, name in enumerate(names)]
    return tag("ul", items, class_="legend")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", [tag("th", name, scope="col") for name in head])),
            tag(
                "tbody",
                [
                    tag(
                        "tr",
                        tag("th", row[0], scope="row"),
                        [tag("td", cell, class_="align-right") for cell in row[1:]],
                    )
                    for row in rows
                ],
            ),
        ),
        class_="table-scroll",
    )
