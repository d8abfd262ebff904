"""What cannot be sent: whose fault it is, who is told, and that everything else goes on."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import playground
from bot.surfaces.drawn import Home, Message
from coaching_core.domain.surfaces import home
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Due
from playground import Slack
from tests.delivery.office import ANA, BEN, FAST, HERE, Office, deliveries_of, note, reminder, root, states, unsettled

ELSEWHERE = WorkspaceId("T0OTHER")
MALFORMED = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}]


@pytest.fixture
def url(sqlite: str) -> str:
    return sqlite


# --- parked


async def test_a_message_that_slack_refuses_is_parked_with_the_reason_and_tried_when_asked(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "refuse", times=1, error="messages_tab_disabled")
    await office.tell(note("n1"), note("n2", ANA), words="hello")
    assert office.words() == ["hello"]
    assert sorted(states(office.database).values()) == ["parked: messages_tab_disabled", "posted"]

    assert deliveries_of(office.database).unpark(HERE) == 1
    office.reconciler.wake(HERE)
    await office.until(lambda: len(office.words()) == 2)


# --- our own mistakes


async def test_a_malformed_message_is_sent_as_plain_text_and_the_place_of_the_mistake_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.broken[note("n1").key] = MALFORMED
    await office.tell(note("n1"), words="hello")
    [message] = office.messages()
    assert (message.text, message.blocks) == ("Text: hello", [])
    assert "/blocks/0" in caplog.text
    assert "xxx" not in caplog.text

    await office.tell(note("n1"), words="changed")
    assert [(one.text, one.blocks) for one in office.messages()] == [("Text: changed", [])]
    office.broken.clear()
    await office.tell(note("n1"), words="mended")
    [message] = office.messages()
    assert message.blocks[0]["text"]["text"] == "mended"


async def test_a_malformed_home_says_that_it_cannot_be_shown(office: Office) -> None:
    office.broken[home(BEN).key] = MALFORMED
    office.says[home(BEN).key] = "home"
    with office.database.begin(HERE) as tx:
        tx.surfaces.seen(BEN, office.clock.now())
    await office.reconciler.caught_up()
    shown = office.calls("views.publish")[-1]
    assert shown.ok
    assert "can't be shown" in shown.arguments["view"]["blocks"][0]["text"]["text"]
    assert states(office.database)[home(BEN).key] == "posted"


async def test_what_is_malformed_even_as_plain_text_is_parked(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "refuse", error="msg_too_long")
    await office.tell(note("n1"), words="hello")
    assert states(office.database) == {note("n1").key: "parked: msg_too_long"}
    assert len(office.calls("chat.postMessage")) == 2


async def test_a_renderer_that_fails_keeps_nobody_else_waiting(
    idle_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office = idle_office
    broken = True

    async def draw(workspace: WorkspaceId, due: Due) -> Message | Home | None:
        if due.surface.subject == "n1" and broken:
            raise ValueError("a secret of somebody")
        return await office.draw(workspace, due)

    reconciler = office.a_reconciler("one", render=draw)
    await reconciler.start()
    office.want(note("n1"), note("n2"), root(), words="hello")
    await office.until(lambda: len(office.words()) == 2)
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    broken = False
    await office.until(lambda: len(office.words()) == 3)
    await reconciler.stop()


# --- installations


async def test_a_workspace_whose_token_was_revoked_stops_and_is_reported_once(office: Office) -> None:
    office.slack.trouble.add("*", "refuse", error="token_revoked")
    await office.tell(*(note(f"n{number}") for number in range(5)), words="hello")
    await office.until(lambda: office.dead)
    await asyncio.sleep(FAST.absent * 1.5)
    assert office.dead == [(HERE, "token_revoked")]
    assert len(office.slack.record.calls()) == 1

    office.slack.trouble.clear()
    office.tokens[HERE] = office.slack.bot_token
    office.reconciler.wake(HERE)
    await office.until(lambda: len(office.words()) == 5)


async def test_where_the_app_is_not_installed_nothing_is_tried_until_it_is(office: Office) -> None:
    del office.tokens[HERE]
    await office.tell(note("n1"), words="hello")
    assert office.slack.record.calls() == []
    office.tokens[HERE] = office.slack.bot_token
    await office.until(lambda: office.words() == ["hello"])


async def test_an_expired_token_is_asked_for_anew_and_then_given_up(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "refuse", error="token_expired", times=1)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.words() == ["hello"])
    assert office.dead == []

    office.slack.trouble.add("chat.update", "refuse", error="token_expired")
    office.want(note("n1"), words="changed")
    await office.until(lambda: office.dead)
    assert office.dead == [(HERE, "token_expired")]
    assert len(office.calls("chat.update")) == 2


async def test_a_workspace_on_the_move_is_left_alone_even_when_woken(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "refuse", error="team_added_to_org")
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.calls("chat.postMessage"))
    for _ in range(3):
        office.want(note("n2"), words="hello")
        await asyncio.sleep(0.1)
    assert len(office.calls("chat.postMessage")) == 1
    assert office.dead == []


async def test_one_workspace_does_not_wait_for_another(idle_office: Office) -> None:
    office = idle_office

    async def slack_for(workspace: WorkspaceId) -> AsyncWebClient | None:
        if workspace == ELSEWHERE:
            await asyncio.sleep(60)
        return await office.slack_for(workspace)

    office.timing = replace(FAST, drain=0.0)
    reconciler = office.a_reconciler("one", slack_for=slack_for)
    await reconciler.start()
    office.want(note("n1"), words="hello", workspace=ELSEWHERE)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.words() == ["hello"])
    await reconciler.stop()


# --- without the permission to look


@pytest.fixture
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[Slack]:
    without = getattr(request, "param", ())
    async with playground.running(rate_limits=False, pages=False, without_scopes=without) as running:
        yield running


@pytest.mark.parametrize("slack", [("im:history", "mpim:history")], indirect=True)
@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
async def test_without_history_a_reminder_is_not_repeated_and_a_live_message_is(office: Office, kind: str) -> None:
    office.slack.trouble.add("chat.postMessage", kind, times=2)
    office.want(note("n1"), words="live")
    office.want(reminder("n2", ANA), words="once")
    await office.until(lambda: unsettled(office.database) == 0)

    had_an_effect = kind == "reset_after"
    assert office.words().count("live") == (2 if had_an_effect else 1)
    assert office.words().count("once") == (1 if had_an_effect else 0)
    await office.tell(note("n1"), words="changed")
    assert office.words().count("changed") == 1


# --- waking and ending


async def test_a_commit_wakes_delivery_at_once(idle_office: Office) -> None:
    office = idle_office
    office.timing = replace(FAST, poll=30.0)
    office.reconciler = office.a_reconciler("one")
    await office.reconciler.start()
    await asyncio.sleep(0.05)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.words() == ["hello"])
    await office.reconciler.stop()


async def test_what_was_missed_while_asleep_is_found(idle_office: Office) -> None:
    idle_office.want(note("n1"), words="hello")
    await idle_office.reconciler.start()
    await idle_office.until(lambda: idle_office.words() == ["hello"])
    await idle_office.reconciler.stop()


async def test_at_the_end_what_is_under_way_is_finished_and_nothing_is_begun(idle_office: Office) -> None:
    office = idle_office
    await office.reconciler.start()
    office.slack.trouble.add("chat.postMessage", "slow", seconds=0.15)
    office.want(note("n1"), note("n2"), words="hello")
    await office.until(lambda: office.calls("chat.postMessage"))
    await office.reconciler.stop()

    assert sorted(states(office.database).values()) == ["new", "posted"]
    assert deliveries_of(office.database).claim(HERE, "the next", seconds=1) is not None


async def test_what_does_not_end_in_time_is_left_for_the_look_up(idle_office: Office) -> None:
    office = idle_office
    office.timing = replace(FAST, lease=9.0, margin=6.0, call=5.0, drain=0.05)
    reconciler = office.a_reconciler("impatient")
    await reconciler.start()
    office.slack.trouble.add("chat.postMessage", "slow", seconds=1, times=1)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.calls("chat.postMessage"))
    await reconciler.stop()
    assert states(office.database) == {note("n1").key: "posting"}
    assert deliveries_of(office.database).claim(HERE, "too soon", seconds=1) is None


async def test_waking_before_the_start_and_after_the_end_is_harmless(idle_office: Office) -> None:
    idle_office.reconciler.wake(HERE)
    await idle_office.reconciler.start()
    await idle_office.reconciler.stop()
    idle_office.reconciler.wake(HERE)


async def test_the_log_and_the_numbers_hold_no_words(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    office.slack.trouble.add("chat.postMessage", "refuse", times=1, error="is_archived")
    office.slack.trouble.add("chat.update", "error_503", times=1)
    await office.tell(note("n1"), note("n2", ANA), words="between us")
    await office.tell(note("n1"), note("n2", ANA), words="still between us")
    assert "between us" not in caplog.text
    assert ("chat.postMessage", "done") in office.counts
    assert ("chat.postMessage", "is_archived") in office.counts
