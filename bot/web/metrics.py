"""
Counters for whoever runs the app, in Prometheus' text format.

Labels come from small fixed sets (kinds, registered ids, outcomes): never a person, a workspace or a word.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from bot.answering import Answered

_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; three is when Slack gives up."""

Gauge = Callable[[], float]
Table = Callable[[], Mapping[str, float]]


class Metrics:
    """Counts requests and measures how long they took; other parts add gauges."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, str]] = Counter()
        self._refused: Counter[int] = Counter()
        self._within: dict[str, Counter[float]] = {}
        self._seconds: Counter[str] = Counter()
        self._gauges: dict[str, tuple[str, Gauge]] = {}
        self._tables: dict[str, tuple[str, str, Table]] = {}
        self._calls: Counter[tuple[str, str]] = Counter()
        self._call_seconds: Counter[str] = Counter()

    def answered(self, one: Answered) -> None:
        self._requests[one.kind, one.name, one.outcome] += 1
        within = self._within.setdefault(one.kind, Counter())
        within[next((bound for bound in _BOUNDS if one.seconds <= bound), float("inf"))] += 1
        self._seconds[one.kind] += one.seconds  # type: ignore[assignment]  # a Counter of seconds

    def refused(self, status: int) -> None:
        self._refused[status] += 1

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """Count a call to Slack. ``outcome``: done, or Slack's error code."""
        self._calls[method, outcome] += 1
        self._call_seconds[method] += seconds  # type: ignore[assignment]  # a Counter of seconds

    def table(self, name: str, about: str, label: str, read: Table) -> None:
        """Add numbers by one label, read whenever somebody asks."""
        self._tables[name] = (about, label, read)

    def gauge(self, name: str, about: str, read: Gauge) -> None:
        """Add a number that is read whenever somebody asks. ``name`` without the prefix."""
        self._gauges[name] = (about, read)

    def text(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterable[str]:
        yield "# HELP coach_requests_total Requests from Slack, by kind, registered id and outcome."
        yield "# TYPE coach_requests_total counter"
        for (kind, name, outcome), count in sorted(self._requests.items()):
            yield f'coach_requests_total{{kind="{kind}",id="{name}",outcome="{outcome}"}} {count}'
        yield "# HELP coach_refused_total Requests refused at the door, by HTTP status."
        yield "# TYPE coach_refused_total counter"
        for status, count in sorted(self._refused.items()):
            yield f'coach_refused_total{{status="{status}"}} {count}'
        yield "# HELP coach_ack_seconds From arrival to acknowledgement."
        yield "# TYPE coach_ack_seconds histogram"
        for kind, within in sorted(self._within.items()):
            yield from self._histogram(kind, within)
        yield "# HELP coach_slack_calls_total Calls to Slack by delivery, by method and outcome."
        yield "# TYPE coach_slack_calls_total counter"
        for (method, outcome), count in sorted(self._calls.items()):
            yield f'coach_slack_calls_total{{method="{method}",outcome="{outcome}"}} {count}'
        yield "# HELP coach_slack_call_seconds_total Time spent in them."
        yield "# TYPE coach_slack_call_seconds_total counter"
        for method, seconds in sorted(self._call_seconds.items()):
            yield f'coach_slack_call_seconds_total{{method="{method}"}} {seconds:g}'
        for name, (about, label, rows) in sorted(self._tables.items()):
            yield f"# HELP coach_{name} {about}"
            yield f"# TYPE coach_{name} gauge"
            for key, number in sorted(rows().items()):
                yield f'coach_{name}{{{label}="{key}"}} {number:g}'
        for name, (about, read) in sorted(self._gauges.items()):
            yield f"# HELP coach_{name} {about}"
            yield f"# TYPE coach_{name} gauge"
            yield f"coach_{name} {read():g}"

    def _histogram(self, kind: str, within: Counter[float]) -> Iterable[str]:
        total = 0
        for bound in _BOUNDS:
            total += within[bound]
            yield f'coach_ack_seconds_bucket{{kind="{kind}",le="{bound:g}"}} {total}'
        total += within[float("inf")]
        yield f'coach_ack_seconds_bucket{{kind="{kind}",le="+Inf"}} {total}'
        yield f'coach_ack_seconds_sum{{kind="{kind}"}} {self._seconds[kind]:g}'
        yield f'coach_ack_seconds_count{{kind="{kind}"}} {total}'
