"""
How the tables came to be, step by step (Alembic). The scripts travel inside the package.

A new step: change ``storage/tables.py``, write the next file in ``versions/``, name it in ``HEAD``. A test compares
the tables that the steps make with ``storage/tables.py``, on both databases.
"""

import sqlalchemy as sa
from sqlalchemy.engine import URL

from storage.engines import engine_for

HEAD = "0001"
"""The newest step, so that start-up need not load Alembic to see that nothing is to do."""

UPGRADE_SECONDS = 600
"""For one statement of a step, or for another process that upgrades."""
UPGRADE_LOCK = 20_260_101
"""Any number, as long as all processes take the same: PostgreSQL lets one of them at a time upgrade."""


def behind(connection: sa.Connection) -> bool:
    """Say whether a step is missing (or the database is newer than this program, which ``upgrade`` will refuse)."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return True
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() != HEAD


def upgrade(url: URL) -> None:
    """Run the missing steps in one transaction."""
    from alembic import command  # loads 30 MB: only when needed
    from alembic.config import Config

    engine = engine_for(url, writing=True, wait_seconds=UPGRADE_SECONDS)
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
