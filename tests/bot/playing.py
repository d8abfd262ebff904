"""
Quick ways to a stage of a review, each with as few clicks as Slack allows; and the app as a thing to stop and start.

Every way takes a `Pair` and returns when both can see where they are. What happens in between is not looked at: that is
for the tests of each step.

(Over 300 lines, so that a test finds the whole vocabulary of two people and their app in one place.)
"""

import asyncio
import contextlib
import copy
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.reconciler import Pace
from bot.settings import Settings
from bot.web import Parts, serve
from bot.web.edge import Edge
from bot.wiring import build, built_in_questionnaires
from coaching_core.ids import QuestionnaireKey, WorkspaceId
from playground.delivery.answers import Answer
from playground.elements import options_of, placed
from playground.model import Message, MessageRef, View
from playground.objects import person_json
from playground.people import Outcome
from playground.record import Delivery, Request
from playground.slack import Slack
from playground.texts import texts_in
from tests.bot.conftest import HURRY, World
from tests.bot.hands import Hands, NotOnScreen, text_of

Json = dict[str, Any]
SHORT = built_in_questionnaires()[QuestionnaireKey("b2b_seller_short")]
NAMES: Mapping[str, str] = {skill.key: skill.name for section in SHORT.sections for skill in section.skills}
NOT_SEEN, NOT_IN_ROLE = "not_seen", "not_in_role"
PATIENCE = 15.0
"""Seconds until a test gives up waiting for delivery, which keeps to one message a second in a conversation."""


# --- who ---


@dataclass(frozen=True)
class Pair:
    """One manager and one rep at their clients."""

    manager: Hands
    rep: Hands

    @property
    def both(self) -> tuple[Hands, Hands]:
        return self.manager, self.rep


def pair(world: World, manager: str = "UMARIA", rep: str = "UANA") -> Pair:
    return Pair(world.hands(manager), world.hands(rep))


@dataclass(frozen=True)
class Answers:
    """
    One person's answers, by the keys of skills.

    Args:
        scores: 1 to 5, `NOT_SEEN` or `NOT_IN_ROLE`; what is not named gets `rest`.
    """

    scores: Mapping[str, int | str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    rest: int | str = 4

    def on(self, skill: str) -> str:
        """Returns the answer as the option's value carries it."""
        return str(self.scores.get(skill, self.rest))


REP = Answers({"listening": 2, "follow_up": 3, "qualifying": 5, "objections": 2})
MANAGER = Answers({"listening": 2, "follow_up": 3, "qualifying": 2, "product_knowledge": NOT_SEEN})
"""
Together: room to grow in Listening and Following up; Qualifying and Answering doubts seen differently; Knowing the
product not seen yet; strengths in the rest.
"""
BEST, BETTER = "Preparing calls", "Asking for the next step"


# --- to a stage ---


async def paired(who: Pair) -> None:
    """The rep has said yes, and both have their invitation."""
    manager, rep = who.both
    await manager.types(f"/coach-review <@{rep.id}>")
    await manager.presses(f"Ask {name(rep)}")
    await rep.presses("Accept")
    await rep.sees("would like to plan your next coaching")
    await manager.sees(f"You asked *{name(rep)}* for a coaching review")


async def both_answering(who: Pair) -> None:
    """Both have turned to the first page, and answered nothing yet."""
    await paired(who)
    for person in who.both:
        await person.presses("Start")
    for person in who.both:
        await person.sees("Part 1 of 3")


async def conversing(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """Both have submitted; the rep is to speak."""
    await paired(who)
    await answers(who.rep, rep)
    await answers(who.manager, manager)
    await who.rep.sees("name strengths and needs first")


async def after_opening(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """The rep has spoken in writing; the manager is to reply."""
    await conversing(who, rep, manager)
    await opens(who.rep)
    await who.manager.sees(BEST)


async def after_categories(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """The manager had nothing to add; the rep is to choose."""
    await after_opening(who, rep, manager)
    await who.manager.presses("Nothing to add")
    await who.rep.sees("choose what to take on")


async def after_choices(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """The rep has chosen a strength, a need and two areas; the manager is to answer."""
    await after_categories(who, rep, manager)
    await chooses(who.rep)
    await who.manager.sees("answer, say what you'll do for it, and agree")


async def at_agreement(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """The manager has answered and agreed; the rep is to agree or to change."""
    await after_choices(who, rep, manager)
    await answers_choices(who.manager)
    await who.rep.sees("do you agree to this plan")


async def agreed(who: Pair, rep: Answers = REP, manager: Answers = MANAGER) -> None:
    """Both have agreed."""
    await at_agreement(who, rep, manager)
    await who.rep.presses("I agree")
    await who.manager.sees("You both agreed to these words")


# --- one step ---


async def fills_form(person: Hands, given: Answers) -> None:
    """Answer everything in the form, up to the check of all answers, which stays open."""
    await to_form(person, "As one form")
    for number, section in enumerate(SHORT.sections, start=1):
        await person.sees(f"Part {number} of {len(SHORT.sections)}")
        modal = top(person)
        for skill in section.skills:
            rates(person, modal, skill.key, given.on(skill.key))
            comment = given.comments.get(skill.key)
            if comment is not None:
                person.keyboard.fill(modal, "input", comment, block_id=f"{skill.key}.comment")
        well(await person.submits())
    await person.sees("Nothing is sent until you press *Submit*")


async def answers(person: Hands, given: Answers) -> None:
    """Answer everything in the form, and send it."""
    await fills_form(person, given)
    well(await person.submits())


def rates(person: Hands, modal: View, skill: str, answer: str) -> None:
    """Choose an answer in the form without sending it; the page is sent as a whole."""
    block, element = question(modal, NAMES[skill])
    wanted = next(one["value"] for one in options_of(element) if f'"a":"{answer}"' in one["value"])
    person.keyboard.fill(modal, element["action_id"], wanted, block_id=block["block_id"])


def answered(screen: Message | View, skill: str) -> str | None:
    """The label of the answer that stands chosen for a skill, in the message or in the form."""
    _, element = question(screen, NAMES[skill])
    return str(element["initial_option"]["text"]["text"]) if "initial_option" in element else None


def question(screen: Message | View, skill: str) -> tuple[Json, Json]:
    """The block and the element in which a skill, by its name, is rated."""
    heading = ""
    for block in screen.blocks:
        if heading.startswith(f"*{skill}*"):
            for place in placed([block]):
                return place.block, place.element
        heading = block.get("text", {}).get("text", "") if block["type"] == "section" else ""
    raise NotOnScreen(f"no question on {skill}")


async def opens(rep: Hands, strengths: str = BEST, needs: str = BETTER) -> None:
    await to_form(rep, "In writing")
    await rep.writes("Where are you at your best, and what would you like more of?", strengths)
    await rep.writes("What would you most like to get better at, and what is in the way?", needs)
    well(await rep.submits())


async def replies(manager: Hands, strength: tuple[str, str] | None = None, need: tuple[str, str] | None = None) -> None:
    """Add the manager's words: (name of the skill, words) under strengths and under needs."""
    await to_form(manager, "Add mine")
    for question, note in (("A strength you see", strength), ("Room to grow you see", need)):
        if note is not None:
            await manager.chooses(question, note[0])
            fills_below(manager, question, note[1])
    well(await manager.submits())


async def chooses(
    rep: Hands,
    *,
    take_on: str | None = "Growing accounts",
    work_on: str | None = "Listening",
    look_into: tuple[str, ...] = ("Qualifying", "Knowing the product"),
) -> None:
    """Choose by the names of skills, with the sentences and dates that the form fills in."""
    await to_form(rep, "Choose")
    for question, names in (
        ("From which strength?", (take_on,)),
        ("Which skill?", (work_on,)),
        ("Which skills?", look_into),
    ):
        chosen = [one for one in names if one is not None]
        if chosen:
            before = top(rep).hash
            await rep.chooses(question, *chosen)
            await until(lambda seen=before: top(rep).hash != seen, "no idea was filled in")  # type: ignore[misc]
    well(await rep.submits())


async def answers_choices(
    manager: Hands, *, views: Mapping[str, str] | None = None, support: str = "", talked: str = ""
) -> None:
    """Say yes to every responsibility, how one sees the areas (by names of skills), and agree."""
    modal = await to_form(manager, "Answer")
    for block in modal.blocks:
        if block["type"] == "input" and " would take on more: " in block["label"]["text"]:
            await manager.chooses(block["label"]["text"], "Yes")
    for skill, words in (views or {}).items():
        await manager.writes(f"How I see it: {skill}", words)
    if support:
        await manager.writes("My support", support)
    if talked:
        await manager.chooses("How long did you talk?", talked)
    well(await manager.submits())


# --- on the screen ---


def name(person: Hands) -> str:
    """As the app calls them."""
    return person.keyboard.me.name


def top(person: Hands) -> View:
    modal = person.keyboard.modal()
    if modal is None:
        raise NotOnScreen("no modal is open")
    return modal


async def to_form(person: Hands, label: str) -> View:
    """Press a button that opens a modal; it opens a moment after the click is answered."""
    before = [one.id for one in person.keyboard.modals()]
    await person.presses(label)
    await until(lambda: [one.id for one in person.keyboard.modals()] not in ([], before), f"{label!r} opened nothing")
    return top(person)


def well(outcome: Outcome) -> Outcome:
    """Returns the outcome of something that should have gone well."""
    if not outcome.ok:
        raise NotOnScreen(str(outcome))
    return outcome


def fills_below(person: Hands, question: str, words: str) -> None:
    """Write into the field that comes after a question; its own label may stand there several times."""
    blocks = top(person).blocks
    at = next(n for n, one in enumerate(blocks) if one["type"] == "input" and one["label"]["text"] == question)
    below = blocks[at + 1]
    person.keyboard.fill(top(person), below["element"]["action_id"], words, block_id=below["block_id"])


def told(person: Hands) -> list[str]:
    """Everything that was said to this person alone, in messages that only they see; the newest last."""
    return [text_of(one) for one in person.keyboard.ephemerals()]


def message_with(person: Hands, words: str) -> Message:
    """The newest message in which these words stand."""
    for screen in person.screens():
        if isinstance(screen, Message) and words in text_of(screen):
            return screen
    raise NotOnScreen(f"{words!r} stands in no message:\n{person.reads()}")


async def until(
    there: Callable[[], bool], complaint: str = "it did not come to it", patience: float = PATIENCE
) -> None:
    """Wait for something that will be so in a moment."""
    deadline = asyncio.get_running_loop().time() + patience
    while not there():
        if asyncio.get_running_loop().time() > deadline:
            raise NotOnScreen(complaint)
        await asyncio.sleep(0.01)


async def is_told(person: Hands, words: str) -> None:
    """Wait until something with these words was said to this person alone: in their sight, or in a modal."""

    def there() -> bool:
        modal = person.keyboard.modal()
        said = [*told(person), *([text_of(modal)] if modal is not None else [])]
        return any(words in one for one in said)

    await until(there, f"{words!r} was not said; instead: {told(person)}")


# --- the app ---


class App:
    """The app as a part of this process, to be stopped and started again on the same database."""

    def __init__(self, slack: Slack, database_url: str, *, socket_mode: bool = False, **more: str) -> None:
        self.slack = slack
        self.database = urlsplit(database_url).path[1:]
        self.settings = Settings.read(
            {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_SIGNING_SECRET": slack.signing_secret,
                "SLACK_API_URL": slack.base_url,
                "DATABASE_URL": database_url,
                "COACH_CLOCK_URL": f"{slack.address}/_playground/clock",
                "PORT": "0",
                **({"SLACK_APP_TOKEN": slack.app_token} if socket_mode else {}),
                **more,
            }
        )
        self.address = ""
        self._running: tuple[asyncio.Task[None], asyncio.Event, Parts] | None = None

    async def start(self) -> None:
        stopping = asyncio.Event()
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        parts = build(self.settings, new_pace=lambda: Pace(times=HURRY))
        task = asyncio.create_task(serve(parts, self.settings, stopping=stopping, on_ready=ready.set_result))
        await asyncio.wait((task, ready), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        self._running = task, stopping, parts
        self.address = ready.result()
        if not self.settings.socket_mode:
            self.slack.app_url = f"{ready.result()}/slack/events"

    async def stop(self) -> None:
        if self._running is not None:
            task, stopping, _ = self._running
            self._running = None
            stopping.set()
            await task

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    @property
    def answering(self) -> int:
        """How many are being answered just now."""
        return 0 if self._running is None else self._running[2].dispatcher.guard.running

    @property
    def registered(self) -> Mapping[str, frozenset[str]]:
        """What is answered: kind of request -> ids."""
        assert self._running is not None
        return self._running[2].dispatcher.registered

    @property
    def dead(self) -> Mapping[WorkspaceId, str]:
        """Workspaces whose token Slack takes no more, and why."""
        assert self._running is not None
        return self._running[2].installs.dead

    async def tick(self) -> None:
        """Let the jobs do what is due."""
        assert self._running is not None
        tick = self._running[2].tick
        assert tick is not None
        await tick()

    def edge(self) -> Edge:
        """A door of one's own to the app, to knock at without a network in between."""
        assert self._running is not None
        return Edge(self._running[2].bolt, self.settings.slack_signing_secret)

    async def settled(self) -> None:
        """Wait until everybody has been answered and Slack shows what the database says."""
        await self.slack.settled()
        try:
            await until(self._is_settled, patience=2 * PATIENCE)
        except NotOnScreen:
            raise NotOnScreen(f"delivery did not come to rest: {due(self.database)}") from None

    def _is_settled(self) -> bool:
        if self._running is None:
            return True
        parts = self._running[2]
        return parts.dispatcher.guard.running == 0 and not due(self.database)


@asynccontextmanager
async def app_on(slack: Slack, database_url: str, **how: Any) -> AsyncIterator[App]:
    app = App(slack, database_url, **how)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


_DUE = """
SELECT key FROM surfaces
WHERE shown < wanted AND state <> 'parked' AND not_before IS NULL
AND (place_kind <> 'home' OR watched_until IS NOT NULL)
AND (policy = 'live' OR state <> 'posted')
AND (confirm_at IS NULL OR retry_at IS NOT confirm_at)  -- shown already, and to be written once more in case
"""


def due(database: str) -> list[str]:
    """What delivery still has to do at once, by the names of surfaces; nothing for a file that is not there yet."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [key for (key,) in connection.execute(_DUE)]


def leases_run_out(database: str) -> None:
    """
    Let delivery's own waiting times pass at once.

    What a process that was killed held (the right to speak, a post of unknown outcome) is only free after half a
    minute of real time; this is that half minute.
    """
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE speakers SET until = 0")
        connection.execute("UPDATE surfaces SET retry_at = 0 WHERE retry_at IS NOT NULL")
        connection.execute("UPDATE surfaces SET attempt_at = attempt_at - 30 WHERE state = 'posting'")


# --- what Slack hands over, and what somebody else might ---

ON_PEOPLE = ("block_actions", "view_submission", "view_closed")


def done_by(slack: Slack, person: Hands, *kinds: str) -> list[Delivery]:
    """What this person's clicks and forms handed to the app so far, the oldest first."""
    wanted = kinds or ON_PEOPLE
    return [one for one in slack.record.delivered() if one.kind in wanted and one.payload["user"]["id"] == person.id]


async def again(
    slack: Slack, delivery: Delivery, *, person: str | None = None, team: str | None = None, **changes: Any
) -> Answer:
    """
    Hand something over once more, signed as everything from Slack, with a trigger and a `response_url` of its own.

    Args:
        person: somebody else, who forged it.
        team: another workspace that it claims to come from.
        changes: other parts of the payload.
    """
    payload = copy.deepcopy(delivery.payload)
    who = person or payload["user"]["id"]
    payload["user"] = person_json(slack.world.people[who])
    if team is not None:
        payload["team"] = {"id": team, "domain": "elsewhere"}
        payload["user"]["team_id"] = team
        if "view" in payload:
            payload["view"] |= {"team_id": team, "app_installed_team_id": team}
    if "trigger_id" in payload:
        payload["trigger_id"] = slack.triggers.issue(who, slack.team_id)
    if "response_url" in payload:
        container = payload["container"]
        source = MessageRef(container["channel_id"], container["message_ts"])
        thread = container.get("thread_ts")
        payload["response_url"] = slack.response_urls.issue(who, slack.team_id, source.channel_id, source, thread)
    payload |= changes
    return await slack.courier.hand_over(delivery.kind, "interactive", payload)


async def commands(slack: Slack, person: str, text: str, team: str | None = None) -> str:
    """Send `/coach-review` with this very text, as any client might; returns the private answer."""
    answer = await slack.courier.hand_over(
        "command",
        "slash_commands",
        {
            "token": "verification",
            "team_id": team or slack.team_id,
            "team_domain": "acme",
            "channel_id": "D0ANY",
            "channel_name": "directmessage",
            "user_id": person,
            "user_name": person.lower(),
            "command": "/coach-review",
            "text": text,
            "api_app_id": slack.app_id,
            "is_enterprise_install": "false",
            "response_url": f"{slack.address}/response/{slack.team_id}/nowhere",
            "trigger_id": slack.triggers.issue(person, slack.team_id),
        },
    )
    assert answer.error is None, answer
    return str((answer.body or {}).get("text", ""))


def words_of(answer: Answer) -> str:
    """What an acknowledgement makes the person read."""
    return "\n".join(texts_in(answer.body or {}))


_FACTS = ("teams", "desks", "pairings", "reviews", "assessments", "ratings", "coaching_sessions", "audit")


def facts(database: str) -> list[object]:
    """Everything that the database knows of reviews and pairings: if it is the same, nothing has changed."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [row for table in _FACTS for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")]


def standing(slack: Slack) -> dict[str, int]:
    """Every message in a conversation -> how often it has been changed."""
    return {
        f"{channel.id}/{one.ts}": len(one.revisions)
        for channel in slack.world.channels.values()
        for one in channel.messages.values()
    }


def refused_by_slack(slack: Slack) -> list[Request]:
    """The app's calls that Slack did not take."""
    return [one for one in slack.record.calls() if not one.ok]
