"""Whatever an app sends, on every method, the answer is one of Slack's: never a stack trace, never an unknown error."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request as HttpRequest

from playground.model import Message
from playground.slack import Slack
from playground.things import Bookmark, Canvas, File, Scheduled
from playground.web_api.calls import COMMON_ERRORS
from playground.web_api.endpoint import WebApi
from playground.web_api.table import METHODS

NAMES = sorted(
    {
        "channel", "channel_id", "channels", "user", "users", "user_id", "user_ids", "channel_ids", "ts", "timestamp",
        "message_ts", "thread_ts", "text", "blocks", "view", "metadata", "attachments", "markdown_text", "trigger_id",
        "view_id", "external_id", "hash", "cursor", "limit", "oldest", "latest", "inclusive", "types", "name", "title",
        "type", "link", "emoji", "bookmark_id", "filename", "length", "files", "file", "post_at", "usergroup", "bot",
        "scheduled_message_id", "canvas_id", "changes", "criteria", "document_content", "access_level", "topic", "code",
        "purpose", "email", "message", "is_private", "return_im", "count", "page", "grant_type", "refresh_token",
    }
)  # fmt: skip
CAST = {
    "people": [
        {"id": "UANA", "name": "ana", "email": "ana@x.example"},
        {"id": "UBEN"},
        {"id": "UDEE", "deleted": True},
    ],
    "channels": [{"id": "C0TEAM", "name": "team", "app": True}, {"id": "C0GENERAL", "name": "general"}],
    "usergroups": [{"id": "S1", "handle": "x", "name": "x"}],
}
KNOWN = ["UANA", "UBEN", "UDEE", "UROBO", "C0GENERAL", "D0PG0000001", "U0APPBOT", "1.000001", "link", "modal", "home"]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(KNOWN),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "id", "blocks", "operation", "value"]), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(NAMES), values, max_size=6)
raw = st.binary(max_size=40) | st.sampled_from([b"{", b"[]", b'{"channel": NaN}', b'{"text": "\\ud800"}', b"[" * 5000])


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def slack(loop: asyncio.Runner) -> Iterator[Slack]:
    async def made() -> Slack:
        return Slack(rate_limits=False, people=CAST)

    made = loop.run(made())
    yield made
    loop.run(made.close())


def good(slack: Slack) -> dict[str, Any]:
    """Arguments that fit most methods, so that a wrong one among them is found deep inside."""
    world, bot = slack.world, slack.bot_user_id
    message = world.post(Message("C0TEAM", world.stamps.next(), bot, "x", world.clock.now(), app_id=slack.app_id))
    shelf = world.shelf
    shelf.keep(Bookmark("Bk1", "C0TEAM", "x", "https://x.example", bot, 1))
    shelf.keep(Canvas("F0CANVAS", slack.team_id, bot, "x", {"s1": "x"}))
    shelf.keep(File("F0FILE", slack.team_id, slack.app_id, bot, "x", 1, 1, content=b"x"))
    shelf.keep(Scheduled("Q1", slack.app_id, slack.team_id, "C0TEAM", 2_000_000_000, 1))
    return {
        "channel": "C0TEAM", "channel_id": "C0TEAM", "user": "UANA", "users": "UANA", "user_id": "UANA", "name": "eyes",
        "ts": message.ts, "timestamp": message.ts, "message_ts": message.ts, "text": "x", "title": "x", "type": "link",
        "link": "https://x.example", "bookmark_id": "Bk1", "canvas_id": "F0CANVAS", "file": "F0FILE", "filename": "x",
        "length": 1, "files": [{"id": "F0FILE"}], "scheduled_message_id": "Q1", "usergroup": "S1",
        "post_at": int(world.clock.now().timestamp()) + 600, "access_level": "read", "user_ids": "UANA",
        "changes": [{"operation": "insert_at_end", "document_content": {"type": "markdown", "markdown": "x"}}],
        "criteria": {"contains_text": "x"}, "email": "ana@x.example", "client_id": slack.app.client_id,
        "client_secret": slack.app.client_secret, "view": {"type": "home", "blocks": [{"type": "divider"}]},
        "trigger_id": slack.triggers.issue("UANA", slack.team_id), "topic": "x", "purpose": "x",
    }  # fmt: skip


async def called(slack: Slack, method: str, body: bytes, content_type: str) -> tuple[int, dict[str, Any]]:
    """Status and answer of one call with the bot token."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/{method}",
        "path_params": {"method": method},
        "query_string": b"",
        "headers": [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"authorization", f"Bearer {slack.bot_token}".encode()),
        ],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    answer = await WebApi(slack).serve(HttpRequest(scope, receive))
    return answer.status_code, json.loads(bytes(answer.body))


def check(method: str, status: int, answer: dict[str, Any]) -> None:
    assert status == 200
    if not answer["ok"]:
        own = METHODS[method].errors
        assert own == "*" or answer["error"] in COMMON_ERRORS | set(own.split()), answer


@pytest.mark.parametrize("method", sorted(METHODS))
def test_any_arguments_get_a_known_answer(slack: Slack, loop: asyncio.Runner, method: str) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(bodies, st.booleans())
    def each(body: dict[str, Any], sensible: bool) -> None:
        if slack.world.installation(slack.app_id, slack.team_id) is None:  # the call before removed the app
            slack.install(slack.team_id)
            slack.world.installations[slack.bot_token].ended = None
        body = good(slack) | body if sensible else body
        check(method, *loop.run(called(slack, method, json.dumps(body).encode(), "application/json")))

    each()


@given(method=st.sampled_from(sorted(METHODS)), body=raw, form=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_any_bytes_get_a_known_answer(slack: Slack, loop: asyncio.Runner, method: str, body: bytes, form: bool) -> None:
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    check(method, *loop.run(called(slack, method, body, kind)))


def test_every_method_says_what_it_needs() -> None:
    """A method either takes no scope, or names those of which one is needed, or asks for them by the conversation."""
    for name, method in METHODS.items():
        assert method.tier in (None, 1, 2, 3, 4), name
        assert all(":" in scope for scope in method.scopes), name
        assert method.token in ("bot", "app", "none"), name
