"""People, from the stored directory; from Slack when it does not know them, or not lately."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.system import InThread
from coaching_core.domain.people import Person, PersonKind
from coaching_core.errors import CoachingError, NotFound
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.ports import Clock
from coaching_core.use_cases.directory import Directory

FRESH = timedelta(hours=24)
PATIENCE = 1.0
"""Seconds that a question to Slack may take while a person waits."""
_NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


@dataclass(frozen=True, slots=True)
class SlackDirectory:
    """
    Args:
        slack_for: the client of a workspace.
        run: runs a use case in its thread.
    """

    directory: Directory
    slack_for: Callable[[WorkspaceId], Awaitable[AsyncWebClient]]
    run: InThread
    clock: Clock

    async def find(self, workspace: WorkspaceId, person: PersonId) -> Person:
        """
        Returns:
            The person, known to the directory from now on.
        Raises:
            NotFound: Slack does not know them, or does not show them to us.
            CoachingError: Slack did not answer, and we know nothing of them yet.
        """
        stored = await self.run.look(self.directory.find, workspace, person)
        if stored is not None and stored.fetched_at is not None and self.clock.now() - stored.fetched_at < FRESH:
            return stored
        try:
            slack = await self.slack_for(workspace)
            async with asyncio.timeout(PATIENCE):
                answer = await slack.users_info(user=person, include_locale=True)
        except SlackApiError as problem:
            if problem.response.get("error") in _NOBODY:
                raise NotFound("I can't find that person in this workspace.") from None
            return _or_else(stored)
        except (TimeoutError, aiohttp.ClientError):
            return _or_else(stored)
        return await self.run(self.directory.remember, workspace, as_person(answer["user"], workspace))

    async def changed(self, workspace: WorkspaceId, user: Mapping[str, Any]) -> Person | None:
        """
        Take over what Slack tells of somebody whom the directory knows.

        Returns:
            The person, or None for somebody whom it never met.
        """
        person = as_person(user, workspace)
        if await self.run.look(self.directory.find, workspace, person.id) is None:
            return None
        return await self.run(self.directory.remember, workspace, person)


def as_person(user: Mapping[str, Any], workspace: WorkspaceId) -> Person:
    """Read a Slack user object, as far as we need to know them."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    return Person(
        PersonId(str(user["id"])),
        str(name) or "your colleague",
        tz=str(user.get("tz") or "UTC"),
        locale=str(user.get("locale") or "en-US"),
        kind=_kind(user, workspace),
        active=not user.get("deleted", False),
        admin=bool(user.get("is_admin") or user.get("is_owner")),
    )


def _kind(user: Mapping[str, Any], workspace: WorkspaceId) -> PersonKind:
    if user.get("is_bot") or user.get("id") == "USLACKBOT" or user.get("is_workflow_bot"):
        return PersonKind.BOT
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    if user.get("is_stranger") or workspace not in (user.get("team_id", workspace), organisation):
        return PersonKind.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return PersonKind.GUEST
    return PersonKind.MEMBER


def _or_else(stored: Person | None) -> Person:
    if stored is None:
        raise CoachingError("Slack didn't tell us about that person in time. Nothing was started; please try again.")
    return stored
