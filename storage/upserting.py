"""The INSERT that both databases understand, ON CONFLICT included; SQLAlchemy has one of its own for each."""

from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

DialectInsert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_into(dialect: str, table: sa.Table) -> DialectInsert:
    """
    Args:
        dialect: ``sqlite`` or ``postgresql``.
    Returns:
        An INSERT whose result tells in ``rowcount`` whether a row was written.
    """
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.execution_options(preserve_rowcount=True)
