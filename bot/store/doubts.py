"""Doubts: deliveries of which nobody knows whether Slack posted them; the workers' own queue, across members."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.domain.deliveries import Delivery, Kind, State, Window
from bot.domain.doubts import Doubt
from bot.store import members as member_store
from bot.store.database import Session
from bot.store.tables import deliveries, members, workspaces


def begin_doubting(session: Session, real: datetime) -> int:
    """What a vanished worker was sending is in doubt once its lease has ended; says how many there were."""
    vanished = (
        select(deliveries.c.id)
        .where(deliveries.c.state == State.SENDING, deliveries.c.lease_until < real)
        .with_for_update(skip_locked=True)
    )
    ids = session.execute(vanished).scalars().all()
    if ids:
        session.execute(
            update(deliveries).where(deliveries.c.id.in_(ids)).values(state=State.IN_DOUBT, next_try_at=real, lookups=0)
        )
    return len(ids)


def claim_doubts(session: Session, owner: str, real: datetime, again_at: datetime, limit: int) -> tuple[Doubt, ...]:
    """Whose history is to be asked now, of workspaces with a token; again from `again_at` on if nothing comes of it."""
    statement = (
        member_store.SELECT.add_columns(
            deliveries.c.id,
            deliveries.c.kind,
            deliveries.c.period,
            deliveries.c.due_at,
            deliveries.c.attempts,
            deliveries.c.key,
            deliveries.c.covers_from,
            deliveries.c.covers_until,
            deliveries.c.lookups,
        )
        .join(deliveries, deliveries.c.member_id == members.c.id)
        .where(deliveries.c.state == State.IN_DOUBT, deliveries.c.next_try_at <= real, workspaces.c.active)
        .order_by(deliveries.c.next_try_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    found = tuple(_doubt(row) for row in session.execute(statement))
    if found:
        session.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([doubt.delivery.id for doubt in found]))
            .values(lease_owner=owner, next_try_at=again_at, lookups=deliveries.c.lookups + 1)
        )
    return found


def _doubt(row: Any) -> Doubt:
    *member, id_, kind, period, due_at, attempts, key, start, end, lookups = row
    owner = member_store.from_row(member)
    delivery = Delivery(id_, owner.id, Kind(kind), period, due_at, attempts, key)
    return Doubt(delivery, owner, Window(start, end), lookups + 1)


def settle(session: Session, doubt: Doubt, owner: str, **values: Any) -> bool:
    """Changes a delivery that this worker asks about; False where it has been settled, or is another's, meanwhile."""
    statement = update(deliveries).where(
        deliveries.c.id == doubt.delivery.id,
        deliveries.c.state == State.IN_DOUBT,
        deliveries.c.next_try_at.is_not(None),
        deliveries.c.lease_owner == owner,
    )
    return session.execute(statement.values(**values)).rowcount == 1
