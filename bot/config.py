"""Settings: one frozen object, built once from `.env` and the environment, strict, before anything connects."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from cryptography.fernet import Fernet
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "VOUCH_SECRET_KEY")
SLACK_API_URL = "https://slack.com/api/"
KEY_COMMAND = "python -m bot key"


class ConfigProblem(Exception):
    """A setting is wrong or missing; the message names it, what it got and what it takes."""


def default_database_url(folder: Path | None = None) -> str:
    """`vouch.db` in the platform's data folder for the user."""
    folder = folder or Path(platformdirs.user_data_dir("vouch", appauthor=False))
    return f"sqlite:///{folder / 'vouch.db'}"


class Settings(BaseSettings):
    """Every field is documented in `.env.example`. Names are the environment's names in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr | None = Field(None, description="Bot token, xoxb-…; without it the sandbox starts")
    slack_app_token: SecretStr | None = Field(None, description="App-level token, xapp-…, for Socket Mode")
    slack_signing_secret: SecretStr | None = Field(None, description="Signing secret, for HTTP mode")
    slack_api_url: str = Field(SLACK_API_URL, description="Address of Slack's Web API")
    database_url: SecretStr | None = Field(None, description="sqlite:///… or postgresql://…")
    vouch_secret_key: SecretStr | None = Field(None, description="Fernet keys separated by commas, newest first")
    port: int = Field(3000, ge=0, le=65535, description="Port of the HTTP server")
    vouch_host: str = Field("127.0.0.1", description="Address the HTTP server binds to")
    vouch_command_win: str = Field("/win", description="Name of the command that logs a win")
    vouch_command_met: str = Field("/met", description="Name of the command that logs a conversation")
    vouch_command_vouch: str = Field("/vouch", description="Name of the command for everything else")
    vouch_sqlite_synchronous: Literal["FULL", "NORMAL"] = Field("FULL", description="SQLite's synchronous setting")
    vouch_sends_per_second: float = Field(4.0, gt=0, le=100, description="Automatic messages a second per workspace")
    vouch_tick_seconds: float = Field(15.0, ge=0.05, le=300, description="Seconds between two looks at what is due")
    vouch_metrics_port: int = Field(0, ge=0, le=65535, description="Port of the metrics for Prometheus; 0 for none")
    vouch_clock_url: str = Field("", description="The sandbox's clock; empty outside the sandbox")
    vouch_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # `load` hands over one mapping: nothing is read behind its back, so tests see no settings of the machine.
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token_prefix(cls, value: SecretStr | None, info: Any) -> SecretStr | None:
        prefix = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"takes a token that starts with {prefix}")
        return value

    @field_validator("slack_api_url", "vouch_clock_url")
    @classmethod
    def _address(cls, value: str, info: Any) -> str:
        if value and not re.fullmatch(r"https?://\S+", value):
            raise ValueError("takes an address that starts with https:// or http://")
        if info.field_name == "slack_api_url" and not value.endswith("/"):
            value += "/"
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        url = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", value.get_secret_value())
        if not re.match(r"(sqlite:///.|postgresql\+psycopg://)", url) or ":memory:" in url or not _is_readable(url):
            raise ValueError("takes sqlite:///path/to/file.db or postgresql://user:password@host/name")
        return SecretStr(url)

    @field_validator("vouch_command_win", "vouch_command_met", "vouch_command_vouch")
    @classmethod
    def _command(cls, value: str) -> str:
        value = value if value.startswith("/") else f"/{value}"
        if not re.fullmatch(r"/[a-z0-9_-]{1,31}", value):
            raise ValueError("takes a command such as /win: lower-case letters, digits, - and _, at most 32 characters")
        return value

    @field_validator("vouch_secret_key")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in value.get_secret_value().split(",") if value else ():
            try:
                Fernet(key.strip())
            except ValueError:
                raise ValueError(f"takes Fernet keys separated by commas; `{KEY_COMMAND}` prints one") from None
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        names = [self.vouch_command_win, self.vouch_command_met, self.vouch_command_vouch]
        if len(set(names)) < len(names):
            raise ValueError("VOUCH_COMMAND_WIN, VOUCH_COMMAND_MET and VOUCH_COMMAND_VOUCH must differ")
        if self.slack_bot_token and not self.vouch_secret_key:
            raise ValueError(
                f"VOUCH_SECRET_KEY is missing; `{KEY_COMMAND}` prints one: put it into .env and keep a copy"
            )
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """Fernet keys, newest first; empty where none is set."""
        given = self.vouch_secret_key.get_secret_value() if self.vouch_secret_key else ""
        return tuple(key.strip() for key in given.split(",") if key.strip())

    @property
    def url(self) -> str:
        """The database's address, with its password."""
        return self.database_url.get_secret_value() if self.database_url else default_database_url()

    @property
    def commands(self) -> dict[str, str]:
        """Command names by what they do: win, met, vouch."""
        return {
            "win": self.vouch_command_win,
            "met": self.vouch_command_met,
            "vouch": self.vouch_command_vouch,
        }


def load(environment: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment over `.env`; for a secret also from the file that `NAME_FILE` names.

    Raises ConfigProblem naming each wrong setting, what it got (never a secret) and what it takes.
    """
    given = _gather(environment if environment is not None else os.environ, env_file)
    try:
        values: dict[str, Any] = {name.lower(): value for name, value in given.items()}
        return Settings(**values)
    except ValidationError as problem:
        raise ConfigProblem("\n".join(_sentence(error, given) for error in problem.errors())) from None


def _gather(environment: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    known = {name.upper() for name in Settings.model_fields}
    both = {**_from_file(env_file), **{name: value for name, value in environment.items() if value}}
    given = {name: value.strip() for name, value in both.items() if value}
    for name in SECRETS:
        path = given.get(f"{name}_FILE")
        if path and name in given:
            raise ConfigProblem(f"{name} and {name}_FILE are both set: keep one of them.")
        if path:
            try:
                given[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as problem:
                raise ConfigProblem(f"{name}_FILE: {path} cannot be read ({type(problem).__name__}).") from None
    # A misspelt setting of ours would be ignored in silence, so it is refused.
    unknown = sorted(n for n in given if n.startswith("VOUCH_") and n.removesuffix("_FILE") not in known)
    if unknown:
        raise ConfigProblem(f"Unknown setting: {', '.join(unknown)}. `.env.example` lists them all.")
    return {name: value for name, value in given.items() if name in known}


def _from_file(env_file: Path | None) -> Mapping[str, str | None]:
    try:
        return dotenv_values(env_file, interpolate=False) if env_file and env_file.is_file() else {}
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigProblem(f"{env_file} cannot be read ({type(problem).__name__}).") from None


def _is_readable(url: str) -> bool:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(url)
    except (ArgumentError, ValueError):  # such as a port in letters
        return False
    return True


def _sentence(error: Any, given: Mapping[str, str]) -> str:
    what = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{what}."
    name = str(error["loc"][0]).upper()
    got = "a value that is kept out of this message" if name in SECRETS else repr(given.get(name))
    return f"{name}: got {got}; {what}."
