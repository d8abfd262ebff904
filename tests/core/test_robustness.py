"""
What must hold in every conversation, whatever the two do: the rep first, nothing lost or twice, no yes by mistake.

Random conversations, as in the secrecy law; after every step the rules are asked again. A little over 300 lines: the
rules are read together.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.domain.surfaces import Place, PlaceKind, SurfaceKind, surfaces_of
from coaching_core.errors import AlreadyRunning, CoachingError, OutOfTurn, Stale, TooLate
from coaching_core.ids import SkillKey, SurfaceKey
from tests.builders import (
    AN_OPENING,
    MANAGER,
    REP,
    REVIEW,
    WORKSPACE,
    a_review,
    answered,
    both_submitted,
    choices,
    chosen,
    opened,
    replied,
)
from tests.core import steps
from tests.core.drawing import Story
from tests.core.steps import Played, Step, play
from tests.core.world import World
from tests.fakes.storage import Rows

LENGTH = 40
deep = settings(settings.get_profile("deep"))


def tell(data: st.DataObject, length: int, check: Callable[[Story, Review, Step, Played, Rows], None]) -> None:
    story = Story(data.draw)
    rows = story.world.rows
    for before, step, played in story.tell(length):
        check(story, before, step, played, rows)
        rows = story.world.rows


# --- the rules of a conversation ---


def check_rules(story: Story, before: Review, step: Step, played: Played, rows: Rows) -> None:
    after = story.review
    if played.problem is not None:
        assert story.world.rows == rows, "who is refused changes nothing"
        return
    check_the_rep_is_first(after)
    if not isinstance(step, steps.Leave):
        check_nothing_is_lost(before, after, step)
    check_agreement(before, after, step)
    check_conversing_takes_both(after)


def check_the_rep_is_first(review: Review) -> None:
    spoken = [(one.role, one.topic) for one in review.conversation.spoken if one.topic is not Topic.AGREEMENT]
    assert len(set(spoken)) == len(spoken), "nobody speaks twice on a topic"
    for number, (role, topic) in enumerate(spoken):
        assert role is Role.REP or (Role.REP, topic) in spoken[:number]
    for turn in review.conversation.turns:
        if turn.speaker is Role.MANAGER and Topic.AGREEMENT not in turn.topics:
            at_that_time = {(one.role, one.topic) for one in review.conversation.spoken if one.at <= turn.since}
            assert {(Role.REP, topic) for topic in turn.topics} <= at_that_time
    numbers = [turn.number for turn in review.conversation.turns]
    assert numbers == list(range(1, len(numbers) + 1)), "every prompt has a number of its own"


def check_nothing_is_lost(before: Review, after: Review, step: Step) -> None:
    for role in Role:
        kept, now = before.assessments[role].ratings, after.assessments[role].ratings
        if not (isinstance(step, steps.Rate | steps.Comment) and step.who is role):
            assert now == kept
        else:
            assert {key: one for key, one in now.items() if key != step.skill} == {
                key: one for key, one in kept.items() if key != step.skill
            }
    talk, was = after.conversation, before.conversation
    assert talk.spoken[: len(was.spoken)] == was.spoken
    assert [turn.number for turn in talk.turns[: len(was.turns)]] == [turn.number for turn in was.turns]
    assert set(was.notes) <= set(talk.notes)
    assert set(was.unparked) <= set(talk.unparked)
    for said in was.area_words:
        assert said.words in (talk.words_on(said.role, said.skill) or "")
    if was.opening is not None:
        assert talk.opening is not None
        assert was.opening.strengths in talk.opening.strengths
        assert was.opening.needs in talk.opening.needs


def check_agreement(before: Review, after: Review, step: Step) -> None:
    """A yes is somebody's own: by pressing it, by writing the text, or by answering the choices."""
    plan = after.conversation.plan
    for role in Role:
        if plan.agreed_by(role) and not before.conversation.plan.agreed_by(role):
            own = step.who is role and isinstance(step, steps.Agree | steps.ChangePlan | steps.AnswerChoices)
            as_proposed = role is Role.MANAGER and isinstance(step, steps.AnswerProposal)
            assert own or as_proposed, step
    if after.stage is Stage.AGREED:
        assert plan.items
        assert plan.proposal is None
        assert plan.agreed == dict.fromkeys(Role, plan.fingerprint)
        assert before.stage is Stage.AGREED or isinstance(step, steps.Agree)
    if before.stage is Stage.AGREED:
        assert plan == before.conversation.plan


def check_conversing_takes_both(review: Review) -> None:
    if review.stage in (Stage.CONVERSING, Stage.AGREED):
        assert review.both_submitted
        assert review.conversation.turn is not None
    if review.stage is Stage.ASSESSING:
        assert not review.both_submitted
        assert not review.conversation.turns


@given(data=st.data())
def test_the_rules_hold_whatever_happens(data: st.DataObject) -> None:
    tell(data, LENGTH, check_rules)


@pytest.mark.long
@given(data=st.data())
@deep
def test_the_rules_hold_whatever_happens_at_length(data: st.DataObject) -> None:
    tell(data, LENGTH * 2, check_rules)


# --- twice is once ---


def check_twice_is_once(story: Story, before: Review, step: Step, played: Played, rows: Rows) -> None:
    if played.problem is not None or isinstance(step, steps.Wait | steps.Leave):
        return
    after = story.review
    play(story.world, story.id, step, saw=played.saw)
    assert story.review == after, f"{type(step).__name__} twice is not once"


@given(data=st.data())
def test_a_double_click_is_one(data: st.DataObject) -> None:
    tell(data, LENGTH, check_twice_is_once)


@pytest.mark.parametrize("speaker", Role)
def test_a_note_that_is_sent_twice_is_one(speaker: Role) -> None:
    world = World()
    world.put(opened())
    jot = steps.Jot(Role.REP, speaker, Topic.STRENGTHS, "word0001", SkillKey("s1"))
    if speaker is Role.MANAGER:
        play(world, REVIEW, steps.Reply(Role.MANAGER, ()))
    play(world, REVIEW, jot)
    once = world.review(REVIEW)
    assert "word0001" in repr(once.conversation)
    play(world, REVIEW, jot)
    assert world.review(REVIEW) == once


@pytest.mark.long
@given(data=st.data())
@deep
def test_a_double_click_is_one_at_length(data: st.DataObject) -> None:
    tell(data, LENGTH * 2, check_twice_is_once)


# --- surfaces: whatever could look different is named ---


def check_surfaces(story: Story, before: Review, step: Step, played: Played, rows: Rows) -> None:
    after, world = story.review, story.world
    wanted = {key for key, wish in world.rows.wishes.items() if wish != rows.wishes.get(key)}
    existing = {one.key for one in (*surfaces_of(before), *surfaces_of(after))}
    if isinstance(step, steps.Rate | steps.Comment):
        if played.problem is None:
            assert wanted == {SurfaceKey(f"assessment/{story.id}/{step.who.value}")}
    elif after != before:
        assert existing <= wanted, f"forgotten: {existing - wanted}"
    assert all(_of_this_review(wish.surface.place) for wish in world.rows.wishes.values())


def _of_this_review(place: Place) -> bool:
    return set(place.ids) <= {REP, MANAGER} and place.kind is not PlaceKind.CHANNEL


@given(data=st.data())
def test_every_surface_that_could_look_different_is_named(data: st.DataObject) -> None:
    tell(data, LENGTH, check_surfaces)


@pytest.mark.long
@given(data=st.data())
@deep
def test_every_surface_that_could_look_different_is_named_at_length(data: st.DataObject) -> None:
    tell(data, LENGTH * 2, check_surfaces)


def test_a_surface_that_review_ever_had_stays_named() -> None:
    def keys(review: Review) -> set[SurfaceKey]:
        return {one.key for one in surfaces_of(review)}

    told = [a_review(), both_submitted(), opened(), replied(), chosen(), answered()]
    for one, other in pairwise(told):
        assert keys(one) <= keys(other)


def test_first_posts_stand_in_the_thread_in_the_order_of_the_turns() -> None:
    thread = [one for one in surfaces_of(answered()) if one.kind is SurfaceKind.TURN]
    assert [one.part for one in thread] == ["1", "2", "3", "4", "5"]
    assert [one.seq for one in thread] == sorted(one.seq for one in thread)
    assert {one.thread for one in thread} == {None, thread[0].key}
    assert len({one.key for one in surfaces_of(answered())}) == len(surfaces_of(answered()))


# --- both at once: one of them looks at what has just changed ---


def stale_pairs() -> Mapping[str, tuple[Review, Step, Step]]:
    ready = a_review(rep="5 2 4 2", manager="4 1 2 5")
    agreeing = answered()
    return {
        "both submit": (ready, steps.Submit(Role.REP), steps.Submit(Role.MANAGER)),
        "one submits, one takes back": (ready, steps.Submit(Role.REP), steps.TakeBack(Role.MANAGER)),
        "the rep opens twice": (
            both_submitted(),
            steps.Open(Role.REP, AN_OPENING),
            steps.Open(Role.REP, replace(AN_OPENING, strengths="other")),
        ),
        "choosing in two windows": (
            replied(),
            steps.Choose(Role.REP, choices(stretch="one")),
            steps.Choose(Role.REP, choices(stretch="two")),
        ),
        "agreeing while changing": (agreeing, steps.ChangePlan(Role.REP, "other words"), steps.Agree(Role.REP)),
        "changing while agreeing": (agreeing, steps.Agree(Role.REP), steps.ChangePlan(Role.REP, "other words")),
        "going on while paused": (opened(), steps.Pause(Role.REP), steps.Reply(Role.MANAGER, ())),
        "both cancel": (opened(), steps.Cancel(Role.REP), steps.Cancel(Role.MANAGER)),
        "both pause": (opened(), steps.Pause(Role.REP), steps.Pause(Role.MANAGER)),
    }


@pytest.mark.parametrize("name", stale_pairs())
@pytest.mark.parametrize("swapped", [False, True])
def test_who_acts_on_what_has_just_changed_loses_nothing(name: str, swapped: bool) -> None:
    review, *pair = stale_pairs()[name]
    world = World()
    world.put(review)
    first, second = reversed(pair) if swapped else pair
    saw = {step: world.view(review.id, REP if step.who is Role.REP else MANAGER) for step in (first, second)}
    assert play(world, review.id, first, saw[first]).problem is None
    between = world.review(review.id)
    late = play(world, review.id, second, saw[second])
    after = world.review(review.id)
    if late.problem is not None:
        assert late.problem.kind in (TooLate.__name__, OutOfTurn.__name__)
        assert after == between
    check_nothing_is_lost(between, after, second)
    check_the_rep_is_first(after)


def test_the_second_writer_of_the_same_reading_is_told() -> None:
    world = World()
    read = world.put(opened())
    with world.store.begin(WORKSPACE) as tx:
        tx.reviews.save(replace(read, stage=Stage.PAUSED))
    with pytest.raises(Stale), world.store.begin(WORKSPACE) as tx:
        tx.reviews.save(replace(read, stage=Stage.CLOSED))
    assert world.review(REVIEW).stage is Stage.PAUSED


def test_a_pair_has_one_running_review() -> None:
    world = World()
    world.put(opened())
    with pytest.raises(AlreadyRunning), world.store.begin(WORKSPACE) as tx:
        tx.reviews.add(replace(a_review(), id=type(REVIEW)("review-2")))


def test_a_failure_takes_everything_back() -> None:
    world = World()
    review = world.put(opened())
    before = world.rows
    with pytest.raises(ZeroDivisionError), world.store.begin(WORKSPACE) as tx:  # noqa: PT012  # the block is the test
        tx.reviews.save(replace(review, stage=Stage.PAUSED))
        tx.surfaces.want(surfaces_of(review))
        head = tx.reviews.assessment_head(review.id, REP)
        tx.reviews.rate(head, SkillKey("s1"), 1, 9e9)
        tx.audit.note(REP, "pause", review.id, world.clock.now())
        raise ZeroDivisionError
    assert world.rows == before


def test_nobody_outside_ever_appears_in_what_a_pair_does() -> None:
    world = World()
    world.put(opened())
    for person, call in product((REP, MANAGER), (world.keeping.pause, world.keeping.resume)):
        try:
            call(world.actor(person), REVIEW)
        except CoachingError:
            continue
    assert {actor for actor, *_ in world.rows.audit} <= {REP, MANAGER}
