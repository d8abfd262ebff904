"""
Small readable builders: a questionnaire, a review at each stage, answers as one line of text.

Answers are written one sign a skill, in the order of the questionnaire: ``5`` a score, ``?`` not seen yet, ``-`` not
in this role, ``.`` no answer at all. So ``both_submitted(rep="5 2 4 ?", manager="4 1 2 5")`` is a strength, a need, an
area that is seen differently and one that the rep had no chance for yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from coaching_core.domain.agreement import agree
from coaching_core.domain.assessment import Answer, Opening, Rating, Unrated
from coaching_core.domain.choosing import Choices, LookInto, ManagerAnswers, OnSkill, TakeOnAnswer, answer, choose
from coaching_core.domain.conversation import Note
from coaching_core.domain.people import Actor, Pairing, PairingState, Person, PersonKind
from coaching_core.domain.plan import ItemKind, Occasion, Verdict
from coaching_core.domain.questionnaire import Questionnaire, Scale, Section, Skill
from coaching_core.domain.review import Review, start_review, submit_assessment
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.domain.speaking import open_conversation, reply
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, ReviewId, SkillKey, WorkspaceId
from tests.fakes.clock import NOW

WORKSPACE = WorkspaceId("T1")
REP, MANAGER = PersonId("UREP"), PersonId("UMANAGER")
REVIEW = ReviewId("review-1")
PAIRING = PairingId("pairing-0")
TODAY = NOW.date()
SOON = TODAY + timedelta(days=14)

REP_SAYS, MANAGER_SAYS = "5 2 4 2", "4 1 2 5"
"""By default: a strength, a need, and two areas that are seen differently, one each way."""


def a_skill(number: int, points: int = 5) -> Skill:
    return Skill(
        key=SkillKey(f"s{number}"),
        name=f"Skill {number}",
        short=f"Skill {number}",
        description=f"Does what skill {number} is about.",
        anchors=tuple(f"Shows skill {number} on step {point}" for point in range(1, points + 1)),
        practice=("Try it once a week", "Watch a colleague do it"),
        evidence=("Listen to a call", "Read a proposal"),
        responsibility=("Show it to a new colleague", "Own it for the team"),
    )


@cache
def a_questionnaire(
    skills: int = 4, *, points: int = 5, key: str = "b2b_seller_short", a_section: int = 4
) -> Questionnaire:
    """Returns a questionnaire of skills ``s1`` … ``sn``, so many a section. It is the same one each time."""
    made = [a_skill(number, points) for number in range(1, skills + 1)]
    sections = tuple(
        Section(f"section{n // a_section + 1}", f"Section {n // a_section + 1}", tuple(made[n : n + a_section]))
        for n in range(0, skills, a_section)
    )
    scale = Scale(tuple(f"Point {point}" for point in range(1, points + 1)))
    return Questionnaire(QuestionnaireKey(key), "A questionnaire", minutes=4, scale=scale, sections=sections)


def skill(number: int) -> SkillKey:
    return SkillKey(f"s{number}")


def answers(line: str) -> Mapping[SkillKey, Answer]:
    """``"5 ? -"`` -> s1: 5, s2: not seen yet, s3: not in this role."""
    signs: Mapping[str, Answer] = {"?": Unrated.NOT_SEEN, "-": Unrated.NOT_IN_ROLE}
    return {
        skill(number): signs[sign] if sign in signs else int(sign)
        for number, sign in enumerate(line.split(), start=1)
        if sign != "."
    }


def ratings(line: str, comments: str = "") -> Mapping[SkillKey, Rating]:
    """As ``answers``, each with a comment that names its skill if ``comments`` is given (``rep's`` -> ``rep's s1``)."""
    return {key: Rating(one, f"{comments} {key}" if comments else "") for key, one in answers(line).items()}


def a_review(
    *,
    rep: str = "",
    manager: str = "",
    questionnaire: Questionnaire | None = None,
    now: datetime = NOW,
    review: ReviewId = REVIEW,
) -> Review:
    """Invited; with answers given, in progress."""
    most = max(len(rep.split()), len(manager.split()), 4)
    made = start_review(
        review,
        rep=REP,
        manager=MANAGER,
        questionnaire=questionnaire or a_questionnaire(most),
        due_at=now + timedelta(days=7),
        now=now,
    )
    for role, line, comments in ((Role.REP, rep, "rep's comment on"), (Role.MANAGER, manager, "manager's comment on")):
        made = made.with_assessment(replace(made.assessments[role], ratings=ratings(line, comments)))
    return made


def both_submitted(
    rep: str = REP_SAYS,
    manager: str = MANAGER_SAYS,
    *,
    questionnaire: Questionnaire | None = None,
    opening: Opening | None = None,
    mode: Mode = Mode.WRITING,
    now: datetime = NOW,
) -> Review:
    """Both are in; with an opening given, the rep had it written and released."""
    made = a_review(rep=rep, manager=manager, questionnaire=questionnaire, now=now)
    made = replace(made, conversation=replace(made.conversation, mode=mode))
    mine = replace(made.assessments[Role.REP], opening=opening, released=opening is not None)
    return submit_assessment(submit_assessment(made.with_assessment(mine), Role.REP, now), Role.MANAGER, now)


AN_OPENING = Opening(
    strengths="rep's strengths", needs="rep's needs", strength_picks=(SkillKey("s1"),), need_picks=(SkillKey("s2"),)
)


def turn_of(review: Review) -> int:
    turn = review.conversation.turn
    assert turn is not None
    return turn.number


def opened(rep: str = REP_SAYS, manager: str = MANAGER_SAYS, *, now: datetime = NOW) -> Review:
    """The rep has named strengths and needs; it is the manager's turn."""
    review = both_submitted(rep, manager, now=now)
    return open_conversation(review, AN_OPENING, turn_of(review), now)


def notes_on(review: Review) -> Sequence[Note]:
    """A note of the manager's on each skill."""
    return [Note(Topic.STRENGTHS, key, f"manager's note on {key}") for key in review.questionnaire.skills]


def replied(rep: str = REP_SAYS, manager: str = MANAGER_SAYS, *, now: datetime = NOW) -> Review:
    """The manager has added a note on every skill; the categories are open and it is the rep's turn."""
    review = opened(rep, manager, now=now)
    return reply(review, notes_on(review), turn_of(review), now)


def choices(
    *,
    take_on: Sequence[int] = (),
    work_on: Sequence[int] = (),
    look_into: Sequence[int] = (),
    stretch: str = "",
    due: date | None = SOON,
) -> Choices:
    """Skill numbers, an occasion of its own for each area, a sentence for each."""
    return Choices(
        take_on=tuple(OnSkill(skill(n), f"take on s{n}", due) for n in take_on),
        work_on=tuple(OnSkill(skill(n), f"work on s{n}", due) for n in work_on),
        look_into=tuple(LookInto((skill(n),), Occasion.CALL, f"look into s{n}", due) for n in look_into),
        stretch=stretch,
        stretch_due=due if stretch else None,
    )


ALL_CHOICES = choices(take_on=[1], work_on=[2], look_into=[3])
"""For the default answers: the strength, the need and one of the two areas; ``s4`` stays parked."""


def chosen(wish: Choices = ALL_CHOICES, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Review:
    """The rep has chosen; it is the manager's turn."""
    review = replied(rep, manager)
    return choose(review, wish, turn_of(review), TODAY, NOW)


def managers_answers(review: Review, *, support: str = "manager's support", clear: str = "") -> ManagerAnswers:
    """Yes to everything, and a word on every chosen area."""
    talk = review.conversation
    return ManagerAnswers(
        take_on={item.id: TakeOnAnswer(Verdict.YES) for item in talk.plan.of_kind(ItemKind.EMPOWER)},
        views={said.skill: f"manager's view of {said.skill}" for said in talk.area_words},
        support=support,
        clear_the_way=clear,
    )


def answered(wish: Choices = ALL_CHOICES, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Review:
    """The manager has answered and agreed; the rep is asked to agree."""
    review = chosen(wish, rep, manager)
    return answer(review, managers_answers(review), turn_of(review), TODAY, NOW)


def agreed(wish: Choices = ALL_CHOICES, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Review:
    review = answered(wish, rep, manager)
    return agree(review, Role.REP, review.conversation.plan.fingerprint, NOW)


def a_person(person: PersonId, name: str = "", *, tz: str = "UTC", kind: PersonKind = PersonKind.MEMBER) -> Person:
    return Person(person, name or person.title(), tz=tz, kind=kind)


def an_actor(person: PersonId, *, workspace: WorkspaceId = WORKSPACE, kind: PersonKind = PersonKind.MEMBER) -> Actor:
    return Actor(workspace, person, kind)


def a_pairing(
    *,
    rep: PersonId = REP,
    manager: PersonId = MANAGER,
    state: PairingState = PairingState.ACCEPTED,
    pairing: PairingId = PAIRING,
    now: datetime = NOW,
) -> Pairing:
    return Pairing(pairing, rep, manager, state, now)
