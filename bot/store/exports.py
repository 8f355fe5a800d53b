"""Everything that belongs to one member, table by table, as the registry of owned tables names them."""

from typing import Any

from sqlalchemy import Table, select

from bot.store.database import Session
from bot.store.tables import OWNED, members

Row = dict[str, Any]


def list_rows(session: Session, member_id: int) -> dict[str, list[Row]]:
    """Every row of every owned table by the table's name, decrypted, oldest first; the member's own row too."""
    found = {members.name: _rows(session, members, member_id)}
    return found | {table.name: _rows(session, table, member_id) for table in OWNED}


def _rows(session: Session, table: Table, member_id: int) -> list[Row]:
    owner = table.c.id if table is members else table.c.member_id
    rows = session.execute(select(table).where(owner == member_id).order_by(table.c.id))
    return [dict(row) for row in rows.mappings()]
