"""
The coaching conversation, clicked through in a real browser by two people in two windows, as `make demo` shows it.

The main path is played to its end in three ways: by mouse, on a phone by touch (and in dark), by keyboard alone. The
others begin where both are done; `tests/bot/test_conversation.py` has the way there for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

import playground
from bot.cli.demo import GUIDE, PEOPLE
from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey
from playground import Slack
from tests.bot.conftest import MANIFEST, app_running
from tests.bot.hands import Hands
from tests.browser import axe
from tests.browser.conftest import Look

pytest.importorskip("playwright.async_api", reason="playwright is not installed")
from playwright.async_api import expect

from tests.browser.windows import Keys, Phone, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
LABELS = SHORT.scale.labels
SECRETS = ("budget a talk earlier", "Staying quiet", "Sets the standard", "Three customers")


def point(score: int) -> str:
    return f"{score} · {LABELS[score - 1]}"


@pytest_asyncio.fixture(loop_scope="session")
async def slack(tmp_path: Path) -> AsyncIterator[Slack]:
    guide = GUIDE.read_text(encoding="utf-8")
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, guide=guide) as running,
        app_running(running, f"sqlite:///{tmp_path}/coach.sqlite"),
    ):
        yield running


def messages_of(slack: Slack, person_id: str) -> str:
    return f"{slack.address}/app/{slack.app_id}/messages?as={person_id}"


# the way to the conversation, in the browser


async def asks_and_accepts(maya: Window, ben: Window) -> None:
    await maya.picture("empty")
    await maya.types("/coach-review @Ben")
    await maya.sees("Shall we ask?")
    await maya.picture("offer")
    await maya.presses("Ask Ben")
    await ben.sees("would like to plan your coaching with you here")
    await ben.picture("asked")
    await ben.presses("Accept")
    await ben.sees("would like to plan your next coaching")
    await ben.picture("invited")


async def rates_all(person: Window, scores: Mapping[str, str], default: str, *, picture: str) -> None:
    """Answer page after page; the last one is the check."""
    for number, section in enumerate(SHORT.sections, start=1):
        where = await person.where()
        await expect(where.get_by_text(f"Part {number} of {len(SHORT.sections)}").last).to_be_visible()
        if number == 1:
            await person.picture(picture)
        await person.rates([skill.name for skill in section.skills], scores, default)
        await person.presses("Next" if number < len(SHORT.sections) else "Check my answers")


async def in_chat(person: Window, scores: Mapping[str, str], default: str) -> None:
    await person.presses("Start")
    await rates_all(person, scores, default, picture="questions")
    await person.sees("Nothing is sent until you press Submit")
    await person.picture("check")
    await person.presses("Submit")


async def as_one_form(person: Window, scores: Mapping[str, str], default: str) -> None:
    await person.opens("As one form", "Your answers")
    await rates_all(person, scores, default, picture="form")
    await expect(person.page.get_by_role("dialog", name="Check and send")).to_be_visible()
    await person.picture("check-form")
    await person.sends("Submit")


# the conversation


async def in_writing(maya: Window, ben: Window) -> None:
    """From the thread's first message to the plan that both agreed to."""
    await ben.goes_to_the_thread("Maya")
    await maya.goes_to_the_thread("Ben")
    await ben.sees("name strengths and needs first")
    await ben.picture("root")
    await ben.opens("In writing", "Your opening")
    await ben.picture("opening-form")
    await ben.writes("Where are you at your best", "Preparing the first call, and keeping people in the loop.")
    await ben.writes("What would you most like to get better at", "Staying quiet when a customer thinks.")
    await ben.sends("Send")

    await maya.sees("Staying quiet when a customer thinks.")
    await maya.picture("her-turn")
    await maya.opens("Add mine", "Add yours")
    await maya.picks("A strength you see", "Following up")
    await maya.writes("What have you seen Ben do?", "Three customers thanked you for the summaries.")
    await maya.picture("reply-form")
    await maya.sends("Send")

    await ben.sees("You both see strengths here")
    await ben.picture("comparison")
    await ben.opens("Choose", "Your choices")
    await ben.picks("From which strength?", "Following up")
    await ben.picks("Which skill?", "Listening")
    await ben.picks("Which skills?", "Qualifying")
    await ben.picture("choices")
    await ben.sends("Send")

    await maya.sees("Ben chose")
    await maya.picture("choices-seen")
    await maya.opens("Answer", "Your answer")
    await maya.chooses("Ben would take on more", "Yes")
    await maya.writes("How I see it: Qualifying", "I would ask for the budget a talk earlier.")
    await maya.writes("My support", "One hour every second Friday.")
    await maya.picture("answer")
    await maya.sends("Send and agree")

    await ben.sees("do you agree to this plan")
    await ben.picture("agree")
    await ben.opens("See both views", "Both views")
    await ben.sees("I would ask for the budget a talk earlier.")
    await ben.picture("both-views")
    await ben.presses("As a chart in my own chat")
    await ben.sees("The chart is on its way")
    await ben.picture("chart-asked")
    await ben.closes()
    await ben.presses("I agree")
    await ben.sees("The plan that you both agreed to")
    await maya.sees("The plan that you both agreed to")
    await ben.picture("agreed")
    await maya.picture("agreed")


async def looks_at_the_chart_and_home(ben: Window) -> None:
    await ben.goes_to("Common Ground")
    await expect(ben.page.get_by_role("img", name="Bar chart")).to_be_visible()
    await ben.picture("chart")
    await ben.goes_to("Home")
    await expect(ben.page.get_by_role("button", name="Read the plan")).to_be_visible()
    await ben.picture("home")


WAYS = {"mouse": Window, "phone": Phone, "keyboard": Keys}


@pytest.mark.parametrize("way", WAYS)
async def test_a_whole_conversation_in_writing(slack: Slack, look: Look, way: str) -> None:
    phone = way == "phone"
    names = (("UMAYA", "maya"), ("UBEN", "ben"))
    maya, ben = [
        WAYS[way](await look(messages_of(slack, who), phone=phone, dark=phone), name, f"{way}-") for who, name in names
    ]
    await asks_and_accepts(maya, ben)
    await in_chat(ben, {"Listening": point(2), "Qualifying": point(5), "Growing accounts": "No chance yet"}, point(4))
    await ben.sees("isn't done yet")
    await as_one_form(maya, {"Listening": point(2), "Qualifying": point(2)}, point(4))
    await in_writing(maya, ben)
    await looks_at_the_chart_and_home(ben)


# other conversations, from where both are done


async def both_done(slack: Slack, ben_says: Mapping[str, str], maya_says: Mapping[str, str]) -> None:
    """Both have answered all, without a browser; the key "" is every other skill."""
    maya, ben = Hands(slack.person("UMAYA")), Hands(slack.person("UBEN"))
    await maya.types("/coach-review @Ben")
    await maya.presses("Ask Ben")
    await ben.presses("Accept")
    await ben.sees("would like to plan your next coaching")
    for person, scores in ((ben, ben_says), (maya, maya_says)):
        await person.presses("As one form")
        for number, section in enumerate(SHORT.sections, start=1):
            await person.sees(f"Part {number} of {len(SHORT.sections)}")
            for skill in section.skills:
                await person.chooses(skill.name, scores.get(skill.name, scores[""]))
            assert (await person.submits()).ok
        await person.sends()
    await ben.sees("name strengths and needs first")


async def both_in_the_thread(slack: Slack, look: Look, prefix: str, *, dark: bool = False) -> tuple[Window, Window]:
    maya = Window(await look(messages_of(slack, "UMAYA"), dark=dark), "maya", prefix)
    ben = Window(await look(messages_of(slack, "UBEN"), dark=dark), "ben", prefix)
    await ben.goes_to_the_thread("Maya")
    await maya.goes_to_the_thread("Ben")
    return maya, ben


async def test_live_each_step_is_a_card_and_notes_need_a_yes(slack: Slack, look: Look) -> None:
    await both_done(
        slack,
        {"": point(4), "Listening": point(2), "Qualifying": point(5)},
        {"": point(4), "Listening": point(3), "Qualifying": point(2)},
    )
    maya, ben = await both_in_the_thread(slack, look, "live-", dark=True)
    await ben.presses("Talk it through (30 min)")
    turns = ((ben, "at your best"), (maya, "ask Ben"), (ben, "get better at"), (maya, "ask Ben"))
    for number, (person, about) in enumerate(turns):
        await expect(person.page.get_by_role("article").last).to_contain_text(about)
        await person.picture(f"card-{number}")
        await person.presses("I've had my say")
    await ben.sees("You both see strengths here")
    await maya.opens("Note it down", "Note it down")
    await maya.chooses("Whose words?", "Ben")
    await maya.chooses("About what?", "Strengths")
    await maya.writes("What was said?", "I like the first call best")
    await maya.picture("note")
    await maya.sends("Keep")
    await ben.sees("I like the first call best")
    await ben.picture("is-that-it")
    await ben.presses("Yes, that's it")
    await expect(ben.page.get_by_role("button", name="Yes, that's it")).to_have_count(0)
    await ben.presses("None today")
    await expect(maya.page.get_by_role("article").last).to_contain_text("anything to add")
    await maya.presses("I've had my say")
    await expect(ben.page.get_by_role("article").last).to_contain_text("what goes into the plan?")
    await ben.opens("Choose", "Your choices")
    await ben.picks("Which skill?", "Listening")
    await ben.sends("Send")
    await maya.opens("Answer", "Your answer")
    await maya.sends("Send and agree")
    await ben.sees("do you agree to this plan")
    await ben.presses("I agree")
    await maya.sees("The plan that you both agreed to")
    await maya.picture("agreed")


async def test_all_strengths_ask_what_one_would_like_to_be_known_for(slack: Slack, look: Look) -> None:
    await both_done(slack, {"": point(5)}, {"": point(5)})
    maya, ben = await both_in_the_thread(slack, look, "strengths-")
    await ben.opens("In writing", "Your opening")
    await ben.writes("Where are you at your best", "All of it")
    await ben.sends("Send")
    await maya.presses("Nothing to add")
    await ben.sees("what would you like to be known for?")
    await ben.picture("known-for")
    await ben.opens("Choose", "Your choices")
    await ben.writes("Something you'd like to try", "Coach the two new colleagues")
    await ben.picture("choices")
    await ben.sends("Send")
    await maya.opens("Answer", "Your answer")
    await maya.sends("Send and agree")
    await ben.sees("do you agree to this plan")
    await ben.presses("I agree")
    await maya.sees("The plan that you both agreed to")
    await maya.sees("Coach the two new colleagues")
    await maya.picture("agreed")


async def test_nothing_seen_by_the_manager_means_to_watch_first(slack: Slack, look: Look) -> None:
    await both_done(slack, {"": point(4)}, {"": "Haven't seen it yet"})
    maya, ben = await both_in_the_thread(slack, look, "unseen-")
    await ben.opens("In writing", "Your opening")
    await ben.writes("What would you most like to get better at", "Longer deals")
    await ben.sends("Send")
    await maya.presses("Nothing to add")
    await ben.sees("Not seen yet by one of you")
    await ben.picture("comparison")
    await ben.opens("Choose", "Your choices")
    await ben.picks("Which skills?", "Listening", "Asking questions")
    await ben.picture("choices")
    await ben.sends("Send")
    await maya.opens("Answer", "Your answer")
    await maya.sends("Send and agree")
    await ben.sees("do you agree to this plan")
    await ben.presses("I agree")
    await maya.sees("The plan that you both agreed to")
    await maya.picture("agreed")


# awkward moments


async def test_clicking_out_of_turn_gets_a_friendly_private_line(slack: Slack, look: Look) -> None:
    await both_done(slack, {"": point(4), "Listening": point(2)}, {"": point(4), "Listening": point(2)})
    maya, ben = await both_in_the_thread(slack, look, "turn-")
    before = len(slack.person("UBEN").shown())
    await maya.presses("In writing")
    await maya.hears_privately("is speaking. You'll hear from us when it's your turn. Nothing has changed.")
    await maya.picture("private-line")
    assert await maya.page.get_by_role("dialog").count() == 0
    await slack.settled()
    assert len(slack.person("UBEN").shown()) == before, "and only she sees it"
    await ben.opens("In writing", "Your opening")


async def test_a_third_person_sees_nothing_and_can_do_nothing(slack: Slack, look: Look) -> None:
    """Ola owns the workspace: administrators run the system, they do not read the conversations."""
    await both_done(slack, {"": point(4), "Listening": point(2)}, {"": point(4), "Listening": point(2)})
    maya, ben = await both_in_the_thread(slack, look, "third-")
    await ben.opens("In writing", "Your opening")
    await ben.writes("What would you most like to get better at", "Staying quiet when a customer thinks.")
    await ben.sends("Send")
    await maya.sees("Staying quiet")

    there = ben.page.url.replace("as=UBEN", "as=UOLA")
    page = await look(there, expected="404")
    await expect(page.get_by_role("heading", name="Not here")).to_be_visible()
    ola = Window(page, "ola", "third-")
    await ola.picture("not-here")
    await page.goto(messages_of(slack, "UOLA"))
    await expect(page.get_by_role("link", name="Maya")).to_have_count(0)
    await ola.types("/coach-review status")
    await expect(page.locator(".message.private")).to_be_visible()
    await ola.types("/coach-review cancel @Ben")
    await expect(page.locator(".message.private")).to_have_count(2)
    await ola.picture("told")
    await ola.goes_to("Home")
    await expect(page.get_by_role("button", name="Start a review")).to_be_visible()
    await ola.picture("home")
    seen = "\n".join(text for one in slack.person("UOLA").shown() for text in one.texts)
    assert not [secret for secret in SECRETS if secret in seen]
    await expect(ben.page.get_by_role("log", name="Thread")).to_contain_text("it's your turn: ask Ben")


async def test_nothing_serious_is_found_by_the_accessibility_checker(slack: Slack, look: Look, axe_script: str) -> None:
    found: dict[str, list[str]] = {}

    async def check(window: Window, name: str) -> None:
        await window.page.wait_for_timeout(250)
        found[name] = await axe.findings(window.page, axe_script)

    maya = Window(await look(messages_of(slack, "UMAYA"), dark=True), "maya")
    ben = Window(await look(messages_of(slack, "UBEN")), "ben")
    await asks_and_accepts(maya, ben)
    await check(ben, "invitation")
    await ben.presses("Start")
    await ben.sees("Part 1 of 3")
    await check(ben, "questions")
    await maya.opens("As one form", "Your answers")
    await check(maya, "form")
    await maya.closes()
    await maya.goes_to("Home")
    await expect(maya.page.get_by_role("button", name="Answer")).to_be_visible()
    await check(maya, "Home")
    for person, unsaid in ((maya, "Haven't seen it yet"), (ben, "No chance yet")):
        hands = Hands(slack.person(f"U{person.name.upper()}"))
        await hands.presses("As one form")
        for section in SHORT.sections:
            for number, skill in enumerate(section.skills):
                await hands.chooses(skill.name, (point(4), point(2), unsaid)[number % 3])
            await hands.submits()
        await hands.sends()
    await ben.goes_to_the_thread("Maya")
    await maya.goes_to_the_thread("Ben")
    await ben.opens("In writing", "Your opening")
    await check(ben, "opening")
    await ben.writes("What would you most like to get better at", "Waiting")
    await ben.sends("Send")
    await maya.sees("Waiting")
    await maya.opens("Add mine", "Add yours")
    await check(maya, "reply")
    await maya.closes()
    await maya.presses("Nothing to add")
    await ben.sees("it's your turn: choose")
    await check(ben, "comparison")
    await ben.opens("Choose", "Your choices")
    await check(ben, "choices")
    await ben.closes()
    await ben.opens("See both views", "Both views")
    await check(ben, "both views")
    assert not any(found.values()), "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


async def test_the_next_page_of_questions_is_read_from_its_top(slack: Slack, look: Look) -> None:
    maya = Window(await look(messages_of(slack, "UMAYA")), "maya")
    ben = Window(await look(messages_of(slack, "UBEN")), "ben")
    await asks_and_accepts(maya, ben)
    await ben.presses("Start")
    await expect(ben.page.get_by_text("Part 1 of 3")).to_be_in_viewport()
    await ben.rates([skill.name for skill in SHORT.sections[0].skills], {}, point(3))
    await ben.presses("Next")
    await expect(ben.page.get_by_text("Part 2 of 3")).to_be_in_viewport()


async def test_both_press_at_the_same_instant(slack: Slack, look: Look) -> None:
    await both_done(slack, {"": point(5)}, {"": point(5)})
    maya, ben = await both_in_the_thread(slack, look, "same-")
    await asyncio.gather(ben.presses("Talk it through (30 min)"), maya.presses("Talk it through (30 min)"))
    for one in (maya, ben):
        await one.sees("Say it aloud; notes come after.")
    thread = Hands(slack.person("UBEN")).thread()
    assert len(thread) == 2, "one card, not two"
