"""
`data_visualization` blocks as inline SVG with a legend, and the values as a table below.

Colours come from the style sheet (`series-0` … `series-11`), so they follow light and dark. The drawing has a text
alternative that says what it shows; the numbers themselves stand in the table, which is one click away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from playground.pages.markup import join, tag
from playground.pages.scene import Json, Scene

WIDTH, HEIGHT = 600, 300
TOP, RIGHT, LEFT = 16, 12, 46


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one for each category (None where the app gave none)."""

    name: str
    values: tuple[float | None, ...]


def chart(block: Json, scene: Scene) -> Markup:
    """Draw a `data_visualization` block."""
    given = block.get("chart") or {}
    kind, title = str(given.get("type")), str(block.get("title", ""))
    title_id = scene.dom_id(str(block.get("block_id", "")), "chart")
    if kind == "pie":
        segments = [(str(one.get("label", "")), float(one.get("value") or 0)) for one in given.get("segments") or ()]
        drawing, legend = _pie(segments), _legend([f"{name}: {number(value)}" for name, value in segments])
        table = _table(["", "Value"], [[name, number(value)] for name, value in segments])
    else:
        axis = given.get("axis_config") or {}
        series = [_series(one, axis.get("categories") or ()) for one in given.get("series") or ()]
        categories = [str(name) for name in axis.get("categories") or ()]
        drawing = _plot(kind, categories, series, str(axis.get("x_label") or ""), str(axis.get("y_label") or ""))
        legend = _legend([one.name for one in series])
        rows = [[name, *(number(one.values[column]) for one in series)] for column, name in enumerate(categories)]
        table = _table([str(axis.get("x_label") or ""), *(one.name for one in series)], rows)
    words = f"{kind.capitalize()} chart: {title}"
    return tag(
        "figure",
        tag("figcaption", title, id=title_id, class_="chart-title"),
        tag("svg", drawing, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=words, class_=f"chart-{kind}"),
        legend,
        tag("details", tag("summary", "Show the values"), table, class_="chart-values", data_keep="open"),
        class_="chart",
    )


def number(value: float | None) -> str:
    """A value as people write it: without a needless ".0"; a dash if there is none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def nice_ticks(low: float, high: float) -> list[float]:
    """Four to eight round numbers that span both values and zero."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    start, end = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [round(step * n, 10) for n in range(start, end + 1)]


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


def _text(words: str, x: float, y: float, *, anchor: str = "middle", class_: str = "", turn: bool = False) -> Markup:
    return tag(
        "text",
        words,
        x=_n(x),
        y=_n(y),
        text_anchor=anchor,
        class_=class_ or None,
        transform=f"rotate(-35 {_n(x)} {_n(y)})" if turn else None,
    )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plotting area and how values and categories fall into it."""

    ticks: list[float]
    columns: int
    bottom: float

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + (high - value) / (high - low) * (self.bottom - TOP)

    @property
    def step(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(self.columns, 1)

    def middle(self, column: int) -> float:
        return LEFT + self.step * (column + 0.5)


def _plot(kind: str, categories: Sequence[str], series: Sequence[Series], x_label: str, y_label: str) -> Markup:
    values = [value for one in series for value in one.values if value is not None] or [0.0]
    turned = max((len(name) for name in categories), default=0) * 6.2 > (WIDTH - LEFT - RIGHT) / max(len(categories), 1)
    bottom = HEIGHT - (74 if turned else 28) - (18 if x_label else 0)
    frame = _Frame(nice_ticks(min(values), max(values)), len(categories), bottom)
    parts: list[Markup] = []
    for value in frame.ticks:
        y = frame.y(value)
        line = "axis" if value == 0 else "grid"
        parts.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=_n(y), y2=_n(y), class_=line))
        parts.append(_text(number(value), LEFT - 7, y + 4, anchor="end"))
    for column, name in enumerate(categories):
        x = frame.middle(column)
        parts.append(_text(name, x, bottom + (14 if turned else 18), anchor="end" if turned else "middle", turn=turned))
    if x_label:
        parts.append(_text(x_label, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, class_="axis-name"))
    if y_label:
        middle = (TOP + bottom) / 2
        parts.append(
            tag(
                "text",
                y_label,
                x=11,
                y=_n(middle),
                transform=f"rotate(-90 11 {_n(middle)})",
                text_anchor="middle",
                class_="axis-name",
            )
        )
    parts.append(_bars(series, frame) if kind == "bar" else _lines(series, frame, filled=kind == "area"))
    return join(parts)


def _bars(series: Sequence[Series], frame: _Frame) -> Markup:
    room = frame.step * 0.76
    width = min(room / max(len(series), 1), 46)
    labelled = width >= 11
    parts = []
    for index, one in enumerate(series):
        for column, value in enumerate(one.values):
            if value is None:
                continue
            x = frame.middle(column) - width * len(series) / 2 + width * index
            top, base = frame.y(max(value, 0)), frame.y(min(value, 0))
            hint = tag("title", f"{one.name}: {number(value)}")
            parts.append(
                tag(
                    "rect",
                    hint,
                    x=_n(x + 1),
                    y=_n(top),
                    width=_n(max(width - 2, 1)),
                    height=_n(max(base - top, 1)),
                    rx=2,
                    class_=f"series-{index % 12}",
                )
            )
            if labelled:
                y = top - 4 if value >= 0 else base + 12
                parts.append(_text(number(value), x + width / 2, y, class_="value"))
    return join(parts)


def _lines(series: Sequence[Series], frame: _Frame, *, filled: bool) -> Markup:
    parts = []
    for index, one in enumerate(series):
        points = [(frame.middle(n), frame.y(value), value) for n, value in enumerate(one.values) if value is not None]
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y, _ in points)
        if filled and points:
            zero = _n(frame.y(0))
            outline = f"{_n(points[0][0])},{zero} {path} {_n(points[-1][0])},{zero}"
            parts.append(tag("polygon", points=outline, class_=f"area series-{index % 12}"))
        parts.append(tag("polyline", points=path, class_=f"line series-{index % 12}"))
        for x, y, value in points:
            hint = tag("title", f"{one.name}: {number(value)}")
            parts.append(tag("circle", hint, cx=_n(x), cy=_n(y), r=4, class_=f"series-{index % 12}"))
            if len(series) == 1:
                parts.append(_text(number(value), x, y - 9, class_="value"))
    return join(parts)


def _pie(segments: Sequence[tuple[str, float]]) -> Markup:
    total = sum(value for _, value in segments) or 1.0
    x, y, radius = WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 14
    parts: list[Markup] = []
    angle = -math.pi / 2
    for index, (name, value) in enumerate(segments):
        share = value / total
        end = angle + share * 2 * math.pi
        hint = tag("title", f"{name}: {number(value)} ({share:.0%})")
        if share > 0.9999:
            parts.append(tag("circle", hint, cx=_n(x), cy=_n(y), r=_n(radius), class_=f"series-{index % 12}"))
        else:
            start_x, start_y = x + radius * math.cos(angle), y + radius * math.sin(angle)
            end_x, end_y = x + radius * math.cos(end), y + radius * math.sin(end)
            path = (
                f"M{_n(x)} {_n(y)}L{_n(start_x)} {_n(start_y)}"
                f"A{_n(radius)} {_n(radius)} 0 {int(share > 0.5)} 1 {_n(end_x)} {_n(end_y)}Z"
            )
            parts.append(tag("path", hint, d=path, class_=f"slice series-{index % 12}"))
        if share >= 0.05:
            middle = (angle + end) / 2
            words_x, words_y = x + radius * 0.68 * math.cos(middle), y + radius * 0.68 * math.sin(middle) + 4
            parts.append(_text(f"{share:.0%}", words_x, words_y, class_="share"))
        angle = end
    return join(parts)
