"""The promises of delivery: order, one write at a time, no repetition, and nothing forgotten."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.surfaces.drawn import Home, Message
from coaching_core.domain.surfaces import home
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Due
from playground.model import MessageRef
from tests.delivery.office import ANA, BEN, FAST, HERE, Office, note, reminder, reply, root, states, unsettled

BOTH = pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)
LOST = ["reset_before", "reset_after", "timeout_before", "timeout_after", "error_500", "error_503", "error_500_after"]


@pytest.fixture
def url(sqlite: str) -> str:
    return sqlite


SLOW = replace(FAST, grace=2.0)


@pytest.fixture
async def patient_office(idle_office: Office) -> AsyncIterator[Office]:
    """One that takes its time, for what must happen within the grace even while the machine is busy."""
    idle_office.timing = SLOW
    idle_office.reconciler = idle_office.a_reconciler("one")
    await idle_office.reconciler.start()
    yield idle_office
    await idle_office.reconciler.stop()


async def settled(office: Office) -> None:
    await office.until(lambda: unsettled(office.database) == 0)
    await office.reconciler.caught_up()


def spans(office: Office, channel: str) -> Sequence[tuple[float, float]]:
    """Returns when writes into a conversation began and ended."""
    return [
        (call.at, call.at + call.seconds)
        for call in office.slack.record.calls()
        if call.method.startswith("chat.") and call.answer.get("channel") == channel
    ]


# --- (1) the revision is read before the state


@BOTH
async def test_a_change_during_the_drawing_is_not_lost(idle_office: Office) -> None:
    office = idle_office
    changes = iter(["second", "third"])

    async def draw(workspace: WorkspaceId, due: Due) -> Message | Home | None:
        drawn = await office.draw(workspace, due)
        if (words := next(changes, None)) is not None:
            office.want(note("n1"), words=words)
        return drawn

    reconciler = office.a_reconciler("slow to draw", render=draw)
    await reconciler.start()
    office.want(note("n1"), words="first")
    await settled(office)
    await reconciler.stop()
    assert office.words() == ["third"]


# --- (2) one write in flight per place


async def test_one_conversation_gets_one_write_at_a_time_and_the_next_does_not_wait_for_it(office: Office) -> None:
    office.slack.trouble.add("chat.*", "slow", seconds=0.1)
    notes = [note(f"{person}-{number}", person) for person in (ANA, BEN) for number in range(3)]
    await office.tell(*notes, words="hello")

    of_ana, of_ben = (sorted(spans(office, office.slack.person(person).app_dm.id)) for person in (ANA, BEN))
    for times in (of_ana, of_ben):
        assert len(times) == 3
        assert all(end <= begin for (_, end), (begin, _) in pairwise(times))
    assert any(a[0] < b[1] and b[0] < a[1] for a in of_ana for b in of_ben)


# --- (3) order in a thread


@BOTH
@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
async def test_a_thread_keeps_its_order_through_trouble(office: Office, kind: str) -> None:
    await office.tell(root(), words="1")
    office.slack.trouble.add("chat.postMessage", kind, times=2, seconds=0.4)
    office.says |= {reply(number).key: str(number) for number in range(2, 5)}
    office.want(*(reply(number) for number in range(2, 5)))
    await settled(office)

    assert office.words() == ["1", "2", "3", "4"]


async def test_an_update_that_fails_does_not_hold_back_the_thread(office: Office) -> None:
    await office.tell(root(), words="1")
    office.slack.trouble.add("chat.update", "error_503")
    office.want(root(), words="1 changed")
    await office.tell(reply(2), words="2")
    assert office.words() == ["1", "2"]


async def test_a_parked_turn_is_skipped(office: Office) -> None:
    await office.tell(root(), words="1")
    office.slack.trouble.add("chat.postMessage", "refuse", times=1, error="restricted_action")
    office.says |= {reply(2).key: "2", reply(3).key: "3"}
    await office.tell(reply(2), reply(3))
    assert office.words() == ["1", "3"]
    assert states(office.database)[reply(2).key] == "parked: restricted_action"


# --- a post is neither repeated nor lost


@pytest.mark.parametrize(
    ("url", "kind"),
    [*(("sqlite", kind) for kind in LOST), ("postgres", "reset_before"), ("postgres", "reset_after")],
    indirect=["url"],
)
async def test_a_post_of_unknown_outcome_stands_once_in_the_end(office: Office, kind: str) -> None:
    office.slack.trouble.add("chat.postMessage", kind, times=2, seconds=0.4)
    office.want(note("n1"), root(), words="hello")
    await settled(office)

    assert office.words() == ["hello", "hello"]
    assert set(states(office.database).values()) == {"posted"}
    had_an_effect = kind.endswith("_after")
    calls = len(office.calls("chat.postMessage"))
    assert calls == 2 if had_an_effect else calls >= 4
    assert len(office.calls("conversations.history")) >= 2


@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
async def test_a_post_that_stands_is_found_soon_and_is_missed_only_after_the_grace(
    patient_office: Office, kind: str
) -> None:
    office = patient_office
    office.slack.trouble.add("chat.postMessage", kind, times=1)
    office.want(root(), words="first")
    await settled(office)
    looked = [one.at for one in office.calls("conversations.history")]
    first, *again = [one.at for one in office.calls("chat.postMessage")]
    assert SLOW.early * 0.95 <= looked[0] - first < SLOW.grace
    if kind == "reset_after":
        assert (len(looked), again) == (1, [])
    else:
        assert [one - first >= SLOW.grace * 0.95 for one in again] == [True]


async def test_what_changed_before_the_post_was_found_is_brought_up_to_date(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "reset_after", times=1)
    office.want(note("n1"), words="old")
    await office.until(lambda: office.words() == ["old"])
    office.want(note("n1"), words="new")
    await settled(office)
    assert office.words() == ["new"]


async def test_the_look_up_goes_on_through_trouble_of_its_own(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "reset_after", times=1)
    office.slack.trouble.add("conversations.history", "error_500", times=2)
    office.want(reminder("n1"), words="hello")
    await settled(office)
    assert office.words() == ["hello"]
    assert len(office.calls("chat.postMessage")) == 1


async def test_a_message_is_found_among_many(office: Office) -> None:
    office.slack.trouble.add("chat.postMessage", "reset_after", times=1)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.words() == ["hello"])
    office.slack.trouble.add("conversations.history", "error_500")
    ben = office.slack.person(BEN)
    for number in range(230):
        await ben.say(ben.app_dm.id, f"chatter {number}")
    office.slack.trouble.clear()
    await settled(office)
    assert office.words() == ["hello"]
    assert len([call for call in office.calls("conversations.history") if call.ok]) >= 3


async def test_the_sdk_repeats_nothing_by_itself(office: Office) -> None:
    client = await office.slack_for(HERE)
    assert client is not None
    assert client.retry_handlers  # as it comes, it would
    office.slack.trouble.add("chat.postMessage", "reset_before", times=1)
    office.want(note("n1"), words="hello")
    await office.until(lambda: office.calls("chat.postMessage"))
    await asyncio.sleep(FAST.grace / 2)
    assert office.counts[0] == ("chat.postMessage", "connection_lost")
    assert len(office.calls("chat.postMessage")) == 1


# --- (4) and (5): updates


@BOTH
async def test_after_an_unknown_update_it_is_written_soon_and_once_more_after_the_grace(patient_office: Office) -> None:
    office = patient_office
    await office.tell(note("n1"), words="first")
    office.slack.trouble.add("chat.update", "reset_after", times=1)
    office.want(note("n1"), words="second")
    await office.until(lambda: office.calls("chat.update"))
    office.want(note("n1"), words="third")
    await office.until(lambda: office.words() == ["third"], seconds=SLOW.grace * 0.8)
    await settled(office)

    first, *again = office.calls("chat.update")
    assert again[0].at - first.at < SLOW.grace * 0.8
    assert again[-1].at - first.at >= SLOW.grace * 0.95
    assert all("third" in one.arguments["text"] for one in again)
    assert office.words() == ["third"]


async def test_what_is_in_doubt_is_not_written_again_and_again_meanwhile(patient_office: Office) -> None:
    office = patient_office
    await office.tell(note("n1"), words="first")
    office.slack.trouble.add("chat.update", "error_500_after", times=1)
    office.want(note("n1"), words="second")
    await office.until(lambda: len(office.calls("chat.update")) == 2)
    for _ in range(5):
        await office.tell(note("n1"))
    assert len(office.calls("chat.update")) == 2
    await settled(office)
    assert len(office.calls("chat.update")) == 3


async def test_an_unknown_update_is_not_taken_for_what_was_shown_before(office: Office) -> None:
    await office.tell(note("n1"), words="open")
    office.slack.trouble.add("chat.update", "reset_after", times=1)
    office.want(note("n1"), words="closed")
    await office.until(lambda: office.words() == ["closed"])
    office.want(note("n1"), words="open")
    await settled(office)
    assert office.words() == ["open"]


# --- (7) and the click's own way


def click_on(office: Office, channel: str, ts: str) -> str:
    return office.slack.response_urls.issue(BEN, HERE, channel, MessageRef(channel, ts))


async def test_a_click_is_answered_by_its_response_url_before_the_next_turn_is_posted(office: Office) -> None:
    await office.tell(root(), words="your turn")
    link = office.link(root())
    assert link is not None
    office.says |= {root().key: "done", reply(2).key: "next"}
    await office.tell(root(), reply(2), hint=click_on(office, *link))

    assert office.words() == ["done", "next"]
    assert [call.method for call in office.slack.record.calls()][-2:] == ["response_url", "chat.postMessage"]
    assert office.calls("chat.update") == []
    assert office.link(root()) == link


@pytest.mark.parametrize("kind", ["refuse", "rate_limited"])
async def test_a_response_url_that_is_not_taken_falls_back(office: Office, kind: str) -> None:
    await office.tell(note("n1"), words="first")
    link = office.link(note("n1"))
    assert link is not None
    office.slack.trouble.add("response_url", kind)
    await office.tell(note("n1"), words="second", hint=click_on(office, *link))

    assert office.words() == ["second"]
    assert len(office.calls("response_url")) == 1
    assert len(office.calls("chat.update")) == 1


async def test_a_response_url_is_used_once(office: Office) -> None:
    await office.tell(note("n1"), words="first")
    link = office.link(note("n1"))
    assert link is not None
    await office.tell(note("n1"), words="second", hint=click_on(office, *link))
    await office.tell(note("n1"), words="third")
    assert office.words() == ["third"]
    assert len(office.calls("response_url")) == 1


async def test_racing_page_turns_become_one(idle_office: Office) -> None:
    office = idle_office
    await office.reconciler.start()
    await office.tell(note("n1"), words="page 1")
    await office.reconciler.stop()
    link = office.link(note("n1"))
    assert link is not None
    office.want(note("n1"), words="page 2", hint=click_on(office, *link))
    office.want(note("n1"), words="page 3", hint=click_on(office, *link))
    again = office.a_reconciler("two")
    await again.start()
    await again.caught_up()
    await again.stop()
    assert office.words() == ["page 3"]
    assert len(office.calls("response_url")) == 1


async def test_somebody_who_turns_pages_fast_is_not_slowed_down(idle_office: Office) -> None:
    office = idle_office
    office.hurry = 1.0
    office.reconciler = office.a_reconciler("one")
    await office.reconciler.start()
    await office.tell(note("n1"), words="page 0")
    link = office.link(note("n1"))
    assert link is not None
    for number in range(1, 11):
        await office.tell(note("n1"), words=f"page {number}", hint=click_on(office, *link))
    await office.reconciler.stop()
    assert office.words() == ["page 10"]
    assert office.calls("response_url")
    assert office.calls("chat.update")


# --- pace


async def test_we_cause_no_429(idle_office: Office) -> None:
    office = idle_office
    office.hurry = 1.0
    office.slack.limits.on = True
    office.reconciler = office.a_reconciler("one")
    await office.reconciler.start()
    turns = [root(), *(reply(number) for number in range(2, 5))]
    notes = [note(f"{person}-{number}", person) for person in (ANA, BEN) for number in range(3)]
    await office.tell(*turns, *notes, words="first")
    assert office.words().count("first") == 10
    await office.tell(*notes, words="changed")
    await office.reconciler.stop()

    assert not [call for call in office.slack.record.calls() if call.status == 429]
    assert office.words().count("changed") == 6
    assert office.words().count("first") == 4


async def test_a_429_is_obeyed_and_holds_back_nothing_else(office: Office) -> None:
    await office.tell(note("n1"), words="first")
    with office.database.begin(HERE) as tx:
        tx.surfaces.seen(ANA, office.clock.now())
    office.slack.trouble.add("chat.update", "rate_limited", times=1, seconds=1)
    office.want(note("n1"), home(ANA), note("n2", ANA), words="second")
    await office.until(lambda: len(office.messages()) == 2 and office.calls("views.publish"))
    assert office.words() == ["first", "second"]
    await settled(office)

    refused, done = office.calls("chat.update")
    assert done.at - refused.at >= 1.0
    assert office.words() == ["second", "second"]
