"""A record with at least one row in every owned table, whatever tables there come to be."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, String, Table, insert

from bot.domain.members import Actor, Member
from bot.services import members
from bot.store.database import Session
from bot.store.tables import OWNED
from bot.store.types import EncryptedText, ExactNumber, UtcTime

TODAY = date(2026, 11, 20)
# What a constraint asks for and a column's type does not say.
FITTING: dict[str, dict[str, Any]] = {
    "wins": {"state": "kept"},
    "stakeholders": {"influence": 2, "confidence": 3, "relationship": "sponsor"},
    "conversations": {"confidence": 3},
    "deliveries": {"state": "due"},
}


def fill(session: Session, actor: Actor, now: datetime) -> Member:
    """Starts the actor and gives them a row in each owned table, every column filled."""
    member = members.note_record(session, members.enrol(session, actor, now), now)
    parents: dict[str, int] = {"members": member.id}
    for table in OWNED:
        values = {
            column.name: FITTING.get(table.name, {}).get(column.name, _value(table, column, actor, now, parents))
            for column in table.columns
            if column.name not in ("id", "deleted_at", "archived_at")
        }
        parents[table.name] = session.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return member


def _value(table: Table, column: Column[Any], actor: Actor, now: datetime, parents: dict[str, int]) -> Any:
    for key in column.foreign_keys:
        return parents[key.column.table.name]
    if isinstance(column.type, UtcTime):
        return now
    if isinstance(column.type, ExactNumber):
        return Decimal("1.50")
    if isinstance(column.type, String | EncryptedText):
        words = f"{actor.user_id} {actor.team_id} {table.name}.{column.name}"
        return words[: getattr(column.type, "length", None)]
    return TODAY if isinstance(column.type, Date) else column.type.python_type(1)
