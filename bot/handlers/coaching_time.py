"""`/coach-log`: logging coaching time, and the other one's yes, no, or correction."""

from dataclasses import dataclass
from functools import partial

from bot.answering import NOTHING, Answer, Click, Command, Dispatcher, Open, Show, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, CommandName, Modal
from bot.surfaces import coaching_time, packing
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.ids import PersonId, SessionId, WorkspaceId
from coaching_core.use_cases.coaching_time import CoachingTime


@dataclass(frozen=True, slots=True)
class CoachingTimeHandlers:
    time: CoachingTime
    people: FindsPeople
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.command(CommandName.LOG, self.on_command)
        to.click(Act.HOME_LOG, self.on_home)
        to.click(Act.HOME_TIME, self.on_entries)
        to.click(Act.LOG_WITH, self.on_with)
        to.submission(Modal.LOG, self.on_form, block_of=coaching_time.block_of)
        to.click(Act.SESSION_YES, self.on_yes)
        to.click(Act.SESSION_NO, self.on_no)
        to.click(Act.SESSION_CORRECT, self.on_correct)
        to.submission(Modal.CORRECT, self.on_correction, block_of=coaching_time.block_of)

    async def on_command(self, command: Command) -> Answer:
        logged = coaching_time.parse_command(command.text)
        if logged is None:
            return await self._form(command.workspace, command.person)
        return await self._log(Actor(command.workspace, command.person), logged, command.trigger_id)

    async def on_home(self, click: Click) -> Answer:
        other = packing.unpack(click.value).get("o")
        return await self._form(click.workspace, click.person, PersonId(other) if other else None)

    async def on_entries(self, click: Click) -> Answer:
        actor, other = Actor(click.workspace, click.person), PersonId(packing.of(click.value, "o"))
        return Open(coaching_time.entries(await self.run.look(self.time.entries, actor, other)))

    async def on_with(self, click: Click) -> Answer:
        """Somebody was chosen in the form: offer the skills of the two."""
        actor, other = Actor(click.workspace, click.person), coaching_time.chosen_in(click.values)
        return Show(coaching_time.form(await self.run.look(self.time.offer, actor, other), click.values))

    async def on_form(self, sent: Submission) -> Answer:
        said = coaching_time.parse(sent.values)
        return await self._log(Actor(sent.workspace, sent.person), said, sent.view.id)

    async def on_yes(self, click: Click) -> Answer:
        return await self._answer(click, yes=True)

    async def on_no(self, click: Click) -> Answer:
        return await self._answer(click, yes=False)

    async def on_correct(self, click: Click) -> Answer:
        seen = await self.run.look(self.time.see, Actor(click.workspace, click.person), _session(click.value))
        return Open(coaching_time.correction(seen))

    async def on_correction(self, sent: Submission) -> Answer:
        actor, session = Actor(sent.workspace, sent.person), _session(sent.private_metadata)
        said = coaching_time.parse(sent.values, other=sent.person)
        correct = self.time.correct
        seen = await self.run(correct, actor, session, said.minutes, said.kind, said.note, said.on, said.skills)
        return Tell(*coaching_time.logged(seen))

    async def _form(self, workspace: WorkspaceId, person: PersonId, other: PersonId | None = None) -> Answer:
        await self.people.find(workspace, person)
        return Open(coaching_time.form(await self.run.look(self.time.offer, Actor(workspace, person), other)))

    async def _log(self, actor: Actor, said: coaching_time.Logged, request: str) -> Answer:
        for person in (actor.person, said.other):
            await self.people.find(actor.workspace, person)
        log = partial(self.time.log, request=request)
        seen = await self.run(log, actor, said.other, said.minutes, said.kind, said.note, said.on, said.skills)
        return Tell(*coaching_time.logged(seen))

    async def _answer(self, click: Click, *, yes: bool) -> Answer:
        actor, session = Actor(click.workspace, click.person), _session(click.value)
        await self.run(lambda: self.time.answer(actor, session, yes=yes))
        return NOTHING


def _session(packed: str | None) -> SessionId:
    return SessionId(packing.of(packed, "s"))
