"""What Slack sends, as frozen values. Whatever people typed, and the bearer URLs, stay out of every ``repr``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.answering.values import Values
from coaching_core.ids import PersonId, WorkspaceId


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message in Slack. ``thread_ts`` is set for a reply and for the root of a thread."""

    channel: str
    ts: str
    thread_ts: str | None = None
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class ViewRef:
    """
    A modal or Home.

    Args:
        kind: ``modal`` or ``home``.
        depth: 1 for a modal that was opened, up to 3 for one stacked on others; 0 when Slack does not say.
        form: the whole view as Slack describes it, with its blocks.
    """

    id: str
    hash: str = ""
    kind: str = "modal"
    callback_id: str = ""
    external_id: str = ""
    root_id: str = ""
    depth: int = 0
    form: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Click:
    """
    Somebody used a button, a select or another element.

    Args:
        action: the action id as registered; what stands behind ``#`` is in ``suffix``.
        value: what was chosen: the button's or option's value, a date, a person, typed text. None when nothing is.
        chosen: all that was chosen, where several can be.
        at: when it was clicked, in seconds since 1970, by Slack's clock (``action_ts``).
    """

    workspace: WorkspaceId
    person: PersonId
    action: str
    suffix: str
    block_id: str
    value: str | None = field(repr=False)
    chosen: tuple[str, ...] = field(repr=False)
    at: float
    trigger_id: str = field(repr=False)
    response_url: str | None = field(repr=False)
    message: MessageRef | None
    view: ViewRef | None
    values: Values
    private_metadata: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """Somebody submitted a modal."""

    workspace: WorkspaceId
    person: PersonId
    callback_id: str
    values: Values
    private_metadata: str = field(repr=False)
    view: ViewRef
    trigger_id: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """Somebody closed a modal that asked to be told (``notify_on_close``). What was typed is not in it."""

    workspace: WorkspaceId
    person: PersonId
    callback_id: str
    private_metadata: str = field(repr=False)
    view: ViewRef
    whole_stack: bool


@dataclass(frozen=True, slots=True)
class Command:
    """Somebody typed a slash command. ``name`` begins with a slash; people in ``text`` are escaped (``<@U…>``)."""

    workspace: WorkspaceId
    person: PersonId
    name: str
    text: str = field(repr=False)
    channel: str
    trigger_id: str = field(repr=False)
    response_url: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Somebody used a shortcut; ``message``, its ``words`` and ``author`` only for one from a message's menu."""

    workspace: WorkspaceId
    person: PersonId
    callback_id: str
    trigger_id: str = field(repr=False)
    response_url: str | None = field(repr=False)
    message: MessageRef | None = None
    words: str = field(default="", repr=False)
    author: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody types into a select whose options we give."""

    workspace: WorkspaceId
    person: PersonId
    action: str
    suffix: str
    block_id: str
    typed: str = field(repr=False)
    message: MessageRef | None
    view: ViewRef | None
    values: Values
    private_metadata: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened. ``event_id`` is the same in every repeated delivery; ``payload`` is the inner event."""

    workspace: WorkspaceId
    event_id: str
    type: str
    person: PersonId | None
    payload: Mapping[str, Any] = field(repr=False)


Payload = Click | Submission | Closed | Command | Shortcut | Suggestion | Event
