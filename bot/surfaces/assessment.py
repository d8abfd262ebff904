"""The questionnaire in the DM: invitation, one section at a time, the check of all answers, and the wait."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import bringing, cadence, dates, desk, fitting, last_plan, questions, watching, words
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
        return Message("You've been invited to a coaching review.", _invitation(seen, mine))
    if mine.page <= len(sections):
        return Message("Your coaching questions are here.", _page_that_fits(seen, mine, sections[mine.page - 1]))
    return Message("Your coaching questions are here.", _check(seen, mine))


def _invitation(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, me = seen.view, mine.role
    other = b.escape(seen.name(me.other))
    form = view.questionnaire
    minutes = words.count(form.minutes, "minute", "minutes")
    size = f"{words.count(len(form.skills), 'question', 'questions')}, about {minutes}"
    if view.every_months:
        asks = cadence.asks(seen, me, size)
    elif me is Role.REP:
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
        *last_plan.line(seen),
        b.section(b.mrkdwn(f"*Who reads it*\n{b.escape(words.who_reads(me, seen.name(me.other)))}")),
        *_until(seen, me),
        *_asked_for(seen, me),
        *bringing.offer(seen),
        *watching.first(seen),
    ]
    buttons = [b.button("Start", Act.BEGIN, pack(r=view.id, p=1), style="primary"), _as_form(seen)]
    if me is Role.REP:
        buttons += [
            b.button("Another date or form", Act.OTHER_DATE, pack(r=view.id)),
            b.button("Not now", Act.NOT_NOW, pack(r=view.id)),
        ]
    else:
        buttons.append(_end(seen))
    return [*blocks, b.actions(*buttons, dates.later_menu(seen)), *_overdue(seen, me, ends=False)]


def _until(seen: Seen, me: Role) -> list[b.Block]:
    """The date is the calendar's; nobody is late."""
    day = words.local_day(seen.view.due_at, seen.people[me].zone)
    if not seen.view.overdue:
        return [b.context(b.mrkdwn(f"Until {day}, or whenever suits you both."))]
    return [b.context(b.mrkdwn(f"The date, {day}, has passed. Your questions still wait here."))]


def _page_that_fits(seen: Seen, mine: Assessment, section: Section) -> list[b.Block]:
    """A section is a page of the message; one with very many words opens as a form instead."""
    blocks = _page(seen, mine, section)
    if fitting.weight(blocks) <= fitting.MESSAGE_BYTES:
        return blocks
    said = f"*{b.escape(section.name)}*\n{questions.short_answers(mine, section.skills, seen.view.questionnaire)}"
    return [
        *_progress(seen, mine, section),
        b.section(b.mrkdwn(said)),
        b.section(b.mrkdwn("These questions are too long for a message, so they open as a form. Go on from here.")),
        b.actions(_as_form(seen, primary=True), *_ways(seen, mine)),
        *_overdue(seen, mine.role),
    ]


def _progress(seen: Seen, mine: Assessment, section: Section) -> list[b.Block]:
    form = seen.view.questionnaire
    left = len(mine.unanswered(form))
    progress = f"Part {mine.page} of {len(form.sections)} · {b.escape(section.name)}"
    if left < len(form.skills):
        progress += f" · {len(form.skills) - left} of {len(form.skills)} answered"
    about = "" if mine.role is Role.REP else f" Think of {b.escape(seen.name(Role.REP))}'s last few weeks."
    read = "Each choice is saved at once. Nobody else sees it before you're both done."
    return [b.context(b.mrkdwn(progress)), b.context(b.mrkdwn(read + about))]


def _ways(seen: Seen, mine: Assessment) -> list[b.Block]:
    """Back, on, and later."""
    view, page = seen.view, mine.page
    after = "Next" if page < len(view.questionnaire.sections) else "Check my answers"
    return [
        b.button("Back", Act.PAGE + "#back", pack(r=view.id, p=page - 1)),
        b.button(after, Act.PAGE + "#next", pack(r=view.id, p=page + 1)),
        dates.later_menu(seen),
    ]


def _page(seen: Seen, mine: Assessment, section: Section) -> list[b.Block]:
    view, form = seen.view, seen.view.questionnaire
    blocks = _progress(seen, mine, section)
    for skill in section.skills:
        rating = mine.ratings.get(skill.key)
        comment = "Change the comment" if rating and rating.comment else "Add a comment"
        blocks.append(b.section(b.mrkdwn(f"*{b.escape(skill.name)}*\n{b.escape(skill.description)}")))
        blocks.append(
            b.actions(
                questions.element(Act.RATE, skill, form, mine),
                b.button(
                    comment,
                    Act.COMMENT,
                    pack(r=view.id, s=skill.key),
                    accessibility_label=f"{comment} on {skill.name}",
                ),
                block_id=questions.place(view.id, skill, mine),
            )
        )
    back, after, later = _ways(seen, mine)
    return [
        *blocks,
        b.divider(),
        b.actions(back, {**after, "style": "primary"}, _as_form(seen), later),
        b.context(b.mrkdwn(b.escape(words.rule(form)))),
        *_overdue(seen, mine.role),
    ]


def _check(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, form = seen.view, seen.view.questionnaire
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
    blocks += questions.still_open(mine, form)
    blocks.append(
        b.actions(
            b.button("Submit", Act.SUBMIT, pack(r=view.id), style="primary", confirm=watching.confirm(seen, mine)),
            b.button("Back", Act.PAGE + "#back", pack(r=view.id, p=mine.page - 1)),
            _as_form(seen),
        )
    )
    return [*blocks, b.context(b.mrkdwn(questions.take_back(seen, mine))), *_overdue(seen, mine.role)]


def _extras(seen: Seen, mine: Assessment) -> list[b.Block]:
    """Outside factors for both, the opening for the rep."""
    view, other = seen.view, b.escape(seen.name(mine.role.other))
    said = "; ".join(words.FACTORS[one] for one in mine.factors.picks)
    blocks = [
        b.section(
            b.mrkdwn(
                "*What else plays a part?* Leads, territory, product: things outside of anybody's skill. "
                f"{other} reads it once you have both spoken on what to look into."
                + (f"\nYou said: {b.escape(said)}." if said else "")
            ),
            b.button("Outside factors", Act.FACTORS, pack(r=view.id)),
        )
    ]
    if mine.role is Role.REP:
        state = ""
        if mine.opening:
            posted = "it is posted as soon as you're both done" if mine.released else "you look at it again first"
            state = f"You have written it; {posted}."
        blocks.append(
            b.section(
                b.mrkdwn(
                    f"*Your opening, if you like.* Before you see anything of {other}'s: where are you at your best, "
                    f"and what would you most like to get better at? {state}"
                ),
                b.button(
                    "Change my opening" if mine.opening else "Write my opening", Act.WRITE_OPENING, pack(r=view.id)
                ),
            )
        )
    return blocks


def _waiting(seen: Seen, mine: Assessment) -> list[b.Block]:
    view, other = seen.view, b.escape(seen.name(mine.role.other))
    return [
        b.section(b.mrkdwn(f"Your answers are sent. {other} isn't done yet. Until then nobody sees an answer.")),
        b.actions(
            b.button("Take it back", Act.TAKE_BACK, pack(r=view.id)),
            b.button_to("Nudge", seen.name(mine.role.other), Act.NUDGE, pack(r=view.id)),
            *([] if view.overdue else [dates.week_more(seen)]),
            *([_end(seen)] if mine.role is Role.MANAGER else []),
        ),
        *(desk.reaches(seen) if mine.role is Role.REP else []),
        *_asked_for(seen, mine.role),
        *_overdue(seen, mine.role, ends=False),
    ]


def _both_done(seen: Seen, me: Role) -> list[b.Block]:
    other = b.escape(seen.name(me.other))
    if seen.view.turns and seen.view.turns[0].speaker is Role.MANAGER:
        goes = "your opening stands there" if me is Role.REP else f"{other}'s opening stands there, then it's your turn"
    else:
        goes = "you speak first" if me is Role.REP else f"{other} speaks first"
    said = f"You're both done. It goes on in your group message with {other} and this app: {goes}."
    return [b.section(b.mrkdwn(said))]


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
        if me is Role.MANAGER:
            return f"{other} said *not now*. Nothing was shown to anybody."
        return f"You said *not now*. {other} learns that, and no reason. Nothing was shown to anybody."
    return {
        Ending.CANCELLED: "This review is closed. Nothing more was shown to anybody.",
        Ending.EXPIRED: "This review closed by itself: its time ran out. Nothing was shown to anybody.",
        Ending.LEFT: "This review is closed.",
        Ending.OBSERVE: "You agreed to watch first and talk then. This review is closed.",
    }.get(ending or Ending.CANCELLED, "This review is closed.")


def _asked_for(seen: Seen, me: Role) -> list[b.Block]:
    if me is Role.REP and seen.view.ask is not None and seen.view.ask.yes is None:
        return [b.context(b.mrkdwn(f"You asked {b.escape(seen.name(Role.MANAGER))} for another date or form."))]
    return []


def _overdue(seen: Seen, me: Role, *, ends: bool = True) -> list[b.Block]:
    """
    A passed date opens nothing: either gives it more time in one tap, and the manager can close it.

    Args:
        ends: whether the way to close has to stand here, as it stands nowhere else.
    """
    if not seen.view.overdue:
        return []
    said = "give it more time, or close it" if me is Role.MANAGER else "give it more time, if you like"
    buttons = [dates.week_more(seen), b.button("Another date", Act.EXTEND, pack(r=seen.view.id))]
    if ends and me is Role.MANAGER:
        buttons.append(_end(seen))
    return [
        b.section(b.mrkdwn(f"The date has passed. Nothing opens by itself: {said}.")),
        b.actions(*buttons),
    ]


def _as_form(seen: Seen, *, primary: bool = False) -> b.Block:
    return b.button("As one form", Act.AS_FORM, pack(r=seen.view.id), style="primary" if primary else None)


def _end(seen: Seen) -> b.Block:
    return b.button(
        "Close this review",
        Act.CANCEL,
        pack(r=seen.view.id),
        confirm=b.confirm("Close this review?", "Nothing is shown to anybody.", "Close it", "Keep it"),
    )
