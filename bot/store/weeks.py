"""Weeks of which a member said that there was nothing; always by owner."""

from datetime import date, datetime

from sqlalchemy import delete, insert, select

from bot.store.database import Session
from bot.store.tables import quiet_weeks


def is_quiet(session: Session, member_id: int, monday: date) -> bool:
    of_week = (quiet_weeks.c.member_id == member_id, quiet_weeks.c.monday == monday)
    return session.execute(select(quiet_weeks.c.id).where(*of_week)).first() is not None


def add_quiet(session: Session, member_id: int, monday: date, now: datetime) -> None:
    session.execute(insert(quiet_weeks).values(member_id=member_id, monday=monday, created_at=now))


def remove_quiet(session: Session, member_id: int, monday: date) -> bool:
    """Says whether it was noted."""
    of_week = (quiet_weeks.c.member_id == member_id, quiet_weeks.c.monday == monday)
    return session.execute(delete(quiet_weeks).where(*of_week).returning(quiet_weeks.c.id)).first() is not None
