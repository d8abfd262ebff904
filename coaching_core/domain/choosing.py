"""
The rep's choices and the manager's answer: what goes into the plan, and what is looked into.

The rep chooses first. Nothing is taken over for anybody: what a person did not choose is not in the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from coaching_core.domain.assessment import Unrated, checked_words
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import Conversation
from coaching_core.domain.plan import NEEDS_MAX, OCCASIONS_MAX, Item, ItemKind, Occasion, Proposal, Verdict
from coaching_core.domain.problems import Problems
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Topic
from coaching_core.domain.turns import go_on_with, topics_of
from coaching_core.ids import ItemId, SkillKey


@dataclass(frozen=True, slots=True)
class OnSkill:
    """One sentence on one skill, with a date: to take on, or to work on."""

    skill: SkillKey
    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class LookInto:
    """One occasion to gather evidence; a joint call may cover several skills."""

    skills: tuple[SkillKey, ...]
    occasion: Occasion
    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the rep chooses, a sentence each. ``stretch`` is no skill's: "what would you like to be known for?"."""

    take_on: tuple[OnSkill, ...] = ()
    work_on: tuple[OnSkill, ...] = ()
    look_into: tuple[LookInto, ...] = ()
    stretch: str = ""
    stretch_due: date | None = None


@dataclass(frozen=True, slots=True)
class TakeOnAnswer:
    verdict: Verdict
    condition: str = ""
    look_again: date | None = None


@dataclass(frozen=True, slots=True)
class ManagerAnswers:
    """
    Args:
        take_on: *empower* item -> the answer to it.
        views: area -> how the manager sees it; a chosen area without words means "nothing to add".
        talked: minutes that the two have talked; None when the manager says nothing of it.
    """

    take_on: Mapping[ItemId, TakeOnAnswer] = field(default_factory=dict)
    views: Mapping[SkillKey, str] = field(default_factory=dict)
    support: str = ""
    clear_the_way: str = ""
    clear_due: date | None = None
    proposal: Proposal | None = None
    talked: int | None = None


def choose(review: Review, choices: Choices, turn: int, today: date, now: datetime) -> Review:
    """
    The rep's choices: areas to look into, and what goes into the plan.

    Args:
        today: the rep's local date; dates before it are refused.
    Raises:
        BadInput: ``fields`` names what to mend (``take_on.0``, ``work_on.1``, ``look_into.2``, ``stretch``).
    """
    topics = topics_of(review, Role.REP, turn, (Topic.AREAS, Topic.PLAN))
    problems = Problems(today)
    items = list(review.conversation.plan.items)
    said: dict[SkillKey, str] = {}
    if Topic.AREAS in topics:
        for n, look in enumerate(choices.look_into):
            if said.keys() & set(look.skills):
                problems.at(f"look_into.{n}").add("You have chosen one of these above already.")
            items.append(_investigate(review, look, problems.at(f"look_into.{n}"), len(items)))
            said.update(dict.fromkeys(look.skills, look.words.strip()))
        if len(choices.look_into) > OCCASIONS_MAX:
            problems.at("look_into").add("At most three occasions. The rest stays parked, and is not lost.")
    if Topic.PLAN in topics:
        for n, one in enumerate(choices.take_on):
            items.append(_take_on(review, one, problems.at(f"take_on.{n}"), len(items)))
        for n, one in enumerate(choices.work_on):
            items.append(_work_on(review, one, problems.at(f"work_on.{n}"), len(items)))
        if len({one.skill for one in choices.work_on}) != len(choices.work_on):
            problems.at("work_on.1").add("You have chosen this one already.")
        if len(choices.work_on) > NEEDS_MAX:
            problems.at("work_on").add("Choose one or two. The others are listed for next time.")
        if choices.stretch.strip():
            words = problems.at("stretch").sentence(choices.stretch, choices.stretch_due)
            items.append(Item(item_id(len(items)), ItemKind.STRETCH, Role.REP, words, due=choices.stretch_due))
        if not items and not problems.found:
            problems.at("stretch").add("One thing is enough for a plan: anything you'd like to try.")
    problems.raise_if_any()
    talk = review.conversation.with_area_words(Role.REP, said)
    talk = replace(talk, plan=replace(talk.plan, items=tuple(items)))
    return go_on_with(replace(review, conversation=talk), Role.REP, topics, now)


def answer(review: Review, answers: ManagerAnswers, turn: int, today: date, now: datetime) -> Review:
    """
    The manager's answer to the choices; with the plan among its topics it agrees to the plan as it then stands.

    Raises:
        BadInput: ``fields`` names what to mend (``take_on.<item>``, ``support``, ``clear_the_way``, ``proposal``).
    """
    topics = topics_of(review, Role.MANAGER, turn, (Topic.AREAS, Topic.PLAN))
    talk = review.conversation
    problems = Problems(today)
    plan = talk.plan
    if Topic.AREAS in topics:
        talk = manager_on_areas(review, answers.views)
    if Topic.PLAN in topics:
        items = [_answered(item, answers, problems.at(f"take_on.{item.id}")) for item in plan.items]
        if answers.clear_the_way.strip():
            words = problems.at("clear_the_way").sentence(answers.clear_the_way, answers.clear_due)
            new = Item(item_id(len(items)), ItemKind.CLEAR_THE_WAY, Role.MANAGER, words, due=answers.clear_due)
            items.append(new)
        if answers.proposal is not None:
            _check_proposal(review, answers.proposal, problems.at("proposal"))
        support = problems.at("support").sentence(answers.support, None, needed=False)
        plan = replace(plan, items=tuple(items), support=support, proposal=answers.proposal).agree(Role.MANAGER)
    problems.raise_if_any()
    return go_on_with(replace(review, conversation=replace(talk, plan=plan)), Role.MANAGER, topics, now)


def manager_on_areas(review: Review, views: Mapping[SkillKey, str]) -> Conversation:
    talk = review.conversation
    chosen = [said.skill for said in talk.area_words if said.role is Role.REP]
    return talk.with_area_words(
        Role.MANAGER,
        {key: checked_words(views.get(key, ""), f"views.{key}") for key in chosen},
    )


def item_id(last: int) -> ItemId:
    return ItemId(str(last + 1))


def _take_on(review: Review, one: OnSkill, problems: Problems, last: int) -> Item:
    review.questionnaire.skill(one.skill)
    if review.comparison[one.skill] is not Category.STRENGTH:
        problems.add("Please choose one of the strengths you both see, or leave this empty.")
    words = problems.sentence(one.words, one.due)
    return Item(item_id(last), ItemKind.EMPOWER, Role.REP, words, (one.skill,), due=one.due)


def _work_on(review: Review, one: OnSkill, problems: Problems, last: int) -> Item:
    review.questionnaire.skill(one.skill)
    mine = review.assessments[Role.REP].answer(one.skill)
    own = mine is not None and not isinstance(mine, Unrated) and not review.questionnaire.scale.above(mine)
    if not own:
        problems.add("Please choose a skill that you rated average or below.")
    words = problems.sentence(one.words, one.due)
    return Item(item_id(last), ItemKind.DEVELOP, Role.REP, words, (one.skill,), due=one.due)


def _investigate(review: Review, look: LookInto, problems: Problems, last: int) -> Item:
    if not look.skills:
        problems.add("Please choose at least one area.")
    for key in look.skills:
        review.questionnaire.skill(key)
        if not review.comparison[key].investigate:
            problems.add("Please choose from the areas to look into.")
    words = problems.sentence(look.words, look.due)
    return Item(item_id(last), ItemKind.INVESTIGATE, Role.REP, words, look.skills, due=look.due, occasion=look.occasion)


def _answered(item: Item, answers: ManagerAnswers, problems: Problems) -> Item:
    if item.kind is not ItemKind.EMPOWER:
        return item
    given = answers.take_on.get(item.id)
    if given is None:
        problems.add("Please answer yes, yes if, or not yet.")
        return item
    return with_verdict(item, given, problems)


def with_verdict(item: Item, given: TakeOnAnswer, problems: Problems) -> Item:
    """The manager's answer to a responsibility: *yes if* and *not yet* say what it needs, *not yet* also when."""
    condition = problems.sentence(given.condition, given.look_again, needed=False)
    if given.verdict is not Verdict.YES and not condition:
        problems.add("Please say what it needs.")
    if given.verdict is Verdict.NOT_YET and given.look_again is None:
        problems.add("Please say when you will look at it again.")
    return replace(item, verdict=given.verdict, condition=condition, look_again=given.look_again)


def _check_proposal(review: Review, proposal: Proposal, problems: Problems) -> None:
    review.questionnaire.skill(proposal.skill)
    if review.comparison[proposal.skill] is not Category.NEED:
        problems.add("Please choose from the room to grow that you both see.")
    if any(proposal.skill in item.skills for item in review.conversation.plan.of_kind(ItemKind.DEVELOP)):
        problems.add("That one is in the plan already.")
    problems.sentence(proposal.words, proposal.due)
