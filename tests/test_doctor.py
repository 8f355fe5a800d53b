"""`python -m bot doctor`: each fault is named with what to do about it, and a sound installation has none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot import doctor, manifest
from bot.clock import Clock
from bot.config import ConfigProblem, Settings
from bot.messenger import Messenger
from bot.services import wins
from bot.store import schema, tables
from bot.store.database import Database, Session
from sandbox import server
from sandbox.box import Box
from sandbox.client import Client
from tests.conftest import ADA, KEY, settings_for

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
        "digests and nudges",
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


# Messages


Deliveries = list[dict[str, Any]]


async def troubled(database: str, rows: Deliveries, **marks: str) -> None:
    """Ada has recorded something; these became of her digests, one a day."""
    db = Database(database, (KEY,))

    def write(session: Session) -> None:
        member = wins.log_line(session, ADA, "wrote something", "", datetime.now(UTC)).member.id
        for number, row in enumerate(rows):
            due = datetime.now(UTC) - timedelta(days=number)
            usual = {"member_id": member, "kind": "digest", "period": f"2026-W{number:02d}", "due_at": due}
            session.execute(tables.deliveries.insert().values(usual | {"key": f"key{number}", "created_at": due} | row))
        if "workspace" in marks:
            session.execute(tables.workspaces.update().values(problem=marks["workspace"], active=False))
        if "member" in marks:
            session.execute(tables.members.update().values(problem=marks["member"]))

    await db.write(write)
    db.close()


@pytest.mark.both_databases
async def test_what_became_of_messages_is_told_in_numbers(database: str) -> None:
    now = datetime.now(UTC)
    rows: Deliveries = [
        {"state": "sent"},
        {"state": "failed", "error": "channel_not_found"},
        {"state": "failed", "error": "not_made"},
        {"state": "in_doubt", "error": "missing_scope"},
        {"state": "in_doubt", "error": "TimeoutError", "next_try_at": now},
        {"state": "due", "error": "msg_too_long", "due_at": now - timedelta(hours=7, minutes=5)},
    ]
    await troubled(database, rows, member="cannot_dm_bot")
    settings = Settings(database_url=SecretStr(database), vouch_secret_key=SecretStr(KEY))
    found = {finding.subject: finding for finding in await doctor.examine(settings)}
    assert found["people"].line() == "ok     people: cannot be written to until they use Vouch again: 1 cannot_dm_bot"
    assert found["digests and nudges"].says == (
        "1 message sent in 14 days, 1 looked for in Slack's history, tried again: 1 msg_too_long;"
        " the longest waiting one is 7 h late"
    )
    assert found["digests and nudges"].is_fault
    assert found["doubts"].says == (
        "of some it is not known whether they were sent, and they were not repeated: 1 missing_scope"
    )
    assert "im:history" in found["doubts"].advice
    assert "1 channel_not_found, 1 not_made" in found["failures"].says
    assert "report it" in found["failures"].advice
    assert "U0ADA" not in "".join(finding.line() for finding in found.values())


async def test_a_workspace_that_rests_is_named_and_somebody_s_refusal_is_no_fault(database: str) -> None:
    await troubled(database, [{"state": "failed", "error": "user_disabled"}], workspace="token_revoked")
    settings = Settings(database_url=SecretStr(database), vouch_secret_key=SecretStr(KEY))
    found = await faults(settings)
    assert list(found) == ["workspace"]
    assert "1 workspace cannot be written to (Slack says token_revoked)" in found["workspace"]


async def test_whether_ids_are_found_again_is_tried_on_the_last_message(database: str) -> None:
    async with server.running() as box, Client(box.url) as client:
        settings = settings_for(box, database)
        messenger = Messenger(AsyncWebClient(token=box.bot_token, base_url=box.api_url), None, Clock())
        await messenger.start()
        delivery = {"event_type": "vouch_digest", "event_payload": {"delivery": "key0"}}
        sent = await messenger.post(ADA, "U0ADA", {"text": "Your week"}, metadata=delivery)
        await messenger.close()
        arrived = {"state": "sent", "channel": sent.channel, "ts": sent.ts, "sent_at": datetime.now(UTC)}
        await troubled(database, [arrived])
        lines = [finding.line() for finding in await doctor.examine(settings)]
        assert "ok     history: shows the last message again by its id" in lines
        [message] = box.state.channels[sent.channel].messages
        message.metadata = None
        assert "metadata.message:read" in (await faults(settings))["history"]
        box.state.channels[sent.channel].messages.clear()
        assert "history" not in [finding.subject for finding in await doctor.examine(settings)], "deleted by its reader"
        await client.scopes("im:history")
        assert "missing_scope" in (await faults(settings))["history"]
