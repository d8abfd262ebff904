"""Awkward moments: out of turn, too late, twice, at the same instant, and by somebody whom it does not concern."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

import playground
from playground.people import Outcome
from playground.record import Delivery
from tests.bot.conftest import MANIFEST, PEOPLE, World
from tests.bot.hands import Hands, _press, buttons_of, text_of
from tests.bot.playing import (
    BEST,
    MANAGER,
    REP,
    Pair,
    after_categories,
    again,
    agreed,
    answered,
    answers,
    answers_choices,
    app_on,
    at_agreement,
    both_answering,
    chooses,
    conversing,
    done_by,
    facts,
    fills_form,
    is_told,
    message_with,
    opens,
    pair,
    paired,
    refused_by_slack,
    standing,
    told,
    until,
    well,
    words_of,
)

SAY_WAIT = "is speaking. You'll hear from us when it's your turn. Nothing has changed."
NOT_YOURS = (
    "Only the two people of this conversation can use this. Nothing has changed.",
    "There is no such review, or it is not yours.",
)


def database(world: World) -> str:
    return world.settings.database_url.removeprefix("sqlite:///")


# --- out of turn, and too late ---


async def out_of_turn(world: World, person: Hands, *labels: str) -> None:
    """Press what stands there for the other one: a friendly private line, and nothing has changed."""
    for label in labels:
        before, heard = facts(database(world)), len(told(person))
        await person.presses(label)
        await until(lambda heard=heard: len(told(person)) > heard, f"{label!r} out of turn was not answered")  # type: ignore[misc]
        assert SAY_WAIT in told(person)[-1], label
        assert facts(database(world)) == before, label
        assert person.keyboard.modal() is None, label


async def test_out_of_turn_at_every_step(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await conversing(who)
    await maria.sees("name strengths and needs first")
    await out_of_turn(world, maria, "In writing", "Talk it through (30 min)")
    await opens(ana)
    await ana.sees(BEST)
    await out_of_turn(world, ana, "Add mine", "Nothing to add")
    await maria.presses("Nothing to add")
    await maria.sees("choose what to take on")
    await out_of_turn(world, maria, "Choose")
    await chooses(ana)
    await ana.sees("answer, say what you'll do for it, and agree")
    await out_of_turn(world, ana, "Answer")
    await answers_choices(maria)
    await maria.sees("do you agree to this plan")
    await out_of_turn(world, maria, "I agree", "Change")
    await ana.presses("I agree")
    await maria.sees("You both agreed to these words")
    assert refused_by_slack(world.slack) == []


def presses_and_forms(world: World, *people: Hands) -> list[Delivery]:
    """All that was pressed and sent, but for choices inside forms, which only fill the form that is open."""
    return [
        one
        for person in people
        for one in done_by(world.slack, person, "block_actions", "view_submission")
        if not (one.kind == "block_actions" and "view" in one.payload)
    ]


def about(delivery: Delivery) -> str:
    """Names it, for a failing test."""
    payload = delivery.payload
    return str(payload["view"]["callback_id"] if "view" in payload else payload["actions"][0]["action_id"])


async def test_every_old_message_and_form_used_again_changes_nothing(world: World) -> None:
    """After the plan is agreed: each is answered with a sentence, and the sentence says where to look."""
    who = pair(world)
    await agreed(who)
    await world.maria.sees("You both agreed")
    before, stood = facts(database(world)), standing(world.slack)
    old = presses_and_forms(world, *who.both)
    assert len(old) > 15
    for delivery in old:
        person = world.hands(delivery.payload["user"]["id"])
        heard = len(told(person))
        answer = await again(world.slack, delivery)
        assert answer.error is None, about(delivery)
        assert facts(database(world)) == before, about(delivery)
        if delivery.kind == "view_submission":
            assert words_of(answer), f"{about(delivery)}: closing it silently would look like a success"
        elif about(delivery) not in ("pairing.accept", "plan.agree"):  # these stand as they were said
            await until(lambda p=person, n=heard: len(told(p)) > n, f"{about(delivery)} was not answered")  # type: ignore[misc]
            assert "Something went wrong" not in told(person)[-1], about(delivery)
    await asyncio.sleep(0.1)
    assert standing(world.slack).keys() == stood.keys(), "no message more"


async def test_a_form_opened_before_the_step_was_done_is_told_so(world: World) -> None:
    """The same person with two devices: the form on the other one is out of date."""
    who = pair(world)
    maria, ana = who.both
    await after_categories(who)
    sent = next(one for one in done_by(world.slack, ana, "view_submission") if about(one) == "opening")
    before = facts(database(world))
    answer = await again(world.slack, sent)
    assert "That step is done already. The latest message in the thread shows where you are." in words_of(answer)
    opening = next(one for one in done_by(world.slack, ana, "block_actions") if about(one) == "turn.open")
    await again(world.slack, opening)
    await is_told(ana, "That step is done already. The latest message in the thread shows where you are.")
    reply = next(one for one in done_by(world.slack, maria, "block_actions") if about(one) == "turn.had_my_say")
    await again(world.slack, reply)
    await is_told(maria, "That step is done already. The latest message in the thread shows where you are.")
    assert facts(database(world)) == before


async def test_a_page_that_was_left_still_takes_answers_until_they_are_sent(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await both_answering(who)
    await ana.chooses("Qualifying", "5 · Sets the standard")
    rating = done_by(world.slack, ana, "block_actions")[-1]
    await ana.presses("Next")
    await ana.sees("Part 2 of 3")
    later = {**rating.payload["actions"][0], "action_ts": f"{float(rating.payload['actions'][0]['action_ts']) + 1:.6f}"}
    lower = later["selected_option"]["value"].replace('"a":"5"', '"a":"1"')
    later["selected_option"] = {**later["selected_option"], "value": lower}
    await again(world.slack, rating, actions=[later])
    await again(world.slack, rating)  # and the first click once more, late
    await ana.presses("Back")
    await ana.sees("Part 1 of 3")
    chosen = answered(message_with(ana, "Part 1 of 3"), "qualifying")
    assert chosen == "1 · Starting", "the newest click wins, whichever page stands there"
    await answers(ana, REP)
    before = facts(database(world))
    await again(world.slack, rating, actions=[later])
    await is_told(ana, "You have sent yours. You can take it back until both of you are done.")
    assert facts(database(world)) == before


async def test_what_the_app_does_not_know_is_out_of_date(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await both_answering(who)
    press = done_by(world.slack, ana, "block_actions")[-1]
    action = press.payload["actions"][0]
    before = facts(database(world))
    for strange in (
        {**action, "action_id": "a.button.of.last.year"},
        {**action, "value": "not what we sent"},
        {**action, "value": '{"v":99,"r":"x"}'},
        {**action, "value": '{"v":1,"r":"no-such-review","p":1}'},
        {**action, "value": action["value"].replace('"p":1', '"p":"many"')},
    ):
        heard = len(told(ana))
        answer = await again(world.slack, press, actions=[strange])
        assert answer.error is None
        await until(lambda n=heard: len(told(ana)) > n, f"{strange} was not answered")  # type: ignore[misc]
        assert "Something went wrong" not in told(ana)[-1], strange
    assert facts(database(world)) == before


# --- twice ---


@pytest.fixture(params=["http", "socket mode"])
async def either(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[World]:
    """The world on one transport, then on the other."""
    socket = request.param == "socket mode"
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_on(slack, database_url, socket_mode=socket) as app,
    ):
        assert slack.courier.transport.name == ("http" if not socket else slack.courier.sockets.name)
        people = (Hands(slack.person(one)) for one in ("UMARIA", "UANA", "UBEN"))
        yield World(slack, app.settings, *people)


class TwoClicks(Hands):
    """Somebody who double-clicks every button in a message."""

    async def presses(self, label: str) -> Outcome:
        screen, block, element, value = await self._find(lambda one: _press(one, label), f"no button {label!r}:\n")
        click = partial(self.keyboard.click, screen, element["action_id"], value, block_id=block["block_id"])
        first, second = await asyncio.gather(click(), click())
        assert second.ok, (label, second)
        await asyncio.sleep(0.15)  # both clicks may open a modal; the second one stays, as at anybody's client
        return first


def twice(who: Pair) -> Pair:
    return Pair(TwoClicks(who.manager.keyboard), TwoClicks(who.rep.keyboard))


async def test_a_whole_review_in_which_every_button_is_pressed_twice(either: World) -> None:
    who = pair(either)
    await agreed(twice(who))
    thread = who.rep.thread()
    assert len(thread) == 5, [text_of(one) for one in thread]
    for person in who.both:
        standing_there = [one for one in person.keyboard.messages() if one.ephemeral_for is None]
        texts = [text_of(one) for one in standing_there]
        assert len([one for one in texts if "You're both done. It goes on" in one]) == 1, texts
        assert len(texts) == len(set(texts)), "nothing is said twice"
    last = text_of(thread[-1])
    for kind in ("Take on", "Work on", "Look into"):
        assert last.count(f"*{kind}*") == 1, "nothing is chosen twice"
    said = "\n".join(told(who.manager) + told(who.rep))
    assert "Something went wrong" not in said
    assert "has been asked" in said
    assert refused_by_slack(either.slack) == []


# --- at the same instant ---


async def test_both_send_their_answers_at_the_same_instant(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await fills_form(ana, REP)
    await fills_form(maria, MANAGER)
    for outcome in await asyncio.gather(maria.submits(), ana.submits()):
        well(outcome)
    await ana.sees("name strengths and needs first")
    await maria.sees("It goes on in your group message")
    assert len(ana.thread()) == 1
    assert not any("Something went wrong" in one for one in told(maria) + told(ana))


async def test_both_agree_at_the_same_instant(world: World) -> None:
    """Once before the plan is the other's to agree to, and once when it is."""
    who = pair(world)
    maria, ana = who.both
    await at_agreement(who)
    await maria.sees("do you agree to this plan")
    await asyncio.gather(maria.presses("I agree"), ana.presses("I agree"))
    await ana.sees("You both agreed to these words")
    await maria.sees("You both agreed to these words")
    assert len(ana.thread()) == 5
    assert not any("Something went wrong" in one for one in told(maria) + told(ana))
    assert buttons_of(ana.thread()[-1]) == ["Log 30 min", "See both views", "In my calendar"]
    assert refused_by_slack(world.slack) == []


async def test_one_changes_the_plan_at_the_instant_the_other_agrees(world: World) -> None:
    """Whoever comes second is told; nobody has agreed to words that they have not read."""
    who = pair(world)
    maria, ana = who.both
    await at_agreement(who)
    await maria.sees("do you agree to this plan")
    agree = next(
        element
        for block in ana.thread()[-1].blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "plan.agree"
    )
    await ana.presses("Change")
    await ana.writes("Something to add", "A call together every second week")
    well(await ana.submits())
    click = done_by(world.slack, ana, "block_actions")[-1]
    stale = {"type": "button", "block_id": "b", "action_ts": "2000000000.000100", **agree}
    await again(world.slack, click, person=maria.id, actions=[stale])
    await is_told(maria, "The plan has changed since. Please read the latest message, then agree or change it.")
    await maria.sees("<@UMARIA>, it's your turn: do you agree to this plan")
    await maria.sees("A call together every second week")
    assert "You both agreed" not in maria.reads()
    await maria.presses("I agree")
    await ana.sees("You both agreed to these words")


async def test_what_was_said_in_a_step_stays_as_it_was_said(world: World) -> None:
    """What one changes later in the plan isn't put into the other one's mouth."""
    who = pair(world)
    maria, ana = who.both
    await at_agreement(who)
    chose = text_of(ana.thread()[3]).split("<@")[0]
    assert "*Ana chose*" in chose
    await ana.presses("Change")
    await ana.writes("Something to add", "Words of a later day")
    well(await ana.submits())
    await maria.sees("<@UMARIA>, it's your turn: do you agree to this plan")
    await maria.presses("I agree")
    await ana.sees("You both agreed to these words")
    assert "Words of a later day" not in text_of(ana.thread()[3])


async def test_the_same_review_asked_for_from_two_windows_at_once(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await maria.types("/coach-review cancel @Ana")
    heard = len(told(maria))
    await asyncio.gather(*(maria.types("/coach-review @Ana") for _ in range(3)))
    said = told(maria)[heard:]
    assert sorted("has started" in one for one in said) == [False, False, True], said
    assert sum("under way already" in one for one in said) == 2
    await ana.sees("would like to plan your next coaching")
    await asyncio.sleep(0.1)
    open_ones = [one for one in ana.keyboard.messages() if "Start" in buttons_of(one)]
    assert len(open_ones) == 1


# --- by somebody else ---


async def test_a_third_person_gets_nothing(world: World) -> None:
    """Every click and form of a whole review, forged by a colleague and by an administrator."""
    who = pair(world)
    await agreed(who)
    await asks_for_everything(who)
    before, stood = facts(database(world)), standing(world.slack)
    used = [one for one in presses_and_forms(world, *who.both) if about(one) != "pairing.ask"]  # anybody may ask
    opened = len(world.slack.record.calls("views.open"))
    for other in ("UBEN", "UADA"):
        for delivery in used:
            person = world.hands(other)
            heard = len(told(person))
            answer = await again(world.slack, delivery, person=other)
            assert answer.error is None, about(delivery)
            if delivery.kind == "view_submission":
                assert any(one in words_of(answer) for one in NOT_YOURS), about(delivery)
            else:
                await until(lambda p=person, n=heard: len(told(p)) > n, f"{about(delivery)} was not answered")  # type: ignore[misc]
                assert told(person)[-1] in NOT_YOURS, about(delivery)
            assert facts(database(world)) == before, about(delivery)
    assert len(world.slack.record.calls("views.open")) == opened, "no form opens for them"
    assert standing(world.slack) == stood


async def asks_for_everything(who: Pair) -> None:
    """Use what only looks, too, so that it is among what is forged."""
    for person in who.both:
        await person.presses("See both views")
        await until(lambda p=person: p.keyboard.modal() is not None)  # type: ignore[misc]
        await person.keyboard.close_modal()


async def test_another_workspace_gets_nothing(world: World) -> None:
    """Signed, with the same ids of people and reviews, and another team."""
    who = pair(world)
    await conversing(who)
    await opens(who.rep)
    await who.manager.sees(BEST)
    before, stood = facts(database(world)), standing(world.slack)
    for delivery in presses_and_forms(world, *who.both):
        answer = await again(world.slack, delivery, team="T0ELSE")
        assert answer.error is None, about(delivery)
        assert BEST not in words_of(answer)
        assert facts(database(world)) == before, about(delivery)
    assert standing(world.slack) == stood


async def test_an_event_of_another_workspace_changes_nothing(world: World) -> None:
    who = pair(world)
    await paired(who)
    before = facts(database(world))
    gone = {"type": "user_change", "user": {"id": "UANA", "team_id": "T0ELSE", "deleted": True, "name": "ana"}}
    answer = await world.slack.courier.hand_over(
        "event",
        "events_api",
        {
            "type": "event_callback",
            "team_id": "T0ELSE",
            "api_app_id": world.slack.app_id,
            "event_id": "Ev1",
            "event_time": 1,
            "authorizations": [{"team_id": "T0ELSE", "enterprise_id": None, "user_id": "U0", "is_bot": True}],
            "event": gone,
        },
    )
    assert answer.error is None
    assert facts(database(world)) == before
