"""The monthly reminder in a team's channel: only what anybody may read, and one good question."""

from datetime import date

from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from coaching_core.domain.seen import MonthSeen

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
                    "Reps: bring the moment that you'd like to look at; you needn't wait to be asked. "
                    "Managers: who begins by listening hears more. Afterwards `/coach-log @name 45m` keeps count for "
                    "the two of you."
                )
            ),
        ],
    )
