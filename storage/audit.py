"""Who did what to what: ids and actions, never what somebody wrote."""

from datetime import datetime

import sqlalchemy as sa

from coaching_core.ids import PersonId
from storage.repository import TENANT, Repository
from storage.tables import audit

_ADD = sa.insert(audit).values(workspace=TENANT)


class SqlAudit(Repository):
    def note(self, actor: PersonId, action: str, subject: str, now: datetime) -> None:
        self.execute(_ADD, actor=actor, action=action, subject=subject, at=now)
