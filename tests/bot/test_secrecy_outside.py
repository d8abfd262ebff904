"""
Secrecy on everything that leaves the app: messages with all their revisions, notification texts, modals, lines for one
person, Home, what is hidden in them (names of blocks, values of buttons), and the log.

Random reviews are played twice, each against an app and a Slack of its own: as they were made up, and again with all
changed that has not opened to one of the two by the end. That one must have been sent the very same, throughout.

(Over 300 lines: the oracle of what is open stands beside the law that uses it, so that neither drifts.)
"""

import asyncio
import json
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

import playground
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands, _press
from tests.bot.playing import (
    Answers,
    App,
    Pair,
    again,
    app_on,
    done_by,
    fills_below,
    fills_form,
    paired,
    refused_by_slack,
    to_form,
    top,
    until,
    well,
)
from tests.bot.tales import MANAGER, OTHER, REP, SHORT, SKILLS, Step, Tale, Teller, twin

IDS = {REP: "UANA", MANAGER: "UMARIA"}
BOTH = (REP, MANAGER)
QUICK: tuple[tuple[Teller, tuple[str, ...]], ...] = (
    (Teller(1, -1), BOTH),  # one of them has not sent theirs
    (Teller(3, 1), BOTH),  # the rep has opened
    (Teller(4, 2), (REP,)),  # the manager has replied
    (Teller(5, 3), BOTH),  # the rep has chosen
    (Teller(8, 99, live=True), (REP,)),  # agreed, in the room
)
"""Who tells, and who must not notice."""
LIBRARIES = ("slack_sdk", "slack_bolt", "aiohttp", "sqlalchemy", "apscheduler", "common-ground", "asyncio")


class Player:
    """Plays a tale at the two keyboards; each step to its end, so that all tellings rest at the same points."""

    def __init__(self, tale: Tale, slack: Slack, app: App) -> None:
        self.tale, self.slack, self.app = tale, slack, app
        self.hands = {role: Hands(slack.person(person)) for role, person in IDS.items()}
        self._doing: dict[str, Callable[[Step, Hands], Awaitable[None]]] = {
            "fills in": self.fills_in,
            "names factors": self.names_factors,
            "drafts": self.drafts,
            "sends": self.sends,
            "takes back": self.takes_back,
            "opens": self.opens,
            "replies": self.replies,
            "chooses": self.chooses,
            "unparks": self.unparks,
            "answers": self.answers,
            "agrees": self.agrees,
            "changes": self.changes,
            "talks it through": self.talks,
            "has had the say": self.has_had_the_say,
            "notes down": self.notes_down,
            "looks at both": self.looks_at_both,
            "charts": self.charts,
            "looks at areas": self.looks_at_areas,
            "presses what is not there": self.presses_what_is_not_there,
            "asks for status": self.asks_for_status,
            "asks for plan": self.asks_for_plan,
            "opens Home": self.opens_home,
            "nudges": self.nudges,
            "speaks out of turn": self.speaks_out_of_turn,
        }

    async def play(self) -> None:
        await paired(Pair(self.hands[MANAGER], self.hands[REP]))
        for person in self.hands.values():
            await person.keyboard.open_home()
        for step in self.tale.steps:
            await self.app.settled()
            person = self.hands[step.who]
            try:
                await self._doing[step.does](step, person)
            except AssertionError as problem:
                raise AssertionError(f"tale {self.tale.seed}, {step}: {problem}") from problem
            await self.app.settled()
            while person.keyboard.modal() is not None:
                await person.keyboard.close_modal()
        await self.app.settled()

    # the questions

    async def fills_in(self, step: Step, person: Hands) -> None:
        mind = self.tale.minds[step.who]
        if not offered(person, "As one form"):  # the check of all answers has none; the first page has
            await person.presses("Change")
            await self.app.settled()
        await fills_form(person, Answers(mind.scores, mind.comments))

    async def names_factors(self, step: Step, person: Hands) -> None:
        await to_form(person, "Outside factors")
        await person.chooses("What else plays a part?", "Leads", "Tools")
        await person.writes("In a sentence, if you like", self.tale.minds[step.who].factors)
        well(await person.submits())

    async def drafts(self, step: Step, person: Hands) -> None:
        await to_form(person, "Write my opening")
        await person.writes(STRENGTHS, self.tale.minds[REP].draft)
        await person.chooses(
            "When you're both done", "Post it for me" if step.what[0] else "I'll look at it again first"
        )
        well(await person.submits())

    async def sends(self, step: Step, person: Hands) -> None:
        await person.presses("Submit")

    async def takes_back(self, step: Step, person: Hands) -> None:
        await person.presses("Take it back")

    # the conversation

    async def opens(self, step: Step, person: Hands) -> None:
        await to_form(person, "In writing")
        await person.writes(STRENGTHS, step.what[0])
        await person.writes(NEEDS, step.what[1])
        well(await person.submits())

    async def replies(self, step: Step, person: Hands) -> None:
        await to_form(person, "Add mine")
        for heading, skill, words in self.tale.minds[MANAGER].notes:
            await person.chooses(heading, SKILLS[skill])
            fills_below(person, heading, words)
        well(await person.submits())

    async def chooses(self, step: Step, person: Hands) -> None:
        take_on, work_on, stretch, areas = step.what[:4]
        await to_form(person, "Choose")
        questions = {block["label"]["text"] for block in top(person).blocks if block["type"] == "input"}
        for question, names in (
            ("From which strength?", take_on),
            ("Which skill?", work_on),
            ("Which skills?", areas),
        ):
            if question in questions and names:
                before = top(person).hash
                await person.chooses(question, *(SKILLS[key] for key in names.split()))
                await until(lambda seen=before: top(person).hash != seen, "no idea was filled in")  # type: ignore[misc]
        for question in questions:
            if "like to try" in question:
                await person.writes(question, stretch)
        well(await person.submits())

    async def unparks(self, step: Step, person: Hands) -> None:
        await to_form(person, "Open another area")
        await person.chooses("Which one?", SKILLS[step.what[0]])
        await person.writes("How do you see it?", step.what[1])
        well(await person.submits())

    async def answers(self, step: Step, person: Hands) -> None:
        modal = await to_form(person, "Answer")
        for block in list(modal.blocks):
            if block["type"] != "input":
                continue
            question = block["label"]["text"]
            if " would take on more: " in question:
                await person.chooses(question, "Yes")
            elif question.startswith("How I see it"):
                await person.writes(question, step.what[0])
            elif question == "My support":
                await person.writes(question, step.what[1])
        well(await person.submits())

    async def agrees(self, step: Step, person: Hands) -> None:
        await person.presses("I agree")

    async def changes(self, step: Step, person: Hands) -> None:
        await to_form(person, "Change")
        await person.writes("Something to add", step.what[0])
        well(await person.submits())

    async def talks(self, step: Step, person: Hands) -> None:
        await person.presses("Talk it through (30 min)")

    async def has_had_the_say(self, step: Step, person: Hands) -> None:
        await person.presses("I've had my say")

    async def notes_down(self, step: Step, person: Hands) -> None:
        """The rep's words are their own; the manager's are about a skill, and wait where the two differ."""
        await to_form(person, "Note it down")
        await person.chooses("About what?", {"strengths": "Strengths", "needs": "Room to grow"}[step.what[0]])
        words = step.what[-1]
        if step.who == MANAGER:
            _, skill, words = self.tale.minds[MANAGER].notes[0]
            await person.chooses("Which skill?", SKILLS[skill])
        await person.writes("What was said?", words)
        well(await person.submits())

    # at any time

    async def looks_at_both(self, step: Step, person: Hands) -> None:
        if offered(person, "See both views"):
            await to_form(person, "See both views")

    async def charts(self, step: Step, person: Hands) -> None:
        await self.looks_at_both(step, person)
        if person.keyboard.modal() is not None and offered(person, "Show it as a chart in my own chat"):
            await person.presses("Show it as a chart in my own chat")

    async def looks_at_areas(self, step: Step, person: Hands) -> None:
        if offered(person, "Open another area"):
            await person.presses("Open another area")

    async def presses_what_is_not_there(self, step: Step, person: Hands) -> None:
        """With a client of one's own making: the forms of any turn, and the areas before they are known."""
        click = next(
            one
            for one in reversed(done_by(self.slack, person, "block_actions"))
            if one.payload["container"]["type"] == "message"
        )
        review = _REVIEW.search(" ".join(json.dumps(one.blocks) for one in person.screens()))
        assert review is not None
        for action in NOT_THERE:
            value = json.dumps({"v": 1, "r": review[1], "t": self.turn()})
            press = {"type": "button", "action_id": action, "block_id": "b", "action_ts": "2000000000.000100"}
            await again(self.slack, click, actions=[{**press, "value": value}])
            await self.app.settled()

    def turn(self) -> int:
        """The number of the turn that stands there now; 0 before the conversation."""
        return sum(len(one.messages) for one in self.slack.world.channels.values() if one.kind == "mpim")

    async def asks_for_status(self, step: Step, person: Hands) -> None:
        await person.types("/coach-review status")

    async def asks_for_plan(self, step: Step, person: Hands) -> None:
        await person.types("/coach-plan")

    async def opens_home(self, step: Step, person: Hands) -> None:
        await person.keyboard.open_home()

    async def nudges(self, step: Step, person: Hands) -> None:
        label = f"Nudge {'Ana' if step.who == MANAGER else 'Maria'}"
        if offered(person, label):
            await person.presses(label)

    async def speaks_out_of_turn(self, step: Step, person: Hands) -> None:
        """Press what stands there for the other one."""
        for label in OUT_OF_TURN[OTHER[step.who]]:
            if offered(person, label):
                await person.presses(label)


STRENGTHS = "Where are you at your best, and what would you like more of?"
NEEDS = "What would you most like to get better at, and what is in the way?"
NOT_THERE = ("views.open_parked", "turn.choose", "views.chart")
_REVIEW = re.compile(r'\\"r\\":\\"([a-z0-9]{16})')
OUT_OF_TURN = {REP: ("In writing", "Choose"), MANAGER: ("Add mine", "Nothing to add")}


def offered(person: Hands, label: str) -> bool:
    return any(_press(screen, label) is not None for screen in person.screens())


# --- what left the app ---


def texts_shown(slack: Slack, person: str) -> Counter[str]:
    """Every text that this person was ever shown: what one message, modal or Home said over time, as one entry."""
    places: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for shown in slack.person(person).shown():
        places.setdefault((shown.surface, shown.where), []).append(shown.texts)
    return Counter(json.dumps([surface, texts]) for (surface, _), texts in places.items())


def bodies_sent(slack: Slack, person: str) -> Counter[str]:
    """All that was sent to this person's client, with what is not drawn: names of blocks, values, form data."""
    return Counter(_without_ids(json.dumps(body, sort_keys=True)) for body in _bodies(slack, person))


def _bodies(slack: Slack, person: str) -> Iterator[Any]:
    for channel in slack.person(person).channels():
        for message in channel.messages.values():
            yield [(revision.text, revision.blocks) for revision in message.revisions]
    acts = [one for one in slack.record.delivered() if one.kind != "event" and _by(one.payload) == person]
    triggers = {one.payload["trigger_id"] for one in acts if "trigger_id" in one.payload}
    for delivery in acts:
        if delivery.answer:
            yield delivery.answer
    for call in slack.record.calls():
        if not call.method.startswith("views."):
            continue  # messages are above; which of two ways a private line takes is the network's doing
        asked = call.arguments
        if asked.get("trigger_id") in triggers or person in (asked.get("user_id"), asked.get("user")):
            yield call.method, {key: part for key, part in asked.items() if key not in ("trigger_id", "token")}


def _by(payload: dict[str, Any]) -> str:
    return str(payload["user_id"] if "user_id" in payload else payload["user"]["id"])


_IDS = (
    (re.compile(r'\\+"(r|pairing)\\+":\\+"[a-z0-9]{16}\\+"'), r'"\1":"id"'),  # inside values that carry JSON
    (re.compile(r"#[a-z0-9]{16}\b"), "#id"),
    (re.compile(r"\b(assessment|turn|ask|time|item|look back)/[a-z0-9]{16}\b"), r"\1/id"),  # what waits
    (re.compile(r"\b[a-zA-Z]0PG\d+\b"), "id"),
    (re.compile(r"\b\d{10}\.\d{6,8}\b"), "ts"),
)


def _without_ids(body: str) -> str:
    for pattern, instead in _IDS:
        body = pattern.sub(instead, body)
    return body


AT_ONCE = 4
"""Tales that are told at a time: each waits half of its time, but an app that is too slow would say so in words."""


async def played(tales: Sequence[Tale], folder: Path) -> dict[Tale, Slack]:
    """Play every tale with an app and a Slack of its own."""
    slacks: dict[Tale, Slack] = {}
    places, starting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()

    async def play(number: int, tale: Tale) -> None:
        async with (
            places,
            playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
            AsyncExitStack() as open_now,
        ):
            async with starting:  # migrations of one process must not overlap
                app = await open_now.enter_async_context(app_on(slack, f"sqlite:///{folder}/{number}.sqlite"))
            await Player(tale, slack, app).play()
            slacks[tale] = slack

    async with asyncio.TaskGroup() as telling:
        for number, tale in enumerate(tales):
            telling.create_task(play(number, tale))
    return slacks


def first_difference(one: Counter[str], other: Counter[str]) -> str:
    more, less = list((one - other).elements()), list((other - one).elements())
    return f"only in the tale: {more[:3]}\nonly in its twin: {less[:3]}"


async def check_twins(told: Sequence[tuple[Teller, tuple[str, ...]]], folder: Path) -> dict[Tale, Slack]:
    """Play each tale, and its twin for each reader; returns all that was played."""
    tales = [(teller.tale(), readers) for teller, readers in told]
    twins = [(tale, reader, twin(tale, reader, tale.seed)) for tale, readers in tales for reader in readers]
    slacks = await played([*(tale for tale, _ in tales), *(other for _, _, other in twins)], folder)
    for tale, reader, other in twins:
        for person in (IDS[reader], "UBEN", "UADA"):
            for what in (texts_shown, bodies_sent):
                seen, seen_again = what(slacks[tale], person), what(slacks[other], person)
                assert seen == seen_again, f"tale {tale.seed} to {person}:\n{first_difference(seen, seen_again)}"
    for tale, slack in slacks.items():
        notifications_tell_nothing(slack, tale)
        assert refused_by_slack(slack) == []
    return slacks


async def test_what_has_not_opened_makes_no_difference_to_anything_that_is_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for library in LIBRARIES:
        caplog.set_level(logging.WARNING, logger=library)  # the command line never lets them below INFO
    caplog.set_level(logging.DEBUG)  # last, as it is for the handler, too
    slacks = await check_twins(QUICK, tmp_path)
    log_tells_nothing(caplog.text, list(slacks), list(slacks.values()))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
async def test_what_has_not_opened_makes_no_difference_in_many_tales(seed: int, tmp_path: Path) -> None:
    tellers = [Teller(seed * 10 + stops, stops, live=seed % 3 == 2, looks=0.3) for stops in (-1, 0, 1, 2, 3, 4, 5, 99)]
    await check_twins([(teller, BOTH) for teller in tellers], tmp_path)


def notifications_tell_nothing(slack: Slack, tale: Tale) -> None:
    """They light up on a desk in a customer meeting."""
    silent = [*SKILLS.values(), *SHORT.scale.labels, *(section.name for section in SHORT.sections), *tale.words()]
    for person in IDS.values():
        notifications = slack.person(person).notifications()
        assert notifications
        for one in notifications:
            for word in silent:
                assert not word or word.lower() not in one.text.lower(), one.text
            assert one.text.endswith((".", "?")), "for screen readers they are whole sentences"


def log_tells_nothing(log: str, tales: list[Tale], slacks: list[Slack]) -> None:
    assert "bot" in log
    for tale in tales:
        for word in tale.words():
            assert not word or word not in log, word
    for slack in slacks:
        for token in (slack.bot_token, slack.app_token, slack.signing_secret):
            assert token not in log
    for skill in (skill for section in SHORT.sections for skill in section.skills):
        assert skill.name not in log
        assert not any(skill.anchor(point) in log for point in SHORT.scale.points)
    assert "/response/" not in log, "a response_url is a key, too"


def test_the_tales_reach_every_stage_and_their_twins_differ() -> None:
    """So that the law above is about something."""
    tales = [teller.tale() for teller, _ in QUICK]
    done = {step.does for tale in tales for step in tale.steps}
    assert {"sends", "opens", "replies", "chooses", "answers", "agrees", "unparks", "drafts", "has had the say"} <= done
    for tale in tales:
        for reader in BOTH:
            other = twin(tale, reader, tale.seed)
            assert other.minds[OTHER[reader]] != tale.minds[OTHER[reader]]
            assert other.minds[reader] == tale.minds[reader]
