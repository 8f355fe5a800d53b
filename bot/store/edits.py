"""Edits: what a win was before its latest edit, for 30 days; one row for each win, by owner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.domain.merges import Before, read, write
from bot.store.database import Session
from bot.store.tables import edits, wins


@dataclass(frozen=True, slots=True)
class Edit:
    """`before` is None if the edit is undone; the win is changed since if it is not in `version_after`."""

    id: int
    win_id: int
    version_after: int
    edited_at: datetime
    before: Before | None


def add(session: Session, member_id: int, win_id: int, before: Before, version: int, now: datetime) -> int:
    """In place of the edit before it; returns the id."""
    session.execute(delete(edits).where(edits.c.member_id == member_id, edits.c.win_id == win_id))
    values = {
        "member_id": member_id,
        "win_id": win_id,
        "before": write(before),
        "version_after": version,
        "edited_at": now,
    }
    edit_id: int = session.execute(insert(edits).values(values).returning(edits.c.id)).scalar_one()
    return edit_id


def find(session: Session, member_id: int, edit_id: int) -> Edit | None:
    row = session.execute(select(edits).where(edits.c.member_id == member_id, edits.c.id == edit_id)).first()
    if row is None:
        return None
    return Edit(row.id, row.win_id, row.version_after, row.edited_at, read(row.before) if row.before else None)


def find_latest(session: Session, member_id: int, win_id: int) -> int:
    """The edit that the win is as it left it; 0 if there is none that can be undone."""
    found = session.execute(
        select(edits.c.id, edits.c.before)
        .join(wins, wins.c.id == edits.c.win_id)
        .where(edits.c.member_id == member_id, edits.c.win_id == win_id, edits.c.version_after == wins.c.version)
    ).first()
    return found.id if found is not None and found.before else 0


def set_undone(session: Session, member_id: int, edit_id: int) -> None:
    session.execute(update(edits).where(edits.c.member_id == member_id, edits.c.id == edit_id).values(before=""))


def follow_version(session: Session, member_id: int, win_id: int, was: int, version: int) -> None:
    """The win is again as its edit left it, or still what the edit made of it, under another number."""
    session.execute(
        update(edits)
        .where(edits.c.member_id == member_id, edits.c.win_id == win_id, edits.c.version_after == was)
        .values(version_after=version)
    )


def delete_old(session: Session, before: datetime) -> None:
    session.execute(delete(edits).where(edits.c.edited_at < before))
