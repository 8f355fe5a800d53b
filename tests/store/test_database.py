"""What a write that was answered is worth, and what is said of one that could not be."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import insert, make_url

from bot.domain.outcomes import NotSaved, Refused
from bot.store import database as store
from bot.store.database import Database, Session
from bot.store.tables import pacing
from tests.conftest import KEY
from tests.store.writing import NOW, Gate, add, locked, path_of, teams

SHORT = 0.15  # a deadline that a test can wait for


# What was answered is stored


@pytest.mark.both_databases
async def test_a_write_is_answered_with_its_value_after_the_commit(db: Database, database: str) -> None:
    assert await db.write(add, "T1") == "T1"

    other = Database(database, (KEY,))
    assert await other.read(teams) == ["T1"]
    other.close()


CHILD = """
import asyncio, sys
from bot.store.database import Database
from tests.store.writing import add

async def main():
    db = Database(sys.argv[1], (sys.argv[2],))
    for number in range(10_000):
        await asyncio.gather(*(db.write(add, f"T{number}-{part}") for part in range(4)))
        print(number, flush=True)

asyncio.run(main())
"""


@pytest.mark.both_databases
async def test_kill_9_after_the_answer_loses_nothing(db: Database, database: str) -> None:
    with subprocess.Popen(  # noqa: ASYNC220 - read line by line until it is killed
        [sys.executable, "-c", CHILD, database, KEY],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout is not None
        answered = [int(child.stdout.readline()) for _ in range(25)]
        child.kill()
        answered += [int(line) for line in child.stdout]

    stored = await db.read(teams)
    assert {f"T{number}-{part}" for number in answered for part in range(4)} <= set(stored)
    assert len(stored) == len(set(stored))


async def test_sqlite_writes_through_to_the_disk(db: Database, database: str) -> None:
    def pragmas(session: Session) -> tuple[Any, ...]:
        names = ("synchronous", "journal_mode", "foreign_keys")
        return tuple(session.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names)

    relaxed = Database(database, (KEY,), synchronous="NORMAL")
    assert await db.write(pragmas) == (2, "wal", 1)
    assert await relaxed.write(pragmas) == (1, "wal", 1)
    relaxed.close()


async def test_writes_that_wait_together_are_committed_together(db: Database, database: str) -> None:
    commits: list[int] = []
    sqlalchemy.event.listen(db.engine, "commit", lambda _connection: commits.append(1))
    gate = Gate()
    first = asyncio.ensure_future(db.write(gate.pass_, "T0"))
    await gate.wait_entered()
    waiting = [asyncio.ensure_future(db.write(add, f"T{number}")) for number in range(1, 41)]
    await asyncio.sleep(0)  # they are in the queue now
    gate.opened.set()

    await asyncio.gather(first, *waiting)
    assert len(commits) == 2
    assert await db.read(teams) == [f"T{number}" for number in range(41)]


async def test_a_group_is_answered_after_its_commit_only(db: Database, database: str) -> None:
    seen_by_others: list[list[str]] = []
    reader = sqlite3.connect(path_of(database), check_same_thread=False)

    def look(_connection: Any) -> None:
        seen_by_others.append([row[0] for row in reader.execute("SELECT team_id FROM workspaces")])
        assert not any(future.done() for future in futures)

    futures = [asyncio.ensure_future(db.write(add, f"T{number}")) for number in range(3)]
    sqlalchemy.event.listen(db.engine, "commit", look)
    await asyncio.gather(*futures)
    reader.close()
    assert seen_by_others[0] == []


async def test_a_failing_write_does_not_take_its_group_along(db: Database) -> None:
    gate = Gate()
    first = asyncio.ensure_future(db.write(gate.pass_, "T0"))
    await gate.wait_entered()

    def refuse(session: Session) -> None:
        add(session, "never")
        raise Refused("title_missing")

    def break_a_rule(session: Session) -> None:
        add(session, "never too")
        add(session, "T0")

    group = [
        asyncio.ensure_future(work)
        for work in (db.write(add, "T1"), db.write(refuse), db.write(break_a_rule), db.write(add, "T2"))
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    await first
    results = await asyncio.gather(*group, return_exceptions=True)

    assert results[0] == "T1"
    assert isinstance(results[1], Refused)
    assert isinstance(results[2], sqlalchemy.exc.IntegrityError)
    assert results[3] == "T2"
    assert await db.read(teams) == ["T0", "T1", "T2"]


async def test_when_the_commit_fails_everybody_in_the_group_is_told(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    first = asyncio.ensure_future(db.write(gate.pass_, "T0"))
    await gate.wait_entered()

    def spoil(session: Session) -> None:
        session.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        session.execute(insert(pacing).values(workspace_id=999, method="m", next_at=NOW))

    group = [asyncio.ensure_future(db.write(add, "T1")), asyncio.ensure_future(db.write(spoil))]
    await asyncio.sleep(0)
    gate.opened.set()
    await first
    results = await asyncio.gather(*group, return_exceptions=True)
    assert [type(result) for result in results] == [sqlalchemy.exc.IntegrityError] * 2
    assert await db.read(teams) == ["T0"]


async def test_when_sqlite_rolls_back_the_whole_group_nobody_is_told_saved(db: Database) -> None:
    gate = Gate()
    first = asyncio.ensure_future(db.write(gate.pass_, "T0"))
    await gate.wait_entered()

    def fill_the_disk(session: Session) -> None:
        driver: Any = session.connection.driver_connection
        driver.execute("ROLLBACK")  # what SQLite does by itself when the disk is full
        raise sqlite3.OperationalError("database or disk is full")

    group = [asyncio.ensure_future(db.write(add, "T1")), asyncio.ensure_future(db.write(fill_the_disk))]
    await asyncio.sleep(0)
    gate.opened.set()
    await first
    results = await asyncio.gather(*group, return_exceptions=True)
    assert [type(result) for result in results] == [NotSaved, NotSaved]
    assert await db.read(teams) == ["T0"]
    assert await db.write(add, "T2") == "T2"


@pytest.mark.both_databases
async def test_what_the_work_raises_reaches_the_caller_and_nothing_is_stored(db: Database) -> None:
    def refuse(session: Session) -> None:
        add(session, "T1")
        raise Refused("stale")

    with pytest.raises(Refused):
        await db.write(refuse)
    assert await db.read(teams) == []


# Deadlines


async def test_a_write_not_begun_at_its_deadline_is_withdrawn_for_ever(
    database: str, open_database: Callable[..., Database]
) -> None:
    db = open_database(deadline=SHORT)
    ran: list[str] = []
    await db.write(add, "first")

    def work(session: Session) -> None:
        ran.append("tried")
        add(session, "never")

    with locked(database), pytest.raises(NotSaved):
        await db.write(work)
    await db.write(add, "after")
    assert await db.read(teams) == ["first", "after"]
    assert ran == [], "it was not even tried"


async def test_a_lock_longer_than_sqlite_waits_is_not_saved_and_stays_so(
    database: str, open_database: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_TIMEOUT_MS", 50)
    db = open_database(deadline=5)
    with locked(database), pytest.raises(NotSaved):
        await db.write(add, "never")
    await db.write(add, "after")
    assert await db.read(teams) == ["after"]


async def test_a_write_that_has_begun_is_waited_for(database: str, open_database: Callable[..., Database]) -> None:
    db = open_database(deadline=SHORT)
    gate = Gate()
    begun = asyncio.ensure_future(db.write(gate.pass_, "T1"))
    await gate.wait_entered()
    behind = asyncio.ensure_future(db.write(add, "behind"))
    with pytest.raises(NotSaved):
        await behind
    await asyncio.sleep(SHORT)
    assert not begun.done()
    gate.opened.set()
    assert await begun == "T1"
    await db.write(add, "after")
    assert await db.read(teams) == ["T1", "after"]


@pytest.mark.on_postgres
async def test_on_postgres_a_write_without_a_free_thread_is_withdrawn(
    database: str, open_database: Callable[..., Database]
) -> None:
    db = open_database(deadline=SHORT)
    gates = [Gate() for _ in range(8)]
    begun = [asyncio.ensure_future(db.write(gate.pass_, f"T{number}")) for number, gate in enumerate(gates)]
    for gate in gates:
        await gate.wait_entered()
    with pytest.raises(NotSaved):
        await db.write(add, "never")
    for gate in gates:
        gate.opened.set()
    await asyncio.gather(*begun)
    assert sorted(await db.read(teams)) == [f"T{number}" for number in range(8)]


@pytest.mark.on_postgres
async def test_a_day_as_text_reads_the_same_however_the_server_writes_days(
    database: str, open_database: Callable[..., Database]
) -> None:
    def change(session: Session) -> None:
        session.exec_driver_sql(f"ALTER DATABASE \"{make_url(database).database}\" SET datestyle = 'German'")

    def day(session: Session) -> str:
        return str(session.exec_driver_sql("SELECT CAST(DATE '2026-12-04' AS VARCHAR)").scalar())

    await open_database().write(change)
    assert await open_database().read(day) == "2026-12-04"


async def test_a_caller_who_leaves_withdraws_what_has_not_begun(db: Database) -> None:
    gate = Gate()
    first = asyncio.ensure_future(db.write(gate.pass_, "T0"))
    await gate.wait_entered()
    left = asyncio.ensure_future(db.write(add, "never"))
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    await first
    await db.write(add, "after")
    assert await db.read(teams) == ["T0", "after"]


async def test_a_caller_who_leaves_a_begun_write_leaves_no_unheard_failure(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()

    def fail(session: Session) -> None:
        gate.pass_(session, "T0")
        raise ValueError("what somebody typed")

    left = asyncio.ensure_future(db.write(fail))
    await gate.wait_entered()
    left.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    await db.write(add, "after")
    assert await db.read(teams) == ["after"]
    assert "typed" not in caplog.text


async def test_an_answer_for_an_event_loop_that_ended_disturbs_nobody(db: Database) -> None:
    gate = Gate()

    def elsewhere() -> None:
        async def leave() -> None:
            asyncio.ensure_future(db.write(gate.pass_, "T0"))  # noqa: RUF006 - left on purpose
            await gate.wait_entered()

        asyncio.run(leave())

    await asyncio.to_thread(elsewhere)
    gate.opened.set()
    await db.write(add, "T1")
    assert await db.read(teams) == ["T0", "T1"]


async def test_what_was_queued_is_finished_at_the_end(database: str, open_database: Callable[..., Database]) -> None:
    db = open_database()
    gate = Gate()
    writes = [asyncio.ensure_future(db.write(gate.pass_, "T0"))]
    await gate.wait_entered()
    writes.append(asyncio.ensure_future(db.write(add, "T1")))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(asyncio.to_thread(db.close))
    await asyncio.sleep(0.02)
    gate.opened.set()
    assert await asyncio.gather(*writes) == ["T0", "T1"]
    await closing
