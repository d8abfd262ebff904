"""
Answer every request from Slack exactly once, in time, in words that help.

A handler is a coroutine function of one typed payload that returns one ``Answer``. The ``Dispatcher`` finds it by an
enum member, the ``Guard`` runs it, and what it returned, raised or failed to finish in time becomes the one
acknowledgement and, where that is gone already, a private line or a changed modal.

This package knows Bolt but not Slack's client: what needs a call goes through the ``Outside`` protocol.
"""

from bot.answering.answers import (
    CLEAR,
    NOTHING,
    Answer,
    Choices,
    Clear,
    Errors,
    Json,
    Modals,
    Nothing,
    Open,
    Outside,
    Push,
    Show,
    SlackRefused,
    Tell,
)
from bot.answering.dispatcher import READ, RECEIVED, Dispatcher, action_id
from bot.answering.guard import Answered, Guard
from bot.answering.payloads import (
    Click,
    Closed,
    Command,
    Event,
    MessageRef,
    Payload,
    Shortcut,
    Submission,
    Suggestion,
    ViewRef,
)
from bot.answering.reading import Malformed, read
from bot.answering.row import Row
from bot.answering.values import Values
from bot.answering.work import watch

__all__ = [
    "CLEAR",
    "NOTHING",
    "READ",
    "RECEIVED",
    "Answer",
    "Answered",
    "Choices",
    "Clear",
    "Click",
    "Closed",
    "Command",
    "Dispatcher",
    "Errors",
    "Event",
    "Guard",
    "Json",
    "Malformed",
    "MessageRef",
    "Modals",
    "Nothing",
    "Open",
    "Outside",
    "Payload",
    "Push",
    "Row",
    "Shortcut",
    "Show",
    "SlackRefused",
    "Submission",
    "Suggestion",
    "Tell",
    "Values",
    "ViewRef",
    "action_id",
    "read",
    "watch",
]
