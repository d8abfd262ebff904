import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.assessment import Assessment, Rating, Unrated
from coaching_core.domain.conversation import Conversation
from coaching_core.domain.people import Pairing, Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from storage.documents import BadDocument, from_document, to_document
from tests.storage.examples import ID, NOW, a_questionnaire, a_review

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@given(data=st.data())
@pytest.mark.parametrize("kind", [Assessment, Conversation, Pairing, Person, Questionnaire, Review])
def test_whatever_goes_in_comes_out_equal(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    assert from_document(kind, to_document(value)) == value


@dataclass(frozen=True)
class Moment:
    at: datetime


@dataclass(frozen=True)
class Before:
    words: str


@dataclass(frozen=True)
class Now:
    words: str
    more: tuple[int, ...] = ()
    both: Mapping[Role, date | None] | None = None


def test_a_new_optional_field_takes_its_default() -> None:
    assert from_document(Now, to_document(Before("hello"))) == Now("hello")


def test_a_field_that_nobody_knows_is_not_dropped_silently() -> None:
    with pytest.raises(BadDocument, match="both"):
        from_document(Before, to_document(Now("hello")))


def test_a_field_that_is_kept_elsewhere_is_handed_in() -> None:
    document = to_document(Now("hello", (1,)), without=["words"])
    assert "hello" not in document
    assert from_document(Now, document, words="hello") == Now("hello", (1,))


@pytest.mark.parametrize(
    "document",
    [
        '{"words": "no version"}',
        '{"v": 2, "words": "of the future"}',
        '{"v": 1}',
        '{"v": 1, "words": 5}',
        '{"v": 1, "words": "x", "more": [true]}',
        '{"v": 1, "words": "x", "both": {"boss": null}}',
        "[]",
    ],
)
def test_a_document_that_does_not_fit_is_refused(document: str) -> None:
    with pytest.raises(BadDocument):
        from_document(Now, document)


def test_what_is_refused_is_not_repeated() -> None:
    with pytest.raises(BadDocument) as refused:
        from_document(Now, '{"v": 1, "words": ["secret"]}')
    assert "secret" not in str(refused.value)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(BadDocument, match="time zone"):
        to_document(Moment(NOW.replace(tzinfo=None)))


@pytest.mark.parametrize("answer", [1, 5, Unrated.NOT_SEEN, None])
def test_a_score_and_the_lack_of_one_are_told_apart(answer: Any) -> None:
    found = from_document(Rating, to_document(Rating(answer)))
    assert (found.answer, type(found.answer)) == (answer, type(answer))


def test_hints_that_json_cannot_tell_apart_are_refused_at_once() -> None:
    @dataclass(frozen=True)
    class Unclear:
        when: date | str

    with pytest.raises(TypeError, match="alike"):
        to_document(Unclear("soon"))


def test_a_document_reads_well() -> None:
    document = json.loads(to_document(a_review(ID)))
    assert document["v"] == 1
    assert document["assessments"]["rep"]["ratings"] == {}
    assert json.loads(to_document(a_questionnaire()))["sections"][0]["key"] == "talk"
