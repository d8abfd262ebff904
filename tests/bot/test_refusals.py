"""Whom one cannot have a review with, who cannot ask for one, and what is told to whom when somebody says no."""

import asyncio
from datetime import timedelta

import pytest

from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import (
    commands,
    conversing,
    is_told,
    name,
    pair,
    paired,
    refused_by_slack,
    standing,
    to_form,
    told,
    top,
    until,
)

NOT_POSSIBLE = {
    "oneself": ("@Maria", "takes two people"),
    "a bot": ("@Robo", "That's an app"),
    "this very app": ("<@U0APPBOT>", "That's an app"),
    "a guest": ("@Gil", "is a guest here"),
    "somebody deactivated": ("@Dee", "is deactivated"),
    "a stranger from Slack Connect": ("@Sam", "belongs to another organisation"),
    "somebody whom nobody knows": ("<@U0NOBODY>", "can't find that person"),
    "two people": ("@Ana @Ben", "One person at a time"),
    "two people, one of them oneself": ("@Ana @Maria", "One person at a time"),
    "a name that Slack did not know": ("@anna", "I don't know that name"),
    "garbage": ("%$§ 🙈 ‮abc", "I don't understand that"),
    "a sentence about somebody": ("please @Ana do it", "I don't understand that"),
    "a channel": ("#general", "I don't understand that"),
    "everybody": ("<!channel>", "I don't understand that"),
    "a group": ("<!subteam^S012|@sales>", "I don't understand that"),
    "an address": ("ana@example.com", "I don't understand that"),
    "a very long text": ("x" * 4000, "I don't understand that"),
}


async def test_a_review_that_is_not_possible_is_refused_with_the_reason(world: World) -> None:
    for case, (line, reason) in NOT_POSSIBLE.items():
        assert reason in await world.maria.types(f"/coach-review {line}"), case
    assert standing(world.slack) == {}, "nobody hears of it"
    assert refused_by_slack(world.slack) == [one for one in world.slack.record.calls("users.info") if not one.ok]


async def test_a_name_as_plain_text_is_explained(world: World) -> None:
    """As Slack sends it when a client has not made a person of it."""
    assert "choose the person from Slack's list" in await commands(world.slack, "UMARIA", "@ana")
    assert "choose the person from Slack's list" in await commands(world.slack, "UMARIA", "@Ana Silva")


@pytest.mark.parametrize("who", ["UGIL", "UDEE", "UROBO", "USAM"])
async def test_those_who_may_not_ask(world: World, who: str) -> None:
    """A guest, somebody deactivated, a bot, a stranger from another organisation."""
    said = await commands(world.slack, who, "<@UANA>")
    assert "members of this workspace" in said
    assert standing(world.slack) == {}


async def test_another_workspace_gets_nothing(world: World) -> None:
    await paired(pair(world))
    for text in ("<@UBEN>", "status", "cancel <@UANA>"):
        said = await commands(world.slack, "UMARIA", text, team="T0ELSE")
        assert "isn't installed" in said, text
    assert "Ana" in await world.maria.types("/coach-review status")


async def test_naming_nobody_opens_a_form_that_says_the_same(world: World) -> None:
    maria = world.maria
    for person, reason in {
        "UMARIA": "takes two people",
        "UROBO": "That's an app",
        "UGIL": "is a guest here",
        "UDEE": "is deactivated",
        "USAM": "another organisation",
    }.items():
        await maria.types("/coach-review")
        await until(lambda: maria.keyboard.modal() is not None, "no form opened")
        await maria.names("Who is the rep?", person)
        outcome = await maria.submits()
        assert outcome.error is None, outcome
        words = text_of(top(maria)) + " ".join(outcome.errors.values())
        assert reason in words, person
        await maria.keyboard.close_modal(all_of_them=True)
    assert standing(world.slack) == {}


async def starts_by_form(world: World, *form: str) -> None:
    maria = world.maria
    await maria.types("/coach-review")
    await until(lambda: maria.keyboard.modal() is not None, "no form opened")
    assert not (await maria.submits()).ok, "it says itself that somebody has to be named"
    await maria.names("Who is the rep?", "UANA")
    for one in form:
        await maria.chooses("Which questions?", one)
    await maria.submits()


async def test_the_form_offers_to_ask_a_rep_as_the_command_does(world: World) -> None:
    await starts_by_form(world)
    await world.maria.presses("Ask Ana")
    await world.ana.presses("Accept")
    await world.ana.sees("would like to plan your next coaching")


async def test_the_form_that_was_chosen_is_kept_while_the_rep_is_asked(world: World) -> None:
    await starts_by_form(world, "B2B seller, comprehensive")
    await world.maria.presses("Ask Ana")
    await world.ana.presses("Accept")
    await world.ana.sees("24 questions")


async def test_help_and_status(world: World) -> None:
    said = await world.maria.types("/coach-review help")
    assert "/coach-review @rep" in said
    assert "status" in said
    assert "cancel @rep" in said
    assert await world.maria.types("/coach-review HELP ") == said
    assert "Nothing is under way" in await world.maria.types("/coach-review status")
    await paired(pair(world))
    assert "*Ana*: your questions wait" in await world.maria.types("/coach-review status")
    assert "*Maria*: your questions wait" in await world.ana.types("/coach-review status")
    assert "Nothing is under way" in await world.ben.types("/coach-review status")


async def test_cancel(world: World) -> None:
    maria, ana = world.maria, world.ana
    assert "Whose review" in await maria.types("/coach-review cancel")
    assert "no review of you two" in await maria.types("/coach-review cancel @Ana")
    await paired(pair(world))
    assert "no review of you two" in await maria.types("/coach-review cancel @Ben")
    assert "no review of you two" in await world.ben.types("/coach-review cancel @Ana")
    assert "is closed" in await maria.types("/coach-review cancel @Ana")
    await ana.sees("The coaching review with *Maria* is closed")
    assert "no review of you two" in await maria.types("/coach-review cancel @Ana")
    assert "has started" in await maria.types("/coach-review @Ana"), "another one can begin"


async def test_the_rep_may_say_not_now_by_command_too(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(pair(world))
    await ana.types("/coach-review cancel @Maria")
    await maria.sees("*Ana* said *not now* to the coaching review. Nothing was shown to anybody.")
    assert "no review of you two" in await ana.types("/coach-review cancel @Maria")


async def test_ending_a_conversation_takes_both(world: World) -> None:
    maria, ana = world.maria, world.ana
    await conversing(pair(world))
    assert "takes both of you" in await ana.types("/coach-review cancel @Maria")
    assert "takes both of you" in await ana.types("/coach-review cancel @Maria"), "asking twice is asking once"
    await maria.presses("Let's go on")
    await until(lambda: "would like to stop here" not in text_of(maria.thread()[0]), "the question stays")
    assert "takes both of you" in await maria.types("/coach-review cancel @Ana")
    await ana.presses("Yes, stop here")
    await maria.sees("This conversation is closed")
    for person in (maria, ana):
        assert "Qualifying" not in "\n".join(text_of(one) for one in person.thread()), "nothing more opens"


async def test_a_second_review_while_one_runs(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await maria.types("/coach-review @Ana")
    await maria.presses("Ask Ana")
    await is_told(maria, "has been asked")
    assert "has been asked" in await maria.types("/coach-review @Ana"), "asked once"
    await ana.presses("Accept")
    await ana.sees("would like to plan your next coaching")
    await maria.sees("You asked *Ana* for a coaching review")
    assert "under way already" in await maria.types("/coach-review @Ana")
    assert "under way already" in await ana.types("/coach-review @Maria"), "the other way round, too"
    invitations = [one for one in ana.keyboard.messages() if "would like to plan your next" in text_of(one)]
    assert len(invitations) == 1
    assert len([one for one in ana.keyboard.notifications() if "invited" in one.text]) == 1


async def test_no_to_being_coached(world: World) -> None:
    maria, ana = world.maria, world.ana
    await maria.types("/coach-review @Ana")
    await maria.presses("Ask Ana")
    await ana.presses("Not now")
    await maria.sees("*Ana* said *not now*. Nothing was started.")
    await ana.sees("You said *not now* to Maria")
    assert "Accept" not in ana.reads(), "answered is answered"
    await maria.types("/coach-review @Ana")
    await maria.presses("Ask Ana")
    await is_told(maria, "You can ask again a month after")
    world.slack.clock.move(timedelta(days=31))
    await asks_until_taken(maria)
    await ana.sees("would like to plan your coaching with you here")


async def asks_until_taken(maria: Hands) -> None:
    """The app looks at the moved clock once a second."""
    before = len(told(maria))

    async def ask() -> bool:
        await maria.types("/coach-review @Ana")
        await maria.presses("Ask Ana")
        await until(lambda: len(told(maria)) >= before + 2)
        return "has been asked" in told(maria)[-1]

    for _ in range(40):
        if await ask():
            return
        before = len(told(maria))
        await asyncio.sleep(0.1)
    raise AssertionError("a month later it can be asked again")


async def test_not_now_is_all_that_the_manager_learns(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await to_form(ana, "As one form")
    await ana.keyboard.close_modal()
    await ana.presses("Not now")
    await maria.sees("*Ana* said *not now* to the coaching review. Nothing was shown to anybody.")
    await ana.sees("Maria learns that, and no reason")
    mine = [text_of(one) for one in maria.keyboard.messages()]
    assert not any("Start" in one.split("\n") for one in mine), "her own questions are gone, too"
    assert "Nothing is under way" in await maria.types("/coach-review status")
    assert "has started" in await maria.types(f"/coach-review @{name(ana)}"), "they are still paired"
