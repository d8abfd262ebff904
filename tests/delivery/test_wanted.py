"""What the use cases say about surfaces inside a transaction, on both databases. No reconciler runs here."""

from datetime import timedelta

import pytest

from coaching_core.domain.surfaces import Surface, home
from coaching_core.ids import WorkspaceId
from coaching_core.ports import Due
from storage.surfaces import SqlDeliveries
from storage.transaction import Database
from storage.types import Cipher
from tests.delivery.office import BEN, HERE, NOON, deliveries_of, keys, note, reminder, reply, root, unsettled

ELSEWHERE = WorkspaceId("T0OTHER")


class Story:
    """A database and a speaker in it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.deliveries: SqlDeliveries = deliveries_of(database)
        speaker = self.deliveries.claim(HERE, "me", seconds=60)
        assert speaker is not None
        self.speaker = speaker

    def want(self, *surfaces: Surface, workspace: WorkspaceId = HERE, **how: object) -> None:
        with self.database.begin(workspace) as tx:
            tx.surfaces.want(surfaces, **how)  # type: ignore[arg-type]

    def due(self, **later: float) -> list[Due]:
        return list(self.deliveries.due(self.speaker, NOON + timedelta(**later), limit=20))

    def posts(self, surface: Surface, revision: int = 1) -> None:
        assert self.deliveries.intend(self.speaker, surface.key) is not None
        self.shows(surface, revision)

    def shows(self, surface: Surface, revision: int = 1) -> None:
        assert self.deliveries.shown(
            self.speaker, surface.key, revision=revision, digest="d", channel="C1", ts=f"{revision}.0"
        )


@pytest.fixture
def story(database: Database) -> Story:
    return Story(database)


def test_a_wish_is_due_until_it_is_shown(story: Story) -> None:
    story.want(note("n1"))
    [due] = story.due()
    assert due == Due(note("n1"), wanted=1, shown=0, shown_hash=None, state=due.state)
    assert due.state == "new"

    story.posts(note("n1"))
    assert story.due() == []
    story.want(note("n1"))
    [due] = story.due()
    assert (due.state, due.wanted, due.shown, due.shown_hash) == ("posted", 2, 1, "d")
    assert (due.channel, due.ts) == ("C1", "1.0")


def test_a_wish_that_came_while_it_was_drawn_keeps_it_due(story: Story) -> None:
    story.want(note("n1"))
    [due] = story.due()
    story.want(note("n1"))
    story.posts(note("n1"), revision=due.wanted)
    assert [one.wanted for one in story.due()] == [2]


def test_a_wish_is_part_of_its_transaction(story: Story) -> None:
    def use_case_that_fails() -> None:
        with story.database.begin(HERE) as tx:
            tx.surfaces.want([note("n1")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_case_that_fails()
    assert story.due() == []


def test_workspaces_are_apart(story: Story) -> None:
    story.want(note("n1"))
    story.want(note("n1"), workspace=ELSEWHERE)
    story.posts(note("n1"))
    with story.database.reading(ELSEWHERE) as tx:
        assert tx.surfaces.link_of(note("n1").key) is None
    assert story.deliveries.worklist(NOON, limit=9) == [ELSEWHERE]
    assert story.deliveries.place_channel(ELSEWHERE, note("n1").place) is None


def test_only_the_first_of_them_gets_the_click_and_only_for_a_while(story: Story) -> None:
    story.want(note("n2"), note("n1"), hint="https://hooks.example/1")
    assert {due.surface.subject: due.hint for due in story.due()} == {"n2": "https://hooks.example/1", "n1": None}

    story.posts(note("n2"))
    story.want(note("n2"))
    assert {due.surface.subject: due.hint for due in story.due()}["n2"] is None


def test_a_newer_click_is_kept_when_the_older_one_is_answered(story: Story) -> None:
    story.want(note("n1"), hint="https://hooks.example/1")
    story.want(note("n1"), hint="https://hooks.example/2")
    story.posts(note("n1"), revision=1)
    assert [due.hint for due in story.due()] == ["https://hooks.example/2"]


def test_a_click_is_sealed_in_the_database_and_a_changed_key_costs_only_the_short_way(story: Story) -> None:
    story.want(note("n1"), hint="https://hooks.example/secret")
    with story.database.looking() as connection:
        stored = connection.exec_driver_sql("SELECT hint FROM surfaces").scalar_one()
    assert "hooks" not in stored

    other_key = SqlDeliveries(story.database.writing, story.database.looking, Cipher())
    assert [due.hint for due in other_key.due(story.speaker, NOON, limit=9)] == [None]


def test_a_later_wish_does_not_put_off_an_earlier_one(story: Story) -> None:
    story.want(note("n1"), not_before=NOON + timedelta(hours=1))
    assert story.due() == []
    story.want(note("n1"), not_before=NOON + timedelta(hours=2))
    assert keys(story.due(hours=1)) == [note("n1").key]
    story.want(note("n1"))
    assert keys(story.due()) == [note("n1").key]
    story.want(note("n1"), not_before=NOON + timedelta(hours=1))
    assert keys(story.due()) == [note("n1").key]


def test_only_what_is_wanted_now_wakes_delivery(story: Story) -> None:
    with story.database.begin(HERE) as tx:
        tx.surfaces.want([note("n1")], not_before=NOON)
        assert not tx.wanted
        tx.surfaces.want([note("n1")])
        assert tx.wanted


def test_what_was_shown_can_be_wanted_for_later(story: Story) -> None:
    story.want(note("n1"))
    story.posts(note("n1"))
    story.want(note("n1"), not_before=NOON + timedelta(seconds=90))
    assert story.due() == []
    assert keys(story.due(seconds=90)) == [note("n1").key]


def test_a_reminder_is_due_once(story: Story) -> None:
    story.want(reminder("n1"))
    story.want(reminder("n1"))
    story.posts(reminder("n1"), revision=1)
    story.want(reminder("n1"))
    assert story.due() == []
    assert unsettled(story.database) == 0
    assert story.deliveries.worklist(NOON, limit=9) == []


def test_a_home_is_due_while_it_is_watched(story: Story) -> None:
    story.want(home(BEN))
    assert story.due() == []
    with story.database.begin(HERE) as tx:
        tx.surfaces.seen(BEN, NOON)
    [due] = story.due()
    assert due.wanted == 2
    assert story.deliveries.shown(story.speaker, home(BEN).key, revision=2, digest="d", channel=None, ts=None)
    story.want(home(BEN))
    assert [one.state for one in story.due(minutes=9)] == ["posted"]
    assert story.due(minutes=11) == []


def test_a_thread_begins_when_its_root_stands_and_goes_on_in_order(story: Story) -> None:
    story.want(reply(3), reply(2), root())
    assert keys(story.due()) == [root().key]
    story.posts(root())
    [due] = story.due()
    assert (due.surface, due.parent) == (reply(2), ("C1", "1.0"))
    story.posts(reply(2))
    assert keys(story.due()) == [reply(3).key]


def test_updates_do_not_wait_for_posts_nor_posts_for_updates(story: Story) -> None:
    story.want(root())
    story.posts(root())
    story.want(root(), reply(2), reply(3))
    assert keys(story.due()) == [root().key, reply(2).key]
    story.deliveries.unknown(story.speaker, root().key, retry_in=60)
    assert keys(story.due()) == [reply(2).key]


def test_a_parked_message_is_skipped_in_its_thread(story: Story) -> None:
    story.want(root(), reply(2), reply(3))
    story.posts(root())
    story.deliveries.parked(story.speaker, reply(2).key, reason="is_archived")
    assert keys(story.due()) == [reply(3).key]
    assert story.deliveries.unpark(HERE, reason="another") == 0
    assert story.deliveries.unpark(HERE, reason="is_archived") == 1
    assert keys(story.due()) == [reply(2).key]


def test_a_message_of_unknown_outcome_holds_back_the_next_of_its_thread(story: Story) -> None:
    story.want(root(), reply(2), reply(3))
    story.posts(root())
    story.deliveries.intend(story.speaker, reply(2).key)
    story.deliveries.unknown(story.speaker, reply(2).key, retry_in=60)
    assert story.due() == []


def test_one_that_shows_nothing_holds_back_nothing(story: Story) -> None:
    story.want(root(), reply(2), reply(3))
    story.posts(root())
    assert story.deliveries.shown(story.speaker, reply(2).key, revision=1, digest="", channel=None, ts=None)
    assert keys(story.due()) == [reply(3).key]


def test_the_most_urgent_come_first_and_updates_before_posts(story: Story) -> None:
    surfaces = [reminder("late"), root(), note("old"), note("new"), home(BEN)]
    with story.database.begin(HERE) as tx:
        tx.surfaces.want([note("old")])
        tx.surfaces.seen(BEN, NOON)
    story.posts(note("old"))
    story.want(*surfaces)
    kinds = [due.surface.key for due in story.due()]
    assert kinds[0] == home(BEN).key
    assert kinds[1] == note("old").key
    assert kinds[-1] == reminder("late").key


def test_many_updates_leave_room_for_posts(story: Story) -> None:
    many = [note(f"n{number:02}") for number in range(30)]
    story.want(*many)
    for one in many:
        story.posts(one)
    story.want(*many, reminder("r"))
    few = story.deliveries.due(story.speaker, NOON, limit=5)
    assert len(few) == 6
    assert reminder("r").key in keys(few)


def test_the_place_of_another_message_is_known(story: Story) -> None:
    assert story.deliveries.place_channel(HERE, root().place) is None
    story.want(root())
    story.posts(root())
    assert story.deliveries.place_channel(HERE, root("another").place) == "C1"


def test_a_forgotten_message_is_posted_again_when_wanted(story: Story) -> None:
    story.want(note("n1"))
    story.posts(note("n1"))
    with story.database.begin(HERE) as tx:
        tx.surfaces.forget_message(note("n1").key)
        assert tx.surfaces.link_of(note("n1").key) is None
    assert story.due() == []
    story.want(note("n1"))
    assert [(due.state, due.ts, due.shown_hash) for due in story.due()] == [("new", None, None)]
