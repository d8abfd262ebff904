"""
Somebody between Slack and the app: whatever one person does is tried by everybody else first, in the same second, with
the same ids, signed by Slack. Nothing may change, and all that they may get is a sentence from a short list.

A forged request has passed whatever a button on a screen could hold back: only the app's own authority is left.

(Over 300 lines, so that both ways of standing there, forging and repeating, share one door and one look at the data.)
"""

import asyncio
import contextlib
import copy
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import aiohttp
from aiohttp import web

from bot.slack_ids import Act
from bot.web.edge import decode
from coaching_core.domain.agenda import AgendaKind
from playground.delivery.answers import EnvelopeType
from playground.delivery.http import SignedHttp
from playground.slack import Slack
from playground.texts import texts_in
from tests.bot.playing import App, until

Json = dict[str, Any]


class Whose(Enum):
    """Whose business something is, at the moment when the right person does it."""

    ONE = "one of the two: even the other one is refused"
    BOTH = "the two: each for themselves"
    ANYBODY = "anybody's who may use the app: it asks, or concerns nobody else"
    OWN = "anybody's, a guest's too: it is about oneself alone"


KIND = (
    "Only the two people of this conversation can use this. Nothing has changed.",
    "This one is for the other to decide. Nothing has changed.",
    "This has been answered already, or is no longer so. Nothing has changed.",
    "There is no such review, or it is not yours.",
    "There is no such entry, or it is not yours.",
    "There is no review of you two under way.",
    "That plan is not yours to read, or it is gone.",
    "Common Ground isn't installed in this workspace any more. Your administrator can install it again.",
    "Coaching reviews are for members of this workspace.",
    "Coaching time is for people who are paired here.",
    "Coaching time is logged between two who are paired here. Start with `/coach-review @rep`.",
    "is speaking. You'll hear from us when it's your turn. Nothing has changed.",
    "Only the one whose words these are can say so.",
    "The other one is asked about this one. You can still correct it.",
    "Only the manager of a team and your administrators can see and set this.",
    "This needs an administrator of your Slack workspace.",
    "That step is done already. The latest message in the thread shows where you are.",
    "That's done already. Nothing has changed.",
    "That's for two who are paired here. Start with `/coach-review @rep`.",
)
"""All that may be said to whom it does not concern; whole sentences, or their end after a name."""

LET_IN = frozenset({"another manager", "a peer", "an administrator"})
"""Those who may use the app: what is anybody's business is theirs as well."""


@dataclass(frozen=True)
class Forger:
    """``person`` None: the very person who does it, in another workspace."""

    who: str
    person: str | None
    elsewhere: bool = False


FORGERS = (
    Forger("an administrator", "UADA"),
    Forger("a guest", "UGIL"),
    Forger("somebody deactivated", "UDEE"),
    Forger("a bot", "UROBO"),
    Forger("a stranger", "USAM"),
    Forger("nobody at all", "UNOBODY"),
    Forger("the same person in another workspace", None, elsewhere=True),
)


@dataclass
class Between:
    """
    Args:
        whose: kind of request and registered id -> whose business it is.
        target: where the app takes requests.
        others: further forgers, by what they are to the two at the keyboards.
    """

    slack: Slack
    app: App
    whose: Callable[[str, str], Whose]
    target: str
    others: Mapping[str, str] = field(default_factory=dict)
    secrets: Collection[str] = ()
    pair: tuple[str, str] = ("", "")
    tried: dict[tuple[str, str], int] = field(default_factory=dict)
    worked: set[tuple[str, str]] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)
    again: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    address: str = ""

    def __post_init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._wire = SignedHttp(replace(self.slack.app, url=self.target))

    async def on_request(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = decode(raw, request.headers.get("content-type", ""))
        found = kind_and_id(body)
        if found is None:  # an event
            async with self._one_at_a_time:
                return await self._pass_on(raw, request)
        async with self._one_at_a_time:
            try:
                return await self._deal_with(body, found)
            except Exception as problem:
                self.complaints.append(f"{found}: {problem!r}")
                raise

    async def _deal_with(self, body: Json, found: tuple[str, str]) -> web.Response:
        if self.tried.get(found, 0) < MOST:
            self.tried[found] = self.tried.get(found, 0) + 1
            await self._everybody_else(body, *found)
        return (await self._the_right_one(body, found))[0]

    async def on_told(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.Response(text="ok")

    async def _pass_on(self, raw: bytes, request: web.Request) -> web.Response:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.target, data=raw, headers=dict(request.headers)) as answer,
        ):
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)

    async def _the_right_one(self, body: Json, found: tuple[str, str]) -> tuple[web.Response, Json]:
        """Let it through with a trigger of its own, as seconds went by. Returns the answer, and what was sent."""
        before, views = self._facts(), len(self._views())
        if body.get("trigger_id"):
            view = (body.get("view") or {}).get("id")
            body = body | {"trigger_id": self.slack.triggers.issue(_by(body), self.slack.team_id, view)}
        status, answer = await self._send(body)
        await self._answered()
        if self._facts() != before or len(self._views()) > views or answer:
            self.worked.add(found)
        headers = {"content-type": "application/json"} if isinstance(answer, dict) else {}
        text = json.dumps(answer) if isinstance(answer, dict) else answer or ""
        return web.Response(status=status, text=text, headers=headers), body

    async def _everybody_else(self, body: Json, kind: str, name: str) -> None:
        whose = self.whose(kind, name)
        me = _by(body)
        forgers = [*FORGERS, *(Forger(who, person) for who, person in self.others.items())]
        if whose is Whose.ONE and kind != "closed":
            forgers.append(Forger("the other one of the two", next(one for one in self.pair if one != me)))
        for forger in forgers:
            let_in = whose is Whose.OWN and forger.who in {*LET_IN, "a guest"}
            let_in |= whose is Whose.ANYBODY and forger.who in LET_IN and kind != "command"
            if forger.person == me or let_in:
                continue
            await self._tries(forger, body, whose, kind, name)

    async def _tries(self, forger: Forger, body: Json, whose: Whose, kind: str, name: str) -> None:
        before, views = self._facts(), len(self._views())
        self.told.clear()
        status, answer = await self._send(self._forged(body, forger))
        await self._answered()
        texts = [*texts_of(answer), *(text for one in self.told for text in texts_of(one))]
        texts += [text for one in self._views()[views:] for text in texts_of({"view": one.arguments.get("view")})]
        what = f"{kind} {name} by {forger.who}"
        if status != 200:
            self.complaints.append(f"{what}: answered with {status}")
        if self._facts() != before:
            self.complaints.append(f"{what}: something has changed")
        sent = json.dumps(body)
        for secret in self.secrets:
            if secret not in sent and any(secret in one for one in texts):
                self.complaints.append(f"{what}: was shown {secret!r}")
        if whose in (Whose.ANYBODY, Whose.OWN):
            return
        no_way_to_say_it = kind == "closed" or (forger.elsewhere and "view" in body)  # without a token, no modal
        if not texts and not no_way_to_say_it:
            self.complaints.append(f"{what}: was told nothing")
        strange = [one for one in texts if kind != "command" and not any(one.endswith(each) for each in KIND)]
        if strange and not _is_a_form_that_came_back(answer):
            self.complaints.append(f"{what}: was told {strange}")

    def _forged(self, body: Json, forger: Forger) -> Json:
        forged = copy.deepcopy(body)
        person = forger.person or _by(body)
        team = "T0ELSE" if forger.elsewhere else self.slack.team_id
        view = (body.get("view") or {}).get("id")
        if "trigger_id" in forged:
            known = person in self.slack.world.people
            forged["trigger_id"] = self.slack.triggers.issue(person, self.slack.team_id, view) if known else "1.2.none"
        if "response_url" in forged:
            forged["response_url"] = f"{self.address}/told"
        if "command" in forged:
            return forged | {"user_id": person, "team_id": team}
        forged["user"] = {"id": person, "username": person.lower(), "name": person.lower(), "team_id": team}
        forged["team"] = {"id": team, "domain": "anywhere"}
        if "view" in forged:
            forged["view"] |= {"team_id": team, "app_installed_team_id": team}
        return forged

    async def _send(self, body: Json) -> tuple[int, Any]:
        """Signed, and straight to the app. Returns the status and the acknowledgement."""
        kind: EnvelopeType = "slash_commands" if "command" in body else "interactive"
        answer = await self._wire.send(kind, body, attempt=0, reason=None, within=20)
        return answer.status or 0, answer.body

    async def _answered(self) -> None:
        await until(lambda: self.app.answering == 0, "the app does not come to an end of answering")

    def _views(self) -> list[Any]:
        return [one for one in self.slack.record.calls() if one.method in ("views.open", "views.push", "views.update")]

    def _facts(self) -> list[object]:
        return everything_in(self.app.database)

    async def close(self) -> None:
        await self._wire.close()


MOST = 2
"""How often the same id is tried: once more at a later stage, and never for every rating of a form."""


LATER = (("click", Act.LATER.value), ("click", Act.DESK_LATER.value))
"""An hour from now is an hour from now, whenever it is said."""


class Thrice(Between):
    """Hands everything over three times, the very same: as a network does that lost the answer."""

    async def _deal_with(self, body: Json, found: tuple[str, str]) -> web.Response:
        first, sent = await self._the_right_one(body, found)
        stands, opened = self._facts(), [one for one in self._views() if one.ok]
        for again in ("again", "a third time"):
            heard = len(self._lines())
            status, answer = await self._send(sent)
            await self._answered()
            what = f"{found[0]} {found[1]} {again}"
            if status != 200:
                self.complaints.append(f"{what}: answered with {status}")
            if self._facts() != stands and found not in LATER:
                self.complaints.append(f"{what}: something has changed")
            if [one for one in self._views() if one.ok and one.method != "views.update"] != [
                one for one in opened if one.method != "views.update"
            ]:
                self.complaints.append(f"{what}: opened something once more")
            texts = [*texts_of(answer), *(text for one in self._lines()[heard:] for text in texts_of(one))]
            if any("went wrong" in text or "too long" in text for text in texts):
                self.complaints.append(f"{what}: was told {texts}")
            if found[0] in ("command", "submission") and first.text and not texts and not answer:
                self.complaints.append(f"{what}: was told nothing")
            self.again[found] = [*self.again.get(found, []), *texts]
        return first

    def _facts(self) -> list[object]:
        """A message may well be drawn once more; there must not be one more."""
        return everything_in(self.app.database, shown="key")

    def _lines(self) -> list[Json]:
        """What was said to one person alone, so far."""
        calls = self.slack.record.calls()
        asked = [one.arguments for one in calls if one.method in ("response_url", "chat.postEphemeral")]
        return [one for one in asked if not one.get("replace_original")]


@asynccontextmanager
async def between(
    slack: Slack, app: App, whose: Callable[[str, str], Whose], kind: type[Between] = Between
) -> AsyncIterator[Between]:
    """Stand between the two from now on. The app must have been started, on HTTP."""
    standing = kind(slack, app, whose, str(slack.app_url))
    server = web.Application(client_max_size=2_000_000)
    server.router.add_post("/slack/events", standing.on_request)
    server.router.add_post("/told", standing.on_told)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    standing.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    slack.app_url = f"{standing.address}/slack/events"
    slack.courier.ack_seconds = 60.0
    try:
        yield standing
    finally:
        await runner.cleanup()
        await standing.close()


def kind_and_id(body: Json) -> tuple[str, str] | None:
    """The kind as the dispatcher names it, and the registered id; None for an event."""
    match body.get("type"):
        case None if "command" in body:
            return "command", str(body["command"])
        case "block_actions":
            return "click", str(body["actions"][0]["action_id"]).partition("#")[0]
        case "view_submission":
            return "submission", str(body["view"]["callback_id"])
        case "view_closed":
            return "closed", str(body["view"]["callback_id"])
        case "shortcut" | "message_action":
            return "shortcut", str(body["callback_id"])
        case "block_suggestion":
            return "suggestion", str(body["action_id"]).partition("#")[0]
    return None


def everything_in(database: str, shown: str = "key, wanted") -> list[object]:
    """
    All that is kept, but for what Slack tells (people, events) and what delivery notes down about its own work.

    What should be shown (``surfaces.wanted``) is there: who is refused does not even have a message redrawn.
    """
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        tables = [name for (name,) in connection.execute(named) if name not in _NOT_OURS]
        rows = [
            (table, row)
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}{_LESS.get(table, '')}")
        ]
        return [*rows, *connection.execute(f"SELECT {shown} FROM surfaces WHERE kind <> 'day' ORDER BY workspace, key")]


_LESS = {"agenda": f" WHERE kind <> '{AgendaKind.DIGEST.value}'"}
"""Time looks at desks whenever it likes."""
_NOT_OURS = frozenset(
    {"alembic_version", "desks", "events", "people", "speakers", "surfaces", "questionnaires", "oauth_states"}
)


def texts_of(body: Any) -> list[str]:
    """All that a person reads in an acknowledgement or a private line; a modal's title and *Close* aside."""
    if not isinstance(body, dict):
        return [str(body)] if body else []
    view = body.get("view") or {}
    return [one for one in texts_in([body.get("text", ""), body.get("blocks", []), view.get("blocks", [])]) if one]


def _by(body: Json) -> str:
    return str(body["user_id"] if "user_id" in body else body["user"]["id"])


def _is_a_form_that_came_back(answer: Any) -> bool:
    """One's own entries, with a sentence on top: nothing in it that one did not send oneself."""
    view = answer.get("view") if isinstance(answer, dict) else None
    if not isinstance(view, dict) or "submit" not in view:
        return False
    first = next(texts_in(view["blocks"]), "")
    return any(first.endswith(each) for each in KIND)
