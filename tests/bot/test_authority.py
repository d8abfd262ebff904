"""
Whoever is not one of the two can press whatever there is, and nothing changes and nothing is shown.

Generated from the app's own enums: a new button, form or command is tried by everybody without anyone writing a test.
"""

import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import playground
from bot.slack_ids import Act, Modal
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import App, Pair, after_categories, agreed, app_on, both_answering, conversing, facts
from tests.edge.payloads import click, view

OUTSIDERS = ("UBEN", "UADA", "UGIL", "UDEE", "UROBO", "USAM", "UNOBODY")
"""A peer, an administrator, a guest, somebody deactivated, a bot, a stranger, and nobody at all."""
STAGES: dict[str, Callable[[Pair], Awaitable[None]]] = {
    "assessing": both_answering,
    "conversing": conversing,
    "categories": after_categories,
    "agreed": agreed,
}
OWN_BUSINESS = {Act.HOME_START, Act.HOME_LOG, Act.ASK_REP}
"""What anybody may press: it concerns nobody but oneself, or asks somebody a question."""


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as running:
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
        "p": 1,
        "t": 1,
        "n": 1,
        "s": "listening",
        "a": "5",
        "l": "today",
        "d": "pause",
        "f": "0123456789abcdef",
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
            if act not in OWN_BUSINESS:
                assert await send(slack, pressed(act, value), person, team) == 200, (person, act)
        for modal in Modal:
            if modal not in (Modal.START, Modal.LOG):
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
