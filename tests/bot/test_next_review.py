"""The next review opens with last time's plan: on both invitations, and in the root of the thread, kept up to date."""

from dataclasses import replace

from playground.model import Message
from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import (
    MANAGER,
    REP,
    Pair,
    agreed,
    answers,
    answers_choices,
    chooses,
    message_with,
    name,
    opens,
    pair,
    refused_by_slack,
    to_form,
    top,
    until,
    well,
)
from tests.bot.tour import closes


async def invited_again(world: World) -> Pair:
    """The two have agreed to a plan, and are asked for their next review."""
    who = pair(world)
    await agreed(who)
    await who.manager.types(f"/coach-review <@{who.rep.id}>")
    for person in who.both:
        await person.sees("Last time's plan:")
    return who


async def says_it_is_done(person: Hands, note: str) -> None:
    """Of the first item, by the newest button that leads there."""
    await to_form(person, "What became of it")
    await person.presses("Say…")
    await until(lambda: "Where does it stand?" in text_of(top(person)))
    await person.chooses("Where does it stand?", "It's done")
    await person.writes("A note", note)
    well(await person.submits())
    await person.keyboard.close_modal(all_of_them=True)


async def agreed_again(world: World) -> Pair:
    """The two have agreed to their second plan. Listening was room to grow to both, and is a strength now."""
    who = await invited_again(world)
    await agree_again(who)
    return who


async def agree_again(who: Pair) -> None:
    now = (
        replace(REP, scores={**REP.scores, "listening": 4}),
        replace(MANAGER, scores={**MANAGER.scores, "listening": 5}),
    )
    await answers(who.rep, now[0])
    await answers(who.manager, now[1])
    await opens(who.rep)
    await who.manager.presses("Nothing to add")
    await chooses(who.rep, work_on="Following up", look_into=())
    await answers_choices(who.manager)
    await who.rep.presses("I agree")
    await who.manager.sees("You both agreed to these words")


def root(person: Hands) -> Message:
    return person.thread()[0]


async def test_both_invitations_lead_to_what_became_of_it_and_follow_it(world: World) -> None:
    who = await invited_again(world)
    for person in who.both:
        assert "none marked as done yet" in text_of(message_with(person, "Last time's plan:"))
    await says_it_is_done(who.rep, "Three calls. The silence was worth it.")
    for person in who.both:
        await person.sees("*Last time's plan:* one of")
    assert not refused_by_slack(world.slack)


async def test_the_thread_begins_with_what_became_of_each_and_follows_it_in_place(world: World) -> None:
    who = await invited_again(world)
    await says_it_is_done(who.rep, "Three calls. The silence was worth it.")
    await answers(who.rep, REP)
    await answers(who.manager, MANAGER)
    await until(lambda: "name strengths and needs first" in text_of(root(who.manager)))
    shown = text_of(root(who.manager))
    assert f"*What {name(who.rep)} said they'd do*" in shown
    assert "Three calls. The silence was worth it." in shown
    assert shown.index("said they'd do") < shown.index("it's your turn")
    await says_it_is_done(who.manager, "I was there")
    await until(lambda: "I was there" in text_of(root(who.rep)))
    assert len(who.rep.thread()) == 1, "in place"
    assert not refused_by_slack(world.slack)


async def test_what_is_still_open_goes_on_in_the_next_plan_and_the_message_of_the_last_one_says_so(
    world: World,
) -> None:
    who = await invited_again(world)
    await says_it_is_done(who.rep, "Three calls. The silence was worth it.")
    await who.manager.sees("How the plan goes")
    of_the_last = message_with(who.manager, "How the plan goes")
    await agree_again(who)
    (now,) = [one.messages for one in world.slack.world.channels.values() if of_the_last.ts in one.messages]
    await until(lambda: "goes on in the next plan" in text_of(now[of_the_last.ts]))
    assert not refused_by_slack(world.slack)


MOVED = "*Listening*: room to grow you both see then, a strength you both see now."


async def test_what_moved_comes_into_the_own_chat_of_whoever_asks(world: World) -> None:
    who = await agreed_again(world)
    await to_form(who.manager, "See both views")
    await who.manager.presses("What moved")
    await closes(who.manager)
    await who.manager.sees(MOVED)
    assert MOVED not in "\n".join(text_of(one) for one in who.manager.thread())
    assert MOVED not in who.rep.reads()
    (chart,) = [one for one in message_with(who.manager, MOVED).blocks if one["type"] == "data_visualization"]
    assert len(chart["chart"]["series"]) == 4
    await who.rep.keyboard.open_home()
    await who.rep.presses("What moved", at_home=True)
    await closes(who.rep)
    await who.rep.sees(MOVED)
    assert not refused_by_slack(world.slack)


async def test_after_the_first_review_there_is_nothing_to_put_beside_it_and_that_is_said(world: World) -> None:
    who = pair(world)
    await agreed(who)
    await to_form(who.rep, "See both views")
    await who.rep.presses("What moved")
    await closes(who.rep)
    await who.rep.sees("This was the first review of you two")
