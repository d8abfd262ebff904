"""Coaching time: the forms, the question to the other one, and what became of it."""

from datetime import timedelta

from bot.surfaces import coaching_time as surface
from bot.web.examples.example import Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, MARIA, NOW, PEOPLE, TODAY
from coaching_core.domain.coaching_time import (
    GOAL_MINUTES,
    CoachingKind,
    CoachingSession,
    Entry,
    answer_session,
    correct_session,
)
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import SessionSeen
from coaching_core.ids import SessionId


def coaching_time() -> Examples:
    entry = Entry(45, TODAY, CoachingKind.CALL, "The first call with the new customer.", Role.MANAGER, NOW)
    session = CoachingSession(SessionId("s1t2u3v4w5x6y7z8"), ANA.id, MARIA.id, entry)
    other = Entry(30, TODAY - timedelta(days=1), CoachingKind.ROLE_PLAY, "", Role.REP, NOW)
    corrected = correct_session(session, other, TODAY)
    for name, one, number in (
        ("asked", session, 1),
        ("yes", answer_session(session, Role.REP, yes=True), 1),
        ("it didn't take place", answer_session(session, Role.REP, yes=False), 1),
        ("corrected since", corrected, 1),
        ("the correction, asked", corrected, 2),
    ):
        yield a_message(f"coaching time: {name}", surface.question(_seen(one), number))
    yield a_line("coaching time: logged", surface.logged(_seen(session)))
    yield a_modal("form: log coaching time", surface.form(TODAY))
    yield a_modal("form: log coaching time with somebody", surface.form(TODAY, ANA.id))
    yield a_modal("form: correct coaching time", surface.correction(_seen(session)))


def _seen(session: CoachingSession) -> SessionSeen:
    return SessionSeen(session, PEOPLE, total=95, goal=GOAL_MINUTES, today=TODAY)
