"""What an app's manifest says about it: scopes, commands, shortcuts, events. YAML or JSON, as Slack takes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ALL_SCOPES = frozenset(
    {
        "app_mentions:read", "bookmarks:read", "bookmarks:write", "canvases:read", "canvases:write",
        "channels:history", "channels:manage", "channels:read", "chat:write", "chat:write.public",
        "channels:join", "commands", "dnd:read", "files:read", "files:write", "groups:history", "groups:read",
        "groups:write", "im:history", "im:read", "im:write", "mpim:history", "mpim:read", "mpim:write",
        "pins:read", "pins:write", "reactions:read", "reactions:write", "team:read", "usergroups:read",
        "users.profile:read", "users:read", "users:read.email",
    }
)  # fmt: skip


class BadManifest(ValueError):
    """The manifest cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `should_escape` makes "@ana" arrive as "<@UANA>"."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of the lightning menu (`kind` "global") or of a message's menu ("message")."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    One app. `events` are the bot events it subscribed to; `strict` is false for the permissive stand-in that serves an
    app without a manifest: every command exists and every event is sent.
    """

    name: str = "App"
    bot_name: str = "app"
    description: str = ""
    scopes: frozenset[str] = ALL_SCOPES
    optional_scopes: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset()
    redirect_urls: tuple[str, ...] = ()
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = True
    socket_mode: bool = True
    token_rotation: bool = False
    strict: bool = False
    source: Mapping[str, Any] = field(default_factory=dict)

    def command(self, name: str) -> Command | None:
        """The command of that name, with its slash."""
        found = next((command for command in self.commands if command.name == name), None)
        return found if found or self.strict else Command(name, should_escape=True)

    def wants_event(self, name: str) -> bool:
        """Whether an event such as "message.im" is subscribed to."""
        return name in self.events or not self.strict

    def granted(self, without: Collection[str] = ()) -> frozenset[str]:
        """The scopes that an installation grants if these are declined."""
        return self.scopes - frozenset(without)


def load_manifest(source: Path | str | Mapping[str, Any] | None) -> Manifest:
    """
    Read a manifest from a file (YAML or JSON) or a mapping; None gives the permissive one.

    Raises:
        BadManifest: not readable, or something in it is not what Slack takes.
    """
    if source is None:
        return Manifest()
    if isinstance(source, Mapping):
        return _read(source)
    import yaml

    try:
        loaded = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise BadManifest(f"{source}: {problem}") from problem
    if not isinstance(loaded, Mapping):
        raise BadManifest(f"{source}: a manifest is a mapping")
    return _read(loaded)


def _read(source: Mapping[str, Any]) -> Manifest:
    features, settings = _part(source, "features"), _part(source, "settings")
    oauth = _part(source, "oauth_config")
    scopes = _part(oauth, "scopes")
    bot, optional = frozenset(scopes.get("bot") or ()), frozenset(scopes.get("bot_optional") or ())
    if not optional <= bot:
        raise BadManifest(f"oauth_config.scopes.bot_optional: {sorted(optional - bot)} must be in `bot` as well")
    name = _part(source, "display_information").get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= 35:
        raise BadManifest("display_information.name: 1 to 35 characters are needed")
    home = _part(features, "app_home")
    return Manifest(
        name=name,
        bot_name=str(_part(features, "bot_user").get("display_name") or name),
        description=str(_part(source, "display_information").get("description") or ""),
        scopes=bot,
        optional_scopes=optional,
        commands=tuple(_command(at, each) for at, each in enumerate(features.get("slash_commands") or ())),
        shortcuts=tuple(_shortcut(at, each) for at, each in enumerate(features.get("shortcuts") or ())),
        events=frozenset(_part(settings, "event_subscriptions").get("bot_events") or ()),
        redirect_urls=tuple(oauth.get("redirect_urls") or ()),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactivity=bool(_part(settings, "interactivity").get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        token_rotation=bool(settings.get("token_rotation_enabled", False)),
        strict=True,
        source=source,
    )


def _part(source: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = source.get(key) or {}
    if not isinstance(part, Mapping):
        raise BadManifest(f"{key}: a mapping is needed")
    return part


def _command(at: int, source: Mapping[str, Any]) -> Command:
    name = source.get("command")
    if not isinstance(name, str) or not name.startswith("/") or not 2 <= len(name) <= 32:
        raise BadManifest(f"features.slash_commands[{at}].command: a slash and 1 to 31 characters are needed")
    return Command(
        name,
        str(source.get("description") or ""),
        str(source.get("usage_hint") or ""),
        bool(source.get("should_escape", False)),
    )


def _shortcut(at: int, source: Mapping[str, Any]) -> Shortcut:
    kind = source.get("type")
    if kind not in ("global", "message"):
        raise BadManifest(f"features.shortcuts[{at}].type: global or message is needed")
    return Shortcut(str(source["name"]), str(kind), str(source["callback_id"]), str(source.get("description") or ""))
