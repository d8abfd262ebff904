"""response_urls: each interaction gives the app an address by which it may answer five times in half an hour."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from playground.delivery.waiting import ResponseUrl
from playground.elements import with_ids
from playground.model import Json, Message, MessageRef
from playground.refusal import Refused
from playground.validation import require_valid_message
from playground.world import World

VALID_SECONDS = 30 * 60.0
MOST_USES = 5
_SILENT = ("replace_original", "delete_original", "response_type", "thread_ts")


class ResponseUrls:
    """All addresses given out."""

    def __init__(self, world: World, app_id: str, now: Callable[[], float] = time.time) -> None:
        self._world = world
        self._app_id = app_id
        self._now = now
        self._given = {url.token: url for url in world.keeper.all(ResponseUrl)}
        self.address = ""

    def issue(
        self,
        person_id: str,
        team_id: str,
        channel_id: str,
        source: MessageRef | None = None,
        thread_ts: str | None = None,
        *,
        app_id: str | None = None,
    ) -> str:
        """A new address, as a whole URL, for the app named or else the first."""
        token, app = secrets.token_urlsafe(24), app_id or self._app_id
        url = ResponseUrl(token, person_id, team_id, channel_id, source, thread_ts, self._now(), app)
        self._given[token] = url
        self._world.keeper.put(url)
        return f"{self.address}/response/{team_id}/{token}"

    def find(self, token: str) -> ResponseUrl:
        """
        The address by the last part of its path.

        Raises:
            Refused: expired_url, used_url (both HTTP 404).
        """
        url = self._given.get(token)
        if url is None:
            raise Refused("expired_url", status=404)
        if self._now() - url.issued > VALID_SECONDS:
            self._world.keeper.drop(self._given.pop(token))
            raise Refused("expired_url", status=404)
        if url.uses >= MOST_USES:
            raise Refused("used_url", status=404)
        return url

    def use(self, url: ResponseUrl, body: Json) -> Message | None:
        """
        Do what the app answers there; counts as one of five uses if it is valid.

        Raises:
            Refused: what is wrong with the body (HTTP 400 or 404).
        """
        source = self._world.message(*url.source, url.person_id) if url.source else None
        if body.get("delete_original"):
            if source is None or source.deleted:
                raise Refused("message_not_found", status=404)
            self._used(url)
            self._world.delete(source)
            return None
        text, blocks = read_message(self._world, body)
        if body.get("replace_original") and source is not None:
            if source.deleted:
                raise Refused("message_not_found", status=404)
            self._used(url)
            self._world.update(source, text, blocks)
            return source
        self._used(url)
        public = body.get("response_type") == "in_channel"
        thread_ts = body.get("thread_ts") or (None if public else url.thread_ts)
        return say_as_app(
            self._world,
            url.app_id,
            url.team_id,
            url.channel_id,
            text,
            blocks,
            only_for=None if public else url.person_id,
            thread_ts=thread_ts,
        )

    def _used(self, url: ResponseUrl) -> None:
        url.uses += 1
        self._world.keeper.put(url)


def read_message(world: World, body: Json) -> tuple[str, list[Json]]:
    """
    Text and blocks of an answer by response_url or acknowledgement.

    Raises:
        Refused: no_text, invalid_blocks… (HTTP 400).
    """
    try:
        require_valid_message({key: value for key, value in body.items() if key not in _SILENT})
    except Refused as refused:
        refused.status = 400
        raise
    return str(body.get("text") or ""), with_ids(body.get("blocks") or (), lambda: world.new_id("b"))


def say_as_app(
    world: World,
    app_id: str,
    team_id: str,
    channel_id: str,
    text: str,
    blocks: list[Json],
    *,
    only_for: str | None,
    thread_ts: str | None = None,
    metadata: Any = None,
) -> Message:
    """Post as the app's bot user, for all or for one person only; membership does not matter here."""
    installation = world.installation(app_id, team_id)
    if installation is None:
        raise Refused("account_inactive", status=404)
    message = Message(
        channel_id=channel_id,
        ts=world.stamps.next(),
        author_id=installation.bot_user_id,
        text=text,
        posted_at=world.clock.now(),
        blocks=blocks,
        thread_ts=thread_ts,
        metadata=metadata,
        app_id=app_id,
        bot_id=installation.bot_id,
        ephemeral_for=only_for,
    )
    return world.post(message) if only_for is None else world.post_ephemeral(message)
