"""The same questionnaire as one form: a modal with the same pages, each choice saved at once, turned in the ack."""

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import questions, watching, words
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Answer, Assessment, Factor, Opening, OutsideFactors, Progress
from coaching_core.domain.questionnaire import Section
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.seen import Seen
from coaching_core.ids import SkillKey

_COMMENT = ".comment"
FACTORS, FACTOR_WORDS = "factors", "factor_words"
COMMENT = "comment"
DUE, FORM = "due", "form"
STRENGTHS, STRENGTH_PICKS, NEEDS, NEED_PICKS, RELEASE = "strengths", "strength_picks", "needs", "need_picks", "release"
_RELEASED = "released"


def first_page(seen: Seen) -> int:
    """Where the form opens: on the part at which the message stands, and else on the first."""
    page = seen.view.mine.page if seen.view.mine else 1
    return page if 1 <= page <= len(seen.view.questionnaire.sections) else 1


def page(seen: Seen, number: int) -> b.Block:
    """
    One page of the form, or the check at its end.

    Args:
        number: 1 to the number of sections, one more for the check. It belongs to the form alone: the message in the
            DM keeps its own place.
    """
    mine, form = seen.view.mine, seen.view.questionnaire
    if seen.view.stage is Stage.PAUSED:
        return note("Your answers", "This is paused. Pick it up first; everything is as you left it.")
    if mine is None or seen.view.stage is not Stage.ASSESSING:
        return note("Your answers", "Answers no longer change. The message in your chat shows where it stands.")
    if mine.progress is Progress.SUBMITTED:
        return note("Your answers", "Your answers are sent. To change them, take them back in your chat first.")
    if number > len(form.sections):
        return _check(seen, mine, number)
    section = form.sections[max(number, 1) - 1]
    return b.modal(
        "Your answers",
        [*_questions(seen, mine, section, number), *_back(seen, number)],
        callback_id=Modal.FORM,
        submit="Next" if number < len(form.sections) else "Check my answers",
        close="Later",
        private_metadata=pack(r=seen.view.id, p=number),
        notify_on_close=True,
    )


def _questions(seen: Seen, mine: Assessment, section: Section, number: int) -> list[b.Block]:
    form = seen.view.questionnaire
    place = f"Part {number} of {len(form.sections)} · {b.escape(section.name)}"
    read = "Each choice is saved at once; close it whenever you like. Nobody else sees it before you're both done."
    blocks = [
        b.context(b.mrkdwn(place)),
        b.context(b.mrkdwn(read)),
        b.context(b.plain(f"Comments are yours to leave out. {_comment_read(seen, mine.role)}")),
    ]
    for skill in section.skills:
        rating = mine.ratings.get(skill.key)
        # Not an input: Slack would write "optional" behind every skill, and an answer need not wait for "Next".
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(skill.name)}*\n{b.escape(skill.description)}")))
        blocks.append(b.actions(questions.element(Act.FORM_RATE, skill, form, mine), block_id=skill.key))
        blocks.append(
            b.input_block(
                f"A comment on {skill.name}",
                b.text_input(Act.INPUT, initial=rating.comment if rating else None, multiline=True),
                skill.key + _COMMENT,
                optional=True,
            )
        )
    return [*blocks, b.context(b.mrkdwn(b.escape(words.rule(form))))]


def _check(seen: Seen, mine: Assessment, number: int) -> b.Block:
    form, view = seen.view.questionnaire, seen.view
    blocks: list[b.Block] = [b.section(b.mrkdwn("*Your answers.* Nothing is sent until you press *Submit*."))]
    for section in form.sections:
        blocks.append(
            b.section(b.mrkdwn(f"*{b.escape(section.name)}*\n{questions.short_answers(mine, section.skills, form)}"))
        )
    blocks += [*questions.still_open(mine, form), *watching.before_sending(seen, mine)]
    blocks += factor_inputs(seen, mine)
    if mine.role is Role.REP:
        said = "You have written your opening." if mine.opening else "You can write your opening now, if you like."
        blocks.append(b.section(b.mrkdwn(said), b.button("Write my opening", Act.WRITE_OPENING, pack(r=view.id))))
    return b.modal(
        "Check and send",
        [*blocks, *_back(seen, number), b.context(b.mrkdwn(questions.take_back(seen, mine)))],
        callback_id=Modal.FORM,
        submit="Submit",
        close="Later",
        private_metadata=pack(r=view.id, p=number),
        notify_on_close=True,
    )


def _back(seen: Seen, number: int) -> list[b.Block]:
    if number <= 1:
        return []
    return [b.actions(b.button("Back", Act.FORM_PAGE, pack(r=seen.view.id, p=number - 1)))]


def comments(values: Values) -> dict[SkillKey, str]:
    """Returns skill -> comment, of every comment field on the page; "" for an empty one."""
    return {
        SkillKey(block_id.removesuffix(_COMMENT)): values.text(block_id)
        for block_id in values.blocks
        if block_id.endswith(_COMMENT)
    }


def answers(values: Values) -> dict[SkillKey, Answer]:
    """Returns skill -> answer, of every question on the page that has one."""
    found = {}
    for block_id in values.blocks:
        elements = values.raw[block_id]
        chosen = values.choice(block_id, Act.FORM_RATE.value)
        if Act.FORM_RATE.value in elements and chosen is not None:
            found[SkillKey(block_id)] = questions.answer_in(chosen)
    return found


def page_block_of(field: str) -> str | None:
    """A comment that is too long is said at its own field."""
    return field + _COMMENT


def comment_block(field: str) -> str | None:
    return COMMENT if field in (COMMENT, "words") else None


def comment(seen: Seen, skill: SkillKey) -> b.Block:
    """The comment on one skill, from the DM."""
    view, mine = seen.view, seen.view.mine
    rating = mine.ratings.get(skill) if mine else None
    role = mine.role if mine else Role.REP
    return b.modal(
        "A comment",
        [
            b.section(b.plain(f"{_comment_read(seen, role)} Keep to what was seen.")),
            b.input_block(
                view.questionnaire.skill(skill).name,
                b.text_input(Act.INPUT, initial=rating.comment if rating else None, multiline=True),
                COMMENT,
                optional=True,
            ),
        ],
        callback_id=Modal.COMMENT,
        submit="Keep",
        private_metadata=pack(r=view.id, s=skill),
    )


def _comment_read(seen: Seen, role: Role) -> str:
    """Who reads a comment on one skill, and when."""
    rep, other = seen.name(Role.REP), seen.name(role.other)
    opens = "you choose" if role is Role.REP else f"{rep} chooses"
    return (
        f"{other} can read a comment, with your answer, once its skill opens: with the comparison where you see it "
        f"alike, else only if {opens} to open it."
    )


def factor_inputs(seen: Seen, mine: Assessment) -> list[b.Block]:
    other = seen.name(mine.role.other)
    said = f"Things outside of anybody's skill. {other} reads it once you have both spoken on what to look into."
    return [
        b.section(b.plain(said)),
        b.input_block(
            "What else plays a part?",
            b.checkboxes(
                Act.INPUT,
                [b.option(label, factor.value) for factor, label in words.FACTORS.items()],
                [one.value for one in mine.factors.picks],
            ),
            FACTORS,
            optional=True,
        ),
        b.input_block(
            "In a sentence, if you like",
            b.text_input(Act.INPUT, initial=mine.factors.words, multiline=True),
            FACTOR_WORDS,
            optional=True,
            hint="Nothing personal here, please: that is better said in person.",
        ),
    ]


def factors(seen: Seen) -> b.Block:
    """Outside factors, from the DM."""
    mine = seen.view.mine or Assessment(Role.REP)
    return b.modal(
        "Outside factors",
        factor_inputs(seen, mine),
        callback_id=Modal.FACTORS,
        submit="Keep",
        private_metadata=pack(r=seen.view.id),
    )


def parse_factors(values: Values) -> OutsideFactors:
    return OutsideFactors(tuple(Factor(one) for one in values.choices(FACTORS)), values.text(FACTOR_WORDS))


def parse_release(values: Values) -> bool:
    return values.choice(RELEASE) == _RELEASED


def release_input(released: bool) -> b.Block:
    """When the rep's early opening is posted: by itself, or after another look."""
    options = [
        b.option("I'll look at it again first", "kept"),
        b.option("Post it for me", _RELEASED, "As soon as you have both sent your answers"),
    ]
    return b.input_block(
        "When you're both done", b.radio(Act.INPUT, options, _RELEASED if released else "kept"), RELEASE
    )


def parse_opening(values: Values) -> Opening:
    return Opening(
        strengths=values.text(STRENGTHS),
        needs=values.text(NEEDS),
        strength_picks=tuple(SkillKey(one) for one in values.choices(STRENGTH_PICKS)),
        need_picks=tuple(SkillKey(one) for one in values.choices(NEED_PICKS)),
    )


def note(title: str, text: str) -> b.Block:
    """A modal that only says something."""
    return b.modal(title, [b.section(b.mrkdwn(text))], callback_id=Modal.NOTE)
