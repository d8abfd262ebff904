"""People's desks: what they were told, what they put off, and the days that have had their one message."""

import sqlalchemy as sa

from coaching_core.domain.desk import Desk
from coaching_core.errors import Stale
from coaching_core.ids import PersonId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import desks
from storage.upserting import insert_into

COLUMNS = ("person", "version")

_one = sa.and_(desks.c.workspace == TENANT, desks.c.person == sa.bindparam("of_person"))
_ONE = sa.select(desks).where(_one)
_SAVE = sa.update(desks).where(_one, desks.c.version == sa.bindparam("read_version"))


class SqlDesks(Repository):
    def of(self, person: PersonId) -> Desk:
        row = self.execute(_ONE, of_person=person).one_or_none()
        if row is None:
            return Desk(person)
        return from_document(Desk, row.document, person=PersonId(row.person), version=row.version)

    def save(self, desk: Desk) -> None:
        row = {"document": to_document(desk, without=COLUMNS), "version": desk.version + 1}
        if self.execute(_SAVE.values(row), of_person=desk.person, read_version=desk.version).rowcount == 1:
            return
        insert = insert_into(self._dialect, desks).values(workspace=TENANT).on_conflict_do_nothing()
        if desk.version or self.execute(insert, person=desk.person, **row).rowcount != 1:
            raise Stale("Something just changed here. Please try again.")
