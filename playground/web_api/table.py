"""All methods, by name."""

from __future__ import annotations

from playground.web_api import (
    apps,
    canvases,
    chat,
    conversations,
    directory,
    files,
    marks,
    membership,
    scheduling,
    users,
    views,
)
from playground.web_api.calls import Method

METHODS: dict[str, Method] = (
    apps.METHODS
    | canvases.METHODS
    | chat.METHODS
    | conversations.METHODS
    | directory.METHODS
    | files.METHODS
    | marks.METHODS
    | membership.METHODS
    | scheduling.METHODS
    | users.METHODS
    | views.METHODS
)
