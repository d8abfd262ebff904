"""Bolt, told to leave alone what is decided elsewhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.installs.calling import sdk_logger
from bot.installs.installs import Installs

_READ_BY_BOLT = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)


def bolt_app(installs: Installs) -> AsyncApp:
    """
    Bolt, with everything switched off that happens elsewhere: signatures and handshakes at the edge, the question
    whether a workspace is known under the guard. To be called inside the running event loop.
    """
    with _hidden(_READ_BY_BOLT):
        return AsyncApp(
            name="common-ground",
            logger=sdk_logger("slack_bolt"),
            client=installs.client(None),
            authorize=_pass_on,
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            ignoring_self_events_enabled=False,  # none that the app subscribes to is its own doing
            attaching_function_token_enabled=False,
        )


async def _pass_on(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """Bolt reads these by itself, and a client id there would switch its own installing on."""
    taken = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)
