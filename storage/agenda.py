"""When time is to look at something: one row a kind and subject, found by ticks over one index (``worklist``)."""

from datetime import datetime
from functools import cache

import sqlalchemy as sa

from coaching_core.domain.agenda import AgendaKind
from storage.repository import TENANT, Repository
from storage.tables import agenda
from storage.upserting import DialectInsert, insert_into

_one = sa.and_(
    agenda.c.workspace == TENANT,
    agenda.c.kind == sa.bindparam("of_kind"),
    agenda.c.subject == sa.bindparam("of_subject"),
)
_AT = sa.select(agenda.c.at).where(_one)
_DROP = sa.delete(agenda).where(_one)
_TAKE = sa.delete(agenda).where(_one, agenda.c.at == sa.bindparam("read_at", type_=agenda.c.at.type))


@cache
def _put(dialect: str) -> DialectInsert:
    insert = insert_into(dialect, agenda).values(workspace=TENANT)
    return insert.on_conflict_do_update(
        index_elements=[agenda.c.workspace, agenda.c.kind, agenda.c.subject], set_={"at": insert.excluded.at}
    )


class SqlAgenda(Repository):
    def put(self, kind: AgendaKind, subject: str, at: datetime | None) -> None:
        if at is None:
            self.execute(_DROP, of_kind=kind.value, of_subject=subject)
        else:
            self.execute(_put(self._dialect), kind=kind.value, subject=subject, at=at)

    def at(self, kind: AgendaKind, subject: str) -> datetime | None:
        found: datetime | None = self.execute(_AT, of_kind=kind.value, of_subject=subject).scalar_one_or_none()
        return found

    def take(self, kind: AgendaKind, subject: str, at: datetime) -> bool:
        return self.execute(_TAKE, of_kind=kind.value, of_subject=subject, read_at=at).rowcount == 1
