"""
Where the app is installed, with the tokens (sealed), and the one-time states of installations under way.

Here a workspace is found, so these statements cannot be bound to one: they look for exactly one enterprise and team.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coaching_core.ids import WorkspaceId
from storage.tables import installations, oauth_states
from storage.types import DatabaseNow
from storage.upserting import DialectInsert, insert_into

if TYPE_CHECKING:
    from storage.transaction import Database

STATE_SECONDS = 600
"""For how long a started installation may be finished."""


@dataclass(frozen=True, slots=True)
class Installation:
    """
    Args:
        enterprise, team: Slack's ids; a team of None is an installation for a whole organisation.
        document: the tokens and all else that the installer keeps, as its own JSON; empty once dead.
        dead_reason: why the tokens are no longer good.
    """

    enterprise: str | None
    team: str | None
    document: str
    installed_at: datetime
    dead_reason: str | None = None

    @property
    def workspace(self) -> WorkspaceId:
        return WorkspaceId(self.team or self.enterprise or "")


_team = installations.c.team == sa.bindparam("of_team")
_organisation = sa.and_(installations.c.team.is_(None), installations.c.enterprise == sa.bindparam("of_enterprise"))
_FIND = (
    sa.select(installations)
    .where(sa.or_(_team, _organisation), installations.c.dead_at.is_(None))
    .order_by(sa.case((_team, 0), else_=1))
    .limit(1)
)
_this = installations.c.workspace == sa.bindparam("tenant")
_DIE = (
    sa.update(installations)
    .where(_this, installations.c.dead_at.is_(None))
    .values(document=None, dead_at=sa.bindparam("now"), dead_reason=sa.bindparam("why"))
)
_DELETE = sa.delete(installations).where(_this)
_ALIVE = (
    sa.select(installations.c.workspace).where(installations.c.dead_at.is_(None)).order_by(installations.c.workspace)
)
_ALL_DEAD = sa.select(installations.c.workspace, installations.c.dead_reason).where(
    installations.c.dead_at.is_not(None)
)
_DEAD = sa.select(installations.c.workspace).where(installations.c.dead_at < sa.bindparam("before"))

_DROP_OLD = sa.delete(oauth_states).where(oauth_states.c.until < DatabaseNow())
_ISSUE = sa.insert(oauth_states).values(until=DatabaseNow() + STATE_SECONDS)
_CONSUME = sa.delete(oauth_states).where(
    oauth_states.c.state == sa.bindparam("given"), oauth_states.c.until >= DatabaseNow()
)


@cache
def _put(dialect: str) -> DialectInsert:
    insert = insert_into(dialect, installations)
    columns = ("enterprise", "team", "document", "installed_at", "dead_at", "dead_reason")
    return insert.on_conflict_do_update(
        index_elements=[installations.c.workspace], set_={name: insert.excluded[name] for name in columns}
    )


class SqlInstallations:
    """Every method is a transaction of its own."""

    def __init__(self, database: "Database") -> None:
        self._database = database

    def save(self, installation: Installation) -> None:
        """Insert or replace; an installation that was dead lives again. Raises ``ValueError`` without any id."""
        if not installation.workspace:
            raise ValueError("An installation belongs to a team or to an enterprise.")
        with self._database.writing() as connection:
            connection.execute(
                _put(self._database.dialect),
                {
                    "workspace": installation.workspace,
                    "enterprise": installation.enterprise,
                    "team": installation.team,
                    "document": self._database.cipher.seal(installation.document),
                    "installed_at": installation.installed_at,
                    "dead_at": None,
                    "dead_reason": None,
                },
            )

    def find(self, enterprise: str | None, team: str | None) -> Installation | None:
        """Returns the living installation of the team, else that of its whole organisation."""
        with self._database.looking() as connection:
            row = connection.execute(_FIND, {"of_enterprise": enterprise, "of_team": team}).one_or_none()
        return None if row is None else self._to_domain(row)

    def mark_dead(self, workspace: WorkspaceId, reason: str, now: datetime) -> bool:
        """The tokens are revoked: drop them at once. Returns False if it was known."""
        with self._database.writing() as connection:
            return connection.execute(_DIE, {"tenant": workspace, "now": now, "why": reason}).rowcount == 1

    def delete(self, workspace: WorkspaceId) -> None:
        with self._database.writing() as connection:
            connection.execute(_DELETE, {"tenant": workspace})

    def alive(self) -> Sequence[WorkspaceId]:
        with self._database.looking() as connection:
            return [WorkspaceId(row.workspace) for row in connection.execute(_ALIVE)]

    def dead(self) -> Mapping[WorkspaceId, str]:
        """Returns the workspaces whose token is not taken any more, and why."""
        with self._database.looking() as connection:
            return {WorkspaceId(row.workspace): row.dead_reason or "" for row in connection.execute(_ALL_DEAD)}

    def dead_since(self, before: datetime) -> Sequence[WorkspaceId]:
        """Returns the workspaces that uninstalled the app before this moment."""
        with self._database.looking() as connection:
            return [WorkspaceId(row.workspace) for row in connection.execute(_DEAD, {"before": before})]

    def issue_state(self, state: str) -> None:
        """Begin an installation. ``state`` is a fresh random text, good for ten minutes of real time."""
        with self._database.writing() as connection:
            connection.execute(_DROP_OLD)
            connection.execute(_ISSUE, {"state": state})

    def consume_state(self, state: str) -> bool:
        """Returns True exactly once for a state that was issued and is not too old."""
        with self._database.writing() as connection:
            return connection.execute(_CONSUME, {"given": state}).rowcount == 1

    def _to_domain(self, row: sa.Row[Any]) -> Installation:
        document = "" if row.document is None else self._database.cipher.open(row.document)
        return Installation(row.enterprise, row.team, document, row.installed_at, row.dead_reason)
