"""What was seen of an area: added in a form, or begun from a message; both read it in the thread, in place."""

from datetime import timedelta

import pytest

from bot.surfaces.texts import as_typed
from playground.model import Message
from playground.slack import Slack
from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import Pair, agreed, refused_by_slack, top
from tests.bot.tour import closes


async def opens_form(person: Hands) -> None:
    await person.keyboard.open_home()
    await person.presses("Read the plan", at_home=True)
    await person.presses("What became of it")
    await person.presses("Add what was seen")
    await person.sees("On which day?")


async def says(slack: Slack, person: str, words: str, *, with_app: bool = True) -> Message:
    """Somebody writes in a channel, of which the app is a member or not."""
    name = "C0CALLS" if with_app else "C0CLOSED"
    if name not in slack.world.channels:
        members = ("UMARIA", "UANA", "USAM", *((slack.bot_user_id,) if with_app else ()))
        slack.world.add_channel(
            name, slack.team_id, "channel", members, "calls" if with_app else "closed", is_private=True
        )
    await slack.person(person).say(name, words)
    return list(slack.world.channels[name].messages.values())[-1]


async def test_the_rep_adds_first_and_both_read_it_in_place(world: World) -> None:
    maria, ana = world.maria, world.ana
    await agreed(Pair(maria, ana))
    thread = len(ana.thread())
    await opens_form(ana)
    await ana.writes("What was seen?", "I let the silence be, twice.")
    await ana.writes("A link", "https://example.com/call")
    await ana.sends()
    await closes(ana)
    for person in (ana, maria):
        await person.sees("Seen by Ana on")
        await person.sees("I let the silence be, twice.")
    assert len(ana.thread()) == thread + 1, "one message follows the plan, and it is changed in place"
    await opens_form(maria)
    await maria.writes("What was seen?", "I heard the second one.")
    await maria.sends()
    await closes(maria)
    await ana.sees("Seen by Maria on")
    assert len(ana.thread()) == thread + 1
    assert not refused_by_slack(world.slack)


async def test_a_day_to_come_is_said_at_its_field(world: World) -> None:
    maria, ana = world.maria, world.ana
    await agreed(Pair(maria, ana))
    await opens_form(ana)
    await ana.writes("What was seen?", "A call of next week.")
    await ana.picks("On which day?", (world.slack.clock.now() + timedelta(days=7)).date())
    refused = await ana.submits()
    assert "still to come" in str(refused.errors)


async def test_a_message_is_used_with_its_link_and_the_words_that_one_keeps(world: World) -> None:
    maria, ana, slack = world.maria, world.ana, world.slack
    await agreed(Pair(maria, ana))
    message = await says(slack, "UANA", "The customer asked <@UMARIA> who decides.")
    await ana.keyboard.run_shortcut("use_as_evidence", message)
    await ana.sees("On which day?")
    await ana.writes("What was seen?", "I asked who decides, and waited.")
    await ana.sends()
    await maria.sees("I asked who decides, and waited.")
    await maria.waits(lambda: "/archives/C0CALLS/p" in str(maria.thread()[-1].blocks))
    assert len(slack.world.channels["C0CALLS"].messages) == 1, "nobody is called there"
    assert not refused_by_slack(slack)


@pytest.mark.parametrize(
    ("markup", "typed"),
    [
        ("<@UMARIA> asked who signs &amp; pays.", "@somebody asked who signs & pays."),
        ("Read <https://example.com/a?b=1&amp;c=2|the proposal>.", "Read the proposal."),
        ("Read <https://example.com/a?b=1&amp;c=2>.", "Read https://example.com/a?b=1&c=2."),
        ("<!here> see <#C0CALLS> or <#C0CALLS|calls>", "@here see #a-channel or #calls"),
        ("<!subteam^S1|@sales> and <!date^1^{date}|1 May>: 3 &lt; 5", "@sales and 1 May: 3 < 5"),
        ("&amp;lt; is how one writes it", "&lt; is how one writes it"),
    ],
)
def test_what_slack_keeps_of_a_message_reads_as_its_author_typed_it(markup: str, typed: str) -> None:
    assert as_typed(markup) == typed


async def test_the_form_begins_with_the_words_as_they_were_typed(world: World) -> None:
    await agreed(Pair(world.maria, world.ana))
    message = await says(world.slack, "UANA", "<@UMARIA> asked who signs &amp; pays.")
    await world.ana.keyboard.run_shortcut("use_as_evidence", message)
    await world.ana.sees("On which day?")
    assert "@somebody asked who signs & pays." in str(top(world.ana))


async def test_of_what_the_app_cannot_read_only_what_is_written_is_kept(world: World) -> None:
    maria, ana, slack = world.maria, world.ana, world.slack
    await agreed(Pair(maria, ana))
    for message in (
        await says(slack, "UANA", "Words of a closed channel", with_app=False),
        await says(slack, "USAM", "Words of a stranger"),
    ):
        await ana.keyboard.run_shortcut("use_as_evidence", message)
        await ana.sees("only what you write here is kept")
        assert "Words of" not in text_of(top(ana))
        await closes(ana)
    await ana.keyboard.run_shortcut("use_as_evidence", message)
    await ana.sees("On which day?")
    await ana.writes("What was seen?", "In my own words.")
    await ana.sends()
    await maria.sees("In my own words.")
    assert "Words of" not in str([one.blocks for one in maria.thread()])


async def test_without_an_area_the_shortcut_says_so(world: World) -> None:
    maria = world.maria
    message = await says(world.slack, "UMARIA", "A message")
    await maria.keyboard.run_shortcut("use_as_evidence", message)
    await maria.sees("None of your plans has an area")
