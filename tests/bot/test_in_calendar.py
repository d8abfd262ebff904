"""A day of the plan in one's own calendar: two links, and a file in one's own chat with the app."""

import json

import playground
from playground.slack import Slack
from playground.things import File
from tests.bot.conftest import MANIFEST, PEOPLE, World, app_running
from tests.bot.hands import Hands, text_of
from tests.bot.playing import Pair, again, agreed, done_by, pair, refused_by_slack, to_form, top, until
from tests.bot.tour import closes


async def opens_ways(person: Hands) -> None:
    """Of the occasion, from the items of the plan."""
    await person.keyboard.open_home()
    await to_form(person, "Read the plan")
    await to_form(person, "What became of it")
    await to_form(person, "In my calendar")


def files(slack: Slack) -> list[File]:
    return list(slack.world.shelf.files.values())


async def test_a_file_of_the_day_comes_to_ones_own_chat_and_to_nobody_else(world: World) -> None:
    who = pair(world)
    await agreed(who)
    await opens_ways(who.rep)
    shown = json.dumps(top(who.rep).blocks)
    assert "https://calendar.google.com/" in shown
    assert "https://outlook.office.com/" in shown
    assert "Qualifying" not in shown
    await who.rep.presses("Send me the file")
    await who.rep.sees("is in your own chat with this app")
    (file,) = files(world.slack)
    assert [share.channel_id for share in file.shares] == [who.rep.keyboard.app_dm.id]
    assert file.content is not None
    assert file.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"Qualifying" not in file.content
    assert not refused_by_slack(world.slack)
    press = next(one for one in reversed(done_by(world.slack, who.rep, "block_actions")))
    await again(world.slack, press)
    assert len(files(world.slack)) == 1, "the very same click sends no other one"


async def test_the_day_of_the_talk_stands_under_the_agreed_plan(world: World) -> None:
    who = pair(world)
    await agreed(who)
    await to_form(who.manager, "In my calendar")
    assert "Coaching: looking back together" in text_of(top(who.manager))


async def test_where_the_app_may_send_no_files_the_links_remain(database_url: str) -> None:
    async with (
        playground.running(
            manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False, without_scopes=["files:write"]
        ) as slack,
        app_running(slack, database_url),
    ):
        who = Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))
        await agreed(who)
        await opens_ways(who.rep)
        await who.rep.presses("Send me the file")
        await who.rep.sees("The two links work without it.")
        assert files(slack) == []
        await closes(who.rep)
        await until(lambda: who.rep.keyboard.modal() is None)
