"""
Whole reviews are played while the app is killed again and again: what was acknowledged is there, nothing is twice.

The short form runs with all other tests; ``make chaos`` kills two hundred times.
"""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import playground
from storage.transaction import Database
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.chaos.bounds import KILLS, SEED, Deadline, say
from tests.chaos.checks import (
    everything_is_said,
    nothing_twice_and_nothing_missing,
    what_was_acknowledged_is_there,
)
from tests.chaos.persistent import Persistent, whole_review
from tests.chaos.processes import App, app_of_its_own


class Step:
    """What the people are doing just now."""

    def __init__(self) -> None:
        self.name = "starting"

    def __call__(self, name: str) -> None:
        self.name = name


async def plays_through(
    app: App, step: Step, pairs: Sequence[tuple[str, str]], *, kills: int, deadline: Deadline
) -> int:
    """
    Play reviews until there were so many kills, each to its agreed plan; then look at what is kept and posted.

    Returns:
        How many reviews.
    """
    slack = app.slack
    for method in ("chat.*", "conversations.*", "views.*", "response_url"):
        slack.trouble.add(method, "slow", share=0.3, seconds=0.1)  # so that kills hit calls under way
    killing = asyncio.create_task(app.chaos(random.Random(SEED), kills, deadline))
    played = 0
    for pair in pairs:
        people = [Persistent(Hands(slack.person(one)), random.Random(f"{SEED} {one}")) for one in pair]
        try:
            await whole_review(people[0], people[1], step)
        except AssertionError as problem:
            killer = "still at work" if not killing.done() else killing.exception() or "has ended"
            raise AssertionError(f"{step.name}: {problem}\n{app.state()}\nwho kills: {killer!r}") from problem
        played += 1
        what_was_acknowledged_is_there(slack, app.database_url, people)
        if killing.done():
            break
    await killing
    await everything_is_said(app.database_url)
    nothing_twice_and_nothing_missing(slack, app.database_url, reviews=played)
    return played


async def test_a_review_survives_a_few_kills(tmp_path: Path) -> None:
    url, step = f"sqlite:///{tmp_path}/coach.sqlite", Step()
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_of_its_own(slack, url, where=lambda: step.name) as app,
    ):
        await plays_through(app, step, [("UMARIA", "UANA")], kills=2, deadline=Deadline(0.1))


def crowd(size: int) -> list[dict[str, str]]:
    return [
        {"id": f"U{role}{number:03d}", "name": f"{role.capitalize()}{number:03d}", "real_name": f"{role} {number}"}
        for number in range(size)
        for role in ("MGR", "REP")
    ]


@pytest.mark.long
@pytest.mark.parametrize(("address", "processes"), [("sqlite", 1), ("postgres", 3)])
async def test_reviews_survive_many_kills(
    request: pytest.FixtureRequest, tmp_path: Path, address: str, processes: int
) -> None:
    url = f"sqlite:///{tmp_path}/coach.sqlite" if address == "sqlite" else str(request.getfixturevalue("postgres"))
    database = Database(url)
    database.upgrade()
    database.close()
    size, step, deadline = 100, Step(), Deadline(0.3)
    async with (
        playground.running(manifest=MANIFEST, people=crowd(size), rate_limits=False, pages=False) as slack,
        app_of_its_own(slack, url, processes=processes, where=lambda: step.name) as app,
    ):
        pairs = [(f"UMGR{number:03d}", f"UREP{number:03d}") for number in range(size)]
        say(f"{address}, {processes} process(es), seed {SEED}, up to {KILLS} kills")
        played = await plays_through(app, step, pairs, kills=KILLS, deadline=deadline)
        say(f"  {played} reviews to their agreed plan in {deadline.spent:.0f} s; {app.told()}")
        assert app.kills == KILLS or deadline.over
