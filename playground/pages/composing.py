"""What a person typed into the composer, as a client sends it: names become ids, markup characters entities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from playground.model import Person

_AT = re.compile(r"(?<![\w<])@(?=\w)")


def with_ids(text: str, people: Iterable[Person]) -> str:
    """
    Put `<@U…>` in the place of `@Name` and `@handle`; the longest name that fits wins, whatever its case.

    Everything else stays as it is: this is the form that slash commands take.
    """
    return "".join(piece for piece, _ in _pieces(text, people))


def as_sent(text: str, people: Iterable[Person]) -> str:
    """The same for a message: what is not a name has its `&`, `<` and `>` as entities."""
    return "".join(piece if is_name else _entities(piece) for piece, is_name in _pieces(text, people))


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pieces(text: str, people: Iterable[Person]) -> Iterator[tuple[str, bool]]:
    """Runs of text, each with whether it names a person."""
    names = _names(people)
    position = 0
    for found in _AT.finditer(text):
        if found.start() < position:
            continue
        rest = text[found.end() :].casefold()
        for name, person_id in names:
            after = rest[len(name) : len(name) + 1]
            if rest.startswith(name) and not (after.isalnum() or after == "_"):
                yield text[position : found.start()], False
                yield f"<@{person_id}>", True
                position = found.end() + len(name)
                break
    yield text[position:], False


def _names(people: Iterable[Person]) -> list[tuple[str, str]]:
    given: dict[str, str] = {}
    for person in people:
        for name in (person.display_name, person.name, person.id):
            given.setdefault(name.casefold(), person.id)
    return sorted(given.items(), key=lambda item: -len(item[0]))
