"""Another date or form: the rep's wish, the manager's answer, and moving the date, which either may."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import packing, words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Ask
from coaching_core.domain.calendar import local_date
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.errors import TooLate
from coaching_core.ids import QuestionnaireKey

DUE, FORM = "due", "form"
_FORM_CHANGES = "On the other form your answers stay, both of yours, where it asks the same. The others are gone."


def other_date(seen: Seen, forms: Sequence[Questionnaire]) -> b.Block:
    """The rep's form."""
    view, manager = seen.view, seen.name(Role.MANAGER)
    options = [b.option(one.title, one.key, words.size(one)) for one in sorted(forms, key=lambda one: len(one.skills))]
    due = local_date(view.due_at, seen.people[Role.REP].zone)
    return b.modal(
        "Another date or form",
        [
            b.section(
                b.plain(
                    f"{manager} reads this as a question, and says yes or keeps it as it is. Your answers stay; on "
                    "another form, those to questions that it asks too."
                )
            ),
            b.input_block("Answer until", b.datepicker(Act.INPUT, initial=due), DUE, optional=True),
            b.input_block(
                "Which questions?", b.one_of(Act.INPUT, options, view.questionnaire.key), FORM, optional=True
            ),
        ],
        callback_id=Modal.OTHER_DATE,
        submit="Ask",
        private_metadata=pack(r=view.id),
    )


def parse_ask(values: Values, seen: Seen) -> Ask:
    """Only what differs from how it is."""
    due, form = values.date(DUE), values.choice(FORM)
    now_due = local_date(seen.view.due_at, seen.people[Role.REP].zone)
    return Ask(
        due=due if due != now_due else None,
        questionnaire=QuestionnaireKey(form) if form and form != seen.view.questionnaire.key else None,
    )


def block_of(field: str) -> str | None:
    return {"due": DUE, "form": FORM}.get(field)


def ask(seen: Seen, part: str, forms: Sequence[Questionnaire] = ()) -> Message | None:
    """The question, in the manager's DM, and what became of it. ``part``: when it was asked."""
    view = seen.view
    if view.ask is None or view.ask.at is None:
        return None
    if view.ask.at.isoformat() != part or view.ask.yes is not None or view.stage is not Stage.ASSESSING:
        answered = _answered(seen) if view.ask.at.isoformat() == part else "This question is closed."
        return Message("A question about a coaching review is closed.", [b.section(b.mrkdwn(answered))])
    wishes = []
    if view.ask.due is not None:
        wishes.append(f"time until {words.day(view.ask.due)}")
    if view.ask.questionnaire is not None:
        title = next((one.title for one in forms if one.key == view.ask.questionnaire), "the other form")
        wishes.append(f"the form “{b.escape(title)}”")
    rep = b.escape(seen.name(Role.REP))
    return Message(
        "There is a question about a coaching review.",
        [
            b.section(b.mrkdwn(f"*{rep}* asks for {' and '.join(wishes)} for your review.")),
            *([b.context(b.mrkdwn(_FORM_CHANGES))] if view.ask.questionnaire is not None else []),
            b.actions(
                b.button("Yes, that's fine", Act.ASK_YES, pack(r=view.id), style="primary"),
                b.button("Keep it as it is", Act.ASK_KEEP, pack(r=view.id)),
            ),
        ],
    )


def _answered(seen: Seen) -> str:
    view, rep = seen.view, b.escape(seen.name(Role.REP))
    if view.ask is None or view.ask.yes is None:
        return "This question is closed."
    if not view.ask.yes:
        return "Date and form stay as they are."
    if view.ask.questionnaire is not None and view.ask.questionnaire != view.questionnaire.key:
        return f"{rep} has the other date. The form stays, as one of you had sent their answers."
    return f"You said yes: it is as {rep} asked for."


def extend(seen: Seen) -> b.Block:
    """Either gives it more time."""
    view = seen.view
    me = Role.MANAGER if view.reader is Reader.MANAGER else Role.REP
    today = local_date(seen.now, seen.people[Role.REP].zone)
    return b.modal(
        "Another date",
        [
            b.section(b.plain(f"You and {seen.name(me.other)} both see the new date.")),
            b.input_block("Answer until", b.datepicker(Act.INPUT, initial=today + timedelta(days=7)), DUE),
        ],
        callback_id=Modal.EXTEND,
        submit="Save",
        private_metadata=pack(r=view.id),
    )


def week_more(seen: Seen) -> b.Block:
    """One tap. It carries the date that it is about, so that tapping twice is one week."""
    return b.button("One week more", Act.WEEK_MORE, pack(r=seen.view.id, due=_due(seen)))


def later_menu(seen: Seen) -> b.Block:
    """Not now: today, tomorrow, or more time for both."""
    wishes = {"today": "Later today", "tomorrow": "Tomorrow", "week": "One week more for both"}
    review, due = seen.view.id, _due(seen)
    options = [
        b.option(label, pack(r=review, l=wish, due=due if wish == "week" else None)) for wish, label in wishes.items()
    ]
    return b.overflow(Act.LATER, options)


def due_of(packed: str | None) -> date:
    """Reads the date that a button is about; raises ``TooLate`` when it has none."""
    try:
        return date.fromisoformat(packing.of(packed, "due"))
    except ValueError:
        raise TooLate("This message is out of date. Nothing has changed.") from None


def _due(seen: Seen) -> str:
    return local_date(seen.view.due_at, seen.people[Role.REP].zone).isoformat()
