"""
Whole reviews under each kind of trouble that the local Slack can make, and under all of it at once: they converge, and
in the end everybody reads the same as on a calm day.

The short form runs with all other tests; ``make chaos`` has every kind.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import playground
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.chaos.bounds import SEED, Deadline, say
from tests.chaos.checks import (
    everything_is_said,
    nothing_twice_and_nothing_missing,
    what_stands,
    what_was_acknowledged_is_there,
)
from tests.chaos.persistent import Persistent, whole_review
from tests.chaos.processes import app_of_its_own

PAIR = ("UMARIA", "UANA")
CALLS = ("chat.*", "views.*", "conversations.*", "users.*", "auth.*", "response_url")
Trouble = tuple[str, str, Mapping[str, Any]]


def calls(kind: str, share: float = 0.25, **how: Any) -> list[Trouble]:
    return [(method, kind, {"share": share, **how}) for method in CALLS]


def deliveries(kind: str, share: float = 0.3, **how: Any) -> list[Trouble]:
    return [("deliver:*", kind, {"share": share, **how})]


KINDS: dict[str, list[Trouble]] = {
    "429": calls("rate_limited", seconds=1),
    "500, nothing done": calls("error_500"),
    "500, done nevertheless": calls("error_500_after"),
    "503": calls("error_503"),
    "reset before": calls("reset_before"),
    "reset after": calls("reset_after"),
    "time-out before": calls("timeout_before", 0.1, seconds=9),
    "time-out after": calls("timeout_after", 0.1, seconds=9),
    "slow answers": calls("slow", 0.5, seconds=1.5),
    "deliveries twice": deliveries("duplicate", 0.5),
    "deliveries out of order": deliveries("reorder", 0.5, seconds=0.5),
    "deliveries late": deliveries("slow", 0.5, seconds=1.0),
    "deliveries lost": deliveries("reset_before"),
    "acknowledgements lost": deliveries("reset_after"),
    "sockets dropped": deliveries("drop_socket", 0.15),
    "sockets dropped after": deliveries("drop_socket_after", 0.15),
}
LIGHT = 5
"""Of all at once each strikes so many times less often."""
MIXED: list[Trouble] = [
    (method, kind, {**how, "share": how["share"] / LIGHT}) for kind in KINDS.values() for method, kind, how in kind
]
QUICK: list[Trouble] = [
    *calls("rate_limited", 0.05, seconds=1),
    ("chat.update", "error_500", {"share": 0.1}),  # a lost post would take the whole grace
    *calls("reset_after", 0.05),
    *deliveries("duplicate", 0.2),
    *deliveries("reorder", 0.1, seconds=0.3),
    *deliveries("reset_before", 0.1),
    *deliveries("reset_after", 0.1),
]


async def one_review(url: str, trouble: Sequence[Trouble], *, socket_mode: bool) -> dict[str, list[str]]:
    """
    Play one, with an app of its own.

    Args:
        url: of a database with nothing in it.
    Returns:
        What everybody reads in the end.
    """
    async with (
        playground.running(
            manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False, seed=SEED, retry_delays=(0, 0.5, 1)
        ) as slack,
        app_of_its_own(slack, url, socket_mode=socket_mode) as app,
    ):
        people = [Persistent(Hands(slack.person(one)), random.Random(f"{SEED} {one}")) for one in PAIR]
        _make(slack, trouble)
        await whole_review(people[0], people[1])
        slack.trouble.clear()
        what_was_acknowledged_is_there(slack, url, people)
        await everything_is_said(url)
        nothing_twice_and_nothing_missing(slack, url, reviews=1)
        await app.is_up()
        return what_stands(slack, PAIR)


def _make(slack: Slack, trouble: Sequence[Trouble]) -> None:
    for method, kind, how in trouble:
        slack.trouble.add(method, kind, **how)


_calm: dict[str, dict[str, list[str]]] = {}


async def a_calm_day(folder: Path) -> dict[str, list[str]]:
    """The same review with no trouble at all; played once."""
    if not _calm:
        _calm["day"] = await one_review(f"sqlite:///{folder}/calm.sqlite", (), socket_mode=False)
    return _calm["day"]


async def test_a_review_converges_under_a_little_of_everything(tmp_path: Path) -> None:
    calm = await a_calm_day(tmp_path)
    assert await one_review(f"sqlite:///{tmp_path}/troubled.sqlite", QUICK, socket_mode=False) == calm


@pytest.mark.long
@pytest.mark.parametrize("name", [*KINDS, "all of it at once"])
async def test_a_review_converges_under(tmp_path: Path, name: str) -> None:
    calm, deadline = await a_calm_day(tmp_path), Deadline(0.1)
    socket_mode = name.startswith("sockets") or name not in KINDS
    found = await one_review(f"sqlite:///{tmp_path}/troubled.sqlite", KINDS.get(name, MIXED), socket_mode=socket_mode)
    say(f"{name}: the same end after {deadline.spent:.0f} s")
    assert found == calm
