"""
The door through which ticks look across workspaces: which of them have something to do. Ids only, and no content.

Delivery's own list is part of ``surfaces``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.surfaces import PlaceKind, Priority
from coaching_core.ids import ReviewId, WorkspaceId
from storage.tables import RUNNING, agenda, events, installations, reviews, surfaces
from storage.types import CannotOpen, DatabaseNow

if TYPE_CHECKING:
    from storage.transaction import Database


def _lives_in(workspace: sa.Column[str]) -> sa.ColumnElement[bool]:
    """Not one that has removed the app: what is due there waits until it is installed again."""
    gone = sa.exists().where(installations.c.workspace == workspace, installations.c.dead_at.is_not(None))
    return sa.not_(gone)


_REVIEWS_DUE = (
    sa.select(reviews.c.workspace, reviews.c.id)
    .where(reviews.c.next_look_at <= sa.bindparam("now"), reviews.c.stage.in_(RUNNING), _lives_in(reviews.c.workspace))
    .order_by(reviews.c.next_look_at, reviews.c.workspace, reviews.c.id)
    .limit(sa.bindparam("most"))
)
_APPOINTMENTS = (
    sa.select(agenda)
    .where(agenda.c.at <= sa.bindparam("now", type_=agenda.c.at.type), _lives_in(agenda.c.workspace))
    .order_by(agenda.c.at, agenda.c.workspace, agenda.c.kind, agenda.c.subject)
    .limit(sa.bindparam("most"))
)
_OLD_EVENTS = sa.delete(events).where(events.c.at < sa.bindparam("before"))


_WAITING = (
    sa.select(
        surfaces.c.priority,
        sa.func.count().label("number"),
        (DatabaseNow() - sa.func.min(surfaces.c.wanted_at)).label("age"),
    )
    .where(
        surfaces.c.shown < surfaces.c.wanted,  # as the index says it
        surfaces.c.state != sa.literal_column("'parked'"),
        surfaces.c.not_before.is_(None),
        surfaces.c.place_kind != PlaceKind.HOME.value,  # a Home is only due while somebody looks at it
    )
    .group_by(surfaces.c.priority)
)
_PARKED = (
    sa.select(surfaces.c.reason, sa.func.count().label("number"))
    .where(surfaces.c.state == sa.literal_column("'parked'"))
    .group_by(surfaces.c.reason)
)


_NEWEST = (
    sa.select(reviews.c.document).order_by(reviews.c.started_at.desc()).limit(1),
    sa.select(installations.c.document)
    .where(installations.c.document.is_not(None))
    .order_by(installations.c.installed_at.desc())
    .limit(1),
)
_UNPARK_OLD = (
    sa.update(surfaces)
    .where(surfaces.c.state == sa.literal_column("'parked'"), surfaces.c.retry_at <= DatabaseNow())
    .values(state=sa.case((surfaces.c.ts.is_not(None), "posted"), else_="new"), reason=None, retry_at=None)
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """
    Args:
        waiting: priority -> surfaces to be sent now.
        ages: priority -> seconds for which the oldest of them has waited.
        parked: Slack's reason -> surfaces that wait for a change.
    """

    waiting: Mapping[str, int]
    ages: Mapping[str, float]
    parked: Mapping[str, int]


class Worklist:
    def __init__(self, database: "Database") -> None:
        self._database = database

    def reviews_due(self, now: datetime, *, limit: int) -> Sequence[tuple[WorkspaceId, ReviewId]]:
        """Returns the running reviews of all workspaces at which it is time to look again, the oldest first."""
        with self._database.looking() as connection:
            rows = connection.execute(_REVIEWS_DUE, {"now": now, "most": limit})
            return [(WorkspaceId(row.workspace), ReviewId(row.id)) for row in rows]

    def appointments_due(self, now: datetime, *, limit: int) -> Sequence[tuple[WorkspaceId, Appointment]]:
        """Returns what it is time to look at in all workspaces, the oldest first."""
        with self._database.looking() as connection:
            rows = connection.execute(_APPOINTMENTS, {"now": now, "most": limit})
            return [
                (WorkspaceId(one.workspace), Appointment(AgendaKind(one.kind), one.subject, one.at)) for one in rows
            ]

    def backlog(self) -> Backlog:
        """What delivery still has to do, over all workspaces: numbers only."""
        with self._database.looking() as connection:
            waiting = connection.execute(_WAITING).all()
            parked = connection.execute(_PARKED).all()
        names = {row.priority: Priority(row.priority).name.lower() for row in waiting}
        return Backlog(
            waiting={names[row.priority]: row.number for row in waiting},
            ages={names[row.priority]: row.age or 0.0 for row in waiting},
            parked={row.reason or "unknown": row.number for row in parked},
        )

    def readable(self) -> bool:
        """Whether the key opens what was sealed last in a review and in an installation."""
        with self._database.looking() as connection:
            sealed = [one for newest in _NEWEST for one in connection.scalars(newest)]
        try:
            for one in sealed:
                self._database.cipher.open(one)
        except CannotOpen:
            return False
        return True

    def unpark_old(self) -> int:
        """Let delivery try again what has been parked for a day. Returns how many."""
        with self._database.writing() as connection:
            return connection.execute(_UNPARK_OLD).rowcount

    def forget_events(self, before: datetime) -> int:
        """Drop the ids of events that are too old to come again. Returns how many."""
        with self._database.writing() as connection:
            return connection.execute(_OLD_EVENTS, {"before": before}).rowcount
