"""The whole app against a strict local Slack: real Bolt, real SDK, signed requests, a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import playground
from bot.reconciler import Pace
from bot.settings import Settings
from bot.web import serve
from bot.wiring import build
from playground.slack import Slack
from tests.bot.hands import Hands

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
HURRY = 1000
"""How many times Slack's rate limits the app may call: these stand-ins have none."""
PEOPLE: list[dict[str, Any]] = [
    {"id": "UMARIA", "name": "Maria", "real_name": "Maria Lopes", "tz": "Europe/Lisbon"},
    {"id": "UANA", "name": "Ana", "real_name": "Ana Silva", "tz": "Europe/London"},
    {"id": "UBEN", "name": "Ben", "real_name": "Ben Okafor", "tz": "America/New_York"},
    {"id": "UADA", "name": "Ada", "real_name": "Ada Admin", "admin": True},
    {"id": "UGIL", "name": "Gil", "real_name": "Gil Guest", "guest": True},
    {"id": "UDEE", "name": "Dee", "real_name": "Dee Parted", "deleted": True},
    {"id": "UROBO", "name": "Robo", "real_name": "Robo", "bot": True},
    {"id": "USAM", "name": "Sam", "real_name": "Sam Stranger", "team": "T0ELSE", "stranger": True},
]


@dataclass
class World:
    slack: Slack
    settings: Settings
    maria: Hands
    ana: Hands
    ben: Hands

    def hands(self, person: str) -> Hands:
        return Hands(self.slack.person(person))


@asynccontextmanager
async def app_running(slack: Slack, database_url: str, **more: str) -> AsyncIterator[Settings]:
    """The app as a part of this process, on a free port; signed HTTP unless ``SLACK_APP_TOKEN`` is given."""
    settings = Settings.read(
        {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.base_url,
            "DATABASE_URL": database_url,
            "COACH_CLOCK_URL": f"{slack.address}/_playground/clock",
            "PORT": "0",
            **more,
        }
    )
    stopping, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    parts = build(settings, new_pace=lambda: Pace(times=HURRY))
    running = asyncio.create_task(serve(parts, settings, stopping=stopping, on_ready=ready.set_result))
    await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    if not settings.socket_mode:
        slack.app_url = f"{ready.result()}/slack/events"
    try:
        yield settings
    finally:
        stopping.set()
        await running


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/coach.sqlite"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_running(slack, database_url) as settings,
    ):
        people = (Hands(slack.person(one)) for one in ("UMARIA", "UANA", "UBEN"))
        yield World(slack, settings, *people)
