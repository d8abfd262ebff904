"""Native charts with a table that says the same, for one person's own DM: Slack takes them in messages alone."""

from collections.abc import Sequence

from bot.surfaces import blocks as b
from bot.surfaces import fitting
from coaching_core.domain.assessment import Answer, Unrated

_BARS = 20
"""Groups of bars that one chart takes."""


def bars(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> list[b.Block]:
    """Returns as many charts as it takes; a message takes two."""
    parts = [slice(start, start + _BARS) for start in range(0, len(labels), _BARS)]
    return [b.chart_bars(title, labels[part], [(name, values[part]) for name, values in series]) for part in parts]


def if_they_fit(said: Sequence[b.Block], charts: Sequence[b.Block], table: b.Block) -> list[b.Block]:
    """Returns all of it, or without the charts, as the table says the same."""
    whole = [*said, *charts, table]
    return whole if fitting.weight(whole) <= fitting.MESSAGE_BYTES else [*said, table]


def scored(answer: Answer | None) -> bool:
    return isinstance(answer, int) and not isinstance(answer, Unrated)


def score(answer: Answer | None) -> float:
    return float(answer) if isinstance(answer, int) else 0.0
