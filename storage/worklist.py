"""
The door through which ticks look across workspaces: which of them have something to do. Ids only, and no content.

Delivery's own list is part of ``surfaces``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from coaching_core.ids import ReviewId, WorkspaceId
from storage.tables import RUNNING, events, reviews

if TYPE_CHECKING:
    from storage.transaction import Database

_REVIEWS_DUE = (
    sa.select(reviews.c.workspace, reviews.c.id)
    .where(reviews.c.next_look_at <= sa.bindparam("now"), reviews.c.stage.in_(RUNNING))
    .order_by(reviews.c.next_look_at, reviews.c.workspace, reviews.c.id)
    .limit(sa.bindparam("most"))
)
_OLD_EVENTS = sa.delete(events).where(events.c.at < sa.bindparam("before"))


class Worklist:
    def __init__(self, database: "Database") -> None:
        self._database = database

    def reviews_due(self, now: datetime, *, limit: int) -> Sequence[tuple[WorkspaceId, ReviewId]]:
        """Returns the running reviews of all workspaces at which it is time to look again, the oldest first."""
        with self._database.looking() as connection:
            rows = connection.execute(_REVIEWS_DUE, {"now": now, "most": limit})
            return [(WorkspaceId(row.workspace), ReviewId(row.id)) for row in rows]

    def forget_events(self, before: datetime) -> int:
        """Drop the ids of events that are too old to come again. Returns how many."""
        with self._database.writing() as connection:
            return connection.execute(_OLD_EVENTS, {"before": before}).rowcount
