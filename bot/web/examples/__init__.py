"""
An example of every surface in every state: the preview page, the snapshots of the tests and documentation at once.

They stand here and not beside the renderers, as they tell whole reviews: a renderer knows only what may be seen.
"""

from collections.abc import Sequence

from bot.web.examples.answering import answering
from bot.web.examples.coaching_time import coaching_time
from bot.web.examples.conversation import conversation
from bot.web.examples.desks import desks
from bot.web.examples.example import Example
from bot.web.examples.forms import forms
from bot.web.examples.handovers import handovers
from bot.web.examples.months import months
from bot.web.examples.moved import what_has_moved
from bot.web.examples.places import places
from bot.web.examples.plans import plans
from bot.web.examples.second_looks import second_looks
from bot.web.examples.teams import teams
from coaching_core.domain.questionnaire import Questionnaire

__all__ = ["Example", "examples"]


def examples(form: Questionnaire, other: Questionnaire) -> Sequence[Example]:
    """
    Args:
        form: a questionnaire of twelve skills.
        other: a second one, to choose between.
    """
    return (
        *answering(form, other),
        *conversation(form),
        *forms(form, other),
        *places(form),
        *coaching_time(form),
        *teams(form, other),
        *plans(form),
        *desks(),
        *months(form),
        *handovers(form),
        *what_has_moved(form),
        *second_looks(form),
    )
