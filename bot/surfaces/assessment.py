"""The questionnaire in the DM: invitation, one section at a time, the check of all answers, and the wait."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import questions, words
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.assessment import Assessment, Progress
from coaching_core.domain.questionnaire import Section
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.domain.seen import Seen


def message(seen: Seen) -> Message | None:
    """The one message per person and review that follows the assessment."""
    mine = seen.view.mine
    if mine is None:
        return None
    view = seen.view
    if view.stage is Stage.CLOSED:
        return Message("A coaching review is closed.", [b.section(b.mrkdwn(_closed(seen, mine.role)))])
    if view.stage is Stage.PAUSED and view.paused_from is Stage.ASSESSING:
        return Message("A coaching review is paused.", _paused(seen, mine.role))
    if view.stage is not Stage.ASSESSING:
        return Message(words.GOES_ON, _both_done(seen, mine.role))
    if mine.progress is Progress.SUBMITTED:
        return Message("Your answers are sent.", _waiting(seen, mine))
    sections = view.questionnaire.sections
    if mine.page == 0:
        return Message("You are invited to a coaching review.", _invitation(seen, mine))
    if mine.page <= len(sections):
        return Message("Your coaching questions.", _page(seen, mine, sections[mine.page - 1]))
    return Message("Your coaching questions: check and send.", _check(seen, mine))


def _invitation(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, me = seen.view, mine.role
    other = b.escape(seen.name(me.other))
    form = view.questionnaire
    minutes = words.count(form.minutes, "minute", "minutes")
    size = f"{words.count(len(form.skills), 'question', 'questions')}, about {minutes}"
    if me is Role.REP:
        asks = (
            f"*{other}* would like to plan your next coaching with you. You each answer the same {size}. "
            "Then you speak first."
        )
    else:
        asks = (
            f"You asked *{other}* for a coaching review. You each answer the same {size}, about {other}'s work. "
            f"Then {other} speaks first."
        )
    blocks = [
        b.section(b.mrkdwn(asks)),
        b.section(b.mrkdwn(f"*Who reads it.* {b.escape(words.who_reads(seen.name(me.other)))}")),
        b.context(b.mrkdwn(f"Until {words.local_day(view.due_at, seen.people[me].zone)}, or whenever suits you both.")),
        *_asked_for(seen, me),
    ]
    buttons = [b.button("Start", Act.BEGIN, pack(r=view.id, p=1), style="primary"), _as_form(seen)]
    if me is Role.REP:
        buttons += [
            b.button("Another date or form", Act.OTHER_DATE, pack(r=view.id)),
            b.button("Not now", Act.NOT_NOW, pack(r=view.id)),
        ]
    else:
        buttons.append(_end(seen))
    return [*blocks, b.actions(*buttons), *_overdue(seen, me)]


def _page(seen: Seen, mine: Assessment, section: Section) -> list[b.Block]:
    view, form = seen.view, seen.view.questionnaire
    count, page = len(form.sections), mine.page
    left = len(mine.unanswered(form))
    progress = f"Part {page} of {count} · {b.escape(section.name)}"
    if left < len(form.skills):
        progress += f" · {len(form.skills) - left} of {len(form.skills)} answered"
    about = "" if mine.role is Role.REP else f" Think of {b.escape(seen.name(Role.REP))}'s last few weeks."
    blocks = [
        b.context(b.mrkdwn(progress)),
        b.context(b.mrkdwn(f"Each choice is saved at once.{about}")),
    ]
    for skill in section.skills:
        rating = mine.ratings.get(skill.key)
        options = questions.choices(view.id, skill, form, mine.role)
        chosen = questions.chosen(seen.view.id, skill, mine)
        mark = questions.fingerprint(mine, skill)
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(skill.name)}*\n{b.escape(skill.description)}")))
        blocks.append(
            b.actions(
                questions.element(Act.RATE, options, chosen),
                b.button(
                    "Change the comment" if rating and rating.comment else "Add a comment",
                    Act.COMMENT,
                    pack(r=view.id, s=skill.key),
                    accessibility_label=f"Comment on {skill.name}",
                ),
                block_id=f"{skill.key}.{mark}",
            )
        )
    after = "Next" if page < count else "Check my answers"
    ways = [
        b.button("Back", Act.PAGE + "#back", pack(r=view.id, p=page - 1)),
        b.button(after, Act.PAGE + "#next", pack(r=view.id, p=page + 1), style="primary"),
        _as_form(seen),
        b.overflow(
            Act.LATER,
            [b.option("Later today", pack(r=view.id, l="today")), b.option("Tomorrow", pack(r=view.id, l="tomorrow"))],
        ),
    ]
    return [*blocks, b.divider(), b.actions(*ways), b.context(b.mrkdwn(b.escape(words.rule(form))))]


def _check(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, form = seen.view, seen.view.questionnaire
    missing = mine.unanswered(form)
    other = b.escape(seen.name(mine.role.other))
    blocks = [b.section(b.mrkdwn("*Your answers.* Nothing is sent until you press *Submit*."))]
    for page, section in enumerate(form.sections, start=1):
        blocks.append(
            b.section(
                b.mrkdwn(f"*{b.escape(section.name)}*\n{questions.short_answers(mine, section.skills, form)}"),
                b.button(
                    "Change",
                    f"{Act.PAGE}#{page}",
                    pack(r=view.id, p=page),
                    accessibility_label=f"Change {section.name}",
                ),
            )
        )
    blocks += _extras(seen, mine)
    if missing:
        blocks.append(
            b.context(
                b.mrkdwn(f"{words.count(len(missing), 'question has', 'questions have').capitalize()} no answer yet.")
            )
        )
    blocks.append(
        b.actions(
            b.button("Submit", Act.SUBMIT, pack(r=view.id), style="primary"),
            b.button("Back", Act.PAGE + "#back", pack(r=view.id, p=mine.page - 1)),
        )
    )
    blocks.append(b.context(b.mrkdwn(f"You can take it back as long as {other} isn't done.")))
    return blocks


def _extras(seen: Seen, mine: Assessment) -> list[b.Block]:
    """Outside factors for both, the opening for the rep."""
    view, other = seen.view, b.escape(seen.name(mine.role.other))
    said = ", ".join(words.FACTORS[one] for one in mine.factors.picks)
    blocks = [
        b.section(
            b.mrkdwn(
                "*What else plays a part?* Leads, territory, product: things outside of anybody's skill. "
                f"{other} reads it when you talk about the areas you see differently."
                + (f"\nYou said: {b.escape(said)}" if said else "")
            ),
            b.button("Outside factors", Act.FACTORS, pack(r=view.id)),
        )
    ]
    if mine.role is Role.REP:
        state = "You have written it. " if mine.opening else ""
        when = "It is posted as soon as you're both done. " if mine.opening and mine.released else ""
        blocks.append(
            b.section(
                b.mrkdwn(
                    f"*Your opening, if you like.* Before you see anything of {other}'s: where are you at your best, "
                    f"and what would you most like to get better at? {state}{when}"
                ),
                b.button("Write my opening", Act.WRITE_OPENING, pack(r=view.id)),
            )
        )
    return blocks


def _waiting(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, other = seen.view, b.escape(seen.name(mine.role.other))
    return [
        b.section(b.mrkdwn(f"Your answers are sent. {other} isn't done yet. Until then nobody sees an answer.")),
        b.actions(
            b.button("Take it back", Act.TAKE_BACK, pack(r=view.id)),
            b.button(f"Nudge {seen.name(mine.role.other)}", Act.NUDGE, pack(r=view.id)),
            *([_end(seen)] if mine.role is Role.MANAGER else []),
        ),
        *_asked_for(seen, mine.role),
        *_overdue(seen, mine.role),
    ]


def _both_done(seen: Seen, me: Role) -> list[b.Block]:
    other = b.escape(seen.name(me.other))
    rep = "you speak" if me is Role.REP else f"{other} speaks"
    return [
        b.section(
            b.mrkdwn(f"You're both done. It goes on in your group message with {other} and this app: {rep} first.")
        )
    ]


def _paused(seen: Seen, me: Role) -> list[b.Block]:
    return [
        b.section(
            b.mrkdwn("This review is paused. Nothing is lost, and nothing was shown. Either of you can pick it up.")
        ),
        b.actions(
            b.button("Pick it up", Act.RESUME, pack(r=seen.view.id), style="primary"),
            b.button("Not now", Act.NOT_NOW, pack(r=seen.view.id)) if me is Role.REP else _end(seen),
        ),
    ]


def _closed(seen: Seen, me: Role) -> str:
    other = b.escape(seen.name(me.other))
    ending = seen.view.ending
    if ending is Ending.DECLINED:
        return (
            f"You said *not now*. {other} learns that, and no reason." if me is Role.REP else f"{other} said *not now*."
        )
    return {
        Ending.CANCELLED: "This review is closed. Nothing more was shown to anybody.",
        Ending.EXPIRED: "This review closed by itself, as it wasn't finished. Nothing was shown to anybody.",
        Ending.LEFT: "This review is closed.",
        Ending.OBSERVE: "You agreed to watch first and talk then. This review is closed.",
    }.get(ending or Ending.CANCELLED, "This review is closed.")


def _asked_for(seen: Seen, me: Role) -> list[b.Block]:
    if me is Role.REP and seen.view.ask is not None and seen.view.ask.yes is None:
        return [b.context(b.mrkdwn(f"You asked {b.escape(seen.name(Role.MANAGER))} for another date or form."))]
    return []


def _overdue(seen: Seen, me: Role) -> list[b.Block]:
    """A passed date opens nothing; the manager can only move it or close."""
    if not seen.view.overdue or me is not Role.MANAGER:
        return []
    return [
        b.section(b.mrkdwn("The date has passed. Nothing opens by itself: give it more time, or close it.")),
        b.actions(b.button("Another date", Act.EXTEND, pack(r=seen.view.id)), _end(seen, "overdue")),
    ]


def _as_form(seen: Seen) -> b.Block:
    return b.button("As one form", Act.AS_FORM, pack(r=seen.view.id))


def _end(seen: Seen, suffix: str = "dm") -> b.Block:
    return b.button(
        "Close this review",
        f"{Act.CANCEL}#{suffix}",
        pack(r=seen.view.id),
        confirm=b.confirm("Close this review?", "Nothing is shown to anybody.", "Close it", "Keep it"),
    )
