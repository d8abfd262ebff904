"""What a handler can answer, and the few calls that an answer can need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answering.payloads import ViewRef
from coaching_core.ids import PersonId, WorkspaceId

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Received; a submitted modal closes."""


@dataclass(frozen=True, slots=True)
class Tell:
    """A private line to the person who asked; in a modal or on Home, a small modal."""

    text: str
    blocks: Sequence[Json] | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """This view in place of the one that was used."""

    view: Json


@dataclass(frozen=True, slots=True)
class Push:
    """This view on top of the one that was used."""

    view: Json


@dataclass(frozen=True, slots=True)
class Open:
    """A modal; on top, if one is open."""

    view: Json


@dataclass(frozen=True, slots=True)
class Clear:
    """Close the whole stack of modals."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong, at the fields. ``fields``: block id of an input -> sentence."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a select offers for what was typed so far: options (at most 100), or groups of them."""

    options: Sequence[Json] = ()
    groups: Sequence[Json] | None = None


Answer = Nothing | Tell | Show | Push | Open | Clear | Errors | Choices

NOTHING = Nothing()
CLEAR = Clear()


class SlackRefused(Exception):
    """
    Slack said no, or did not answer. ``code`` is Slack's own, or ``unreachable``.

    No answer is not the same as no effect: a call that timed out may have happened.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def too_late(self) -> bool:
        """The click is too old to open anything with."""
        return self.code in {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"}


class Modals(Protocol):
    """Opening and changing modals; the only writes to Slack that a handler may make. All raise ``SlackRefused``."""

    async def open(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef: ...

    async def push(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef: ...

    async def update(
        self,
        workspace: WorkspaceId,
        view: Json,
        *,
        view_id: str | None = None,
        external_id: str | None = None,
        hash: str | None = None,  # noqa: A002 - Slack's own name for it
    ) -> ViewRef: ...


class Outside(Modals, Protocol):
    """What the guard needs of Slack once the acknowledgement is gone."""

    async def whisper(
        self,
        workspace: WorkspaceId,
        person: PersonId,
        line: Tell,
        *,
        response_url: str | None,
        channel: str | None,
        thread_ts: str | None,
    ) -> None:
        """
        Show a private line: through the ``response_url`` if there is one, else in the channel.

        Raises:
            SlackRefused: it could not be shown.
        """
        ...
