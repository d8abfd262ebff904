"""What is asked: sections of skills, rated on one scale. A review keeps the version that it started with."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from coaching_core.errors import NotFound
from coaching_core.ids import QuestionnaireKey, QuestionnaireVersion, SkillKey

SHORT_LABEL_MAX = 20
"""Characters of a chart's label."""
ANCHOR_MAX = 75
"""Characters of a radio button's description."""
SECTION_SKILLS_MAX = 5
"""Skills on one page: more would not fit a phone's patience."""


@dataclass(frozen=True, slots=True)
class Scale:
    """
    The points of a rating, lowest first.

    Args:
        labels: one word or two per point; an odd number, 3 to 9, so that there is a midpoint.
    """

    labels: tuple[str, ...]

    @property
    def points(self) -> range:
        """Whole points, 1 to the number of labels."""
        return range(1, len(self.labels) + 1)

    @property
    def midpoint(self) -> int:
        """*Average*: solid, typical for the role. Never the mean of a team."""
        return (len(self.labels) + 1) // 2

    def above(self, score: int) -> bool:
        """Say whether a score is above average, that is above the midpoint."""
        return score > self.midpoint

    def label(self, score: int) -> str:
        return self.labels[score - 1]


@dataclass(frozen=True, slots=True)
class Skill:
    """
    One thing that is rated.

    Args:
        short: at most 20 characters, unique within the questionnaire.
        anchors: observable behaviour for each point of the scale, lowest first, at most 75 characters each.
        practice, evidence, responsibility: ideas that a person may take or change, at least two of each.
    """

    key: SkillKey
    name: str
    short: str
    description: str
    anchors: tuple[str, ...]
    practice: tuple[str, ...]
    evidence: tuple[str, ...]
    responsibility: tuple[str, ...]

    def anchor(self, score: int) -> str:
        return self.anchors[score - 1]


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    name: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A list of sections with a scale. ``minutes`` is how long one person needs, as told in the invitation."""

    key: QuestionnaireKey
    title: str
    minutes: int
    scale: Scale
    sections: tuple[Section, ...]

    @cached_property
    def skills(self) -> Mapping[SkillKey, Skill]:
        """Every skill by its key, in the order of the questionnaire."""
        return {skill.key: skill for section in self.sections for skill in section.skills}

    def skill(self, key: SkillKey) -> Skill:
        """Raises ``NotFound`` for a key that this questionnaire does not have."""
        if key not in self.skills:
            raise NotFound("That skill is not part of this review.")
        return self.skills[key]

    def asks_alike(self, other: "Questionnaire") -> frozenset[SkillKey]:
        """Returns the skills that both ask in the very same way: the same anchors on the same scale."""
        if self.scale != other.scale:
            return frozenset()
        both = self.skills.keys() & other.skills.keys()
        return frozenset(key for key in both if self.skill(key).anchors == other.skill(key).anchors)

    @cached_property
    def version(self) -> QuestionnaireVersion:
        """The first 16 hexadecimal digits of the content's SHA-256: an edit makes a new version by itself."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return QuestionnaireVersion(hashlib.sha256(content.encode()).hexdigest()[:16])
