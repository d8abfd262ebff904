"""The plan: how it reads, and the forms in which the two write it."""

from collections.abc import Mapping
from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.agreement import ItemChange
from coaching_core.domain.calendar import local_date
from coaching_core.domain.choosing import ManagerAnswers, TakeOnAnswer
from coaching_core.domain.comparison import Category
from coaching_core.domain.plan import Item, ItemKind, Plan, Proposal, Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.ids import ItemId, SkillKey

SUPPORT, CLEAR, CLEAR_DUE, SECOND, SECOND_WORDS = "support", "clear_the_way", "clear_due", "proposal", "proposal_words"
ADDED, ADDED_DUE = "added", "added_due"
_LEAVE_OUT = "leave out"


def said_plan(seen: Seen) -> list[b.Block]:
    """The plan, item by item, in the words both wrote."""
    plan, form = seen.view.plan, seen.view.questionnaire
    blocks: list[b.Block] = []
    for item in plan.items:
        blocks += said_item(seen, item, form)
    if plan.support:
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(seen.name(Role.MANAGER))}'s support*")))
        blocks.append(b.said(plan.support))
    if plan.next_time:
        blocks.append(b.context(b.mrkdwn(f"Listed for next time: {b.escape(words.names(form, plan.next_time))}.")))
    return blocks


def said_item(seen: Seen, item: Item, form: Questionnaire) -> list[b.Block]:
    head = f"*{words.KINDS[item.kind]}*"
    if item.skills:
        head += f": {b.escape(words.names(form, item.skills))}"
    facts = [b.escape(seen.name(item.owner))]
    if item.occasion is not None:
        facts.append(words.OCCASIONS[item.occasion].lower())
    if item.due is not None:
        facts.append(f"by {words.day(item.due)}")
    blocks = [b.section(b.mrkdwn(f"{head} · {', '.join(facts)}")), b.said(item.words)]
    if item.verdict is not None:
        said = f"{b.escape(seen.name(Role.MANAGER))}: *{words.VERDICTS[item.verdict].lower()}*"
        if item.condition:
            said += f" {b.escape(item.condition)}"
        if item.look_again is not None:
            said += f" · we look again on {words.day(item.look_again)}"
        blocks.append(b.context(b.mrkdwn(said)))
    return blocks


def plan_text(seen: Seen) -> str:
    """The plan as one private text, for `/coach-plan`."""
    form = seen.view.questionnaire
    lines = []
    for item in seen.view.plan.items:
        about = f" ({b.escape(words.names(form, item.skills))})" if item.skills else ""
        due = f" · by {words.day(item.due)}" if item.due else ""
        lines.append(
            f"• *{words.KINDS[item.kind]}*{about}: {b.escape(item.words)} · {b.escape(seen.name(item.owner))}{due}"
        )
    return "\n".join(lines)


# --- the manager's answer ---


def answer(seen: Seen, topics: tuple[Topic, ...], turn: int) -> b.Block:
    """The manager's form: the whole draft, an answer to each responsibility, support, and how they see the areas."""
    view, rep = seen.view, seen.name(Role.REP)
    blocks: list[b.Block] = []
    if Topic.PLAN in topics:
        blocks += [b.section(b.mrkdwn("*The draft so far*")), *said_plan(seen), b.divider()]
        for item in view.plan.of_kind(ItemKind.EMPOWER):
            blocks += _take_on_inputs(item, view.questionnaire, rep)
    if Topic.AREAS in topics:
        blocks += _view_inputs(seen)
    if Topic.PLAN in topics:
        blocks += _support_inputs(seen)
    return b.modal(
        "Your answer",
        blocks or [b.section(b.mrkdwn("There is nothing to write here."))],
        callback_id=Modal.ANSWER,
        submit="Send and agree" if Topic.PLAN in topics else "Send",
        private_metadata=pack(r=view.id, t=turn),
    )


def _take_on_inputs(item: Item, form: Questionnaire, rep: str) -> list[b.Block]:
    options = [b.option(label, verdict.value) for verdict, label in words.VERDICTS.items()]
    chosen = item.verdict.value if item.verdict else None
    return [
        b.input_block(
            f"{rep} would take on more: {words.names(form, item.skills)}",
            b.radio(Act.INPUT, options, chosen),
            f"take_on.{item.id}",
        ),
        b.input_block(
            "If not a plain yes: what does it need?",
            b.text_input(Act.INPUT, initial=item.condition),
            f"condition.{item.id}",
            optional=True,
        ),
        b.input_block(
            "If not yet: when do you look at it again?",
            b.datepicker(Act.INPUT, initial=item.look_again),
            f"look_again.{item.id}",
            optional=True,
        ),
    ]


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
        verdict = values.choice(block_id)
        if kind == "take_on" and verdict:
            take_on[ItemId(name)] = TakeOnAnswer(
                Verdict(verdict),
                values.text(f"condition.{name}"),
                values.date(f"look_again.{name}"),
            )
        elif kind == "views":
            views[SkillKey(name)] = values.text(block_id)
    second = values.choice(SECOND)
    return ManagerAnswers(
        take_on=take_on,
        views=views,
        support=values.text(SUPPORT),
        clear_the_way=values.text(CLEAR),
        clear_due=values.date(CLEAR_DUE),
        proposal=Proposal(SkillKey(second), values.text(SECOND_WORDS)) if second else None,
    )


def answer_block_of(field: str) -> str | None:
    """A responsibility's problem is said at its condition; that of a proposal at its sentence."""
    kind, _, name = field.partition(".")
    if kind == "take_on":
        return f"condition.{name}"
    return {"proposal": SECOND_WORDS}.get(kind, field)


# --- agreeing and changing ---


def change(seen: Seen, turn: int) -> b.Block:
    """Change the words or the date of any item, leave one out, or add one."""
    view, other = seen.view, seen.name(_other(seen))
    blocks: list[b.Block] = [
        b.section(
            b.plain(f"Change what you like. When you save, you agree to the new text and {other} is asked again.")
        )
    ]
    for item in view.plan.items:
        about = words.KINDS[item.kind] + (f": {words.names(view.questionnaire, item.skills)}" if item.skills else "")
        blocks += [
            b.input_block(
                about, b.text_input(Act.INPUT, initial=item.words, multiline=True), f"item.{item.id}", optional=True
            ),
            b.input_block("By when?", b.datepicker(Act.INPUT, initial=item.due), f"due.{item.id}", optional=True),
            b.input_block(
                "Leave it out?",
                b.checkboxes(Act.INPUT, [b.option("Leave this out", _LEAVE_OUT)]),
                f"drop.{item.id}",
                optional=True,
            ),
        ]
    blocks += [
        b.input_block("Something to add", b.text_input(Act.INPUT), ADDED, optional=True),
        b.input_block("By when?", b.datepicker(Act.INPUT), ADDED_DUE, optional=True),
    ]
    return b.modal(
        "Change the plan",
        blocks,
        callback_id=Modal.CHANGE,
        submit="Save and agree",
        private_metadata=pack(r=view.id, t=turn),
    )


def parse_change(values: Values) -> tuple[Mapping[ItemId, ItemChange], str, date | None]:
    """Returns the changes, and an item to add with its date."""
    changes = {
        ItemId(block_id.partition(".")[2]): ItemChange(
            values.text(block_id),
            values.date("due." + block_id.partition(".")[2]),
            drop=_LEAVE_OUT in values.choices("drop." + block_id.partition(".")[2]),
        )
        for block_id in values.blocks
        if block_id.startswith("item.")
    }
    return changes, values.text(ADDED), values.date(ADDED_DUE)


def change_block_of(field: str) -> str | None:
    return field


def look_back(plan: Plan, seen: Seen) -> date:
    """Returns when to look back for the first time: the first date in the plan, else in a month."""
    dates = [item.due for item in plan.items if item.due is not None]
    return min(dates) if dates else date.fromordinal(local_date(seen.now, seen.people[Role.REP].zone).toordinal() + 30)


def _other(seen: Seen) -> Role:
    return Role.REP if seen.view.reader.value == Role.MANAGER.value else Role.MANAGER
