"""Both views of the opened skills, side by side in a modal; opening one more; and the chart in one's own DM."""

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import charts, fitting, moved, taking_on, words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.ids import SkillKey

SKILL, LINE = "skill", "line"
_ROWS = 40
"""Of the table under the charts: as many skills as a questionnaire has."""


def both_views(seen: Seen, page: int = 1) -> b.Block:
    """Opened skills only, sentences first, numbers second."""
    view = seen.view

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.SEE_BOTH}#{to}", pack(r=view.id, p=to))

    other = seen.name(Role.REP if view.reader is Reader.MANAGER else Role.MANAGER)
    blocks = (
        [b.context(b.plain(f"Only you and {other} can open this. Neither view counts more."))] if view.views else []
    )
    blocks += [block for key in view.views for block in skill(seen, key)]
    blocks += _factors(seen)
    if not blocks:
        blocks.append(b.section(b.mrkdwn("Nothing is open yet. It opens a piece at a time, as you talk.")))
    blocks += _closed(seen)
    buttons = [b.button("As a chart in my own chat", Act.CHART, pack(r=view.id))] if view.views else []
    buttons += [moved.button(view.id)] if view.stage is Stage.AGREED else []
    blocks += [b.actions(*buttons)] if buttons else []
    return b.modal("Both views", fitting.page_of(blocks, page, way), callback_id=Modal.VIEWS)


def skill(seen: Seen, key: SkillKey) -> list[b.Block]:
    """Both views of one opened skill, with what was written about it."""
    view, both = seen.view, seen.view.views[key]
    head = b.mrkdwn(f"*{b.escape(view.questionnaire.skill(key).name)}*")
    blocks = [b.fields(*(b.mrkdwn(_one_view(seen, key, role)) for role in Role), head=head)]
    quotes = [(role, text) for role, text in both.comments.items() if text]
    quotes += [(one.role, one.words) for one in (*view.area_words, *view.unparked) if one.skill == key and one.words]
    quotes += [(Role.MANAGER, one.words) for one in view.notes if one.skill == key]
    for role, text in quotes:
        blocks.append(b.context(b.mrkdwn(f"{b.escape(seen.name(role))} wrote")))
        blocks.append(b.said(text))
    return blocks


def _one_view(seen: Seen, skill: SkillKey, role: Role) -> str:
    form = seen.view.questionnaire
    answer = seen.view.views[skill].answers[role]
    said = words.answered(form, answer, role)
    sentence = (
        "" if answer is None or isinstance(answer, Unrated) else b.escape(form.skill(skill).anchor(answer)) + "\n"
    )
    return f"*{b.escape(seen.name(role))}*\n{sentence}_{b.escape(said)}_"


def _factors(seen: Seen) -> list[b.Block]:
    blocks: list[b.Block] = []
    for role, factors in seen.view.factors.items():
        if factors.picks or factors.words:
            said = " " + b.escape(", ".join(words.FACTORS[one] for one in factors.picks)) if factors.picks else ""
            blocks.append(b.section(b.mrkdwn(f"*{b.escape(seen.name(role))} on what else plays a part:*{said}")))
            if factors.words:
                blocks.append(b.said(factors.words))
    if blocks and seen.view.stage is Stage.AGREED and seen.view.reader is Reader.MANAGER:
        blocks.append(b.actions(taking_on.clear_button(seen.view.id)))
    return blocks


def _closed(seen: Seen) -> list[b.Block]:
    """What is not open, by name: each skill can be read somewhere."""
    view, rep = seen.view, seen.name(Role.REP)
    chosen = [key for one in view.area_words if one.role is Role.REP and (key := one.skill) not in view.views]
    lines = [
        (view.closed_areas, f"Closed until {rep} opens it"),
        (chosen, "Opens when you have both spoken on it"),
        (view.of_category(Category.NOT_DISCUSSED), "Not seen by either of you"),
        (view.of_category(Category.NOT_IN_ROLE), "Not in this role"),
    ]
    return [b.context(b.plain(f"{said}: {words.names(view.questionnaire, keys)}.")) for keys, said in lines if keys]


# --- one more ---


def parked(seen: Seen) -> b.Block:
    """The rep opens an area that was not chosen."""
    view, manager = seen.view, seen.name(Role.MANAGER)
    if not view.closed_areas:
        return b.modal("Open an area", [b.section(b.mrkdwn("There is no closed area left."))], callback_id=Modal.NOTE)
    options = [b.option(view.questionnaire.skill(key).name, key) for key in view.closed_areas]
    said = f"You open it, nobody else. Then you and {manager} both see both answers, the comments and your line."
    return b.modal(
        "Open an area",
        [
            b.section(b.plain(said)),
            b.input_block("Which one?", b.select(Act.INPUT, options, placeholder="Choose a skill"), SKILL),
            b.input_block(
                "How do you see it?",
                b.text_input(Act.INPUT, multiline=True),
                LINE,
                optional=True,
                hint="Leave it empty for “nothing to add”.",
            ),
        ],
        callback_id=Modal.PARKED,
        submit="Open it",
        private_metadata=pack(r=view.id),
    )


def parse_parked(values: Values) -> tuple[SkillKey, str]:
    return SkillKey(values.choice(SKILL) or ""), values.text(LINE)


# --- the chart ---


def chart(seen: Seen) -> Message:
    """Opened skills as a native chart with a table that says the same, for one person's own DM."""
    view = seen.view
    text = "The chart you asked for is here."
    rated = [key for key, both in view.views.items() if all(charts.scored(one) for one in both.answers.values())][
        :_ROWS
    ]
    if not rated:
        said = "There is nothing to draw yet: it takes a skill that is open and that you have both rated."
        return Message(text, [b.section(b.mrkdwn(said))])
    skills = [view.questionnaire.skill(key) for key in rated]
    values = {role: [charts.score(view.views[key].answers[role]) for key in rated] for role in Role}
    series = [(seen.name(role), values[role]) for role in Role]
    rows: list[list[str | float]] = [
        [skill.name, *(values[role][number] for role in Role)] for number, skill in enumerate(skills)
    ]
    top = len(view.questionnaire.scale.labels)
    said = f"What you have both rated and opened so far, on the scale of 1 to {top}. Only you see this message."
    table = b.data_table("Both views, skill by skill", ["Skill", *(seen.name(role) for role in Role)], rows)
    drawn = charts.bars("Both views", [skill.short for skill in skills], series)
    return Message(text, charts.if_they_fit([b.section(b.mrkdwn(said))], drawn, table))
