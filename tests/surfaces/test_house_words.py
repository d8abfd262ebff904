"""The voice of the house, over every sentence of every example."""

import re

import pytest

from bot.answering import words as answering_words
from bot.web.examples import Example
from coaching_core.domain.questionnaire import Questionnaire
from tests.surfaces.looking import EXAMPLES, LONG, SHORT, elements, texts

BANNED = (
    # who is right, and by how much
    r"gaps?|disputes?|wrong|incorrect|mistaken|higher|lower|better than|worse|overrat\w*|underrat\w*|overridden?"
    # the person instead of the work
    r"|you are|you lack|you're (?:strong|weak|good|bad)|your weakness\w*|weak|poor|fail\w*|deficien\w*"
    # praise and consolation
    r"|great|congrat\w*|well done|awesome|amazing|excellent|proud|perfect|good job|sorry|unfortunately|don't worry"
    # pressure
    r"|overdue|late|must|urgent\w*|asap|mandatory|forgot\w*|finally|still haven't"
    # sums over people
    r"|total score|average rating|ranking|ranked|percentile"
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]|:[a-z_]+:")
LABELS = (
    "Start",
    "Another date or form",
    "Not now",
    "As one form",
    "Back",
    "Next",
    "Submit",
    "Take it back",
    "Talk it through (30 min)",
    "In writing",
    "Nothing to add",
    "See both views",
    "Send and agree",
    "I agree",
    "Change",
    "I've had my say",
    "Yes, that's it",
    "Go on",
    "Accept",
)
each = pytest.mark.parametrize("shown", EXAMPLES, ids=lambda one: one.name)


def words_of_questionnaires(*forms: Questionnaire) -> set[str]:
    """Anchors, descriptions and ideas have tests of their own."""
    found: set[str] = set()
    for form in forms:
        for skill in form.skills.values():
            found |= {skill.description, *skill.anchors, *skill.practice, *skill.evidence, *skill.responsibility}
    return found


QUESTIONNAIRES = words_of_questionnaires(SHORT, LONG)


@each
def test_no_word_that_the_house_never_says(shown: Example) -> None:
    for text in texts(shown.shown):
        for told in QUESTIONNAIRES:
            text = text.replace(told, "")
        found = re.search(rf"\b(?:{BANNED})\b", text, re.IGNORECASE)
        assert found is None, f"{found and found[0]!r} in: {text}"
        assert "!" not in text, text
        assert EMOJI.search(text) is None, text


@each
def test_sentences_are_whole_and_grammatical(shown: Example) -> None:
    """Numbers agree, nothing is doubled, no gap of a name is left open."""
    for text in texts(shown.shown):
        assert "  " not in text.replace("\n", ""), text
        assert not re.search(
            r"\b(?:one|1) (?:skills|questions|minutes|notes|items|areas|more \w+s)\b", text, re.IGNORECASE
        ), text
        assert not re.search(r"\b(\w+) \1\b", text.replace("*", "")), text
        assert not re.search(r"\bNone\b(?! today)", text), text
        assert ".." not in text, text
        assert " ." not in text, text
        assert " ," not in text, text


def test_the_labels_are_what_they_are_called_elsewhere() -> None:
    shown: set[str] = set()
    for one in EXAMPLES:
        shown |= {each["text"]["text"] for each in elements(one.shown) if each["type"] == "button"}
        shown |= {one.shown["submit"]["text"]} if "submit" in one.shown else set()
    assert set(LABELS) <= shown


def test_the_same_thing_is_said_in_the_same_words() -> None:
    """One label, one thing: a button of one name always does the same."""
    acts: dict[str, set[str]] = {}
    for one in EXAMPLES:
        for each in elements(one.shown):
            if each["type"] == "button":
                acts.setdefault(each["text"]["text"], set()).add(each["action_id"].partition("#")[0])
    several = {label: found for label, found in acts.items() if len(found) > 1}
    known = {"Back", "Next", "Change", "Answer", "Not now", "Read it all", "Write it instead", "See both views"}
    assert several.keys() <= known, several


@each
def test_who_reads_it_stands_before_the_first_question(shown: Example) -> None:
    """Whoever is asked to write is told first who will read it."""
    if shown.kind != "modal":
        return
    written = [block for block in shown.shown["blocks"] if block.get("element", {}).get("type") == "plain_text_input"]
    if not written or shown.shown["callback_id"] in ("log", "correct"):
        return  # of coaching time the hint says it, beside the note
    first = shown.shown["blocks"].index(written[0])
    before = " ".join(texts(shown.shown["blocks"][:first]))
    assert re.search(r"\breads?\b|both see|Nobody else sees", before), shown.name


def test_the_guard_keeps_to_the_same_voice() -> None:
    said = [text for text in vars(answering_words).values() if isinstance(text, str)]
    for text in said:
        assert "!" not in text
        assert not re.search(r"\b(?:sorry|oops|unfortunately)\b", text, re.IGNORECASE)
