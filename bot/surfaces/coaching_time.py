"""Coaching time: the command, the form, the question to the other one, and the month's total that both see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import pairing, words
from bot.surfaces.drawn import Message
from bot.surfaces.lengths import length
from bot.surfaces.packing import pack
from bot.surfaces.start import people_in
from coaching_core.domain.coaching_time import SKILLS_MAX, CoachingKind, Entry, Said, read_kind, read_minutes
from coaching_core.domain.people import Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import SessionSeen, TimeOffer, TimeSeen
from coaching_core.errors import BadInput
from coaching_core.ids import PersonId, SkillKey

PERSON, MINUTES, KIND, NOTE, ON, SKILLS = "person", "minutes", "kind", "note", "on", "skills"
_ENTRIES = 20
_BEFORE = 3
"""Earlier states of an entry that are shown; more are counted."""
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
    skills: tuple[SkillKey, ...] = ()


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


def form(offer: TimeOffer, typed: Values | None = None) -> b.Block:
    """Log a session. ``typed``: what stands in the form already, when somebody has been chosen."""
    start = typed or Values({})
    inputs = _Inputs(start.text(MINUTES), start.choice(KIND), start.date(ON) or offer.today, start.text(NOTE))
    return b.modal(
        "Log coaching time",
        [
            b.section(b.plain("The other one is asked whether it was so. It counts when they say yes.")),
            b.input_block(
                "With whom?",
                b.users_select(Act.LOG_WITH, initial=offer.other.id if offer.other else None),
                PERSON,
                dispatch=True,
            ),
            *inputs.drawn(offer.form, start.choices(SKILLS)),
        ],
        callback_id=Modal.LOG,
        submit="Log it",
        private_metadata=pack(),
    )


def chosen_in(values: Values) -> PersonId | None:
    """Returns whom the form names at the moment."""
    person = values.person(PERSON)
    return PersonId(person) if person else None


def correction(seen: SessionSeen) -> b.Block:
    """Say how it was."""
    entry = seen.session.entry
    inputs = _Inputs(length(entry.minutes), entry.kind.value, entry.on, entry.note)
    return b.modal(
        "How was it?",
        [
            b.section(b.plain("Change what was different. The other one is asked then.")),
            *_before(seen, len(seen.session.earlier)),
            *inputs.drawn(seen.form, entry.skills),
        ],
        callback_id=Modal.CORRECT,
        submit="Save",
        private_metadata=pack(s=seen.session.id),
    )


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What stands in the fields at first."""

    minutes: str
    kind: str | None
    on: date
    note: str

    def drawn(self, form: Questionnaire | None, skills: Sequence[str]) -> list[b.Block]:
        kinds = [b.option(label, kind.value) for kind, label in KINDS.items()]
        kinds.append(b.option("Pipeline or forecast review", _PIPELINE, "About deals: doesn't count as coaching time"))
        both = "Both of you read it."
        return [
            b.input_block(
                "How long?", b.text_input(Act.INPUT, initial=self.minutes, placeholder="45m, 1h30, 90"), MINUTES
            ),
            b.input_block("What was it?", b.radio(Act.INPUT, kinds, self.kind), KIND),
            b.input_block("When?", b.datepicker(Act.INPUT, initial=self.on), ON),
            *(
                [b.input_block("Which skills?", _skills(form, skills), SKILLS, optional=True, hint=both)]
                if form
                else []
            ),
            b.input_block("About what?", b.text_input(Act.INPUT, initial=self.note), NOTE, optional=True, hint=both),
        ]


def _skills(form: Questionnaire, chosen: Sequence[str]) -> b.Block:
    groups = [b.group(one.name, [b.option(skill.name, skill.key) for skill in one.skills]) for one in form.sections]
    return b.multi_select(
        Act.INPUT, groups=groups, initial=chosen, placeholder=f"Up to {SKILLS_MAX}, or none", most=SKILLS_MAX
    )


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
    skills = tuple(SkillKey(key) for key in values.choices(SKILLS))
    return Logged(PersonId(person), minutes, CoachingKind(kind), values.text(NOTE), values.date(ON), skills)


def block_of(field: str) -> str | None:
    return field if field in (PERSON, MINUTES, KIND, NOTE, ON, SKILLS) else None


def logged(seen: SessionSeen) -> tuple[str, list[b.Block]]:
    """The private answer to who logged or corrected it: a text and blocks."""
    other = b.escape(seen.name(seen.session.asked))
    text = f"Logged: {_said(seen, seen.session.entry)}. It counts when {other} says so. {_so_far(seen)}"
    blocks = [b.section(b.mrkdwn(text)), *_before(seen, len(seen.session.earlier))]
    return "Your coaching time is logged.", [*blocks, b.actions(_correct(seen))]


def question(seen: SessionSeen, number: int) -> Message | None:
    """The question to the other one, and what became of it. ``number``: which question about this entry it is."""
    session = seen.session
    entries = (*session.earlier, session.entry)
    if number > len(entries):
        return None
    entry = entries[number - 1]
    by, said = b.escape(seen.name(entry.by)), _said(seen, entry)
    about = [*([b.said(entry.note)] if entry.note else []), *_before(seen, number - 1)]
    if number < len(entries):
        now = f"It has been corrected since: {_said(seen, session.entry)}."
        return _answered([b.section(b.mrkdwn(f"{by} logged {said}. {now}")), *about])
    if session.said is not Said.OPEN:
        answer = "You said yes." if session.said is Said.CONFIRMED else "You said that it didn't take place."
        total = _so_far(seen) if session.said is Said.CONFIRMED else "So it doesn't count."
        text = f"{by} logged {said}. {answer} {total}"
        return _answered([b.section(b.mrkdwn(text)), *about, b.actions(_correct(seen))])
    return Message(
        "There is a question about coaching time.",
        [
            b.section(b.mrkdwn(f"*{by}* logged {said} with you. Was it so?")),
            *about,
            b.actions(
                b.button("Yes", Act.SESSION_YES, pack(s=session.id), style="primary"),
                _correct(seen),
                b.button("It didn't take place", Act.SESSION_NO, pack(s=session.id)),
            ),
            b.context(b.mrkdwn(_so_far(seen))),
        ],
    )


def _answered(blocks: list[b.Block]) -> Message:
    return Message("There is an entry of coaching time.", blocks)


def _correct(seen: SessionSeen) -> b.Block:
    return b.button("Correct it", Act.SESSION_CORRECT, pack(s=seen.session.id))


def _before(seen: SessionSeen, count: int) -> list[b.Block]:
    """What it was before: nothing is overwritten, and both see it."""
    earlier = seen.session.earlier[:count]
    lines = [f"Before: {_said(seen, one)}, as {b.escape(seen.name(one.by))} had it." for one in earlier[-_BEFORE:]]
    if len(earlier) > _BEFORE:
        lines.insert(0, f"Corrected {words.count(len(earlier), 'time', 'times')}.")
    return [b.context(b.mrkdwn("\n".join(lines)))] if lines else []


def this_month(time: TimeSeen, other: Person) -> list[b.Block]:
    """One line for Home, the same number for both, the way to what is behind it, and the way out."""
    name = b.escape(other.name)
    see = b.button(
        "See entries",
        f"{Act.HOME_TIME}#{other.id}",
        pack(o=other.id),
        accessibility_label=f"See entries of coaching time with {other.name}",
    )
    return [
        b.section(b.mrkdwn(f"Coaching with *{name}* this month: {length(time.total)} of {length(time.goal)}.")),
        b.actions(see, pairing.end_menu(time.pairing, other)),
    ]


def entries(found: Sequence[SessionSeen]) -> b.Block:
    """What the two have logged, the newest first, each to be corrected by either."""
    blocks = [block for one in found[:_ENTRIES] for block in _entry(one)]
    if len(found) > _ENTRIES:
        blocks.append(b.context(b.mrkdwn(f"And {len(found) - _ENTRIES} earlier.")))
    nothing = "Nothing is logged in this month or the last one. `/coach-log` opens the form."
    return b.modal(
        "Coaching time",
        [
            b.context(b.mrkdwn("This month and the last one. Both of you see the same.")),
            *(blocks or [b.section(b.mrkdwn(nothing))]),
        ],
        callback_id=Modal.ENTRIES,
        private_metadata=pack(),
    )


def _entry(seen: SessionSeen) -> list[b.Block]:
    session, entry = seen.session, seen.session.entry
    asked = b.escape(seen.name(session.asked))
    state = {
        Said.OPEN: f"waits for {asked}'s yes",
        Said.CONFIRMED: f"{asked} said yes",
        Said.DECLINED: f"{asked} said that it didn't take place",
    }[session.said]
    said = _said(seen, entry)
    button = b.button(
        "Correct it",
        f"{Act.SESSION_CORRECT}#{session.id}",
        pack(s=session.id),
        accessibility_label=f"Correct it: {length(entry.minutes)} on {words.day(entry.on)}, number {session.id[-4:]}",
    )
    head = b.section(b.mrkdwn(f"*{said}*\n{b.escape(seen.name(entry.by))} logged it, {state}."), button)
    return [head, *([b.said(entry.note)] if entry.note else []), *_before(seen, len(session.earlier))]


def _said(seen: SessionSeen, entry: Entry) -> str:
    on = "today" if entry.on == seen.today else f"on {words.day(entry.on)}"
    what = KINDS[entry.kind].lower()
    if entry.skills:
        what += f": {b.escape(words.listed([seen.skills[key] for key in entry.skills]))}"
    return f"{length(entry.minutes)} {on} ({what})"


def _so_far(seen: SessionSeen) -> str:
    rep = b.escape(seen.name(Role.REP))
    return f"{rep}'s coaching that month, as you both confirmed it: {length(seen.total)} of {length(seen.goal)}."
