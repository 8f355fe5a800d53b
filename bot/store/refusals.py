"""Refusals of blocks, by workspace and surface: the newest moment of each kind."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.refusals import Surface
from bot.store.database import Session, insert_or_ignore
from bot.store.tables import refusals


def list_by_workspace(
    session: Session, workspace_ids: Collection[int], surface: Surface, since: datetime
) -> dict[int, frozenset[str]]:
    """Kinds of blocks refused there after `since`; a workspace without any is left out."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = session.execute(
        select(refusals.c.workspace_id, refusals.c.block_type).where(
            refusals.c.workspace_id.in_(workspace_ids), refusals.c.surface == surface, refusals.c.refused_at > since
        )
    )
    for workspace_id, kind in rows:
        found[workspace_id].add(kind)
    return {workspace_id: frozenset(types) for workspace_id, types in found.items()}


def note(session: Session, workspace_id: int, surface: Surface, types: Collection[str], now: datetime) -> None:
    for kind in types:
        row = {"workspace_id": workspace_id, "surface": surface, "block_type": kind}
        if not insert_or_ignore(session, refusals, row | {"refused_at": now}, *row):
            session.execute(
                update(refusals)
                .where(*(refusals.c[name] == value for name, value in row.items()))
                .values(refused_at=now)
            )
