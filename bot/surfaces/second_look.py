"""
A second look: asking for it, the question in each one's own chat, the form, and both views of it.

No answer stands in a message: ratings open in a modal, as they do in a review.
"""

from collections.abc import Mapping

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import after_look, evidence, fitting, packing, questions, words
from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Answer, Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import LookStage, Reader, Role
from coaching_core.domain.seen import LookOffer, LookSeen
from coaching_core.domain.surfaces import OPENED
from coaching_core.domain.visibility import LookView, OpenedLook
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import ItemId, LookId, ReviewId, SkillKey

SKILL, ANSWER, CHANGED = "skill", "answer", "changed"
_LETTERS = 1000
"""Of the rep's sentence in a message; the whole stands in *See both views*."""
_EVIDENCE = 6
"""Of what was seen, the newest; all of it stands with the plan."""

LANDED: Mapping[Category, str] = {
    Category.STRENGTH: "you both see a strength here",
    Category.NEED: "you both see room to grow here",
    Category.SEEN_DIFFERENTLY: "you see it differently",
    Category.NOT_SEEN_YET: "one of you hasn't seen it yet",
    Category.NOT_DISCUSSED: "neither of you has seen it yet",
    Category.NOT_IN_ROLE: "it isn't part of this role",
}

# --- asking


def ask_button(plan: ReviewId, item: ItemId) -> b.Block:
    return b.button(
        "Second look",
        f"{Act.LOOK_ASK}#{item}",
        pack(r=plan, i=item),
        accessibility_label=f"Ask for a second look at item {item}",
    )


def offer(seen: LookOffer) -> b.Block:
    """Asks for it; with several skills, at which one."""
    other = seen.name(seen.me.other)
    options = [b.option(name, key) for key, name in seen.skills.items()]
    first = next(iter(seen.skills))
    return b.modal(
        "A second look",
        [
            b.section(b.plain(f"You and {other} each rate one skill again, separately, with what was seen in sight.")),
            b.section(b.mrkdwn(f"*Who reads it*\n{b.escape(who_reads(other))}")),
            b.input_block("At which skill?", b.radio(Act.INPUT, options, first), SKILL),
        ],
        callback_id=Modal.LOOK_ASK,
        submit="Ask",
        private_metadata=pack(r=seen.plan, i=seen.item),
    )


def parse_ask(values: Values, metadata: str | None) -> tuple[ReviewId, ItemId, SkillKey]:
    skill = values.choice(SKILL)
    if skill is None:
        raise BadInput("Please choose a skill.", {SKILL: "Please choose one."})
    return ReviewId(packing.of(metadata, "r")), ItemId(packing.of(metadata, "i")), SkillKey(skill)


def asked(seen: LookSeen) -> str:
    return f"Asked. You both find *{b.escape(seen.skill.name)}* in your chat with this app."


def who_reads(other: str) -> str:
    """Said before the question."""
    return (
        f"Until you and {other} are both done, nobody sees an answer. "
        "Then it opens to you two at once: first what has changed for the rep, then both views."
    )


# --- in one's own chat


def message(seen: LookSeen, part: str) -> Message | None:
    """``part``: the surface's own, which says whether this is the question, or the message that it has opened."""
    me = Role(part.split(" ")[0])
    if part.endswith(OPENED):
        return Message("Your second look is ready.", _opened(seen, me))
    return Message("Your coaching plan goes on.", _question(seen, me))


def _question(seen: LookSeen, me: Role) -> list[b.Block]:
    view, skill, other = seen.view, b.escape(seen.skill.name), b.escape(seen.name(me.other))
    if view.stage is LookStage.OPENED:
        return [b.section(b.mrkdwn(f"You have both taken a second look at *{skill}*. What opened stands below."))]
    if view.stage is LookStage.CLOSED or not seen.goes_on:
        return [b.section(b.mrkdwn(f"The second look at *{skill}* is closed. Nothing was shown to anybody."))]
    close = b.button(
        "Close it",
        Act.LOOK_CLOSE,
        pack(l=view.id),
        accessibility_label=f"Close the second look at {seen.skill.name}",
        confirm=b.confirm("Close this second look?", "Nothing is shown to anybody.", "Close it", "Keep it"),
    )
    if view.done[me]:
        said = f"Your second look at *{skill}* is in. {other} isn't done yet. Until then nobody sees an answer."
        return [b.section(b.mrkdwn(said)), b.actions(_answer_button(seen, "Change mine"), close)]
    asks = "You asked" if view.asked_by is me else f"*{other}* asks"
    return [
        b.section(b.mrkdwn(f"{asks} for a second look at *{skill}*. You each rate this one skill again, separately.")),
        b.section(b.mrkdwn(f"*Who reads it*\n{b.escape(who_reads(seen.name(me.other)))}")),
        b.actions(_answer_button(seen, "Take a second look", "primary"), close),
    ]


def _answer_button(seen: LookSeen, label: str, style: b.Style | None = None) -> b.Block:
    spoken = f"{label}: {seen.skill.name}"
    return b.button(label, Act.LOOK_ANSWER, pack(l=seen.view.id), style=style, accessibility_label=spoken)


def _opened(seen: LookSeen, me: Role) -> list[b.Block]:
    view, skill, other = seen.view, b.escape(seen.skill.name), b.escape(seen.name(me.other))
    opened = view.opened
    if opened is None:
        return [b.section(b.mrkdwn(f"The second look at *{skill}* is closed."))]
    blocks = [b.section(b.mrkdwn(f"You and {other} have both taken your second look at *{skill}*."))]
    if opened.changed:
        whose = "What has changed for you" if me is Role.REP else f"What has changed for {other}"
        blocks += [b.context(b.mrkdwn(f"{whose}:")), b.said(opened.changed, _LETTERS)]
    blocks.append(b.section(b.mrkdwn(f"Now {LANDED[opened.category]}.")))
    see = b.button(
        "See both views", f"{Act.LOOK_SEE}#{view.id}", pack(l=view.id), accessibility_label=f"See both views: {skill}"
    )
    if opened.followed is not None:
        return [*blocks, b.section(b.mrkdwn(after_look.FOLLOWED[opened.followed.follow])), b.actions(see)]
    return [*blocks, b.actions(see, *after_look.offers(seen, opened, me))]


# --- answering


def form(seen: LookSeen) -> b.Block:
    """One skill on its anchors, with what was seen in sight. Raises ``TooLate`` once it can't be answered."""
    view, skill, me = seen.view, seen.skill, _me(seen)
    if view.stage is not LookStage.SEALED or not seen.goes_on:
        raise TooLate("This second look has ended. The message in your chat shows where it stands.")
    other, mine = seen.name(me.other), view.mine
    blocks = [
        b.section(b.mrkdwn(f"*{b.escape(skill.name)}*\n{b.escape(skill.description)}")),
        b.section(b.mrkdwn(f"*Who reads it*\n{b.escape(who_reads(other))}")),
        *[block for one in seen.evidence[-_EVIDENCE:] for block in evidence.kept(one, seen.name(one.by), 300)],
    ]
    more = len(seen.evidence) - _EVIDENCE
    if more > 0:
        blocks.append(
            b.context(b.mrkdwn(f"And {words.count(more, 'earlier entry', 'earlier entries')}, in your plan."))
        )
    chosen = mine.answer if mine is not None else None
    answers = questions.answers(Act.INPUT, skill, seen.form, me, chosen)
    blocks.append(b.input_block("How do you see it now?", answers, ANSWER))
    if me is Role.REP:
        changed = b.text_input(Act.INPUT, initial=mine.changed if mine is not None else None, multiline=True)
        hint = f"{other} reads this first, with both views."
        blocks.append(b.input_block("What has changed for you?", changed, CHANGED, optional=True, hint=hint))
    return b.modal("A second look", blocks, callback_id=Modal.LOOK, submit="Send", private_metadata=pack(l=view.id))


def parse(values: Values) -> tuple[Answer, str]:
    """Raises ``BadInput`` without an answer."""
    chosen = values.choice(ANSWER)
    if chosen is None:
        raise BadInput("Please choose an answer.", {ANSWER: "Please choose an answer."})
    return questions.answer_in(chosen), values.text(CHANGED)


# --- both views


def both_views(seen: LookSeen, page: int = 1) -> b.Block:
    """Every look at this skill that has opened, the newest first: the rep's sentence, then the two views."""
    rep, manager = seen.name(Role.REP), seen.name(Role.MANAGER)

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.LOOK_SEE}#{to}", pack(l=seen.view.id, p=to))

    blocks: list[b.Block] = [
        b.section(b.mrkdwn(f"*{b.escape(seen.skill.name)}*")),
        b.context(b.plain(f"Only {rep} and {manager} can open this. Neither view counts more.")),
    ]
    for one in reversed(seen.history):
        blocks += _one(seen, one)
    if not seen.history:
        blocks.append(b.section(b.mrkdwn("Nothing is open yet. It opens when you're both done.")))
    return b.modal("Both views", fitting.page_of(blocks, page, way), callback_id=Modal.VIEWS)


def _one(seen: LookSeen, look: LookView) -> list[b.Block]:
    opened = look.opened
    if opened is None or look.ended_at is None:
        return []
    when = words.local_day(look.ended_at, seen.people[Role.REP].zone)
    blocks: list[b.Block] = [b.divider(), b.context(b.mrkdwn(f"On {when}: {LANDED[opened.category]}."))]
    if opened.changed:
        blocks += [
            b.context(b.mrkdwn(f"What had changed for {b.escape(seen.name(Role.REP))}:")),
            b.said(opened.changed),
        ]
    blocks.append(b.fields(*(b.mrkdwn(_view(seen, opened, role)) for role in Role)))
    return blocks


def _view(seen: LookSeen, opened: OpenedLook, role: Role) -> str:
    answer = opened.answers[role]
    sentence = "" if isinstance(answer, Unrated) else b.escape(seen.skill.anchor(answer)) + "\n"
    return f"*{b.escape(seen.name(role))}*\n{sentence}_{b.escape(words.answered(seen.form, answer, role))}_"


def look_of(packed: str | None) -> LookId:
    return LookId(packing.of(packed, "l"))


def block_of(field: str) -> str | None:
    return field if field in (SKILL, ANSWER, CHANGED) else None


def _me(seen: LookSeen) -> Role:
    return Role.MANAGER if seen.view.reader is Reader.MANAGER else Role.REP


# --- beside the plan


def beside(looks: Mapping[Role, str], look: LookView, skill: str, letters: int) -> list[b.Block]:
    """
    How a look stands where the plan is kept: the rep's sentence first, then where it landed.

    Args:
        looks: the names of the two.
    """
    if look.stage is LookStage.SEALED:
        return [b.context(b.mrkdwn(f"A second look at {b.escape(skill)} is under way. Nobody sees an answer yet."))]
    if look.opened is None:
        return []
    rep = b.escape(looks[Role.REP])
    changed = [b.context(b.mrkdwn(f"{rep}, before a second look:")), b.said(look.opened.changed, letters)]
    landed = b.context(b.mrkdwn(f"Second look at {b.escape(skill)}: {LANDED[look.opened.category]}."))
    return [*(changed if look.opened.changed else []), landed]
