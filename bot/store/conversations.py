"""Conversations and who took part, always by owner; what was undone stays as an empty row that holds its place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.domain.conversations import Conversation
from bot.store.database import Session
from bot.store.tables import conversation_people, conversations

_COLUMNS = tuple(conversations.c[name] for name in (
    "id", "happened_on", "kind", "topic", "notes", "source", "version", "recorded_at", "confidence", "deleted_at",
    "sample",
))  # fmt: skip


def add_conversation(session: Session, member_id: int, now: datetime, **values: Any) -> int:
    """`values`: happened_on, source, and whatever else of the table's columns is known."""
    statement = insert(conversations).values(member_id=member_id, recorded_at=now, **values)
    return int(session.execute(statement.returning(conversations.c.id)).scalar_one())


def put_people(session: Session, member_id: int, conversation_id: int, stakeholder_ids: Sequence[int]) -> None:
    """These and nobody else took part. The conversation and the stakeholders must be the member's."""
    session.execute(
        delete(conversation_people).where(
            conversation_people.c.member_id == member_id, conversation_people.c.conversation_id == conversation_id
        )
    )
    add_people(session, member_id, conversation_id, stakeholder_ids)


def add_people(session: Session, member_id: int, conversation_id: int, stakeholder_ids: Sequence[int]) -> None:
    if stakeholder_ids:
        owned = {"member_id": member_id, "conversation_id": conversation_id}
        session.execute(insert(conversation_people), [{**owned, "stakeholder_id": each} for each in stakeholder_ids])


def get_conversation(session: Session, member_id: int, conversation_id: int) -> Conversation | None:
    """The undone too, with `deleted_at`."""
    found = _read(session, member_id, conversations.c.id == conversation_id)
    return found[0] if found else None


def find_by_source(session: Session, member_id: int, channel: str, ts: str) -> tuple[Conversation, str] | None:
    """The conversation made of that message, undone or not, with the `event_ts` of the reaction that decided last."""
    return _read(session, member_id, conversations.c.source_channel == channel, conversations.c.source_ts == ts)


def find_on_day(session: Session, member_id: int, stakeholder_id: int, day: date) -> int | None:
    """A conversation with that person on that day."""
    statement = (
        select(conversations.c.id)
        .join(conversation_people, conversation_people.c.conversation_id == conversations.c.id)
        .where(
            conversations.c.member_id == member_id,
            conversation_people.c.stakeholder_id == stakeholder_id,
            conversations.c.happened_on == day,
            conversations.c.deleted_at.is_(None),
        )
        .order_by(conversations.c.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def _read(session: Session, member_id: int, *where: ColumnElement[bool]) -> tuple[Conversation, str] | None:
    """The newest that fits, and the `event_ts` that belongs to it."""
    statement = (
        select(*_COLUMNS, conversations.c.reaction_event_ts)
        .where(conversations.c.member_id == member_id, *where)
        .order_by(conversations.c.id.desc())
        .limit(1)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    people = session.scalars(
        select(conversation_people.c.stakeholder_id)
        .where(conversation_people.c.member_id == member_id, conversation_people.c.conversation_id == row.id)
        .order_by(conversation_people.c.id)
    )
    values = row._asdict()
    event_ts = str(values.pop("reaction_event_ts"))
    return Conversation(**values, people=tuple(people)), event_ts


def change_conversation(session: Session, member_id: int, conversation_id: int, **values: Any) -> None:
    session.execute(
        update(conversations)
        .where(conversations.c.member_id == member_id, conversations.c.id == conversation_id)
        .values(**values, version=conversations.c.version + 1)
    )


def empty_conversation(session: Session, member_id: int, conversation_id: int, now: datetime) -> None:
    """Undoes it: what was said and who took part is gone, the row stays to say so when asked again."""
    change_conversation(
        session, member_id, conversation_id, kind="", topic="", notes="", confidence=None, deleted_at=now
    )
    put_people(session, member_id, conversation_id, ())


def note_reaction(session: Session, member_id: int, conversation_id: int, event_ts: str) -> None:
    """That reaction event was the latest about it."""
    session.execute(
        update(conversations)
        .where(conversations.c.member_id == member_id, conversations.c.id == conversation_id)
        .values(reaction_event_ts=event_ts)
    )


def revive_conversation(
    session: Session, member_id: int, conversation_id: int, happened_on: date, event_ts: str, now: datetime
) -> None:
    """Begins an undone one anew, by reaction, so that one message never has two rows."""
    session.execute(
        update(conversations)
        .where(conversations.c.member_id == member_id, conversations.c.id == conversation_id)
        .values(
            happened_on=happened_on,
            source="reaction",
            reaction_event_ts=event_ts,
            recorded_at=now,
            deleted_at=None,
            version=1,
        )
    )
