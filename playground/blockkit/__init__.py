"""
The strict Block Kit validator of the local Slack: plain functions over JSON values, no state.

A payload is refused when any :class:`Problem` is found; `str(problem)` is the line that Slack puts into
`errors` and, after `[ERROR] `, into `response_metadata.messages`. What each type of block, element and object
may hold stands as tables in `blocks`, `elements`, `rich_text`, `charts_and_tables` and `objects`, written in the
small language of `shapes`; rules over a whole view or message are in `payloads`.

Where Slack's own pages contradict each other about a surface, the block is refused there: what passes here
should pass at Slack.
"""

from playground.blockkit.payloads import (
    MESSAGE_BYTES_ADVISED,
    UPDATED_TEXT_MAX,
    error_of,
    validate_blocks,
    validate_message,
    validate_view,
    weight,
)
from playground.blockkit.problems import Code, Problem, Surface

__all__ = [
    "MESSAGE_BYTES_ADVISED",
    "UPDATED_TEXT_MAX",
    "Code",
    "Problem",
    "Surface",
    "error_of",
    "validate_blocks",
    "validate_message",
    "validate_view",
    "weight",
]
