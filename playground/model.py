"""
What exists in a workspace: people, apps, conversations, messages, views.

Plain values without behaviour. `World` (world.py) is the only place that changes them; pages and tests read them.
Block Kit stays JSON (`Json`), exactly as the app sent it after Slack's own additions (`block_id`s).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

Json = dict[str, Any]

ConversationKind = Literal["im", "mpim", "channel"]
ViewKind = Literal["modal", "home"]
Surface = Literal["message", "ephemeral", "modal", "home", "notification", "notice", "options", "field_error"]


@dataclass(slots=True)
class Person:
    """
    Someone with an account, or a bot user. `tz` is an IANA name; `locale` like "en-GB"; `email` may be empty.

    quiet_hours: when they are not to be disturbed each day, such as "22:00-08:00"; empty means never.
    """

    id: str
    name: str
    real_name: str
    team_id: str
    tz: str | None = "Europe/London"
    locale: str = "en-GB"
    email: str = ""
    title: str = ""
    pronouns: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    fields: dict[str, Json] = field(default_factory=dict)
    quiet_hours: str = ""
    updated: int = 0

    @property
    def display_name(self) -> str:
        """The name that clients show."""
        return self.real_name or self.name


@dataclass(slots=True)
class Workspace:
    """One team: the unit that an app is installed in."""

    id: str
    name: str
    domain: str


@dataclass(slots=True)
class Installation:
    """
    An app in a workspace: its bot token and what was granted.

    `ended` is the error that calls get once the token was revoked ("token_revoked") or the app removed
    ("account_inactive"). With token rotation `bot_token` is the newest, `expiring` says when each token that still
    works ends (real time, seconds since the epoch), and `refresh_token` is good for one exchange.
    """

    app_id: str
    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    authed_user_id: str
    ended: str | None = None
    id: str = ""
    refresh_token: str = ""
    expiring: dict[str, float] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Whether the token still works."""
        return self.ended is None


@dataclass(slots=True)
class Revision:
    """What a message said from `ts` (real time, Slack format) on. The first one is the post itself."""

    ts: str
    text: str
    blocks: list[Json]


@dataclass(slots=True)
class Message:
    """
    One message. `ts` is Slack's id and real time ("1763900000.000100"); `posted_at` is business time, for display.

    `thread_ts` is set on replies (and on a root once it has replies). `blocks` is empty for plain text.
    `ephemeral_for` names the only person who sees it. A deleted message stays here with `deleted` set. `reactions`:
    name of the emoji -> who.
    """

    channel_id: str
    ts: str
    author_id: str
    text: str
    posted_at: datetime
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    app_id: str | None = None
    bot_id: str | None = None
    edited: bool = False
    deleted: bool = False
    ephemeral_for: str | None = None
    revisions: list[Revision] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    file_ids: list[str] = field(default_factory=list)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def ref(self) -> MessageRef:
        """How the other functions name it."""
        return MessageRef(self.channel_id, self.ts)


@dataclass(slots=True)
class Channel:
    """
    A conversation. `members` is fixed for im and mpim and counts the bot.

    `messages` holds every message by ts, `order` the ts of roots and broadcasts, `threads` the reply ts by root ts,
    all ascending; `followers` who is notified of replies, by root ts. Ephemeral messages are in `World.ephemerals`.
    """

    id: str
    team_id: str
    kind: ConversationKind
    members: tuple[str, ...]
    name: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_shared: bool = False
    created: int = 0
    topic: str = ""
    purpose: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    followers: dict[str, set[str]] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class View:
    """A modal or an App Home of one person. `title`, `submit`, `close` are text objects or None (a Home has none)."""

    id: str
    kind: ViewKind
    app_id: str
    team_id: str
    person_id: str
    hash: str
    blocks: list[Json]
    title: Json | None = None
    submit: Json | None = None
    close: Json | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    clear_on_close: bool = False
    notify_on_close: bool = False
    previous_view_id: str | None = None
    root_view_id: str = ""

    @property
    def ref(self) -> ViewRef:
        """How the other functions name it."""
        return ViewRef(self.id)


class MessageRef(NamedTuple):
    """Names a message (also an ephemeral one)."""

    channel_id: str
    ts: str


class ViewRef(NamedTuple):
    """Names a modal or a Home."""

    view_id: str


Ref = MessageRef | ViewRef


@dataclass(frozen=True, slots=True)
class Notification:
    """What a phone would show for a new post: the sender and the `text` alone, without markup or blocks."""

    person_id: str
    channel_id: str
    ts: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that Slack itself shows to one person, such as that a command failed. `code` is for machines."""

    person_id: str
    code: str
    text: str
    channel_id: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """
    Texts that one person was shown at one moment.

    `where` names the channel and ts, the view id, or nothing; `texts` are whole strings in reading order;
    `at` is business time.
    """

    person_id: str
    surface: Surface
    where: str
    texts: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """
    Something looks different now. `person_ids` are those who can see it.

    kind: "message" (new, changed or deleted; channel_id, ts), "ephemeral", "modals" (the stack), "home",
    "channel" (a new conversation), "notification", "notice", "people", "clock", "read", "reset" (everything is
    new: ask again for whatever you hold).
    """

    kind: str
    person_ids: tuple[str, ...]
    channel_id: str | None = None
    ts: str | None = None
    thread_ts: str | None = None
    view_id: str | None = None


ElementState = Mapping[str, Any]
"""One entry of `state.values[block_id][action_id]`, such as {"type": "radio_buttons", "selected_option": {...}}."""
