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
    sides = {
        {"4": "above", "5": "above", "not_seen": "-", "not_in_role": "-"}.get(answer, "below")
        for answer in (one, other)
    }
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


@dataclass(frozen=True, eq=False)
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


LOOKS = ("looks at both", "charts", "looks at areas", "asks for status", "asks for plan", "opens Home")
RUDE = ("speaks out of turn", "presses what is not there")


class Teller:
    """
    Makes up one tale; the same for the same arguments.

    Args:
        stops: after how many steps of the conversation; 0: before its first, -1: before the second one has sent theirs.
        looks: how often they look around in between; at the end both look at everything in any case.
    """

    def __init__(self, seed: int, stops: int, *, live: bool = False, looks: float = 0.0) -> None:
        self.seed, self.stops, self.in_person, self.often = seed, stops, live, looks
        self.dice = Random(seed)
        self._words = 0

    def word(self, about: str) -> str:
        """A word that stands nowhere else."""
        self._words += 1
        return f"w-{about}-{self.seed}-{self._words}"

    def some(self, choices: list[str], most: int) -> list[str]:
        return self.dice.sample(choices, min(len(choices), self.dice.randint(1, most)))

    def tale(self) -> Tale:
        tale = Tale(self.seed, (), {role: self.mind(role) for role in (REP, MANAGER)})
        notes = {MANAGER: replace(tale.minds[MANAGER], notes=tuple(self.notes(tale)))}
        tale = replace(tale, minds={**tale.minds, **notes})
        steps = list(self.assessing())
        if self.stops < 0:
            steps = steps[: max(n for n, step in enumerate(steps) if step.does == "sends")]
        released = Step(REP, "drafts", ("released",)) in steps
        talk = list(self.live(tale) if self.in_person else self.in_writing(tale, released))
        steps += [one for step in talk[: max(0, self.stops)] for one in (step, *self.around())]
        return replace(tale, steps=(*steps, *self.at_the_end()))

    def mind(self, role: str) -> Mind:
        weights = (1, 3, 3, 6, 2, 2, 1)
        scores = {key: self.dice.choices(ANSWERS, weights)[0] for key in SKILLS}
        comments = {key: self.word(f"{role}-comment") for key in self.some(list(SKILLS), 8)}
        return Mind(scores, comments, self.word(f"{role}-factor"), self.word("draft"))

    def notes(self, tale: Tale) -> Iterator[tuple[str, str, str]]:
        """On a skill that is seen differently, where they wait, and on any other."""
        areas = [key for key, one in tale.categories.items() if one in AREAS]
        yield "A strength you see", self.dice.choice(areas), self.word("note")
        yield "Room to grow you see", self.dice.choice([*SKILLS]), self.word("note")

    def assessing(self) -> Iterator[Step]:
        todo: dict[str, list[Step]] = {}
        for role in (REP, MANAGER):
            todo[role] = [Step(role, "fills in"), Step(role, "names factors")]
            if role == REP and not self.in_person and self.dice.random() < 0.7:
                todo[role].append(Step(role, "drafts", (self.dice.choice(("released", "")),)))
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
            yield from self.around()

    def mixed(self, todo: dict[str, list[Step]]) -> Iterator[Step]:
        queues = {role: list(steps) for role, steps in todo.items()}
        while any(queues.values()):
            role = self.dice.choice([one for one, steps in queues.items() if steps])
            yield queues[role].pop(0)

    def around(self) -> Iterator[Step]:
        """What one may do at any time, in turn or not; most of it only looks."""
        while self.dice.random() < self.often:
            yield Step(self.dice.choice((REP, MANAGER)), self.dice.choice((*LOOKS, *RUDE, "nudges")))

    def at_the_end(self) -> Iterator[Step]:
        yield from (Step(role, does) for role in (REP, MANAGER) for does in (*LOOKS, *RUDE))

    def picks(self, tale: Tale) -> tuple[str, str, str, str]:
        """A strength, a need, a sentence for anything else, and areas; each may be empty."""
        by = {one: [key for key, each in tale.categories.items() if each == one] for one in (STRENGTH, NEED)}
        areas = [key for key, each in tale.categories.items() if each in AREAS]
        take_on, work_on = (next(iter(self.some(by[one], 1)), "") for one in (STRENGTH, NEED))
        return take_on, work_on, self.word("stretch"), " ".join(self.some(areas, 2))

    def parked(self, tale: Tale, chosen: str) -> Iterator[Step]:
        left = [key for key, one in tale.categories.items() if one in AREAS and key not in chosen.split()]
        if left:
            yield Step(REP, "unparks", (self.dice.choice(left), self.word("unparked")))

    def in_writing(self, tale: Tale, released: bool) -> Iterator[Step]:
        picks = self.picks(tale)
        if not released:
            yield Step(REP, "opens", (self.word("strengths"), self.word("needs")))
        yield Step(MANAGER, "replies")
        yield Step(REP, "chooses", picks)
        yield from self.parked(tale, picks[3])
        yield Step(MANAGER, "answers", (self.word("view"), self.word("support")))
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
            if topic == "strengths":
                yield Step(REP, "notes down", (topic, self.word("aloud")))
                yield Step(MANAGER, "notes down", (topic,))
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
        steps = tuple(
            one for one in steps if not (one.who == hidden and one.does in ("fills in", "names factors", "drafts"))
        )
    return replace(tale, minds={**tale.minds, hidden: other}, steps=steps)


def _draft_was_posted(tale: Tale) -> bool:
    released = any(step.does == "drafts" and step.what == ("released",) for step in tale.steps)
    return released and Known.after(tale).sent == {REP, MANAGER}
