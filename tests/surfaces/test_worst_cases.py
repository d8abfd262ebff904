"""The longest of everything: Slack still takes it, and every word can be read somewhere."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from bot.surfaces import (
    assessment,
    changing,
    choices,
    dates,
    fitting,
    form,
    home,
    notes,
    opening,
    pairing,
    plan,
    reading,
    start,
    thread,
    views,
)
from bot.surfaces.drawn import Message
from bot.web.examples import stories
from bot.web.examples.stories import Story
from coaching_core.domain.assessment import Opening
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.plan import Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role, Topic
from coaching_core.domain.seen import HomeSeen, PairingSeen
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey
from playground.blockkit import validate_message, validate_view, weight
from tests.builders import a_questionnaire
from tests.surfaces.looking import LONG, SHORT, Json, elements, sent, texts

NAME = "<!channel> *M* & _a_ `b` " + "ñ" * 55
assert len(NAME) == 80
WIDE = "👩🏽‍🚀" * 750
"""3,000 characters that weigh 11,250 bytes."""
LONGEST = {"letters": "x" * 3000, "wide": WIDE, "markup": "<&>" * 1000, "quotes": '"\\\n' * 999 + "abc"}
S, N, A, P = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN
long_words = pytest.mark.parametrize("words", LONGEST.values(), ids=LONGEST.keys())


def fits(drawn: Message | None) -> Message:
    assert drawn is not None
    assert validate_message({"text": drawn.text, "blocks": drawn.blocks}, updating=True) == []
    assert weight(drawn.blocks) <= 12_000
    assert 0 < len(drawn.blocks) <= 50
    return drawn


def opens(view: Json) -> Json:
    assert validate_view(view) == []
    assert weight(view) <= 250_000
    assert len(view["blocks"]) <= 100
    return view


def all_pages(draw: Callable[[int], Json]) -> Iterator[Json]:
    """Turn the pages of a modal, by its own buttons, to the last."""
    page: int | None = 1
    while page is not None:
        view = opens(draw(page))
        yield view
        following = [
            reading.page_of(one["value"]) for one in elements(view) if one.get("text", {}).get("text") == "Next"
        ]
        page = following[0] if following else None


def readable_in(words: str, screens: list[Json]) -> bool:
    return any(words == text for screen in screens for text in texts(screen))


# --- a long plan ---


def forty_items(words: str) -> Story:
    """A plan that has grown item by item, each as long as it may be."""
    story = stories.answered(SHORT)
    for number in range(35):
        turn = story.review.conversation.turn
        assert turn is not None
        story = story.adds(turn.speaker, f"{number}. {words}"[: len(words)])
    assert len(story.review.conversation.plan.items) == 40
    return story


@long_words
def test_forty_items_as_long_as_they_may_be(words: str) -> None:
    story = forty_items(words)
    seen = story.seen(Reader.BOTH)
    for number in range(1, story.turn + 1):
        fits(thread.message(seen, number))
    latest = fits(thread.message(seen, story.turn))
    assert "Read it all" in texts(latest.blocks)
    read = [*all_pages(partial(reading.everything, seen, story.turn))]
    shown = [*all_pages(partial(reading.the_plan, seen))]
    for item in story.review.conversation.plan.items:
        assert readable_in(item.words.strip(), read), "the thread's own modal"
        assert readable_in(item.words.strip(), shown), "the plan's"
    text, blocks = plan.private(story.seen(Reader.REP))
    fits(Message(text, blocks))


@long_words
def test_each_of_forty_items_can_be_changed(words: str) -> None:
    story = forty_items(words)
    found: dict[str, str] = {}
    for reader in (Reader.REP, Reader.MANAGER):
        for view in all_pages(partial(changing.change, story.seen(reader), story.turn)):
            changes, _, _ = changing.parse_change(sent(view))
            found |= {key: change.words for key, change in changes.items()}
    assert found == {item.id: item.words for item in story.review.conversation.plan.items}


# --- long words ---


@long_words
def test_what_is_too_long_for_the_thread_is_read_in_full_beside_it(words: str) -> None:
    story = stories.both_done(SHORT).opens(Opening(words, words[::-1].strip()))
    after = story.replies((S, 1, words), (S, 3, words), (N, 2, words), (N, 4, words))
    chosen = after.chooses(take_on={1: words}, work_on={2: words, 4: words}, look_into={(5,): words}, stretch=words)
    answered = chosen.is_answered_by_manager(Verdict.YES_IF, words, view=words, support=words, clear=words)
    proposed = chosen.is_answered_by_manager(support=words)
    for one in (story, after, chosen, answered, proposed, answered.agrees(Role.REP)):
        seen = one.seen(Reader.BOTH)
        for number in range(1, one.turn + 1):
            drawn = fits(thread.message(seen, number))
            whole = [*all_pages(partial(reading.everything, seen, number))]
            if "Read it all" in texts(drawn.blocks):
                assert readable_in(words.strip(), whole)
    for view in all_pages(partial(views.both_views, answered.seen(Reader.REP))):
        opens(view)
    opens(plan.answer(chosen.seen(Reader.MANAGER), (A, P), 4))
    opens(opening.opening(story.seen(Reader.REP), (S, N), 1))


def test_short_words_are_never_shortened() -> None:
    story = stories.both_done(SHORT).opens(Opening("x" * 400, "y" * 400))
    drawn = fits(thread.message(story.seen(Reader.BOTH), 2))
    assert {"x" * 400, "y" * 400} <= set(texts(drawn.blocks))
    assert "Read it all" not in texts(drawn.blocks)


def test_notes_to_confirm_come_a_few_at_a_time() -> None:
    story = stories.both_done(SHORT).live().has_their_say()
    for number in range(30):
        story = story.notes_down(Role.MANAGER, Role.REP, S, f"{number} {WIDE}"[:3000])
    seen = story.seen(Reader.BOTH)
    fits(thread.message(seen, story.turn))
    whole = [*all_pages(partial(reading.everything, seen, story.turn))]
    for jotting in seen.view.jottings:
        assert readable_in(jotting.words.strip(), whole)


# --- long questionnaires ---


def wide_skills(points: int, a_section: int, skills: int = 24) -> Questionnaire:
    """Everything as long as a questionnaire may have it."""
    form = a_questionnaire(skills, points=points, a_section=a_section)

    def wide(text: str, limit: int, filler: str = "ä") -> str:
        return (text + " " + filler * limit)[:limit]

    sections = tuple(
        replace(
            section,
            name=wide(section.name, 40),
            skills=tuple(
                replace(
                    skill,
                    name=wide(skill.name, 40),
                    short=wide(skill.short, 20),
                    description=wide(skill.description, 150),
                    anchors=tuple(wide(anchor, 75) for anchor in skill.anchors),
                )
                for skill in section.skills
            ),
        )
        for section in form.sections
    )
    return replace(form, sections=sections)


FORMS = {
    "the comprehensive one": LONG,
    "five skills a section": a_questionnaire(25, a_section=5),
    "nine points": a_questionnaire(12, points=9, a_section=3),
    "nine points, five skills a section": a_questionnaire(40, points=9, a_section=5),
    "all as long as it may be": wide_skills(9, 5, 40),
}


@pytest.mark.parametrize("questionnaire", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_longest_questionnaires(questionnaire: Questionnaire, role: Role) -> None:
    count = len(questionnaire.skills)
    story = stories.invited(questionnaire).answers(role, "3 " * count, {1: WIDE, count: WIDE})
    reader = Reader(role.value)
    for page in range(len(questionnaire.sections) + 2):
        seen = story.on_page(role, page).seen(reader)
        drawn = fits(assessment.message(seen))
        fits(assessment.message(story.on_page(role, page).later(days=8).seen(reader)))
        opens(form.page(seen, max(page, 1)))
        if 0 < page <= len(questionnaire.sections):
            asked = {one["action_id"].partition("#")[0] for one in elements(drawn.blocks)}
            assert "assessment.form" in asked, "there is always a way to answer"
            names = [skill.name for skill in questionnaire.sections[page - 1].skills]
            assert all(any(name in text for text in texts(drawn.blocks)) for name in names)


def test_the_ordinary_questionnaires_are_asked_in_the_message() -> None:
    for name in ("the comprehensive one", "five skills a section", "nine points"):
        story = stories.invited(FORMS[name]).on_page(Role.REP, 1)
        drawn = fits(assessment.message(story.seen(Reader.REP)))
        kinds = {one["type"] for one in elements(drawn.blocks)}
        assert ("radio_buttons" in kinds) is (name != "nine points"), "ten radio buttons at most, else a menu"
        assert "static_select" in kinds or "radio_buttons" in kinds


@pytest.mark.parametrize("questionnaire", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("manager", ["above", "below", "unseen"])
def test_every_comparison_of_the_longest_questionnaires(questionnaire: Questionnaire, manager: str) -> None:
    count, top = len(questionnaire.skills), len(questionnaire.scale.labels)
    sign = {"above": str(top), "below": "1", "unseen": "?"}[manager]
    story = stories.opened(questionnaire, f"{top} " * count, f"{sign} " * count)
    story = story.replies((S, 1, WIDE), (S, count, WIDE))
    seen = story.seen(Reader.BOTH)
    fits(thread.message(seen, story.turn))
    fits(views.chart(story.seen(Reader.REP)))
    pages = [*all_pages(partial(views.both_views, story.seen(Reader.REP)))]
    said = "\n".join(text for page in pages for text in texts(page))
    assert all(skill.name in said for skill in questionnaire.skills.values()), "every skill is named somewhere"
    opens(choices.form(story.seen(Reader.REP), (A, P), story.turn, choices.empty()))
    opens(opening.reply(story.seen(Reader.MANAGER), (S, N), 2))


def test_all_comments_of_the_comprehensive_form_can_be_read() -> None:
    """Twenty-four skills, both views, each with the longest comment: page by page, none is lost."""
    count = len(LONG.skills)
    comments = {number: f"{number} {WIDE}"[:3000].strip() for number in range(1, count + 1)}
    story = stories.invited(LONG).answers(Role.REP, "4 " * count, comments)
    story = story.answers(Role.MANAGER, "5 " * count, comments).submits(Role.REP, Role.MANAGER)
    story = story.opens(Opening("x", "y")).replies()
    pages = [*all_pages(partial(views.both_views, story.seen(Reader.MANAGER)))]
    assert len(pages) > 1
    for comment in comments.values():
        assert sum(comment == text for page in pages for text in texts(page)) == 2


# --- long names, many people ---


def test_names_as_long_and_as_strange_as_they_may_be() -> None:
    people = {Role.REP: replace(stories.ANA, name=NAME), Role.MANAGER: replace(stories.MARIA, name=NAME[::-1])}
    told = replace(stories.agreed(SHORT), people=people)
    every = [
        replace(one, people=people)
        for one in (
            stories.invited(SHORT),
            stories.both_done(SHORT),
            stories.opened(SHORT).later(days=3),
            stories.compared(SHORT),
            stories.chosen(SHORT),
            stories.answered(SHORT).cancels(Role.REP),
            stories.agreed(SHORT),
            stories.invited(SHORT).cancels(Role.MANAGER),
        )
    ]
    for story in every:
        for number in range(1, story.turn + 1):
            fits(thread.message(story.seen(Reader.BOTH), number))
        for role in Role:
            seen = story.seen(Reader(role.value))
            fits(assessment.message(seen))
            for drawn in (notes.nudge(seen, role), notes.ended(seen)):
                assert drawn is None or fits(drawn)
            start.where_it_stands(seen)
    seen, managers = told.seen(Reader.REP), told.seen(Reader.MANAGER)
    for view in (
        views.both_views(seen),
        views.parked(seen),
        changing.change(seen, 5),
        dates.extend(managers),
        dates.other_date(seen, (SHORT, LONG)),
        plan.answer(replace(stories.chosen(SHORT), people=people).seen(Reader.MANAGER), (A, P), 4),
        choices.form(seen, (A, P), 5),
        form.factors(seen),
    ):
        opens(view)
    fits(views.chart(seen))
    rep, manager = people.values()
    for state in PairingState:
        fits(
            pairing.request(PairingSeen(Pairing(PairingId("p"), rep.id, manager.id, state, stories.NOW), rep, manager))
        )
    fits(Message(*pairing.offer(rep)))


def test_a_home_with_everybody_in_it() -> None:
    team = [Person(PersonId(f"U{n}"), NAME) for n in range(200)]
    seen = [
        replace(stories.invited(SHORT, name=f"r{n}"), people={**stories.PEOPLE, Role.REP: one}).seen(Reader.MANAGER)
        for n, one in enumerate(team)
    ]
    pairings = [
        PairingSeen(
            Pairing(PairingId(f"p{n}"), one.id, stories.MARIA.id, PairingState.ACCEPTED, stories.NOW),
            one,
            stories.MARIA,
        )
        for n, one in enumerate(team)
    ]
    opens({"type": "home", "blocks": home.home(HomeSeen(stories.MARIA, seen, pairings)).blocks})


def test_more_questionnaires_than_radio_buttons() -> None:
    many = [replace(SHORT, key=QuestionnaireKey(f"form{n}"), title=f"Form {n}") for n in range(30)]
    opens(start.modal(many))
    opens(dates.other_date(stories.invited(SHORT).seen(Reader.REP), many))


def test_the_weight_is_that_of_slack() -> None:
    drawn = fits(thread.message(stories.agreed(SHORT).seen(Reader.BOTH), 5))
    assert fitting.weight(drawn.blocks) == weight(drawn.blocks)
