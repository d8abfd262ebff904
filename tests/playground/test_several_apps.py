"""Two apps in one workspace: each hears of its own, and neither can use what belongs to the other."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.apps import App
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, actions, button, connected, modal, refused, wait_for

HELPER: dict[str, Any] = {
    "display_information": {"name": "Helper"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/help-me", "description": "Help"},
            {"command": "/plain", "description": "Ours"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
"""A second app; one of its commands has the name of one of the first's."""


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    apps = {"helper": {"manifest": HELPER}}
    async with running(manifest=MANIFEST, apps=apps, rate_limits=False, pages=False) as started:
        yield started


@pytest.fixture
def helper(slack: Slack) -> App:
    return slack.apps["A0HELPER"]


@pytest.fixture
async def second(slack: Slack, helper: App) -> AsyncIterator[AsyncApp]:
    """The second app, on Socket Mode; it notes what it hears in `heard`."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=helper.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])
        bolt = AsyncApp(client=client, signing_secret=helper.signing_secret)
        socket = AsyncSocketModeHandler(bolt, helper.app_token)
        await socket.connect_async()
        yield bolt
        await socket.close_async()


async def test_each_app_hears_of_its_own(slack: Slack, bolt: AsyncApp, second: AsyncApp, transport: str) -> None:
    heard: list[tuple[str, str]] = []

    def listening(app: AsyncApp, name: str) -> None:
        @app.action("go")
        async def go(ack: Any) -> None:
            heard.append((name, "go"))
            await ack()

        @app.event("message")
        async def message(event: dict[str, Any]) -> None:
            heard.append((name, event["text"]))

    listening(bolt, "first")
    listening(second, "second")

    @second.command("/help-me")
    async def help_me(ack: Any) -> None:
        await ack("Here")

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        assert (await ana.run_command("C0GENERAL", "/help-me")).ok
        assert ana.ephemerals("C0GENERAL")[0].author_id == "U0HELPERBOT"
        for client in (bolt.client, second.client):
            await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("go"))])
        assert ana.dm_with("A0HELPER").id != ana.app_dm.id
        await ana.click(ana.messages()[-1], "go")
        await ana.click(ana.messages(ana.dm_with("A0HELPER").id)[-1], "go")
        await ana.say(ana.dm_with("A0HELPER").id, "Hello")
        await wait_for(lambda: len(heard) == 3)
    assert heard == [("first", "go"), ("second", "go"), ("second", "Hello")]
    assert {each.app_id for each in slack.record.delivered()} == {slack.app_id, "A0HELPER"}


async def test_homes_are_apart(slack: Slack, client: AsyncWebClient, second: AsyncApp) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    await second.client.views_publish(user_id="UANA", view=home)
    ana = slack.person("UANA")
    assert ana.home() is None
    shown = ana.home("A0HELPER")
    assert shown is not None
    assert await refused(client.views_update(view_id=shown.id, view=home)) == "not_found"


async def test_of_two_commands_with_one_name_the_later_app_has_it(slack: Slack, second: AsyncApp) -> None:
    @second.command("/plain")
    async def plain(ack: Any) -> None:
        await ack("Second")

    ana = slack.person("UANA")
    assert (await ana.run_command("C0GENERAL", "/plain")).ok
    assert ana.ephemerals("C0GENERAL")[0].text == "Second"


async def test_what_belongs_to_one_app_is_nothing_to_the_other(
    slack: Slack, client: AsyncWebClient, second: AsyncApp, helper: App
) -> None:
    trigger = slack.triggers.issue("UANA", slack.team_id, None, helper.id)
    assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "invalid_trigger_id"
    await second.client.views_open(trigger_id=trigger, view=modal())
    posted = await second.client.chat_postMessage(channel="UANA", text="Mine")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    assert await refused(client.chat_update(**where, text="Ours")) == "channel_not_found"
    slack.uninstall(slack.world.installation(helper.id, slack.team_id))
    assert await refused(second.client.auth_test()) == "account_inactive"
    await client.auth_test()


async def test_names_that_make_no_credentials_are_refused() -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(ValueError, match="small letters"):
            await stack.enter_async_context(running(apps={"My App": {}}))
