"""Whatever people write: nobody is pinged, nothing breaks, and it comes back to the letter."""

import copy

from playground.blockkit.payloads import MESSAGE_BYTES_ADVISED, weight
from playground.texts import mentioned, texts_in
from tests.bot.conftest import World
from tests.bot.hands import Hands, buttons_of, text_of
from tests.bot.playing import (
    Answers,
    Pair,
    after_categories,
    after_opening,
    again,
    done_by,
    facts,
    fills_below,
    pair,
    paired,
    refused_by_slack,
    replies,
    to_form,
    told,
    top,
    until,
    well,
    words_of,
)

AWKWARD = {
    "pings": "Ask <!channel>, <!here>, <!everyone>, <@UBEN>, <@UBEN|ben>, <!subteam^S1|@sales>, @channel and @ben",
    "markup": "*not bold* _nor this_ ~or that~ `code` ```block``` > quote\n• list\n1. one &amp; &lt;b&gt; & < >",
    "links": "<https://example.com|click me> https://example.com <#C0GENERAL|general> mailto:a@b.example",
    "emoji": "👩🏽‍🚀👨‍👩‍👧‍👦🇵🇹 :tada: :+1: 1️⃣ e\u0301",
    "right to left": "היא מקשיבה היטב — هي تصغي جيدًا (123) \u200fabc\u200e!",
    "spaces": "two  spaces,\ttab\n\n\nand empty lines",
    "json": '{"v":1,"r":"x"} \\" \\n \\u0000 %3Cb%3E +%20',
    "script": "<script>alert('x')</script> '; DROP TABLE ratings; --",
    "a lone ampersand": "&",
}
LONG = {
    "letters": "x" * 3000,
    "ampersands": "&" * 3000,
    "pings": ("<!channel> " * 300)[:3000].strip(),
    "emoji": "👩🏽‍🚀" * 750,
    "lines": ("line\n" * 600).strip(),
}
SKILLS = ("first_contact", "qualifying", "discovery_questions", "listening", "value_story", "objections")
NAMES = ("Opening conversations", "Qualifying", "Asking questions", "Listening", "Linking our offer to their goals")


def database(world: World) -> str:
    return world.settings.database_url.removeprefix("sqlite:///")


def nobody_was_pinged(world: World, who: Pair) -> None:
    """The app's messages address whoever's turn it is, and nobody else was ever notified."""
    pair_ids = {who.manager.id, who.rep.id}
    for channel in world.slack.world.channels.values():
        for message in channel.messages.values():
            for revision in message.revisions:
                assert mentioned(revision.text, revision.blocks) <= pair_ids, text_of(message)
    for person in who.both:
        for message in person.keyboard.ephemerals():
            assert mentioned(message.text, message.blocks) <= pair_ids, text_of(message)
    for person_id in world.slack.world.people.keys() - pair_ids:
        assert world.slack.world.notifications.get(person_id, []) == []


def to_the_letter(screen: object, words: str) -> bool:
    """Whether the words stand somewhere as a text of their own."""
    return words in list(texts_in(screen))


async def sees_both(person: Hands) -> list[object]:
    modal = await to_form(person, "See both views")
    blocks: list[object] = list(modal.blocks)
    await person.keyboard.close_modal()
    return blocks


async def takes_on(rep: Hands, strength: str, words: str) -> None:
    """Choose a strength, and write one's own sentence in place of the idea."""
    await to_form(rep, "Choose")
    before = top(rep).hash
    await rep.chooses("From which strength?", strength)
    await until(lambda: top(rep).hash != before, "no idea was filled in")
    fills_below(rep, "From which strength?", words)


def questions(person: Hands) -> list[str]:
    return [block["label"]["text"] for block in top(person).blocks if block["type"] == "input"]


async def test_awkward_words_come_back_to_the_letter_and_ping_nobody(world: World) -> None:
    """As comments, opening, notes, choices, views, support and plan."""
    who = pair(world)
    maria, ana = who.both
    words = list(AWKWARD.values())
    comments = {**dict(zip(SKILLS, words, strict=False)), "objections": "seen differently, so it stays closed"}
    await after_categories(
        who,
        Answers({}, comments),
        Answers({"objections": 2, "account_growth": 2}, dict(zip(SKILLS, reversed(words), strict=False))),
    )
    for person in who.both:
        views = await sees_both(person)
        for skill in SKILLS[:5]:  # seen alike; the sixth is seen differently, and stays closed
            assert to_the_letter(views, comments[skill]), skill
        assert not to_the_letter(views, comments["objections"])

    await takes_on(ana, "Qualifying", AWKWARD["pings"])
    known_for = next(one for one in questions(ana) if "like to try" in one)
    await ana.writes(known_for, AWKWARD["markup"])
    well(await ana.submits())
    await maria.sees("answer, say what you'll do for it, and agree")
    await to_form(maria, "Answer")
    assert to_the_letter(top(maria).blocks, AWKWARD["pings"]), "the whole draft is shown"
    await maria.chooses("Ana would take on more: Qualifying", "Yes, if")
    await maria.writes("If not a plain yes: what does it need?", AWKWARD["links"])
    await maria.writes("My support", AWKWARD["emoji"])
    await maria.writes("Something I'll clear out of the way", AWKWARD["right to left"])
    well(await maria.submits())
    await ana.sees("do you agree to this plan")
    plan = ana.thread()[-1].blocks
    for kind in ("pings", "markup", "emoji", "right to left"):
        assert to_the_letter(plan, AWKWARD[kind]), kind
    await ana.presses("I agree")
    await maria.sees("You both agreed to these words")
    for person in who.both:
        assert "Qualifying" in await person.types("/coach-plan")
    nobody_was_pinged(world, who)
    assert refused_by_slack(world.slack) == []


async def test_the_longest_words_fit_everywhere(world: World) -> None:
    who = pair(world)
    maria, ana = who.both
    long = list(LONG.values())
    comments = dict(zip(SKILLS, long, strict=False))
    await after_categories(who, Answers({}, comments), Answers({"objections": 2}, comments))
    for person in who.both:
        views = await sees_both(person)
        for skill in SKILLS[:5]:
            assert to_the_letter(views, comments[skill]), skill
    await takes_on(ana, "Qualifying", LONG["ampersands"])
    well(await ana.submits())
    await maria.sees("answer, say what you'll do for it, and agree")
    await to_form(maria, "Answer")
    await maria.chooses("Ana would take on more: Qualifying", "Yes, if")
    await maria.writes("If not a plain yes: what does it need?", LONG["ampersands"])
    await maria.writes("My support", LONG["emoji"])
    await maria.writes("Something I'll clear out of the way", LONG["pings"])
    well(await maria.submits())
    await ana.sees("do you agree to this plan")
    await ana.presses("I agree")
    await maria.sees("You both agreed to these words")
    whole = await to_form(ana, "Read it all")
    for kind in ("ampersands", "emoji", "pings"):
        assert to_the_letter(whole.blocks, LONG[kind]), kind
    await ana.keyboard.close_modal()
    for message in ana.thread():
        assert all(weight(revision.blocks) <= MESSAGE_BYTES_ADVISED for revision in message.revisions), text_of(message)
    assert await ana.types("/coach-plan")
    nobody_was_pinged(world, who)
    assert refused_by_slack(world.slack) == []


async def test_every_comment_as_long_as_it_may_be(world: World) -> None:
    """Twelve skills, two people, three thousand characters of the widest kind: both views still open."""
    who = pair(world)
    wide = Answers({}, dict.fromkeys([*SKILLS, *OTHERS], LONG["emoji"]))
    await after_categories(who, wide, wide)
    heard = len(told(who.manager))
    await who.manager.presses("See both views")
    await until(
        lambda: len(told(who.manager)) > heard or who.manager.keyboard.modal() is not None, "not a word came back", 3.0
    )
    assert who.manager.keyboard.modal() is not None, told(who.manager)[-1]
    assert refused_by_slack(world.slack) == []


OTHERS = ("decision_makers", "next_steps", "follow_up", "account_growth", "product_knowledge", "pipeline_upkeep")


async def test_three_thousand_characters_and_not_one_more(world: World) -> None:
    who = pair(world)
    ana = who.rep
    await paired(who)
    await ana.presses("Start")
    await ana.sees("Part 1 of 3")
    await to_form(ana, "Add a comment")
    field = next(block["label"]["text"] for block in top(ana).blocks if block["type"] == "input")
    await ana.writes(field, "x" * 3001)
    assert not (await ana.submits()).ok, "Slack's client takes no more"
    await ana.writes(field, "x" * 3000)
    well(await ana.submits())
    sent = done_by(world.slack, ana, "view_submission")[-1]
    before = facts(database(world))
    view = copy.deepcopy(sent.payload["view"])
    for elements in view["state"]["values"].values():
        for element in elements.values():
            element["value"] = "y" * 3001
    said = words_of(await again(world.slack, sent, view=view))
    assert "3,001 characters; 3,000 fit" in said, "and neither does the app"
    assert facts(database(world)) == before, "nothing is cut silently"


async def test_nothing_to_see_is_no_word(world: World) -> None:
    """Blank, or only marks that no screen shows: it is taken, and drawn as a dash at most."""
    who = pair(world)
    blanks = dict(zip(SKILLS, ("   ", "\n\n", "\u200b", "\u202e"), strict=False))
    await after_categories(who, Answers({}, blanks), Answers({}, {}))
    for person in who.both:
        await sees_both(person)
    assert refused_by_slack(world.slack) == []


async def test_the_managers_words_wait_where_the_two_differ(world: World) -> None:
    """On a shared skill they come with the categories, on another they wait; nothing of them pings."""
    who = pair(world)
    maria, ana = who.both
    await after_opening(who)
    await replies(maria, ("Growing accounts", AWKWARD["pings"]), ("Qualifying", "held back until she has spoken"))
    await ana.sees("choose what to take on")
    assert to_the_letter(ana.thread()[-1].blocks, AWKWARD["pings"])
    assert "held back" not in ana.reads()
    nobody_was_pinged(world, who)


async def test_names_of_people_are_words_too(world: World) -> None:
    """A display name is as free as any text."""
    for person, called in (("UMARIA", "<!channel> *M*"), ("UANA", "Ana & <@UBEN> _a_ " + "ñ" * 60)):
        world.slack.world.people[person].name = called.replace(" ", "")
        world.slack.world.people[person].real_name = called
    who = pair(world)
    maria, ana = who.both
    await maria.types(f"/coach-review <@{ana.id}>")
    ask = next(one for one in await buttons(maria) if one.startswith("Ask "))
    await maria.presses(ask)
    await ana.presses("Accept")
    await ana.sees("would like to plan your next coaching")
    await maria.sees("You asked")
    nobody_was_pinged(world, who)
    assert refused_by_slack(world.slack) == []


async def buttons(person: Hands) -> list[str]:
    await until(lambda: any(buttons_of(one) for one in person.screens()))
    return [label for screen in person.screens() for label in buttons_of(screen)]
