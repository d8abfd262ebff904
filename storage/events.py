"""Slack delivers an event again when it is in doubt: the first time counts."""

from datetime import datetime
from functools import cache

from storage.repository import TENANT, Repository
from storage.tables import events
from storage.upserting import DialectInsert, insert_into


@cache
def _put(dialect: str) -> DialectInsert:
    return insert_into(dialect, events).values(workspace=TENANT).on_conflict_do_nothing()


class SqlEvents(Repository):
    def first_time(self, event_id: str, now: datetime) -> bool:
        return self.execute(_put(self._dialect), event_id=event_id, at=now).rowcount == 1
