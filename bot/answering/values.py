"""What a person has entered, read from Slack's ``state.values`` without knowing each element's own key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

_ONE = (
    "value",
    "selected_date",
    "selected_time",
    "selected_user",
    "selected_conversation",
    "selected_channel",
)
_SEVERAL = ("selected_users", "selected_conversations", "selected_channels")


def chosen_in(element: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Say what an element holds: typed text, the values of chosen options, dates, people or conversations.

    Args:
        element: one entry of ``state.values`` or of ``actions``, as Slack sends it.
    Returns:
        The values as text (a date and time in seconds since 1970), none when nothing is chosen.
    """
    option = element.get("selected_option")
    if option is not None:
        return (str(option["value"]),)
    options = element.get("selected_options")
    if options is not None:
        return tuple(str(one["value"]) for one in options)
    for key in _SEVERAL:
        if element.get(key) is not None:
            return tuple(str(one) for one in element[key])
    for key in _ONE:
        if element.get(key) is not None:
            return (str(element[key]),)
    moment = element.get("selected_date_time")
    return () if moment is None else (str(moment),)


@dataclass(frozen=True, slots=True)
class Values:
    """
    The entries of a form: block id -> action id -> element.

    Every accessor takes a block id and, where a block has several elements, an action id.
    A block that is not there reads as empty: optional parts of a form need no question first.
    """

    raw: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Mapping[str, Mapping[str, Any]]] | None) -> Self:
        return cls(raw or {})

    @property
    def blocks(self) -> tuple[str, ...]:
        return tuple(self.raw)

    def text(self, block_id: str, action_id: str | None = None) -> str:
        """Returns the typed text as it was typed, "" when empty."""
        return "".join(self.choices(block_id, action_id)[:1])

    def choice(self, block_id: str, action_id: str | None = None) -> str | None:
        """Returns the one chosen value, None when nothing is chosen."""
        return next(iter(self.choices(block_id, action_id)), None)

    def choices(self, block_id: str, action_id: str | None = None) -> tuple[str, ...]:
        """Returns all chosen values, in Slack's order."""
        elements = self.raw.get(block_id, {})
        element = next(iter(elements.values()), None) if action_id is None else elements.get(action_id)
        return () if element is None else chosen_in(element)

    def date(self, block_id: str, action_id: str | None = None) -> date | None:
        """Returns the chosen calendar day, None when none is chosen."""
        chosen = self.choice(block_id, action_id)
        return None if chosen is None else date.fromisoformat(chosen)

    def person(self, block_id: str, action_id: str | None = None) -> str | None:
        """Returns the chosen person's id."""
        return self.choice(block_id, action_id)

    def people(self, block_id: str, action_id: str | None = None) -> tuple[str, ...]:
        return self.choices(block_id, action_id)
