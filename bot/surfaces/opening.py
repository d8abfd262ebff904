"""The rep's opening and the manager's reply: the forms, and how the words stand in the thread."""

from collections.abc import Sequence

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import form, pickers, words
from bot.surfaces.fitting import WHOLE, Room
from bot.surfaces.packing import pack
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import Note
from coaching_core.domain.roles import Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.errors import BadInput
from coaching_core.ids import SkillKey

SLOTS = 2
"""Words of the manager's per topic: a skill and a sentence each."""
_TOPICS = (Topic.STRENGTHS, Topic.NEEDS)


def opening(seen: Seen, topics: Sequence[Topic], turn: int | None) -> b.Block:
    """
    The rep's form.

    Args:
        turn: None for the draft that is written with the assessment.
    """
    view, manager = seen.view, seen.name(Role.MANAGER)
    before = view.opening or (view.mine.opening if view.mine else None)
    groups = pickers.by_section(view.questionnaire)
    when = "once it is posted in your group message" if turn is None else "once you send it"
    blocks = [b.section(b.plain(f"Before you see anything of {manager}'s. {manager} reads this {when}."))]
    if Topic.STRENGTHS in topics:
        blocks += [
            b.input_block(
                "Where are you at your best, and what would you like more of?",
                b.text_input(Act.INPUT, initial=before.strengths if before else None, multiline=True),
                form.STRENGTHS,
                optional=True,
            ),
            b.input_block(
                "Up to three strengths, if you like",
                pickers.several_skills(Act.INPUT, groups, 3, before.strength_picks if before else ()),
                form.STRENGTH_PICKS,
                optional=True,
            ),
        ]
    if Topic.NEEDS in topics:
        blocks += [
            b.input_block(
                "What would you most like to get better at, and what is in the way?",
                b.text_input(Act.INPUT, initial=before.needs if before else None, multiline=True),
                form.NEEDS,
                optional=True,
            ),
            b.input_block(
                "Up to two skills, if you like",
                pickers.several_skills(Act.INPUT, groups, 2, before.need_picks if before else ()),
                form.NEED_PICKS,
                optional=True,
            ),
        ]
    if turn is None:
        released = bool(view.mine and view.mine.released)
        return b.modal(
            "Your opening",
            [*blocks, form.release_input(released)],
            callback_id=Modal.OPENING_DRAFT,
            submit="Keep",
            private_metadata=pack(r=view.id),
        )
    return b.modal(
        "Your opening", blocks, callback_id=Modal.OPENING, submit="Send", private_metadata=pack(r=view.id, t=turn)
    )


def opening_block_of(field: str) -> str | None:
    known = (form.STRENGTHS, form.STRENGTH_PICKS, form.NEEDS, form.NEED_PICKS)
    return field if field in known else None


def said_opening(seen: Seen, topics: Sequence[Topic], room: Room = WHOLE) -> list[b.Block]:
    """The rep's words, as they stand in the thread."""
    opened, rep = seen.view.opening, b.escape(seen.name(Role.REP))
    if opened is None:
        return [b.section(b.mrkdwn(f"*{rep}* has had their say."))]
    blocks: list[b.Block] = []
    parts = (
        (Topic.STRENGTHS, "strengths", opened.strengths, opened.strength_picks),
        (Topic.NEEDS, "what to get better at", opened.needs, opened.need_picks),
    )
    for topic, about, text, picks in parts:
        if topic not in topics or not (text or picks):
            continue
        named = f": {b.escape(words.names(seen.view.questionnaire, picks))}" if picks else ""
        blocks.append(b.section(b.mrkdwn(f"*{rep} on {about}*{named}")))
        if text:
            blocks.append(b.said(text, room.letters))
    return blocks or [b.section(b.mrkdwn(f"*{rep}* has had their say."))]


def reply(seen: Seen, topics: Sequence[Topic], turn: int) -> b.Block:
    """The manager's form: words, each on a skill."""
    view, rep = seen.view, seen.name(Role.REP)
    groups = pickers.by_section(view.questionnaire)
    blocks = [
        b.section(
            b.plain(
                f"Words belong to a skill. Where you both see it alike, {rep} reads them once you send this. "
                f"Anywhere else they wait until {rep} has spoken on it. Everything here is optional."
            )
        )
    ]
    asked = {Topic.STRENGTHS: "A strength you see", Topic.NEEDS: "Room to grow you see"}
    for topic in (one for one in _TOPICS if one in topics):
        for slot in range(SLOTS):
            more = "" if slot == 0 else ", one more"
            blocks += [
                b.input_block(
                    asked[topic] + more, pickers.one_skill(Act.INPUT, groups), _skill_block(topic, slot), optional=True
                ),
                b.input_block(
                    f"What have you seen {rep} do?",
                    b.text_input(Act.INPUT, multiline=True),
                    _words_block(topic, slot),
                    optional=True,
                ),
            ]
    return b.modal(
        "Add yours", blocks, callback_id=Modal.REPLY, submit="Send", private_metadata=pack(r=view.id, t=turn)
    )


def parse_reply(values: Values) -> tuple[Note, ...]:
    """Raises ``BadInput`` at the field for words without a skill, or a skill without words."""
    notes, problems = [], {}
    for topic in _TOPICS:
        for slot in range(SLOTS):
            skill, text = values.choice(_skill_block(topic, slot)), values.text(_words_block(topic, slot)).strip()
            if text and not skill:
                problems[_skill_block(topic, slot)] = "Please choose the skill that your words are about."
            elif skill and not text:
                problems[_words_block(topic, slot)] = "Please write a line, or leave the skill empty."
            elif skill:
                notes.append(Note(topic, SkillKey(skill), text))
    if problems:
        raise BadInput("Words and skills go together.", problems)
    return tuple(notes)


def reply_block_of(field: str) -> str | None:
    return field if field.partition(".")[0] in {one.value for one in _TOPICS} else None


def said_notes(seen: Seen, room: Room = WHOLE, *, held_back: bool = False) -> list[b.Block]:
    """
    The manager's words that both may read; the manager's own view holds the others, too.

    Args:
        held_back: those that waited until their skill was opened, instead of those on what both see alike.
    """
    manager, blocks, view = b.escape(seen.name(Role.MANAGER)), [], seen.view
    alike = view.of_category(Category.STRENGTH) + view.of_category(Category.NEED)
    notes = [one for one in view.notes if one.skill in view.views and (one.skill in alike) is not held_back]
    for note in notes[: room.items]:
        skill = b.escape(seen.view.questionnaire.skill(note.skill).name)
        wrote = "had written on" if held_back else "on"
        blocks.append(b.context(b.mrkdwn(f"{manager} {wrote} *{skill}*")))
        blocks.append(b.said(note.words, room.letters))
    return blocks


def _skill_block(topic: Topic, slot: int) -> str:
    return f"{topic.value}.skill.{slot}"


def _words_block(topic: Topic, slot: int) -> str:
    return f"{topic.value}.words.{slot}"
