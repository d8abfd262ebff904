"""Coaching time: the command, the form, the question to the other one, and the month's total that both see."""

from dataclasses import dataclass
from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from bot.surfaces.start import people_in
from coaching_core.domain.coaching_time import CoachingKind, Entry, Said, read_kind, read_minutes
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import SessionSeen, TimeSeen
from coaching_core.errors import BadInput
from coaching_core.ids import PersonId

PERSON, MINUTES, KIND, NOTE, ON = "person", "minutes", "kind", "note", "on"
_PIPELINE = "pipeline"
KINDS = {
    CoachingKind.CALL: "Observed call",
    CoachingKind.ROLE_PLAY: "Role play",
    CoachingKind.DEAL: "Deal or proposal review",
    CoachingKind.SKILLS: "Skills talk",
    CoachingKind.PLAN: "Plan follow-up",
}
_NOT_COUNTED = (
    "A pipeline review is about deals, so it doesn't count as coaching time. "
    "Was there a part about how the work is done? Log that part."
)


@dataclass(frozen=True, slots=True)
class Logged:
    """What somebody logs."""

    other: PersonId
    minutes: int
    kind: CoachingKind
    note: str
    on: date | None = None


def parse_command(text: str) -> Logged | None:
    """
    Read `@rep 45m call debrief`.

    Returns:
        None when nothing was typed: the form is meant.
    Raises:
        BadInput: not one person, no time, or a pipeline review.
    """
    people, rest = people_in(text)
    if not people and not rest:
        return None
    if len(people) != 1:
        raise BadInput("Name one person and the time: `/coach-log @rep 45m call debrief`. Or type `/coach-log` alone.")
    minutes, note = read_minutes(rest)
    return Logged(people[0], minutes, read_kind(note), note)


def form(today: date, other: PersonId | None = None) -> b.Block:
    """Log a session."""
    return b.modal(
        "Log coaching time",
        [
            b.section(b.plain("The other one is asked whether it was so. It counts when they say yes.")),
            b.input_block("With whom?", b.users_select(Act.INPUT, initial=other), PERSON),
            *_inputs(None, today),
        ],
        callback_id=Modal.LOG,
        submit="Log it",
        private_metadata=pack(),
    )


def correction(seen: SessionSeen) -> b.Block:
    """Say how it was."""
    return b.modal(
        "How was it?",
        [
            b.section(b.plain("Change what was different. The other one is asked then.")),
            *_inputs(seen.session.entry, seen.today),
        ],
        callback_id=Modal.CORRECT,
        submit="Save",
        private_metadata=pack(s=seen.session.id),
    )


def _inputs(entry: Entry | None, today: date) -> list[b.Block]:
    kinds = [b.option(label, kind.value) for kind, label in KINDS.items()]
    kinds.append(b.option("Pipeline or forecast review", _PIPELINE, "About deals: doesn't count as coaching time"))
    return [
        b.input_block(
            "How long?",
            b.text_input(Act.INPUT, initial=length(entry.minutes) if entry else None, placeholder="45m, 1h30, 90"),
            MINUTES,
        ),
        b.input_block("What was it?", b.radio(Act.INPUT, kinds, entry.kind.value if entry else None), KIND),
        b.input_block("When?", b.datepicker(Act.INPUT, initial=entry.on if entry else today), ON),
        b.input_block(
            "About what?",
            b.text_input(Act.INPUT, initial=entry.note if entry else None),
            NOTE,
            optional=True,
            hint="Both of you read it.",
        ),
    ]


def parse(values: Values, other: PersonId | None = None) -> Logged:
    """Read either form; ``other`` where the form does not ask. Raises ``BadInput`` at the fields."""
    person, kind = other or values.person(PERSON), values.choice(KIND)
    if kind == _PIPELINE:
        raise BadInput(_NOT_COUNTED, {KIND: _NOT_COUNTED})
    if person is None or kind is None:
        raise BadInput("Please fill in whom and what.", {KIND: "Please choose."})
    minutes, rest = read_minutes(values.text(MINUTES))
    if rest:
        said = "Just the time, please: 45m, 1h30 or 90."
        raise BadInput(said, {MINUTES: said})
    return Logged(PersonId(person), minutes, CoachingKind(kind), values.text(NOTE), values.date(ON))


def block_of(field: str) -> str | None:
    return field if field in (PERSON, MINUTES, KIND, NOTE, ON) else None


def logged(seen: SessionSeen) -> str:
    """The private answer to who logged or corrected it."""
    other = b.escape(seen.name(seen.session.asked))
    return f"Logged: {_said(seen, seen.session.entry)}. It counts when {other} says so. {_so_far(seen)}"


def question(seen: SessionSeen, number: int) -> Message | None:
    """The question to the other one, and what became of it. ``number``: which question about this entry it is."""
    session = seen.session
    entries = (*session.earlier, session.entry)
    if number > len(entries):
        return None
    entry = entries[number - 1]
    by = b.escape(seen.name(entry.by))
    said = _said(seen, entry)
    quoted = [b.said(entry.note)] if entry.note else []
    if number < len(entries):
        text = f"{by} logged {said}. It has been corrected since."
        return Message("There is an entry of coaching time.", [b.section(b.mrkdwn(text)), *quoted])
    if session.said is Said.CONFIRMED:
        text = f"{by} logged {said}. You said yes. {_so_far(seen)}"
        return Message("There is an entry of coaching time.", [b.section(b.mrkdwn(text)), *quoted])
    if session.said is Said.DECLINED:
        text = f"{by} logged {said}. You said that it didn't take place, so it doesn't count."
        return Message("There is an entry of coaching time.", [b.section(b.mrkdwn(text)), *quoted])
    return Message(
        "There is a question about coaching time.",
        [
            b.section(b.mrkdwn(f"*{by}* logged {said} with you. Was it so?")),
            *quoted,
            b.actions(
                b.button("Yes", Act.SESSION_YES, pack(s=session.id), style="primary"),
                b.button("Correct it", Act.SESSION_CORRECT, pack(s=session.id)),
                b.button("It didn't take place", Act.SESSION_NO, pack(s=session.id)),
            ),
            b.context(b.mrkdwn(_so_far(seen))),
        ],
    )


def this_month(time: TimeSeen, other: str) -> str:
    """One line for Home, the same number for both."""
    return f"Coaching with *{b.escape(other)}* this month: {length(time.total)} of {length(time.goal)}."


def length(minutes: int) -> str:
    """Returns "45 min", "1 h 30", "3 h"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def _said(seen: SessionSeen, entry: Entry) -> str:
    on = "today" if entry.on == seen.today else f"on {words.day(entry.on)}"
    return f"{length(entry.minutes)} {on} ({KINDS[entry.kind].lower()})"


def _so_far(seen: SessionSeen) -> str:
    rep = b.escape(seen.name(Role.REP))
    return f"{rep}'s coaching that month, as you both confirmed it: {length(seen.total)} of {length(seen.goal)}."
