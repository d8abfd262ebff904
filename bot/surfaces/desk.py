"""What waits for one person: the digest of a day, a part of Home, and the way from one to the next."""

from collections.abc import Callable, Mapping

from bot.slack_ids import Act, Modal
from bot.surfaces import away, fitting, month, packing, words
from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from bot.surfaces.lengths import length
from bot.surfaces.packing import pack
from coaching_core.domain.conversation import Turn
from coaching_core.domain.desk import Later
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.roles import Role, Topic
from coaching_core.domain.seen import DeskLine, DeskSeen, Seen
from coaching_core.domain.waiting import WaitKind

_LINES = 10
_WATCH = 3
_BEGINS = "A new month of coaching begins."
_LATER = {
    Later.TODAY: "Later today",
    Later.TOMORROW: "Tomorrow",
    Later.NEXT_WEEK: "Next week",
    Later.STOP: "Stop reminding me of this",
}


def message(seen: DeskSeen, part: str) -> Message:
    """
    The digest of a day. It follows what becomes of its lines until the next one comes.

    Args:
        part: which digest it is.
    """
    if part != seen.last:
        said = "There is a newer one of these messages below. What waits for you stands there, and on Home."
        return Message("Something waited for you.", [b.context(b.mrkdwn(said))])
    if not seen.lines and not seen.month:
        return Message("Nothing waits for you.", [b.section(b.mrkdwn("Nothing waits for you any more."))])

    def draw(room: fitting.Room) -> list[b.Block]:
        waits = [b.section(b.mrkdwn(f"*{_size(seen)}*")), *_lines(seen, room.items)] if seen.lines else []
        return [*waits, *month.own(seen.month, room.items), b.actions(*away.buttons(None))]

    return Message(_BEGINS if seen.month else "Something waits for you.", fitting.fitted(draw))


def on_home(seen: DeskSeen | None) -> list[b.Block]:
    if seen is None or not seen.lines:
        return []
    return [b.header("Waiting for you", level=2), b.section(b.mrkdwn(_size(seen))), *_lines(seen)]


def reaches(seen: Seen) -> list[b.Block]:
    """Where it waits for a manager of many: when it usually reaches them."""
    if seen.gathers_at is None:
        return []
    manager = b.escape(seen.name(Role.MANAGER))
    said = f"{manager} gets what waits in one message, at {seen.gathers_at:%H:%M} on working days, their time."
    return [b.context(b.mrkdwn(said))]


def what_is_next(seen: DeskSeen) -> b.Block | None:
    """Returns a modal with the next one that waits; None when nothing is left."""
    if not seen.lines:
        return None
    more = len(seen.lines) - 1
    after = f" {words.count(more, 'more waits', 'more wait').capitalize()} after it." if more else ""
    return b.modal(
        "Sent",
        [b.section(b.mrkdwn(f"Next, if you like.{after}")), *_line(seen.lines[0], 0)],
        callback_id=Modal.NEXT,
        private_metadata=pack(),
    )


def asked(value: str | None) -> tuple[str, Later]:
    """Reads what is put off, and until when."""
    key, later = packing.of(value, "w"), packing.of(value, "l")
    return key, Later(later) if later in set(Later) else Later.TOMORROW


def said(later: Later) -> str:
    if later is Later.STOP:
        return "Fine, no more reminders of this. It still stands on Home."
    return f"Fine. You'll hear of it {_LATER[later].lower()}, in your working hours. Nothing else has changed."


def _size(seen: DeskSeen) -> str:
    waits = words.count(len(seen.lines), "thing waits", "things wait").capitalize()
    return f"{waits} for you, about {words.count(seen.minutes, 'minute', 'minutes')}."


def _lines(seen: DeskSeen, most: int = _LINES) -> list[b.Block]:
    most = min(most, _LINES)
    blocks = [block for number, one in enumerate(seen.lines[:most]) for block in _line(one, number)]
    more = len(seen.lines) - most
    if more > 0:
        blocks.append(b.context(b.mrkdwn(f"{words.count(more, 'more waits', 'more wait').capitalize()} after these.")))
    return blocks


def _line(one: DeskLine, number: int) -> list[b.Block]:
    text, buttons = _KINDS[one.waiting.kind](one, number)
    options = [b.option(label, pack(w=one.waiting.key, l=later.value)) for later, label in _LATER.items()]
    return [
        b.section(b.mrkdwn(f"*{b.escape(one.other.name)}*: {text}")),
        b.actions(*buttons, b.overflow(f"{Act.DESK_LATER}#{number}", options)),
    ]


Drawn = tuple[str, list[b.Block]]


def _assessment(one: DeskLine, number: int) -> Drawn:
    text = f"your answers, {_about(one)}."
    if one.watch_first:
        skills = b.escape(words.shortlist(one.watch_first, _WATCH))
        text += f" Not seen last time: {skills}. Is there a call to watch first?"
    return text, [_button("Answer", Act.AS_FORM, one, number, spoken="Answer the questions", r=one.waiting.subject)]


def _turn(one: DeskLine, number: int) -> Drawn:
    turn = one.waiting.turn
    assert turn is not None
    if Topic.AGREEMENT in turn.topics:
        text = "do you agree to the plan? The buttons are in the thread of your group message."
        return text, [_button("Read the plan", Act.HOME_PLAN, one, number, r=one.waiting.subject)]
    label, act = _form_of(turn)
    text = f"it's your turn in the conversation, {_about(one)}."
    return text, [_button(label, act, one, number, r=one.waiting.subject, t=turn.number)]


def _form_of(turn: Turn) -> tuple[str, Act]:
    first = bool({Topic.STRENGTHS, Topic.NEEDS} & set(turn.topics))
    if turn.speaker is Role.REP:
        return ("In writing", Act.OPEN) if first else ("Choose", Act.CHOOSE)
    return ("Add mine", Act.REPLY) if first else ("Answer", Act.ANSWER)


def _ask(one: DeskLine, number: int) -> Drawn:
    return "asks for another date or form.", [
        _button("Yes, that's fine", Act.ASK_YES, one, number, r=one.waiting.subject),
        _button("Keep it as it is", Act.ASK_KEEP, one, number, r=one.waiting.subject),
    ]


def _time(one: DeskLine, number: int) -> Drawn:
    session = one.waiting.session
    assert session is not None
    said = f"{length(session.entry.minutes)} of coaching on {words.day(session.entry.on)}. Was it so?"
    return said, [
        _button("Yes", Act.SESSION_YES, one, number, s=session.id),
        _button("It didn't take place", Act.SESSION_NO, one, number, s=session.id),
    ]


def _item(one: DeskLine, number: int) -> Drawn:
    item = one.waiting.item
    assert item is not None
    text = f"its day has come: {words.KINDS[item.kind].lower()}, “{b.escape(b.clip(item.words, 200))}”"
    if item.kind is ItemKind.INVESTIGATE:
        return text, [_button("Add what was seen", Act.EVIDENCE, one, number, r=one.waiting.subject, i=item.id)]
    spoken = "Say what became of it"
    return text, [_button("Say…", Act.PLAN_ITEM, one, number, spoken=spoken, r=one.waiting.subject, i=item.id)]


def _take_on(one: DeskLine, number: int) -> Drawn:
    item = one.waiting.item
    assert item is not None
    text = f"would take something on: “{b.escape(b.clip(item.words, 200))}”"
    return text, [_button("Answer", Act.TAKE_ON, one, number, r=one.waiting.subject, i=item.id)]


def _second_look(one: DeskLine, number: int) -> Drawn:
    text = f"a second look at one skill, {_about(one)}."
    return text, [_button("Take a second look", Act.LOOK_ANSWER, one, number, l=one.waiting.subject)]


def _look_back(one: DeskLine, number: int) -> Drawn:
    text = "the day to look back at your plan together has come."
    return text, [_button("What became of it", Act.PLAN_ITEMS, one, number, r=one.waiting.subject)]


_KINDS: Mapping[WaitKind, Callable[[DeskLine, int], Drawn]] = {
    WaitKind.ASSESSMENT: _assessment,
    WaitKind.TURN: _turn,
    WaitKind.ASK: _ask,
    WaitKind.TIME: _time,
    WaitKind.ITEM: _item,
    WaitKind.TAKE_ON: _take_on,
    WaitKind.SECOND_LOOK: _second_look,
    WaitKind.LOOK_BACK: _look_back,
}


def _about(one: DeskLine) -> str:
    return f"about {words.count(one.waiting.minutes, 'minute', 'minutes')}"


def _button(
    label: str, act: Act, one: DeskLine, number: int, *, spoken: str | None = None, **ids: str | int
) -> b.Block:
    """Told apart by its line, for Slack and for a screen reader."""
    whole = f"Number {number + 1}, {spoken or label}: {one.other.name}"
    return b.button(label, f"{act}#desk{number}", packing.put_in_row(pack(**ids)), accessibility_label=whole)
