"""Notes of a live talk: one's own words, or the other's, which count once the other says "yes, that's it"."""

from dataclasses import dataclass

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import pickers
from bot.surfaces.packing import pack
from coaching_core.domain.roles import Reader, Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.errors import BadInput
from coaching_core.ids import SkillKey

SPEAKER, TOPIC, SKILL, WORDS = "speaker", "topic", "skill", "words"
_ABOUT = {Topic.STRENGTHS: "Strengths", Topic.NEEDS: "Room to grow", Topic.AREAS: "An area to look into"}


@dataclass(frozen=True, slots=True)
class Jotted:
    speaker: Role
    topic: Topic
    words: str
    skill: SkillKey | None


def jotting(seen: Seen) -> b.Block:
    """The form; offers only what has been said aloud."""
    view = seen.view
    said = {one.topic for one in view.spoken if one.topic in _ABOUT}
    topics = [b.option(label, topic.value) for topic, label in _ABOUT.items() if topic in said]
    people = [b.option(seen.name(role), role.value) for role in Role]
    return b.modal(
        "Note it down",
        [
            b.section(b.plain(_who_reads(seen))),
            b.input_block("Whose words?", b.radio(Act.INPUT, people, view.reader.value), SPEAKER),
            b.input_block("About what?", b.radio(Act.INPUT, topics), TOPIC),
            b.input_block(
                "Which skill?",
                pickers.one_skill(Act.INPUT, pickers.by_section(view.questionnaire)),
                SKILL,
                optional=True,
                hint=f"{seen.name(Role.MANAGER)}'s words, and words on an area, are always about a skill.",
            ),
            b.input_block("What was said?", b.text_input(Act.INPUT, multiline=True), WORDS),
        ],
        callback_id=Modal.JOTTING,
        submit="Keep",
        private_metadata=pack(r=view.id),
    )


def _who_reads(seen: Seen) -> str:
    manages = seen.view.reader is Reader.MANAGER
    other = seen.name(Role.REP if manages else Role.MANAGER)
    waits = " Your own words on a skill that is still closed wait until it opens." if manages else ""
    return f"{other} reads what you note.{waits} Words of {other}'s count once {other} says “Yes, that's it”."


def parse(values: Values) -> Jotted:
    speaker, topic, skill = values.choice(SPEAKER), values.choice(TOPIC), values.choice(SKILL)
    if speaker is None or topic is None:
        raise BadInput("Please say whose words these are, and about what.", {SPEAKER: "Please choose."})
    return Jotted(Role(speaker), Topic(topic), values.text(WORDS), SkillKey(skill) if skill else None)


def block_of(field: str) -> str | None:
    return field if field in (SPEAKER, TOPIC, SKILL, WORDS) else None
