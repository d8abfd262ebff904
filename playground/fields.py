"""What a client checks before it submits a modal: required fields, lengths, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.elements import is_empty, values_of
from playground.model import Json

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


def complaints(blocks: Sequence[Json], chosen: Mapping[tuple[str, str], Json]) -> dict[str, str]:
    """block_id -> what to correct, for the input blocks whose content a client would not submit."""
    values = values_of(blocks, chosen)
    wrong: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = values.get(block["block_id"], {}).get(element.get("action_id", ""))
        if state is None:
            continue
        if is_empty(state):
            if not block.get("optional"):
                wrong[block["block_id"]] = "Please fill in this field."
            continue
        words = _complaint(element, state.get("value"))
        if words:
            wrong[block["block_id"]] = words
    return wrong


def _complaint(element: Json, value: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        least, most = int(element.get("min_length") or 0), int(element.get("max_length") or 3000)
        if len(str(value)) < least:
            return f"Please write at least {least} characters."
        if len(str(value)) > most:
            return f"Please write at most {most} characters."
    if kind == "number_input":
        return _number_complaint(element, str(value))
    if kind == "email_text_input" and not _EMAIL.fullmatch(str(value)):
        return "Please enter an e-mail address."
    if kind == "url_text_input" and not _URL.fullmatch(str(value)):
        return "Please enter a link that starts with https://."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if element.get("min_value") is not None and number < Decimal(str(element["min_value"])):
        return f"Please enter {element['min_value']} or more."
    if element.get("max_value") is not None and number > Decimal(str(element["max_value"])):
        return f"Please enter {element['max_value']} or less."
    return None
