"""``coach run``."""

import asyncio
from collections.abc import Callable

from bot.cli.speaking import complain, log_to_stderr, say, settings
from bot.settings import Settings, SettingsError


def run_app() -> int:
    """Run until SIGTERM or Ctrl-C. Prints ``ready`` once, when requests are answered."""
    chosen = settings()
    log_to_stderr(chosen.coach_log_level)
    try:
        asyncio.run(running(chosen, on_ready=lambda _: say("ready")))
    except OSError as problem:
        complain(f"Can't listen on port {chosen.port} ({problem.strerror}). Set PORT to a free one.")
        return 1
    return 0


async def running(chosen: Settings, *, on_ready: Callable[[str], None], stopping: asyncio.Event | None = None) -> None:
    """
    Args:
        on_ready: called once, with the address that is served.
        stopping: set it to stop; without it SIGTERM and SIGINT do.
    Raises:
        OSError: the port is taken.
        SettingsError: the database's address or the encryption key cannot be used.
    """
    from bot.web import serve
    from bot.wiring import build

    try:
        parts = build(chosen)
    except ValueError as problem:
        raise SettingsError((str(problem),)) from problem
    await serve(parts, chosen, scopes=_asked(chosen), on_ready=on_ready, stopping=stopping)


def _asked(chosen: Settings) -> tuple[str, ...]:
    if not chosen.many_workspaces:
        return ()
    from bot.cli.manifest import scopes

    return scopes()
