"""
How each kind of request is answered: the one acknowledgement, and what is left to do once that is gone.

Everything that can happen is an ``Answer`` first (a refusal, a mistake of ours, a time-out), so each kind of request
needs to know only three things: the acknowledgement of an answer, the acknowledgement when there is no answer yet,
and what to do afterwards.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.answering import words
from bot.answering.answers import (
    NOTHING,
    Answer,
    Choices,
    Clear,
    Errors,
    Json,
    Nothing,
    Open,
    Outside,
    Push,
    Show,
    Tell,
)
from bot.answering.payloads import Click, Closed, Command, Shortcut, Submission, Suggestion
from bot.answering.refill import refilled
from coaching_core.errors import BadInput, CoachingError, Stale

Ack = Json | str
"""The body of an acknowledgement; "" for an empty one."""


class WrongAnswer(TypeError):
    """A handler answered with something that Slack has no way to show for this kind of request."""

    def __init__(self, answer: object) -> None:
        super().__init__(f"{type(answer).__name__} does not answer this kind of request")


class Reply(Protocol):
    def ack(self, answer: Answer) -> Ack:
        """The acknowledgement, when the answer is there in time."""
        ...

    def waiting(self) -> Ack:
        """The acknowledgement when it is not."""
        ...

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        """What is left to do after the acknowledgement; None for nothing."""
        ...

    def refusal(self, problem: CoachingError, text: str) -> Answer:
        """Something that the person can act on; ``text`` is the sentence for it."""
        ...

    def trouble(self, text: str) -> Answer:
        """Something that is not the person's doing, in words for the person."""
        ...


class _Told:
    """Where a sentence can simply be said."""

    __slots__ = ()

    def refusal(self, problem: CoachingError, text: str) -> Answer:
        return Tell(text)

    def trouble(self, text: str) -> Answer:
        return Tell(text)


@dataclass(frozen=True, slots=True)
class ToClick(_Told):
    click: Click

    def ack(self, answer: Answer) -> Ack:
        if isinstance(answer, Nothing | Tell | Show | Push | Open):
            return ""
        raise WrongAnswer(answer)

    def waiting(self) -> Ack:
        return ""

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        click = self.click
        match answer:
            case Tell() if click.view is None:
                place = click.message
                return outside.whisper(
                    click.workspace,
                    click.person,
                    answer,
                    response_url=click.response_url,
                    channel=place.channel if place else None,
                    thread_ts=place.thread_ts if place else None,
                )
            case Tell(text=text, blocks=blocks):
                return self._on_top(words.note(text, blocks), outside)
            case Show(view=view) if self._in_modal:
                assert click.view is not None
                return outside.update(click.workspace, view, view_id=click.view.id)
            case Show(view=view) | Push(view=view) | Open(view=view):
                return self._on_top(view, outside)
        return None

    def _on_top(self, view: Json, outside: Outside) -> Awaitable[object]:
        click = self.click
        if not self._in_modal:
            return outside.open(click.workspace, click.trigger_id, view)
        assert click.view is not None
        if click.view.depth >= 3:
            return outside.update(click.workspace, view, view_id=click.view.id)
        return outside.push(click.workspace, click.trigger_id, view)

    @property
    def _in_modal(self) -> bool:
        return self.click.view is not None and self.click.view.kind == "modal"


BlockOf = Callable[[str], str | None]
"""Names the block that asks for a field of ``BadInput.fields``; by default the block is called as the field is."""


@dataclass(frozen=True, slots=True)
class ToSubmission:
    form: Submission
    block_of: BlockOf = str

    def ack(self, answer: Answer) -> Ack:
        match answer:
            case Nothing():
                return ""
            case Show(view=view):
                return {"response_action": "update", "view": view}
            case Push(view=view) | Open(view=view):
                return {"response_action": "push", "view": view}
            case Tell(text=text, blocks=blocks):
                return {"response_action": "update", "view": words.note(text, blocks)}
            case Clear():
                return {"response_action": "clear"}
            case Errors(fields=fields) if set(fields) <= set(self.form.values.blocks) and fields:
                return {"response_action": "errors", "errors": dict(fields)}
            case Errors(fields=fields):
                return {"response_action": "update", "view": self._again(_listed(fields))}
        raise WrongAnswer(answer)

    def waiting(self) -> Ack:
        return {"response_action": "update", "view": words.note(words.SAVING)}

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        if not late:
            return None
        match answer:
            case Show(view=view) | Push(view=view) | Open(view=view):
                shown = view
            case Tell(text=text, blocks=blocks):
                shown = words.note(text, blocks)
            case Errors(fields=fields):
                shown = self._again(_listed(fields))
            case _:
                shown = words.note(words.SAVED)
        return outside.update(self.form.workspace, shown, view_id=self.form.view.id)

    def refusal(self, problem: CoachingError, text: str) -> Answer:
        if isinstance(problem, BadInput) and problem.fields:
            placed = {self.block_of(name): wrong for name, wrong in problem.fields.items()}
            fields = {block: wrong for block, wrong in placed.items() if block in self.form.values.blocks and block}
            if len(fields) == len(problem.fields):
                return Errors(fields)
            return self.trouble("\n".join([text, *problem.fields.values()]))
        if isinstance(problem, BadInput | Stale):
            return self.trouble(text)
        return Tell(text)

    def trouble(self, text: str) -> Answer:
        return Show(self._again(text))

    def _again(self, text: str) -> Json:
        return refilled(self.form.view.form, self.form.values, text)


def _listed(fields: Mapping[str, str]) -> str:
    return "\n".join(fields.values())


@dataclass(frozen=True, slots=True)
class ToCommand(_Told):
    command: Command

    def ack(self, answer: Answer) -> Ack:
        match answer:
            case Tell(text=text, blocks=blocks):
                body: Json = {"response_type": "ephemeral", "text": text}
                return body if blocks is None else {**body, "blocks": list(blocks)}
            case Nothing() | Open() | Show() | Push():
                return ""
        raise WrongAnswer(answer)

    def waiting(self) -> Ack:
        return {"response_type": "ephemeral", "text": words.ONE_MOMENT}

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        command = self.command
        match answer:
            case Open(view=view) | Show(view=view) | Push(view=view):
                return outside.open(command.workspace, command.trigger_id, view)
            case Tell() if late:
                return outside.whisper(
                    command.workspace,
                    command.person,
                    answer,
                    response_url=command.response_url,
                    channel=command.channel,
                    thread_ts=None,
                )
        return None


@dataclass(frozen=True, slots=True)
class ToShortcut(_Told):
    shortcut: Shortcut

    def ack(self, answer: Answer) -> Ack:
        if isinstance(answer, Nothing | Tell | Open | Show | Push):
            return ""
        raise WrongAnswer(answer)

    def waiting(self) -> Ack:
        return ""

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        shortcut = self.shortcut
        match answer:
            case Tell() if shortcut.response_url is not None:
                return outside.whisper(
                    shortcut.workspace,
                    shortcut.person,
                    answer,
                    response_url=shortcut.response_url,
                    channel=None,
                    thread_ts=None,
                )
            case Tell(text=text, blocks=blocks):
                return outside.open(shortcut.workspace, shortcut.trigger_id, words.note(text, blocks))
            case Open(view=view) | Show(view=view) | Push(view=view):
                return outside.open(shortcut.workspace, shortcut.trigger_id, view)
        return None


@dataclass(frozen=True, slots=True)
class ToSuggestion:
    """A select that looks for its options has no room for a sentence: in trouble it offers none."""

    suggestion: Suggestion

    def ack(self, answer: Answer) -> Ack:
        if not isinstance(answer, Choices):
            raise WrongAnswer(answer)
        if answer.groups is not None:
            return {"option_groups": list(answer.groups)}
        return {"options": list(answer.options)}

    def waiting(self) -> Ack:
        return {"options": []}

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        return None

    def refusal(self, problem: CoachingError, text: str) -> Answer:
        return Choices()

    def trouble(self, text: str) -> Answer:
        return Choices()


@dataclass(frozen=True, slots=True)
class ToClosed:
    """The modal is gone, and the person with it: there is nothing to say."""

    closed: Closed

    def ack(self, answer: Answer) -> Ack:
        return ""

    def waiting(self) -> Ack:
        return ""

    def then(self, answer: Answer, outside: Outside, *, late: bool) -> Awaitable[object] | None:
        return None

    def refusal(self, problem: CoachingError, text: str) -> Answer:
        return NOTHING

    def trouble(self, text: str) -> Answer:
        return NOTHING
