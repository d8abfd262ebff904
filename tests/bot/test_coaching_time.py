"""`/coach-log @rep 45m call debrief`: the other one confirms, corrects or declines, and both see the same total."""

from tests.bot.conftest import World
from tests.bot.playing import Pair, after_choices, answers_choices


async def paired(world: World) -> None:
    await world.maria.types("/coach-review @Ana")
    await world.maria.presses("Ask Ana")
    await world.ana.presses("Accept")
    await world.ana.sees("would like to plan your next coaching")


async def test_logged_by_one_confirmed_by_the_other(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(world)
    assert "It counts when Ana says so" in await maria.types("/coach-log @Ana 45m call debrief")
    await ana.sees("logged 45 min today (observed call) with you")
    assert "call debrief" in ana.reads()
    await ana.presses("Yes")
    await ana.sees("45 min of 3 h")
    await maria.keyboard.open_home()
    await maria.sees("Coaching with *Ana* this month: 45 min of 3 h.")


async def test_a_correction_asks_the_first_one(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(world)
    await ana.types("/coach-log @Maria 1h30 role play")
    await maria.presses("Correct it")
    await maria.writes("How long?", "1h")
    await maria.sends()
    await ana.sees("logged 1 h today (role play) with you")
    await ana.presses("Yes")
    await ana.sees("1 h of 3 h")


async def test_the_form_explains_what_does_not_count(world: World) -> None:
    maria = world.maria
    await paired(world)
    await maria.types("/coach-log")
    await maria.names("With whom?", "UANA")
    await maria.writes("How long?", "45m")
    await maria.chooses("What was it?", "Pipeline or forecast review")
    refused = await maria.submits()
    assert "doesn't count as coaching time" in str(refused.errors)
    await maria.chooses("What was it?", "Skills talk")
    await maria.submits()
    await world.ana.sees("logged 45 min today (skills talk) with you")


async def test_what_cannot_be_logged_is_said(world: World) -> None:
    maria = world.maria
    await paired(world)
    assert "For example 45m" in await maria.types("/coach-log @Ana a while")
    assert "more than 10 hours" in await maria.types("/coach-log @Ana 20h")
    assert "doesn't count" in await maria.types("/coach-log @Ana 45m pipeline review")
    assert "paired here" in await maria.types("/coach-log @Ben 45m call")
    assert "Name one person" in await maria.types("/coach-log 45m")


async def test_the_form_knows_the_only_rep_and_offers_the_skills_of_the_two(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(world)
    await maria.types("/coach-log")
    await maria.writes("How long?", "45m")
    await maria.chooses("What was it?", "Role play")
    await maria.chooses("Which skills?", "Listening")
    await maria.submits()
    await ana.sees("logged 45 min today (role play: Listening) with you")


async def test_who_has_several_chooses_whom_and_then_the_skills(world: World) -> None:
    maria, ben = world.maria, world.ben
    await paired(world)
    await maria.types("/coach-review @Ben")
    await maria.presses("Ask Ben")
    await ben.presses("Accept")
    await ben.sees("would like to plan your next coaching")
    await maria.types("/coach-log")
    assert "Which skills?" not in maria.reads()
    await maria.writes("How long?", "1h30")
    await maria.names("With whom?", "UBEN")
    await maria.chooses("Which skills?", "Listening")
    await maria.chooses("What was it?", "Observed call")
    await maria.submits()
    await ben.sees("logged 1 h 30 today (observed call: Listening) with you")


async def test_who_logged_corrects_it_and_both_see_what_it_was(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(world)
    await maria.types("/coach-log @Ana 45m call debrief")
    await ana.presses("Yes")
    await ana.sees("You said yes")
    await maria.presses("Correct it")
    await maria.writes("How long?", "30m")
    await maria.submits()
    await maria.sees("Before: 45 min today (observed call), as Maria had it.")
    await ana.sees("It has been corrected since: 30 min today (observed call).")
    await ana.sees("Before: 45 min today (observed call), as Maria had it.")
    await ana.presses("Yes")
    await ana.sees("30 min of 3 h")


async def test_home_leads_to_the_entries_and_each_can_be_corrected(world: World) -> None:
    maria, ana = world.maria, world.ana
    await paired(world)
    await ana.types("/coach-log @Maria 45m call debrief")
    await ana.keyboard.open_home()
    await ana.presses("See entries")
    await ana.sees("Ana logged it, waits for Maria's yes.")
    await ana.presses("Correct it")
    await ana.writes("How long?", "1h")
    await ana.submits()
    await maria.sees("logged 1 h today (observed call) with you. Was it so?")
    await maria.sees("Before: 45 min today (observed call), as Ana had it.")


async def test_nobody_to_log_with(world: World) -> None:
    assert "Start with `/coach-review @rep`" in await world.ben.types("/coach-log")


async def planned(world: World, talked: str = "") -> None:
    """The manager has answered the rep's choices, and said how long they talked."""
    maria, ana = world.maria, world.ana
    await after_choices(Pair(maria, ana))
    await answers_choices(maria, talked=talked)
    await ana.sees("do you agree to this plan")


async def test_the_talk_is_confirmed_in_the_agreeing_tap(world: World) -> None:
    await planned(world, "45 min")
    await world.ana.sees("Maria says that you talked for 45 min; the first button confirms that, too")
    await world.ana.presses("Agree, and confirm 45 min")
    await world.maria.sees("Logged for this talk: 45 min of coaching.")
    await world.maria.keyboard.open_home()
    await world.maria.sees("Coaching with *Ana* this month: 45 min of 3 h.")


async def test_the_plan_alone_leaves_the_time_a_question(world: World) -> None:
    await planned(world, "45 min")
    await world.ana.presses("The plan only")
    await world.ana.sees("logged 45 min today")
    await world.ana.presses("It didn't take place")
    await world.ana.sees("So it doesn't count.")


async def test_one_tap_under_the_plan_logs_the_talk(world: World) -> None:
    await planned(world)
    await world.ana.presses("I agree")
    await world.maria.presses("Log 30 min")
    await world.ana.sees("logged 30 min today")
    await world.ana.presses("Yes")
    await world.ana.sees("30 min of 3 h")
