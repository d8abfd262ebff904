"""Requests as Slack sends them, shortened to what matters here."""

from typing import Any

Json = dict[str, Any]

TEAM, PERSON, CHANNEL = "T1", "UREP", "D1"
RESPONSE_URL = "https://hooks.slack.com/actions/T1/1/secret"


def click(
    action_id: str = "rating.choose", value: str | None = "3", *, at: str = "1700000000.123456", **more: Any
) -> Json:
    """A click on a button in a message."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": PERSON, "username": "rep", "team_id": TEAM},
        "api_app_id": "A1",
        "token": "unused",
        "trigger_id": "1.2.abc",
        "response_url": RESPONSE_URL,
        "container": {
            "type": "message",
            "message_ts": "1699999999.000100",
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        "channel": {"id": CHANNEL, "name": "directmessage"},
        "message": {"ts": "1699999999.000100", "text": "Your questions", "blocks": []},
        "state": {"values": {}},
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b1", "value": value, "action_ts": at}],
    } | more


def view(callback_id: str = "assessment", *, values: Json | None = None, depth: int = 1, **more: Any) -> Json:
    """A modal with two inputs, as it stands in a payload."""
    return {
        "id": f"V{depth}",
        "type": "modal",
        "team_id": TEAM,
        "app_installed_team_id": TEAM,
        "callback_id": callback_id,
        "private_metadata": '{"v": 1}',
        "hash": "1.h",
        "external_id": "",
        "root_view_id": "V1",
        "previous_view_id": None if depth == 1 else f"V{depth - 1}",
        "title": {"type": "plain_text", "text": "Your words"},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "clear_on_close": False,
        "notify_on_close": False,
        "blocks": [
            {
                "type": "input",
                "block_id": "words",
                "label": {"type": "plain_text", "text": "In a sentence"},
                "element": {"type": "plain_text_input", "action_id": "input", "multiline": True},
            },
            {
                "type": "input",
                "block_id": "skill",
                "label": {"type": "plain_text", "text": "Skill"},
                "element": {
                    "type": "static_select",
                    "action_id": "input",
                    "options": [
                        {"text": {"type": "plain_text", "text": "Listening"}, "value": "listening"},
                        {"text": {"type": "plain_text", "text": "Closing"}, "value": "closing"},
                    ],
                    "initial_option": {"text": {"type": "plain_text", "text": "Listening"}, "value": "listening"},
                },
            },
        ],
        "state": {
            "values": values
            or {
                "words": {"input": {"type": "plain_text_input", "value": "I ask first"}},
                "skill": {
                    "input": {
                        "type": "static_select",
                        "selected_option": {"text": {"type": "plain_text", "text": "Closing"}, "value": "closing"},
                    }
                },
            }
        },
    } | more


def _interaction(kind: str, **more: Any) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": PERSON, "name": "rep", "team_id": TEAM},
        "api_app_id": "A1",
        "token": "unused",
    } | more


def submission(callback_id: str = "assessment", **more: Any) -> Json:
    return _interaction("view_submission", trigger_id="1.2.abc", view=view(callback_id, **more), response_urls=[])


def closed(callback_id: str = "assessment") -> Json:
    return _interaction("view_closed", view=view(callback_id), is_cleared=True)


def click_in_view(action_id: str = "rating.choose", *, kind: str = "modal", depth: int = 1) -> Json:
    body = click(action_id, container={"type": "view", "view_id": f"V{depth}"}, view=view(depth=depth, type=kind))
    for key in ("response_url", "channel", "message", "state"):
        del body[key]
    return body


def command(name: str = "/coach-review", text: str = "<@U2|ben>") -> Json:
    """A slash command's form fields."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "acme",
        "channel_id": "C1",
        "channel_name": "general",
        "user_id": PERSON,
        "command": name,
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": RESPONSE_URL,
        "trigger_id": "1.2.abc",
    }


def shortcut(callback_id: str = "start_review") -> Json:
    return _interaction("shortcut", callback_id=callback_id, trigger_id="1.2.abc", action_ts="1700000000.1")


def message_shortcut(callback_id: str = "use_as_evidence") -> Json:
    return _interaction(
        "message_action",
        callback_id=callback_id,
        trigger_id="1.2.abc",
        response_url=RESPONSE_URL,
        message_ts="1.5",
        channel={"id": "C1", "name": "general"},
        message={"type": "message", "user": "U2", "ts": "1.5", "text": "We won the deal"},
    )


def suggestion(action_id: str = "skill.find", typed: str = "lis") -> Json:
    return _interaction(
        "block_suggestion",
        action_id=action_id,
        block_id="skill",
        value=typed,
        container={"type": "view", "view_id": "V1"},
        view=view(),
    )


def event(kind: str = "app_home_opened", event_id: str = "Ev1", **inner: Any) -> Json:
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": "A1",
        "type": "event_callback",
        "event": {"type": kind, "user": PERSON, "tab": "home", "event_ts": "1.1"} | inner,
        "event_id": event_id,
        "event_time": 1700000000,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": "UBOT", "is_bot": True, "is_enterprise_install": False}
        ],
    }


EVERY_KIND = {
    "click": click(),
    "click in a view": click_in_view(),
    "submission": submission(),
    "closed": closed(),
    "command": command(),
    "shortcut": shortcut(),
    "message shortcut": message_shortcut(),
    "suggestion": suggestion(),
    "event": event(),
}
