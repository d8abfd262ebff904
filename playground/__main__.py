"""`python -m playground`: a local Slack as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from playground.apps import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TOKEN_SECONDS
from playground.cast import BadCast
from playground.limits import MINUTE, POSTS
from playground.manifest import BadManifest

_AFTERWORD = f"""\
connecting an app:
  Give the SDK the base URL http://127.0.0.1:PORT/api/ and these credentials, which open nothing else:
  bot token {BOT_TOKEN}, app token {APP_TOKEN}, signing secret {SIGNING_SECRET}.
  A further app NAME (--app) has xoxb-NAME, xapp-NAME and NAME-signing-secret. All of them: GET /_playground/about.

examples:
  python -m playground
      an app on Socket Mode, everything allowed, a small team
  python -m playground --manifest manifest.yml --app-url http://127.0.0.1:3000/slack/events
      what the manifest says and no more, over signed HTTP
  python -m playground --app helper=helper.yml --app poll=poll.yml,http://127.0.0.1:3001/slack/events
      three apps in one workspace
  python -m playground --state workspace.db --people people.yml
      go on tomorrow where you stopped today

Open http://127.0.0.1:PORT/ to act as the people who are there. Other processes do so by JSON under /_playground/, where
the business clock is read and moved and trouble is ordered, too: docs/playground.md has all of it."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    line = argparse.ArgumentParser(
        prog="python -m playground",
        description="A strict local Slack for any Bolt app: Web API, Socket Mode, signed HTTP, and people to act as.",
        epilog=_AFTERWORD,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    line.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    line.add_argument("--port", type=int, default=8888, help="port, 0 for any free one (default: %(default)s)")
    line.add_argument(
        "--app-url", metavar="URL", help="send signed requests there; without it the app uses Socket Mode"
    )
    line.add_argument(
        "--manifest", type=Path, metavar="FILE", help="the app's manifest; without it everything is allowed"
    )
    line.add_argument(
        "--people", type=Path, metavar="FILE", help="who is there (YAML or JSON); without it a small team"
    )
    line.add_argument(
        "--app",
        action="append",
        default=[],
        metavar="NAME[=FILE][,URL]",
        help="a further app: its manifest, and its address if it does not use Socket Mode; may be repeated",
    )
    line.add_argument("--state", type=Path, metavar="FILE", help="keep everything there; without it all ends with us")
    line.add_argument("--guide", type=Path, metavar="FILE", help="Markdown that the pages show to visitors")
    line.add_argument(
        "--without-scope", action="append", default=[], metavar="SCOPE", help="decline it at installation"
    )
    line.add_argument("--no-rate-limits", action="store_true", help="let the app call as often as it likes")
    line.add_argument(
        "--minute",
        type=float,
        default=MINUTE,
        metavar="S",
        help="how long the minute of the rate limits lasts; less puts all of them in a hurry (default: %(default)s)",
    )
    line.add_argument(
        "--posts", type=int, default=POSTS, metavar="N", help="messages that may be posted in it (default: %(default)s)"
    )
    line.add_argument(
        "--commercial-history",
        action="store_true",
        help="one call a minute and 15 messages for conversations.history and .replies, as for apps that are sold "
        "outside the Marketplace",
    )
    line.add_argument(
        "--token-seconds",
        type=float,
        default=TOKEN_SECONDS,
        metavar="S",
        help="life of a token, if the manifest turns token rotation on (default: %(default)s)",
    )
    line.add_argument("--retry-delays", default="0,60,300", metavar="S,S,S", help="seconds before an event is repeated")
    line.add_argument("--seed", type=int, default=0, help="for trouble on demand (default: %(default)s)")
    line.add_argument("--signing-secret", default=SIGNING_SECRET, help="(default: %(default)s)")
    line.add_argument("--bot-token", default=BOT_TOKEN, help="(default: %(default)s)")
    line.add_argument("--app-token", default=APP_TOKEN, help="(default: %(default)s)")
    return line


def further(text: str) -> tuple[str, dict[str, str | None]]:
    """A further app from "NAME=FILE,URL"; file and address may be missing."""
    named, _, url = text.partition(",")
    name, _, manifest = named.partition("=")
    return name, {"manifest": manifest or None, "url": url or None}


async def serve(options: argparse.Namespace) -> None:
    """Serve until a signal says to stop; says on standard output where, once it listens."""
    from playground.serving import running

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: an interrupt ends the loop anyway
            loop.add_signal_handler(name, stop.set)
    async with running(
        host=options.host,
        port=options.port,
        retry_delays=tuple(float(delay) for delay in options.retry_delays.split(",") if delay),
        app_url=options.app_url,
        manifest=options.manifest,
        people=options.people,
        guide=options.guide.read_text(encoding="utf-8") if options.guide else "",
        without_scopes=options.without_scope,
        rate_limits=not options.no_rate_limits,
        seed=options.seed,
        signing_secret=options.signing_secret,
        bot_token=options.bot_token,
        app_token=options.app_token,
        apps=dict(further(each) for each in options.app),
        commercial_history=options.commercial_history,
        minute=options.minute,
        posts=options.posts,
        token_seconds=options.token_seconds,
        state=options.state,
    ) as slack:
        sys.stdout.write(f"listening at {slack.address}\n")
        sys.stdout.flush()
        await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 2 if something given to it cannot be used."""
    options = parser().parse_args(arguments)
    try:
        asyncio.run(serve(options))
    except (BadManifest, BadCast, OSError, ValueError) as problem:
        sys.stderr.write(f"playground: {problem}\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
