"""A minute of rating clicks, so many a second, while Slack takes its time: how late is the latest acknowledgement?"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Result, steady
from benchmarks.scene import Scene, assessing, each_request

SLACK_SECONDS = 1.0
"""How long Slack takes for each call."""
WARM_UP = 5.0
"""Seconds of clicks before memory is first looked at."""


@dataclass(frozen=True, slots=True)
class Minute:
    """
    Args:
        before, after: megabytes of the app's memory, after the warm-up and at the end.
        saved: the number of the newest click whose answer is in the database.
        processor: seconds that the app used, of those that it lasted.
    """

    result: Result
    before: float
    after: float
    sent: int
    saved: int
    processor: float

    def lines(self) -> list[str]:
        taken = self.result
        return [
            f"{self.sent} rating clicks, {self.sent / taken.lasted:.0f} a second for {taken.lasted:.0f} s,"
            f" Slack answering in {SLACK_SECONDS:.0f} s",
            f"acknowledged   p50 {taken.within(0.5) * 1000:.0f} ms, p99 {taken.within(0.99) * 1000:.0f} ms, latest"
            f" {taken.seconds[-1] * 1000:.0f} ms   (goal: none later than 3 s); {taken.wrong} wrong;"
            f" {taken.in_flight} at once at most",
            f"saved          the newest answer is from click {self.saved} of {self.sent}",
            f"memory         {self.before:.1f} MB after {WARM_UP:.0f} s, {self.after:.1f} MB at the end",
            f"processor      {self.processor:.0f} s of {taken.lasted:.0f}; the machine's load {os.getloadavg()[0]:.1f}",
        ]


async def minute(folder: Path, *, a_second: float, seconds: float, warm_up: float = WARM_UP) -> Minute:
    """Click so often for so long, against ``coach run`` on SQLite."""
    async with assessing(folder) as scene:
        scene.slack.trouble.add("*", "slow", seconds=SLACK_SECONDS)
        early, count = round(warm_up * a_second), round(seconds * a_second)
        await _click(scene, early, 1, a_second)
        before, used = scene.server.megabytes(), scene.server.processor_seconds()
        result = await _click(scene, count, early + 1, a_second)
        return Minute(
            result=result,
            before=before,
            after=scene.server.megabytes(),
            sent=count,
            saved=newest(scene) - early,
            processor=scene.server.processor_seconds() - used,
        )


async def _click(scene: Scene, count: int, first: int, a_second: float) -> Result:
    made = each_request(scene.click, scene.slack.signing_secret, count, first=first)
    return await steady(scene.server.port, made, a_second)


def newest(scene: Scene) -> int:
    """The number of the newest click that is in the database."""
    connection = sqlite3.connect(scene.database)
    try:
        (at,) = connection.execute("SELECT max(answered_at) FROM ratings").fetchone()
    finally:
        connection.close()
    return round(float(at) % 1 * 1_000_000)
