"""``coach manifest``: the file to create the Slack app from, for either transport."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.cli.speaking import complain, say
from bot.web.places import EVENTS, OAUTH_REDIRECT

_PLACES = (Path(__file__).parent / "manifest.yml", Path(__file__).parents[2] / "manifest.yml")
"""In an installed package, and in a checkout."""


def print_manifest(http: str | None) -> int:
    if http is None:
        say(manifest_file().read_text(encoding="utf-8").rstrip())
        return 0
    parts = urlsplit(http)
    if parts.scheme != "https" or not parts.hostname:
        complain("Slack sends requests to https addresses only, such as https://coach.example.com.")
        return 2
    say(yaml.safe_dump(for_http(manifest(), f"https://{parts.netloc}"), sort_keys=False, allow_unicode=True).rstrip())
    return 0


def manifest_file() -> Path:
    return next(place for place in _PLACES if place.is_file())


def manifest() -> dict[str, Any]:
    """The manifest as Slack takes it, for Socket Mode."""
    read: dict[str, Any] = yaml.safe_load(manifest_file().read_text(encoding="utf-8"))
    return read


def for_http(socket_mode: dict[str, Any], origin: str) -> dict[str, Any]:
    """The same app over HTTP. ``origin``: scheme and host, without a slash at the end."""
    url = origin + EVENTS
    features, settings = dict(socket_mode["features"]), dict(socket_mode["settings"])
    features["slash_commands"] = [{**command, "url": url} for command in features["slash_commands"]]
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"] = {**settings["interactivity"], "request_url": url, "message_menu_options_url": url}
    settings["socket_mode_enabled"] = False
    oauth = {"redirect_urls": [origin + OAUTH_REDIRECT], **socket_mode["oauth_config"]}
    return {**socket_mode, "features": features, "oauth_config": oauth, "settings": settings}


def scopes() -> tuple[str, ...]:
    """What an installation asks for."""
    return tuple(manifest()["oauth_config"]["scopes"]["bot"])


def optional_scopes() -> tuple[str, ...]:
    """What an installation may decline."""
    return tuple(manifest()["oauth_config"]["scopes"].get("bot_optional", ()))
