"""What is known of an installation, and how the storage keeps it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.settings import Secret
from coaching_core.ids import WorkspaceId


class NotInstalled(Exception):
    """This workspace has not installed the app, or not any more."""


class Installation(Protocol):
    """What the storage gives back. ``document`` is ours: see ``written``."""

    @property
    def workspace(self) -> WorkspaceId: ...
    @property
    def team(self) -> str | None: ...
    @property
    def document(self) -> str: ...


class Installations(Protocol):
    """Keeps one installation a workspace, tokens encrypted, and the states of installations under way."""

    def find(self, enterprise: str | None, team: str | None) -> Installation | None: ...

    def save(self, installation: Any) -> None:
        """Takes what ``make`` made."""
        ...

    def mark_dead(self, workspace: WorkspaceId, reason: str, now: datetime) -> bool: ...

    def issue_state(self, state: str) -> None: ...

    def consume_state(self, state: str) -> bool:
        """Returns True once for a state that was issued less than ten minutes ago."""
        ...


Make = Callable[[str | None, str | None, str, datetime], Installation]
"""Makes the storage's value of enterprise, team, document and time."""


@dataclass(frozen=True, slots=True)
class Known:
    """An installation as far as calling Slack needs it."""

    workspace: WorkspaceId
    token: Secret
    bot_user_id: str
    scopes: frozenset[str]
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class Oauth:
    """The app's identity, to be installed in many workspaces."""

    client_id: str
    client_secret: Secret


def ids_of(workspace: WorkspaceId) -> tuple[str | None, str | None]:
    """Enterprise and team, of which a workspace's id is one."""
    return (workspace, None) if workspace.startswith("E") else (None, workspace)


def written(answer: AsyncSlackResponse, name: str) -> str:
    """What is kept of ``oauth.v2.access``, as JSON."""
    return json.dumps(
        {
            "v": 1,
            "name": name,
            "bot_token": str(answer["access_token"]),
            "bot_user_id": str(answer["bot_user_id"]),
            "scopes": str(answer.get("scope") or "").split(","),
            "installed_by": str((answer.get("authed_user") or {}).get("id") or ""),
        }
    )


def known(row: Installation) -> Known | None:
    if not row.document:
        return None
    document = json.loads(row.document)
    return Known(
        workspace=row.workspace,
        token=Secret(document["bot_token"]),
        bot_user_id=document["bot_user_id"],
        scopes=frozenset(document["scopes"]),
        team_id=row.team,
    )
