"""Elements: what is in `state.values`, what is in `actions`, and what a client refuses to submit."""

from typing import Any

import pytest

from playground.elements import (
    NotThere,
    action_payload,
    find,
    initial_state,
    is_empty,
    placed,
    state_for,
    values_of,
    with_ids,
)
from playground.fields import complaints
from tests.playground.conftest import actions, button, field, options, plain

RICH = {"type": "rich_text", "elements": []}
GROUPS = [{"label": plain("One"), "options": options("a")}, {"label": plain("Two"), "options": options("b")}]


@pytest.mark.parametrize(
    ("element", "empty", "value", "chosen"),
    [
        ({"type": "plain_text_input"}, {"value": None}, "x", {"value": "x"}),
        ({"type": "number_input"}, {"value": None}, 5, {"value": "5"}),
        ({"type": "rich_text_input"}, {"rich_text_value": None}, RICH, {"rich_text_value": RICH}),
        (
            {"type": "radio_buttons", "options": options("a", "b")},
            {"selected_option": None}, "b", {"selected_option": options("b")[0]},
        ),
        (
            {"type": "static_select", "option_groups": GROUPS},
            {"selected_option": None}, "b", {"selected_option": options("b")[0]},
        ),
        (
            {"type": "checkboxes", "options": options("a", "b", "c")},
            {"selected_options": []}, ["c", "a"], {"selected_options": options("a", "c")},
        ),
        ({"type": "datepicker"}, {"selected_date": None}, "2026-01-31", {"selected_date": "2026-01-31"}),
        (
            {"type": "timepicker", "timezone": "Europe/Paris"},
            {"selected_time": None, "timezone": "Europe/Paris"}, "09:30",
            {"selected_time": "09:30", "timezone": "Europe/Paris"},
        ),
        ({"type": "datetimepicker"}, {"selected_date_time": None}, 1767225600, {"selected_date_time": 1767225600}),
        ({"type": "users_select"}, {"selected_user": None}, "UANA", {"selected_user": "UANA"}),
        ({"type": "multi_users_select"}, {"selected_users": []}, ["UANA"], {"selected_users": ["UANA"]}),
        ({"type": "conversations_select"}, {"selected_conversation": None}, "C1", {"selected_conversation": "C1"}),
        ({"type": "multi_channels_select"}, {"selected_channels": []}, ["C1"], {"selected_channels": ["C1"]}),
    ],
)  # fmt: skip
def test_state_before_and_after(element: dict[str, Any], empty: Any, value: Any, chosen: Any) -> None:
    kind = {"type": element["type"]}
    assert initial_state(element) == kind | empty
    assert is_empty(initial_state(element))
    assert state_for(element, value) == kind | chosen
    assert not is_empty(state_for(element, value))
    assert state_for(element, None) == kind | empty


def test_initial_values_count_until_something_is_chosen() -> None:
    radio = {"type": "radio_buttons", "action_id": "r", "options": options("a", "b"), "initial_option": options("a")[0]}
    blocks = [actions(radio)]
    assert values_of(blocks, {})["row"]["r"]["selected_option"]["value"] == "a"
    assert values_of(blocks, {("row", "r"): state_for(radio, "b")})["row"]["r"]["selected_option"]["value"] == "b"
    other = {("row", "r"): {"type": "static_select", "selected_option": None}}
    assert values_of(blocks, other)["row"]["r"]["selected_option"]["value"] == "a"


def test_elements_are_found_wherever_they_stand() -> None:
    card = {"type": "card", "block_id": "card", "actions": [button("in_card")]}
    blocks = [
        {"type": "section", "block_id": "s", "accessory": button("accessory")},
        field("f"),
        {"type": "carousel", "block_id": "c", "elements": [card]},
        {"type": "container", "block_id": "k", "child_blocks": [actions(button("child"), block_id="in")]},
        {"type": "context", "block_id": "x", "elements": [plain("no element")]},
    ]
    assert [place.key for place in placed(blocks)] == [
        ("s", "accessory"), ("f", "words"), ("card", "in_card"), ("in", "child"),
    ]  # fmt: skip
    assert find(blocks, "child").kind == "button"
    assert not find(blocks, "words").sends


def test_everything_gets_a_name() -> None:
    names = iter(str(number) for number in range(9))
    given = [{"type": "divider"}, {"type": "actions", "elements": [{"type": "button"}]}]
    named = with_ids(given, lambda: next(names))
    assert [block["block_id"] for block in named] == ["0", "1"]
    assert named[1]["elements"][0]["action_id"] == "2"
    assert given[0] == {"type": "divider"}


def test_what_an_action_tells() -> None:
    place = find([actions(button("go", "token"))], "go")
    told = action_payload(place, None, None, "1.0")
    assert told == {
        "type": "button", "block_id": "row", "action_id": "go", "action_ts": "1.0", "value": "token",
        "text": plain("Press"),
    }  # fmt: skip
    more = {"type": "overflow", "action_id": "more", "options": options("a", "b")}
    assert action_payload(find([actions(more)], "more"), None, "b", "1.0")["selected_option"]["value"] == "b"
    with pytest.raises(NotThere):
        action_payload(find([actions(more)], "more"), None, "c", "1.0")
    thumbs = {
        "type": "feedback_buttons", "action_id": "f",
        "positive_button": {"text": plain("Good"), "value": "+"},
        "negative_button": {"text": plain("Bad"), "value": "-"},
    }  # fmt: skip
    row = {"type": "context_actions", "block_id": "row", "elements": [thumbs]}
    assert action_payload(find([row], "f"), None, "-", "1.0")["value"] == "-"


@pytest.mark.parametrize(
    ("element", "typed", "complaint"),
    [
        ({}, "", "Please fill in this field."),
        ({"min_length": 3}, "ab", "Please write at least 3 characters."),
        ({"max_length": 3}, "abcd", "Please write at most 3 characters."),
        ({}, "x" * 3001, "Please write at most 3000 characters."),
        ({"type": "number_input"}, "ten", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "min_value": "3"}, "2", "Please enter 3 or more."),
        ({"type": "number_input", "max_value": "3"}, "4", "Please enter 3 or less."),
        ({"type": "email_text_input"}, "ana", "Please enter an e-mail address."),
        ({"type": "url_text_input"}, "x.example", "Please enter a link that starts with https://."),
        ({"max_length": 3}, "abc", None),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", None),
    ],
)
def test_what_a_client_does_not_submit(element: dict[str, Any], typed: str, complaint: str | None) -> None:
    block = field("f", **element)
    wrong = complaints([block], {("f", "words"): state_for(block["element"], typed)})
    assert wrong == ({"f": complaint} if complaint else {})


def test_optional_fields_may_stay_empty() -> None:
    assert complaints([field("f") | {"optional": True}, {"type": "divider", "block_id": "d"}], {}) == {}
