"""Answering the questionnaire, in the DM or as one form."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering import NOTHING, Answer, Click, Closed, Dispatcher, Open, Show, Submission, Tell, Values
from bot.slack_ids import Act, Modal
from bot.surfaces import dates, form, opening, packing, questions
from bot.system import InThread
from coaching_core.domain.assessment import Answer as Answered
from coaching_core.domain.desk import Later
from coaching_core.domain.people import Actor
from coaching_core.domain.policy import Action
from coaching_core.domain.roles import Topic
from coaching_core.domain.waiting import WaitKind, key_of
from coaching_core.ids import ReviewId, SkillKey
from coaching_core.use_cases.assessing import Assessing
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.looking import Looking

BOTH_TOPICS = (Topic.STRENGTHS, Topic.NEEDS)


@dataclass(frozen=True, slots=True)
class AssessingHandlers:
    """``time``: the real time, in seconds since 1970, as Slack counts clicks."""

    assessing: Assessing
    keeping: Keeping
    looking: Looking
    desks: Desks
    run: InThread
    time: Callable[[], float]

    def register(self, to: Dispatcher) -> None:
        to.click(Act.RATE, self.on_rate)
        to.click(Act.FORM_RATE, self.on_form_rate)
        to.click(Act.BEGIN, self.on_page)
        to.click(Act.PAGE, self.on_page)
        to.click(Act.LATER, self.on_later)
        to.click(Act.BRING_OVER, self.on_bring_over)
        to.click(Act.SUBMIT, self.on_submit)
        to.click(Act.TAKE_BACK, self.on_take_back)
        to.click(Act.NOT_NOW, self.on_not_now)
        to.click(Act.COMMENT, self.on_comment)
        to.submission(Modal.COMMENT, self.on_comment_form, block_of=form.comment_block)
        to.click(Act.FACTORS, self.on_factors)
        to.submission(Modal.FACTORS, self.on_factors_form)
        to.click(Act.WRITE_OPENING, self.on_opening)
        to.submission(Modal.OPENING_DRAFT, self.on_opening_form, block_of=opening.opening_block_of)
        to.click(Act.OTHER_DATE, self.on_other_date)
        to.submission(Modal.OTHER_DATE, self.on_other_date_form, block_of=dates.block_of)
        to.click(Act.AS_FORM, self.on_form)
        to.click(Act.FORM_PAGE, self.on_form_back)
        to.submission(Modal.FORM, self.on_form_page, block_of=form.page_block_of)
        to.closed(Modal.FORM, self.on_form_closed)

    # in the message

    async def on_rate(self, click: Click) -> Answer:
        if click.value is not None:
            review, skill = questions.asked(click.block_id)
            answer = questions.answer_in(click.value)
            await self.run(self.assessing.rate, _actor(click), review, skill, answer, click.at)
        return NOTHING

    async def on_page(self, click: Click) -> Answer:
        page = packing.number(click.value, "p")
        turn = self.assessing.turn_page
        await self.run(lambda: turn(_actor(click), _review(click.value), page, hint=click.response_url))
        return NOTHING

    async def on_bring_over(self, click: Click) -> Answer:
        bring = self.assessing.bring_over
        await self.run(lambda: bring(_actor(click), _review(click.value), click.at, hint=click.response_url))
        return NOTHING

    async def on_later(self, click: Click) -> Answer:
        if packing.of(click.value, "l") == "week":
            extend, due = self.keeping.extend_by_a_week, dates.due_of(click.value)
            await self.run(lambda: extend(_actor(click), _review(click.value), due, hint=click.response_url))
            return Tell("Done. You both see the new date.")
        later = Later.TOMORROW if packing.of(click.value, "l") == "tomorrow" else Later.TODAY
        key = key_of(WaitKind.ASSESSMENT, _review(click.value))
        await self.run(self.desks.later, _actor(click), key, later)
        return Tell("Fine. What you have answered is saved, and it waits here.")

    async def on_submit(self, click: Click) -> Answer:
        await self.run(lambda: self.assessing.submit(_actor(click), _review(click.value), hint=click.response_url))
        return NOTHING

    async def on_take_back(self, click: Click) -> Answer:
        await self.run(lambda: self.assessing.take_back(_actor(click), _review(click.value), hint=click.response_url))
        return NOTHING

    async def on_not_now(self, click: Click) -> Answer:
        await self.run(lambda: self.keeping.decline(_actor(click), _review(click.value), hint=click.response_url))
        return NOTHING

    # small forms

    async def on_comment(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.ANSWER)
        return Open(form.comment(seen, SkillKey(packing.of(click.value, "s"))))

    async def on_comment_form(self, sent: Submission) -> Answer:
        skill = SkillKey(packing.of(sent.private_metadata, "s"))
        words = sent.values.text(form.COMMENT)
        review = _review(sent.private_metadata)
        await self.run(self.assessing.comment, _actor(sent), review, skill, words, self.time())
        return NOTHING

    async def on_factors(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.ANSWER)
        return Open(form.factors(seen))

    async def on_factors_form(self, sent: Submission) -> Answer:
        factors = form.parse_factors(sent.values)
        await self.run(self.assessing.say_outside_factors, _actor(sent), _review(sent.private_metadata), factors)
        return NOTHING

    async def on_opening(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.WRITE_OPENING)
        return Open(opening.opening(seen, BOTH_TOPICS, None))

    async def on_opening_form(self, sent: Submission) -> Answer:
        words, released = form.parse_opening(sent.values), form.parse_release(sent.values)
        review = _review(sent.private_metadata)
        await self.run(lambda: self.assessing.write_opening(_actor(sent), review, words, released=released))
        return NOTHING

    async def on_other_date(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.ASK_FOR_CHANGE)
        return Open(dates.other_date(seen, await self.run.look(self.looking.forms, click.workspace)))

    async def on_other_date_form(self, sent: Submission) -> Answer:
        review = _review(sent.private_metadata)
        seen = await self.run.look(self.looking.review, _actor(sent), review, Action.ASK_FOR_CHANGE)
        await self.run(self.keeping.ask_for_change, _actor(sent), review, dates.parse_ask(sent.values, seen))
        return NOTHING

    # as one form

    async def on_form(self, click: Click) -> Answer:
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value), Action.ANSWER)
        return Open(form.page(seen, form.first_page(seen)))

    async def on_form_rate(self, click: Click) -> Answer:
        if click.value is not None:
            review, skill = _review(click.private_metadata), SkillKey(click.block_id)
            answer = questions.answer_in(click.value)
            await self.run(self.assessing.rate, _actor(click), review, skill, answer, click.at)
        return NOTHING

    async def on_form_back(self, click: Click) -> Answer:
        await self._keep(_actor(click), click.private_metadata, click.values)
        seen = await self.run.look(self.looking.review, _actor(click), _review(click.value))
        return Show(form.page(seen, packing.number(click.value, "p")))

    async def on_form_page(self, sent: Submission) -> Answer:
        actor, review = _actor(sent), _review(sent.private_metadata)
        await self._keep(actor, sent.private_metadata, sent.values)
        seen = await self.run.look(self.looking.review, actor, review)
        page = packing.number(sent.private_metadata, "p")
        if page <= len(seen.view.questionnaire.sections):
            return Show(form.page(seen, page + 1))
        factors = form.parse_factors(sent.values)
        await self.run(lambda: self.assessing.submit(actor, review, factors=factors))
        return NOTHING

    async def on_form_closed(self, closed: Closed) -> Answer:
        """The message goes on where the form was left."""
        page = packing.number(closed.private_metadata, "p")
        await self.run(lambda: self.assessing.turn_page(_actor(closed), _review(closed.private_metadata), page))
        return NOTHING

    async def _keep(self, actor: Actor, metadata: str, values: Values) -> None:
        answers: dict[SkillKey, Answered] = form.answers(values)
        comments = form.comments(values)
        if answers or comments:
            review = _review(metadata)
            await self.run(self.assessing.keep_page, actor, review, answers, comments, self.time())


def _actor(payload: Click | Submission | Closed) -> Actor:
    return Actor(payload.workspace, payload.person)


def _review(packed: str | None) -> ReviewId:
    return ReviewId(packing.of(packed, "r"))
