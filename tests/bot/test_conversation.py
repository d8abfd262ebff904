"""The main job, from `/coach-review @rep` to a plan that both agreed to, played by what stands on the screen."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from tests.bot.conftest import World
from tests.bot.hands import Hands, buttons_of, text_of

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
LABELS = SHORT.scale.labels
SOON = date(2035, 1, 8)


def point(score: int) -> str:
    return f"{score} · {LABELS[score - 1]}"


async def answers_in_chat(person: Hands, scores: Mapping[str, str], default: str) -> None:
    """Page by page in the DM, to the check of all answers."""
    await person.presses("Start")
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        for skill in section.skills:
            await person.chooses(skill.name, scores.get(skill.name, default))
        await person.presses("Next" if number < len(SHORT.sections) else "Check my answers")
    await person.sees("Nothing is sent until you press *Submit*")


async def answers_in_form(person: Hands, scores: Mapping[str, str], default: str) -> None:
    """All in one modal."""
    await person.presses("As one form")
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        for skill in section.skills:
            await person.chooses(skill.name, scores.get(skill.name, default))
        assert (await person.submits()).ok
    await person.sees("Nothing is sent until you press *Submit*")


async def start(world: World) -> None:
    """Maria asks Ana, Ana says yes."""
    await world.maria.types("/coach-review @Ana")
    await world.maria.presses("Ask Ana")
    await world.ana.presses("Accept")
    await world.ana.sees("would like to plan your next coaching")
    await world.maria.sees("You asked *Ana* for a coaching review")


async def test_from_the_command_to_the_agreed_plan(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    ana.taps = 0
    await answers_in_chat(ana, {"Listening": point(2), "Qualifying": point(5)}, point(4))
    await ana.presses("Submit")
    assert ana.taps <= 20, "twelve skills take about twenty taps"
    await ana.sees("Maria isn't done yet")

    await answers_in_form(maria, {"Listening": point(2), "Qualifying": point(2)}, point(4))
    assert (await maria.submits()).ok
    await ana.sees("name strengths and needs first")
    print(text_of(ana.thread()[0]), buttons_of(ana.thread()[0]))

    await ana.presses("In writing")
    await ana.writes("Where are you at your best, and what would you like more of?", "Preparing calls")
    assert (await ana.submits()).ok
    await maria.sees("Preparing calls")
    await maria.presses("Nothing to add")
    await ana.sees("You both see strengths here")
    print(ana.reads())
