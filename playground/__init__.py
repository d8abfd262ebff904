"""
A strict local Slack for any Bolt app: Web API, Socket Mode and signed HTTP, and people to act as.

In tests: `async with playground.running(manifest=…, people=…) as slack:`. As a process: `python -m playground --help`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.people import Keyboard, NotThere, Outcome
    from playground.serving import running
    from playground.slack import Slack

__all__ = ["Keyboard", "NotThere", "Outcome", "Slack", "running"]

_HOME = {"running": "serving", "Slack": "slack", "Keyboard": "people", "Outcome": "people", "NotThere": "people"}


def __getattr__(name: str) -> Any:
    # Imported when asked for: `playground.blockkit` alone should not load a web server.
    if name not in _HOME:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"playground.{_HOME[name]}"), name)
