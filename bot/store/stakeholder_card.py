"""What stands around one person: conversations with them and wins they know or not; always by owner."""

from typing import Any

from sqlalchemy import Select, and_, case, func, not_, select

from bot.domain.stakeholder_card import Talk, Wins
from bot.store.database import Session
from bot.store.tables import awareness, conversation_people, conversations, wins


def list_talks(session: Session, member_id: int, stakeholder_id: int, limit: int) -> tuple[Talk, ...]:
    """The latest first."""
    columns = (conversations.c.happened_on, conversations.c.kind, conversations.c.topic)
    latest = (conversations.c.happened_on.desc(), conversations.c.id.desc())
    rows = session.execute(_with(select(*columns), member_id, stakeholder_id).order_by(*latest).limit(limit))
    return tuple(Talk(row[0], row[1], row[2]) for row in rows)


def count_talks(session: Session, member_id: int, stakeholder_id: int) -> int:
    return session.scalar(_with(select(func.count()), member_id, stakeholder_id)) or 0


def _with(chosen: Select[Any], member_id: int, stakeholder_id: int) -> Select[Any]:
    joined = conversations.join(conversation_people, conversation_people.c.conversation_id == conversations.c.id)
    return chosen.select_from(joined).where(
        conversation_people.c.member_id == member_id,
        conversation_people.c.stakeholder_id == stakeholder_id,
        conversations.c.deleted_at.is_(None),
    )


def count_wins(session: Session, member_id: int, stakeholder_id: int, *, samples: bool) -> Wins:
    """Private ones count only where they are known; made-up ones with `samples`."""
    known = (
        select(awareness.c.id)
        .where(
            awareness.c.member_id == member_id,
            awareness.c.stakeholder_id == stakeholder_id,
            awareness.c.win_id == wins.c.id,
        )
        .exists()
    )
    counted = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (known, and_(not_(known), not_(wins.c.private)))
    ]
    kept = (wins.c.member_id == member_id, wins.c.deleted_at.is_(None), wins.c.kept_at.is_not(None))
    real = () if samples else (not_(wins.c.sample),)
    row = session.execute(select(*counted).where(*kept, *real)).one()
    return Wins(int(row[0]), int(row[1]))
