"""What other processes can do: JSON over HTTP, and the command line."""

from typing import Any

import aiohttp
import pytest

from playground.__main__ import further, parser
from playground.serving import running
from tests.playground.conftest import told


async def test_everything_about_several_apps_can_be_asked() -> None:
    async with (
        running(apps={"helper": {}}, rate_limits=False, pages=False) as slack,
        aiohttp.ClientSession(f"{slack.address}/_playground/") as session,
    ):

        async def ask(path: str, body: Any = None) -> Any:
            async with session.request("GET" if body is None else "POST", path, json=body) as answer:
                return await answer.json()

        apps = (await ask("about"))["apps"]
        assert apps["Helper"]["bot_token"] == "xoxb-helper"
        dm = await ask("people/UANA/dm_with?app=A0HELPER")
        assert "U0HELPERBOT" in dm["members"]
        said = await ask("act", {"person": "UANA", "do": "say", "channel_id": dm["id"], "text": "Hello"})
        where = {"channel": dm["id"], "ts": said["ts"]}
        await ask("act", {"person": "UANA", "do": "react", "message": where, "name": "eyes"})
        await ask("act", {"person": "UANA", "do": "edit", "message": where, "text": "Hello there"})
        [message] = await ask(f"people/UANA/messages?channel={dm['id']}")
        assert (message["text"], message["reactions"]) == ("Hello there", {"eyes": ["UANA"]})
        await ask("settled")
        assert {event["type"] for event in told(slack)} == {"message", "reaction_added"}
        assert (await ask("shelf"))["files"] == {}
        await ask("app", {"app": "A0HELPER", "url": "http://127.0.0.1:9/"})
        assert slack.apps["A0HELPER"].url == "http://127.0.0.1:9/"
        assert slack.app_url is None
        assert (await ask("sockets", {"do": "drop", "app": "A0NONE"}))["error"] == "not_there"


@pytest.mark.parametrize(
    ("text", "name", "manifest", "url"),
    [
        ("helper", "helper", None, None),
        ("helper=helper.yml", "helper", "helper.yml", None),
        ("poll=poll.yml,http://127.0.0.1:1/x", "poll", "poll.yml", "http://127.0.0.1:1/x"),
        ("poll,http://127.0.0.1:1/x?a=b", "poll", None, "http://127.0.0.1:1/x?a=b"),
    ],
)
def test_further_apps_on_the_command_line(text: str, name: str, manifest: str | None, url: str | None) -> None:
    assert further(text) == (name, {"manifest": manifest, "url": url})


def test_the_help_names_every_option() -> None:
    words = parser().format_help()
    for option in ("--app", "--state", "--manifest", "--people", "--seed", "--commercial-history", "examples:"):
        assert option in words
