"""Whole conversations at random: mostly what somebody would do next, often enough something awkward."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from coaching_core.domain.assessment import Answer, Factor, Opening, OutsideFactors, Unrated
from coaching_core.domain.choosing import Choices, LookInto, ManagerAnswers, OnSkill, TakeOnAnswer
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import Note
from coaching_core.domain.plan import Occasion, Proposal, Verdict
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Stage, Topic
from coaching_core.ids import ItemId, ReviewId, SkillKey
from tests.builders import SOON, a_questionnaire
from tests.core import steps
from tests.core.oracle import Oracle
from tests.core.steps import Played, Step, play
from tests.core.world import World

T = TypeVar("T")
SKILLS = 4
ANSWERS: tuple[Answer, ...] = (1, 3, 4, 5, Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE)


@dataclass
class Story:
    """A world with a review, all that happened in it, and the oracle that watched. ``draw`` is Hypothesis's."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    world: World = field(default_factory=lambda: World(questionnaire=a_questionnaire(SKILLS, a_section=2)))
    happened: list[tuple[Step, Played]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id: ReviewId = self.world.start()
        self.oracle = Oracle(self.world.questionnaire)
        self._words = self._clicks = 0

    @property
    def review(self) -> Review:
        return self.world.review(self.id)

    def tell(self, length: int) -> Iterator[tuple[Review, Step, Played]]:
        """
        Go on step by step.

        Yields:
            The review before the step, the step, and what came of it.
        """
        plan: list[Step] = []
        for _ in range(length):
            before = self.review
            step = plan.pop(0) if plan else None
            if step is None:
                step, *plan = self._next(before)
            played = play(self.world, self.id, step)
            self.happened.append((step, played))
            self.oracle.watch(step, played)
            yield before, step, played
            if isinstance(step, steps.Leave):
                return

    # --- what next ---

    def _next(self, review: Review) -> list[Step]:
        role = self.one_of(tuple(Role))
        if review.stage is Stage.ASSESSING:
            return self._assess(review, role)
        if review.stage is Stage.CONVERSING and self.once_in(2):
            return self._forward(review)
        if review.stage is Stage.PAUSED and self.once_in(2):
            return [steps.Resume(role)]
        return [self._awkward(review, role)]

    def _assess(self, review: Review, role: Role) -> list[Step]:
        unanswered = review.assessments[role].unanswered(review.questionnaire)
        menu: tuple[Callable[[], list[Step]], ...] = (
            lambda: [one for key in review.questionnaire.skills for one in self._rated(role, key)],
            lambda: [steps.Submit(role)],
            lambda: [self._awkward(review, role)],
            lambda: [steps.TakeBack(role)],
            lambda: [steps.TurnPage(role, self.one_of((0, 1, 2, 9)))],
            lambda: [steps.SayFactors(role, self._factors())],
            lambda: [steps.WriteOpening(Role.REP, self._opening(), self.once_in(2))],
            lambda: self._rated(role, self.skill()),
        )
        if unanswered:
            return self.one_of((menu[0], menu[0], menu[0], *menu))()
        return self.one_of((menu[1], menu[1], menu[1], menu[1], *menu[1:]))()

    def _forward(self, review: Review) -> list[Step]:
        turn = review.conversation.turn
        assert turn is not None
        who, topics = turn.speaker, turn.topics
        if turn.number <= 2 and review.conversation.mode is Mode.WRITING and self.once_in(3):
            return [steps.Switch(who, Mode.LIVE)]
        if turn.number == 2 and self.once_in(4):
            return [steps.Wait(who, 4), steps.GoOn(Role.REP)]
        if Topic.AGREEMENT in topics:
            return [self._agreement(review, who)]
        if Topic.PLAN not in topics and self.once_in(4):
            return [steps.HadMySay(who)]
        if Topic.AREAS in topics or Topic.PLAN in topics:
            return [self._choice(review) if who is Role.REP else self._answers(review)]
        return [steps.Open(who, self._opening()) if who is Role.REP else steps.Reply(who, self._notes(topics))]

    def _agreement(self, review: Review, who: Role) -> Step:
        if review.conversation.plan.proposal is not None and not self.once_in(3):
            return steps.AnswerProposal(Role.REP, take=self.once_in(2))
        return self.one_of((steps.Agree(who), steps.ChangePlan(who, self.word(), drop=self.once_in(2))))

    def _awkward(self, review: Review, role: Role) -> Step:
        late = self.once_in(2)
        menu: tuple[Callable[[], Step], ...] = (
            lambda: steps.OpenParked(Role.REP, self._parked(review), self.one_of((self.word(), ""))),
            lambda: steps.OpenParked(Role.REP, self._parked(review), self.word()),
            lambda: self._jotting(role),
            lambda: self._jotting(role),
            lambda: self._jotting(role),
            lambda: self._confirmation(review, role),
            lambda: self._confirmation(review, role),
            lambda: steps.Switch(role, self.one_of(tuple(Mode))),
            lambda: steps.Wait(role, self.one_of((1, 4, 4))),
            lambda: steps.GoOn(Role.REP),
            lambda: steps.HadMySay(role, late),
            lambda: steps.Open(role, self._opening(), late),
            lambda: steps.Reply(role, self._notes(), late),
            lambda: self._choice(review, late),
            lambda: self._answers(review, late),
            lambda: steps.Agree(role, late),
            lambda: steps.ChangePlan(role, self.word(), late=late),
            lambda: steps.AnswerProposal(Role.REP, take=True, late=late),
            lambda: self.one_of(tuple(self._rated(role, self.skill()))),
            lambda: steps.Pause(role),
            lambda: steps.Resume(role),
            lambda: steps.KeepGoing(role),
            lambda: steps.Nudge(role),
            lambda: steps.Submit(role),
            lambda: steps.Extend(Role.MANAGER),
            lambda: self.one_of((steps.Cancel(role), steps.Decline(Role.REP), steps.Nudge(role), steps.Pause(role))),
            lambda: self.one_of((steps.Leave(role), steps.Nudge(role), steps.Resume(role))),
        )
        return self.one_of(menu)()

    # --- what they enter ---

    def one_of(self, choices: tuple[T, ...]) -> T:
        found: T = self.draw(st.sampled_from(choices))
        return found

    def once_in(self, times: int) -> bool:
        return self.one_of(tuple(range(times))) == times - 1

    def word(self) -> str:
        self._words += 1
        return f"word{self._words:04d}"

    def skill(self) -> SkillKey:
        return self.one_of(tuple(self.world.questionnaire.skills))

    def _rated(self, role: Role, key: SkillKey) -> list[Step]:
        rated: list[Step] = [steps.Rate(role, key, self.one_of(ANSWERS), self._click())]
        return [*rated, steps.Comment(role, key, self.word(), self._click())] if self.once_in(2) else rated

    def _click(self) -> float:
        """Returns when somebody clicked; sometimes it arrives late."""
        self._clicks += 1
        return self._clicks - (1.5 if self.once_in(6) else 0.0)

    def _factors(self) -> OutsideFactors:
        return OutsideFactors((self.one_of((Factor.LEADS, Factor.OTHER)),), self.word())

    def _opening(self) -> Opening:
        return Opening(self.word(), self.word(), (self.skill(),), (self.skill(),))

    def _notes(self, topics: tuple[Topic, ...] = (Topic.STRENGTHS, Topic.NEEDS)) -> tuple[Note, ...]:
        skills = self.draw(st.lists(st.sampled_from(tuple(self.world.questionnaire.skills)), max_size=3, unique=True))
        return tuple(Note(self.one_of(topics), key, self.word()) for key in skills)

    def _of(self, review: Review, *wanted: Category) -> tuple[SkillKey, ...]:
        if not self.oracle.both_submitted:
            return tuple(review.questionnaire.skills)
        return tuple(key for key, one in self.oracle.categories.items() if one in wanted)

    def _parked(self, review: Review) -> SkillKey:
        areas = self._of(review, Category.SEEN_DIFFERENTLY, Category.NOT_SEEN_YET)
        return self.one_of(areas) if areas and not self.once_in(3) else self.skill()

    def _some(self, skills: tuple[SkillKey, ...], most: int) -> list[SkillKey]:
        if not skills:
            return []
        found: list[SkillKey] = self.draw(st.lists(st.sampled_from(skills), max_size=most, unique=True))
        return found

    def _choice(self, review: Review, late: bool = False) -> Step:
        if self.once_in(4):  # anything at all, to see whether it can be found out
            strengths = needs = areas = tuple(review.questionnaire.skills)
        else:
            strengths, needs = self._of(review, Category.STRENGTH), self._of(review, Category.NEED)
            areas = self._of(review, Category.SEEN_DIFFERENTLY, Category.NOT_SEEN_YET)
        return steps.Choose(
            Role.REP,
            Choices(
                take_on=tuple(OnSkill(key, self.word(), SOON) for key in self._some(strengths, 1)),
                work_on=tuple(OnSkill(key, self.word(), SOON) for key in self._some(needs, 2)),
                look_into=tuple(LookInto((key,), Occasion.CALL, self.word(), SOON) for key in self._some(areas, 2)),
                stretch=self.word(),
            ),
            late,
        )

    def _answers(self, review: Review, late: bool = False) -> Step:
        items = [item.id for item in review.conversation.plan.items] or [ItemId("1")]
        needs = self._of(review, Category.NEED)
        proposal = Proposal(self.one_of(needs), self.word()) if needs and self.once_in(2) else None
        return steps.AnswerChoices(
            Role.MANAGER,
            ManagerAnswers(
                take_on={item: TakeOnAnswer(Verdict.YES_IF, self.word()) for item in items},
                views={key: self.word() for key in self._some(tuple(review.questionnaire.skills), 3)},
                support=self.word(),
                clear_the_way=self.one_of(("", self.word())),
                proposal=proposal,
            ),
            late,
        )

    def _confirmation(self, review: Review, role: Role) -> Step:
        waiting = review.conversation.jottings
        if not waiting or self.once_in(4):
            return steps.Confirm(role, self.one_of((1, 2, 3)))
        jotting = self.one_of(waiting)
        return steps.Confirm(jotting.speaker, jotting.number)

    def _jotting(self, role: Role) -> Step:
        spoken = tuple(sorted(said for said in self.oracle.said if said[1] is not Topic.PLAN))
        chosen = tuple(sorted(self.oracle.chosen)) or tuple(self.world.questionnaire.skills)
        if not spoken or self.once_in(4):
            speaker, topic = self.one_of(tuple(Role)), self.one_of((Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS))
        else:
            speaker, topic = self.one_of(spoken)
        skill = self.one_of(chosen) if topic is Topic.AREAS else self.one_of((None, self.skill(), self.skill()))
        return steps.Jot(role, speaker, topic, self.word(), skill)
