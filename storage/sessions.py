"""Logged coaching time, with everything that an entry was before it was corrected."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coaching_core.domain.coaching_time import CoachingSession, Said
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PersonId, SessionId, WorkspaceId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import coaching_sessions
from storage.types import Cipher
from storage.upserting import insert_into

COLUMNS = ("id", "rep", "manager", "said", "version")

_one = sa.and_(coaching_sessions.c.workspace == TENANT, coaching_sessions.c.id == sa.bindparam("session"))
_ONE = sa.select(coaching_sessions).where(_one)
_OF_PAIR = (
    sa.select(coaching_sessions)
    .where(
        coaching_sessions.c.workspace == TENANT,
        coaching_sessions.c.rep == sa.bindparam("of_rep"),
        coaching_sessions.c.manager == sa.bindparam("of_manager"),
        coaching_sessions.c.took_place_on >= sa.bindparam("since"),
    )
    .order_by(coaching_sessions.c.took_place_on, coaching_sessions.c.id)
)
_SAVE = sa.update(coaching_sessions).where(_one, coaching_sessions.c.version == sa.bindparam("read_version"))


class SqlSessions(Repository):
    def __init__(self, connection: sa.Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        super().__init__(connection, workspace)
        self._cipher = cipher

    def get(self, session: SessionId) -> CoachingSession:
        row = self.execute(_ONE, session=session).one_or_none()
        if row is None:
            raise NotFound("There is no such entry.")
        return self._to_domain(row)

    def of_pair(self, rep: PersonId, manager: PersonId, *, since: date) -> Sequence[CoachingSession]:
        rows = self.execute(_OF_PAIR, of_rep=rep, of_manager=manager, since=since)
        return [self._to_domain(row) for row in rows]

    def save(self, session: CoachingSession) -> None:
        row = {
            "rep": session.rep,
            "manager": session.manager,
            "took_place_on": session.entry.on,
            "said": session.said.value,
            "document": self._cipher.seal(to_document(session, without=COLUMNS)),
            "version": session.version + 1,
        }
        if self.execute(_SAVE.values(row), session=session.id, read_version=session.version).rowcount == 1:
            return
        insert = insert_into(self._dialect, coaching_sessions).values(workspace=TENANT).on_conflict_do_nothing()
        if session.version or self.execute(insert, id=session.id, **row | {"version": 0}).rowcount != 1:
            raise Stale("Someone just changed this entry. Please try again.")

    def _to_domain(self, row: sa.Row[Any]) -> CoachingSession:
        columns = {name: getattr(row, name) for name in COLUMNS}
        document = self._cipher.open(row.document)
        return from_document(CoachingSession, document, **columns | {"said": Said(row.said)})
