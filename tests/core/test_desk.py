"""
What waits for somebody: gathered into one message a day, at their hour, when something calls for it.

(Over 300 lines, so that whatever may write to a person unprompted is read in one place.)
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.domain.agenda import AgendaKind, Appointment
from coaching_core.domain.assessment import Ask, Opening, Unrated
from coaching_core.domain.calendar import local_date
from coaching_core.domain.coaching_plan import plan_begins
from coaching_core.domain.coaching_time import CoachingKind
from coaching_core.domain.desk import Desk, Later, digest_moment, free_moment, take
from coaching_core.domain.people import Actor
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import DeskSeen, Seen
from coaching_core.domain.surfaces import SurfaceKind, day_of, dm
from coaching_core.domain.team import Pings, Team
from coaching_core.domain.waiting import WaitKind, key_of
from coaching_core.errors import NotAllowed, TooLate
from coaching_core.ids import PairingId, PersonId, ReviewId, SkillKey
from coaching_core.use_cases.coaching_time import CoachingTime
from coaching_core.use_cases.desks import Desks
from coaching_core.use_cases.manners import take_day
from tests.builders import MANAGER, REP, WORKSPACE, a_pairing, a_person, agreed
from tests.core.world import PEER, World
from tests.fakes.clock import NOW

MONDAY = date(2026, 3, 2)  # the day on which all these begin, at 9:00 UTC


class Office(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.desks = Desks(self.store.begin, self.clock)
        self.time = CoachingTime(self.store.begin, self.clock, self.ids)

    def tick(self) -> None:
        """Look at every desk that is due, as two processes would."""
        for _ in range(50):
            now = self.clock.now()
            due = [(key, at) for key, at in self.rows.agenda.items() if at <= now and key[0] is AgendaKind.DIGEST]
            if not due:
                return
            for (kind, subject), at in due:
                for _ in range(2):
                    self.desks.look(WORKSPACE, Appointment(kind, subject, at))
        raise AssertionError("a desk is looked at again and again")

    def until(self, moment: datetime) -> None:
        while self.clock.now() < moment:
            self.move_to(min(moment, self.clock.now() + timedelta(minutes=30)))
            self.tick()

    def days(self, days: float) -> None:
        self.until(self.clock.now() + timedelta(days=days))

    def digests(self, person: PersonId) -> list[str]:
        own = (one.surface for one in self.rows.wishes.values() if one.surface.kind is SurfaceKind.DAY)
        return sorted(one.part for one in own if one.subject == person)

    def waits(self, person: PersonId) -> list[str]:
        return [one.waiting.key for one in self.seen(person).lines]

    def seen(self, person: PersonId) -> DeskSeen:
        return self.desks.mine(self.actor(person))

    def later(self, person: PersonId, key: str, later: Later) -> None:
        self.desks.later(self.actor(person), key, later)

    def set_team(self, **changes: object) -> None:
        with self.store.begin(WORKSPACE) as tx:
            tx.teams.save(replace(tx.teams.of(MANAGER), **changes))  # type: ignore[arg-type]


@pytest.fixture
def office() -> Office:
    return Office()


def of(review: ReviewId) -> str:
    return key_of(WaitKind.ASSESSMENT, review)


def test_an_assessment_is_called_for_twice_half_way_and_the_day_before(office: Office) -> None:
    office.start()
    office.days(30)
    assert office.digests(REP) == office.digests(MANAGER) == ["2026-03-06", "2026-03-09"]


def test_what_is_done_is_not_called_for(office: Office) -> None:
    review = office.start()
    office.days(1)
    office.rate_all(review, Role.REP)
    office.days(30)
    assert office.digests(REP) == []
    assert office.digests(MANAGER) == ["2026-03-06", "2026-03-09"]


def test_a_turn_is_called_for_once_after_two_working_days(office: Office) -> None:
    review = office.start()
    for role in Role:
        office.rate_all(review, role)
    office.days(30)
    assert office.digests(REP) == ["2026-03-04"], "nothing more before it is paused, and nothing after"
    assert office.digests(MANAGER) == []


def test_who_hears_by_the_desk_alone_hears_of_a_turn_on_the_next_morning(office: Office) -> None:
    office.set_team(pings=Pings.DESK_ONLY)
    office.days(0.1)
    review = office.start()
    for role in Role:
        office.rate_all(review, role)
    office.talking.open(office.actor(REP), review, Opening("I listen."), 1)
    office.days(1)
    assert office.digests(MANAGER) == ["2026-03-03"]
    assert office.waits(MANAGER) == [key_of(WaitKind.TURN, review, "2")]


def test_an_ask_and_coaching_time_are_called_for_after_two_working_days(office: Office) -> None:
    review = office.start()
    office.keeping.ask_for_change(office.actor(REP), review, Ask(due=date(2026, 4, 1)))
    office.time.log(office.actor(REP), MANAGER, 45, CoachingKind.CALL, "the demo")
    office.days(2.5)
    assert office.digests(MANAGER) == ["2026-03-04"]
    kinds = [one.waiting.kind for one in office.seen(MANAGER).lines]
    assert set(kinds) == {WaitKind.ASSESSMENT, WaitKind.ASK, WaitKind.TIME}
    assert office.seen(MANAGER).minutes == sum(one.waiting.minutes for one in office.seen(MANAGER).lines)


def test_items_of_a_plan_and_the_look_back_are_called_for_on_their_day(office: Office) -> None:
    plan = agreed()
    with office.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(plan.questionnaire)
        kept = plan_begins(plan)
        tx.plans.save(replace(kept, look_back=date(2026, 3, 20)))
        tx.agenda.put(AgendaKind.DIGEST, REP, office.clock.now())
        tx.agenda.put(AgendaKind.DIGEST, MANAGER, office.clock.now())
        owned = {one.item.owner: one.item.due for one in kept.items if one.item.due is not None}
    office.days(60)
    for person, role in ((REP, Role.REP), (MANAGER, Role.MANAGER)):
        assert "2026-03-20" in office.digests(person)
        if role in owned:
            assert str(owned[role]) in office.digests(person)


def test_the_day_of_looking_back_is_spoken_of_for_two_weeks(office: Office) -> None:
    with office.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(agreed().questionnaire)
        kept = plan_begins(agreed())
        tx.plans.save(replace(kept, look_back=date(2026, 3, 3)))
        tx.agenda.put(AgendaKind.DIGEST, REP, office.clock.now())
    for days, waits in ((0.5, False), (1, True), (12, True), (2, False)):
        office.days(days)
        assert (WaitKind.LOOK_BACK in {one.waiting.kind for one in office.seen(REP).lines}) is waits


def test_what_is_put_off_comes_when_it_was_asked_for(office: Office) -> None:
    review = office.start()
    office.later(REP, of(review), Later.TODAY)
    assert office.waits(REP) == [], "it does not wait before then"
    office.days(0.5)
    assert office.digests(REP) == ["2026-03-02"]
    office.later(REP, of(review), Later.TOMORROW)
    office.days(1)
    assert office.digests(REP) == ["2026-03-02", "2026-03-03"]
    office.later(REP, of(review), Later.NEXT_WEEK)
    office.days(10)
    assert office.digests(REP) == ["2026-03-02", "2026-03-03", "2026-03-09"]


def test_later_today_comes_although_the_day_had_its_message(office: Office) -> None:
    review = office.start()
    office.until(datetime(2026, 3, 6, 9, 30, tzinfo=UTC))
    assert office.digests(REP) == ["2026-03-06"]
    office.later(REP, of(review), Later.TODAY)
    office.days(0.2)
    assert office.digests(REP) == ["2026-03-06", "2026-03-06 2"]


def test_later_today_in_the_evening_is_the_next_morning(office: Office) -> None:
    review = office.start()
    office.until(datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    office.later(REP, of(review), Later.TODAY)
    office.days(1.5)
    assert office.digests(REP) == ["2026-03-03"]


def test_what_somebody_wants_no_reminder_of_is_not_listed_again(office: Office) -> None:
    review = office.start()
    office.later(REP, of(review), Later.STOP)
    office.days(20)
    assert office.digests(REP) == []
    assert office.waits(REP) == []
    assert office.digests(MANAGER) != []


def test_only_ones_own_is_put_off_and_only_while_it_waits(office: Office) -> None:
    review = office.start()
    for nobody in (PEER, PersonId("UNOBODY")):
        with pytest.raises(TooLate):
            office.later(nobody, of(review), Later.STOP)
    office.rate_all(review, Role.REP)
    with pytest.raises(TooLate):
        office.later(REP, of(review), Later.TODAY)
    office.save_person(replace(a_person(MANAGER), active=False))
    with pytest.raises(NotAllowed):
        office.desks.later(Actor(WORKSPACE, MANAGER), of(review), Later.TODAY)


def test_nothing_on_weekends_outside_hours_or_while_away(office: Office) -> None:
    office.save_person(replace(a_person(REP), tz="Pacific/Auckland", away_until=date(2026, 3, 16)))
    office.start()
    office.days(13.0)
    assert office.digests(REP) == []
    office.days(3)
    assert office.digests(REP) == ["2026-03-16"]


def test_who_slept_for_a_week_sends_one_and_kindly(office: Office) -> None:
    office.start()
    office.move_to(datetime(2026, 3, 14, 3, 0, tzinfo=UTC))  # a Saturday night
    office.tick()
    office.days(5)
    assert office.digests(REP) == ["2026-03-16"]


def test_a_deactivated_person_gets_none(office: Office) -> None:
    office.start()
    office.save_person(replace(a_person(REP), active=False))
    office.days(30)
    assert office.digests(REP) == []


def test_the_digest_follows_what_becomes_of_its_lines(office: Office) -> None:
    review = office.start()
    office.days(5)
    digest = office.rows.wishes[day_of(REP, "2026-03-06").key]
    office.rate_all(review, Role.REP)
    assert office.rows.wishes[day_of(REP, "2026-03-06").key].wanted > digest.wanted
    assert office.seen(REP).lines == []


def test_what_waited_longest_comes_first(office: Office) -> None:
    review = office.start()
    office.days(1)
    office.keeping.ask_for_change(office.actor(REP), review, Ask(due=date(2026, 4, 1)))
    assert [one.waiting.kind for one in office.seen(MANAGER).lines] == [WaitKind.ASSESSMENT, WaitKind.ASK]


def test_watch_first_names_what_its_manager_had_not_seen_last_time(office: Office) -> None:
    review = office.start()
    office.rate_all(review, Role.MANAGER, {SkillKey("s2"): Unrated.NOT_SEEN})
    office.keeping.cancel(office.actor(MANAGER), review)
    office.days(1)
    office.start()
    assert [one.watch_first for one in office.seen(MANAGER).lines] == [("Skill 2",)]
    assert [one.watch_first for one in office.seen(REP).lines] == [()], "of the manager's answers, to the manager alone"


def test_only_a_manager_of_many_gets_turns_together(office: Office) -> None:
    review = office.start()
    office.rate_all(review, Role.REP)
    place = dm(REP)

    def gathers_at() -> time | None:
        seen = office.looking.surface(WORKSPACE, SurfaceKind.ASSESSMENT, review, place)
        assert isinstance(seen, Seen)
        return seen.gathers_at

    assert gathers_at() is None
    for number in range(2):
        rep = PersonId(f"UREP{number}")
        office.save_person(a_person(rep))
        office.save_pairing(a_pairing(rep=rep, pairing=PairingId(f"pairing-x{number}")))
    assert gathers_at() == time(9), "from three on, without any setting"
    office.set_team(pings=Pings.EACH_TURN)
    assert gathers_at() is None


def test_the_invitation_says_what_to_watch_first_to_the_manager_alone(office: Office) -> None:
    review = office.start()
    office.rate_all(review, Role.MANAGER, {SkillKey("s2"): Unrated.NOT_SEEN})
    office.rate_all(review, Role.REP, {SkillKey("s3"): Unrated.NOT_SEEN})
    office.keeping.cancel(office.actor(REP), review)
    office.keeping.cancel(office.actor(MANAGER), review)
    again = office.start()
    for person, skills in ((MANAGER, ("Skill 2",)), (REP, ())):
        seen = office.looking.surface(WORKSPACE, SurfaceKind.ASSESSMENT, again, dm(person))
        assert isinstance(seen, Seen)
        assert seen.watch_first == skills


# --- the days of a person

PEOPLE = st.builds(
    a_person,
    st.just(REP),
    tz=st.sampled_from(["UTC", "Pacific/Auckland", "America/New_York", "Europe/Berlin", "Asia/Kathmandu"]),
)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(PEOPLE, MOMENTS, st.lists(st.integers(0, 9), max_size=6), st.integers(0, 20))
def test_a_free_moment_is_in_working_hours_of_a_day_that_is_free(
    person: object, after: datetime, taken: list[int], away: int
) -> None:
    someone = replace(a_person(REP, tz=person.tz), away_until=after.date() + timedelta(days=away))  # type: ignore[attr-defined]
    team, today = Team(MANAGER), local_date(after, someone.zone)
    desk = Desk(REP, taken=tuple(sorted({today + timedelta(days=one) for one in taken})))
    at = free_moment(desk, someone, team, after)
    local = at.astimezone(someone.zone)
    assert at >= after
    assert local.weekday() < 5
    assert team.day_begins <= local.time() < team.day_ends
    assert local.date() not in desk.taken
    assert local.date() >= after.date() + timedelta(days=away)
    digest = digest_moment(take(desk, local.date(), today), someone, team, after, after)
    assert local_date(digest, someone.zone) not in {*desk.taken, local.date()}


def test_a_day_is_taken_once(office: Office) -> None:
    taken = []
    rep, now = office.person(REP), office.clock.now()
    for _ in range(3):
        with office.store.begin(WORKSPACE) as tx:
            taken.append(take_day(tx, rep, Team(MANAGER), now, now))
    assert [one.date() for one in taken] == [MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)]
    assert taken[1].time() == time(9)
