"""Another official client, `@slack/bolt` for Node.js, unchanged: the playground is not made to measure for one SDK."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

import pytest

from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, wait_for

APP = Path(__file__).parent / "node_app"
INSTALL_SECONDS = 120
PATIENCE = 15
_EVENTS = {"bot_events": ["app_home_opened", "message.im"]}
_SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
NODE_MANIFEST = MANIFEST | {
    "oauth_config": {"scopes": {"bot": [*_SCOPES, "files:write", "files:read"]}},
    "settings": MANIFEST["settings"] | {"event_subscriptions": _EVENTS},
}


@pytest.fixture(scope="session")
def node_app() -> Path:
    """The app with its packages, installed once for each state of the lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("node or npm is not installed")
    mark = sha256((APP / "package-lock.json").read_bytes()).hexdigest()[:16]
    place = Path(gettempdir()) / f"playground-node-app-{os.getuid()}-{mark}"
    if not (place / "installed").exists():
        place.mkdir(mode=0o700, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(APP / name, place / name)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        try:
            done = subprocess.run(
                command, cwd=place, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            pytest.skip("npm could not install the packages in time")
        if done.returncode != 0:
            pytest.skip(f"npm cannot install the packages here: {done.stderr.strip().splitlines()[-1:]}")
        (place / "installed").touch()
    shutil.copy(APP / "app.mjs", place / "app.mjs")
    return place


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def started(slack: Slack, place: Path, transport: str) -> AsyncIterator[None]:
    """The app as a process of its own, connected."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "SLACK_API_URL": slack.base_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "TRANSPORT": transport,
        "PORT": str(port),
    }
    process = await asyncio.create_subprocess_exec(
        "node", "app.mjs", cwd=place, env=environment, stdout=asyncio.subprocess.PIPE, stderr=sys.stderr
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            while (line := await process.stdout.readline()) and line != b"ready\n":
                pass
            if transport == "http":
                slack.app_url = f"http://127.0.0.1:{port}/slack/events"
            else:
                await wait_for(lambda: slack.courier.sockets.count, PATIENCE)
        yield
    finally:
        process.terminate()
        await process.wait()


async def test_the_client_for_node_works_unchanged(node_app: Path, transport: str) -> None:
    async with (
        running(manifest=NODE_MANIFEST, rate_limits=False, pages=False) as slack,
        started(slack, node_app, transport),
    ):
        ana, ben = slack.person("UANA"), slack.person("UBEN")

        assert (await ana.run_command("C0GENERAL", "/greet @ben")).ok
        assert ana.ephemerals("C0GENERAL")[-1].text == "Greeting <@UBEN>"
        await wait_for(lambda: ben.messages(), PATIENCE)
        [greeting] = ben.messages()

        assert (await ben.click(greeting, "answer")).ok
        await wait_for(lambda: ben.modal() is not None, PATIENCE)
        assert (await ben.submit(values={"words": "hm"})).errors == {"said": "A little more, please."}
        assert (await ben.submit(values={"words": "Hello yourself"})).ok
        assert ben.modal() is None
        await wait_for(lambda: ben.messages()[0].text == "You said: Hello yourself", PATIENCE)
        await wait_for(lambda: len(ben.thread(greeting.channel_id, greeting.ts)) == 2, PATIENCE)
        [file] = slack.world.shelf.files.values()
        assert (file.name, file.content) == ("words.txt", b"Hello yourself")

        assert (await ben.open_home()).ok
        await wait_for(lambda: ben.home() is not None, PATIENCE)
        home = ben.home()
        assert home is not None
        assert home.blocks[0]["text"]["text"] == "Hello Ben Okafor"

        ping = await ben.say(ben.app_dm.id, "ping")
        await wait_for(lambda: len(ben.thread(ping.channel_id, ping.ts)) == 2, PATIENCE)
        assert [call.answer for call in slack.record.calls() if not call.ok] == []
