"""
Whatever the two write, and whatever they are called: on every message and in every modal in which it is shown, it
addresses nobody, links nowhere, reverses nothing, and Slack takes the whole.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.surfaces import changing, plan, reading, views
from bot.surfaces.drawn import Message
from bot.surfaces.render import render
from bot.web.examples import stories
from bot.web.examples.plans import a_plan_of_last_time
from bot.web.examples.stories import Story
from coaching_core.domain.moved import what_moved
from coaching_core.domain.roles import Reader, Role
from coaching_core.domain.seen import MovedSeen, PlanSeen
from coaching_core.domain.surfaces import SurfaceKind, chart_of, surfaces_of
from playground.blockkit import validate_message, validate_view
from tests.surfaces.looking import SHORT, Json
from tests.surfaces.test_blocks import parts

PIECES = (
    *("<!channel>", "<!here>", "<!everyone|x>", "<@U0BEN>", "<@U0BEN|ana>", "<!subteam^S1|@sales>", "<#C1|general>"),
    *("<http://evil.example|your bank>", "<mailto:a@b.example|write>", "&lt;!channel&gt;", "&amp;lt;@U0BEN&gt;"),
    *(
        "<",
        ">",
        "&",
        "|",
        "*",
        "_",
        "`",
        "```",
        "\n> ",
        "\n",
        " ",
        "a",
        "\u202e",
        "\u2067",
        "\u200b",
        "\ufeff",
        "\ud800",
    ),
    *('=cmd|"/c calc"!A1', "+1", "@SUM(1)", "-2", ":tada:", "\x00", "<!date^0^{date}|x>"),
)
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)
WORDS = {"words", "condition", "support", "comment", "strengths", "needs", "name", "note", "reason"}
"""Fields that hold what people wrote, or what they are called."""
LAST_PLAN = a_plan_of_last_time(SHORT)
STAGES: Mapping[str, Story] = {
    "answering": stories.invited(SHORT).answers(Role.REP, stories.REP_SAYS, {1: "x"}).says_factors(Role.REP, "x"),
    "opened": stories.opened(SHORT),
    "compared": stories.compared(SHORT),
    "chosen": stories.chosen(SHORT),
    "answered": stories.answered(SHORT),
    "agreed": stories.agreed(SHORT),
}
_REVERSES = re.compile("[\u202a-\u202e\u2066-\u2069\x00\ud800-\udfff]")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


def rewritten(value: Any, words: str) -> Any:
    """The same with these words in place of all that was written."""
    if is_dataclass(value) and not isinstance(value, type):
        if type(value).__name__ in ("Questionnaire", "Section", "Skill", "Scale"):
            return value  # the company's own words
        new = {}
        for one in fields(value):
            if not one.init:
                continue
            stands = getattr(value, one.name)
            written = one.name in WORDS and isinstance(stands, str) and stands
            new[one.name] = words if written else rewritten(stands, words)
        return replace(value, **new)
    if isinstance(value, tuple):
        return tuple(rewritten(one, words) for one in value)
    if isinstance(value, dict | MappingProxyType):
        return type(value)({key: rewritten(one, words) for key, one in value.items()})
    return value


def shown(story: Story, last_plan: PlanSeen) -> Iterator[Json]:
    """Every message of the review, and the modals in which words are read or changed."""
    review = story.review
    kinds = {Role.REP: Reader.REP, Role.MANAGER: Reader.MANAGER}
    for surface in (*surfaces_of(review), *(chart_of(review, role, "now") for role in Role)):
        readers = [Reader.BOTH] if surface.kind is SurfaceKind.TURN else list(kinds.values())
        for reader in readers:
            drawn = render(surface.kind, surface.part, replace(story.seen(reader), last_plan=last_plan))
            if drawn is not None:
                message = {"text": drawn.text, "blocks": drawn.blocks}  # type: ignore[union-attr]
                assert validate_message(message, updating=True) == []
                yield message
    for reader in kinds.values():
        seen = story.seen(reader)
        moved = MovedSeen(story.people, SHORT, what_moved(seen.view, seen.view))
        drawn = render(SurfaceKind.MOVED, "", moved)
        assert isinstance(drawn, Message)
        yield {"text": drawn.text, "blocks": drawn.blocks}
        modals = [views.both_views(seen)]
        if story.turn:
            modals.append(reading.everything(seen, story.turn, 1))
        if seen.view.plan.items:
            modals += [reading.the_plan(seen, 1), changing.change(seen, max(story.turn, 1), 1)]
            text, blocks = plan.private(seen)
            yield {"text": text, "blocks": list(blocks)}
        for modal in modals:
            assert validate_view(modal) == []
            yield modal


@pytest.mark.parametrize("stage", STAGES)
def test_whatever_is_written_reaches_nobody_and_leads_nowhere(stage: str) -> None:
    story = STAGES[stage]
    people = {person.id for person in story.people.values()}

    @example("".join(PIECES))
    @given(HOSTILE)
    def holds(words: str) -> None:
        told = replace(story, review=rewritten(story.review, words), people=rewritten(story.people, words))
        for screen in shown(told, rewritten(LAST_PLAN, words)):
            for part in [*parts(screen), {"type": "mrkdwn", "text": screen.get("text", "")}]:
                assert part.get("type") not in ("user", "usergroup", "channel", "broadcast", "link"), part
                assert part.get("url") is None, part
                text = part.get("text")
                if isinstance(text, str):
                    assert not _REVERSES.search(text), part
                    if part.get("type") == "mrkdwn":
                        left = _MENTION.sub(lambda found: "" if found[1] in people else found[0], text)
                        assert not re.search(r"<[^<>]*>", left), text

    holds()


def test_the_words_do_get_there() -> None:
    """So that the law above is about something."""
    for stage, story in STAGES.items():
        told = replace(story, review=rewritten(story.review, "zebra"), people=rewritten(story.people, "zebra"))
        last_plan = rewritten(LAST_PLAN, "zebra")
        assert sum("zebra" in str(screen) for screen in shown(told, last_plan)) >= 2, stage
