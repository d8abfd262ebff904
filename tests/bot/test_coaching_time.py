"""`/coach-log @rep 45m call debrief`: the other one confirms, corrects or declines, and both see the same total."""

from tests.bot.conftest import World


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
