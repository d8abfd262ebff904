"""Every example is judged rightly, and the examples leave no type out."""

import json

import pytest
from blockkit_examples import ALL, BROKEN, VALID, Json, listed

from playground.blockkit import Code, Problem, validate_blocks
from playground.blockkit.blocks import BLOCKS
from playground.blockkit.elements import ELEMENTS
from playground.blockkit.rich_text import CONTAINERS, LEAVES
from playground.blockkit.shapes import NOWHERE


@pytest.mark.parametrize("name", VALID)
def test_a_valid_example_is_accepted_where_it_may_stand_and_nowhere_else(name):
    surfaces, blocks = VALID[name]
    for surface in ALL:
        problems = validate_blocks(listed(blocks), surface)
        assert not problems if surface in surfaces else problems, (surface, list(map(str, problems)))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_example_is_refused_at_the_right_place(name):
    surface, blocks, pointer, message = BROKEN[name]
    assert [(p.pointer, p.message) for p in validate_blocks(listed(blocks), surface)] == [(pointer, message)]


def test_there_are_plenty_of_examples_and_each_type_has_a_valid_one():
    assert len(VALID) >= 80
    assert len(BROKEN) >= 80
    shown = {kind for _, blocks in VALID.values() for kind in _types(blocks)}
    sendable = {name for name, kind in BLOCKS.items() if kind.surfaces != NOWHERE}
    assert sendable | set(ELEMENTS) | set(CONTAINERS) | set(LEAVES) <= shown


def test_a_problem_reads_as_slack_writes_it():
    problem = Problem("/blocks/1/elements/0/title", "must provide an object", Code.WRONG_TYPE)
    assert str(problem) == "must provide an object [json-pointer:/blocks/1/elements/0/title]"


def test_every_problem_is_found_at_once():
    bad = {"type": "section", "text": {"type": "mrkdwn", "text": ""}, "colour": "red"}
    assert [str(problem) for problem in validate_blocks([bad, {"type": "nope"}], "home")] == [
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "invalid additional property: colour [json-pointer:/blocks/0]",
        "unsupported type: nope [json-pointer:/blocks/1/type]",
    ]


def test_pointers_can_start_at_the_blocks_themselves():
    assert validate_blocks([{"type": "nope"}], "home", at="")[0].pointer == "/0/type"


def test_the_examples_are_left_as_they_were():
    before = json.dumps(VALID)
    for surfaces, blocks in VALID.values():
        validate_blocks(listed(blocks), surfaces[0])
    assert json.dumps(VALID) == before


def _types(value: Json) -> set[str]:
    if isinstance(value, list):
        return {kind for item in value for kind in _types(item)}
    if isinstance(value, dict):
        own = {value["type"]} if isinstance(value.get("type"), str) else set()
        return own | {kind for item in value.values() for kind in _types(item)}
    return set()
