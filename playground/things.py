"""What can lie in a workspace besides messages and views: files, canvases, pins, bookmarks, groups, posts to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from playground.model import Json


class Share(NamedTuple):
    """Where a file was shared."""

    channel_id: str
    ts: str


@dataclass(slots=True)
class File:
    """
    A file of the app. Its content is there once it was sent to the upload address; `complete` once it was published.

    created: real time, seconds. Size in bytes.
    """

    id: str
    team_id: str
    app_id: str
    owner_id: str
    name: str
    size: int
    created: int
    title: str = ""
    alt_text: str = ""
    mimetype: str = "application/octet-stream"
    content: bytes | None = None
    complete: bool = False
    deleted: bool = False
    shares: list[Share] = field(default_factory=list)


@dataclass(slots=True)
class Canvas:
    """
    A page of Markdown. `channel_id`: the conversation that it belongs to.

    sections: id -> Markdown, in reading order. access: user or channel -> "read", "write", "owner".
    """

    id: str
    team_id: str
    owner_id: str
    title: str
    sections: dict[str, str] = field(default_factory=dict)
    channel_id: str | None = None
    access: dict[str, str] = field(default_factory=dict)
    deleted: bool = False

    @property
    def markdown(self) -> str:
        """The whole text."""
        return "\n\n".join(self.sections.values())


@dataclass(slots=True)
class Pin:
    """A message that was pinned to its conversation."""

    channel_id: str
    ts: str
    by: str
    created: int


@dataclass(slots=True)
class Bookmark:
    """A link above a conversation."""

    id: str
    channel_id: str
    title: str
    link: str
    by: str
    created: int
    emoji: str = ""
    updated: int = 0


@dataclass(slots=True)
class Scheduled:
    """A message to be posted at `post_at` (business time, seconds since the epoch)."""

    id: str
    app_id: str
    team_id: str
    channel_id: str
    post_at: int
    created: int
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None


@dataclass(slots=True)
class UserGroup:
    """People who can be mentioned together."""

    id: str
    team_id: str
    handle: str
    name: str
    people: tuple[str, ...] = ()


@dataclass(slots=True)
class ProfileField:
    """A field that the workspace added to everybody's profile. kind: "text", "user", "date", "link", "options_list"."""

    id: str
    label: str
    kind: str = "text"
    hint: str = ""
    options: tuple[str, ...] = ()
