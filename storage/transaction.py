"""
The database as the use cases see it: transactions of one workspace, and threads in which they run.

On SQLite everything that writes goes through one thread (``writer``). On PostgreSQL four threads write. Reads that
write nothing have connections of their own and wait for nobody.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from coaching_core.ids import WorkspaceId
from coaching_core.ports import Begin, Deliveries
from storage import migrations
from storage.agenda import SqlAgenda
from storage.alone import Presence
from storage.audit import SqlAudit
from storage.desks import SqlDesks
from storage.engines import CONNECTIONS, database_url, engine_for
from storage.events import SqlEvents
from storage.installations import SqlInstallations
from storage.looks import SqlLooks
from storage.pairings import SqlPairings
from storage.people import SqlPeople
from storage.plans import SqlPlans
from storage.questionnaires import QuestionnaireCache, SqlQuestionnaires
from storage.reviews import SqlReviews
from storage.sessions import SqlSessions
from storage.surfaces import SqlDeliveries, SqlSurfaces
from storage.teams import SqlTeams
from storage.types import Cipher
from storage.worklist import Worklist
from storage.writer import BATCH_SECONDS, GroupWriter

T = TypeVar("T")


class SqlTransaction:
    """``ports.Transaction``: the repositories of one workspace on one connection."""

    def __init__(
        self, database: "Database", connection: sa.Connection, workspace: WorkspaceId, *, writing: bool
    ) -> None:
        self._database = database
        self._connection = connection
        self._workspace = workspace
        self._writing = writing

    @cached_property
    def reviews(self) -> SqlReviews:
        cipher = self._database.cipher
        return SqlReviews(self._connection, self._workspace, cipher, self.questionnaires, writing=self._writing)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection, self._workspace)

    @cached_property
    def pairings(self) -> SqlPairings:
        return SqlPairings(self._connection, self._workspace)

    @cached_property
    def questionnaires(self) -> SqlQuestionnaires:
        return SqlQuestionnaires(self._connection, self._workspace, self._database.questionnaires)

    @cached_property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self._connection, self._workspace, self._database.cipher)

    @cached_property
    def plans(self) -> SqlPlans:
        return SqlPlans(self._connection, self._workspace, self._database.cipher)

    @cached_property
    def looks(self) -> SqlLooks:
        return SqlLooks(self._connection, self._workspace, self._database.cipher)

    @cached_property
    def teams(self) -> SqlTeams:
        return SqlTeams(self._connection, self._workspace)

    @cached_property
    def desks(self) -> SqlDesks:
        return SqlDesks(self._connection, self._workspace)

    @cached_property
    def agenda(self) -> SqlAgenda:
        return SqlAgenda(self._connection, self._workspace)

    @cached_property
    def surfaces(self) -> SqlSurfaces:
        return SqlSurfaces(self._connection, self._workspace, self._database.cipher)

    @cached_property
    def events(self) -> SqlEvents:
        return SqlEvents(self._connection, self._workspace)

    @cached_property
    def audit(self) -> SqlAudit:
        return SqlAudit(self._connection, self._workspace)

    @property
    def wanted(self) -> bool:
        """Whether a surface was wanted, so that delivery is woken after the commit."""
        return "surfaces" in vars(self) and self.surfaces.wanted


def _nobody(workspace: WorkspaceId) -> None:
    """Delivery is not running here; it will look for itself."""


class Database:
    """
    Args:
        url: ``sqlite:///file`` or ``postgresql://…``.
        cipher: seals words and tokens; None stores them as they are.
        on_wanted: called after the commit, from whichever thread committed, with the workspace of surfaces that are
            now wanted.
        batch_seconds: how long one COMMIT on SQLite gathers what comes in.
    Raises:
        ValueError: the address cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        cipher: Cipher | None = None,
        on_wanted: Callable[[WorkspaceId], None] = _nobody,
        batch_seconds: float = BATCH_SECONDS,
    ) -> None:
        self._url = database_url(url)
        self.dialect = self._url.get_backend_name()
        """``sqlite`` or ``postgresql``."""
        self.cipher = cipher or Cipher()
        self.questionnaires = QuestionnaireCache()
        self._on_wanted = on_wanted
        self._writing = engine_for(self._url, writing=True)
        self._looking = engine_for(self._url, writing=False)
        self._readers = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="reader")
        on_sqlite = self.dialect == "sqlite"
        self._writer = GroupWriter(self._writing, on_wanted, batch_seconds=batch_seconds) if on_sqlite else None
        self._writers = None if on_sqlite else ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="writer")
        self._presence = Presence(Path(str(self._url.database))) if on_sqlite else None

    # --- transactions of one workspace

    @contextmanager
    def begin(self, workspace: WorkspaceId) -> Iterator[SqlTransaction]:
        """``ports.Begin``. Within ``submit`` on SQLite it is a part of the shared transaction, else one of its own."""
        with self.writing() as connection:
            transaction = SqlTransaction(self, connection, workspace, writing=True)
            yield transaction
        if not transaction.wanted:
            return
        if self._writer is not None and self._writer.here:
            self._writer.wake(workspace)
        else:
            self._on_wanted(workspace)

    @contextmanager
    def reading(self, workspace: WorkspaceId) -> Iterator[SqlTransaction]:
        """As ``begin``, for use cases that write nothing: they see one committed state and wait for nobody."""
        with self.looking() as connection:
            yield SqlTransaction(self, connection, workspace, writing=False)

    # --- threads

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """
        Run work that writes, such as a use case.

        Returns:
            A future that resolves after the commit. Cancelled before its turn comes, nothing happens.
        """
        if self._writer is not None:
            return self._writer.submit(work)
        assert self._writers is not None
        return self._writers.submit(work)

    def submit_read(self, work: Callable[[], T]) -> Future[T]:
        """Run work that only reads."""
        return self._readers.submit(work)

    # --- what is not bound to one workspace

    @cached_property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self.writing, self.looking, self.cipher)

    @cached_property
    def installations(self) -> SqlInstallations:
        return SqlInstallations(self)

    @cached_property
    def worklist(self) -> Worklist:
        return Worklist(self)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction, for the parts of this package."""
        if self._writer is not None and self._writer.here:
            with self._writer.savepoint() as shared:
                yield shared
        else:
            with self._writing.begin() as connection:
                yield connection

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """A connection that reads one committed state."""
        with self._looking.begin() as connection:
            yield connection

    # --- its own life

    def upgrade(self) -> None:
        """Bring the tables up to date. Harmless when they are, and when two processes do it at once."""
        migrations.upgrade(self._url)

    def behind(self) -> bool:
        """Say whether ``upgrade`` has something to do."""
        with self.looking() as connection:
            return migrations.behind(connection)

    def take_over(self) -> bool:
        """
        Say that this process will speak from now on, and take over at once if whoever did before must be dead.

        Only on SQLite can that be known: every process that speaks holds a lock beside the file while it lives. On
        PostgreSQL, and while another process lives, leases run out by themselves.

        Returns:
            Whether nobody else is there.
        """
        return self._presence is not None and self._presence.arrive(self.deliveries.end_leases)

    def check(self) -> None:
        """Raises what SQLAlchemy raises when the database does not answer."""
        with self.looking() as connection:
            connection.execute(sa.select(1))

    def forget_erased(self) -> None:
        """
        After an erasure: see to it that the words are gone from SQLite's files, too.

        Not from within ``submit``: the log can only be emptied between two transactions. PostgreSQL keeps dead rows
        until its own clean-up (VACUUM FULL, recycling of its log).
        """
        if self.dialect == "sqlite":
            connection = self._writing.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                connection.close()

    def close(self) -> None:
        """Finish what was submitted, then let go of every connection."""
        if self._writer is not None:
            self._writer.close()
        if self._writers is not None:
            self._writers.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._looking.dispose()
        if self._presence is not None:
            self._presence.leave()


if TYPE_CHECKING:

    def _keeps_the_ports(database: Database) -> tuple[Begin, Begin, Deliveries]:
        return database.begin, database.reading, database.deliveries
