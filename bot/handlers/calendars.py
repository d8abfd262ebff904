"""A day of the plan for somebody's own calendar: links, or a file in their own chat."""

from dataclasses import dataclass
from typing import Protocol

from bot.answering import NOTHING, Answer, Click, Dispatcher, Open, SlackRefused, Tell
from bot.slack_ids import Act
from bot.surfaces import in_calendar, packing
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.ids import ItemId, PersonId, ReviewId, WorkspaceId
from coaching_core.use_cases.calendar_days import CalendarDays


class SendsFiles(Protocol):
    async def send_file(self, workspace: WorkspaceId, person: PersonId, name: str, content: str) -> None:
        """Send it to somebody's own chat with the app. Raises ``SlackRefused``."""
        ...


@dataclass(frozen=True, slots=True)
class CalendarHandlers:
    days: CalendarDays
    files: SendsFiles
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.CALENDAR, self.on_ways)
        to.click(Act.CALENDAR_FILE, self.on_file)

    async def on_ways(self, click: Click) -> Answer:
        actor, plan, item = _asked(click)
        return Open(in_calendar.ways(await self.run.look(self.days.see, actor, plan, item), plan, item))

    async def on_file(self, click: Click) -> Answer:
        actor, plan, item = _asked(click)
        day = await self.run(self.days.take, actor, plan, item, f"{click.person} {click.at}")
        if day is None:
            return NOTHING
        try:
            await self.files.send_file(click.workspace, click.person, in_calendar.FILE, in_calendar.file(day))
        except SlackRefused:
            return Tell(in_calendar.NOT_SENT)
        return Tell(in_calendar.SENT)


def _asked(click: Click) -> tuple[Actor, ReviewId, ItemId | None]:
    item = packing.unpack(click.value).get("i")
    plan = ReviewId(packing.of(click.value, "r"))
    return Actor(click.workspace, click.person), plan, None if item is None else ItemId(item)
