"""Weeks of which a member said that there was nothing; always by owner."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, insert, select

from bot.store.database import Session
from bot.store.tables import quiet_weeks


def list_quiet(session: Session, member_id: int, mondays: Collection[date]) -> set[date]:
    """Which of these weeks."""
    of_weeks = (quiet_weeks.c.member_id == member_id, quiet_weeks.c.monday.in_(mondays))
    return set(session.scalars(select(quiet_weeks.c.monday).where(*of_weeks)))


def add_quiet(session: Session, member_id: int, mondays: Collection[date], now: datetime) -> None:
    rows = [{"member_id": member_id, "monday": monday, "created_at": now} for monday in mondays]
    session.execute(insert(quiet_weeks), rows)


def remove_quiet(session: Session, member_id: int, mondays: Collection[date]) -> bool:
    """Says whether any was noted."""
    of_weeks = (quiet_weeks.c.member_id == member_id, quiet_weeks.c.monday.in_(mondays))
    return session.execute(delete(quiet_weeks).where(*of_weeks).returning(quiet_weeks.c.id)).first() is not None
