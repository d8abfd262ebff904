"""A responsibility that the rep would take on, and the manager's answer; what the manager clears out of the way."""

from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.choosing import TakeOnAnswer
from coaching_core.domain.plan import Item, Verdict
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.errors import BadInput, NotFound
from coaching_core.ids import ItemId, ReviewId

VERDICT, CONDITION, LOOK_AGAIN, WORDS, DUE = "take_on", "condition", "look_again", "words", "due"


def inputs(label: str, item: Item, suffix: str = "") -> list[b.Block]:
    """
    Yes, yes if, or not yet: the same question in the conversation and after it.

    Args:
        suffix: tells the fields of several items apart.
    """
    options = [b.option(said, verdict.value) for verdict, said in words.VERDICTS.items()]
    return [
        b.input_block(
            label, b.radio(Act.INPUT, options, item.verdict.value if item.verdict else None), VERDICT + suffix
        ),
        b.input_block(
            "If not a plain yes: what does it need?",
            b.text_input(Act.INPUT, initial=item.condition),
            CONDITION + suffix,
            optional=True,
        ),
        b.input_block(
            "If not yet: when do you look at it again?",
            b.datepicker(Act.INPUT, initial=item.look_again),
            LOOK_AGAIN + suffix,
            optional=True,
        ),
    ]


def answered(item: Item, manager: str, letters: int) -> list[b.Block]:
    """What the manager has said to it."""
    if item.verdict is None:
        return []
    said = f"{b.escape(manager)} says *{words.VERDICTS[item.verdict].lower()}*"
    if item.look_again is not None:
        said += f" · looking again on {words.day(item.look_again)}"
    condition = [b.said(item.condition, letters)] if item.condition else []
    return [b.context(b.mrkdwn(said)), *condition]


def button(plan: ReviewId, item: ItemId) -> b.Block:
    spoken = f"Answer the responsibility, item {item}"
    return b.button("Answer", f"{Act.TAKE_ON}#{item}", pack(r=plan, i=item), accessibility_label=spoken)


def form(seen: PlanSeen, item: ItemId) -> b.Block:
    """Raises ``NotFound`` for an item that is not there."""
    kept = seen.plan.item(item)
    if kept is None:
        raise NotFound("That item is not in the plan any more. Nothing has changed.")
    rep = seen.name(Role.REP)
    return b.modal(
        "Your answer",
        [
            b.section(b.plain(f"{rep} reads it, in your plan.")),
            b.said(kept.item.words),
            *inputs(f"{rep} would take this on", kept.item),
        ],
        callback_id=Modal.TAKE_ON,
        submit="Save",
        private_metadata=pack(r=seen.plan.id, i=item),
    )


def parse(values: Values, of: str = "") -> TakeOnAnswer:
    """
    Args:
        of: what the names of the fields end in, in a form that asks for several answers.
    Raises:
        BadInput: nothing is chosen, or nothing that could be.
    """
    chosen = next((one for one in Verdict if one.value == values.choice(VERDICT + of)), None)
    if chosen is None:
        raise BadInput("Please choose one of these.", {VERDICT + of: "Please choose one of these."})
    return TakeOnAnswer(chosen, values.text(CONDITION + of), values.date(LOOK_AGAIN + of))


def block_of(field: str) -> str | None:
    """What an answer needs is said where it is to be written."""
    return {"verdict": CONDITION}.get(field, field)


def clear_button(plan: ReviewId) -> b.Block:
    return b.button("Clear the way", Act.CLEAR_WAY, pack(r=plan))


def clear_form(plan: ReviewId, rep: str) -> b.Block:
    return b.modal(
        "Clear the way",
        [
            b.section(b.plain(f"Something outside of {rep}'s hands that you take up. {rep} reads it, in your plan.")),
            b.input_block("What will you do?", b.text_input(Act.INPUT), WORDS),
            b.input_block("By when?", b.datepicker(Act.INPUT), DUE, optional=True),
        ],
        callback_id=Modal.CLEAR_WAY,
        submit="Save",
        private_metadata=pack(r=plan),
    )


def parse_clear(values: Values) -> tuple[str, date | None]:
    return values.text(WORDS), values.date(DUE)
