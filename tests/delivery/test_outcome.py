"""Every answer of Slack means one thing: done, later, unknown, gone, malformed, moving, dead, expired or refused."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.reconciler.outcome import Outcome, Verdict, outcome_of


async def answer(status: int, body: Any, **headers: str) -> Outcome:
    async def call() -> AsyncSlackResponse:
        return AsyncSlackResponse(
            client=AsyncWebClient(),
            http_verb="POST",
            api_url="https://slack.example/api/chat.postMessage",
            req_args={},
            data=body,
            headers=headers,
            status_code=status,
        ).validate()

    return await outcome_of(call(), 5)


async def failing(problem: Exception) -> Outcome:
    async def call() -> AsyncSlackResponse:
        raise problem

    return await outcome_of(call(), 5)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("internal_error", Verdict.UNKNOWN),
        ("fatal_error", Verdict.UNKNOWN),
        ("service_unavailable", Verdict.UNKNOWN),
        ("request_timeout", Verdict.UNKNOWN),
        ("message_not_found", Verdict.GONE),
        ("edit_window_closed", Verdict.GONE),
        ("cant_update_message", Verdict.GONE),
        ("invalid_blocks", Verdict.MALFORMED),
        ("msg_too_long", Verdict.MALFORMED),
        ("org_login_required", Verdict.MOVING),
        ("account_inactive", Verdict.DEAD),
        ("token_revoked", Verdict.DEAD),
        ("invalid_auth", Verdict.DEAD),
        ("token_expired", Verdict.EXPIRED),
        ("is_archived", Verdict.REFUSED),
        ("user_disabled", Verdict.REFUSED),
        ("missing_scope", Verdict.REFUSED),
        ("an_error_of_next_year", Verdict.REFUSED),
    ],
)
async def test_an_error_code_means_one_thing(code: str, verdict: Verdict) -> None:
    outcome = await answer(200, {"ok": False, "error": code})
    assert (outcome.verdict, outcome.code) == (verdict, code)


async def test_a_limit_says_how_long_to_wait() -> None:
    outcome = await answer(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"})
    assert (outcome.verdict, outcome.retry_after) == (Verdict.LATER, 7)
    assert (await answer(429, {"ok": False, "error": "ratelimited"})).retry_after == 30
    assert (await answer(429, {}, **{"Retry-After": "soon"})).retry_after == 30


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", [{}, {"ok": False, "error": "internal_error"}, "upstream trouble", b"", None, []])
async def test_trouble_of_the_server_leaves_it_open_whatever_the_body(status: int, body: Any) -> None:
    assert (await answer(status, body)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("body", [{}, "ok?", None, {"ok": False}])
async def test_an_answer_that_says_nothing_leaves_it_open(body: Any) -> None:
    assert (await answer(200, body)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "problem", [TimeoutError(), aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError(), ConnectionResetError()]
)
async def test_a_lost_connection_leaves_it_open(problem: Exception) -> None:
    assert (await failing(problem)).verdict is Verdict.UNKNOWN


async def test_nobody_there_means_that_nothing_happened(unused_tcp_port: int) -> None:
    slack = AsyncWebClient(token="xoxb-none", base_url=f"http://127.0.0.1:{unused_tcp_port}/api/", retry_handlers=[])
    outcome = await outcome_of(slack.auth_test(), 5)
    assert (outcome.verdict, outcome.code, outcome.retry_after) == (Verdict.LATER, "no_connection", None)


async def test_nobody_waits_longer_than_a_call_may_take() -> None:
    async def call() -> AsyncSlackResponse:
        await asyncio.sleep(5)
        raise AssertionError

    assert (await outcome_of(call(), 0.01)).code == "timeout"


async def test_complaints_are_kept_without_the_words_that_they_quote() -> None:
    complaint = "[ERROR] must be shorter than 3001 characters: my secret [json-pointer:/blocks/0/text/text]"
    outcome = await answer(
        200, {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [complaint]}}
    )
    assert outcome.pointers == ("/blocks/0/text/text",)
    assert "secret" not in repr(outcome)


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, "ok", Verdict.DONE),
        (200, '{"ok": true}', Verdict.DONE),
        (200, '{"ok": false, "error": "used_url"}', Verdict.REFUSED),
        (404, "expired_url", Verdict.REFUSED),
        (429, "", Verdict.LATER),
        (500, "", Verdict.UNKNOWN),
    ],
)
async def test_a_response_url_answers_too(status: int, body: str, verdict: Verdict) -> None:
    async def call() -> WebhookResponse:
        return WebhookResponse(url="https://hooks.example/1", status_code=status, body=body, headers={})

    assert (await outcome_of(call(), 5)).verdict is verdict


async def test_the_sdk_s_own_error_about_an_unreadable_body_is_understood() -> None:
    class Raw:
        status = 503
        headers: dict[str, str] = {}

    assert (await failing(SlackApiError("unreadable", Raw()))).verdict is Verdict.UNKNOWN  # type: ignore[no-untyped-call]
