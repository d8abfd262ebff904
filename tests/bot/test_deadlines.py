"""Deadlines: either moves the date in one tap; a review left alone closes, and what was answered is not lost."""

from tests.bot.conftest import World
from tests.bot.playing import Pair, both_answering


async def test_either_gives_it_another_week_in_one_tap(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    for person in (ana, maria):
        await person.presses("One week more for both")
        await person.sees("You both see the new date")


async def test_what_one_answered_can_begin_the_next_one(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    await ana.chooses("Listening", "5 · Sets the standard")
    await ana.presses("Next")
    await ana.sees("Part 2 of 3")
    await maria.types("/coach-review cancel @Ana")
    await ana.sees("The coaching review with *Maria* is closed")
    await maria.types("/coach-review @Ana")
    await ana.presses("Bring over my one answer")
    await ana.sees("Part 1 of 3")
    await ana.sees("1 of 12 answered")
    assert "Bring over" not in maria.reads()
