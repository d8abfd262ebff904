"""Team settings, the invitation by the cadence, and what Home says of it."""

from dataclasses import replace
from datetime import date, time, timedelta

from bot.surfaces import assessment, home, month, team
from bot.web.examples import stories
from bot.web.examples.example import Example, Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, MARIA, NOW
from coaching_core.domain.people import Pairing, PairingState, Person, Skip, Skipped
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader
from coaching_core.domain.seen import HomeSeen, MonthSeen, PairingSeen, TeamSeen
from coaching_core.domain.team import CADENCES, DayRule, Pings, Team
from coaching_core.ids import PairingId, PersonId

ADA = Person(PersonId("UADA"), "Ada", tz="Europe/Berlin", admin=True)


def teams(form: Questionnaire, other: Questionnaire) -> Examples:
    usual = Team(MARIA.id)
    own = Team(
        MARIA.id,
        form=form.key,
        every_months=1,
        reps_a_week=4,
        days_to_answer=10,
        reminder=DayRule(31),
        reminder_at=time(10, 30),
        channel="C0TEAM",
        goal_minutes=150,
        working_days=frozenset({6, 0, 1, 2, 3}),
        day_begins=time(8, 0),
        day_ends=time(16, 30),
        pings=Pings.DESK_ONLY,
    )
    for name, one in {"as usual": usual, "all its own": own, "no reminder": replace(usual, reminder=None)}.items():
        seen = TeamSeen(one, MARIA, 8, (form, other))
        yield a_modal(f"form: team settings, {name}", team.settings(seen))
        yield a_line(f"team settings: saved, {name}", team.saved(seen))
    yield a_line("team settings: saved, off", team.saved(TeamSeen(replace(usual, every_months=0), MARIA, 1, ())))
    yield a_modal("form: whose team?", team.choose_manager())
    yield a_line("team settings: the app can write in the channel", team.WILL_POST)
    for number in range(1, 13):
        day = date(2026, number, 5)
        yield a_message(f"month: {day:%B}", month.post(MonthSeen(day), day))
    invited = stories.invited(form)
    for months in CADENCES[1:]:
        story = invited.then(lambda one, months=months: replace(one, every_months=months))  # type: ignore[misc]
        for reader in (Reader.REP, Reader.MANAGER):
            shown = assessment.message(story.seen(reader))
            yield a_message(f"assessment, {reader.value}: invited by the cadence, {months}", shown)
    yield from _homes()


def _homes() -> Examples:
    pairs = [
        PairingSeen(
            Pairing(PairingId(f"p{n}"), ANA.id, MARIA.id, PairingState.ACCEPTED, NOW, skipped=Skipped(why, NOW)),
            ANA,
            MARIA,
            NOW + timedelta(days=30 + n),
        )
        for n, why in enumerate(Skip)
    ]
    left = [replace(pairs[0], rep=replace(ANA, active=False))]
    yield _home("next reviews, the manager", HomeSeen(MARIA, (), pairs))
    yield _home("next reviews, the rep", HomeSeen(ANA, (), pairs[:1]))
    yield _home("an administrator", HomeSeen(ADA, (), ()))
    yield _home("an administrator, somebody left", HomeSeen(ADA, (), (), (), left_behind=left))


def _home(name: str, seen: HomeSeen) -> Example:
    return Example(f"home: {name}", "home", {"type": "home", "blocks": home.home(seen).blocks})
