"""
Trouble on demand: what can go wrong between an app and Slack, made to go wrong, the same way for the same seed.

A rule names a method ("chat.postMessage", "chat.*", "*") or a delivery ("deliver:block_actions", "deliver:*").
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from itertools import count
from typing import Any, Literal, get_args

Kind = Literal[
    "rate_limited",  # 429 with Retry-After, nothing done
    "error_500",  # HTTP 500, nothing done
    "error_503",
    "error_500_after",  # HTTP 500 although it was done
    "reset_before",  # the connection breaks, nothing done
    "reset_after",  # it was done, the answer is lost with the connection
    "timeout_before",  # no answer for `seconds`, then the connection breaks; nothing done
    "timeout_after",  # the same, but it was done at once
    "slow",  # done and answered after `seconds`
    "refuse",  # ok: false with `error`
    "duplicate",  # deliveries only: handed over twice
    "reorder",  # deliveries only: held back until a later one has overtaken it, `seconds` at most
    "drop_socket",  # deliveries only: every socket breaks instead
    "drop_socket_after",  # deliveries only: it arrives, then every socket breaks and the acknowledgement is lost
]
KINDS: tuple[str, ...] = get_args(Kind)
OF_DELIVERIES = frozenset({"duplicate", "reorder", "drop_socket", "drop_socket_after"})


@dataclass(slots=True)
class Rule:
    """
    One sort of trouble.

    share: of the fitting calls that it strikes, 0 to 1. times: how often at most (None: no end). skip: fitting calls
    that pass first. seconds: Retry-After, or how slow. error: Slack's code for "refuse".
    """

    id: int
    method: str
    kind: str
    share: float = 1.0
    times: int | None = None
    skip: int = 0
    seconds: float = 1.0
    error: str = "internal_error"
    struck: int = 0


class Trouble:
    """The rules in force, and the dice."""

    def __init__(self, seed: int = 0) -> None:
        self._numbers = count(1)
        self.rules: list[Rule] = []
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Start the dice anew."""
        self._dice = random.Random(seed)

    def add(self, method: str, kind: str, **how: Any) -> Rule:
        """
        Put a rule in force; keywords as in `Rule`.

        Raises:
            ValueError: no such kind, or a keyword that is none.
        """
        if kind not in KINDS:
            raise ValueError(f"no trouble is called {kind!r}; there are {', '.join(KINDS)}")
        if not method.startswith("deliver:") and kind in OF_DELIVERIES:
            raise ValueError(f"{kind} is for deliveries only, such as deliver:*")
        try:
            rule = Rule(next(self._numbers), method, kind, **how)
        except TypeError as problem:
            raise ValueError(str(problem)) from problem
        self.rules.append(rule)
        return rule

    def remove(self, rule_id: int) -> None:
        """Take a rule out of force."""
        self.rules = [rule for rule in self.rules if rule.id != rule_id]

    def clear(self) -> None:
        """Let everything go well again."""
        self.rules = []

    def strikes(self, name: str) -> Rule | None:
        """What goes wrong with this call or delivery, if anything. Rolls the dice: ask once."""
        for rule in self.rules:
            if not _names(rule.method, name) or rule.times == 0:
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.share >= 1 or self._dice.random() < rule.share:
                rule.times = None if rule.times is None else rule.times - 1
                rule.struck += 1
                return rule
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """The rules for the HTTP interface."""
        return [asdict(rule) for rule in self.rules]


def _names(pattern: str, name: str) -> bool:
    """Alone, "*" names every method and no delivery: what happens beside a call must not use up its trouble."""
    same_sort = pattern.startswith("deliver:") == name.startswith("deliver:")
    return same_sort and fnmatchcase(name, pattern)
