"""Small writes and reads for the tests of the database, a gate to hold a write at, and a lock on SQLite's file."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import insert, select

from bot.store.database import Session
from bot.store.tables import workspaces

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def add(session: Session, team: str) -> str:
    session.execute(insert(workspaces).values(team_id=team, created_at=NOW))
    return team


def teams(session: Session) -> list[str]:
    return list(session.scalars(select(workspaces.c.team_id).order_by(workspaces.c.id)))


def path_of(database: str) -> str:
    return database.removeprefix("sqlite:///")


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Another program holds SQLite's write lock."""
    holder = sqlite3.connect(path_of(database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


class Gate:
    """Lets a test hold a write inside its transaction."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def pass_(self, session: Session, team: str) -> str:
        self.entered.set()
        assert self.opened.wait(10)
        return add(session, team)

    async def wait_entered(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, 10)
