"""The addresses of the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from playground.elements import NotThere
from playground.pages import trouble_page
from playground.pages.acting import ACTS, OUT_OF_DATE
from playground.pages.choosing import offered
from playground.pages.inspector import as_text, containing, rows
from playground.pages.live import REGIONS, events
from playground.pages.markup import icon
from playground.pages.naming import avatar, zone_of
from playground.pages.render_markdown import markdown
from playground.pages.screens import PAGE, Screen, sign_in_people

if TYPE_CHECKING:
    from playground.slack import Slack

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: http: https:; frame-ancestors 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
MOST_MESSAGES = 20_000
MOST_SHOWN = 500


class Pages:
    """All handlers, around one local Slack."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(icon=icon, avatar=avatar, regions=REGIONS, guide=self.guide)

    def guide(self) -> Markup:
        """The text for newcomers that the app handed over, or nothing."""
        return markdown(self.slack.guide) if self.slack.guide else Markup("")

    def routes(self) -> list[BaseRoute]:
        """Everything that a browser may ask for."""
        return [
            Route("/", self.welcome),
            Route("/side-by-side", self.side_by_side),
            Route("/c/{channel_id}", self.conversation),
            Route("/app/{app_id}/{tab}", self.app_tab),
            Route("/do/{what}", self.act, methods=["POST"]),
            Route("/options", self.options),
            Route("/events", self.live),
            Route("/inspector", self.inspect),
            Route("/inspector/shown/{person_id}.txt", self.shown_as_text),
            Route("/inspector/shown/{person_id}", self.shown),
            Route("/inspector/trouble", self.trouble, methods=["GET", "POST"]),
            Route("/favicon.ico", self.favicon),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def favicon(self, request: Request) -> Response:
        """For pages that cannot name one, such as plain text."""
        return FileResponse(HERE / "static/icon.svg", media_type="image/svg+xml")

    # whole screens

    async def welcome(self, request: Request) -> Response:
        """Who do you want to be? With `as`, straight to the app's messages."""
        person_id = request.query_params.get("as")
        if person_id in self.slack.world.people:
            return RedirectResponse(f"/app/{self.slack.app_id}/messages?as={person_id}", headers=HEADERS)
        names = " and ".join(app.name for app in self.slack.apps.values())
        return self._page("welcome.html", slack=self.slack, names=names, people=sign_in_people(self.slack))

    async def side_by_side(self, request: Request) -> Response:
        """Two people's windows in one, `left` and `right`; the first two people if they are not named."""
        people = {person.id: person for person in sign_in_people(self.slack)}
        if not people:
            return RedirectResponse("/", headers=HEADERS)
        first, second = [*people.values(), *people.values()][:2]
        left = people.get(request.query_params.get("left", ""), first)
        right = people.get(request.query_params.get("right", ""), second if left is not second else first)
        return self._page("side_by_side.html", left=left, right=right)

    async def conversation(self, request: Request) -> Response:
        """A channel, direct or group conversation."""
        person_id = self._eyes(request)
        channel = self.slack.world.channels.get(request.path_params["channel_id"])
        if person_id is None:
            return RedirectResponse("/", headers=HEADERS)
        if channel is None or person_id not in channel.members:
            return self._nowhere(person_id)
        screen = self._screen(request, person_id, channel=channel)
        if screen.is_app_dm(channel):
            thread = {"thread": screen.thread_ts} if screen.thread_ts else {}
            return RedirectResponse(screen.conversation_url(channel, **thread), headers=HEADERS)
        return self._drawn(request, screen)

    async def app_tab(self, request: Request) -> Response:
        """The app's Home, Messages or About."""
        person_id = self._eyes(request)
        if person_id is None:
            return RedirectResponse("/", headers=HEADERS)
        tab, app = request.path_params["tab"], self.slack.apps.get(request.path_params["app_id"])
        if app is None or tab not in ("home", "messages", "about"):
            return self._nowhere(person_id)
        try:
            dm = self.slack.person(person_id).dm_with(app.id)
        except NotThere:  # it was removed from the workspace
            return self._nowhere(person_id)
        if tab == "messages":
            return self._drawn(request, self._screen(request, person_id, channel=dm))
        return self._drawn(request, self._screen(request, person_id, place=tab, app=app))

    def _eyes(self, request: Request) -> str | None:
        person_id = request.query_params.get("as")
        return person_id if person_id in {person.id for person in sign_in_people(self.slack)} else None

    def _screen(self, request: Request, person_id: str, **where: Any) -> Screen:
        count = request.headers.get("x-count", "")
        return Screen(
            self.slack,
            person_id,
            thread_ts=request.query_params.get("thread"),
            count=min(int(count), MOST_MESSAGES) if count.isdigit() else PAGE,
            new_from=request.headers.get("x-new-from"),
            **where,
        )

    def _drawn(self, request: Request, screen: Screen) -> Response:
        """The whole page, or only the regions that the script asks for."""
        wanted = request.headers.get("x-regions")
        if wanted is None:
            return self._page("page.html", screen=screen, slack=self.slack, people=self._people_json(screen))
        parts = [self._html(f"region_{name}.html", screen) for name in wanted.split(",") if name in REGIONS]
        return HTMLResponse("".join(parts), headers=HEADERS)

    def _html(self, template: str, screen: Screen) -> str:
        return self.templates.get_template(template).render(screen=screen, slack=self.slack)

    def _page(self, template: str, status: int = 200, **given: Any) -> Response:
        return HTMLResponse(self.templates.get_template(template).render(**given), status, headers=HEADERS)

    def _nowhere(self, person_id: str) -> Response:
        return self._page("nowhere.html", 404, slack=self.slack, person=self.slack.world.people[person_id])

    def _people_json(self, screen: Screen) -> Markup:
        """What the composer completes: people and commands."""
        people = [
            {"id": p.id, "name": p.display_name, "handle": p.name, "note": "App" if p.is_bot else p.title}
            for p in self.slack.world.people.values()
            if not p.deleted and p.id != screen.me.id
        ]
        commands = [
            {"name": c.name, "hint": c.usage_hint, "note": c.description or app.name}
            for app in self.slack.apps.values()
            for c in app.manifest.commands
        ]
        known = json.dumps({"people": people, "commands": commands})
        return Markup(known.replace("<", "\\u003c"))

    # what the script asks for

    async def act(self, request: Request) -> Response:
        """One thing that a person does."""
        act = ACTS.get(request.path_params["what"])
        if act is None or not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"ok": False, "error": "There is nothing like that here."}, 404)
        try:
            given = await request.json()
            me = self.slack.person(given["as"])
            before = len(me.notices())
            answer = await act(self.slack, me, given)
            # What Slack itself told the person pops up by itself, so the script need not say it again.
            return JSONResponse({**answer, "noticed": len(me.notices()) > before}, headers=HEADERS)
        except NotThere:
            return JSONResponse({"ok": False, "error": OUT_OF_DATE}, headers=HEADERS)
        except (KeyError, TypeError, ValueError, json.JSONDecodeError):
            return JSONResponse({"ok": False, "error": "That could not be understood."}, 400, headers=HEADERS)

    async def options(self, request: Request) -> Response:
        """The list of a select."""
        given = request.query_params
        try:
            drawn = await offered(
                self.slack,
                self.slack.person(given["as"]),
                ref=given["ref"],
                block_id=given["block"],
                action_id=given["action"],
                typed=given.get("typed", ""),
                base=given.get("base", "list"),
            )
        except (NotThere, KeyError):
            return HTMLResponse("", 404, headers=HEADERS)
        return HTMLResponse(drawn, headers=HEADERS)

    async def live(self, request: Request) -> Response:
        """The stream of changes for one page."""
        person_id = request.query_params.get("as", "")
        if person_id not in self.slack.world.people:
            return Response(status_code=404)
        stream = events(self.slack, person_id)
        return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)

    # looking behind the curtain

    async def inspect(self, request: Request) -> Response:
        """All requests and deliveries."""
        given = request.query_params
        asked: dict[str, Any] = {name: given.get(name, "") for name in ("way", "words", "app")}
        found = rows(self.slack, **asked, only_bad=bool(given.get("bad")))
        return self._page(
            "inspector.html",
            slack=self.slack,
            rows=found,
            **asked,
            bad=bool(given.get("bad")),
            eyes=given.get("as", ""),
        )

    async def shown(self, request: Request) -> Response:
        """Everything that one person was ever shown."""
        person = self.slack.world.people.get(request.path_params["person_id"])
        if person is None:
            return Response(status_code=404)
        words = request.query_params.get("words", "")
        everything = self.slack.person(person.id).shown()
        return self._page(
            "shown.html",
            slack=self.slack,
            person=person,
            people=sign_in_people(self.slack),
            words=words,
            seen=containing(everything, words)[-MOST_SHOWN:][::-1],
            total=len(everything),
            zone=zone_of(person),
            eyes=request.query_params.get("as", ""),
        )

    async def shown_as_text(self, request: Request) -> Response:
        """The same as plain text, oldest first, for tests and for searching."""
        person = self.slack.world.people.get(request.path_params["person_id"])
        if person is None:
            return Response(status_code=404)
        return PlainTextResponse(as_text(self.slack.person(person.id).shown(), zone_of(person)), headers=HEADERS)

    async def trouble(self, request: Request) -> Response:
        """Make things go wrong, or right again."""
        problem = ""
        if request.method == "POST":
            async with request.form() as form:
                try:
                    await trouble_page.change(self.slack, {key: str(value).strip() for key, value in form.items()})
                except (ValueError, KeyError) as wrong:
                    problem = str(wrong)
            if not problem:
                return RedirectResponse(f"/inspector/trouble?{request.url.query}", 303, headers=HEADERS)
        return self._page(
            "trouble.html",
            slack=self.slack,
            rules=self.slack.trouble.rules,
            kinds=trouble_page.kinds(),
            words=trouble_page.WORDS,
            ready=trouble_page.READY,
            methods=trouble_page.METHODS,
            sockets=trouble_page.sockets(self.slack),
            problem=problem,
            eyes=request.query_params.get("as", ""),
        )
