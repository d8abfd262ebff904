"""What people see and were shown, notifications, choices, listeners, the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.elements import NotThere
from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import MANIFEST, actions, button, modal, options, plain, refused


async def test_everything_shown_is_remembered(slack: Slack, client: AsyncWebClient) -> None:
    chart = {
        "type": "data_visualization",
        "title": "Both views",
        "chart": {
            "type": "bar",
            "series": [{"name": "Ana", "data": [{"label": "Listening", "value": 4}]}],
            "axis_config": {"categories": ["Listening"]},
        },
    }
    posted = await client.chat_postMessage(channel="UANA", text="Chart", blocks=[chart])
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Gone")
    await client.chat_postEphemeral(
        channel=posted["channel"], user="UANA", text="Psst", blocks=[actions(button("b", "secret"))]
    )
    view = modal({"type": "section", "text": plain("Inside")}, private_metadata="hidden")
    await client.views_open(trigger_id=slack.triggers.issue("UANA", slack.team_id), view=view)
    shown = [(each.surface, text) for each in slack.person("UANA").shown() for text in each.texts]
    for expected in (
        ("message", "Chart"), ("message", "Both views"), ("message", "Listening"), ("message", "4"),
        ("notification", "Chart"), ("message", "Gone"), ("ephemeral", "Psst"), ("ephemeral", "Press"),
        ("modal", "Title"), ("modal", "Inside"), ("modal", "Send"),
    ):  # fmt: skip
        assert expected in shown
    assert not {"secret", "hidden"} & {text for _, text in shown}
    assert slack.person("UBEN").shown() == []


async def test_notifications_are_the_text_and_nothing_else(slack: Slack, client: AsyncWebClient) -> None:
    text = "*Hi* <@UBEN>, see <https://x.example|this> &amp; <!date^0^{date}|1 Jan>"
    blocks = [{"type": "section", "text": plain("not in the notification")}]
    await client.chat_postMessage(channel="UANA", text=text, blocks=blocks)
    [notification] = slack.person("UANA").notifications()
    assert notification.text == "Hi @Ben Okafor, see this & 1 Jan"
    assert notification.title == "Greeter"


async def test_in_threads_those_who_follow_or_are_named_are_notified(slack: Slack, client: AsyncWebClient) -> None:
    group = (await client.conversations_open(users=["UANA", "UBEN", "UCHLOE"]))["channel"]["id"]
    root = await client.chat_postMessage(channel=group, text="For all three")
    ana, ben, chloe = (slack.person(each) for each in ("UANA", "UBEN", "UCHLOE"))

    def counts() -> list[int]:
        return [len(each.notifications()) for each in (ana, ben, chloe)]

    assert counts() == [1, 1, 1]
    where = {"channel": group, "thread_ts": root["ts"]}
    await client.chat_postMessage(**where, text="Your turn, <@UBEN>")
    assert counts() == [1, 2, 1]
    await ana.say(group, "I have a word", thread_ts=root["ts"])
    assert counts() == [1, 3, 1]
    await client.chat_postMessage(**where, text="Go on")
    assert counts() == [2, 4, 1]


async def test_people_act_only_on_what_they_see(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("go"))])
    ana, ben = slack.person("UANA"), slack.person("UBEN")
    [message] = ana.messages()
    with pytest.raises(NotThere):
        await ben.click(message, "go")
    with pytest.raises(NotThere, match="0 elements"):
        await ana.click(message, "other")
    with pytest.raises(NotThere, match="no command"):
        await ana.run_command("C0GENERAL", "/nothing")
    with pytest.raises(NotThere, match="not in"):
        await ben.run_command(message.channel_id, "/greet")
    with pytest.raises(NotThere, match="not in"):
        await slack.person("USTR").run_command("C0GENERAL", "/greet")
    with pytest.raises(NotThere, match="deactivated"):
        await slack.person("UDEE").run_command("C0GENERAL", "/greet")
    with pytest.raises(NotThere, match="no such modal"):
        await ana.submit()


async def test_choices_are_each_persons_own(slack: Slack, client: AsyncWebClient) -> None:
    group = (await client.conversations_open(users=["UANA", "UBEN"]))["channel"]["id"]
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": options("a", "b", "c"),
             "initial_options": options("c")}  # fmt: skip
    await client.chat_postMessage(channel=group, text="x", blocks=[actions(boxes)])
    ana, ben = slack.person("UANA"), slack.person("UBEN")
    [message] = ana.messages(group)
    ana.fill(message, "boxes", ["b", "a"])
    chosen = [[o["value"] for o in p.state(message)["row"]["boxes"]["selected_options"]] for p in (ana, ben)]
    assert chosen == [["a", "b"], ["c"]]
    with pytest.raises(NotThere, match="no option"):
        ana.fill(message, "boxes", ["z"])


async def test_elements_with_the_same_name_are_told_apart(slack: Slack, client: AsyncWebClient) -> None:
    row = [actions(button("rate", str(n)), block_id=f"row{n}") for n in range(2)]
    await client.chat_postMessage(channel="UANA", text="x", blocks=row)
    ana = slack.person("UANA")
    [message] = ana.messages()
    with pytest.raises(NotThere, match="2 elements"):
        await ana.click(message, "rate")
    await ana.click(message, "rate", "1")
    await ana.click(message, "rate", block_id="row0")
    heard = [delivery.payload["actions"][0]["block_id"] for delivery in slack.record.delivered("block_actions")]
    assert heard == ["row1", "row0"]


async def test_a_client_that_is_behind_clicks_what_it_still_shows(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="x", blocks=[actions(button("old"))])
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="done")
    ana = slack.person("UANA")
    [message] = ana.messages()
    with pytest.raises(NotThere):
        await ana.click(message, "old")
    await ana.click(message, "old", revision=0)
    [delivery] = slack.record.delivered("block_actions")
    assert delivery.payload["actions"][0]["action_id"] == "old"
    assert "blocks" not in delivery.payload["message"]


async def test_those_who_left_get_no_messages(slack: Slack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="UANA", text="x")
    slack.change_person("UANA", deleted=True)
    assert await refused(client.chat_postMessage(channel=posted["channel"], text="y")) == "is_archived"
    assert await refused(client.chat_postMessage(channel="UANA", text="y")) == "channel_not_found"
    user = (await client.users_info(user="UANA"))["user"]
    assert user["deleted"]
    assert "tz" not in user


async def test_without_interactivity_nobody_hears_a_click() -> None:
    async with running(manifest=MANIFEST | {"settings": {}}, pages=False) as deaf:
        outcome = await deaf.person("UANA").run_shortcut("greet_all")
    assert outcome.error == "dispatch_failed"
    assert not deaf.record.delivered()


async def test_a_reset_keeps_its_listeners(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="UANA", text="before")
    with slack.world.subscribe("UANA") as changes:
        slack.reset()
        kinds = [(await changes.next()).kind]
        while kinds[-1] != "reset":
            kinds.append((await changes.next()).kind)
        await client.chat_postMessage(channel="UANA", text="after")
        assert (await changes.next()).kind == "channel"
    assert [message.text for message in slack.person("UANA").messages()] == ["after"]


async def test_listeners_hear_what_concerns_them(slack: Slack, client: AsyncWebClient) -> None:
    with slack.world.subscribe("UANA") as changes:
        await client.chat_postMessage(channel="UBEN", text="not for Ana")
        posted = await client.chat_postMessage(channel="UANA", text="for Ana")
        kinds = [(await changes.next()).kind for _ in range(3)]
        assert kinds == ["channel", "notification", "message"]
        await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="changed")
        async for change in changes:
            assert (change.kind, change.ts) == ("message", posted["ts"])
            break


async def test_only_business_time_moves(slack: Slack, client: AsyncWebClient) -> None:
    before = slack.clock.real()
    slack.clock.move(timedelta(days=7))
    assert timedelta(days=7) <= slack.clock.now() - before < timedelta(days=7, minutes=1)
    posted = await client.chat_postMessage(channel="UANA", text="x")
    [message] = slack.person("UANA").messages()
    assert abs(float(posted["ts"]) - slack.clock.real().timestamp()) < 60
    assert message.posted_at > before + timedelta(days=6)
    slack.clock.move_to(datetime(2027, 1, 4, 9, tzinfo=UTC))
    assert slack.clock.now().date().isoformat() == "2027-01-04"
    with pytest.raises(ValueError, match="time zone"):
        slack.clock.move_to(datetime(2027, 1, 4))  # noqa: DTZ001 - what is refused
