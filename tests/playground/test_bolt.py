"""A real Bolt app, unchanged, on both transports: everything that people do reaches it as Slack sends it."""

import asyncio
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from playground.elements import NotThere
from playground.model import Person
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import actions, button, connected, field, modal, options, plain, told, wait_for


async def test_a_command_is_answered_privately_with_names_escaped(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.command("/greet")
    async def greet(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack(text=f"Hello {body['text']}")

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        outcome = await ana.run_command("C0GENERAL", "/greet @ben and #general")
    assert outcome.ok
    assert heard[0]["text"] == "<@UBEN> and <#C0GENERAL|general>"
    assert {heard[0][key] for key in ("user_id", "channel_id", "team_id")} == {"UANA", "C0GENERAL", "T0MEADOW"}
    assert [message.text for message in ana.messages("C0GENERAL")] == ["Hello <@UBEN> and <#C0GENERAL|general>"]
    assert slack.person("UBEN").messages("C0GENERAL") == []


async def test_an_answer_in_the_channel_shows_the_command_too(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    @bolt.command("/plain")
    async def say(ack: Any, body: dict[str, Any]) -> None:
        await ack(text=body["text"], response_type="in_channel")

    async with connected(slack, bolt, transport):
        await slack.person("UANA").run_command("C0GENERAL", "/plain <@UBEN>")
    texts = [message.text for message in slack.person("UBEN").messages("C0GENERAL")]
    assert texts == ["/plain <@UBEN>", "@ben"]


async def test_a_click_carries_everything_and_a_modal_goes_round(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    heard: list[dict[str, Any]] = []
    submitted: list[dict[str, Any]] = []

    @bolt.action("rate")
    async def rate(ack: Any) -> None:
        await ack()

    @bolt.action("go")
    async def go(ack: Any, body: dict[str, Any], client: Any) -> None:
        heard.append(body)
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("first"), private_metadata="42"))

    @bolt.view("m")
    async def send(ack: Any, view: dict[str, Any]) -> None:
        submitted.append(view)
        words = view["state"]["values"]["first"]["words"]["value"]
        if words == "wrong":
            await ack(response_action="errors", errors={"first": "Not that"})
        elif words == "more":
            await ack(response_action="push", view=modal(callback_id="second"))
        elif words == "other":
            await ack(response_action="update", view=modal(field("first", initial_value="kept?"), callback_id="m"))
        else:
            await ack(response_action="clear")

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        rating = {"type": "radio_buttons", "action_id": "rate", "options": options("1", "2")}
        await bolt.client.chat_postMessage(
            channel="UANA", text="Rate", blocks=[actions(rating, button("go", "token")), {"type": "divider"}]
        )
        [message] = ana.messages()
        assert (await ana.click(message, "rate", "2")).ok
        assert (await ana.click(message, "go")).ok
        await wait_for(lambda: ana.modal() is not None)
        [body] = heard
        assert body["container"] == {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": False,
        }
        assert body["actions"][0]["value"] == "token"
        assert body["message"]["ts"] == message.ts
        assert body["state"]["values"]["row"]["rate"]["selected_option"]["value"] == "2"
        assert body["team"] == {"id": "T0MEADOW", "domain": "meadow"}
        assert body["user"]["id"] == "UANA"

        assert (await ana.submit(values={"words": ""})).errors == {"first": "Please fill in this field."}
        assert submitted == []
        assert (await ana.submit(values={"words": "wrong"})).errors == {"first": "Not that"}
        assert ana.field_errors(ana.modals()[0]) == {"first": "Not that"}
        assert (await ana.submit(values={("first", "words"): "more"})).ok
        assert [view.callback_id for view in ana.modals()] == ["m", "second"]
        await ana.close_modal()
        assert ana.state(ana.modals()[0])["first"]["words"]["value"] == "more"
        assert (await ana.submit(values={"words": "other"})).ok
        assert ana.state(ana.modals()[0])["first"]["words"]["value"] == "other"
        assert (await ana.submit(values={"words": "fine"})).ok
        assert ana.modals() == []
    assert submitted[0]["private_metadata"] == "42"
    assert submitted[0]["root_view_id"] == submitted[0]["id"]


async def test_closing_is_told_only_if_asked_for(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    closed: list[bool] = []

    @bolt.shortcut("greet_all")
    async def start(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(notify_on_close=len(closed) == 0))

    @bolt.view_closed("m")
    async def gone(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body["is_cleared"])
        await ack()

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        for each in (True, False):
            assert (await ana.run_shortcut("greet_all")).ok
            await wait_for(lambda: ana.modal() is not None)
            outcome = await ana.close_modal(all_of_them=each)
            assert outcome.error == (None if each else "not_sent")
    assert closed == [True]


async def test_message_shortcuts_and_suggestions(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    about: list[str] = []

    @bolt.shortcut("answer_this")
    async def answer(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        about.append(body["message"]["text"])

    @bolt.options("who")
    async def who(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=options(payload["value"] + "1", payload["value"] + "2"))

    @bolt.action("who")
    async def chosen(ack: Any, payload: dict[str, Any]) -> None:
        await ack()
        about.append(payload["selected_option"]["value"])

    async with connected(slack, bolt, transport):
        ben = slack.person("UBEN")
        select = {"type": "external_select", "action_id": "who", "placeholder": plain("Who?")}
        await bolt.client.chat_postMessage(channel="UBEN", text="Choose", blocks=[actions(select)])
        [message] = ben.messages()
        assert (await ben.run_shortcut("answer_this", message)).ok
        offered = await ben.suggestions(message, "who", "x")
        assert [option["value"] for option in offered] == ["x1", "x2"]
        assert (await ben.click(message, "who", "x2")).ok
        assert ben.state(message)["row"]["who"]["selected_option"]["value"] == "x2"
    assert about == ["Choose", "x2"]


async def test_home_and_events(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.event("app_home_opened")
    async def opened(event: dict[str, Any], client: Any) -> None:
        heard.append(event)
        home = {"type": "home", "blocks": [{"type": "section", "text": plain("Welcome")}, actions(button("home"))]}
        await client.views_publish(user_id=event["user"], view=home)

    @bolt.event("user_change")
    async def changed(event: dict[str, Any]) -> None:
        heard.append(event)

    @bolt.event("message")
    async def said(event: dict[str, Any]) -> None:
        heard.append(event)

    @bolt.action("home")
    async def pressed(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        assert (await ana.open_home()).ok
        await wait_for(lambda: ana.home() is not None)
        home = ana.home()
        assert home is not None
        assert (await ana.click(home, "home")).ok
        slack.change_person("UBEN", tz="Asia/Tokyo")
        await ana.say(ana.app_dm.id, "hello there")
        await wait_for(lambda: len(heard) == 4)
    kinds = [event["type"] for event in heard]
    assert sorted(kinds) == ["app_home_opened", "block_actions", "message", "user_change"]
    by_kind = dict(zip(kinds, heard, strict=True))
    assert by_kind["app_home_opened"]["tab"] == "home"
    assert by_kind["block_actions"]["view"]["type"] == "home"
    assert by_kind["user_change"]["user"]["tz"] == "Asia/Tokyo"
    assert by_kind["message"]["channel_type"] == "im"


async def test_respond_replaces_and_deletes(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    @bolt.action("step")
    async def step(ack: Any, payload: dict[str, Any], respond: Any) -> None:
        await ack()
        if payload["value"] == "delete":
            await respond(delete_original=True)
        else:
            await respond("page 2", replace_original=True, blocks=[actions(button("step", "delete"), block_id="n")])
            await respond("only for you")

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        await bolt.client.chat_postMessage(channel="UANA", text="page 1", blocks=[actions(button("step"))])
        message = ana.messages()[0]
        await ana.click(message, "step")
        await wait_for(lambda: len(ana.messages()) == 2)
        assert [m.text for m in ana.messages()] == ["page 2", "only for you"]
        assert [revision.text for revision in message.revisions] == ["page 1", "page 2"]
        assert len(ana.notifications()) == 1
        await ana.click(message, "step")
        await wait_for(lambda: message.deleted)
        assert [m.text for m in ana.messages()] == ["only for you"]
        with pytest.raises(NotThere):
            await ana.click(message, "step")
        ana.reload()
        assert ana.messages() == []


async def test_an_app_that_is_too_slow_is_reported_to_the_person(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    slack.courier.ack_seconds = 0.05

    @bolt.command("/greet")
    async def greet(ack: Any) -> None:
        await asyncio.sleep(0.15)
        await ack()

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        outcome = await ana.run_command("C0GENERAL", "/greet")
        await asyncio.sleep(0.15)
    assert outcome.error == "operation_timeout"
    assert outcome.seconds >= 0.05
    assert [notice.code for notice in ana.notices()] == ["operation_timeout"]
    assert slack.record.delivered("command")[0].error == "operation_timeout"


async def test_an_unhandled_click_is_an_error_at_once_or_by_silence(
    slack: Slack, bolt: AsyncApp, transport: str
) -> None:
    slack.courier.ack_seconds = 0.3
    async with connected(slack, bolt, transport):
        await bolt.client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("nobody"))])
        ana = slack.person("UANA")
        outcome = await ana.click(ana.messages()[0], "nobody")
    assert outcome.error == ("dispatch_failed" if transport == "http" else "operation_timeout")


async def test_a_bad_answer_to_a_submission_leaves_the_modal(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    @bolt.shortcut("greet_all")
    async def start(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("a")))

    @bolt.view("m")
    async def send(ack: Any, view: dict[str, Any]) -> None:
        if view["state"]["values"]["a"]["words"]["value"] == "block":
            await ack(response_action="errors", errors={"nowhere": "?"})
        else:
            await ack(response_action="update", view={"type": "modal", "blocks": []})

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        await ana.run_shortcut("greet_all")
        await wait_for(lambda: ana.modal() is not None)
        assert (await ana.submit(values={"words": "block"})).error == "dispatch_failed"
        assert (await ana.submit(values={"words": "view"})).error == "invalid_arguments"
        assert len(ana.modals()) == 1
        assert len(ana.notices()) == 2


async def test_a_modal_can_ask_for_a_way_to_answer(slack: Slack, bolt: AsyncApp, transport: str) -> None:
    place = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    block = {"type": "input", "block_id": "place", "label": plain("Where?"), "element": place}

    @bolt.shortcut("greet_all")
    async def start(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(block))

    @bolt.view("m")
    async def send(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Done", response_type="in_channel")

    async with connected(slack, bolt, transport):
        ana = slack.person("UANA")
        await ana.run_shortcut("greet_all")
        await wait_for(ana.modal)
        assert (await ana.submit(values={"where": "C0GENERAL"})).ok
        await wait_for(lambda: ana.messages("C0GENERAL"))
    [submitted] = slack.record.delivered("view_submission")
    [given] = submitted.payload["response_urls"]
    assert (given["block_id"], given["action_id"], given["channel_id"]) == ("place", "where", "C0GENERAL")
    assert ana.messages("C0GENERAL")[0].text == "Done"


async def test_somebody_new_is_told(slack: Slack) -> None:
    async with running(pages=False) as open_to_all:
        open_to_all.add_person(Person("UNEW", "new", "New Here", open_to_all.team_id))
        await open_to_all.settled()
        assert [event["type"] for event in told(open_to_all)] == ["team_join"]
    slack.add_person(Person("UNEW", "new", "New Here", slack.team_id))
    await slack.settled()
    assert told(slack) == []  # the manifest does not subscribe to it
