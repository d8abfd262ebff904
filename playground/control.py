"""
The playground's own HTTP interface under `/_playground/`: acting as people, their sight, clock, trouble, record.

All JSON. It exists so that tests in another process, and people with curl, can do what `Keyboard` does.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from playground.cast import BadCast, check_zone
from playground.delivery.courier import Courier
from playground.elements import NotThere
from playground.model import Channel, Json, Message, MessageRef, Person, Ref, View, ViewRef
from playground.people import Keyboard
from playground.record import as_json
from playground.slack import Slack

Handler = Callable[[HttpRequest, Json], Awaitable[Any]]
_ACTIONS = frozenset(
    {"run_command", "click", "fill", "submit", "close_modal", "open_home", "say", "run_shortcut", "suggestions",
     "open_conversation", "mark_read", "reload", "edit", "delete", "react", "unreact", "join", "invite", "leave"}
)  # fmt: skip
_SIGHTS = frozenset({"channels", "messages", "thread", "ephemerals", "modals", "modal", "home", "notifications",
                     "notices", "state", "field_errors", "shown", "app_dm", "dm_with"})  # fmt: skip


class Control:
    """The handlers; each gets the decoded JSON body (or the query) and returns a value to write as JSON."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        table: list[tuple[str, list[str], Handler]] = [
            ("/_playground/about", ["GET"], self.about),
            ("/_playground/people", ["GET", "POST"], self.people),
            ("/_playground/people/{person}", ["GET", "POST"], self.person),
            ("/_playground/people/{person}/{sight}", ["GET"], self.sight),
            ("/_playground/act", ["POST"], self.act),
            ("/_playground/record", ["GET", "DELETE"], self.record),
            ("/_playground/clock", ["GET", "POST"], self.clock),
            ("/_playground/trouble", ["GET", "POST", "DELETE"], self.trouble),
            ("/_playground/sockets", ["GET", "POST"], self.sockets),
            ("/_playground/app", ["POST"], self.app),
            ("/_playground/limits", ["POST"], self.limits),
            ("/_playground/shelf", ["GET"], self.shelf),
            ("/_playground/settled", ["GET", "POST"], self.settled),
            ("/_playground/reset", ["POST"], self.reset),
        ]
        return [Route(path, _answering(handler), methods=methods) for path, methods, handler in table]

    async def about(self, request: HttpRequest, given: Json) -> Any:
        """What an app needs to connect, and which people there are."""
        del request, given
        slack = self._slack
        return {
            "base_url": slack.base_url,
            "team_id": slack.team_id,
            "app_id": slack.app_id,
            "bot_user_id": slack.bot_user_id,
            "app_url": slack.app_url,
            "sockets": slack.courier.sockets.count,
            "apps": {app.name: app.credentials() | {"app_url": app.url} for app in slack.apps.values()},
            "people": [person.id for person in slack.world.people.values()],
        }

    async def people(self, request: HttpRequest, given: Json) -> Any:
        """GET: everybody. POST {id, name, …}: somebody joins."""
        if request.method == "GET":
            return list(self._slack.world.people.values())
        given.setdefault("team_id", self._slack.team_id)
        given.setdefault("real_name", given.get("name", ""))
        check_zone(given.get("tz"), "tz")
        return self._slack.add_person(Person(**given))

    async def person(self, request: HttpRequest, given: Json) -> Any:
        """GET: somebody. POST {field: value}: change them (tz, deleted, is_admin…); the app hears of it."""
        person_id = self._keyboard(request.path_params["person"]).me.id
        if request.method == "POST":
            check_zone(given.get("tz"), "tz")
            return self._slack.change_person(person_id, **given)
        return self._slack.world.people[person_id]

    async def sight(self, request: HttpRequest, given: Json) -> Any:
        """What somebody sees: messages?channel=, thread?channel=&ts=, modals, home, shown, state?view= …"""
        keyboard, sight = self._keyboard(request.path_params["person"]), request.path_params["sight"]
        if sight not in _SIGHTS:
            raise NotThere(f"{sight}: there are {', '.join(sorted(_SIGHTS))}")
        if sight == "app_dm":
            return keyboard.app_dm
        if sight in ("home", "dm_with"):
            return getattr(keyboard, sight)(given.get("app"))
        if sight in ("messages", "ephemerals"):
            return getattr(keyboard, sight)(given.get("channel"))
        if sight == "thread":
            return keyboard.thread(given["channel"], given["ts"])
        if sight in ("state", "field_errors"):
            return getattr(keyboard, sight)(_ref(given))
        return getattr(keyboard, sight)()

    async def act(self, request: HttpRequest, given: Json) -> Any:
        """
        {"person": "UANA", "do": "click", …}: what `Keyboard` does, with its arguments by name.

        A message is {"channel": …, "ts": …}, a view {"view": id}, given as "where" (or "view", "message").
        """
        del request
        keyboard, name = self._keyboard(given.pop("person")), given.pop("do")
        if name not in _ACTIONS:
            raise NotThere(f"{name}: there are {', '.join(sorted(_ACTIONS))}")
        for key in ("where", "view", "message"):
            if isinstance(given.get(key), dict):
                given[key] = _ref(given[key])
        if name == "open_conversation":
            return await keyboard.open_conversation(*given["people"])
        if name == "submit" and isinstance(given.get("values"), list):
            given["values"] = {(block_id, action_id): value for block_id, action_id, value in given["values"]}
        done = getattr(keyboard, name)(**given)
        return await done if isinstance(done, Awaitable) else done

    async def record(self, request: HttpRequest, given: Json) -> Any:
        """GET ?method= / ?kind= / ?last=n: requests and deliveries. DELETE: forget them."""
        if request.method == "DELETE":
            self._slack.record.clear()
            return None
        last = int(given.get("last", 0))
        requests = [as_json(r) for r in self._slack.record.calls(given.get("method"))]
        deliveries = [as_json(d) for d in self._slack.record.delivered(given.get("kind"))]
        return {"requests": requests[-last:], "deliveries": deliveries[-last:]}

    async def clock(self, request: HttpRequest, given: Json) -> Any:
        """GET: business time. POST {"hours": 3} (also days, minutes), {"to": ISO time} or {"reset": true}."""
        if request.method == "POST":
            clock = self._slack.clock
            if given.get("reset"):
                clock.reset()
            elif "to" in given:
                clock.move_to(datetime.fromisoformat(given["to"]))
            else:
                clock.move(timedelta(**{unit: float(amount) for unit, amount in given.items()}))
            self._slack.world.clock_moved()
        return self._slack.clock.as_json()

    async def trouble(self, request: HttpRequest, given: Json) -> Any:
        """GET: rules. POST {"method", "kind", …} or {"seed": n}: a rule, or new dice. DELETE ?id=: one rule or all."""
        trouble = self._slack.trouble
        if request.method == "DELETE":
            if "id" in given:
                trouble.remove(int(given["id"]))
            else:
                trouble.clear()
        elif request.method == "POST":
            if "seed" in given:
                trouble.seed(int(given.pop("seed")))
            if given:
                trouble.add(**given)
        return trouble.as_json()

    async def sockets(self, request: HttpRequest, given: Json) -> Any:
        """GET: how many. POST {"do": "warning" | "refresh_requested" | "link_disabled" | "drop", "app": id}."""
        sockets = self._courier(given).sockets
        if request.method == "POST":
            if given.get("do") == "drop":
                await sockets.drop()
            else:
                reason = str(given.get("do") or "refresh_requested")
                await sockets.disconnect(reason, close=reason != "warning")
        return {"count": sockets.count}

    async def app(self, request: HttpRequest, given: Json) -> Any:
        """{"app": id, "url": …} sets the request URL (null: Socket Mode); {"install": team} / {"uninstall": team}."""
        del request
        app = self._courier(given).app
        if "url" in given:
            app.url = given["url"]
        if "uninstall" in given:
            self._slack.uninstall(self._slack.world.installation(app.id, given["uninstall"]))
        if "install" in given:
            return self._slack.install(given["install"], app.id)
        return None

    async def limits(self, request: HttpRequest, given: Json) -> Any:
        """{"on": bool}: rate limits on or off."""
        del request
        self._slack.limits.on = bool(given["on"])
        return {"on": self._slack.limits.on}

    async def shelf(self, request: HttpRequest, given: Json) -> Any:
        """Files (without their contents), canvases, pins, bookmarks, scheduled messages, user groups."""
        del request, given
        shelf = self._slack.world.shelf
        names = ("canvases", "pins", "bookmarks", "scheduled", "user_groups", "profile_fields")
        files = {key: {**asdict(file), "content": None} for key, file in shelf.files.items()}
        return {name: getattr(shelf, name) for name in names} | {"files": files}

    async def settled(self, request: HttpRequest, given: Json) -> Any:
        """Answers when no delivery is under way."""
        del request, given
        await self._slack.settled()
        return None

    async def reset(self, request: HttpRequest, given: Json) -> Any:
        """Start anew."""
        del request, given
        self._slack.reset()
        return None

    def _courier(self, given: Json) -> Courier:
        app_id = given.get("app", self._slack.app_id)
        if app_id not in self._slack.couriers:
            raise NotThere(f"{app_id}: there are {', '.join(self._slack.couriers)}")
        return self._slack.couriers[app_id]

    def _keyboard(self, person_id: str) -> Keyboard:
        if person_id not in self._slack.world.people:
            raise NotThere(f"nobody has the id {person_id}")
        return self._slack.person(person_id)


def _ref(given: Json) -> Ref:
    if "view" in given:
        return ViewRef(given["view"])
    return MessageRef(given["channel"], given["ts"])


def _answering(handler: Handler) -> Callable[[HttpRequest], Awaitable[Response]]:
    async def answer(request: HttpRequest) -> Response:
        try:
            given: Json = dict(request.query_params)
            raw = await request.body()
            if raw:
                given |= json.loads(raw)
            return _json(await handler(request, given))
        except NotThere as problem:
            return _json({"error": "not_there", "detail": str(problem)}, 404)
        except (BadCast, ValueError, TypeError, KeyError, AttributeError) as problem:
            return _json({"error": "bad_request", "detail": f"{type(problem).__name__}: {problem}"}, 400)

    return answer


def _json(value: Any, status: int = 200) -> Response:
    return JSONResponse(_plain(value), status)


def _plain(value: Any) -> Any:
    if isinstance(value, Channel):  # its messages are asked for by themselves
        names = ("id", "team_id", "kind", "members", "name", "is_private", "is_archived", "topic", "last_read")
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Message | View):
        return _plain(asdict(value))
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value
