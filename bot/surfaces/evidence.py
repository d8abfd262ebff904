"""What was seen: the form, and how it reads where the plan is kept."""

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import packing, words
from bot.surfaces.packing import pack
from coaching_core.domain.coaching_plan import Evidence
from coaching_core.domain.evidence import Observed
from coaching_core.domain.seen import AreaSeen, EvidenceOffer
from coaching_core.errors import BadInput
from coaching_core.ids import ItemId, ReviewId

AREA, WORDS, ON, LINK = "area", "words", "on", "link"
_AREAS = 100
"""Options of a menu, at most."""
NOT_READ = (
    "This app can't read that message, or it isn't by somebody of your workspace. So only what you write here is kept."
)

KEPT = "Kept. You both read it in your plan, in the thread of your group message."


def button(plan: ReviewId, item: ItemId | None = None) -> b.Block:
    """Leads to the form; with an item, for that one."""
    label = "Add what was seen"
    number = f"#{item}" if item is not None else ""
    spoken = f"{label} for item {item}" if item is not None else label
    return b.button(label, f"{Act.EVIDENCE}{number}", pack(r=plan, i=item), accessibility_label=spoken)


def form(
    offer: EvidenceOffer,
    item: ItemId | None = None,
    *,
    said: str = "",
    link: str = "",
    from_message: bool = False,
) -> b.Block:
    """
    Args:
        item: chosen at first, if there are several.
        said, link: what stands in the fields at first.
        from_message: it was begun from a message in Slack.
    """
    others = words.listed(list(dict.fromkeys(one.other.name for one in offer.areas)))
    options = [b.option(_label(one), _value(one)) for one in offer.areas[:_AREAS]]
    chosen = next((_value(one) for one in offer.areas if one.item.id == item), None)
    chosen = _value(offer.areas[0]) if chosen is None and len(offer.areas) == 1 else chosen
    one_pair = len({one.plan for one in offer.areas}) == 1
    read = f"You and {others} read it." if one_pair else f"Only the two of a plan read it: you, and one of {others}."
    area = b.select(Act.INPUT, options, initial=chosen, placeholder="Choose one")
    about = [b.context(b.plain(NOT_READ))] if from_message and not link else []
    return b.modal(
        "What was seen",
        [
            b.section(b.plain(f"What was said or done, on one day, in a sentence or a few. {read} Nobody is called.")),
            *about,
            b.input_block("For which area?", area, AREA),
            b.input_block("What was seen?", b.text_input(Act.INPUT, initial=said or None, multiline=True), WORDS),
            b.input_block("On which day?", b.datepicker(Act.INPUT, initial=offer.today), ON),
            b.input_block(
                "A link",
                b.text_input(Act.INPUT, initial=link or None, placeholder="https://…"),
                LINK,
                optional=True,
                hint="To a recording, a document or a message, if you both can open it.",
            ),
        ],
        callback_id=Modal.EVIDENCE,
        submit="Keep it",
        private_metadata=pack(),
    )


def parse(values: Values) -> tuple[ReviewId, ItemId, Observed]:
    """Returns where it belongs, and what was seen. Raises ``BadInput``."""
    area, on = values.choice(AREA), values.date(ON)
    if area is None or on is None:
        raise BadInput("Please choose the area and the day.", {AREA: "Please choose one."})
    seen = Observed(on, values.text(WORDS), values.text(LINK))
    return ReviewId(packing.of(area, "r")), ItemId(packing.of(area, "i")), seen


def block_of(field: str) -> str | None:
    return field if field in (AREA, WORDS, ON, LINK) else None


def kept(seen: Evidence, by: str, letters: int) -> list[b.Block]:
    """
    Args:
        by: the name of whoever saw it.
        letters: so many are shown.
    """
    head = b.context(b.mrkdwn(f"Seen by {b.escape(by)} on {words.day(seen.on)}:"))
    return [head, b.said(seen.words, letters, link=seen.link)]


def _label(area: AreaSeen) -> str:
    skills = words.shortlist(area.skills, 2)
    return b.clip(f"{area.other.name}: {skills or area.item.words}", 75)


def _value(area: AreaSeen) -> str:
    return pack(r=area.plan, i=area.item.id)
