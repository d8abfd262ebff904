"""`/coach-review`, the form for it, and the rep's yes or not now to being coached."""

import asyncio
from dataclasses import dataclass

from bot.answering import NOTHING, Answer, Click, Command, Dispatcher, Open, Shortcut, Show, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, CommandName, Modal, ShortcutName
from bot.surfaces import kept_plan, packing, pairing, plan, reading, start
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import NotFound
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, WorkspaceId
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.looking import Looking
from coaching_core.use_cases.starting import Answered, Start, Starting


@dataclass(frozen=True, slots=True)
class StartingHandlers:
    starting: Starting
    keeping: Keeping
    looking: Looking
    people: FindsPeople
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.command(CommandName.REVIEW, self.on_review)
        to.command(CommandName.PLAN, self.on_plan)
        to.shortcut(ShortcutName.START, self.on_shortcut)
        to.click(Act.HOME_START, self.on_start)
        to.click(Act.HOME_PLAN, self.on_home_plan)
        to.submission(Modal.START, self.on_start_form)
        to.click(Act.ASK_REP, self.on_ask_rep)
        to.click(Act.PAIRING_ACCEPT, self.on_accept)
        to.click(Act.PAIRING_DECLINE, self.on_decline)

    async def on_review(self, command: Command) -> Answer:
        ask = start.parse_command(command.text)
        actor = Actor(command.workspace, command.person)
        if ask.verb == "help":
            return Tell(start.HELP)
        if ask.verb == "status":
            home = await self.run.look(self.looking.home, actor.workspace, actor.person)
            return Tell(start.status(home.reviews))
        if ask.verb == "cancel" and ask.person is not None:
            running = await self.run.look(self.looking.running_with, actor, ask.person)
            end = self.keeping.end_of(running)
            return Tell(start.cancelled(await self.run(end, actor, running.view.id)))
        if ask.person is None:
            return Open(start.modal(await self.run.look(self.looking.forms, actor.workspace)))
        return _told(await self._start(actor, ask.person))

    async def on_start(self, click: Click) -> Answer:
        rep = packing.unpack(click.value).get("o")
        forms = await self.run.look(self.looking.forms, click.workspace)
        return Open(start.modal(forms, PersonId(rep) if rep else None))

    async def on_shortcut(self, shortcut: Shortcut) -> Answer:
        return Open(start.modal(await self.run.look(self.looking.forms, shortcut.workspace)))

    async def on_start_form(self, form: Submission) -> Answer:
        rep = form.values.person(start.PERSON)
        if rep is None:
            raise NotFound("Please choose the rep.")
        chosen = start.form_of(form.values.choice(start.FORM))
        result = await self._start(Actor(form.workspace, form.person), PersonId(rep), chosen)
        if result.answered is Answered.NOT_PAIRED:
            return Show(pairing.offer_modal(result.other, chosen))
        return _told(result)

    async def on_ask_rep(self, click: Click) -> Answer:
        rep = PersonId(packing.of(click.value, "rep"))
        form = start.form_of(packing.unpack(click.value).get("form"))
        await self._know(click.workspace, click.person, rep)
        asked = await self.run(self.starting.ask_rep, Actor(click.workspace, click.person), rep, form)
        return Tell(pairing.asked(asked))

    async def on_accept(self, click: Click) -> Answer:
        return await self._answer(click, accept=True)

    async def on_decline(self, click: Click) -> Answer:
        return await self._answer(click, accept=False)

    async def on_plan(self, command: Command) -> Answer:
        ask = start.parse_command(command.text)
        home = await self.run.look(self.looking.home, command.workspace, command.person)
        with_plan = [one for one in home.reviews if one.view.plan.items and one.view.stage is not Stage.CLOSED]
        if ask.person is not None:
            with_plan = [one for one in with_plan if ask.person in one.view.people.values()]
        else:
            with_plan = [one for one in with_plan if one.view.people[Role.REP] == command.person] or with_plan
        taken = [one for one in home.plans if ask.person in (None, one.plan.rep, one.plan.manager)]
        if taken and not with_plan:
            return Tell(*kept_plan.private(taken[0]))
        if not with_plan:
            return Tell("There is no plan yet. A plan comes out of a review: `/coach-review help`.")
        return Tell(*plan.private(with_plan[0]))

    async def on_home_plan(self, click: Click) -> Answer:
        review = packing.of(click.value, "r")
        home = await self.run.look(self.looking.home, click.workspace, click.person)
        seen = next((one for one in home.reviews if one.view.id == review), None)
        if seen is None:
            raise NotFound("That plan is not yours to read, or it is gone.")
        return Show(reading.the_plan(seen, reading.page_of(click.value)))

    async def _start(self, actor: Actor, rep: PersonId, form: QuestionnaireKey | None = None) -> Start:
        await self._know(actor.workspace, actor.person, rep)
        return await self.run(self.starting.review, actor, rep, form)

    async def _know(self, workspace: WorkspaceId, *people: PersonId) -> None:
        await asyncio.gather(*(self.people.find(workspace, person) for person in people))

    async def _answer(self, click: Click, *, accept: bool) -> Answer:
        asked = PairingId(packing.of(click.value, "pairing"))
        actor = Actor(click.workspace, click.person)
        await self.run(lambda: self.starting.answer_pairing(actor, asked, accept=accept))
        return NOTHING


def _told(result: Start) -> Tell:
    if result.answered is Answered.NOT_PAIRED:
        text, blocks = pairing.offer(result.other)
        return Tell(text, blocks)
    if result.answered is Answered.ASKED:
        return Tell(pairing.asked(result.other))
    if result.answered is Answered.STARTED and result.seen is not None:
        return Tell(start.started(result.seen))
    if result.seen is not None:
        return Tell(start.running(result.seen))
    return Tell(start.ask_your_manager(result.other.name))
