"""
The table of the design, §3.3, a second time: who may read what, worked out from what happened and from nothing else.

It watches the steps of a conversation and shares no rule with the code that it judges. Every text of the steps is a
word of its own (``word0001``), so that what a person was shown can be searched for it.
"""

import re
from dataclasses import dataclass, field, replace

from coaching_core.domain.assessment import Answer, OutsideFactors, Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.ids import SkillKey
from tests.core import steps
from tests.core.steps import Played, Step

WORD = re.compile(r"word\d{4}")
BOTH = frozenset(Role)


def words_in(value: object) -> frozenset[str]:
    return frozenset(WORD.findall(repr(value)))


def side(answer: Answer, points: int) -> str:
    """above | below | unseen; the middle of five points is three, and average is not above."""
    if isinstance(answer, Unrated):
        return "unseen"
    return "above" if 2 * answer > points + 1 else "below"


def category(rep: Answer, manager: Answer, points: int) -> Category:
    if rep is Unrated.NOT_IN_ROLE and manager is Unrated.NOT_IN_ROLE:
        return Category.NOT_IN_ROLE
    sides = {side(rep, points), side(manager, points)}
    if sides == {"unseen"}:
        return Category.NOT_DISCUSSED
    if "unseen" in sides:
        return Category.NOT_SEEN_YET
    if len(sides) == 2:
        return Category.SEEN_DIFFERENTLY
    return Category.STRENGTH if sides == {"above"} else Category.NEED


@dataclass
class Oracle:
    """What has happened so far, as both know it, and the words that each has written."""

    questionnaire: Questionnaire
    answers: dict[Role, dict[SkillKey, Answer]] = field(default_factory=lambda: {role: {} for role in Role})
    comments: dict[Role, dict[SkillKey, str]] = field(default_factory=lambda: {role: {} for role in Role})
    factors: dict[Role, OutsideFactors] = field(default_factory=lambda: dict.fromkeys(Role, OutsideFactors()))
    submitted: set[Role] = field(default_factory=set)
    said: set[tuple[Role, Topic]] = field(default_factory=set)
    mode: Mode = Mode.WRITING
    gone_on: bool = False
    chosen: set[SkillKey] = field(default_factory=set)
    answered: set[SkillKey] = field(default_factory=set)
    unparked: set[SkillKey] = field(default_factory=set)
    draft: steps.WriteOpening | None = None
    notes: list[tuple[SkillKey, str]] = field(default_factory=list)
    jottings: list[steps.Jot] = field(default_factory=list)
    confirmed: set[int] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    """Words that both may read."""
    own: dict[Role, set[str]] = field(default_factory=lambda: {role: set() for role in Role})
    """Words that their author may read in any case."""
    to_manager: set[str] = field(default_factory=set)
    """The rep's opening: must be there for the manager."""
    clicked: dict[tuple[str, Role, SkillKey], float] = field(default_factory=dict)
    work_on_tried: set[SkillKey] = field(default_factory=set)
    """Skills that the rep tried to make an item of: their own doing says on which side of average they see them."""

    # --- the table ---

    @property
    def both_submitted(self) -> bool:
        return self.submitted == set(Role)

    @property
    def categories_open(self) -> bool:
        replied = {(Role.MANAGER, Topic.STRENGTHS), (Role.MANAGER, Topic.NEEDS)} <= self.said
        return self.both_submitted and (replied or self.gone_on)

    @property
    def categories(self) -> dict[SkillKey, Category]:
        points = len(self.questionnaire.scale.labels)
        return {
            key: category(self.answers[Role.REP][key], self.answers[Role.MANAGER][key], points)
            for key in self.questionnaire.skills
        }

    @property
    def views_open(self) -> frozenset[SkillKey]:
        if not self.categories_open:
            return frozenset()
        shared = {key for key, one in self.categories.items() if one in (Category.STRENGTH, Category.NEED)}
        return frozenset(shared | (self.chosen & self.answered) | self.unparked)

    @property
    def factors_open(self) -> bool:
        return (Role.MANAGER, Topic.AREAS) in self.said

    def readable(self, role: Role) -> frozenset[str]:
        """Returns the words that this one may read now."""
        found = self.public | self.own[role]
        if role is Role.MANAGER:
            found |= self.to_manager
        for key in self.views_open:
            found |= words_in([self.comments[one].get(key, "") for one in Role])
            found |= {word for skill, word in self.notes if skill == key}
        if self.factors_open:
            found |= words_in(list(self.factors.values()))
        return frozenset(found)

    def owed(self, role: Role) -> frozenset[str]:
        """Returns words that have opened to this one and must not be kept back."""
        found: set[str] = set(self.to_manager)
        for key in self.views_open:
            found |= words_in([self.comments[one].get(key, "") for one in Role])
            found |= {word for skill, word in self.notes if skill == key}
        return frozenset(found)

    # --- what happens ---

    def watch(self, step: Step, played: Played) -> None:
        if isinstance(step, steps.Choose):
            self.work_on_tried |= {one.skill for one in step.choices.work_on}
        if played.problem is not None:
            return
        self.own[step.who] |= words_in(step)
        topics = played.saw.turn.topics if played.saw.turn else ()
        self._watch_assessing(step)
        self._watch_talking(step, topics)

    def _watch_assessing(self, step: Step) -> None:
        match step:
            case steps.Rate(who=who, skill=skill, answer=answer):
                if self._is_newer(step, step.at):
                    self.answers[who][skill] = answer
            case steps.Comment(who=who, skill=skill, words=words):
                if self._is_newer(step, step.at):
                    self.comments[who][skill] = words
            case steps.SayFactors(who=who, factors=factors):
                self.factors[who] = factors
            case steps.WriteOpening():
                self.draft = step
            case steps.Submit(who=who):
                if self.submitted != set(Role) and who not in self.submitted:
                    self.submitted.add(who)
                    if self.both_submitted and self.draft is not None and self.draft.released:
                        self.to_manager |= words_in(self.draft)
                        self.public |= words_in(self.draft)
                        self._says(Role.REP, (Topic.STRENGTHS, Topic.NEEDS))
            case steps.TakeBack(who=who):
                self.submitted.discard(who)
            case _:
                pass

    def _is_newer(self, step: steps.Rate | steps.Comment, at: float) -> bool:
        """Clicks can come late or twice: what was clicked last counts."""
        clicked = (type(step).__name__, step.who, step.skill)
        newer = at > self.clicked.get(clicked, 0.0)
        self.clicked[clicked] = max(at, self.clicked.get(clicked, 0.0))
        return newer

    def _watch_talking(self, step: Step, topics: tuple[Topic, ...]) -> None:
        match step:
            case steps.Open(opening=opening):
                said = replace(
                    opening,
                    strengths=opening.strengths if Topic.STRENGTHS in topics else "",
                    needs=opening.needs if Topic.NEEDS in topics else "",
                )
                self.to_manager |= words_in(said)
                self.public |= words_in(said)
                self._says(step.who, topics)
            case steps.Reply(notes=notes):
                self.notes += [(note.skill, word) for note in notes for word in words_in(note)]
                self._says(step.who, topics)
            case steps.Choose(choices=choices):
                if Topic.AREAS in topics:
                    self.chosen |= {key for look in choices.look_into for key in look.skills}
                self.public |= words_in(choices)
                self._says(step.who, topics)
            case steps.AnswerChoices(answers=answers):
                views = {key: words for key, words in answers.views.items() if key in self.chosen}
                self.public |= words_in(replace(answers, views=views))
                self._manager_on_areas(topics)
                self._says(step.who, topics)
            case steps.HadMySay(who=who):
                if who is Role.MANAGER:
                    self._manager_on_areas(topics)
                self._says(who, topics)
            case steps.GoOn():
                self.gone_on = True
                self._says(Role.REP, (Topic.STRENGTHS, Topic.NEEDS))
            case steps.OpenParked(skill=skill):
                if skill not in self.views_open:
                    self.unparked.add(skill)
                    self.public |= words_in(step)
            case steps.Jot():
                self.jottings.append(step)
                if step.who is not step.speaker or step.speaker is Role.REP or step.topic is Topic.AREAS:
                    self.public |= words_in(step)
                else:
                    self._note_down(step)
            case steps.Confirm(who=who, number=number):
                found = [one for one in self.jottings if one.speaker is who and one.who is not who]
                for jotting in found if number > 0 else ():
                    self._note_down(jotting)
            case steps.ChangePlan():
                self.public |= words_in(step)
            case _:
                pass

    def _says(self, who: Role, topics: tuple[Topic, ...]) -> None:
        self.said |= {(who, topic) for topic in topics}

    def _manager_on_areas(self, topics: tuple[Topic, ...]) -> None:
        if Topic.AREAS in topics:
            self.answered |= self.chosen

    def _note_down(self, jotting: steps.Jot) -> None:
        if jotting.speaker is Role.MANAGER and jotting.skill is not None and jotting.topic is not Topic.AREAS:
            self.notes += [(jotting.skill, word) for word in words_in(jotting)]
