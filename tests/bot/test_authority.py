"""
Whoever is not one of the two can press whatever there is, and nothing changes and nothing is shown.

Generated from what the app has registered. A new button, form or command fails here until it is said whose business it
is (``WHOSE``) and until the tour passes it; then everybody else tries it, at the moment when the right person does.

(Over 300 lines, as a third of it is the list of whose business everything is.)
"""

import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import playground
from bot.slack_ids import Act, CommandName, Modal, ShortcutName
from bot.surfaces.start import HELP
from playground.slack import Slack
from tests.bot import tour
from tests.bot.between import Between, Whose, between
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import App, Pair, after_categories, agreed, app_on, both_answering, conversing, facts
from tests.edge.payloads import click, view

ONE, BOTH, ANYBODY, OWN = Whose.ONE, Whose.BOTH, Whose.ANYBODY, Whose.OWN
WHOSE: Mapping[Act | Modal | CommandName | ShortcutName, Whose] = {
    Act.ASK_REP: ANYBODY,
    Act.PAIRING_ACCEPT: ONE,
    Act.PAIRING_DECLINE: ONE,
    Act.BEGIN: BOTH,
    Act.RATE: BOTH,
    Act.COMMENT: BOTH,
    Act.PAGE: BOTH,
    Act.AS_FORM: BOTH,
    Act.LATER: BOTH,
    Act.FACTORS: BOTH,
    Act.WRITE_OPENING: ONE,
    Act.SUBMIT: BOTH,
    Act.TAKE_BACK: BOTH,
    Act.OTHER_DATE: ONE,
    Act.NOT_NOW: ONE,
    Act.FORM_RATE: BOTH,
    Act.FORM_PAGE: BOTH,
    Act.ASK_YES: ONE,
    Act.ASK_KEEP: ONE,
    Act.EXTEND: BOTH,
    Act.WEEK_MORE: BOTH,
    Act.BRING_OVER: BOTH,  # each brings over their own
    Act.OPEN: ONE,
    Act.REPLY: ONE,
    Act.CHOOSE: ONE,
    Act.ANSWER: ONE,
    Act.HAD_MY_SAY: ONE,
    Act.TALK: BOTH,
    Act.GO_ON: ONE,
    Act.NOTE_DOWN: BOTH,
    Act.THAT_IS_IT: ONE,
    Act.NOT_IT: ONE,
    Act.SEE_BOTH: BOTH,
    Act.READ_ALL: BOTH,
    Act.CHART: BOTH,
    Act.MOVED: BOTH,  # each in their own chat
    Act.CHOICE_SKILL: ONE,
    Act.CHOICE_MORE: ONE,
    Act.TAKE_PROPOSAL: ONE,
    Act.KEEP_MINE: ONE,
    Act.AGREE: BOTH,
    Act.CHANGE: ONE,
    Act.MORE: BOTH,
    Act.NUDGE: BOTH,
    Act.RESUME: BOTH,
    Act.CANCEL: BOTH,
    Act.KEEP_GOING: BOTH,
    Act.SESSION_YES: ONE,
    Act.SESSION_NO: ONE,
    Act.SESSION_CORRECT: BOTH,
    Act.LOG_WITH: ANYBODY,
    Act.LOG_TALK: BOTH,
    Act.PLAN_ITEMS: BOTH,
    Act.PLAN_ITEM: BOTH,
    Act.TAKE_ON: BOTH,  # reading; the answer is the manager's
    Act.CLEAR_WAY: BOTH,
    Act.EVIDENCE: BOTH,
    Act.LOOK_ASK: BOTH,
    Act.LOOK_ANSWER: BOTH,
    Act.LOOK_CLOSE: BOTH,
    Act.LOOK_SEE: BOTH,
    Act.LOOK_NEXT: BOTH,
    Act.CALENDAR: BOTH,
    Act.CALENDAR_FILE: BOTH,
    Act.HOME_TIME: BOTH,
    Act.PAIR_END: BOTH,
    Act.PAST_YES: ONE,
    Act.PAST_NO: ONE,
    Act.PAST: BOTH,
    Act.DESK_LATER: BOTH,  # each for themselves
    Act.AWAY: OWN,
    Act.BACK: OWN,
    Act.HOME_START: ANYBODY,
    Act.HOME_PLAN: BOTH,
    Act.HOME_LOG: ANYBODY,
    Act.BEFORE_TALK: BOTH,
    Act.ASK_COACHING: ONE,
    Act.HOME_TEAM: ANYBODY,  # one's own, whoever it is
    Act.HOME_TEAM_OF: ONE,  # an administrator's
    Modal.START: ANYBODY,
    Modal.COMMENT: BOTH,
    Modal.FORM: BOTH,
    Modal.FACTORS: BOTH,
    Modal.OPENING_DRAFT: ONE,
    Modal.OTHER_DATE: ONE,
    Modal.OPENING: ONE,
    Modal.REPLY: ONE,
    Modal.CHOICES: ONE,
    Modal.ANSWER: ONE,
    Modal.CHANGE: ONE,
    Modal.PARKED: ONE,
    Modal.JOTTING: BOTH,
    Modal.EXTEND: BOTH,
    Modal.LOG: ANYBODY,
    Modal.AWAY: OWN,
    Modal.CORRECT: BOTH,
    Modal.PLAN_ITEM: BOTH,
    Modal.TAKE_ON: ONE,
    Modal.CLEAR_WAY: ONE,
    Modal.EVIDENCE: BOTH,
    Modal.LOOK_ASK: BOTH,
    Modal.LOOK: BOTH,
    Modal.LOOK_NEXT: BOTH,
    Modal.TEAM: BOTH,  # the manager's and an administrator's; the rep is refused in tests/core/test_teams.py
    Modal.TEAM_OF: ONE,
    CommandName.REVIEW: ANYBODY,
    CommandName.PLAN: ANYBODY,
    CommandName.LOG: ANYBODY,
    ShortcutName.START: ANYBODY,
    ShortcutName.EVIDENCE: ANYBODY,  # of one's own plans
}
"""Whose business each is. Where it may differ from moment to moment, the strictest that is true whenever it is used."""
IDS: Mapping[str, type[Act] | type[Modal] | type[CommandName] | type[ShortcutName]] = {
    "click": Act,
    "suggestion": Act,
    "submission": Modal,
    "closed": Modal,
    "command": CommandName,
    "shortcut": ShortcutName,
}
OUTSIDERS = ("UBEN", "UADA", "UGIL", "UDEE", "UROBO", "USAM", "UNOBODY")
"""A peer, an administrator, a guest, somebody deactivated, a bot, a stranger, and nobody at all."""
STAGES: dict[str, Callable[[Pair], Awaitable[None]]] = {
    "assessing": both_answering,
    "conversing": conversing,
    "categories": after_categories,
    "agreed": agreed,
}
TWO_MORE: list[dict[str, Any]] = [{"id": "UOLGA", "name": "Olga", "real_name": "Olga Other", "tz": "Europe/Lisbon"}]


def whose(kind: str, name: str) -> Whose:
    """Whose business it is, as it says here."""
    member = IDS[kind](name)
    if member not in WHOSE:
        raise AssertionError(f"{member!r} is new: say in WHOSE (tests/bot/test_authority.py) whose business it is.")
    return WHOSE[member]


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    people = [*PEOPLE, *TWO_MORE]
    async with playground.running(manifest=MANIFEST, people=people, rate_limits=False, pages=False) as running:
        yield running


@pytest.fixture
async def app(slack: Slack, database_url: str, tmp_path: Path) -> AsyncIterator[App]:
    async with app_on(slack, database_url) as running:
        yield running


def everything(app: App) -> str:
    """One value with every id that any button may carry, of the review that there is."""
    with contextlib.closing(sqlite3.connect(f"file:{app.database}?mode=ro", uri=True)) as connection:
        (review,), (pairing,) = (
            connection.execute(f"SELECT id FROM {one}").fetchone() for one in ("reviews", "pairings")
        )
    some = {
        "v": 1,
        "team": "UMARIA",
        "p": 1,
        "t": 1,
        "n": 1,
        "i": "1",
        "b": 0,
        "s": "listening",
        "a": "5",
        "l": "today",
        "d": "pause",
        "f": "0123456789abcdef",
        "m": 30,
        "due": "2026-03-09",
        "w": f"assessment/{review}",
        "o": "UMARIA",
    }
    return json.dumps({**some, "r": review, "pairing": pairing})


def pressed(act: Act, ids: str) -> dict[str, Any]:
    """A press on this button, with the ids wherever a button of ours has them."""
    payload = click(act.value, ids)
    payload["actions"][0]["block_id"] = ids
    return payload


async def send(slack: Slack, payload: dict[str, Any], person: str, team: str) -> int:
    """Sign it as Slack would, and hand it over. Returns the HTTP status, or 0 when the app did not answer."""
    body = payload | {
        "user": {"id": person, "team_id": team},
        "team": {"id": team},
        "api_app_id": slack.app_id,
        "trigger_id": slack.triggers.issue(person, team),
        "response_url": f"{slack.address}/response/{team}/nowhere",
    }
    answer = await slack.courier.hand_over("click", "interactive", body)
    return 0 if answer.error else 200


@pytest.mark.parametrize("stage", STAGES)
async def test_outsiders_change_nothing_and_see_nothing(slack: Slack, app: App, stage: str) -> None:
    pair = Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))
    await STAGES[stage](pair)
    await app.settled()
    before, value = facts(app.database), everything(app)
    people = [*((person, slack.team_id) for person in OUTSIDERS), ("UANA", "T0ELSE"), ("UMARIA", "T0ELSE")]
    for person, team in people:
        for act in Act:
            if WHOSE.get(act) not in (ANYBODY, OWN):
                assert await send(slack, pressed(act, value), person, team) == 200, (person, act)
        for modal in Modal:
            if WHOSE.get(modal) not in (ANYBODY, OWN):
                form = view(modal.value, private_metadata=value)
                payload = {"type": "view_submission", "view": form, "response_urls": []}
                assert await send(slack, payload, person, team) == 200, (person, modal)
    await app.settled()
    assert facts(app.database) == before
    for person in OUTSIDERS[:5]:
        shown = " ".join(str(one.texts) for one in slack.person(person).shown())
        for secret in ("Preparing calls", "Listening", "Sets the standard"):
            assert secret not in shown, person


async def test_the_same_click_by_one_of_the_two_counts(slack: Slack, app: App) -> None:
    """So that the test above cannot pass for a wrong reason."""
    await both_answering(Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA"))))
    await app.settled()
    before, value = facts(app.database), everything(app)
    assert await send(slack, pressed(Act.RATE, value), "UANA", slack.team_id) == 200
    assert facts(app.database) != before
    submitted = view(Modal.OPENING_DRAFT.value, private_metadata=value)
    assert await send(slack, {"type": "view_submission", "view": submitted}, "UANA", slack.team_id) == 200


# --- at the moment when it is somebody's business ---


def test_it_is_said_of_everything_whose_business_it_is(app_ids: Mapping[str, frozenset[str]]) -> None:
    for kind, ids in app_ids.items():
        for name in ids:
            whose(kind, name)


@pytest.fixture
async def app_ids(app: App) -> Mapping[str, frozenset[str]]:
    """What the app answers, but for events: they come from Slack, not from a person."""
    return {kind: ids for kind, ids in app.registered.items() if kind != "event"}


async def test_everybody_else_is_refused_at_the_moment_when_it_is_somebodys_turn(slack: Slack, app: App) -> None:
    async with between(slack, app, whose) as middle:
        hands = {one: Hands(slack.person(one)) for one in ("UMARIA", "UANA", "UOLGA", "UBEN")}
        first, second = Pair(hands["UMARIA"], hands["UANA"]), Pair(hands["UOLGA"], hands["UBEN"])
        middle.secrets = tour.SECRETS
        await about(middle, second, others=first)
        await tour.live(slack, app, second)
        await about(middle, first, others=second)
        await tour.asking(first, hands["UOLGA"])
        await tour.another_date(slack, app, first)
        await tour.answering(slack, app, first)
        await tour.in_writing(slack, app, first)
        await tour.coaching_time(first)
        await tour.before_a_talk(first)
        await tour.being_away(slack, app, first.rep)
        await tour.team_settings(first, Hands(slack.person("UADA")))
        await tour.declining(first)
        await about(middle, second, others=first)
        await tour.another_one(slack, app, second)
        await about(middle, first, others=second)
        await tour.ending(app, first)
        taken_over = Pair(hands["UOLGA"], hands["UANA"])
        await about(middle, taken_over, others=Pair(hands["UMARIA"], hands["UBEN"]))
        await tour.another_manager(app, taken_over)
        await app.settled()
    assert not middle.complaints, "\n".join(middle.complaints)
    there = {(kind, name) for kind, ids in app.registered.items() if kind != "event" for name in ids}
    missing = sorted(there - middle.worked)
    assert not missing, f"nobody used these with any effect: add a step to a way of tests/bot/tour.py for {missing}"
    verbs = {line.split("`")[1] for line in HELP.splitlines() if line.startswith("•")}
    typed = {one.payload["command"] + " " + one.payload["text"] for one in slack.record.delivered("command")}
    for verb in verbs:
        begins = verb.replace("@rep", "<@").partition(" 45m")[0]
        assert any(one.startswith(begins) for one in typed), f"the tour (tests/bot/tour.py) never types {verb}"


async def about(middle: Between, two: Pair, others: Pair) -> None:
    """From now on these two are at their keyboards, and the others are another manager and a peer."""
    for person in two.both:
        await tour.closes(person)
    middle.pair = two.manager.id, two.rep.id
    middle.others = {"another manager": others.manager.id, "a peer": others.rep.id}
