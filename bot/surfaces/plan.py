"""The plan: how it reads, and the form in which the manager answers the rep's choices."""

from collections.abc import Sequence
from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import kept_plan, taking_on, talk, words
from bot.surfaces.fitting import WHOLE, Room, fitted
from bot.surfaces.packing import pack
from coaching_core.domain.calendar import local_date
from coaching_core.domain.choosing import ManagerAnswers, TakeOnAnswer
from coaching_core.domain.comparison import Category
from coaching_core.domain.plan import Item, ItemKind, Plan, Proposal, first_look_back
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.domain.seen import Seen
from coaching_core.ids import ItemId, SkillKey

SUPPORT, CLEAR, CLEAR_DUE, SECOND, SECOND_WORDS = "support", "clear_the_way", "clear_due", "proposal", "proposal_words"
TALKED = "minutes"

NAMED_AT_MOST = 5
"""Skills for next time: the comparison has named them all once, so a long list is only counted here."""


def said_plan(seen: Seen, room: Room = WHOLE) -> list[b.Block]:
    """The plan, item by item, in the words both wrote."""
    plan, form = seen.view.plan, seen.view.questionnaire
    blocks = said_items(seen, plan.items, room)
    if plan.support:
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(seen.name(Role.MANAGER))}'s support*")))
        blocks.append(b.said(plan.support, room.letters))
    later = _next_time(seen)
    if len(later) > NAMED_AT_MOST:
        blocks.append(
            b.context(b.mrkdwn(f"Listed for next time: {len(later)} more that you both see room to grow in."))
        )
    elif later:
        blocks.append(b.context(b.mrkdwn(f"Listed for next time: {b.escape(words.names(form, later))}.")))
    return blocks


def _next_time(seen: Seen) -> list[SkillKey]:
    """What both see room to grow in and the plan does not take, and what was put off; nothing is lost."""
    view = seen.view
    taken = {key for item in view.plan.of_kind(ItemKind.DEVELOP) for key in item.skills}
    put_off = {*view.of_category(Category.NEED), *view.plan.next_time} - taken
    return [key for key in view.questionnaire.skills if key in put_off]


def said_items(seen: Seen, items: Sequence[Item], room: Room) -> list[b.Block]:
    blocks = [block for item in items[: room.items] for block in _said_item(seen, item, room)]
    more = len(items) - room.items
    if more > 0:
        blocks.append(b.context(b.mrkdwn(f"And {words.count(more, 'more item', 'more items')}.")))
    return blocks


def _said_item(seen: Seen, item: Item, room: Room) -> list[b.Block]:
    head = f"*{words.KINDS[item.kind]}*"
    if item.skills:
        head += f": {b.escape(words.names(seen.view.questionnaire, item.skills))}"
    if item.occasion is not None:
        head += f" · {words.OCCASIONS[item.occasion].lower()}"
    by = f", by {words.day(item.due)}" if item.due is not None else ""
    blocks = [b.section(b.mrkdwn(f"{head} · {b.escape(seen.name(item.owner))}{by}")), b.said(item.words, room.letters)]
    blocks += taking_on.answered(item, seen.name(Role.MANAGER), room.letters)
    return blocks


def private(seen: Seen) -> tuple[str, list[b.Block]]:
    """The plan for one person alone, for `/coach-plan`: a text and blocks."""
    text = "Your coaching plan. Only you see this."

    def draw(room: Room) -> list[b.Block]:
        whole = b.button(
            "Read it all",
            Act.HOME_PLAN,
            pack(r=seen.view.id),
            accessibility_label="Read it all: the whole plan",
        )
        cut = [b.section(b.mrkdwn("Some of it is too long to stand here."), whole)] if room.cut else []
        more = [b.actions(kept_plan.button(seen.view.id))] if seen.view.stage is Stage.AGREED else []
        head = b.section(b.mrkdwn(f"*{_whose(seen)}* Only you see this message."))
        return [head, *said_plan(seen, room), *cut, *more]

    return text, fitted(draw)


def _whose(seen: Seen) -> str:
    rep, manager = b.escape(seen.name(Role.REP)), b.escape(seen.name(Role.MANAGER))
    state = "agreed" if seen.view.stage is Stage.AGREED else "not agreed yet"
    return f"The plan of {rep} and {manager}, {state}."


def look_back(plan: Plan, seen: Seen) -> date:
    agreed = local_date(seen.view.ended_at or seen.now, seen.people[Role.REP].zone)
    return first_look_back(plan.look_back, plan.items, agreed)


# --- the manager's answer ---


def answer(seen: Seen, topics: tuple[Topic, ...], turn: int) -> b.Block:
    """The manager's form: the whole draft, an answer to each responsibility, how they see the areas, and support."""
    view, rep = seen.view, seen.name(Role.REP)
    blocks: list[b.Block] = []
    said = f"{rep} reads all of this once you send it."
    if Topic.PLAN in topics:
        blocks.append(b.section(b.plain(f"{said} With it you agree to the plan as it then stands.")))
        blocks += [b.header("The draft so far", level=2), *said_plan(seen), b.divider()]
        for item in view.plan.of_kind(ItemKind.EMPOWER):
            blocks += _take_on_inputs(item, view.questionnaire, rep)
    if Topic.AREAS in topics:
        asked = _view_inputs(seen)
        blocks += [b.section(b.plain(said)), *asked] if asked and Topic.PLAN not in topics else asked
    if Topic.PLAN in topics:
        blocks += [*_support_inputs(seen), talk.asked(seen, TALKED)]
    return b.modal(
        "Your answer",
        blocks or [b.section(b.mrkdwn("There is nothing to write here. Send it, and it goes on."))],
        callback_id=Modal.ANSWER,
        submit="Send and agree" if Topic.PLAN in topics else "Send",
        private_metadata=pack(r=view.id, t=turn),
    )


def _take_on_inputs(item: Item, form: Questionnaire, rep: str) -> list[b.Block]:
    label = f"{rep} would take on more: {words.names(form, item.skills)}"
    return taking_on.inputs(label, item, f".{item.id}")


def _view_inputs(seen: Seen) -> list[b.Block]:
    view, rep = seen.view, seen.name(Role.REP)
    chosen = [said for said in view.area_words if said.role is Role.REP]
    if not chosen:
        return []
    blocks = [
        b.section(
            b.mrkdwn(
                f"*{b.escape(rep)} chose these for a closer look.* When you send, you both see both views of them. "
                "Say how you see it; nobody needs to be right."
            )
        )
    ]
    for said in chosen:
        blocks.append(
            b.input_block(
                f"How I see it: {view.questionnaire.skill(said.skill).name}",
                b.text_input(Act.INPUT, multiline=True),
                f"views.{said.skill}",
                optional=True,
                hint="Leave it empty for “nothing to add”.",
            )
        )
    return blocks


def _support_inputs(seen: Seen) -> list[b.Block]:
    view, rep = seen.view, seen.name(Role.REP)
    blocks = [
        b.input_block(
            "My support",
            b.text_input(Act.INPUT, multiline=True),
            SUPPORT,
            optional=True,
            hint=f"What you will do so that {rep} can do this.",
        ),
        b.input_block("Something I'll clear out of the way", b.text_input(Act.INPUT), CLEAR, optional=True),
        b.input_block("By when?", b.datepicker(Act.INPUT), CLEAR_DUE, optional=True),
    ]
    taken = {key for item in view.plan.of_kind(ItemKind.DEVELOP) for key in item.skills}
    open_needs = [key for key in view.of_category(Category.NEED) if key not in taken]
    if open_needs and taken:
        options = [b.option(view.questionnaire.skill(key).name, key) for key in open_needs]
        blocks += [
            b.input_block(
                "A second need you would propose",
                b.select(Act.INPUT, options, placeholder="Choose a skill"),
                SECOND,
                optional=True,
                hint=f"{rep} takes it, or keeps their own choice; the other is listed for next time.",
            ),
            b.input_block("In a sentence", b.text_input(Act.INPUT), SECOND_WORDS, optional=True),
        ]
    return blocks


def parse_answer(values: Values) -> ManagerAnswers:
    take_on: dict[ItemId, TakeOnAnswer] = {}
    views: dict[SkillKey, str] = {}
    for block_id in values.blocks:
        kind, _, name = block_id.partition(".")
        if kind == taking_on.VERDICT and values.choice(block_id):
            take_on[ItemId(name)] = taking_on.parse(values, f".{name}")
        elif kind == "views":
            views[SkillKey(name)] = values.text(block_id)
    second, talked = values.choice(SECOND), values.choice(TALKED)
    return ManagerAnswers(
        take_on=take_on,
        views=views,
        support=values.text(SUPPORT),
        clear_the_way=values.text(CLEAR),
        clear_due=values.date(CLEAR_DUE),
        proposal=Proposal(SkillKey(second), values.text(SECOND_WORDS)) if second else None,
        talked=int(talked) if talked else None,
    )


def answer_block_of(field: str) -> str | None:
    """A responsibility's problem is said at its condition; that of a proposal at its sentence."""
    kind, _, name = field.partition(".")
    if kind == "take_on":
        return f"{taking_on.CONDITION}.{name}"
    return {"proposal": SECOND_WORDS}.get(kind, field)
