"""What Slack refuses waits, with its reason, in sight of the operator, and is sent when the reason is gone."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

import playground
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import App, app_on, until
from tests.bot.test_thrice import event

REFUSED = "messages_tab_disabled"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as running:
        yield running


@pytest.fixture
async def app(slack: Slack, tmp_path: Path) -> AsyncIterator[App]:
    async with app_on(slack, f"sqlite:///{tmp_path}/coach.sqlite") as running:
        yield running


def parked(app: App) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"file:{app.database}?mode=ro", uri=True)) as connection:
        return [why for (why,) in connection.execute("SELECT reason FROM surfaces WHERE state = 'parked'")]


async def numbers(app: App) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{app.address}/metrics") as answer:
        return await answer.text()


async def refused(slack: Slack, app: App) -> Hands:
    """Ana is asked, and Slack refuses to show it to her. Returns Ana."""
    maria, ana = Hands(slack.person("UMARIA")), Hands(slack.person("UANA"))
    slack.trouble.add("chat.postMessage", "refuse", times=1, error=REFUSED)
    await maria.types(f"/coach-review <@{ana.id}>")
    await maria.presses("Ask Ana")
    await until(lambda: parked(app) == [REFUSED], "it was not parked")
    assert "Accept" not in ana.reads()
    return ana


async def test_somebody_who_is_back_finds_what_was_for_them(slack: Slack, app: App) -> None:
    ana = await refused(slack, app)
    back = {"id": "UANA", "team_id": slack.team_id, "name": "Ana", "tz": "Europe/London", "deleted": False}
    await slack.courier.hand_over("event", "events_api", event(slack, "EvBACK", back))
    await ana.sees("Accept")
    assert parked(app) == []


async def test_a_new_token_tries_everything_again(slack: Slack, app: App) -> None:
    ana = await refused(slack, app)
    await app.restart()
    await ana.sees("Accept")
    assert parked(app) == []


async def test_what_slack_tells_nobody_is_tried_again_after_a_day(slack: Slack, app: App) -> None:
    """A channel that is no longer archived, a setting of the workspace that was changed."""
    ana = await refused(slack, app)
    await app.tick()
    assert parked(app) == [REFUSED], "not before"
    assert f'coach_parked_surfaces{{reason="{REFUSED}"}} 1' in await numbers(app)
    with contextlib.closing(sqlite3.connect(app.database, isolation_level=None)) as connection:
        connection.execute("UPDATE surfaces SET retry_at = 0 WHERE state = 'parked'")
    await app.tick()
    await ana.sees("Accept")


@pytest.mark.parametrize("how", ["app_uninstalled", "tokens_revoked", "invalid_auth", "account_inactive"])
async def test_a_workspace_without_a_token_is_left_alone_and_shown(slack: Slack, app: App, how: str) -> None:
    maria = Hands(slack.person("UMARIA"))
    await maria.types("/coach-review <@UANA>")
    await app.settled()
    if how in ("app_uninstalled", "tokens_revoked"):
        told = event(slack, "EvGONE", {}) | {"event": {"type": how, "tokens": {"bot": ["U0APPBOT"]}}}
        await slack.courier.hand_over("event", "events_api", told)
    else:
        slack.trouble.add("chat.postMessage", "refuse", error=how)
        await maria.presses("Ask Ana")
        await until(lambda: app.dead != {}, "nobody noticed")
    assert list(app.dead) == [slack.team_id]
    calls = len(slack.record.calls())
    assert "isn't installed" in await maria.types("/coach-review status")
    assert len(slack.record.calls()) == calls, "nothing is sent with a token that is none"
    assert "coach_dead_workspaces 1" in await numbers(app)
