"""
What is drawn: views, together with the people as the directory knows them.

(Over 300 lines, so that all that ever reaches a renderer stands in one list.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from coaching_core.domain.assessment import Opening
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.moved import ThenAndNow
from coaching_core.domain.people import Pairing, Person
from coaching_core.domain.plan import Item
from coaching_core.domain.questionnaire import Questionnaire, Skill
from coaching_core.domain.roles import Role
from coaching_core.domain.team import Team
from coaching_core.domain.visibility import LookView, ReviewView
from coaching_core.domain.waiting import Waiting
from coaching_core.ids import ItemId, ReviewId, SkillKey


@dataclass(frozen=True, slots=True)
class PlanSeen:
    """
    A plan that both agreed to, as both of its people read it.

    Args:
        skills: the names of each item's skills.
        looks: each item's second looks, the oldest first, as both may see them.
        to_look_at: the skills of each item that a second look can be taken at now.
        before: who was the manager before, for a plan that was taken over.
    """

    plan: CoachingPlan
    people: Mapping[Role, Person]
    skills: Mapping[ItemId, Sequence[str]]
    looks: Mapping[ItemId, Sequence[LookView]] = field(default_factory=dict)
    to_look_at: Mapping[ItemId, Sequence[SkillKey]] = field(default_factory=dict)
    before: Person | None = None

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class Seen:
    """
    A review as its reader may see it.

    Args:
        now: business time, for "until Friday".
        to_bring: how many answers of the reader's own, from a review that closed unopened, they may bring over; for
            their own invitation only.
        watch_first: the skills that the reader, as manager, had not seen when they last answered about this rep.
        gathers_at: the manager's local time at which turns reach them together, where the desk alone tells of them.
        last_plan: the plan with which this review opens: what both agreed to the last time, as it is now.
    """

    view: ReviewView
    people: Mapping[Role, Person]
    now: datetime
    to_bring: int = 0
    watch_first: Sequence[str] = ()
    gathers_at: time | None = None
    last_plan: PlanSeen | None = None

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class PairingSeen:
    """``next_review``: when their next one begins by the team's cadence, if it has one."""

    pairing: Pairing
    rep: Person
    manager: Person
    next_review: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """
    A team's settings, for its manager or an administrator.

    Args:
        reps: how many the manager coaches now.
        forms: what can be chosen.
    """

    team: Team
    manager: Person
    reps: int
    forms: Sequence[Questionnaire]


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """
    One entry of coaching time.

    Args:
        total, goal: confirmed minutes of its month, and what is aimed for.
        today: the rep's local date.
        skills: the names of the skills that the entry, or an earlier state of it, touches.
        form: the questionnaire that a correction chooses skills from; None when the two have none.
    """

    session: CoachingSession
    people: Mapping[Role, Person]
    total: int
    goal: int
    today: date
    skills: Mapping[SkillKey, str] = field(default_factory=dict)
    form: Questionnaire | None = None

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class TimeOffer:
    """
    What the form for coaching time begins with.

    Args:
        other: the one it is with, as far as that is clear.
        form: the questionnaire that the two used last; its skills can be chosen.
        today: the rep's local date; one's own while the other is not chosen.
    """

    today: date
    other: Person | None = None
    form: Questionnaire | None = None


@dataclass(frozen=True, slots=True)
class TimeSeen:
    """The confirmed coaching minutes of a pair in the present month, the same for both."""

    pairing: Pairing
    total: int
    goal: int


@dataclass(frozen=True, slots=True)
class PastSeen:
    """
    What opened between a rep and the manager before, for both of the pair that took the plan over.

    Args:
        review: of the earlier pair, as both of them see it: opened skills only.
        plan: the earlier plan, with notes and what was seen.
    """

    review: Seen
    plan: PlanSeen


@dataclass(frozen=True, slots=True)
class MovedSeen:
    """
    What moved since the pair's last agreed review, for one of the two alone.

    Args:
        form: the questionnaire of the later review.
        skills: those that opened in both, in its order.
        first: whether there is no earlier one of these two.
    """

    people: Mapping[Role, Person]
    form: Questionnaire
    skills: Mapping[SkillKey, ThenAndNow]
    first: bool = False

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class AreaSeen:
    """An area that its reader may add something to. ``skills``: their names."""

    plan: ReviewId
    item: Item
    other: Person
    skills: Sequence[str]


@dataclass(frozen=True, slots=True)
class EvidenceOffer:
    """What the form for something that was seen begins with. ``today``: the reader's local date."""

    areas: Sequence[AreaSeen]
    today: date


@dataclass(frozen=True, slots=True)
class LookSeen:
    """
    A second look as its reader may see it, with what both read already.

    Args:
        words: the item's.
        evidence: what was seen, the oldest first.
        goes_on: whether its item is still looked into; if not, nothing more can be said.
        today: the reader's local date.
        history: every look at this skill that has opened, the oldest first; no one of them counts more.
    """

    view: LookView
    people: Mapping[Role, Person]
    form: Questionnaire
    words: str
    evidence: Sequence[Evidence]
    goes_on: bool
    today: date
    history: Sequence[LookView] = ()

    def name(self, role: Role) -> str:
        return self.people[role].name

    @property
    def skill(self) -> Skill:
        return self.form.skill(self.view.skill)


@dataclass(frozen=True, slots=True)
class LookOffer:
    """
    What the form that asks for a second look begins with.

    Args:
        me: the role of whoever asks.
        skills: those that it can be taken at, with their names.
    """

    plan: ReviewId
    item: ItemId
    me: Role
    people: Mapping[Role, Person]
    skills: Mapping[SkillKey, str]

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """What a channel may know of a team's month: that it begins. ``day``: the manager's local date."""

    day: date


@dataclass(frozen=True, slots=True)
class DeskLine:
    """
    One thing that waits for a person.

    Args:
        other: whom it is about.
        watch_first: the skills that its reader had not seen when they last answered about this rep; for a manager's
            own questions only.
    """

    waiting: Waiting
    other: Person
    watch_first: Sequence[str] = ()


class NextStep(StrEnum):
    """What a month with one person could begin with: one suggestion, by what stands in the plan and in the calendar."""

    PROMISE = "promise"
    """Something that the reader said they would do is due."""
    AREA = "area"
    """An area to look into waits."""
    REVIEW = "review"
    """There is no plan, and no review under way."""
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class PairMonth:
    """
    How the month stands with one person, as its reader alone reads it. Nothing of anybody's answers is in it.

    Args:
        me: the reader's role.
        last_month, this_month, goal: minutes that both confirmed, and what is aimed for in a month.
        last_review: when the two last agreed to a plan.
        plan: the current one.
        due: its open items whose day has come, of both. ``areas``: areas to look into that are open.
        mine: the reader's own open items, the one that is due first before the others.
        step: what to begin with.
    """

    pairing: Pairing
    me: Role
    other: Person
    last_month: int
    this_month: int
    goal: int
    last_review: datetime | None = None
    plan: ReviewId | None = None
    due: int = 0
    areas: int = 0
    mine: Sequence[Item] = ()
    step: NextStep = NextStep.TALK


@dataclass(frozen=True, slots=True)
class TalkSeen:
    """
    What one of a pair reads before a talk: both read the same.

    Args:
        plan: the current one, if they have one.
        opening, form: the rep's first words of the last conversation that led to a plan, and its questionnaire.
        today: the rep's local date.
    """

    pairing: Pairing
    people: Mapping[Role, Person]
    time: TimeSeen
    today: date
    plan: PlanSeen | None = None
    opening: Opening | None = None
    form: Questionnaire | None = None

    def name(self, role: Role) -> str:
        return self.people[role].name


@dataclass(frozen=True, slots=True)
class DeskSeen:
    """
    What waits for one person, as they alone read it: one line a thing, what waited longest first.

    Args:
        last: names the newest digest; an older one says no more than that.
        month: how the month stands with each person, for the digest that begins one.
    """

    person: Person
    lines: Sequence[DeskLine]
    last: str = ""
    month: Sequence[PairMonth] = ()

    @property
    def minutes(self) -> int:
        return sum(one.waiting.minutes for one in self.lines)


@dataclass(frozen=True, slots=True)
class HomeSeen:
    """
    One person's Home: their reviews and pairings, each as far as they may see it.

    Args:
        away_until: the day on which the person is back, while it is still to come.
    """

    person: Person
    reviews: Sequence[Seen]
    pairings: Sequence[PairingSeen]
    time: Sequence[TimeSeen] = ()
    away_until: date | None = None
    left_behind: Sequence[PairingSeen] = ()
    """For administrators only: pairings of which one is deactivated."""
    desk: DeskSeen | None = None
    plans: Sequence[PlanSeen] = ()
    """The person's current plans, as they go on; also those that another manager took over."""


Drawable = Seen | PairingSeen | SessionSeen | HomeSeen | MonthSeen | PlanSeen | MovedSeen | LookSeen | DeskSeen
"""What a surface is drawn from."""
