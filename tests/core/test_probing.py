"""
Nobody finds out by trying: whatever one enters, too early or out of turn, the answer does not depend on what is hidden.

Every attempt of either is made on reviews that differ only in what the other has rated or written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from coaching_core.domain.assessment import Opening, OutsideFactors
from coaching_core.domain.choosing import ManagerAnswers
from coaching_core.domain.conversation import Note
from coaching_core.domain.lifecycle import pause
from coaching_core.domain.plan import Proposal
from coaching_core.domain.review import Review, submit_assessment
from coaching_core.domain.roles import Mode, Reader, Role, Stage, Topic
from coaching_core.domain.speaking import had_my_say, open_conversation, reply
from coaching_core.domain.visibility import view_for
from tests.builders import (
    AN_OPENING,
    REVIEW,
    a_review,
    both_submitted,
    choices,
    chosen,
    notes_on,
    opened,
    replied,
    skill,
    turn_of,
)
from tests.core import steps
from tests.core.steps import Problem, Step, play
from tests.core.world import World
from tests.fakes.clock import NOW

HIDDEN = ("5 5 5 5", "1 1 1 1", "? ? ? ?", "- - - -", "1 5 ? -")
"""What the other may have answered."""
OWN = "4 2 ? 3"


def pair(role: Role, hidden: str) -> Mapping[str, str]:
    return {role.value: OWN, role.other.value: hidden}


def live_after_one_topic(rep: str, manager: str) -> Review:
    review = both_submitted(rep, manager, mode=Mode.LIVE)
    return had_my_say(had_my_say(review, Role.REP, 1, NOW), Role.MANAGER, 2, NOW)


CLOSED: Mapping[str, object] = {
    "nothing sent": lambda rep, manager: a_review(rep=rep, manager=manager),
    "the rep has sent": lambda rep, manager: submit_assessment(a_review(rep=rep, manager=manager), Role.REP, NOW),
    "the manager has sent": lambda rep, manager: submit_assessment(
        a_review(rep=rep, manager=manager), Role.MANAGER, NOW
    ),
    "both have sent": both_submitted,
    "the rep has opened": opened,
    "live, one topic done": live_after_one_topic,
    "paused": lambda rep, manager: pause(opened(rep, manager)),
}
"""Stages at which nobody may know a category, as functions of both answers."""


def attempts(role: Role) -> Iterator[Step]:
    """Everything that somebody curious might try."""
    for number in range(1, 5):
        key = skill(number)
        for wish in (choices(take_on=[number]), choices(work_on=[number]), choices(look_into=[number])):
            yield steps.Choose(role, wish)
            yield steps.Choose(role, wish, late=True)
        yield steps.OpenParked(role, key, "words")
        for topic in (Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS):
            for speaker in Role:
                yield steps.Jot(role, speaker, topic, "words", key)
        proposal = Proposal(key, "words")
        yield steps.AnswerChoices(role, ManagerAnswers(views={key: "words"}, proposal=proposal))
        yield steps.Reply(role, (Note(Topic.NEEDS, key, "words"),))
    yield steps.AnswerProposal(role, take=True)
    yield steps.ChangePlan(role, "words")
    yield steps.Agree(role)
    yield steps.Open(role, Opening("words"))
    yield steps.HadMySay(role)
    yield steps.GoOn(role)
    yield steps.Switch(role, Mode.LIVE)
    yield steps.Confirm(role, 1)
    yield from (steps.Submit(role), steps.TakeBack(role), steps.Nudge(role), steps.Cancel(role), steps.Resume(role))


def outcome(review: Review, role: Role, step: Step) -> tuple[Problem | None, object]:
    world = World()
    world.put(review)
    problem = play(world, review.id, step).problem
    after = world.review(REVIEW)
    shown = view_for(after, Reader(role.value)) if not after.categories_open else None
    return problem, shown


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stage", CLOSED)
def test_no_attempt_tells_what_the_other_has_answered(stage: str, role: Role) -> None:
    make = CLOSED[stage]
    for step in attempts(role):
        found = {hidden: outcome(make(**pair(role, hidden)), role, step) for hidden in HIDDEN}  # type: ignore[operator]
        assert all(one == found[HIDDEN[0]] for one in found.values()), step


WITHIN = {
    # what the rep says -> what the manager may have said in the same category
    "5": ("4", "5"),
    "2": ("1", "2", "3"),
    "?": ("1", "3", "4", "5"),
}


@pytest.mark.parametrize("make", [replied, lambda rep, manager: chosen(choices(look_into=[3]), rep, manager)])
def test_with_the_categories_open_no_attempt_of_the_rep_tells_a_closed_number(make: object) -> None:
    rep = "5 2 ? ?"
    for step in attempts(Role.REP):
        found = []
        for number in range(4):
            manager = " ".join(WITHIN[own][number % len(WITHIN[own])] for own in rep.split())
            problem, _ = outcome(make(rep, manager), Role.REP, step)  # type: ignore[operator]
            found.append(problem)
        assert found.count(found[0]) == 4, step


# --- what is held back does not show in anything around it ---


def with_held_back_words(review: Review) -> Review:
    """The same, with more of the manager's that is not open yet: words, a comment, a factor."""
    mine = review.assessments[Role.MANAGER]
    more = replace(mine, factors=OutsideFactors((), "held back"), page=mine.page + 1)
    notes = (*review.conversation.notes, Note(Topic.STRENGTHS, skill(3), "held back"))
    talk = replace(review.conversation, notes=notes)
    return replace(review.with_assessment(more), conversation=talk)


@pytest.mark.parametrize("mode", Mode)
def test_words_that_are_held_back_leave_no_trace(mode: Mode) -> None:
    review = both_submitted(mode=mode)
    review = open_conversation(review, AN_OPENING, 1, NOW)
    review = reply(review, [one for one in notes_on(review)[:2] if mode is Mode.WRITING], turn_of(review), NOW)
    assert review.stage is Stage.CONVERSING
    other = with_held_back_words(review)
    for reader in (Reader.REP, Reader.BOTH):
        assert view_for(other, reader) == view_for(review, reader)
    for step in attempts(Role.REP):
        assert outcome(other, Role.REP, step) == outcome(review, Role.REP, step), step
        world = World()
        world.put(other)
        play(world, REVIEW, step)
        assert "held back" not in repr(view_for(world.review(REVIEW), Reader.REP))
