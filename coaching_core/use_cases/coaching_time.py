"""Logging coaching time: by either of a pair, confirmed by the other, and the month's total that both see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_time import (
    CoachingKind,
    CoachingSession,
    Entry,
    answer_session,
    checked_entry,
    correct_session,
    minutes_in_month,
)
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.domain.policy import PairingAction, SessionAction, require, require_let_in
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import SessionSeen, TimeOffer
from coaching_core.domain.surfaces import surfaces_of_session
from coaching_core.errors import NotAllowed, NotFound
from coaching_core.ids import PersonId, SessionId, SkillKey
from coaching_core.ports import Begin, Clock, Ids, Transaction
from coaching_core.use_cases.change import known, paired, person_or_stub
from coaching_core.use_cases.manners import look_soon

Decide = Callable[[CoachingSession, Role, date, datetime, Questionnaire | None], CoachingSession]

NOT_PAIRED = "Coaching time is logged between two who are paired here. Start with `/coach-review @rep`."


@dataclass(frozen=True, slots=True)
class CoachingTime:
    begin: Begin
    clock: Clock
    ids: Ids

    def offer(self, actor: Actor, other: PersonId | None = None) -> TimeOffer:
        """
        What the form begins with: the one they are paired with, if there is but one, and the skills of the two.

        Raises:
            NotAllowed: there is nobody to log time with, or not this person.
        """
        with self.begin(actor.workspace) as tx:
            me, now = person_or_stub(tx, actor.person), self.clock.now()
            require_let_in(known(actor, {Role.REP: me}))
            if other is None:
                paired = [one for one in tx.pairings.of_person(me.id) if one.state is PairingState.ACCEPTED]
                if not paired:
                    raise NotAllowed(NOT_PAIRED)
                if len(paired) > 1:
                    return TimeOffer(local_date(now, me.zone))
                other = paired[0].manager if paired[0].rep == me.id else paired[0].rep
            pairing = _pairing(tx, me.id, other)
            rep, form = person_or_stub(tx, pairing.rep), tx.reviews.last_form(pairing.rep, pairing.manager)
            return TimeOffer(local_date(now, rep.zone), person_or_stub(tx, other), form)

    def entries(self, actor: Actor, other: PersonId) -> Sequence[SessionSeen]:
        """Returns what the two have logged in this and the last month, the newest first; both see the same."""
        with self.begin(actor.workspace) as tx:
            pairing = _pairing(tx, actor.person, other)
            people = _people(tx, pairing.rep, pairing.manager)
            require(known(actor, people), PairingAction.LOG_TIME, pairing)
            now = self.clock.now()
            this_month = local_date(now, people[Role.REP].zone).replace(day=1)
            since = (this_month - timedelta(days=1)).replace(day=1)
            found = tx.sessions.of_pair(pairing.rep, pairing.manager, since=since)
            return [seen_session(tx, one, people, now) for one in reversed(found)]

    def log(
        self,
        actor: Actor,
        other: PersonId,
        minutes: int,
        kind: CoachingKind,
        note: str,
        on: date | None = None,
        skills: Sequence[SkillKey] = (),
        *,
        request: str | None = None,
    ) -> SessionSeen:
        """
        Log time with the other of one's pair, whoever of the two is the rep.

        Args:
            on: the rep's local date; today when nothing is said.
            request: names the request that asks for it: however often that one arrives, it is logged once.
        Raises:
            NotAllowed: the two are not paired.
        """
        with self.begin(actor.workspace) as tx:
            pairing = _pairing(tx, actor.person, other)
            people = _people(tx, pairing.rep, pairing.manager)
            role = require(known(actor, people), PairingAction.LOG_TIME, pairing)
            now = self.clock.now()
            today = local_date(now, people[Role.REP].zone)
            entry = checked_entry(Entry(minutes, on or today, kind, note, role, now), today)
            entry = entry.touching(skills, tx.reviews.last_form(pairing.rep, pairing.manager))
            key = self.ids.session() if request is None else _session_of(actor, request)
            session = CoachingSession(key, pairing.rep, pairing.manager, entry)
            try:
                return seen_session(tx, tx.sessions.get(key), people, now)
            except NotFound:
                return self._kept(tx, session, people, now)

    def answer(self, actor: Actor, session: SessionId, *, yes: bool) -> SessionSeen:
        """The other one confirms it, or says that it didn't take place."""
        return self._change(
            actor, session, SessionAction.ANSWER, lambda one, role, *_: answer_session(one, role, yes=yes)
        )

    def correct(
        self,
        actor: Actor,
        session: SessionId,
        minutes: int,
        kind: CoachingKind,
        note: str,
        on: date | None = None,
        skills: Sequence[SkillKey] = (),
    ) -> SessionSeen:
        """Either says how it was; the other is asked then. The day stays when none is given."""

        def decide(
            one: CoachingSession, role: Role, today: date, now: datetime, form: Questionnaire | None
        ) -> CoachingSession:
            entry = Entry(minutes, on or one.entry.on, kind, note, role, now)
            return correct_session(one, entry.touching(skills, form), today)

        return self._change(actor, session, SessionAction.CORRECT, decide)

    def see(self, actor: Actor, session: SessionId) -> SessionSeen:
        return self._change(actor, session, SessionAction.SEE, lambda one, *_: one)

    def _change(self, actor: Actor, session: SessionId, action: SessionAction, decide: Decide) -> SessionSeen:
        with self.begin(actor.workspace) as tx:
            try:
                before = tx.sessions.get(session)
            except NotFound:
                raise NotAllowed("There is no such entry, or it is not yours.") from None
            people = _people(tx, before.rep, before.manager)
            role = require(known(actor, people), action, before)
            now = self.clock.now()
            after = decide(before, role, local_date(now, people[Role.REP].zone), now, _form_of(tx, before))
            if after == before:
                return seen_session(tx, before, people, now)
            return self._kept(tx, after, people, now)

    def _kept(
        self, tx: Transaction, session: CoachingSession, people: dict[Role, Person], now: datetime
    ) -> SessionSeen:
        tx.sessions.save(session)
        look_soon(tx, now, session.rep, session.manager)
        tx.surfaces.want(surfaces_of_session(session))
        return seen_session(tx, session, people, now)


def seen_session(tx: Transaction, session: CoachingSession, people: dict[Role, Person], now: datetime) -> SessionSeen:
    """The entry with the month's total, the same for both."""
    month = session.entry.on.replace(day=1)
    total = minutes_in_month(tx.sessions.of_pair(session.rep, session.manager, since=month), month)
    today = local_date(now, people[Role.REP].zone)
    goal = tx.teams.of(session.manager).goal_minutes
    return SessionSeen(session, people, total, goal, today, _skills_of(tx, session), _form_of(tx, session))


def _session_of(actor: Actor, request: str) -> SessionId:
    return SessionId(sha256(f"{actor.workspace} {actor.person} {request}".encode()).hexdigest()[:16])


def _people(tx: Transaction, rep: PersonId, manager: PersonId) -> dict[Role, Person]:
    return {Role.REP: person_or_stub(tx, rep), Role.MANAGER: person_or_stub(tx, manager)}


def _pairing(tx: Transaction, one: PersonId, other: PersonId) -> Pairing:
    found = paired(tx, one, other)
    if found is None:
        raise NotAllowed(NOT_PAIRED)
    return found


def _form_of(tx: Transaction, session: CoachingSession) -> Questionnaire | None:
    """The questionnaire that a correction chooses from: the entry's own, so that no choice is lost, else the last."""
    if session.entry.form is not None:
        return tx.questionnaires.get(session.entry.form)
    return tx.reviews.last_form(session.rep, session.manager)


def _skills_of(tx: Transaction, session: CoachingSession) -> Mapping[SkillKey, str]:
    entries = (*session.earlier, session.entry)
    return {
        key: tx.questionnaires.get(entry.form).skill(key).name
        for entry in entries
        if entry.form is not None
        for key in entry.skills
    }
