"""Tokens: rotation, expiry, revocation."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, refused, told

ROTATING = MANIFEST | {"settings": MANIFEST["settings"] | {"token_rotation_enabled": True}}


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(manifest=ROTATING, rate_limits=False, pages=False) as started:
        yield started


async def access(slack: Slack, client: AsyncWebClient, **how: Any) -> dict[str, Any]:
    """The answer of oauth.v2.access."""
    who = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    answer = await client.api_call("oauth.v2.access", data=who | how)
    assert isinstance(answer.data, dict)
    return answer.data


async def installed(slack: Slack, client: AsyncWebClient) -> dict[str, Any]:
    back = "http://127.0.0.1/back"
    asked = {"client_id": slack.app.client_id, "redirect_uri": back, "state": "s"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.address}/oauth/v2/authorize", params=asked, allow_redirects=False) as answer,
    ):
        code = answer.headers["Location"].partition("code=")[2].partition("&")[0]
    return await access(slack, client, code=code, redirect_uri=back)


async def test_a_rotating_token_is_exchanged_for_the_next(slack: Slack, client: AsyncWebClient) -> None:
    first = await installed(slack, client)
    assert first["access_token"].startswith("xoxe.xoxb-")
    assert first["expires_in"] == 43_200
    client.token = first["access_token"]
    await client.auth_test()
    second = await access(slack, client, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert second["access_token"] != first["access_token"]
    await client.auth_test()  # the one before still works
    again = access(slack, client, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert await refused(again) == "invalid_refresh_token"
    await access(slack, client, grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert await refused(client.auth_test()) == "invalid_auth"  # at most two are alive


async def test_a_token_expires(slack: Slack, client: AsyncWebClient) -> None:
    slack.app.token_seconds = 0.0
    client.token = (await installed(slack, client))["access_token"]
    assert await refused(client.auth_test()) == "token_expired"


async def test_a_token_can_be_revoked(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.auth_revoke(test=True))["revoked"] is False
    assert (await client.auth_revoke())["revoked"] is True
    assert await refused(client.auth_test()) == "token_revoked"


async def test_an_app_removes_itself(slack: Slack, client: AsyncWebClient) -> None:
    wrong = client.apps_uninstall(client_id=slack.app.client_id, client_secret="?")
    assert await refused(wrong) == "bad_client_secret"
    await client.apps_uninstall(client_id=slack.app.client_id, client_secret=slack.app.client_secret)
    assert await refused(client.auth_test()) == "account_inactive"
    await slack.settled()
    assert [event["type"] for event in told(slack)] == ["app_uninstalled"]
