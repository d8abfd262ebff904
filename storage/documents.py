"""
Frozen dataclasses as versioned JSON, after their type hints.

A document is ``{"v": 1, …fields}``. A field that is missing takes the dataclass's default, so that new optional fields
need no migration; a field that the class does not know, or a value that its hint does not allow, is an error.
"""

import json
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

VERSION = 1

Json: TypeAlias = Any
"""What ``json`` reads and writes."""
T = TypeVar("T")


class BadDocument(Exception):
    """A stored document does not fit the class that it is read into. The text never shows a value."""


class _Codec(NamedTuple):
    """``gives``: the JSON kind that ``encode`` makes, by which the members of a union are told apart."""

    encode: Callable[[Any], Json]
    decode: Callable[[Json], Any]
    gives: type


def to_document(value: object, *, without: Collection[str] = ()) -> str:
    """
    Args:
        value: a dataclass of strings, numbers, enums, moments, dates, tuples, mappings and further dataclasses.
        without: fields of it that are kept elsewhere.
    """
    kind: Any = type(value)
    codec = _dataclass_codec(kind)
    data = {name: field.encode(getattr(value, name)) for name, field in codec.items() if name not in without}
    return json.dumps({"v": VERSION} | data, ensure_ascii=False, separators=(",", ":"))


def from_document(kind: type[T], document: str, **elsewhere: Any) -> T:
    """
    Args:
        elsewhere: the fields that were kept elsewhere.
    Raises:
        BadDocument: another version, an unknown field, or a value of the wrong kind.
    """
    data = json.loads(document)
    if not isinstance(data, dict) or data.pop("v", None) != VERSION:
        raise BadDocument(f"Not a document of version {VERSION} of {kind.__name__}.")
    return _made(kind, _decoded_fields(kind, data) | elsewhere)


def _made(kind: type[T], values: Mapping[str, Any]) -> T:
    try:
        return kind(**values)
    except TypeError:
        raise BadDocument(f"A field of {kind.__name__} is missing.") from None


def _decoded_fields(kind: Any, data: Mapping[str, Json]) -> dict[str, Any]:
    codec = _dataclass_codec(kind)
    if unknown := data.keys() - codec.keys():
        raise BadDocument(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return {name: codec[name].decode(value) for name, value in data.items()}


@cache
def _dataclass_codec(kind: Any) -> dict[str, _Codec]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is not a dataclass.")
    hints = get_type_hints(kind)
    return {field.name: _codec(hints[field.name]) for field in fields(kind) if field.init}


@cache
def _codec(hint: Any) -> _Codec:
    """Returns how to write and read values of this type hint; ``TypeError`` for one that has no way yet."""
    while hasattr(hint, "__supertype__"):  # a NewType is its supertype
        hint = hint.__supertype__
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union(hint)
    if origin is tuple:
        return _tuple(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(hint)
    if origin is frozenset:
        return _frozenset(hint)
    if hint is None or hint is type(None):
        return _Codec(_same(type(None)), _same(type(None)), type(None))
    if not isinstance(hint, type):
        raise TypeError(f"No way to keep {hint} in a document.")
    if is_dataclass(hint):
        return _nested(hint)
    if issubclass(hint, Enum):
        return _enum(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    raise TypeError(f"No way to keep {hint} in a document.")


def _same(*kinds: type) -> Callable[[Any], Any]:
    """Lets exactly these types through: a bool is no int here, and no subclass is lost on the way."""

    def check(value: Any) -> Any:
        if type(value) not in kinds:
            raise BadDocument(f"Expected {kinds[0].__name__}, found {type(value).__name__}.")
        return value

    return check


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadDocument(f"Expected text, found {type(value).__name__}.")
    return value


def _utc(value: datetime) -> str:
    if value.tzinfo is None:
        raise BadDocument("A moment without a time zone cannot be kept.")
    return value.astimezone(UTC).isoformat()


def _read(parse: Callable[[str], T]) -> Callable[[Json], T]:
    def decode(value: Json) -> T:
        try:
            return parse(_text(value))
        except ValueError:
            raise BadDocument("Not a moment or a date.") from None

    return decode


_PLAIN: dict[type, _Codec] = {
    str: _Codec(_text, _text, str),
    int: _Codec(_same(int), _same(int), int),
    bool: _Codec(_same(bool), _same(bool), bool),
    float: _Codec(_same(float, int), lambda value: float(_same(float, int)(value)), float),
    datetime: _Codec(_utc, _read(datetime.fromisoformat), str),
    date: _Codec(date.isoformat, _read(date.fromisoformat), str),
    time: _Codec(time.isoformat, _read(time.fromisoformat), str),
}


def _enum(kind: type[Enum]) -> _Codec:
    def decode(value: Json) -> Enum:
        try:
            return kind(value)
        except ValueError:
            raise BadDocument(f"Not a {kind.__name__}.") from None

    return _Codec(lambda member: kind(member).value, decode, int if issubclass(kind, int) else str)


def _nested(kind: Any) -> _Codec:
    def known() -> dict[str, _Codec]:  # late, so that a class may hold others of itself
        return _dataclass_codec(kind)

    def encode(value: Any) -> Json:
        if type(value) is not kind:
            raise BadDocument(f"Expected {kind.__name__}, found {type(value).__name__}.")
        return {name: field.encode(getattr(value, name)) for name, field in known().items()}

    def decode(value: Json) -> Any:
        if not isinstance(value, dict):
            raise BadDocument(f"Expected {kind.__name__}, found {type(value).__name__}.")
        return _made(kind, _decoded_fields(kind, value))

    return _Codec(encode, decode, dict)


def _items(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise BadDocument(f"Expected a list, found {type(value).__name__}.")
    return value


def _tuple(hint: Any) -> _Codec:
    parts = get_args(hint)
    if len(parts) == 2 and parts[1] is Ellipsis:
        item = _codec(parts[0])
        return _Codec(
            lambda value: [item.encode(each) for each in value],
            lambda value: tuple(item.decode(each) for each in _items(value)),
            list,
        )
    codecs = [_codec(part) for part in parts]

    def decode(value: Json) -> tuple[Any, ...]:
        if len(_items(value)) != len(codecs):
            raise BadDocument(f"Expected {len(codecs)} items, found {len(value)}.")
        return tuple(codec.decode(each) for codec, each in zip(codecs, value, strict=True))

    return _Codec(lambda value: [c.encode(each) for c, each in zip(codecs, value, strict=True)], decode, list)


def _frozenset(hint: Any) -> _Codec:
    item = _codec(get_args(hint)[0])
    return _Codec(
        lambda value: sorted(item.encode(each) for each in value),
        lambda value: frozenset(item.decode(each) for each in _items(value)),
        list,
    )


def _mapping(hint: Any) -> _Codec:
    key, item = (_codec(part) for part in get_args(hint))
    if key.gives is not str:
        raise TypeError(f"The keys of {hint} are not text, and JSON has no others.")

    def decode(value: Json) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise BadDocument(f"Expected a mapping, found {type(value).__name__}.")
        return {key.decode(name): item.decode(each) for name, each in value.items()}

    return _Codec(lambda value: {key.encode(name): item.encode(each) for name, each in value.items()}, decode, dict)


@dataclass(frozen=True, slots=True)
class _Member:
    fits: Callable[[Any], bool]
    codec: _Codec


def _union(hint: Any) -> _Codec:
    """A union is told apart by what its members look like in JSON: ``int | StrEnum`` can be, ``str | date`` cannot."""
    members: dict[type, _Member] = {}
    for part in get_args(hint):
        codec = _codec(part)
        if codec.gives in members:
            raise TypeError(f"The members of {hint} look alike in JSON.")
        members[codec.gives] = _Member(_fits(part), codec)

    def encode(value: Any) -> Json:
        for member in members.values():
            if member.fits(value):
                return member.codec.encode(value)
        raise BadDocument(f"{type(value).__name__} is none of {hint}.")

    def decode(value: Json) -> Any:
        member = members.get(type(value))
        if member is None:
            raise BadDocument(f"{type(value).__name__} is none of {hint}.")
        return member.codec.decode(value)

    return _Codec(encode, decode, object)


def _fits(hint: Any) -> Callable[[Any], bool]:
    """Returns whether a value belongs to this member of a union."""
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    kind = get_origin(hint) or (type(None) if hint is None else hint)
    if issubclass(kind, Mapping):
        return lambda value: isinstance(value, Mapping)
    if kind in (int, bool, str):  # an enum is an int or a str as well, but not exactly one
        return lambda value: type(value) is kind
    return lambda value: isinstance(value, kind)
