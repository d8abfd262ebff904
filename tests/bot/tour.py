"""
A tour past every button, form and command of the app, each used by whom it is for, at a moment when it is.

What is registered and not used here is named by a test: add a step to one of these ways. A button that time alone
brings (a date that has passed, three quiet days) is pressed by a client of one's own making: ``makes``.

(Over 300 lines: a way a function, and the tests name them in their order.)
"""

import asyncio
import contextlib
import sqlite3
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.slack_ids import Act
from bot.surfaces.packing import pack
from coaching_core.domain.calendar import add_working_days
from playground.delivery.answers import Answer as Taken
from playground.slack import Slack
from tests.bot.hands import Hands
from tests.bot.playing import (
    MANAGER,
    NAMES,
    REP,
    SHORT,
    Answers,
    App,
    Pair,
    again,
    answers,
    chooses,
    conversing,
    done_by,
    fills_below,
    fills_form,
    name,
    opens,
    to_form,
    top,
    until,
    well,
)

FAR = date(2035, 1, 8)
UTC = ZoneInfo("UTC")
SECRETS = (
    "a comment of the rep",
    "a comment of the manager",
    "an opening that waits",
    "factors in words",
    "what was seen of it",
)


def review_of(app: App, manager: Hands) -> str:
    """The newest review of this manager."""
    with contextlib.closing(sqlite3.connect(f"file:{app.database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT id FROM reviews WHERE manager = ? ORDER BY rowid DESC", (manager.id,))
        return str(rows.fetchone()[0])


async def makes(slack: Slack, person: Hands, act: Act, value: str) -> Taken:
    """Press a button that does not stand there."""
    press = next(one for one in reversed(done_by(slack, person, "block_actions")) if "view" not in one.payload)
    made = {"type": "button", "action_id": act.value, "block_id": "b", "value": value, "action_ts": "2000000000.000100"}
    return await again(slack, press, actions=[made])


async def closes(person: Hands) -> None:
    """Close whatever modal is open, also one that is just being opened."""
    await asyncio.sleep(0.1)
    while person.keyboard.modal() is not None:
        await person.keyboard.close_modal()


async def time_passes(slack: Slack, by: timedelta) -> None:
    slack.clock.move(by)
    await asyncio.sleep(1.3)  # the app looks at the moved clock once a second


async def asking(who: Pair, third: Hands) -> None:
    """Starting by command, form, shortcut and Home; a yes, and a not now."""
    manager, rep = who.both
    await manager.types("/coach-review help")
    await manager.types("/coach-review status")
    await manager.keyboard.run_shortcut("start_review")
    await until(lambda: manager.keyboard.modal() is not None)
    await manager.keyboard.close_modal()
    await manager.keyboard.open_home()
    await to_form(manager, "Start a review")
    await manager.names("Who is the rep?", third.id)
    await manager.submits()
    await manager.presses(f"Ask {name(third)}")
    await third.presses("Not now")
    await closes(manager)
    await manager.sees("said *not now*")
    await manager.types(f"/coach-review <@{rep.id}>")
    await manager.presses(f"Ask {name(rep)}")
    await rep.presses("Accept")
    await rep.sees("would like to plan your next coaching")


async def another_date(slack: Slack, app: App, who: Pair) -> None:
    manager, rep = who.both
    for answer in ("Keep it as it is", "Yes, that's fine"):
        await to_form(rep, "Another date or form")
        await rep.picks("Answer until", FAR)
        well(await rep.submits())
        await manager.sees("for your review")
        await manager.presses(answer)
        await app.settled()
    await makes(slack, manager, Act.EXTEND, pack(r=review_of(app, manager)))
    await until(lambda: manager.keyboard.modal() is not None)
    await manager.picks("Answer until", FAR + timedelta(days=7))
    well(await manager.submits())
    await app.settled()
    await makes(slack, rep, Act.WEEK_MORE, pack(r=review_of(app, manager), due=(FAR + timedelta(days=7)).isoformat()))
    await app.settled()


async def answering(slack: Slack, app: App, who: Pair) -> None:
    """In the message and in the form; sent, taken back, sent again."""
    manager, rep = who.both
    await rep.presses("Start")
    await rep.sees("Part 1 of 3")
    await rep.chooses("Qualifying", "5 · Sets the standard")
    await makes(slack, rep, Act.COMMENT, pack(r=review_of(app, manager), s="qualifying"))
    await until(lambda: rep.keyboard.modal() is not None)
    await rep.writes(NAMES["qualifying"], SECRETS[0])
    well(await rep.submits())
    await rep.presses("Later today")
    await rep.keyboard.open_home()
    await manager.keyboard.open_home()
    await manager.presses("Next week", at_home=True)
    await closes(manager)
    await rep.presses("Next")
    await rep.sees("Part 2 of 3")
    await to_form(rep, "As one form")
    await rep.chooses(SHORT.sections[1].skills[0].name, "2 · Building")
    await rep.presses("Back")
    await rep.sees("Part 1 of 3")
    await rep.keyboard.close_modal()
    await app.settled()
    await fills_form(rep, Answers(REP.scores, {"listening": SECRETS[0]}))
    await to_form(rep, "Write my opening")
    await rep.writes("Where are you at your best, and what would you like more of?", SECRETS[2])
    await rep.chooses("When you're both done", "I'll look at it again first")
    well(await rep.submits())
    await closes(rep)
    await app.settled()
    await to_form(rep, "Outside factors")
    await rep.chooses("What else plays a part?", "Leads")
    await rep.writes("In a sentence, if you like", SECRETS[3])
    well(await rep.submits())
    await app.settled()
    await rep.presses("Submit")
    await rep.sees(f"{name(manager)} isn't done yet")
    await rep.presses("Take it back")
    await app.settled()
    await rep.presses("Submit")
    await rep.presses(f"Nudge {name(manager)}")
    await fills_form(manager, Answers(MANAGER.scores, {"qualifying": SECRETS[1]}))
    well(await manager.submits())
    await rep.sees("name strengths and needs first")


async def in_writing(slack: Slack, app: App, who: Pair) -> None:
    """From the opening to the plan, with a pause, an end that was not meant, a proposal and a change."""
    manager, rep = who.both
    review = review_of(app, manager)
    await rep.presses("Pause")
    await rep.sees("This is paused")
    await rep.presses("Pick it up")
    await app.settled()
    await makes(slack, rep, Act.CANCEL, pack(r=review))
    await manager.presses("Let's go on")
    await app.settled()
    await opens(rep, strengths="x" * 2900, needs="y" * 2900)
    await manager.presses("Read it all")
    await until(lambda: manager.keyboard.modal() is not None)
    await manager.keyboard.close_modal()
    await to_form(manager, "Add mine")
    await manager.chooses("A strength you see", "Growing accounts")
    fills_below(manager, "A strength you see", "Always ready")
    well(await manager.submits())
    await rep.sees("choose what to take on")
    await to_form(rep, "See both views")
    await rep.presses("As a chart in my own chat")
    await closes(rep)
    await to_form(rep, "Choose")
    await rep.presses("One more to work on")
    await until(lambda: "One more to work on" not in rep.reads())
    await rep.keyboard.close_modal()
    await chooses(rep, look_into=("Qualifying",))
    await to_form(rep, "Open another area")
    await rep.chooses("Which one?", "Answering doubts")
    well(await rep.submits())
    await closes(rep)
    await to_form(manager, "Answer")
    await proposes(manager, "Yes, if")
    await rep.presses("Keep mine")
    await app.settled()
    await to_form(rep, "Change")
    await rep.writes("Something to add", "And one thing more")
    well(await rep.submits())
    await app.settled()
    await manager.presses("I agree")
    await rep.sees("You both agreed to these words")
    await rep.presses("Log 30 min")
    await app.settled()
    await rep.types("/coach-plan")
    await rep.keyboard.open_home()
    await rep.presses("What moved", at_home=True)
    await closes(rep)
    await rep.presses("Read the plan", at_home=True)
    await rep.presses("What became of it")
    await rep.presses("Add what was seen")
    await rep.sees("On which day?")
    await rep.writes("What was seen?", SECRETS[4])
    well(await rep.submits())
    await closes(rep)
    await app.settled()
    await to_form(rep, "In my calendar")
    await rep.presses("Send me the file")
    await rep.sees("is in your own chat with this app")
    await closes(rep)
    await a_second_look(app, manager, rep)
    await a_responsibility(app, manager, rep)
    await rep.keyboard.run_shortcut("use_as_evidence", rep.keyboard.messages(rep.keyboard.app_dm.id)[-1])
    await rep.sees("On which day?")
    await closes(rep)
    await manager.keyboard.open_home()
    await to_form(manager, "Read the plan")
    await to_form(manager, "What became of it")
    await manager.presses("Say…")
    await manager.chooses("Where does it stand?", "It's done")
    await manager.writes("A note", "Twice, and it went well")
    well(await manager.submits())
    await closes(manager)
    await app.settled()


async def a_second_look(app: App, manager: Hands, rep: Hands) -> None:
    """Asked for, closed, asked for again, answered by both, read; and more is gathered."""
    for closes_it in (True, False):
        await rep.keyboard.open_home()
        await rep.presses("Read the plan", at_home=True)
        await rep.presses("What became of it")
        await rep.presses("Second look")
        await rep.sees("At which skill?")
        await rep.submits()
        await closes(rep)
        if closes_it:
            await manager.presses("Close it")
            await app.settled()
    for person, answer in ((rep, "5 · Sets the standard"), (manager, "2 · Building")):
        await person.presses("Take a second look")
        await person.chooses("How do you see it now?", answer)
        well(await person.submits())
        await app.settled()
    await to_form(rep, "See both views")
    await closes(rep)
    await rep.presses("Gather more")
    await rep.sees("Where?")
    well(await rep.submits())
    await closes(rep)
    await app.settled()


async def a_responsibility(app: App, manager: Hands, rep: Hands) -> None:
    await manager.keyboard.open_home()
    await manager.presses("Read the plan", at_home=True)
    await manager.presses("What became of it")
    await manager.presses("Answer")
    await manager.sees("would take this on")
    await manager.chooses(f"{name(rep)} would take this on", "Yes")
    well(await manager.submits())
    await closes(manager)
    await app.settled()
    await manager.keyboard.open_home()
    await manager.presses("Read the plan", at_home=True)
    await manager.presses("What became of it")
    await manager.presses("Clear the way")
    await manager.writes("What will you do?", "Talk to marketing about the leads")
    well(await manager.submits())
    await closes(manager)
    await app.settled()


async def another_one(slack: Slack, app: App, who: Pair) -> None:
    """With a proposal that is taken."""
    manager, rep = who.both
    await manager.types(f"/coach-review <@{rep.id}>")
    await rep.sees("would like to plan your next coaching")
    await answers(rep, REP)
    await answers(manager, MANAGER)
    await rep.sees("name strengths and needs first")
    await opens(rep)
    await manager.presses("Nothing to add")
    await rep.sees("choose what to take on")
    await chooses(rep, look_into=())
    await to_form(manager, "Answer")
    await proposes(manager)
    await rep.presses("Take it")
    await app.settled()


async def ending(app: App, who: Pair) -> None:
    await who.manager.keyboard.open_home()
    await who.manager.presses(f"End coaching with {name(who.rep)}", at_home=True)
    await closes(who.manager)
    await app.settled()


async def another_manager(app: App, who: Pair) -> None:
    """The plan comes along; the rep says no, then yes, to what opened before."""
    manager, rep = who.both
    await manager.types(f"/coach-review <@{rep.id}>")
    await manager.presses(f"Ask {name(rep)}")
    await rep.presses("Accept")
    await rep.sees("coaches you now, and your plan goes on")
    for label in ("No, it stays there", "Let them read it"):
        await rep.presses(label)
        await app.settled()
        await closes(manager)
    await manager.keyboard.open_home()
    await manager.presses("What became of it", at_home=True)
    await manager.presses("What came before")
    await closes(manager)


async def proposes(manager: Hands, verdict: str = "Yes") -> None:
    await manager.chooses("A second need you would propose", "Following up")
    fills_below(manager, "A second need you would propose", "It would help with the first one")
    for block in top(manager).blocks:
        if block["type"] == "input" and " would take on more: " in block["label"]["text"]:
            await manager.chooses(block["label"]["text"], verdict)
            if verdict != "Yes":
                fills_below(manager, block["label"]["text"], "One call together first")
    well(await manager.submits())


async def live(slack: Slack, app: App, who: Pair) -> None:
    """Steps said aloud, notes taken, one refused; a manager who is silent, so the rep goes on; closed by both."""
    manager, rep = who.both
    await conversing(who)
    await rep.presses("Talk it through (30 min)")
    await rep.presses("I've had my say")
    for words, answer in (("I like the first call best", "Yes, that's it"), ("And not the second", "Not quite")):
        await to_form(manager, "Note it down")
        await manager.chooses("Whose words?", name(rep))
        await manager.chooses("About what?", "Strengths")
        await manager.writes("What was said?", words)
        await manager.sends()
        await app.settled()
        await rep.presses(answer)
        await app.settled()
    quiet = add_working_days(slack.clock.now(), 3, UTC) - slack.clock.now()
    await time_passes(slack, quiet)
    await makes(slack, rep, Act.GO_ON, pack(r=review_of(app, manager)))
    await app.settled()
    await manager.types(f"/coach-review cancel <@{rep.id}>")
    await rep.presses("Yes, stop here")
    await app.settled()


async def coaching_time(who: Pair) -> None:
    manager, rep = who.both
    for answer in ("Yes", "It didn't take place"):
        await manager.types(f"/coach-log <@{rep.id}> 45m call debrief")
        await rep.sees("with you. Was it so?")
        await rep.presses(answer)
    await rep.types(f"/coach-log <@{manager.id}> 1h30 role play")
    await manager.presses("Correct it")
    await manager.writes("How long?", "1h")
    await manager.sends()
    await closes(manager)
    await manager.keyboard.open_home()
    await to_form(manager, "Log coaching time")
    await manager.names("With whom?", rep.id)
    await manager.writes("How long?", "45m")
    await manager.chooses("What was it?", "Skills talk")
    await manager.submits()
    await closes(manager)
    await manager.keyboard.open_home()
    await to_form(manager, "See entries")
    await closes(manager)


async def before_a_talk(who: Pair) -> None:
    manager, rep = who.both
    await rep.keyboard.open_home()
    await rep.presses("Ask for coaching", at_home=True)
    for person in who.both:
        await closes(person)
    await manager.keyboard.open_home()
    await to_form(manager, "Before your talk")
    await closes(manager)


async def being_away(slack: Slack, app: App, person: Hands) -> None:
    await person.keyboard.open_home()
    await to_form(person, "I'm away…")
    await person.picks("On which day are you back?", (slack.clock.now() + timedelta(days=5)).date())
    well(await person.submits())
    await closes(person)
    await app.settled()
    await person.presses("I'm back")
    await app.settled()


async def team_settings(who: Pair, administrator: Hands) -> None:
    await who.manager.keyboard.open_home()
    await to_form(who.manager, "Team settings")
    await closes(who.manager)
    await closes(administrator)
    await administrator.keyboard.open_home()
    await to_form(administrator, "Settings of any team")
    await administrator.names("Whose team?", who.manager.id)
    await administrator.submits()
    await administrator.sees("How often?")
    await administrator.chooses("How often?", "Every half year")
    await administrator.submits()
    await closes(administrator)


async def declining(who: Pair) -> None:
    """Closed by the manager, started again with what the rep had answered, and not now after all."""
    manager, rep = who.both
    await manager.types(f"/coach-review <@{rep.id}>")
    await rep.presses("Start")
    await rep.sees("Part 1 of 3")
    await rep.chooses("Qualifying", "5 · Sets the standard")
    await manager.types(f"/coach-review cancel <@{rep.id}>")
    await rep.sees(f"The coaching review with *{name(manager)}* is closed")
    await manager.types(f"/coach-review <@{rep.id}>")
    await rep.presses("Bring over my one answer")
    await rep.sees("1 of 12 answered")
    await manager.types(f"/coach-review cancel <@{rep.id}>")
    await manager.types(f"/coach-review <@{rep.id}>")
    await rep.presses("Not now")
    await closes(manager)
    await manager.sees("said *not now* to the coaching review")
