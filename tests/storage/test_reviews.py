"""The contract of ``ports.Reviews``, on both databases and on the stand-in of the core's tests."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coaching_core.domain.assessment import Ask, Rating, Unrated
from coaching_core.domain.conversation import AreaWords, Conversation
from coaching_core.domain.people import Person
from coaching_core.domain.roles import Ending, Role, Stage
from coaching_core.errors import AlreadyRunning, NotFound, Stale
from coaching_core.ids import PersonId, ReviewId, SkillKey
from coaching_core.ports import Begin
from storage.tables import metadata
from storage.transaction import Database
from tests.storage.examples import (
    BOSS,
    CLOSING,
    HERE,
    ID,
    LISTENING,
    NOW,
    OTHER,
    REP,
    THERE,
    a_full_assessment,
    a_questionnaire,
    a_review,
    rated,
    stored,
    with_assessment,
)

GONE = Person(REP, "Jo", active=False)


def test_a_review_comes_back_as_it_was_added(begin: Begin) -> None:
    added = stored(begin, with_assessment(a_review(), a_full_assessment(Role.REP)))
    with begin(HERE) as tx:
        assert tx.reviews.get(ID) == added


def test_reading_sees_what_writing_committed(database: Database) -> None:
    added = stored(database.begin)
    with database.reading(HERE) as tx:
        assert tx.reviews.get(ID) == added
        assert tx.reviews.assessment_head(ID, REP).role is Role.REP


def test_every_change_comes_back_and_moves_the_version(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        before = tx.reviews.get(ID)
        after = replace(
            before,
            stage=Stage.CLOSED,
            ask=Ask(due=NOW.date()),
            conversation=Conversation(area_words=(AreaWords(Role.REP, CLOSING, "My words"),)),
            paused_from=Stage.ASSESSING,
            ending=Ending.LEFT,
            ended_by=Role.MANAGER,
            ended_at=NOW,
            due_at=NOW + timedelta(days=1),
        )
        tx.reviews.save(after)
    with begin(HERE) as tx:
        assert tx.reviews.get(ID) == replace(after, version=before.version + 1)


def test_an_assessment_has_a_version_of_its_own(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        mine = replace(a_full_assessment(Role.MANAGER), submitted_at=NOW)
        tx.reviews.save(with_assessment(tx.reviews.get(ID), mine))
    with begin(HERE) as tx:
        found = tx.reviews.get(ID)
    assert found.version == 0
    assert found.assessments[Role.MANAGER] == replace(mine, version=1)
    assert found.assessments[Role.REP].version == 0


def test_nothing_changed_is_nothing_written(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        tx.reviews.save(tx.reviews.get(ID))
    with begin(HERE) as tx:
        assert tx.reviews.get(ID).version == 0


def test_the_second_of_two_writers_is_told(begin: Begin) -> None:
    old = stored(begin)
    with begin(HERE) as tx:
        tx.reviews.save(replace(tx.reviews.get(ID), stage=Stage.PAUSED))
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.reviews.save(replace(old, due_at=NOW))
    with begin(HERE) as tx:
        assert tx.reviews.get(ID).due_at == old.due_at


def test_the_second_writer_of_an_assessment_is_told(begin: Begin) -> None:
    old = stored(begin)
    with begin(HERE) as tx:
        tx.reviews.save(with_assessment(tx.reviews.get(ID), replace(old.assessments[Role.REP], page=1)))
    with pytest.raises(Stale), begin(HERE) as tx:
        tx.reviews.save(with_assessment(old, replace(old.assessments[Role.REP], page=2)))


def test_two_writers_of_different_assessments_do_not_disturb_each_other(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        read = tx.reviews.get(ID)
    for role in Role:
        with begin(HERE) as tx:
            now = tx.reviews.get(ID)
            tx.reviews.save(with_assessment(now, replace(read.assessments[role], page=1)))
    with begin(HERE) as tx:
        assert [mine.page for mine in tx.reviews.get(ID).assessments.values()] == [1, 1]


def test_saving_never_touches_the_ratings(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        read = tx.reviews.get(ID)
    rated(begin, REP)
    with begin(HERE) as tx:
        tx.reviews.save(with_assessment(read, replace(read.assessments[Role.REP], page=1)))
    with begin(HERE) as tx:
        assert tx.reviews.get(ID).assessments[Role.REP].ratings == {LISTENING: Rating(4), CLOSING: Rating(4)}


def test_an_unknown_review_is_not_found(begin: Begin) -> None:
    with pytest.raises(NotFound), begin(HERE) as tx:
        tx.reviews.get(ID)


@pytest.mark.parametrize("stage", [Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED])
def test_a_pair_has_one_running_review_at_most(begin: Begin, stage: Stage) -> None:
    stored(begin, replace(a_review(), stage=stage))
    with pytest.raises(AlreadyRunning), begin(HERE) as tx:
        tx.reviews.add(a_review(ReviewId("r2")))
    with begin(HERE) as tx:
        found = tx.reviews.running_of(REP, BOSS)
        assert found is not None
        assert found.id == ID
        assert tx.reviews.running_of(BOSS, REP) is None
        tx.reviews.add(a_review(ReviewId("r3"), rep=OTHER))


def test_after_the_end_the_pair_may_have_another_one(begin: Begin) -> None:
    ended = stored(begin, replace(a_review(), stage=Stage.AGREED, ended_at=NOW))
    with begin(HERE) as tx:
        assert tx.reviews.running_of(REP, BOSS) is None
        tx.reviews.add(a_review(ReviewId("r2")))
    with pytest.raises(AlreadyRunning), begin(HERE) as tx:
        tx.reviews.save(replace(ended, stage=Stage.CONVERSING))


def test_the_last_agreed_review_of_a_pair_is_the_one_before_this_one_began(begin: Begin) -> None:
    def over(name: str, day: int, stage: Stage = Stage.AGREED, rep: PersonId = REP) -> None:
        one = replace(a_review(ReviewId(name), rep=rep), stage=stage, ended_at=NOW + timedelta(days=day))
        stored(begin, one)

    over("old", 0)
    over("last", 30)
    over("closed", 40, Stage.CLOSED)
    over("others", 41, rep=OTHER)
    over("own", 50)
    with begin(HERE) as tx:

        def before(name: str, day: int) -> str | None:
            found = tx.reviews.agreed_before(a_review(ReviewId(name), started_at=NOW + timedelta(days=day)))
            return found.id if found is not None else None

        assert [before("own", day) for day in (-1, 0, 29, 30, 45, 50)] == [None, "old", "old", "last", "last", "last"]
        assert before("next", 60) == "own"
    with begin(THERE) as tx:
        assert tx.reviews.agreed_before(a_review(started_at=NOW + timedelta(days=45))) is None


def test_ones_reviews_are_listed_running_first_then_the_newest(begin: Begin) -> None:
    days = {"old": 1, "new": 3, "running": 0, "boss": 2}
    for name, day in days.items():
        rep, manager = (OTHER, REP) if name == "boss" else (REP, BOSS)
        made = a_review(ReviewId(name), rep=rep, manager=manager, started_at=NOW + timedelta(days=day))
        stored(begin, made if name == "running" else replace(made, stage=Stage.CLOSED))
    with begin(HERE) as tx:
        assert [review.id for review in tx.reviews.of_person(REP)] == ["running", "new", "boss", "old"]
        assert [review.id for review in tx.reviews.of_person(REP, limit=2)] == ["running", "new"]
        assert tx.reviews.of_person(PersonId("nobody")) == []


def test_what_is_due_is_the_oldest_first_of_all_workspaces(database: Database) -> None:
    for number, rep in enumerate((REP, OTHER, PersonId("UTHIRD"))):
        begun = NOW - timedelta(days=number)
        stored(database.begin, a_review(ReviewId(f"r{number}"), rep=rep, started_at=begun))
    stored(database.begin, replace(a_review(ReviewId("ended")), stage=Stage.CLOSED))
    stored(database.begin, a_review(ReviewId("elsewhere"), started_at=NOW - timedelta(days=9)), THERE)
    later = NOW + timedelta(days=6, hours=1)
    assert database.worklist.reviews_due(later, limit=9) == [(THERE, "elsewhere"), (HERE, "r2"), (HERE, "r1")]
    assert database.worklist.reviews_due(later, limit=1) == [(THERE, "elsewhere")]
    assert database.worklist.reviews_due(NOW - timedelta(days=9), limit=9) == []


# --- ratings


def test_the_head_says_what_decides(begin: Begin) -> None:
    review = stored(begin)
    with begin(HERE) as tx:
        head = tx.reviews.assessment_head(ID, BOSS)
        assert (head.role, head.stage, head.submitted) == (Role.MANAGER, Stage.ASSESSING, False)
        assert tx.questionnaires.get(head.questionnaire) == review.questionnaire
        tx.reviews.save(
            with_assessment(review, replace(review.assessments[Role.MANAGER], submitted_at=NOW)),
        )
    with begin(HERE) as tx:
        assert tx.reviews.assessment_head(ID, BOSS).submitted
        assert not tx.reviews.assessment_head(ID, REP).submitted


@pytest.mark.parametrize(("known", "active"), [(None, True), (Person(REP, "Jo"), True), (GONE, False)])
def test_the_head_knows_who_has_been_deactivated(database: Database, known: Person | None, active: bool) -> None:
    stored(database.begin)
    with database.begin(HERE) as tx:
        if known is not None:
            tx.people.save(known)
        tx.people.save(replace(GONE, id=BOSS))
        assert tx.reviews.assessment_head(ID, REP).active is active


@pytest.mark.parametrize(("review", "person"), [(ID, OTHER), (ReviewId("none"), REP)])
def test_a_stranger_does_not_learn_whether_there_is_a_review(begin: Begin, review: ReviewId, person: PersonId) -> None:
    stored(begin)
    with pytest.raises(NotFound), begin(HERE) as tx:
        tx.reviews.assessment_head(review, person)


def test_answers_of_every_kind_come_back(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        head = tx.reviews.assessment_head(ID, REP)
        assert tx.reviews.rate(head, LISTENING, 5, 1.0)
        assert tx.reviews.rate(head, CLOSING, Unrated.NOT_SEEN, 1.0)
        assert tx.reviews.comment(head, SkillKey("third"), "Only words", 1.0)
    with begin(HERE) as tx:
        found = tx.reviews.get(ID).assessments
    assert found[Role.MANAGER].ratings == {}
    assert found[Role.REP].ratings == {
        LISTENING: Rating(5),
        CLOSING: Rating(Unrated.NOT_SEEN),
        SkillKey("third"): Rating(None, "Only words"),
    }


def test_the_newest_click_wins_however_they_arrive(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        head = tx.reviews.assessment_head(ID, REP)
        clicks = [(1.0, 1), (3.0, 3), (2.0, 2), (3.0, 3), (1.0, 1)]
        kept = [tx.reviews.rate(head, LISTENING, score, at) for at, score in clicks]
        assert kept == [True, True, False, False, False]
        assert tx.reviews.rate(head, LISTENING, Unrated.NOT_IN_ROLE, 3.000001)
        assert not tx.reviews.rate(head, LISTENING, 5, 3.000001)
    with begin(HERE) as tx:
        assert tx.reviews.get(ID).assessments[Role.REP].answer(LISTENING) is Unrated.NOT_IN_ROLE


def test_a_comment_and_an_answer_leave_each_other_alone(begin: Begin) -> None:
    stored(begin)
    with begin(HERE) as tx:
        head = tx.reviews.assessment_head(ID, REP)
        assert tx.reviews.comment(head, LISTENING, "Late words", 5.0)
        assert tx.reviews.rate(head, LISTENING, 2, 1.0)
        assert not tx.reviews.comment(head, LISTENING, "Earlier words", 4.0)
        assert tx.reviews.get(ID).assessments[Role.REP].ratings == {LISTENING: Rating(2, "Late words")}
        assert tx.reviews.comment(head, LISTENING, "", 6.0)
        assert tx.reviews.get(ID).assessments[Role.REP].ratings == {LISTENING: Rating(2)}


def test_what_a_review_does_not_hold_any_more_is_forgotten(begin: Begin) -> None:
    stored(begin)
    for person in (REP, BOSS):
        rated(begin, person)
    with begin(HERE) as tx:
        review = tx.reviews.get(ID)
        mine, theirs = review.assessments[Role.REP], review.assessments[Role.MANAGER]
        less = with_assessment(review, replace(mine, ratings={LISTENING: Rating(4)}))
        tx.reviews.forget_unopened(with_assessment(less, replace(theirs, ratings={})))
    with begin(HERE) as tx:
        found = tx.reviews.get(ID).assessments
    assert found[Role.REP].ratings == {LISTENING: Rating(4)}
    assert found[Role.MANAGER].ratings == {}


def test_a_review_may_change_its_questionnaire(begin: Begin) -> None:
    stored(begin)
    other = a_questionnaire(key="another")
    with begin(HERE) as tx:
        tx.questionnaires.publish(other)
        tx.reviews.save(replace(tx.reviews.get(ID), questionnaire=other))
    with begin(HERE) as tx:
        assert tx.reviews.get(ID).questionnaire == other


def test_nothing_that_somebody_wrote_can_be_read_in_the_database(database: Database) -> None:
    begin = database.begin
    stored(begin, with_assessment(a_review(), a_full_assessment(Role.REP)))
    with begin(HERE) as tx:
        tx.reviews.comment(tx.reviews.assessment_head(ID, REP), LISTENING, "The secret word", 1.0)
        read = tx.reviews.get(ID)
        said = Conversation(area_words=(AreaWords(Role.REP, CLOSING, "Another secret"),))
        tx.reviews.save(replace(read, conversation=said))
    with database.looking() as connection:
        everything = [str(row) for table in metadata.tables.values() for row in connection.execute(sa.select(table))]
    assert everything
    for words in ("secret", "leads were thin", "I listen"):
        assert not any(words in row for row in everything)


def test_the_form_that_a_pair_used_last_is_found(begin: Begin) -> None:
    with begin(HERE) as tx:
        assert tx.reviews.last_form(REP, BOSS) is None
    ended = replace(a_review(), stage=Stage.CLOSED)
    newer = replace(a_review(ReviewId("r2"), started_at=NOW + timedelta(days=90)), questionnaire=a_questionnaire("New"))
    for review in (ended, newer, a_review(ReviewId("r3"), rep=OTHER, started_at=NOW + timedelta(days=99))):
        stored(begin, review)
    with begin(HERE) as tx:
        assert tx.reviews.last_form(REP, BOSS) == newer.questionnaire
        assert tx.reviews.last_form(BOSS, REP) is None
    with begin(THERE) as tx:
        assert tx.reviews.last_form(REP, BOSS) is None
