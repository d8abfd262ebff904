"""The apps that are pointed at this Slack: identities, credentials and installations in workspaces."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.manifest import Manifest, load_manifest
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

TOKEN_SECONDS = 43_200.0
"""How long a rotating token works: twelve hours of real time."""

_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")


@dataclass(slots=True)
class App:
    """
    One app. `url` is where signed requests go ("http://127.0.0.1:3000/slack/events"); None means Socket Mode.

    codes: unused OAuth codes -> (team id, person who installs, redirect URI, scopes). token_seconds: how long its
    tokens work, if the manifest turns token rotation on.
    """

    manifest: Manifest
    id: str = APP_ID
    url: str | None = None
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    bot_user_id: str = "U0APPBOT"
    bot_id: str = "B0APPBOT"
    token_seconds: float = TOKEN_SECONDS
    codes: dict[str, tuple[str, str, str | None, frozenset[str]]] = field(default_factory=dict)
    used_codes: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What people read above its messages."""
        return self.manifest.name

    def credentials(self) -> dict[str, str]:
        """What the app needs to know in order to connect, by Slack's usual names."""
        names = ("app_id", "bot_token", "app_token", "signing_secret", "client_id", "client_secret", "bot_user_id")
        return {name: self.id if name == "app_id" else str(getattr(self, name)) for name in names}


def further_app(name: str, number: int, manifest: Path | str | Mapping[str, Any] | None, url: str | None) -> App:
    """
    A second (third…) app: all its ids and credentials are made of its name, such as "xoxb-helper", "A0HELPER".

    Raises:
        ValueError: not a usable name. BadManifest: as for `load_manifest`.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"an app's name is up to 20 small letters and digits, not {name!r}")
    said = load_manifest(manifest) if manifest is not None else Manifest(name.capitalize(), name)
    return App(
        said,
        id=f"A0{name.upper()}",
        url=url or None,
        bot_token=f"xoxb-{name}",
        app_token=f"xapp-{name}",
        signing_secret=f"{name}-signing-secret",
        client_id=f"1000000000.{2_000_000_000 + number}",
        client_secret=f"{name}-client-secret",
        bot_user_id=f"U0{name.upper()}BOT",
        bot_id=f"B0{name.upper()}BOT",
    )


def install(
    world: World, app: App, team_id: str, *, without: Collection[str] = (), token: str | None = None, by: str = ""
) -> Installation:
    """Put the app into a workspace: a bot user, a token, the manifest's scopes but those declined (`without`)."""
    before = world.installation(app.id, team_id)
    number = "" if team_id == next(iter(world.workspaces)) else team_id
    bot_user_id, bot_id = app.bot_user_id + number, app.bot_id + number
    if bot_user_id not in world.people:
        world.people[bot_user_id] = Person(
            bot_user_id,
            app.manifest.bot_name,
            app.manifest.name,
            team_id,
            is_bot=True,
            bot_id=bot_id,
            app_id=app.id,
            updated=world.seconds(),
        )
        world.keeper.put(world.people[bot_user_id])
    new_token = f"xoxb-{team_id.lower()}-{secrets.token_hex(8)}"
    installation = Installation(
        app_id=app.id,
        team_id=team_id,
        bot_token=token or (before.bot_token if before else new_token),
        bot_user_id=bot_user_id,
        bot_id=bot_id,
        scopes=app.manifest.granted(without),
        authed_user_id=by,
        id=before.id if before else f"{app.id}/{team_id}/{secrets.token_hex(4)}",
    )
    if before:
        installation.expiring, installation.refresh_token = before.expiring, before.refresh_token
        for old in before.expiring:
            world.installations[old] = installation
    world.installations[installation.bot_token] = installation
    world.keeper.put(installation)
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
    installation = install(world, app, team_id, without=without, by=person_id)
    if app.manifest.token_rotation:
        rotate(world, app, installation)
    return installation


def refresh(world: World, app: App, refresh_token: str) -> Installation:
    """
    Exchange a refresh token, which is good for one exchange, for a new pair.

    Raises:
        Refused: invalid_refresh_token.
    """
    for installation in world.installations.values():
        if installation.app_id == app.id and installation.active and installation.refresh_token == refresh_token != "":
            rotate(world, app, installation)
            return installation
    raise Refused("invalid_refresh_token")


def rotate(world: World, app: App, installation: Installation) -> None:
    """Give an installation a new token that expires. Two are alive at most: the new one and the one before."""
    token, now = f"xoxe.xoxb-1-{secrets.token_urlsafe(32)}", world.clock.real().timestamp()
    live = list(installation.expiring)[-1:] or [installation.bot_token]
    for old in [each for each in installation.expiring if each not in live]:
        del world.installations[old]
    installation.expiring = {each: installation.expiring.get(each, now + app.token_seconds) for each in live}
    installation.expiring[token] = now + app.token_seconds
    installation.bot_token = token
    installation.refresh_token = f"xoxe-1-{secrets.token_urlsafe(32)}"
    world.installations[token] = installation
    world.keeper.put(installation)


def command_owner(apps: Mapping[str, App], command: str) -> App | None:
    """The app that answers to a slash command: of several, the one that came last, as with Slack."""
    named = [app for app in apps.values() if any(each.name == command for each in app.manifest.commands)]
    anyone = [app for app in apps.values() if app.manifest.command(command) is not None]
    found = named or anyone
    return found[-1] if found else None
