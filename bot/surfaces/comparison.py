"""The comparison in the thread, both views side by side in a modal, and the chart in one's own DM."""

from collections.abc import Sequence

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import opening, words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Unrated
from coaching_core.domain.comparison import Category
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.visibility import ReviewView
from coaching_core.ids import SkillKey

NAMED_AT_MOST = 10
"""Skills named in a row: all of them only once, and not as a wall."""
SKILL, LINE = "skill", "line"
_CHART_BARS = 20


def said_comparison(seen: Seen) -> list[b.Block]:
    """Every skill in its category, in the questionnaire's order, no numbers; the manager's words on shared ones."""
    view, rep = seen.view, b.escape(seen.name(Role.REP))
    strengths, needs = view.of_category(Category.STRENGTH), view.of_category(Category.NEED)
    differ, unseen = view.of_category(Category.SEEN_DIFFERENTLY), view.of_category(Category.NOT_SEEN_YET)
    if not (strengths or needs or differ or unseen):
        return _observe(view)
    blocks = []
    if strengths:
        asks = f" {rep}, which one should bring you more room?" if needs or differ or unseen else ""
        blocks.append(b.section(b.mrkdwn(f"*You both see strengths here:* {_named(view, strengths)}.{asks}")))
        if not (needs or differ or unseen):
            blocks.append(
                b.section(b.mrkdwn(f"You both see strengths everywhere. {rep}, what would you like to be known for?"))
            )
    if needs:
        takes = " The plan takes one or two; the others keep." if len(needs) > 2 else ""
        blocks.append(b.section(b.mrkdwn(f"*You both see room to grow here:* {_named(view, needs)}.{takes}")))
        if not strengths:
            manager = b.escape(seen.name(Role.MANAGER))
            blocks.append(b.context(b.mrkdwn(f"{manager}, start with one thing that worked in the last weeks.")))
    if differ or unseen:
        blocks += _areas(view, differ, unseen)
    blocks += opening.said_notes(seen, view.questionnaire)
    return [*blocks, *_left_out(view)]


def _areas(view: ReviewView, differ: Sequence[SkillKey], unseen: Sequence[SkillKey]) -> list[b.Block]:
    parts = []
    if differ:
        parts.append(f"*You see these differently:* {_named(view, differ)}.")
    if unseen:
        parts.append(f"*Not seen yet by one of you:* {_named(view, unseen)}.")
    only_unseen = not differ and not view.of_category(Category.STRENGTH) and not view.of_category(Category.NEED)
    parts.append(
        "So the plan is to watch first. Choose up to three occasions; then you both take a second look."
        if only_unseen
        else "Nobody needs to be right today. Choose up to three for a closer look; the rest stay closed until opened."
    )
    return [b.section(b.mrkdwn("\n".join(parts)))]


def _observe(view: ReviewView) -> list[b.Block]:
    named = _named(view, view.of_category(Category.NOT_DISCUSSED))
    return [
        b.section(
            b.mrkdwn(
                "Neither of you has had the chance to see these yet"
                + (f": {named}." if named else ".")
                + " So you agree to watch first. Plan an occasion or two, and start again once there is more to see."
            )
        )
    ]


def _left_out(view: ReviewView) -> list[b.Block]:
    lines = []
    if view.of_category(Category.NOT_DISCUSSED):
        lines.append(
            f"Not seen by either of you, so not discussed: {_named(view, view.of_category(Category.NOT_DISCUSSED))}."
        )
    if view.of_category(Category.NOT_IN_ROLE):
        lines.append(f"Not in this role, you both say: {_named(view, view.of_category(Category.NOT_IN_ROLE))}.")
    return [b.context(b.mrkdwn("\n".join(lines)))] if lines else []


def _named(view: ReviewView, keys: Sequence[SkillKey]) -> str:
    said = b.escape(words.names(view.questionnaire, keys[:NAMED_AT_MOST]))
    more = len(keys) - NAMED_AT_MOST
    return f"{said} and {more} more" if more > 0 else said


def both_views(seen: Seen) -> b.Block:
    """The modal: opened skills only, sentences first, numbers second."""
    view = seen.view
    blocks: list[b.Block] = []
    for key, both in view.views.items():
        skill = view.questionnaire.skill(key)
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(skill.name)}*")))
        blocks.append(b.fields(*(b.mrkdwn(_one_view(seen, key, role)) for role in Role)))
        quotes = [(role, text) for role, text in both.comments.items() if text]
        quotes += [
            (said.role, said.words) for said in (*view.area_words, *view.unparked) if said.skill == key and said.words
        ]
        for role, text in quotes:
            blocks.append(b.context(b.mrkdwn(f"{b.escape(seen.name(role))} wrote")))
            blocks.append(b.said(text))
    for role, factors in view.factors.items():
        if factors.picks or factors.words:
            said = ", ".join(words.FACTORS[one] for one in factors.picks)
            blocks.append(
                b.section(b.mrkdwn(f"*{b.escape(seen.name(role))} on what else plays a part:* {b.escape(said)}"))
            )
            if factors.words:
                blocks.append(b.said(factors.words))
    if not blocks:
        blocks.append(b.section(b.mrkdwn("Nothing is open yet. It opens a piece at a time, as you talk.")))
    else:
        closed = len(view.closed_areas)
        if closed:
            blocks.append(
                b.context(b.mrkdwn(f"{words.count(closed, 'area stays', 'areas stay').capitalize()} closed."))
            )
        blocks.append(b.actions(b.button("Show it as a chart in my own chat", Act.CHART, pack(r=view.id))))
    return b.modal("Both views", _within(blocks, 100), callback_id=Modal.VIEWS)


def _one_view(seen: Seen, skill: SkillKey, role: Role) -> str:
    form = seen.view.questionnaire
    answer = seen.view.views[skill].answers[role]
    said = words.answered(form, answer, role)
    sentence = (
        "" if answer is None or isinstance(answer, Unrated) else b.escape(form.skill(skill).anchor(answer)) + "\n"
    )
    return f"*{b.escape(seen.name(role))}*\n{sentence}_{b.escape(said)}_"


def _within(blocks: list[b.Block], limit: int) -> list[b.Block]:
    if len(blocks) <= limit:
        return blocks
    return [
        *blocks[: limit - 1],
        b.context(b.mrkdwn("There is more than fits here. The chart in your chat shows every skill.")),
    ]


def parked(seen: Seen) -> b.Block:
    """The rep opens an area that was not chosen."""
    view, manager = seen.view, seen.name(Role.MANAGER)
    if not view.closed_areas:
        return b.modal("Open an area", [b.section(b.mrkdwn("There is no closed area left."))], callback_id=Modal.NOTE)
    options = [b.option(view.questionnaire.skill(key).name, key) for key in view.closed_areas]
    return b.modal(
        "Open an area",
        [
            b.section(b.plain(f"You open it, nobody else. Then you and {manager} both see both views of it.")),
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


def chart(seen: Seen) -> Message | None:
    """Opened skills as a native chart with a table that says the same, for one person's own DM."""
    view = seen.view
    rated = [
        key
        for key, both in view.views.items()
        if all(isinstance(answer, int) and not isinstance(answer, Unrated) for answer in both.answers.values())
    ][: 2 * _CHART_BARS]
    if not rated:
        return None
    skills = [view.questionnaire.skill(key) for key in rated]
    values = {role: [_score(view, key, role) for key in rated] for role in Role}
    charts = []
    for start in range(0, len(rated), _CHART_BARS):
        part = slice(start, start + _CHART_BARS)
        series = [(seen.name(role), values[role][part]) for role in Role]
        charts.append(b.chart_bars("Both views", [skill.short for skill in skills[part]], series))
    top = len(view.questionnaire.scale.labels)
    rows: list[list[str | float]] = [
        [skill.name, *(values[role][number] for role in Role)] for number, skill in enumerate(skills)
    ]
    return Message(
        "The chart you asked for.",
        [
            b.section(
                b.mrkdwn(f"What you have both opened so far, on the scale of 1 to {top}. Only you see this message.")
            ),
            *charts,
            b.data_table("Both views, skill by skill", ["Skill", *(seen.name(role) for role in Role)], rows),
        ],
    )


def _score(view: ReviewView, skill: SkillKey, role: Role) -> float:
    answer = view.views[skill].answers[role]
    return float(answer) if isinstance(answer, int) else 0.0
