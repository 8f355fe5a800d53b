"""What stands between a start and its database, and how the parts end."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import app
from bot.app import Vouch
from bot.clock import Clock
from bot.config import ConfigProblem, Settings
from bot.parts import Parts, Tasks
from bot.store import schema, workspaces
from bot.store.database import Database
from bot.store.schema import SchemaState
from sandbox import server
from tests.conftest import ADA, KEY, Live, settings_for
from tests.store.test_schema import execute


def settings(url: str, key: str | None = KEY, **more: Any) -> Settings:
    secret = SecretStr(key) if key else None
    return Settings(database_url=SecretStr(url), vouch_secret_key=secret, **more)


# The database before a start


@pytest.mark.parametrize("act", [app.prepare, app.migrate])
def test_a_new_sqlite_file_is_made_with_its_folder_and_brought_up_to_date(tmp_path: Path, act: Any) -> None:
    url = f"sqlite:///{tmp_path}/data/deep/vouch.db"
    act(settings(url))
    assert schema.state(url) is SchemaState.CURRENT
    act(settings(url))


@pytest.mark.parametrize("act", [app.prepare, app.migrate])
def test_without_a_key_nothing_is_touched(tmp_path: Path, act: Any) -> None:
    with pytest.raises(ConfigProblem, match="VOUCH_SECRET_KEY is missing; `python -m bot key` prints one"):
        act(settings(f"sqlite:///{tmp_path}/vouch.db", None))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.both_databases
@pytest.mark.parametrize("act", [app.prepare, app.migrate])
def test_a_database_of_a_newer_vouch_is_left_alone(database: str, act: Any) -> None:
    execute(database, "UPDATE alembic_version SET version_num = '2031_01_01_flying_cars'")
    with pytest.raises(ConfigProblem, match="newer Vouch or to another program; it was left alone"):
        act(settings(database))


@pytest.mark.parametrize("act", [app.prepare, app.migrate])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, act: Any) -> None:
    url = f"sqlite:///{tmp_path}/theirs.db"
    execute(url, "CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(ConfigProblem, match="left alone"):
        act(settings(url))
    engine = sqlalchemy.create_engine(url)
    assert sqlalchemy.inspect(engine).get_table_names() == ["invoices"]
    engine.dispose()


@pytest.mark.on_postgres
def test_an_old_schema_on_postgres_is_not_upgraded_by_a_start(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app.prepare(settings(database))
    monkeypatch.setattr(schema, "HEAD", "2031_01_01_flying_cars")
    with pytest.raises(ConfigProblem, match="`python -m bot migrate` brings it there"):
        app.prepare(settings(database))


def test_an_old_schema_on_sqlite_is_upgraded_by_a_start(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "HEAD", "2031_01_01_flying_cars")
    asked: list[str] = []
    monkeypatch.setattr(schema, "upgrade", lambda url, _keys: asked.append(url))
    app.prepare(settings(database))
    assert asked == [database]


@pytest.mark.parametrize("act", [app.prepare, app.migrate])
def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path: Path, act: Any) -> None:
    (tmp_path / "diary.db").write_text("Dear diary, " * 100)
    (tmp_path / "file").write_text("")
    for path, why in (("diary.db", "DatabaseError"), ("file/vouch.db", "FileExistsError|NotADirectoryError")):
        with pytest.raises(ConfigProblem, match=rf"DATABASE_URL: the database cannot be opened \(({why})\)"):
            act(settings(f"sqlite:///{tmp_path}/{path}"))


def test_an_upgrade_that_fails_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise schema.DatabaseProblem("OperationalError")

    monkeypatch.setattr(schema, "upgrade", fail)
    with pytest.raises(ConfigProblem, match="cannot be opened"):
        app.prepare(settings(f"sqlite:///{tmp_path}/vouch.db"))


# A start


async def run_until_refused(chosen: Settings) -> str:
    said: list[str] = []
    with pytest.raises(ConfigProblem) as caught:
        await app.run(chosen, deliver="", timetable=False, ready=lambda: said.append("ready"))
    assert said == []
    return str(caught.value)


async def test_a_wrong_key_ends_the_start_with_a_sentence(database: str) -> None:
    async with server.running(port=0) as box:
        first = Vouch(settings_for(box, database), deliver="", timetable=False)
        await first.start()
        await first.stop()
        other = Fernet.generate_key().decode()
        wrong = settings_for(box, database, vouch_secret_key=SecretStr(other))
        said = await run_until_refused(wrong)
        assert said.startswith("VOUCH_SECRET_KEY: the secret key does not open what the database holds")
        assert other not in said

        both = Vouch(settings_for(box, database, vouch_secret_key=SecretStr(f"{other},{KEY}")), deliver="")
        await both.start()
        await both.stop()


async def test_a_locked_database_ends_the_start_with_a_sentence(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.store import database as store
    from tests.store.writing import locked

    monkeypatch.setattr(store, "LOCK_TIMEOUT_MS", 50)
    async with server.running(port=0) as box:
        with locked(database):
            assert "holds its lock" in await run_until_refused(settings_for(box, database))


async def test_a_token_that_slack_does_not_take_ends_the_start(database: str) -> None:
    async with server.running(port=0) as box:
        wrong = settings_for(box, database, slack_bot_token=SecretStr("xoxb-wrong"))
        said = await run_until_refused(wrong)
    assert "Slack did not accept the bot token, or did not answer (invalid_auth)" in said
    assert "xoxb-wrong" not in said


@pytest.mark.parametrize(("deliver", "missing"), [("socket", "slack_app_token"), ("http", "slack_signing_secret")])
async def test_each_way_of_delivery_names_what_it_lacks(database: str, deliver: str, missing: str) -> None:
    async with server.running(port=0) as box:
        chosen = settings_for(box, database, **{missing: None})
        with pytest.raises(ConfigProblem, match=missing.upper()):
            Vouch(chosen, deliver=deliver)


async def test_what_is_started_ends_and_a_part_that_hangs_does_not_hold_the_rest(
    database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "STOP_WITHIN", 0.3)
    async with server.running(port=0) as box:
        vouch = Vouch(settings_for(box, database), deliver="socket")
        await vouch.start()
        assert box.hub.links
        done: list[str] = []

        async def finish() -> None:
            await asyncio.sleep(0.02)
            done.append("finished")

        vouch.parts.tasks.spawn(finish())
        hangs = asyncio.Event()
        assert vouch.timetable is not None
        stop_timetable = vouch.timetable.stop
        monkeypatch.setattr(vouch.timetable, "stop", hangs.wait)
        started = asyncio.get_running_loop().time()
        await vouch.stop()
        assert asyncio.get_running_loop().time() - started < 3
        await stop_timetable()
        assert "a part did not stop cleanly" in caplog.text
        assert not box.hub.links


async def test_a_new_beginning_of_the_sandbox_empties_its_database(database: str) -> None:
    async with server.running(port=0) as box:
        vouch = Vouch(settings_for(box, database), deliver="")
        await vouch.start()
        vouch.router.known.add(ADA)
        await vouch.db.write(workspaces.ensure, "", "T9", vouch.clock.real())
        await vouch._forget_everything()
        assert await vouch.db.read(workspaces.find_id, "", "T9") is None
        assert await vouch.db.read(workspaces.find_id, "", "T0ACME") is not None
        assert ADA not in vouch.router.known
        await vouch.db.write(schema.check_key)
        await vouch.stop()


async def test_http_mode_takes_nothing_that_slack_did_not_sign(live_http: Live) -> None:
    payload = {"command": "/win", "text": "forged", "team_id": "T0ACME", "user_id": "U0ADA", "trigger_id": "t"}
    for headers in ({"X-Slack-Signature": "v0=forged"}, {"X-Slack-Request-Timestamp": "1"}):
        answer = await live_http.client.inject("slash_commands", payload, headers)
        assert not answer["ok"]
        assert "401" in str(answer)
    assert (await live_http.client.inject("slash_commands", payload))["ok"]


# Tasks


async def test_tasks_are_finished_with_what_they_start() -> None:
    tasks, done = Tasks(), list[str]()

    async def second() -> None:
        done.append("second")

    async def first() -> None:
        await asyncio.sleep(0)
        done.append("first")
        tasks.spawn(second())

    tasks.spawn(first())
    await tasks.drain(1)
    assert done == ["first", "second"]


async def test_a_task_that_does_not_end_is_cancelled() -> None:
    tasks, ended = Tasks(), asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    tasks.spawn(wait())
    await tasks.drain(0.01)
    await asyncio.wait_for(ended.wait(), 1)


async def test_a_task_that_fails_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks()

    async def fail() -> None:
        raise RuntimeError

    tasks.spawn(fail())
    await tasks.drain(1)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_parts_have_tasks_of_their_own(db: Database) -> None:
    one = Parts(db, None, Clock(), {})  # type: ignore[arg-type]  # nothing is sent
    assert one.tasks is not replace(one, tasks=Tasks()).tasks
