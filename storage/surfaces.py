"""
What Slack should show and what it shows: the use cases' side (inside a transaction) and the reconciler's.

A surface is *due* when its wanted revision is newer than the shown one and nothing holds it back: a time before which
nothing is sent, a retry, an earlier message of its thread, or nobody watching (a Home). Leases, attempts and retries
run on the database's clock, ``not_before`` and a Home's ten minutes on business time.

Over 300 lines, because the two sides share one table whose columns only make sense together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from coaching_core.domain.surfaces import Place, PlaceKind, Policy, Priority, Surface, SurfaceKind, home
from coaching_core.ids import PersonId, SurfaceKey, WorkspaceId
from coaching_core.ports import DeliveryState, Due, Speaker
from storage.tables import speakers, surfaces
from storage.types import CannotOpen, Cipher, DatabaseNow
from storage.upserting import insert_into

HINT_SECONDS = 25 * 60
"""Slack takes a ``response_url`` for 30 minutes."""
WATCHED = timedelta(minutes=10)
"""For how long a Home follows the state after its person opened it."""
GRACE_SECONDS = 20.0
"""When a post of unknown outcome has either taken effect or never will."""
EARLY_SECONDS = 2.0
"""When it is first looked for: most often it stands, and then nobody has to wait for the rest of the grace."""
MARGIN_SECONDS = 10.0
"""What must be left of the lease when a first post begins; longer than any call to Slack may take."""
PARKED_SECONDS = 24 * 3600.0
"""After which a parked surface is tried again even if nobody said that its cause is gone."""

_NOBODY = ""
_NEW, _POSTING, _POSTED = DeliveryState.NEW.value, DeliveryState.POSTING.value, DeliveryState.POSTED.value
_PARKED: sa.ColumnElement[str] = sa.literal_column(f"'{DeliveryState.PARKED.value}'")
"""In the text of a statement and not as a parameter, or no plan could use the partial index."""
_SAID_ONCE = surfaces.c.policy == Policy.ONCE.value
_ONLY_ONCE_MORE = sa.and_(surfaces.c.confirm_at.is_not(None), surfaces.c.retry_at == surfaces.c.confirm_at)
"""It was written as it should be, and is to be written again only in case an earlier write came late."""


def _wanting(dialect: str) -> sa.Insert:
    """The upsert of one wish."""
    new = insert_into(dialect, surfaces).values(wanted_at=DatabaseNow())
    earlier = sa.case(
        (surfaces.c.shown >= surfaces.c.wanted, new.excluded.not_before),
        (sa.or_(surfaces.c.not_before.is_(None), new.excluded.not_before.is_(None)), sa.null()),
        (surfaces.c.not_before < new.excluded.not_before, surfaces.c.not_before),
        else_=new.excluded.not_before,
    )
    fresh = new.excluded.hint.is_not(None)
    settled = sa.and_(_SAID_ONCE, surfaces.c.state == _POSTED)
    return new.on_conflict_do_update(
        index_elements=[surfaces.c.workspace, surfaces.c.key],
        set_={
            "wanted": sa.case((settled, surfaces.c.wanted), else_=surfaces.c.wanted + 1),
            "wanted_at": sa.case(
                (surfaces.c.shown >= surfaces.c.wanted, new.excluded.wanted_at), else_=surfaces.c.wanted_at
            ),
            "not_before": earlier,
            # what only waits to be written once more need not wait when there is something new
            "retry_at": sa.case((surfaces.c.confirm_at.is_not(None), sa.null()), else_=surfaces.c.retry_at),
            "hint": sa.case((fresh, new.excluded.hint), else_=surfaces.c.hint),
            "hint_until": sa.case((fresh, new.excluded.hint_until), else_=surfaces.c.hint_until),
        },
    )


_WANT = {dialect: _wanting(dialect) for dialect in ("sqlite", "postgresql")}
_FIRST_SPEAKER = {dialect: insert_into(dialect, speakers).on_conflict_do_nothing() for dialect in _WANT}


class SqlSurfaces:
    """
    Implements ``ports.Surfaces`` on the connection of a transaction in one workspace.

    ``wanted`` tells, at the end, whether delivery is to be woken after the commit.
    """

    def __init__(self, connection: Connection, workspace: WorkspaceId, cipher: Cipher) -> None:
        self._connection = connection
        self._workspace = workspace
        self._cipher = cipher
        self.wanted = False

    def want(self, surfaces: Iterable[Surface], *, hint: str | None = None, not_before: datetime | None = None) -> None:
        """``hint`` must come from a click on the very message of the first surface, or another message is redrawn."""
        unique = {surface.key: surface for surface in surfaces}
        if not unique:
            return
        first = next(iter(unique))
        now = self._connection.scalar(sa.select(DatabaseNow())) if hint else None
        rows = [
            _row(self._workspace, surface)
            | {
                "not_before": surface.not_before or not_before,
                "hint": self._cipher.seal(hint) if hint and key == first else None,
                "hint_until": now + HINT_SECONDS if now is not None and key == first else None,
            }
            for key, surface in sorted(unique.items())  # always in one order: two transactions cannot deadlock
        ]
        self._connection.execute(_WANT[self._connection.dialect.name], rows)
        if any(
            row["not_before"] is None for row in rows
        ):  # what is for later is found later: a busy page does not wake delivery at every click
            self.wanted = True

    def seen(self, person: PersonId, now: datetime) -> None:
        mine = home(person)
        self.want([mine])
        self._update(mine.key, watched_until=now + WATCHED)

    def link_of(self, key: SurfaceKey) -> tuple[str, str] | None:
        row = self._connection.execute(
            sa.select(surfaces.c.channel, surfaces.c.ts).where(_is(self._workspace, key), surfaces.c.ts.is_not(None))
        ).one_or_none()
        return None if row is None else (row.channel, row.ts)

    def forget_message(self, key: SurfaceKey) -> None:
        self._update(key, surfaces.c.ts.is_not(None), state=_NEW, channel=None, ts=None, hash=None, confirm_at=None)

    def _update(self, key: SurfaceKey, *where: sa.ColumnElement[bool], **values: Any) -> None:
        self._connection.execute(sa.update(surfaces).where(_is(self._workspace, key), *where).values(**values))


def _row(workspace: WorkspaceId, surface: Surface) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "key": surface.key,
        "kind": surface.kind.value,
        "subject": surface.subject,
        "part": surface.part,
        "place_kind": surface.place.kind.value,
        "place_ids": surface.place.ids,
        "thread": surface.thread,
        "seq": surface.seq,
        "policy": surface.policy.value,
        "priority": surface.priority.value,
    }


def _to_surface(row: Mapping[Any, Any]) -> Surface:
    return Surface(
        kind=SurfaceKind(row["kind"]),
        subject=row["subject"],
        part=row["part"],
        place=Place(PlaceKind(row["place_kind"]), row["place_ids"]),
        thread=None if row["thread"] is None else SurfaceKey(row["thread"]),
        seq=row["seq"],
        policy=Policy(row["policy"]),
        priority=Priority(row["priority"]),
    )


def _is(workspace: WorkspaceId, key: SurfaceKey) -> sa.ColumnElement[bool]:
    return sa.and_(surfaces.c.workspace == workspace, surfaces.c.key == key)


_parent = surfaces.alias("parent")
_earlier = surfaces.alias("earlier")


def _is_due(now: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
    """Whether a row joined with its ``_parent`` may be worked on at this moment of business time."""
    s, e = surfaces.c, _earlier.c
    waits_for_another = (
        sa.select(sa.literal(1))
        .where(e.workspace == s.workspace, e.thread == s.thread, e.seq < s.seq)
        .where(sa.or_(e.state == _POSTING, sa.and_(e.state == _NEW, e.shown < e.wanted)))
        .exists()
    )
    in_its_order = sa.and_(_parent.c.ts.is_not(None), sa.not_(waits_for_another))
    return sa.and_(
        s.shown < s.wanted,
        s.state != _PARKED,
        sa.or_(s.retry_at.is_(None), s.retry_at <= DatabaseNow()),
        sa.or_(s.not_before.is_(None), s.not_before <= now),
        sa.or_(s.place_kind != PlaceKind.HOME.value, s.watched_until >= now),
        sa.or_(s.policy == Policy.LIVE.value, s.state != _POSTED),
        sa.or_(s.state != _NEW, s.thread.is_(None), in_its_order),
    )


_with_parent = surfaces.outerjoin(
    _parent, sa.and_(_parent.c.workspace == surfaces.c.workspace, _parent.c.key == surfaces.c.thread)
)
_business_now = sa.bindparam("now", type_=surfaces.c.not_before.type)
_WORKLIST = (
    # whoever was served longest ago comes first, so that no workspace keeps another from its turn
    sa.select(surfaces.c.workspace)
    .select_from(_with_parent.outerjoin(speakers, speakers.c.workspace == surfaces.c.workspace))
    .where(_is_due(_business_now))
    .group_by(surfaces.c.workspace)
    .having(sa.func.coalesce(sa.func.max(speakers.c.until), 0) <= DatabaseNow())
    .order_by(sa.func.coalesce(sa.func.max(speakers.c.until), 0), surfaces.c.workspace)
    .limit(sa.bindparam("most"))
)
_posted_first = sa.case((surfaces.c.state == _POSTED, 0), else_=1)
_news_first = sa.case((_ONLY_ONCE_MORE, 1), else_=0)
_order = (_news_first, surfaces.c.priority, _posted_first, surfaces.c.seq, surfaces.c.key)
_DUE_KEYS = (
    # as many first posts as updates: neither can crowd out the other
    sa.select(
        surfaces.c.key,
        sa.func.row_number().over(partition_by=_posted_first, order_by=_order).label("nth"),
    )
    .select_from(_with_parent)
    .where(surfaces.c.workspace == sa.bindparam("workspace"), _is_due(_business_now))
    # always true: without it (and without statistics) SQLite prefers an index through all the workspace's rows
    .where(surfaces.c.priority >= 0)
    .subquery("due_keys")
)
_DUE = (
    sa.select(
        surfaces,
        _parent.c.channel.label("parent_channel"),
        _parent.c.ts.label("parent_ts"),
        (surfaces.c.hint_until > DatabaseNow()).label("hint_is_fresh"),
        (surfaces.c.attempt_at + sa.bindparam("grace", type_=sa.Double) <= DatabaseNow()).label("grace_over"),
        (surfaces.c.confirm_at > DatabaseNow()).label("in_doubt"),  # null: there is no doubt
        _ONLY_ONCE_MORE.label("only_once_more"),
    )
    .select_from(_with_parent.join(_DUE_KEYS, _DUE_KEYS.c.key == surfaces.c.key))
    .where(surfaces.c.workspace == sa.bindparam("workspace"), _DUE_KEYS.c.nth <= sa.bindparam("most"))
    .order_by(*_order)
)

Connecting = Callable[[], AbstractContextManager[Connection]]


class SqlDeliveries:
    """
    Implements ``ports.Deliveries``: every method is a transaction of its own.

    Args:
        writing: a connection in a transaction that commits when the block is left.
        reading: a connection for reads only.
        cipher: opens the hints.
        grace: seconds after an attempt when a post of unknown outcome stands or never will.
        early: seconds after an attempt when it may first be looked up.
        margin: seconds that a lease must still have when a first post begins.
    """

    def __init__(
        self,
        writing: Connecting,
        reading: Connecting,
        cipher: Cipher,
        *,
        grace: float = GRACE_SECONDS,
        early: float = EARLY_SECONDS,
        margin: float = MARGIN_SECONDS,
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._cipher = cipher
        self._grace = grace
        self._early = early
        self._margin = margin

    # --- who speaks

    def worklist(self, now: datetime, *, limit: int) -> Sequence[WorkspaceId]:
        with self._reading() as connection:
            return [WorkspaceId(one) for one in connection.scalars(_WORKLIST, {"now": now, "most": limit})]

    def claim(self, workspace: WorkspaceId, owner: str, *, seconds: float) -> Speaker | None:
        with self._writing() as connection:
            free = (
                sa.select(speakers.c.owner, speakers.c.token)
                .where(speakers.c.workspace == workspace, speakers.c.until <= DatabaseNow())
                .with_for_update(skip_locked=True)
            )
            row = connection.execute(free).one_or_none()
            if row is None:
                first = {"workspace": workspace, "owner": _NOBODY, "token": 0, "until": 0.0}
                if connection.execute(_FIRST_SPEAKER[connection.dialect.name], first).rowcount != 1:
                    return None  # another one speaks
                row = connection.execute(free).one()
            if row.owner != _NOBODY:
                self._distrust(connection, workspace)
            connection.execute(
                sa.update(speakers)
                .where(speakers.c.workspace == workspace)
                .values(owner=owner, token=row.token + 1, until=DatabaseNow() + seconds)
            )
            return Speaker(workspace, owner, row.token + 1)

    def _distrust(self, connection: Connection, workspace: WorkspaceId) -> None:
        """
        The last speaker ended in the middle of its work: what its open updates did, and may still do, is not known. So
        redraw them, and once more after the grace. What waits for its next try was not under way; and what was only to
        be written once more shows the right thing already, so that many sudden ends do not pile up work.
        """
        now = connection.execute(sa.select(DatabaseNow())).scalar_one()
        open_updates = sa.and_(
            surfaces.c.workspace == workspace,
            surfaces.c.shown < surfaces.c.wanted,
            surfaces.c.state == _POSTED,
            sa.or_(surfaces.c.retry_at.is_(None), surfaces.c.retry_at <= now),
        )
        in_order = sa.select(surfaces.c.key).where(open_updates).order_by(surfaces.c.key).with_for_update()
        keys = connection.scalars(in_order).all()
        if keys:
            again_at = sa.case((_ONLY_ONCE_MORE, now + self._grace), else_=surfaces.c.retry_at)
            doubt = {"hash": None, "confirm_at": now + self._grace, "retry_at": again_at}
            connection.execute(sa.update(surfaces).where(open_updates, surfaces.c.key.in_(keys)).values(doubt))

    def renew(self, speaker: Speaker, *, seconds: float) -> bool:
        with self._writing() as connection:
            until = sa.update(speakers).where(_speaks(speaker)).values(until=DatabaseNow() + seconds)
            return connection.execute(until).rowcount == 1

    def release(self, speaker: Speaker) -> None:
        with self._writing() as connection:
            connection.execute(sa.update(speakers).where(_speaks(speaker)).values(owner=_NOBODY, until=DatabaseNow()))

    def end_leases(self) -> None:
        """Let all leases end now; for a caller who knows that nobody who holds one is alive."""
        cut_off = sa.and_(speakers.c.owner != _NOBODY, speakers.c.until > DatabaseNow())
        with self._writing() as connection:
            connection.execute(sa.update(speakers).where(cut_off).values(until=DatabaseNow()))

    # --- what is to be said

    def due(self, speaker: Speaker, now: datetime, *, limit: int) -> Sequence[Due]:
        """Up to ``limit`` first posts (and look-ups) and up to ``limit`` updates, the most urgent first."""
        with self._reading() as connection:
            asked = {"workspace": speaker.workspace, "now": now, "most": limit, "grace": self._grace}
            rows = connection.execute(_DUE, asked).mappings()
            return [self._to_due(row) for row in rows]

    def _to_due(self, row: Mapping[Any, Any]) -> Due:
        return Due(
            surface=_to_surface(row),
            wanted=row["wanted"],
            shown=row["shown"],
            shown_hash=row["hash"],
            state=DeliveryState(row["state"]),
            channel=row["channel"],
            ts=row["ts"],
            parent=None if row["parent_ts"] is None else (row["parent_channel"], row["parent_ts"]),
            attempt_at=row["attempt_at"],
            grace_over=row["attempt_at"] is None or bool(row["grace_over"]),
            sure=not row["in_doubt"],
            confirm=row["in_doubt"] is not None and not row["in_doubt"],
            only_once_more=bool(row["only_once_more"]),
            hint=self._opened(row),
        )

    def _opened(self, row: Mapping[Any, Any]) -> str | None:
        if row["hint"] is None or not row["hint_is_fresh"]:
            return None
        try:
            return self._cipher.open(row["hint"])
        except CannotOpen:  # the key was changed: the message is redrawn the ordinary way
            return None

    def posts_of_late(self, speaker: Speaker, *, seconds: float) -> Sequence[float]:
        age = DatabaseNow() - surfaces.c.attempt_at
        lately = surfaces.c.attempt_at > DatabaseNow() - seconds
        with self._reading() as connection:
            return connection.scalars(sa.select(age).where(surfaces.c.workspace == speaker.workspace, lately)).all()

    def place_channel(self, workspace: WorkspaceId, place: Place) -> str | None:
        with self._reading() as connection:
            return connection.scalar(
                sa.select(surfaces.c.channel)
                .where(surfaces.c.workspace == workspace, surfaces.c.place_kind == place.kind.value)
                .where(surfaces.c.place_ids == place.ids, surfaces.c.channel.is_not(None))
                .limit(1)
            )

    # --- what became of it

    def intend(self, speaker: Speaker, key: SurfaceKey) -> float | None:
        with self._writing() as connection:
            if not _still(connection, speaker, self._margin):
                return None
            attempt: float | None = connection.scalar(
                sa.update(surfaces)
                .where(_is(speaker.workspace, key), surfaces.c.state == _NEW)
                .values(state=_POSTING, attempt_at=DatabaseNow(), retry_at=DatabaseNow() + self._early)
                .returning(surfaces.c.attempt_at)
            )
            return attempt

    def shown(
        self,
        speaker: Speaker,
        key: SurfaceKey,
        *,
        revision: int,
        digest: str,
        channel: str | None,
        ts: str | None,
        sure: bool = True,
    ) -> bool:
        """Without a ts a Home stands, a post of unknown outcome counts as sent, and all else stays as it was."""
        stands = sa.or_(
            sa.literal(ts is not None),
            surfaces.c.place_kind == PlaceKind.HOME.value,
            surfaces.c.state == _POSTING,
        )
        something_new = surfaces.c.wanted > revision
        done = revision if sure else revision - 1
        again_at = None if sure else sa.case((something_new, sa.null()), else_=surfaces.c.confirm_at)
        doubt: dict[str, Any] = {"confirm_at": None} if sure else {}
        return self._settle(
            speaker,
            key,
            state=sa.case((stands, _POSTED), else_=surfaces.c.state),
            shown=sa.case((sa.and_(stands, _SAID_ONCE), surfaces.c.wanted), else_=done),
            channel=channel,
            hash=digest,
            ts=ts,
            retry_at=again_at,
            hint=sa.case((something_new, surfaces.c.hint), else_=sa.null()),
            **doubt,
        )

    def found(self, speaker: Speaker, key: SurfaceKey, *, channel: str, ts: str) -> bool:
        return self._settle(
            speaker,
            key,
            state=_POSTED,
            shown=sa.case((_SAID_ONCE, surfaces.c.wanted), else_=surfaces.c.shown),
            hash=None,
            channel=channel,
            ts=ts,
            retry_at=None,
        )

    def refused(self, speaker: Speaker, key: SurfaceKey, *, retry_in: float, back_to_new: bool) -> bool:
        anew: dict[str, Any] = {"state": _NEW, "channel": None, "ts": None, "hash": None, "confirm_at": None}
        return self._settle(speaker, key, retry_at=DatabaseNow() + retry_in, **(anew if back_to_new else {}))

    def unknown(self, speaker: Speaker, key: SurfaceKey, *, retry_in: float) -> bool:
        """A post is never repeated on suspicion; an update may be, if it is written once more after the grace."""
        a_post = surfaces.c.state == _POSTING
        since = sa.case((a_post, surfaces.c.attempt_at), else_=DatabaseNow())
        confirm_at = sa.case((a_post, sa.null()), else_=DatabaseNow() + self._grace)
        return self._settle(speaker, key, retry_at=since + retry_in, hash=None, confirm_at=confirm_at)

    def parked(self, speaker: Speaker, key: SurfaceKey, *, reason: str) -> bool:
        return self._settle(speaker, key, state=_PARKED, reason=reason[:64], retry_at=DatabaseNow() + PARKED_SECONDS)

    def unpark(self, workspace: WorkspaceId, *, reason: str | None = None) -> int:
        stuck = sa.and_(surfaces.c.workspace == workspace, surfaces.c.state == _PARKED)
        if reason is not None:
            stuck = sa.and_(stuck, surfaces.c.reason == reason)
        stands = surfaces.c.ts.is_not(None)
        with self._writing() as connection:
            state = sa.case((stands, _POSTED), else_=_NEW)
            freed = sa.update(surfaces).where(stuck).values(state=state, reason=None, retry_at=None)
            return connection.execute(freed).rowcount

    def _settle(self, speaker: Speaker, key: SurfaceKey, **values: Any) -> bool:
        with self._writing() as connection:
            if not _still(connection, speaker):
                return False
            settled = sa.update(surfaces).where(_is(speaker.workspace, key)).values(**values)
            return connection.execute(settled).rowcount == 1


def _speaks(speaker: Speaker) -> sa.ColumnElement[bool]:
    return sa.and_(
        speakers.c.workspace == speaker.workspace,
        speakers.c.owner == speaker.owner,
        speakers.c.token == speaker.token,
    )


def _still(connection: Connection, speaker: Speaker, seconds: float | None = None) -> bool:
    """Whether the token is the current one (and its lease has so many seconds left); holds it for the transaction."""
    current = sa.select(sa.literal(1)).where(_speaks(speaker)).with_for_update(read=True)
    if seconds is not None:
        current = current.where(speakers.c.until > DatabaseNow() + seconds)
    return connection.scalar(current) is not None
