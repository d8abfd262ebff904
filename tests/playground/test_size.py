"""Fifty people and twenty thousand messages: what an app and a page ask for takes no longer than with a few."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from playground.model import Message
from playground.serving import running
from playground.slack import Slack

MESSAGES = 20_000
PEOPLE = [{"id": f"U{number:03d}", "name": f"person{number}"} for number in range(50)]
ROOMS = [{"id": "C0ALL", "name": "all", "app": True, "members": [each["id"] for each in PEOPLE]}]
SLOWER = 10.0
"""How many times longer something may take; a scan of all messages would be a hundred times slower."""


async def fill(slack: Slack, count: int) -> None:
    """Let people write to everybody, without the app hearing of it."""
    world = slack.world
    now = world.clock.now()
    for number in range(count):
        author = PEOPLE[number % len(PEOPLE)]["id"]
        world.post(Message("C0ALL", world.stamps.next(), author, f"Message {number}", now))
        if number % 200 == 0:
            await asyncio.sleep(0)  # the server notices connections that were closed meanwhile


async def took(work: Callable[[], Awaitable[Any]]) -> float:
    """Seconds for it: the fastest of several, which a busy machine disturbs least."""
    measured = []
    for _ in range(9):
        started = time.perf_counter()
        await work()
        measured.append(time.perf_counter() - started)
    return min(measured)


def a_session() -> aiohttp.ClientSession:
    """A connection a request: filling takes longer than the server keeps an idle one."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))


async def test_it_stays_responsive() -> None:
    cast = {"people": PEOPLE, "channels": ROOMS}
    async with running(people=cast, rate_limits=False) as slack, a_session() as session:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])

        async def page() -> None:
            async with session.get(f"{slack.address}/c/C0ALL", params={"as": "U001"}) as answer:
                assert answer.status == 200
                await answer.read()

        asked: dict[str, Callable[[], Awaitable[Any]]] = {
            "post": lambda: client.chat_postMessage(channel="C0ALL", text="x"),
            "newest": lambda: client.conversations_history(channel="C0ALL", limit=50),
            "page": page,
        }
        await fill(slack, 200)
        await page()  # templates are read once
        few = {name: await took(work) for name, work in asked.items()}
        await fill(slack, MESSAGES - 200)
        many = {name: await took(work) for name, work in asked.items()}
        for name in asked:
            assert many[name] < few[name] * SLOWER, (name, few, many)

        seen, cursor = 0, ""
        while True:
            answer = await client.conversations_history(channel="C0ALL", limit=999, cursor=cursor)
            seen += len(answer["messages"])
            if not answer["has_more"]:
                break
            cursor = answer["response_metadata"]["next_cursor"]
        assert seen == len(slack.world.channels["C0ALL"].order) >= MESSAGES
