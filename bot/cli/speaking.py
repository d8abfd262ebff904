"""Lines for whoever sits at the terminal, and the log."""

import logging
import os
import sys
from pathlib import Path

from bot.settings import Settings

_NEVER_BELOW_INFO = ("slack_sdk", "slack_bolt", "aiohttp", "sqlalchemy", "apscheduler", "common-ground")
"""At DEBUG these print what people wrote."""


def say(*lines: str) -> None:
    """Print to standard output, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """Print to standard error."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def settings() -> Settings:
    """Read the settings of this process. Raises ``SettingsError``."""
    return Settings.read(os.environ, dotenv=Path(".env"))


def log_to_stderr(level: str) -> None:
    """Log to standard error: ids, durations and outcomes."""
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True
    )
    keep_libraries_quiet()


def keep_libraries_quiet() -> None:
    """Whatever level was chosen: the libraries never go below INFO."""
    for name in _NEVER_BELOW_INFO:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
