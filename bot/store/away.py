"""Away days: the periods in which members are not at work; by owner, for one or for a batch."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, insert, select

from bot.domain.away import Away, Periods
from bot.store.batches import among
from bot.store.database import Session
from bot.store.tables import away


def add(session: Session, member_id: int, period: Away, now: datetime) -> int:
    values = {"member_id": member_id, "first_on": period.first, "last_on": period.last, "created_at": now}
    added: int = session.execute(insert(away).values(**values).returning(away.c.id)).scalar_one()
    return added


def remove(session: Session, member_id: int, away_id: int) -> bool:
    """False if the member has no such period."""
    gone = session.execute(delete(away).where(away.c.id == away_id, away.c.member_id == member_id))
    return gone.rowcount == 1


def list_periods(session: Session, member_id: int, ending_from: date | None = None) -> Periods:
    """The earliest first; with `ending_from` only what is not over by that day."""
    return list_of_members(session, [member_id], ending_from).get(member_id, ())


def list_of_members(
    session: Session, member_ids: Collection[int], ending_from: date | None = None
) -> dict[int, Periods]:
    """By member, in one statement; who has none is left out."""
    rows = select(away.c.member_id, away.c.first_on, away.c.last_on, away.c.id).where(among(away.c.member_id))
    if ending_from is not None:
        rows = rows.where(away.c.last_on >= ending_from)
    found: dict[int, list[Away]] = defaultdict(list)
    ordered = rows.order_by(away.c.first_on, away.c.id)
    for member_id, first, last, away_id in session.execute(ordered, {"owners": member_ids}):
        found[member_id].append(Away(first, last, away_id))
    return {member_id: tuple(periods) for member_id, periods in found.items()}
