"""Away until a day: said on Home, and taken back there."""

from datetime import date, timedelta

from bot.surfaces import words
from tests.bot.conftest import World


async def test_away_and_back(world: World) -> None:
    ana = world.ana
    await ana.keyboard.open_home()
    await ana.presses("I'm away…")
    await ana.picks("On which day are you back?", date(2020, 1, 1))
    refused = await ana.submits()
    assert "That day is here already" in str(refused.errors)
    until = world.slack.clock.now().date() + timedelta(days=20)
    await ana.picks("On which day are you back?", until)
    await ana.submits()
    await ana.keyboard.close_modal()
    await ana.sees(f"You're away until {words.day(until)}: no reminders until then.")
    await ana.presses("I'm back")
    await ana.waits(lambda: "You're away until" not in ana.reads())
