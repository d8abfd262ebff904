"""A new month, the page before a talk, and a rep who asks for coaching."""

from datetime import timedelta

from tests.bot.conftest import World
from tests.bot.playing import Pair, agreed, both_answering, refused_by_slack
from tests.bot.tour import closes, time_passes


async def test_a_rep_asks_and_both_read_one_page_before_the_talk(world: World) -> None:
    maria, ana = world.maria, world.ana
    await agreed(Pair(maria, ana))
    await ana.keyboard.open_home()
    await ana.presses("Ask for coaching", at_home=True)
    await ana.sees("reads it in their working hours")
    await closes(ana)
    await time_passes(world.slack, timedelta(days=4))
    await maria.sees("*Ana* asks for some coaching time with you. When suits you both?")
    await maria.presses("Before your talk")
    await maria.sees("Ana's words, last time")
    hers = maria.reads()
    await closes(maria)
    await ana.keyboard.open_home()
    await ana.presses("Before your talk", at_home=True)
    await ana.sees("Ana's words, last time")
    assert ana.reads() == hers
    assert not refused_by_slack(world.slack)


async def test_a_month_begins_in_ones_own_digest(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    now = world.slack.clock.now()
    first = (now.replace(day=1) + timedelta(days=31)).replace(day=1)
    first_monday = first + timedelta(days=-first.weekday() % 7)
    await time_passes(world.slack, first_monday - timedelta(days=1) - now)
    for _ in range(10):
        if "A new month of coaching begins." in maria.reads() and "A new month of coaching begins." in ana.reads():
            break
        await time_passes(world.slack, timedelta(hours=17))
    await maria.sees("*Ana*: 0 min of 3 h of coaching last month.")
    await ana.sees("*Maria* and you: 0 min of 3 h of coaching last month.")
    assert not refused_by_slack(world.slack)
