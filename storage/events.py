"""Slack delivers an event again when it is in doubt: the first time counts."""

from datetime import datetime
from functools import cache

import sqlalchemy as sa

from storage.repository import TENANT, Repository
from storage.tables import events
from storage.upserting import DialectInsert, insert_into


@cache
def _put(dialect: str) -> DialectInsert:
    return insert_into(dialect, events).values(workspace=TENANT).on_conflict_do_nothing()


_KNOWN = sa.select(sa.literal(1)).where(events.c.workspace == TENANT, events.c.event_id == sa.bindparam("asked"))


class SqlEvents(Repository):
    def known(self, event_id: str) -> bool:
        return self.execute(_KNOWN, asked=event_id).one_or_none() is not None

    def first_time(self, event_id: str, now: datetime) -> bool:
        return self.execute(_put(self._dialect), event_id=event_id, at=now).rowcount == 1
