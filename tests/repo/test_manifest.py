"""The manifest: valid, least privilege, and the same as what the code answers."""

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.cli.manifest import for_http, manifest, optional_scopes, scopes
from bot.settings import Settings
from bot.slack_ids import CommandName, EventName, ShortcutName
from bot.wiring import build
from tests.repo.manifest_schema import MANIFEST

CHECK = jsonschema.Draft202012Validator(MANIFEST)
REASONS = {
    "commands": "the slash commands and the shortcut",
    "chat:write": "messages to the people of a review",
    "im:write": "direct messages",
    "mpim:write": "the conversation of manager and rep",
    "users:read": "time zone, guests, bots, deactivated people",
    "im:history": "find out whether a message arrived after a network failure",
    "mpim:history": "the same, in the conversation of the two",
    "files:write": "a calendar file in the own chat of whoever asked for it",
}
"""Every scope needs one; who adds a scope writes it down here and in the manifest."""


def test_the_manifest_is_one_that_slack_takes_over_either_transport() -> None:
    jsonschema.Draft202012Validator.check_schema(MANIFEST)
    CHECK.validate(manifest())
    CHECK.validate(for_http(manifest(), "https://coach.example.com"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("display_information", "name"), "x" * 36),
        (("display_information", "long_description"), "short"),
        (("display_information", "background_color"), "navy"),
        (("features", "bot_user", "display_name"), "Common Ground"),
        (("features", "slash_commands", 0, "command"), "coach-review"),
        (("features", "slash_commands", 0, "should_excape"), True),
        (("features", "shortcuts", 0, "name"), "Start a review with somebody"),
        (("settings", "interactivity", "request_url"), "http://insecure.example.com"),
        (("setings",), {}),
    ],
)
def test_the_schema_finds_mistakes(path: tuple[Any, ...], value: Any) -> None:
    spoilt = copy.deepcopy(manifest())
    place: Any = spoilt
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate(spoilt)


def test_every_scope_has_a_reason_and_history_and_files_can_be_declined() -> None:
    assert set(scopes()) == set(REASONS)
    assert set(optional_scopes()) == {"im:history", "mpim:history", "files:write"}
    assert set(optional_scopes()) <= set(scopes())
    assert "user" not in manifest()["oauth_config"]["scopes"]


def test_nobody_can_write_to_the_bot_and_names_arrive_as_ids() -> None:
    features = manifest()["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }
    assert all(command["should_escape"] for command in features["slash_commands"])
    assert manifest()["settings"]["token_rotation_enabled"] is False, "it could never be switched off again"


async def test_the_manifest_lists_exactly_what_the_app_answers(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite'}",
        }
    )
    parts = build(settings)
    try:
        answered = parts.dispatcher.registered
    finally:
        await parts.stop()
        await parts.installs.close()
    features, events = manifest()["features"], manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {command["command"] for command in features["slash_commands"]} == answered["command"] == set(CommandName)
    assert {one["callback_id"] for one in features["shortcuts"]} == answered["shortcut"] == set(ShortcutName)
    assert set(events) == answered["event"] == set(EventName)
