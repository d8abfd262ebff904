"""The next review opens with last time's plan: on both invitations, and in the root of the thread, kept up to date."""

from playground.model import Message
from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import (
    MANAGER,
    REP,
    Pair,
    agreed,
    answers,
    message_with,
    name,
    pair,
    refused_by_slack,
    to_form,
    top,
    until,
    well,
)


async def invited_again(world: World) -> Pair:
    """The two have agreed to a plan, and are asked for their next review."""
    who = pair(world)
    await agreed(who)
    await who.manager.types(f"/coach-review <@{who.rep.id}>")
    for person in who.both:
        await person.sees("Last time's plan:")
    return who


async def says_it_is_done(person: Hands, note: str) -> None:
    """Of the first item, by the newest button that leads there."""
    await to_form(person, "What became of it")
    await person.presses("Say…")
    await until(lambda: "Where does it stand?" in text_of(top(person)))
    await person.chooses("Where does it stand?", "It's done")
    await person.writes("A note", note)
    well(await person.submits())
    await person.keyboard.close_modal(all_of_them=True)


def root(person: Hands) -> Message:
    return person.thread()[0]


async def test_both_invitations_lead_to_what_became_of_it_and_follow_it(world: World) -> None:
    who = await invited_again(world)
    for person in who.both:
        assert "none marked as done yet" in text_of(message_with(person, "Last time's plan:"))
    await says_it_is_done(who.rep, "Three calls. The silence was worth it.")
    for person in who.both:
        await person.sees("*Last time's plan:* one of")
    assert not refused_by_slack(world.slack)


async def test_the_thread_begins_with_what_became_of_each_and_follows_it_in_place(world: World) -> None:
    who = await invited_again(world)
    await says_it_is_done(who.rep, "Three calls. The silence was worth it.")
    await answers(who.rep, REP)
    await answers(who.manager, MANAGER)
    await until(lambda: "name strengths and needs first" in text_of(root(who.manager)))
    shown = text_of(root(who.manager))
    assert f"*What {name(who.rep)} said they'd do*" in shown
    assert "Three calls. The silence was worth it." in shown
    assert shown.index("said they'd do") < shown.index("it's your turn")
    await says_it_is_done(who.manager, "I was there")
    await until(lambda: "I was there" in text_of(root(who.rep)))
    assert len(who.rep.thread()) == 1, "in place"
    assert not refused_by_slack(world.slack)
