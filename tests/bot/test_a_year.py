"""A year in the life of one rep: four reviews, evidence, two second looks, a rest, and another manager half-way."""

from datetime import date

from tests.bot.conftest import World
from tests.bot.hands import text_of
from tests.bot.playing import refused_by_slack, to_form
from tests.bot.tour import closes
from tests.bot.year import (
    AUTUMN_MANAGER,
    AUTUMN_REP,
    CHANGED,
    HEARD,
    SPRING_MANAGER,
    SPRING_REP,
    SUMMER_MANAGER,
    SUMMER_REP,
    WINTER_MANAGER,
    WINTER_REP,
    Year,
)


async def test_a_year(world: World) -> None:
    maria, ana, ben, slack = world.maria, world.ana, world.ben, world.slack
    year = Year(slack, maria, ana, ben)

    # winter: a first review, an area to look into, and a second look that ends alike
    await year.on(date(2027, 1, 12))
    await year.meets(year.first)
    await year.keeps_to_the_short_form(maria)
    await year.both_answer(year.first, WINTER_REP, WINTER_MANAGER)
    await year.talks(year.first, work_on="Listening", look_into=("Qualifying",))
    await year.on(date(2027, 2, 3))
    await year.sees_something(year.first, HEARD)
    await year.takes_second_look(year.first, "Qualifying", "4 · Strong", "4 · Strong", CHANGED)
    for person in (ana, maria):
        await person.sees("Now you both see a strength here.")
        await person.sees(CHANGED)
    await ana.presses("Take on more")
    await ana.sees("By when?")
    await ana.sends()
    await closes(ana)
    await maria.sees("It led to something to take on, in your plan.")
    await maria.keyboard.open_home()
    await maria.sees("would take something on")
    await maria.presses("Answer", at_home=True)
    await maria.chooses("Ana would take this on", "Yes")
    await maria.sends()
    await closes(maria)

    # spring: the conversation rests for a week, and is picked up; a second look that stays apart
    await year.begins_by_itself(year.first, date(2027, 4, 13))
    for person in (ana, maria):
        await person.sees("*Last time's plan:*")
    await year.both_answer(year.first, SPRING_REP, SPRING_MANAGER)
    assert "An hour a week is yours." in text_of(ana.thread()[0]), "the manager's own promises, too"
    await year.on(date(2027, 4, 28))
    await ana.sees("This is paused")
    await ana.presses("Pick it up")
    await ana.sees("Picked up again, where you left it.")
    await year.talks(year.first, work_on="Following up", look_into=("Answering doubts",))
    await to_form(ana, "See both views")
    await ana.presses("What moved")
    await closes(ana)
    await ana.sees("*Listening*: room to grow you both see then, a strength you both see now.")
    await ana.sees("*Qualifying*: seen differently then, a strength you both see now.")
    await year.on(date(2027, 5, 11))
    await year.sees_something(year.first, "One customer came back with the same doubt.")
    await year.takes_second_look(year.first, "Answering doubts", "4 · Strong", "2 · Building")
    for person in (ana, maria):
        await person.sees("Now you see it differently.")
    await maria.presses("Gather more")
    await maria.sees("Where?")
    await maria.sends()
    await closes(maria)
    await ana.sees("You gather more, on another occasion.")

    # summer: another manager; the plan comes along, the past as she says
    await year.on(date(2027, 7, 6))
    await maria.keyboard.open_home()
    await maria.presses("End coaching with Ana", at_home=True)
    await closes(maria)
    await year.meets(year.second)
    await year.keeps_to_the_short_form(ben)
    await ben.sees("It came along from Ana's coaching with Maria.")
    await ana.presses("No, it stays there")
    await year.both_answer(year.second, SUMMER_REP, SUMMER_MANAGER)
    await year.talks(year.second, work_on=None, look_into=("Answering doubts",))
    assert HEARD not in str([one.texts for one in slack.person("UBEN").shown()]), "said to somebody else"

    # autumn: the last one of the year
    await year.begins_by_itself(year.second, date(2027, 10, 12))
    await year.both_answer(year.second, AUTUMN_REP, AUTUMN_MANAGER)
    await year.talks(year.second, work_on=None, look_into=())
    for person in (ana, ben):
        await person.sees("You both agreed to these words")
    assert not refused_by_slack(slack)
