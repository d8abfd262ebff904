"""Another manager: the plan comes along; what opened before, if the rep lets them read it."""

from tests.bot.conftest import World
from tests.bot.playing import Pair, agreed, refused_by_slack
from tests.bot.tour import closes


async def test_a_new_manager_reads_the_plan_and_the_past_if_the_rep_says_so(world: World) -> None:
    maria, ana, ben = world.maria, world.ana, world.ben
    await agreed(Pair(maria, ana))
    await maria.keyboard.open_home()
    await maria.presses("End coaching with Ana", at_home=True)
    await maria.sees("Your coaching with Ana has ended here.")
    await closes(maria)
    await ben.types("/coach-review @Ana")
    await ben.presses("Ask Ana")
    await ana.presses("Accept")
    await ana.sees("*Ben* coaches you now, and your plan goes on")
    await ben.sees("It came along from Ana's coaching with Maria.")

    await ben.presses("What became of it")
    await ben.sees("Growing accounts")
    assert "What came before" not in ben.reads()
    await closes(ben)
    await ana.presses("Yes, they may read it")
    await ana.sees("Close it again")
    await ben.presses("What became of it")
    await ben.presses("What came before")
    await ben.sees("What Ana and Maria had opened.")
    await ben.sees("Strong (4)")
    assert "Objections" not in ben.reads()
    await closes(ben)
    await ana.presses("Close it again")
    await ana.sees("stays between you two")
    await ben.presses("What became of it")
    assert "What came before" not in ben.reads()
    assert not refused_by_slack(world.slack)
