"""App Home, the question whether somebody coaches somebody, and the private lines after a command or click."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.surfaces import away, home, pairing, plan, start
from bot.web.examples import stories
from bot.web.examples.desks import a_desk
from bot.web.examples.example import Example, Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, IN_TWO_WEEKS, MARIA, NOW, Story
from coaching_core.domain.coaching_time import GOAL_MINUTES
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import DeskLine, DeskSeen, HomeSeen, PairingSeen, Seen, TimeSeen
from coaching_core.errors import OutOfTurn, TooLate
from coaching_core.ids import PairingId, PersonId

TEAM = tuple(Person(PersonId(f"UREP{n}"), f"Rep {n}", tz="Europe/Lisbon") for n in range(1, 15))


def places(form: Questionnaire) -> Examples:
    yield from _homes(form)
    yield from _pairings()
    yield from _lines(form)


def _paired(rep: Person, manager: Person, state: PairingState = PairingState.ACCEPTED) -> PairingSeen:
    pairing_id = PairingId(f"pairing-of-{rep.id}")
    return PairingSeen(Pairing(pairing_id, rep.id, manager.id, state, NOW), rep, manager)


def _home(
    name: str,
    person: Person,
    reviews: list[Seen],
    pairings: list[PairingSeen],
    away_until: date | None = None,
    waits: Sequence[DeskLine] = (),
) -> Example:
    coached = [one.pairing for one in pairings if one.pairing.state is PairingState.ACCEPTED]
    time = [TimeSeen(one, total=95, goal=GOAL_MINUTES) for one in coached]
    drawn = home.home(HomeSeen(person, reviews, pairings, time, away_until, desk=DeskSeen(person, waits)))
    return Example(f"home: {name}", "home", {"type": "home", "blocks": drawn.blocks})


def _homes(form: Questionnaire) -> Examples:
    yield _home("nothing yet", ANA, [], [])
    yield _home("paired, nothing under way", ANA, [], [_paired(ANA, MARIA)])
    yield _home("paired, nothing under way, the manager", MARIA, [], [_paired(ANA, MARIA)])
    yield _home("asked, not answered yet", MARIA, [], [_paired(ANA, MARIA, PairingState.PROPOSED)])
    yield _home("away", ANA, [], [_paired(ANA, MARIA)], away_until=IN_TWO_WEEKS)
    for until in (None, IN_TWO_WEEKS):
        yield a_modal(f"form: away{' already' if until else ''}", away.form(until))
        yield a_line(f"line: {'away' if until else 'back'}", away.said(until))
    running = [
        stories.invited(form),
        stories.invited(form).answers(Role.REP, stories.REP_SAYS).submits(Role.REP),
        stories.both_done(form),
        stories.opened(form),
        stories.opened(form).pauses(),
        stories.agreed(form),
    ]
    for role, me in ((Role.REP, ANA), (Role.MANAGER, MARIA)):
        seen = [_with(one, role.other, TEAM[n]).seen(Reader(role.value)) for n, one in enumerate(running)]
        yield _home(f"everything, the {role.value}", me, seen, [_paired(ANA, MARIA)])
    team = [
        stories.invited(form, {Role.REP: rep, Role.MANAGER: MARIA}, f"review-of-{rep.id}").seen(Reader.MANAGER)
        for rep in TEAM
    ]
    yield _home("a whole team", MARIA, team, [_paired(rep, MARIA) for rep in TEAM])
    for role, me, other in ((Role.REP, ANA, MARIA), (Role.MANAGER, MARIA, ANA)):
        yield _home(f"something waits, the {role.value}", me, [], [_paired(ANA, MARIA)], waits=a_desk(role, other))


def _with(story: Story, role: Role, person: Person) -> Story:
    """The same story with somebody else, under an id of its own: no two reviews share one."""
    other = stories.invited(story.review.questionnaire, name=f"review-of-{person.id}").review.id
    return replace(story, review=replace(story.review, id=other), people={**story.people, role: person})


def _pairings() -> Examples:
    for state in PairingState:
        seen = _paired(ANA, MARIA, state)
        yield a_message(f"pairing, asked of the rep: {state.value}", pairing.request(seen))
        answer = pairing.answer(seen)
        if answer is not None:
            yield a_message(f"pairing, told to the manager: {state.value}", answer)
    text, blocks = pairing.offer(ANA)
    yield a_line("pairing: shall we ask?", text, blocks)
    yield a_modal("pairing: shall we ask, after the form?", pairing.offer_modal(ANA, None))
    yield a_line("pairing: asked", pairing.asked(ANA))


def _lines(form: Questionnaire) -> Examples:
    invited, done, opened = stories.invited(form), stories.both_done(form), stories.opened(form)
    yield a_line("line: help", start.HELP)
    yield a_line("line: started", start.started(invited.seen(Reader.MANAGER)))
    yield a_line("line: under way", start.running(invited.seen(Reader.MANAGER)))
    yield a_line("line: the other one is the manager", start.ask_your_manager(MARIA.name))
    yield a_line("line: nothing under way", start.status([]))
    stages = [
        invited,
        invited.answers(Role.REP, stories.REP_SAYS).submits(Role.REP),
        done,
        opened,
        opened.pauses(),
    ]
    for reader in (Reader.REP, Reader.MANAGER):
        yield a_line(f"line, {reader.value}: status", start.status([one.seen(reader) for one in stages]))
        closed = invited.cancels(Role.MANAGER).seen(reader)
        yield a_line(f"line, {reader.value}: closed", start.cancelled(closed))
        yield a_line(f"line, {reader.value}: asked to stop", start.cancelled(opened.cancels(Role.REP).seen(reader)))
        for name, story in {"agreed": stories.agreed(form), "a draft": stories.chosen(form)}.items():
            text, blocks = plan.private(story.seen(reader))
            yield a_line(f"line, {reader.value}: the plan, {name}", text, blocks)
    yield a_line("line: out of turn", start.sentence(OutOfTurn(ANA.id)))
    yield a_line("line: too late", start.sentence(TooLate("That step is done already.")))
