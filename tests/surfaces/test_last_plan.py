"""A review opens with last time's plan: a line on the invitations, all that became of it in the root of the thread."""

from dataclasses import replace
from functools import partial

import pytest

from bot.surfaces import assessment, kept_plan, thread
from bot.web.examples import stories
from bot.web.examples.plans import a_plan_of_last_time
from bot.web.examples.stories import ANA, MARIA, NOW, PEOPLE, TODAY, Story
from coaching_core.domain.assessment import Opening
from coaching_core.domain.coaching_plan import CoachingPlan, ItemNote, ItemState, PlanItem
from coaching_core.domain.people import Person
from coaching_core.domain.plan import Item, ItemKind, Verdict
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import PlanSeen
from coaching_core.ids import ItemId, PersonId, ReviewId
from tests.surfaces.looking import LONG, SHORT, elements, texts
from tests.surfaces.test_worst_cases import LONGEST, all_pages, fits, long_words, readable_in


def root(story: Story, kept: PlanSeen) -> list[str]:
    """Returns the texts of the thread's root, in order."""
    return list(texts(fits(thread.message(replace(story.seen(Reader.BOTH), last_plan=kept), 1)).blocks))


def forty(words: str, skills: int = 24) -> PlanSeen:
    """Every item as long as it may be, with an answer, a reason, and a note of each."""
    keys = tuple(LONG.skills)[:skills]
    made = [
        PlanItem(
            Item(
                ItemId(str(n)),
                ItemKind.EMPOWER,
                Role.MANAGER if n > 20 else Role.REP,
                f"{n} {words}"[:3000].strip(),
                keys,
                TODAY,
                verdict=Verdict.NOT_YET,
                condition=words,
                look_again=TODAY,
            ),
            ItemState.DROPPED,
            words,
            tuple(ItemNote(role, f"{n} {role} {words}"[:3000].strip(), NOW) for role in Role),
        )
        for n in range(1, 41)
    ]
    plan = CoachingPlan(ReviewId("r1"), ANA.id, MARIA.id, LONG.version, NOW, tuple(made), words)
    return PlanSeen(plan, PEOPLE, {one.item.id: tuple(LONG.skill(key).name for key in keys) for one in made})


@pytest.mark.parametrize(
    ("done", "said"), [(0, "four items, none marked as done yet"), (2, "two of four items done"), (4, "all four items")]
)
@pytest.mark.parametrize("role", Role)
def test_the_invitation_says_in_a_line_how_it_went_and_leads_there(role: Role, done: int, said: str) -> None:
    kept = a_plan_of_last_time(SHORT, done)
    drawn = assessment.message(replace(stories.invited(SHORT).seen(Reader(role.value)), last_plan=kept))
    shown = fits(drawn)
    assert any(text.startswith("*Last time's plan:*") and said in text for text in texts(shown.blocks))
    (button,) = [one for one in elements(shown.blocks) if one["action_id"] == "plan.items"]
    assert button["value"] == kept_plan.button(kept.plan.id)["value"]
    assert not any(one.item.words in "\n".join(texts(shown.blocks)) for one in kept.plan.items), "not here"


def test_the_managers_own_promises_come_first_with_what_became_of_each() -> None:
    shown = root(stories.both_done(SHORT), a_plan_of_last_time(SHORT))
    order = [
        "Two of four items done.",
        "*What Maria said they'd do*",
        "Talk to marketing about the leads.",
        "Have the customer list brought up to date.",
        "The new CRM brings its own list.",
        "*What Ana said they'd do*",
        "Let the customer finish, and ask one more question.",
        "Three calls, and the silence was worth it each time.",
        "I heard two of them.",
    ]
    assert [text for text in shown if text in order] == order


def test_of_many_notes_the_newest_of_each_stands_there() -> None:
    kept = a_plan_of_last_time(SHORT)
    first = kept.plan.items[0]
    notes = tuple(ItemNote(role, f"{role}'s note {n}", NOW) for n in range(5) for role in Role)
    plan = kept.plan.with_item(replace(first, notes=notes))
    shown = root(stories.both_done(SHORT), replace(kept, plan=plan))
    assert [text for text in shown if "'s note" in text] == ["rep's note 4", "manager's note 4"]


def test_nobody_is_said_to_have_promised_what_they_took_over() -> None:
    kept = replace(a_plan_of_last_time(SHORT), before=Person(PersonId("UBEN"), "Ben"))
    shown = root(stories.both_done(SHORT), kept)
    assert "It came along from Ana's coaching with Ben." in shown
    assert "*What Maria takes over*" in shown
    assert "*What Maria said they'd do*" not in shown


def test_it_stands_before_the_opening_and_stays_when_the_rep_has_opened() -> None:
    kept = a_plan_of_last_time(SHORT)
    written = stories.invited(SHORT).answers(Role.REP, stories.REP_SAYS).answers(Role.MANAGER, stories.MANAGER_SAYS)
    written = written.writes_opening(released=True).submits(Role.MANAGER, Role.REP)
    shown = root(written, kept)
    assert shown.index("*What Ana said they'd do*") < shown.index(stories.AN_OPENING.strengths)
    assert "*What Maria said they'd do*" in root(stories.agreed(SHORT), kept)
    later = replace(stories.opened(SHORT).seen(Reader.BOTH), last_plan=kept)
    assert "Last time's plan" not in texts(fits(thread.message(later, 2)).blocks), "in the root alone"


@long_words
def test_forty_items_as_long_as_they_may_be_leave_the_rep_room_to_open(words: str) -> None:
    kept = forty(words)
    written = stories.invited(LONG).answers(Role.REP, "4 " * 24).answers(Role.MANAGER, "2 " * 24)
    opening = Opening("y" * 400, "z" * 400)
    shown = root(written.writes_opening(opening, released=True).submits(Role.REP, Role.MANAGER), kept)
    assert {"y" * 400, "z" * 400} <= set(shown), "last time's words shorten none of today's"
    assert shown.index("*What Maria said they'd do*") < shown.index("*What Ana said they'd do*")
    read = [*all_pages(partial(kept_plan.items, kept))]
    for one in kept.plan.items:
        for said in (one.item.words, *(note.words for note in one.notes)):
            assert readable_in(said, read), "behind the button, to the last letter"


def test_with_everything_else_that_the_root_can_ask_it_fits_too() -> None:
    quiet = stories.both_done(SHORT).later(days=3)
    for one in (quiet, quiet.live(), quiet.cancels(Role.REP), quiet.pauses().cancels(Role.MANAGER)):
        assert "Last time's plan" in root(one, forty(LONGEST["wide"]))
