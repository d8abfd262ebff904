"""
One form after the other: who has opened a form from a row of them is shown the next one when it is sent.

The mark of the row travels in the values of its buttons and in the metadata of the forms that they open, so that no
handler of a form needs to know of it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.answering.answers import Answer, Json, Nothing, Open, Push, Show, Tell
from bot.answering.payloads import Click, Submission
from coaching_core.ids import PersonId, WorkspaceId

OnClick = Callable[[Click], Coroutine[Any, Any, Answer]]
OnForm = Callable[[Submission], Coroutine[Any, Any, Answer]]


@dataclass(frozen=True, slots=True)
class Row:
    """
    Args:
        marked: whether a packed value or metadata has the mark of the row.
        mark: puts it on.
        what_is_next: the view that leads to the next one; None when nothing is left.
    """

    marked: Callable[[str | None], bool]
    mark: Callable[[str | None], str]
    what_is_next: Callable[[WorkspaceId, PersonId], Awaitable[Json | None]]

    def clicked(self, handler: OnClick) -> OnClick:
        async def on_click(click: Click) -> Answer:
            answer = await handler(click)
            begins, within = self.marked(click.value), self.marked(click.private_metadata)
            if begins and click.view is not None and click.view.kind == "modal":
                if isinstance(answer, Nothing | Tell):  # done with this tap
                    return await self._next(click, answer)
                if isinstance(answer, Open | Push):  # in place of the way to it, so that no stack grows
                    return Show(self._in_row(answer.view))
            return self._kept(answer) if begins or within else answer

        return on_click

    def sent(self, handler: OnForm) -> OnForm:
        async def on_form(form: Submission) -> Answer:
            answer = await handler(form)
            if not self.marked(form.private_metadata):
                return answer
            over = isinstance(answer, Nothing | Tell) or (isinstance(answer, Show) and "submit" not in answer.view)
            return await self._next(form, answer) if over else self._kept(answer)

        return on_form

    async def _next(self, used: Click | Submission, answer: Answer) -> Answer:
        view = await self.what_is_next(used.workspace, used.person)
        return answer if view is None else Show(view)

    def _kept(self, answer: Answer) -> Answer:
        if isinstance(answer, Open | Show | Push):
            return type(answer)(self._in_row(answer.view))
        return answer

    def _in_row(self, view: Json) -> Json:
        return {**view, "private_metadata": self.mark(view.get("private_metadata"))}
