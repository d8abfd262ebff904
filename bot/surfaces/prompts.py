"""
What a turn asks now: one thing, of one person. Only the person whose turn it is is mentioned.

``thread.py`` shows what was said before it.
"""

from collections.abc import Callable

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import desk, in_calendar, plan, talk, words
from bot.surfaces.fitting import Room
from bot.surfaces.packing import pack
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import Jotting, Turn
from coaching_core.domain.plan import NEEDS_MAX, ItemKind
from coaching_core.domain.roles import Ending, Mode, Role, Stage, Topic
from coaching_core.domain.seen import Seen

S, N, A, P, G = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN, Topic.AGREEMENT
TALK_IT_THROUGH = "Talk it through (30 min)"
_JOTTINGS = 5
"""Shown at a time; the next ones follow when these are answered."""


def now(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    stage = seen.view.stage
    if stage is Stage.CONVERSING:
        return _asked(seen, turn, room)
    if stage is Stage.PAUSED:
        return _paused(seen)
    if stage is Stage.AGREED:
        return _agreed(seen)
    if stage is Stage.CLOSED and seen.view.ending is not Ending.OBSERVE:
        return [b.context(b.mrkdwn("This conversation is closed. What was opened stays; nothing more opens."))]
    return []


def _asked(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    ask, buttons = _prompt(turn)(seen, turn)
    return [
        *_unconfirmed(seen, room),
        b.section(b.mrkdwn(ask)),
        b.actions(*buttons, _more_menu(seen, turn)),
        *(desk.reaches(seen) if turn.speaker is Role.MANAGER and not _live(turn) else []),
        *_quiet(seen, turn),
        *_ending_asked(seen),
    ]


def _prompt(turn: Turn) -> Callable[[Seen, Turn], tuple[str, list[b.Block]]]:
    """A turn may have fewer topics than its bundle, as after a change from talking to writing."""
    if G in turn.topics:
        return _prompt_agreement
    if S in turn.topics or N in turn.topics:
        return _prompt_opening if turn.speaker is Role.REP else _prompt_reply
    return _prompt_choices if turn.speaker is Role.REP else _prompt_answer


def _prompt_opening(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    rep, manager = _who(seen, Role.REP), _name(seen, Role.MANAGER)
    both = S in turn.topics and N in turn.topics
    if not _live(turn):
        about = "name strengths and needs first" if both else _opening_about(turn)
        return (
            f"{rep}, it's your turn: *{about}*. {manager} reads it and adds after you.",
            [
                _button(TALK_IT_THROUGH, Act.TALK, seen, turn, primary=True),
                _button("In writing", Act.OPEN, seen, turn),
            ],
        )
    ask = f"{rep}, you first: {_opening_about(turn)}. Say it aloud; notes come after."
    return ask, _live_buttons(seen, turn, Act.OPEN)


def _opening_about(turn: Turn) -> str:
    return "what to get better at, and what is in the way" if N in turn.topics else "where you're at your best"


def _prompt_reply(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    manager, rep = _who(seen, Role.MANAGER), _name(seen, Role.REP)
    ask = f"{manager}, it's your turn: ask {rep} about one thing before you add yours."
    if _live(turn):
        return f"{ask} Say it aloud; notes come after.", _live_buttons(seen, turn, Act.REPLY)
    return (
        ask,
        [
            _button("Add mine", Act.REPLY, seen, turn, primary=True),
            _button("Nothing to add", Act.HAD_MY_SAY, seen, turn),
            _button(TALK_IT_THROUGH, Act.TALK, seen, turn),
        ],
    )


def _prompt_choices(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    spoken = "Choose what goes into the plan"
    buttons = [_button("Choose", Act.CHOOSE, seen, turn, primary=True, spoken=spoken), _see_both(seen)]
    if _live(turn) and A in turn.topics:
        buttons.insert(1, _button("None today", Act.HAD_MY_SAY, seen, turn))
    ask = f"{_who(seen, Role.REP)}, it's your turn: {_choices_about(seen, turn)}"
    return ask, [*buttons, *_notes_button(seen)]


def _choices_about(seen: Seen, turn: Turn) -> str:
    view = seen.view
    areas = view.of_category(Category.SEEN_DIFFERENTLY) + view.of_category(Category.NOT_SEEN_YET)
    if P not in turn.topics:
        return "which areas deserve a closer look? Up to three occasions; the rest stays closed."
    if not areas and not view.of_category(Category.NEED):
        return "choose what to take on: what would you like to be known for?"
    if A not in turn.topics:
        return "what goes into the plan?"
    parts = ["what to take on"] if view.of_category(Category.STRENGTH) else []
    parts += ["what to work on", *(["what to look into"] if areas else [])]
    manager = _name(seen, Role.MANAGER)
    return f"choose {words.listed(parts)}. {manager} reads it once you send it."


def _prompt_answer(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    manager, rep = _who(seen, Role.MANAGER), _name(seen, Role.REP)
    if _live(turn) and P not in turn.topics:
        chose = any(said.role is Role.REP for said in seen.view.area_words)
        ask = f"how do you see the areas that {rep} chose?" if chose else f"anything to add before {rep} goes on?"
        return f"{manager}, it's your turn: {ask}", _live_buttons(seen, turn, Act.ANSWER)
    ask = f"{manager}, it's your turn: answer, say what you'll do for it, and agree. {rep} reads it once you send it."
    answer = _button("Answer", Act.ANSWER, seen, turn, primary=True, spoken=f"Answer {seen.name(Role.REP)}'s choices")
    return ask, [answer, _see_both(seen), *_notes_button(seen)]


def _prompt_agreement(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    view = seen.view
    who = _who(seen, turn.speaker)
    if view.plan.proposal is not None:
        return f"{who}, it's your turn: {_proposal_about(seen)}", [
            _button("Take it", Act.TAKE_PROPOSAL, seen, turn),
            _button("Keep mine", Act.KEEP_MINE, seen, turn),
            _see_both(seen),
        ]
    ask = f"{who}, it's your turn: do you agree to this plan, in these words?{talk.said_to_agree(seen, turn)}"
    return ask, [
        *talk.agree_buttons(seen, turn),
        _button("Change", Act.CHANGE, seen, turn, spoken="Change the plan"),
        _see_both(seen),
    ]


def _proposal_about(seen: Seen) -> str:
    needs = seen.view.plan.of_kind(ItemKind.DEVELOP)
    if len(needs) < NEEDS_MAX:
        return "take it as well, or keep the plan as it is? Then it's listed for next time."
    last = b.escape(words.names(seen.view.questionnaire, needs[-1].skills))
    return f"take it in place of {last}, or keep yours? The other is listed for next time."


# --- beside the turn ---


def _live_buttons(seen: Seen, turn: Turn, write: Act) -> list[b.Block]:
    return [
        _button("I've had my say", Act.HAD_MY_SAY, seen, turn, primary=True),
        _button("Write it instead", write, seen, turn),
        *_notes_button(seen),
    ]


def _notes_button(seen: Seen) -> list[b.Block]:
    """Notes after, not during: once something has been said aloud."""
    if not any(one.aloud for one in seen.view.spoken):
        return []
    said = "Note it down: what was said aloud"
    return [b.button("Note it down", Act.NOTE_DOWN, pack(r=seen.view.id), accessibility_label=said)]


def _unconfirmed(seen: Seen, room: Room) -> list[b.Block]:
    """Words of one, written down by the other: they count when their speaker says so."""
    blocks: list[b.Block] = []
    shown = seen.view.jottings[: min(_JOTTINGS, room.items)]
    for jotting in shown:
        blocks += said_jotting(seen, jotting, room)
        yes = b.button(
            "Yes, that's it",
            Act.THAT_IS_IT,
            pack(r=seen.view.id, n=jotting.number),
            accessibility_label=f"Yes, that's it: note {jotting.number} of {seen.name(jotting.speaker)}",
        )
        no = b.button(
            "Not quite",
            Act.NOT_IT,
            pack(r=seen.view.id, n=jotting.number),
            accessibility_label=f"Not quite: note {jotting.number} of {seen.name(jotting.speaker)}",
        )
        blocks.append(b.actions(yes, no))
    more = len(seen.view.jottings) - len(shown)
    if more:
        blocks.append(b.context(b.mrkdwn(f"{words.count(more, 'more note', 'more notes').capitalize()} after these.")))
    return blocks


def said_jotting(seen: Seen, jotting: Jotting, room: Room) -> list[b.Block]:
    speaker, writer = _name(seen, jotting.speaker), _name(seen, jotting.speaker.other)
    return [
        b.context(b.mrkdwn(f"{writer} wrote down for {speaker}. It counts when {speaker} says so.")),
        b.said(jotting.words, room.letters),
    ]


def _more_menu(seen: Seen, turn: Turn) -> b.Block:
    view = seen.view
    options = [b.option("Pause", pack(r=view.id, d="pause"))]
    if view.mode is Mode.LIVE:
        options.append(b.option("Go on in writing", pack(r=view.id, d="write")))
    elif not {S, N} & set(turn.topics):  # those offer it beside their own button
        options.append(b.option(TALK_IT_THROUGH, pack(r=view.id, d="talk")))
    if view.closed_areas and any(one.role is Role.REP and one.topic is A for one in view.spoken):
        options.append(b.option("Open another area", pack(r=view.id, d="open")))
    options.append(b.option("End this conversation", pack(r=view.id, d="cancel")))
    return b.overflow(Act.MORE, options)


def _quiet(seen: Seen, turn: Turn) -> list[b.Block]:
    """Three working days without a word: the calendar's doing, and what the other one may do now."""
    if not turn.quiet:
        return []
    waiting = turn.speaker.other
    may_go_on = waiting is Role.REP and (S in turn.topics or N in turn.topics)
    buttons = [b.button_to("Nudge", seen.name(turn.speaker), Act.NUDGE, pack(r=seen.view.id))]
    if may_go_on:
        spoken = f"Go on without waiting for {seen.name(turn.speaker)}"
        buttons.append(b.button("Go on", Act.GO_ON, pack(r=seen.view.id), accessibility_label=spoken))
    said = f"Full calendars happen. {_name(seen, waiting)}, you can nudge" + (
        " or go on without waiting." if may_go_on else ", or talk it through."
    )
    return [b.context(b.mrkdwn(said)), b.actions(*buttons)]


def _ending_asked(seen: Seen) -> list[b.Block]:
    asked_by = seen.view.cancel_asked_by
    if asked_by is None:
        return []
    said = f"{_name(seen, asked_by)} would like to stop here. {_name(seen, asked_by.other)}, is that fine with you?"
    return [
        b.section(b.mrkdwn(said)),
        b.actions(
            b.button("Yes, stop here", Act.CANCEL, pack(r=seen.view.id)),
            b.button("Let's go on", Act.KEEP_GOING, pack(r=seen.view.id)),
        ),
    ]


def _paused(seen: Seen) -> list[b.Block]:
    said = "This is paused, so we stop asking. Nothing is lost, nothing more was shown. Either of you can pick it up."
    return [
        b.section(b.mrkdwn(said)),
        b.actions(b.button("Pick it up", Act.RESUME, pack(r=seen.view.id), style="primary")),
        *_ending_asked(seen),
    ]


def _agreed(seen: Seen) -> list[b.Block]:
    view = seen.view
    when = words.day(plan.look_back(view.plan, seen))
    menu = [b.option("Open another area", pack(r=view.id, d="open"))] if view.closed_areas else []
    said, buttons = talk.logged_or_offered(seen)
    return [
        b.section(b.mrkdwn(f"You both agreed to these words. First look back: {when}.")),
        *said,
        b.actions(
            *buttons, _see_both(seen), in_calendar.button(view.id), *([b.overflow(Act.MORE, menu)] if menu else [])
        ),
    ]


# --- words and buttons ---


def _button(
    label: str, act: Act, seen: Seen, turn: Turn, *, primary: bool = False, spoken: str | None = None
) -> b.Block:
    mark = pack(r=seen.view.id, t=turn.number)
    return b.button(label, act, mark, style="primary" if primary else None, accessibility_label=spoken)


def _see_both(seen: Seen) -> b.Block:
    return b.button("See both views", Act.SEE_BOTH, pack(r=seen.view.id))


def _live(turn: Turn) -> bool:
    return turn.mode is Mode.LIVE


def _who(seen: Seen, role: Role) -> str:
    """A mention, which calls the person; a manager who hears of turns by the desk is named and not called."""
    if role is Role.MANAGER and seen.gathers_at is not None:
        return f"*{_name(seen, role)}*"
    return b.mention(seen.view.people[role])


def _name(seen: Seen, role: Role) -> str:
    return b.escape(seen.name(role))
