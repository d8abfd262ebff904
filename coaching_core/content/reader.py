"""A questionnaire's file, read and checked: every problem at once, each with its line, its place and the mend."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coaching_core.content.checks import KEY_MAX, Checks
from coaching_core.content.tree import Fields, Node, Problems, Text, read_tree, shown
from coaching_core.domain.questionnaire import (
    ANCHOR_MAX,
    SECTION_SKILLS_MAX,
    SHORT_LABEL_MAX,
    Questionnaire,
    Scale,
    Section,
    Skill,
)
from coaching_core.ids import QuestionnaireKey, SkillKey

NAME_MAX = 40
"""Characters of a section's or skill's name: one line on a phone, two at most."""
TITLE_MAX = 60
LABEL_MAX = 20
"""Characters of a point's label: it stands beside the number."""
DESCRIPTION_MAX = 150
IDEA_MAX = 150
IDEAS_MIN, IDEAS_MAX = 2, 8
"""A choice, and not a catalogue."""
POINTS = (3, 5, 7, 9)
SKILLS_MAX = 40
"""Skills in all: about a quarter of an hour for one person."""
MINUTES_MAX = 60

_FILE_FIELDS = ("key", "title", "minutes", "scale", "sections")
_SECTION_FIELDS = ("key", "name", "skills")
_IDEA_FIELDS = ("practice", "evidence", "responsibility")
_SKILL_FIELDS = ("key", "name", "short", "description", "anchors", *_IDEA_FIELDS)


def read_questionnaire(
    text: str, *, name: str, others: Mapping[QuestionnaireKey, Questionnaire] | None = None
) -> Questionnaire:
    """
    Read a questionnaire from the text of its YAML file (the format is in docs/questionnaires.md).

    Args:
        text: the file's content, decoded.
        name: what the file is called, for the error's text.
        others: questionnaires from which this one may take skills (``skills_from``).
    Raises:
        QuestionnaireError: all that is to be mended, one problem a line: file, line, place, what to do.
    """
    problems = Problems(name)
    questionnaire = _Reading(problems, others or {}).questionnaire(read_tree(text, problems))
    if problems.found:
        raise problems.error()
    return questionnaire


@dataclass(slots=True)
class _Reading(Checks):
    """One pass over one file."""

    others: Mapping[QuestionnaireKey, Questionnaire]
    takes_skills: bool = field(default=False, init=False)
    """The file has a field ``skills_from``, whether or not it can be used."""
    source: Questionnaire | None = field(default=None, init=False)
    points: int = field(default=0, init=False)
    """How many anchors a skill needs; 0 while the scale itself is to be mended."""

    def questionnaire(self, fields: Fields) -> Questionnaire:
        self.known(fields, "", (*_FILE_FIELDS, "skills_from"))
        key = QuestionnaireKey(self.key(fields, "", "questionnaire"))
        self.source = self.skills_from(fields, key)
        scale = self.scale(fields)
        title = self.text(fields, "", "title", TITLE_MAX)
        minutes = self.minutes(fields)
        sections = tuple(self.section(node, n) for n, node in enumerate(self.items(fields, "", "sections"), 1))
        count = sum(len(section.skills) for section in sections)
        if count > SKILLS_MAX:
            said = f"{count} skills in all, at most {SKILLS_MAX}"
            self.note(fields, "", "sections", f"{said}. Remove {count - SKILLS_MAX}.")
        return Questionnaire(key, title, minutes, scale, sections)

    def skills_from(self, fields: Fields, own: QuestionnaireKey) -> Questionnaire | None:
        if "skills_from" not in fields.values:
            return None
        self.takes_skills = True
        key = QuestionnaireKey(self.text(fields, "", "skills_from", KEY_MAX))
        if key and key == own:
            self.note(fields, "", "skills_from", "A questionnaire can't take skills from itself. Name another one.")
        elif key and key not in self.others:
            mend = f"Choose {_or(self.others)}." if self.others else "Remove this field and write the skills here."
            self.note(fields, "", "skills_from", f"There is no questionnaire “{shown(key)}”. {mend}")
        return self.others.get(key) if key != own else None

    def scale(self, fields: Fields) -> Scale:
        if self.takes_skills and "scale" not in fields.values:
            scale = self.source.scale if self.source is not None else Scale(())
            self.points = len(scale.labels)
            return scale
        before = len(self.problems.found)
        nodes = self.items(fields, "", "scale")
        labels = self.texts(nodes, "scale", LABEL_MAX)
        if nodes and len(nodes) not in POINTS:
            self.note(fields, "", "scale", f"{len(nodes)} points. Use {_or(POINTS)}, so that there is a middle one.")
        elif nodes and self.source is not None and len(nodes) != len(self.source.scale.labels):
            theirs = len(self.source.scale.labels)
            said = f"{len(nodes)} points, “{self.source.key}” has {theirs}"
            self.note(fields, "", "scale", f"{said}. Use {theirs}, or leave the field out.")
        elif len(self.problems.found) == before:
            self.points = len(nodes)
        return Scale(labels)

    def minutes(self, fields: Fields) -> int:
        node = self.one(fields, "", "minutes")
        if node is None:
            return 0
        value = node.value if isinstance(node, Text) else "a list"
        if re.fullmatch(r"[0-9]{1,3}", value) and 1 <= int(value) <= MINUTES_MAX:
            return int(value)
        said = f"“{shown(value) or 'nothing'}” is not a whole number from 1 to {MINUTES_MAX}"
        self.note(fields, "", "minutes", f"{said}. Write one, such as 4.")
        return 0

    def section(self, node: Node, number: int) -> Section:
        path = f"sections[{number}]"
        if not isinstance(node, Fields):
            self.problems.add(node.line, path, "A section is expected here. Write “key”, “name” and “skills”.")
            return Section("", "", ())
        path = self.path(node, "sections", otherwise=path)
        self.known(node, path, _SECTION_FIELDS)
        key = self.key(node, path, "section")
        name = self.text(node, path, "name", NAME_MAX)
        self.unique(node, path, "name", name, "section name")
        nodes = self.items(node, path, "skills")
        if len(nodes) > SECTION_SKILLS_MAX:
            much = f"{len(nodes)} skills, at most {SECTION_SKILLS_MAX} fit a page"
            self.note(node, path, "skills", f"{much}. Move {len(nodes) - SECTION_SKILLS_MAX} to another section.")
        return Section(key, name, tuple(self.skill(each, f"{path}.skills[{n}]") for n, each in enumerate(nodes, 1)))

    def skill(self, node: Node, path: str) -> Skill:
        if isinstance(node, Text):
            return self.taken(node, path)
        if not isinstance(node, Fields):
            self.problems.add(node.line, path, "A skill is expected here, not a list. Remove one hyphen.")
            return _NO_SKILL
        path = self.path(node, "skills", otherwise=path)
        self.known(node, path, _SKILL_FIELDS)
        key = SkillKey(self.key(node, path, "skill"))
        name = self.text(node, path, "name", NAME_MAX)
        self.unique(node, path, "name", name, "skill name")
        short = self.text(node, path, "short", SHORT_LABEL_MAX)
        self.unique(node, path, "short", short, "short label")
        description = self.text(node, path, "description", DESCRIPTION_MAX)
        anchors = self.anchors(node, path)
        practice, evidence, responsibility = (self.ideas(node, path, kind) for kind in _IDEA_FIELDS)
        return Skill(key, name, short, description, anchors, practice, evidence, responsibility)

    def taken(self, node: Text, path: str) -> Skill:
        """A skill of another questionnaire, named by its key."""
        key = SkillKey(node.value)
        if self.source is None and self.takes_skills:
            return _NO_SKILL  # told at skills_from
        if self.source is None:
            mend = "Write the skill here, or name the other questionnaire in a field “skills_from”."
            self.problems.add(node.line, path, f"“{shown(key)}” only names a skill. {mend}")
            return _NO_SKILL
        if key not in self.source.skills:
            meant = self.nearest(key, list(self.source.skills))
            mend = f"Did you mean “{meant}”?" if meant else f"It has {', '.join(self.source.skills)}."
            self.problems.add(node.line, path, f"“{self.source.key}” has no skill “{shown(key)}”. {mend}")
            return _NO_SKILL
        skill = self.source.skills[key]
        path = f"skills.{key}"
        if self.first(node.line, path, "skill", key):
            self.first(node.line, path, "skill name", skill.name)
            self.first(node.line, path, "short label", skill.short)
        return skill

    def anchors(self, fields: Fields, path: str) -> tuple[str, ...]:
        nodes = self.items(fields, path, "anchors")
        anchors = self.texts(nodes, f"{path}.anchors", ANCHOR_MAX)
        if nodes and self.points and len(nodes) != self.points:
            more = len(nodes) - self.points
            mend = f"Remove {_number(more)}" if more > 0 else f"Add {_number(-more)}"
            said = "1 anchor" if len(nodes) == 1 else f"{len(nodes)} anchors"
            self.note(fields, path, "anchors", f"{said}, the scale has {self.points} points. {mend}.")
        return anchors

    def ideas(self, fields: Fields, path: str, kind: str) -> tuple[str, ...]:
        nodes = self.items(fields, path, kind)
        if 0 < len(nodes) < IDEAS_MIN:
            self.note(fields, path, kind, f"One idea, at least {IDEAS_MIN}. Add another, so that there is a choice.")
        if len(nodes) > IDEAS_MAX:
            mend = f"Keep the {IDEAS_MAX} most useful."
            self.note(fields, path, kind, f"{len(nodes)} ideas, at most {IDEAS_MAX}. {mend}")
        return self.texts(nodes, f"{path}.{kind}", IDEA_MAX)


_NO_SKILL = Skill(SkillKey(""), "", "", "", (), (), (), ())


def _or(names: Mapping[QuestionnaireKey, object] | Sequence[int]) -> str:
    words = [str(name) for name in names]
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _number(count: int) -> str:
    return "one" if count == 1 else str(count)
