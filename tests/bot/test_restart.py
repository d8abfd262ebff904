"""Stopped or killed at any point, and started again: nothing is lost, and nobody is asked twice."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import playground
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands, buttons_of, text_of
from tests.bot.playing import (
    BEST,
    MANAGER,
    REP,
    SHORT,
    Answers,
    Pair,
    answered,
    answers_choices,
    app_on,
    chooses,
    due,
    leases_run_out,
    opens,
    rates,
    refused_by_slack,
    replies,
    to_form,
    told,
    top,
    until,
    well,
)

ROOT = Path(__file__).parents[2]


def who_in(slack: Slack) -> Pair:
    return Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))


def nobody_was_asked_twice(slack: Slack) -> None:
    """Every message of the app stands once, by the opaque name that it carries."""
    names = Counter(
        message.metadata["event_payload"]["key"]
        for channel in slack.world.channels.values()
        for message in channel.messages.values()
        if message.metadata is not None and message.ephemeral_for is None
    )
    assert names
    assert set(names.values()) == {1}, names
    for person in ("UMARIA", "UANA"):
        said = [one.ts for one in slack.person(person).notifications()]
        assert len(said) == len(set(said))


# --- stopped and started again, after every single step ---


async def page_by_page(person: Hands, given: Answers) -> AsyncIterator[None]:
    """Answer in the chat, a stop after every page; the check of all answers at the end."""
    await person.presses("Start")
    yield
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        for skill in section.skills:
            label = {"2": "2 · Building", "3": "3 · Solid", "5": "5 · Sets the standard"}.get(
                given.on(skill.key), "4 · Strong"
            )
            await person.chooses(skill.name, label)
        yield
        await person.presses("Next" if number < len(SHORT.sections) else "Check my answers")
        yield
    await person.sees("Nothing is sent until you press *Submit*")


async def in_the_form(person: Hands, given: Answers) -> AsyncIterator[None]:
    """Answer in the form, a stop on every page, with the form open."""
    await to_form(person, "As one form")
    yield
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        for skill in section.skills:
            rates(person, top(person), skill.key, given.on(skill.key))
        well(await person.submits())
        yield
    await person.sees("Nothing is sent until you press *Submit*")


async def whole_review(who: Pair) -> AsyncIterator[None]:
    """From the command to the plan; yields wherever something may be interrupted."""
    maria, ana = who.both
    await maria.types("/coach-review @Ana")
    yield
    await maria.presses("Ask Ana")
    yield
    await ana.presses("Accept")
    yield
    async for _ in page_by_page(ana, REP):
        yield
    await ana.presses("Submit")
    yield
    async for _ in in_the_form(maria, MANAGER):
        yield
    well(await maria.submits())
    yield
    await opens(ana)
    yield
    await replies(maria, ("Growing accounts", "what I have seen her do"))
    yield
    await ana.sees("what I have seen her do")
    await chooses(ana)
    yield
    await answers_choices(maria, views={"Qualifying": "how I see it"}, support="an hour a week")
    yield
    await ana.presses("I agree")
    yield
    await maria.sees("You both agreed to these words")


async def test_stopped_and_started_again_after_every_step(database_url: str) -> None:
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_on(slack, database_url) as app,
    ):
        who = who_in(slack)
        stops = 0
        async for _ in whole_review(who):
            await app.restart()
            stops += 1
        assert stops >= 20
        await app.settled()
        nobody_was_asked_twice(slack)
        everything_is_there(who)
        assert refused_by_slack(slack) == []


def everything_is_there(who: Pair) -> None:
    thread = [text_of(one) for one in who.rep.thread()]
    assert len(thread) == 5, thread
    assert BEST in thread[1]
    assert "what I have seen her do" in thread[2]
    assert "You see these differently:* Qualifying, Answering doubts" in thread[2]
    assert "an hour a week" in thread[4]
    assert buttons_of(who.rep.thread()[-1]) == ["Log 30 min", "See both views", "In my calendar"]
    assert not any("Something went wrong" in one for one in told(who.manager) + told(who.rep))


async def test_a_form_that_was_open_during_the_stop_is_sent_after_it(database_url: str) -> None:
    """Nothing of what is open at a client lives in the process."""
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_on(slack, database_url) as app,
    ):
        maria, ana = who_in(slack).both
        await maria.types("/coach-review")
        await until(lambda: maria.keyboard.modal() is not None)
        await app.stop()
        await maria.names("Who is the rep?", ana.id)
        assert not (await maria.submits()).ok, "nobody answers"
        assert maria.keyboard.modal() is not None, "what was typed is still there"
        await app.start()
        assert (await maria.submits()).error is None


# --- killed ---


class Process:
    """``coach run`` as a process of its own, in Socket Mode, with its log in a file."""

    def __init__(self, slack: Slack, folder: Path, database_url: str) -> None:
        self.log = folder / "log"
        self.database = database_url.removeprefix("sqlite:///")
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "COACH_"))},
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.base_url,
            "DATABASE_URL": database_url,
            "COACH_LOG_LEVEL": "DEBUG",
            "PORT": "0",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it says that it is ready."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=self._folder,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        async with asyncio.timeout(30):
            line = await self._process.stdout.readline()
        assert line.strip() == b"ready", (line, self.log.read_text())

    async def kill(self) -> None:
        """SIGKILL: it can't do anything any more."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def killed_and_started(self) -> None:
        await self.kill()
        leases_run_out(self.database)
        await self.start()

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()
        if self._process is not None:
            self._process._transport.close()  # type: ignore[attr-defined]  # else its pipe warns at the end
            self._process = None


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack:
        yield slack


@pytest.fixture
async def process(slack: Slack, tmp_path: Path, database_url: str) -> AsyncIterator[Process]:
    process = Process(slack, tmp_path, database_url)
    await process.start()
    try:
        yield process
    finally:
        await process.kill()


SECRETS = {
    "a comment of the rep": "quixotic-plover",
    "a comment of the manager": "umber-zeppelin",
    "the opening": "gossamer-anvil",
    "a note": "marzipan-turbine",
    "a view": "cobalt-lantern",
    "support": "velvet-harpoon",
}


async def test_killed_in_the_middle_of_it(slack: Slack, process: Process) -> None:
    """
    Four times, each at the worst moment: a click just answered, a message just posted whose answer is still to come.

    The log, on its most talkative level, holds no word of anybody, no rating and no token.
    """
    who = who_in(slack)
    maria, ana = who.both
    rep = Answers(REP.scores, {"qualifying": SECRETS["a comment of the rep"]})
    manager = Answers(MANAGER.scores, {"qualifying": SECRETS["a comment of the manager"]})

    await maria.types("/coach-review @Ana")
    await maria.presses("Ask Ana")
    await ana.presses("Accept")
    await ana.presses("Start")
    await ana.sees("Part 1 of 3")
    await ana.chooses("Qualifying", "5 · Sets the standard")
    await process.killed_and_started()  # the click was answered, so it is kept

    await to_form(ana, "As one form")
    assert answered(top(ana), "qualifying") == "5 · Sets the standard"
    await rest_of_the_form(ana, rep)
    await to_form(maria, "As one form")
    await rest_of_the_form(maria, manager, send=False)
    slack.trouble.add("chat.postMessage", "slow", seconds=3.0, times=1)
    well(await maria.submits())
    await until(lambda: bool(ana.thread()), "the conversation did not begin")
    await process.killed_and_started()  # the root was posted, and the process never learnt of it
    await until(lambda: bool(slack.record.calls("conversations.history")), "it did not look for what it had begun")

    await opens(ana, SECRETS["the opening"])
    await maria.sees(SECRETS["the opening"])
    await replies(maria, ("Growing accounts", SECRETS["a note"]))
    await process.killed_and_started()  # her form was answered a moment ago, and nothing is posted yet

    await ana.sees(SECRETS["a note"])
    await chooses(ana)
    await answers_choices(maria, views={"Qualifying": SECRETS["a view"]}, support=SECRETS["support"])
    await ana.presses("I agree")
    await process.killed_and_started()

    await maria.sees("You both agreed to these words")
    await until(lambda: not due(process.database), "delivery did not come to rest")
    nobody_was_asked_twice(slack)
    assert len(ana.thread()) == 5, [text_of(one) for one in ana.thread()]
    modal = await to_form(ana, "See both views")
    assert SECRETS["a view"] in text_of(modal), "it has opened"
    await process.stop()
    log_tells_nothing(process.log.read_text(), slack)


async def rest_of_the_form(person: Hands, given: Answers, *, send: bool = True) -> None:
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        modal = top(person)
        for skill in section.skills:
            rates(person, modal, skill.key, given.on(skill.key))
            if skill.key in given.comments:
                person.keyboard.fill(modal, "input", given.comments[skill.key], block_id=f"{skill.key}.comment")
        well(await person.submits())
    await person.sees("Nothing is sent until you press *Submit*")
    if send:
        well(await person.submits())


def log_tells_nothing(log: str, slack: Slack) -> None:
    assert "stopped" in log, "it is a log"
    for secret, words in SECRETS.items():
        assert words not in log, secret
    for token in (slack.bot_token, slack.app_token, slack.signing_secret):
        assert token not in log
    assert "/response/" not in log, "a response_url is a key, too"
    labels = [*SHORT.scale.labels, *(skill.anchor(3) for section in SHORT.sections for skill in section.skills)]
    for label in labels:
        assert label not in log, label
    for name in ("Maria", "Ana Silva"):
        assert name not in log, name
