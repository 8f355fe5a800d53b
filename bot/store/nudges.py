"""What nudges are made of and what they leave behind, for a batch of members in a fixed number of statements."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.domain.deliveries import Kind, State
from bot.store.database import Session
from bot.store.tables import deliveries, stakeholders

_A_TURN = timedelta(days=14)  # the last turn lies at most two weeks back, wherever its day was moved to


def read_previous(session: Session, member_ids: Collection[int], before: datetime) -> dict[int, datetime]:
    """By member, the moment of the last turn's nudge, if one was sent or may have been."""
    rows = session.execute(
        select(deliveries.c.member_id, deliveries.c.state, deliveries.c.covers_until)
        .where(
            deliveries.c.member_id.in_(member_ids),
            deliveries.c.kind == Kind.NUDGE,
            deliveries.c.state.not_in((State.DUE, State.CLAIMED, State.SENDING)),
            deliveries.c.due_at >= before - _A_TURN,
            deliveries.c.due_at <= before,
        )
        .order_by(deliveries.c.due_at)
    )
    last = {row.member_id: row for row in rows}
    return {
        member_id: row.covers_until
        for member_id, row in last.items()
        if row.state in (State.SENT, State.IN_DOUBT) and row.covers_until is not None
    }


def note_nudged(session: Session, member_id: int, stakeholder_ids: Collection[int], now: datetime) -> None:
    """These people are named in the nudge of that moment."""
    if stakeholder_ids:
        session.execute(
            update(stakeholders)
            .where(stakeholders.c.member_id == member_id, stakeholders.c.id.in_(stakeholder_ids))
            .values(last_nudged_at=now)
        )
