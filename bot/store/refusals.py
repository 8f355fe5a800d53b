"""Refusals of blocks, by workspace and surface: the newest moment of each kind."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.refusals import Surface
from bot.store.database import Session, insert_or_ignore
from bot.store.tables import refusals


def list_types(session: Session, workspace_id: int, surface: Surface, since: datetime) -> frozenset[str]:
    """Kinds of blocks refused there after `since`."""
    statement = select(refusals.c.block_type).where(
        refusals.c.workspace_id == workspace_id, refusals.c.surface == surface, refusals.c.refused_at > since
    )
    return frozenset(session.scalars(statement))


def note(session: Session, workspace_id: int, surface: Surface, types: Collection[str], now: datetime) -> None:
    for kind in types:
        row = {"workspace_id": workspace_id, "surface": surface, "block_type": kind}
        if not insert_or_ignore(session, refusals, row | {"refused_at": now}, *row):
            session.execute(
                update(refusals)
                .where(*(refusals.c[name] == value for name, value in row.items()))
                .values(refused_at=now)
            )
