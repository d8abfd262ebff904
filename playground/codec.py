"""Dataclasses as JSON and back, by their annotations: for the state file."""

from __future__ import annotations

import base64
import json
import types
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def encode(value: Any, *, without: Collection[str] = ()) -> str:
    """A dataclass instance as JSON text; `without`: fields to leave out."""
    told = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in without}
    return json.dumps(told, default=_plain, separators=(",", ":"))


def decode(kind: type[T], text: str) -> T:
    """The instance that `encode` wrote; fields that it did not write keep their defaults."""
    return _made(kind, json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return {each.name: getattr(value, each.name) for each in fields(value)}


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: type[T], told: dict[str, Any]) -> T:
    hints = _hints(kind)  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], value) for name, value in told.items() if name in hints})


def _read(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if value is None or hint is Any:
        return value
    if origin in (Union, types.UnionType):
        return _read(next(each for each in inner if each is not type(None)), value)
    if origin in (set, frozenset, list) or (origin is tuple and inner[-1] is Ellipsis):
        return origin(_read(inner[0], each) for each in value)
    if origin is dict:
        return {key: _read(inner[1], each) for key, each in value.items()}
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is bytes:
        return base64.b64decode(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return _made(hint, value)
    if isinstance(hint, type) and issubclass(hint, tuple):
        return hint(*value)
    return value
