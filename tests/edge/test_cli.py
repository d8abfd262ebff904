"""The command line: what it says, what it returns, and how the app starts and stops as a process."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

import playground
from bot.cli import run
from bot.cli.data import read_rows
from playground.slack import Slack

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of one's own, and nothing set."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "COACH_")) or name in ("DATABASE_URL", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with playground.running(manifest=ROOT / "manifest.yml", rate_limits=False, pages=False) as started:
        yield started


def told(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return out + err


def test_without_settings_it_says_what_to_set(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run"]) == 2
    said = told(capsys)
    assert "SLACK_BOT_TOKEN is missing" in said
    assert "Traceback" not in said


def test_a_key_that_is_none_is_said_in_words(
    bare: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1"), ("COACH_ENCRYPTION_KEY", "k")):
        monkeypatch.setenv(name, value)
    assert run(["run"]) == 2
    assert "encryption key" in told(capsys)
    assert run(["db", "upgrade"]) == 2


def test_the_manifest_for_http_points_at_the_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest", "--http", "https://coach.example.com/"]) == 0
    manifest = yaml.safe_load(capsys.readouterr().out)
    url = "https://coach.example.com/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["settings"]["event_subscriptions"]["request_url"] == url
    assert manifest["settings"]["interactivity"]["request_url"] == url
    assert {command["url"] for command in manifest["features"]["slash_commands"]} == {url}
    assert manifest["oauth_config"]["redirect_urls"] == ["https://coach.example.com/slack/oauth_redirect"]
    assert run(["manifest", "--http", "http://coach.example.com"]) == 2


def test_the_manifest_for_socket_mode_is_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest"]) == 0
    assert yaml.safe_load(capsys.readouterr().out) == yaml.safe_load((ROOT / "manifest.yml").read_text())


def test_a_questionnaire_is_checked(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = ROOT / "coaching_core/content/b2b_seller.yaml"
    assert run(["questionnaire", "check", str(good)]) == 0
    assert "It can be used." in told(capsys)
    bad = bare / "bad.yaml"
    bad.write_text("key: x\ntitle: 3\n")
    assert run(["questionnaire", "check", str(bad)]) == 1
    assert "bad.yaml, line" in told(capsys)
    assert run(["questionnaire", "check", "nowhere.yaml"]) == 1


def test_a_file_of_pairs_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("\ufeffRep; Manager ;note\nUBEN;UMAYA;x\n UCHLOE ;UMAYA;\n", encoding="utf-8")
    rows, problems = read_rows(file)
    assert [(row.manager, row.rep) for row in rows] == [("UMAYA", "UBEN"), ("UMAYA", "UCHLOE")]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the columns manager and rep are needed"),
        ("manager\nUMAYA\n", "missing: rep"),
        ("manager,rep\nUMAYA\n", "line 2: rep should be a Slack member id"),
        ("manager,rep\nUMAYA,ben@example.com\n", "line 2: rep should be a Slack member id"),
        ("manager,rep\nUMAYA,UBEN\nUBEN,UBEN\n", "line 3: nobody coaches themselves"),
        ("manager,rep\n=1+1,UBEN\n", "line 2: manager should be"),
    ],
)
def test_what_is_wrong_in_a_file_of_pairs_is_said_with_the_line(
    bare: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    file = bare / "people.csv"
    file.write_text(text)
    assert run(["import", str(file)]) == 1
    said = told(capsys)
    assert problem in said
    assert "Nothing was imported" in said


async def coach(*arguments: str, env: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], **env},
        cwd=ROOT,
    )


def for_app(slack: Slack, folder: Path, *, socket_mode: bool) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.base_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": slack.app_token if socket_mode else "",
        "DATABASE_URL": f"sqlite:///{folder / 'coach.sqlite'}",
        "PORT": "0",
    }


@pytest.mark.parametrize("socket_mode", [True, False], ids=["socket", "http"])
async def test_run_says_ready_once_and_ends_on_sigterm(slack: Slack, tmp_path: Path, socket_mode: bool) -> None:
    process = await coach("run", env=for_app(slack, tmp_path, socket_mode=socket_mode))
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
    process.send_signal(signal.SIGTERM)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, out) == (0, b""), err
    assert b"Traceback" not in err
    assert b"stopped" in err


async def test_doctor_finds_nothing_to_mend_in_a_sound_app(slack: Slack, tmp_path: Path) -> None:
    env = for_app(slack, tmp_path, socket_mode=True)
    upgrading = await coach("db", "upgrade", env=env)
    assert b"up to date" in (await asyncio.wait_for(upgrading.communicate(), 60))[0]
    process = await coach("doctor", env=env)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, out + err
    assert b"mend" not in out
    assert b"COACH_ENCRYPTION_KEY=" in out
    assert slack.bot_token.encode() not in out + err


async def test_doctor_says_what_to_do(slack: Slack, tmp_path: Path) -> None:
    env = for_app(slack, tmp_path, socket_mode=True) | {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-no"}
    process = await coach("doctor", env=env)
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert b"invalid_auth" in out
    assert b"Copy SLACK_BOT_TOKEN anew" in out
    assert b"Make an app-level token" in out


async def test_the_playground_command_starts_both_and_ends_both(tmp_path: Path) -> None:
    process = await coach("playground", "--port", "0", "--no-open", env={"TMPDIR": str(tmp_path)})
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
    assert "ready in a local Slack: http://127.0.0.1:" in line
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, err
    assert b"Traceback" not in err
    assert os.listdir(tmp_path) == [], "nothing is kept"
