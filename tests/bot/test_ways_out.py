"""Always a way out: taking back, another date, another form, later, coming back to it."""

from datetime import date, timedelta

from tests.bot.conftest import World
from tests.bot.hands import buttons_of, text_of
from tests.bot.playing import (
    MANAGER,
    REP,
    SHORT,
    again,
    answered,
    answers,
    both_answering,
    conversing,
    done_by,
    facts,
    fills_form,
    message_with,
    pair,
    paired,
    rates,
    refused_by_slack,
    to_form,
    told,
    top,
    until,
    well,
    words_of,
)

FAR = date(2035, 1, 8)


def database(world: World) -> str:
    return world.settings.database_url.removeprefix("sqlite:///")


async def test_taking_back_and_sending_again(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await answers(ana, REP)
    await maria.sees("You asked *Ana*")
    await ana.presses("Take it back")
    await ana.sees("Nothing is sent until you press *Submit*")
    await to_form(ana, "As one form")
    for _ in SHORT.sections:
        modal = top(ana)
        if any(block["block_id"] == "listening" for block in modal.blocks):
            rates(ana, modal, "listening", "5")
        well(await ana.submits())
    assert "• Listening: *Sets the standard (5)*" in text_of(top(ana)), "what was answered before is still there"
    assert "• Qualifying: *Sets the standard (5)*" in text_of(top(ana))
    well(await ana.submits())
    await ana.sees("Maria isn't done yet")
    await answers(maria, MANAGER)
    await ana.sees("name strengths and needs first")

    before = facts(database(world))
    assert "Take it back" not in buttons_of(message_with(ana, "You're both done. It goes on"))
    taken_back = next(
        one
        for one in done_by(world.slack, ana, "block_actions")
        if one.payload["actions"][0]["action_id"] == "assessment.take_back"
    )
    await again(world.slack, taken_back)
    await until(lambda: any("no longer change" in one or "this is done" in one for one in told(ana)))
    assert facts(database(world)) == before
    assert refused_by_slack(world.slack) == []


async def test_another_date(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await to_form(ana, "Another date or form")
    await ana.picks("Answer until", date(2020, 1, 1))
    outcome = await ana.submits()
    assert not outcome.ok, "that date has passed"
    assert "today or later" in " ".join(outcome.errors.values())
    await ana.picks("Answer until", FAR)
    well(await ana.submits())
    await maria.sees("*Ana* asks for time until Mon 8 Jan 2035")
    await maria.presses("Yes, that's fine")
    await ana.sees("Until Mon 8 Jan")
    await until(lambda: "Yes, that's fine" not in maria.reads(), "the question stays")
    assert refused_by_slack(world.slack) == []


async def test_another_date_is_not_given(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    until_when = next(line for line in ana.reads().split("\n") if line.startswith("Until "))
    await to_form(ana, "Another date or form")
    await ana.picks("Answer until", FAR)
    well(await ana.submits())
    await ana.sees("You asked Maria for another date or form")
    await maria.presses("Keep it as it is")
    await until(lambda: "You asked Maria for another date or form" not in ana.reads(), "it still says that she asked")
    assert until_when in ana.reads()


async def test_another_form_keeps_the_answers_that_it_has_too(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    await paired(who)
    await ana.presses("Start")
    await ana.sees("Part 1 of 3")
    await ana.chooses("Qualifying", "5 · Sets the standard")
    await ana.presses("Back")
    await to_form(ana, "Another date or form")
    await ana.chooses("Which questions?", "B2B seller, comprehensive")
    well(await ana.submits())
    await maria.sees("the form “B2B seller, comprehensive”")
    await maria.presses("Yes, that's fine")
    await ana.sees("24 questions")
    await ana.presses("Start")
    await ana.sees("Part 1 of 6")
    assert answered(message_with(ana, "Part 1 of 6"), "qualifying") == "5 · Sets the standard"
    assert refused_by_slack(world.slack) == []


async def test_half_done_is_not_lost(world: World) -> None:
    """Not by closing the form, not by a reload, not by a week in between."""
    who = pair(world)
    ana = who.rep
    await paired(who)
    await to_form(ana, "As one form")
    await ana.chooses("Qualifying", "5 · Sets the standard")
    await ana.keyboard.close_modal()
    ana.keyboard.reload()
    world.slack.clock.move(timedelta(days=6))
    await ana.sees("Part 1 of 3")
    await to_form(ana, "As one form")
    assert answered(top(ana), "qualifying") == "5 · Sets the standard"


async def test_time_alone_pauses_and_says_so_as_soon_as_the_clock_is_moved(world: World) -> None:
    who = pair(world)
    await conversing(who)
    world.slack.clock.move(timedelta(days=10))
    for person in who.both:
        await person.sees("so we stop asking")


async def test_later(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await both_answering(who)
    await ana.presses("Later today")
    await until(lambda: any("it waits here" in one for one in told(ana)))
    await ana.presses("Tomorrow")
    await until(lambda: len(told(ana)) == 2)
    assert "Part 1 of 3" in ana.reads()


async def test_what_is_missing_is_said_before_anything_is_sent(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await both_answering(who)
    for page, label in enumerate(("Next", "Next", "Check my answers"), start=1):
        await ana.sees(f"Part {page} of 3")
        await ana.presses(label)
    await ana.sees("12 questions have no answer yet")
    await ana.presses("Submit")
    await until(lambda: any("no answer yet" in one for one in told(ana)))
    assert "Take it back" not in ana.reads()


async def test_the_form_sent_twice_is_sent_once(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await paired(who)
    await fills_form(ana, REP)
    well(await ana.submits())
    await ana.sees("Maria isn't done yet")
    before = facts(database(world))
    sent = done_by(world.slack, ana, "view_submission")[-1]
    assert "Something went wrong" not in words_of(await again(world.slack, sent))
    assert facts(database(world)) == before
