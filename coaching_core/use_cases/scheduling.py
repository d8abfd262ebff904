"""
Reviews that begin by a team's cadence: one appointment a pair, put when its day is known, kept when it comes.

Whoever changes who is paired, a team's settings, or where people are, puts the appointments anew. What is due already,
or waits for a week with room, stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.cadence import a_week_later, half_a_period, next_review, week_of, why_not
from coaching_core.domain.occurrences import working_moment
from coaching_core.domain.other_skills import next_form
from coaching_core.domain.people import Pairing, PairingState, Person, Skipped
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from coaching_core.domain.surfaces import home
from coaching_core.domain.team import Team
from coaching_core.errors import NotFound
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, WorkspaceId
from coaching_core.ports import Begin, Clock, Ids, Transaction
from coaching_core.use_cases.beginning import Beginning, known_forms
from coaching_core.use_cases.change import person_or_stub
from coaching_core.use_cases.manners import take_day
from coaching_core.use_cases.trying import tried


def put_team(tx: Transaction, manager: PersonId, now: datetime) -> None:
    """Put the appointments of everybody whom this manager coaches."""
    for pairing in reps_of(tx, manager):
        put_review(tx, pairing, now)


def put_everything_of(tx: Transaction, person: PersonId, now: datetime) -> None:
    """Somebody has moved, left, or come back: put the appointments of all their pairings."""
    for pairing in tx.pairings.of_person(person):
        if pairing.state is PairingState.ACCEPTED:
            put_review(tx, pairing, now)


def put_review(tx: Transaction, pairing: Pairing, now: datetime, *, after: datetime | None = None) -> None:
    """
    Put the pair's appointment; take it off where there is nothing to come.

    Args:
        after: look for the next one from here on, and not from now.
    """
    rep, manager = person_or_stub(tx, pairing.rep), person_or_stub(tx, pairing.manager)
    team = tx.teams.of(manager.id)
    if pairing.state is not PairingState.ACCEPTED or not (rep.active and manager.active):
        tx.agenda.put(AgendaKind.REVIEW, pairing.id, None)
        return
    if after is None and team.every_months and _is_kept(tx, pairing, now):
        return
    place = [one.id for one in reps_of(tx, manager.id)].index(pairing.id)
    at = next_review(team, place, pairing.id, rep.zone, after or now)
    tx.agenda.put(AgendaKind.REVIEW, pairing.id, at)


def reps_of(tx: Transaction, manager: PersonId) -> list[Pairing]:
    """Returns the accepted pairings of a manager, in the order in which they have their places."""
    own = (one for one in tx.pairings.of_person(manager) if one.manager == manager)
    return [one for one in own if one.state is PairingState.ACCEPTED]


def _is_kept(tx: Transaction, pairing: Pairing, now: datetime) -> bool:
    at = tx.agenda.at(AgendaKind.REVIEW, pairing.id)
    return at is not None and (at <= now or pairing.waits_since is not None)


@dataclass(frozen=True, slots=True)
class Scheduling:
    """``built_in``: the questionnaires that come with the app."""

    begin: Begin
    clock: Clock
    ids: Ids
    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)

    def look(self, workspace: WorkspaceId, appointment: Appointment) -> None:
        """
        The day of a pair's next review has come, lately or long ago: begin it, once, or say why not.

        However late it is looked at, it begins at a working moment of the rep, and no week gets more than its share.
        """
        tried(lambda: self._look(workspace, appointment))

    def _look(self, workspace: WorkspaceId, appointment: Appointment) -> None:
        with self.begin(workspace) as tx:
            if not tx.agenda.take(appointment.kind, appointment.subject, appointment.at):
                return
            try:
                pairing = tx.pairings.get(PairingId(appointment.subject))
            except NotFound:
                return
            rep, manager = person_or_stub(tx, pairing.rep), person_or_stub(tx, pairing.manager)
            team = tx.teams.of(manager.id)
            if pairing.state is PairingState.ACCEPTED and rep.active and manager.active and team.every_months:
                self._is_due(tx, pairing, rep, manager, team)

    def _is_due(self, tx: Transaction, pairing: Pairing, rep: Person, manager: Person, team: Team) -> None:
        now = self.clock.now()
        last = _last(tx, pairing)
        running = tx.reviews.running_of(rep=rep.id, manager=manager.id) is not None
        began = last.started_at if last is not None else None
        why = why_not(team, pairing, rep, manager, open_=running, last=began, now=now)
        if why is not None:
            self._settle(tx, replace(pairing, skipped=Skipped(why, now), waits_since=None))
            put_review(tx, pairing, now, after=now)
            return
        opens = working_moment(team, rep.zone, now)
        full = tx.reviews.started_since(manager.id, week_of(now, rep.zone)) >= team.reps_a_week
        if full or opens > now:
            later = working_moment(team, rep.zone, a_week_later(now, rep.zone)) if full else opens
            self._settle(tx, replace(pairing, waits_since=pairing.waits_since or now))
            tx.agenda.put(AgendaKind.REVIEW, pairing.id, later)
            return
        Beginning(self.ids, self.built_in).review(
            tx,
            rep=rep,
            manager=manager,
            team=team,
            form=self._form(tx, team, rep, last),
            now=now,
            every_months=team.every_months,
            invite_from=self._invitations(tx, {Role.REP: rep, Role.MANAGER: manager}, team, now),
        )
        self._settle(tx, replace(pairing, skipped=None, waits_since=None))
        put_review(tx, pairing, now, after=now + half_a_period(team))

    def _invitations(
        self, tx: Transaction, people: Mapping[Role, Person], team: Team, now: datetime
    ) -> Mapping[Role, datetime]:
        """Each on a day of their own that is free, taken in an order that is the same for everybody."""
        in_order = sorted(people.items(), key=lambda one: one[1].id)
        return {role: take_day(tx, person, team, now, now) for role, person in in_order}

    def _form(self, tx: Transaction, team: Team, rep: Person, last: Review | None) -> Questionnaire:
        beginning = Beginning(self.ids, self.built_in)
        if team.form is not None or last is None:
            return beginning.form(tx, rep, team.form)
        form = next_form(last.questionnaire, known_forms(tx, self.built_in))
        tx.questionnaires.publish(form)
        return form

    def _settle(self, tx: Transaction, pairing: Pairing) -> None:
        if pairing != tx.pairings.get(pairing.id):
            tx.pairings.save(pairing)
            tx.surfaces.want((home(pairing.manager),))


def _last(tx: Transaction, pairing: Pairing) -> Review | None:
    """Returns the pair's newest review."""
    own = (one for one in tx.reviews.of_person(pairing.rep) if one.manager == pairing.manager)
    return max(own, key=lambda one: one.started_at, default=None)
