"""Pairings: who coaches whom. A pair has one at most that is proposed or accepted."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coaching_core.domain.people import Pairing, PairingState
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PairingId, PersonId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import LIVE, pairings, people
from storage.upserting import insert_into

COLUMNS = ("id", "rep", "manager", "state", "since", "version")

CHANGED = "Someone just changed this pairing. Please try again."

_one = sa.and_(pairings.c.workspace == TENANT, pairings.c.id == sa.bindparam("pairing"))
_ONE = sa.select(pairings).where(_one)
_BETWEEN = (
    sa.select(pairings)
    .where(
        pairings.c.workspace == TENANT,
        pairings.c.rep == sa.bindparam("of_rep"),
        pairings.c.manager == sa.bindparam("of_manager"),
    )
    .order_by(sa.case((pairings.c.state.in_(LIVE), 0), else_=1), pairings.c.since.desc(), pairings.c.id)
    .limit(1)
)
_OF_PERSON = (
    sa.select(pairings)
    .where(
        pairings.c.workspace == TENANT,
        sa.or_(pairings.c.rep == sa.bindparam("person"), pairings.c.manager == sa.bindparam("person")),
        pairings.c.state.in_(LIVE),
    )
    .order_by(pairings.c.since, pairings.c.id)
)
_LEFT_BEHIND = (
    sa.select(pairings)
    .where(
        pairings.c.workspace == TENANT,
        pairings.c.state == PairingState.ACCEPTED.value,
        sa.exists().where(
            people.c.workspace == TENANT, people.c.id.in_((pairings.c.rep, pairings.c.manager)), ~people.c.active
        ),
    )
    .order_by(pairings.c.since, pairings.c.id)
    .limit(sa.bindparam("most"))
)
_SAVE = sa.update(pairings).where(_one, pairings.c.version == sa.bindparam("read_version"))


class SqlPairings(Repository):
    def get(self, pairing: PairingId) -> Pairing:
        row = self.execute(_ONE, pairing=pairing).one_or_none()
        if row is None:
            raise NotFound("There is no such pairing.")
        return _to_domain(row)

    def between(self, rep: PersonId, manager: PersonId) -> Pairing | None:
        row = self.execute(_BETWEEN, of_rep=rep, of_manager=manager).one_or_none()
        return None if row is None else _to_domain(row)

    def of_person(self, person: PersonId) -> Sequence[Pairing]:
        return [_to_domain(row) for row in self.execute(_OF_PERSON, person=person)]

    def left_behind(self, *, limit: int = 20) -> Sequence[Pairing]:
        return [_to_domain(row) for row in self.execute(_LEFT_BEHIND, most=limit)]

    def save(self, pairing: Pairing) -> None:
        row = _to_row(pairing)
        update = _SAVE.values(version=pairing.version + 1, **row)
        try:
            if self.execute(update, pairing=pairing.id, read_version=pairing.version).rowcount == 1:
                return
        except IntegrityError:  # the pair has got another one since
            raise Stale(CHANGED) from None
        insert = insert_into(self._dialect, pairings).values(workspace=TENANT).on_conflict_do_nothing()
        is_new = pairing.version == 0
        if not is_new or self.execute(insert, id=pairing.id, version=pairing.version, **row).rowcount != 1:
            raise Stale(CHANGED)


def _to_row(pairing: Pairing) -> dict[str, Any]:
    return {
        "rep": pairing.rep,
        "manager": pairing.manager,
        "state": pairing.state.value,
        "since": pairing.since,
        "document": to_document(pairing, without=COLUMNS),
    }


def _to_domain(row: sa.Row[Any]) -> Pairing:
    columns = {name: getattr(row, name) for name in COLUMNS}
    return from_document(Pairing, row.document, **columns | {"state": PairingState(row.state)})
