"""What waits for somebody: put off, or one after the other."""

from dataclasses import dataclass

from bot.answering import Answer, Click, Dispatcher, Json, Row, Tell
from bot.slack_ids import Act
from bot.surfaces import desk, packing
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.errors import CoachingError
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.use_cases.desks import Desks


@dataclass(frozen=True, slots=True)
class DeskHandlers:
    desks: Desks
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.DESK_LATER, self.on_later)
        to.in_a_row(Row(packing.in_a_row, packing.put_in_row, self._next))

    async def on_later(self, click: Click) -> Answer:
        key, later = desk.asked(click.value)
        await self.run(self.desks.later, Actor(click.workspace, click.person), key, later)
        return Tell(desk.said(later))

    async def _next(self, workspace: WorkspaceId, person: PersonId) -> Json | None:
        try:
            return desk.what_is_next(await self.run.look(self.desks.mine, Actor(workspace, person)))
        except CoachingError:
            return None
