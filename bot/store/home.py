"""Home's questions: a fixed number of statements, however long the record; only what is listed is decrypted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Table, exists, func, or_, select

from bot.domain.home import Counts, DayCount, Steps, TalkRow, WinRow
from bot.domain.stakeholders import RHYTHMS, Relationship, Stakeholder
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
# Nobody with the rhythm of a relationship is due sooner after a conversation than this.
_SOONEST = timedelta(days=min(rhythm.ideal for rhythm in RHYTHMS.values()))
_KEPT = wins.c.kept_at.is_not(None)


def count_all(session: Session, member_id: int, deleted_after: datetime) -> Counts:
    """Everything that Home states in numbers, but the weeks."""
    row = session.execute(
        select(
            _count(_live(wins, member_id, _KEPT)),
            _count(_live(conversations, member_id)),
            _count(_live(wins, member_id, wins.c.kept_at.is_(None))),
            _count(
                select(wins.c.id).where(
                    wins.c.member_id == member_id, wins.c.deleted_at > deleted_after, wins.c.source != WITHDRAWN
                )
            ),
            _count(
                select(stakeholders.c.id).where(
                    stakeholders.c.member_id == member_id, stakeholders.c.archived_at.is_(None)
                )
            ),
            or_(_reacted(wins, member_id), _reacted(conversations, member_id)),
            or_(*(_has_samples(table, member_id) for table in (wins, conversations, stakeholders))),
        )
    ).one()
    steps = Steps(won=row[0] > 0, people=row[4], reacted=bool(row[5]))
    return Counts(wins=row[0], talks=row[1], drafts=row[2], deleted=row[3], steps=steps, samples=bool(row[6]))


def count_wins_by_day(session: Session, member_id: int, first: date, last: date) -> list[DayCount]:
    """Kept wins that happened from `first` to `last`, counted by day and category; days without any are left out."""
    chosen = _live(wins, member_id, _KEPT, wins.c.happened_on.between(first, last))
    by_day = (wins.c.happened_on, wins.c.category)
    rows = session.execute(chosen.with_only_columns(*by_day, func.count()).group_by(*by_day))
    return [DayCount(day, Category(category) if category else None, count) for day, category, count in rows]


def count_talks_by_day(session: Session, member_id: int, first: date, last: date) -> dict[date, int]:
    day = conversations.c.happened_on
    chosen = _live(conversations, member_id, day.between(first, last))
    rows = session.execute(chosen.with_only_columns(day, func.count()).group_by(day))
    return {row[0]: row[1] for row in rows}


def list_wins(session: Session, member_id: int, offset: int, limit: int) -> tuple[WinRow, ...]:
    """Kept wins, the latest by the date it happened first."""
    rows = _live(wins, member_id, _KEPT).with_only_columns(*_WIN_COLUMNS)
    newest = rows.order_by(wins.c.happened_on.desc(), wins.c.id.desc())
    return _win_rows(session, newest.offset(offset).limit(limit))


def list_talks(session: Session, member_id: int, offset: int, limit: int) -> tuple[TalkRow, ...]:
    """Conversations, the latest first."""
    columns = (conversations.c.id, conversations.c.happened_on, conversations.c.kind, conversations.c.topic)
    rows = _live(conversations, member_id).with_only_columns(*columns)
    newest = rows.order_by(conversations.c.happened_on.desc(), conversations.c.id.desc())
    found = session.execute(newest.offset(offset).limit(limit)).all()
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
    chosen = _live(wins, member_id, wins.c.kept_at.is_(None))
    return _win_rows(session, chosen.with_only_columns(*_WIN_COLUMNS).order_by(wins.c.id.desc()).limit(limit))


def list_perhaps_late(session: Session, member_id: int, today: date) -> list[Stakeholder]:
    """Everybody who could be due, without what is encrypted: names come by `with_names` for those who are shown.

    Only leaves out who cannot be, so that a long list of people is mostly not read; the rule itself is the domain's.
    """
    talked = stakeholders.c.last_conversation_on
    rows = session.execute(
        select(*_RHYTHM_COLUMNS).where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.archived_at.is_(None),
            or_(stakeholders.c.snoozed_until.is_(None), stakeholders.c.snoozed_until <= today),
            or_(
                stakeholders.c.ideal_days.is_not(None),
                stakeholders.c.worst_days.is_not(None),
                talked.is_(None),
                talked < today - _SOONEST,
            ),
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


def _has_samples(table: Table, member_id: int) -> ColumnElement[bool]:
    return exists(select(table.c.id).where(table.c.member_id == member_id, table.c.sample))


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
