"""A second look: asked for by either, sealed until both are in, opened to both at once; and what follows."""

from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import Pair, agreed, refused_by_slack, top
from tests.bot.test_evidence import opens_form
from tests.bot.tour import closes

CHANGED = "I write the question down before I ask it."


async def something_was_seen(world: World) -> None:
    await agreed(Pair(world.maria, world.ana))
    await opens_form(world.ana)
    await world.ana.writes("What was seen?", "I let the silence be, twice.")
    await world.ana.sends()
    await closes(world.ana)


async def asks(person: Hands, skill: str = "Qualifying") -> None:
    await person.keyboard.open_home()
    await person.presses("Read the plan", at_home=True)
    await person.presses("What became of it")
    await person.presses("Second look")
    await person.chooses("At which skill?", skill)
    await person.sends()
    await closes(person)


async def answers(person: Hands, answer: str, changed: str = "") -> None:
    await person.presses("Take a second look")
    await person.sees("How do you see it now?")
    await person.sees("I let the silence be, twice.")
    await person.chooses("How do you see it now?", answer)
    if changed:
        await person.writes("What has changed for you?", changed)
    await person.sends()


async def test_sealed_until_both_are_in_then_open_to_both_with_the_reps_sentence_first(world: World) -> None:
    maria, ana = world.maria, world.ana
    await something_was_seen(world)
    await asks(maria)
    await ana.sees("*Maria* asks for a second look at *Qualifying*")
    await answers(ana, "4 · Strong", CHANGED)
    await ana.sees("Maria isn't done yet. Until then nobody sees an answer.")
    shown = " ".join(str(one.texts) for one in world.slack.person("UMARIA").shown())
    assert CHANGED not in shown
    await answers(maria, "5 · Sets the standard")
    for person in (ana, maria):
        await person.sees("Now you both see a strength here.")
        await person.sees(CHANGED)
        await person.sees("Second look at Qualifying: you both see a strength here.")
    assert "Strong (4)" not in ana.reads(), "ratings open in a modal"
    await maria.presses("See both views")
    await maria.sees("Strong (4)")
    assert text_of(top(maria)).index(CHANGED) < text_of(top(maria)).index("Strong (4)")
    await closes(maria)
    assert not refused_by_slack(world.slack)


async def test_a_strength_leads_to_something_to_take_on_if_the_rep_likes(world: World) -> None:
    maria, ana = world.maria, world.ana
    await something_was_seen(world)
    await asks(ana)
    await answers(ana, "4 · Strong")
    await answers(maria, "5 · Sets the standard")
    await ana.presses("Take on more")
    await ana.writes("In a sentence", "I show it to the two new colleagues.")
    await ana.sends()
    await maria.sees("It led to something to take on, in your plan.")
    await maria.sees("How the plan goes")
    await maria.presses("What became of it")
    await maria.sees("I show it to the two new colleagues.")
    await closes(maria)


async def test_still_apart_either_gathers_more_or_parks(world: World) -> None:
    maria, ana = world.maria, world.ana
    await something_was_seen(world)
    await asks(ana)
    await answers(ana, "5 · Sets the standard")
    await answers(maria, "2 · Building")
    await ana.sees("Now you see it differently.")
    await maria.presses("Park it")
    for person in (ana, maria):
        await person.sees("It's parked. Neither view counts more.")


async def test_closed_it_shows_nothing_to_anybody(world: World) -> None:
    maria, ana = world.maria, world.ana
    await something_was_seen(world)
    await asks(ana)
    await answers(ana, "4 · Strong", CHANGED)
    await maria.presses("Close it")
    for person in (ana, maria):
        await person.sees("is closed. Nothing was shown to anybody.")
    assert CHANGED not in maria.reads()
