"""Every surface in every state: Slack takes it, a phone shows it, a screen reader says it, and nobody is pinged."""

import re

import pytest

from bot.slack_ids import Act, Modal
from bot.surfaces.words import KINDS
from bot.web.examples import Example
from coaching_core.domain.surfaces import SurfaceKind
from playground.blockkit import MESSAGE_BYTES_ADVISED, validate_message, validate_view, weight
from tests.surfaces.looking import EXAMPLES, LONG, MENTION, SHORT, elements, options_of, texts

each = pytest.mark.parametrize("shown", EXAMPLES, ids=lambda one: one.name)
MESSAGES = [one for one in EXAMPLES if one.kind in ("message", "line")]
each_message = pytest.mark.parametrize("shown", MESSAGES, ids=lambda one: one.name)


def test_every_example_has_a_name_of_its_own() -> None:
    names = [one.name for one in EXAMPLES]
    assert len(names) == len(set(names))


def test_there_is_an_example_of_everything() -> None:
    seen = {one["action_id"].partition("#")[0] for shown in EXAMPLES for one in elements(shown.shown)}
    assert set(Act) - seen == set(), "buttons that no example shows"
    modals = {shown.shown["callback_id"] for shown in EXAMPLES if shown.kind == "modal"}
    assert set(Modal) - modals == set(), "modals that no example shows"


@each
def test_slack_takes_it(shown: Example) -> None:
    if shown.kind in ("message", "line"):
        assert validate_message(shown.shown, updating=True) == []
        assert weight(shown.shown["blocks"]) <= MESSAGE_BYTES_ADVISED
        assert 0 < len(shown.shown["blocks"]) <= 50
    else:
        assert validate_view(shown.shown) == []
        assert len(shown.shown["blocks"]) <= 100
        assert weight(shown.shown) <= 250_000


@each
def test_no_two_blocks_share_a_name(shown: Example) -> None:
    named = [block["block_id"] for block in shown.shown["blocks"] if "block_id" in block]
    assert len(named) == len(set(named))


@each
def test_a_phone_shows_every_button_whole(shown: Example) -> None:
    for one in elements(shown.shown):
        if one["type"] == "button":
            assert len(one["text"]["text"]) <= 30


@each
def test_a_screen_reader_can_tell_the_buttons_apart(shown: Example) -> None:
    """Two buttons of one screen never sound the same, unless they do the same."""
    spoken: dict[str, str] = {}
    for one in elements(shown.shown):
        if one["type"] == "button":
            says = one.get("accessibility_label", one["text"]["text"])
            assert spoken.setdefault(says, one["value"]) == one["value"], says


@each
def test_headings_have_a_level_and_begin_at_the_top(shown: Example) -> None:
    levels = [block["level"] for block in shown.shown["blocks"] if block["type"] == "header"]
    assert all(one in (1, 2) for one in levels)
    assert 1 not in levels[1:]


@each
def test_at_most_one_button_of_a_row_is_primary(shown: Example) -> None:
    for block in shown.shown["blocks"]:
        if block["type"] == "actions":
            assert sum(one.get("style") == "primary" for one in block["elements"]) <= 1


@each_message
def test_a_lock_screen_gives_nothing_away(shown: Example) -> None:
    """A whole sentence that names no skill, step, rating or word."""
    if shown.kind == "line":
        return  # private answers to a click light up no screen
    text = shown.shown["text"]
    assert re.fullmatch(r"[A-Z][^.]*\.", text)
    told = {skill.name for form in (SHORT, LONG) for skill in form.skills.values()} | set(SHORT.scale.labels)
    told |= {*KINDS.values(), "strength", "need", "differ", "plan:", "Ana", "Maria", "not now"}
    assert not [one for one in told if one.lower() in text.lower()]


@each
def test_in_the_thread_whoever_is_next_is_mentioned_and_elsewhere_nobody(shown: Example) -> None:
    mentioned = [found for text in texts(shown.shown) for found in MENTION.findall(text)]
    asked = [text for text in texts(shown.shown) if "your turn:" in text or "you first:" in text]
    if "manager of many" in shown.name:
        assert mentioned == [], "the desk tells them"
    elif shown.name.startswith("thread"):
        assert len(mentioned) == len(asked) <= 1
        assert all(text.startswith(mentioned[0]) for text in asked)
    elif shown.name != "line: out of turn":
        assert mentioned == []


@each
def test_options_are_not_cut(shown: Example) -> None:
    for one in elements(shown.shown):
        for option in options_of(one):
            assert not option["text"]["text"].endswith("…")


def test_every_kind_of_surface_has_an_example() -> None:
    """The names of examples begin with what they are of."""
    begins = {
        SurfaceKind.HOME: "home:",
        SurfaceKind.PAIRING: "pairing, asked",
        SurfaceKind.PAIRING_ANSWER: "pairing, told",
        SurfaceKind.ASSESSMENT: "questions,",
        SurfaceKind.ASK: "asked for:",
        SurfaceKind.TURN: "thread,",
        SurfaceKind.ENDED: "told ",
        SurfaceKind.NUDGE: "nudge,",
        SurfaceKind.CHART: "chart:",
        SurfaceKind.MOVED: "moved:",
        SurfaceKind.DAY: "day:",
        SurfaceKind.HANDOVER: "handover:",
        SurfaceKind.WISH: "wish:",
        SurfaceKind.SESSION: "coaching time:",
        SurfaceKind.PLAN: "plan kept:",
        SurfaceKind.SECOND_LOOK: "second look:",
        SurfaceKind.MONTH: "month:",
    }
    assert begins.keys() == set(SurfaceKind)
    for kind, start in begins.items():
        assert any(one.name.startswith(start) for one in EXAMPLES), kind
