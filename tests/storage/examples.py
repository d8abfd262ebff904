"""Small made-up things to store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coaching_core.domain.assessment import Assessment, Opening, OutsideFactors
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, ItemNote, PlanItem
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.questionnaire import Questionnaire, Scale, Section, Skill
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from coaching_core.domain.second_look import LookAnswer, SecondLook
from coaching_core.errors import CoachingError
from coaching_core.ids import ItemId, LookId, PersonId, QuestionnaireKey, ReviewId, SkillKey, WorkspaceId
from coaching_core.ports import Begin

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HERE, THERE = WorkspaceId("T1"), WorkspaceId("T2")
REP, BOSS, OTHER = PersonId("UREP"), PersonId("UBOSS"), PersonId("UOTHER")
LISTENING, CLOSING = SkillKey("listening"), SkillKey("closing")
ID = ReviewId("r1")
LOOK = LookId("r1-1")


def a_skill(key: SkillKey) -> Skill:
    two = ("one", "another")
    return Skill(key, key.title(), key.title(), "What it is.", ("a", "b", "c", "d", "e"), two, two, two)


def a_questionnaire(title: str = "Selling", key: str = "selling") -> Questionnaire:
    scale = Scale(("Not yet", "Sometimes", "Average", "Often", "Always"))
    section = Section("talk", "Talking", (a_skill(LISTENING), a_skill(CLOSING)))
    return Questionnaire(QuestionnaireKey(key), title, 4, scale, (section,))


def a_review(
    review: ReviewId = ID, *, rep: PersonId = REP, manager: PersonId = BOSS, started_at: datetime = NOW
) -> Review:
    return Review(review, rep, manager, a_questionnaire(), started_at, started_at + timedelta(days=7))


def a_plan(
    plan: ReviewId = ID, *, rep: PersonId = REP, manager: PersonId = BOSS, agreed_at: datetime = NOW
) -> CoachingPlan:
    item = Item(ItemId("1"), ItemKind.DEVELOP, Role.REP, "Ask one more question", (LISTENING,), due=NOW.date())
    note = ItemNote(Role.REP, "The demo went *well* <@U1>", NOW)
    kept = PlanItem(item, notes=(note,), evidence=(Evidence(Role.MANAGER, NOW.date(), "Asked twice", NOW),))
    return CoachingPlan(plan, rep, manager, a_questionnaire().version, agreed_at, (kept,), "I listen in")


def a_look(look: LookId = LOOK, *, plan: ReviewId = ID, asked_at: datetime = NOW) -> SecondLook:
    """One is in, the other is not yet."""
    mine = {Role.REP: LookAnswer(4, "I wait *longer* <@U1>")}
    return SecondLook(
        look, REP, BOSS, plan, ItemId("1"), LISTENING, a_questionnaire().version, Role.REP, asked_at, answers=mine
    )


def with_assessment(review: Review, mine: Assessment) -> Review:
    return replace(review, assessments={**review.assessments, mine.role: mine})


def a_full_assessment(role: Role) -> Assessment:
    return Assessment(
        role,
        page=2,
        factors=OutsideFactors(words="The leads were thin."),
        opening=Opening(strengths="I listen.", strength_picks=(LISTENING,)),
        released=True,
    )


def stored(begin: Begin, review: Review | None = None, workspace: WorkspaceId = HERE) -> Review:
    """Returns a review that is in the database now."""
    review = review or a_review()
    with begin(workspace) as tx:
        tx.questionnaires.publish(review.questionnaire)
        tx.reviews.add(review)
        return review


def rated(begin: Begin, person: PersonId, at: float = 1.0, workspace: WorkspaceId = HERE) -> None:
    """Answer both questions."""
    with begin(workspace) as tx:
        head = tx.reviews.assessment_head(ID, person)
        for skill in (LISTENING, CLOSING):
            tx.reviews.rate(head, skill, 4, at)


class Refused(CoachingError):
    """What a use case may raise."""
