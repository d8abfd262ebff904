"""Team settings in App Home: by the manager, by an administrator, and what cannot be set; then a review comes of it."""

import contextlib
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from playground.model import Message, View
from playground.slack import Slack
from tests.bot.conftest import World
from tests.bot.hands import Hands, text_of
from tests.bot.playing import is_told, refused_by_slack, to_form, top, until

CHANNEL = "C0TEAM"


async def paired(world: World) -> None:
    await world.maria.types("/coach-review @Ana")
    await world.maria.presses("Ask Ana")
    await world.ana.presses("Accept")
    await world.ana.sees("would like to plan your next coaching")


async def settings(person: Hands, button: str = "Team settings") -> View:
    await person.keyboard.open_home()
    return await to_form(person, button)


def a_channel(slack: Slack, *members: str) -> None:
    slack.world.add_channel(CHANNEL, slack.team_id, "channel", members, "team")


async def test_a_manager_sets_the_team_and_sees_when_the_next_one_begins(world: World) -> None:
    maria = world.maria
    await paired(world)
    await settings(maria)
    assert "Maria's team, one rep." in text_of(top(maria)).replace("*", "")
    await maria.chooses("How often?", "Every month")
    await maria.chooses("Coaching reminder on", "Last Friday")
    await maria.writes("Hours of coaching aimed for, a rep and month", "2,5")
    await maria.submits()
    await is_told(maria, "Saved. A review every month, at most two reps a week.")
    await maria.keyboard.close_modal()
    await maria.sees("Ana: in the week of Mon")
    await settings(maria)
    modal = top(maria)
    values = {one["block_id"]: one["element"] for one in modal.blocks if one["type"] == "input"}
    assert values["goal_minutes"]["initial_value"] == "2.5"
    assert values["reminder"]["initial_option"]["value"] == "Last Friday"
    await world.ana.keyboard.open_home()
    await world.ana.sees("Maria: in the week of Mon")
    assert "Team settings" not in world.ana.reads()


async def test_what_contradicts_itself_is_said_at_its_field(world: World) -> None:
    maria = world.maria
    await paired(world)
    await settings(maria)
    await maria.writes("How many reps begin in one week?", "two")
    assert (await maria.submits()).errors == {"reps_a_week": "A whole number, please."}
    await maria.writes("How many reps begin in one week?", "2")
    await maria.picks_time("To", "08:00")
    assert set((await maria.submits()).errors) == {"day_ends"}
    await maria.picks_time("To", "16:00")
    await maria.picks_time("At", "16:00")
    refused = await maria.submits()
    assert "outside your working hours (09:00 to 16:00)" in refused.errors["reminder_at"]
    await maria.picks_time("At", "15:30")
    await maria.submits()
    await is_told(maria, "Saved.")


async def test_a_channel_that_the_app_is_not_in_says_how_to_invite_it(world: World) -> None:
    maria, slack = world.maria, world.slack
    a_channel(slack, "UMARIA")
    await paired(world)
    await settings(maria)
    await maria.names("And a post in a channel?", CHANNEL)
    refused = await maria.submits()
    assert "/invite @Common Ground" in refused.errors["channel"]
    slack.person("UMARIA").invite(CHANNEL, slack.bot_user_id)
    await maria.submits()
    await is_told(maria, "Saved.")
    said = [text_of(one) for one in maria.keyboard.ephemerals(CHANNEL)]
    assert len(said) == 1
    assert "Only you see this line" in said[0]
    await maria.keyboard.close_modal()
    await settings(maria)
    await maria.submits()
    await is_told(maria, "Saved.")
    assert len(maria.keyboard.ephemerals(CHANNEL)) == 1, "asked once"
    assert not slack.world.channels[CHANNEL].messages


async def test_the_month_begins_with_one_post_in_the_channel(world: World) -> None:
    maria, slack = world.maria, world.slack
    a_channel(slack, "UMARIA", "UANA")
    slack.person("UMARIA").invite(CHANNEL, slack.bot_user_id)
    await paired(world)
    await settings(maria)
    await maria.names("And a post in a channel?", CHANNEL)
    await maria.submits()
    await is_told(maria, "Saved.")
    file = Path(urlsplit(world.settings.database_url).path[1:])
    for posts in (1, 2):
        slack.clock.move(next_at(file, "month") - slack.clock.now() + timedelta(seconds=1))
        await until(lambda posts=posts: len(in_channel(slack)) == posts)  # type: ignore[misc]
        await until(lambda: next_at(file, "month") > slack.clock.now(), "the next one was not put")
    first, second = (text_of(one) for one in in_channel(slack))
    assert "A new month of coaching begins." in first
    assert first != second, "another question"
    for name in ("Maria", "Ana", "Listening", "Drafting"):
        assert name not in first + second
    assert not refused_by_slack(slack)


def in_channel(slack: Slack) -> list[Message]:
    """What everybody there reads."""
    return list(slack.world.channels[CHANNEL].messages.values())


async def test_an_administrator_sets_any_team_and_nobody_else_does(world: World) -> None:
    ada = world.hands("UADA")
    await paired(world)
    await settings(ada, "Settings of any team")
    await ada.names("Whose team?", "UMARIA")
    await ada.submits()
    await until(lambda: "Maria's team" in text_of(top(ada)).replace("*", ""))
    await ada.chooses("How often?", "Off")
    await ada.submits()
    await is_told(ada, "No review begins by itself")
    await world.maria.keyboard.open_home()
    await world.maria.sees("You coach Ana.")
    assert "Next reviews" not in world.maria.reads()
    await world.ben.keyboard.open_home()
    await world.ben.sees("Start a review")
    assert "Settings of any team" not in world.ben.reads()


async def test_an_administrator_is_told_whose_work_is_paused(world: World) -> None:
    await paired(world)
    world.slack.change_person("UANA", deleted=True)
    ada = world.hands("UADA")

    async def looks() -> bool:
        await ada.keyboard.open_home()
        await ada.sees("Settings of any team")
        return "Maria with Ana" in ada.reads()

    for _ in range(100):
        if await looks():
            break
    await ada.sees("It goes on by itself if they come back.")
    await world.maria.keyboard.open_home()
    await world.maria.sees("Start a review")
    assert "Ana: in the week" not in world.maria.reads()


async def test_a_quarter_later_a_review_begins_by_itself(world: World) -> None:
    maria, ana, slack = world.maria, world.ana, world.slack
    await paired(world)
    await ana.presses("Not now")
    await ana.sees("You said *not now*")
    file = Path(urlsplit(world.settings.database_url).path[1:])
    slack.clock.move(timedelta(days=150))
    for _ in range(5):
        await until(lambda: next_at(file) > slack.clock.now(), "it was not looked at")
        if "It's been a quarter" in ana.reads():
            break
        slack.clock.move(next_at(file) - slack.clock.now() + timedelta(seconds=1))
    await ana.sees("It's been a quarter, so it's time to plan your next coaching with")
    await ana.sees("12 questions")
    await maria.sees("It's been a quarter, so it's time to plan")
    assert not refused_by_slack(slack)


def next_at(database: Path, kind: str = "review") -> datetime:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (at,) = connection.execute("SELECT at FROM agenda WHERE kind = ?", [kind]).fetchone()
        return datetime.fromisoformat(str(at)).replace(tzinfo=UTC)
