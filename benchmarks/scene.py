"""A rep who is filling in the questionnaire, in a local Slack, and the app as a process beside it."""

import asyncio
import copy
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from slack_sdk.signature import SignatureVerifier

import playground
from playground.people import Keyboard
from playground.slack import Slack

ROOT = Path(__file__).parents[1]
ASK, ACCEPT, BEGIN, RATE = "pairing.ask", "pairing.accept", "assessment.begin", "assessment.rate"


@dataclass(frozen=True, slots=True)
class Server:
    """A process that serves HTTP on this machine."""

    pid: int
    port: int

    def processor_seconds(self) -> float:
        """What it has used of the processors so far, by Linux's own account: a busy machine does not change it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Its resident memory, by Linux's own account."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")


@dataclass(frozen=True, slots=True)
class Scene:
    """``click``: a real rating click, as Slack delivered it."""

    slack: Slack
    server: Server
    database: Path
    click: Mapping[str, Any]


@asynccontextmanager
async def local_slack() -> AsyncIterator[Slack]:
    people = ROOT / "bot/cli/demo/people.yml"
    async with playground.running(
        manifest=ROOT / "manifest.yml", people=people, rate_limits=False, pages=False
    ) as slack:
        yield slack


def environment(slack: Slack, folder: Path, port: int) -> dict[str, str]:
    """For ``coach run`` over HTTP."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "COACH_"))},
        "SLACK_API_URL": slack.base_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite'}",
        "COACH_LOG_LEVEL": "WARNING",
        "PORT": str(port),
    }


@asynccontextmanager
async def coach_run(slack: Slack, folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int, float]]:
    """``coach run`` as a process: itself, its port, and the seconds it took to say ``ready``."""
    port = free_port()
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        stdout=asyncio.subprocess.PIPE,
        env=environment(slack, folder, port),
        cwd=ROOT,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            line = await process.stdout.readline()
        if line != b"ready\n":
            raise RuntimeError(f"coach run did not start: {line!r}")
        yield process, port, time.perf_counter() - began
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def assessing(folder: Path) -> AsyncIterator[Scene]:
    """Play until the rep has rated one skill."""
    async with local_slack() as slack, coach_run(slack, folder) as (process, port, _):
        slack.app_url = f"http://127.0.0.1:{port}/slack/events"
        maya, ben = slack.person("UMAYA"), slack.person("UBEN")
        await maya.run_command(maya.app_dm.id, "/coach-review @ben")
        await _click(maya, ASK)
        await _click(ben, ACCEPT)
        await _click(ben, BEGIN)
        await _click(ben, RATE)
        await slack.settled()
        last = slack.record.delivered("block_actions")[-1]
        yield Scene(slack, Server(process.pid, port), folder / "bench.sqlite", last.payload)


async def _click(person: Keyboard, action: str) -> None:
    """Click the first element of this action in any message, once there is one."""
    async with asyncio.timeout(20):
        while True:
            for message in reversed(person.messages()):
                for block in message.blocks:
                    for element in (*block.get("elements", ()), block.get("accessory") or {}):
                        if str(element.get("action_id", "")).partition("#")[0] == action:
                            value = element.get("value") or element["options"][0]["value"]
                            outcome = await person.click(
                                message, element["action_id"], value, block_id=block["block_id"]
                            )
                            if not outcome.ok:
                                raise RuntimeError(f"{action}: {outcome.error}")
                            return
            await asyncio.sleep(0.05)


def requests(click: Mapping[str, Any], secret: str, count: int, *, first: int) -> Sequence[bytes]:
    """
    Ready-made requests, each a click of its own.

    Args:
        first: numbers the clicks, so that each is newer than those of the rounds before.
    """
    return list(each_request(click, secret, count, first=first))


def each_request(click: Mapping[str, Any], secret: str, count: int, *, first: int) -> Iterator[bytes]:
    """As ``requests``, one at a time."""
    sign, now = SignatureVerifier(secret), int(time.time())
    body = copy.deepcopy(dict(click))
    element = body["actions"][0]
    options = _options(body, element)
    for number in range(first, first + count):
        element["action_ts"] = f"{now + 1}.{number:06d}"  # newer than whatever was clicked before, in this second too
        if options:
            element["selected_option"] = options[number % len(options)]
        raw = b"payload=" + quote_plus(json.dumps(body)).encode()
        signature = sign.generate_signature(timestamp=str(now), body=raw)
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(raw)}\r\n"
            f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: {signature}\r\n\r\n"
        )
        yield head.encode() + raw


def _options(body: Mapping[str, Any], element: Mapping[str, Any]) -> list[Any]:
    """What else could have been chosen where the click was."""
    for block in body["message"]["blocks"]:
        for one in (*block.get("elements", ()), block.get("accessory") or {}, block.get("element") or {}):
            if one.get("action_id") == element["action_id"] and block["block_id"] == element["block_id"]:
                return list(one.get("options", ()))
    return []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
