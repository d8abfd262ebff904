"""
Find the handler of a request by an enum member, and let the guard run it.

Bolt asks one listener after the other whether it fits, which costs half the throughput at sixty listeners. So it knows
exactly one per kind of payload, and a dictionary does the rest.
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from bot.answering import words
from bot.answering.answers import NOTHING, Answer, Choices, Tell
from bot.answering.guard import Acknowledge, Guard
from bot.answering.payloads import (
    Click,
    Closed,
    Command,
    Event,
    Payload,
    Shortcut,
    Submission,
    Suggestion,
)
from bot.answering.reading import read
from bot.answering.replies import (
    BlockOf,
    Reply,
    ToClick,
    ToClosed,
    ToCommand,
    ToShortcut,
    ToSubmission,
    ToSuggestion,
)
from bot.answering.row import Row
from coaching_core.ids import WorkspaceId

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

P = TypeVar("P", Click, Submission, Closed, Command, Shortcut, Suggestion, Event)
Handler = Callable[[P], Coroutine[Any, Any, Answer]]

READ = "read"
"""Key of Bolt's context under which a transport leaves the payload that it has read already."""
RECEIVED = "received"
"""Key of Bolt's context: the event loop's time at which the request arrived."""

_ANY = re.compile("")
_ABOUT_THE_INSTALLATION = frozenset({"app_uninstalled", "tokens_revoked", "team_access_revoked"})
"""Events that come when the installation is gone already."""


def action_id(action: StrEnum, suffix: object) -> str:
    """
    Tell several elements of one action and one block apart, as Slack demands.

    Returns:
        An action id that is dispatched as ``action``; the handler finds the suffix in ``Click.suffix``.
    """
    return f"{action.value}#{suffix}"


async def _always(_: WorkspaceId) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Form:
    handler: Handler[Submission]
    block_of: BlockOf


class Dispatcher:
    """
    Args:
        guard: runs every handler.
        installed: says whether a workspace has installed the app; asked under the guard, for every request.
    """

    def __init__(self, guard: Guard, *, installed: Callable[[WorkspaceId], Awaitable[bool]] = _always) -> None:
        self.guard = guard
        self._installed = installed
        self._clicks: dict[str, Handler[Click]] = {}
        self._forms: dict[str, _Form] = {}
        self._closed: dict[str, Handler[Closed]] = {}
        self._commands: dict[str, Handler[Command]] = {}
        self._shortcuts: dict[str, Handler[Shortcut]] = {}
        self._suggestions: dict[str, Handler[Suggestion]] = {}
        self._events: dict[str, Callable[[Event], Coroutine[Any, Any, object]]] = {}
        self._out_of_date: Handler[Click] = _out_of_date
        self._row: Row | None = None

    # what there is to answer

    def click(self, action: StrEnum, handler: Handler[Click]) -> None:
        _add(self._clicks, action, handler)

    def submission(self, modal: StrEnum, handler: Handler[Submission], *, block_of: BlockOf = str) -> None:
        """``block_of`` names the block that asks for a field of ``BadInput.fields``, None if the form has none."""
        _add(self._forms, modal, _Form(handler, block_of))

    def closed(self, modal: StrEnum, handler: Handler[Closed]) -> None:
        _add(self._closed, modal, handler)

    def command(self, name: StrEnum, handler: Handler[Command]) -> None:
        _add(self._commands, name, handler)

    def shortcut(self, shortcut: StrEnum, handler: Handler[Shortcut]) -> None:
        _add(self._shortcuts, shortcut, handler)

    def suggestion(self, action: StrEnum, handler: Handler[Suggestion]) -> None:
        _add(self._suggestions, action, handler)

    def event(self, name: StrEnum, handler: Callable[[Event], Coroutine[Any, Any, object]]) -> None:
        """What an event's handler returns is of no interest: nobody waits for an answer."""
        _add(self._events, name, handler)

    def out_of_date(self, handler: Handler[Click]) -> None:
        """Called for a click on an element that the app does not know (any more)."""
        self._out_of_date = handler

    def in_a_row(self, row: Row) -> None:
        """Let forms that were opened from a row of them lead to the next one."""
        self._row = row

    @property
    def registered(self) -> Mapping[str, frozenset[str]]:
        """What is answered: kind -> ids."""
        return {
            "click": frozenset(self._clicks),
            "submission": frozenset(self._forms),
            "closed": frozenset(self._closed),
            "command": frozenset(self._commands),
            "shortcut": frozenset(self._shortcuts),
            "suggestion": frozenset(self._suggestions),
            "event": frozenset(self._events),
        }

    # where it comes from

    def attach(self, app: "AsyncApp") -> None:
        """Register with Bolt: one listener for each kind of payload."""
        app.block_action({"action_id": _ANY})(self._on_interaction)
        app.view_submission(_ANY)(self._on_interaction)
        app.view_closed(_ANY)(self._on_interaction)
        app.command(_ANY)(self._on_interaction)
        app.shortcut(_ANY)(self._on_interaction)
        app.options({"action_id": _ANY})(self._on_interaction)
        app.event(_ANY)(self._on_event)

    async def _on_interaction(self, ack: Acknowledge, body: dict[str, Any], context: Mapping[str, Any]) -> None:
        payload: Payload = context.get(READ) or read(body)
        await self.answer(payload, ack, received=context.get(RECEIVED))

    async def _on_event(
        self, ack: Acknowledge, body: dict[str, Any], context: Mapping[str, Any]
    ) -> "BoltResponse | None":
        event = context.get("payload") or read(body)
        if isinstance(event, Event) and await self.store(event):
            await ack()
            return None
        from slack_bolt.response import BoltResponse

        return BoltResponse(status=500, body="")

    async def answer(self, payload: Payload, ack: Acknowledge, *, received: float | None = None) -> None:
        """
        Answer a click, submission, command, shortcut, suggestion or closing.

        Args:
            received: the event loop's time at which the request arrived.
        """
        name, handler, reply = self._find(payload)

        async def checked() -> Answer:
            if await self._installed(payload.workspace):
                return await handler()
            return Choices() if isinstance(payload, Suggestion) else Tell(words.NOT_INSTALLED)

        await self.guard.answer(checked, reply, ack, payload=payload, name=name, received=received)

    async def store(self, event: Event) -> bool:
        """Returns False if the event must come again."""
        handler = self._events.get(event.type)

        async def checked() -> None:
            if handler is not None and (
                event.type in _ABOUT_THE_INSTALLATION or await self._installed(event.workspace)
            ):
                await handler(event)

        return await self.guard.store(checked, event)

    def _find(self, payload: Payload) -> tuple[str, Callable[[], Coroutine[Any, Any, Answer]], Reply]:
        match payload:
            case Click(action=name):
                on_click = self._clicks.get(name, self._out_of_date)
                on_click = self._row.clicked(on_click) if self._row else on_click
                return _known(name, self._clicks), lambda: on_click(payload), ToClick(payload)
            case Submission(callback_id=name):
                form = self._forms.get(name) or _Form(_form_out_of_date, str)
                on_form = self._row.sent(form.handler) if self._row else form.handler
                return _known(name, self._forms), lambda: on_form(payload), ToSubmission(payload, form.block_of)
            case Command(name=name):
                on_command = self._commands.get(name, _unknown_command)
                return _known(name, self._commands), lambda: on_command(payload), ToCommand(payload)
            case Closed(callback_id=name):
                on_closed = self._closed.get(name, _nobody_asked)
                return _known(name, self._closed), lambda: on_closed(payload), ToClosed(payload)
            case Shortcut(callback_id=name):
                on_shortcut = self._shortcuts.get(name, _unknown_shortcut)
                return _known(name, self._shortcuts), lambda: on_shortcut(payload), ToShortcut(payload)
            case Suggestion(action=name):
                on_typing = self._suggestions.get(name, _no_choices)
                return _known(name, self._suggestions), lambda: on_typing(payload), ToSuggestion(payload)
        raise TypeError("an event is stored, not answered")


def _add(known: dict[str, Any], member: StrEnum, handler: object) -> None:
    if member.value in known:
        raise ValueError(f"{member!r} is answered already")
    known[member.value] = handler


def _known(name: str, known: Mapping[str, object]) -> str:
    """Counters and logs name only what the app knows: an id from outside could be anything."""
    return name if name in known else "unknown"


async def _out_of_date(_: Click) -> Answer:
    return Tell(words.OUT_OF_DATE)


async def _form_out_of_date(_: Submission) -> Answer:
    return Tell(words.OUT_OF_DATE)


async def _unknown_command(_: Command) -> Answer:
    return Tell("Common Ground doesn't know this command.")


async def _unknown_shortcut(_: Shortcut) -> Answer:
    return Tell(words.OUT_OF_DATE)


async def _nobody_asked(_: Closed) -> Answer:
    return NOTHING


async def _no_choices(_: Suggestion) -> Answer:
    return Choices()
