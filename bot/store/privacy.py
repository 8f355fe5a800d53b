"""Deleting all of one member, what was undone or removed long ago, and all of workspaces that removed Vouch."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.store.database import Session
from bot.store.tables import OWNED, conversations, evidence, handled, members, pacing, refusals, wins, workspaces


def delete_member(session: Session, member_id: int) -> None:
    """Children before parents, by the registry; it does not lean on the database's cascades."""
    for table in reversed(OWNED):
        session.execute(delete(table).where(table.c.member_id == member_id))
    session.execute(delete(members).where(members.c.id == member_id))


def delete_workspaces(session: Session, removed_before: datetime) -> int:
    """Says how many workspaces went, each with all of its members."""
    gone = list(session.scalars(select(workspaces.c.id).where(workspaces.c.removed_at < removed_before)))
    if not gone:
        return 0
    theirs = select(members.c.id).where(members.c.workspace_id.in_(gone))
    for table in reversed(OWNED):
        session.execute(delete(table).where(table.c.member_id.in_(theirs)))
    for table in (members, handled, pacing, refusals):
        session.execute(delete(table).where(table.c.workspace_id.in_(gone)))
    session.execute(delete(workspaces).where(workspaces.c.id.in_(gone)))
    return len(gone)


def delete_undone(session: Session, before: datetime) -> int:
    """Says how many undone wins and conversations went; the database's cascades take what belongs to them."""
    gone = (session.execute(delete(table).where(table.c.deleted_at < before)) for table in (wins, conversations))
    counted = sum(result.rowcount for result in gone)
    session.execute(delete(evidence).where(evidence.c.removed_at < before))
    return counted
