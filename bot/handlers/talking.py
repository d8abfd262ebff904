"""The conversation in the thread: every button and form of a turn."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.answering import NOTHING, Answer, Click, Dispatcher, Errors, Open, Show, Submission, Tell
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import changing, choices, form, live, opening, packing, plan, reading, views
from bot.system import InThread
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action
from coaching_core.domain.roles import Mode, Topic
from coaching_core.domain.seen import Seen
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import ReviewId
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.looking import Looking
from coaching_core.use_cases.talking import Talking

Draw = Callable[[Seen, tuple[Topic, ...], int], b.Block]
OnClick = Callable[[Click], Coroutine[Any, Any, Answer]]


@dataclass(frozen=True, slots=True)
class TalkingHandlers:
    talking: Talking
    keeping: Keeping
    looking: Looking
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.OPEN, self._form(opening.opening))
        to.click(Act.REPLY, self._form(opening.reply))
        to.click(Act.CHOOSE, self._form(choices.form))
        to.click(Act.ANSWER, self._form(plan.answer))
        to.click(Act.CHANGE, self.on_change_form)
        to.submission(Modal.OPENING, self.on_opening, block_of=opening.opening_block_of)
        to.submission(Modal.REPLY, self.on_reply, block_of=opening.reply_block_of)
        to.submission(Modal.CHOICES, self.on_choices)
        to.submission(Modal.ANSWER, self.on_answer, block_of=plan.answer_block_of)
        to.submission(Modal.CHANGE, self.on_change, block_of=changing.change_block_of)
        to.click(Act.CHOICE_SKILL, self.on_choice)
        to.click(Act.CHOICE_MORE, self.on_one_more)
        for act, on_click in {
            Act.HAD_MY_SAY: self.on_had_my_say,
            Act.TALK: self.on_talk,
            Act.GO_ON: self.on_go_on,
            Act.AGREE: self.on_agree,
            Act.LOG_TALK: self.on_log_talk,
            Act.TAKE_PROPOSAL: self.on_take,
            Act.KEEP_MINE: self.on_keep,
            Act.NOTE_DOWN: self.on_note_down,
            Act.THAT_IS_IT: self.on_that_is_it,
            Act.NOT_IT: self.on_not_it,
            Act.SEE_BOTH: self.on_see_both,
            Act.READ_ALL: self.on_read_all,
            Act.CHART: self.on_chart,
            Act.MOVED: self.on_moved,
            Act.MORE: self.on_more,
        }.items():
            to.click(act, on_click)
        to.submission(Modal.PARKED, self.on_parked)
        to.submission(Modal.JOTTING, self.on_jotting, block_of=live.block_of)

    # the forms of a turn

    def _form(self, draw: Draw) -> OnClick:
        """A click that opens a form, if it is this person's turn."""

        async def on_click(click: Click) -> Answer:
            turn = packing.number(click.value, "t")
            seen = await self.run.look(self.looking.turn, _actor(click), _review(click.value), turn)
            topics = seen.view.turn.topics if seen.view.turn else ()
            return Open(draw(seen, topics, turn))

        return on_click

    async def on_change_form(self, click: Click) -> Answer:
        turn = packing.number(click.value, "t")
        seen = await self.run.look(self.looking.turn, _actor(click), _review(click.value), turn)
        return Show(changing.change(seen, turn, reading.page_of(click.value)))

    async def on_opening(self, sent: Submission) -> Answer:
        await self.run(self.talking.open, *_turn_of(sent, form.parse_opening(sent.values)))
        return NOTHING

    async def on_reply(self, sent: Submission) -> Answer:
        await self.run(self.talking.reply, *_turn_of(sent, opening.parse_reply(sent.values)))
        return NOTHING

    async def on_choices(self, sent: Submission) -> Answer:
        stands, seen, turn = await self._stands(sent)
        filled = choices.with_ideas(stands, seen)
        if filled != stands:
            return Show(choices.form(seen, _topics(seen), turn, replace(filled, filled=True)))
        try:
            await self.run(self.talking.choose, *_turn_of(sent, choices.chosen(stands)))
        except BadInput as problem:
            blocks = choices.block_of(stands)
            at = {blocks[name]: text for name, text in problem.fields.items() if blocks.get(name) in sent.values.blocks}
            if not at:
                raise
            return Errors(at)
        return NOTHING

    async def on_answer(self, sent: Submission) -> Answer:
        await self.run(self.talking.answer, *_turn_of(sent, plan.parse_answer(sent.values)))
        return NOTHING

    async def on_change(self, sent: Submission) -> Answer:
        changes, added, added_due = changing.parse_change(sent.values)
        actor, review, _, turn = _turn_of(sent, None)
        change = self.talking.change_plan
        await self.run(lambda: change(actor, review, changes, turn, added=added, added_due=added_due))
        return NOTHING

    async def on_choice(self, click: Click) -> Answer:
        """A skill was chosen: fill in an idea and a date."""
        stands, seen, turn = await self._stands(click)
        return Show(choices.form(seen, _topics(seen), turn, choices.with_ideas(stands, seen)))

    async def on_one_more(self, click: Click) -> Answer:
        stands, seen, turn = await self._stands(click)
        if click.suffix not in stands.slots:
            raise TooLate("This form is out of date. Please close it and open it again.")
        return Show(choices.form(seen, _topics(seen), turn, choices.with_one_more(stands, click.suffix)))

    async def _stands(self, used: Click | Submission) -> tuple[choices.Form, Seen, int]:
        turn = packing.number(used.private_metadata, "t")
        seen = await self.run.look(self.looking.turn, _actor(used), _review(used.private_metadata), turn)
        return choices.stands(used.values, used.private_metadata), seen, turn

    # the buttons of a turn

    async def on_had_my_say(self, click: Click) -> Answer:
        turn = packing.number(click.value, "t")
        await self.run(self.talking.had_my_say, _actor(click), _review(click.value), turn)
        return NOTHING

    async def on_talk(self, click: Click) -> Answer:
        await self.run(self.talking.switch_mode, _actor(click), _review(click.value), Mode.LIVE)
        return NOTHING

    async def on_write(self, click: Click) -> Answer:
        await self.run(self.talking.switch_mode, _actor(click), _review(click.value), Mode.WRITING)
        return NOTHING

    async def on_go_on(self, click: Click) -> Answer:
        await self.run(self.talking.go_on, _actor(click), _review(click.value))
        return NOTHING

    async def on_agree(self, click: Click) -> Answer:
        agree, fingerprint = self.talking.agree, packing.of(click.value, "f")
        talked = packing.number(click.value, "m") if "m" in packing.unpack(click.value) else None
        await self.run(lambda: agree(_actor(click), _review(click.value), fingerprint, talked=talked))
        return NOTHING

    async def on_log_talk(self, click: Click) -> Answer:
        minutes = packing.number(click.value, "m")
        await self.run(self.talking.log_talk, _actor(click), _review(click.value), minutes)
        return Tell("Logged. The other one is asked, and then it counts.")

    async def on_take(self, click: Click) -> Answer:
        return await self._answer_proposal(click, take=True)

    async def on_keep(self, click: Click) -> Answer:
        return await self._answer_proposal(click, take=False)

    async def _answer_proposal(self, click: Click, *, take: bool) -> Answer:
        turn = packing.number(click.value, "t")
        answer = self.talking.answer_proposal
        await self.run(lambda: answer(_actor(click), _review(click.value), turn, take=take))
        return NOTHING

    async def on_more(self, click: Click) -> Answer:
        wish = packing.of(click.value, "d")
        if wish == "open":
            return await self.on_open_parked(click)
        todo: dict[str, Callable[[Click], Awaitable[Answer]]] = {
            "talk": self.on_talk,
            "write": self.on_write,
            "pause": self._pause,
            "cancel": self._cancel,
        }
        if wish not in todo:
            raise TooLate("This message is out of date. Nothing has changed.")
        return await todo[wish](click)

    async def _pause(self, click: Click) -> Answer:
        await self.run(self.keeping.pause, _actor(click), _review(click.value))
        return NOTHING

    async def _cancel(self, click: Click) -> Answer:
        await self.run(self.keeping.cancel, _actor(click), _review(click.value))
        return NOTHING

    # live

    async def on_note_down(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.JOT)
        return Open(live.jotting(seen))

    async def on_jotting(self, sent: Submission) -> Answer:
        said = live.parse(sent.values)
        review = _review(sent.private_metadata)
        await self.run(self.talking.jot, _actor(sent), review, said.speaker, said.topic, said.words, said.skill)
        return NOTHING

    async def on_not_it(self, click: Click) -> Answer:
        number = packing.number(click.value, "n")
        await self.run(self.talking.refuse_jotting, _actor(click), _review(click.value), number)
        return NOTHING

    async def on_that_is_it(self, click: Click) -> Answer:
        number = packing.number(click.value, "n")
        await self.run(self.talking.confirm_jotting, _actor(click), _review(click.value), number)
        return NOTHING

    # looking closer

    async def on_see_both(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.SEE_BOTH_VIEWS)
        return Show(views.both_views(seen, reading.page_of(click.value)))

    async def on_read_all(self, click: Click) -> Answer:
        turn = packing.number(click.value, "t")
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value))
        return Show(reading.everything(seen, turn, reading.page_of(click.value)))

    async def on_chart(self, click: Click) -> Answer:
        await self.run(partial(self.talking.chart, asked=f"{click.at:.6f}"), _actor(click), _review(click.value))
        return Tell("The chart is on its way into your own chat with this app.")

    async def on_moved(self, click: Click) -> Answer:
        await self.run(partial(self.talking.what_moved, asked=f"{click.at:.6f}"), _actor(click), _review(click.value))
        return Tell("What moved is on its way into your own chat with this app.")

    async def on_open_parked(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.OPEN_PARKED)
        return Open(views.parked(seen))

    async def on_parked(self, sent: Submission) -> Answer:
        skill, words = views.parse_parked(sent.values)
        seen = await self.run(self.talking.open_parked, _actor(sent), _review(sent.private_metadata), skill, words)
        return Show(views.both_views(seen))


def _actor(payload: Click | Submission) -> Actor:
    return Actor(payload.workspace, payload.person)


def _review(packed: str | None) -> ReviewId:
    return ReviewId(packing.of(packed, "r"))


def _turn_of(sent: Submission, said: Any) -> tuple[Actor, ReviewId, Any, int]:
    """Returns what every step of the conversation is called with."""
    return _actor(sent), _review(sent.private_metadata), said, packing.number(sent.private_metadata, "t")


def _topics(seen: Seen) -> tuple[Topic, ...]:
    return seen.view.turn.topics if seen.view.turn else ()
