"""The drawings inside charts: bars (upright, or lying where there are many), lines, areas, pies. Parts of an SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from playground.pages.markup import join, tag

WIDTH, HEIGHT = 440, 270
"""Units of the drawing; it is scaled to the room there is, so letters stay readable on a phone."""
TOP, RIGHT, LEFT = 16, 12, 46
LETTER = 6.9
"""Width of an average letter of a label, in the same units."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one for each category (None where the app gave none)."""

    name: str
    values: tuple[float | None, ...]


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


def _text(words: str, x: float, y: float, *, anchor: str = "middle", class_: str = "", turn: bool = False) -> Markup:
    return tag(
        "text",
        words,
        x=_n(x),
        y=_n(y),
        text_anchor=anchor,
        class_=class_ or None,
        transform=f"rotate(-48 {_n(x)} {_n(y)})" if turn else None,
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


def _long(categories: Sequence[str]) -> bool:
    """Whether the names do not fit side by side below the drawing."""
    room = (WIDTH - LEFT - RIGHT) / max(len(categories), 1)
    return max((len(name) for name in categories), default=0) * LETTER > room


def crowded(categories: Sequence[str], series: Sequence[Series]) -> bool:
    """Whether bars would be too thin, or names too long, to stand upright."""
    return _long(categories) or len(categories) * len(series) > 20


def plot(kind: str, categories: Sequence[str], series: Sequence[Series], x_label: str, y_label: str) -> Markup:
    """Draw upright bars, lines or areas with their axes. `kind`: "bar", "line" or "area"."""
    values = [value for one in series for value in one.values if value is not None] or [0.0]
    turned = _long(categories)
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
        if turned:
            short = name if len(name) <= 12 else name[:11] + "…"
            parts.append(_text(short, x + 4, bottom + 12, anchor="end", turn=True))
        else:
            parts.append(_text(name, x, bottom + 18))
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


def bars_across(categories: Sequence[str], series: Sequence[Series], x_label: str, y_label: str) -> tuple[Markup, int]:
    """Bars that lie, one group below the other, with whole names beside them. Returns the drawing and its height."""
    values = [value for one in series for value in one.values if value is not None] or [0.0]
    ticks = nice_ticks(min(values), max(values))
    left = min(max(len(name) for name in categories) * LETTER + 12, WIDTH * 0.4)
    thick = 15 if len(series) <= 3 else 11
    group = thick * len(series) + 12
    bottom = 8 + group * len(categories)

    def x(value: float) -> float:
        return left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (WIDTH - RIGHT - 18 - left)

    parts: list[Markup] = []
    for value in ticks:
        line = "axis" if value == 0 else "grid"
        parts.append(tag("line", x1=_n(x(value)), x2=_n(x(value)), y1=4, y2=_n(bottom), class_=line))
        parts.append(_text(number(value), x(value), bottom + 16))
    for row, name in enumerate(categories):
        top = 8 + group * row
        parts.append(_text(name, left - 8, top + (group - 12) / 2 + 5, anchor="end"))
        for index, one in enumerate(series):
            given = one.values[row]
            if given is None:
                continue
            start, end = sorted((x(0), x(given)))
            y = top + thick * index
            hint = tag("title", f"{one.name}: {number(given)}")
            parts.append(
                tag(
                    "rect",
                    hint,
                    x=_n(start),
                    y=_n(y + 1),
                    width=_n(max(end - start, 1)),
                    height=thick - 2,
                    rx=2,
                    class_=f"series-{index % 12}",
                )
            )
            parts.append(_text(number(given), end + 5, y + thick / 2 + 4, anchor="start", class_="value"))
    height = bottom + 24
    # Lying down, the app's horizontal axis is the upright one, so both names say what they belong to below.
    names = " · ".join(name for name in (x_label, y_label) if name)
    if names:
        height += 16
        parts.append(_text(names, WIDTH / 2, height - 4, class_="axis-name"))
    return join(parts), height


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


def pie(segments: Sequence[tuple[str, float]]) -> Markup:
    """Draw (name, value) segments clockwise from the top, the larger ones with their share."""
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
