"""Two people at once, on both databases: nobody's work is lost, and nothing is decided on what is no longer true."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from coaching_core.domain.people import Person
from coaching_core.domain.review import submit_assessment
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import AlreadyRunning
from coaching_core.ids import PersonId, ReviewId
from coaching_core.use_cases.directory import Directory
from storage.transaction import Database
from tests.fakes.clock import CountingIds, FrozenClock
from tests.storage.examples import BOSS, HERE, ID, LISTENING, NOW, OTHER, REP, a_review, rated, stored, with_assessment

T = TypeVar("T")
PERSON = {Role.REP: REP, Role.MANAGER: BOSS}
WAIT = 10.0
"""Seconds after which a test gives up."""
A_MOMENT = 0.2
"""Seconds in which work that waits for nobody is done."""


def submit(database: Database, role: Role) -> Stage:
    """One's submission, as the use case has it. Returns the stage after it."""
    with database.begin(HERE) as tx:
        after = submit_assessment(tx.reviews.get(ID), role, NOW)
        tx.reviews.save(after)
        return after.stage


def rate(database: Database, person: PersonId, score: int, at: float) -> bool:
    """One click, as the use case has it. Returns False when it is too late."""
    with database.begin(HERE) as tx:
        head = tx.reviews.assessment_head(ID, person)
        return not head.submitted and tx.reviews.rate(head, LISTENING, score, at)


def at_once(*work: Callable[[], T]) -> list[T]:
    """Returns what each gave, all begun at the same moment in threads of their own."""
    gate = threading.Barrier(len(work))

    def behind_the_gate(one: Callable[[], T]) -> T:
        gate.wait(WAIT)
        return one()

    with ThreadPoolExecutor(len(work)) as threads:
        return [future.result(WAIT) for future in [threads.submit(behind_the_gate, one) for one in work]]


def waiting(work: Callable[[], T]) -> Future[T]:
    """Returns the future of work in a thread of its own, having seen that it waits for somebody."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as problem:  # noqa: BLE001 - whoever asks for the result is told
            future.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    with pytest.raises(TimeoutError):
        future.result(A_MOMENT)
    return future


@pytest.mark.parametrize("through", ["the writer", "threads of their own"])
@pytest.mark.parametrize("round_", range(3))
def test_both_submit_at_once_and_the_conversation_begins(database: Database, through: str, round_: int) -> None:
    stored(database.begin)
    for person in PERSON.values():
        rated(database.begin, person)
    work = [lambda: submit(database, Role.REP), lambda: submit(database, Role.MANAGER)]
    if through == "the writer":
        stages = [future.result(WAIT) for future in [database.submit(one) for one in work]]
    else:
        stages = at_once(*work)
    assert sorted(stages) == [Stage.ASSESSING, Stage.CONVERSING]
    with database.reading(HERE) as tx:
        found = tx.reviews.get(ID)
    assert found.both_submitted
    assert found.stage is Stage.CONVERSING


def test_a_click_that_meets_a_submission_waits_and_sees_it(database: Database) -> None:
    stored(database.begin)
    rated(database.begin, REP)
    with database.begin(HERE) as tx:
        tx.reviews.save(submit_assessment(tx.reviews.get(ID), Role.REP, NOW))
        click = waiting(lambda: rate(database, REP, 1, at=2.0))
    assert click.result(WAIT) is False
    with database.reading(HERE) as tx:
        assert tx.reviews.get(ID).assessments[Role.REP].answer(LISTENING) == 4


def test_a_submission_that_meets_a_click_waits_and_holds_it(database: Database) -> None:
    stored(database.begin)
    rated(database.begin, REP)
    with database.begin(HERE) as tx:
        tx.reviews.rate(tx.reviews.assessment_head(ID, REP), LISTENING, 1, 2.0)
        sent = waiting(lambda: submit(database, Role.REP))
    assert sent.result(WAIT) is Stage.ASSESSING
    with database.reading(HERE) as tx:
        mine = tx.reviews.get(ID).assessments[Role.REP]
    assert (mine.answer(LISTENING), mine.submitted_at) == (1, NOW)


def test_a_click_that_meets_the_end_of_a_review_sees_it(database: Database) -> None:
    stored(database.begin)

    def stage_at_click() -> Stage:
        with database.begin(HERE) as tx:
            return tx.reviews.assessment_head(ID, REP).stage

    with database.begin(HERE) as tx:
        tx.reviews.save(replace(tx.reviews.get(ID), stage=Stage.CLOSED))
        click = waiting(stage_at_click)
    assert click.result(WAIT) is Stage.CLOSED


def test_many_clicks_and_page_turns_at_once_do_not_block_each_other(database: Database) -> None:
    stored(database.begin)

    def turn(role: Role, page: int) -> bool:
        with database.begin(HERE) as tx:
            review = tx.reviews.get(ID)
            tx.reviews.save(with_assessment(review, replace(review.assessments[role], page=page)))
            return True

    work: list[Callable[[], bool]] = []
    for number in range(1, 41):
        for role, person in PERSON.items():
            work.append(lambda person=person, at=number: rate(database, person, at % 5 + 1, at))  # type: ignore[misc]
            work.append(lambda role=role, page=number: turn(role, page))  # type: ignore[misc]
    for future in [database.submit(one) for one in work]:
        future.result(WAIT)
    with database.reading(HERE) as tx:
        found = tx.reviews.get(ID)
    for role in Role:
        assert found.assessments[role].answer(LISTENING) == 40 % 5 + 1
        assert found.assessments[role].version == 40


def test_two_who_start_at_once_get_one_review(database: Database) -> None:
    stored(database.begin, a_review(ReviewId("another"), rep=OTHER))

    def start(name: str) -> str:
        try:
            with database.begin(HERE) as tx:
                tx.reviews.add(a_review(ReviewId(name)))
                return name
        except AlreadyRunning:
            return "already running"

    outcomes = at_once(lambda: start("a"), lambda: start("b"))
    assert outcomes.count("already running") == 1


def test_two_deliveries_of_an_event_at_once_count_once(database: Database) -> None:
    def first() -> bool:
        with database.begin(HERE) as tx:
            return tx.events.first_time("Ev1", NOW)

    assert sorted(at_once(first, first, first)) == [False, False, True]


def test_a_read_does_not_wait_for_a_writer(database: Database) -> None:
    stored(database.begin)
    with database.begin(HERE) as tx:
        tx.reviews.save(replace(tx.reviews.get(ID), stage=Stage.PAUSED))

        def stage() -> Stage:
            with database.reading(HERE) as tx:
                return tx.reviews.get(ID).stage

        assert database.submit_read(stage).result(WAIT) is Stage.ASSESSING
    assert database.submit_read(stage).result(WAIT) is Stage.PAUSED


def test_two_processes_upgrade_at_once(url: str) -> None:
    databases = [Database(url), Database(url)]
    at_once(*(database.upgrade for database in databases))
    for database in databases:
        assert not database.behind()
        database.close()


def test_what_slack_says_of_a_person_who_sets_themselves_away_does_not_undo_it(database: Database) -> None:
    directory, until = (
        Directory(database.begin, FrozenClock(), CountingIds()),
        FrozenClock().now().date() + timedelta(9),
    )
    directory.remember(HERE, Person(REP, "Jo"))
    with database.begin(HERE) as tx:
        me = tx.people.find_held(REP)
        assert me is not None
        remembered = waiting(lambda: directory.remember(HERE, Person(REP, "Jo Okafor")))
        tx.people.save(replace(me, away_until=until))
    remembered.result(WAIT)
    kept = directory.find(HERE, REP)
    assert kept is not None
    assert (kept.name, kept.away_until) == ("Jo Okafor", until)
