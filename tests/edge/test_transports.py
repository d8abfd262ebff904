"""Both transports, against the local Slack: the same handlers, the same answers, and a goodbye that loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import playground
from bot.answering import (
    NOTHING,
    Answer,
    Click,
    Command,
    Dispatcher,
    Event,
    Guard,
    Open,
    Shortcut,
    Submission,
    Tell,
)
from bot.installs import Installs, SlackOutside, bolt_app
from bot.settings import Secret, Settings
from bot.web import Metrics, Parts, serve
from bot.web.socket_mode import SocketMode
from coaching_core.errors import BadInput
from playground.slack import Slack
from tests.edge.conftest import Ids

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
FORM = {
    "type": "modal",
    "callback_id": Ids.FORM.value,
    "title": {"type": "plain_text", "text": "Your words"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "In a sentence"},
            "element": {"type": "plain_text_input", "action_id": "input"},
        }
    ],
}
BUTTON = {
    "type": "actions",
    "block_id": "b",
    "elements": [
        {
            "type": "button",
            "action_id": Ids.RATE.value,
            "text": {"type": "plain_text", "text": "3"},
            "value": "3",
        }
    ],
}


@dataclass
class App:
    """A tiny app with the real edges."""

    installs: Installs
    seen: list[Any] = field(default_factory=list)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    patience: float = 2.3
    address: str = ""
    started: list[str] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def parts(self) -> Parts:
        metrics = Metrics()
        outside = SlackOutside(self.installs)
        guard = Guard(outside, reference=lambda: "abc234", observe=metrics.answered, patience=self.patience)
        dispatcher = Dispatcher(guard, installed=self.installs.knows)
        dispatcher.command(Ids.COMMAND, self.on_command)
        dispatcher.submission(Ids.FORM, self.on_form)
        dispatcher.click(Ids.RATE, self.on_click)
        dispatcher.shortcut(Ids.START, self.on_shortcut)
        dispatcher.event(Ids.HOME_OPENED, self.on_home)
        bolt = bolt_app(self.installs)
        dispatcher.attach(bolt)
        return Parts(bolt, dispatcher, self.installs, metrics, self.start, self.stop, self.missing)

    async def start(self) -> None:
        self.started.append("start")

    async def stop(self) -> None:
        self.started.append("stop")

    def missing(self) -> Sequence[str]:
        return []

    async def on_command(self, command: Command) -> Answer:
        self.seen.append(command)
        if command.text == "form":
            return Open(FORM)
        if command.text == "slow":
            await self.may_end.wait()
        return Tell(f"You said {command.text}.")

    async def on_form(self, form: Submission) -> Answer:
        self.seen.append(form)
        if len(form.values.text("words")) > 10:
            raise BadInput("Too long.", {"words": "At most ten characters."})
        return NOTHING

    async def on_click(self, click: Click) -> Answer:
        self.seen.append(click)
        return Tell(f"Kept {click.value}.")

    async def on_shortcut(self, shortcut: Shortcut) -> Answer:
        return Open(FORM)

    async def on_home(self, event: Event) -> None:
        self.seen.append(event)


@asynccontextmanager
async def served(slack: Slack, transport: str, *, patience: float = 2.3) -> AsyncIterator[App]:
    """The app, running; stopped at the end."""
    found = {"SLACK_API_URL": slack.base_url, "SLACK_BOT_TOKEN": slack.bot_token, "PORT": "0"}
    found |= {"SLACK_SIGNING_SECRET": slack.signing_secret}
    found |= {"SLACK_APP_TOKEN": slack.app_token} if transport == "socket" else {}
    settings = Settings.read(found)
    app = App(Installs(api_url=settings.slack_api_url, token=settings.slack_bot_token), patience=patience)
    ready = asyncio.Event()

    def on_ready(address: str) -> None:
        app.address = address
        ready.set()

    running = asyncio.create_task(serve(app.parts(), settings, stopping=app.stopping, on_ready=on_ready))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert ready.is_set(), running
    if transport == "http":
        slack.app_url = f"{app.address}/slack/events"
    try:
        yield app
    finally:
        app.stopping.set()
        app.may_end.set()
        await asyncio.wait_for(running, 20)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, rate_limits=False, pages=False) as started:
        yield started


TRANSPORTS = pytest.mark.parametrize("transport", ["http", "socket"])


@TRANSPORTS
async def test_a_command_a_form_and_its_errors(slack: Slack, transport: str) -> None:
    async with served(slack, transport) as app:
        ana = slack.person("UANA")
        assert (await ana.run_command(ana.app_dm.id, "/coach-review hello")).ok
        assert [line.text for line in ana.ephemerals()] == ["You said hello."]

        assert (await ana.run_command(ana.app_dm.id, "/coach-review form")).ok
        await slack.settled()
        await until(ana.modal)
        refused = await ana.submit(values={"input": "far too many words"})
        assert refused.errors == {"words": "At most ten characters."}
        assert (await ana.submit(values={"input": "short"})).ok
        assert ana.modal() is None
        assert [type(one).__name__ for one in app.seen] == ["Command", "Command", "Submission", "Submission"]


async def until(there: Callable[[], Any]) -> None:
    """What follows an acknowledgement comes a moment later."""
    for _ in range(500):
        if there():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come")


@TRANSPORTS
async def test_a_click_in_a_message_is_answered_privately(slack: Slack, transport: str) -> None:
    async with served(slack, transport) as app:
        ana = slack.person("UANA")
        own = await app.installs.own()
        client = await app.installs.slack_for(own.workspace)
        posted = await client.chat_postMessage(channel="UANA", text="How often?", blocks=[BUTTON])
        assert (await ana.click(ana.messages()[-1], Ids.RATE.value, "3")).ok
        await until(ana.ephemerals)
        assert [line.text for line in ana.ephemerals()] == ["Kept 3."]
        assert app.seen[0].person == "UANA"
        assert app.seen[0].message.ts == posted["ts"]


@TRANSPORTS
async def test_a_shortcut_and_the_home_tab(slack: Slack, transport: str) -> None:
    async with served(slack, transport) as app:
        ana = slack.person("UANA")
        assert (await ana.run_shortcut("start_review")).ok
        await until(ana.modal)
        await ana.open_home()
        await slack.settled()
        assert [one.type for one in app.seen] == ["app_home_opened"]


@TRANSPORTS
async def test_what_is_under_way_at_the_end_is_still_answered(slack: Slack, transport: str) -> None:
    async with served(slack, transport, patience=20) as app:
        ana = slack.person("UANA")
        asking = asyncio.create_task(ana.run_command(ana.app_dm.id, "/coach-review slow"))
        await until(lambda: app.seen)
        app.stopping.set()
        await asyncio.sleep(0.05)
        assert not asking.done()
        app.may_end.set()
        assert (await asking).ok
        assert [line.text for line in ana.ephemerals()] == ["You said slow."]
    assert app.started == ["start", "stop"]


@pytest.mark.parametrize("how", ["refresh", "drop"])
async def test_lost_connections_are_made_anew(slack: Slack, how: str) -> None:
    async with served(slack, "socket"):
        ana, sockets = slack.person("UANA"), slack.courier.sockets
        await until(lambda: sockets.count == 2)
        await (sockets.disconnect() if how == "refresh" else sockets.drop())
        for _ in range(500):
            if (await ana.run_command(ana.app_dm.id, "/coach-review again")).ok:
                break
            await asyncio.sleep(0.02)
        assert ana.ephemerals()[-1].text == "You said again."


async def test_slack_may_come_later(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing answers at first: it is said in the log, and the app waits."""
    installs = Installs(api_url=slack.base_url, token=Secret(slack.bot_token))
    app = App(installs)
    slack.trouble.add("apps.connections.open", "error_500", times=2)
    mode = SocketMode(app.parts().bolt, installs, Secret(slack.app_token), watch_every=0.02, patience=0.1)
    try:
        async with asyncio.timeout(10):
            await mode.connect()
        assert "trying anew" in caplog.text
        assert "Traceback" not in caplog.text
        assert slack.app_token not in caplog.text
    finally:
        await mode.close(1)
        await installs.close()


@TRANSPORTS
async def test_health_readiness_and_numbers_are_served_in_both_modes(slack: Slack, transport: str) -> None:
    async with served(slack, transport) as app, aiohttp.ClientSession() as session:
        ana = slack.person("UANA")
        await ana.run_command(ana.app_dm.id, "/coach-review hello")

        async def get(path: str) -> tuple[int, str]:
            async with session.get(app.address + path) as answer:
                return answer.status, await answer.text()

        assert await get("/healthz") == (200, "alive\n")
        assert await get("/readyz") == (200, "ready\n")
        status, numbers = await get("/metrics")
        assert status == 200
        assert 'coach_requests_total{kind="command",id="/coach-review",outcome="answered"} 1' in numbers
        assert "UANA" not in numbers
        async with session.post(f"{app.address}/slack/events", data=b"x") as answer:
            assert answer.status == (401 if transport == "http" else 404)
        assert (await get("/slack/install"))[0] == 404


async def test_a_taken_port_is_said_at_once(slack: Slack) -> None:
    async with served(slack, "http") as app:
        port = app.address.rpartition(":")[2]
        settings = Settings.read(
            {"SLACK_API_URL": slack.base_url, "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": port}
        )
        other = App(Installs(api_url=slack.base_url, token=settings.slack_bot_token))
        with pytest.raises(OSError, match="in use"):
            await serve(other.parts(), settings, stopping=asyncio.Event())
        await other.installs.close()
