"""Two who do something at once both succeed: the second reads afresh, and tries again."""

from collections.abc import Callable
from typing import TypeVar

from coaching_core.errors import Stale

TRIES = 3
T = TypeVar("T")


def tried(once: Callable[[], T]) -> T:
    """
    Args:
        once: a whole transaction.
    Raises:
        Stale: again and again.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return once()
        except Stale:
            if not tries_left:
                raise
    raise AssertionError("unreachable")
