"""What columns hold: text only the key's holder can read, aware times, exact numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from cryptography.fernet import Fernet
from sqlalchemy import Column, MetaData, Table, insert, select

from bot.store.database import Database, Session
from bot.store.tables import workspaces
from bot.store.types import Cipher, EncryptedText, ExactNumber, KeyProblem, UtcTime
from tests.conftest import KEY, NOW

OLD, NEW = KEY, Fernet.generate_key().decode()
SECRET = "xoxb-geheim-Grüße-👋"
things = Table(
    "things", MetaData(), Column("value", UtcTime), Column("number", ExactNumber), Column("text", EncryptedText)
)


def store_token(session: Session, team: str, token: str = SECRET) -> None:
    session.execute(insert(workspaces).values(team_id=team, bot_token=token, created_at=NOW))


def tokens(session: Session) -> list[str]:
    return list(session.scalars(select(workspaces.c.bot_token).order_by(workspaces.c.id)))


async def on(database: str, keys: tuple[str, ...], work: Callable[..., Any], *args: Any) -> Any:
    db = Database(database, keys)
    try:
        return await db.write(work, *args)
    finally:
        db.close()


@pytest.mark.both_databases
async def test_secrets_come_back_and_are_stored_as_ciphertext(database: str) -> None:
    await on(database, (KEY,), store_token, "T1")
    assert await on(database, (KEY,), tokens) == [SECRET]

    def raw(session: Session) -> str:
        return str(session.exec_driver_sql("SELECT bot_token FROM workspaces").scalar())

    stored = await on(database, (KEY,), raw)
    assert SECRET not in stored
    assert Fernet(KEY).decrypt(stored).decode() == SECRET


async def test_the_file_on_disk_does_not_contain_the_words(database: str) -> None:
    await on(database, (KEY,), store_token, "T1", "a plainly visible needle")
    folder = Path(database.removeprefix("sqlite:///")).parent
    held = b"".join(path.read_bytes() for path in folder.glob("vouch.db*"))
    assert b"T1" in held, "what is not secret is in there: the test reads the right file"
    assert b"needle" not in held


async def test_after_rotation_the_old_key_still_reads_and_the_new_one_writes(database: str) -> None:
    await on(database, (OLD,), store_token, "T1", "before")
    await on(database, (NEW, OLD), store_token, "T2", "after")
    assert await on(database, (NEW, OLD), tokens) == ["before", "after"]

    def second(session: Session) -> str:
        return str(session.scalar(select(workspaces.c.bot_token).where(workspaces.c.team_id == "T2")))

    assert await on(database, (NEW,), second) == "after"
    with pytest.raises(KeyProblem):
        await on(database, (OLD,), second)


async def test_a_wrong_key_says_so(database: str) -> None:
    await on(database, (OLD,), store_token, "T1")
    with pytest.raises(KeyProblem, match="does not open"):
        await on(database, (NEW,), tokens)


async def test_what_was_tampered_with_is_not_read(database: str) -> None:
    def tamper(session: Session) -> None:
        session.exec_driver_sql("UPDATE workspaces SET bot_token = 'kein Schlüssel'")

    await on(database, (KEY,), store_token, "T1")
    await on(database, (KEY,), tamper)
    with pytest.raises(KeyProblem):
        await on(database, (KEY,), tokens)


async def test_nothing_stays_nothing_and_needs_no_key(database: str) -> None:
    await on(database, (OLD,), store_token, "T1", "")
    assert await on(database, (NEW,), tokens) == [""]


async def test_two_databases_with_two_keys_live_in_one_process(database: str, tmp_path: Path) -> None:
    first, second = (sqlalchemy.create_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("one", "two"))
    for engine, key in ((first, OLD), (second, NEW)):
        Cipher((key,)).bind(engine.dialect)
        things.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(things).values(text=SECRET))
    for engine in (first, second):
        with engine.connect() as connection:
            assert connection.scalar(select(things.c.text)) == SECRET
        engine.dispose()


@pytest.mark.parametrize("keys", [(), ("",), ("short",), ("ä" * 44,), (KEY, "short")])
def test_malformed_keys_are_refused_without_being_quoted(keys: tuple[str, ...]) -> None:
    with pytest.raises(KeyProblem) as caught:
        Cipher(keys)
    assert "short" not in str(caught.value)


@pytest.mark.both_databases
async def test_times_are_aware_utc_on_both_databases(database: str) -> None:
    here = datetime(2026, 11, 20, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))

    def round_trip(session: Session) -> datetime:
        session.execute(insert(workspaces).values(team_id="T1", created_at=here))
        stored: datetime = session.execute(select(workspaces.c.created_at)).scalar_one()
        return stored

    back = await on(database, (KEY,), round_trip)
    assert back == here
    assert back.tzinfo is UTC


@pytest.mark.both_databases
async def test_a_time_without_a_zone_is_refused(database: str) -> None:
    def naive(session: Session) -> None:
        session.execute(insert(workspaces).values(team_id="T1", created_at=datetime(2026, 11, 20, 9, 30)))

    with pytest.raises(sqlalchemy.exc.StatementError, match="without a zone"):
        await on(database, (KEY,), naive)


@pytest.mark.both_databases
async def test_numbers_keep_every_digit_and_nothing_stays_nothing(database: str) -> None:
    def round_trip(session: Session) -> list[Any]:
        local = Table("numbers", MetaData(), Column("at", UtcTime), Column("number", ExactNumber))
        local.create(session)
        values = [Decimal("0.10000000000000000000000000001"), Decimal("-1E+30"), None]
        session.execute(insert(local), [{"at": NOW if value else None, "number": value} for value in values])
        return [tuple(row) for row in session.execute(select(local.c.number, local.c.at))]

    assert await on(database, (KEY,), round_trip) == [
        (Decimal("0.10000000000000000000000000001"), NOW),
        (Decimal("-1E+30"), NOW),
        (None, None),
    ]
