"""`python -m playground.bench`: how long the playground takes to start, and to answer when much has been written."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

import aiohttp

from playground.model import Message
from playground.serving import running

PEOPLE = 50
MESSAGES = 20_000
STARTS = 5
CALLS = 50


def start_up() -> float:
    """Seconds from the command to the line that says where it listens: the median of several."""
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        command = [sys.executable, "-m", "playground", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            if process.stdout is not None:
                process.stdout.readline()
            took.append(time.perf_counter() - began)
            process.terminate()
    return median(took)


async def answers() -> dict[str, float]:
    """Milliseconds for an answer (the median), with so many people and messages in one channel."""
    people = [{"id": f"U{number:03d}", "name": f"person{number}"} for number in range(PEOPLE)]
    room = {"id": "C0ALL", "name": "all", "app": True, "members": [each["id"] for each in people]}
    async with (
        running(people={"people": people, "channels": [room]}, rate_limits=False) as slack,
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {slack.bot_token}"}) as session,
    ):
        now = slack.clock.now()
        for number in range(MESSAGES):
            author = people[number % PEOPLE]["id"]
            slack.world.post(Message("C0ALL", slack.world.stamps.next(), author, f"Message {number}", now))
            if number % 500 == 0:
                await asyncio.sleep(0)

        async def get(url: str, **query: str) -> None:
            async with session.get(url, params=query) as answer:
                await answer.read()

        asked: dict[str, Callable[[], Awaitable[Any]]] = {
            "auth.test": lambda: get(f"{slack.base_url}auth.test"),
            "chat.postMessage": lambda: get(f"{slack.base_url}chat.postMessage", channel="C0ALL", text="x"),
            "conversations.history": lambda: get(
                f"{slack.base_url}conversations.history", channel="C0ALL", limit="100"
            ),
            "page of the channel": lambda: get(f"{slack.address}/c/C0ALL", **{"as": "U001"}),
        }
        return {name: await _took(work) for name, work in asked.items()}


async def _took(work: Callable[[], Awaitable[Any]]) -> float:
    took = []
    for _ in range(CALLS):
        began = time.perf_counter()
        await work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def main() -> None:
    """Measure and say so."""
    say = sys.stdout.write
    say(f"start-up: {start_up():.2f} s\n")
    say(f"with {PEOPLE} people and {MESSAGES} messages in one channel, median of {CALLS}:\n")
    for name, milliseconds in asyncio.run(answers()).items():
        say(f"  {name:<22} {milliseconds:7.1f} ms\n")


if __name__ == "__main__":
    main()
