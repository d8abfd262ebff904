"""What moved from one review to the next."""

from bot.surfaces import moved
from bot.web.examples import stories
from bot.web.examples.example import Examples, a_message
from bot.web.examples.stories import MANAGER_SAYS, PEOPLE, REP_SAYS
from coaching_core.domain.moved import what_moved
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Reader
from coaching_core.domain.seen import MovedSeen

LATER_REP, LATER_MANAGER = "4 4 5 3 4 4 5 4 4 4 3 5", "5 4 4 2 2 4 4 4 4 3 4 4"


def seen_after(
    form: Questionnaire,
    then: tuple[str, str] = (REP_SAYS, MANAGER_SAYS),
    now: tuple[str, str] = (LATER_REP, LATER_MANAGER),
    *,
    look_into: tuple[int, ...] = (5,),
) -> MovedSeen:
    """
    Args:
        then, now: the answers of both, a line each.
        look_into: the areas that were opened the first time.
    """
    views = []
    for (rep, manager), opened in ((then, look_into), (now, ())):
        story = stories.opened(form, rep, manager).replies()
        areas: dict[tuple[int, ...], str] = {(number,): "One call together." for number in opened}
        story = story.chooses(look_into=areas, stretch="A talk.").is_answered_by_manager()
        views.append(story.seen(Reader.REP).view)
    return MovedSeen(PEOPLE, form, what_moved(*views))


def what_has_moved(form: Questionnaire) -> Examples:
    yield a_message("moved: some did", moved.message(seen_after(form)))
    same = (REP_SAYS, MANAGER_SAYS)
    yield a_message("moved: nothing did", moved.message(seen_after(form, same, same)))
    unseen = ("4 ? 2 " + "4 " * 9, "5 3 4 " + "4 " * 9)
    yield a_message(
        "moved: into another category, without a score", moved.message(seen_after(form, unseen, look_into=(2, 3)))
    )
    yield a_message("moved: nothing open both times", moved.message(MovedSeen(PEOPLE, form, {})))
    yield a_message("moved: the first review", moved.message(MovedSeen(PEOPLE, form, {}, first=True)))
