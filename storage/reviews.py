"""Reviews with both assessments: one aggregate in three tables, each row with a version of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coaching_core.domain.assessment import Answer, Assessment
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import AlreadyRunning, NotFound, Stale
from coaching_core.ids import PersonId, QuestionnaireVersion, ReviewId, SkillKey, WorkspaceId
from coaching_core.ports import AssessmentHead
from storage.documents import from_document, to_document
from storage.questionnaires import SqlQuestionnaires
from storage.ratings import SqlRatings
from storage.repository import TENANT, Repository
from storage.tables import RUNNING, assessments, reviews
from storage.types import Cipher
from storage.upserting import insert_into

REVIEW_COLUMNS = ("id", "rep", "manager", "started_at", "due_at", "stage", "ended_at", "version")
REVIEW_ELSEWHERE = (*REVIEW_COLUMNS, "questionnaire", "assessments")
ASSESSMENT_ELSEWHERE = ("role", "ratings", "submitted_at", "version")

CHANGED = "Someone just changed this review. Please try again."
RUNNING_ALREADY = "A review of the two of you is under way."

_review = sa.and_(reviews.c.workspace == TENANT, reviews.c.id == sa.bindparam("review"))
_assessment = sa.and_(
    assessments.c.workspace == TENANT,
    assessments.c.review == sa.bindparam("of_review"),
    assessments.c.role == sa.bindparam("of_role"),
)
_ONE = sa.select(reviews).where(_review)
_ONE_HELD = _ONE.with_for_update()
_running = reviews.c.stage.in_(RUNNING)
_RUNNING_OF = sa.select(reviews).where(
    reviews.c.workspace == TENANT,
    reviews.c.rep == sa.bindparam("rep"),
    reviews.c.manager == sa.bindparam("manager"),
    _running,
)
_RUNNING_OF_HELD = _RUNNING_OF.with_for_update()
_AGREED_BEFORE = (
    sa.select(reviews)
    .where(
        reviews.c.workspace == TENANT,
        reviews.c.rep == sa.bindparam("rep"),
        reviews.c.manager == sa.bindparam("manager"),
        reviews.c.stage == Stage.AGREED.value,
        reviews.c.ended_at <= sa.bindparam("begun", type_=reviews.c.ended_at.type),
        reviews.c.id != sa.bindparam("own"),
    )
    .order_by(reviews.c.ended_at.desc(), reviews.c.id)
    .limit(1)
)
_OF_PERSON = (
    sa.select(reviews)
    .where(
        reviews.c.workspace == TENANT,
        sa.or_(reviews.c.rep == sa.bindparam("person"), reviews.c.manager == sa.bindparam("person")),
    )
    .order_by(sa.case((_running, 0), else_=1), reviews.c.started_at.desc(), reviews.c.id)
    .limit(sa.bindparam("most"))
)
_STARTED_SINCE = sa.select(sa.func.count()).where(
    reviews.c.workspace == TENANT,
    reviews.c.manager == sa.bindparam("of_manager"),
    reviews.c.started_at >= sa.bindparam("since", type_=reviews.c.started_at.type),
)
_ONE_AT_A_TIME = sa.select(
    sa.func.pg_advisory_xact_lock(sa.func.hashtext(TENANT), sa.func.hashtext(sa.bindparam("of_manager")))
)
_LAST_FORM = (
    sa.select(reviews.c.questionnaire)
    .where(
        reviews.c.workspace == TENANT,
        reviews.c.rep == sa.bindparam("rep"),
        reviews.c.manager == sa.bindparam("manager"),
    )
    .order_by(reviews.c.started_at.desc(), reviews.c.id)
    .limit(1)
)
_ASSESSMENTS = sa.select(assessments).where(
    assessments.c.workspace == TENANT, assessments.c.review.in_(sa.bindparam("reviews", expanding=True))
)
_ADD_ASSESSMENT = sa.insert(assessments).values(workspace=TENANT)
_SAVE = sa.update(reviews).where(_review, reviews.c.version == sa.bindparam("read_version"))
_SAVE_ASSESSMENT = sa.update(assessments).where(_assessment, assessments.c.version == sa.bindparam("read_version"))


class SqlReviews(Repository):
    """
    Args:
        writing: reviews that are read are held against every other writer until the transaction ends.
    """

    def __init__(
        self,
        connection: sa.Connection,
        workspace: WorkspaceId,
        cipher: Cipher,
        questionnaires: SqlQuestionnaires,
        *,
        writing: bool,
    ) -> None:
        super().__init__(connection, workspace)
        self._cipher = cipher
        self._questionnaires = questionnaires
        self._ratings = SqlRatings(connection, workspace, cipher, writing=writing)
        self._writing = writing
        self._read: dict[ReviewId, Review] = {}

    def get(self, review: ReviewId) -> Review:
        row = self.execute(_ONE_HELD if self._writing else _ONE, review=review).one_or_none()
        if row is None:
            raise NotFound("There is no such review.")
        return self._to_domain([row])[0]

    def add(self, review: Review) -> None:
        insert = insert_into(self._dialect, reviews).values(workspace=TENANT).on_conflict_do_nothing()
        if self.execute(insert, **self._to_row(review), id=review.id, version=review.version).rowcount != 1:
            raise AlreadyRunning(RUNNING_ALREADY)
        for role, mine in review.assessments.items():
            values = self._assessment_row(mine)
            self.execute(
                _ADD_ASSESSMENT,
                review=review.id,
                role=role.value,
                person=review.person(role),
                version=mine.version,
                **values,
            )
        self._read[review.id] = replace(
            review,
            assessments={role: replace(mine, ratings={}) for role, mine in review.assessments.items()},
        )

    def save(self, review: Review) -> None:
        before = self._read.get(review.id) or self.get(review.id)
        for role, mine in review.assessments.items():
            was = before.assessments[role]
            if replace(mine, version=0, ratings={}) != replace(was, version=0, ratings={}):
                found = {"of_review": review.id, "of_role": role.value, "read_version": mine.version}
                save = _SAVE_ASSESSMENT.values(version=mine.version + 1, **self._assessment_row(mine))
                self._write(save, **found)
        if _own(review) != _own(before):
            save = _SAVE.values(version=review.version + 1, **self._to_row(review))
            self._write(save, review=review.id, read_version=review.version)
        self._read.pop(review.id, None)

    def running_of(self, rep: PersonId, manager: PersonId) -> Review | None:
        held = _RUNNING_OF_HELD if self._writing else _RUNNING_OF
        found = self._to_domain(self.execute(held, rep=rep, manager=manager).all())
        return found[0] if found else None

    def agreed_before(self, review: Review) -> Review | None:
        own = {"rep": review.rep, "manager": review.manager, "begun": review.started_at, "own": review.id}
        found = self._to_domain(self.execute(_AGREED_BEFORE, **own).all())
        return found[0] if found else None

    def of_person(self, person: PersonId, *, limit: int = 20) -> Sequence[Review]:
        return self._to_domain(self.execute(_OF_PERSON, person=person, most=limit).all())

    def started_since(self, manager: PersonId, since: datetime) -> int:
        if self._writing and self._dialect == "postgresql":
            self.execute(_ONE_AT_A_TIME, of_manager=manager)
        return int(self.execute(_STARTED_SINCE, of_manager=manager, since=since).scalar_one())

    def last_form(self, rep: PersonId, manager: PersonId) -> Questionnaire | None:
        row = self.execute(_LAST_FORM, rep=rep, manager=manager).one_or_none()
        return None if row is None else self._questionnaires.get(QuestionnaireVersion(row.questionnaire))

    def forget_unopened(self, review: Review) -> None:
        for role, mine in review.assessments.items():
            self._ratings.keep_only(review.id, role, list(mine.ratings))

    def assessment_head(self, review: ReviewId, person: PersonId) -> AssessmentHead:
        return self._ratings.head(review, person)

    def rate(self, head: AssessmentHead, skill: SkillKey, answer: Answer, at: float) -> bool:
        return self._ratings.rate(head, skill, answer, at)

    def comment(self, head: AssessmentHead, skill: SkillKey, comment: str, at: float) -> bool:
        return self._ratings.comment(head, skill, comment, at)

    def _write(self, update: sa.Update, **found: Any) -> None:
        try:
            changed = self.execute(update, **found).rowcount
        except IntegrityError:  # another review of the pair has begun since
            raise AlreadyRunning(RUNNING_ALREADY) from None
        if changed != 1:
            raise Stale(CHANGED)

    def _to_row(self, review: Review) -> dict[str, Any]:
        return {
            "rep": review.rep,
            "manager": review.manager,
            "questionnaire": review.questionnaire.version,
            "stage": review.stage.value,
            "started_at": review.started_at,
            "due_at": review.due_at,
            "ended_at": review.ended_at,
            "next_look_at": review.next_look_at,
            "document": self._cipher.seal(to_document(review, without=REVIEW_ELSEWHERE)),
        }

    def _assessment_row(self, mine: Assessment) -> dict[str, Any]:
        return {
            "submitted_at": mine.submitted_at,
            "document": self._cipher.seal(to_document(mine, without=ASSESSMENT_ELSEWHERE)),
        }

    def _to_domain(self, rows: Sequence[sa.Row[Any]]) -> list[Review]:
        if not rows:
            return []
        ids = [row.id for row in rows]
        found: dict[ReviewId, dict[Role, Assessment]] = {review: {} for review in ids}
        ratings = self._ratings.of(ids)
        for row in self.execute(_ASSESSMENTS, reviews=ids):
            role = Role(row.role)
            found[row.review][role] = from_document(
                Assessment,
                self._cipher.open(row.document),
                role=role,
                ratings=ratings.get((row.review, role), {}),
                submitted_at=row.submitted_at,
                version=row.version,
            )
        read = [self._review(row, found[row.id]) for row in rows]
        self._read |= {review.id: review for review in read}
        return read

    def _review(self, row: sa.Row[Any], mine: Mapping[Role, Assessment]) -> Review:
        columns = {name: getattr(row, name) for name in REVIEW_COLUMNS}
        return from_document(
            Review,
            self._cipher.open(row.document),
            **columns | {"stage": Stage(row.stage)},
            questionnaire=self._questionnaires.get(QuestionnaireVersion(row.questionnaire)),
            assessments={role: mine[role] for role in Role},
        )


def _own(review: Review) -> Review:
    """The review without what has a version of its own."""
    return replace(review, version=0, assessments={})
