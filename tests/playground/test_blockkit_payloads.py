"""Whole views and messages: the rules that span their blocks, and that no JSON whatever upsets the validator."""

import time

import pytest
from blockkit_examples import BUTTON, DIVIDER, Json, actions, field, m, p, section
from hypothesis import given
from hypothesis import strategies as st

from playground.blockkit import (
    MESSAGE_BYTES_ADVISED,
    Code,
    error_of,
    validate_blocks,
    validate_message,
    validate_view,
    weight,
)

INPUT = field({"type": "plain_text_input"})


def modal(**more: Json) -> Json:
    return {"type": "modal", "title": p("Your answers"), "blocks": [DIVIDER], **more}


def home(**more: Json) -> Json:
    return {"type": "home", "blocks": [DIVIDER], **more}


def without(name: str, view: Json) -> Json:
    return {key: value for key, value in view.items() if key != name}


VALID_VIEWS = {
    "modal": modal(),
    "modal with everything": modal(
        blocks=[INPUT],
        title=p("x" * 24),
        submit=p("x" * 24),
        close=p("x" * 24),
        private_metadata="x" * 3000,
        callback_id="x" * 255,
        external_id="x" * 255,
        clear_on_close=True,
        notify_on_close=True,
    ),
    "Home": home(),
    "Home with a title, which is ignored": home(title=p("Home"), callback_id="home", private_metadata="{}"),
    "Home with an input and no submit": home(blocks=[INPUT]),
}

BROKEN_VIEWS = {
    "not an object": ([], "/view", "must provide an object"),
    "no type": (without("type", modal()), "/view", "missing required field: type"),
    "another type": (modal(type="dialog"), "/view/type", "unsupported type: dialog"),
    "no title": (without("title", modal()), "/view", "missing required field: title"),
    "title of 25": (modal(title=p("x" * 25)), "/view/title/text", "must be less than 25 characters"),
    "title in mrkdwn": (modal(title=m("Hi")), "/view/title/type", "unsupported type: mrkdwn"),
    "title as a string": (modal(title="Hi"), "/view/title", "must provide an object"),
    "submit of 25": (modal(submit=p("x" * 25)), "/view/submit/text", "must be less than 25 characters"),
    "close of 25": (modal(close=p("x" * 25)), "/view/close/text", "must be less than 25 characters"),
    "no blocks": (without("blocks", home()), "/view", "missing required field: blocks"),
    "blocks empty": (modal(blocks=[]), "/view/blocks", "must provide at least 1 items"),
    "blocks null": (modal(blocks=None), "/view/blocks", "must provide an array"),
    "101 blocks": (modal(blocks=[DIVIDER] * 101), "/view/blocks", "no more than 100 items allowed"),
    "input without submit": (
        modal(blocks=[DIVIDER, INPUT]),
        "/view/blocks/1/input",
        "must define `submit` to use an `input` block in modals",
    ),
    "metadata of 3,001": (
        modal(private_metadata="x" * 3001),
        "/view/private_metadata",
        "must be less than 3001 characters",
    ),
    "metadata as an object": (modal(private_metadata={}), "/view/private_metadata", "must provide a string"),
    "callback of 256": (modal(callback_id="x" * 256), "/view/callback_id", "must be less than 256 characters"),
    "external id of 256": (modal(external_id="x" * 256), "/view/external_id", "must be less than 256 characters"),
    "notify as a string": (modal(notify_on_close="true"), "/view/notify_on_close", "must provide a boolean"),
    "a view as Slack sent it": (modal(id="V1"), "/view", "invalid additional property: id"),
    "Home with submit": (home(submit=p("Send")), "/view", "invalid additional property: submit"),
    "Home with close": (home(close=p("Close")), "/view", "invalid additional property: close"),
    "a block deep inside": (
        home(blocks=[DIVIDER, section({**BUTTON, "style": "green"})]),
        "/view/blocks/1/accessory/style",
        "must be one of primary, danger",
    ),
}

VALID_MESSAGES = {
    "text": {"text": "Hello"},
    "a text of 40,000, which Slack cuts": {"text": "x" * 40_000},
    "blocks alone": {"blocks": [DIVIDER]},
    "empty blocks beside a text": {"text": "Hello", "blocks": []},
    "markdown": {"markdown_text": "# Hello"},
    "an attachment with blocks": {"attachments": [{"blocks": [DIVIDER], "color": "#123456"}]},
    "metadata": {"text": "Hello", "metadata": {"event_type": "surface", "event_payload": {"key": "k1"}}},
    "arguments that are not ours to judge": {"text": "Hello", "channel": "C1", "thread_ts": "1.2"},
}

BROKEN_MESSAGES = {
    "nothing": ({}, "/text", Code.NO_TEXT),
    "nothing but emptiness": ({"text": "", "blocks": []}, "/text", Code.NO_TEXT),
    "text as an object": ({"text": p()}, "/text", Code.WRONG_TYPE),
    "blocks as a string": ({"blocks": "[]"}, "/blocks", Code.INVALID_BLOCKS_FORMAT),
    "51 blocks": ({"blocks": [DIVIDER] * 51}, "/blocks", Code.TOO_MANY),
    "more than 100 kB": (
        {"blocks": [section(BUTTON) | {"text": m("ж" * 3000)}] * 20},
        "/blocks",
        Code.MSG_BLOCKS_TOO_LONG,
    ),
    "markdown and text": ({"text": "a", "markdown_text": "b"}, "/markdown_text", Code.MARKDOWN_TEXT_CONFLICT),
    "markdown of 12,001": ({"markdown_text": "x" * 12_001}, "/markdown_text", Code.TOO_LONG),
    "101 attachments": ({"attachments": [{}] * 101}, "/attachments", Code.TOO_MANY_ATTACHMENTS),
    "an attachment with a broken block": (
        {"attachments": [{}, {"blocks": [{"type": "alert", "text": p()}]}]},
        "/attachments/1/blocks/0/type",
        Code.UNSUPPORTED_TYPE,
    ),
    "metadata as a string": ({"text": "a", "metadata": "{}"}, "/metadata", Code.INVALID_METADATA_FORMAT),
    "metadata without type": (
        {"text": "a", "metadata": {"event_payload": {}}},
        "/metadata/event_type",
        Code.INVALID_METADATA_SCHEMA,
    ),
    "metadata without payload": (
        {"text": "a", "metadata": {"event_type": "t"}},
        "/metadata/event_payload",
        Code.INVALID_METADATA_SCHEMA,
    ),
    "metadata of 8 kB": (
        {"text": "a", "metadata": {"event_type": "t", "event_payload": {"x": "x" * 8000}}},
        "/metadata",
        Code.METADATA_TOO_LARGE,
    ),
}


@pytest.mark.parametrize("name", VALID_VIEWS)
def test_a_valid_view_is_accepted(name):
    assert validate_view(VALID_VIEWS[name]) == []


@pytest.mark.parametrize("name", BROKEN_VIEWS)
def test_a_broken_view_is_refused_at_the_right_place(name):
    view, pointer, message = BROKEN_VIEWS[name]
    assert [(p.pointer, p.message) for p in validate_view(view)] == [(pointer, message)]


def test_a_view_of_more_than_250_kb_is_too_large():
    heavy = home(blocks=[{"type": "section", "text": m("x" * 2900)}] * 90)
    (problem,) = validate_view(heavy)
    assert (problem.pointer, problem.code) == ("/view", Code.VIEW_TOO_LARGE)
    assert error_of([problem], "invalid_arguments") == "view_too_large"


@pytest.mark.parametrize("name", VALID_MESSAGES)
def test_a_valid_message_is_accepted(name):
    assert validate_message(VALID_MESSAGES[name]) == []


@pytest.mark.parametrize("name", BROKEN_MESSAGES)
def test_a_broken_message_is_refused_at_the_right_place(name):
    message, pointer, code = BROKEN_MESSAGES[name]
    assert [(p.pointer, p.code) for p in validate_message(message)] == [(pointer, code)]


def test_an_update_refuses_the_long_text_that_a_post_would_cut():
    assert validate_message({"text": "x" * 4001}) == []
    assert [p.code for p in validate_message({"text": "x" * 4001}, updating=True)] == [Code.MSG_TOO_LONG]


def test_ordinary_problems_have_the_name_that_the_method_gives_them():
    assert error_of(validate_blocks([{"type": "nope"}], "home"), "invalid_blocks") == "invalid_blocks"


def test_weight_is_in_bytes_of_compact_json():
    assert weight([{"a": "ж"}]) == len('[{"a":"ж"}]'.encode())
    assert weight([DIVIDER] * 50) < MESSAGE_BYTES_ADVISED < weight([{"type": "section", "text": m("x" * 2900)}] * 5)


def test_a_message_of_fifty_blocks_is_judged_in_no_time():
    blocks = [actions({**BUTTON, "value": str(i)}) if i % 2 else section(BUTTON) for i in range(50)]
    times = []
    for _ in range(5):
        start = time.perf_counter()
        validate_message({"text": "Hello", "blocks": blocks})
        times.append(time.perf_counter() - start)
    assert min(times) < 0.02  # some half a millisecond; the rest is for a busy machine


NAMES = st.sampled_from(
    """type text blocks elements element options option_groups initial_option label fields accessory rows
    value child_blocks title confirm chart series segments data axis_config categories caption actions
    tasks style""".split()  # noqa: SIM905  names read best as a sentence
)
KINDS = st.sampled_from(
    """section actions input rich_text rich_text_section text button static_select radio_buttons checkboxes
    table data_table data_visualization bar pie card carousel container plan task_card plain_text mrkdwn
    raw_text""".split()  # noqa: SIM905  names read best as a sentence
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | KINDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES, inner, max_size=5)
        | st.builds(lambda kind, rest: {**rest, "type": kind}, KINDS, st.dictionaries(NAMES, inner, max_size=5))
    ),
    max_leaves=25,
)


@given(JSON, st.sampled_from(["message", "modal", "home"]))
def test_no_json_upsets_the_validator(value, surface):
    validate_blocks(value, surface)
    validate_blocks([value], surface)
    validate_view(value)
    validate_view({"type": surface, "title": value, "blocks": value, "private_metadata": value})
    validate_message(value)
    validate_message({"blocks": value, "text": value, "metadata": value, "attachments": value})


def test_what_is_nested_too_deeply_is_refused_without_a_crash():
    deep: Json = {}
    for _ in range(5000):
        deep = {"elements": [deep]}
    assert validate_message({"blocks": [deep]})
    assert validate_message({"text": "a", "metadata": {"event_type": "t", "event_payload": deep}})
    assert validate_view(home(blocks=[deep]))
