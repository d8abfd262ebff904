"""What handlers need to know of people. Implemented by ``bot.directory``, which may ask Slack; handlers never do."""

from collections.abc import Mapping
from typing import Any, Protocol

from coaching_core.domain.people import Person
from coaching_core.ids import PersonId, WorkspaceId


class FindsPeople(Protocol):
    async def find(self, workspace: WorkspaceId, person: PersonId) -> Person:
        """Returns the person, known to the directory from now on. Raises ``CoachingError``."""
        ...

    async def changed(self, workspace: WorkspaceId, user: Mapping[str, Any]) -> Person | None:
        """Take over what Slack tells of somebody; None for somebody whom we never met."""
        ...
