"""
Whole reviews at random, as values: what each does, step by step, and what each has in mind and writes.

A tale can be told again with the same steps and other contents (`twin`). What may differ without one of the two ever
noticing is worked out here a second time from the table of the design (§3.3), and shares no rule with the app.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from bot.wiring import built_in_questionnaires
from coaching_core.ids import QuestionnaireKey

SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
SKILLS: Mapping[str, str] = {skill.key: skill.name for section in SHORT.sections for skill in section.skills}
"""Key -> name."""
ANSWERS = ("1", "2", "3", "4", "5", "not_seen", "not_in_role")
REP, MANAGER = "rep", "manager"
OTHER = {REP: MANAGER, MANAGER: REP}

STRENGTH, NEED, DIFFERENT, UNSEEN, NEITHER, OUT = "strength", "need", "different", "unseen", "neither", "out"
AREAS = (DIFFERENT, UNSEEN)


def category(one: str, other: str) -> str:
    """The table of §3.1, for the five points of the short form."""
    if one == other == "not_in_role":
        return OUT
    sides = {{"4": "above", "5": "above", "not_seen": "-", "not_in_role": "-"}.get(answer, "below") for answer in (one, other)}
    if sides == {"-"}:
        return NEITHER
    if "-" in sides:
        return UNSEEN
    if len(sides) == 2:
        return DIFFERENT
    return STRENGTH if sides == {"above"} else NEED


@dataclass(frozen=True)
class Mind:
    """
    What one of the two thinks and writes.

    Args:
        notes: the manager's words in reply to the opening: (heading of the field, skill, words).
        draft: the rep's opening, written before anything is seen, and then replaced by other words.
    """

    scores: Mapping[str, str]
    comments: Mapping[str, str]
    factors: str
    draft: str = ""
    notes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    who: str
    does: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tale:
    seed: int
    steps: tuple[Step, ...]
    minds: Mapping[str, Mind]

    @property
    def categories(self) -> dict[str, str]:
        scores = {role: self.minds[role].scores for role in (REP, MANAGER)}
        return {key: category(scores[REP][key], scores[MANAGER][key]) for key in SKILLS}

    def words(self) -> Iterator[str]:
        """Every word of their own that they ever wrote or would have written."""
        for mind in self.minds.values():
            yield from mind.comments.values()
            yield from (mind.factors, mind.draft, *(words for _, _, words in mind.notes))
        for step in self.steps:
            yield from (one for one in step.what if one.startswith("w-"))


@dataclass
class Known:
    """What has opened by the end of a tale."""

    sent: set[str] = field(default_factory=set)
    spoken: set[tuple[str, str]] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    unparked: set[str] = field(default_factory=set)

    @classmethod
    def after(cls, tale: Tale) -> "Known":
        known = cls()
        for step in tale.steps:
            known._watch(step)
        return known

    def _watch(self, step: Step) -> None:
        match step.does:
            case "sends":
                self.sent.add(step.who)
            case "takes back":
                self.sent.discard(step.who)
            case "opens" | "replies" | "chooses" | "answers":
                self.spoken.add((step.who, step.does))
            case "has had the say":
                self.spoken.add((step.who, step.what[0]))
        if step.does == "chooses":
            self.chosen |= set(step.what[3].split())
        if step.does == "unparks":
            self.unparked.add(step.what[0])

    @property
    def categories(self) -> bool:
        return {(MANAGER, "replies"), (MANAGER, "needs")} & self.spoken != set()

    @property
    def areas_answered(self) -> bool:
        return {(MANAGER, "answers"), (MANAGER, "areas")} & self.spoken != set()

    def views(self, categories: Mapping[str, str]) -> set[str]:
        """The skills of which both may see both views."""
        if not self.categories:
            return set()
        shared = {key for key, one in categories.items() if one in (STRENGTH, NEED)}
        return shared | self.unparked | (self.chosen if self.areas_answered else set())


# --- made up ---


class Teller:
    """Makes up one tale; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.dice = Random(seed)
        self._words = 0

    def word(self, about: str) -> str:
        """A word that stands nowhere else."""
        self._words += 1
        return f"w-{about}-{self.seed}-{self._words}"

    def some(self, choices: list[str], most: int) -> list[str]:
        return self.dice.sample(choices, min(len(choices), self.dice.randint(0, most)))

    def tale(self) -> Tale:
        minds = {role: self.mind(role) for role in (REP, MANAGER)}
        tale = Tale(self.seed, (), minds)
        drafted = self.dice.random() < 0.5
        released = drafted and self.dice.random() < 0.5
        steps = list(self.assessing(drafted, released))
        talk = list(self.live(tale) if self.seed % 3 == 2 and not released else self.in_writing(tale, released))
        ends = self.dice.choice((1, 2, 3, 4, len(talk), len(talk), len(talk)))
        steps += [one for step in talk[:ends] for one in (step, *self.looks())]
        if self.seed % 6 == 0:  # somebody never sends theirs
            last = max(n for n, step in enumerate(steps) if step.does == "sends")
            steps = steps[:last]
        opened = released and all((role, "sends") in {(s.who, s.does) for s in steps} for role in (REP, MANAGER))
        if released and not opened:
            steps = [step for step in steps if step.does not in ("opens",)]
        return replace(tale, steps=tuple(steps))

    def mind(self, role: str) -> Mind:
        weights = (1, 3, 3, 6, 2, 2, 1)
        scores = {key: self.dice.choices(ANSWERS, weights)[0] for key in SKILLS}
        comments = {key: self.word(f"{role}-comment") for key in self.some(list(SKILLS), 8)}
        notes = [
            (heading, key, self.word("note"))
            for heading in ("A strength you see", "Room to grow you see")
            for key in self.some(list(SKILLS), 1)
        ]
        return Mind(scores, comments, self.word(f"{role}-factor"), self.word("draft"), tuple(notes))

    def assessing(self, drafted: bool, released: bool) -> Iterator[Step]:
        todo: dict[str, list[Step]] = {}
        for role in (REP, MANAGER):
            todo[role] = [Step(role, "fills in")]
            if self.dice.random() < 0.6:
                todo[role].append(Step(role, "names factors"))
            if role == REP and drafted:
                todo[role].append(Step(role, "drafts", ("released" if released else "",)))
            todo[role].append(Step(role, "sends"))
        first = self.dice.choice((REP, MANAGER))
        if self.dice.random() < 0.4:  # sent, taken back, and sent again, before the other one sends
            todo[first] += [Step(first, "takes back"), Step(first, "fills in"), Step(first, "sends")]
            last = todo[OTHER[first]].pop()
            rest = [*self.mixed(todo), last]
        else:
            rest = list(self.mixed(todo))
        for step in rest:
            yield step
            yield from self.looks()

    def mixed(self, todo: dict[str, list[Step]]) -> Iterator[Step]:
        queues = {role: list(steps) for role, steps in todo.items()}
        while any(queues.values()):
            role = self.dice.choice([one for one, steps in queues.items() if steps])
            yield queues[role].pop(0)

    def looks(self) -> Iterator[Step]:
        """What one may do at any time, in turn or not; most of it only looks."""
        for _ in range(self.dice.choice((0, 0, 1, 2))):
            does = self.dice.choice(("looks at both", "asks for status", "opens Home", "asks for plan", "nudges", "charts"))
            yield Step(self.dice.choice((REP, MANAGER)), does)
        if self.dice.random() < 0.3:
            yield Step(self.dice.choice((REP, MANAGER)), "speaks out of turn")

    def picks(self, tale: Tale) -> tuple[str, str, str, str]:
        """A strength, a need, a sentence for anything else, and areas; each may be empty."""
        by = {one: [key for key, each in tale.categories.items() if each == one] for one in (STRENGTH, NEED)}
        areas = [key for key, each in tale.categories.items() if each in AREAS]
        take_on, work_on = (next(iter(self.some(by[one], 1)), "") for one in (STRENGTH, NEED))
        return take_on, work_on, self.word("stretch"), " ".join(self.some(areas, 2))

    def parked(self, tale: Tale, chosen: str) -> Iterator[Step]:
        left = [key for key, one in tale.categories.items() if one in AREAS and key not in chosen.split()]
        if left and self.dice.random() < 0.5:
            yield Step(REP, "unparks", (self.dice.choice(left), self.word("unparked")))

    def in_writing(self, tale: Tale, released: bool) -> Iterator[Step]:
        picks = self.picks(tale)
        if not released:
            yield Step(REP, "opens", (self.word("strengths"), self.word("needs")))
        yield Step(MANAGER, "replies")
        yield from self.parked(tale, picks[3])
        yield Step(REP, "chooses", picks)
        yield Step(MANAGER, "answers", (self.word("view"), self.word("support")))
        yield from self.parked(tale, picks[3])
        if self.dice.random() < 0.4:
            yield Step(REP, "changes", (self.word("added"),))
            yield Step(MANAGER, "agrees")
        else:
            yield Step(REP, "agrees")

    def live(self, tale: Tale) -> Iterator[Step]:
        picks = self.picks(tale)
        yield Step(REP, "talks it through")
        for topic in ("strengths", "needs"):
            yield Step(REP, "has had the say", (topic,))
            yield Step(MANAGER, "has had the say", (topic,))
            if self.dice.random() < 0.5:
                yield Step(REP, "notes down", (topic, self.word("aloud")))
        yield Step(REP, "chooses", (*picks, "areas"))
        yield Step(MANAGER, "has had the say", ("areas",))
        yield from self.parked(tale, picks[3])
        yield Step(REP, "chooses", (*picks[:3], "", "plan"))
        yield Step(MANAGER, "answers", ("", self.word("support")))
        yield Step(REP, "agrees")


# --- told again ---


def twin(tale: Tale, reader: str, seed: int) -> Tale:
    """
    The same tale with everything changed that, by its end, has not opened to the reader.

    Of an answer that is closed while the categories are open, the category stays. Somebody who never sent their
    answers may just as well have done nothing at all.
    """
    dice, hidden, known = Random(seed), OTHER[reader], Known.after(tale)
    mind, views = tale.minds[hidden], known.views(tale.categories)
    mine = tale.minds[reader].scores

    def other_score(key: str) -> str:
        if key in views:
            return mind.scores[key]
        if not known.categories:
            return dice.choice(ANSWERS)
        return dice.choice([one for one in ANSWERS if category(one, mine[key]) == tale.categories[key]])

    def other_words(words: str) -> str:
        return f"{words}-otherwise" if dice.random() < 0.7 else ""

    comments = {key: words if key in views else other_words(words) for key, words in mind.comments.items()}
    comments |= {key: "w-new-comment" for key in SKILLS if key not in views and dice.random() < 0.3}
    notes = tuple(
        (heading, key, words if hidden == REP or key in views else f"{words}-otherwise")
        for heading, key, words in mind.notes
    )
    other = replace(
        mind,
        scores={key: other_score(key) for key in SKILLS},
        comments={key: words for key, words in comments.items() if words},
        factors=mind.factors if known.areas_answered else f"{mind.factors}-otherwise",
        draft=mind.draft if _draft_was_posted(tale) else f"{mind.draft}-otherwise",
        notes=notes,
    )
    steps = tale.steps
    if hidden not in known.sent and not any(step.who == hidden and step.does == "sends" for step in steps):
        steps = tuple(one for one in steps if not (one.who == hidden and one.does in ("fills in", "names factors", "drafts")))
    return replace(tale, minds={**tale.minds, hidden: other}, steps=steps)


def _draft_was_posted(tale: Tale) -> bool:
    released = any(step.does == "drafts" and step.what == ("released",) for step in tale.steps)
    return released and Known.after(tale).sent == {REP, MANAGER}
