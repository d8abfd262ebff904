"""
What a person at the keyboard can do and see. Tests and pages act through this, and through nothing else.

Everything that a person does goes to the app as Slack would send it; an `Outcome` says how the app answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.model import Channel, Json, Message, MessageRef, Notice, Notification, Person, Ref, Shown, View, ViewRef


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    How the app answered one interaction.

    error: None if all went well, else "operation_timeout" (no answer in 3 s), "dispatch_failed" (the app answered with
    an HTTP error or could not be reached), "not_sent" (nothing had to be sent: a choice inside an input block).
    answer: what the app put into its acknowledgement, decoded; None if it was empty.
    errors: block_id -> words, when a submission was refused at some fields.
    seconds: until the acknowledgement came.
    """

    error: str | None = None
    answer: Any = None
    errors: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the app took it without complaint."""
        return self.error in (None, "not_sent") and not self.errors


class Keyboard:
    """One person at their client. `slack.person("UMAYA")` gives it."""

    me: Person

    # doing; each waits for the app's acknowledgement

    async def run_command(self, channel_id: str, line: str) -> Outcome:
        """Send a line such as "/coach-review @ben" (or "<@UBEN>"): names are escaped if the manifest says so."""
        raise NotImplementedError

    async def click(
        self, where: Message | View | Ref, action_id: str, value: Any = None, *, block_id: str | None = None
    ) -> Outcome:
        """
        Use an element: press a button, choose, type, pick a date.

        value: button: its `value` (needed only if several buttons share the action_id); radio, select, overflow: the
        option's value, a user id, a channel id or None to take the choice back; checkboxes, multi-selects: a list of
        them; pickers: "2026-01-31", "09:30", Unix seconds; inputs: the text (or a rich_text block).
        block_id: needed only if the action_id stands in several blocks.
        Raises:
            NotThere: the person does not see such a message, view, element or option.
        """
        raise NotImplementedError

    def fill(
        self, where: Message | View | Ref, action_id: str, value: Any = None, *, block_id: str | None = None
    ) -> None:
        """Set an element's state without sending anything, as typing into a field does."""
        raise NotImplementedError

    async def submit(self, view: View | ViewRef | None = None, values: dict[str, Any] | None = None) -> Outcome:
        """
        Submit a modal (by default the one on top). `values`: action_id, or (block_id, action_id) -> value, filled
        in first. Required fields left empty and texts out of bounds are refused in `errors` without asking the app.
        """
        raise NotImplementedError

    async def close_modal(self, view: View | ViewRef | None = None, *, all_of_them: bool = False) -> Outcome:
        """Press Cancel (or × with `all_of_them`)."""
        raise NotImplementedError

    async def open_home(self, tab: str = "home") -> Outcome:
        """Look at the app's Home (or "messages") tab: sends app_home_opened."""
        raise NotImplementedError

    async def say(self, channel_id: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message as this person."""
        raise NotImplementedError

    async def run_shortcut(self, callback_id: str, message: Message | MessageRef | None = None) -> Outcome:
        """Use a global shortcut, or one on a message."""
        raise NotImplementedError

    async def suggestions(
        self, where: Message | View | Ref, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[Json]:
        """What an external select offers for the typed text: options (groups are flattened)."""
        raise NotImplementedError

    async def open_conversation(self, *person_ids: str) -> Channel:
        """The direct or group conversation with these people (or with the app's bot user)."""
        raise NotImplementedError

    def mark_read(self, channel_id: str) -> None:
        """Have seen everything in the channel."""
        raise NotImplementedError

    def reload(self) -> None:
        """Reload the client: ephemeral messages and unsent choices are gone."""
        raise NotImplementedError

    # seeing

    def channels(self) -> list[Channel]:
        """The conversations that this person is in, oldest first."""
        raise NotImplementedError

    @property
    def app_dm(self) -> Channel:
        """The direct conversation with the app (opened when first asked for)."""
        raise NotImplementedError

    def messages(self, channel_id: str | None = None) -> list[Message]:
        """What stands in the channel (default: `app_dm`), threads apart, with ephemeral messages, oldest first."""
        raise NotImplementedError

    def thread(self, channel_id: str, ts: str) -> list[Message]:
        """A root message and what stands under it, with ephemeral messages there, oldest first."""
        raise NotImplementedError

    def ephemerals(self, channel_id: str | None = None) -> list[Message]:
        """Messages that only this person sees, in one channel or all, oldest first."""
        raise NotImplementedError

    def modals(self) -> list[View]:
        """The open modals, the one on top last."""
        raise NotImplementedError

    def modal(self) -> View | None:
        """The modal on top."""
        raise NotImplementedError

    def home(self) -> View | None:
        """The app's Home as last published for this person."""
        raise NotImplementedError

    def notifications(self) -> list[Notification]:
        """What the person's phone showed, oldest first."""
        raise NotImplementedError

    def notices(self) -> list[Notice]:
        """What Slack itself told the person (an app that failed to answer…), oldest first."""
        raise NotImplementedError

    def state(self, where: Message | View | Ref) -> dict[str, dict[str, Json]]:
        """`state.values` of a message or view as this person's client has it: chosen options, typed texts."""
        raise NotImplementedError

    def field_errors(self, view: View | ViewRef) -> dict[str, str]:
        """block_id -> words, from the last refused submission of this modal."""
        raise NotImplementedError

    def shown(self) -> list[Shown]:
        """Every text that this person was ever shown, oldest first."""
        raise NotImplementedError
