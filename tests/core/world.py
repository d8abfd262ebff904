"""A small workspace to play in: the use cases on a database in memory, with people and a questionnaire."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from coaching_core.domain.assessment import Answer
from coaching_core.domain.people import Actor, Pairing, Person, PersonKind
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role
from coaching_core.domain.visibility import ReviewView
from coaching_core.ids import PersonId, ReviewId, SkillKey, WorkspaceId
from coaching_core.use_cases.assessing import Assessing
from coaching_core.use_cases.directory import Directory
from coaching_core.use_cases.keeping import Keeping
from coaching_core.use_cases.looking import Looking
from coaching_core.use_cases.starting import Starting
from coaching_core.use_cases.talking import Talking
from tests.builders import MANAGER, REP, WORKSPACE, a_pairing, a_person, a_questionnaire
from tests.fakes.clock import CountingIds, FrozenClock
from tests.fakes.storage import InMemory, Rows

OTHER_MANAGER, PEER, ADMIN = PersonId("UBOSS"), PersonId("UPEER"), PersonId("UADMIN")


@dataclass
class World:
    """``rep`` and ``manager`` are paired; the other people are of the same workspace and have no part in it."""

    store: InMemory = field(default_factory=InMemory)
    clock: FrozenClock = field(default_factory=FrozenClock)
    ids: CountingIds = field(default_factory=CountingIds)
    questionnaire: Questionnaire = field(default_factory=a_questionnaire)
    workspace: WorkspaceId = WORKSPACE

    def __post_init__(self) -> None:
        begin, clock = self.store.begin, self.clock
        self.assessing, self.talking = Assessing(begin, clock), Talking(begin, clock)
        self.keeping, self.looking = Keeping(begin, clock), Looking(begin, clock)
        self.starting, self.directory = Starting(begin, clock, self.ids), Directory(begin, clock, self.ids)
        with begin(self.workspace) as tx:
            tx.questionnaires.publish(self.questionnaire)
            for person in (REP, MANAGER, OTHER_MANAGER, PEER):
                tx.people.save(a_person(person))
            tx.people.save(replace(a_person(ADMIN), admin=True))
            tx.pairings.save(a_pairing())

    def put(self, review: Review) -> Review:
        """Have this very review in the database, its questionnaire too."""
        with self.store.begin(self.workspace) as tx:
            tx.questionnaires.publish(review.questionnaire)
            tx.reviews.add(review)
            for role, mine in review.assessments.items():
                head = tx.reviews.assessment_head(review.id, review.person(role))
                for key, rating in mine.ratings.items():
                    if rating.answer is not None:
                        tx.reviews.rate(head, key, rating.answer, 1.0)
                    if rating.comment:
                        tx.reviews.comment(head, key, rating.comment, 1.0)
        return self.review(review.id)

    def review(self, review: ReviewId) -> Review:
        with self.store.begin(self.workspace) as tx:
            return tx.reviews.get(review)

    def start(self) -> ReviewId:
        seen = self.starting.review(self.actor(MANAGER), REP).seen
        assert seen is not None
        return seen.view.id

    def actor(self, person: PersonId) -> Actor:
        known = self.person(person)
        return Actor(self.workspace, person, known.kind, known.active, known.admin)

    def person(self, person: PersonId) -> Person:
        with self.store.begin(self.workspace) as tx:
            return tx.people.find(person) or a_person(person)

    def save_person(self, person: Person) -> None:
        with self.store.begin(self.workspace) as tx:
            tx.people.save(person)

    def save_pairing(self, pairing: Pairing) -> None:
        with self.store.begin(self.workspace) as tx:
            tx.pairings.save(pairing)

    def rate_all(self, review: ReviewId, role: Role, given: dict[SkillKey, Answer] | None = None) -> None:
        """Rate every skill, as given or solid, and send it."""
        actor = self.actor(REP if role is Role.REP else MANAGER)
        for key in self.questionnaire.skills:
            self.assessing.rate(actor, review, key, (given or {}).get(key, 3), at=self.clock.now().timestamp())
        self.assessing.submit(actor, review)

    def view(self, review: ReviewId, person: PersonId) -> ReviewView:
        return self.looking.review(self.actor(person), review).view

    @property
    def rows(self) -> Rows:
        return self.store.rows(self.workspace)

    def move_to(self, moment: datetime) -> None:
        self.clock.set(moment)


def kinds() -> tuple[PersonKind, ...]:
    return tuple(PersonKind)
