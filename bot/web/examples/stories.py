"""
Reviews at every point of their way, told as a story: each step is a decision of the core, and nothing is made up.

The clock stands still, the people are always the same, and answers are written one sign a skill, in the order of the
questionnaire: ``5`` a score, ``?`` not seen yet, ``-`` not in this role, ``.`` no answer at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from coaching_core.domain import agreement, choosing, lifecycle, review, speaking, talk
from coaching_core.domain.assessment import Answer, Ask, Factor, Opening, OutsideFactors, Rating, Unrated
from coaching_core.domain.choosing import Choices, LookInto, ManagerAnswers, OnSkill, TakeOnAnswer
from coaching_core.domain.conversation import Note
from coaching_core.domain.people import Person
from coaching_core.domain.plan import ItemKind, Occasion, Proposal, Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Mode, Reader, Role, Topic
from coaching_core.domain.seen import Seen
from coaching_core.domain.visibility import view_for
from coaching_core.ids import PersonId, ReviewId, SkillKey

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""
TODAY = NOW.date()
IN_TWO_WEEKS, IN_A_MONTH = TODAY + timedelta(days=14), TODAY + timedelta(days=30)
ANA = Person(PersonId("UANA"), "Ana", tz="Europe/Lisbon")
MARIA = Person(PersonId("UMARIA"), "Maria", tz="Europe/Berlin")
PEOPLE: Mapping[Role, Person] = {Role.REP: ANA, Role.MANAGER: MARIA}

REP_SAYS, MANAGER_SAYS = "4 2 5 3 4 ? 5 2 4 4 3 5", "5 2 4 2 2 4 4 4 4 ? 2 4"
"""Strengths, needs, two that are seen differently, two that one has not seen."""
AN_OPENING = Opening(
    strengths="Preparing first calls. I'd like to take more of them together with the new colleagues.",
    needs="Finding out early who decides. The customer list is out of date, that is in the way.",
    strength_picks=(),
)
_SIGNS: Mapping[str, Answer] = {"?": Unrated.NOT_SEEN, "-": Unrated.NOT_IN_ROLE}


@dataclass(frozen=True)
class Story:
    """One review so far. Every method returns the story as it goes on."""

    review: Review
    people: Mapping[Role, Person] = field(default_factory=lambda: PEOPLE)
    now: datetime = NOW

    def seen(self, reader: Reader) -> Seen:
        return Seen(view_for(self.review, reader), self.people, self.now)

    def skill(self, number: int) -> SkillKey:
        """Returns the key of a skill by its number, from 1."""
        return list(self.review.questionnaire.skills)[number - 1]

    @property
    def turn(self) -> int:
        turn = self.review.conversation.turn
        return turn.number if turn else 0

    def then(self, change: Callable[[Review], Review]) -> "Story":
        return replace(self, review=change(self.review))

    def later(self, **time: float) -> "Story":
        """Time passes, and changes what time alone changes."""
        after = replace(self, now=self.now + timedelta(**time))
        return after.then(lambda one: lifecycle.time_has_passed(one, after.now, ANA.zone))

    # answering

    def answers(self, role: Role, line: str, comments: Mapping[int, str] | None = None) -> "Story":
        """Give answers; ``comments``: number of a skill, from 1, -> the comment on it."""
        ratings = {
            self.skill(number): Rating(_SIGNS.get(sign) or int(sign), (comments or {}).get(number, ""))
            for number, sign in enumerate(line.split(), start=1)
            if sign != "."
        }
        return self.then(lambda one: one.with_assessment(replace(one.assessments[role], ratings=ratings)))

    def on_page(self, role: Role, page: int) -> "Story":
        return self.then(lambda one: review.turn_page(one, role, page))

    def writes_opening(self, opening: Opening = AN_OPENING, *, released: bool = False) -> "Story":
        return self.then(lambda one: review.write_opening(one, opening, released=released))

    def says_factors(self, role: Role, words: str = "", *picks: Factor) -> "Story":
        return self.then(lambda one: review.say_outside_factors(one, role, OutsideFactors(picks, words)))

    def submits(self, *roles: Role) -> "Story":
        one = self.review
        for role in roles:
            one = review.submit_assessment(one, role, self.now)
        return replace(self, review=one)

    def asks(self, ask: Ask) -> "Story":
        return self.then(lambda one: lifecycle.ask_for_change(one, ask, TODAY, self.now))

    def is_answered(self, *, yes: bool, form: Questionnaire | None = None) -> "Story":
        return self.then(lambda one: lifecycle.answer_ask(one, yes=yes, form=form, zone=ANA.zone))

    # talking

    def opens(self, opening: Opening = AN_OPENING) -> "Story":
        return self.then(lambda one: speaking.open_conversation(one, opening, self.turn, self.now))

    def replies(self, *notes: tuple[Topic, int, str]) -> "Story":
        """``notes``: topic, number of a skill, words."""
        said = [Note(topic, self.skill(number), words) for topic, number, words in notes]
        return self.then(lambda one: speaking.reply(one, said, self.turn, self.now))

    def chooses(
        self,
        *,
        take_on: Mapping[int, str] | None = None,
        work_on: Mapping[int, str] | None = None,
        look_into: Mapping[tuple[int, ...], str] | None = None,
        stretch: str = "",
    ) -> "Story":
        wish = Choices(
            tuple(OnSkill(self.skill(n), words, IN_A_MONTH) for n, words in (take_on or {}).items()),
            tuple(OnSkill(self.skill(n), words, IN_A_MONTH) for n, words in (work_on or {}).items()),
            tuple(
                LookInto(tuple(self.skill(n) for n in numbers), Occasion.CALL, words, IN_TWO_WEEKS)
                for numbers, words in (look_into or {}).items()
            ),
            stretch,
            IN_A_MONTH if stretch else None,
        )
        return self.then(lambda one: choosing.choose(one, wish, self.turn, TODAY, self.now))

    def is_answered_by_manager(
        self,
        verdict: Verdict = Verdict.YES,
        condition: str = "",
        *,
        view: str = "",
        support: str = "",
        clear: str = "",
        second: tuple[int, str] | None = None,
        talked: int | None = None,
    ) -> "Story":
        talk = self.review.conversation
        again = IN_A_MONTH if verdict is Verdict.NOT_YET else None
        said = ManagerAnswers(
            {item.id: TakeOnAnswer(verdict, condition, again) for item in talk.plan.of_kind(ItemKind.EMPOWER)},
            {one.skill: view for one in talk.area_words},
            support,
            clear,
            IN_TWO_WEEKS if clear else None,
            Proposal(self.skill(second[0]), second[1], IN_A_MONTH) if second else None,
        )
        story = self.then(lambda one: choosing.answer(one, said, self.turn, TODAY, self.now))
        return story.says_talked(Role.MANAGER, talked) if talked else story

    def says_talked(self, role: Role, minutes: int) -> "Story":
        return self.then(lambda one: talk.with_talked(one, role, minutes, TODAY, self.now))

    def agrees(self, role: Role) -> "Story":
        return self.then(lambda one: agreement.agree(one, role, one.conversation.plan.fingerprint, self.now))

    def adds(self, role: Role, words: str) -> "Story":
        """Change the plan by one more item."""
        return self.then(
            lambda one: agreement.change_plan(
                one, role, {}, self.turn, TODAY, self.now, added=words, added_due=IN_A_MONTH
            )
        )

    def answers_proposal(self, *, take: bool) -> "Story":
        return self.then(lambda one: agreement.answer_proposal(one, take=take, turn=self.turn, now=self.now))

    def has_their_say(self) -> "Story":
        """Whoever's turn it is taps "I've had my say"."""

        def say(one: Review) -> Review:
            turn = one.conversation.turn
            return speaking.had_my_say(one, turn.speaker, turn.number, self.now) if turn else one

        return self.then(say)

    def live(self, role: Role = Role.REP) -> "Story":
        return self.then(lambda one: speaking.switch_mode(one, role, Mode.LIVE, self.now, ANA.zone))

    def in_writing(self, role: Role) -> "Story":
        return self.then(lambda one: speaking.switch_mode(one, role, Mode.WRITING, self.now, ANA.zone))

    def notes_down(self, writer: Role, speaker: Role, topic: Topic, words: str, skill: int | None = None) -> "Story":
        key = self.skill(skill) if skill else None
        return self.then(lambda one: speaking.jot(one, writer, speaker, topic, words, key))

    def goes_on(self) -> "Story":
        return self.then(lambda one: speaking.go_on(one, self.now, MARIA.zone))

    def opens_area(self, number: int, words: str = "") -> "Story":
        return self.then(lambda one: speaking.open_parked(one, self.skill(number), words))

    # keeping going and ending

    def pauses(self) -> "Story":
        return self.then(lifecycle.pause)

    def is_picked_up(self) -> "Story":
        return self.then(lambda one: lifecycle.resume(one, self.now))

    def declines(self) -> "Story":
        return self.then(lambda one: lifecycle.decline(one, self.now))

    def cancels(self, *roles: Role) -> "Story":
        one = self.review
        for role in roles:
            one = lifecycle.cancel(one, role, self.now, ANA.zone)
        return replace(self, review=one)

    def leaves(self, role: Role) -> "Story":
        return self.then(lambda one: lifecycle.leave(one, role, self.now))


def invited(form: Questionnaire, people: Mapping[Role, Person] = PEOPLE, name: str = "a1b2c3d4e5f6g7h8") -> Story:
    """``name``: the review's id, as long as real ones are."""
    made = review.start_review(
        ReviewId(name),
        rep=people[Role.REP].id,
        manager=people[Role.MANAGER].id,
        questionnaire=form,
        due_at=NOW + timedelta(days=7),
        now=NOW,
    )
    return Story(made, people)


def both_done(form: Questionnaire, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Story:
    """Both have answered, with a comment here and there; the rep is to speak."""
    return (
        invited(form)
        .answers(Role.REP, rep, {1: "The first minute goes well, the second less.", 3: "I ask twice as much as I did."})
        .answers(Role.MANAGER, manager, {1: "Two customers said so, too.", 5: "I have heard one call only."})
        .says_factors(Role.REP, "Half of the leads have left their company.", Factor.LEADS, Factor.TERRITORY)
        .says_factors(Role.MANAGER, "", Factor.COMPETITOR)
        .submits(Role.REP, Role.MANAGER)
    )


def opened(form: Questionnaire, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Story:
    """The rep has opened; the manager is to reply."""
    story = both_done(form, rep, manager)
    return story.opens(replace(AN_OPENING, strength_picks=(story.skill(1),), need_picks=(story.skill(2),)))


def compared(form: Questionnaire, rep: str = REP_SAYS, manager: str = MANAGER_SAYS) -> Story:
    """The manager has replied; the rep is to choose."""
    return opened(form, rep, manager).replies(
        (Topic.STRENGTHS, 1, "Three customers called back after your summaries."),
        (Topic.NEEDS, 5, "Last week's call ended without a date."),
    )


def chosen(form: Questionnaire) -> Story:
    """The rep has chosen one of each; the manager is to answer."""
    return compared(form).chooses(
        take_on={1: "I run the first call with every new lead in March."},
        work_on={2: "I ask who signs, in every second meeting."},
        look_into={(5, 8): "Maria listens to two calls, and I send her the recordings."},
        stretch="Give a talk at the team day.",
    )


def answered(form: Questionnaire) -> Story:
    """The manager has answered and agreed; the rep is asked."""
    return chosen(form).is_answered_by_manager(
        Verdict.YES_IF,
        "We look at the first one together.",
        view="I'd hear the end of a call before I say more.",
        support="One hour every second Friday.",
        clear="I have the customer list brought up to date.",
    )


def agreed(form: Questionnaire) -> Story:
    return answered(form).agrees(Role.REP)
