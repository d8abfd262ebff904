"""
Who has installed the app, and how Slack is called on their behalf.

Either one workspace, known by its token, or many, kept by the storage. Bolt would ask Slack who we are on every
request, read client ids and proxies from the environment by itself, and send a post again after a reset: all of that
is decided here instead.
"""

from bot.installs.bolt import bolt_app
from bot.installs.calling import called, sdk_logger
from bot.installs.installs import Installs
from bot.installs.kept import Installation, Installations, Known, NotInstalled, Oauth
from bot.installs.outside import SlackOutside

STATE_SECONDS = 600
"""How long an installation may take from the first page to the last."""

__all__ = [
    "STATE_SECONDS",
    "Installation",
    "Installations",
    "Installs",
    "Known",
    "NotInstalled",
    "Oauth",
    "SlackOutside",
    "bolt_app",
    "called",
    "sdk_logger",
]
