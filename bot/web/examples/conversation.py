"""The thread, turn by turn: in writing, live, and everything that can come between."""

from dataclasses import replace
from datetime import time

from bot.surfaces import thread, views
from bot.web.examples import stories
from bot.web.examples.example import Examples, a_message
from bot.web.examples.plans import a_kept_plan, a_plan_of_last_time
from bot.web.examples.stories import Story
from coaching_core.domain.assessment import Opening
from coaching_core.domain.plan import Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role, Topic


def conversation(form: Questionnaire) -> Examples:
    yield from _writing(form)
    yield from _live(form)
    yield from _comparisons(form)
    yield from _plans(form)
    yield from _between(form)
    yield a_message("chart: the opened skills", views.chart(stories.compared(form).seen(Reader.REP)))
    yield a_message("chart: nothing to draw yet", views.chart(stories.both_done(form).seen(Reader.REP)))


def _thread(name: str, story: Story, *, past: bool = False) -> Examples:
    """The latest message of the thread, and if wanted the one before, whose turn is over."""
    seen = story.seen(Reader.BOTH)
    yield a_message(f"thread, {name}", thread.message(seen, story.turn))
    if past:
        yield a_message(f"thread, {name} (the step before, now over)", thread.message(seen, story.turn - 1))


def _writing(form: Questionnaire) -> Examples:
    yield from _thread("writing: the rep opens", stories.both_done(form))
    for name, kept in {"last time's plan": a_plan_of_last_time(form), "a plan of forty": a_kept_plan(form, 40)}.items():
        seen = replace(stories.both_done(form).seen(Reader.BOTH), last_plan=kept)
        yield a_message(f"thread, writing: the rep opens, after {name}", thread.message(seen, 1))
    released = stories.invited(form).answers(Role.REP, stories.REP_SAYS).answers(Role.MANAGER, stories.MANAGER_SAYS)
    released = released.writes_opening(released=True).submits(Role.MANAGER, Role.REP)
    yield from _thread("writing: the opening was written before", released)
    yield from _thread("writing: the manager replies", stories.opened(form), past=True)
    many = replace(stories.opened(form).seen(Reader.BOTH), gathers_at=time(9))
    yield a_message("thread, writing: the manager of many replies", thread.message(many, many.view.turns[-1].number))
    yield from _thread("writing: the comparison", stories.compared(form), past=True)
    yield from _thread("writing: the rep's choices", stories.chosen(form), past=True)
    yield from _thread("writing: the plan", stories.answered(form), past=True)
    yield from _thread("writing: agreed", stories.agreed(form))
    talked = stories.answered(form).says_talked(Role.MANAGER, 35)
    yield from _thread("writing: the plan, with the time of the talk", talked)
    yield from _thread("writing: agreed, with the time of the talk", talked.agrees(Role.REP))


def _live(form: Questionnaire) -> Examples:
    story = stories.both_done(form).live()
    yield from _thread("live: strengths, the rep", story)
    story = story.has_their_say()
    yield from _thread("live: strengths, the manager", story, past=True)
    story = story.has_their_say()
    yield from _thread("live: needs, the rep", story)
    story = story.has_their_say()
    noted = story.notes_down(Role.MANAGER, Role.REP, Topic.NEEDS, "I'd like to know earlier who decides.")
    yield from _thread("live: needs, the manager; a note to confirm", noted)
    many = noted
    for number in range(7):
        many = many.notes_down(Role.MANAGER, Role.REP, Topic.NEEDS, f"And one more thing, number {number + 2}.")
    yield from _thread("live: many notes to confirm", many)
    story = story.has_their_say().notes_down(Role.MANAGER, Role.MANAGER, Topic.STRENGTHS, "The summaries.", 1)
    yield from _thread("live: areas, the rep", story, past=True)
    yield from _thread("live: areas, none chosen", story.has_their_say())
    story = story.chooses(look_into={(5,): "Maria listens to a call."})
    yield from _thread("live: areas, the manager", story)
    story = story.has_their_say()
    yield from _thread("live: the plan, the rep", story, past=True)
    story = story.chooses(work_on={2: "I ask who signs, in every second meeting."})
    yield from _thread("live: the plan, the manager", story)
    yield from _thread("live: the plan, to agree", story.is_answered_by_manager())
    back = stories.both_done(form).live().has_their_say().has_their_say().in_writing(Role.REP)
    yield from _thread("live, then in writing: needs, the rep", back)


def _comparisons(form: Questionnaire) -> Examples:
    all_of = {
        "all strengths": ("4 " * 12, "5 " * 12),
        "all needs": ("2 " * 12, "3 " * 12),
        "all seen differently": ("4 " * 12, "2 " * 12),
        "nothing seen by the manager": ("4 " * 12, "? " * 12),
        "one of each": ("5 2 4 4 - - - - - - - -", "5 2 2 ? - - - - - - - -"),
        "a few left out": ("5 2 4 4 ? ? - - 4 4 4 4", "5 2 2 ? ? ? - - 4 4 4 4"),
    }
    for name, (rep, manager) in all_of.items():
        yield from _thread(f"the comparison: {name}", stories.opened(form, rep, manager).replies())
    for name, sign in {"nothing seen by either": "? ", "not in this role, say both": "- "}.items():
        yield from _thread(f"the comparison: {name}", stories.opened(form, sign * 12, sign * 12).replies())
    yield from _thread("the comparison: the rep went on", stories.opened(form).later(days=3).goes_on())


def _plans(form: Questionnaire) -> Examples:
    chosen = stories.chosen(form)
    not_yet = chosen.is_answered_by_manager(Verdict.NOT_YET, "The new price list first.", support="I join the first.")
    yield from _thread("the plan: not yet", not_yet)
    yield from _thread("the plan: one item", stories.compared(form).chooses(stretch="A talk.").is_answered_by_manager())
    second = chosen.is_answered_by_manager(second=(4, "Waiting two seconds before answering."))
    yield from _thread("the plan: a second need proposed", second)
    yield from _thread("the plan: the second need taken", second.answers_proposal(take=True))
    yield from _thread("the plan: kept, the other for next time", second.answers_proposal(take=False))
    two = stories.compared(form).chooses(work_on={2: "I ask who signs.", 4: "I wait before I answer."})
    two = two.is_answered_by_manager(second=(11, "One product a week."))
    yield from _thread("the plan: a second need in place of another", two)
    changed = stories.answered(form).adds(Role.REP, "Lunch with the service team once a month.")
    yield from _thread("the plan: changed, the manager is asked", changed, past=True)
    yield from _thread("the plan: nothing shared", stories.opened(form, "4 " * 12, "2 " * 12).replies())


def _between(form: Questionnaire) -> Examples:
    yield from _thread("quiet: the rep's turn", stories.both_done(form).later(days=3))
    yield from _thread("quiet: the manager's turn", stories.opened(form).later(days=3))
    yield from _thread("quiet: the rep is to choose", stories.compared(form).later(days=3))
    yield from _thread("quiet: the manager is to answer", stories.chosen(form).later(days=3))
    yield from _thread("paused by silence", stories.opened(form).later(days=3).later(days=6))
    yield from _thread("paused by one", stories.chosen(form).pauses())
    yield from _thread("picked up again", stories.opened(form).pauses().is_picked_up(), past=True)
    yield from _thread("one would like to stop", stories.opened(form).cancels(Role.REP))
    yield from _thread("paused, one would like to stop", stories.opened(form).pauses().cancels(Role.MANAGER))
    yield from _thread("stopped by both", stories.compared(form).cancels(Role.REP, Role.MANAGER))
    yield from _thread("one has left", stories.chosen(form).leaves(Role.MANAGER))
    everything_opened = stories.agreed(form)
    for number in (6, 10):
        everything_opened = everything_opened.opens_area(number, "Nothing to watch yet.")
    yield from _thread("agreed, no area left closed", everything_opened)
    long = Opening(strengths="Preparing first calls, and what comes after them. " * 20, needs="Who decides. " * 40)
    yield from _thread("the opening: longer than a message should be", stories.both_done(form).opens(long))
    one_line = Opening(strengths="Preparing calls.")
    yield from _thread("the opening: one line only", stories.both_done(form).opens(one_line))
