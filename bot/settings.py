"""
What an operator sets, read once from one mapping, checked all at once.

Nobody else reads the environment. Secrets do not appear when a ``Settings`` is printed.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

SLACK_API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///var/common-ground.sqlite"


class SettingsError(Exception):
    """The settings cannot be used. ``problems``: one sentence each, with what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is not printed by accident."""

    value: str = field(repr=False)

    def reveal(self) -> str:
        return self.value

    def __str__(self) -> str:
        return "(hidden)"

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Settings:
    """
    One field for each variable of the same name in capitals.

    Raises:
        SettingsError: on construction by ``read``, with everything that is wrong at once.
    """

    slack_bot_token: Secret = field(default_factory=lambda: Secret(""))
    """One workspace: the bot's token (``xoxb-…``)."""
    slack_app_token: Secret = field(default_factory=lambda: Secret(""))
    """The app-level token (``xapp-…``). Set: Socket Mode. Not set: HTTP."""
    slack_signing_secret: Secret = field(default_factory=lambda: Secret(""))
    """HTTP: proves that a request comes from Slack."""
    slack_api_url: str = SLACK_API_URL
    database_url: str = field(default=DATABASE_URL, repr=False)
    """SQLite or PostgreSQL, as SQLAlchemy writes it; may hold a password."""
    port: int = 3000
    """Where HTTP is served; 0 for any free port."""
    coach_client_id: str = ""
    """Many workspaces: the app's client id."""
    coach_client_secret: Secret = field(default_factory=lambda: Secret(""))
    coach_encryption_key: Secret = field(default_factory=lambda: Secret(""))
    """Encrypts comments, notes and tokens at rest."""
    coach_log_level: str = "INFO"
    coach_clock_url: str = ""
    """A movable clock to follow; refused with the real Slack."""

    @property
    def socket_mode(self) -> bool:
        return bool(self.slack_app_token)

    @property
    def many_workspaces(self) -> bool:
        return bool(self.coach_client_id)

    @property
    def slack_is_local(self) -> bool:
        return is_local(self.slack_api_url)

    @classmethod
    def read(cls, environment: Mapping[str, str], *, dotenv: Path | None = None) -> Self:
        """
        Args:
            environment: variables by name; empty ones count as not set.
            dotenv: a file with more of them, if it exists; the environment wins.
        Raises:
            SettingsError: all problems together.
        """
        found = {key: value for key, value in _from_file(dotenv).items() if value}
        found |= {key: value for key, value in environment.items() if value.strip()}
        found = {key: value.strip() for key, value in found.items()}
        problems = _problems(found)
        if problems:
            raise SettingsError(tuple(problems))
        return cls(
            slack_bot_token=Secret(found.get("SLACK_BOT_TOKEN", "")),
            slack_app_token=Secret(found.get("SLACK_APP_TOKEN", "")),
            slack_signing_secret=Secret(found.get("SLACK_SIGNING_SECRET", "")),
            slack_api_url=found.get("SLACK_API_URL", SLACK_API_URL).rstrip("/") + "/",
            database_url=found.get("DATABASE_URL", DATABASE_URL),
            port=int(found.get("PORT", "3000")),
            coach_client_id=found.get("COACH_CLIENT_ID", ""),
            coach_client_secret=Secret(found.get("COACH_CLIENT_SECRET", "")),
            coach_encryption_key=Secret(found.get("COACH_ENCRYPTION_KEY", "")),
            coach_log_level=found.get("COACH_LOG_LEVEL", "INFO").upper(),
            coach_clock_url=found.get("COACH_CLOCK_URL", ""),
        )


def is_local(url: str) -> bool:
    """Returns True for an address on this machine."""
    return (urlsplit(url).hostname or "") in {"127.0.0.1", "::1", "localhost"}


def _from_file(path: Path | None) -> Mapping[str, str | None]:
    return dotenv_values(path, interpolate=False) if path is not None and path.is_file() else {}


def _problems(found: Mapping[str, str]) -> list[str]:
    return [
        *_token_problems(found),
        *_number_problems(found),
        *_address_problems(found),
        *_level_problems(found),
    ]


def _token_problems(found: Mapping[str, str]) -> list[str]:
    problems = []
    bot, app = found.get("SLACK_BOT_TOKEN", ""), found.get("SLACK_APP_TOKEN", "")
    identity, secret = found.get("COACH_CLIENT_ID", ""), found.get("COACH_CLIENT_SECRET", "")
    if bot and not bot.startswith("xoxb-"):
        problems.append(
            "SLACK_BOT_TOKEN should begin with xoxb-: copy it from your app's page “OAuth & Permissions”, "
            "after installing the app."
        )
    if app and not app.startswith("xapp-"):
        problems.append(
            "SLACK_APP_TOKEN should begin with xapp-: make one on your app's page “Basic Information”, "
            "with the scope connections:write."
        )
    if bool(identity) != bool(secret):
        missing = "COACH_CLIENT_SECRET" if identity else "COACH_CLIENT_ID"
        problems.append(f"{missing} is missing: both stand on your app's page “Basic Information”.")
    if not bot and not (identity or secret):
        problems.append(
            "SLACK_BOT_TOKEN is missing: copy it from your app's page “OAuth & Permissions” into .env "
            "(or set COACH_CLIENT_ID and COACH_CLIENT_SECRET, to serve many workspaces)."
        )
    if bot and identity:
        problems.append(
            "SLACK_BOT_TOKEN and COACH_CLIENT_ID are both set: keep the token to serve one workspace, "
            "or the client id and secret to serve many."
        )
    if not app and not found.get("SLACK_SIGNING_SECRET"):
        problems.append(
            "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP: "
            "both stand on your app's page “Basic Information”."
        )
    return problems


def _number_problems(found: Mapping[str, str]) -> list[str]:
    port = found.get("PORT", "3000")
    if port.isascii() and port.isdigit() and int(port) <= 65535:
        return []
    return ["PORT should be a number from 1 to 65535 (0 for any free one)."]


def _address_problems(found: Mapping[str, str]) -> list[str]:
    problems = []
    api, clock = found.get("SLACK_API_URL", SLACK_API_URL), found.get("COACH_CLOCK_URL", "")
    for name, url in (("SLACK_API_URL", api), ("COACH_CLOCK_URL", clock)):
        if url and not _is_web_address(url):
            problems.append(f"{name} should be an address such as http://127.0.0.1:4000/api/.")
    if clock and _is_web_address(api) and not is_local(api):
        problems.append(
            "COACH_CLOCK_URL moves the app's clock and is for the playground only: "
            "take it out, or point SLACK_API_URL at a playground on this machine."
        )
    if "DATABASE_URL" in found and "://" not in found["DATABASE_URL"]:
        problems.append("DATABASE_URL should look like sqlite:///file.sqlite or postgresql://user@host/name.")
    return problems


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _level_problems(found: Mapping[str, str]) -> list[str]:
    level = found.get("COACH_LOG_LEVEL", "INFO").upper()
    if level in logging.getLevelNamesMapping():
        return []
    return ["COACH_LOG_LEVEL should be one of DEBUG, INFO, WARNING, ERROR."]
