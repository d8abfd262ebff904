"""The main job, from `/coach-review @rep` to a plan that both agreed to, played by what stands on the screen."""

import re
from collections.abc import Mapping

from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from playground.model import Message
from tests.bot.conftest import World
from tests.bot.hands import Hands, buttons_of, text_of

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
LABELS = SHORT.scale.labels


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


def handovers(thread: list[Message]) -> list[str]:
    """Whose turn each message of the thread said it was, when it first appeared."""
    return [next(iter(re.findall(r"<@(U\w+)>", text_of(one.revisions[0]))), "") for one in thread]


async def both_answer(world: World, ana: Mapping[str, str], maria: Mapping[str, str], default: str) -> None:
    """Ana in her chat, Maria as one form; then both are done."""
    await answers_in_chat(world.ana, ana, default)
    await world.ana.presses("Submit")
    await answers_in_form(world.maria, maria, default)
    await world.maria.sends()
    await world.ana.sees("name strengths and needs first")


async def test_from_the_command_to_the_agreed_plan(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    ana.taps = 0
    await answers_in_chat(ana, {"Listening": point(2), "Qualifying": point(5)}, point(4))
    await ana.presses("Submit")
    assert ana.taps <= 20, "twelve skills take about twenty taps"
    await ana.sees("Maria isn't done yet")
    await answers_in_form(maria, {"Listening": point(2), "Qualifying": point(2)}, point(4))
    await maria.sends()

    await ana.sees("name strengths and needs first")
    await ana.presses("In writing")
    await ana.writes("Where are you at your best, and what would you like more of?", "Preparing calls")
    await ana.chooses("Up to two skills, if you like", "Listening")
    await ana.sends()

    await maria.sees("Preparing calls")
    await maria.presses("Add mine")
    await maria.chooses("A strength you see", "Following up")
    await maria.writes("What have you seen Ana do?", "Three customers thanked you for the summaries")
    await maria.chooses("Room to grow you see", "Qualifying")
    await maria.writes_again("What have you seen Ana do?", 3, "Two deals turned out to have no budget")
    await maria.sends()

    await ana.sees("You both see strengths here")
    assert "Three customers thanked you" in ana.reads()
    assert "no budget" not in ana.reads(), "words on a skill seen differently wait"
    await ana.presses("Choose")
    await ana.chooses("From which strength?", "Following up")
    await ana.chooses("Which skill?", "Listening")
    await ana.chooses("Which skills?", "Qualifying")
    await ana.sends()

    await maria.sees("Ana chose")
    await maria.presses("Answer")
    await maria.chooses("Ana would take on more: Following up", "Yes")
    await maria.writes("How I see it: Qualifying", "I would ask for the budget earlier")
    await maria.writes("My support", "One hour every second Friday")
    await maria.sends()

    await ana.sees("do you agree to this plan")
    await ana.presses("See both views")
    await ana.sees("I would ask for the budget earlier")
    await ana.keyboard.close_modal()
    await ana.presses("I agree")
    await maria.sees("The plan that you both agreed to")

    thread = ana.thread()
    assert len(thread) == 5, "five messages"
    assert handovers(thread) == ["UANA", "UMARIA", "UANA", "UMARIA", "UANA"], "four hand-overs, the rep first"
    assert "no budget" in ana.reads(), "the words that were held back are open now"


async def test_live_each_step_is_a_card_and_hers_comes_first(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    await both_answer(world, {"Listening": point(2), "Qualifying": point(5)}, {"Listening": point(3)}, point(4))
    await ana.presses("Talk it through (30 min)")
    for person, about in ((ana, "best"), (maria, "ask Ana"), (ana, "get better at"), (maria, "ask Ana")):
        await person.sees(about)
        await person.presses("I've had my say")
    await ana.sees("You both see strengths here")
    await maria.presses("Note it down")
    await maria.chooses("Whose words?", "Ana")
    await maria.chooses("About what?", "Strengths")
    await maria.writes("What was said?", "I like the first call best")
    await maria.sends()
    await ana.presses("Yes, that's it")
    await ana.presses("None today")
    await maria.presses("I've had my say")
    await ana.presses("Choose")
    await ana.chooses("Which skill?", "Listening")
    await ana.sends()
    await maria.presses("Answer")
    await maria.sends()
    await ana.presses("I agree")
    await ana.sees("The plan that you both agreed to")


async def test_all_strengths_ask_what_one_would_like_to_be_known_for(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    await both_answer(world, {}, {}, point(5))
    await ana.presses("In writing")
    await ana.writes("Where are you at your best, and what would you like more of?", "All of it")
    await ana.sends()
    await maria.presses("Nothing to add")
    await ana.sees("what would you like to be known for?")
    await ana.presses("Choose")
    await ana.writes("Something you'd like to try", "Coach the two new colleagues")
    await ana.sends()
    await maria.presses("Answer")
    await maria.sends()
    await ana.presses("I agree")
    await maria.sees("The plan that you both agreed to")
    assert "Coach the two new colleagues" in maria.reads()


async def test_nothing_seen_by_the_manager_means_to_watch_first(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    await answers_in_chat(ana, {}, point(4))
    await ana.presses("Submit")
    await answers_in_form(maria, {}, "Haven't seen it yet")
    await maria.sends()
    await ana.presses("In writing")
    await ana.writes("What would you most like to get better at, and what is in the way?", "Longer deals")
    await ana.sends()
    await maria.presses("Nothing to add")
    await ana.sees("Not seen yet by one of you")
    await ana.presses("Choose")
    await ana.chooses("Which skills?", "Listening", "Asking questions")
    await ana.sends()
    await maria.presses("Answer")
    await maria.sends()
    await ana.presses("I agree")
    await maria.sees("The plan that you both agreed to")


async def test_nothing_seen_by_either_is_an_agreement_to_observe(world: World) -> None:
    maria, ana = world.maria, world.ana
    await start(world)
    await answers_in_chat(ana, {}, "No chance yet")
    await ana.presses("Submit")
    await answers_in_form(maria, {}, "Haven't seen it yet")
    await maria.sends()
    await ana.presses("In writing")
    await ana.writes("What would you most like to get better at, and what is in the way?", "Getting started")
    await ana.sends()
    await maria.presses("Nothing to add")
    await ana.waits(lambda: len(ana.thread()) == 3 and "watch first" in text_of(ana.thread()[-1]))
    assert buttons_of(ana.thread()[-1]) == []
