"""The settings of teams. A team that nobody has set up has no row, and the defaults."""

import sqlalchemy as sa

from coaching_core.domain.team import Team
from coaching_core.errors import Stale
from coaching_core.ids import PersonId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import teams
from storage.upserting import insert_into

COLUMNS = ("manager", "version")

_one = sa.and_(teams.c.workspace == TENANT, teams.c.manager == sa.bindparam("of_manager"))
_ONE = sa.select(teams).where(_one)
_SAVE = sa.update(teams).where(_one, teams.c.version == sa.bindparam("read_version"))


class SqlTeams(Repository):
    def of(self, manager: PersonId) -> Team:
        row = self.execute(_ONE, of_manager=manager).one_or_none()
        if row is None:
            return Team(manager)
        return from_document(Team, row.document, manager=PersonId(row.manager), version=row.version)

    def save(self, team: Team) -> None:
        row = {"document": to_document(team, without=COLUMNS), "version": team.version + 1}
        if self.execute(_SAVE.values(row), of_manager=team.manager, read_version=team.version).rowcount == 1:
            return
        insert = insert_into(self._dialect, teams).values(workspace=TENANT).on_conflict_do_nothing()
        if team.version or self.execute(insert, manager=team.manager, **row).rowcount != 1:
            raise Stale("Someone just changed these settings. Please look at them again.")
