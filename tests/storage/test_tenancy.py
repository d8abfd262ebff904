"""
Every statement is bound to one workspace: watched on the wire, for every method of every repository.

Two doors are exempt: finding an installation (that is how a workspace is found at all) and the worklists of ticks and
delivery, which give ids and keys only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter
from sqlalchemy.sql.selectable import Alias

from coaching_core.domain.agenda import AgendaKind
from coaching_core.domain.coaching_time import CoachingKind, CoachingSession, Entry
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.surfaces import Place, PlaceKind, Surface, SurfaceKind
from coaching_core.errors import NotFound
from coaching_core.ids import PairingId, QuestionnaireKey, ReviewId, SessionId, SurfaceKey, WorkspaceId
from coaching_core.ports import Transaction
from storage.questionnaires import QuestionnaireCache
from storage.tables import metadata
from storage.transaction import Database, SqlTransaction
from tests.storage.examples import (
    BOSS,
    HERE,
    ID,
    LISTENING,
    NOW,
    OTHER,
    REP,
    THERE,
    a_look,
    a_plan,
    a_questionnaire,
    a_review,
    stored,
)

TENANT_TABLES = [table for table in metadata.tables.values() if "workspace" in table.c]


def tables_without_a_tenant(statement: sa.ClauseElement, values: dict[str, Any], workspace: WorkspaceId) -> set[str]:
    """Returns the tables of a statement whose workspace is neither given as this one nor that of a table that is."""
    bound: set[Any] = set()
    equal: list[tuple[Any, Any]] = []

    def is_ours(value: Any) -> bool:
        return isinstance(value, BindParameter) and values.get(value.key, value.effective_value) == workspace

    used: set[Any] = {
        table for table in visitors.iterate(statement) if isinstance(table, sa.Table) and "workspace" in table.c
    }
    for element in visitors.iterate(statement):
        if isinstance(element, Alias) and isinstance(element.element, sa.Table):
            used.add(element)
        if isinstance(element, BinaryExpression) and element.operator is operators.eq:
            left, right = element.left, element.right
            names = {getattr(left, "name", None), getattr(right, "name", None)}
            if names == {"workspace"}:
                equal.append((left.table, right.table))
            elif getattr(left, "name", None) == "workspace" and is_ours(right):
                bound.add(left.table)
    if isinstance(statement, sa.Insert):
        given: Any = statement._values or {}  # SQLAlchemy has no public way to read them
        ours = [is_ours(value) for column, value in given.items() if getattr(column, "name", column) == "workspace"]
        if any(ours) or values.get("workspace") == workspace:
            bound.add(statement.table)
    for _ in equal:
        bound |= {one for pair in equal for one in pair if bound & set(pair)}
    return {str(table) for table in used if table not in bound and not _only_aliased(table, used)}


def _only_aliased(table: Any, used: set[Any]) -> bool:
    return any(isinstance(one, Alias) and one.element is table for one in used)


@contextmanager
def watched(connection: sa.Connection, workspace: WorkspaceId) -> Iterator[list[str]]:
    """Collects what kinds of statements ran, and fails for whatever was not bound to this workspace."""
    seen: list[str] = []

    def look(connection: Any, statement: Any, many: Any, values: Any, options: Any) -> None:
        seen.append(type(statement).__name__)
        loose = tables_without_a_tenant(statement, values, workspace)
        assert not loose, f"not bound to a workspace: {loose}"

    sa.event.listen(connection.engine, "before_execute", look)
    try:
        yield seen
    finally:
        sa.event.remove(connection.engine, "before_execute", look)


A_SURFACE = Surface(SurfaceKind.ASSESSMENT, ID, "rep", Place(PlaceKind.DM, (REP,)))
A_SESSION = CoachingSession(SessionId("s1"), REP, BOSS, Entry(45, NOW.date(), CoachingKind.CALL, "", Role.MANAGER, NOW))
A_PLAN = a_plan()
A_PAIRING = Pairing(PairingId("p1"), REP, BOSS, PairingState.PROPOSED, NOW)


def all_of_reviews(tx: Transaction) -> None:
    review = tx.reviews.get(ID)
    tx.reviews.save(
        replace(
            review,
            stage=Stage.PAUSED,
            assessments={role: replace(mine, page=1) for role, mine in review.assessments.items()},
        )
    )
    tx.reviews.add(a_review(ReviewId("r2"), rep=OTHER))
    tx.reviews.running_of(REP, BOSS)
    tx.reviews.last_form(REP, BOSS)
    tx.reviews.agreed_before(review)
    tx.reviews.of_person(REP)
    tx.reviews.started_since(BOSS, NOW)
    tx.reviews.forget_unopened(review)
    head = tx.reviews.assessment_head(ID, REP)
    tx.reviews.rate(head, LISTENING, 4, 1.0)
    tx.reviews.comment(head, LISTENING, "Words", 1.0)


def all_of_people(tx: Transaction) -> None:
    tx.people.save(Person(REP, "Jo"))
    tx.people.find(REP)
    tx.people.find_held(REP)


def all_of_pairings(tx: Transaction) -> None:
    tx.pairings.save(A_PAIRING)
    tx.pairings.get(A_PAIRING.id)
    tx.pairings.between(REP, BOSS)
    tx.pairings.of_person(REP)
    tx.pairings.left_behind()


def all_of_questionnaires(tx: Transaction) -> None:
    tx.questionnaires.publish(a_questionnaire("Another"))
    tx.questionnaires.publish(a_questionnaire())
    tx.questionnaires.get(a_questionnaire("Another").version)
    tx.questionnaires.latest(QuestionnaireKey("selling"))
    tx.questionnaires.all_latest()


def all_of_sessions(tx: Transaction) -> None:
    tx.sessions.save(A_SESSION)
    tx.sessions.get(A_SESSION.id)
    tx.sessions.of_pair(REP, BOSS, since=NOW.date())


def all_of_plans(tx: Transaction) -> None:
    tx.plans.save(A_PLAN)
    tx.plans.get(A_PLAN.id)
    tx.plans.current_of(REP, BOSS)
    tx.plans.before(a_review())
    tx.plans.of_person(REP)


def all_of_looks(tx: Transaction) -> None:
    tx.looks.save(a_look())
    tx.looks.get(a_look().id)
    tx.looks.of_plan(A_PLAN.id)
    tx.looks.of_person(REP)


def all_of_teams(tx: Transaction) -> None:
    tx.teams.save(replace(tx.teams.of(BOSS), every_months=1))


def all_of_desks(tx: Transaction) -> None:
    tx.desks.save(replace(tx.desks.of(REP), last="2026-03-02"))


def all_of_agenda(tx: Transaction) -> None:
    tx.agenda.put(AgendaKind.MONTH, BOSS, NOW)
    tx.agenda.at(AgendaKind.MONTH, BOSS)
    tx.agenda.take(AgendaKind.MONTH, BOSS, NOW)
    tx.agenda.put(AgendaKind.MONTH, BOSS, None)
    tx.agenda.put(AgendaKind.DIGEST, BOSS, NOW)


def all_of_surfaces(tx: Transaction) -> None:
    tx.surfaces.want([A_SURFACE], hint="https://example.com", not_before=NOW)
    tx.surfaces.seen(REP, NOW)
    tx.surfaces.link_of(A_SURFACE.key)
    tx.surfaces.forget_message(A_SURFACE.key)


def all_of_events(tx: Transaction) -> None:
    tx.events.known("Ev1")
    tx.events.first_time("Ev1", NOW)


def all_of_audit(tx: Transaction) -> None:
    tx.audit.note(REP, "review.pause", ID, NOW)


EVERYTHING: dict[str, Callable[[Transaction], None]] = {
    "reviews": all_of_reviews,
    "people": all_of_people,
    "pairings": all_of_pairings,
    "questionnaires": all_of_questionnaires,
    "sessions": all_of_sessions,
    "plans": all_of_plans,
    "looks": all_of_looks,
    "teams": all_of_teams,
    "desks": all_of_desks,
    "agenda": all_of_agenda,
    "surfaces": all_of_surfaces,
    "events": all_of_events,
    "audit": all_of_audit,
}


@pytest.mark.parametrize("repository", EVERYTHING)
def test_every_statement_names_its_workspace(database: Database, repository: str) -> None:
    stored(database.begin)
    database.questionnaires = QuestionnaireCache()  # nothing is answered from memory
    with database.writing() as connection, watched(connection, HERE) as seen:
        EVERYTHING[repository](SqlTransaction(database, connection, HERE, writing=True))
    assert seen


def test_no_repository_is_forgotten_above() -> None:
    repositories = {name for name, one in vars(SqlTransaction).items() if isinstance(one, cached_property)}
    assert repositories == EVERYTHING.keys()


@pytest.mark.parametrize("repository", EVERYTHING)
def test_no_method_is_forgotten_above(repository: str) -> None:
    kind = getattr(SqlTransaction, repository).func.__annotations__["return"]
    methods = {name for name in vars(kind) if not name.startswith("_")} - {"wanted"}
    assert methods <= set(EVERYTHING[repository].__code__.co_names)


def test_the_watch_notices_a_forgotten_workspace(database: Database) -> None:
    people = metadata.tables["people"]
    forgotten = sa.select(people).where(people.c.id == REP)
    for statement in (forgotten, sa.delete(people).where(people.c.workspace == THERE)):
        with database.writing() as connection, watched(connection, HERE):
            with pytest.raises(AssertionError, match="people"):
                connection.execute(statement)
            connection.execute(forgotten.where(people.c.workspace == HERE))


def test_two_workspaces_with_the_same_ids_do_not_meet(database: Database) -> None:
    """Everything exists under the same ids in both, and what is changed in one stays as it was in the other."""
    begin = database.begin
    for workspace in (HERE, THERE):
        stored(begin, workspace=workspace)
        with begin(workspace) as tx:
            tx.people.save(Person(REP, "Jo"))
            tx.pairings.save(A_PAIRING)
            tx.surfaces.want([A_SURFACE])
    before = contents(database, THERE)
    for change in EVERYTHING.values():
        with begin(HERE) as tx:
            change(tx)
    with begin(HERE) as tx:
        tx.people.save(Person(REP, "Somebody else"))
        tx.pairings.save(replace(A_PAIRING, state=PairingState.ACCEPTED, version=1))
    assert contents(database, THERE) == before
    with begin(THERE) as tx:
        assert tx.reviews.get(ID) == a_review()
        assert tx.reviews.get(ID).assessments[Role.REP].ratings == {}


def test_what_is_elsewhere_is_not_found_here(database: Database) -> None:
    stored(database.begin, workspace=THERE)
    with database.begin(THERE) as tx:
        tx.people.save(Person(REP, "Jo"))
        tx.pairings.save(A_PAIRING)
        tx.surfaces.want([A_SURFACE])
        tx.events.first_time("Ev1", NOW)
    with database.begin(HERE) as tx:
        for find in (
            lambda: tx.reviews.get(ID),
            lambda: tx.reviews.assessment_head(ID, REP),
            lambda: tx.pairings.get(A_PAIRING.id),
            lambda: tx.questionnaires.get(a_questionnaire().version),
        ):
            with pytest.raises(NotFound):
                find()
        assert tx.reviews.running_of(REP, BOSS) is None
        assert tx.reviews.last_form(REP, BOSS) is None
        assert list(tx.reviews.of_person(REP)) == []
        assert tx.people.find(REP) is None
        assert tx.people.find_held(REP) is None
        assert tx.pairings.between(REP, BOSS) is None
        assert list(tx.questionnaires.all_latest()) == []
        assert tx.surfaces.link_of(SurfaceKey(A_SURFACE.key)) is None
        assert tx.events.first_time("Ev1", NOW)


def contents(database: Database, workspace: WorkspaceId) -> list[str]:
    """Every row of a workspace."""
    with database.looking() as connection:
        return [
            str(row)
            for table in TENANT_TABLES
            for row in connection.execute(
                sa.select(table).where(table.c.workspace == workspace).order_by(*table.primary_key)
            )
        ]
