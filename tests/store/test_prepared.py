"""Prepared statements: types, errors and transactions are those of SQLAlchemy, on both databases."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.services import wins as win_services
from bot.store import database as store
from bot.store.database import Database, Session
from bot.store.prepared import Prepared
from bot.store.tables import evidence, measures, members, wins, workspaces
from tests.store.proxy import Proxy
from tests.store.writing import NOW, teams

ADD = Prepared(insert(workspaces).inline())
BY_TEAM = Prepared(select(workspaces.c.id, workspaces.c.active).where(workspaces.c.team_id == bindparam("team")))


def add(session: Session, *names: str) -> int:
    return ADD.run(session, [{"team_id": name, "created_at": NOW} for name in names])


def log_one(session: Session, actor: Actor) -> int:
    return win_services.log_line(session, actor, "shipped it", "", NOW).win.id


# Values


@pytest.mark.both_databases
def test_values_are_converted_on_the_way_in_as_sqlalchemy_does(session: Session, ada: Actor) -> None:
    win_id = log_one(session, ada)
    whose = {"member_id": 1, "win_id": win_id}
    number, moment = Decimal("1.20"), datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    Prepared(insert(measures).inline()).run(session, [whose | {"as_typed": "1.20", "before": number, "after": None}])
    said = whose | {"kind": "quote", "snapshot": "private words", "said_at": moment, "created_at": NOW}
    Prepared(insert(evidence).inline()).run(session, [said])
    assert str(session.execute(select(measures.c.before)).scalar_one()) == "1.20"
    assert session.execute(select(measures.c.after)).scalar_one() is None
    read = session.execute(select(evidence.c.snapshot, evidence.c.said_at)).one()
    assert tuple(read) == ("private words", datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    stored = session.exec_driver_sql("SELECT snapshot FROM evidence").scalar_one()
    assert "private" not in stored


@pytest.mark.both_databases
def test_values_are_converted_on_the_way_out_as_sqlalchemy_does(session: Session, ada: Actor) -> None:
    log_one(session, ada)
    statement = select(members.c.created_at, members.c.digest_on, members.c.paused, members.c.next_digest_at)
    found = Prepared(statement.where(members.c.user_id == bindparam("who"))).first(session, {"who": "U0ADA"})
    assert found is not None
    assert tuple(found) == tuple(session.execute(statement).one())
    assert found[0] == NOW
    assert found[1] is True


@pytest.mark.both_databases
def test_a_constant_of_the_statement_is_converted_too(session: Session, ada: Actor) -> None:
    log_one(session, ada)
    found = select(wins.c.happened_on).where(wins.c.created_at == NOW, wins.c.member_id == bindparam("owner"))
    assert [tuple(row) for row in Prepared(found).rows(session, {"owner": 1})] == [(date(2026, 11, 20),)]


@pytest.mark.both_databases
def test_what_an_insert_returns_is_read(session: Session) -> None:
    statement = Prepared(insert(workspaces).returning(workspaces.c.id, workspaces.c.created_at))
    assert tuple(statement.first(session, {"team_id": "T1", "created_at": NOW}) or ()) == (1, NOW)


@pytest.mark.both_databases
def test_nothing_found_is_none(session: Session) -> None:
    assert BY_TEAM.first(session, {"team": "T1"}) is None


@pytest.mark.both_databases
def test_one_and_many_rows_are_counted(session: Session) -> None:
    assert (add(session, "T1"), add(session, "T2", "T3")) == (1, 2)
    assert teams(session) == ["T1", "T2", "T3"]


@pytest.mark.both_databases
def test_two_databases_with_two_keys_share_nothing(
    open_database: Callable[..., Database], ada: Actor, database: str
) -> None:
    store = Prepared(insert(evidence).inline())
    said = {"member_id": 1, "win_id": 1, "kind": "quote", "snapshot": "words", "created_at": NOW}
    kept = open_database()
    with kept.engine.begin() as session:
        log_one(session, ada)
        store.run(session, [said])
        session.execute(delete(evidence))
    other = Database(database, ("b3RoZXIgZXVudCBkb211cywgbm9uIHBpbGEgaXRhLi4=",))
    with other.engine.begin() as session:
        store.run(session, [said])
        assert session.scalar(select(evidence.c.snapshot)) == "words"
    other.close()


# Transactions and errors


@pytest.mark.both_databases
async def test_it_is_committed_with_its_transaction_or_not_at_all(db: Database) -> None:
    def fail(session: Session) -> None:
        add(session, "never")
        raise LookupError

    await db.write(add, "T1")
    with pytest.raises(LookupError):
        await db.write(fail)
    assert await db.read(teams) == ["T1"]
    found = await db.read(lambda session: BY_TEAM.rows(session, {"team": "T1"}))
    assert [tuple(row) for row in found] == [(1, True)]


@pytest.mark.both_databases
@pytest.mark.parametrize("names", [("T1",), ("T2", "T1")])
async def test_a_clash_is_sqlalchemys_error_and_quotes_no_text(
    db: Database, names: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await db.write(add, "T1")

    def clash(session: Session) -> None:
        rows = [{"team_id": name, "name": "my secret words", "created_at": NOW} for name in names]
        Prepared(insert(workspaces).inline()).run(session, rows)

    with pytest.raises(IntegrityError) as caught:
        await db.write(clash)
    assert "secret" not in str(caught.value)
    assert "secret" not in caplog.text
    assert await db.read(teams) == ["T1"]


@pytest.mark.both_databases
async def test_a_clash_on_returning_is_sqlalchemys_error(db: Database) -> None:
    await db.write(add, "T1")
    returning = Prepared(insert(workspaces).returning(workspaces.c.id))
    with pytest.raises(IntegrityError):
        await db.write(returning.first, {"team_id": "T1", "created_at": NOW})


# PostgreSQL goes away: the same outcomes as with SQLAlchemy's own executions


@pytest.mark.on_postgres
async def test_a_pooled_connection_that_died_while_idle_is_tried_once_more(
    proxy: Proxy, open_database: Callable[..., Database]
) -> None:
    db = open_database(url=proxy.url)
    await asyncio.gather(*(db.write(add, f"T{number}") for number in range(3)))
    await proxy.drop_connections()
    assert await db.write(add, "T4", "T5") == 2
    assert len(await db.read(teams)) == 5


@pytest.mark.on_postgres
async def test_a_database_that_is_down_is_not_saved_and_comes_back(
    proxy: Proxy, open_database: Callable[..., Database]
) -> None:
    db = open_database(url=proxy.url)
    await db.write(add, "T1")
    await proxy.go_down()
    with pytest.raises(NotSaved):
        await db.write(add, "never")
    with pytest.raises(NotRead):
        await db.read(BY_TEAM.first, {"team": "T1"})
    await proxy.come_up()
    assert await db.write(add, "T2") == 1
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
    assert await db.read(teams) == ["T1"]
