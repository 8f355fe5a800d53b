"""`python -m bot doctor`: each fault is named with what to do about it, and a sound installation has none."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import doctor, manifest
from bot.config import ConfigProblem, Settings
from bot.store import schema
from sandbox import server
from sandbox.box import Box
from tests.conftest import KEY, settings_for

OTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyE="


async def faults(settings: Settings | ConfigProblem) -> dict[str, str]:
    return {finding.subject: finding.line() for finding in await doctor.examine(settings) if finding.is_fault}


def manifest_with(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(manifest.find().read_text())
    whole["oauth_config"]["scopes"]["bot"] = changes["scopes"]
    return whole


@pytest.mark.both_databases
async def test_a_sound_installation_has_no_faults(database: str) -> None:
    async with server.running() as box:
        findings = await doctor.examine(settings_for(box, database))
    assert [finding.line() for finding in findings if finding.is_fault] == []
    assert [finding.subject for finding in findings] == [
        "settings",
        "database",
        "schema",
        "secret key",
        "bot token",
        "scopes",
        "clock",
        "app token",
    ]


async def test_a_wrong_setting_is_the_only_finding() -> None:
    findings = await doctor.examine(ConfigProblem("PORT: got 'x'; takes a number."))
    assert [finding.line() for finding in findings] == [
        (
            "FAULT  settings: PORT: got 'x'; takes a number.\n"
            "       → Correct .env or the environment; .env.example explains each name."
        )
    ]


async def test_without_tokens_the_sandbox_is_pointed_to(tmp_path: Path) -> None:
    settings = Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/new.db"))
    lines = [finding.line() for finding in await doctor.examine(settings)]
    assert lines == [
        "ok     settings: read",
        f"ok     database: {tmp_path}/new.db does not exist yet; the first start makes it",
        "ok     Slack: no tokens are set: `python -m bot` starts the local sandbox",
    ]


async def test_refused_tokens_are_named(database: str) -> None:
    async with server.running() as box:
        wrong_bot = settings_for(box, database, slack_bot_token=SecretStr("xoxb-wrong"))
        assert list(await faults(wrong_bot)) == ["bot token"]
        wrong_app = settings_for(box, database, slack_app_token=SecretStr("xapp-wrong"))
        assert list(await faults(wrong_app)) == ["app token"]
        neither = settings_for(box, database, slack_app_token=None, slack_signing_secret=None)
        assert list(await faults(neither)) == ["deliveries"]
        by_http = settings_for(box, database, slack_app_token=None)
        assert await faults(by_http) == {}


async def test_a_network_fault_is_not_blamed_on_the_token(database: str) -> None:
    async with server.running() as box:
        astray = settings_for(box, database, slack_api_url="http://127.0.0.1:1/api/")
        found = await faults(astray)
    assert list(found) == ["Slack"]
    assert "Check the network" in found["Slack"]


async def test_missing_scopes_are_named(database: str) -> None:
    async with server.running(manifest=manifest_with(scopes=["commands", "chat:write"])) as box:
        assert "missing: files:write, im:history, im:write, reactions:read, users:read" in (
            await faults(settings_for(box, database))
        ).get("scopes", "")


def test_the_scopes_are_those_of_the_manifest() -> None:
    declared = json.loads(manifest.find().read_text())["oauth_config"]["scopes"]["bot"]
    assert sorted(declared) == sorted(doctor.SCOPES)


async def test_a_key_that_does_not_open_the_database_is_named(database: str) -> None:
    async with server.running() as box:
        assert await faults(settings_for(box, database)) == {}
        wrong = settings_for(box, database, vouch_secret_key=SecretStr(OTHER_KEY))
        assert list(await faults(wrong)) == ["secret key"]


async def test_a_schema_that_is_not_at_head_is_named(box_only: Box, database: str, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    schema.upgrade(f"sqlite:///{foreign}", (KEY,))
    import sqlite3

    connection = sqlite3.connect(foreign)
    connection.execute("UPDATE alembic_version SET version_num = 'of_the_future'")
    connection.commit()
    connection.close()
    found = await faults(settings_for(box_only, f"sqlite:///{foreign}"))
    assert list(found) == ["schema"]
    assert "newer Vouch" in found["schema"]


@pytest.mark.on_postgres
async def test_an_empty_postgresql_asks_for_migrate(box_only: Box, database: str) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    found = await faults(settings_for(box_only, database))
    assert "Run `python -m bot migrate`." in found["schema"]


async def test_a_database_that_does_not_answer_is_named(box_only: Box) -> None:
    unreachable = "postgresql+psycopg://vouch:hunter2@127.0.0.1:1/vouch?connect_timeout=1"
    found = await faults(settings_for(box_only, unreachable))
    assert list(found) == ["database"]
    assert "hunter2" not in found["database"]


async def test_a_machine_whose_clock_is_off_is_told(database: str) -> None:
    from datetime import UTC, datetime

    noon = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert doctor._clock("Fri, 20 Nov 2026 11:50:00 GMT", noon).line() == (
        "FAULT  clock: is 600 seconds off\n       → Let the machine set its clock by NTP."
    )
    assert not doctor._clock("Fri, 20 Nov 2026 11:59:30 GMT", noon).is_fault
    assert not doctor._clock("", noon).is_fault


@pytest.fixture
async def box_only() -> Any:
    async with server.running() as box:
        yield box


# The manifest for other command names and for HTTP


def test_the_manifest_takes_the_command_names_of_the_settings() -> None:
    made = manifest.adapted({"win": "/brag", "met": "/spoke", "vouch": "/career"})
    assert [command["command"] for command in made["features"]["slash_commands"]] == ["/brag", "/spoke", "/career"]
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_manifest_for_http_carries_the_address_everywhere() -> None:
    address = "https://vouch.example.com/slack/events"
    made = manifest.adapted({"win": "/win", "met": "/met", "vouch": "/vouch"}, address)
    assert {command["url"] for command in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["event_subscriptions"]["request_url"] == address
