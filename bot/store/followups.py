"""Follow-ups: rows of promises and asks, always by owner."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.followups import FollowUp, FollowUpKind
from bot.store.database import Session
from bot.store.tables import followups

_SELECT = select(*[followups.c[name] for name in (
    "id", "kind", "text", "due_on", "conversation_id", "stakeholder_id", "done_at",
)]).order_by(followups.c.id)  # fmt: skip


def from_row(row: Row[Any]) -> FollowUp:
    values = row._asdict()
    return FollowUp(**values | {"kind": FollowUpKind(values["kind"])})


def add_followup(
    session: Session,
    member_id: int,
    conversation_id: int | None,
    stakeholder_id: int | None,
    text: str,
    due_on: date | None,
    now: datetime,
    kind: FollowUpKind = FollowUpKind.MINE,
) -> None:
    values = {"conversation_id": conversation_id, "stakeholder_id": stakeholder_id, "kind": kind.value}
    session.execute(insert(followups).values(member_id=member_id, text=text, due_on=due_on, created_at=now, **values))


def get_followup(session: Session, member_id: int, followup_id: int) -> FollowUp | None:
    row = session.execute(_SELECT.where(followups.c.member_id == member_id, followups.c.id == followup_id)).first()
    return None if row is None else from_row(row)


def find_of_conversation(session: Session, member_id: int, conversation_id: int) -> FollowUp | None:
    """The promise that was made in it."""
    statement = _SELECT.where(
        followups.c.member_id == member_id,
        followups.c.conversation_id == conversation_id,
        followups.c.kind == FollowUpKind.MINE.value,
    )
    row = session.execute(statement).first()
    return None if row is None else from_row(row)


def change_followup(session: Session, member_id: int, followup_id: int, **values: Any) -> None:
    session.execute(
        update(followups).where(followups.c.member_id == member_id, followups.c.id == followup_id).values(**values)
    )


def delete_of_conversation(session: Session, member_id: int, conversation_id: int) -> None:
    session.execute(
        delete(followups).where(followups.c.member_id == member_id, followups.c.conversation_id == conversation_id)
    )
