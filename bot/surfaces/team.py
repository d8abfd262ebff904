"""A team's settings: the form for its manager and for administrators."""

from collections.abc import Mapping
from datetime import time

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import packing, words
from bot.surfaces.packing import pack
from coaching_core.domain.seen import TeamSeen
from coaching_core.domain.team import CADENCES, DESK_ONLY_FROM, DayRule, Pings, Team
from coaching_core.errors import BadInput
from coaching_core.ids import PersonId, QuestionnaireKey

MANAGER = "manager"
_FIELDS = (
    "form",
    "every_months",
    "reps_a_week",
    "days_to_answer",
    "goal_minutes",
    "reminder",
    "reminder_at",
    "channel",
    "working_days",
    "day_begins",
    "day_ends",
    "pings",
)
"""Attributes of ``Team``, which are also the names of the form's blocks."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH = ("First", "Second", "Third", "Fourth", "Last")
_OFF = "Off"
_BY_WEEKDAY = {
    f"{nth} {name}": DayRule(nth=number, weekday=weekday)
    for number, nth in enumerate(_NTH, start=1)
    for weekday, name in enumerate(_WEEKDAYS)
}
_BY_DAY = {f"Day {day}" if day <= 28 else f"Day {day}, or the last one": DayRule(day) for day in range(1, 32)}
_RULES: Mapping[str, DayRule] = _BY_WEEKDAY | _BY_DAY
_CADENCES = {0: "Off", 1: "Every month", 2: "Every two months", 3: "Every quarter", 6: "Every half year"}
_AS_USUAL = "usual"
_PINGS = {
    _AS_USUAL: f"Each turn; from {DESK_ONLY_FROM} reps on gathered, once a day",
    Pings.EACH_TURN.value: "Each turn",
    Pings.DESK_ONLY.value: "Gathered, once a day",
}
# The form


def settings(seen: TeamSeen) -> b.Block:
    """Everything as it is now; sent unchanged it changes nothing."""
    team = seen.team
    named = b.escape(seen.manager.name)
    size = words.count(seen.reps, "rep", "reps")
    return b.modal(
        "Team settings",
        [
            b.section(
                b.mrkdwn(
                    f"*{named}'s team*, {size}. All of this can stay as it is. {named} and administrators read it and "
                    "can change it."
                )
            ),
            *_reviews(seen),
            *_month(team),
            b.header("Working hours", level=2),
            b.input_block(
                "Days",
                b.checkboxes(Act.INPUT, _working_days(), [str(one) for one in team.working_days]),
                "working_days",
            ),
            b.input_block("From", b.timepicker(Act.INPUT, initial=team.day_begins), "day_begins"),
            b.input_block(
                "To",
                b.timepicker(Act.INPUT, initial=team.day_ends),
                "day_ends",
                hint="In each one's own time zone. Nothing unasked is sent outside of them.",
            ),
            b.input_block(
                "How is the manager told whose turn it is?",
                b.radio(Act.INPUT, [b.option(said, one) for one, said in _PINGS.items()], team.pings or _AS_USUAL),
                "pings",
            ),
        ],
        callback_id=Modal.TEAM,
        submit="Save",
        private_metadata=pack(team=team.manager, n=team.version),
    )


def _reviews(seen: TeamSeen) -> list[b.Block]:
    team = seen.team
    forms = [b.option(one.title, one.key, words.size(one)) for one in sorted(seen.forms, key=lambda one: one.title)]
    return [
        b.header("Reviews", level=2),
        b.input_block("How often?", b.select(Act.INPUT, _cadences(), initial=str(team.every_months)), "every_months"),
        b.input_block(
            "Which questions?",
            b.select(Act.INPUT, forms, initial=team.form, placeholder="In turn"),
            "form",
            optional=True,
            hint="Left open they go in turn: after the short form the other skills, then the short form again.",
        ),
        b.input_block(
            "How many reps begin in one week?",
            b.text_input(Act.INPUT, initial=str(team.reps_a_week), max_length=3),
            "reps_a_week",
            hint="So that nobody answers about eight people in one evening.",
        ),
        b.input_block(
            "Days to answer",
            b.text_input(Act.INPUT, initial=str(team.days_to_answer), max_length=3),
            "days_to_answer",
        ),
    ]


def _month(team: Team) -> list[b.Block]:
    return [
        b.header("Every month", level=2),
        b.input_block(
            "Coaching reminder on", b.select(Act.INPUT, groups=_days(), initial=_name_of(team.reminder)), "reminder"
        ),
        b.input_block("At", b.timepicker(Act.INPUT, initial=team.reminder_at), "reminder_at"),
        b.input_block(
            "And a post in a channel?",
            b.channel_select(Act.INPUT, initial=team.channel, placeholder="No channel"),
            "channel",
            optional=True,
            hint="That it's coaching month, and one good question. No names, no numbers.",
        ),
        b.input_block(
            "Hours of coaching aimed for, a rep and month",
            b.text_input(Act.INPUT, initial=f"{team.goal_minutes / 60:.4g}", max_length=6),
            "goal_minutes",
        ),
    ]


def choose_manager() -> b.Block:
    """An administrator chooses whose team it is."""
    return b.modal(
        "Team settings",
        [
            b.section(b.plain("A team is everybody whom one manager coaches here. The manager can set it, too.")),
            b.input_block("Whose team?", b.users_select(Act.INPUT), MANAGER),
        ],
        callback_id=Modal.TEAM_OF,
        submit="Go on",
        private_metadata=pack(),
    )


def saved(seen: TeamSeen) -> str:
    if not seen.team.every_months:
        return "Saved. No review begins by itself; you can always start one."
    often, most = _CADENCES[seen.team.every_months].lower(), words.count(seen.team.reps_a_week, "rep", "reps")
    return f"Saved. A review {often}, at most {most} a week. When each begins stands on Home."


def manager_of(packed: str | None) -> PersonId:
    return PersonId(packing.of(packed, "team"))


def parse(packed: str | None, values: Values) -> Team:
    """
    Read the form.

    Raises:
        BadInput: what is no number or not chosen at all, each at its field.
    """
    wrong: dict[str, str] = {}
    rule, pings, form = (values.choice(one) for one in ("reminder", "pings", "form"))
    if rule is None or rule not in (_OFF, *_RULES):
        wrong["reminder"] = "Please choose one of these."
    team = Team(
        manager_of(packed),
        form=QuestionnaireKey(form) if form else None,
        every_months=_whole(values, "every_months", wrong),
        reps_a_week=_whole(values, "reps_a_week", wrong),
        days_to_answer=_whole(values, "days_to_answer", wrong),
        reminder=_RULES.get(rule or _OFF),
        reminder_at=_time(values, "reminder_at", wrong),
        channel=values.choice("channel"),
        goal_minutes=_minutes(values, wrong),
        working_days=frozenset(number for number in range(7) if str(number) in values.choices("working_days")),
        day_begins=_time(values, "day_begins", wrong),
        day_ends=_time(values, "day_ends", wrong),
        pings=Pings(pings) if pings in tuple(Pings) else None,
        version=packing.number(packed, "n"),
    )
    if wrong:
        raise BadInput(next(iter(wrong.values())), wrong)
    return team


def block_of(field: str) -> str | None:
    return field if field in _FIELDS else None


# A channel

WILL_POST = (
    "Common Ground will post here once a month: that it's coaching month, and one good question. No names, no numbers. "
    "Only you see this line; it shows that the app can write here."
)
_INVITE = "The app isn't in that channel. Type /invite @Common Ground there, then save again."


def cannot_post(code: str) -> BadInput:
    """What Slack's refusal of a line in the channel means, and what to do."""
    said = {
        "not_in_channel": _INVITE,
        "channel_not_found": _INVITE,
        "user_not_in_channel": (
            "You aren't in that channel yourself. Join it, type /invite @Common Ground there, then save again."
        ),
        "is_archived": "That channel is archived. Please choose another one.",
        "unreachable": "Slack didn't answer, so nothing was saved. Please try again.",
        "ratelimited": "Slack is busy, so nothing was saved. Please try again in a minute.",
    }.get(code, "The app may not write in that channel. Please choose another one.")
    return BadInput(said, {"channel": said})


# Parts of the form


def _cadences() -> list[b.Block]:
    return [b.option(_CADENCES[months], str(months)) for months in CADENCES]


def _days() -> list[b.Block]:
    return [
        b.group("No reminder", [b.option(_OFF, _OFF)]),
        b.group("A weekday", [b.option(name, name) for name in _BY_WEEKDAY]),
        b.group("A date", [b.option(name, name) for name in _BY_DAY]),
    ]


def _name_of(rule: DayRule | None) -> str:
    return next((name for name, one in _RULES.items() if one == rule), _OFF)


def _working_days() -> list[b.Block]:
    return [b.option(name, str(number)) for number, name in enumerate(_WEEKDAYS)]


def _whole(values: Values, name: str, wrong: dict[str, str]) -> int:
    try:
        return int(values.choice(name) or "")
    except ValueError:
        wrong[name] = "A whole number, please."
        return 0


def _minutes(values: Values, wrong: dict[str, str]) -> int:
    try:
        return round(float(values.text("goal_minutes").replace(",", ".")) * 60)
    except (ValueError, OverflowError):
        wrong["goal_minutes"] = "Hours, please: for example 3 or 2.5."
        return 0


def _time(values: Values, name: str, wrong: dict[str, str]) -> time:
    try:
        return time.fromisoformat(values.choice(name) or "")
    except ValueError:
        wrong[name] = "Please choose a time."
        return time()
