"""
Every request is answered exactly once, in time, whatever its handler does.

(Over 300 lines: every way in which an answer can go wrong, on one shared set-up.)
"""

import asyncio
import threading
from typing import Any

import pytest

from bot.answering import (
    CLEAR,
    NOTHING,
    Choices,
    Click,
    Errors,
    Event,
    Open,
    Push,
    Show,
    SlackRefused,
    Submission,
    Tell,
    read,
    words,
)
from coaching_core.errors import BadInput, Stale, TooLate
from tests.edge import payloads
from tests.edge.conftest import Desk, Ids, answering

VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Next"}, "blocks": []}


def said(view: dict[str, Any]) -> str:
    """The sentence on top of a view."""
    return str(view["blocks"][0]["text"]["text"])


# in time


async def test_a_click_that_needs_no_words_gets_an_empty_answer_and_nothing_else(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, answering(NOTHING))
    assert await desk.send(payloads.click()) == ""
    await desk.settled()
    assert desk.outside.calls == []


async def test_a_handler_gets_what_was_clicked(desk: Desk) -> None:
    seen: list[Click] = []

    async def on_rate(click: Click) -> Tell:
        seen.append(click)
        return Tell("ok")

    desk.dispatcher.click(Ids.RATE, on_rate)
    await desk.send(payloads.click("rating.choose#closing", "4"))
    assert (seen[0].workspace, seen[0].person, seen[0].value, seen[0].suffix) == ("T1", "UREP", "4", "closing")
    assert seen[0].at == pytest.approx(1700000000.123456)


async def test_a_line_for_a_click_goes_through_its_response_url(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, answering(Tell("Not yet.")))
    assert await desk.send(payloads.click()) == ""
    await desk.settled()
    assert desk.outside.calls == [("whisper", ("Not yet.", payloads.RESPONSE_URL))]


@pytest.mark.parametrize(
    ("kind", "depth", "method"),
    [("home", 0, "open"), ("modal", 1, "push"), ("modal", 2, "push"), ("modal", 3, "update")],
)
async def test_a_line_for_a_click_where_no_line_can_stand_is_a_small_modal(
    desk: Desk, kind: str, depth: int, method: str
) -> None:
    desk.dispatcher.click(Ids.RATE, answering(Tell("Not yet.")))
    assert await desk.send(payloads.click_in_view(kind=kind, depth=depth)) == ""
    await desk.settled()
    assert desk.outside.methods == [method]
    assert said(desk.outside.calls[0][1]) == "Not yet."


@pytest.mark.parametrize(
    ("answer", "in_message", "in_modal"),
    [(Open(VIEW), "open", "push"), (Push(VIEW), "open", "push"), (Show(VIEW), "open", "update")],
)
async def test_a_click_can_be_answered_with_a_modal(desk: Desk, answer: Any, in_message: str, in_modal: str) -> None:
    desk.dispatcher.click(Ids.RATE, answering(answer))
    assert await desk.send(payloads.click()) == ""
    assert await desk.send(payloads.click_in_view()) == ""
    await desk.settled()
    assert sorted(desk.outside.methods) == sorted([in_message, in_modal])


@pytest.mark.parametrize(
    ("answer", "ack"),
    [
        (NOTHING, ""),
        (CLEAR, {"response_action": "clear"}),
        (Show(VIEW), {"response_action": "update", "view": VIEW}),
        (Push(VIEW), {"response_action": "push", "view": VIEW}),
        (Errors({"words": "Too long"}), {"response_action": "errors", "errors": {"words": "Too long"}}),
        (Tell("Done"), {"response_action": "update", "view": words.note("Done")}),
    ],
)
async def test_the_answers_to_a_form(desk: Desk, answer: Any, ack: Any) -> None:
    desk.dispatcher.submission(Ids.FORM, answering(answer))
    assert await desk.send(payloads.submission()) == ack
    await desk.settled()
    assert desk.outside.calls == []


async def test_a_line_with_buttons_keeps_them_where_it_becomes_a_modal(desk: Desk) -> None:
    blocks = [{"type": "actions", "elements": []}]
    desk.dispatcher.submission(Ids.FORM, answering(Tell("Shall we ask?", blocks)))
    desk.dispatcher.click(Ids.RATE, answering(Tell("Shall we ask?", blocks)))
    assert (await desk.send(payloads.submission()))["view"]["blocks"] == blocks
    await desk.send(payloads.click_in_view())
    await desk.settled()
    assert desk.outside.calls[0][1]["blocks"] == blocks


async def test_a_command_is_answered_to_the_person_alone(desk: Desk) -> None:
    desk.dispatcher.command(Ids.COMMAND, answering(Tell("Sent.", [{"type": "divider"}])))
    assert await desk.send(payloads.command()) == {
        "response_type": "ephemeral",
        "text": "Sent.",
        "blocks": [{"type": "divider"}],
    }


async def test_a_select_gets_its_options(desk: Desk) -> None:
    options = [{"text": {"type": "plain_text", "text": "Listening"}, "value": "listening"}]
    desk.dispatcher.suggestion(Ids.FIND, answering(Choices(options)))
    assert await desk.send(payloads.suggestion()) == {"options": options}


async def test_shortcuts_are_answered_with_a_modal_or_a_line(desk: Desk) -> None:
    desk.dispatcher.shortcut(Ids.START, answering(Tell("Nobody to review yet.")))
    desk.dispatcher.shortcut(Ids.EVIDENCE, answering(Tell("Kept.")))
    assert await desk.send(payloads.shortcut()) == ""
    assert await desk.send(payloads.message_shortcut()) == ""
    await desk.settled()
    assert sorted(desk.outside.methods) == ["open", "whisper"]


async def test_a_closed_modal_needs_no_words(desk: Desk) -> None:
    desk.dispatcher.closed(Ids.FORM, answering(TooLate("Never seen")))
    assert await desk.send(payloads.closed()) == ""
    await desk.settled()
    assert desk.outside.calls == []


# refused


async def test_what_a_person_can_act_on_is_said_to_them(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, answering(TooLate("Ana is speaking.")))
    desk.dispatcher.command(Ids.COMMAND, answering(TooLate("Ana is speaking.")))
    assert await desk.send(payloads.click()) == ""
    assert (await desk.send(payloads.command()))["text"] == "Ana is speaking."
    await desk.settled()
    assert desk.outside.lines == ["Ana is speaking."]
    assert [one.outcome for one in desk.answered] == ["refused", "refused"]


async def test_a_wrong_field_is_named_at_the_field(desk: Desk) -> None:
    wrong = BadInput("That is too long.", {"comment": "At most 3,000 characters."})
    desk.dispatcher.submission(Ids.FORM, answering(wrong), block_of={"comment": "words"}.get)
    assert await desk.send(payloads.submission()) == {
        "response_action": "errors",
        "errors": {"words": "At most 3,000 characters."},
    }


@pytest.mark.parametrize(
    "problem", [BadInput("That is too long."), BadInput("Wrong.", {"date": "In the past"}), Stale("Again, please.")]
)
async def test_what_has_no_field_is_said_above_the_form_and_no_entry_is_lost(desk: Desk, problem: Exception) -> None:
    desk.dispatcher.submission(Ids.FORM, answering(problem), block_of={"comment": "words"}.get)
    ack = await desk.send(payloads.submission())
    assert ack["response_action"] == "update"
    form = ack["view"]
    assert said(form).startswith(str(problem))
    assert form["callback_id"] == "assessment"
    assert form["private_metadata"] == '{"v": 1}'
    assert form["blocks"][1]["element"]["initial_value"] == "I ask first"
    assert form["blocks"][2]["element"]["initial_option"]["value"] == "closing"


async def test_a_form_that_is_of_no_use_any_more_becomes_the_sentence(desk: Desk) -> None:
    desk.dispatcher.submission(Ids.FORM, answering(TooLate("Both are in.")))
    assert await desk.send(payloads.submission()) == {"response_action": "update", "view": words.note("Both are in.")}


# mistakes of ours


async def test_a_mistake_of_ours_shows_a_reference_that_the_log_holds(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.dispatcher.click(Ids.RATE, answering(RuntimeError("the rep wrote: I am afraid of my manager")))
    assert await desk.send(payloads.click()) == ""
    await desk.settled()
    assert "ref1" in desk.outside.lines[0]
    assert "reference=ref1" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "workspace=T1 person=UREP" in caplog.text
    assert "afraid" not in caplog.text, "ids only: an error can quote what people wrote"


async def test_a_mistake_of_ours_keeps_what_was_typed(desk: Desk) -> None:
    desk.dispatcher.submission(Ids.FORM, answering(RuntimeError("no")))
    form = (await desk.send(payloads.submission()))["view"]
    assert "ref1" in said(form)
    assert form["blocks"][1]["element"]["initial_value"] == "I ask first"


@pytest.mark.parametrize("answer", [None, Choices(), Errors({"words": "no"}), Open({"blocks": {1, 2}}), CLEAR])
async def test_an_answer_that_cannot_be_given_is_a_mistake_of_ours(desk: Desk, answer: Any) -> None:
    desk.dispatcher.click(Ids.RATE, answering(answer))
    assert await desk.send(payloads.click()) == ""
    await desk.settled()


async def test_not_finding_the_words_for_a_refusal_is_a_mistake_of_ours(desk: Desk) -> None:
    wrong = BadInput("Wrong.", {"comment": "Too long"})
    desk.dispatcher.submission(Ids.FORM, answering(wrong), block_of=dict[str, str]().__getitem__)
    assert "ref1" in said((await desk.send(payloads.submission()))["view"])


async def test_an_acknowledgement_that_cannot_be_written_is_replaced(desk: Desk) -> None:
    desk.dispatcher.command(Ids.COMMAND, answering(Tell("ok", [{"no json": {1, 2}}])))
    refused = 0

    async def ack(text: Any = "") -> None:
        nonlocal refused
        if isinstance(text, dict) and "blocks" in text:
            refused += 1
            raise TypeError("not JSON")
        desk.acks.append(text)

    await desk.dispatcher.answer(read(payloads.command()), ack)
    assert refused == 1
    assert "ref1" in desk.acks[0]["text"]


# too slow


async def test_a_handler_that_is_still_saving_goes_on_and_its_outcome_is_told(hasty: Desk) -> None:
    hasty.dispatcher.click(Ids.RATE, hasty.slowly(answering(Tell("Saved after all."))))
    hasty.dispatcher.command(Ids.COMMAND, hasty.slowly(answering(Tell("Invited."))))
    hasty.dispatcher.submission(Ids.FORM, hasty.slowly(answering(NOTHING)))
    click, command, form = await asyncio.gather(
        *(hasty.dispatcher.answer(read(body), hasty.ack) for body in (payloads.click(),)),
        *(hasty.dispatcher.answer(read(body), hasty.ack) for body in (payloads.command(), payloads.submission())),
    )
    assert (click, command, form) == (None, None, None)
    assert hasty.acks == [
        "",
        {"response_type": "ephemeral", "text": words.ONE_MOMENT},
        {"response_action": "update", "view": words.note(words.SAVING)},
    ]
    assert [one.outcome for one in hasty.answered] == ["late", "late", "late"]
    await hasty.settled()
    assert sorted(hasty.outside.lines) == ["Invited.", "Saved after all."]
    assert ("update", words.note(words.SAVED)) in hasty.outside.calls


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Show(words.note("Next page")), "Next page"),
        (Tell("Done."), "Done."),
        (TooLate("Both are in."), "Both are in."),
        (BadInput("Wrong.", {"words": "Too long"}), "Too long"),
        (RuntimeError("x"), words.went_wrong("ref1")),
        (CLEAR, words.SAVED),
    ],
)
async def test_the_late_outcome_of_a_form_stands_in_the_form(hasty: Desk, outcome: Any, sentence: str) -> None:
    hasty.dispatcher.submission(Ids.FORM, hasty.slowly(answering(outcome)))
    await hasty.send(payloads.submission())
    await hasty.settled()
    assert hasty.outside.methods == ["update"]
    assert said(hasty.outside.calls[0][1]) == sentence


async def test_what_has_not_begun_in_time_is_taken_back_and_nothing_is_saved(hasty: Desk) -> None:
    gate, saved = threading.Event(), list[str | None]()
    hasty.writer.submit(gate.wait)

    async def on_rate(click: Click) -> Tell:
        await hasty.run(saved.append, click.value)
        return Tell("Saved.")

    hasty.dispatcher.click(Ids.RATE, on_rate)
    assert await hasty.send(payloads.click()) == ""
    gate.set()
    await hasty.settled()
    assert saved == []
    assert hasty.outside.lines == [words.TOO_SLOW]
    assert [one.outcome for one in hasty.answered] == ["nothing saved"]


async def test_what_has_begun_in_time_is_saved_and_told(hasty: Desk) -> None:
    gate, saved = threading.Event(), list[str | None]()

    def save(value: str | None) -> None:
        gate.wait()
        saved.append(value)

    async def on_rate(click: Click) -> Tell:
        await hasty.run(save, click.value)
        return Tell("Saved.")

    hasty.dispatcher.click(Ids.RATE, on_rate)
    await hasty.send(payloads.click())
    assert [one.outcome for one in hasty.answered] == ["late"]
    gate.set()
    await hasty.settled()
    assert saved == ["3"]
    assert hasty.outside.lines == ["Saved."]


async def test_nothing_more_is_saved_once_that_was_said(hasty: Desk) -> None:
    saved: list[str | None] = []

    async def stubborn(click: Click) -> Tell:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await hasty.run(saved.append, click.value)
        return Tell("never")

    hasty.dispatcher.click(Ids.RATE, stubborn)
    await hasty.send(payloads.click())
    await hasty.settled()
    assert saved == []
    assert hasty.outside.lines == [words.TOO_SLOW]


async def test_a_form_that_came_to_nothing_is_given_back_filled_in(hasty: Desk) -> None:
    async def forever(_: Submission) -> Tell:
        await asyncio.sleep(60)
        return Tell("never")

    hasty.dispatcher.submission(Ids.FORM, forever)
    form = (await hasty.send(payloads.submission()))["view"]
    assert said(form) == words.TOO_SLOW
    assert form["blocks"][1]["element"]["initial_value"] == "I ask first"


async def test_the_time_a_request_has_waited_before_counts(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, desk.slowly(answering(NOTHING)))
    received = asyncio.get_running_loop().time() - desk.patience
    await desk.dispatcher.answer(read(payloads.click()), desk.ack, received=received)
    assert desk.answered[0].outcome == "late"
    assert desk.answered[0].seconds >= desk.patience


# after the acknowledgement


async def test_a_modal_that_came_too_late_asks_for_another_click(desk: Desk) -> None:
    desk.outside.refuse["open"] = "expired_trigger_id"
    desk.dispatcher.click(Ids.RATE, answering(Open(VIEW)))
    await desk.send(payloads.click())
    await desk.settled()
    assert desk.outside.lines == [words.TOO_LATE_TO_OPEN]


async def test_a_click_that_comes_twice_opens_one_modal_and_says_nothing_of_the_other(desk: Desk) -> None:
    desk.outside.refuse["open"] = "exchanged_trigger_id"
    desk.dispatcher.click(Ids.RATE, answering(Open(VIEW)))
    await desk.send(payloads.click())
    await desk.settled()
    assert desk.outside.lines == []


async def test_slack_refusing_a_line_is_logged_and_harms_nobody(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.outside.refuse["whisper"] = "channel_not_found"
    desk.dispatcher.click(Ids.RATE, answering(Tell("ok")))
    await desk.send(payloads.click())
    await desk.settled()
    assert "channel_not_found" in caplog.text


async def test_slack_refusing_inside_a_handler_is_told_in_plain_words(desk: Desk) -> None:
    desk.dispatcher.command(Ids.COMMAND, answering(SlackRefused("unreachable")))
    assert (await desk.send(payloads.command()))["text"] == words.UNREACHABLE


async def test_draining_waits_for_what_is_under_way(hasty: Desk) -> None:
    hasty.dispatcher.click(Ids.RATE, hasty.slowly(answering(Tell("Saved."))))
    await hasty.send(payloads.click())
    asyncio.get_running_loop().call_later(0.05, hasty.may_end.set)
    assert await hasty.guard.drain(30) == 0
    assert hasty.outside.lines == ["Saved."]


async def test_draining_cuts_off_what_takes_too_long_and_counts_it(hasty: Desk) -> None:
    hasty.dispatcher.click(Ids.RATE, hasty.slowly(answering(Tell("Saved."))))
    await hasty.send(payloads.click())
    assert await hasty.guard.drain(0.01) > 0
    assert hasty.guard.running == 0


# what nobody answers


async def test_an_unknown_element_is_out_of_date(desk: Desk) -> None:
    await desk.send(payloads.click("a.button.of.last.year"))
    assert await desk.send(payloads.submission("a form of last year")) == {
        "response_action": "update",
        "view": words.note(words.OUT_OF_DATE),
    }
    assert await desk.send(payloads.suggestion("unknown")) == {"options": []}
    assert await desk.send(payloads.closed("unknown")) == ""
    assert "doesn't know" in (await desk.send(payloads.command("/other")))["text"]
    await desk.send(payloads.shortcut("unknown"))
    await desk.settled()
    assert desk.outside.lines == [words.OUT_OF_DATE]
    assert {one.name for one in desk.answered} == {"unknown"}


async def test_the_app_can_show_the_current_one_instead(desk: Desk) -> None:
    desk.dispatcher.out_of_date(answering(Tell("Here is where it stands.")))
    await desk.send(payloads.click("a.button.of.last.year"))
    await desk.settled()
    assert desk.outside.lines == ["Here is where it stands."]


async def test_an_id_is_answered_by_one_handler(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, answering(NOTHING))
    with pytest.raises(ValueError, match="answered already"):
        desk.dispatcher.click(Ids.RATE, answering(NOTHING))
    assert desk.dispatcher.registered["click"] == {"rating.choose"}


async def test_a_workspace_without_the_app_is_told_so(desk: Desk) -> None:
    async def nowhere(_: object) -> bool:
        return False

    desk.dispatcher._installed = nowhere
    desk.dispatcher.command(Ids.COMMAND, answering(Tell("never")))
    assert (await desk.send(payloads.command()))["text"] == words.NOT_INSTALLED
    assert await desk.send(payloads.suggestion()) == {"options": []}


# events


async def test_an_event_is_acknowledged_once_it_is_stored_and_sent_again_if_not(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    stored: list[str] = []
    trouble: list[Exception] = [RuntimeError("no database"), TooLate("she left")]

    async def on_home(event: Event) -> None:
        if trouble:
            raise trouble.pop(0)
        stored.append(event.event_id)

    desk.dispatcher.event(Ids.HOME_OPENED, on_home)
    event = read(payloads.event())
    assert isinstance(event, Event)
    assert await desk.dispatcher.store(event) is False
    assert await desk.dispatcher.store(event) is True, "a person's own refusal would only come again"
    assert await desk.dispatcher.store(event) is True
    assert stored == ["Ev1"]
    assert "no database" not in caplog.text


async def test_an_event_that_nobody_wants_is_acknowledged(desk: Desk) -> None:
    event = read(payloads.event("reaction_added"))
    assert isinstance(event, Event)
    assert await desk.dispatcher.store(event) is True


async def test_the_farewell_of_a_workspace_is_heard_when_its_token_is_gone(desk: Desk) -> None:
    heard: list[str] = []

    async def nowhere(_: object) -> bool:
        return False

    async def on_event(event: Event) -> None:
        heard.append(event.type)

    desk.dispatcher._installed = nowhere
    desk.dispatcher.event(Ids.UNINSTALLED, on_event)
    desk.dispatcher.event(Ids.HOME_OPENED, on_event)
    for kind in ("app_uninstalled", "app_home_opened"):
        event = read(payloads.event(kind))
        assert isinstance(event, Event)
        assert await desk.dispatcher.store(event)
    assert heard == ["app_uninstalled"]
