"""Setting up: installation by OAuth, files of people and manifests, the control interface, the process."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import BadCast, load_cast
from playground.manifest import BadManifest, load_manifest
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, actions, button, refused


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk uses it, aiohttp minds
async def test_a_second_workspace_is_installed_by_oauth(client: AsyncWebClient, slack: Slack) -> None:
    people: dict[str, Any] = {
        "workspace": {"id": "T1", "name": "One"},
        "workspaces": [{"id": "T2", "name": "Two"}],
        "people": [{"id": "U1"}, {"id": "U2", "team": "T2", "admin": True}],
        "channels": [],
    }
    async with running(manifest=MANIFEST, people=people, pages=False) as two, aiohttp.ClientSession() as session:
        asked = {
            "client_id": two.app.client_id, "scope": "chat:write,commands", "state": "s", "team": "T2",
            "redirect_uri": "http://127.0.0.1/back",
        }  # fmt: skip
        page = f"{two.address}/oauth/v2/authorize"
        async with session.get(page, params=asked) as answer:
            shown = await answer.text()
        assert "asks to be installed" in shown
        assert "<code>chat:write</code>" in shown
        async with session.post(page, params=asked | {"deny": "1"}, allow_redirects=False) as answer:
            assert answer.headers["location"].endswith("?error=access_denied&state=s")
        async with session.post(page, params=asked, allow_redirects=False) as answer:
            assert answer.status == 302
            back = answer.headers["location"]
        assert back.startswith("http://127.0.0.1/back?code=")
        assert back.endswith("&state=s")
        code = back.partition("code=")[2].partition("&")[0]
        plain_client = AsyncWebClient(base_url=two.base_url, session=session)
        given = {"client_id": two.app.client_id, "client_secret": two.app.client_secret, "code": code}
        assert await refused(plain_client.oauth_v2_access(**given)) == "bad_redirect_uri"
        given["redirect_uri"] = "http://127.0.0.1/back"
        assert await refused(plain_client.oauth_v2_access(**given | {"client_secret": "x"})) == "bad_client_secret"
        installed = await plain_client.oauth_v2_access(**given)
        assert installed["team"] == {"id": "T2", "name": "Two"}
        assert installed["authed_user"]["id"] == "U2"
        assert installed["scope"] == "chat:write,commands"
        assert await refused(plain_client.oauth_v2_access(**given)) == "code_already_used"
        second = AsyncWebClient(token=installed["access_token"], base_url=two.base_url, session=session)
        assert (await second.auth_test())["team_id"] == "T2"
        assert await refused(second.chat_postMessage(channel="U1", text="x")) == "channel_not_found"
        posted = await second.chat_postMessage(channel="U2", text="x")
        assert [m.text for m in two.person("U2").messages()] == ["x"]
        first = AsyncWebClient(token=two.bot_token, base_url=two.base_url, session=session)
        assert await refused(first.chat_postMessage(channel=posted["channel"], text="x")) == "channel_not_found"
        for wrong in ({"client_id": "x"}, {"scope": "admin"}, {"redirect_uri": "http://else"}, {"team": "T9"}):
            async with session.get(page, params=asked | wrong, allow_redirects=False) as answer:
                assert answer.status == 400


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ({"people": 7}, "must be a list"),
        ([{"name": "x"}], "an id is needed"),
        ([{"id": "U1", "nmae": "x"}], "unknown: nmae"),
        ([{"id": "x1"}], "U or W"),
        ([{"id": "U1", "tz": "Mars/Base"}], "no such time zone"),
        ([{"id": "U1"}, {"id": "U1"}], "must differ"),
    ],
)
def test_a_bad_cast_is_explained(people: Any, words: str) -> None:
    with pytest.raises(BadCast, match=words):
        load_cast(people)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"display_information": {}}, "display_information.name"),
        ({"features": {"slash_commands": [{"command": "greet"}]}}, r"slash_commands\[0\].command"),
        ({"features": {"shortcuts": [{"type": "odd"}]}}, r"shortcuts\[0\].type"),
        ({"oauth_config": {"scopes": {"bot": [], "bot_optional": ["im:history"]}}}, "bot_optional"),
        ({"settings": []}, None),
        ({"settings": "x"}, "settings"),
    ],
)
def test_a_bad_manifest_is_explained(changed: dict[str, Any], words: str | None) -> None:
    if words is None:
        assert load_manifest(MANIFEST | changed).strict
        return
    with pytest.raises(BadManifest, match=words):
        load_manifest(MANIFEST | changed)


async def test_the_control_interface_does_what_a_keyboard_does(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("go"))])
    async with aiohttp.ClientSession(f"{slack.address}/_playground/") as session:

        async def ask(method: str, path: str, **how: Any) -> Any:
            async with session.request(method, path, **how) as answer:
                return await answer.json()

        about = await ask("GET", "about")
        assert about["base_url"] == slack.base_url
        [message] = await ask("GET", "people/UANA/messages")
        assert message["text"] == "x"
        where = {"channel": posted["channel"], "ts": posted["ts"]}
        click = {"person": "UANA", "do": "click", "where": where, "action_id": "go"}
        assert (await ask("POST", "act", json=click))["error"] == "dispatch_failed"
        assert (await ask("POST", "act", json=click | {"person": "UBEN"}))["error"] == "not_there"
        assert (await ask("POST", "act", json={"person": "UANA", "do": "fly"}))["error"] == "not_there"
        assert (await ask("POST", "act", data=b"{"))["error"] == "bad_request"
        assert "x" in {text for each in await ask("GET", "people/UANA/shown") for text in each["texts"]}
        assert (await ask("POST", "people/UANA", json={"tz": "Asia/Tokyo"}))["tz"] == "Asia/Tokyo"
        assert (await ask("POST", "people/UANA", json={"tz": "Nowhere"}))["error"] == "bad_request"
        assert (await ask("POST", "people", json={"id": "UNEW", "name": "new"}))["id"] == "UNEW"
        moved = await ask("POST", "clock", json={"hours": 24})
        assert moved["offset_seconds"] == 86400
        assert (await ask("GET", "clock"))["now"].endswith("Z")
        assert (await ask("POST", "clock", json={"to": "2030-01-01T00:00:00Z"}))["now"].startswith("2030-01-01")
        [rule] = await ask("POST", "trouble", json={"method": "chat.*", "kind": "slow", "seconds": 0.01})
        assert rule["kind"] == "slow"
        assert await ask("DELETE", f"trouble?id={rule['id']}") == []
        assert await ask("POST", "limits", json={"on": True}) == {"on": True}
        record = await ask("GET", "record?method=chat.postMessage&kind=block_actions")
        assert [len(record["requests"]), len(record["deliveries"])] == [1, 1]
        await ask("POST", "reset")
        assert await ask("GET", "people/UANA/messages") == []
        assert (await ask("GET", "clock"))["offset_seconds"] == 0


async def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    manifest, people = tmp_path / "manifest.json", tmp_path / "people.yml"
    manifest.write_text(json.dumps(MANIFEST))
    people.write_text("- {id: UONE, name: one, tz: Europe/Paris}\n")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--port", "0", "--manifest", str(manifest), "--people", str(people),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 10)).decode()
    assert line.startswith("listening at http://127.0.0.1:")
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-playground", base_url=f"{line.split()[-1]}/api/", session=session)
        assert (await client.users_info(user="UONE"))["user"]["tz"] == "Europe/Paris"
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 5) == 0


async def test_a_bad_file_is_a_sentence_not_a_trace(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground", "--port", "0", "--people", str(tmp_path / "none.yml"),
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 2
    assert said.decode().startswith("playground: ")
    assert "Traceback" not in said.decode()
