"""How long the long tests may take, and what they say: ``make chaos SEED=7 MINUTES=20``."""

import asyncio
import os
import sys

SEED = int(os.environ.get("CHAOS_SEED") or 1)
MINUTES = float(os.environ.get("CHAOS_MINUTES") or 30)
"""For all of them together; each takes its share."""
KILLS = int(os.environ.get("CHAOS_KILLS") or 200)


class Deadline:
    """A share of the time; made inside the running loop."""

    def __init__(self, share: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._ends = self._began + share * MINUTES * 60

    @property
    def over(self) -> bool:
        return self._loop.time() > self._ends

    @property
    def spent(self) -> float:
        """Seconds since it was made."""
        return self._loop.time() - self._began


def say(line: str) -> None:
    """One line of the report; shown with ``pytest -s``."""
    sys.stdout.write(f"\n{line}")
    sys.stdout.flush()
