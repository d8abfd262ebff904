"""A new month with each person, the page before a talk, and a rep who asks for coaching."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import CoachingPlan
from coaching_core.domain.coaching_time import minutes_in_month
from coaching_core.domain.desk import Desk
from coaching_core.domain.occurrences import working_moment
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.policy import PairingAction, require
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Reader, Role, Stage
from coaching_core.domain.seen import NextStep, PairMonth, TalkSeen, TimeSeen
from coaching_core.domain.surfaces import wish_of
from coaching_core.domain.team import Team
from coaching_core.domain.visibility import view_for
from coaching_core.errors import NotAllowed
from coaching_core.ids import PersonId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import known, paired, person_or_stub
from coaching_core.use_cases.keeping_plans import seen_plan
from coaching_core.use_cases.monthly import next_reminder

TOLD_WITHIN = timedelta(days=7)
"""So long after its day a month can still begin; later the next one does."""
_MOST = 60
NOT_PAIRED = "That's for two who are paired here. Start with `/coach-review @rep`."


@dataclass(frozen=True, slots=True)
class Months:
    begin: Begin
    clock: Clock

    def before_talk(self, actor: Actor, other: PersonId) -> TalkSeen:
        """
        What both read before a talk: promises, items, and the rep's own words.

        Raises:
            NotAllowed: the two are not paired.
        """
        with self.begin(actor.workspace) as tx:
            pairing = _pairing(tx, actor.person, other)
            people = {Role.REP: person_or_stub(tx, pairing.rep), Role.MANAGER: person_or_stub(tx, pairing.manager)}
            require(known(actor, people), PairingAction.PREPARE_TALK, pairing)
            now, plan = self.clock.now(), tx.plans.current_of(pairing.rep, pairing.manager)
            today, last = local_date(now, people[Role.REP].zone), _last_agreed(tx, pairing)
            opening = view_for(last, Reader.BOTH).opening if last is not None else None
            form = last.questionnaire if last is not None else None
            kept = seen_plan(tx, plan) if plan is not None else None
            return TalkSeen(pairing, people, time_of(tx, pairing, now), today, kept, opening, form)

    def ask_for_coaching(self, actor: Actor, manager: PersonId) -> Person:
        """
        A rep asks their manager for coaching; at most once a day it is a message, in the manager's working hours.

        Returns:
            The manager.
        Raises:
            NotAllowed: not this person's manager.
        """
        with self.begin(actor.workspace) as tx:
            pairing = tx.pairings.between(rep=actor.person, manager=manager)
            if pairing is None:
                raise NotAllowed(NOT_PAIRED)
            people = {Role.REP: person_or_stub(tx, pairing.rep), Role.MANAGER: person_or_stub(tx, manager)}
            require(known(actor, people), PairingAction.ASK_FOR_COACHING, pairing)
            now, zone = self.clock.now(), people[Role.MANAGER].zone
            at = working_moment(tx.teams.of(manager), zone, now)
            tx.surfaces.want((wish_of(pairing, local_date(at, zone), at),))
            tx.audit.note(actor.person, PairingAction.ASK_FOR_COACHING.value, pairing.id, now)
            return people[Role.MANAGER]


def next_month(tx: Transaction, desk: Desk, person: Person, team: Team, now: datetime) -> datetime | None:
    """
    Returns:
        When a month is next to be told: past, if it has not been told yet, or to come. None: never.
    """
    paired = [one.since for one in _accepted(tx, person.id)]
    if team.reminder is None or not paired:
        return None
    after = max(now - TOLD_WITHIN, min(paired), *([desk.month_told_at] if desk.month_told_at else []))
    return next_reminder(team, team.reminder, person.zone, after)


def months_of(tx: Transaction, person: Person, now: datetime) -> list[PairMonth]:
    """One for each who coaches this person or is coached by them: those who coach first, then by when they paired."""
    found = [_month(tx, one, person, now) for one in _accepted(tx, person.id)]
    return sorted(found, key=lambda one: one.me is Role.MANAGER)


def time_of(tx: Transaction, pairing: Pairing, now: datetime) -> TimeSeen:
    """The month is the rep's, the goal is the team's."""
    today = local_date(now, person_or_stub(tx, pairing.rep).zone)
    sessions = tx.sessions.of_pair(pairing.rep, pairing.manager, since=today.replace(day=1))
    return TimeSeen(pairing, minutes_in_month(sessions, today), tx.teams.of(pairing.manager).goal_minutes)


def _month(tx: Transaction, pairing: Pairing, person: Person, now: datetime) -> PairMonth:
    me = Role.REP if pairing.rep == person.id else Role.MANAGER
    other = person_or_stub(tx, pairing.manager if me is Role.REP else pairing.rep)
    today = local_date(now, person_or_stub(tx, pairing.rep).zone)
    last_month = today.replace(day=1) - timedelta(days=1)
    sessions = tx.sessions.of_pair(pairing.rep, pairing.manager, since=last_month.replace(day=1))
    plan, last = tx.plans.current_of(pairing.rep, pairing.manager), _last_agreed(tx, pairing)
    running = tx.reviews.running_of(pairing.rep, pairing.manager) is not None
    open_items = [one.item for one in plan.open_items] if plan is not None else []
    due = [one for one in open_items if one.due is not None and one.due <= today]
    mine = sorted((one for one in open_items if one.owner is me), key=lambda one: (one.due or date.max, one.id))
    areas = sum(one.kind is ItemKind.INVESTIGATE for one in open_items)
    return PairMonth(
        pairing,
        me,
        other,
        minutes_in_month(sessions, last_month),
        minutes_in_month(sessions, today),
        tx.teams.of(pairing.manager).goal_minutes,
        last.ended_at if last is not None else None,
        plan.id if plan is not None else None,
        len(due),
        areas,
        mine,
        _step(plan, promised=any(one.owner is me for one in due), areas=areas, running=running),
    )


def _step(plan: CoachingPlan | None, *, promised: bool, areas: int, running: bool) -> NextStep:
    if promised:
        return NextStep.PROMISE
    if areas:
        return NextStep.AREA
    return NextStep.REVIEW if plan is None and not running else NextStep.TALK


def _last_agreed(tx: Transaction, pairing: Pairing) -> Review | None:
    ours = (one for one in tx.reviews.of_person(pairing.rep, limit=_MOST) if one.manager == pairing.manager)
    return max((one for one in ours if one.stage is Stage.AGREED), key=lambda one: one.started_at, default=None)


def _accepted(tx: Transaction, person: PersonId) -> Sequence[Pairing]:
    return [one for one in tx.pairings.of_person(person) if one.state is PairingState.ACCEPTED]


def _pairing(tx: Transaction, one: PersonId, other: PersonId) -> Pairing:
    found = paired(tx, one, other)
    if found is None:
        raise NotAllowed(NOT_PAIRED)
    return found
