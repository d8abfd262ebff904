"""Whatever two people say and do: the thread holds no rating, no anchor, no comment; a renderer could not show one."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.surfaces
from bot.surfaces import reading, thread, views
from coaching_core.domain.people import Person
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.visibility import view_for
from tests.core import steps
from tests.core.drawing import Story
from tests.core.oracle import words_in
from tests.surfaces.looking import Json, texts

LENGTH = 45
FORBIDDEN = {
    "coaching_core.domain.review",
    "coaching_core.domain.second_look",
    "coaching_core.use_cases",
    "coaching_core.ports",
    "slack_bolt",
    "sqlalchemy",
}


def seen_by(story: Story, reader: Reader) -> Seen:
    review = story.review
    people = {role: Person(review.person(role), role.value.title()) for role in Role}
    return Seen(view_for(review, reader), people, story.world.clock.now())


def thread_of(seen: Seen) -> list[Json]:
    drawn = [thread.message(seen, number) for number in range(1, len(seen.view.turns) + 1)]
    return [block for message in drawn if message is not None for block in message.blocks]


@given(data=st.data())
def test_the_thread_holds_no_rating_no_anchor_and_no_comment(data: st.DataObject) -> None:
    story = Story(data.draw)
    form = story.world.questionnaire
    secret = {anchor for skill in form.skills.values() for anchor in skill.anchors} | set(form.scale.labels)
    for _, step, _ in story.tell(LENGTH):
        if isinstance(step, steps.Leave):
            break
        said = "\n".join(texts(thread_of(seen_by(story, Reader.BOTH))))
        assert not [one for one in secret if one in said]
        comments = {rating.comment for mine in story.review.assessments.values() for rating in mine.ratings.values()}
        factors = {mine.factors.words for mine in story.review.assessments.values()}
        for words in (comments | factors) - {""}:
            assert words not in said


@given(data=st.data())
def test_what_is_drawn_holds_only_words_of_the_view(data: st.DataObject) -> None:
    """Every word that people wrote and that a surface shows was in the view it is drawn from."""
    story = Story(data.draw)
    for _, step, _ in story.tell(LENGTH):
        if isinstance(step, steps.Leave):
            break
        for reader in (Reader.REP, Reader.MANAGER):
            seen = seen_by(story, reader)
            drawn: list[object] = [views.both_views(seen), reading.the_plan(seen), *thread_of(seen)]
            drawn += [reading.everything(seen, number) for number in range(1, len(seen.view.turns) + 1)]
            assert words_in("\n".join(texts(drawn))) <= words_in(seen.view)


@pytest.mark.parametrize("module", sorted(Path(bot.surfaces.__path__[0]).glob("*.py")), ids=lambda one: one.stem)
def test_a_renderer_cannot_name_a_whole_review(module: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Import):
            imported |= {one.name for one in node.names}
    assert not {one for one in imported if any(one == bad or one.startswith(bad + ".") for bad in FORBIDDEN)}
