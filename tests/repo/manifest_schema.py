"""
A JSON Schema for an app's manifest, written from what Slack documents: every object is closed, so a typo is an error.

Only what an app like this one can use is in it; whatever else Slack allows would have to be added deliberately.
"""

from typing import Any

Schema = dict[str, Any]


def _object(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _text(most: int, least: int = 1, pattern: str | None = None) -> Schema:
    return {"type": "string", "minLength": least, "maxLength": most} | ({"pattern": pattern} if pattern else {})


def _list(of: Schema, most: int, least: int = 0) -> Schema:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most, "uniqueItems": True}


_YES_OR_NO: Schema = {"type": "boolean"}
_URL = _text(3500, pattern="^https://")
_SCOPES = _list(_text(100, pattern=r"^[a-z]+(\.[a-z]+)?(:[a-z]+)*(\.[a-z]+)?$"), 255)

MANIFEST: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        ("display_information", "settings"),
        _metadata=_object(("major_version",), major_version={"const": 2}, minor_version={"type": "integer"}),
        display_information=_object(
            ("name",),
            name=_text(35),
            description=_text(140),
            long_description=_text(4000, 175),
            background_color=_text(7, 4, pattern="^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
        ),
        features=_object(
            app_home=_object(
                home_tab_enabled=_YES_OR_NO,
                messages_tab_enabled=_YES_OR_NO,
                messages_tab_read_only_enabled=_YES_OR_NO,
            ),
            bot_user=_object(
                ("display_name",), display_name=_text(80, pattern=r"^[a-z0-9\-_.]+$"), always_online=_YES_OR_NO
            ),
            slash_commands=_list(
                _object(
                    ("command", "description"),
                    command=_text(32, 2, pattern="^/[a-z0-9_-]+$"),
                    description=_text(2000),
                    usage_hint=_text(1000),
                    should_escape=_YES_OR_NO,
                    url=_URL | {"maxLength": 3000},
                ),
                50,
                1,
            ),
            shortcuts=_list(
                _object(
                    ("name", "type", "callback_id", "description"),
                    name=_text(24),
                    type={"enum": ["global", "message"]},
                    callback_id=_text(255),
                    description=_text(150),
                ),
                10,
                1,
            ),
        ),
        oauth_config=_object(
            redirect_urls=_list(_URL | {"maxLength": 2500}, 1000),
            scopes=_object(bot=_SCOPES, bot_optional=_SCOPES, user=_SCOPES, user_optional=_SCOPES),
            token_management_enabled=_YES_OR_NO,
        ),
        settings=_object(
            event_subscriptions=_object(
                request_url=_URL,
                bot_events=_list(_text(100, pattern=r"^[a-z_]+(\.[a-z_]+)?$"), 100),
                user_events=_list(_text(100), 100),
            ),
            interactivity=_object(
                ("is_enabled",), is_enabled=_YES_OR_NO, request_url=_URL, message_menu_options_url=_URL
            ),
            allowed_ip_address_ranges=_list(_text(50), 10),
            org_deploy_enabled=_YES_OR_NO,
            socket_mode_enabled=_YES_OR_NO,
            token_rotation_enabled=_YES_OR_NO,
        ),
    ),
}
