"""Coaching plans that were agreed to: items, notes and evidence in one sealed document each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.review import Review
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PersonId, ReviewId, WorkspaceId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import plans
from storage.types import Cipher
from storage.upserting import insert_into

COLUMNS = ("id", "rep", "manager", "agreed_at", "current", "version")

CHANGED = "Someone just changed this plan. Please try again."

_one = sa.and_(plans.c.workspace == TENANT, plans.c.id == sa.bindparam("plan"))
_ONE = sa.select(plans).where(_one)
_CURRENT = sa.select(plans).where(
    plans.c.workspace == TENANT,
    plans.c.rep == sa.bindparam("of_rep"),
    plans.c.manager == sa.bindparam("of_manager"),
    plans.c.current,
)
_BEFORE = (
    sa.select(plans)
    .where(
        plans.c.workspace == TENANT,
        plans.c.rep == sa.bindparam("of_rep"),
        plans.c.manager == sa.bindparam("of_manager"),
        plans.c.agreed_at <= sa.bindparam("begun", type_=plans.c.agreed_at.type),
        plans.c.id != sa.bindparam("own"),
    )
    .order_by(plans.c.agreed_at.desc(), plans.c.id)
    .limit(1)
)
_OF_PERSON = (
    sa.select(plans)
    .where(
        plans.c.workspace == TENANT,
        sa.or_(plans.c.rep == sa.bindparam("person"), plans.c.manager == sa.bindparam("person")),
    )
    .order_by(plans.c.current.desc(), plans.c.agreed_at.desc(), plans.c.id)
    .limit(sa.bindparam("most"))
)
_SAVE = sa.update(plans).where(_one, plans.c.version == sa.bindparam("read_version"))


class SqlPlans(Repository):
    def __init__(self, connection: sa.Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        super().__init__(connection, workspace)
        self._cipher = cipher

    def get(self, plan: ReviewId) -> CoachingPlan:
        row = self.execute(_ONE, plan=plan).one_or_none()
        if row is None:
            raise NotFound("There is no such plan.")
        return self._to_domain(row)

    def current_of(self, rep: PersonId, manager: PersonId) -> CoachingPlan | None:
        row = self.execute(_CURRENT, of_rep=rep, of_manager=manager).one_or_none()
        return None if row is None else self._to_domain(row)

    def before(self, review: Review) -> CoachingPlan | None:
        found = {"of_rep": review.rep, "of_manager": review.manager, "begun": review.started_at, "own": review.id}
        row = self.execute(_BEFORE, **found).one_or_none()
        return None if row is None else self._to_domain(row)

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[CoachingPlan]:
        return [self._to_domain(row) for row in self.execute(_OF_PERSON, person=person, most=limit)]

    def save(self, plan: CoachingPlan) -> None:
        row = {
            "rep": plan.rep,
            "manager": plan.manager,
            "agreed_at": plan.agreed_at,
            "current": plan.current,
            "document": self._cipher.seal(to_document(plan, without=COLUMNS)),
        }
        update = _SAVE.values(version=plan.version + 1, **row)
        try:
            if self.execute(update, plan=plan.id, read_version=plan.version).rowcount == 1:
                return
        except IntegrityError:  # the pair has got another one since
            raise Stale(CHANGED) from None
        insert = insert_into(self._dialect, plans).values(workspace=TENANT).on_conflict_do_nothing()
        if plan.version or self.execute(insert, id=plan.id, version=0, **row).rowcount != 1:
            raise Stale(CHANGED)

    def _to_domain(self, row: sa.Row[Any]) -> CoachingPlan:
        columns = {name: getattr(row, name) for name in COLUMNS}
        return from_document(CoachingPlan, self._cipher.open(row.document), **columns)
