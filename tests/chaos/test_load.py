"""Many clicks a second, while Slack takes a second for each call: acknowledged in time, and memory stays flat."""

from pathlib import Path

import pytest

from benchmarks.steady import Minute, minute
from tests.chaos.bounds import say

IN_TIME = 3.0
GROWTH = 10.0
"""Megabytes."""


def check(found: Minute) -> None:
    for line in found.lines():
        say(line)
    assert found.result.wrong == 0
    assert len(found.result.seconds) == found.sent
    assert found.result.seconds[-1] < IN_TIME
    assert found.saved == found.sent


async def test_some_seconds_of_clicks(tmp_path: Path) -> None:
    check(await minute(tmp_path, a_second=40, seconds=3, warm_up=0.5))


@pytest.mark.long
async def test_a_minute_of_clicks(tmp_path: Path) -> None:
    found = await minute(tmp_path, a_second=200, seconds=60)
    check(found)
    assert found.after - found.before < GROWTH
