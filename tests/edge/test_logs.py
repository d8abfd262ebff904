"""
What is logged of a whole review, at the most talkative level and by every library: ids and durations, and not one word,
rating, token or address with which somebody could act.
"""

import json
import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import playground
from bot.cli.speaking import keep_libraries_quiet
from tests.bot import tour
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import SHORT, Pair, app_on

KEY = urlsafe_b64encode(b"k" * 32).decode()


class Log(logging.Handler):
    """Keeps what an operator would read, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("playground"):  # that is Slack's own
            self.lines += f"{record.levelname} {record.name} {self.format(record)}".splitlines()


@pytest.fixture
def log() -> Iterator[Log]:
    """All that is logged from now on, as with COACH_LOG_LEVEL=DEBUG."""
    root, handler = logging.getLogger(), Log()
    level = root.level
    root.setLevel(logging.DEBUG)
    keep_libraries_quiet()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def typed(payload: Any) -> Iterator[str]:
    """Every word of their own that somebody sent, wherever it stands in a payload."""
    if isinstance(payload, dict):
        if payload.get("type") == "plain_text_input" and payload.get("value"):
            yield str(payload["value"])
        if "command" in payload:
            yield str(payload["text"])
        for part in payload.values():
            yield from typed(part)
    elif isinstance(payload, list):
        for part in payload:
            yield from typed(part)


def keys_in(payload: Any) -> Iterator[str]:
    """What gives whoever has it the power to act: response URLs and triggers."""
    for name in ("response_url", "trigger_id"):
        if isinstance(payload, dict) and payload.get(name):
            yield str(payload[name])


@pytest.mark.parametrize("socket_mode", [True, False], ids=["socket mode", "http"])
async def test_the_log_of_a_whole_review_holds_no_word_no_rating_and_no_key(
    tmp_path: Path, log: Log, socket_mode: bool
) -> None:
    database = f"sqlite:///{tmp_path}/coach.sqlite"
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_on(slack, database, socket_mode=socket_mode, COACH_ENCRYPTION_KEY=KEY) as app,
    ):
        who = Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))
        await tour.asking(who, Hands(slack.person("UBEN")))
        await tour.answering(slack, app, who)
        slack.trouble.add("chat.update", "rate_limited", times=1, seconds=1)
        slack.trouble.add("auth.test", "error_500", times=1)
        await tour.in_writing(slack, app, who)
        await tour.coaching_time(who)
        slack.trouble.add("chat.postMessage", "refuse", times=1, error="invalid_blocks")
        await who.manager.types(f"/coach-log <@{who.rep.id}> 45m a note that Slack did not take")
        await app.settled()
    payloads = [one.payload for one in slack.record.delivered()]
    words = {one for payload in payloads for one in typed(payload) if len(one) > 5}
    assert set(tour.SECRETS) <= words
    anchors = {skill.anchor(point) for part in SHORT.sections for skill in part.skills for point in SHORT.scale.points}
    names = {skill.name for part in SHORT.sections for skill in part.skills} | {"Maria Lopes", "Ana Silva"}
    keys = {one for payload in payloads for one in keys_in(payload)}
    keys |= {slack.bot_token, slack.app_token, slack.signing_secret, KEY}
    assert any("was malformed" in line for line in log.lines), "trouble is logged, too"
    secrets = words | anchors | names | keys
    secrets |= {json.dumps(secret)[1:-1] for secret in secrets}
    for line in log.lines:
        assert not [secret for secret in secrets if secret in line], line
        assert "/response/" not in line
        assert "Traceback" not in line
