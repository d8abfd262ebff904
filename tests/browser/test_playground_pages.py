"""
The pages of the local Slack in a real Chromium: all that can be seen can be used, by mouse and by keyboard.

(Over 300 lines: one small app shared by a test for each thing that a visitor does.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from playground import Slack
from tests.browser.conftest import Look
from tests.browser.gallery_app import Gallery

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
expect, Page = playwright_api.expect, playwright_api.Page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def messages_of(slack: Slack, person_id: str) -> str:
    """The address of the app's Messages tab as somebody sees it."""
    return f"{slack.address}/app/{slack.app_id}/messages?as={person_id}"


async def send(page: Page, text: str, field: str = "Message Gallery") -> None:
    await page.get_by_label(field, exact=True).fill(text)
    await page.get_by_label(field, exact=True).press("Enter")


async def opened_form(page: Page) -> Any:
    await send(page, "/form")
    form = page.get_by_role("dialog", name="A form")
    await expect(form).to_be_visible()
    return form


# finding one's way


async def test_a_visitor_chooses_who_to_be_and_is_told_where_to_start(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(slack.address)
    await expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    await page.get_by_role("link", name="Maya Lindqvist").click()
    await expect(page.get_by_role("button", name="You are: Maya Lindqvist (Manager)")).to_be_visible()
    await page.get_by_role("button", name="Close the guide").click()
    await expect(page.get_by_role("heading", name="Start here")).to_be_hidden()
    await page.reload()
    await expect(page.get_by_role("heading", name="Start here")).to_be_hidden()
    await page.get_by_role("button", name="Start here").click()
    await expect(page.get_by_role("heading", name="Start here")).to_be_visible()


async def test_one_window_can_be_several_people_in_turn(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await page.get_by_role("button", name="You are: Maya").click()
    await page.get_by_role("link", name="Ravi Menon Sales rep").click()
    await expect(page.get_by_role("button", name="You are: Ravi Menon")).to_be_visible()


async def test_two_windows_are_two_people_and_both_are_live(slack: Slack, app: Gallery, look: Look) -> None:
    ravi = await look(f"{slack.address}/c/C0GENERAL?as=URAVI")
    zoe = await look(f"{slack.address}/c/C0GENERAL?as=UZOE")
    await send(ravi, "Hello @zoe, *welcome* & <b>thanks</b>", "Message #general")
    arrived = zoe.get_by_role("log", name="Messages").get_by_role("article", name="Ravi Menon")
    await expect(arrived).to_contain_text("Hello @Zoë Baptiste, welcome & <b>thanks</b>")
    await send(zoe, "Hi!", "Message #general")
    await expect(ravi.get_by_role("log", name="Messages")).to_contain_text("Hi!")


async def test_unread_messages_are_counted_and_marked(slack: Slack, app: Gallery, look: Look) -> None:
    zoe = await look(messages_of(slack, "UZOE"))
    room = zoe.get_by_role("link", name="general")
    await slack.person("URAVI").say("C0GENERAL", "One")
    await slack.person("URAVI").say("C0GENERAL", "Two")
    await expect(room).to_contain_text("2")
    await room.click()
    await expect(zoe.get_by_text("New", exact=True)).to_be_visible()
    await expect(room).not_to_contain_text("2")


# the composer


async def test_commands_and_names_are_completed(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "URAVI"))
    field = page.get_by_label("Message Gallery")
    await field.press_sequentially("/pa")
    await expect(page.get_by_role("option", name="/pair @person")).to_be_visible()
    await field.press("Enter")
    await field.press_sequentially("@lind")
    await expect(page.get_by_role("option", name="Maya Lindqvist")).to_be_visible()
    await field.press("Tab")
    await expect(field).to_have_value("/pair @Maya Lindqvist ")
    await field.press("Enter")
    await expect(page.get_by_role("link", name="Maya Lindqvist, Gallery")).to_be_visible()
    assert app.told("pair") == ["<@UMAYA>"]


async def test_a_read_only_app_takes_commands_and_says_so(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "hello there")
    await expect(page.get_by_text("Gallery does not read messages here.")).to_be_visible()
    await expect(page.get_by_label("Message Gallery")).to_have_value("hello there")
    await send(page, "/nothing")
    await expect(page.get_by_text("There is no command /nothing here.")).to_be_visible()


async def test_an_app_that_does_not_answer_is_named(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/slow")
    await expect(page.get_by_role("alert").filter(has_text="/slow")).to_be_visible()
    await expect(page.get_by_label("Message Gallery")).to_have_value("/slow")


async def test_a_private_answer_is_marked_and_can_be_dismissed(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/private")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await expect(page.get_by_text("Between you and me: a & b.")).to_be_visible()
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_text("Only visible to you")).to_be_hidden()


# messages and their elements


async def test_a_choice_is_sent_at_once_and_stays(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    group = page.get_by_role("radiogroup", name="Finding the problem")
    three = group.get_by_role("radio", name="3", exact=True)
    await three.check()
    await slack.settled()
    await three.press("ArrowDown")
    await expect(group.get_by_role("radio", name="4", exact=True)).to_be_checked()
    await expect(group.get_by_role("radio", name="4", exact=True)).to_be_focused()
    await page.reload()
    await expect(group.get_by_role("radio", name="4", exact=True)).to_be_checked()
    chosen = [action["selected_option"]["value"] for action in app.told("action")]
    assert chosen == ["3", "4"]


async def test_a_dangerous_button_asks_first(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_role("dialog", name="Delete it?")).to_contain_text("This cannot be undone.")
    await page.get_by_role("button", name="Keep it").click()
    await page.get_by_role("button", name="Next", exact=True).click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_role("button", name="Delete it").click()
    await until(lambda: len(app.told("action")) == 2)
    assert [action["action_id"] for action in app.told("action")] == ["next", "delete"]


async def test_every_element_of_a_message_can_be_used(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery elements")
    await page.get_by_label("A fruit", exact=True).click()
    await page.get_by_role("option", name="Banana").click()
    several = page.get_by_label("Several fruits")
    await several.click()
    await page.get_by_role("option", name="Cherry").click()
    await several.fill("ban")
    await expect(page.get_by_role("option")).to_have_count(1)
    await several.press("Enter")
    await several.press("Tab")
    await expect(page.get_by_role("button", name="Remove Cherry")).to_be_visible()
    await page.get_by_label("A colleague").fill("zo")
    await page.get_by_role("option", name="Zoë Baptiste").click()
    await page.get_by_label("A city").fill("li")
    await page.get_by_role("option", name="Lima").click()
    await page.get_by_label("A day").fill("2026-12-01")
    await page.get_by_label("A day").blur()
    await page.get_by_label("A time").fill("09:30")
    await page.get_by_label("A time").blur()
    await page.get_by_role("checkbox", name="Leads").check()
    await page.get_by_role("button", name="This helped").click()
    await until(lambda: len(app.told("action")) == 9)
    told = {action["action_id"]: action for action in app.told("action")}
    assert told["fruit"]["selected_option"]["value"] == "banana"
    assert {one["value"] for one in told["fruits"]["selected_options"]} == {"cherry", "banana"}
    assert told["who"]["selected_user"] == "UZOE"
    assert told["city"]["selected_option"]["value"] == "lima"
    assert told["day"]["selected_date"] == "2026-12-01"
    assert told["time"]["selected_time"] == "09:30"
    assert [one["value"] for one in told["apply"]["selected_options"]] == ["leads"]
    assert told["helpful"]["value"] == "good"


async def test_an_overflow_menu_works_by_keyboard(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    await page.get_by_role("button", name="More options").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Later today")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await until(lambda: bool(app.told("action")))
    assert app.told("action")[0]["selected_option"]["value"] == "tomorrow"


async def test_a_data_table_sorts_filters_and_turns_pages(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery tables")
    table = page.get_by_role("table", name="Open actions")
    first = table.locator("tbody tr:visible").first
    await expect(first).to_contain_text("Shadow two calls")
    await table.get_by_role("button", name="Days left").click()
    await expect(first).to_contain_text("Join a review")
    await table.get_by_role("button", name="Days left").click()
    await expect(first).to_contain_text("Write the plan")
    await page.get_by_role("button", name="Next page").click()
    await expect(page.get_by_text("4–6 of 7")).to_be_visible()
    await page.get_by_label("Filter Open actions").fill("call")
    await expect(page.get_by_text("1–2 of 2")).to_be_visible()


async def test_a_chart_is_drawn_with_its_values(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery bar")
    await expect(page.get_by_role("img", name="Bar chart: Both views (bar)")).to_be_visible()
    await page.get_by_text("Show the values").click()
    await expect(page.get_by_role("row", name="Discovery 3 4")).to_be_visible()


async def test_a_message_shortcut_is_in_the_message_menu(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await send(page, "/gallery rating")
    await page.get_by_role("article", name="Gallery").hover()
    await page.get_by_role("button", name="More actions for this message").click()
    await page.get_by_role("menuitem", name="Look closer").click()
    await expect(page.get_by_role("dialog", name="Closer")).to_be_visible()
    assert app.told("look") == ["Gallery: rating"]


# threads and notifications


async def test_a_group_conversation_has_a_thread_that_escape_closes(slack: Slack, app: Gallery, look: Look) -> None:
    maya = await look(messages_of(slack, "UMAYA"))
    ravi = await look(messages_of(slack, "URAVI"))
    await send(ravi, "/pair @maya")
    popped_up = maya.get_by_role("link", name="Both are in. Let us talk.")
    await popped_up.click()
    await maya.get_by_role("link", name="1 reply").click()
    await expect(maya.get_by_role("log", name="Thread")).to_contain_text("@Maya Lindqvist, you begin.")
    await send(maya, "I begin.", "Reply")
    await expect(maya.get_by_role("log", name="Thread")).to_contain_text("I begin.")
    await send(maya, "/pair @ravi", "Reply")
    await expect(maya.get_by_text("Commands do not work inside a thread.")).to_be_visible()
    await maya.keyboard.press("Escape")
    await expect(maya.get_by_role("log", name="Thread")).to_be_hidden()
    await ravi.get_by_role("button", name="Notifications").click()
    notes = ravi.get_by_role("region", name="Notifications")
    await expect(notes.get_by_role("link", name="Both are in")).to_be_visible()


# modals


async def test_a_form_shows_errors_at_the_field_and_keeps_what_was_typed(
    slack: Slack, app: Gallery, look: Look
) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    form = await opened_form(page)
    await expect(form.get_by_label("What went well?")).to_be_focused()
    await form.get_by_label("What went well?").fill("nothing")
    await form.get_by_label("What would you like more of?").fill("Time\nand quiet")
    await form.get_by_role("radiogroup", name="How do you see it?").get_by_role("radio", name="4", exact=True).check()
    await form.get_by_label("Favourite fruit").click()
    await page.get_by_role("option", name="Banana").click()
    await form.get_by_role("checkbox", name="Apple").check()
    await form.get_by_label("With whom?").fill("ravi")
    await page.get_by_role("option", name="Ravi Menon").click()
    await form.get_by_label("With whom?").press("Tab")
    await form.get_by_label("By when?").fill("2026-12-24")
    await form.get_by_label("At what time?").fill("18:00")
    await form.get_by_label("Exactly when?").fill("2026-12-24T18:00")
    await form.get_by_label("Minutes").fill("30")
    await form.get_by_label("E-mail").fill("maya@linen.example")
    await form.get_by_label("Notes").fill("All *good*")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_text("Surely there was something.")).to_be_visible()
    await expect(form.get_by_label("What went well?")).to_be_focused()
    await expect(form.get_by_label("What would you like more of?")).to_have_value("Time\nand quiet")
    await form.get_by_label("What went well?").fill("Much")
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()
    sent = {block: next(iter(entry.values())) for block, entry in app.told("submitted")[-1].items()}
    assert sent["name"]["value"] == "Much"
    assert sent["more"]["value"] == "Time\nand quiet"
    assert sent["rating"]["selected_option"]["value"] == "4"
    assert [one["value"] for one in sent["causes"]["selected_options"]] == ["apple"]
    assert sent["fruit"]["selected_option"]["value"] == "banana"
    assert sent["people"]["selected_users"] == ["URAVI"]
    assert sent["day"]["selected_date"] == "2026-12-24"
    assert sent["at"]["selected_time"] == "18:00"
    moment = datetime(2026, 12, 24, 18, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert sent["moment"]["selected_date_time"] == int(moment.timestamp())
    assert sent["minutes"]["value"] == "30"
    assert sent["notes"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "All *good*"


async def test_a_missing_answer_is_asked_for_at_its_field(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    form = await opened_form(page)
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_label("What went well?")).to_have_attribute("aria-invalid", "true")
    assert app.told("submitted") == []


async def test_half_typed_words_survive_when_the_app_redraws(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    form = await opened_form(page)
    await form.get_by_role("button", name="Redraw").click()
    await expect(form.get_by_text("Redrawn 1 times.")).to_be_visible()
    words = form.get_by_label("What would you like more of?")
    await words.press_sequentially("Half a sen")
    view = slack.person("UMAYA").modal()
    assert view is not None
    slack.world.views.replace(view, view)
    await words.press_sequentially("tence")
    await expect(words).to_have_value("Half a sentence")
    await expect(words).to_be_focused()


async def test_views_stack_and_close_one_by_one(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    form = await opened_form(page)
    await form.get_by_label("What went well?").fill("Kept below")
    await form.get_by_role("button", name="One more view").click()
    second = page.get_by_role("dialog", name="View 2")
    await expect(second).to_be_visible()
    await second.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="A form").get_by_label("What went well?")).to_have_value("Kept below")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await until(lambda: len(app.told("closed")) == 2)


# Home, keyboard


async def test_home_is_drawn_when_it_is_opened(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    await page.get_by_role("link", name="Home").click()
    await expect(page.get_by_role("heading", name="Your reviews")).to_be_visible()
    await page.get_by_role("radio", name="2", exact=True).check()
    await page.get_by_role("button", name="Open", exact=True).click()
    await until(lambda: len(app.told("action")) == 2)
    await page.get_by_role("link", name="About").click()
    await expect(page.get_by_text("/pair @person")).to_be_visible()
    assert "home" in app.told("home")


async def test_the_keyboard_alone_is_enough(slack: Slack, app: Gallery, look: Look) -> None:
    page = await look(messages_of(slack, "UMAYA"))
    keys = page.keyboard

    async def tab_to(name: str) -> None:
        for _ in range(60):
            await keys.press("Tab")
            if await page.evaluate(NAME_OF_FOCUS) == name:
                return
        raise AssertionError(f"{name!r} cannot be reached by Tab")

    await tab_to("Message Gallery")
    await keys.type("/form")
    await keys.press("Enter")
    await expect(page.get_by_label("What went well?")).to_be_focused()
    await keys.type("Everything")
    await tab_to("1")
    await keys.press("Space")
    await keys.press("ArrowDown")
    await tab_to("Favourite fruit")
    await keys.press("ArrowDown")
    await expect(page.get_by_role("option", name="Apple")).to_be_visible()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(page.get_by_label("Favourite fruit")).to_have_value("Banana")
    await tab_to("Send")
    await keys.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_label("Message Gallery")).to_be_focused()
    sent = app.told("submitted")[-1]
    assert sent["rating"]["value"]["selected_option"]["value"] == "2"
    assert sent["fruit"]["value"]["selected_option"]["value"] == "banana"


NAME_OF_FOCUS = """
(() => {
  const one = document.activeElement;
  const by = one.getAttribute('aria-labelledby');
  return one.getAttribute('aria-label') ?? (by ? document.getElementById(by).textContent : one.textContent).trim();
})()
"""


# every size and colour

TOO_WIDE = """
[...document.querySelectorAll('.message-body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .filter((one) => !one.closest('.table-scroll, .carousel-cards, [popover], svg'))
  .map((one) => one.className)
"""


@pytest.mark.parametrize("dark", [False, True])
async def test_everything_fits_on_a_phone(slack: Slack, app: Gallery, look: Look, dark: bool) -> None:
    page = await look(messages_of(slack, "UMAYA"), phone=True, dark=dark)
    await send(page, "/gallery")
    await expect(page.get_by_role("img", name="Pie chart: Time")).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    overflowing = await page.evaluate(TOO_WIDE)
    assert width <= 390
    assert overflowing == []
    await page.get_by_role("button", name="Conversations").click()
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_role("heading", name="general", level=1)).to_be_visible()


async def test_a_long_history_is_drawn_piece_by_piece(slack: Slack, app: Gallery, look: Look) -> None:
    ravi = slack.person("URAVI")
    for number in range(130):
        await ravi.say("C0GENERAL", f"Message {number}")
    page = await look(f"{slack.address}/c/C0GENERAL?as=UMAYA")
    slack.person("UMAYA").mark_read("C0GENERAL")
    await page.reload()
    await expect(page.get_by_text("Message 129")).to_be_in_viewport()
    assert await page.get_by_role("log").get_by_role("listitem").count() == 50
    await page.get_by_text("Message 80").scroll_into_view_if_needed()
    await expect(page.get_by_text("Message 79")).to_be_attached()
    await expect(page.get_by_text("Message 80")).to_be_in_viewport()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds on the app's side."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 (the app has no event to wait for)
            await asyncio.sleep(0.02)
