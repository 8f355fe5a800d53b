"""Tags over all wins of a member: which there are, and changing a name everywhere at once, in sets."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, select, update

from bot.domain.tags import Used
from bot.store.database import Session, insert_ignoring
from bot.store.prepared import Prepared
from bot.store.tables import tags, wins


def list_used(session: Session, member_id: int) -> list[Used]:
    """Tags of live wins, the most used first."""
    counted = func.count()
    rows = (
        select(tags.c.name, counted)
        .join(wins, wins.c.id == tags.c.win_id)
        .where(tags.c.member_id == member_id, wins.c.deleted_at.is_(None))
        .group_by(tags.c.name)
        .order_by(counted.desc(), tags.c.name)
    )
    return [Used(name, count) for name, count in session.execute(rows)]


def list_new(session: Session, member_id: int, win_id: int, names: Sequence[str]) -> list[str]:
    """Which of these names no other live win has. One that does is enough, however many have the name."""
    if not names:
        return []
    typed = {f"name_{at}": name for at, name in enumerate(names)}
    [used] = _used(len(names)).rows(session, {"member_id": member_id, "win_id": win_id, **typed})
    return [name for name, known in zip(names, used, strict=True) if not known]


@cache
def _used(count: int) -> Prepared:
    other = tags.c.member_id == bindparam("member_id"), tags.c.win_id != bindparam("win_id")
    live = wins.c.id == tags.c.win_id, wins.c.deleted_at.is_(None)
    named = (tags.c.name == bindparam(f"name_{at}") for at in range(count))
    known: list[Any] = [exists().where(*other, *live, each).label(f"known_{at}") for at, each in enumerate(named)]
    return Prepared(select(*known))


def list_alike(session: Session, member_id: int, win_id: int, name: str) -> set[str]:
    """The tags of other live wins that begin with the same letter."""
    others = (
        select(tags.c.name)
        .join(wins, wins.c.id == tags.c.win_id)
        .where(tags.c.member_id == member_id, tags.c.win_id != win_id, wins.c.deleted_at.is_(None))
        .where(tags.c.name.startswith(name[0], autoescape=True))
        .distinct()
    )
    return set(session.scalars(others))


def list_wins(session: Session, member_id: int, name: str) -> list[int]:
    """The wins that have this tag, the deleted too."""
    return list(session.scalars(_having(member_id, name).order_by(tags.c.win_id)))


def rename(session: Session, member_id: int, name: str, new: str) -> None:
    """Where a win has both names, one is left."""
    both = tags.alias("both")
    having_both = select(both.c.win_id).where(both.c.member_id == member_id, both.c.name == new)
    _touch(session, member_id, _having(member_id, name))
    session.execute(
        delete(tags).where(tags.c.member_id == member_id, tags.c.name == name, tags.c.win_id.in_(having_both))
    )
    session.execute(update(tags).where(tags.c.member_id == member_id, tags.c.name == name).values(name=new))


def remove(session: Session, member_id: int, name: str, win_ids: Sequence[int] | None = None) -> None:
    """From all wins, or from these."""
    having = _having(member_id, name)
    leaving = delete(tags).where(tags.c.member_id == member_id, tags.c.name == name)
    if win_ids is not None:
        having, leaving = having.where(tags.c.win_id.in_(win_ids)), leaving.where(tags.c.win_id.in_(win_ids))
    _touch(session, member_id, having)
    session.execute(leaving)


def add(session: Session, member_id: int, name: str, win_ids: Sequence[int]) -> tuple[int, int]:
    """To those of `win_ids` that are the member's and do not have it; returns how many, and how many of them live."""
    own = select(wins.c.id, wins.c.deleted_at).where(wins.c.member_id == member_id, wins.c.id.in_(win_ids))
    missing = session.execute(own.where(wins.c.id.not_in(_having(member_id, name)))).all()
    found = [row.id for row in missing]
    if not found:
        return 0, 0
    _touch(session, member_id, found)
    rows = [{"member_id": member_id, "win_id": win_id, "name": name} for win_id in found]
    session.execute(insert_ignoring(session.dialect.name, tags, ("win_id", "name")), rows)
    return len(found), sum(row.deleted_at is None for row in missing)


def _having(member_id: int, name: str) -> Select[tuple[int]]:
    return select(tags.c.win_id).where(tags.c.member_id == member_id, tags.c.name == name)


def _touch(session: Session, member_id: int, win_ids: Select[tuple[int]] | Sequence[int]) -> None:
    """An edit that was opened before must not bring the old name back: it is of a version gone by."""
    session.execute(
        update(wins).where(wins.c.member_id == member_id, wins.c.id.in_(win_ids)).values(version=wins.c.version + 1)
    )
