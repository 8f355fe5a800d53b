"""Settings: what is wrong is named, with what it got and what it takes, and no secret is ever printed."""

import traceback
from pathlib import Path

import pytest

from bot import config
from bot.config import ConfigProblem, Settings
from tests.conftest import KEY

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret", "VOUCH_SECRET_KEY": KEY}


def load(env_file: Path | None = None, /, **environment: str) -> Settings:
    return config.load(environment, env_file)


def problem(env_file: Path | None = None, /, **environment: str) -> str:
    with pytest.raises(ConfigProblem) as caught:
        load(env_file, **environment)
    shown = "".join(traceback.format_exception(caught.value))
    for secret in ("hunter2", "geheim", "s3cret"):
        assert secret not in shown
    return str(caught.value)


def test_without_any_setting_everything_has_a_default() -> None:
    settings = load()
    assert settings.slack_bot_token is None
    assert settings.url.endswith("vouch.db")
    assert settings.keys == ()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.commands == {"win": "/win", "met": "/met", "vouch": "/vouch"}
    assert settings.port == 3000
    with pytest.raises(Exception, match="frozen"):
        settings.port = 1  # type: ignore[misc]  # it is frozen


def test_what_is_given_arrives() -> None:
    settings = load(
        **TOKENS,
        DATABASE_URL="postgres://vouch:hunter2@db.example/vouch",
        SLACK_API_URL="http://127.0.0.1:8765/api",
        PORT="8080",
        VOUCH_COMMAND_WIN="erfolg",
        VOUCH_SQLITE_SYNCHRONOUS="NORMAL",
        VOUCH_SENDS_PER_SECOND=" 0.5\n",
        HOME="/root",
    )
    assert settings.url == "postgresql+psycopg://vouch:hunter2@db.example/vouch"
    assert settings.slack_api_url == "http://127.0.0.1:8765/api/"
    assert (settings.port, settings.vouch_command_win, settings.vouch_sends_per_second) == (8080, "/erfolg", 0.5)
    assert settings.keys == (KEY,)


def test_several_keys_newest_first() -> None:
    second = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyE="
    assert load(VOUCH_SECRET_KEY=f"{second}, {KEY}").keys == (second, KEY)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-s3cret", "starts with xoxb-"),
        ("SLACK_APP_TOKEN", "s3cret", "starts with xapp-"),
        ("SLACK_API_URL", "slack.com", "https:// or http://"),
        ("VOUCH_CLOCK_URL", "ftp://x", "https:// or http://"),
        ("DATABASE_URL", "mysql://vouch:hunter2@db/vouch", "sqlite:///path/to/file.db or postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:///path/to/file.db or postgresql://"),
        ("DATABASE_URL", "sqlite:///:memory:", "sqlite:///path/to/file.db or postgresql://"),
        ("DATABASE_URL", "postgresql://vouch:hunter2@db:port/vouch", "sqlite:///path/to/file.db or postgresql://"),
        ("VOUCH_SECRET_KEY", "geheim", "python -m bot key"),
        ("VOUCH_SECRET_KEY", f"{KEY},geheim", "python -m bot key"),
        ("PORT", "eighty", "valid integer"),
        ("PORT", "70000", "less than or equal to 65535"),
        ("VOUCH_COMMAND_WIN", "/Win", "lower-case letters"),
        ("VOUCH_COMMAND_MET", "/" + "x" * 33, "at most 32 characters"),
        ("VOUCH_SQLITE_SYNCHRONOUS", "OFF", "'FULL' or 'NORMAL'"),
        ("VOUCH_SENDS_PER_SECOND", "0", "greater than 0"),
        ("VOUCH_TICK_SECONDS", "nan", "less than or equal to 300"),
        ("VOUCH_LOG_LEVEL", "loud", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_a_wrong_value_names_the_setting_what_it_got_and_what_it_takes(name: str, value: str, takes: str) -> None:
    said = problem(**{name: value})
    assert said.startswith(f"{name}: got ")
    assert takes in said
    shown = "a value that is kept out of this message" if name in config.SECRETS else repr(value)
    assert f"got {shown};" in said
    assert len(said.splitlines()) == 1


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = problem(PORT="eighty", VOUCH_LOG_LEVEL="loud").splitlines()
    assert [line.partition(":")[0] for line in said] == ["PORT", "VOUCH_LOG_LEVEL"]


def test_with_tokens_a_missing_key_is_refused_with_the_command_that_prints_one() -> None:
    said = problem(SLACK_BOT_TOKEN="xoxb-s3cret")
    assert said.startswith("VOUCH_SECRET_KEY is missing; `python -m bot key` prints one")


def test_commands_must_differ() -> None:
    assert "must differ" in problem(VOUCH_COMMAND_WIN="/met")


def test_a_misspelt_setting_of_ours_is_refused() -> None:
    assert problem(VOUCH_SECRET_KEYS="s3cret", VOUCH_PORT="1") == (
        "Unknown setting: VOUCH_PORT, VOUCH_SECRET_KEYS. `.env.example` lists them all."
    )


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("xoxb-from-file\n")
    settings = load(**{**TOKENS, "SLACK_BOT_TOKEN": ""}, SLACK_BOT_TOKEN_FILE=str(path))
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-from-file"
    key = tmp_path / "key"
    key.write_text(KEY)
    assert load(VOUCH_SECRET_KEY_FILE=str(key)).keys == (KEY,)


def test_a_secret_s_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert problem(SLACK_BOT_TOKEN_FILE=f"{tmp_path}/none") == (
        f"SLACK_BOT_TOKEN_FILE: {tmp_path}/none cannot be read (FileNotFoundError)."
    )
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert "UnicodeDecodeError" in problem(SLACK_BOT_TOKEN_FILE=f"{tmp_path}/binary")
    assert "both set" in problem(SLACK_BOT_TOKEN="xoxb-s3cret", SLACK_BOT_TOKEN_FILE=f"{tmp_path}/binary")


def test_the_environment_stands_over_env_and_env_over_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("PORT=4000\nVOUCH_HOST=0.0.0.0\nVOUCH_LOG_LEVEL=\nSHELL_PROMPT='${PORT}'\n")
    settings = load(path, PORT="5000", VOUCH_HOST="")
    assert (settings.port, settings.vouch_host, settings.vouch_log_level) == (5000, "0.0.0.0", "INFO")
    assert load(tmp_path / "none").port == 3000


def test_an_env_file_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"PORT=\xff\xfe")
    assert problem(path) == f"{path} cannot be read (UnicodeDecodeError)."


def test_the_machine_s_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORT", "6000")
    monkeypatch.chdir(tmp_path)
    assert config.load().port == 6000


def test_a_secret_does_not_show_when_settings_are_printed() -> None:
    shown = repr(load(**TOKENS, DATABASE_URL="postgresql://vouch:hunter2@db/vouch"))
    assert "secret-" not in shown
    assert "hunter2" not in shown
    assert KEY not in shown
    assert "xoxb" not in shown


def test_every_field_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
