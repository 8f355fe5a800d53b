"""Pairs of a win and a person who knows it: noted in sets, and taken back exactly; always by owner."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import (
    Date,
    delete,
    exists,
    insert,
    literal,
    literal_column,
    select,
    true,
)

from bot.domain.awareness import How
from bot.store.database import Session
from bot.store.tables import awareness, conversations, stakeholders, wins
from bot.store.types import UtcTime

KNOWN_ALREADY = (
    select(literal_column("1"))
    .where(awareness.c.win_id == wins.c.id, awareness.c.stakeholder_id == stakeholders.c.id)
    .exists()
)


COLUMNS = ["member_id", "win_id", "stakeholder_id", "how", "since", "created_at"]


def note(
    session: Session,
    member_id: int,
    win_ids: Collection[int],
    stakeholder_ids: Collection[int],
    how: How,
    since: date,
    now: datetime,
) -> Counter[int]:
    """Each of these people knows each of these wins; who knows one already stays as noted. Returns to how many wins
    each of them was new.
    """
    pairs = (
        select(
            wins.c.member_id, wins.c.id, stakeholders.c.id, literal(how), literal(since, Date), literal(now, UtcTime)
        )
        .select_from(wins.join(stakeholders, true()))
        .where(
            wins.c.member_id == member_id,
            wins.c.id.in_(win_ids),
            stakeholders.c.member_id == member_id,
            stakeholders.c.id.in_(stakeholder_ids),
            ~KNOWN_ALREADY,
        )
    )
    return Counter(session.scalars(insert(awareness).from_select(COLUMNS, pairs).returning(awareness.c.stakeholder_id)))


def forget(session: Session, member_id: int, win_id: int, stakeholder_id: int) -> None:
    """However they came to know it."""
    session.execute(
        delete(awareness).where(
            awareness.c.member_id == member_id,
            awareness.c.win_id == win_id,
            awareness.c.stakeholder_id == stakeholder_id,
        )
    )


def forget_moment(
    session: Session, member_id: int, how: How, at: datetime, stakeholder_ids: Collection[int] | None = None
) -> int:
    """Takes back what was noted in the transaction of that moment, of all or of these people. Returns how much."""
    noted = delete(awareness).where(
        awareness.c.member_id == member_id, awareness.c.how == how, awareness.c.created_at == at
    )
    if stakeholder_ids is not None:
        noted = noted.where(awareness.c.stakeholder_id.in_(stakeholder_ids))
    return session.execute(noted).rowcount


def forget_undone(session: Session, member_id: int, win_id: int) -> None:
    """Takes back what was told in conversations undone by now: a win put back to what it was may say so still."""
    session.execute(
        delete(awareness).where(
            awareness.c.member_id == member_id,
            awareness.c.win_id == win_id,
            awareness.c.how == How.TOLD,
            exists().where(
                conversations.c.member_id == member_id,
                conversations.c.recorded_at == awareness.c.created_at,
                conversations.c.deleted_at.is_not(None),
            ),
        )
    )
