"""The rep's choices: what to take on, work on, look into. Choosing a skill fills in an idea, to be changed at will."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import pickers, words
from bot.surfaces.packing import number, pack
from coaching_core.domain.calendar import local_date
from coaching_core.domain.choosing import Choices, LookInto, OnSkill
from coaching_core.domain.comparison import Category
from coaching_core.domain.plan import NEEDS_MAX, OCCASIONS_MAX, Occasion
from coaching_core.domain.roles import Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.errors import BadInput
from coaching_core.ids import SkillKey

STRETCH, STRETCH_DUE = "stretch", "stretch_due"
_IN_A_MONTH = timedelta(days=30)
_IN_TWO_WEEKS = timedelta(days=14)
TAKE_ON, WORK_ON, LOOK_INTO = "take_on", "work_on", "look_into"


@dataclass(frozen=True, slots=True)
class Slot:
    """
    One line of the form as it stands: the chosen skills, the sentence, the date, the occasion.

    Args:
        mark: part of the names of the fields that an idea is filled into. It changes with the idea, as a client keeps
            what stands in a field of the same name, and with nothing else, so that no typed word is lost.
    """

    skills: tuple[SkillKey, ...] = ()
    words: str = ""
    due: date | None = None
    occasion: Occasion | None = None
    mark: str = "0"


@dataclass(frozen=True, slots=True)
class Form:
    """
    The form as it stands.

    Args:
        filled: ideas stand where sentences were left empty when it was sent, and the person is told so.
    """

    slots: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    stretch: str = ""
    stretch_due: date | None = None
    filled: bool = False


def empty() -> Form:
    return Form({TAKE_ON: (Slot(),), WORK_ON: (Slot(),), LOOK_INTO: (Slot(),)})


def form(seen: Seen, topics: tuple[Topic, ...], turn: int, now: Form | None = None) -> b.Block:
    view, manager, stands = seen.view, seen.name(Role.MANAGER), now or empty()
    groups = pickers.by_category(view)
    areas = view.of_category(Category.SEEN_DIFFERENTLY) + view.of_category(Category.NOT_SEEN_YET)
    blocks: list[b.Block] = [b.section(b.plain(f"One sentence each is enough. {manager} reads this once you send it."))]
    if stands.filled:
        said = "Where you left a sentence empty, an idea stands now. Change it, or send it as it is."
        blocks.append(b.section(b.mrkdwn(f"*{said}*")))
    if Topic.PLAN in topics and view.of_category(Category.STRENGTH):
        blocks.append(b.header("Take on", level=2))
        blocks.append(b.context(b.mrkdwn("A responsibility from a strength that you both see.")))
        blocks += _slot(stands, TAKE_ON, 0, groups, "From which strength?", "What would you take on?")
    if Topic.PLAN in topics:
        blocks.append(b.header("Work on", level=2))
        blocks.append(b.context(b.mrkdwn("One or two, no more: skills that you rated average or below.")))
        for slot in range(len(stands.slots[WORK_ON])):
            blocks += _slot(stands, WORK_ON, slot, groups, "Which skill?", "What will you try?")
        blocks += _more(view.id, stands, WORK_ON, NEEDS_MAX, "One more to work on")
    if Topic.AREAS in topics and areas:
        blocks.append(b.header("Look into", level=2))
        blocks.append(
            b.context(
                b.mrkdwn("How could you both see it? One occasion may cover several skills. The rest stays closed.")
            )
        )
        for slot in range(len(stands.slots[LOOK_INTO])):
            blocks += _look_slot(stands, slot, groups)
        blocks += _more(view.id, stands, LOOK_INTO, OCCASIONS_MAX, "One more occasion")
    if Topic.PLAN in topics:
        blocks += _stretch(seen, stands)
    return b.modal(
        "Your choices",
        blocks,
        callback_id=Modal.CHOICES,
        submit="Send",
        private_metadata=pack(r=view.id, t=turn, **{name: len(one) for name, one in stands.slots.items()}),
    )


def _slot(stands: Form, kind: str, slot: int, groups: list[b.Block], which: str, what: str) -> list[b.Block]:
    here = stands.slots[kind][slot]
    skill = here.skills[0] if here.skills else None
    picker = pickers.one_skill(f"{Act.CHOICE_SKILL}#{kind}.{slot}", groups, skill)
    return [
        b.input_block(which, picker, f"{kind}.{slot}.skill", optional=True, dispatch=True),
        *_sentence(stands, kind, slot, what),
    ]


def _look_slot(stands: Form, slot: int, groups: list[b.Block]) -> list[b.Block]:
    here = stands.slots[LOOK_INTO][slot]
    occasions = [b.option(label, one.value) for one, label in words.OCCASIONS.items()]
    picker = pickers.several_skills(f"{Act.CHOICE_SKILL}#{LOOK_INTO}.{slot}", groups, 10, here.skills)
    return [
        b.input_block("Which skills?", picker, f"{LOOK_INTO}.{slot}.skill", optional=True, dispatch=True),
        b.input_block(
            "How could you see it?",
            b.select(
                Act.INPUT, occasions, initial=here.occasion.value if here.occasion else None, placeholder="An occasion"
            ),
            f"{LOOK_INTO}.{slot}.occasion.{here.mark}",
            optional=True,
        ),
        *_sentence(stands, LOOK_INTO, slot, "In a sentence: how do you see it, and what should be watched?"),
    ]


def _sentence(stands: Form, kind: str, slot: int, what: str) -> list[b.Block]:
    here = stands.slots[kind][slot]
    return [
        b.input_block(
            what,
            b.text_input(Act.INPUT, initial=here.words, multiline=True),
            f"{kind}.{slot}.words.{here.mark}",
            optional=True,
        ),
        b.input_block(
            "By when?", b.datepicker(Act.INPUT, initial=here.due), f"{kind}.{slot}.due.{here.mark}", optional=True
        ),
    ]


def _more(review: str, stands: Form, kind: str, most: int, label: str) -> list[b.Block]:
    if len(stands.slots[kind]) >= most:
        return []
    return [b.actions(b.button(label, f"{Act.CHOICE_MORE}#{kind}", pack(r=review)))]


def _stretch(seen: Seen, stands: Form) -> list[b.Block]:
    all_strengths = not seen.view.of_category(Category.NEED)
    return [
        b.header("What would you like to be known for?" if all_strengths else "Anything else", level=2),
        b.input_block(
            "Something you'd like to try" if all_strengths else "Something else you'd like to try",
            b.text_input(Act.INPUT, initial=stands.stretch, multiline=True),
            STRETCH,
            optional=True,
        ),
        b.input_block("By when?", b.datepicker(Act.INPUT, initial=stands.stretch_due), STRETCH_DUE, optional=True),
    ]


def stands(values: Values, metadata: str) -> Form:
    """Read the form as it stands, with the empty lines in it."""
    slots = {
        kind: tuple(_stands(values, f"{kind}.{slot}") for slot in range(number(metadata, kind)))
        for kind in (TAKE_ON, WORK_ON, LOOK_INTO)
    }
    return Form(slots, values.text(STRETCH), values.date(STRETCH_DUE))


def _stands(values: Values, place: str) -> Slot:
    start = f"{place}.words."
    mark = next((one.removeprefix(start) for one in values.blocks if one.startswith(start)), "0")
    return Slot(
        tuple(SkillKey(one) for one in values.choices(f"{place}.skill")),
        values.text(f"{place}.words.{mark}"),
        values.date(f"{place}.due.{mark}"),
        _occasion(values.choice(f"{place}.occasion.{mark}")),
        mark,
    )


def with_one_more(now: Form, kind: str) -> Form:
    return replace(now, slots={**now.slots, kind: (*now.slots[kind], Slot())})


def with_ideas(now: Form, seen: Seen) -> Form:
    """Fill in an idea and a date for every chosen skill, where the person has not written anything of their own."""
    slots = {kind: tuple(_with_idea(one, seen, kind) for one in slots) for kind, slots in now.slots.items()}
    return replace(now, slots=slots)


def _with_idea(here: Slot, seen: Seen, kind: str) -> Slot:
    if not here.skills:
        return here
    skill = seen.view.questionnaire.skill(here.skills[0])
    fitting = {TAKE_ON: skill.responsibility, WORK_ON: skill.practice, LOOK_INTO: skill.evidence}[kind]
    words = here.words.strip()
    if words in fitting or (words and words not in _ideas(seen, kind)):
        return here
    today = local_date(seen.now, seen.people[Role.REP].zone)
    return Slot(
        here.skills,
        fitting[0],
        here.due or today + (_IN_TWO_WEEKS if kind == LOOK_INTO else _IN_A_MONTH),
        here.occasion or (Occasion.CALL if kind == LOOK_INTO else None),
        mark=skill.key,
    )


def chosen(now: Form) -> Choices:
    """
    What was chosen, without the lines that were left empty.

    Raises:
        BadInput: a sentence without a skill; ``fields`` names it as ``work_on.0.skill``.
    """
    homeless = {
        f"{kind}.{slot}.skill": "Please choose the skill that this is about."
        for kind, slots in now.slots.items()
        for slot, one in enumerate(slots)
        if one.words.strip() and not one.skills
    }
    if homeless:
        raise BadInput("A sentence needs a skill that it is about.", homeless)
    take_on, work_on = (
        tuple(OnSkill(one.skills[0], one.words, one.due) for one in now.slots[kind] if one.skills)
        for kind in (TAKE_ON, WORK_ON)
    )
    look_into = tuple(
        LookInto(one.skills, one.occasion or Occasion.CALL, one.words, one.due)
        for one in now.slots[LOOK_INTO]
        if one.skills
    )
    return Choices(take_on, work_on, look_into, now.stretch, now.stretch_due)


def block_of(now: Form) -> Mapping[str, str]:
    """Returns field of a problem -> block, for the form as it was sent."""
    blocks = {"stretch": STRETCH}
    for kind, slots in now.slots.items():
        full = [slot for slot, one in enumerate(slots) if one.skills]
        for said, slot in enumerate(full):
            blocks[f"{kind}.{said}"] = f"{kind}.{slot}.words.{slots[slot].mark}"
        blocks[kind] = f"{kind}.0.skill"
        blocks |= {f"{kind}.{slot}.skill": f"{kind}.{slot}.skill" for slot in range(len(slots))}
    return blocks


def _ideas(seen: Seen, kind: str) -> set[str]:
    skills = seen.view.questionnaire.skills.values()
    lists = {
        TAKE_ON: [skill.responsibility for skill in skills],
        WORK_ON: [skill.practice for skill in skills],
        LOOK_INTO: [skill.evidence for skill in skills],
    }[kind]
    return {idea for ideas in lists for idea in ideas}


def _occasion(value: str | None) -> Occasion | None:
    return Occasion(value) if value else None
