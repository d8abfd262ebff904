"""A plan goes on: either says what became of an item, and the other sees it in the thread, quietly."""

from datetime import timedelta

from playground.model import Message
from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import Pair, agreed, pair, refused_by_slack, to_form, top, until, well


async def the_items(person: Hands) -> None:
    await person.keyboard.open_home()
    await to_form(person, "Read the plan")
    await to_form(person, "What became of it")


async def one_item(person: Hands) -> None:
    await person.presses("Say…")
    await until(lambda: "Where does it stand?" in text_of(top(person)))


def in_thread(person: Hands) -> Message:
    return person.thread()[-1]


async def played(world: World) -> Pair:
    who = pair(world)
    await agreed(who)
    return who


async def test_what_one_says_the_other_sees_in_the_thread_and_nobody_is_called_again(world: World) -> None:
    who = await played(world)
    manager, rep = who.both
    messages = len(rep.thread())
    await the_items(rep)
    await one_item(rep)
    await rep.chooses("Where does it stand?", "It's done")
    await rep.writes("A note", "Three calls. The silence was worth it.")
    well(await rep.submits())
    await manager.sees("Three calls. The silence was worth it.")
    assert len(rep.thread()) == messages + 1
    notified = len(manager.keyboard.notifications())
    await one_item(rep)
    await rep.writes("A note", "And a fourth.")
    well(await rep.submits())
    await manager.sees("And a fourth.")
    assert len(rep.thread()) == messages + 1, "in place"
    assert "How the plan goes" in text_of(in_thread(manager))
    assert len(manager.keyboard.notifications()) == notified
    assert not refused_by_slack(world.slack)


async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(world: World) -> None:
    who = await played(world)
    _, rep = who.both
    await the_items(rep)
    await one_item(rep)
    await rep.chooses("Where does it stand?", "We drop it")
    await rep.writes("A note", "It was the wrong thing")
    await rep.picks("By when?", (world.slack.clock.now() - timedelta(days=2)).date())
    refused = await rep.submits()
    assert set(refused.errors) == {"reason", "due"}
    await rep.writes("If you drop it: why?", "Other things came first")
    await rep.picks("By when?", (world.slack.clock.now() + timedelta(days=20)).date())
    well(await rep.submits())
    await who.manager.sees("It was the wrong thing")
    await who.manager.sees("Other things came first")


async def test_two_who_say_something_at_once_are_both_heard_or_the_second_is_told(world: World) -> None:
    who = await played(world)
    manager, rep = who.both
    for person in (manager, rep):
        await the_items(person)
        await one_item(person)
    await manager.chooses("Where does it stand?", "It's done")
    well(await manager.submits())
    await rep.chooses("Where does it stand?", "We drop it")
    await rep.writes("If you drop it: why?", "Too much at once")
    assert "it is done now" in (await rep.submits()).errors["state"]
    await rep.chooses("Where does it stand?", "It goes on")
    await rep.writes("A note", "I would have gone on")
    well(await rep.submits())
    await manager.keyboard.close_modal(all_of_them=True)
    await manager.sees("I would have gone on")
    await manager.sees("1 of ")
