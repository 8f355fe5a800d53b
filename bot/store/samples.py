"""Sample data: written in sets, and wiped with all that hangs on it; a row is a sample by its own mark only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, or_, select

from bot.store.database import Session
from bot.store.tables import (
    awareness,
    conversation_people,
    conversations,
    evidence,
    followups,
    stakeholders,
    wins,
)

Row = Mapping[str, Any]
_MARKED = (wins, conversations, stakeholders)


def has(session: Session, member_id: int) -> bool:
    marked = (exists().where(table.c.member_id == member_id, table.c.sample) for table in _MARKED)
    return bool(session.scalar(select(or_(*marked))))


def add_people(session: Session, member_id: int, rows: Sequence[Row], now: datetime) -> list[int]:
    """The new ids, in the order of `rows`."""
    return _add(session, stakeholders, [{**row, "member_id": member_id, "created_at": now} for row in rows])


def add_talks(session: Session, member_id: int, rows: Sequence[Row]) -> list[int]:
    """The new ids, in the order of `rows`."""
    return _add(session, conversations, [{**row, "member_id": member_id, "source": "sample"} for row in rows])


def _add(session: Session, table: Any, rows: list[Row]) -> list[int]:
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    marked = [{**row, "sample": True} for row in rows]
    return list(session.scalars(statement, marked)) if marked else []


def add_parts(
    session: Session,
    member_id: int,
    *,
    taking_part: Sequence[Row],
    knowing: Sequence[Row],
    promises: Sequence[Row],
) -> None:
    """Who took part in which conversation, who knows of which win, and what was promised."""
    for table, rows in ((conversation_people, taking_part), (awareness, knowing), (followups, promises)):
        if rows:
            session.execute(insert(table), [{**row, "member_id": member_id} for row in rows])


def add_quotes(session: Session, member_id: int, rows: Sequence[Row], now: datetime) -> None:
    """Rows `{win_id, snapshot, speaker}`."""
    of_quote = {"member_id": member_id, "kind": "quote", "created_at": now}
    if rows:
        session.execute(insert(evidence), [{**row, **of_quote} for row in rows])


def wipe(session: Session, member_id: int) -> list[int]:
    """Deletes the marked rows; the database's cascades take their parts. Returns the ids of people who are real and
    took part in a conversation that went.
    """
    took_part = (
        select(conversation_people.c.stakeholder_id)
        .join(conversations, conversations.c.id == conversation_people.c.conversation_id)
        .join(stakeholders, stakeholders.c.id == conversation_people.c.stakeholder_id)
        .where(conversation_people.c.member_id == member_id, conversations.c.sample, stakeholders.c.sample.is_(False))
        .distinct()
    )
    stay = list(session.scalars(took_part))
    for table in _MARKED:
        session.execute(delete(table).where(table.c.member_id == member_id, table.c.sample))
    return stay
