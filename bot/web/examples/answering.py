"""The questionnaire in one's own chat, and what else stands there: questions, kind words, endings."""

from dataclasses import replace
from datetime import time, timedelta

from bot.surfaces import assessment, dates, notes
from bot.surfaces import form as as_form
from bot.web.examples import stories
from bot.web.examples.example import Examples, a_message, a_modal
from bot.web.examples.plans import a_plan_of_last_time
from bot.web.examples.stories import MANAGER_SAYS, REP_SAYS, TODAY, Story
from coaching_core.domain.assessment import Ask, Factor
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role

HALF = "4 2 5 . . . . . . . . ."


def answering(form: Questionnaire, other_form: Questionnaire) -> Examples:
    yield from _assessments(form)
    yield from _asks(form, other_form)
    yield from _endings(form)
    yield from _nudges(form)


def _both(name: str, story: Story) -> Examples:
    for role in Role:
        yield a_message(f"questions, {role.value}: {name}", assessment.message(story.seen(Reader(role.value))))


def _assessments(form: Questionnaire) -> Examples:
    story = stories.invited(form)
    last = len(form.sections)
    yield from _both("the invitation", story)
    for role in Role:
        bringing = replace(story.seen(Reader(role.value)), to_bring=5)
        drawn = assessment.message(bringing)
        yield a_message(f"questions, {role.value}: the invitation, with answers to bring over", drawn)
        for done in (0, 2, 4):
            after = replace(story.seen(Reader(role.value)), last_plan=a_plan_of_last_time(form, done))
            drawn = assessment.message(after)
            yield a_message(f"questions, {role.value}: the invitation after a plan, {done} of four done", drawn)
    yield from _both("the first part", story.on_page(Role.REP, 1).on_page(Role.MANAGER, 1))
    half = story.answers(Role.REP, HALF, {1: "A comment."}).answers(Role.MANAGER, HALF, {3: "A comment."})
    yield from _both("some answers and a comment", half.on_page(Role.REP, 1).on_page(Role.MANAGER, 1))
    yield from _both("the last part", half.on_page(Role.REP, last).on_page(Role.MANAGER, last))
    yield from _both("to check, some are missing", half.on_page(Role.REP, last + 1).on_page(Role.MANAGER, last + 1))
    full = story.answers(Role.REP, REP_SAYS, {1: "A comment."}).answers(Role.MANAGER, MANAGER_SAYS)
    full = full.on_page(Role.REP, last + 1).on_page(Role.MANAGER, last + 1)
    yield from _both("to check, all there", full)
    extra = full.says_factors(Role.REP, "The customer list.", Factor.LEADS, Factor.PERSONAL).writes_opening()
    yield from _both("to check, with outside factors and an opening kept", extra)
    yield from _both("to check, with an opening to be posted", full.writes_opening(released=True))
    yield from _both("one has sent theirs: the manager", full.submits(Role.MANAGER))
    yield from _both("one has sent theirs: the rep", full.submits(Role.REP))
    yield from _both("both are done", full.submits(Role.REP, Role.MANAGER))
    not_seen = story.answers(Role.MANAGER, "? ? ? ? ? ? ? 4 4 4 4 4").on_page(Role.MANAGER, last + 1)
    unseen = not_seen.seen(Reader.MANAGER)
    yield a_message("questions, manager: to check, most of it not seen", assessment.message(unseen))
    yield a_modal("form: check and send, most of it not seen", as_form.page(unseen, last + 1))
    invited = replace(story.seen(Reader.MANAGER), watch_first=tuple(one.name for one in form.skills.values()))
    yield a_message("questions, manager: the invitation, watch first", assessment.message(invited))
    waiting = replace(full.submits(Role.REP).seen(Reader.REP), gathers_at=time(9))
    yield a_message("questions, rep: one has sent theirs, to a manager of many", assessment.message(waiting))
    yield from _both("paused", full.pauses())
    yield from _both("the date has passed", story.later(days=8))
    yield from _both("the date has passed, half-way", half.on_page(Role.MANAGER, 1).later(days=8))
    yield from _both("the date has passed, one is waiting", full.submits(Role.MANAGER).later(days=8))


def _asks(form: Questionnaire, other: Questionnaire) -> Examples:
    story = stories.invited(form)
    part = story.now.isoformat()
    forms = (form, other)
    date = Ask(due=TODAY + timedelta(days=20))
    both = Ask(due=date.due, questionnaire=other.key)
    sent = story.answers(Role.MANAGER, MANAGER_SAYS).submits(Role.MANAGER)
    for name, asked in {
        "another date": story.asks(date),
        "another form": story.asks(Ask(questionnaire=other.key)),
        "another date and form": story.asks(both),
        "yes": story.asks(date).is_answered(yes=True),
        "yes to the date, the form stays": sent.asks(both).is_answered(yes=True, form=other),
        "kept as it is": story.asks(both).is_answered(yes=False),
        "closed before it was answered": story.asks(date).cancels(Role.MANAGER),
    }.items():
        yield a_message(f"asked for: {name}", dates.ask(asked.seen(Reader.MANAGER), part, forms))
    yield from _both("the rep has asked for another date", story.asks(date))


def _endings(form: Questionnaire) -> Examples:
    story = stories.invited(form)
    ended = {
        "not now": story.declines(),
        "cancelled": story.cancels(Role.MANAGER),
        "time ran out": story.later(days=8).later(days=20),
        "the manager has left": story.leaves(Role.MANAGER),
        "the rep has left": story.leaves(Role.REP),
        "agreed to watch first": stories.opened(form, "? " * 12, "? " * 12).replies(),
        "stopped while talking": stories.opened(form).cancels(Role.REP, Role.MANAGER),
    }
    for name, over in ended.items():
        yield from _both(f"closed, {name}", over)
        for role in Role:
            if over.review.ended_by is not role:
                yield a_message(f"told {role.value}: {name}", notes.ended(over.seen(Reader(role.value))))


def _nudges(form: Questionnaire) -> Examples:
    for role in Role:
        reader = Reader(role.value)
        yield a_message(f"nudge, {role.value}: to answer", notes.nudge(stories.invited(form).seen(reader), role))
    rep, manager = stories.both_done(form), stories.opened(form)
    yield a_message("nudge, rep: to speak", notes.nudge(rep.seen(Reader.REP), Role.REP))
    yield a_message("nudge, manager: to speak", notes.nudge(manager.seen(Reader.MANAGER), Role.MANAGER))
