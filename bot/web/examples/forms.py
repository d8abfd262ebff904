"""Every modal: the questionnaire as one form, the forms of the conversation, and what is only read."""

from dataclasses import replace

from bot.surfaces import changing, choices, dates, form, live, opening, plan, reading, start, views
from bot.surfaces.choices import LOOK_INTO, TAKE_ON, WORK_ON, Slot
from bot.web.examples import stories
from bot.web.examples.answering import HALF
from bot.web.examples.example import Examples, a_modal
from bot.web.examples.stories import IN_A_MONTH, MANAGER_SAYS, REP_SAYS, Story
from coaching_core.domain.assessment import Factor
from coaching_core.domain.plan import Occasion
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role, Topic

S, N, A, P = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN


def forms(short: Questionnaire, other: Questionnaire) -> Examples:
    yield a_modal("form: start a review", start.modal((short, other)))
    yield a_modal("form: start a review with somebody", start.modal((short, other), stories.ANA.id))
    yield from _questionnaire(short, other)
    yield from _words(short)
    yield from _choices(short)
    yield from _answers(short)
    yield from _reading(short)


def _questionnaire(short: Questionnaire, other: Questionnaire) -> Examples:
    story = stories.invited(short)
    half = story.answers(Role.REP, HALF, {1: "A comment."}).answers(Role.MANAGER, HALF)
    for role in Role:
        reader = Reader(role.value)
        for page in range(1, len(short.sections) + 2):
            yield a_modal(f"form, {role.value}: the questionnaire, page {page}", form.page(half.seen(reader), page))
        yield a_modal(f"form, {role.value}: a comment", form.comment(half.seen(reader), half.skill(1)))
        yield a_modal(f"form, {role.value}: outside factors", form.factors(half.seen(reader)))
    full = story.answers(Role.REP, REP_SAYS).answers(Role.MANAGER, MANAGER_SAYS)
    full = full.says_factors(Role.REP, "The customer list.", Factor.LEADS)
    check = len(short.sections) + 1
    yield a_modal("form: the other one is done", form.page(full.submits(Role.MANAGER).seen(Reader.REP), check))
    yield a_modal("form: sent already", form.page(full.submits(Role.REP).seen(Reader.REP), 1))
    yield a_modal("form: paused", form.page(full.pauses().seen(Reader.REP), 1))
    yield a_modal("form: both are done", form.page(stories.both_done(short).seen(Reader.REP), 1))
    yield a_modal("form: the opening, to keep", opening.opening(half.seen(Reader.REP), (S, N), None))
    kept = half.writes_opening(released=True)
    yield a_modal("form: the opening, kept and released", opening.opening(kept.seen(Reader.REP), (S, N), None))
    yield a_modal("form: another date or form", dates.other_date(story.seen(Reader.REP), (short, other)))
    yield a_modal("form: another date, the manager", dates.extend(story.later(days=8).seen(Reader.MANAGER)))


def _words(short: Questionnaire) -> Examples:
    done = stories.both_done(short).seen(Reader.REP)
    for name, topics in {"both": (S, N), "strengths only": (S,), "needs only": (N,)}.items():
        yield a_modal(f"form: the opening, {name}", opening.opening(done, topics, 1))
        told = stories.opened(short).seen(Reader.MANAGER)
        yield a_modal(f"form: the reply, {name}", opening.reply(told, topics, 2))
    aloud = stories.both_done(short).live().has_their_say().has_their_say()
    yield a_modal("form: a note, the rep", live.jotting(aloud.seen(Reader.REP)))
    yield a_modal("form: a note, the manager", live.jotting(aloud.seen(Reader.MANAGER)))
    yield a_modal("form: open an area", views.parked(stories.agreed(short).seen(Reader.REP)))
    left = stories.agreed(short).opens_area(6).opens_area(10)
    yield a_modal("form: no area left to open", views.parked(left.seen(Reader.REP)))


def _choices(short: Questionnaire) -> Examples:
    story = stories.compared(short)
    seen = story.seen(Reader.REP)
    yield a_modal("form: the choices, empty", choices.form(seen, (A, P), 3))
    yield a_modal("form: the choices, with an idea", choices.form(seen, (A, P), 3, with_ideas(story)))
    yield a_modal("form: the choices, everything", choices.form(seen, (A, P), 3, everything(story)))
    sent_empty = replace(with_ideas(story), filled=True)
    yield a_modal("form: the choices, an idea for an empty sentence", choices.form(seen, (A, P), 3, sent_empty))
    yield a_modal("form: the choices, areas only", choices.form(seen, (A,), 3))
    yield a_modal("form: the choices, plan only", choices.form(seen, (P,), 3))
    for name, (rep, manager) in {
        "all strengths": ("4 " * 12, "5 " * 12),
        "all needs": ("2 " * 12, "3 " * 12),
        "nothing seen by the manager": ("4 " * 12, "? " * 12),
    }.items():
        all_of = stories.opened(short, rep, manager).replies().seen(Reader.REP)
        yield a_modal(f"form: the choices, {name}", choices.form(all_of, (A, P), 3))


def with_ideas(story: Story) -> choices.Form:
    """A skill was chosen on each line; ideas stand there."""
    now = choices.Form(
        {
            TAKE_ON: (Slot((story.skill(1),)),),
            WORK_ON: (Slot((story.skill(2),)),),
            LOOK_INTO: (Slot((story.skill(5), story.skill(8))),),
        }
    )
    return choices.with_ideas(now, story.seen(Reader.REP))


def everything(story: Story) -> choices.Form:
    """As much as the form takes."""

    def slot(*numbers: int) -> Slot:
        skills = tuple(story.skill(number) for number in numbers)
        return Slot(skills, "In my own words.", IN_A_MONTH, Occasion.RECORDING)

    return choices.Form(
        {TAKE_ON: (slot(1),), WORK_ON: (slot(2), slot(4)), LOOK_INTO: (slot(5), slot(6, 8), slot(10))},
        stretch="Give a talk at the team day.",
        stretch_due=IN_A_MONTH,
    )


def _answers(short: Questionnaire) -> Examples:
    chosen = stories.chosen(short).seen(Reader.MANAGER)
    yield a_modal("form: the answer", plan.answer(chosen, (A, P), 4))
    talked = stories.chosen(short).live(Role.MANAGER).later(minutes=33).seen(Reader.MANAGER)
    yield a_modal("form: the answer, after a talk", plan.answer(talked, (A, P), 4))
    yield a_modal("form: the answer, areas only", plan.answer(chosen, (A,), 4))
    yield a_modal("form: the answer, plan only", plan.answer(chosen, (P,), 4))
    none = stories.both_done(short).live()
    for _ in range(5):
        none = none.has_their_say()
    yield a_modal("form: the answer, no areas chosen", plan.answer(none.seen(Reader.MANAGER), (A,), none.turn))
    asked = stories.answered(short)
    yield a_modal("form: change the plan, the rep", changing.change(asked.seen(Reader.REP), asked.turn))
    asked = asked.adds(Role.REP, "Lunch with the service team once a month.")
    yield a_modal("form: change the plan, the manager", changing.change(asked.seen(Reader.MANAGER), asked.turn))


def _reading(short: Questionnaire) -> Examples:
    for name, story in {
        "nothing open yet": stories.both_done(short),
        "the shared ones": stories.compared(short),
        "an area chosen": stories.chosen(short),
        "the chosen areas, too": stories.agreed(short),
        "one opened later": stories.agreed(short).opens_area(6, "I'd like us to look at this one, too."),
    }.items():
        for reader in (Reader.REP, Reader.MANAGER):
            yield a_modal(f"both views, {reader.value}: {name}", views.both_views(story.seen(reader)))
    agreed = stories.agreed(short)
    for turn in range(1, agreed.turn + 1):
        yield a_modal(f"read it all: turn {turn}", reading.everything(agreed.seen(Reader.REP), turn))
    proposed = stories.chosen(short).is_answered_by_manager(second=(4, "Waiting two seconds before answering."))
    yield a_modal("read it all: a proposal", reading.everything(proposed.seen(Reader.REP), proposed.turn))
    noted = stories.both_done(short).live().has_their_say()
    noted = noted.notes_down(Role.MANAGER, Role.REP, S, "I like the first call best.")
    yield a_modal("read it all: a note to confirm", reading.everything(noted.seen(Reader.REP), noted.turn))
    yield a_modal("read it all: the plan", reading.the_plan(agreed.seen(Reader.REP)))
    yield a_modal("read it all: no plan yet", reading.the_plan(stories.both_done(short).seen(Reader.REP)))
