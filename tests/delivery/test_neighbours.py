"""Trouble in one workspace stays there: another one's messages come as if there were none."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import playground
from coaching_core.ids import WorkspaceId
from playground import Slack
from tests.delivery.conftest import Waker
from tests.delivery.office import HERE, Office, note, reply, root

THERE = WorkspaceId("T0OTHER")
MANY = 200
AT_ONCE = 2.0
"""Seconds in which a message is said where all is well; it takes a few hundredths when nothing else runs."""
TROUBLE: dict[str, dict[str, Any]] = {
    "too many calls": {"kind": "rate_limited", "seconds": 30},
    "a token that is taken no more": {"kind": "refuse", "error": "invalid_auth"},
    "slow answers": {"kind": "slow", "seconds": 0.9},
    "no answers": {"kind": "timeout_before", "seconds": 5},
    "broken connections": {"kind": "reset_after"},
    "nothing but errors": {"kind": "error_500"},
}


@pytest.fixture
async def troubled() -> AsyncIterator[Slack]:
    """Another workspace's Slack."""
    async with playground.running(rate_limits=False, pages=False) as running:
        yield running


@pytest.mark.parametrize("name", TROUBLE)
async def test_one_workspace_s_trouble_never_slows_another_s(
    idle_office: Office, troubled: Slack, waker: Waker, name: str
) -> None:
    office = idle_office

    async def slack_for(workspace: WorkspaceId) -> AsyncWebClient | None:
        if workspace != THERE:
            return await office.slack_for(workspace)
        return AsyncWebClient(token=troubled.bot_token, base_url=troubled.base_url, session=office.session)

    troubled.trouble.add("*", **TROUBLE[name])
    office.reconciler = office.a_reconciler("one", slack_for=slack_for)
    await office.reconciler.start()
    office.want(*(note(f"n{number}") for number in range(MANY)), words="there", workspace=THERE)
    await office.until(lambda: troubled.record.calls())

    waited, began_all = [], time.monotonic()
    for number in range(1, 9):
        words, began = f"here {number}", time.monotonic()
        office.want(root() if number == 1 else reply(number), words=words)
        await office.until(lambda words=words: words in office.words())
        waited.append(time.monotonic() - began)
        await asyncio.sleep(0.05)
    assert max(waited) < AT_ONCE, waited
    assert {workspace for workspace, _ in office.dead} <= {THERE}
    assert bool(office.dead) is (name == "a token that is taken no more")

    seconds = time.monotonic() - began_all
    troubled.trouble.clear()  # at the end nothing has to be waited for
    assert len(troubled.record.calls()) < MANY * (1 + seconds), "it is not hammered either"
    await office.reconciler.stop()
    assert HERE not in {workspace for workspace, _ in office.dead}
