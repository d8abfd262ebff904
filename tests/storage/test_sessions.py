"""Logged coaching time is kept with all that it was before a correction, and found by pair and day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coaching_core.domain.coaching_time import CoachingKind, CoachingSession, Entry, Said, correct_session
from coaching_core.domain.roles import Role
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PersonId, SessionId, WorkspaceId
from coaching_core.ports import Begin

T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")
REP, MANAGER = PersonId("UREP"), PersonId("UMGR")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_session(name: str, on: date) -> CoachingSession:
    entry = Entry(45, on, CoachingKind.CALL, "the demo, *quietly* <@U1>", Role.MANAGER, NOW)
    return CoachingSession(SessionId(name), REP, MANAGER, entry)


def test_what_was_saved_is_read_back(begin: Begin) -> None:
    first = a_session("s1", date(2026, 3, 2))
    with begin(T1) as tx:
        tx.sessions.save(first)
    entry = replace(first.entry, minutes=30, by=Role.REP)
    with begin(T1) as tx:
        kept = tx.sessions.get(first.id)
        assert kept == first
        tx.sessions.save(correct_session(kept, entry, date(2026, 3, 2)))
    with begin(T1) as tx:
        corrected = tx.sessions.get(first.id)
    assert (corrected.entry, corrected.earlier, corrected.said) == (entry, (first.entry,), Said.OPEN)


def test_a_pair_finds_its_own_from_a_day_on(begin: Begin) -> None:
    days = {"s1": date(2026, 2, 28), "s2": date(2026, 3, 1), "s3": date(2026, 3, 31)}
    with begin(T1) as tx:
        for name, on in days.items():
            tx.sessions.save(a_session(name, on))
        tx.sessions.save(replace(a_session("s4", date(2026, 3, 5)), rep=PersonId("UOTHER")))
    with begin(T1) as tx:
        assert [one.id for one in tx.sessions.of_pair(REP, MANAGER, since=date(2026, 3, 1))] == ["s2", "s3"]
    with begin(T2) as tx:
        assert not tx.sessions.of_pair(REP, MANAGER, since=date(2026, 3, 1))
        with pytest.raises(NotFound):
            tx.sessions.get(SessionId("s2"))


def test_the_second_of_two_writers_is_told(begin: Begin) -> None:
    with begin(T1) as tx:
        tx.sessions.save(a_session("s1", date(2026, 3, 2)))
    with begin(T1) as tx:
        mine = tx.sessions.get(SessionId("s1"))
        tx.sessions.save(replace(mine, said=Said.CONFIRMED))
    with pytest.raises(Stale), begin(T1) as tx:
        tx.sessions.save(replace(mine, said=Said.DECLINED))
