"""Modals and private lines: what answering needs of Slack itself."""

import asyncio

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.answering import Json, MessageRef, SlackRefused, Tell, ViewRef
from bot.installs.calling import called
from bot.installs.installs import Installs
from bot.installs.kept import NotInstalled
from coaching_core.ids import PersonId, WorkspaceId

_PATIENCE = 1.0
"""Seconds that a question to Slack may take while a form waits to be opened."""


class SlackOutside:
    """Modals and private lines, by Slack's Web API. Implements ``Outside``."""

    def __init__(self, installs: Installs) -> None:
        self._installs = installs

    async def open(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef:
        slack = await self._slack(workspace)
        return _opened(await called(slack.views_open(trigger_id=trigger_id, view=view)))

    async def push(self, workspace: WorkspaceId, trigger_id: str, view: Json) -> ViewRef:
        slack = await self._slack(workspace)
        return _opened(await called(slack.views_push(trigger_id=trigger_id, view=view)))

    async def update(
        self,
        workspace: WorkspaceId,
        view: Json,
        *,
        view_id: str | None = None,
        external_id: str | None = None,
        hash: str | None = None,  # noqa: A002 - Slack's own name for it
    ) -> ViewRef:
        slack = await self._slack(workspace)
        return _opened(await called(slack.views_update(view=view, view_id=view_id, external_id=external_id, hash=hash)))

    async def whisper(
        self,
        workspace: WorkspaceId,
        person: PersonId,
        line: Tell,
        *,
        response_url: str | None,
        channel: str | None,
        thread_ts: str | None,
    ) -> None:
        blocks = None if line.blocks is None else list(line.blocks)
        if response_url is not None:
            try:
                await self._respond(response_url, line.text, blocks)
            except SlackRefused:
                if channel is None:
                    raise
            else:
                return
        if channel is None:
            raise SlackRefused("nowhere_to_say_it")
        slack = await self._slack(workspace)
        await called(
            slack.chat_postEphemeral(
                channel=channel, user=person, text=line.text, blocks=blocks, thread_ts=thread_ts or None
            )
        )

    async def permalink(self, workspace: WorkspaceId, message: MessageRef) -> str | None:
        """Returns the address of a message that the app can read; None for any other, or when Slack is slow."""
        try:
            slack = await self._slack(workspace)
            async with asyncio.timeout(_PATIENCE):
                answer = await called(slack.chat_getPermalink(channel=message.channel, message_ts=message.ts))
        except (SlackRefused, TimeoutError):
            return None
        return str(answer.get("permalink") or "") or None

    async def send_file(self, workspace: WorkspaceId, person: PersonId, name: str, content: str) -> None:
        """Send a small file of text to somebody's own chat with the app."""
        slack = await self._slack(workspace)
        chat = await called(slack.conversations_open(users=[person]))
        channel = str((chat.get("channel") or {}).get("id", ""))
        await called(slack.files_upload_v2(channel=channel, filename=name, content=content, title=name))

    async def _respond(self, url: str, text: str, blocks: list[Json] | None) -> None:
        body: Json = {"response_type": "ephemeral", "replace_original": False, "text": text}
        if blocks is not None:
            body["blocks"] = blocks
        try:
            async with self._installs.session.post(url, json=body, proxy=self._installs.proxy) as answer:
                if answer.status != 200:
                    raise SlackRefused(f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise SlackRefused("unreachable") from problem

    async def _slack(self, workspace: WorkspaceId) -> AsyncWebClient:
        try:
            return await self._installs.slack_for(workspace)
        except NotInstalled as problem:
            raise SlackRefused("not_installed") from problem


def _opened(answer: AsyncSlackResponse) -> ViewRef:
    view = answer.get("view") or {}
    return ViewRef(
        id=str(view.get("id", "")),
        hash=str(view.get("hash", "")),
        kind=str(view.get("type", "modal")),
        callback_id=str(view.get("callback_id", "")),
        external_id=str(view.get("external_id", "")),
        root_id=str(view.get("root_view_id", "")),
    )
