"""Questionnaires by version. A version is its content's fingerprint and never changes, so a process reads it once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import QuestionnaireKey, QuestionnaireVersion, WorkspaceId
from storage.documents import from_document, to_document
from storage.repository import TENANT, Repository
from storage.tables import questionnaires

CACHED_MAX = 200
"""Versions kept in memory, about 20 KB each."""

_own = questionnaires.c.workspace == TENANT
_ONE = sa.select(questionnaires.c.version, questionnaires.c.document).where(
    _own, questionnaires.c.version == sa.bindparam("wanted")
)
_newest = (
    sa.select(questionnaires.c.key, sa.func.max(questionnaires.c.published).label("published"))
    .where(_own)
    .group_by(questionnaires.c.key)
    .subquery("newest")
)
_LATEST = (
    sa.select(questionnaires.c.version, questionnaires.c.document, questionnaires.c.published)
    .where(_own, questionnaires.c.key == sa.bindparam("wanted"))
    .order_by(questionnaires.c.published.desc())
    .limit(1)
)
_ALL_LATEST = (
    sa.select(questionnaires.c.version, questionnaires.c.document)
    .join(
        _newest,
        sa.and_(_newest.c.key == questionnaires.c.key, _newest.c.published == questionnaires.c.published),
    )
    .where(_own)
    .order_by(questionnaires.c.key)
)
_AGAIN = (
    sa.update(questionnaires)
    .where(_own, questionnaires.c.version == sa.bindparam("wanted"))
    .values(published=sa.bindparam("number"))
)
_ADD = sa.insert(questionnaires).values(workspace=TENANT)


class QuestionnaireCache:
    """
    Decoded questionnaires by workspace and version, for all transactions of a process.

    Threads share it. What two of them decode at once is equal, so the worst of a race is a second decoding.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[WorkspaceId, QuestionnaireVersion], Questionnaire] = {}

    def find(self, workspace: WorkspaceId, version: QuestionnaireVersion) -> Questionnaire | None:
        return self._found.get((workspace, version))

    def keep(self, workspace: WorkspaceId, questionnaire: Questionnaire) -> None:
        if len(self._found) >= CACHED_MAX:
            self._found = {}
        self._found[workspace, questionnaire.version] = questionnaire


class SqlQuestionnaires(Repository):
    def __init__(self, connection: sa.Connection, workspace: WorkspaceId, cache: QuestionnaireCache) -> None:
        super().__init__(connection, workspace)
        self._cache = cache
        self._uncommitted: set[QuestionnaireVersion] = set()

    def get(self, version: QuestionnaireVersion) -> Questionnaire:
        if (cached := self._cache.find(self._workspace, version)) is not None:
            return cached
        return self._known(self.execute(_ONE, wanted=version).one_or_none())

    def latest(self, key: QuestionnaireKey) -> Questionnaire:
        return self._known(self.execute(_LATEST, wanted=key).one_or_none())

    def all_latest(self) -> Sequence[Questionnaire]:
        return [self._known(row) for row in self.execute(_ALL_LATEST)]

    def publish(self, questionnaire: Questionnaire) -> None:
        latest = self.execute(_LATEST, wanted=questionnaire.key).one_or_none()
        if latest is not None and latest.version == questionnaire.version:
            return
        number = 1 if latest is None else latest.published + 1
        try:
            if self.execute(_AGAIN, wanted=questionnaire.version, number=number).rowcount == 1:
                return  # an older content is the latest again
            self._uncommitted.add(questionnaire.version)
            document = to_document(questionnaire)
            self.execute(
                _ADD, version=questionnaire.version, key=questionnaire.key, published=number, document=document
            )
        except IntegrityError:
            raise Stale("Somebody just published this questionnaire, too. Please try again.") from None

    def _known(self, row: sa.Row[Any] | None) -> Questionnaire:
        """Raises ``NotFound`` for no row."""
        if row is None:
            raise NotFound("There is no such questionnaire.")
        if (cached := self._cache.find(self._workspace, row.version)) is not None:
            return cached
        questionnaire = from_document(Questionnaire, row.document)
        # The name under which reviews know it, even if a newer program would work out another one for this content.
        vars(questionnaire)["version"] = row.version
        if row.version not in self._uncommitted:
            self._cache.keep(self._workspace, questionnaire)
        return questionnaire
