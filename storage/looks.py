"""Second looks: the answers of both, sealed or opened, in one encrypted document each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from coaching_core.domain.second_look import SecondLook
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import LookId, PersonId, ReviewId, WorkspaceId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import second_looks
from storage.types import Cipher
from storage.upserting import insert_into

COLUMNS = ("id", "rep", "manager", "plan", "asked_at", "version")

_one = sa.and_(second_looks.c.workspace == TENANT, second_looks.c.id == sa.bindparam("look"))
_ONE = sa.select(second_looks).where(_one)
_OURS = sa.select(second_looks).where(second_looks.c.workspace == TENANT)
_IN_ORDER = (second_looks.c.asked_at, second_looks.c.id)
_OF_PLAN = _OURS.where(second_looks.c.plan == sa.bindparam("of_plan")).order_by(*_IN_ORDER)
_either = sa.or_(second_looks.c.rep == sa.bindparam("person"), second_looks.c.manager == sa.bindparam("person"))
_OF_PERSON = _OURS.where(_either).order_by(*_IN_ORDER)
_SAVE = sa.update(second_looks).where(_one, second_looks.c.version == sa.bindparam("read_version"))


class SqlLooks(Repository):
    def __init__(self, connection: sa.Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        super().__init__(connection, workspace)
        self._cipher = cipher

    def get(self, look: LookId) -> SecondLook:
        row = self.execute(_ONE, look=look).one_or_none()
        if row is None:
            raise NotFound("There is no such second look.")
        return self._to_domain(row)

    def of_plan(self, plan: ReviewId) -> Sequence[SecondLook]:
        return [self._to_domain(row) for row in self.execute(_OF_PLAN, of_plan=plan)]

    def of_person(self, person: PersonId) -> Sequence[SecondLook]:
        return [self._to_domain(row) for row in self.execute(_OF_PERSON, person=person)]

    def save(self, look: SecondLook) -> None:
        row = {
            "rep": look.rep,
            "manager": look.manager,
            "plan": look.plan,
            "asked_at": look.asked_at,
            "document": self._cipher.seal(to_document(look, without=COLUMNS)),
            "version": look.version + 1,
        }
        if look.version:
            done = self.execute(_SAVE.values(row), look=look.id, read_version=look.version)
        else:
            insert = insert_into(self._dialect, second_looks).values(workspace=TENANT).on_conflict_do_nothing()
            done = self.execute(insert, id=look.id, **row)
        if done.rowcount != 1:
            raise Stale("Someone just changed this second look. Please try again.")

    def _to_domain(self, row: sa.Row[Any]) -> SecondLook:
        columns = {name: getattr(row, name) for name in COLUMNS}
        return from_document(SecondLook, self._cipher.open(row.document), **columns)
