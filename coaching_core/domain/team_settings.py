"""Whether a team's settings go together. What is wrong is said at its field, all of it at once."""

from coaching_core.domain.calendar import WORKING_DAYS
from coaching_core.domain.team import CADENCES, Team
from coaching_core.errors import BadInput

WEEKS_A_MONTH = 4
DAYS_A_MONTH = 30
MOST_DAYS = 60
MOST_MINUTES = 40 * 60
MOST_A_WEEK = 100


def checked_team(team: Team, reps: int) -> Team:
    """
    Args:
        reps: how many there are in the team now.
    Raises:
        BadInput: ``fields`` names attributes of ``Team``.
    """
    wrong: dict[str, str] = {}
    if team.every_months not in CADENCES:
        wrong["every_months"] = "Please choose one of these."
    if not 1 <= team.reps_a_week <= MOST_A_WEEK:
        wrong["reps_a_week"] = f"A whole number from 1 to {MOST_A_WEEK}, please."
    elif team.every_months and team.reps_a_week * team.every_months * WEEKS_A_MONTH < reps:
        weeks = team.every_months * WEEKS_A_MONTH
        least = -(-reps // weeks)
        wrong["reps_a_week"] = (
            f"At {team.reps_a_week} a week your {reps} reps take longer than the time between two reviews "
            f"({weeks} weeks). Choose at least {least} a week, or a longer time between reviews."
        )
    if not 1 <= team.days_to_answer <= MOST_DAYS:
        wrong["days_to_answer"] = f"A whole number from 1 to {MOST_DAYS}, please."
    elif team.every_months and team.days_to_answer >= team.every_months * DAYS_A_MONTH:
        wrong["days_to_answer"] = "That's longer than the time between two reviews. Please choose fewer days."
    if not 0 <= team.goal_minutes <= MOST_MINUTES:
        wrong["goal_minutes"] = f"Hours a month and rep, from 0 to {MOST_MINUTES // 60}, please."
    if not team.working_days or not team.working_days <= WORKING_DAYS | {5, 6}:
        wrong["working_days"] = "Please choose at least one working day."
    if team.day_ends <= team.day_begins:
        wrong["day_ends"] = "The day has to end later than it begins."
    elif team.reminder is not None and not team.day_begins <= team.reminder_at < team.day_ends:
        hours = f"{team.day_begins:%H:%M} to {team.day_ends:%H:%M}"
        wrong["reminder_at"] = f"That's outside your working hours ({hours}). Please choose a time within them."
    if team.channel is not None and team.reminder is None:
        wrong["channel"] = "A channel is for the monthly reminder, which is off. Choose its day, or no channel."
    _check_rule(team, wrong)
    if wrong:
        raise BadInput(next(iter(wrong.values())), wrong)
    return team


def _check_rule(team: Team, wrong: dict[str, str]) -> None:
    rule = team.reminder
    if rule is None:
        return
    in_month = rule.day is None or 1 <= rule.day <= 31
    if not (in_month and 1 <= rule.nth <= 5 and 0 <= rule.weekday <= 6):
        wrong["reminder"] = "Please choose one of these."
    elif rule.day is None and team.working_days and rule.weekday not in team.working_days:
        wrong["reminder"] = "That isn't one of your working days. Please choose another day."
