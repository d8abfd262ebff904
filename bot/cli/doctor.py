"""``coach doctor``: looks at everything an operator can get wrong, and says what to do about each."""

import asyncio
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.answering import SlackRefused
from bot.cli.manifest import optional_scopes, scopes
from bot.cli.speaking import log_to_stderr, say, settings
from bot.installs import Installs, called
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.wiring import Stuck

CLOCK_SECONDS = 30.0
"""A difference to Slack's clock that is worth a word."""


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
    return [
        Finding("bot token", f"belongs to workspace {own.workspace}"),
        *check_scopes(own.scopes),
        clock(await _slacks_time(installs), time.time()),
    ]


async def _slacks_time(installs: Installs) -> str:
    try:
        return str((await called(installs.client(None).api_test())).headers.get("date", ""))
    except SlackRefused:
        return ""


def clock(told: str, now: float) -> Finding:
    """
    Compare this machine's clock with Slack's: what is signed more than five minutes off is refused.

    Args:
        told: the ``Date`` that Slack's answer carried.
        now: seconds since 1970, by this machine.
    """
    try:
        off = now - parsedate_to_datetime(told).timestamp()
    except ValueError:
        return Finding("clock", "Slack did not say what time it is", "Nothing to do, if the machine keeps time.", False)
    if abs(off) < CLOCK_SECONDS:
        return Finding("clock", "agrees with Slack's")
    which = "ahead of" if off > 0 else "behind"
    advice = "Let the machine keep time (NTP, chrony): Slack's requests count for five minutes only."
    return Finding("clock", f"{abs(off):.0f} s {which} Slack's", advice, grave=abs(off) > 5 * CLOCK_SECONDS)


def check_scopes(granted: frozenset[str]) -> Iterable[Finding]:
    optional = set(optional_scopes())
    missing = sorted(set(scopes()) - optional - granted)
    declined = sorted(optional - granted)
    if missing:
        advice = "Bring the app's manifest up to date (coach manifest prints it) and install the app again."
        yield Finding("scopes", f"missing: {', '.join(missing)}", advice)
    else:
        yield Finding("scopes", "all that are needed")
    if declined:
        advice = (
            "Fine. With the history scopes no message is posted twice after a network failure; "
            "with files:write whoever asks gets a calendar file."
        )
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
        yield from check_stuck(wiring.stuck(chosen))
    for problem in problems:
        yield Finding("database", "not usable as it is", problem)


def check_stuck(found: "Stuck") -> Iterable[Finding]:
    if not found.readable:
        advice = "Put the key with which it was written back into COACH_ENCRYPTION_KEY, behind the new one and a comma."
        yield Finding("encryption", "the key does not open what is stored", advice)
    for workspace, why in sorted(found.dead.items()):
        advice = "Somebody there can install the app again, at /slack/install; what waits is sent then."
        yield Finding("workspace", f"{workspace} is left alone: {why}", advice, grave=False)
    if not found.parked:
        yield Finding("messages", "none is parked")
    for why, number in sorted(found.parked.items()):
        said = "one is parked" if number == 1 else f"{number} are parked"
        yield Finding("messages", f"{said}, as Slack says {why}", _PARKED.get(why, _PARKED_FOR_ANY_REASON), grave=False)


_TRIED_AGAIN = "It is tried again at the next start, and once a day."
_PARKED_FOR_ANY_REASON = f"Look the reason up in Slack's documentation of chat.postMessage. {_TRIED_AGAIN}"
_PARKED = {
    "messages_tab_disabled": f"Switch the Messages tab on, under “App Home” of your app's page. {_TRIED_AGAIN}",
    "missing_scope": "Bring the app's manifest up to date and install the app again; then it is tried again.",
    "is_archived": f"Take the channel out of the archive. {_TRIED_AGAIN}",
    "restricted_action": f"A setting of the workspace forbids it: ask its administrator. {_TRIED_AGAIN}",
    "user_disabled": "Nothing to do: it is tried again when they are back.",
}


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
