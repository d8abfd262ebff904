"""
The small language in which the tables of blocks, elements and objects are written.

A *check* looks at one JSON value, at one pointer, on one walk, and reports what it finds. A *rule* looks at a whole
object whose fields were all found good, so it may take their types for granted.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from playground.blockkit.problems import Code, Surface, Walk

Check = Callable[[object, str, Walk], None]
Rule = Callable[[dict[str, Any], str, Walk], None]
Fields = Mapping[str, Check]

MESSAGE: frozenset[Surface] = frozenset({"message"})
MODAL: frozenset[Surface] = frozenset({"modal"})
VIEWS: frozenset[Surface] = frozenset({"modal", "home"})
EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
NOWHERE: frozenset[Surface] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of a table: where a type may stand, and what it may hold."""

    surfaces: frozenset[Surface]
    check: Check


def anything(value: object, at: str, walk: Walk) -> None:
    """Accept: somebody else has looked at this field already."""


def string(least: int = 0, most: int | None = None) -> Check:
    """A string of so many characters (code points)."""

    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, str):
            walk.report(at, "must provide a string", Code.WRONG_TYPE)
        elif len(value) < least:
            walk.report(at, f"must be more than {least - 1} characters", Code.TOO_SHORT)
        elif most is not None and len(value) > most:
            walk.report(at, f"must be less than {most + 1} characters", Code.TOO_LONG)
        elif not value.isascii() and _has_half_a_character(value):
            walk.report(at, "must be valid Unicode", Code.BAD_FORMAT)

    return check


def written_as(pattern: str, example: str, *, most: int | None = None) -> Check:
    """A string that matches the whole pattern; the example is named to whoever got it wrong."""
    matches, is_string = re.compile(pattern, re.IGNORECASE).fullmatch, string(1, most)

    def check(value: object, at: str, walk: Walk) -> None:
        found = len(walk.problems)
        is_string(value, at, walk)
        if len(walk.problems) == found and matches(str(value)) is None:
            walk.report(at, f"must be written like {example}", Code.BAD_FORMAT)

    return check


def boolean(value: object, at: str, walk: Walk) -> None:
    if not isinstance(value, bool):
        walk.report(at, "must provide a boolean", Code.WRONG_TYPE)


def integer(least: int, most: int | None = None) -> Check:
    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            walk.report(at, "must provide an integer", Code.WRONG_TYPE)
        elif value < least:
            walk.report(at, f"must be at least {least}", Code.OUT_OF_RANGE)
        elif most is not None and value > most:
            walk.report(at, f"must be at most {most}", Code.OUT_OF_RANGE)

    return check


def number(*, more_than: float = -math.inf) -> Check:
    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            walk.report(at, "must provide a number", Code.WRONG_TYPE)
        elif not (more_than < value < math.inf):
            walk.report(at, f"must be a finite number greater than {more_than:g}", Code.OUT_OF_RANGE)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: object, at: str, walk: Walk) -> None:
        if value not in allowed:
            walk.report(at, f"must be one of {', '.join(allowed)}", Code.NOT_ALLOWED)

    return check


def array(each: Check, least: int = 0, most: int | None = None) -> Check:
    """An array of so many items; beyond the limit only the array itself is reported."""

    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, list):
            walk.report(at, "must provide an array", Code.WRONG_TYPE)
        elif len(value) < least:
            walk.report(at, f"must provide at least {least} items", Code.TOO_FEW)
        elif most is not None and len(value) > most:
            walk.report(at, f"no more than {most} items allowed", Code.TOO_MANY)
        else:
            for index, item in enumerate(value):
                each(item, f"{at}/{index}", walk)

    return check


def nullable(check: Check) -> Check:
    def check_unless_null(value: object, at: str, walk: Walk) -> None:
        if value is not None:
            check(value, at, walk)

    return check_unless_null


def shape(required: Fields, optional: Fields | None = None, *rules: Rule) -> Check:
    """An object with these fields and no others; the rules run once all fields are good."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.report(at, "must provide an object", Code.WRONG_TYPE)
            return
        found = len(walk.problems)
        for name in required:
            if name not in value:
                walk.report(at, f"missing required field: {name}", Code.MISSING)
        for name, part in value.items():
            check_field = known.get(name)
            if check_field is None:
                walk.report(at, f"invalid additional property: {name}", Code.UNKNOWN_FIELD)
            else:
                check_field(part, f"{at}/{name}", walk)
        if len(walk.problems) == found:
            for rule in rules:
                rule(value, at, walk)

    return check


def typed(required: Fields | None = None, optional: Fields | None = None, *rules: Rule) -> Check:
    """A shape that has been chosen by its `type`."""
    return shape({"type": anything, **(required or {})}, optional, *rules)


def kind_of(table: Mapping[str, Kind]) -> Check:
    """An object whose `type` is a row of the table that is allowed on the surface of the walk."""

    def check(value: object, at: str, walk: Walk) -> None:
        if not isinstance(value, dict):
            walk.report(at, "must provide an object", Code.WRONG_TYPE)
            return
        if "type" not in value:
            walk.report(at, "missing required field: type", Code.MISSING)
            return
        name = value["type"]
        kind = table.get(name) if isinstance(name, str) else None
        if kind is None or walk.surface not in kind.surfaces:
            walk.report(f"{at}/type", f"unsupported type: {name}", Code.UNSUPPORTED_TYPE)
        else:
            kind.check(value, at, walk)

    return check


def either(table: Mapping[str, Check]) -> Check:
    """Like :func:`kind_of`, for types that are the same on every surface."""
    return kind_of({name: Kind(EVERYWHERE, check) for name, check in table.items()})


def exactly_one(*names: str) -> Rule:
    def rule(value: dict[str, Any], at: str, walk: Walk) -> None:
        if sum(name in value for name in names) != 1:
            walk.report(at, f"must provide exactly one of {', '.join(names)}", Code.CONFLICT)

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(value: dict[str, Any], at: str, walk: Walk) -> None:
        if not any(name in value for name in names):
            walk.report(at, f"must provide at least one of {', '.join(names)}", Code.MISSING)

    return rule


def not_both(one: str, other: str) -> Rule:
    def rule(value: dict[str, Any], at: str, walk: Walk) -> None:
        if one in value and other in value:
            walk.report(at, f"must not provide both {one} and {other}", Code.CONFLICT)

    return rule


def unique(name: str, values: Collection[tuple[str, str]], walk: Walk) -> None:
    """Report each value that has been there before; `values` are pairs of value and pointer."""
    seen: set[str] = set()
    for value, at in values:
        if value in seen:
            walk.report(at, f'`{name}` "{value}" already exists', Code.DUPLICATE)
        seen.add(value)


def _has_half_a_character(text: str) -> bool:
    """JSON can carry half of a surrogate pair, which no UTF-8 can."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)
