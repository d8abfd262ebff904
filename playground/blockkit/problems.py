"""What a check finds, and what it must remember on its way through one payload."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Surface = Literal["message", "modal", "home"]


class Code(StrEnum):
    """What sort of mistake it is; those of the second group are also errors of the API method by that name."""

    WRONG_TYPE = "wrong_type"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OUT_OF_RANGE = "out_of_range"
    NOT_ALLOWED = "not_allowed"
    BAD_FORMAT = "bad_format"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"

    INVALID_BLOCKS_FORMAT = "invalid_blocks_format"
    MSG_BLOCKS_TOO_LONG = "msg_blocks_too_long"
    MSG_TOO_LONG = "msg_too_long"
    NO_TEXT = "no_text"
    MARKDOWN_TEXT_CONFLICT = "markdown_text_conflict"
    INVALID_METADATA_FORMAT = "invalid_metadata_format"
    INVALID_METADATA_SCHEMA = "invalid_metadata_schema"
    METADATA_TOO_LARGE = "metadata_too_large"
    TOO_MANY_ATTACHMENTS = "too_many_attachments"
    VIEW_TOO_LARGE = "view_too_large"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One reason to refuse a payload.

    Attributes:
        pointer: JSON pointer into the request, such as `/blocks/1/elements/0/title` or `/view/title/text`.
        message: what is wrong there, in Slack's manner.
        code: the sort of mistake, for programs.
    """

    pointer: str
    message: str
    code: Code

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Walk:
    """One way through one payload: the surface it is meant for, the problems so far, the ids already met."""

    surface: Surface
    problems: list[Problem] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    action_ids: set[str] = field(default_factory=set)
    """Only those of the block at hand: an `action_id` is unique within its block."""
    focused: bool = False

    def report(self, at: str, message: str, code: Code) -> None:
        self.problems.append(Problem(at, message, code))
