"""Conversations read by whom they were with, a page at a time, always by owner; only the page is decrypted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from bot.domain.awareness import How
from bot.domain.conversations import Conversation
from bot.domain.stakeholders import Stakeholder
from bot.domain.timelines import Talk
from bot.store import conversations as talk_store
from bot.store import stakeholders as people_store
from bot.store.database import Session
from bot.store.tables import awareness, conversation_people, conversations, wins

_COLUMNS = tuple(conversations.c[name] for name in (
    "id", "happened_on", "kind", "topic", "notes", "source", "version", "recorded_at", "confidence", "deleted_at",
    "sample",
))  # fmt: skip


def count_talks(session: Session, member_id: int, stakeholder_id: int) -> int:
    return _count(session, _with(_live(member_id), stakeholder_id))


def list_talks(session: Session, member_id: int, stakeholder_id: int, offset: int, limit: int) -> tuple[Talk, ...]:
    """The newest first, by the day it happened."""
    newest = conversations.c.happened_on.desc(), conversations.c.id.desc()
    chosen = _with(_live(member_id), stakeholder_id).with_only_columns(*_COLUMNS).order_by(*newest)
    return _whole(session, member_id, [*session.execute(chosen.offset(offset).limit(limit))])


def list_told(
    session: Session, member_id: int, stakeholder_id: int, moments: Collection[datetime]
) -> dict[datetime, tuple[str, ...]]:
    """Titles of the wins that they were told in conversations recorded at these moments: it is noted with them."""
    told = (
        select(awareness.c.created_at, wins.c.title)
        .join(wins, wins.c.id == awareness.c.win_id)
        .where(
            awareness.c.member_id == member_id,
            awareness.c.stakeholder_id == stakeholder_id,
            awareness.c.created_at.in_(moments),
            awareness.c.how == How.TOLD,
            wins.c.deleted_at.is_(None),
        )
        .order_by(wins.c.happened_on, wins.c.id)  # as they stand in the topic
    )
    found: dict[datetime, list[str]] = defaultdict(list)
    for moment, title in session.execute(told):
        found[moment].append(title)
    return {moment: tuple(titles) for moment, titles in found.items()}


def count_deleted(session: Session, member_id: int, stakeholder_id: int | None, after: datetime) -> int:
    """Of those deleted after that moment, what can be brought back; with somebody, or of all."""
    return _count(session, _with(_deleted(member_id, after), stakeholder_id))


def list_deleted(
    session: Session, member_id: int, stakeholder_id: int | None, after: datetime, offset: int, limit: int
) -> tuple[Talk, ...]:
    """The last deleted first."""
    last = conversations.c.deleted_at.desc(), conversations.c.id.desc()
    chosen = _with(_deleted(member_id, after), stakeholder_id).order_by(*last)
    page = chosen.with_only_columns(*_COLUMNS, conversations.c.undone).offset(offset).limit(limit)
    return _whole(session, member_id, [*session.execute(page)])


def _live(member_id: int) -> Select[Any]:
    return select(conversations.c.id).where(
        conversations.c.member_id == member_id, conversations.c.deleted_at.is_(None)
    )


def _deleted(member_id: int, after: datetime) -> Select[Any]:
    return select(conversations.c.id).where(
        conversations.c.member_id == member_id, conversations.c.deleted_at >= after, conversations.c.undone != ""
    )


def _with(chosen: Select[Any], stakeholder_id: int | None) -> Select[Any]:
    if stakeholder_id is None:
        return chosen
    return chosen.join(conversation_people, conversation_people.c.conversation_id == conversations.c.id).where(
        conversation_people.c.stakeholder_id == stakeholder_id
    )


def _count(session: Session, chosen: Select[Any]) -> int:
    return session.scalar(chosen.with_only_columns(func.count())) or 0


def _whole(session: Session, member_id: int, rows: Sequence[Row[Any]]) -> tuple[Talk, ...]:
    links = session.execute(
        select(conversation_people.c.conversation_id, conversation_people.c.stakeholder_id)
        .where(
            conversation_people.c.member_id == member_id,
            conversation_people.c.conversation_id.in_([row.id for row in rows]),
        )
        .order_by(conversation_people.c.id)
    ).all()
    were_there = {row.id: _were_there(row) for row in rows}
    asked = {row[1] for row in links} | {person.id for people in were_there.values() for person in people}
    by_id = {each.id: each for each in people_store.list_by_ids(session, member_id, list(asked))}
    people: dict[int, list[Stakeholder]] = defaultdict(list)
    for talk_id, stakeholder_id in links:
        people[talk_id].append(by_id[stakeholder_id])
    for talk_id, found in were_there.items():
        people[talk_id] += [person for person in found if person.id not in by_id]
    return tuple(Talk(_conversation(row), tuple(people[row.id])) for row in rows)


def _conversation(row: Row[Any]) -> Conversation:
    values = row._asdict()
    return Conversation(**{column.name: values[column.name] for column in _COLUMNS})


def _were_there(row: Row[Any]) -> list[Stakeholder]:
    """Of a deleted one those who took part, as they were: some may have gone with it."""
    undone = row._asdict().get("undone")
    return [people_store.of_values(values) for values in talk_store.read_removed(undone).people] if undone else []
