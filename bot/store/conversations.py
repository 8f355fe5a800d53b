"""Conversations and who took part, always by owner; one that was deleted can be brought back while its row stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.domain.awareness import How
from bot.domain.conversations import Conversation
from bot.store import rows
from bot.store.database import Session
from bot.store.tables import awareness, conversation_people, conversations, followups, projects, stakeholders

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
    """Takes it back for good: nobody took part, and the row stays only to say so when asked again."""
    change_conversation(
        session, member_id, conversation_id, kind="", topic="", notes="", confidence=None, deleted_at=now
    )
    put_people(session, member_id, conversation_id, ())


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a conversation when it was deleted: rows as they were. `people` are all who took part: one of
    them may have gone with it, or since. `told` is what they knew by it; `projects` are pairs of a project's id and
    the opportunity it came from.
    """

    people: tuple[rows.Row, ...] = ()
    promises: tuple[rows.Row, ...] = ()
    told: tuple[rows.Row, ...] = ()
    projects: tuple[tuple[int, int], ...] = ()


def delete_conversation(session: Session, member_id: int, conversation_id: int, now: datetime) -> None:
    """Its words and who took part stay with it, out of sight; its promises go into what `get_removed` gives, which
    also says what was told in it.
    """
    links = conversation_people.c.member_id == member_id, conversation_people.c.conversation_id == conversation_id
    people = session.execute(
        select(stakeholders)
        .join(conversation_people, conversation_people.c.stakeholder_id == stakeholders.c.id)
        .where(*links)
        .order_by(conversation_people.c.id)
    )
    told = session.execute(
        select(awareness)
        .join(conversations, conversations.c.recorded_at == awareness.c.created_at)
        .where(
            conversations.c.member_id == member_id,
            conversations.c.id == conversation_id,
            awareness.c.member_id == member_id,
            awareness.c.how == How.TOLD,
            awareness.c.stakeholder_id.in_(select(conversation_people.c.stakeholder_id).where(*links)),
        )
        .order_by(awareness.c.id)
    )
    theirs = followups.c.member_id == member_id, followups.c.conversation_id == conversation_id
    promises = session.execute(select(followups).where(*theirs).order_by(followups.c.id)).mappings().all()
    came_of_it = session.execute(
        select(projects.c.id, projects.c.followup_id).where(
            projects.c.member_id == member_id, projects.c.followup_id.in_([row["id"] for row in promises])
        )
    )
    removed = {
        "people": [rows.to_plain(row) for row in people.mappings()],
        "promises": [rows.to_plain(row) for row in promises],
        "told": [rows.to_plain(row) for row in told.mappings()],
        "projects": [list(row) for row in came_of_it],
    }
    session.execute(delete(followups).where(*theirs))
    written = json.dumps(removed, ensure_ascii=False)
    change_conversation(session, member_id, conversation_id, deleted_at=now, undone=written)


def get_removed(session: Session, member_id: int, conversation_id: int) -> Removed | None:
    """None for a conversation that is live, or that was taken back for good."""
    written = session.scalar(
        select(conversations.c.undone).where(
            conversations.c.member_id == member_id, conversations.c.id == conversation_id
        )
    )
    return read_removed(written) if written else None


def read_removed(written: str) -> Removed:
    found = json.loads(written)
    return Removed(
        tuple(rows.of_plain(stakeholders, row) for row in found["people"]),
        tuple(rows.of_plain(followups, row) for row in found["promises"]),
        tuple(rows.of_plain(awareness, row) for row in found["told"]),
        tuple((row[0], row[1]) for row in found["projects"]),
    )


def is_logged_anew(session: Session, member_id: int, conversation_id: int) -> bool:
    """Whether the message that it came from is in a live one by now."""
    itself, other = conversations.alias("itself"), conversations.alias("other")
    statement = select(other.c.id).where(
        itself.c.member_id == member_id,
        itself.c.id == conversation_id,
        itself.c.source_ts != "",
        other.c.member_id == member_id,
        other.c.source_channel == itself.c.source_channel,
        other.c.source_ts == itself.c.source_ts,
        other.c.deleted_at.is_(None),
    )
    return session.execute(statement.limit(1)).first() is not None


def bring_back(
    session: Session,
    member_id: int,
    conversation_id: int,
    promises: Sequence[rows.Row],
    removed: Removed,
    **values: Any,
) -> None:
    """It is live again with these promises, which have the ids that they had; `values` of it are changed as well."""
    if promises:
        session.execute(insert(followups), [*promises])
    for project_id, followup_id in removed.projects:
        session.execute(
            update(projects)
            .where(projects.c.member_id == member_id, projects.c.id == project_id, projects.c.followup_id.is_(None))
            .values(followup_id=followup_id)
        )
    change_conversation(session, member_id, conversation_id, deleted_at=None, undone="", **values)


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
    """Begins a deleted one anew, by reaction, so that one message never has two rows."""
    session.execute(
        update(conversations)
        .where(conversations.c.member_id == member_id, conversations.c.id == conversation_id)
        .values(
            happened_on=happened_on,
            kind="",
            topic="",
            notes="",
            confidence=None,
            source="reaction",
            reaction_event_ts=event_ts,
            recorded_at=now,
            deleted_at=None,
            undone="",
            version=1,
        )
    )
    put_people(session, member_id, conversation_id, ())
