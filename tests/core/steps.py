"""
Everything that one of the two can do to their review, as values: to be drawn, played, and played again in other words.

A step knows who does it and what they enter. Turn numbers and fingerprints are read off what the actor sees at that
moment, as a click would carry them; ``late`` steps carry those of the message before. Over 300 lines: a class a step.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from coaching_core.domain.agreement import ItemChange
from coaching_core.domain.assessment import Answer, Opening, OutsideFactors
from coaching_core.domain.choosing import Choices, ManagerAnswers
from coaching_core.domain.conversation import Note
from coaching_core.domain.people import Actor
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.domain.visibility import ReviewView
from coaching_core.errors import BadInput, CoachingError
from coaching_core.ids import ReviewId, SkillKey
from tests.builders import MANAGER, REP, SOON
from tests.core.world import World


@dataclass(frozen=True)
class Step:
    who: Role


@dataclass(frozen=True)
class Rate(Step):
    skill: SkillKey
    answer: Answer
    at: float


@dataclass(frozen=True)
class Comment(Step):
    skill: SkillKey
    words: str
    at: float


@dataclass(frozen=True)
class TurnPage(Step):
    page: int


@dataclass(frozen=True)
class SayFactors(Step):
    factors: OutsideFactors


@dataclass(frozen=True)
class WriteOpening(Step):
    opening: Opening
    released: bool


@dataclass(frozen=True)
class Submit(Step):
    pass


@dataclass(frozen=True)
class TakeBack(Step):
    pass


@dataclass(frozen=True)
class Open(Step):
    opening: Opening
    late: bool = False


@dataclass(frozen=True)
class Reply(Step):
    notes: tuple[Note, ...]
    late: bool = False


@dataclass(frozen=True)
class Choose(Step):
    choices: Choices
    late: bool = False


@dataclass(frozen=True)
class AnswerChoices(Step):
    answers: ManagerAnswers
    late: bool = False


@dataclass(frozen=True)
class HadMySay(Step):
    late: bool = False


@dataclass(frozen=True)
class GoOn(Step):
    pass


@dataclass(frozen=True)
class Switch(Step):
    mode: Mode


@dataclass(frozen=True)
class OpenParked(Step):
    skill: SkillKey
    words: str


@dataclass(frozen=True)
class Jot(Step):
    speaker: Role
    topic: Topic
    words: str
    skill: SkillKey | None


@dataclass(frozen=True)
class Confirm(Step):
    number: int


@dataclass(frozen=True)
class Agree(Step):
    late: bool = False


@dataclass(frozen=True)
class ChangePlan(Step):
    words: str
    drop: bool = False
    late: bool = False


@dataclass(frozen=True)
class AnswerProposal(Step):
    take: bool
    late: bool = False


@dataclass(frozen=True)
class Pause(Step):
    pass


@dataclass(frozen=True)
class Resume(Step):
    pass


@dataclass(frozen=True)
class Cancel(Step):
    pass


@dataclass(frozen=True)
class KeepGoing(Step):
    pass


@dataclass(frozen=True)
class Nudge(Step):
    pass


@dataclass(frozen=True)
class Decline(Step):
    pass


@dataclass(frozen=True)
class Extend(Step):
    pass


@dataclass(frozen=True)
class Wait(Step):
    """Days go by, and the tick looks. ``who`` does not matter."""

    days: int


@dataclass(frozen=True)
class Leave(Step):
    """Slack tells us that this one is deactivated."""


@dataclass(frozen=True)
class Problem:
    """What a refused person is told."""

    kind: str
    text: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Played:
    """What came of a step; ``saw`` is what its actor saw before it."""

    saw: ReviewView
    problem: Problem | None


def play(world: World, review: ReviewId, step: Step, saw: ReviewView | None = None) -> Played:
    """
    Let a step happen.

    Args:
        saw: what the actor looked at while clicking, if it is not what stands there now.
    """
    actor = world.actor(REP if step.who is Role.REP else MANAGER)
    seen = saw or world.view(review, actor.person)
    try:
        _do(world, actor, review, step, seen)
    except CoachingError as problem:
        named = tuple(sorted(problem.fields.items())) if isinstance(problem, BadInput) else ()
        return Played(seen, Problem(type(problem).__name__, str(problem), named))
    return Played(seen, None)


def _do(world: World, actor: Actor, review: ReviewId, step: Step, saw: ReviewView) -> None:
    assessing, talking, keeping = world.assessing, world.talking, world.keeping
    turn = (saw.turn.number if saw.turn else 0) - (1 if getattr(step, "late", False) else 0)
    match step:
        case Rate(skill=skill, answer=answer, at=at):
            assessing.rate(actor, review, skill, answer, at)
        case Comment(skill=skill, words=words, at=at):
            assessing.comment(actor, review, skill, words, at)
        case TurnPage(page=page):
            assessing.turn_page(actor, review, page)
        case SayFactors(factors=factors):
            assessing.say_outside_factors(actor, review, factors)
        case WriteOpening(opening=opening, released=released):
            assessing.write_opening(actor, review, opening, released=released)
        case Submit():
            assessing.submit(actor, review)
        case TakeBack():
            assessing.take_back(actor, review)
        case Open(opening=opening):
            talking.open(actor, review, opening, turn)
        case Reply(notes=notes):
            talking.reply(actor, review, notes, turn)
        case Choose(choices=choices):
            talking.choose(actor, review, choices, turn)
        case AnswerChoices(answers=answers):
            talking.answer(actor, review, answers, turn)
        case HadMySay():
            talking.had_my_say(actor, review, turn)
        case GoOn():
            talking.go_on(actor, review)
        case Switch(mode=mode):
            talking.switch_mode(actor, review, mode)
        case OpenParked(skill=skill, words=words):
            talking.open_parked(actor, review, skill, words)
        case Jot(speaker=speaker, topic=topic, words=words, skill=about):
            talking.jot(actor, review, speaker, topic, words, about)
        case Confirm(number=number):
            talking.confirm_jotting(actor, review, number)
        case Agree():
            talking.agree(actor, review, "an older text" if step.late else saw.plan.fingerprint)
        case ChangePlan(words=words, drop=drop):
            changes = {one.id: ItemChange(words, SOON, drop=drop) for one in saw.plan.items[:1]}
            talking.change_plan(actor, review, changes, turn, added=words)
        case AnswerProposal(take=take):
            talking.answer_proposal(actor, review, turn, take=take)
        case Wait(days=days):
            world.clock.advance(days=days)
            keeping.time_has_passed(world.workspace, review)
        case Leave():
            world.save_person(replace(world.person(actor.person), active=False))
            keeping.person_left(actor)
        case Extend():
            keeping.extend(actor, review, SOON.replace(year=SOON.year + 1))
        case _:
            simple: Mapping[type[Step], Callable[[Actor, ReviewId], object]] = {
                Pause: keeping.pause,
                Resume: keeping.resume,
                Cancel: keeping.cancel,
                KeepGoing: keeping.keep_going,
                Nudge: keeping.nudge,
                Decline: keeping.decline,
            }
            simple[type(step)](actor, review)


T = TypeVar("T")


def reworded(value: T, swap: Callable[[str], str]) -> T:
    """Returns the same value with every text in it swapped."""
    return _reworded(value, swap)  # type: ignore[no-any-return]  # a recursion over values of all kinds


def _reworded(value: Any, swap: Callable[[str], str]) -> Any:
    if type(value) is str:
        return swap(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _reworded(getattr(value, one.name), swap) for one in fields(value)})
    if isinstance(value, tuple):
        return tuple(_reworded(one, swap) for one in value)
    if isinstance(value, Mapping):
        return {key: _reworded(one, swap) for key, one in value.items()}
    return value
