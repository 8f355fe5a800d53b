"""Reading, PostgreSQL locked or gone, and what errors may say."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import insert, select

from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.store import database as store
from bot.store.database import Database, Session, insert_or_ignore
from bot.store.tables import workspaces
from bot.store.types import KeyProblem
from tests.store.proxy import Proxy
from tests.store.writing import NOW, add, locked, teams

# Reading


@pytest.mark.both_databases
async def test_a_read_stores_nothing(db: Database) -> None:
    await db.write(add, "T1")
    with suppress(NotRead):  # SQLite's readers refuse at once
        await db.read(add, "T2")
    assert await db.read(teams) == ["T1"]


async def test_a_read_that_takes_too_long_is_given_up(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "READ_DEADLINE", 0.05)
    gate = threading.Event()

    def slow(_session: Session) -> None:
        gate.wait(10)
        raise ValueError("nobody hears this any more")

    with pytest.raises(NotRead):
        await db.read(slow)
    gate.set()


async def test_reads_go_on_while_another_program_writes(db: Database, database: str) -> None:
    await db.write(add, "T1")
    with locked(database):
        assert await db.read(teams) == ["T1"]


@pytest.mark.on_postgres
async def test_a_mistake_in_a_statement_is_no_trouble_with_the_database(db: Database) -> None:
    def divide(session: Session) -> None:
        session.execute(select(sqlalchemy.literal(1) / sqlalchemy.literal(0))).all()

    with pytest.raises(sqlalchemy.exc.DataError):
        await db.read(divide)


# PostgreSQL: locked and gone


@pytest.mark.on_postgres
async def test_a_row_locked_by_others_is_not_saved(
    database: str, open_database: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_TIMEOUT_MS", 50)
    db = open_database()
    await db.write(add, "T1")
    with sqlalchemy.create_engine(database, poolclass=sqlalchemy.NullPool).connect() as holder:
        holder.execute(sqlalchemy.text("LOCK TABLE workspaces"))
        with pytest.raises(NotSaved):
            await db.write(add, "never")
        with pytest.raises(NotRead):
            await db.read(teams)
    assert await db.read(teams) == ["T1"]


@pytest.mark.on_postgres
async def test_a_slow_statement_ends_by_itself(
    open_database: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "STATEMENT_TIMEOUT_MS", 50)
    db = open_database()
    with pytest.raises(NotSaved):
        await db.write(lambda session: session.execute(sqlalchemy.text("SELECT pg_sleep(5)")).all())


@pytest.mark.on_postgres
async def test_a_database_that_is_down_is_said_to_be_and_comes_back(
    proxy: Proxy, open_database: Callable[..., Database]
) -> None:
    db = open_database(url=proxy.url)
    await db.write(add, "T1")
    await proxy.go_down()
    with pytest.raises(NotSaved):
        await db.write(add, "never")
    with pytest.raises(NotRead):
        await db.read(teams)
    await proxy.come_up()
    await db.write(add, "T2")
    assert await db.read(teams) == ["T1", "T2"]


@pytest.mark.on_postgres
async def test_a_pooled_connection_that_died_while_idle_is_tried_once_more(
    proxy: Proxy, open_database: Callable[..., Database]
) -> None:
    db = open_database(url=proxy.url)
    await db.write(add, "T1")
    await proxy.drop_connections()
    await db.write(add, "T2")
    assert await db.read(teams) == ["T1", "T2"]


@pytest.mark.on_postgres
async def test_a_commit_without_an_answer_is_neither_saved_nor_not_saved(
    proxy: Proxy, open_database: Callable[..., Database]
) -> None:
    db = open_database(url=proxy.url)
    await db.write(add, "T1")
    proxy.cut_at(b"COMMIT")
    with pytest.raises(OutcomeUnknown):
        await db.write(add, "T2")
    assert await db.read(teams) == ["T1", "T2"]


# What is logged, and small things


@pytest.mark.both_databases
async def test_errors_do_not_quote_what_people_wrote(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await db.write(add, "T1")

    def clash(session: Session) -> None:
        session.execute(insert(workspaces).values(team_id="T1", name="my secret words", created_at=NOW))

    with pytest.raises(sqlalchemy.exc.IntegrityError) as caught:
        await db.write(clash)
    assert "secret" not in str(caught.value)
    assert "secret" not in caplog.text


@pytest.mark.both_databases
async def test_insert_or_ignore_says_whether_it_inserted(db: Database) -> None:
    values = {"enterprise_id": "", "team_id": "T1", "created_at": NOW}
    assert await db.write(insert_or_ignore, workspaces, values, "enterprise_id", "team_id") is True
    assert await db.write(insert_or_ignore, workspaces, values, "enterprise_id", "team_id") is False
    assert await db.read(teams) == ["T1"]


def test_a_database_without_a_sound_key_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem):
        Database(f"sqlite:///{tmp_path}/vouch.db", ("not a key",))
