"""What travels in a button's value or in ``private_metadata``: opaque ids, in a versioned JSON object, never words."""

import json
from collections.abc import Mapping

from coaching_core.errors import TooLate

_VERSION = 1


def pack(**ids: str | int | None) -> str:
    """Returns at most 150 characters for the few short ids that we use, so that it fits an option's value, too."""
    kept = {name: value for name, value in ids.items() if value is not None}
    return json.dumps({"v": _VERSION, **kept}, separators=(",", ":"))


def unpack(value: str | None) -> Mapping[str, str]:
    """
    Returns:
        The ids as text.
    Raises:
        TooLate: the value is not one of ours, or of a version that is gone.
    """
    try:
        ids = json.loads(value or "")
        if ids.pop("v") != _VERSION:
            raise ValueError(value)
        return {str(name): str(one) for name, one in ids.items()}
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise TooLate("This message is out of date. Nothing has changed.") from None


def of(value: str | None, name: str) -> str:
    """Returns one id; raises ``TooLate`` when it is not there."""
    ids = unpack(value)
    if name not in ids:
        raise TooLate("This message is out of date. Nothing has changed.")
    return ids[name]


_ROW = "k"


def in_a_row(value: str | None) -> bool:
    """Whether a form that this leads to, or belongs to, is one of several that wait."""
    try:
        return _ROW in unpack(value)
    except TooLate:
        return False


def put_in_row(value: str | None) -> str:
    """Returns the same with the mark of a row."""
    ids = dict(unpack(value)) if value else {}
    return pack(**ids, **({} if _ROW in ids else {_ROW: 1}))


def number(value: str | None, name: str) -> int:
    """As ``of``, for a whole number."""
    try:
        return int(of(value, name))
    except ValueError:
        raise TooLate("This message is out of date. Nothing has changed.") from None
