"""
Whoever writes a questionnaire learns everything that is to be mended at once, with its line and what to do.

(Over 300 lines: a table of mistakes, each with the sentence that it gets.)
"""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_core.content.reader import read_questionnaire
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.errors import QuestionnaireError
from coaching_core.ids import SkillKey

OWN = """\
key: our_own
title: Our own
minutes: 2
scale: [Starting, Solid, Strong]
sections:
  - key: talking
    name: Talking
    skills:
      - key: listening
        name: Listening
        short: Listening
        description: Gives customers room to finish.
        anchors:
          - Answers before the customer has finished
          - Sums up in the customer's words
          - Comes back to what was said in passing
        practice:
          - Wait one breath after each answer.
          - Sum up three times in each call.
        evidence:
          - Listen to one recording together.
          - Ask a customer after a call.
        responsibility:
          - Sum up in the next team call.
          - Listen to a recording with a colleague.
"""
"""A whole questionnaire, with the list of anchors on line 13."""


NO_MINUTES = "is not a whole number from 1 to 60. Write one, such as 4."


def read(text: str, *others: Questionnaire) -> Questionnaire:
    return read_questionnaire(text, name="own.yaml", others={other.key: other for other in others})


def problems(text: str, *others: Questionnaire) -> list[str]:
    with pytest.raises(QuestionnaireError) as told:
        read(text, *others)
    return str(told.value).splitlines()


def changed(old: str, new: str) -> str:
    assert OWN.count(old) == 1
    return OWN.replace(old, new)


def many_skills(count: int, per_section: int) -> str:
    """OWN with more skills."""
    head, skill = OWN.split("sections:\n")[0], "      - key: listening" + OWN.split("      - key: listening")[1]
    text = head + "sections:\n"
    for n in range(count):
        if n % per_section == 0:
            text += f"  - key: s{n}\n    name: Section {n}\n    skills:\n"
        text += skill.replace("key: listening", f"key: k{n}").replace(": Listening", f": Words {n}")
    return text


def test_a_whole_questionnaire_is_read() -> None:
    own = read(OWN)
    assert (own.key, own.title, own.minutes) == ("our_own", "Our own", 2)
    assert own.scale.labels == ("Starting", "Solid", "Strong")
    assert own.skill(SkillKey("listening")).anchor(2) == "Sums up in the customer's words"
    assert own.skill(SkillKey("listening")).evidence[1] == "Ask a customer after a call."


def test_layout_and_comments_make_no_new_version() -> None:
    same = "# ours\n" + changed(
        "[Starting, Solid, Strong]", '\n  - "Starting"\n  - Solid   # the middle\n  - >\n    Strong'
    )
    assert read(same).version == read(OWN).version
    assert read(OWN.replace("\n", "\r\n")).version == read(OWN).version
    assert read("\ufeff" + OWN).version == read(OWN).version
    assert read(changed("Sums up in", "Repeats in")).version != read(OWN).version


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "          - Comes back",
            "          - Asks whether it is right\n          - Comes back",
            "line 13, skills.listening.anchors: 4 anchors, the scale has 3 points. Remove one.",
        ),
        (
            "          - Sums up in the customer's words\n",
            "",
            "line 13, skills.listening.anchors: 2 anchors, the scale has 3 points. Add one.",
        ),
        (
            "Sums up in the customer's words",
            "S" + "u" * 79,
            "line 15, skills.listening.anchors[2]: 80 characters, at most 75. Shorten it by 5.",
        ),
        (
            "Sums up in the customer's words",
            "Answers before the customer has finished",
            "line 15, skills.listening.anchors[2]: The same as number 1. Change one of them.",
        ),
        (
            "Sums up in the customer's words",
            "Next step: is agreed",
            "line 15, skills.listening.anchors[2]: One text is expected here, and YAML reads fields. "
            "If the text has a colon in it, put it in quotes.",
        ),
        (
            "Sums up in the customer's words",
            "[Sums up]",
            "line 15, skills.listening.anchors[2]: One text is expected here, not a list. "
            "Write one; put it in quotes if it begins with a bracket.",
        ),
        (
            "Sums up in the customer's words",
            "Sums up #1 first",
            "line 15: YAML drops what follows “#”. "
            "Put the text in quotes; if it is a comment, put a space after the sign.",
        ),
        (
            "Sums up in the customer's words",
            '"Sums\\x07up"',
            "line 15, skills.listening.anchors[2]: There is an invisible or damaged sign in this text. Type it again.",
        ),
        ("Solid", "No", 'line 4, scale[2]: YAML reads No as yes or no, not as text. Put it in quotes: "No".'),
        ("Solid", "3", 'line 4, scale[2]: YAML reads 3 as a number, not as text. Put it in quotes: "3".'),
        ("Solid", "1.0", 'line 4, scale[2]: YAML reads 1.0 as a number, not as text. Put it in quotes: "1.0".'),
        ("Solid", "~", 'line 4, scale[2]: YAML reads ~ as nothing, not as text. Put it in quotes: "~".'),
        (
            "Solid",
            "2026-01-01",
            'line 4, scale[2]: YAML reads 2026-01-01 as a date, not as text. Put it in quotes: "2026-01-01".',
        ),
        ("Solid", '""', "line 4, scale[2]: The text is empty. Write one."),
        (
            "[Starting, Solid, Strong]",
            "[Starting, Strong]",
            "line 4, scale: 2 points. Use 3, 5, 7 or 9, so that there is a middle one.",
        ),
        (
            "[Starting, Solid, Strong]",
            "Solid",
            "line 4, scale: A list is expected here. Begin each item on a line of its own with “- ”.",
        ),
        ("[Starting, Solid, Strong]", "[]", "line 4, scale: The list is empty. Add an item."),
        (
            "[Starting, Solid, Strong]",
            "{low: Starting}",
            "line 4, scale: A list is expected here, not fields. Begin each item with “- ”.",
        ),
        ("minutes: 2", "minutes: 2.5", f"line 3, minutes: “2.5” {NO_MINUTES}"),
        ("minutes: 2", "minutes: 61", f"line 3, minutes: “61” {NO_MINUTES}"),
        ("minutes: 2", "minutes: 0", f"line 3, minutes: “0” {NO_MINUTES}"),
        ("minutes: 2", "minutes:", f"line 3, minutes: “nothing” {NO_MINUTES}"),
        ("minutes: 2", "minutes: [2]", f"line 3, minutes: “a list” {NO_MINUTES}"),
        ("minutes: 2\n", "", "line 1: The field “minutes” is not there. Add it."),
        ("minutes: 2", "minuets: 2", "line 3: Unknown field “minuets”. Did you mean “minutes”?"),
        (" anchors:", " anchor:", "line 13, skills.listening: Unknown field “anchor”. Did you mean “anchors”?"),
        (
            " - key: listening",
            " - kye: listening",
            "line 9, sections.talking.skills[1]: Unknown field “kye”. Did you mean “key”?",
        ),
        (
            "    name: Talking",
            "    name: Talking\n    colour: red",
            "line 8, sections.talking: Unknown field “colour”. Remove it; known here are key, name, skills.",
        ),
        ("title: Our own", "title: Our own\ntitle: Ours", "line 3: “title” stands twice, first on line 2. Keep one."),
        (
            "title: Our own",
            "title: Our own: the first",
            "line 2: A colon splits this text, or the line is indented too far. Quote or align it.",
        ),
        ("title: Our own", 'title: "Our own', "line 2: A quote opens here and doesn't close. Add the closing quote."),
        (
            "title: Our own",
            "title: 'Our team's own'",
            "line 2: Text goes on after a closing quote. Put the whole text in double quotes.",
        ),
        ("title: Our own", "title: @ours", "line 2: A text can't begin with this sign. Put the text in quotes."),
        (
            "title: Our own",
            'title: "Our \\own"',
            "line 2: A backslash has a meaning of its own in double quotes. Put this text in single quotes.",
        ),
        (
            "title: Our own",
            "title: Our\x08own",
            "line 2: An invisible control character stands here. Delete it and type the text again.",
        ),
        (
            "title: Our own",
            'title: "\\U00110000"',
            "line 1: A sign here can't be read. Look for an escape such as \\U… and type the sign itself.",
        ),
        ("title: Our own", "title:\n\t- Our own", "line 3: Here is a tab. Indent with spaces."),
        ("title: Our own", "title", "line 3: A field's name stands here without a colon. Add a colon and a space."),
        (
            "[Starting, Solid, Strong]",
            "[Starting, Solid",
            "line 4: A bracket opens here and doesn't close, or a comma is not there. Add it.",
        ),
        (
            "    name: Talking",
            "   name: Talking",
            "line 7: This line doesn't line up with those above. Indent it like its neighbours.",
        ),
        (
            "key: our_own",
            "key: Our own",
            "line 1, key: “Our own” can't be a key. "
            "Use small letters a to z, digits and underscores, a letter first: first_contact.",
        ),
        (
            "short: Listening",
            "short: Listening to customers",
            "line 11, skills.listening.short: 22 characters, at most 20. Shorten it by 2.",
        ),
        (
            "          - Ask a customer after a call.\n",
            "",
            "line 20, skills.listening.evidence: One idea, at least 2. Add another, so that there is a choice.",
        ),
        (
            "title: Our own",
            "title: !!python/object/apply:os.system [ls]",
            "line 2: The tag "
            "“tag:yaml.org,2002:python/object/apply:o…” is not used here. Remove it, or quote the text.",
        ),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_mend(old: str, new: str, told: str) -> None:
    assert f"own.yaml, {told}" in problems(changed(old, new))


def test_one_slip_is_told_once() -> None:
    assert problems(changed("        anchors:", "        anchor:")) == [
        "own.yaml, line 13, skills.listening: Unknown field “anchor”. Did you mean “anchors”?"
    ]
    assert len(problems(changed("Solid", "No"))) == 1


def test_all_slips_are_told_together_in_the_order_of_the_file() -> None:
    text = changed("minutes: 2", "minutes: two").replace("Our own", "O" * 61).replace("short: Listening", "shorts: L")
    assert problems(text) == [
        "own.yaml, line 2, title: 61 characters, at most 60. Shorten it by 1.",
        "own.yaml, line 3, minutes: “two” is not a whole number from 1 to 60. Write one, such as 4.",
        "own.yaml, line 11, skills.listening: Unknown field “shorts”. Did you mean “short”?",
    ]


def test_very_many_slips_are_told_up_to_a_number() -> None:
    told = problems("".join(f"field_{n}: x\n" for n in range(100)))
    assert len(told) == 51
    assert told[-1] == "… and 55 more. Mend these first, then check again."


def test_names_are_used_once() -> None:
    assert problems(many_skills(2, 4).replace("k1", "k0").replace("Words 1", "Words 0")) == [
        "own.yaml, line 26, skills.k0.key: The skill “k0” is used twice, first on line 9. Change one.",
        "own.yaml, line 27, skills.k0.name: The skill name “Words 0” is used twice, first on line 10. Change one.",
        "own.yaml, line 28, skills.k0.short: The short label “Words 0” is used twice, first on line 11. Change one.",
    ]
    assert problems(many_skills(2, 1).replace("s1", "s0").replace("Section 1", "section 0")) == [
        "own.yaml, line 26, sections.s0.key: The section “s0” is used twice, first on line 6. Change one.",
        "own.yaml, line 27, sections.s0.name: The section name “section 0” is used twice, first on line 7. Change one.",
    ]


def test_a_page_holds_five_skills_and_a_questionnaire_forty() -> None:
    assert len(read(many_skills(40, 5)).skills) == 40
    assert problems(many_skills(6, 6)) == [
        "own.yaml, line 8, sections.s0.skills: 6 skills, at most 5 fit a page. Move 1 to another section."
    ]
    assert problems(many_skills(41, 5)) == ["own.yaml, line 5, sections: 41 skills in all, at most 40. Remove 1."]


@pytest.mark.parametrize("points", [3, 5, 7, 9])
def test_any_scale_with_a_middle_is_taken(points: int) -> None:
    labels = ", ".join(f"Point {n}" for n in range(1, points + 1))
    anchors = "".join(f"          - Does {n} of them\n" for n in range(1, points + 1))
    head, rest = OWN.split("          - Answers before")
    tail = "        practice:" + rest.split("        practice:")[1]
    assert read(head.replace("Starting, Solid, Strong", labels) + anchors + tail).scale.midpoint == (points + 1) // 2


class TestTakingSkillsFromAnother:
    """``skills_from``: a shorter or reordered form without saying anything twice."""

    SHORT = """\
key: shorter
title: Shorter
minutes: 1
skills_from: our_own
sections:
  - key: only
    name: Only
    skills: [listening]
"""

    def test_skill_and_scale_are_taken_as_they_are(self) -> None:
        own = read(OWN)
        shorter = read(self.SHORT, own)
        assert shorter.skills == own.skills
        assert shorter.scale == own.scale
        assert shorter.version != own.version

    def test_labels_may_be_ones_own(self) -> None:
        text = self.SHORT + "scale: [Learning, Solid, Teaching]\n"
        assert read(text, read(OWN)).scale.labels == ("Learning", "Solid", "Teaching")

    def test_own_skills_may_stand_beside_those_taken(self) -> None:
        skill = OWN.split("    skills:\n")[1].replace("listening", "asking").replace(": Listening", ": Asking")
        text = self.SHORT.replace("[listening]", "\n      - listening\n" + skill)
        assert list(read(text, read(OWN)).skills) == ["listening", "asking"]

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("our_own", "our_won", ["line 4, skills_from: There is no questionnaire “our_won”. Choose our_own."]),
            (
                "our_own",
                "shorter",
                ["line 4, skills_from: A questionnaire can't take skills from itself. Name another one."],
            ),
            (
                "[listening]",
                "[listenning]",
                ["line 8, sections.only.skills[1]: “our_own” has no skill “listenning”. Did you mean “listening”?"],
            ),
            (
                "[listening]",
                "[prices]",
                ["line 8, sections.only.skills[1]: “our_own” has no skill “prices”. It has listening."],
            ),
            (
                "[listening]",
                "[listening, listening]",
                ["line 8, skills.listening: The skill “listening” is used twice, first on line 8. Change one."],
            ),
            (
                "skills_from: our_own\n",
                "scale: [Starting, Solid, Strong]\n",
                [
                    "line 8, sections.only.skills[1]: “listening” only names a skill. "
                    "Write the skill here, or name the other questionnaire in a field “skills_from”."
                ],
            ),
            (
                "minutes: 1",
                "scale: [A, B, C, D, E]\nminutes: 1",
                ["line 3, scale: 5 points, “our_own” has 3. Use 3, or leave the field out."],
            ),
        ],
    )
    def test_a_slip_is_told_once(self, old: str, new: str, told: list[str]) -> None:
        assert self.SHORT.count(old) == 1
        assert problems(self.SHORT.replace(old, new), read(OWN)) == [f"own.yaml, {each}" for each in told]

    def test_none_known(self) -> None:
        assert problems(self.SHORT) == [
            "own.yaml, line 4, skills_from: There is no questionnaire “our_own”. "
            "Remove this field and write the skills here."
        ]


class TestWhatIsNoQuestionnaire:
    @pytest.mark.parametrize("text", ["", "\n\n", "# to do\n", "\ufeff"])
    def test_empty(self, text: str) -> None:
        assert problems(text) == ["own.yaml, line 1: The file is empty. Begin with “key: …” and “title: …”."]

    @pytest.mark.parametrize("text", ["just words", "- a\n- b\n", "3"])
    def test_no_fields(self, text: str) -> None:
        assert problems(text) == ["own.yaml, line 1: The file has no fields. Begin with “key: …” and “title: …”."]

    def test_two_in_one_file(self) -> None:
        line = OWN.count("\n") + 1
        assert problems(f"{OWN}---\n{OWN}") == [
            f"own.yaml, line {line}: A second document begins here. Give each questionnaire a file of its own."
        ]

    def test_huge(self) -> None:
        assert problems("# " + "x" * 256 * 1024) == [
            "own.yaml, line 1: The file is larger than 256 KB, many times a full questionnaire. Choose another file."
        ]

    @pytest.mark.parametrize("text", ["[" * 200_000, "- " * 100_000, "? " * 100_000, "{a: " * 60_000])
    def test_nested_without_end(self, text: str) -> None:
        assert problems(text) == ["own.yaml, line 1: More than 8 levels of nesting. Remove indentation or brackets."]

    def test_references_that_would_grow(self) -> None:
        more = (f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
        told = problems("a: &a [ha, ha]\n" + "".join(more))
        assert "own.yaml, line 1: “&a” marks a place to point to. Remove it, or quote the text." in told
        assert "own.yaml, line 2: “*a” points to another place. Write the text out, or quote it." in told

    def test_field_names_of_several_words(self) -> None:
        assert "own.yaml, line 1: A field's name is a single word. Write it as “name: …”." in problems("[a, b]: c\n")

    def test_lists_where_sections_and_skills_belong(self) -> None:
        head, skills = OWN.split("sections:")[0], "  - key: a\n    name: A\n    skills: [[x]]\n"
        assert problems(f"{head}sections: [x]\n") == [
            "own.yaml, line 5, sections[1]: A section is expected here. Write “key”, “name” and “skills”."
        ]
        assert problems(f"{head}sections:\n{skills}") == [
            "own.yaml, line 8, sections.a.skills[1]: A skill is expected here, not a list. Remove one hyphen."
        ]


YAML_SIGNS = st.text(alphabet="aA1 \n\t:-?[]{},&*!|>'\"%@`#~.\\xuU\x00\x85\ud800éß…", max_size=200)


def reads_or_tells(text: str) -> None:
    try:
        read(text)
    except QuestionnaireError as told:
        for line in str(told).splitlines():
            assert line.startswith(("own.yaml, line ", "… and "))
        str(told).encode()


@given(st.text() | YAML_SIGNS)
def test_any_text_at_all_is_read_or_told(text: str) -> None:
    reads_or_tells(text)


@given(st.integers(0, len(OWN)), st.integers(0, 40), YAML_SIGNS | st.sampled_from(["- ", ": ", "  ", "\n"]))
def test_any_slip_of_the_hand_is_read_or_told(at: int, cut: int, typed: str) -> None:
    reads_or_tells(OWN[:at] + typed + OWN[at + cut :])


@given(st.lists(st.text(min_size=1, max_size=20), min_size=3, max_size=3, unique=True))
def test_what_is_quoted_is_kept_or_told(labels: list[str]) -> None:
    quoted = ", ".join("'" + each.replace("'", "''") + "'" for each in labels)
    text = changed("[Starting, Solid, Strong]", f"[{quoted}]")
    try:
        own = read(text)
    except QuestionnaireError:
        return
    assert own.scale.labels == tuple(" ".join(each.split()) for each in labels)
    assert own.version == read(text).version


class TestTheManual:
    """The examples of docs/questionnaires.md are read as they stand there."""

    MANUAL = (Path(__file__).parents[2] / "docs" / "questionnaires.md").read_text(encoding="utf-8")
    EXAMPLES = re.findall(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)

    def test_its_own_questionnaire_is_one(self) -> None:
        assert read(self.EXAMPLES[0]).key == "key_account"

    def test_its_selection_is_one(self) -> None:
        text = files("coaching_core.content").joinpath("b2b_seller.yaml").read_text(encoding="utf-8")
        assert list(read(self.EXAMPLES[1], read(text)).skills) == ["first_contact", "qualifying", "listening"]

    def test_its_problems_are_those_one_gets(self) -> None:
        text = self.EXAMPLES[0].replace("minutes: 2", "minutes: two").replace("practice:", "practise:")
        text = text.replace("          - Lets customers", "          - Nods\n          - Lets customers")
        (shown,) = re.findall(r"```text\n(.*?)\n```", self.MANUAL, re.DOTALL)
        assert problems(text) == shown.replace("key_account.yaml", "own.yaml").splitlines()
