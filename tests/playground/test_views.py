"""views.*: triggers, the stack, hashes, external ids, Home."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.delivery.triggers import Triggers
from playground.refusal import Refused
from playground.slack import Slack
from tests.playground.conftest import field, modal, plain, refused


def trigger(slack: Slack, view_id: str | None = None) -> str:
    return slack.triggers.issue("UANA", slack.team_id, view_id)


async def opened(slack: Slack, client: AsyncWebClient, **more: Any) -> dict[str, Any]:
    answer = await client.views_open(trigger_id=trigger(slack), view=modal(field("a"), **more))
    view: dict[str, Any] = answer["view"]
    return view


async def test_opening_shows_it_to_the_person_who_clicked(slack: Slack, client: AsyncWebClient) -> None:
    view = await opened(slack, client, private_metadata="x", external_id="mine")
    top = slack.person("UANA").modal()
    assert top is not None
    assert top.id == view["id"] == view["root_view_id"]
    assert view["state"]["values"] == {"a": {"words": {"type": "plain_text_input", "value": None}}}
    assert (view["private_metadata"], view["external_id"], view["hash"]) == ("x", "mine", top.hash)
    assert slack.person("UBEN").modal() is None


async def test_a_trigger_serves_once_and_soon(slack: Slack, client: AsyncWebClient) -> None:
    used = trigger(slack)
    await client.views_open(trigger_id=used, view=modal())
    assert await refused(client.views_open(trigger_id=used, view=modal())) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
    assert await refused(client.api_call("views.open", json={"view": modal()})) == "invalid_arguments"


def test_triggers_expire_in_real_time() -> None:
    now = 0.0
    triggers = Triggers(now=lambda: now)
    first, second = triggers.issue("U1", "T1"), triggers.issue("U1", "T1")
    now = 2.9
    assert triggers.exchange(first, "T1").person_id == "U1"
    now = 3.1
    with pytest.raises(Refused, match="expired_trigger_id"):
        triggers.exchange(second, "T1")
    with pytest.raises(Refused, match="invalid_trigger_id"):
        triggers.exchange(second, "T2")
    now = 100.0
    triggers.issue("U1", "T1")
    with pytest.raises(Refused, match="invalid_trigger_id"):
        triggers.exchange(second, "T1")


async def test_views_may_come_as_text(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.views_open(trigger_id=trigger(slack), view=json.dumps(modal()))
    assert answer["ok"]
    assert await refused(client.api_call("views.open", json={"trigger_id": "x", "view": "{"})) == "invalid_arguments"


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": []},
        {"type": "home", "blocks": [{"type": "divider"}]},
        modal(title=plain("x" * 25)),
        modal({"type": "data_visualization"}),
        {key: value for key, value in modal(field("a")).items() if key != "submit"},
    ],
)
async def test_bad_views_have_pointers_and_use_no_trigger_up(
    slack: Slack, client: AsyncWebClient, view: dict[str, Any]
) -> None:
    given = trigger(slack)
    with pytest.raises(SlackApiError) as problem:
        await client.views_open(trigger_id=given, view=view)
    assert problem.value.response["error"] == "invalid_arguments"
    assert "[json-pointer:/view" in problem.value.response["response_metadata"]["messages"][0]
    assert (await client.views_open(trigger_id=given, view=modal()))["ok"]


async def test_the_stack_holds_three(slack: Slack, client: AsyncWebClient) -> None:
    root = await opened(slack, client)
    second = (await client.views_push(trigger_id=trigger(slack, root["id"]), view=modal()))["view"]
    third = (await client.views_push(trigger_id=trigger(slack, second["id"]), view=modal()))["view"]
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == root["id"]
    too_many = client.views_push(trigger_id=trigger(slack, third["id"]), view=modal())
    assert await refused(too_many) == "push_limit_reached"
    assert (await client.views_update(view_id=root["id"], view=modal()))["view"]["id"] == root["id"]


async def test_pushing_needs_a_click_in_a_modal(slack: Slack, client: AsyncWebClient) -> None:
    assert await refused(client.views_push(trigger_id=trigger(slack), view=modal())) == "not_found"


async def test_updating_with_a_stale_hash(slack: Slack, client: AsyncWebClient) -> None:
    view = await opened(slack, client, external_id="mine")
    slack.person("UANA").fill(slack.person("UANA").modals()[0], "words", "typed")
    new = await client.views_update(external_id="mine", hash=view["hash"], view=modal(field("a"), external_id="mine"))
    assert new["view"]["hash"] != view["hash"]
    assert new["view"]["state"]["values"]["a"]["words"]["value"] == "typed"
    stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert await refused(stale) == "hash_conflict"
    assert await refused(client.views_update(view_id="V0NONE", view=modal())) == "not_found"
    assert await refused(client.api_call("views.update", json={"view": modal()})) == "invalid_arguments"
    await client.views_update(view_id=view["id"], view=modal(field("renamed")))
    assert slack.person("UANA").state(slack.person("UANA").modals()[0]) == {
        "renamed": {"words": {"type": "plain_text_input", "value": None}}
    }


async def test_external_ids_are_unique(slack: Slack, client: AsyncWebClient) -> None:
    await opened(slack, client, external_id="mine")
    again = client.views_open(trigger_id=trigger(slack), view=modal(external_id="mine"))
    assert await refused(again) == "duplicate_external_id"


async def test_views_weigh_at_most_250_kilobytes(slack: Slack, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": plain("x" * 3000)} for _ in range(90)]
    assert await refused(client.views_open(trigger_id=trigger(slack), view=modal(*blocks))) == "view_too_large"


async def test_home_keeps_its_id_and_changes_its_hash(slack: Slack, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "section", "text": plain("Hi")}]}
    first = (await client.views_publish(user_id="UANA", view=home))["view"]
    second = (await client.views_publish(user_id="UANA", view=home, hash=first["hash"]))["view"]
    assert second["id"] == first["id"]
    assert second["hash"] != first["hash"]
    assert await refused(client.views_publish(user_id="UANA", view=home, hash=first["hash"])) == "hash_conflict"
    assert await refused(client.views_publish(user_id="UANA", view=modal())) == "invalid_arguments"
    for nobody in ("UNOBODY", "UDEE", "UROBO"):
        assert await refused(client.views_publish(user_id=nobody, view=home)) == "invalid_arguments"


async def test_blocks_validate_needs_no_token(slack: Slack, client: AsyncWebClient) -> None:
    client.token = None
    good = [{"type": "divider"}]
    assert (await client.api_call("blocks.validate", json={"blocks": good}))["ok"]
    assert (await client.api_call("blocks.validate", json={"view": modal()}))["ok"]
    with pytest.raises(SlackApiError) as problem:
        await client.api_call("blocks.validate", json={"blocks": [{"type": "section"}]})
    assert problem.value.response["errors"][0]["pointer"].startswith("/0")
    assert await refused(client.api_call("blocks.validate", json={})) == "invalid_arguments"
