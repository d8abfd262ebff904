"""Who has installed the app, and how Slack is called on their behalf."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

import playground
from bot.answering import SlackRefused, Tell
from bot.installs import Installs, NotInstalled, Oauth, SlackOutside, bolt_app
from bot.settings import Secret, Settings
from bot.system import InThread
from bot.web import serve
from coaching_core.ids import PersonId, WorkspaceId
from playground.slack import Slack
from tests.edge.test_transports import App

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
HERE = WorkspaceId("T0MEADOW")


@dataclass(frozen=True)
class Row:
    enterprise: str | None
    team: str | None
    document: str
    installed_at: datetime

    @property
    def workspace(self) -> WorkspaceId:
        return WorkspaceId(self.team or self.enterprise or "")


@dataclass
class Kept:
    """A storage in memory."""

    rows: dict[WorkspaceId, Row] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    asked: int = 0
    told: list[WorkspaceId] = field(default_factory=list)

    def find(self, enterprise: str | None, team: str | None) -> Row | None:
        self.asked += 1
        return self.rows.get(WorkspaceId(team or enterprise or ""))

    def save(self, installation: Row) -> None:
        self.rows[installation.workspace] = installation

    def mark_dead(self, workspace: WorkspaceId, reason: str, now: datetime) -> bool:
        return self.rows.pop(workspace, None) is not None

    def issue_state(self, state: str) -> None:
        self.states.add(state)

    def consume_state(self, state: str) -> bool:
        found = state in self.states
        self.states.discard(state)
        return found


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=MANIFEST, rate_limits=False, pages=False) as started:
        yield started


@pytest.fixture
async def one(slack: Slack) -> AsyncIterator[Installs]:
    installs = Installs(api_url=slack.base_url, token=Secret(slack.bot_token))
    yield installs
    await installs.close()


# one workspace


async def test_slack_is_asked_once_whose_the_token_is(slack: Slack, one: Installs) -> None:
    assert await asyncio.gather(*(one.knows(HERE) for _ in range(5))) == [True] * 5
    assert len(slack.record.calls("auth.test")) == 1
    assert "chat:write" in await one.scopes(HERE)


async def test_another_workspace_is_not_known(one: Installs) -> None:
    assert not await one.knows(WorkspaceId("T0ELSE"))
    with pytest.raises(NotInstalled):
        await one.slack_for(WorkspaceId("T0ELSE"))


async def test_a_dead_token_is_not_used_any_more(one: Installs) -> None:
    await one.died(HERE, "token_revoked")
    assert not await one.knows(HERE)
    assert one.dead == {HERE: "token_revoked"}
    with pytest.raises(NotInstalled):
        await one.slack_for(HERE)


async def test_what_another_process_installed_again_is_alive_here_too(slack: Slack, kept: Kept) -> None:
    now = [1000.0]
    with ThreadPoolExecutor(1) as threads:
        run = InThread(threads.submit, threads.submit)
        here = Installs(api_url=slack.base_url, stored=kept, make=Row, run=run, real_time=lambda: now[0])
        document = '{"v": 1, "name": "Meadow", "bot_token": "xoxb-1", "bot_user_id": "UBOT", "scopes": []}'
        row = Row(None, HERE, document, datetime.fromtimestamp(0, UTC))
        kept.save(row)
        assert await here.knows(HERE)
        await here.died(HERE, "account_inactive")
        assert kept.rows == {}
        kept.save(row)
        asked = kept.asked
        assert not await here.knows(HERE)
        assert kept.asked == asked, "nobody asks again and again"
        now[0] += 61
        assert await here.knows(HERE)
        assert here.dead == {}
        await here.close()


async def test_the_end_of_an_old_token_does_not_end_a_new_installation(slack: Slack, kept: Kept) -> None:
    with ThreadPoolExecutor(1) as threads:
        run = InThread(threads.submit, threads.submit)
        here = Installs(api_url=slack.base_url, stored=kept, make=Row, run=run)
        document = '{"v": 1, "name": "Meadow", "bot_token": "xoxb-%s", "bot_user_id": "UBOT", "scopes": []}'
        kept.save(Row(None, HERE, document % "old", datetime.fromtimestamp(0, UTC)))
        refused = (await here.slack_for(HERE)).token
        kept.save(Row(None, HERE, document % "new", datetime.fromtimestamp(0, UTC)))
        await here.died(HERE, "token_revoked", refused)
        assert (await here.slack_for(HERE)).token == "xoxb-new"
        assert here.dead == {}
        await here.died(HERE, "token_revoked", "xoxb-new")
        assert kept.rows == {}
        assert here.dead == {HERE: "token_revoked"}
        await here.close()


async def test_slack_being_away_is_not_remembered(slack: Slack, one: Installs) -> None:
    slack.trouble.add("auth.test", "reset_before", times=1)
    with pytest.raises(SlackRefused, match="unreachable"):
        await one.knows(HERE)
    assert await one.knows(HERE)


async def test_a_post_is_never_sent_twice_by_the_client_itself(slack: Slack, one: Installs) -> None:
    client = await one.slack_for(HERE)
    slack.trouble.add("chat.postMessage", "reset_after", times=1)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="UANA", text="Once")
    assert len(slack.record.calls("chat.postMessage")) == 1


async def test_proxies_and_bolts_own_variables_are_left_alone(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("HTTPS_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.setenv(name, "xoxb-from-the-environment")
    installs = Installs(api_url=slack.base_url, token=Secret(slack.bot_token))
    app = bolt_app(installs)
    assert app.oauth_flow is None
    assert await installs.knows(HERE)
    await installs.close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_slacks_libraries_stay_quiet_about_words_even_at_debug(slack_logger: logging.Logger) -> None:
    assert slack_logger.getEffectiveLevel() >= logging.INFO


@pytest.fixture
async def slack_logger(one: Installs) -> logging.Logger:
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    bolt_app(one)
    root.setLevel(before)
    return logging.getLogger("slack_bolt.AsyncApp")


async def test_a_private_line_falls_back_to_the_channel(slack: Slack, one: Installs) -> None:
    ana = slack.person("UANA")
    outside = SlackOutside(one)
    line = Tell("Only for you.")
    gone = f"{slack.address}/response/T0MEADOW/unknown"
    await outside.whisper(HERE, PersonId("UANA"), line, response_url=gone, channel=ana.app_dm.id, thread_ts=None)
    assert [one.text for one in ana.ephemerals()] == ["Only for you."]
    with pytest.raises(SlackRefused):
        await outside.whisper(HERE, PersonId("UANA"), line, response_url=gone, channel=None, thread_ts=None)
    with pytest.raises(SlackRefused, match="not_installed"):
        await outside.open(WorkspaceId("T0ELSE"), "1.2", {})
    with pytest.raises(SlackRefused, match="invalid"):
        await outside.open(HERE, "1.2", {"type": "modal"})


# many workspaces


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
async def many(slack: Slack, kept: Kept) -> AsyncIterator[Installs]:
    with ThreadPoolExecutor(1) as threads:
        run = InThread(threads.submit, threads.submit)
        oauth = Oauth(slack.app.client_id, Secret(slack.app.client_secret))

        async def on_installed(workspace: WorkspaceId) -> None:
            kept.told.append(workspace)

        installs = Installs(
            api_url=slack.base_url, stored=kept, make=Row, run=run, oauth=oauth, on_installed=on_installed
        )
        yield installs
        await installs.close()


@dataclass
class Browser:
    """Follows no redirects by itself, keeps cookies."""

    address: str
    session: aiohttp.ClientSession

    async def get(self, url: str) -> tuple[int, str, str]:
        """Returns status, text and where it leads."""
        async with self.session.get(URL(url, encoded=True), allow_redirects=False) as answer:
            return answer.status, await answer.text(), answer.headers.get("location", "")

    async def allows(self, url: str) -> tuple[int, str, str]:
        """Press *Allow* on Slack's page. Returns status, page and where it leads."""
        async with self.session.post(URL(url, encoded=True), allow_redirects=False) as answer:
            return answer.status, await answer.text(), answer.headers.get("location", "")


@pytest.fixture
async def browser(slack: Slack, many: Installs) -> AsyncIterator[Browser]:
    assert many.oauth is not None
    settings = Settings.read(
        {
            "SLACK_API_URL": slack.base_url,
            "COACH_CLIENT_ID": many.oauth.client_id,
            "COACH_CLIENT_SECRET": many.oauth.client_secret.reveal(),
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "PORT": "0",
        }
    )
    app, ready = App(many), asyncio.Event()

    def on_ready(address: str) -> None:
        app.address = address
        ready.set()

    running = asyncio.create_task(
        serve(app.parts(), settings, scopes=("commands", "chat:write"), stopping=app.stopping, on_ready=on_ready)
    )
    await asyncio.wait_for(ready.wait(), 10)
    slack.app_url = f"{app.address}/slack/events"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Browser(app.address, session)
    app.stopping.set()
    await running


async def test_a_workspace_installs_the_app_and_is_known(
    slack: Slack, browser: Browser, kept: Kept, many: Installs
) -> None:
    assert not await many.knows(HERE)
    status, _, approve = await browser.get(f"{browser.address}/slack/install")
    assert status == 302
    status, _, back = await browser.allows(approve)
    assert status == 302
    status, page, _ = await browser.get(back)
    assert (status, "Common Ground is in Meadow" in page) == (200, True)
    assert kept.told == [HERE], "what was parked there is tried again"
    assert await many.knows(HERE), "at once, although it was just asked in vain"
    assert slack.bot_token not in repr(await many.known(HERE))

    ana = slack.person("UANA")
    assert (await ana.run_command(ana.app_dm.id, "/coach-review hello")).ok
    asked = kept.asked
    assert (await ana.run_command(ana.app_dm.id, "/coach-review hello")).ok
    assert kept.asked == asked, "remembered for a minute"
    assert not slack.record.calls("auth.test")

    await many.died(HERE, "app_uninstalled")
    assert kept.rows == {}
    assert "isn't installed" in (await ana.run_command(ana.app_dm.id, "/coach-review hello")).answer["text"]


@pytest.mark.parametrize("trick", ["used twice", "another browser", "no state", "made up", "no code", "wrong code"])
async def test_an_installation_that_was_not_begun_here_is_not_finished(
    browser: Browser, kept: Kept, trick: str
) -> None:
    _, _, approve = await browser.get(f"{browser.address}/slack/install")
    _, _, back = await browser.allows(approve)
    if trick == "used twice":
        await browser.get(back)
        kept.rows.clear()
    elif trick == "another browser":
        browser.session.cookie_jar.clear()
    elif trick == "no state":
        back = re.sub(r"&?state=[^&]*", "", back)
    elif trick == "made up":
        back = re.sub(r"state=[^&]*", "state=made-up", back)
    elif trick == "no code":
        back = re.sub(r"code=[^&]*&?", "", back)
    else:
        back = re.sub(r"code=[^&]*", "code=wrong", back)
    status, page, _ = await browser.get(back)
    assert status == 400
    assert "begin again" in page
    assert kept.rows == {}


async def test_saying_no_changes_nothing(browser: Browser, kept: Kept) -> None:
    status, page, _ = await browser.get(f"{browser.address}/slack/oauth_redirect?error=access_denied&state=x")
    assert (status, "cancelled" in page, kept.rows) == (200, True, {})
