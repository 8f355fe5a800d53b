"""The ledger as it is read: who knows a win, which wins somebody knows, and which nobody; always by owner."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)

from bot.domain.awareness import Known, WinLine
from bot.domain.win_detail import Knowing
from bot.domain.wins import Category, WinState
from bot.store import stakeholders as people
from bot.store.database import Session
from bot.store.tables import awareness, stakeholders, wins

_LINE = (wins.c.id, wins.c.title, wins.c.happened_on, wins.c.category, wins.c.private, wins.c.sample)


def get_win(session: Session, member_id: int, win_id: int) -> tuple[WinLine, bool] | None:
    """A live win, and whether it is a draft."""
    row = session.execute(
        select(*_LINE, wins.c.state).where(
            wins.c.member_id == member_id, wins.c.id == win_id, wins.c.deleted_at.is_(None)
        )
    ).first()
    return None if row is None else (_line(row[:-1]), row.state == WinState.DRAFT)


def count_knowing(session: Session, member_id: int, win_id: int) -> int:
    rows = select(func.count()).where(*_of_win(member_id, win_id))
    return session.execute(rows).scalar_one()


def list_knowing(session: Session, member_id: int, win_id: int, offset: int, limit: int) -> tuple[Knowing, ...]:
    """Who knows it, those last who have known it longest."""
    rows = session.execute(
        select(awareness.c.stakeholder_id, awareness.c.since, awareness.c.how)
        .where(*_of_win(member_id, win_id))
        .order_by(awareness.c.since.desc(), awareness.c.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    found = {each.id: each for each in people.list_by_ids(session, member_id, [row.stakeholder_id for row in rows])}
    return tuple(Knowing(found[row.stakeholder_id], row.since, row.how) for row in rows)


def _of_win(member_id: int, win_id: int) -> tuple[ColumnElement[bool], ...]:
    """The sum keeps SQLite from looking through all that the member's people know, instead of who knows the win."""
    return awareness.c.win_id == win_id, awareness.c.member_id + 0 == member_id


def list_unaware(session: Session, member_id: int, win_id: int) -> list[int]:
    """Ids of those whom the member follows and who do not know it, deciders and the most influential first."""
    of_win = wins.c.member_id == member_id, wins.c.id == win_id
    rows = (
        select(stakeholders.c.id)
        .where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.archived_at.is_(None),
            stakeholders.c.sample == select(wins.c.sample).where(*of_win).scalar_subquery(),
            stakeholders.c.id.not_in(select(awareness.c.stakeholder_id).where(awareness.c.win_id == win_id)),
        )
        .order_by(stakeholders.c.decider.desc(), stakeholders.c.influence.desc(), stakeholders.c.id)
    )
    return list(session.scalars(rows))


def count_of_person(session: Session, member_id: int, stakeholder_id: int) -> tuple[int, int, int]:
    """How many kept wins somebody knows, how many could be told to them, and how many of the others are private."""
    knows = _knows(stakeholder_id)
    row = session.execute(
        select(
            _number(knows),
            _number(and_(~knows, not_(wins.c.private))),
            _number(and_(~knows, wins.c.private)),
        ).where(*_worth_telling(member_id, stakeholder_id))
    ).one()
    return row[0], row[1], row[2]


def list_untold(session: Session, member_id: int, stakeholder_id: int, offset: int, limit: int) -> tuple[WinLine, ...]:
    """Wins that could be told to them, the latest first."""
    rows = session.execute(
        select(*_LINE)
        .where(*_worth_telling(member_id, stakeholder_id), not_(wins.c.private), ~_knows(stakeholder_id))
        .order_by(wins.c.happened_on.desc(), wins.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(_line(row) for row in rows)


def list_known_wins(
    session: Session, member_id: int, stakeholder_id: int, offset: int, limit: int
) -> tuple[Known, ...]:
    """What they know, what they came to know last first."""
    rows = session.execute(
        select(*_LINE, awareness.c.how, awareness.c.since)
        .join(awareness, and_(awareness.c.win_id == wins.c.id, awareness.c.stakeholder_id == stakeholder_id))
        .where(*_worth_telling(member_id, stakeholder_id), awareness.c.member_id == member_id)
        .order_by(awareness.c.since.desc(), awareness.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return tuple(Known(_line(row[:-2]), row.how, row.since) for row in rows)


def _knows(stakeholder_id: int) -> ColumnElement[bool]:
    noted = awareness.alias("noted")
    return exists().where(noted.c.win_id == wins.c.id, noted.c.stakeholder_id == stakeholder_id)


def _worth_telling(member_id: int, stakeholder_id: int) -> tuple[ColumnElement[bool], ...]:
    """Kept wins; with somebody who is made up, those that are made up too."""
    made_up = select(stakeholders.c.sample).where(stakeholders.c.id == stakeholder_id).scalar_subquery()
    return (
        wins.c.member_id == member_id,
        wins.c.state == WinState.KEPT,
        wins.c.deleted_at.is_(None),
        or_(wins.c.sample == made_up, _knows(stakeholder_id)),
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def get_noted(session: Session, member_id: int, win_id: int, stakeholder_id: int) -> tuple[str, date, datetime] | None:
    """How and since when somebody knows a win, and when that was noted."""
    row = session.execute(
        select(awareness.c.how, awareness.c.since, awareness.c.created_at).where(
            awareness.c.member_id == member_id,
            awareness.c.win_id == win_id,
            awareness.c.stakeholder_id == stakeholder_id,
        )
    ).first()
    return None if row is None else (row.how, row.since, row.created_at)


def list_kept(session: Session, member_id: int, win_ids: Collection[int]) -> list[WinLine]:
    """Those of the ids that are kept wins, as they happened."""
    rows = session.execute(
        select(*_LINE)
        .where(
            wins.c.member_id == member_id,
            wins.c.id.in_(win_ids),
            wins.c.state == WinState.KEPT,
            wins.c.deleted_at.is_(None),
        )
        .order_by(wins.c.happened_on, wins.c.id)
    )
    return [_line(row) for row in rows]


def are_drafts(session: Session, member_id: int, win_ids: Collection[int]) -> bool:
    """Whether a draft of the member's is among them."""
    rows = select(wins.c.id).where(
        wins.c.member_id == member_id,
        wins.c.id.in_(win_ids),
        wins.c.state == WinState.DRAFT,
        wins.c.deleted_at.is_(None),
    )
    return session.execute(rows.limit(1)).first() is not None


def _line(row: Sequence[Any]) -> WinLine:
    win_id, title, happened_on, category, private, sample = row
    return WinLine(win_id, title, happened_on, Category(category) if category else None, private, sample)


def list_known(session: Session, member_id: int, stakeholder_id: int, win_ids: Collection[int]) -> set[int]:
    """Those of the wins that this person knows."""
    rows = select(awareness.c.win_id).where(
        awareness.c.member_id == member_id,
        awareness.c.stakeholder_id == stakeholder_id,
        awareness.c.win_id.in_(win_ids),
    )
    return set(session.scalars(rows))


def known_to_nobody() -> ColumnElement[bool]:
    """Of a row of wins: nobody whom the member follows knows it; people who are made up do not count."""
    followed = exists().where(
        stakeholders.c.id == awareness.c.stakeholder_id,
        stakeholders.c.archived_at.is_(None),
        not_(stakeholders.c.sample),
    )
    # One in the other and by the win alone: else SQLite looks through everybody, or all that they know, for each win.
    return ~exists().where(awareness.c.win_id == wins.c.id, followed)
