"""Profiles, groups, quiet hours, bots: what apps may ask about people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.cast import BadCast, load_cast
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import refused

CAST: dict[str, Any] = {
    "people": [
        {"id": "UANA", "name": "ana", "tz": "Europe/Lisbon", "quiet_hours": "22:00-08:00"},
        {"id": "UBEN", "name": "ben", "fields": {"Xf1": {"value": "UANA", "alt": ""}}},
    ],
    "usergroups": [{"id": "S0SALES", "handle": "sales", "name": "Sales", "people": ["UANA", "UBEN"]}],
    "profile_fields": [{"id": "Xf1", "label": "Manager", "kind": "user"}],
}


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(people=CAST, rate_limits=False, pages=False) as started:
        yield started


async def test_profiles_and_their_fields(client: AsyncWebClient) -> None:
    [field] = (await client.team_profile_get())["profile"]["fields"]
    assert (field["id"], field["label"], field["type"]) == ("Xf1", "Manager", "user")
    profile = (await client.users_profile_get(user="UBEN", include_labels=True))["profile"]
    assert profile["fields"]["Xf1"] == {"value": "UANA", "alt": "", "label": "Manager"}
    assert await refused(client.users_profile_get(user="U0NONE")) == "user_not_found"


async def test_user_groups(client: AsyncWebClient) -> None:
    [group] = (await client.usergroups_list(include_users=True))["usergroups"]
    assert (group["handle"], group["users"]) == ("sales", ["UANA", "UBEN"])
    assert (await client.usergroups_users_list(usergroup="S0SALES"))["users"] == ["UANA", "UBEN"]
    assert await refused(client.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


@pytest.mark.parametrize(
    ("now", "starts", "ends"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T21:00:00Z", "2026-07-02T07:00:00Z"),
        ("2026-07-01T23:00:00Z", "2026-07-01T21:00:00Z", "2026-07-02T07:00:00Z"),
        ("2026-07-02T06:59:00Z", "2026-07-01T21:00:00Z", "2026-07-02T07:00:00Z"),
        ("2026-01-01T12:00:00Z", "2026-01-01T22:00:00Z", "2026-01-02T08:00:00Z"),
    ],
)
async def test_quiet_hours_are_those_where_the_person_is(
    slack: Slack, client: AsyncWebClient, now: str, starts: str, ends: str
) -> None:
    slack.clock.move_to(datetime.fromisoformat(now))
    told = await client.dnd_info(user="UANA")
    window = [datetime.fromtimestamp(told[key], UTC) for key in ("next_dnd_start_ts", "next_dnd_end_ts")]
    assert window == [datetime.fromisoformat(starts), datetime.fromisoformat(ends)]
    assert (await client.dnd_teamInfo(users=["UANA", "UBEN"]))["users"]["UBEN"]["dnd_enabled"] is False


async def test_bots(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.bots_info())["bot"]["user_id"] == slack.bot_user_id
    assert await refused(client.bots_info(bot="B0NONE")) == "bot_not_found"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": [{"id": "UANA", "quiet_hours": "night"}]}, "quiet_hours"),
        ({"people": [], "usergroups": [{"id": "S1", "colour": "red"}]}, "colour"),
    ],
)
def test_a_cast_with_mistakes_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadCast, match=words):
        load_cast(wrong)
