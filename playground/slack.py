"""The whole stand-in: the world, the app that is pointed at it, the ways between them, and the people to act as."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from playground.apps import TOKEN_SECONDS, App, further_app, install
from playground.cast import Cast, load_cast
from playground.changes import Changes
from playground.clock import Clock
from playground.delivery.courier import Courier
from playground.delivery.events import Events
from playground.delivery.interactions import Interactions
from playground.delivery.response_urls import ResponseUrls
from playground.delivery.triggers import Triggers
from playground.delivery.waiting import Undelivered
from playground.filling import world_of
from playground.keeping import FileKeeper, Keeper
from playground.limits import MINUTE, POSTS, Limits
from playground.manifest import Manifest, load_manifest
from playground.model import Change, Installation, Person
from playground.people import Keyboard
from playground.posting_later import PostingLater
from playground.record import Record
from playground.restoring import CLOCK
from playground.trouble import Trouble


class Slack:
    """
    One local Slack. Made by `playground.running` (for tests) or `python -m playground`.

    manifest: a file or mapping, None for a permissive one; people: a file, mapping or list, None for the default cast;
    without_scopes: declined at installation; seed: for trouble; guide: Markdown that the pages show to a visitor.
    apps: further ones by name, {"helper": {"manifest": …, "url": …}}; commercial_history: history methods as for an app
    that is sold outside the Marketplace; minute: seconds that the minute of the rate limits lasts (60); posts: how
    many messages may be posted in it (300); token_seconds: life of rotating tokens; state: a file that keeps all.
    Raises:
        BadManifest, BadCast, BadState, ValueError: something of that cannot be used.
    """

    def __init__(
        self,
        *,
        manifest: Path | str | Mapping[str, Any] | None = None,
        people: Path | str | Mapping[str, Any] | Sequence[Any] | None = None,
        app_url: str | None = None,
        without_scopes: Collection[str] = (),
        rate_limits: bool = True,
        seed: int = 0,
        guide: str = "",
        bot_token: str | None = None,
        app_token: str | None = None,
        signing_secret: str | None = None,
        apps: Mapping[str, Mapping[str, Any]] | None = None,
        commercial_history: bool = False,
        minute: float = MINUTE,
        posts: int = POSTS,
        token_seconds: float = TOKEN_SECONDS,
        state: Path | str | None = None,
    ) -> None:
        self.app = App(load_manifest(manifest), url=app_url)
        self.app.bot_token = bot_token or self.app.bot_token
        self.app.app_token = app_token or self.app.app_token
        self.app.signing_secret = signing_secret or self.app.signing_secret
        self.apps: dict[str, App] = {self.app.id: self.app}
        for number, (name, how) in enumerate((apps or {}).items(), start=1):
            app = further_app(name, number, how.get("manifest"), how.get("url"))
            self.apps[app.id] = app
        for app in self.apps.values():
            app.token_seconds = token_seconds
        self.cast: Cast = load_cast(people)
        self.guide = guide
        self.address = ""
        self.without_scopes = frozenset(without_scopes)
        self.commercial_history = commercial_history
        self.clock = Clock()
        self.record = Record()
        self.trouble = Trouble(seed)
        self.limits = Limits(on=rate_limits, commercial_history=commercial_history, minute=minute, posts=posts)
        self.triggers = Triggers()
        self.keeper = FileKeeper(state) if state is not None else Keeper()
        self.couriers = {app.id: Courier(app, self.record, self.trouble, self.keeper) for app in self.apps.values()}
        self._closing = asyncio.Event()
        self._later: asyncio.Task[None] | None = None
        self._changes = Changes()
        self._fill()
        self.clock.moved.append(self._clock_moved)

    def _fill(self) -> None:
        self.world = world_of(self.cast, self.apps, self.clock, self._changes, self.keeper, self.without_scopes)
        self.response_urls = ResponseUrls(self.world, self.app.id)
        self.response_urls.address = self.address
        self.events = Events(self.world, self.couriers)
        self.interactions = Interactions(self.world, self.couriers, self.triggers, self.response_urls)
        self.posting_later = PostingLater(self.world, self.events)
        self._keyboards: dict[str, Keyboard] = {}

    def _clock_moved(self) -> None:
        self.keeper.mark(CLOCK, str(self.clock.offset.total_seconds()))
        self.posting_later.wake()

    def start(self) -> None:
        """Begin what goes on by itself: posts to come, and events that were under way when the state was written."""
        self._later = asyncio.get_running_loop().create_task(self.posting_later.run())
        for waiting in list(self.keeper.all(Undelivered)):
            if waiting.app_id in self.couriers:
                self.couriers[waiting.app_id].take_up(waiting)

    def listens_at(self, address: str) -> None:
        """Where this Slack can be reached, such as "http://127.0.0.1:8888"."""
        self.address = self.response_urls.address = address

    # what an app needs to connect

    @property
    def courier(self) -> Courier:
        """The way to the (first) app."""
        return self.couriers[self.app.id]

    @property
    def base_url(self) -> str:
        """For the clients of Slack's SDKs: the Web API's address, with a slash at the end."""
        return f"{self.address}/api/"

    @property
    def manifest(self) -> Manifest:
        """What the app's manifest says."""
        return self.app.manifest

    @property
    def team_id(self) -> str:
        """The workspace that the app is installed in from the start."""
        return self.cast.workspaces[0].id

    @property
    def app_id(self) -> str:
        """The app's id."""
        return self.app.id

    @property
    def bot_user_id(self) -> str:
        """The app's bot user in the first workspace."""
        return self.app.bot_user_id

    @property
    def bot_token(self) -> str:
        """The bot token in the first workspace."""
        return self.app.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token, for Socket Mode."""
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        """What HTTP requests to the app are signed with."""
        return self.app.signing_secret

    @property
    def app_url(self) -> str | None:
        """Where signed requests go; None means Socket Mode. May be set at any time."""
        return self.app.url

    @app_url.setter
    def app_url(self, url: str | None) -> None:
        self.app.url = url

    # people

    def person(self, person_id: str) -> Keyboard:
        """
        Somebody's keyboard.

        Raises:
            KeyError: nobody has this id.
        """
        keyboard = self._keyboards.get(person_id)
        if keyboard is None:
            keyboard = Keyboard(self.world, self.apps, self.events, self.interactions, self.world.people[person_id])
            self._keyboards[person_id] = keyboard
        return keyboard

    def change_person(self, person_id: str, **fields: Any) -> Person:
        """
        Change somebody (such as `deleted=True`, `tz="Asia/Tokyo"`) and let the app hear of it.

        Raises:
            KeyError: nobody has this id. AttributeError: no such field.
        """
        person = self.world.people[person_id]
        for name, value in fields.items():
            setattr(person, name, value)
        self.world.people_changed(person_id)
        self.events.person_changed(person)
        return person

    def add_person(self, person: Person) -> Person:
        """Let somebody join the workspace."""
        self.world.people[person.id] = person
        self.world.people_changed(person.id)
        self.events.person_changed(person, joined=True)
        return person

    def shares_channel(self, installation: Installation, person_id: str) -> bool:
        """Whether a person is in some conversation with the app."""
        bot = installation.bot_user_id
        return any(bot in channel.members for channel in self.world.channels_of(person_id))

    # the app's life

    def install(self, team_id: str, app_id: str | None = None) -> Installation:
        """Put an app (the first, if none is named) into a further workspace, or into one once more."""
        app = self.apps[app_id or self.app.id]
        return install(self.world, app, team_id, without=self.without_scopes)

    def uninstall(self, installation: Installation | None = None) -> None:
        """Remove the app from a workspace (by default the first) and let it hear of that."""
        found = installation or self.world.installation(self.app.id, self.team_id)
        if found is not None and found.active:
            found.ended = "account_inactive"
            self.keeper.put(found)
            self.events.uninstalled(found)

    # the whole

    async def pause(self, seconds: float) -> None:
        """Be slow on purpose; ends early if this Slack is closed."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def settled(self) -> None:
        """Wait until no delivery to the app is under way."""
        for courier in self.couriers.values():
            await courier.settled()

    def reset(self) -> None:
        """Start anew: the cast as it was, no message, no trouble, business time is real time. Connections stay."""
        self.clock.reset()
        self.keeper.clear()
        self.record.clear()
        self.trouble.clear()
        self.limits.reset()
        self._fill()
        if self._later is not None:
            self._later.cancel()
            self._later = asyncio.get_running_loop().create_task(self.posting_later.run())
        self._changes.tell(Change("reset", ()))

    async def close(self) -> None:
        """End all connections to the app."""
        self._closing.set()
        if self._later is not None:
            self._later.cancel()
        for courier in self.couriers.values():
            await courier.close()
        self.keeper.close()
