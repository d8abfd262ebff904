"""
The messages of the conversation: one a turn, in one thread, each saying whose turn it is.

A message shows what was said just before its turn, and asks its speaker one thing. When the turn is over the words
stay and the buttons go. Ratings and comments never stand here; they open in a modal.
"""

from collections.abc import Callable

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import comparison, opening, plan, words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.conversation import Turn
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.roles import Ending, Mode, Role, Stage, Topic
from coaching_core.domain.seen import Seen

S, N, A, P, G = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN, Topic.AGREEMENT
MINUTES = 30


def message(seen: Seen, number: int) -> Message | None:
    """The message of one turn. ``number`` 1 is the root."""
    view = seen.view
    if number > len(view.turns):
        return None
    turn = view.turns[number - 1]
    current = number == len(view.turns)
    blocks = _intro(seen) if number == 1 else []
    again = (
        number > 1 and view.turns[number - 2].topics == turn.topics and view.turns[number - 2].speaker is turn.speaker
    )
    if again and view.turns[number - 2].mode is turn.mode:
        blocks.append(b.section(b.mrkdwn("Picked up again, where you left it.")))
    blocks += _said_before(seen, turn)
    if current:
        blocks += _now(seen, turn)
    return Message(words.GOES_ON, blocks)


def _intro(seen: Seen) -> list[b.Block]:
    rep, manager = b.escape(seen.name(Role.REP)), b.escape(seen.name(Role.MANAGER))
    return [
        b.header("Your coaching conversation"),
        b.section(
            b.mrkdwn(
                f"You're both done. It goes like this: *{rep} names strengths and needs first*, then {manager} adds.\n"
                "Then you both see which skills you see alike, and which differently.\n"
                "You choose what goes into the plan, and it counts when you both agree to it."
            )
        ),
    ]


# --- what was said just before ---


def _said_before(seen: Seen, turn: Turn) -> list[b.Block]:
    rep, manager = b.escape(seen.name(Role.REP)), b.escape(seen.name(Role.MANAGER))
    if G in turn.topics:
        return _said_plan(seen, turn)
    if turn.speaker is Role.MANAGER:
        if S in turn.topics or N in turn.topics:
            return opening.said_opening(seen, turn.topics)
        return _said_choices(seen, turn)
    if A in turn.topics and seen.view.categories is not None:
        gone_on = f"{rep} went on; {manager} adds later.\n" if seen.view.gone_on_at else ""
        return [*([b.context(b.mrkdwn(gone_on))] if gone_on else []), *comparison.said_comparison(seen)]
    if N in turn.topics and S not in turn.topics:
        return [b.section(b.mrkdwn("You have both had your say on strengths. Next: what to get better at."))]
    if P in turn.topics and A not in turn.topics:
        return [b.section(b.mrkdwn("You have both spoken on the areas to look into. Next: the plan."))]
    return []


def _said_choices(seen: Seen, turn: Turn) -> list[b.Block]:
    form, items = seen.view.questionnaire, seen.view.plan.items
    shown = [one for one in items if P in turn.topics or one.kind is ItemKind.INVESTIGATE]
    written_later = (ItemKind.CLEAR_THE_WAY,)
    blocks: list[b.Block] = [b.section(b.mrkdwn(f"*{b.escape(seen.name(Role.REP))} chose*"))]
    for item in shown:
        if item.kind not in written_later:
            blocks += plan.said_item(seen, item, form)
    if not shown:
        blocks = [b.section(b.mrkdwn(f"*{b.escape(seen.name(Role.REP))}* leaves the areas closed for now."))]
    return blocks


def _said_plan(seen: Seen, turn: Turn) -> list[b.Block]:
    if seen.view.stage is Stage.AGREED and turn is seen.view.turns[-1]:
        head = "The plan that you both agreed to"
    else:
        head = "The plan, in the words you both wrote"
    return [b.header(head), *plan.said_plan(seen)]


# --- what is asked now ---


def _now(seen: Seen, turn: Turn) -> list[b.Block]:
    stage = seen.view.stage
    if stage is Stage.CONVERSING:
        return _asked(seen, turn)
    if stage is Stage.PAUSED:
        return _paused(seen)
    if stage is Stage.AGREED:
        return _agreed(seen)
    if stage is Stage.CLOSED and seen.view.ending is not Ending.OBSERVE:
        return [b.context(b.mrkdwn("This conversation is closed. What was opened stays; nothing more opens."))]
    return []


def _asked(seen: Seen, turn: Turn) -> list[b.Block]:
    ask, buttons = _prompt(turn)(seen, turn)
    blocks = [b.section(b.mrkdwn(ask))]
    blocks += _unconfirmed(seen)
    blocks.append(b.actions(*buttons, _more_menu(seen)))
    return [*blocks, *_quiet(seen, turn), *_ending_asked(seen)]


def _prompt(turn: Turn) -> Callable[[Seen, Turn], tuple[str, list[b.Block]]]:
    """A turn may have fewer topics than its bundle, as after a change from talking to writing."""
    if G in turn.topics:
        return _prompt_agreement
    if S in turn.topics or N in turn.topics:
        return _prompt_opening if turn.speaker is Role.REP else _prompt_reply
    return _prompt_choices if turn.speaker is Role.REP else _prompt_answer


def _who(seen: Seen, role: Role) -> str:
    return b.mention(seen.view.people[role])


def _button(label: str, act: Act, seen: Seen, turn: Turn, *, primary: bool = False) -> b.Block:
    return b.button(label, act, pack(r=seen.view.id, t=turn.number), style="primary" if primary else None)


def _live(turn: Turn) -> bool:
    return turn.mode is Mode.LIVE


def _prompt_opening(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    rep = _who(seen, Role.REP)
    if not _live(turn):
        return (
            f"{rep}, you speak first: *name strengths and needs first*. {_name(seen, Role.MANAGER)} adds after you.",
            [
                _button(f"Talk it through ({MINUTES} min)", Act.TALK, seen, turn, primary=True),
                _button("In writing", Act.OPEN, seen, turn),
            ],
        )
    about = "what to get better at, and what is in the way" if N in turn.topics else "where you're at your best"
    return f"{rep}, you first: {about}. Say it aloud; notes come after.", _live_buttons(seen, turn, Act.OPEN)


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
            _button(f"Talk it through ({MINUTES} min)", Act.TALK, seen, turn),
        ],
    )


def _prompt_choices(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    rep = _who(seen, Role.REP)
    ask = f"{rep}, it's your turn: choose what to take on, what to work on, and what to look into."
    if _live(turn):
        ask = (
            f"{rep}, it's your turn: which areas deserve a closer look? Up to three; the rest stay closed."
            if A in turn.topics
            else f"{rep}, it's your turn: what goes into the plan?"
        )
    buttons = [_button("Choose", Act.CHOOSE, seen, turn, primary=True), _see_both(seen)]
    if _live(turn) and A in turn.topics:
        buttons.insert(1, _button("None today", Act.HAD_MY_SAY, seen, turn))
    return ask, [*buttons, *_notes_button(seen, turn)]


def _prompt_answer(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    manager = _who(seen, Role.MANAGER)
    if _live(turn) and P not in turn.topics:
        ask = f"{manager}, it's your turn: how do you see the areas that {_name(seen, Role.REP)} chose?"
        return ask, _live_buttons(seen, turn, Act.ANSWER)
    ask = f"{manager}, it's your turn: answer, say what you'll do for it, and agree."
    return ask, [_button("Answer", Act.ANSWER, seen, turn, primary=True), _see_both(seen), *_notes_button(seen, turn)]


def _prompt_agreement(seen: Seen, turn: Turn) -> tuple[str, list[b.Block]]:
    view, who = seen.view, _who(seen, turn.speaker)
    mark = pack(r=view.id, t=turn.number, f=view.plan.fingerprint)
    if view.plan.proposal is not None:
        proposed = b.escape(view.questionnaire.skill(view.plan.proposal.skill).name)
        ask = (
            f"{_who(seen, Role.REP)}, {_name(seen, Role.MANAGER)} proposes a second need: *{proposed}*. "
            f"“{b.escape(view.plan.proposal.words)}” Take it, or keep yours; the other is listed for next time."
        )
        take, keep = (Act.TAKE_PROPOSAL, "Take it"), (Act.KEEP_MINE, "Keep mine")
        return ask, [*(_button(label, act, seen, turn) for act, label in (take, keep)), _see_both(seen)]
    buttons = [
        b.button("I agree", Act.AGREE, mark, style="primary"),
        _button("Change", Act.CHANGE, seen, turn),
        _see_both(seen),
    ]
    return f"{who}, it's your turn: do you agree to this plan, in these words?", buttons


def _live_buttons(seen: Seen, turn: Turn, write: Act) -> list[b.Block]:
    return [
        _button("I've had my say", Act.HAD_MY_SAY, seen, turn, primary=True),
        _button("Write it instead", write, seen, turn),
        *_notes_button(seen, turn),
    ]


def _notes_button(seen: Seen, turn: Turn) -> list[b.Block]:
    """Notes after, not during: once something has been said aloud."""
    if not any(one.aloud for one in seen.view.spoken):
        return []
    return [_button("Note it down", Act.NOTE_DOWN, seen, turn)]


def _see_both(seen: Seen) -> b.Block:
    return b.button("See both views", Act.SEE_BOTH, pack(r=seen.view.id))


def _unconfirmed(seen: Seen) -> list[b.Block]:
    """Words of one, written down by the other: they count when their speaker says so."""
    blocks: list[b.Block] = []
    for jotting in seen.view.jottings:
        speaker, writer = seen.name(jotting.speaker), b.escape(seen.name(jotting.speaker.other))
        blocks.append(b.context(b.mrkdwn(f"{writer} wrote down for {_who(seen, jotting.speaker)}:")))
        blocks.append(b.said(jotting.words))
        blocks.append(
            b.actions(
                b.button(
                    "Yes, that's it",
                    Act.THAT_IS_IT,
                    pack(r=seen.view.id, n=jotting.number),
                    accessibility_label=f"{speaker}: yes, that's it",
                )
            )
        )
    return blocks


def _more_menu(seen: Seen) -> b.Block:
    view = seen.view
    options = [b.option("Pause", pack(r=view.id, d="pause"))]
    if view.mode is Mode.LIVE:
        options.append(b.option("Go on in writing", pack(r=view.id, d="write")))
    elif view.turn is not None and view.turn.number > 1:
        options.append(b.option(f"Talk it through ({MINUTES} min)", pack(r=view.id, d="talk")))
    if view.closed_areas:
        options.append(b.option("Open another area", pack(r=view.id, d="open")))
    options.append(b.option("End this conversation", pack(r=view.id, d="cancel")))
    return b.overflow(Act.MORE, options)


def _quiet(seen: Seen, turn: Turn) -> list[b.Block]:
    """Three working days without a word: the calendar's doing, and what the other one may do now."""
    if not turn.quiet:
        return []
    waiting = turn.speaker.other
    buttons = [
        b.button(f"Nudge {seen.name(turn.speaker)}", Act.NUDGE, pack(r=seen.view.id)),
    ]
    if waiting is Role.REP and (S in turn.topics or N in turn.topics):
        buttons.append(b.button("Go on", Act.GO_ON, pack(r=seen.view.id)))
    said = "Full calendars happen. "
    said += f"{_name(seen, waiting)}, you can nudge" + (" or go on without waiting." if len(buttons) > 1 else ".")
    return [b.context(b.mrkdwn(said)), b.actions(*buttons)]


def _ending_asked(seen: Seen) -> list[b.Block]:
    asked_by = seen.view.cancel_asked_by
    if asked_by is None:
        return []
    return [
        b.section(
            b.mrkdwn(
                f"{_name(seen, asked_by)} would like to stop here. {_who(seen, asked_by.other)}, is that fine with you?"
            )
        ),
        b.actions(
            b.button("Yes, stop here", Act.CANCEL, pack(r=seen.view.id)),
            b.button("Let's go on", Act.KEEP_GOING, pack(r=seen.view.id)),
        ),
    ]


def _paused(seen: Seen) -> list[b.Block]:
    return [
        b.section(
            b.mrkdwn(
                "This is paused, so we stop asking. Nothing is lost, nothing more was shown. "
                "Either of you can pick it up."
            )
        ),
        b.actions(b.button("Pick it up", Act.RESUME, pack(r=seen.view.id), style="primary")),
        *_ending_asked(seen),
    ]


def _agreed(seen: Seen) -> list[b.Block]:
    view = seen.view
    when = words.day(plan.look_back(view.plan, seen))
    menu = [b.option("Open another area", pack(r=view.id, d="open"))] if view.closed_areas else []
    return [
        b.section(b.mrkdwn(f"You both agreed to these words. First look back: {when}.")),
        b.actions(_see_both(seen), *([b.overflow(Act.MORE, menu)] if menu else [])),
    ]


def _name(seen: Seen, role: Role) -> str:
    return b.escape(seen.name(role))
