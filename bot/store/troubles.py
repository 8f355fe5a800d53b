"""Troubles with automatic messages, counted over everybody; nothing of anybody's record is read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.deliveries import Kind, State
from bot.domain.troubles import PERIOD, Troubles
from bot.store.database import Session
from bot.store.tables import deliveries, members, workspaces


@dataclass(frozen=True, slots=True)
class LastSent:
    key: str
    channel: str
    at: datetime


def count_troubles(session: Session, now: datetime) -> Troubles:
    counted = (
        select(deliveries.c.kind, deliveries.c.state, deliveries.c.error, func.count())
        .where(deliveries.c.due_at >= now - PERIOD)
        .group_by(deliveries.c.kind, deliveries.c.state, deliveries.c.error)
    )
    undecided = (deliveries.c.state == State.IN_DOUBT, deliveries.c.next_try_at.is_not(None))
    asking = (
        select(deliveries.c.error, func.count())
        .where(*undecided, deliveries.c.due_at >= now - PERIOD)
        .group_by(deliveries.c.error)
    )
    oldest = (
        select(func.min(deliveries.c.due_at))
        .join(members, members.c.id == deliveries.c.member_id)
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .where(deliveries.c.state.in_((State.DUE, State.CLAIMED)), workspaces.c.active)
    )
    of_workspaces = (
        select(workspaces.c.problem, func.count())
        .where(workspaces.c.problem != "", workspaces.c.removed_at.is_(None))
        .group_by(workspaces.c.problem)
    )
    of_members = (
        select(members.c.problem, func.count())
        .join(workspaces, workspaces.c.id == members.c.workspace_id)
        .where(members.c.problem != "", workspaces.c.removed_at.is_(None))
        .group_by(members.c.problem)
    )
    return Troubles(
        {(Kind(kind), State(state), error): count for kind, state, error, count in session.execute(counted)},
        {row[0]: row[1] for row in session.execute(asking)},
        session.execute(oldest).scalar(),
        {row[0]: row[1] for row in session.execute(of_workspaces)},
        {row[0]: row[1] for row in session.execute(of_members)},
    )


def find_last_sent(session: Session) -> LastSent | None:
    """The latest message that certainly arrived."""
    statement = (
        select(deliveries.c.key, deliveries.c.channel, deliveries.c.sent_at)
        .where(deliveries.c.state == State.SENT, deliveries.c.ts != "", deliveries.c.sent_at.is_not(None))
        .order_by(deliveries.c.sent_at.desc())
        .limit(1)
    )
    row = session.execute(statement).first()
    return None if row is None else LastSent(row.key, row.channel, row.sent_at)
