"""From `/coach-review @rep` to two invitations: by consent, once, and with the right form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coaching_core.domain.people import PairingState, PersonKind
from coaching_core.domain.roles import Role, Stage
from coaching_core.errors import CoachingError, NotAllowed, NotFound, TooLate
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, SurfaceKey
from coaching_core.use_cases.starting import ASK_AGAIN_AFTER, Answered
from tests.builders import MANAGER, REP, WORKSPACE, a_pairing, a_person, a_questionnaire
from tests.core.world import OTHER_MANAGER, PEER, World


@pytest.fixture
def world() -> World:
    return World()


def wanted(world: World) -> set[SurfaceKey]:
    return set(world.rows.wishes)


def test_a_paired_manager_starts_and_both_are_invited(world: World) -> None:
    start = world.starting.review(world.actor(MANAGER), REP)
    assert start.answered is Answered.STARTED
    assert start.seen is not None
    review = world.review(start.seen.view.id)
    assert (review.rep, review.manager, review.stage) == (REP, MANAGER, Stage.ASSESSING)
    assert wanted(world) == {
        f"assessment/{review.id}/rep",
        f"assessment/{review.id}/manager",
        f"home/{REP}",
        f"home/{MANAGER}",
    }


def test_the_date_to_answer_by_is_in_the_reps_time_zone(world: World) -> None:
    world.save_person(a_person(REP, tz="America/New_York"))
    review = world.review(world.start())
    assert review.due_at.astimezone(world.person(REP).zone).isoformat() == "2026-03-09T23:59:00-04:00"


def test_a_second_one_while_one_runs_shows_that_one(world: World) -> None:
    first = world.start()
    again = world.starting.review(world.actor(MANAGER), REP)
    assert again.answered is Answered.RUNNING
    assert again.seen is not None
    assert again.seen.view.id == first
    world.keeping.pause(world.actor(MANAGER), first)
    assert world.starting.review(world.actor(MANAGER), REP).answered is Answered.RUNNING
    assert len(world.rows.reviews) == 1


def test_after_one_is_over_the_next_begins_with_the_same_form(world: World) -> None:
    other = a_questionnaire(6, key="our_own")
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(other)
    start = world.starting.review(world.actor(MANAGER), REP, other.key)
    assert start.seen is not None
    world.keeping.decline(world.actor(REP), start.seen.view.id)
    world.clock.advance(days=1)
    assert world.review(world.start()).questionnaire == other


def test_a_form_that_does_not_exist_starts_nothing(world: World) -> None:
    with pytest.raises(NotFound):
        world.starting.review(world.actor(MANAGER), REP, QuestionnaireKey("nonsense"))
    assert not world.rows.reviews


def test_a_running_review_keeps_the_version_it_began_with(world: World) -> None:
    review = world.start()
    edited = replace(world.questionnaire, title="Edited")
    with world.store.begin(WORKSPACE) as tx:
        tx.questionnaires.publish(edited)
    assert world.review(review).questionnaire.title == world.questionnaire.title
    world.keeping.decline(world.actor(REP), review)
    assert world.review(world.start()).questionnaire == edited


def test_an_unknown_person_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.starting.review(world.actor(MANAGER), PersonId("UNOBODY"))


def test_oneself_is_not_coached(world: World) -> None:
    for call in (world.starting.review, world.starting.ask_rep):
        with pytest.raises(NotAllowed, match="two people"):
            call(world.actor(MANAGER), MANAGER)


# --- by consent ---


def test_without_a_pairing_the_rep_can_be_asked(world: World) -> None:
    assert world.starting.review(world.actor(OTHER_MANAGER), PEER).answered is Answered.NOT_PAIRED
    assert not world.rows.reviews
    assert world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER).id == PEER
    assert world.starting.review(world.actor(OTHER_MANAGER), PEER).answered is Answered.ASKED
    assert SurfaceKey("pairing/pairing-1") in wanted(world)


def test_asked_twice_is_asked_once(world: World) -> None:
    for _ in range(2):
        world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER)
    assert [one.id for one in world.rows.pairings.values() if one.rep == PEER] == ["pairing-1"]


def test_the_reps_yes_starts_the_review_once(world: World) -> None:
    world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER)
    question = PairingId("pairing-1")
    seen = world.starting.answer_pairing(world.actor(PEER), question, accept=True)
    assert seen is not None
    assert (seen.view.people[Role.REP], seen.view.people[Role.MANAGER]) == (PEER, OTHER_MANAGER)
    world.starting.answer_pairing(world.actor(PEER), question, accept=True)
    world.keeping.decline(world.actor(PEER), seen.view.id)
    world.starting.answer_pairing(world.actor(PEER), question, accept=True)
    assert len(world.rows.reviews) == 1, "an old button starts nothing"


def test_not_now_is_final_for_this_question_and_for_a_month(world: World) -> None:
    asking = world.actor(OTHER_MANAGER)
    world.starting.ask_rep(asking, PEER)
    world.starting.answer_pairing(world.actor(PEER), PairingId("pairing-1"), accept=False)
    with pytest.raises(TooLate):
        world.starting.answer_pairing(world.actor(PEER), PairingId("pairing-1"), accept=True)
    world.clock.advance(days=29)
    with pytest.raises(TooLate, match="a month"):
        world.starting.ask_rep(asking, PEER)
    world.clock.advance(days=ASK_AGAIN_AFTER.days - 29)
    world.starting.ask_rep(asking, PEER)
    assert world.rows.pairings[PairingId("pairing-2")].state is PairingState.PROPOSED


def test_only_the_rep_answers(world: World) -> None:
    world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER)
    before = world.rows
    for person in (OTHER_MANAGER, REP, MANAGER):
        with pytest.raises(NotAllowed):
            world.starting.answer_pairing(world.actor(person), PairingId("pairing-1"), accept=True)
    world.save_person(replace(world.person(PEER), active=False))
    with pytest.raises(NotAllowed):
        world.starting.answer_pairing(world.actor(REP), PairingId("pairing-1"), accept=True)
    assert world.rows.pairings == before.pairings


def test_a_yes_to_a_manager_who_has_left_starts_nothing(world: World) -> None:
    world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER)
    world.save_person(replace(world.person(OTHER_MANAGER), active=False))
    with pytest.raises(CoachingError):
        world.starting.answer_pairing(world.actor(PEER), PairingId("pairing-1"), accept=True)
    assert not world.rows.reviews


def test_the_other_way_round_is_said(world: World) -> None:
    start = world.starting.review(world.actor(REP), MANAGER)
    assert (start.answered, start.seen) == (Answered.IS_MANAGER, None)
    review = world.start()
    start = world.starting.review(world.actor(REP), MANAGER)
    assert start.seen is not None
    assert (start.seen.view.id, start.seen.view.reader.value) == (review, "rep")


def test_an_ended_pairing_starts_nothing(world: World) -> None:
    world.save_pairing(a_pairing(state=PairingState.ENDED))
    assert world.starting.review(world.actor(MANAGER), REP).answered is Answered.NOT_PAIRED


# --- by an administrator ---


def test_an_administrator_pairs_people_once(world: World) -> None:
    pairs = [(a_person(OTHER_MANAGER), a_person(PEER)), (a_person(MANAGER), a_person(REP))]
    assert world.directory.pair(WORKSPACE, pairs) == 1
    assert world.directory.pair(WORKSPACE, pairs) == 0
    assert {f"home/{PEER}", f"home/{OTHER_MANAGER}"} <= wanted(world)
    assert world.starting.review(world.actor(OTHER_MANAGER), PEER).answered is Answered.STARTED


def test_an_administrators_word_answers_an_open_question(world: World) -> None:
    world.starting.ask_rep(world.actor(OTHER_MANAGER), PEER)
    world.directory.pair(WORKSPACE, [(a_person(OTHER_MANAGER), a_person(PEER))])
    assert [one.state for one in world.rows.pairings.values() if one.rep == PEER] == [PairingState.ACCEPTED]


def test_a_guest_is_coached_when_paired(world: World) -> None:
    guest = PersonId("UGUEST")
    world.save_person(a_person(guest, kind=PersonKind.GUEST))
    with pytest.raises(NotAllowed, match="guest"):
        world.starting.review(world.actor(MANAGER), guest)
    world.directory.pair(WORKSPACE, [(a_person(MANAGER), a_person(guest, kind=PersonKind.GUEST))])
    assert world.starting.review(world.actor(MANAGER), guest).answered is Answered.STARTED


def test_what_only_we_know_of_a_person_stays(world: World) -> None:
    away = world.clock.now().date() + timedelta(days=3)
    world.save_person(replace(a_person(REP), away_until=away))
    kept = world.directory.remember(WORKSPACE, a_person(REP, "New name"))
    assert (kept.name, kept.away_until, kept.fetched_at) == ("New name", away, world.clock.now())
