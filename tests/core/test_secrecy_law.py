"""
Secrecy as a law: what one may see is the same, whatever the other has answered or written that is not open yet.

Random conversations of both are played twice: as they were drawn, and again with everything changed that the table of
the design (§3.3) has not opened to the reader by the end. After every step the reader must see, and be told, the same.
"""

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_core.domain.assessment import Answer, Factor, Opening, OutsideFactors, Unrated
from coaching_core.domain.moved import what_moved
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.visibility import ReviewView, view_for
from coaching_core.ids import SkillKey
from tests.core import steps
from tests.core.drawing import Story
from tests.core.oracle import WORD, Oracle, category, side, words_in
from tests.core.steps import Played, Step, play, reworded
from tests.core.world import World

ALL_ANSWERS: tuple[Answer, ...] = (1, 2, 3, 4, 5, Unrated.NOT_SEEN, Unrated.NOT_IN_ROLE)
LENGTH = 45
Told = list[tuple[str, object]]
"""What a reader saw after each step, and what they were told when refused."""

deep = settings(settings.get_profile("deep"))


class Twin:
    """The same story in other words, where the reader may not know the words."""

    def __init__(self, story: Story, reader: Reader, pick: Callable[[tuple[Answer, ...]], Answer]) -> None:
        self.oracle, self.pick = story.oracle, pick
        self.hidden_authors = {role.other for role in reader.roles}
        readable = frozenset.intersection(*(self.oracle.readable(role) for role in reader.roles))
        self.hidden = words_in([step for step, _ in story.happened]) - readable
        self.answers = self._other_answers()

    def retold(self, happened: list[tuple[Step, Played]]) -> list[Step | None]:
        return [self._changed(step) for step, _ in happened]

    def _other_answers(self) -> dict[tuple[Role, SkillKey], dict[Answer, Answer]]:
        final = {role: dict(given) for role, given in self.oracle.answers.items()}
        changed = {}
        for role in sorted(self.hidden_authors):
            for key in self.oracle.questionnaire.skills:
                if key in self.oracle.views_open:
                    continue
                swap = {one: self.pick(ALL_ANSWERS) for one in ALL_ANSWERS}
                mine = final[role].get(key)
                if mine is not None and self.oracle.categories_open:
                    swap[mine] = self.pick(self._of_the_same_category(final, role, key))
                if mine is not None:
                    final[role][key] = swap[mine]
                changed[role, key] = swap
        return changed

    def _of_the_same_category(
        self, final: dict[Role, dict[SkillKey, Answer]], role: Role, key: SkillKey
    ) -> tuple[Answer, ...]:
        mine, points = final[role][key], len(self.oracle.questionnaire.scale.labels)

        def of(answer: Answer) -> object:
            pair = {**{one: final[one][key] for one in Role}, role: answer}
            told_by_rep = role is Role.REP and key in self.oracle.work_on_tried
            return category(pair[Role.REP], pair[Role.MANAGER], points), told_by_rep and side(answer, points)

        return tuple(answer for answer in ALL_ANSWERS if of(answer) == of(mine))

    def _changed(self, step: Step) -> Step | None:
        if step.who not in self.hidden_authors:
            return self._reworded(step)
        match step:
            case steps.Rate(who=who, skill=skill, answer=answer) if (who, skill) in self.answers:
                return replace(step, answer=self.answers[who, skill][answer])
            case steps.TurnPage(page=page):
                return replace(step, page=page + 1)
            case steps.SayFactors() if not self.oracle.factors_open:
                return replace(step, factors=OutsideFactors((Factor.PRODUCT, Factor.TOOLING), "something else"))
            case steps.WriteOpening() if words_in(step) <= self.hidden:
                return self._other_draft(step)
            case steps.Reply(notes=notes):
                return self._reworded(replace(step, notes=tuple(one for one in notes if self._kept(one.words))))
            case steps.Jot(words=words, speaker=speaker) if step.who is speaker and not self._kept(words):
                return None
            case _:
                return self._reworded(step)

    def _other_draft(self, step: steps.WriteOpening) -> steps.WriteOpening:
        skills = tuple(self.oracle.questionnaire.skills)
        other = Opening("another strength", "another need", skills[-2:], ())
        return replace(step, opening=other, released=step.released ^ (not self.oracle.both_submitted))

    def _kept(self, words: str) -> bool:
        """Every second hidden note is not only worded otherwise, it is not written at all."""
        return words not in self.hidden or int(words[-1]) % 2 == 0

    def _reworded(self, step: Step) -> Step:
        def swap(text: str) -> str:
            return WORD.sub(lambda found: f"else{found[0][4:]}" if found[0] in self.hidden else found[0], text)

        return reworded(step, swap)


def told_as_it_happens(story: Story, reader: Reader, length: int) -> Told:
    return [_told(story.world, story, reader, step, played) for _, step, played in story.tell(length)]


def told_again(story: Story, reader: Reader, other: list[Step | None]) -> Told:
    world = World(questionnaire=story.world.questionnaire)
    world.start()
    told = []
    for step, (original, _) in zip(other, story.happened, strict=True):
        played = play(world, story.id, step) if step is not None else None
        told.append(_told(world, story, reader, original, played))
    return told


def _told(world: World, story: Story, reader: Reader, step: Step, played: Played | None) -> tuple[str, object]:
    view = view_for(world.review(story.id), reader)
    own = played is not None and {step.who} == set(reader.roles)
    return repr(view), (view, played.problem if own and played else None)


def check_twins(data: st.DataObject, reader: Reader, length: int) -> None:
    story = Story(data.draw)
    seen = told_as_it_happens(story, reader, data.draw(st.integers(length // 3, length)))
    twin = Twin(story, reader, lambda choices: data.draw(st.sampled_from(choices)))
    again = told_again(story, reader, twin.retold(story.happened))
    for number, (one, other) in enumerate(zip(seen, again, strict=True)):
        assert one == other, f"after step {number}: {story.happened[number][0]}"


@pytest.mark.parametrize("reader", Reader)
@given(data=st.data())
def test_what_is_not_open_makes_no_difference(reader: Reader, data: st.DataObject) -> None:
    check_twins(data, reader, LENGTH)


@pytest.mark.long
@pytest.mark.parametrize("reader", Reader)
@given(data=st.data())
@deep
def test_what_is_not_open_makes_no_difference_at_length(reader: Reader, data: st.DataObject) -> None:
    check_twins(data, reader, LENGTH * 2)


# --- two reviews side by side: what moved ---


def check_moved(data: st.DataObject, reader: Reader, length: int) -> None:
    """What is not open in either makes no difference, and what is open in both is all there is."""
    pairs, oracles = [], []
    for _ in range(2):
        story = Story(data.draw)
        seen = told_as_it_happens(story, reader, data.draw(st.integers(length // 2, length)))
        twin = Twin(story, reader, lambda choices: data.draw(st.sampled_from(choices)))
        pairs.append((last_view(seen), last_view(told_again(story, reader, twin.retold(story.happened)))))
        oracles.append(story.oracle)
    (then, then_again), (now, now_again) = pairs
    moved = what_moved(then, now)
    assert moved == what_moved(then_again, now_again)
    assert moved.keys() == oracles[0].views_open & oracles[1].views_open
    for key, one in moved.items():
        for oracle, views, found in zip(
            oracles, (one.then, one.now), (one.category_then, one.category_now), strict=True
        ):
            assert views.answers == {role: oracle.answers[role][key] for role in Role}
            assert found is oracle.categories[key]


def last_view(told: Told) -> ReviewView:
    _, last = told[-1]
    assert isinstance(last, tuple)
    view = last[0]
    assert isinstance(view, ReviewView)
    return view


@pytest.mark.parametrize("reader", Reader)
@given(data=st.data())
def test_what_is_not_open_in_either_of_two_reviews_moves_nothing(reader: Reader, data: st.DataObject) -> None:
    check_moved(data, reader, LENGTH)


@pytest.mark.long
@pytest.mark.parametrize("reader", Reader)
@given(data=st.data())
@deep
def test_what_is_not_open_in_either_of_two_reviews_moves_nothing_at_length(reader: Reader, data: st.DataObject) -> None:
    check_moved(data, reader, LENGTH * 2)


# --- the table itself, after every step ---


def check_table(oracle: Oracle, view: ReviewView) -> None:
    """What the table opens is there, and nothing else of the other's."""
    assert (view.categories is not None) == oracle.categories_open
    if view.categories is not None:
        assert dict(view.categories) == oracle.categories
        assert list(view.categories) == list(oracle.questionnaire.skills), "the order of the questionnaire"
    assert set(view.views) == oracle.views_open
    for key, views in view.views.items():
        for role in Role:
            assert views.answers[role] == oracle.answers[role][key]
            assert views.comments[role] == oracle.comments[role].get(key, "")
    assert dict(view.factors) == (oracle.factors if oracle.factors_open else {})
    for role in view.reader.roles:
        assert words_in(view) <= oracle.readable(role), "a word that is not for this reader"
        assert oracle.owed(role) <= words_in(view), "a word that has opened is kept back"
    if view.mine is not None:
        assert view.mine.role is view.reader.roles[0]


def check_both_sees_no_more(both: ReviewView, single: ReviewView) -> None:
    for one in fields(ReviewView):
        shown, own = getattr(both, one.name), getattr(single, one.name)
        if one.name in ("reader", "mine"):
            continue
        if isinstance(shown, tuple):
            assert set(shown) <= set(own), one.name
        elif isinstance(shown, dict):
            assert shown.items() <= own.items(), one.name
        else:
            assert shown is None or shown == own, one.name
    assert both.mine is None


def check_story_against_table(data: st.DataObject, length: int) -> None:
    story = Story(data.draw)
    for _, step, _ in story.tell(length):
        if isinstance(step, steps.Leave):
            break
        review = story.review
        views = {reader: view_for(review, reader) for reader in Reader}
        for view in views.values():
            check_table(story.oracle, view)
        for reader in (Reader.REP, Reader.MANAGER):
            check_both_sees_no_more(views[Reader.BOTH], views[reader])


@given(data=st.data())
def test_the_table_opens_what_it_says_and_nothing_else(data: st.DataObject) -> None:
    check_story_against_table(data, LENGTH)


@pytest.mark.long
@given(data=st.data())
@deep
def test_the_table_opens_what_it_says_and_nothing_else_at_length(data: st.DataObject) -> None:
    check_story_against_table(data, LENGTH * 2)
