"""
The messages of the conversation: one a turn, in one thread, each saying whose turn it is.

A message shows what was said just before its turn, and asks its speaker one thing. When the turn is over the words
stay and the buttons go. Ratings and comments never stand here; they open in a modal. So do words that are too long for
a message: "Read it all".
"""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import comparison, fitting, last_plan, opening, plan, prompts, words
from bot.surfaces.drawn import Message
from bot.surfaces.fitting import Room
from bot.surfaces.packing import pack
from coaching_core.domain.conversation import Turn
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.domain.seen import Seen

S, N, A, P, G = Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS, Topic.PLAN, Topic.AGREEMENT


def message(seen: Seen, number: int) -> Message | None:
    """The message of one turn. ``number`` 1 is the root."""
    turns = seen.view.turns
    if number > len(turns):
        return None
    return Message(words.GOES_ON, fitting.fitted(lambda room: _drawn(seen, turns[number - 1], room)))


def whole(seen: Seen, number: int) -> list[b.Block]:
    """Everything that was said just before a turn, to the last letter; for a modal."""
    turn = seen.view.turns[number - 1]
    blocks = _said_before(seen, turn, fitting.WHOLE)
    if _current(seen, turn):
        for jotting in seen.view.jottings:
            blocks += prompts.said_jotting(seen, jotting, fitting.WHOLE)
    return blocks


def _current(seen: Seen, turn: Turn) -> bool:
    return turn.number == seen.view.turns[-1].number


def _drawn(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    blocks = [*_intro(seen), *last_plan.before_opening(seen)] if turn.number == 1 else []
    if _picked_up(seen, turn):
        blocks.append(b.section(b.mrkdwn("Picked up again, where you left it.")))
    blocks += _said_before(seen, turn, room)
    if room.cut:
        blocks.append(_read_all(seen, turn))
    if _current(seen, turn):
        return blocks + prompts.now(seen, turn, room)
    said = f"{b.escape(seen.name(turn.speaker))} has had their say."
    return blocks or [b.context(b.mrkdwn(said))]


def _intro(seen: Seen) -> list[b.Block]:
    rep, manager = b.escape(seen.name(Role.REP)), b.escape(seen.name(Role.MANAGER))
    return [
        b.header("Your coaching conversation", level=1),
        b.section(
            b.mrkdwn(
                f"You're both done. It goes like this: *{rep} speaks first*, then {manager} adds.\n"
                "Then you both see which skills you see alike, and which differently.\n"
                f"Then {rep} chooses, {manager} answers, and the plan counts when you both agree to it."
            )
        ),
    ]


def _picked_up(seen: Seen, turn: Turn) -> bool:
    if turn.number == 1:
        return False
    before = seen.view.turns[turn.number - 2]
    return (before.speaker, before.topics, before.mode) == (turn.speaker, turn.topics, turn.mode)


def _read_all(seen: Seen, turn: Turn) -> b.Block:
    return b.section(
        b.mrkdwn("Some of it is too long to stand here."),
        b.button(
            "Read it all",
            Act.READ_ALL,
            pack(r=seen.view.id, t=turn.number),
            accessibility_label="Read it all: everything that was said",
        ),
    )


# --- what was said just before ---


def _said_before(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    if G in turn.topics:
        return _said_plan(seen, turn, room)
    if turn.speaker is Role.MANAGER:
        if S in turn.topics or N in turn.topics:
            return opening.said_opening(seen, turn.topics, room)
        return _said_choices(seen, turn, room)
    if A in turn.topics and seen.view.categories is not None:
        return [*_gone_on(seen), *comparison.said_comparison(seen, room)]
    if N in turn.topics and S not in turn.topics:
        return [b.section(b.mrkdwn("You have both had your say on strengths. Next: what to get better at."))]
    if P in turn.topics and A not in turn.topics:
        return [b.section(b.mrkdwn("You have both spoken on the areas to look into. Next: the plan."))]
    return []


def _gone_on(seen: Seen) -> list[b.Block]:
    if seen.view.gone_on_at is None:
        return []
    rep, manager = b.escape(seen.name(Role.REP)), b.escape(seen.name(Role.MANAGER))
    return [b.context(b.mrkdwn(f"{rep} went on. {manager} speaks next on what {rep} chooses."))]


def _said_choices(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    """
    What the rep chose.

    Once the turn is over the plan goes on in messages of its own, and may change there: so this one keeps only the
    words on the areas, which stay as they were said.
    """
    rep = b.escape(seen.name(Role.REP))
    if not _current(seen, turn):
        areas = _said_areas(seen, room)
        if not areas and P not in turn.topics:
            return [b.section(b.mrkdwn(f"*{rep}* leaves the areas closed for now."))]
        blocks = [b.section(b.mrkdwn(f"*{rep} chose*")), *areas]
        if P in turn.topics:
            blocks.append(b.context(b.mrkdwn("What goes into the plan stands further down, in its latest words.")))
        return blocks
    shown = [
        one
        for one in seen.view.plan.items
        if one.owner is Role.REP and (P in turn.topics or one.kind is ItemKind.INVESTIGATE)
    ]
    if not shown:
        return [b.section(b.mrkdwn(f"*{rep}* leaves the areas closed for now."))]
    return [b.section(b.mrkdwn(f"*{rep} chose*")), *plan.said_items(seen, shown, room)]


def _said_areas(seen: Seen, room: Room) -> list[b.Block]:
    """The rep's words on the chosen areas; one occasion may cover several skills in the same words."""
    said: dict[str, list[str]] = {}
    for one in seen.view.area_words:
        if one.role is Role.REP:
            said.setdefault(one.words, []).append(seen.view.questionnaire.skill(one.skill).name)
    blocks: list[b.Block] = []
    for text, names in list(said.items())[: room.items]:
        blocks.append(b.section(b.mrkdwn(f"*{words.KINDS[ItemKind.INVESTIGATE]}*: {b.escape(', '.join(names))}")))
        if text:
            blocks.append(b.said(text, room.letters))
    return blocks


def _said_plan(seen: Seen, turn: Turn, room: Room) -> list[b.Block]:
    view = seen.view
    if not _current(seen, turn):
        return [b.context(b.mrkdwn("The plan stood here. Its latest words are further down."))]
    head = "The plan that you both agreed to" if view.stage is Stage.AGREED else "The plan, in the words you both wrote"
    blocks = [b.header(head, level=2), *plan.said_plan(seen, room)]
    if view.plan.proposal is not None:
        skill = b.escape(view.questionnaire.skill(view.plan.proposal.skill).name)
        manager = b.escape(seen.name(Role.MANAGER))
        blocks.append(b.section(b.mrkdwn(f"*{manager} proposes to work on this, too:* {skill}")))
        blocks.append(b.said(view.plan.proposal.words, room.letters))
    return [*blocks, *opening.said_notes(seen, room, held_back=True)]
