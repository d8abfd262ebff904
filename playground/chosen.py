"""
What people have chosen and typed but not (or not only) sent: the state that a client keeps for each element.

Kept by (container, person, block_id, action_id), as clients do: an update of a message or view that keeps both ids
keeps the choice, one that renames them starts afresh.
"""

from __future__ import annotations

from playground.model import Json

Key = tuple[str, str]


class Chosen:
    """Element states, options that were offered last, and field errors, by container (`World.container_key`)."""

    def __init__(self) -> None:
        self._states: dict[str, dict[str, dict[Key, Json]]] = {}
        self._offered: dict[str, dict[str, dict[Key, list[Json]]]] = {}
        self._errors: dict[str, dict[str, str]] = {}

    def put(self, container: str, person_id: str, key: Key, state: Json) -> None:
        """Keep what an element shows now; `key` is (block_id, action_id)."""
        self._states.setdefault(container, {}).setdefault(person_id, {})[key] = state

    def of(self, container: str, person_id: str) -> dict[Key, Json]:
        """What the person has chosen here."""
        return self._states.get(container, {}).get(person_id, {})

    def offer(self, container: str, person_id: str, key: Key, options: list[Json]) -> None:
        """Keep the options that the app suggested for an external select."""
        self._offered.setdefault(container, {}).setdefault(person_id, {})[key] = options

    def offered(self, container: str, person_id: str, key: Key) -> list[Json]:
        """The options that the app suggested last."""
        return self._offered.get(container, {}).get(person_id, {}).get(key, [])

    def set_errors(self, view_id: str, errors: dict[str, str]) -> None:
        """Keep what is wrong with a modal's fields: block_id -> words."""
        self._errors[view_id] = errors

    def errors(self, view_id: str) -> dict[str, str]:
        """What was wrong at the last submission: block_id -> words."""
        return dict(self._errors.get(view_id, {}))

    def drop(self, container: str) -> None:
        """Forget everything about a container that is gone."""
        self._states.pop(container, None)
        self._offered.pop(container, None)
        self._errors.pop(container, None)

    def forget(self, person_id: str) -> None:
        """Forget everything that one person chose."""
        for states in self._states.values():
            states.pop(person_id, None)
        for offered in self._offered.values():
            offered.pop(person_id, None)
