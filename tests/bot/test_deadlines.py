"""Deadlines: either moves the date in one tap; a review left alone closes, and what was answered is not lost."""

from tests.bot.conftest import World
from tests.bot.playing import Pair, both_answering


async def test_either_gives_it_another_week_in_one_tap(world: World) -> None:
    maria, ana = world.maria, world.ana
    await both_answering(Pair(maria, ana))
    for person in (ana, maria):
        await person.presses("One week more for both")
        await person.sees("You both see the new date")
