"""Pacing: when a workspace may be written to next, shared by all processes."""

from datetime import datetime, timedelta

from sqlalchemy import Update, select, update

from bot.store.database import Session, insert_or_ignore
from bot.store.tables import pacing


def take_slot(session: Session, workspace_id: int, method: str, interval: timedelta, now: datetime) -> datetime:
    """Reserves the next moment at which this method may be called for this workspace, and returns it. Real time."""
    slot = max(now, _next_at(session, workspace_id, method, now))
    session.execute(_of(workspace_id, method).values(next_at=slot + interval))
    return slot


def hold(session: Session, workspace_id: int, method: str, until: datetime) -> None:
    """Slack asked for silence: nobody calls this method for this workspace before `until`."""
    if _next_at(session, workspace_id, method, until) < until:
        session.execute(_of(workspace_id, method).values(next_at=until))


def _next_at(session: Session, workspace_id: int, method: str, now: datetime) -> datetime:
    values = {"workspace_id": workspace_id, "method": method, "next_at": now}
    insert_or_ignore(session, pacing, values, "workspace_id", "method")
    row = (
        select(pacing.c.next_at)
        .where(pacing.c.workspace_id == workspace_id, pacing.c.method == method)
        .with_for_update()
    )
    found: datetime = session.execute(row).scalar_one()
    return found


def _of(workspace_id: int, method: str) -> Update:
    return update(pacing).where(pacing.c.workspace_id == workspace_id, pacing.c.method == method)
