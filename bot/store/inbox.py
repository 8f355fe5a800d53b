"""The inbox's questions: which drafts wait, and who should know a win; a fixed number of statements, by owner."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, literal, select

from bot.domain.wins import WinState
from bot.store.database import Session
from bot.store.tables import praise, stakeholders, to_tell, wins
from bot.store.types import UtcTime


def list_ids(session: Session, member_id: int, limit: int, offset: int = 0, *, behind: int = 0) -> list[int]:
    """Of the drafts that wait, the newest first; with `behind` only those that stand behind that one."""
    rows = _waiting(member_id).order_by(wins.c.id.desc()).limit(limit).offset(offset)
    return list(session.scalars(rows.where(wins.c.id < behind) if behind else rows))


def count(session: Session, member_id: int, *, behind: int = 0) -> int:
    """How many wait; with `behind` only those that stand behind that one."""
    rows = _waiting(member_id).with_only_columns(func.count())
    counted: int = session.execute(rows.where(wins.c.id < behind) if behind else rows).scalar_one()
    return counted


def _waiting(member_id: int) -> Select[tuple[int]]:
    return select(wins.c.id).where(
        wins.c.member_id == member_id, wins.c.state == WinState.DRAFT, wins.c.deleted_at.is_(None)
    )


def list_praised(session: Session, member_id: int, since: datetime, limit: int) -> list[int]:
    """Kept wins praised since then, the latest praise first."""
    latest = func.max(praise.c.id)
    rows = (
        select(praise.c.win_id)
        .join(wins, wins.c.id == praise.c.win_id)
        .where(
            praise.c.member_id == member_id,
            praise.c.live,
            praise.c.created_at > since,
            wins.c.state == WinState.KEPT,
            wins.c.deleted_at.is_(None),
        )
        .group_by(praise.c.win_id)
        .order_by(latest.desc())
        .limit(limit)
    )
    return list(session.scalars(rows))


def list_to_tell(session: Session, member_id: int, win_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """By win, the stakeholders who should know it."""
    grouped: dict[int, list[int]] = defaultdict(list)
    rows = session.execute(
        select(to_tell.c.win_id, to_tell.c.stakeholder_id)
        .where(to_tell.c.member_id == member_id, to_tell.c.win_id.in_(win_ids))
        .order_by(to_tell.c.stakeholder_id)
    )
    for win_id, stakeholder_id in rows:
        grouped[win_id].append(stakeholder_id)
    return {win_id: tuple(people) for win_id, people in grouped.items()}


def set_to_tell(session: Session, member_id: int, wanted: Mapping[int, Sequence[int]], now: datetime) -> None:
    """Who should know each of these wins of the member; ids that are nobody's of theirs count for nothing."""
    if not wanted:
        return
    session.execute(delete(to_tell).where(to_tell.c.member_id == member_id, to_tell.c.win_id.in_(list(wanted))))
    columns = ["member_id", "win_id", "stakeholder_id", "created_at"]
    for win_id, people in wanted.items():
        if people:
            own = select(wins.c.member_id, wins.c.id, stakeholders.c.id, literal(now, UtcTime)).where(
                wins.c.member_id == member_id,
                wins.c.id == win_id,
                stakeholders.c.member_id == wins.c.member_id,
                stakeholders.c.id.in_(list(people)),
            )
            session.execute(insert(to_tell).from_select(columns, own))
