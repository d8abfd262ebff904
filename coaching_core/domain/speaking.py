"""
What each of the two says in the conversation, and what follows from it.

The rule that the rep is first stands in ``conversation``; here every decision asks it whose turn it is before anything
else. Nothing here says who is right, and nothing is passed on silence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.assessment import Opening, Unrated, checked_words
from coaching_core.domain.calendar import working_days_between
from coaching_core.domain.comparison import Category
from coaching_core.domain.conversation import GONE_ON_TOPICS, AreaWords, Conversation, Jotting, Note, Turn
from coaching_core.domain.plan import NEEDS_MAX, OCCASIONS_MAX, Item, ItemKind, Occasion, Plan, Proposal, Verdict
from coaching_core.domain.review import QUIET_AFTER, Review
from coaching_core.domain.roles import Ending, Mode, Role, Stage, Topic
from coaching_core.errors import BadInput, OutOfTurn, TooLate
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
    """

    take_on: Mapping[ItemId, TakeOnAnswer] = field(default_factory=dict)
    views: Mapping[SkillKey, str] = field(default_factory=dict)
    support: str = ""
    clear_the_way: str = ""
    clear_due: date | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """New words and date for one item of the plan, or its end."""

    words: str
    due: date | None = None
    drop: bool = False


def current_turn(review: Review, role: Role, number: int | None = None) -> Turn:
    """
    Returns:
        The turn, if it is this role's.
    Raises:
        TooLate: the conversation is paused or over, or the step with this number is.
        OutOfTurn: the other one is speaking.
    """
    if review.stage is Stage.PAUSED:
        raise TooLate("This is paused. Pick it up again first; everything is as you left it.")
    turn = review.conversation.turn
    if review.stage is not Stage.CONVERSING or turn is None:
        raise TooLate("This conversation is over. Nothing has changed.")
    if number is not None and number != turn.number:
        raise TooLate("That step is done already. The latest message in the thread shows where you are.")
    if turn.speaker is not role:
        raise OutOfTurn(review.person(turn.speaker))
    return turn


def is_quiet(review: Review, now: datetime, zone: ZoneInfo, days: int = QUIET_AFTER) -> bool:
    """Say whether the speaker has been silent for so many working days in their own zone."""
    turn = review.conversation.turn
    return turn is not None and working_days_between(turn.since, now, zone) >= days


def open_conversation(review: Review, opening: Opening, turn: int, now: datetime) -> Review:
    """The rep's first words on strengths, needs or, in writing, both."""
    topics = _topics(review, Role.REP, turn, GONE_ON_TOPICS)
    opening = opening.checked(review.questionnaire)
    kept = review.conversation.opening or Opening()
    if Topic.STRENGTHS in topics:
        kept = replace(kept, strengths=opening.strengths, strength_picks=opening.strength_picks)
    if Topic.NEEDS in topics:
        kept = replace(kept, needs=opening.needs, need_picks=opening.need_picks)
    if kept == Opening():
        said = "A line or one skill is enough. Or say it aloud: choose to talk it through."
        raise BadInput(said, {"strengths" if Topic.STRENGTHS in topics else "needs": said})
    return _go_on_with(replace(review, conversation=replace(review.conversation, opening=kept)), Role.REP, topics, now)


def reply(review: Review, notes: Iterable[Note], turn: int, now: datetime) -> Review:
    """The manager's words after the opening, each on a skill; none at all is "nothing to add"."""
    topics = _topics(review, Role.MANAGER, turn, GONE_ON_TOPICS)
    checked = tuple(replace(note, words=checked_words(note.words)) for note in notes if note.words.strip())
    for note in checked:
        review.questionnaire.skill(note.skill)
    talk = replace(review.conversation, notes=review.conversation.notes + checked)
    return _go_on_with(replace(review, conversation=talk), Role.MANAGER, topics, now)


def choose(review: Review, choices: Choices, turn: int, today: date, now: datetime) -> Review:
    """
    The rep's choices: areas to look into, and what goes into the plan.

    Args:
        today: the rep's local date; dates before it are refused.
    Raises:
        BadInput: ``fields`` names what to mend (``take_on.0``, ``work_on.1``, ``look_into.2``, ``stretch``).
    """
    topics = _topics(review, Role.REP, turn, (Topic.AREAS, Topic.PLAN))
    problems = _Problems(today)
    items = list(review.conversation.plan.items)
    said: dict[SkillKey, str] = {}
    if Topic.AREAS in topics:
        for n, look in enumerate(choices.look_into):
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
            items.append(Item(_item_id(len(items)), ItemKind.STRETCH, Role.REP, words, due=choices.stretch_due))
        if not items and not problems.found:
            problems.at("stretch").add("One thing is enough for a plan: anything you'd like to try.")
    problems.raise_if_any()
    talk = review.conversation.with_area_words(Role.REP, said)
    talk = replace(talk, plan=replace(talk.plan, items=tuple(items)))
    return _go_on_with(replace(review, conversation=talk), Role.REP, topics, now)


def answer(review: Review, answers: ManagerAnswers, turn: int, today: date, now: datetime) -> Review:
    """
    The manager's answer to the choices; with the plan among its topics it agrees to the plan as it then stands.

    Raises:
        BadInput: ``fields`` names what to mend (``take_on.<item>``, ``support``, ``clear_the_way``, ``proposal``).
    """
    topics = _topics(review, Role.MANAGER, turn, (Topic.AREAS, Topic.PLAN))
    talk = review.conversation
    problems = _Problems(today)
    plan = talk.plan
    if Topic.AREAS in topics:
        talk = _manager_on_areas(review, answers.views)
    if Topic.PLAN in topics:
        items = [_answered(item, answers, problems.at(f"take_on.{item.id}")) for item in plan.items]
        if answers.clear_the_way.strip():
            words = problems.at("clear_the_way").sentence(answers.clear_the_way, answers.clear_due)
            new = Item(_item_id(len(items)), ItemKind.CLEAR_THE_WAY, Role.MANAGER, words, due=answers.clear_due)
            items.append(new)
        if answers.proposal is not None:
            _check_proposal(review, answers.proposal, problems.at("proposal"))
        support = problems.at("support").sentence(answers.support, None, needed=False)
        plan = replace(plan, items=tuple(items), support=support, proposal=answers.proposal).agree(Role.MANAGER)
    problems.raise_if_any()
    return _go_on_with(replace(review, conversation=replace(talk, plan=plan)), Role.MANAGER, topics, now)


def had_my_say(review: Review, role: Role, turn: int, now: datetime) -> Review:
    """Spoken aloud, or nothing to add: the step is done without anything written. Only the speaker's own tap."""
    topics = current_turn(review, role, turn).topics
    if Topic.PLAN in topics or Topic.AGREEMENT in topics:
        raise BadInput("The plan is written down together. Please use the button on the latest message.")
    if Topic.AREAS in topics and role is Role.MANAGER:
        review = replace(review, conversation=_manager_on_areas(review, {}))
    return _go_on_with(review, role, topics, now, aloud=True)


def go_on(review: Review, now: datetime, zone: ZoneInfo) -> Review:
    """The rep goes on to the categories without the manager's words, three working days after speaking."""
    turn = review.conversation.turn
    waiting = turn is not None and turn.speaker is Role.MANAGER and set(turn.topics) <= set(GONE_ON_TOPICS)
    if review.stage is not Stage.CONVERSING or not waiting:
        raise TooLate("There is nothing to wait for here. The latest message in the thread shows where you are.")
    if not is_quiet(review, now, zone):
        raise BadInput("Your manager has three working days to answer. After that you can go on.")
    topics = tuple(topic for topic in GONE_ON_TOPICS if not review.conversation.has_spoken(Role.REP, topic))
    talk = review.conversation.with_spoken(Role.REP, topics, now)
    return _after_words(replace(review, conversation=replace(talk, gone_on_at=now)), now)


def switch_mode(review: Review, role: Role, mode: Mode, now: datetime, zone: ZoneInfo) -> Review:
    """Talk it through, or write: the speaker's choice, and the other one's after three quiet working days."""
    turn = review.conversation.turn
    if review.stage is not Stage.CONVERSING or turn is None:
        raise TooLate("This conversation is not going on at the moment.")
    if review.conversation.mode is mode:
        return review
    if turn.speaker is not role and not is_quiet(review, now, zone):
        raise OutOfTurn(review.person(turn.speaker))
    return replace(review, conversation=replace(review.conversation, mode=mode).with_next_turn(now))


def open_parked(review: Review, skill: SkillKey, words: str) -> Review:
    """The rep opens an area that was not chosen, with a line or none; then both see both views of it."""
    if not review.categories_open or not review.comparison[review.questionnaire.skill(skill).key].investigate:
        raise BadInput("Only an area to look into can be opened, once you both see which those are.")
    if review.views_open(skill):
        return review
    if review.conversation.words_on(Role.REP, skill) is not None:
        raise BadInput("You have chosen this one. It opens when you have both spoken on it.")
    opened = AreaWords(Role.REP, skill, checked_words(words))
    talk = replace(review.conversation, unparked=(*review.conversation.unparked, opened))
    return replace(review, conversation=talk)


def agree(review: Review, role: Role, fingerprint: str, now: datetime) -> Review:
    """Agree to the plan in the very words that were shown. It is agreed when both have, and never by silence."""
    plan = review.conversation.plan
    if review.stage is Stage.AGREED and plan.fingerprint == fingerprint:
        return review  # pressed twice
    turn = current_turn(review, role)
    if Topic.AGREEMENT not in turn.topics:
        raise TooLate("The plan is not written yet. The latest message in the thread shows where you are.")
    if plan.fingerprint != fingerprint:
        raise TooLate("The plan has changed since. Please read the latest message, then agree or change it.")
    if plan.proposal is not None and role is Role.REP:
        raise BadInput("There is one question left above: take the second need, or keep yours.")
    return _with_plan(review, plan.agree(role), now)


def change_plan(
    review: Review,
    role: Role,
    changes: Mapping[ItemId, ItemChange],
    turn: int,
    today: date,
    now: datetime,
    *,
    added: str = "",
    added_due: date | None = None,
) -> Review:
    """Change the plan's words. Who changes agrees to the new text; the other one is asked again."""
    if Topic.AGREEMENT not in current_turn(review, role, turn).topics:
        raise TooLate("The plan is not written yet. The latest message in the thread shows where you are.")
    plan, problems = review.conversation.plan, _Problems(today)
    items = []
    for item in plan.items:
        change = changes.get(item.id)
        if change is None:
            items.append(item)
        elif not change.drop:
            due = change.due if change.due != item.due else None
            words = problems.at(f"item.{item.id}").sentence(change.words, due)
            items.append(replace(item, words=words, due=change.due))
    if added.strip():
        words = problems.at("added").sentence(added, added_due)
        number = max((int(item.id) for item in plan.items), default=0)
        items.append(Item(_item_id(number), ItemKind.STRETCH, role, words, due=added_due))
    if not items:
        problems.at("added").add("One thing is enough for a plan, but it takes one.")
    problems.raise_if_any()
    changed = replace(plan, items=tuple(items))
    return review if changed == plan else _with_plan(review, changed.agree(role), now)


def answer_proposal(review: Review, *, take: bool, turn: int, now: datetime) -> Review:
    """The rep takes the second need that the manager proposed, or keeps their own; the other is for next time."""
    current_turn(review, Role.REP, turn)
    plan = review.conversation.plan
    if plan.proposal is None:
        return review
    later = plan.proposal.skill
    items = plan.items
    if take:
        needs = plan.of_kind(ItemKind.DEVELOP)
        dropped = needs[-1:] if len(needs) >= NEEDS_MAX else ()
        number = max((int(item.id) for item in items), default=0)
        proposed = plan.proposal
        new = Item(_item_id(number), ItemKind.DEVELOP, Role.REP, proposed.words, (proposed.skill,), due=proposed.due)
        items = (*(item for item in items if item not in dropped), new)
        later = dropped[0].skills[0] if dropped else proposed.skill
    next_time = plan.next_time if take and later == plan.proposal.skill else (*plan.next_time, later)
    changed = replace(plan, items=items, next_time=next_time, proposal=None)
    # Either answer leaves a plan that the manager has said yes to: it is what they proposed or what they agreed to.
    return _with_plan(review, changed.agree(Role.MANAGER), now)


def jot(review: Review, writer: Role, speaker: Role, topic: Topic, words: str, skill: SkillKey | None) -> Review:
    """Write down what was said aloud: one's own words count at once, the other's when the other says so."""
    if review.stage is not Stage.CONVERSING:
        raise TooLate("This conversation is not going on at the moment.")
    talk = review.conversation
    if topic not in (Topic.STRENGTHS, Topic.NEEDS, Topic.AREAS) or not talk.has_spoken(speaker, topic):
        raise BadInput("Notes come after the words: this step has not been spoken yet.")
    words = checked_words(words)
    if not words:
        raise BadInput("Please write a line.", {"words": "Please write a line."})
    if skill is None and (speaker is Role.MANAGER or topic is Topic.AREAS):
        raise BadInput("Which skill is this about?", {"skill": "Please choose the skill that this is about."})
    if skill is not None:
        review.questionnaire.skill(skill)
    if topic is Topic.AREAS and skill is not None and talk.words_on(speaker, skill) is None:
        raise BadInput("That area was not chosen.", {"skill": "Please choose one of the areas you look into."})
    number = max((one.number for one in talk.jottings), default=0) + 1
    jotting = Jotting(number, speaker, topic, words, skill, confirmed=writer is speaker)
    review = replace(review, conversation=replace(talk, jottings=(*talk.jottings, jotting)))
    return _written_down(review, jotting) if jotting.confirmed else review


def confirm_jotting(review: Review, role: Role, number: int) -> Review:
    """ "Yes, that's it": by the one whose words they are, nobody else."""
    talk = review.conversation
    jotting = next((one for one in talk.jottings if one.number == number), None)
    if jotting is None or jotting.speaker is not role:
        raise TooLate("Only the one whose words these are can say so.")
    if jotting.confirmed:
        return review
    kept = tuple(replace(one, confirmed=True) if one is jotting else one for one in talk.jottings)
    return _written_down(replace(review, conversation=replace(talk, jottings=kept)), jotting)


# --- how it goes on ---


def _topics(review: Review, role: Role, number: int, about: tuple[Topic, ...]) -> tuple[Topic, ...]:
    topics = current_turn(review, role, number).topics
    if not set(topics) <= set(about):
        raise TooLate("That step is done already. The latest message in the thread shows where you are.")
    return topics


def _go_on_with(review: Review, role: Role, topics: tuple[Topic, ...], now: datetime, *, aloud: bool = False) -> Review:
    talk = review.conversation.with_spoken(role, topics, now, aloud=aloud)
    return _after_words(replace(review, conversation=talk), now)


def _after_words(review: Review, now: datetime) -> Review:
    """Begin the next turn; when the categories are open and there is nothing to talk about, agree to observe."""
    if review.categories_open and not any(one.shared or one.investigate for one in review.comparison.values()):
        talk = review.conversation
        return replace(
            review, stage=Stage.CLOSED, ending=Ending.OBSERVE, ended_at=now, conversation=talk.with_next_turn(now)
        )
    return replace(review, conversation=review.conversation.with_next_turn(now))


def _with_plan(review: Review, plan: Plan, now: datetime) -> Review:
    talk = replace(review.conversation, plan=plan)
    if not plan.agreed_by_both:
        return replace(review, conversation=talk.with_next_turn(now))
    talk = talk.with_spoken(Role.REP, (Topic.AGREEMENT,), now).with_spoken(Role.MANAGER, (Topic.AGREEMENT,), now)
    return replace(review, conversation=talk, stage=Stage.AGREED, ended_at=now)


def _manager_on_areas(review: Review, views: Mapping[SkillKey, str]) -> Conversation:
    talk = review.conversation
    chosen = [said.skill for said in talk.area_words if said.role is Role.REP]
    return talk.with_area_words(
        Role.MANAGER,
        {key: checked_words(views.get(key, ""), f"views.{key}") for key in chosen},
    )


def _written_down(review: Review, jotting: Jotting) -> Review:
    """Let confirmed words stand where the speaker would have written them."""
    talk, topic, skill = review.conversation, jotting.topic, jotting.skill
    if topic is Topic.AREAS and skill is not None:
        before = talk.words_on(jotting.speaker, skill) or ""
        talk = talk.with_area_words(jotting.speaker, {skill: _joined(before, jotting.words)})
    elif jotting.speaker is Role.MANAGER and skill is not None:
        talk = replace(talk, notes=(*talk.notes, Note(topic, skill, jotting.words)))
    else:
        opening = talk.opening or Opening()
        if topic is Topic.STRENGTHS:
            opening = replace(opening, strengths=_joined(opening.strengths, jotting.words))
        else:
            opening = replace(opening, needs=_joined(opening.needs, jotting.words))
        talk = replace(talk, opening=opening)
    return replace(review, conversation=talk)


def _joined(before: str, words: str) -> str:
    return checked_words(f"{before}\n{words}" if before else words)


# --- items and what can be wrong with them ---


class _Problems:
    """Collects what is wrong, field by field, so that a form can say everything at once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.found: dict[str, str] = {}
        self._field = ""

    def at(self, field_name: str) -> "_Problems":
        here = _Problems(self.today)
        here.found, here._field = self.found, field_name
        return here

    def add(self, text: str) -> None:
        self.found.setdefault(self._field, text)

    def sentence(self, words: str, due: date | None, *, needed: bool = True) -> str:
        if needed and not words.strip():
            self.add("Please write one sentence.")
        if due is not None and due < self.today:
            self.add("That date has passed. Please choose today or later.")
        try:
            return checked_words(words, self._field)
        except BadInput as problem:
            self.add(str(problem))
            return ""

    def raise_if_any(self) -> None:
        if self.found:
            raise BadInput(next(iter(self.found.values())), self.found)


def _item_id(last: int) -> ItemId:
    return ItemId(str(last + 1))


def _take_on(review: Review, one: OnSkill, problems: _Problems, last: int) -> Item:
    review.questionnaire.skill(one.skill)
    if review.comparison[one.skill] is not Category.STRENGTH:
        problems.add("Please choose one of the strengths you both see, or leave this empty.")
    words = problems.sentence(one.words, one.due)
    return Item(_item_id(last), ItemKind.EMPOWER, Role.REP, words, (one.skill,), due=one.due)


def _work_on(review: Review, one: OnSkill, problems: _Problems, last: int) -> Item:
    review.questionnaire.skill(one.skill)
    mine = review.assessments[Role.REP].answer(one.skill)
    own = mine is not None and not isinstance(mine, Unrated) and not review.questionnaire.scale.above(mine)
    if not own:
        problems.add("Please choose a skill that you rated average or below.")
    words = problems.sentence(one.words, one.due)
    return Item(_item_id(last), ItemKind.DEVELOP, Role.REP, words, (one.skill,), due=one.due)


def _investigate(review: Review, look: LookInto, problems: _Problems, last: int) -> Item:
    if not look.skills:
        problems.add("Please choose at least one area.")
    for key in look.skills:
        review.questionnaire.skill(key)
        if not review.comparison[key].investigate:
            problems.add("Please choose from the areas to look into.")
    words = problems.sentence(look.words, look.due)
    return Item(
        _item_id(last), ItemKind.INVESTIGATE, Role.REP, words, look.skills, due=look.due, occasion=look.occasion
    )


def _answered(item: Item, answers: ManagerAnswers, problems: _Problems) -> Item:
    if item.kind is not ItemKind.EMPOWER:
        return item
    given = answers.take_on.get(item.id)
    if given is None:
        problems.add("Please answer yes, yes if, or not yet.")
        return item
    condition = problems.sentence(given.condition, given.look_again, needed=False)
    if given.verdict is not Verdict.YES and not condition:
        problems.add("Please say what it needs.")
    if given.verdict is Verdict.NOT_YET and given.look_again is None:
        problems.add("Please say when you will look at it again.")
    return replace(item, verdict=given.verdict, condition=condition, look_again=given.look_again)


def _check_proposal(review: Review, proposal: Proposal, problems: _Problems) -> None:
    review.questionnaire.skill(proposal.skill)
    if review.comparison[proposal.skill] is not Category.NEED:
        problems.add("Please choose from the room to grow that you both see.")
    if any(proposal.skill in item.skills for item in review.conversation.plan.of_kind(ItemKind.DEVELOP)):
        problems.add("That one is in the plan already.")
    problems.sentence(proposal.words, proposal.due)
