"""Messages as lines of a conversation: days between them, several of one author together, threads below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from playground.model import Message, Person
from playground.pages.naming import avatar
from playground.pages.render_blocks import draw
from playground.pages.render_text import mrkdwn
from playground.pages.slack_dates import clock_time, day_name

if TYPE_CHECKING:
    from playground.pages.screens import Screen

TOGETHER_SECONDS = 300
"""Messages of one author within this time share one heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is drawn. `day` is a heading above it, `fresh` marks the first one that was not read."""

    message: Message
    author: Person | None
    avatar: Markup
    body: Markup
    time: str
    moment: str
    day: str | None = None
    fresh: bool = False
    compact: bool = False
    replies: int = 0
    repliers: tuple[Markup, ...] = ()
    last_reply: str = ""
    thread_url: str = ""


def lines_of(screen: Screen, messages: Sequence[Message], *, in_thread: bool) -> Iterator[Line]:
    """The messages as they are drawn one below the other. Those that were deleted are left out."""
    before: Message | None = None
    for message in messages:
        if message.deleted:
            continue
        yield _line(screen, message, before, in_thread=in_thread)
        before = message


def _line(screen: Screen, message: Message, before: Message | None, *, in_thread: bool) -> Line:
    moment = message.posted_at.astimezone(screen.zone)
    new_day = before is None or before.posted_at.astimezone(screen.zone).date() != moment.date()
    fresh = not in_thread and message.ts == screen.new_from
    replies = [] if in_thread or message.is_reply else _replies(screen, message)
    return Line(
        message=message,
        author=screen.world.people.get(message.author_id),
        avatar=avatar(screen.world, screen.world.people.get(message.author_id)),
        body=_body(screen, message, in_thread=in_thread),
        time=clock_time(moment),
        moment=f"{day_name(moment, screen.now)} at {clock_time(moment)}",
        day=day_name(moment, screen.now) if new_day and not in_thread else None,
        fresh=fresh,
        compact=not fresh and not new_day and before is not None and _together(before, message),
        replies=len(replies),
        repliers=_repliers(screen, replies),
        last_reply=_when(screen, replies[-1]) if replies else "",
        thread_url=screen.same_place_url(thread=message.thread_ts or message.ts),
    )


def _replies(screen: Screen, message: Message) -> list[Message]:
    if screen.channel is None:
        return []
    return [screen.channel.messages[ts] for ts in screen.channel.threads.get(message.ts, ())]


def _repliers(screen: Screen, replies: Sequence[Message]) -> tuple[Markup, ...]:
    ids = list(dict.fromkeys(reply.author_id for reply in replies))[:4]
    return tuple(avatar(screen.world, screen.world.people.get(person_id), size="tiny") for person_id in ids)


def _when(screen: Screen, message: Message) -> str:
    moment = message.posted_at.astimezone(screen.zone)
    return f"{day_name(moment, screen.now)} at {clock_time(moment)}"


def _body(screen: Screen, message: Message, *, in_thread: bool) -> Markup:
    # The same message can stand in the pane and in the thread: the ids of its fields must differ.
    copy = "thread " if in_thread else ""
    scene = screen.scene(message.ref, f"{copy}m {message.channel_id} {message.ts}", "message")
    if message.blocks:
        return draw(message.blocks, scene)
    return Markup('<div class="text" dir="auto">{}</div>').format(mrkdwn(message.text, scene))


def _together(before: Message, after: Message) -> bool:
    same = before.author_id == after.author_id and before.ephemeral_for == after.ephemeral_for
    gap = (after.posted_at - before.posted_at).total_seconds()
    return same and 0 <= gap < TOGETHER_SECONDS and before.thread_ts is None and not after.ephemeral_for
