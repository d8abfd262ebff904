"""The contracts of people, pairings, questionnaires, events and the audit log."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coaching_core.domain.people import Pairing, PairingState, Person, PersonKind
from coaching_core.errors import NotFound, Stale
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, QuestionnaireVersion
from coaching_core.ports import Begin
from storage.tables import audit
from storage.transaction import Database
from tests.storage.examples import BOSS, HERE, NOW, OTHER, REP, THERE, Refused, a_questionnaire

JO = Person(REP, "Jo", "Asia/Tokyo", "ja-JP", PersonKind.GUEST, True, True, NOW.date(), NOW)


def a_pairing(
    pairing: str = "p1",
    *,
    rep: PersonId = REP,
    manager: PersonId = BOSS,
    state: PairingState = PairingState.PROPOSED,
    days: int = 0,
) -> Pairing:
    return Pairing(PairingId(pairing), rep, manager, state, NOW + timedelta(days=days))


def save(begin: Begin, *pairings: Pairing) -> None:
    with begin(HERE) as tx:
        for pairing in pairings:
            tx.pairings.save(pairing)


# --- people


def test_a_person_comes_back_as_saved(begin: Begin) -> None:
    with begin(HERE) as tx:
        assert tx.people.find(REP) is None
        tx.people.save(Person(REP, "Joe"))
        tx.people.save(JO)
        assert tx.people.find(REP) == JO


# --- pairings


def test_a_pairing_is_proposed_and_accepted(begin: Begin) -> None:
    save(begin, a_pairing())
    with begin(HERE) as tx:
        proposed = tx.pairings.get(PairingId("p1"))
        assert proposed == a_pairing()
        tx.pairings.save(replace(proposed, state=PairingState.ACCEPTED))
    with begin(HERE) as tx:
        assert tx.pairings.between(REP, BOSS) == replace(proposed, state=PairingState.ACCEPTED, version=1)
        assert tx.pairings.between(BOSS, REP) is None


def test_the_second_writer_of_a_pairing_is_told(begin: Begin) -> None:
    save(begin, a_pairing())
    save(begin, a_pairing(state=PairingState.ACCEPTED))
    with pytest.raises(Stale):
        save(begin, a_pairing(state=PairingState.DECLINED))
    with pytest.raises(Stale):
        save(begin, replace(a_pairing("p2"), version=3))


def test_a_pair_has_one_living_pairing_at_most(begin: Begin) -> None:
    save(begin, a_pairing("declined", state=PairingState.DECLINED), a_pairing("living"))
    with pytest.raises(Stale):
        save(begin, a_pairing("second", state=PairingState.ACCEPTED))
    with pytest.raises(Stale):
        save(begin, a_pairing("declined", state=PairingState.ACCEPTED))
    with begin(HERE) as tx:
        assert tx.pairings.between(REP, BOSS) == a_pairing("living")


def test_between_two_people_the_latest_counts(begin: Begin) -> None:
    ended = [a_pairing(f"p{day}", state=PairingState.ENDED, days=day) for day in (2, 3, 1)]
    save(begin, *ended)
    with begin(HERE) as tx:
        assert tx.pairings.between(REP, BOSS) == ended[1]


def test_ones_pairings_are_those_that_live(begin: Begin) -> None:
    mine = [a_pairing("as rep"), a_pairing("as manager", rep=OTHER, manager=REP, days=1)]
    save(begin, *mine, a_pairing("ended", rep=REP, manager=OTHER, state=PairingState.ENDED))
    with begin(HERE) as tx:
        assert tx.pairings.of_person(REP) == mine
        with pytest.raises(NotFound):
            tx.pairings.get(PairingId("none"))


# --- questionnaires


def test_a_published_questionnaire_is_found_by_version_and_by_key(begin: Begin) -> None:
    with begin(HERE) as tx:
        tx.questionnaires.publish(a_questionnaire())
    with begin(HERE) as tx:
        for found in (
            tx.questionnaires.get(a_questionnaire().version),
            tx.questionnaires.latest(QuestionnaireKey("selling")),
        ):
            assert found == a_questionnaire()
            assert found.version == a_questionnaire().version


def test_an_edit_is_a_new_version_and_the_old_one_stays(begin: Begin) -> None:
    first, second, third = (a_questionnaire(title) for title in ("First", "Second", "Third"))
    with begin(HERE) as tx:
        for questionnaire in (first, second, second, third, a_questionnaire(key="another")):
            tx.questionnaires.publish(questionnaire)
    with begin(HERE) as tx:
        assert tx.questionnaires.latest(first.key) == third
        assert tx.questionnaires.get(first.version) == first
        assert [found.title for found in tx.questionnaires.all_latest()] == ["Selling", "Third"]
        tx.questionnaires.publish(first)
        assert tx.questionnaires.latest(first.key) == first


def test_an_unknown_questionnaire_is_not_found(begin: Begin) -> None:
    with begin(HERE) as tx:
        with pytest.raises(NotFound):
            tx.questionnaires.get(QuestionnaireVersion("none"))
        with pytest.raises(NotFound):
            tx.questionnaires.latest(QuestionnaireKey("none"))


def test_what_was_rolled_back_is_not_remembered(begin: Begin) -> None:
    with suppress(Refused), begin(HERE) as tx:
        tx.questionnaires.publish(a_questionnaire())
        tx.questionnaires.get(a_questionnaire().version)
        raise Refused
    with pytest.raises(NotFound), begin(HERE) as tx:
        tx.questionnaires.get(a_questionnaire().version)


def test_what_another_workspace_published_is_not_found_here(begin: Begin) -> None:
    with begin(THERE) as tx:
        tx.questionnaires.publish(a_questionnaire())
    with begin(THERE) as tx:
        tx.questionnaires.get(a_questionnaire().version)
    with pytest.raises(NotFound), begin(HERE) as tx:
        tx.questionnaires.get(a_questionnaire().version)


# --- events, audit


def test_an_event_counts_the_first_time(begin: Begin) -> None:
    with begin(HERE) as tx:
        assert not tx.events.known("Ev1")
        assert tx.events.first_time("Ev1", NOW)
        assert tx.events.known("Ev1")
        assert not tx.events.first_time("Ev1", NOW)
    with begin(THERE) as tx:
        assert tx.events.first_time("Ev1", NOW)


def test_old_events_are_forgotten(database: Database) -> None:
    for event, at in (("old", NOW), ("new", NOW + timedelta(days=2))):
        with database.begin(HERE) as tx:
            tx.events.first_time(event, at)
    assert database.worklist.forget_events(NOW + timedelta(days=1)) == 1
    with database.begin(HERE) as tx:
        assert [tx.events.first_time(event, NOW) for event in ("old", "new")] == [True, False]


def test_an_event_whose_effect_failed_may_come_again(begin: Begin) -> None:
    with suppress(Refused), begin(HERE) as tx:
        tx.events.first_time("Ev1", NOW)
        raise Refused
    with begin(HERE) as tx:
        assert tx.events.first_time("Ev1", NOW)


def test_the_audit_log_keeps_who_did_what_to_what(database: Database) -> None:
    with database.begin(HERE) as tx:
        tx.audit.note(BOSS, "review.cancel", "r1", NOW)
        tx.audit.note(BOSS, "review.cancel", "r1", NOW)
    with database.looking() as connection:
        rows = connection.execute(sa.select(audit.c.workspace, audit.c.actor, audit.c.action, audit.c.subject)).all()
    assert [tuple(row) for row in rows] == [(HERE, BOSS, "review.cancel", "r1")] * 2
