"""What a form shows is what it reads: every parser against the renderer beside it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answering import Values
from bot.slack_ids import Act
from bot.surfaces import (
    changing,
    choices,
    coaching_time,
    dates,
    form,
    live,
    opening,
    plan,
    questions,
    reading,
    start,
    taking_on,
    views,
)
from bot.surfaces.choices import LOOK_INTO, TAKE_ON, WORK_ON
from bot.surfaces.packing import of, pack
from bot.web.examples import stories
from bot.web.examples.forms import everything
from coaching_core.domain.assessment import Ask, Factor, Opening, Unrated
from coaching_core.domain.choosing import ManagerAnswers, TakeOnAnswer
from coaching_core.domain.coaching_time import CoachingKind
from coaching_core.domain.conversation import Note
from coaching_core.domain.plan import Occasion, Proposal, Verdict
from coaching_core.domain.roles import Reader, Role, Topic
from coaching_core.domain.seen import TimeOffer
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import ItemId, SkillKey
from tests.surfaces.looking import LONG, SHORT, elements, sent

S, N, A, P = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN


# --- the questionnaire ---


def test_a_page_of_the_form_gives_back_answers_and_comments() -> None:
    story = stories.invited(SHORT).answers(Role.REP, "4 ? - .", {1: "A comment."})
    page = form.page(story.seen(Reader.REP), 1)
    assert form.answers(sent(page)) == {
        story.skill(1): 4,
        story.skill(2): Unrated.NOT_SEEN,
        story.skill(3): Unrated.NOT_IN_ROLE,
    }
    assert form.comments(sent(page)) == {story.skill(1): "A comment.", **{story.skill(n): "" for n in (2, 3, 4)}}


def test_a_choice_in_the_message_says_what_it_is_about() -> None:
    story = stories.invited(SHORT).answers(Role.MANAGER, "4 ? - 1")
    mine = story.seen(Reader.MANAGER).view.mine
    assert mine is not None
    for number in (1, 2, 3, 4):
        skill = SHORT.skills[story.skill(number)]
        place = questions.place(story.review.id, skill, mine)
        assert questions.asked(place) == (story.review.id, skill.key)
        chosen = questions.element("rate", skill, SHORT, mine)["initial_option"]["value"]
        assert questions.answer_in(chosen) == mine.answer(skill.key)


def test_a_redrawn_question_does_not_keep_what_the_client_remembers() -> None:
    story = stories.invited(SHORT)
    skill = SHORT.skills[story.skill(1)]
    places = {
        questions.place(story.review.id, skill, story.answers(Role.REP, line).review.assessments[Role.REP])
        for line in (".", "1", "5", "?")
    }
    assert len(places) == 4


@pytest.mark.parametrize("strange", ["", "x", '{"v":1}', '{"v":2,"r":"a","s":"b"}', "listening.abc123"])
def test_what_is_not_of_ours_is_out_of_date(strange: str) -> None:
    with pytest.raises(TooLate):
        questions.asked(strange)
    with pytest.raises(TooLate):
        questions.answer_in(strange)


def test_outside_factors() -> None:
    story = stories.invited(SHORT).says_factors(Role.REP, "The list.", Factor.LEADS, Factor.PERSONAL)
    said = form.parse_factors(sent(form.factors(story.seen(Reader.REP))))
    assert said == story.review.assessments[Role.REP].factors


def test_the_opening_draft() -> None:
    story = stories.invited(SHORT)
    draft = Opening("Strong here.", "This next.", (story.skill(1), story.skill(3)), (story.skill(2),))
    story = story.writes_opening(draft, released=True)
    values = sent(opening.opening(story.seen(Reader.REP), (S, N), None))
    assert form.parse_opening(values) == draft
    assert form.parse_release(values)


def test_another_date_or_form() -> None:
    seen = stories.invited(SHORT).seen(Reader.REP)
    view = dates.other_date(seen, (SHORT, LONG))
    assert dates.parse_ask(sent(view), seen) == Ask()
    asked = dates.parse_ask(sent(view, {dates.DUE: "2026-03-20", dates.FORM: LONG.key}), seen)
    assert asked == Ask(due=date(2026, 3, 20), questionnaire=LONG.key)


def test_starting() -> None:
    values = sent(start.modal((SHORT, LONG), stories.ANA.id), {start.FORM: SHORT.key})
    assert values.person(start.PERSON) == stories.ANA.id
    assert start.form_of(values.choice(start.FORM)) == SHORT.key


# --- the conversation ---


def test_the_opening() -> None:
    story = stories.both_done(SHORT)
    said = Opening("At my best.", "Next.", (story.skill(1),), ())
    filled = {form.STRENGTHS: said.strengths, form.NEEDS: said.needs, form.STRENGTH_PICKS: [story.skill(1)]}
    assert form.parse_opening(sent(opening.opening(story.seen(Reader.REP), (S, N), 1), filled)) == said


def test_the_reply() -> None:
    story = stories.opened(SHORT)
    view = opening.reply(story.seen(Reader.MANAGER), (S, N), 2)
    assert opening.parse_reply(sent(view)) == ()
    filled = {"strengths.skill.0": story.skill(1), "strengths.words.0": "Once."}
    filled |= {"needs.skill.1": story.skill(2), "needs.words.1": "Twice."}
    assert opening.parse_reply(sent(view, filled)) == (
        Note(S, story.skill(1), "Once."),
        Note(N, story.skill(2), "Twice."),
    )


@pytest.mark.parametrize("half", ["strengths.skill.0", "strengths.words.0"])
def test_words_and_skills_of_the_reply_go_together(half: str) -> None:
    story = stories.opened(SHORT)
    view = opening.reply(story.seen(Reader.MANAGER), (S, N), 2)
    with pytest.raises(BadInput) as refused:
        opening.parse_reply(sent(view, {half: story.skill(1) if "skill" in half else "Words."}))
    missing = {"strengths.skill.0", "strengths.words.0"} - {half}
    assert refused.value.fields.keys() == missing
    assert all(opening.reply_block_of(one) == one for one in missing)


def test_the_choices_as_they_stand() -> None:
    story = stories.compared(SHORT)
    stands = everything(story)
    view = choices.form(story.seen(Reader.REP), (A, P), 3, stands)
    read = choices.stands(sent(view), view["private_metadata"])
    assert read == _occasions_where_they_are_asked(stands)
    assert [one.skill for one in choices.chosen(read).work_on] == [story.skill(2), story.skill(4)]
    areas = {frozenset(one.skills) for one in choices.chosen(read).look_into}
    assert areas == {frozenset(map(story.skill, numbers)) for numbers in ((5,), (6, 8), (10,))}


def _occasions_where_they_are_asked(stands: choices.Form) -> choices.Form:
    """Only an area has an occasion; a list of skills comes back in the order of the menu."""
    slots = {
        kind: tuple(
            replace(one, occasion=one.occasion if kind == LOOK_INTO else None, skills=_in_menu_order(one.skills))
            for one in lines
        )
        for kind, lines in stands.slots.items()
    }
    return replace(stands, slots=slots)


def _in_menu_order(skills: tuple[SkillKey, ...]) -> tuple[SkillKey, ...]:
    """Seen differently first, then not seen yet, each in the order of the questionnaire."""
    keys = list(SHORT.skills)
    return tuple(sorted(skills, key=lambda key: (key in (keys[5], keys[9]), keys.index(key))))


def test_every_problem_of_the_choices_has_a_place() -> None:
    story = stories.compared(SHORT)
    view = choices.form(story.seen(Reader.REP), (A, P), 3, everything(story))
    places = choices.block_of(choices.stands(sent(view), view["private_metadata"]))
    blocks = {block.get("block_id") for block in view["blocks"]}
    for field in (
        "take_on.0",
        "work_on.0",
        "work_on.1",
        "look_into.0",
        "look_into.2",
        "stretch",
        "work_on",
        "look_into",
    ):
        assert places[field] in blocks, field


def test_one_more_line_and_an_idea() -> None:
    story = stories.compared(SHORT)
    seen = story.seen(Reader.REP)
    more = choices.with_one_more(choices.empty(), WORK_ON)
    assert [len(more.slots[kind]) for kind in (TAKE_ON, WORK_ON, LOOK_INTO)] == [1, 2, 1]
    view = choices.form(seen, (A, P), 3, more)
    chosen = choices.stands(sent(view, {"work_on.1.skill": story.skill(4)}), view["private_metadata"])
    idea = choices.with_ideas(chosen, seen).slots[WORK_ON][1]
    assert idea.words == SHORT.skills[story.skill(4)].practice[0]
    assert idea.due == stories.IN_A_MONTH


def test_the_answer() -> None:
    story = stories.chosen(SHORT)
    view = plan.answer(story.seen(Reader.MANAGER), (A, P), 4)
    empower = next(item.id for item in story.review.conversation.plan.items if item.skills == (story.skill(1),))
    filled = {
        f"take_on.{empower}": Verdict.NOT_YET.value,
        f"condition.{empower}": "The price list first.",
        f"look_again.{empower}": "2026-04-01",
        f"views.{story.skill(5)}": "One call so far.",
        plan.SUPPORT: "An hour a week.",
        plan.CLEAR: "The list.",
        plan.CLEAR_DUE: "2026-03-16",
        plan.SECOND: story.skill(4),
        plan.SECOND_WORDS: "Waiting.",
    }
    assert plan.parse_answer(sent(view, filled)) == ManagerAnswers(
        {ItemId(empower): TakeOnAnswer(Verdict.NOT_YET, "The price list first.", date(2026, 4, 1))},
        {story.skill(5): "One call so far.", story.skill(8): ""},
        "An hour a week.",
        "The list.",
        date(2026, 3, 16),
        Proposal(story.skill(4), "Waiting."),
    )
    blocks = {block.get("block_id") for block in view["blocks"]}
    for field in (f"take_on.{empower}", "support", "clear_the_way", "proposal", f"views.{story.skill(5)}"):
        assert plan.answer_block_of(field) in blocks, field


def test_changing_nothing_changes_nothing() -> None:
    story = stories.answered(SHORT)
    view = changing.change(story.seen(Reader.REP), story.turn)
    changes, added, added_due = changing.parse_change(sent(view))
    plan_now = story.review.conversation.plan
    assert {item.id: (item.words, item.due, False) for item in plan_now.items} == {
        key: (one.words, one.due, one.drop) for key, one in changes.items()
    }
    assert (added, added_due) == ("", None)


def test_changing_leaving_out_and_adding() -> None:
    story = stories.answered(SHORT)
    view = changing.change(story.seen(Reader.REP), story.turn)
    first, second, *_ = story.review.conversation.plan.items
    filled = {
        f"item.{first.id}": "In other words.",
        f"due.{first.id}": "2026-05-01",
        changing.LEAVE_OUT: [second.id],
        changing.ADDED: "One more.",
        changing.ADDED_DUE: "2026-06-01",
    }
    changes, added, added_due = changing.parse_change(sent(view, filled))
    assert (changes[first.id].words, changes[first.id].due) == ("In other words.", date(2026, 5, 1))
    assert [key for key, one in changes.items() if one.drop] == [second.id]
    assert (added, added_due) == ("One more.", date(2026, 6, 1))


def test_a_note() -> None:
    story = stories.both_done(SHORT).live().has_their_say().has_their_say()
    filled = {
        live.SPEAKER: "manager",
        live.TOPIC: "strengths",
        live.SKILL: story.skill(1),
        live.WORDS: "The summaries.",
    }
    said = live.parse(sent(live.jotting(story.seen(Reader.REP)), filled))
    assert said == live.Jotted(Role.MANAGER, S, "The summaries.", story.skill(1))


def test_opening_an_area() -> None:
    story = stories.agreed(SHORT)
    view = views.parked(story.seen(Reader.REP))
    assert views.parse_parked(sent(view, {views.SKILL: story.skill(6)})) == (story.skill(6), "")


def test_coaching_time() -> None:
    view = coaching_time.form(TimeOffer(stories.TODAY, stories.ANA, SHORT))
    skill = next(iter(SHORT.skills))
    filled = {"minutes": "1h30", "kind": CoachingKind.CALL.value, "note": "A call.", "skills": [skill]}
    typed = sent(view, filled)
    said = coaching_time.Logged(stories.ANA.id, 90, CoachingKind.CALL, "A call.", stories.TODAY, (skill,))
    assert coaching_time.parse(typed) == said
    again = coaching_time.form(TimeOffer(stories.TODAY, stories.ANA, SHORT), typed)
    assert coaching_time.parse(sent(again)) == said, "choosing somebody keeps what was typed"


# --- pages ---


def test_a_button_without_a_page_opens_the_first() -> None:
    assert reading.page_of(pack(r="x")) == 1
    assert reading.page_of(pack(r="x", p=3)) == 3


def test_what_travels_in_a_button_is_ids_only() -> None:
    """No word of a person, no name, no answer stands in a value that comes back with a click."""
    story = stories.answered(SHORT)
    view = changing.change(story.seen(Reader.REP), story.turn)
    for one in elements(view):
        assert "value" not in one or of(one["value"], "r") == story.review.id


def test_an_area_comes_with_an_occasion() -> None:
    assert {one.value for one in Occasion} == {
        option["value"]
        for one in elements(choices.form(stories.compared(SHORT).seen(Reader.REP), (A,), 3))
        if one["type"] == "static_select"
        for option in one["options"]
    }


def test_an_answer_that_nobody_offered_is_refused_at_its_field() -> None:
    chosen = {"type": "static_select", "selected_option": {"value": "perhaps"}}
    with pytest.raises(BadInput) as refused:
        plan.parse_answer(Values({f"{taking_on.VERDICT}.1": {str(Act.INPUT): chosen}}))
    assert [plan.answer_block_of(field) for field in refused.value.fields] == [f"{taking_on.CONDITION}.1"]
