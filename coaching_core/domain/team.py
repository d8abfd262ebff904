"""
A team: a manager's reps with the settings that they share. Without any setting the defaults hold.

Nobody is a member of a team by a list of its own: the reps are those of the manager's accepted pairings.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from coaching_core.domain.calendar import WORKING_DAYS
from coaching_core.domain.coaching_time import GOAL_MINUTES
from coaching_core.domain.review import DAYS_TO_ANSWER
from coaching_core.ids import PersonId, QuestionnaireKey

CADENCES = (0, 1, 2, 3, 6)
"""Months between two co-assessments of a pair; 0 is off."""
QUARTERLY = 3
"""Co-assess by the quarter, coach by the month."""
DESK_ONLY_FROM = 3
"""So many reps, and each turn no longer pings their manager: the desk gathers them."""


class Pings(StrEnum):
    """How the manager hears of a turn."""

    EACH_TURN = "each turn"
    DESK_ONLY = "desk only"


@dataclass(frozen=True, slots=True)
class DayRule:
    """
    A day of every month: a day's number (the last one where the month is shorter), or the nth of a weekday.

    Args:
        day: 1 to 31; None for a weekday.
        nth: 1 to 5, the fifth being the last one.
        weekday: 0 is Monday.
    """

    day: int | None = None
    nth: int = 1
    weekday: int = 0


FIRST_MONDAY = DayRule()


@dataclass(frozen=True, slots=True)
class Team:
    """
    Args:
        manager: whose team it is.
        form: the questionnaire of scheduled reviews; None leaves it to what each pair had last.
        every_months: one of ``CADENCES``.
        reps_a_week: so many reviews of the team start in one week, so that nobody rates eight people in one evening.
        reminder: the day of the monthly reminder; None is off. ``reminder_at``: its local time.
        channel: where the team's monthly post goes; None is nowhere.
        goal_minutes: of confirmed coaching time a month and rep.
        working_days: as ``date.weekday`` counts. ``day_begins``, ``day_ends``: local times.
        pings: None: each turn, and from ``DESK_ONLY_FROM`` reps on the desk only.
    """

    manager: PersonId
    form: QuestionnaireKey | None = None
    every_months: int = QUARTERLY
    reps_a_week: int = 2
    days_to_answer: int = DAYS_TO_ANSWER
    reminder: DayRule | None = FIRST_MONDAY
    reminder_at: time = time(9, 0)
    channel: str | None = None
    goal_minutes: int = GOAL_MINUTES
    working_days: frozenset[int] = WORKING_DAYS
    day_begins: time = time(9, 0)
    day_ends: time = time(17, 0)
    pings: Pings | None = None
    version: int = 0

    def pings_with(self, reps: int) -> Pings:
        """Returns how the manager of so many reps hears of a turn."""
        if self.pings is not None:
            return self.pings
        return Pings.DESK_ONLY if reps >= DESK_ONLY_FROM else Pings.EACH_TURN
