"""
The conversation: what was said, and whose turn it is.

A *turn* is (speaker, topics). Whose turn it is follows from what has been spoken and from nothing else: for every
bundle of topics the rep is first, then the manager. In writing two topics share a bundle, so that a conversation takes
five messages and four hand-overs; live, every topic is a bundle of its own. That is the whole difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from coaching_core.domain.assessment import Opening
from coaching_core.domain.plan import Plan
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.ids import SkillKey

BUNDLES: Mapping[Mode, tuple[tuple[Topic, ...], ...]] = {
    Mode.WRITING: ((Topic.STRENGTHS, Topic.NEEDS), (Topic.AREAS, Topic.PLAN)),
    Mode.LIVE: ((Topic.STRENGTHS,), (Topic.NEEDS,), (Topic.AREAS,), (Topic.PLAN,)),
}

GONE_ON_TOPICS = (Topic.STRENGTHS, Topic.NEEDS)
"""Where the rep may go on without the manager's words after three working days."""


@dataclass(frozen=True, slots=True)
class Turn:
    """
    One prompt in the thread.

    Args:
        number: 1 for the root message; every prompt has its own number, so that it is a message of its own.
        since: when it began; silence is counted from here.
        quiet: three working days have passed; the other one has been shown what they may do now.
    """

    number: int
    speaker: Role
    topics: tuple[Topic, ...]
    mode: Mode
    since: datetime
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """That somebody has had their say on a topic; ``aloud`` when it was said in the room and not written."""

    topic: Topic
    role: Role
    at: datetime
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """The manager's words on one skill, under strengths or needs. Words belong to a skill."""

    topic: Topic
    skill: SkillKey
    words: str


@dataclass(frozen=True, slots=True)
class AreaWords:
    """What one of them said on an area to look into; empty for "nothing to add"."""

    role: Role
    skill: SkillKey
    words: str


@dataclass(frozen=True, slots=True)
class Jotting:
    """
    Words of a live talk, written down for the other one: they count when that one says "yes, that's it".

    Args:
        number: unique within the conversation, and never used again.
        refused: its speaker said that this is not it; the words are gone.
        speaker: whose words they are; the other role wrote them down.
        skill: the skill that they are about; a manager's words always have one.
    """

    number: int
    speaker: Role
    topic: Topic
    words: str
    skill: SkillKey | None = None
    confirmed: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Talked:
    """
    How long the two talked, as one of them says.

    Args:
        on: the rep's local date.
    """

    minutes: int
    by: Role
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything said. Kept as one encrypted document per review; who may read what of it is ``visibility``'s."""

    mode: Mode = Mode.WRITING
    turns: tuple[Turn, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    opening: Opening | None = None
    notes: tuple[Note, ...] = ()
    area_words: tuple[AreaWords, ...] = ()
    unparked: tuple[AreaWords, ...] = ()
    """Areas that the rep opened later, with the rep's line."""
    jottings: tuple[Jotting, ...] = ()
    plan: Plan = Plan()
    gone_on_at: datetime | None = None
    """When the rep went on to the categories without the manager's words."""
    nudged: Mapping[Role, datetime] = field(default_factory=dict)
    """Role -> when this one last nudged the other."""
    cancel_asked_by: Role | None = None
    talked: Talked | None = None
    """Said with the plan or after it; both see it as soon as it is said."""

    @property
    def turn(self) -> Turn | None:
        """The latest turn; None before the conversation."""
        return self.turns[-1] if self.turns else None

    def has_spoken(self, role: Role, *topics: Topic) -> bool:
        said = {spoken.topic for spoken in self.spoken if spoken.role is role}
        return said.issuperset(topics)

    def words_on(self, role: Role, skill: SkillKey) -> str | None:
        """What this one said on an area; None when they have not spoken on it yet."""
        return next((said.words for said in self.area_words if said.role is role and said.skill == skill), None)

    def with_spoken(self, role: Role, topics: Iterable[Topic], now: datetime, *, aloud: bool = False) -> "Conversation":
        new = tuple(Spoken(topic, role, now, aloud) for topic in topics if not self.has_spoken(role, topic))
        return replace(self, spoken=self.spoken + new)

    def with_area_words(self, role: Role, words: Mapping[SkillKey, str]) -> "Conversation":
        kept = tuple(said for said in self.area_words if not (said.role is role and said.skill in words))
        return replace(self, area_words=kept + tuple(AreaWords(role, key, said) for key, said in words.items()))

    def with_next_turn(self, now: datetime) -> "Conversation":
        """
        Begin the turn that what was spoken calls for.

        The same speaker on the same topics in the same mode is still the same turn: it keeps its number and its age.
        """
        wanted = self._wanted()
        turn = self.turn
        if turn is not None and wanted == (turn.speaker, turn.topics) and turn.mode is self.mode:
            return self
        speaker, topics = wanted
        return replace(self, turns=(*self.turns, Turn(len(self.turns) + 1, speaker, topics, self.mode, now)))

    def _wanted(self) -> tuple[Role, tuple[Topic, ...]]:
        for bundle in BUNDLES[self.mode]:
            for role in (Role.REP, Role.MANAGER):
                left = tuple(topic for topic in bundle if not self._settled(role, topic))
                if left:
                    return role, left
        return (Role.MANAGER if self.plan.agreed_by(Role.REP) else Role.REP), (Topic.AGREEMENT,)

    def _settled(self, role: Role, topic: Topic) -> bool:
        passed_over = role is Role.MANAGER and self.gone_on_at is not None and topic in GONE_ON_TOPICS
        return passed_over or self.has_spoken(role, topic)
