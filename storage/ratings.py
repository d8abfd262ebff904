"""
Ratings, one row per skill: the hottest path of all, two statements a click.

A rating is never written with its review. It wins over the one that stands only if it was clicked later, so that late,
doubled and reordered clicks need no further care.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from coaching_core.domain.assessment import Answer, Rating, Unrated
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import NotFound
from coaching_core.ids import PersonId, QuestionnaireVersion, ReviewId, SkillKey, WorkspaceId
from coaching_core.ports import AssessmentHead
from storage.repository import TENANT, Repository
from storage.tables import assessments, people, ratings, reviews
from storage.types import Cipher
from storage.upserting import DialectInsert, insert_into

RatingsByRole = Mapping[tuple[ReviewId, Role], Mapping[SkillKey, Rating]]

_HEAD = (
    sa.select(
        assessments.c.role,
        assessments.c.submitted_at,
        reviews.c.stage,
        reviews.c.questionnaire,
        people.c.active,
    )
    .select_from(reviews)
    .join(
        assessments,
        sa.and_(assessments.c.workspace == reviews.c.workspace, assessments.c.review == reviews.c.id),
    )
    .outerjoin(people, sa.and_(people.c.workspace == reviews.c.workspace, people.c.id == assessments.c.person))
    .where(
        reviews.c.workspace == TENANT,
        reviews.c.id == sa.bindparam("review"),
        assessments.c.person == sa.bindparam("person"),
    )
)

# Both rows are held: the review's, because every decision about a review takes it for itself first, and the
# assessment's, because PostgreSQL reads the newest version of held rows only. The review comes first here as there, so
# that the two cannot wait for each other.
_HEAD_HELD = _HEAD.with_for_update(read=True, of=[reviews, assessments])

_ALL = sa.select(
    ratings.c.review, ratings.c.role, ratings.c.skill, ratings.c.score, ratings.c.unrated, ratings.c.comment
).where(ratings.c.workspace == TENANT, ratings.c.review.in_(sa.bindparam("reviews", expanding=True)))
_DROP_OTHERS = sa.delete(ratings).where(
    ratings.c.workspace == TENANT,
    ratings.c.review == sa.bindparam("review"),
    ratings.c.role == sa.bindparam("role"),
    ratings.c.skill.not_in(sa.bindparam("kept", expanding=True)),
)


@cache
def _newer_wins(dialect: str, at: str, *columns: str) -> DialectInsert:
    """Insert a rating, or set these columns of the one that stands, if the column ``at`` says that they are older."""
    insert = insert_into(dialect, ratings).values(workspace=TENANT)
    return insert.on_conflict_do_update(
        index_elements=[ratings.c.workspace, ratings.c.review, ratings.c.role, ratings.c.skill],
        set_={name: insert.excluded[name] for name in (at, *columns)},
        where=sa.func.coalesce(ratings.c[at], 0.0) < insert.excluded[at],
    )


class SqlRatings(Repository):
    def __init__(self, connection: sa.Connection, workspace: WorkspaceId, cipher: Cipher, *, writing: bool) -> None:
        super().__init__(connection, workspace)
        self._cipher = cipher
        self._writing = writing

    def head(self, review: ReviewId, person: PersonId) -> AssessmentHead:
        row = self.execute(_HEAD_HELD if self._writing else _HEAD, review=review, person=person).one_or_none()
        if row is None:
            raise NotFound("There is no such review, or it is not yours.")
        return AssessmentHead(
            review,
            Role(row.role),
            Stage(row.stage),
            row.submitted_at is not None,
            QuestionnaireVersion(row.questionnaire),
            row.active is not False,
        )

    def rate(self, head: AssessmentHead, skill: SkillKey, answer: Answer, at: float) -> bool:
        unrated = answer.value if isinstance(answer, Unrated) else None
        return self._keep(
            _newer_wins(self._dialect, "answered_at", "score", "unrated"),
            head,
            skill,
            score=None if unrated else answer,
            unrated=unrated,
            answered_at=at,
        )

    def comment(self, head: AssessmentHead, skill: SkillKey, comment: str, at: float) -> bool:
        return self._keep(
            _newer_wins(self._dialect, "commented_at", "comment"),
            head,
            skill,
            comment=self._cipher.seal(comment) if comment else None,
            commented_at=at,
        )

    def of(self, found: Sequence[ReviewId]) -> RatingsByRole:
        """Returns the ratings of these reviews, by review and role."""
        by_role: defaultdict[tuple[ReviewId, Role], dict[SkillKey, Rating]] = defaultdict(dict)
        for row in self.execute(_ALL, reviews=list(found)):
            answer = row.score if row.unrated is None else Unrated(row.unrated)
            comment = "" if row.comment is None else self._cipher.open(row.comment)
            by_role[row.review, Role(row.role)][row.skill] = Rating(answer, comment)
        return by_role

    def keep_only(self, review: ReviewId, role: Role, kept: Sequence[SkillKey]) -> None:
        """Delete the ratings of all other skills."""
        self.execute(_DROP_OTHERS, review=review, role=role.value, kept=list(kept))

    def _keep(self, newer_wins: DialectInsert, head: AssessmentHead, skill: SkillKey, **values: Any) -> bool:
        kept = self.execute(newer_wins, review=head.review, role=head.role.value, skill=skill, **values)
        return kept.rowcount == 1
