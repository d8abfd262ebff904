"""What every repository shares: one connection, one workspace, and no way to forget the latter."""

from typing import Any

import sqlalchemy as sa

from coaching_core.ids import WorkspaceId

TENANT: sa.BindParameter[str] = sa.bindparam("tenant", type_=sa.String)
"""Stands for the workspace in every statement; ``Repository.execute`` fills it in, and nobody else can."""


class Repository:
    """Bound to one workspace for as long as its transaction lasts."""

    def __init__(self, connection: sa.Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace
        self._dialect = connection.dialect.name

    def execute(self, statement: sa.Executable, **values: Any) -> sa.CursorResult[Any]:
        """Run a statement that names ``TENANT``; ``values`` are its other parameters."""
        return self._connection.execute(statement, {**values, "tenant": self._workspace})
