"""The app that is pointed at this Slack: its identity, its credentials and its installations in workspaces."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from playground.manifest import Manifest
from playground.model import Installation, Person
from playground.refusal import Refused
from playground.world import World

# Credentials of a stand-in: they open nothing but this process on this machine.
BOT_TOKEN = "xoxb-playground"  # noqa: S105
APP_TOKEN = "xapp-playground"  # noqa: S105
SIGNING_SECRET = "playground-signing-secret"  # noqa: S105
CLIENT_ID = "1000000000.2000000000"
CLIENT_SECRET = "playground-client-secret"  # noqa: S105
APP_ID = "A0PLAYGROUND"


@dataclass(slots=True)
class App:
    """
    One app. `url` is where signed requests go ("http://127.0.0.1:3000/slack/events"); None means Socket Mode.

    codes: unused OAuth codes -> (team id, person who installs, redirect URI, scopes).
    """

    manifest: Manifest
    id: str = APP_ID
    url: str | None = None
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    codes: dict[str, tuple[str, str, str | None, frozenset[str]]] = field(default_factory=dict)
    used_codes: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What people read above its messages."""
        return self.manifest.name


def install(
    world: World, app: App, team_id: str, *, without: Collection[str] = (), token: str | None = None, by: str = ""
) -> Installation:
    """Put the app into a workspace: a bot user, a token, the manifest's scopes but those declined (`without`)."""
    before = world.installation(app.id, team_id)
    number = "" if team_id == next(iter(world.workspaces)) else team_id
    bot_user_id, bot_id = "U0APPBOT" + number, "B0APPBOT" + number
    if bot_user_id not in world.people:
        world.people[bot_user_id] = Person(
            bot_user_id,
            app.manifest.bot_name,
            app.manifest.name,
            team_id,
            is_bot=True,
            bot_id=bot_id,
            app_id=app.id,
            updated=int(world.clock.real().timestamp()),
        )
    installation = Installation(
        app_id=app.id,
        team_id=team_id,
        bot_token=token or (before.bot_token if before else f"xoxb-{team_id.lower()}-{secrets.token_hex(8)}"),
        bot_user_id=bot_user_id,
        bot_id=bot_id,
        scopes=app.manifest.granted(without),
        authed_user_id=by,
    )
    world.installations[installation.bot_token] = installation
    return installation


def exchange_code(world: World, app: App, code: str, redirect_uri: str | None) -> Installation:
    """
    Turn the code of an approved installation into an installation.

    Raises:
        Refused: invalid_code, code_already_used, bad_redirect_uri.
    """
    if code in app.used_codes:
        raise Refused("code_already_used")
    if code not in app.codes:
        raise Refused("invalid_code")
    team_id, person_id, asked_uri, scopes = app.codes[code]
    if asked_uri != redirect_uri:
        raise Refused("bad_redirect_uri")
    del app.codes[code]
    app.used_codes.add(code)
    without = app.manifest.scopes - scopes if scopes else frozenset()
    return install(world, app, team_id, without=without, by=person_id)
