"""Team settings, from Home: a manager's own, and for administrators any manager's."""

from dataclasses import dataclass
from typing import Protocol

from bot.answering import Answer, Click, Dispatcher, Open, Show, SlackRefused, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, Modal
from bot.surfaces import team
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.errors import BadInput
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.use_cases.teams import Teams


class Whispers(Protocol):
    """A line that one person sees in a channel: it shows whether the app can write there, without a further scope."""

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
        """Raises ``SlackRefused``."""
        ...


@dataclass(frozen=True, slots=True)
class TeamHandlers:
    teams: Teams
    people: FindsPeople
    run: InThread
    outside: Whispers

    def register(self, to: Dispatcher) -> None:
        to.click(Act.HOME_TEAM, self.on_own)
        to.click(Act.HOME_TEAM_OF, self.on_any)
        to.submission(Modal.TEAM_OF, self.on_whose)
        to.submission(Modal.TEAM, self.on_form, block_of=team.block_of)

    async def on_own(self, click: Click) -> Answer:
        actor = Actor(click.workspace, click.person)
        return Open(team.settings(await self.run.look(self.teams.see, actor, click.person)))

    async def on_any(self, click: Click) -> Answer:
        await self.run.look(self.teams.require_any, Actor(click.workspace, click.person))
        return Open(team.choose_manager())

    async def on_whose(self, sent: Submission) -> Answer:
        chosen = sent.values.person(team.MANAGER)
        if chosen is None:
            raise BadInput("Please choose a manager.", {team.MANAGER: "Please choose a manager."})
        actor, manager = Actor(sent.workspace, sent.person), PersonId(chosen)
        await self.run.look(self.teams.require_any, actor)
        await self.people.find(sent.workspace, manager)
        return Show(team.settings(await self.run.look(self.teams.see, actor, manager)))

    async def on_form(self, sent: Submission) -> Answer:
        actor, manager = Actor(sent.workspace, sent.person), team.manager_of(sent.private_metadata)
        before = await self.run.look(self.teams.see, actor, manager)
        wanted = team.parse(sent.private_metadata, sent.values)
        await self.run.look(self.teams.check, actor, wanted)
        if wanted.channel is not None and wanted.channel != before.team.channel:
            await self._try(sent, wanted.channel)
        return Tell(team.saved(await self.run(self.teams.set, actor, wanted)))

    async def _try(self, sent: Submission, channel: str) -> None:
        """Raises ``BadInput`` for a channel in which the app cannot write, saying how to invite it."""
        line, person = Tell(team.WILL_POST), sent.person
        try:
            await self.outside.whisper(sent.workspace, person, line, response_url=None, channel=channel, thread_ts=None)
        except SlackRefused as problem:
            raise team.cannot_post(problem.code) from None
