"""Settings: read once, checked all at once, and quiet about secrets."""

from pathlib import Path

import pytest

from bot.settings import SLACK_API_URL, Settings, SettingsError

ONE = {"SLACK_BOT_TOKEN": "xoxb-1-s3cr3t", "SLACK_APP_TOKEN": "xapp-1-s3cr3t"}


def test_one_workspace_over_socket_mode_needs_two_tokens() -> None:
    settings = Settings.read(ONE)
    assert settings.socket_mode
    assert not settings.many_workspaces
    assert settings.slack_api_url == SLACK_API_URL
    assert settings.port == 3000


def test_http_needs_the_signing_secret() -> None:
    settings = Settings.read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"})
    assert not settings.socket_mode
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        Settings.read({"SLACK_BOT_TOKEN": "xoxb-1"})


def test_many_workspaces_need_the_apps_identity_instead_of_a_token() -> None:
    many = {"COACH_CLIENT_ID": "1.2", "COACH_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "s"}
    assert Settings.read(many).many_workspaces
    with pytest.raises(SettingsError, match="COACH_CLIENT_SECRET is missing"):
        Settings.read({"COACH_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": "s"})
    with pytest.raises(SettingsError, match="both set"):
        Settings.read(many | ONE)


def test_everything_that_is_wrong_is_said_at_once_with_what_to_do() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xoxp-a-person",
        "SLACK_APP_TOKEN": "xoxb-the-wrong-one",
        "PORT": "http",
        "SLACK_API_URL": "slack",
        "DATABASE_URL": "mine.db",
        "COACH_LOG_LEVEL": "LOUD",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.read(wrong)
    assert len(caught.value.problems) == len(wrong)
    for name, problem in zip(
        ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT", "SLACK_API_URL", "DATABASE_URL", "COACH_LOG_LEVEL"),
        caught.value.problems,
        strict=True,
    ):
        assert problem.startswith(name)
        assert wrong[name] not in problem, "a secret could stand in the wrong place"


@pytest.mark.parametrize("port", ["-1", "65536", "3.5", "²", "99999999999"])
def test_a_port_is_a_port(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        Settings.read(ONE | {"PORT": port})


def test_the_clock_can_be_moved_only_in_a_stand_in_on_this_machine() -> None:
    clock = {"COACH_CLOCK_URL": "http://127.0.0.1:4000/_playground/clock"}
    with pytest.raises(SettingsError, match="playground only"):
        Settings.read(ONE | clock)
    with pytest.raises(SettingsError, match="playground only"):
        Settings.read(ONE | clock | {"SLACK_API_URL": "https://slack.com/api/"})
    assert Settings.read(ONE | clock | {"SLACK_API_URL": "http://127.0.0.1:4000/api"}).coach_clock_url


def test_no_secret_is_printed() -> None:
    settings = Settings.read(
        ONE | {"COACH_ENCRYPTION_KEY": "k-s3cr3t", "DATABASE_URL": "postgresql://me:db-s3cr3t@host/x"}
    )
    assert "s3cr3t" not in repr(settings)
    assert "s3cr3t" not in f"{settings.slack_bot_token} {settings.coach_encryption_key!r}"
    assert settings.slack_bot_token.reveal() == "xoxb-1-s3cr3t"


def test_the_environment_wins_over_the_file_and_empty_means_not_set(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN='xapp-file'\nPORT=4000\nSLACK_API_URL=\n# a note\n")
    settings = Settings.read({"SLACK_BOT_TOKEN": "xoxb-environment", "PORT": " "}, dotenv=file)
    assert settings.slack_bot_token.reveal() == "xoxb-environment"
    assert settings.slack_app_token.reveal() == "xapp-file"
    assert settings.port == 4000
    assert settings.slack_api_url == SLACK_API_URL
