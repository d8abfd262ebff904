"""
Four months of a team of eight in three time zones, with everything going on: nobody gets two unprompted messages a day.

Time is a parameter: half an hour a step, every appointment kept when it comes. Run with ``-s`` it prints how many
messages each person got.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.assessment import Answer, Opening, Unrated
from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_time import CoachingKind
from coaching_core.domain.conversation import Turn
from coaching_core.domain.people import PairingState
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage, Topic
from coaching_core.domain.surfaces import PlaceKind, Surface, SurfaceKind, assessment
from coaching_core.domain.team import Team
from coaching_core.ids import PairingId, PersonId, ReviewId, SkillKey
from coaching_core.use_cases.coaching_time import CoachingTime
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.monthly import Monthly, put_month
from coaching_core.use_cases.scheduling import Scheduling, put_team
from tests.builders import MANAGER, PAIRING, WORKSPACE, a_pairing, a_person, choices, managers_answers
from tests.core.world import World

BEGINS, ENDS = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC)
STEP = timedelta(minutes=30)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Singapore")
REPS = [PersonId(f"UREP{number}") for number in range(8)]
UNPROMPTED = (SurfaceKind.DAY, SurfaceKind.ASSESSMENT, SurfaceKind.ENDED)
"""What nobody has just asked for: all reviews here begin by the cadence."""


@dataclass
class Sent:
    surface: Surface
    at: datetime


class Office(World):
    """Whatever is wanted is sent at once, but nothing before its time."""

    def __post_init__(self) -> None:
        super().__post_init__()
        begin, clock = self.store.begin, self.clock
        forms = {self.questionnaire.key: self.questionnaire}
        self.time = CoachingTime(begin, clock, self.ids)
        self.looks = {
            AgendaKind.REVIEW: Scheduling(begin, clock, self.ids, forms).look,
            AgendaKind.MONTH: Monthly(begin, clock).look,
            AgendaKind.DIGEST: Desks(begin, clock).look,
        }
        self.sent: dict[str, Sent] = {}
        self.random = Random(7)
        self.move_to(BEGINS)
        self.save_person(a_person(MANAGER, tz=ZONES[0]))
        with begin(WORKSPACE) as tx:
            tx.pairings.save(replace(tx.pairings.get(PAIRING), state=PairingState.ENDED))
            for number, rep in enumerate(REPS):
                tx.people.save(a_person(rep, tz=ZONES[number % 3]))
                paired = BEGINS - timedelta(days=100 + number)
                tx.pairings.save(a_pairing(rep=rep, pairing=PairingId(f"pairing-{rep}"), now=paired))
            tx.teams.save(Team(MANAGER, every_months=1, channel="C0TEAM"))
            put_team(tx, MANAGER, BEGINS)
            put_month(tx, MANAGER, BEGINS)

    def step(self) -> None:
        self.move_to(self.clock.now() + STEP)
        for _ in range(20):
            now = self.clock.now()
            due = [(key, at) for key, at in self.rows.agenda.items() if at <= now]
            if not due:
                break
            for (kind, subject), at in sorted(due, key=lambda one: (one[1], one[0])):
                self.looks[kind](WORKSPACE, Appointment(kind, subject, at))
        else:
            raise AssertionError("time looks at the same thing again and again")
        for review in list(self.rows.reviews.values()):
            if review.next_look_at is not None and review.next_look_at <= self.clock.now():
                self.keeping.time_has_passed(WORKSPACE, review.id)
        for wish in self.rows.wishes.values():
            held = wish.not_before is not None and wish.not_before > self.clock.now()
            if not held and wish.surface.key not in self.sent:
                self.sent[wish.surface.key] = Sent(wish.surface, self.clock.now())

    def people_do_something(self) -> None:
        """Some answer soon, some late, one never; some logged time is confirmed, some is not."""
        for review in list(self.rows.reviews.values()):
            if review.stage is Stage.ASSESSING:
                for role in Role:
                    person, invited = review.person(role), assessment(review.id, role, review.person(role)).key
                    done = review.assessments[role].submitted_at is not None
                    if invited in self.sent and not done and self._feels_like_it(person):
                        self.answer(review.id, person)
            elif review.stage is Stage.PAUSED and self._feels_like_it(review.rep):
                self.keeping.resume(self.actor(review.rep), review.id)
            elif review.stage is Stage.CONVERSING:
                turn = review.conversation.turn
                assert turn is not None
                if self._feels_like_it(review.person(turn.speaker)):
                    self.speak(review, turn)
        if self.random.random() < 0.02:
            rep = self.random.choice(REPS)
            self.time.log(self.actor(rep), MANAGER, 45, CoachingKind.CALL, "the demo")

    def answer(self, review: ReviewId, person: PersonId) -> None:
        given: Mapping[SkillKey, Answer] = {SkillKey("s1"): 5, SkillKey("s2"): Unrated.NOT_SEEN}
        for key in self.questionnaire.skills:
            self.assessing.rate(self.actor(person), review, key, given.get(key, 3), self.clock.now().timestamp())
        self.assessing.submit(self.actor(person), review)

    def speak(self, review: Review, turn: Turn) -> None:
        me, soon = self.actor(review.person(turn.speaker)), self.clock.now().date() + timedelta(days=14)
        if Topic.STRENGTHS in turn.topics and turn.speaker is Role.REP:
            self.talking.open(me, review.id, Opening("I listen."), turn.number)
        elif Topic.STRENGTHS in turn.topics:
            self.talking.reply(me, review.id, (), turn.number)
        elif Topic.PLAN in turn.topics and turn.speaker is Role.REP:
            self.talking.choose(me, review.id, choices(work_on=[3], due=soon), turn.number)
        elif Topic.PLAN in turn.topics:
            answers = managers_answers(self.review(review.id), clear="Talk to marketing")
            self.talking.answer(me, review.id, answers, turn.number)
        else:
            self.talking.agree(me, review.id, review.conversation.plan.fingerprint)

    def _feels_like_it(self, person: PersonId) -> bool:
        slow = {REPS[0]: 0.0, REPS[1]: 0.001, MANAGER: 0.02}
        return self.random.random() < slow.get(person, 0.02)


@pytest.fixture(scope="module")
def office() -> Office:
    office = Office()
    while office.clock.now() < ENDS:
        office.step()
        office.people_do_something()
    return office


def unprompted(office: Office) -> dict[PersonId, list[datetime]]:
    """Messages that begin by themselves; an assessment is counted once, as it is edited in place."""
    got: dict[PersonId, list[datetime]] = defaultdict(list)
    for one in office.sent.values():
        if one.surface.kind in UNPROMPTED and one.surface.place.kind is PlaceKind.DM:
            got[PersonId(one.surface.place.ids[0])].append(one.at)
    return got


def test_at_most_one_unprompted_message_a_person_and_day(office: Office) -> None:
    got = unprompted(office)
    for person, moments in got.items():
        zone = office.person(person).zone
        days = Counter(local_date(at, zone) for at in moments)
        most = max(days.values())
        print(f"{person:9} {len(moments):3} messages in {(ENDS - BEGINS).days} days, {most} a day at most")  # noqa: T201
        assert max(days.values()) == 1, (person, days.most_common(2))
    assert len(got[MANAGER]) > 40, "the manager of eight has everything going on"
    assert set(got) == {*REPS, MANAGER}


def test_all_of_them_in_working_hours(office: Office) -> None:
    for person, moments in unprompted(office).items():
        for at in moments:
            local = at.astimezone(office.person(person).zone)
            assert local.weekday() < 5
            assert 9 <= local.hour < 17


def test_each_pair_has_its_reviews_and_no_week_more_than_its_share(office: Office) -> None:
    began = sorted(office.rows.reviews.values(), key=lambda one: one.started_at)
    each = Counter(one.rep for one in began)
    assert each == {rep: 1 if rep == REPS[1] else 4 for rep in REPS}, "one rests in the middle of a conversation"
    assert any(one.stage is Stage.AGREED for one in began)
    weeks = Counter(one.started_at.isocalendar()[:2] for one in began)
    assert max(weeks.values()) <= 2


def test_a_month_begins_once_in_the_channel(office: Office) -> None:
    posts = [one for one in office.sent.values() if one.surface.kind is SurfaceKind.MONTH]
    mondays = [date(2026, 3, 2), date(2026, 4, 6), date(2026, 5, 4), date(2026, 6, 1)]
    assert sorted(one.surface.part for one in posts) == [str(day) for day in mondays]
