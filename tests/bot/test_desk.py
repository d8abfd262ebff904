"""What waits for somebody: on Home, one after the other, and in one message a day."""

from datetime import UTC, datetime, timedelta

from tests.bot.conftest import World
from tests.bot.playing import MANAGER, REP, Pair, answers, both_answering, conversing, opens, refused_by_slack
from tests.bot.tour import closes, time_passes


async def moves_to(world: World, moment: datetime) -> None:
    await time_passes(world.slack, moment - world.slack.clock.now())


def morning(world: World, days: int, hour: int = 9) -> datetime:
    """So many working days from now, in Lisbon and London alike."""
    moment = world.slack.clock.now().astimezone(UTC)
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < 5
    return moment.replace(hour=hour, minute=5, second=0, microsecond=0)


async def test_home_says_what_waits_and_each_line_opens_its_form(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    await maria.keyboard.open_home()
    await maria.sees("One thing waits for you, about four minutes.")
    await maria.sees("*Ana*: your answers, about four minutes.")
    await answers(maria, MANAGER)
    await answers(ana, REP)
    await maria.waits(lambda: "waits for you" not in maria.reads())
    await ana.keyboard.open_home()
    await ana.sees("*Maria*: it's your turn in the conversation")


async def test_after_one_is_sent_comes_the_next(world: World) -> None:
    maria, ana, ben = world.maria, world.ana, world.ben
    await conversing(Pair(maria, ana))
    await opens(ana)
    await both_answering(Pair(maria, ben))
    await maria.keyboard.open_home()
    await maria.sees("Two things wait for you")
    await maria.presses("Add mine", at_home=True)
    await maria.sends()
    await maria.sees("Next, if you like.")
    await maria.sees("*Ben*: your answers")
    await maria.presses("Answer")
    await maria.sees("Part 1 of 3")
    await maria.keyboard.close_modal()
    await ana.sees("choose what to take on")
    assert not refused_by_slack(world.slack)


async def test_what_was_the_last_one_simply_closes(world: World) -> None:
    maria, ana = world.maria, world.ana
    await conversing(Pair(maria, ana))
    await opens(ana)
    await maria.keyboard.open_home()
    await maria.presses("Add mine", at_home=True)
    await maria.sends()
    await maria.waits(lambda: maria.keyboard.modal() is None)


async def test_one_message_gathers_what_waits(world: World) -> None:
    maria, ana, slack = world.maria, world.ana, world.slack
    await both_answering(Pair(maria, ana))
    await moves_to(world, morning(world, 5))
    await maria.sees("*One thing waits for you, about four minutes.*")
    (digest,) = [one for one in maria.keyboard.messages(maria.keyboard.app_dm.id) if "waits for you" in one.text]
    assert digest.text == "Something waits for you."
    await answers(maria, MANAGER)
    await maria.sees("Nothing waits for you any more.")
    assert not refused_by_slack(slack)


async def test_what_is_put_off_comes_again_when_it_was_asked_for(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    await maria.keyboard.open_home()
    await maria.sees("waits for you")
    await maria.presses("Next week")
    await maria.sees("You'll hear of it next week")
    await maria.keyboard.close_modal()
    await maria.waits(lambda: "waits for you" not in maria.reads())


async def test_a_manager_who_hears_by_the_desk_is_named_in_the_thread_and_not_called(world: World) -> None:
    maria, ana = world.maria, world.ana
    await conversing(Pair(maria, ana))
    await maria.keyboard.open_home()
    await maria.presses("Team settings", at_home=True)
    await maria.chooses("How is the manager told whose turn it is?", "Gathered, once a day")
    await maria.sends()
    await closes(maria)
    await opens(ana)
    await ana.sees("it's your turn: ask Ana about one thing")
    assert "<@UMARIA>, it's your turn" not in ana.reads()
    await ana.sees("Maria gets what waits in one message, at 09:00 on working days, their time.")
    await maria.keyboard.open_home()
    await maria.presses("Add mine", at_home=True)
    await maria.sends()
    await ana.sees("choose what to take on")


async def test_a_manager_is_told_what_to_watch_first(world: World) -> None:
    """From their own last answers, to them alone."""
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    await answers(maria, MANAGER)
    await maria.presses("Close this review")
    await maria.types("/coach-review @Ana")
    await ana.sees("would like to plan your next coaching")
    await maria.keyboard.open_home()
    await maria.sees("Not seen last time:")
    assert "Not seen last time" not in ana.reads()
