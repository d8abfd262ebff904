"""Who has installed the app, and a client of Slack on their behalf."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from bot.installs.calling import called, sdk_logger
from bot.installs.kept import Installations, Known, Make, NotInstalled, Oauth, ids_of, known, written
from bot.settings import Secret, is_local
from bot.system import InThread
from coaching_core.ids import WorkspaceId

log = logging.getLogger(__name__)

CALL_SECONDS = 10.0
"""A call that takes longer counts as unanswered."""
REMEMBERED_SECONDS = 60.0
"""How long another process's installing or uninstalling may go unnoticed."""


async def _nothing_to_do(_: WorkspaceId) -> None:
    return None


class Installs:
    """
    Args:
        api_url: Slack's Web API, or a stand-in's.
        token: the bot token of the one workspace; None for many.
        stored, make: where many are kept, and how what is kept there is made.
        run: runs the storage's methods.
        on_installed: called when a workspace has installed the app, for the first time or again.
        real_time: seconds since 1970.
    """

    def __init__(
        self,
        *,
        api_url: str,
        token: Secret | None = None,
        stored: Installations | None = None,
        make: Make | None = None,
        run: InThread | None = None,
        oauth: Oauth | None = None,
        on_installed: Callable[[WorkspaceId], Awaitable[None]] = _nothing_to_do,
        real_time: Callable[[], float] = time.time,
    ) -> None:
        if (token is None) == (stored is None):
            raise ValueError("either one token, or an installation store")
        self.api_url = api_url
        self.oauth = oauth
        self._token = token
        self._stored = stored
        self._make = make
        self._run = run
        self._on_installed = on_installed
        self._real_time = real_time
        self._proxy = None if is_local(api_url) else load_http_proxy_from_env()
        self._session: aiohttp.ClientSession | None = None
        self._own: Known | None = None
        self._asking = asyncio.Lock()
        self._known: dict[WorkspaceId, tuple[float, Known | None]] = {}
        self._clients: dict[str, AsyncWebClient] = {}
        self._dead: dict[WorkspaceId, str] = {}

    # who

    async def knows(self, workspace: WorkspaceId) -> bool:
        """
        Say whether this workspace has installed the app.

        Raises:
            SlackRefused: with a single token, Slack could not be asked whose it is.
        """
        return await self._find(workspace) is not None

    async def known(self, workspace: WorkspaceId) -> Known:
        """Raises ``NotInstalled``, ``SlackRefused``."""
        found = await self._find(workspace)
        if found is None:
            raise NotInstalled(workspace)
        return found

    async def own(self) -> Known:
        """
        With a single token: whose it is. Slack is asked once.

        Raises:
            SlackRefused: Slack could not be asked, or does not take the token.
        """
        async with self._asking:
            if self._own is None:
                assert self._token is not None
                self._own = await self._introduce(self._token)
            return self._own

    async def _introduce(self, token: Secret) -> Known:
        answer = await called(self.client(token).auth_test())
        team, enterprise = answer.get("team_id"), answer.get("enterprise_id")
        whole_organisation = bool(answer.get("is_enterprise_install"))
        scopes = str(answer.headers.get("x-oauth-scopes", ""))
        return Known(
            workspace=WorkspaceId(str(enterprise if whole_organisation else team)),
            token=token,
            bot_user_id=str(answer["user_id"]),
            scopes=frozenset(filter(None, (scope.strip() for scope in scopes.split(",")))),
            team_id=None if team is None else str(team),
        )

    async def _find(self, workspace: WorkspaceId) -> Known | None:
        if self._stored is None:
            if workspace in self._dead:
                return None
            own = self._own or await self.own()
            return own if own.workspace == workspace else None
        asked_at, found = self._known.get(workspace, (0.0, None))
        if self._real_time() - asked_at > REMEMBERED_SECONDS:
            assert self._run is not None
            row = await self._run.look(self._stored.find, *ids_of(workspace))
            found = None if row is None else known(row)
            self._known[workspace] = (self._real_time(), found)
            if found is not None:  # installed again, perhaps with another process
                self._dead.pop(workspace, None)
        return found

    async def died(self, workspace: WorkspaceId, reason: str, token: str | None = None) -> None:
        """
        Slack takes this token no more: it is dropped, and nothing is sent until the app is installed again.

        Args:
            token: the one that was refused, if it is known. When the app has been installed again since, its new token
                lives.
        """
        if token is not None and self._stored is not None:
            self._known.pop(workspace, None)
            now_kept = await self._find(workspace)
            if now_kept is not None and now_kept.token.reveal() != token:
                log.info("workspace=%s: installed again since an older token was refused (%s)", workspace, reason)
                return
        log.error("workspace=%s: slack takes the token no more (%s)", workspace, reason)
        self._known[workspace] = (self._real_time(), None)
        self._dead[workspace] = reason
        if self._stored is not None:
            assert self._run is not None
            await self._run(self._stored.mark_dead, workspace, reason, self._now())

    @property
    def dead(self) -> dict[WorkspaceId, str]:
        """Workspaces whose token is not taken any more, with Slack's reason."""
        return dict(self._dead)

    # calling Slack

    async def slack_for(self, workspace: WorkspaceId) -> AsyncWebClient:
        """
        Returns:
            A client with this workspace's token. It never repeats a call by itself.
        Raises:
            NotInstalled, SlackRefused.
        """
        return self.client((await self.known(workspace)).token)

    async def scopes(self, workspace: WorkspaceId) -> frozenset[str]:
        """What the workspace has granted. Raises ``NotInstalled``, ``SlackRefused``."""
        return (await self.known(workspace)).scopes

    def client(self, token: Secret | None) -> AsyncWebClient:
        """A client on the one shared session; to be called inside the running event loop."""
        key = "" if token is None else token.reveal()
        client = self._clients.get(key)
        if client is None:
            client = AsyncWebClient(
                token=key or None,
                base_url=self.api_url,
                session=self.session,
                trust_env_in_session=False,
                retry_handlers=[],
                logger=sdk_logger("slack_sdk.web"),
            )
            client.proxy = self._proxy
            self._clients[key] = client
        return client

    @property
    def session(self) -> aiohttp.ClientSession:
        """Shared by everything that calls Slack."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS), trust_env=False)
        return self._session

    @property
    def proxy(self) -> str | None:
        return self._proxy

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    # installing

    async def begin(self, state: str) -> None:
        """Take note of an installation that somebody begins."""
        assert self._stored is not None
        assert self._run is not None
        await self._run(self._stored.issue_state, state)

    async def finish(self, *, state: str, code: str, redirect_uri: str) -> str:
        """
        Install: exchange Slack's code for a token and keep it.

        Returns:
            The workspace's name.
        Raises:
            NotInstalled: the state is unknown, used or too old.
            SlackRefused: Slack does not take the code.
        """
        assert self._stored is not None
        assert self._run is not None
        assert self._make is not None
        assert self.oauth is not None
        if not await self._run(self._stored.consume_state, state):
            raise NotInstalled(state)
        asked = {
            "client_id": self.oauth.client_id,
            "client_secret": self.oauth.client_secret.reveal(),
            "code": code,
            "redirect_uri": redirect_uri,
        }
        # not the SDK's own method, which makes a header of the secret by a way that aiohttp will drop
        answer = await called(self.client(None).api_call("oauth.v2.access", data=asked))
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        whole_organisation = bool(answer.get("is_enterprise_install"))
        owner = enterprise if whole_organisation else team
        workspace = WorkspaceId(str(owner["id"]))
        name = str(owner.get("name") or workspace)
        document = written(answer, name)
        row = self._make(enterprise.get("id"), None if whole_organisation else team["id"], document, self._now())
        await self._run(self._stored.save, row)
        self._known.pop(workspace, None)
        self._dead.pop(workspace, None)
        await self._on_installed(workspace)
        return name

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._real_time(), UTC)
