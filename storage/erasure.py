"""Erasing: what is gone here is gone from everything that is made from the database afterwards."""

import sqlalchemy as sa

from coaching_core.ids import WorkspaceId
from storage.tables import metadata
from storage.transaction import Database


def erase_workspace(database: Database, workspace: WorkspaceId) -> int:
    """
    Delete every row of a workspace, as after the grace period of an uninstalled app.

    Not from within ``Database.submit``: SQLite's files are cleaned up, too.

    Returns:
        How many rows there were.
    """
    with database.writing() as connection:
        rows = sum(
            connection.execute(sa.delete(table).where(table.c.workspace == workspace)).rowcount
            for table in reversed(metadata.sorted_tables)
            if "workspace" in table.c
        )
    database.forget_erased()
    return rows
