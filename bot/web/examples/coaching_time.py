"""Coaching time: the forms, the question to the other one, and what became of it."""

from dataclasses import replace
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
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import SessionSeen, TimeOffer
from coaching_core.ids import SessionId


def coaching_time(form: Questionnaire) -> Examples:
    entry = Entry(45, TODAY, CoachingKind.CALL, "The first call with the new customer.", Role.MANAGER, NOW)
    entry = entry.touching(list(form.skills)[:2], form)
    session = CoachingSession(SessionId("s1t2u3v4w5x6y7z8"), ANA.id, MARIA.id, entry)
    other = Entry(30, TODAY - timedelta(days=1), CoachingKind.ROLE_PLAY, "", Role.REP, NOW)
    corrected = correct_session(session, other, TODAY)
    often = corrected
    for minutes in (20, 25, 30, 35):
        often = correct_session(often, replace(other, minutes=minutes), TODAY)
    for name, one, number in (
        ("asked", session, 1),
        ("yes", answer_session(session, Role.REP, yes=True), 1),
        ("it didn't take place", answer_session(session, Role.REP, yes=False), 1),
        ("corrected since", corrected, 1),
        ("the correction, asked", corrected, 2),
        ("corrected often, yes", answer_session(often, often.asked, yes=True), len(often.earlier) + 1),
    ):
        yield a_message(f"coaching time: {name}", surface.question(_seen(one, form), number))
    yield a_line("coaching time: logged", *surface.logged(_seen(session, form)))
    yield a_line("coaching time: corrected", *surface.logged(_seen(corrected, form)))
    yield a_modal("form: log coaching time", surface.form(TimeOffer(TODAY)))
    yield a_modal("form: log coaching time with somebody", surface.form(TimeOffer(TODAY, ANA, form)))
    several = [replace(one, id=SessionId(f"s1t2u3v4w5x6y7z{n}")) for n, one in enumerate((session, corrected, often))]
    several.append(replace(answer_session(session, Role.REP, yes=False), id=SessionId("s1t2u3v4w5x6y7z9")))
    yield a_modal("coaching time: the entries", surface.entries([_seen(one, form) for one in several]))
    yield a_modal("coaching time: no entries", surface.entries([]))
    yield a_modal("coaching time: very many entries", surface.entries([_seen(often, form)] * 30))
    yield a_modal("form: correct coaching time", surface.correction(_seen(session, form)))
    yield a_modal("form: correct coaching time again", surface.correction(_seen(corrected, form)))


def _seen(session: CoachingSession, form: Questionnaire) -> SessionSeen:
    names = {key: skill.name for key, skill in form.skills.items()}
    return SessionSeen(session, PEOPLE, total=95, goal=GOAL_MINUTES, today=TODAY, skills=names, form=form)
