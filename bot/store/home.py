"""Home's questions: a fixed number of statements, however long the record; only what is listed is decrypted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, exists, func, or_, select

from bot.domain.home import Counts, Steps, TalkRow, WinRow
from bot.domain.stakeholders import NEVER_TALKED_GRACE, RHYTHMS, Relationship, Stakeholder
from bot.domain.wins import WITHDRAWN, Category, WinState
from bot.store.database import Session
from bot.store.tables import conversation_people, conversations, stakeholders, wins

_WIN_COLUMNS = (wins.c.id, wins.c.state, wins.c.title, wins.c.happened_on, wins.c.category)
# Of a stakeholder only what lateness needs: none of it is encrypted.
_RHYTHM_COLUMNS = (
    stakeholders.c.id,
    stakeholders.c.relationship,
    stakeholders.c.added_on,
    stakeholders.c.version,
    stakeholders.c.user_id,
    stakeholders.c.ideal_days,
    stakeholders.c.worst_days,
    stakeholders.c.last_conversation_on,
)
# Nobody with the rhythm of a relationship is overdue sooner than this.
_SOONEST = timedelta(days=min(NEVER_TALKED_GRACE, *(rhythm.worst for rhythm in RHYTHMS.values())))


def count_all(session: Session, member_id: int, first: date, last: date, deleted_after: datetime) -> Counts:
    """Counts of the local week from `first` to `last`, and of everything else that Home states in numbers."""
    kept = _live(wins, member_id, wins.c.state == WinState.KEPT)
    row = session.execute(
        select(
            _count(_live(wins, member_id, wins.c.state == WinState.KEPT, wins.c.happened_on.between(first, last))),
            _count(_live(conversations, member_id, conversations.c.happened_on.between(first, last))),
            _count(_live(wins, member_id, wins.c.state == WinState.DRAFT)),
            _count(
                select(wins.c.id).where(
                    wins.c.member_id == member_id, wins.c.deleted_at > deleted_after, wins.c.source != WITHDRAWN
                )
            ),
            _count(kept.limit(1)),
            _count(
                select(stakeholders.c.id).where(
                    stakeholders.c.member_id == member_id, stakeholders.c.archived_at.is_(None)
                )
            ),
            or_(_reacted(wins, member_id), _reacted(conversations, member_id)),
        )
    ).one()
    steps = Steps(won=row[4] > 0, people=row[5], reacted=bool(row[6]))
    return Counts(week_wins=row[0], week_conversations=row[1], drafts=row[2], deleted=row[3], steps=steps)


def list_week_wins(session: Session, member_id: int, first: date, last: date, limit: int) -> tuple[WinRow, ...]:
    """Kept wins that happened from `first` to `last`, the latest first."""
    chosen = _live(wins, member_id, wins.c.state == WinState.KEPT, wins.c.happened_on.between(first, last))
    rows = chosen.with_only_columns(*_WIN_COLUMNS).order_by(wins.c.happened_on.desc(), wins.c.id.desc())
    return _win_rows(session, rows.limit(limit))


def list_week_talks(session: Session, member_id: int, first: date, last: date, limit: int) -> tuple[TalkRow, ...]:
    """Conversations that took place from `first` to `last`, the latest first."""
    columns = (conversations.c.id, conversations.c.happened_on, conversations.c.kind, conversations.c.topic)
    chosen = _live(conversations, member_id, conversations.c.happened_on.between(first, last))
    newest = chosen.with_only_columns(*columns).order_by(conversations.c.happened_on.desc(), conversations.c.id.desc())
    found = session.execute(newest.limit(limit)).all()
    people = _people_of(session, member_id, [row.id for row in found])
    return tuple(TalkRow(row.id, row.happened_on, row.kind, row.topic, tuple(people[row.id])) for row in found)


def _people_of(session: Session, member_id: int, talk_ids: Sequence[int]) -> dict[int, list[Stakeholder]]:
    """Who took part, with their names, by conversation."""
    people: dict[int, list[Stakeholder]] = defaultdict(list)
    if not talk_ids:
        return people
    rows = session.execute(
        select(conversation_people.c.conversation_id, stakeholders.c.name, *_RHYTHM_COLUMNS)
        .join(stakeholders, stakeholders.c.id == conversation_people.c.stakeholder_id)
        .where(conversation_people.c.member_id == member_id, conversation_people.c.conversation_id.in_(talk_ids))
        .order_by(conversation_people.c.id)
    )
    for talk_id, name, *rest in rows:
        people[talk_id].append(replace(_rhythm(*rest), name=name))
    return people


def list_drafts(session: Session, member_id: int, limit: int) -> tuple[WinRow, ...]:
    """The newest first."""
    chosen = _live(wins, member_id, wins.c.state == WinState.DRAFT)
    return _win_rows(session, chosen.with_only_columns(*_WIN_COLUMNS).order_by(wins.c.id.desc()).limit(limit))


def list_perhaps_late(session: Session, member_id: int, today: date) -> list[Stakeholder]:
    """Everybody who could be overdue, without what is encrypted: names come by `with_names` for those who are shown.

    Only leaves out who cannot be, so that a long list of people is mostly not read; the rule itself is the domain's.
    """
    counted_from = func.coalesce(stakeholders.c.last_conversation_on, stakeholders.c.added_on)
    rows = session.execute(
        select(*_RHYTHM_COLUMNS).where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.archived_at.is_(None),
            or_(stakeholders.c.snoozed_until.is_(None), stakeholders.c.snoozed_until <= today),
            or_(stakeholders.c.worst_days.is_not(None), counted_from < today - _SOONEST),
        )
    )
    return [_rhythm(*row) for row in rows]


def with_names(session: Session, member_id: int, shown: Sequence[Stakeholder]) -> list[Stakeholder]:
    rows = session.execute(
        select(stakeholders.c.id, stakeholders.c.name).where(
            stakeholders.c.member_id == member_id, stakeholders.c.id.in_([one.id for one in shown])
        )
    )
    names = {row.id: row.name for row in rows}
    return [replace(one, name=names.get(one.id, "")) for one in shown]


def _live(table: Table, member_id: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(table.c.id).where(table.c.member_id == member_id, table.c.deleted_at.is_(None), *conditions)


def _count(rows: Select[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _reacted(table: Table, member_id: int) -> ColumnElement[bool]:
    """Whether they ever reacted, also where the reaction was taken away again."""
    sources = ("reaction", WITHDRAWN)
    return exists(select(table.c.id).where(table.c.member_id == member_id, table.c.source.in_(sources)))


def _win_rows(session: Session, rows: Select[Any]) -> tuple[WinRow, ...]:
    return tuple(
        WinRow(
            row.id,
            WinState(row.state),
            row.title,
            row.happened_on,
            Category(row.category) if row.category else None,
        )
        for row in session.execute(rows)
    )


def _rhythm(
    stakeholder_id: int,
    relationship: str,
    added_on: date,
    version: int,
    user_id: str,
    ideal_days: int | None,
    worst_days: int | None,
    last_conversation_on: date | None,
) -> Stakeholder:
    return Stakeholder(
        id=stakeholder_id,
        relationship=Relationship(relationship),
        added_on=added_on,
        version=version,
        user_id=user_id,
        ideal_days=ideal_days,
        worst_days=worst_days,
        last_conversation_on=last_conversation_on,
    )
