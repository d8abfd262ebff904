"""People of a workspace, as Slack last described them."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from coaching_core.domain.people import Person
from coaching_core.ids import PersonId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import people
from storage.upserting import DialectInsert, insert_into

COLUMNS = ("id", "name", "active")

_ONE = sa.select(people).where(people.c.workspace == TENANT, people.c.id == sa.bindparam("person"))
_ONE_HELD = _ONE.with_for_update()


@cache
def _put(dialect: str) -> DialectInsert:
    insert = insert_into(dialect, people).values(workspace=TENANT)
    return insert.on_conflict_do_update(
        index_elements=[people.c.workspace, people.c.id],
        set_={name: insert.excluded[name] for name in ("name", "active", "document")},
    )


class SqlPeople(Repository):
    def find(self, person: PersonId) -> Person | None:
        return self._read(_ONE, person)

    def find_held(self, person: PersonId) -> Person | None:
        return self._read(_ONE_HELD, person)

    def save(self, person: Person) -> None:
        document = to_document(person, without=COLUMNS)
        self.execute(_put(self._dialect), id=person.id, name=person.name, active=person.active, document=document)

    def _read(self, one: sa.Select[Any], person: PersonId) -> Person | None:
        row = self.execute(one, person=person).one_or_none()
        if row is None:
            return None
        return from_document(Person, row.document, **{name: getattr(row, name) for name in COLUMNS})
