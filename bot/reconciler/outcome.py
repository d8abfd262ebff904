"""What an answer of Slack, or the lack of one, means for a surface."""

import asyncio
import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.webhook_response import WebhookResponse


class Verdict(StrEnum):
    DONE = "done"
    LATER = "later"
    """Nothing happened; try again."""
    UNKNOWN = "unknown"
    """It may have happened, and may still happen for a while."""
    GONE = "gone"
    """The message cannot be changed any more: post it anew."""
    MALFORMED = "malformed"
    """What we drew is not what Slack takes: our mistake."""
    MOVING = "moving"
    """Slack migrates the workspace, which takes minutes to hours."""
    DEAD = "dead"
    """The installation is no more."""
    EXPIRED = "expired"
    """The token has to be refreshed."""
    REFUSED = "refused"
    """No, and no again if it is repeated."""


_VERDICTS: Mapping[Verdict, frozenset[str]] = {
    Verdict.LATER: frozenset({"ratelimited", "rate_limited"}),
    Verdict.UNKNOWN: frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"}),
    Verdict.GONE: frozenset({"message_not_found", "edit_window_closed", "cant_update_message"}),
    Verdict.MALFORMED: frozenset(
        {
            "invalid_blocks",
            "invalid_blocks_format",
            "invalid_arguments",
            "invalid_metadata_format",
            "invalid_metadata_schema",
            "metadata_too_large",
            "block_mismatch",
            "msg_blocks_too_long",
            "msg_too_long",
            "view_too_large",
            "no_text",
            "duplicate_external_id",
        }
    ),
    Verdict.MOVING: frozenset({"team_added_to_org", "org_login_required", "external_channel_migrating"}),
    Verdict.DEAD: frozenset({"account_inactive", "token_revoked", "invalid_auth", "not_authed"}),
    Verdict.EXPIRED: frozenset({"token_expired"}),
}
_BY_CODE = {code: verdict for verdict, codes in _VERDICTS.items() for code in codes}
_POINTER = re.compile(r"json-pointer:([^\]\s]+)")
WITHOUT_RETRY_AFTER = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    Args:
        code: ``done``, Slack's error code, or a word of ours for what came instead of an answer.
        retry_after: seconds that Slack asks us to wait.
        answer: the body of a call that succeeded.
        pointers: where Slack's complaints point to; never what stands there.
    """

    verdict: Verdict
    code: str = "done"
    retry_after: float | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    pointers: Sequence[str] = ()


async def outcome_of(call: Awaitable[AsyncSlackResponse | WebhookResponse], seconds: float) -> Outcome:
    """Wait for an answer, but no longer than this. Never raises but for a cancellation."""
    try:
        async with asyncio.timeout(seconds):
            response = await call
    except TimeoutError:
        return Outcome(Verdict.UNKNOWN, "timeout")
    except SlackApiError as problem:
        return _of_refusal(problem.response)
    except aiohttp.ClientConnectorError:  # the request was never on its way
        return Outcome(Verdict.LATER, "no_connection")
    except (aiohttp.ClientError, OSError):
        return Outcome(Verdict.UNKNOWN, "connection_lost")
    except (ValueError, AttributeError):  # the SDK's ways of meeting a body that is no JSON object
        return Outcome(Verdict.UNKNOWN, "unreadable_answer")
    if isinstance(response, WebhookResponse):
        return _of_webhook(response)
    return Outcome(Verdict.DONE, answer=response.data if isinstance(response.data, dict) else {})


def _of_refusal(response: Any) -> Outcome:
    """``response`` is the SDK's, or aiohttp's own when the body could not be read."""
    status: int = response.status_code if isinstance(response, AsyncSlackResponse) else response.status
    data = getattr(response, "data", None)
    body = data if isinstance(data, dict) else {}
    return _judge(status, str(body.get("error", "")), response.headers, body)


def _of_webhook(response: WebhookResponse) -> Outcome:
    if response.status_code == 200 and (response.body == "ok" or '"ok":true' in response.body.replace(" ", "")):
        return Outcome(Verdict.DONE)
    return _judge(response.status_code, "not_taken", response.headers, {})


def _judge(status: int, code: str, headers: Mapping[str, Any], body: Mapping[str, Any]) -> Outcome:
    if status == 429 or _BY_CODE.get(code) is Verdict.LATER:
        return Outcome(Verdict.LATER, "ratelimited", retry_after=_seconds(headers.get("Retry-After")))
    if status >= 500:
        return Outcome(Verdict.UNKNOWN, code or f"http_{status}")
    if not code:
        return Outcome(Verdict.UNKNOWN, "unreadable_answer")
    details = body.get("response_metadata")
    messages = details.get("messages", ()) if isinstance(details, dict) else ()
    pointers = tuple(found for one in messages for found in _POINTER.findall(str(one)))
    return Outcome(_BY_CODE.get(code, Verdict.REFUSED), code, pointers=pointers)


def _seconds(retry_after: Any) -> float:
    try:
        return max(0.0, float(retry_after))
    except (TypeError, ValueError):
        return WITHOUT_RETRY_AFTER
