"""The built-in questionnaires are content that people read on a phone: their rules, checked."""

import re
from importlib.resources import files

import pytest

from coaching_core.content.reader import read_questionnaire
from coaching_core.domain.questionnaire import Questionnaire, Skill
from coaching_core.ids import QuestionnaireKey

FULL_KEY = QuestionnaireKey("b2b_seller")


def built_in(name: str, **others: Questionnaire) -> Questionnaire:
    text = files("coaching_core.content").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return read_questionnaire(text, name=f"{name}.yaml", others={each.key: each for each in others.values()})


FULL = built_in("b2b_seller")
SHORT = built_in("b2b_seller_short", full=FULL)
SKILLS = list(FULL.skills.values())

every_skill = pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.key)

JUDGING = re.compile(
    r"\b(gaps?|weak\w*|lack\w*|fail\w*|bad(ly)?|poor(ly)?|wrong(ly)?|mistakes?|lazy|careless|should|must|deficien\w*|"
    r"incompetent|inadequate|talent\w*|natural(ly)?|confident|personality|attitude|motivated)\b",
    re.IGNORECASE,
)
"""About the person, or a verdict: the words keep to what one sees."""

VAGUE = re.compile(
    r"\b(good|well|better|best|effective(ly)?|excellent\w*|great|properly|appropriate(ly)?|very|always|often|"
    r"sometimes|usually|rarely|never|consistent(ly)?|regularly|skilful(ly)?|successful(ly)?)\b",
    re.IGNORECASE,
)
"""Grades without a picture: two people would see different things in them."""

METHODS = re.compile(r"\b(spin|meddic\w*|meddpicc|bant|challenger|sandler|gap selling|miller heiman)\b", re.IGNORECASE)

KINDS = {
    "Watch": "observe",
    "Listen": "listen",
    "Read": "read",
    "Ask": "ask",
    "Count": "data",
    "Compare": "data",
}
"""First word of an idea for evidence -> how it would verify the skill."""


def ideas(skill: Skill) -> tuple[str, ...]:
    return skill.practice + skill.evidence + skill.responsibility


def words(skill: Skill) -> tuple[str, ...]:
    return (skill.name, skill.short, skill.description, *skill.anchors, *ideas(skill))


def test_the_full_one_has_six_sections_of_four() -> None:
    assert [(section.key, len(section.skills)) for section in FULL.sections] == [
        ("pipeline", 4),
        ("discovery", 4),
        ("value", 4),
        ("advancing", 4),
        ("accounts", 4),
        ("foundation", 4),
    ]
    assert (FULL.key, FULL.minutes, len(FULL.skills)) == (FULL_KEY, 9, 24)


def test_the_short_one_takes_twelve_skills_as_they_are() -> None:
    assert [len(section.skills) for section in SHORT.sections] == [4, 4, 4]
    assert SHORT.minutes == 4
    assert SHORT.scale == FULL.scale
    assert all(FULL.skill(key) == skill for key, skill in SHORT.skills.items())
    assert {"Listening", "Follow-up", "Product"} <= {skill.short for skill in SHORT.skills.values()}


def test_an_edit_of_the_full_one_is_a_new_version_of_both() -> None:
    text = files("coaching_core.content").joinpath("b2b_seller.yaml").read_text(encoding="utf-8")
    edited = read_questionnaire(text.replace("Sums up in", "Repeats in"), name="b2b_seller.yaml")
    assert edited.version != FULL.version
    assert built_in("b2b_seller_short", full=edited).version != SHORT.version
    assert built_in("b2b_seller").version == FULL.version


def test_three_is_solid() -> None:
    assert FULL.scale.labels == ("Starting", "Building", "Solid", "Strong", "Sets the standard")
    assert FULL.scale.label(FULL.scale.midpoint) == "Solid"


def test_a_chart_can_tell_the_skills_apart() -> None:
    assert len({skill.short for skill in SKILLS}) == len(SKILLS)
    assert max(len(skill.short) for skill in SKILLS) <= 20


def test_nothing_is_said_twice() -> None:
    said = [line for skill in SKILLS for line in (skill.description, *skill.anchors, *ideas(skill))]
    assert len(set(said)) == len(said)


@every_skill
def test_anchors_are_short_and_start_with_what_one_sees(skill: Skill) -> None:
    assert len(skill.anchors) == 5
    for anchor in skill.anchors:
        assert len(anchor) <= 75
        # a verb in the third person ("Asks …"), as it reads behind "I" and behind "she" alike
        assert re.match(r"(Has|Is|Wrote|[A-Z][a-z]+s) ", anchor), anchor
        assert not anchor.endswith("."), anchor
        assert not re.search(r"\b(he|she|his|her|him|I|my)\b", anchor), anchor


@every_skill
def test_neighbouring_anchors_share_little(skill: Skill) -> None:
    def content(anchor: str) -> set[str]:
        return {word for word in re.findall(r"[a-z]+", anchor.lower()) if len(word) > 3}

    for lower, higher in zip(skill.anchors, skill.anchors[1:], strict=False):
        shared = content(lower) & content(higher)
        assert len(shared) <= len(content(lower) | content(higher)) / 2, (lower, higher)


@every_skill
def test_words_keep_to_behaviour(skill: Skill) -> None:
    for line in words(skill):
        assert not JUDGING.search(line), line
        assert not METHODS.search(line), line
        assert "!" not in line, line
        assert not re.search(r"\b(?!CRM\b)[A-Z]{2,}\b", line), line
        assert line == line.strip()


@every_skill
def test_anchors_and_descriptions_draw_a_picture(skill: Skill) -> None:
    for line in (skill.description, *skill.anchors):
        assert not VAGUE.search(line), line


@every_skill
def test_the_description_is_one_sentence(skill: Skill) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]*\.", skill.description), skill.description
    assert len(skill.name) <= 40


@every_skill
def test_ideas_can_stand_in_a_plan_as_they_are(skill: Skill) -> None:
    for kind in (skill.practice, skill.evidence, skill.responsibility):
        assert len(kind) >= 3
        for idea in kind:
            assert len(idea) <= 150
            assert re.fullmatch(r"[A-Z].*(\.|[.?]”)", idea), idea
            assert not re.search(r"\b(your|you)\b", re.sub(r"“.*?”", "", idea)), idea


@every_skill
def test_evidence_is_gathered_in_several_ways(skill: Skill) -> None:
    assert len({KINDS[idea.split()[0]] for idea in skill.evidence}) >= 3
