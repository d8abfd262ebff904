"""
The pages of the local Slack: what people look at and click.

Server-rendered (Jinja2 for the screens, `render_*` for blocks), kept up to date by server-sent events and one small
script. They act only through `playground.people.Keyboard`, and know nothing of any app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

if TYPE_CHECKING:
    from playground.slack import Slack

__all__ = ["routes"]


def routes(slack: Slack) -> list[BaseRoute]:
    """The routes to mount at the root, after the Web API."""
    from playground.pages.routes import Pages

    return Pages(slack).routes()
