"""
``coach playground``: a local Slack as a process of its own, and the app in it.

The local Slack knows nothing of coaching: the manifest, the people and the words for a visitor are files that it is
given. Nothing is kept; the app's data goes with the folder it was made in.
"""

import asyncio
import secrets
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.cli.manifest import manifest_file
from bot.cli.running import running
from bot.cli.speaking import complain, log_to_stderr, say
from bot.settings import Settings

PEOPLE = Path(__file__).parent / "people.yml"
GUIDE = Path(__file__).parent / "guide.md"
START_SECONDS = 20.0
STOP_SECONDS = 5.0


class NotStarted(Exception):
    """The local Slack did not start; the text says why."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Credentials that open nothing but this one local Slack."""

    bot_token: str
    app_token: str
    signing_secret: str


def play(*, port: int, http: bool, browser: bool) -> int:
    """
    Args:
        port: of the local Slack; 0 for any free one.
        http: signed HTTP instead of Socket Mode.
        browser: open the page when all is ready.
    """
    log_to_stderr("WARNING")
    try:
        with tempfile.TemporaryDirectory(prefix="common-ground-") as folder:
            asyncio.run(_play(Path(folder), port=port, http=http, browser=browser))
    except NotStarted as problem:
        complain(str(problem))
        return 1
    return 0


async def _play(folder: Path, *, port: int, http: bool, browser: bool) -> None:
    keys = Keys(f"xoxb-{secrets.token_hex(12)}", f"xapp-{secrets.token_hex(12)}", secrets.token_hex(16))
    app_port = _free_port()
    app_url = f"http://127.0.0.1:{app_port}/slack/events" if http else None
    async with _local_slack(keys, port=port, app_url=app_url) as (slack, process):
        chosen = Settings.read(
            {
                "SLACK_API_URL": f"{slack}/api/",
                "SLACK_BOT_TOKEN": keys.bot_token,
                "SLACK_APP_TOKEN": "" if http else keys.app_token,
                "SLACK_SIGNING_SECRET": keys.signing_secret,
                "COACH_CLOCK_URL": f"{slack}/_playground/clock",
                "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite'}",
                "PORT": str(app_port),
            }
        )
        stopping = asyncio.Event()
        _stop_on_signals(stopping)
        ended = asyncio.create_task(_stop_with(process, stopping))
        try:
            await running(chosen, on_ready=lambda _: _invite(slack, browser), stopping=stopping)
        finally:
            ended.cancel()


def _invite(address: str, browser: bool) -> None:
    say(f"Common Ground is ready in a local Slack: {address}", "The page says what to type first, and as whom.")
    say("Ctrl-C ends it; nothing is kept.")
    if browser:
        webbrowser.open(address)


@asynccontextmanager
async def _local_slack(
    keys: Keys, *, port: int, app_url: str | None
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Gives the local Slack's address and its process, which ends with the block. Raises ``NotStarted``."""
    arguments = [
        *("--port", str(port)),
        *("--manifest", str(manifest_file())),
        *("--people", str(PEOPLE)),
        *("--guide", str(GUIDE)),
        *("--bot-token", keys.bot_token),
        *("--app-token", keys.app_token),
        *("--signing-secret", keys.signing_secret),
        *(("--app-url", app_url) if app_url else ()),
    ]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us: the app says goodbye to Slack before that ends
    )
    try:
        yield await _address(process, port), process
    finally:
        await _end(process)


async def _address(process: asyncio.subprocess.Process, port: int) -> str:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            line = (await process.stdout.readline()).decode()
    except TimeoutError as problem:
        raise NotStarted("The local Slack did not start in time.") from problem
    _, found, address = line.strip().partition("listening at ")
    if not found:
        raise NotStarted(f"The local Slack did not start. Is port {port} taken? Try: coach playground --port 0")
    return address


async def _stop_with(process: asyncio.subprocess.Process, stopping: asyncio.Event) -> None:
    await process.wait()
    complain("The local Slack has ended.")
    stopping.set()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _stop_on_signals(stopping: asyncio.Event) -> None:
    for one in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # not on Windows
            asyncio.get_running_loop().add_signal_handler(one, stopping.set)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
