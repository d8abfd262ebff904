"""A new month: the post in a team's channel, which anybody may read; and each one's own, in their digest."""

from collections.abc import Sequence
from datetime import date

from bot.slack_ids import Act
from bot.surfaces import before_talk, words
from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from bot.surfaces.lengths import length
from bot.surfaces.packing import pack
from coaching_core.domain.plan import Item
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import MonthSeen, NextStep, PairMonth

QUESTIONS = (
    "Which moment with a customer would you like to look at together?",
    "What comes easily now that took you effort three months ago?",
    "Which call of the coming weeks would be worth having two people on?",
    "What would you do more often if nothing stood in the way?",
    "Which question to a customer has served you best lately?",
    "What would you like to have tried by the end of this month?",
    "Which part of your work would you like to be trusted with more of?",
    "Where would ten minutes of practice save you an hour?",
    "What did a customer say lately that stayed with you?",
    "What do you see in your market that we don't talk about enough?",
    "Which deal taught you something, whichever way it went?",
    "What should we both keep doing next year?",
)
"""One for each month."""


def post(seen: MonthSeen, day: date) -> Message | None:
    """Returns None for another day's reminder: it would be out of date."""
    if seen.day != day:
        return None
    question = QUESTIONS[day.month - 1]
    return Message(
        "A new month of coaching begins.",
        [
            b.section(b.mrkdwn("*A new month of coaching begins.* A question for your next talk:")),
            b.section(b.mrkdwn(f">{question}")),
            b.context(
                b.mrkdwn(
                    "Reps: bring the moment that you'd like to look at. You needn't wait to be asked: "
                    "*Ask for coaching* stands on Home. "
                    "Managers: who begins by listening hears more. Afterwards `/coach-log @name 45m` keeps count for "
                    "the two of you."
                )
            ),
        ],
    )


# --- one's own

_PEOPLE = 8
"""More would not fit the message; they stand on Home all the same."""
_WORDS = 200


def own(months: Sequence[PairMonth], most: int = _PEOPLE) -> list[b.Block]:
    """
    What a month could begin with: a paragraph a person, in the order in which they were paired, never by size.

    Args:
        most: so many people fit.
    """
    if not months:
        return []
    most = min(most, _PEOPLE)
    blocks = [b.section(b.mrkdwn("*A new month of coaching begins.*"))]
    for number, one in enumerate(months[:most]):
        text, buttons = _of_rep(one, number) if one.me is Role.MANAGER else _of_manager(one, number)
        blocks += [b.section(b.mrkdwn(text)), b.actions(*buttons)]
    if len(months) > most:
        blocks.append(b.context(b.mrkdwn(f"And {len(months) - most} more: they stand on Home.")))
    return blocks


def _of_rep(one: PairMonth, number: int) -> tuple[str, list[b.Block]]:
    """For the manager."""
    name = b.escape(one.other.name)
    parts = [f"*{name}*: {_time(one)}"]
    if one.last_review is not None:
        parts.append(f"You two last agreed to a plan on {words.local_day(one.last_review, one.other.zone)}.")
    waits = [words.count(one.due, "item is due", "items are due")] if one.due else []
    waits += (
        [words.count(one.areas, "area waits to be looked into", "areas wait to be looked into")] if one.areas else []
    )
    if waits:
        parts.append(f"{words.listed(waits).capitalize()}.")
    said, step = _step(one, number)
    return " ".join([*parts, said]), [step, before_talk.button(one.other, number)]


def _step(one: PairMonth, number: int) -> tuple[str, b.Block]:
    """One suggestion, with its button."""
    name = one.other.name

    def button(label: str, act: Act, **ids: str) -> b.Block:
        return b.button(label, f"{act}#month{number}", pack(**ids), accessibility_label=f"{label}: {name}")

    if one.step is NextStep.PROMISE and one.plan is not None:
        return f"You said you would: {_quoted(one.mine)}", button("What became of it", Act.PLAN_ITEMS, r=one.plan)
    if one.step is NextStep.AREA and one.plan is not None:
        return "Which occasion is next?", button("Read the plan", Act.HOME_PLAN, r=one.plan)
    if one.step is NextStep.REVIEW:
        said = "There is no plan yet; a review leads to one."
        return said, button("Start a review", Act.HOME_START, o=one.other.id)
    return "Half an hour together would be a beginning.", button("Log coaching time", Act.HOME_LOG, o=one.other.id)


def _of_manager(one: PairMonth, number: int) -> tuple[str, list[b.Block]]:
    """For the rep."""
    name = one.other.name
    text = f"*{b.escape(name)}* and you: {_time(one)}"
    if one.mine:
        due = one.mine[0].due
        until = f" by {words.day(due)}" if due is not None else ""
        text += f" Your own next step: {_quoted(one.mine)}{until}."
    elif one.plan is None:
        text += " There is no plan yet; a review leads to one."
    return text, [before_talk.ask_button(one.other, number), before_talk.button(one.other, number)]


def _time(one: PairMonth) -> str:
    so_far = f", {length(one.this_month)} so far this month" if one.this_month else ""
    return f"{length(one.last_month)} of {length(one.goal)} of coaching last month{so_far}."


def _quoted(items: Sequence[Item]) -> str:
    return f"“{b.escape(b.clip(items[0].words, _WORDS))}”"
