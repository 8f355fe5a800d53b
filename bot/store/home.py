"""Home's questions: a fixed number of statements, however long the record; only what is listed is decrypted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    true,
)

from bot.domain.home import Counts, DayCount, Samples, Steps, TalkRow, WinRow
from bot.domain.stakeholders import RHYTHMS, Relationship, Stakeholder
from bot.domain.wins import REACTION, RESTORED, WITHDRAWN, Category, WinState
from bot.store import awareness
from bot.store.database import Session
from bot.store.tables import conversation_people, conversations, stakeholders, wins
from bot.store.types import UtcTime

_WIN_COLUMNS = (
    wins.c.id,
    wins.c.state,
    wins.c.title,
    wins.c.happened_on,
    wins.c.category,
    wins.c.sample,
    wins.c.private,
)
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
    stakeholders.c.sample,
    stakeholders.c.snoozed_until,
)
_CATEGORIES: dict[str, Category | None] = {"": None} | {each.value: each for each in Category}
_RELATIONSHIPS = {each.value: each for each in Relationship}
_KEPT = wins.c.kept_at.is_not(None)
_OWNER: BindParameter[int] = bindparam("owner")


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counted(table: Table, **conditions: ColumnElement[bool]) -> Subquery:
    """How many of the owner's rows meet each condition; one row, one pass over theirs."""
    columns = (_number(condition).label(name) for name, condition in conditions.items())
    return select(*columns).where(table.c.member_id == _OWNER).subquery()


# Somebody who reacted once has done so, also where the reaction was taken away again.
_REACTION = (REACTION, WITHDRAWN)
_COUNTED_WINS = _counted(
    wins,
    kept=and_(wins.c.deleted_at.is_(None), _KEPT),
    drafts=and_(wins.c.deleted_at.is_(None), wins.c.kept_at.is_(None)),
    deleted=and_(wins.c.deleted_at > bindparam("deleted_after", type_=UtcTime), wins.c.source != WITHDRAWN),
    own=and_(wins.c.deleted_at.is_(None), _KEPT, not_(wins.c.sample)),
    to_tell=and_(wins.c.deleted_at.is_(None), _KEPT, not_(wins.c.sample), not_(wins.c.private)),
    untold=and_(
        wins.c.deleted_at.is_(None), _KEPT, not_(wins.c.sample), not_(wins.c.private), awareness.known_to_nobody()
    ),
    # A draft of praise is marked like one of theirs when it is taken back, but no reaction of theirs was seen.
    reacted=or_(
        wins.c.source == REACTION, and_(wins.c.source.in_((WITHDRAWN, RESTORED)), wins.c.reaction_event_ts != "")
    ),
    sample=wins.c.sample,
    edited=and_(wins.c.sample, wins.c.version > 1, wins.c.deleted_at.is_(None)),
)
_COUNTED_TALKS = _counted(
    conversations,
    talks=conversations.c.deleted_at.is_(None),
    deleted=and_(conversations.c.deleted_at >= bindparam("deleted_after", type_=UtcTime), conversations.c.undone != ""),
    reacted=conversations.c.source.in_(_REACTION),
    sample=conversations.c.sample,
    edited=and_(conversations.c.sample, conversations.c.version > 1, conversations.c.deleted_at.is_(None)),
)
_COUNTED_PEOPLE = _counted(
    stakeholders,
    own=and_(stakeholders.c.archived_at.is_(None), not_(stakeholders.c.sample)),
    deciders=and_(stakeholders.c.archived_at.is_(None), not_(stakeholders.c.sample), stakeholders.c.decider),
    sample=stakeholders.c.sample,
    edited=and_(stakeholders.c.sample, stakeholders.c.version > 1),
)
_COUNTS = select(
    _COUNTED_WINS.c.kept,
    _COUNTED_WINS.c.drafts,
    _COUNTED_WINS.c.deleted,
    _COUNTED_TALKS.c.talks,
    _COUNTED_TALKS.c.deleted.label("deleted_talks"),
    _COUNTED_WINS.c.own,
    _COUNTED_WINS.c.to_tell,
    _COUNTED_WINS.c.untold,
    _COUNTED_PEOPLE.c.own.label("people"),
    _COUNTED_PEOPLE.c.deciders,
    (_COUNTED_WINS.c.reacted + _COUNTED_TALKS.c.reacted).label("reactions"),
    _COUNTED_WINS.c.sample.label("sample_wins"),
    _COUNTED_PEOPLE.c.sample.label("sample_people"),
    _COUNTED_TALKS.c.sample.label("sample_talks"),
    (_COUNTED_WINS.c.edited + _COUNTED_TALKS.c.edited + _COUNTED_PEOPLE.c.edited).label("edited"),
).select_from(_COUNTED_WINS.join(_COUNTED_TALKS, true()).join(_COUNTED_PEOPLE, true()))


def count_all(session: Session, member_id: int, deleted_after: datetime) -> Counts:
    """Everything that Home states in numbers, but the weeks."""
    row = session.execute(_COUNTS, {"owner": member_id, "deleted_after": deleted_after}).one()
    steps = Steps(won=row.own > 0, people=row.people, reacted=bool(row.reactions))
    samples = Samples(row.sample_wins, row.sample_people, row.sample_talks, row.edited)
    there = samples.wins or samples.people or samples.talks
    return Counts(
        row.kept,
        row.talks,
        row.drafts,
        row.deleted,
        steps,
        row.deleted_talks,
        samples=samples if there else None,
        to_tell=row.to_tell,
        untold=row.untold,
        deciders=row.deciders,
    )


def count_wins_by_day(session: Session, member_id: int, first: date, last: date) -> list[DayCount]:
    """Kept wins that happened from `first` to `last`, counted by day and category; days without any are left out."""
    chosen = _live(wins, member_id, _KEPT, wins.c.happened_on.between(first, last))
    by_day = (wins.c.happened_on, wins.c.category)
    rows = session.execute(chosen.with_only_columns(*by_day, func.count()).group_by(*by_day))
    return [DayCount(day, _CATEGORIES[category], count) for day, category, count in rows]


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
    columns = (
        conversations.c.id,
        conversations.c.happened_on,
        conversations.c.kind,
        conversations.c.topic,
        conversations.c.sample,
    )
    rows = _live(conversations, member_id).with_only_columns(*columns)
    newest = rows.order_by(conversations.c.happened_on.desc(), conversations.c.id.desc())
    found = session.execute(newest.offset(offset).limit(limit)).all()
    people = _people_of(session, member_id, [row.id for row in found])
    return tuple(
        TalkRow(row.id, row.happened_on, row.kind, row.topic, tuple(people[row.id]), row.sample) for row in found
    )


def _people_of(session: Session, member_id: int, talk_ids: Sequence[int]) -> dict[int, list[Stakeholder]]:
    """Who took part, with their names, by conversation."""
    people: dict[int, list[Stakeholder]] = defaultdict(list)
    if not talk_ids:
        return people
    rows = session.execute(
        select(conversation_people.c.conversation_id, stakeholders.c.name, *_RHYTHM_COLUMNS)
        .join(stakeholders, stakeholders.c.id == conversation_people.c.stakeholder_id)
        # The owner of the people is asked for, so that SQLite finds the few rows of these conversations by their id.
        .where(stakeholders.c.member_id == member_id, conversation_people.c.conversation_id.in_(talk_ids))
        .order_by(conversation_people.c.id)
    )
    for talk_id, name, *rest in rows:
        people[talk_id].append(replace(_rhythm(*rest), name=name))
    return people


def list_drafts(session: Session, member_id: int, limit: int) -> tuple[WinRow, ...]:
    """The newest first."""
    chosen = _live(wins, member_id, wins.c.kept_at.is_(None))
    return _win_rows(session, chosen.with_only_columns(*_WIN_COLUMNS).order_by(wins.c.id.desc()).limit(limit))


def list_perhaps_late(session: Session, member_id: int, until: date) -> list[Stakeholder]:
    """Everybody who could be due by then, without what is encrypted: names come by `with_names` for who is shown.

    Only leaves out who cannot be, so that a long list of people is mostly not read; the rule itself is the domain's.
    """
    talked = stakeholders.c.last_conversation_on
    rows: Iterable[Any] = session.execute(
        select(*_RHYTHM_COLUMNS).where(
            stakeholders.c.member_id == member_id,
            stakeholders.c.archived_at.is_(None),
            or_(stakeholders.c.snoozed_until.is_(None), stakeholders.c.snoozed_until <= until),
            or_(
                stakeholders.c.ideal_days.is_not(None),
                stakeholders.c.worst_days.is_not(None),
                talked.is_(None),
                *(and_(stakeholders.c.relationship.in_(names), talked < until - ideal) for ideal, names in _BY_IDEAL),
            ),
        )
    )
    return [_rhythm(*row) for row in rows]


def _by_ideal() -> list[tuple[timedelta, list[str]]]:
    """The relationships of each rhythm: nobody without one of their own is due sooner after a conversation."""
    names: dict[int, list[str]] = defaultdict(list)
    for relationship, rhythm in RHYTHMS.items():
        names[rhythm.ideal].append(relationship.value)
    return [(timedelta(days=ideal), of_it) for ideal, of_it in names.items()]


_BY_IDEAL = _by_ideal()


def with_names(session: Session, member_id: int, shown: Sequence[Stakeholder]) -> list[Stakeholder]:
    rows = session.execute(
        select(stakeholders.c.id, stakeholders.c.name, stakeholders.c.known_as).where(
            stakeholders.c.member_id == member_id, stakeholders.c.id.in_([one.id for one in shown])
        )
    )
    names = {row.id: row for row in rows}
    return [replace(one, name=names[one.id].name, known_as=names[one.id].known_as) for one in shown if one.id in names]


def _live(table: Table, member_id: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(table.c.id).where(table.c.member_id == member_id, table.c.deleted_at.is_(None), *conditions)


def _win_rows(session: Session, rows: Select[Any]) -> tuple[WinRow, ...]:
    return tuple(
        WinRow(
            row.id,
            WinState(row.state),
            row.title,
            row.happened_on,
            _CATEGORIES[row.category],
            row.sample,
            row.private,
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
    sample: bool,
    snoozed_until: date | None,
) -> Stakeholder:
    return Stakeholder(
        id=stakeholder_id,
        relationship=_RELATIONSHIPS[relationship],
        added_on=added_on,
        version=version,
        user_id=user_id,
        ideal_days=ideal_days,
        worst_days=worst_days,
        last_conversation_on=last_conversation_on,
        sample=sample,
        snoozed_until=snoozed_until,
    )
