"""
What each of the two says: the opening, the reply, a topic talked through, a note of what was said aloud.

Nothing here says who is right, and nothing is passed on silence.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.assessment import Opening, checked_words
from coaching_core.domain.choosing import manager_on_areas
from coaching_core.domain.conversation import GONE_ON_TOPICS, AreaWords, Jotting, Note
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Role, Stage, Topic
from coaching_core.domain.turns import after_words, current_turn, go_on_with, is_quiet, topics_of
from coaching_core.errors import BadInput, OutOfTurn, TooLate
from coaching_core.ids import SkillKey


def open_conversation(review: Review, opening: Opening, turn: int, now: datetime) -> Review:
    """The rep's first words on strengths, needs or, in writing, both."""
    topics = topics_of(review, Role.REP, turn, GONE_ON_TOPICS)
    opening = opening.checked(review.questionnaire)
    kept = review.conversation.opening or Opening()
    if Topic.STRENGTHS in topics:
        kept = replace(kept, strengths=opening.strengths, strength_picks=opening.strength_picks)
    if Topic.NEEDS in topics:
        kept = replace(kept, needs=opening.needs, need_picks=opening.need_picks)
    if kept == Opening():
        said = "A line or one skill is enough. Or say it aloud: choose to talk it through."
        raise BadInput(said, {"strengths" if Topic.STRENGTHS in topics else "needs": said})
    return go_on_with(replace(review, conversation=replace(review.conversation, opening=kept)), Role.REP, topics, now)


def reply(review: Review, notes: Iterable[Note], turn: int, now: datetime) -> Review:
    """The manager's words after the opening, each on a skill; none at all is "nothing to add"."""
    topics = topics_of(review, Role.MANAGER, turn, GONE_ON_TOPICS)
    notes = tuple(notes)
    if not {note.topic for note in notes} <= set(topics):
        raise TooLate("That step is done already. The latest message in the thread shows where you are.")
    checked = tuple(replace(note, words=checked_words(note.words)) for note in notes if note.words.strip())
    for note in checked:
        review.questionnaire.skill(note.skill)
    talk = replace(review.conversation, notes=review.conversation.notes + checked)
    return go_on_with(replace(review, conversation=talk), Role.MANAGER, topics, now)


def had_my_say(review: Review, role: Role, turn: int, now: datetime) -> Review:
    """Spoken aloud, or nothing to add: the step is done without anything written. Only the speaker's own tap."""
    topics = current_turn(review, role, turn).topics
    live = review.conversation.mode is Mode.LIVE
    if role is Role.REP and not live:
        raise BadInput("In writing, a line or one skill is enough. Or choose to talk it through.")
    if Topic.PLAN in topics or Topic.AGREEMENT in topics:
        raise BadInput("The plan is written down together. Please use the button on the latest message.")
    if Topic.AREAS in topics and role is Role.MANAGER:
        review = replace(review, conversation=manager_on_areas(review, {}))
    return go_on_with(review, role, topics, now, aloud=live)


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
    return after_words(replace(review, conversation=replace(talk, gone_on_at=now, cancel_asked_by=None)), now)


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
    if not review.conversation.has_spoken(Role.REP, Topic.AREAS):
        raise BadInput("First choose what to look into; the areas that are left can be opened after that.")
    if not review.categories_open or not review.comparison[review.questionnaire.skill(skill).key].investigate:
        raise BadInput("Only an area to look into can be opened, once you both see which those are.")
    if review.views_open(skill):
        return review
    if review.conversation.words_on(Role.REP, skill) is not None:
        raise BadInput("You have chosen this one. It opens when you have both spoken on it.")
    opened = AreaWords(Role.REP, skill, checked_words(words))
    talk = replace(review.conversation, unparked=(*review.conversation.unparked, opened))
    return replace(review, conversation=talk)


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
    if writer is speaker:
        return _written_down(review, Jotting(0, speaker, topic, words, skill))  # one's own words need no yes
    if any((one.speaker, one.topic, one.words, one.skill) == (speaker, topic, words, skill) for one in talk.jottings):
        return review  # sent twice
    number = max((one.number for one in talk.jottings), default=0) + 1
    jotting = Jotting(number, speaker, topic, words, skill)
    _written_down(review, jotting)  # would it fit, once confirmed? Better said now than to the other
    return replace(review, conversation=replace(talk, jottings=(*talk.jottings, jotting)))


def refuse_jotting(review: Review, role: Role, number: int) -> Review:
    """ "That's not it": the note is gone; its writer can write another."""
    talk = review.conversation
    jotting = next((one for one in talk.jottings if one.number == number), None)
    if jotting is None or jotting.speaker is not role:
        raise TooLate("Only the one whose words these are can say so.")
    if jotting.confirmed:
        raise TooLate("You have said yes to these words already.")
    kept = tuple(replace(one, words="", refused=True) if one is jotting else one for one in talk.jottings)
    return replace(review, conversation=replace(talk, jottings=kept))


def confirm_jotting(review: Review, role: Role, number: int) -> Review:
    """ "Yes, that's it": by the one whose words they are, nobody else."""
    talk = review.conversation
    jotting = next((one for one in talk.jottings if one.number == number), None)
    if jotting is None or jotting.speaker is not role:
        raise TooLate("Only the one whose words these are can say so.")
    if jotting.confirmed:
        return review
    if jotting.refused:
        raise TooLate("You have said that this is not it. Your colleague can note it anew.")
    kept = tuple(replace(one, confirmed=True) if one is jotting else one for one in talk.jottings)
    return _written_down(replace(review, conversation=replace(talk, jottings=kept)), jotting)


def _written_down(review: Review, jotting: Jotting) -> Review:
    """Let confirmed words stand where the speaker would have written them."""
    talk, topic, skill = review.conversation, jotting.topic, jotting.skill
    if topic is Topic.AREAS and skill is not None:
        before = talk.words_on(jotting.speaker, skill) or ""
        talk = talk.with_area_words(jotting.speaker, {skill: _joined(before, jotting.words)})
    elif jotting.speaker is Role.MANAGER and skill is not None:
        note = Note(topic, skill, jotting.words)
        talk = replace(talk, notes=talk.notes if note in talk.notes else (*talk.notes, note))
    else:
        opening = talk.opening or Opening()
        if topic is Topic.STRENGTHS:
            opening = replace(opening, strengths=_joined(opening.strengths, jotting.words))
        else:
            opening = replace(opening, needs=_joined(opening.needs, jotting.words))
        talk = replace(talk, opening=opening)
    return replace(review, conversation=talk)


def _joined(before: str, words: str) -> str:
    """The words after those that stand; words that stand at the end already were sent twice."""
    if before == words or before.endswith(f"\n{words}"):
        return before
    return checked_words(f"{before}\n{words}" if before else words)
