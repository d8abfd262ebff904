"""The skills that a shorter questionnaire left out, to be offered next time: in two rounds all have had a turn."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.ids import QuestionnaireKey

_SUFFIX = "_other_skills"
FEWEST = 3
"""With fewer left out, there is no round for them alone."""


def next_form(last: Questionnaire, known: Iterable[Questionnaire]) -> Questionnaire:
    """
    Args:
        last: what the pair had last time.
        known: every questionnaire that there is, in its latest version.
    Returns:
        After a shorter one, the skills of the fuller one that it left out; after those, the shorter one again; else
        the latest version of the same one.
    """
    forms = {one.key: one for one in known if not one.key.endswith(_SUFFIX)}
    if last.key.endswith(_SUFFIX):
        return forms.get(QuestionnaireKey(last.key.removesuffix(_SUFFIX)), last)
    again = forms.get(last.key, last)
    fuller = [one for one in forms.values() if again.skills.keys() < one.skills.keys() and one.scale == again.scale]
    full = min(fuller, key=lambda one: (len(one.skills), one.key), default=None)
    if full is None or len(full.skills) - len(again.skills) < FEWEST:
        return again
    return _left_out(again, full)


def _left_out(shorter: Questionnaire, full: Questionnaire) -> Questionnaire:
    sections = (
        replace(one, skills=tuple(skill for skill in one.skills if skill.key not in shorter.skills))
        for one in full.sections
    )
    left = len(full.skills) - len(shorter.skills)
    return replace(
        full,
        key=QuestionnaireKey(f"{shorter.key}{_SUFFIX}"),
        title=f"{full.title}: the other skills",
        minutes=ceil(full.minutes * left / len(full.skills)),
        sections=tuple(one for one in sections if one.skills),
    )
