"""A surface that is wanted appears in Slack where it belongs, once, and follows the state."""

from bot.reconciler.lookup import name_in_slack
from coaching_core.domain.surfaces import Place, PlaceKind, Surface, SurfaceKind, home
from tests.delivery.office import ANA, BEN, HERE, PAIR, Office, note, reminder, reply, root, states


async def test_a_direct_message_appears_and_its_place_is_remembered(office: Office) -> None:
    await office.tell(note("n1"), words="hello")

    [message] = office.messages()
    assert message.text == "Text: hello"
    assert office.slack.person(BEN).app_dm.id == message.channel_id
    assert office.link(note("n1")) == (message.channel_id, message.ts)


async def test_a_message_carries_a_name_that_tells_nothing(office: Office) -> None:
    await office.tell(note("n1"), words="hello")

    [call] = office.calls("chat.postMessage")
    name = name_in_slack(HERE, note("n1").key)
    assert call.arguments["metadata"] == {"event_type": "common_ground", "event_payload": {"key": name}}
    assert "n1" not in name
    assert HERE not in name
    assert call.arguments["unfurl_links"] is False
    assert call.arguments["unfurl_media"] is False


async def test_a_change_redraws_the_same_message(office: Office) -> None:
    await office.tell(note("n1"), words="hello")
    await office.tell(note("n1"), words="goodbye")

    assert office.words() == ["goodbye"]
    assert len(office.calls("chat.update")) == 1


async def test_ten_quick_changes_become_one_call(idle_office: Office) -> None:
    office = idle_office
    for number in range(10):
        office.want(note("n1"), words=f"version {number}")
    await office.reconciler.start()
    await office.reconciler.caught_up()
    await office.reconciler.stop()

    assert office.words() == ["version 9"]
    assert len(office.calls("chat.postMessage")) == 1
    assert office.calls("chat.update") == []


async def test_what_looks_the_same_costs_no_call(office: Office) -> None:
    await office.tell(note("n1"), words="hello")
    calls = len(office.slack.record.calls())
    await office.tell(note("n1"), words="hello")

    assert len(office.slack.record.calls()) == calls


async def test_nothing_to_show_sends_nothing_and_leaves_what_stands(office: Office) -> None:
    await office.tell(note("never"))
    await office.tell(note("n1"), words="hello")
    del office.says[note("n1").key]
    await office.tell(note("n1"))

    assert office.words() == ["hello"]
    await office.tell(note("never"), words="after all")
    assert office.words() == ["hello", "after all"]


async def test_a_reminder_is_true_when_sent_and_never_changed(office: Office) -> None:
    await office.tell(reminder("n1"), words="due tomorrow")
    await office.tell(reminder("n1"), words="due today")

    assert office.words() == ["due tomorrow"]


async def test_a_conversation_is_opened_once_and_its_thread_hangs_below_the_first_message(office: Office) -> None:
    await office.tell(root(), words="first")
    await office.tell(reply(2), words="second")
    await office.tell(root("r2"), words="another")

    first, second, another = office.messages()
    assert second.thread_ts == first.ts
    assert another.thread_ts is None
    assert {message.channel_id for message in office.messages()} == {first.channel_id}
    channel = office.slack.world.channels[first.channel_id]
    assert set(channel.members) == {ANA, BEN, office.slack.bot_user_id}
    assert len(office.calls("conversations.open")) == 1


async def test_a_whole_thread_wanted_at_once_comes_in_its_order(office: Office) -> None:
    turns = [root(), *(reply(number) for number in range(2, 8))]
    office.says |= {turn.key: turn.part for turn in turns}
    await office.tell(*reversed(turns))

    assert office.words() == ["1", "2", "3", "4", "5", "6", "7"]


async def test_a_home_is_published_when_opened_and_followed_for_ten_minutes(office: Office) -> None:
    mine = home(BEN)
    await office.tell(mine, words="nobody looks")
    assert office.calls("views.publish") == []

    with office.database.begin(HERE) as tx:
        tx.surfaces.seen(BEN, office.clock.now())
    await office.reconciler.caught_up()
    await office.tell(mine, words="it changes")
    assert len(office.calls("views.publish")) == 2

    office.clock.advance(minutes=11)
    await office.tell(mine, words="nobody looks any more")
    assert len(office.calls("views.publish")) == 2
    with office.database.begin(HERE) as tx:
        tx.surfaces.seen(BEN, office.clock.now())
    await office.reconciler.caught_up()
    assert len(office.calls("views.publish")) == 3
    assert states(office.database)[mine.key] == "posted"


async def test_a_message_waits_for_its_time_of_day(office: Office) -> None:
    await office.tell(note("n1"), words="good morning", not_before=office.clock.now().replace(hour=15))
    assert office.words() == []
    office.clock.advance(hours=3)
    await office.reconciler.caught_up()
    assert office.words() == ["good morning"]


async def test_a_channel_is_written_to_by_its_id(office: Office) -> None:
    there = office.slack.world.add_channel("C0TEAM", HERE, "channel", [ANA, office.slack.bot_user_id], "team")
    await office.tell(Surface(SurfaceKind.NUDGE, "w10", "", Place(PlaceKind.CHANNEL, (there.id,))), words="hello")

    assert [message.channel_id for message in office.messages()] == ["C0TEAM"]


async def test_a_message_that_was_deleted_is_posted_anew(office: Office) -> None:
    await office.tell(note("n1"), words="hello")
    [message] = office.messages()
    office.slack.world.delete(message)
    await office.tell(note("n1"), words="hello again")

    [anew] = office.messages()
    assert anew.text == "Text: hello again"
    assert office.link(note("n1")) == (anew.channel_id, anew.ts)


async def test_a_message_that_the_app_knows_to_be_gone_is_posted_anew_when_wanted(office: Office) -> None:
    await office.tell(note("n1"), words="hello")
    office.slack.world.delete(office.messages()[0])
    with office.database.begin(HERE) as tx:
        tx.surfaces.forget_message(note("n1").key)
    assert office.link(note("n1")) is None
    await office.tell(note("n1"), words="hello")

    assert office.words() == ["hello"]
    assert office.calls("chat.update") == []


async def test_two_people_have_one_conversation_whoever_is_the_manager(office: Office) -> None:
    swapped = Place(PlaceKind.GROUP_DM, tuple(reversed(PAIR.ids)))
    await office.tell(root(), words="one way")
    await office.tell(Surface(SurfaceKind.TURN, "r2", "1", swapped), words="the other way")

    assert len({message.channel_id for message in office.messages()}) == 1
