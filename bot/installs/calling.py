"""Calling Slack: what can go wrong has one name, and what people wrote stays out of the log."""

import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.answering import SlackRefused


async def called(call: Any) -> AsyncSlackResponse:
    """
    Wait for a call of Slack's client.

    Raises:
        SlackRefused: with Slack's error code, or ``unreachable``.
    """
    try:
        answer: AsyncSlackResponse = await call
    except SlackApiError as problem:
        raise SlackRefused(_code(problem)) from problem
    except (aiohttp.ClientError, TimeoutError, OSError, SlackRequestError) as problem:
        raise SlackRefused("unreachable") from problem
    return answer


def _code(problem: SlackApiError) -> str:
    answer = problem.response
    return str(answer.get("error") or "unreachable") if isinstance(answer, AsyncSlackResponse) else "unreachable"


class _WithoutTraceback(logging.Filter):
    """Slack's libraries log every failed attempt to connect with all its frames: one line says as much."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


_without_traceback = _WithoutTraceback()


def sdk_logger(name: str) -> logging.Logger:
    """A logger for Slack's libraries. At DEBUG they print texts and blocks, so it never goes below INFO."""
    logger = logging.getLogger(name)
    logger.setLevel(max(logging.INFO, logging.getLogger().level))
    logger.addFilter(_without_traceback)
    return logger
