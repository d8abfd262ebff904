"""What moved: categories in words, the two views then and now in a chart and a table that says the same."""

import re
from dataclasses import replace

import pytest

from bot.surfaces import home, moved, views
from bot.web.examples import stories
from bot.web.examples.moved import seen_after
from bot.web.examples.stories import ANA, PEOPLE
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import HomeSeen, MovedSeen
from tests.surfaces.looking import LONG, SHORT, Json, elements, texts
from tests.surfaces.test_worst_cases import FORMS, NAME, fits

ALIKE = ("4 ", "5 ")


def shown(seen: MovedSeen) -> tuple[str, list[Json]]:
    drawn = fits(moved.message(seen))
    return "\n".join(texts(drawn.blocks)), drawn.blocks


def of_type(blocks: list[Json], kind: str) -> list[Json]:
    return [one for one in blocks if one["type"] == kind]


def test_a_move_is_said_as_two_categories_and_what_stayed_is_said_once() -> None:
    then, now = ("2 4 4 4 " + "4 " * 8, "2 2 4 5 " + "4 " * 8), ("4 4 4 4 " + "4 " * 8, "4 5 2 5 " + "4 " * 8)
    said, _ = shown(seen_after(SHORT, then, now, look_into=(2,)))
    names = [one.name for one in SHORT.skills.values()]
    assert f"*{names[0]}*: room to grow you both see then, a strength you both see now." in said
    assert f"*{names[1]}*: seen differently then, a strength you both see now." in said
    assert names[2] not in said, "it is closed now"
    assert said.count("Then and now a strength you both see") == 1


def test_the_chart_shows_the_two_views_then_and_now_and_the_table_says_the_same() -> None:
    then, now = ("2 " + "4 " * 11, "1 " + "4 " * 11), ("4 " + "4 " * 11, "5 " + "4 " * 11)
    _, blocks = shown(seen_after(SHORT, then, now, look_into=()))
    (chart,) = of_type(blocks, "data_visualization")
    first = {one["name"]: one["data"][0]["value"] for one in chart["chart"]["series"]}
    assert first == {"Ana, then": 2.0, "Ana, now": 4.0, "Maria, then": 1.0, "Maria, now": 5.0}
    (table,) = of_type(blocks, "data_table")
    header, row, *others = [[cell["text"] for cell in one] for one in table["rows"]]
    assert header == ["Skill", "Ana", "Maria"]
    assert row[1:] == ["2 then, 4 now", "1 then, 5 now"]
    assert {tuple(one[1:]) for one in others} == {("4 then and now", "4 then and now")}


def test_who_had_not_seen_it_has_no_bar_and_is_in_the_table_in_words() -> None:
    then, now = ("4 ? " + "4 " * 10, "4 4 " + "4 " * 10), ("4 " * 12, "4 " * 12)
    _, blocks = shown(seen_after(SHORT, then, now, look_into=(2,)))
    (chart,) = of_type(blocks, "data_visualization")
    assert len(chart["chart"]["axis_config"]["categories"]) == 11
    (table,) = of_type(blocks, "data_table")
    assert "no chance yet then, 4 now" in [cell["text"] for row in table["rows"] for cell in row]


def test_nothing_is_added_up() -> None:
    """The only numbers in words are the ends of the scale; the table's are answers of one skill."""
    _, blocks = shown(seen_after(SHORT))
    said = "\n".join(texts([one for one in blocks if one["type"] not in ("data_table", "data_visualization")]))
    assert re.findall(r"\d+", said) == ["1", "5"]
    assert len(of_type(blocks, "data_table")[0]["rows"]) == 1 + len(seen_after(SHORT).skills), "no row of sums"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (MovedSeen(PEOPLE, SHORT, {}, first=True), "the first review of you two"),
        (MovedSeen(PEOPLE, SHORT, {}), "opens only when Ana opens it"),
    ],
)
def test_an_empty_case_has_words_too(seen: MovedSeen, said: str) -> None:
    assert said in shown(seen)[0]


def test_all_of_the_comprehensive_form_is_drawn_with_its_charts() -> None:
    count = len(LONG.skills)
    seen = seen_after(LONG, (ALIKE[0] * count, ALIKE[1] * count), ("2 " * count, "3 " * count), look_into=())
    said, blocks = shown(seen)
    assert 1 <= len(of_type(blocks, "data_visualization")) <= 2
    assert all(
        f"*{skill.name}*: a strength you both see then, room to grow you both see now." in said
        for skill in LONG.skills.values()
    )


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("now", ["2 ", "5 "])
def test_the_longest_of_everything_fits(form: Questionnaire, now: str) -> None:
    count = len(form.skills)
    middle = form.scale.midpoint
    then = (f"{middle + 1} " * count, f"{len(form.scale.labels)} " * count)
    later = (now * count, f"{middle} " * count) if now == "2 " else then
    seen = seen_after(form, then, later, look_into=())
    people = {Role.REP: replace(PEOPLE[Role.REP], name=NAME), Role.MANAGER: replace(PEOPLE[Role.MANAGER], name=NAME)}
    for one in (seen, replace(seen, people=people)):
        said, blocks = shown(one)
        assert of_type(blocks, "data_table")
        assert all(skill.name in said for skill in form.skills.values()) or "more skill" in said


# --- the ways there ---


def buttons(drawn: object) -> list[Json]:
    return [one for one in elements(drawn) if one["action_id"].partition("#")[0] == "views.moved"]


def test_an_agreed_review_leads_there_and_no_other_does() -> None:
    for reader in (Reader.REP, Reader.MANAGER):
        assert len(buttons(views.both_views(stories.agreed(SHORT).seen(reader)))) == 1
        assert not buttons(views.both_views(stories.answered(SHORT).seen(reader)))
    nothing_open = stories.opened(SHORT, "4 " * 12, "2 " * 12).replies().chooses(stretch="A talk.")
    nothing_open = nothing_open.is_answered_by_manager().agrees(Role.REP)
    assert len(buttons(views.both_views(nothing_open.seen(Reader.REP)))) == 1, "the button itself says nothing"


def test_home_leads_there_from_each_plan() -> None:
    agreed = [replace(stories.agreed(SHORT), review=replace(stories.agreed(SHORT).review, id=f"r{n}")) for n in "12"]
    drawn = home.home(HomeSeen(ANA, [one.seen(Reader.REP) for one in agreed], ()))
    assert [one["action_id"] for one in buttons(drawn.blocks)] == ["views.moved#r1", "views.moved#r2"]
