"""`/coach-review`: its help, its modal, its status, and the lines that answer it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.errors import BadInput, CoachingError, OutOfTurn
from coaching_core.ids import PersonId, QuestionnaireKey

PERSON, FORM = "person", "form"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

HELP = (
    "*Common Ground*: you and a rep answer the same questions, separately. Then you talk, the rep first, and agree on "
    "a coaching plan.\n"
    "• `/coach-review @rep` starts a review with somebody you coach\n"
    "• `/coach-review` alone lets you choose\n"
    "• `/coach-review status` shows what is under way\n"
    "• `/coach-review cancel @rep` ends a review\n"
    "• `/coach-plan` shows your plan, `/coach-plan @rep` the one with a rep\n"
    "• `/coach-log @rep 45m call debrief` logs coaching time, which the other one confirms\n"
    "Only the two of you see what you write, a piece at a time as you talk."
)


def sentence(problem: CoachingError) -> str:
    """What a person is told of a refusal; out of turn, by name who is speaking."""
    if isinstance(problem, OutOfTurn):
        speaker = b.mention(problem.speaker)
        return f"{speaker} is speaking. You'll hear from us when it's your turn. Nothing has changed."
    return str(problem)


@dataclass(frozen=True, slots=True)
class Ask:
    """What was typed after the command. ``verb`` is "", help, status or cancel."""

    verb: str
    person: PersonId | None = None


def people_in(text: str) -> tuple[tuple[PersonId, ...], str]:
    """Returns the people named in what was typed after a command, each once, and the other words."""
    people = tuple(PersonId(one) for one in dict.fromkeys(_MENTION.findall(text)))
    return people, " ".join(_MENTION.sub(" ", text).split())


def parse_command(text: str) -> Ask:
    """
    Read what was typed.

    Raises:
        BadInput: two people, a name that Slack did not turn into a person, or words that mean nothing here.
    """
    people, rest = people_in(text)
    rest = rest.lower()
    if len(people) > 1:
        raise BadInput("One person at a time, please: `/coach-review @rep`. A review is between two people.")
    if rest in ("help", "?") and not people:
        return Ask("help")
    if rest == "status":
        return Ask("status")
    if rest == "cancel":
        if not people:
            raise BadInput("Whose review should end? Type `/coach-review cancel @rep`.")
        return Ask("cancel", PersonId(people[0]))
    if people and not rest:
        return Ask("", PersonId(people[0]))
    if not rest:
        return Ask("")
    if rest.startswith("@"):
        raise BadInput(
            "I don't know that name. Type `@`, choose the person from Slack's list, and send again; "
            "or type `/coach-review` alone to choose from a form."
        )
    raise BadInput("I don't understand that. Try `/coach-review @rep`, or `/coach-review help`.")


def modal(forms: Sequence[Questionnaire], person: PersonId | None = None) -> b.Block:
    """Choose whom to have a review with, and on which form."""
    options = [
        b.option(form.title, form.key, words.size(form)) for form in sorted(forms, key=lambda one: len(one.skills))
    ]
    return b.modal(
        "Start a review",
        [
            b.section(
                b.mrkdwn(
                    "You both answer the same questions, separately. Then you talk about it, and the rep speaks first. "
                    "The rep is invited as soon as you start; until both are done nobody sees an answer."
                )
            ),
            b.input_block("Who is the rep?", b.users_select(Act.INPUT, initial=person), PERSON),
            b.input_block(
                "Which questions?",
                b.one_of(Act.INPUT, options),
                FORM,
                optional=True,
                hint="Leave it open for the short form, or the one that you two used last.",
            ),
        ],
        callback_id=Modal.START,
        submit="Start",
        private_metadata=pack(),
    )


def form_of(choice: str | None) -> QuestionnaireKey | None:
    return QuestionnaireKey(choice) if choice else None


def started(seen: Seen) -> str:
    rep = b.escape(seen.name(Role.REP))
    return (
        f"Your review with *{rep}* has started. You'll both find the questions in your chat with this app. "
        f"Neither sees the other's answers before both are done. Then {rep} speaks first."
    )


def running(seen: Seen) -> str:
    other = Role.REP if seen.view.reader is Reader.MANAGER else Role.MANAGER
    return f"A review with *{b.escape(seen.name(other))}* is under way already: {where_it_stands(seen)}"


def ask_your_manager(manager: str) -> str:
    return (
        f"*{b.escape(manager)}* coaches you here, so the review starts from their side. "
        "Ask them for one; they type `/coach-review` and your name."
    )


def where_it_stands(seen: Seen) -> str:
    """One sentence on a review for one of the two."""
    view = seen.view
    me = Role(view.reader.value) if view.reader is not Reader.BOTH else None
    if view.stage is Stage.ASSESSING:
        if me is not None and not view.done[me]:
            until = words.local_day(view.due_at, seen.people[me].zone)
            return f"your questions wait in your chat with this app, until {until}."
        return "you've sent your answers; the other one isn't done yet."
    if view.stage is Stage.CONVERSING and view.turn is not None:
        if view.turn.speaker is me:
            return "it's your turn, in the thread of your group message."
        return f"it's {b.escape(seen.name(view.turn.speaker))}'s turn, in the thread of your group message."
    return {
        Stage.PAUSED: "it's paused. Either of you can pick it up.",
        Stage.AGREED: "you both agreed to a plan.",
        Stage.CLOSED: "it's closed.",
    }.get(view.stage, "it has started.")


def status(reviews: Sequence[Seen]) -> str:
    """What is under way for one person."""
    going = [one for one in reviews if one.view.stage in (Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED)]
    if not going:
        return "Nothing is under way. Start a review with `/coach-review @rep`."
    lines = []
    for one in going:
        other = Role.REP if one.view.reader is Reader.MANAGER else Role.MANAGER
        lines.append(f"• *{b.escape(one.name(other))}*: {where_it_stands(one)}")
    return "\n".join(lines)


def cancelled(seen: Seen) -> str:
    other = Role.REP if seen.view.reader is Reader.MANAGER else Role.MANAGER
    name = b.escape(seen.name(other))
    if seen.view.stage is Stage.CLOSED:
        return f"The review with *{name}* is closed. Nothing more was shown to anybody."
    return (
        f"Ending a conversation takes both of you. {name} sees in the thread that you'd like to stop, "
        "and can say yes or go on."
    )
