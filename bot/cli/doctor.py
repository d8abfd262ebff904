"""``coach doctor``: looks at everything an operator can get wrong, and says what to do about each."""

import asyncio
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering import SlackRefused
from bot.cli.manifest import optional_scopes, scopes
from bot.cli.speaking import log_to_stderr, say, settings
from bot.installs import Installs, called
from bot.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class Finding:
    """``advice`` is empty when all is well; ``grave`` when the app cannot work as it is."""

    about: str
    text: str
    advice: str = ""
    grave: bool = True

    @property
    def line(self) -> str:
        if not self.advice:
            return f"ok    {self.about}: {self.text}"
        return f"{'mend' if self.grave else 'note'}  {self.about}: {self.text}\n      → {self.advice}"


def examine() -> int:
    """Returns 0 when the app can work, else 1."""
    try:
        chosen = settings()
    except SettingsError as problem:
        say(*(Finding("settings", "cannot be used", line).line for line in problem.problems))
        return 1
    log_to_stderr("ERROR")
    findings = [Finding("settings", "complete"), *asyncio.run(_slack(chosen)), *_database(chosen), *_key(chosen)]
    say(*(finding.line for finding in findings))
    return 1 if any(finding.advice and finding.grave for finding in findings) else 0


async def _slack(chosen: Settings) -> list[Finding]:
    if chosen.many_workspaces:
        return [Finding("tokens", "each workspace brings its own when it installs the app")]
    installs = Installs(api_url=chosen.slack_api_url, token=chosen.slack_bot_token)
    try:
        return [*await _bot_token(installs), *await _app_token(installs, chosen)]
    finally:
        await installs.close()


async def _bot_token(installs: Installs) -> list[Finding]:
    try:
        own = await installs.own()
    except SlackRefused as problem:
        advice = "Copy SLACK_BOT_TOKEN anew from “OAuth & Permissions”; if it is right, install the app again."
        if problem.code == "unreachable":
            advice = f"Nothing answers at {installs.api_url}: check the network, a proxy, and SLACK_API_URL."
        return [Finding("bot token", f"Slack says {problem.code}", advice)]
    return [Finding("bot token", f"belongs to workspace {own.workspace}"), *_scopes(own.scopes)]


def _scopes(granted: frozenset[str]) -> Iterable[Finding]:
    optional = set(optional_scopes())
    missing = sorted(set(scopes()) - optional - granted)
    declined = sorted(optional - granted)
    if missing:
        advice = "Bring the app's manifest up to date (coach manifest prints it) and install the app again."
        yield Finding("scopes", f"missing: {', '.join(missing)}", advice)
    else:
        yield Finding("scopes", "all that are needed")
    if declined:
        advice = "Fine. With them, no message is posted twice after a network failure."
        yield Finding("scopes", f"optional ones not granted: {', '.join(declined)}", advice, grave=False)


async def _app_token(installs: Installs, chosen: Settings) -> list[Finding]:
    if not chosen.socket_mode:
        return [Finding("transport", f"HTTP on port {chosen.port}; Slack must reach it by https")]
    try:
        token = chosen.slack_app_token.reveal()
        await called(installs.client(None).apps_connections_open(app_token=token))
    except SlackRefused as problem:
        advice = "Make an app-level token with the scope connections:write, and switch Socket Mode on."
        return [Finding("app token", f"Slack says {problem.code}", advice)]
    return [Finding("transport", "Socket Mode, connection granted")]


def _database(chosen: Settings) -> Iterable[Finding]:
    from bot import wiring

    problems = wiring.check(chosen)
    if not problems:
        yield Finding("database", "answers, and can be used")
    for problem in problems:
        yield Finding("database", "not usable as it is", problem)


def _key(chosen: Settings) -> Iterable[Finding]:
    if chosen.coach_encryption_key:
        yield Finding("encryption", "comments, notes and tokens are encrypted")
        return
    fresh = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    yield Finding(
        "encryption",
        "comments, notes and tokens are stored as they are",
        f"Put a key into .env, and keep a copy: without it they cannot be read. COACH_ENCRYPTION_KEY={fresh}",
        grave=False,
    )
