"""What digests are made of: a batch of members in a fixed number of statements, nothing decrypted in vain. Sample
data is never part of it.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from bot.domain.digests import CountedTalk, Facts
from bot.domain.followups import FollowUp, FollowUpKind
from bot.domain.measures import Measure
from bot.domain.members import Member
from bot.domain.stakeholders import Contact, Relationship
from bot.domain.summaries import CountedWin
from bot.domain.weeks import READ_WEEKS, WEEK
from bot.domain.wins import Category, WinState
from bot.store import away as away_store
from bot.store import members as member_store
from bot.store.batches import among, grouped
from bot.store.database import Session
from bot.store.tables import (
    conversation_people,
    conversations,
    evidence,
    followups,
    measures,
    members,
    merges,
    quiet_weeks,
    stakeholders,
    wins,
    witnesses,
)
from bot.store.types import UtcTime
from bot.store.wins import MEASURE_COLUMNS

_DAY = timedelta(days=1)  # local dates lie within a day of UTC's
_UNTIL = bindparam("until", type_=UtcTime)
_SINCE = bindparam("since", type_=Date)
_EARLIEST = bindparam("earliest", type_=UtcTime)
_START = func.coalesce(bindparam("start", type_=UtcTime), members.c.covered_until)

# The window of each member begins where their last digest ended. The earliest of them bounds what is read, as no plan
# looks into a join for that; and each table is entered by its own owners: a plan may begin with any.
_WIN_COUNTS = and_(
    members.c.id == wins.c.member_id,
    among(wins.c.member_id),
    wins.c.state == WinState.KEPT,
    wins.c.deleted_at.is_(None),
    wins.c.sample.is_(False),
    wins.c.kept_at >= _EARLIEST,
    wins.c.kept_at >= _START,
    wins.c.kept_at < _UNTIL,
)
_TALK_COUNTS = and_(
    members.c.id == conversations.c.member_id,
    among(conversations.c.member_id),
    conversations.c.deleted_at.is_(None),
    conversations.c.sample.is_(False),
    conversations.c.recorded_at >= _EARLIEST,
    conversations.c.recorded_at >= _START,
    conversations.c.recorded_at < _UNTIL,
)
_WINS = (
    select(
        wins.c.member_id, wins.c.id, wins.c.title, wins.c.happened_on, wins.c.category, wins.c.private, wins.c.sample
    )
    .join(members, _WIN_COUNTS)
    .order_by(wins.c.happened_on, wins.c.id)
)


# What belongs to a win is looked for by its owner: by the win alone a database may read everybody's.
def _part_of_wins(table: Table, *columns: Any) -> Select[Any]:
    """The win's id and so much of each row of `table` that belongs to a win in the window."""
    of_win = and_(table.c.member_id == wins.c.member_id, table.c.win_id == wins.c.id)
    return (
        select(table.c.win_id, *columns)
        .select_from(wins)
        .join(members, _WIN_COUNTS)
        .join(table, of_win)
        .order_by(table.c.id)
    )


_MEASURES = _part_of_wins(measures, *MEASURE_COLUMNS)
_LINKS = _part_of_wins(evidence, evidence.c.url).where(evidence.c.url != "", evidence.c.removed_at.is_(None))
_WITNESSES = _part_of_wins(witnesses, witnesses.c.user_id)
_TALKS = (
    select(
        conversations.c.member_id,
        conversations.c.id,
        conversations.c.happened_on,
        conversations.c.kind,
        conversations.c.topic,
    )
    .join(members, _TALK_COUNTS)
    .order_by(conversations.c.happened_on, conversations.c.id)
)
_TALK_PEOPLE = (
    select(conversation_people.c.conversation_id, conversation_people.c.stakeholder_id)
    .join(conversations, conversations.c.id == conversation_people.c.conversation_id)
    .join(members, _TALK_COUNTS)
    .order_by(conversation_people.c.id)
)


def _days_of(table: Table, *counts: ColumnElement[bool]) -> Select[Any]:
    """By owner the days since then on which something of `table` happened, a day as often as something did.

    They come as one text for each member: a row for each of a hundred days would take most of the time.
    """
    return (
        select(table.c.member_id, func.aggregate_strings(cast(table.c.happened_on, String), ","))
        .where(
            among(table.c.member_id),
            table.c.happened_on >= _SINCE,
            table.c.deleted_at.is_(None),
            table.c.sample.is_(False),
            *counts,
        )
        .group_by(table.c.member_id)
    )


_WIN_DAYS = _days_of(wins, wins.c.state == WinState.KEPT)
_TALK_DAYS = _days_of(conversations)
_DRAFTS = (
    select(wins.c.member_id, func.count())
    .where(
        among(wins.c.member_id),
        wins.c.kept_at.is_(None),
        wins.c.deleted_at.is_(None),
        wins.c.sample.is_(False),
    )
    .group_by(wins.c.member_id)
)
_DELETED = (
    select(wins.c.member_id, func.count())
    .join(members, members.c.id == wins.c.member_id)
    .where(
        among(wins.c.member_id),
        wins.c.kept_at.is_not(None),
        wins.c.deleted_at >= _START,
        wins.c.deleted_at < _UNTIL,
        wins.c.sample.is_(False),
        ~exists().where(merges.c.gone_win_id == wins.c.id),  # what went into another win is in that one
    )
    .group_by(wins.c.member_id)
)
# Of a stakeholder only what lateness needs, in the order of a Contact's fields: none of it is encrypted.
_PEOPLE = select(
    stakeholders.c.member_id,
    stakeholders.c.id,
    stakeholders.c.relationship,
    stakeholders.c.added_on,
    stakeholders.c.version,
    stakeholders.c.user_id,
    stakeholders.c.ideal_days,
    stakeholders.c.worst_days,
    stakeholders.c.snoozed_until,
    stakeholders.c.last_conversation_on,
    stakeholders.c.last_nudged_at,
    stakeholders.c.archived_at,
).where(among(stakeholders.c.member_id), stakeholders.c.sample.is_(False))
_PROMISES = (
    select(
        followups.c.member_id,
        followups.c.id,
        followups.c.kind,
        followups.c.text,
        followups.c.due_on,
        followups.c.conversation_id,
        followups.c.stakeholder_id,
    )
    .where(
        among(followups.c.member_id),
        followups.c.done_at.is_(None),
        ~exists().where(conversations.c.id == followups.c.conversation_id, conversations.c.sample),
        ~exists().where(stakeholders.c.id == followups.c.stakeholder_id, stakeholders.c.sample),
        followups.c.due_on <= bindparam("horizon", type_=Date),
    )
    .order_by(followups.c.due_on, followups.c.id)
)
_PROMISE_PEOPLE = (
    select(followups.c.id, conversation_people.c.stakeholder_id)
    .join(conversation_people, conversation_people.c.conversation_id == followups.c.conversation_id)
    .where(
        among(followups.c.member_id),
        followups.c.done_at.is_(None),
        followups.c.stakeholder_id.is_(None),
        followups.c.due_on <= bindparam("horizon", type_=Date),
    )
    .order_by(conversation_people.c.id)
)
_QUIET = select(quiet_weeks.c.member_id, quiet_weeks.c.monday).where(
    among(quiet_weeks.c.member_id), quiet_weeks.c.monday >= _SINCE
)
_RELATIONSHIPS = {each.value: each for each in Relationship}
_OUTSIDE = stakeholders.c.user_id == ""
_NAMES = select(stakeholders.c.id, case((_OUTSIDE, stakeholders.c.name), else_=stakeholders.c.known_as)).where(
    among(stakeholders.c.id, "ids"),
    among(stakeholders.c.member_id),
    or_(_OUTSIDE, among(stakeholders.c.id, "labelled")),
)


def list_members(session: Session, member_ids: Collection[int]) -> tuple[Member, ...]:
    rows = session.execute(member_store.SELECT.where(among(members.c.id)), {"owners": member_ids}).all()
    return tuple(member_store.from_row(row) for row in rows)


def read_facts(
    session: Session, found: Collection[Member], until: datetime, *, since: datetime | None = None
) -> dict[int, Facts]:
    """What was recorded by each member from `covered_until` or `since` on and before `until`, and the counts around."""
    owners = [member.id for member in found]
    earliest = since or min((member.covered_until for member in found), default=until)
    window = {"owners": owners, "earliest": earliest, "until": until, "start": since}
    by_day = {"owners": owners, "since": until.date() - _DAY - READ_WEEKS * WEEK}
    by_win = {
        "measures": grouped(session, _MEASURES, window, Measure),
        "links": grouped(session, _LINKS, window, str),
        "witnesses": grouped(session, _WITNESSES, window, str),
    }
    found_wins = grouped(session, _WINS, window, lambda *row: _win(by_win, *row))
    by_talk = grouped(session, _TALK_PEOPLE, window, int)
    found_talks = grouped(session, _TALKS, window, lambda *row: _talk(by_talk, *row))
    wins_by_day = _counted(session, _WIN_DAYS, by_day)
    talks_by_day = _counted(session, _TALK_DAYS, by_day)
    drafts = _number_by_owner(session, _DRAFTS, {"owners": owners})
    deleted = _number_by_owner(session, _DELETED, window)
    people = read_people(session, owners)
    away = away_store.list_of_members(session, owners)
    by_promise = {"owners": owners, "horizon": until.date() + _DAY + WEEK}
    together = grouped(session, _PROMISE_PEOPLE, by_promise, int)
    quiet = grouped(session, _QUIET, by_day, _only)
    promises = grouped(session, _PROMISES, by_promise, lambda *row: _promise(together, *row))
    return {
        owner: Facts(
            wins=found_wins.get(owner, ()),
            talks=found_talks.get(owner, ()),
            wins_by_day=wins_by_day.get(owner, {}),
            talks_by_day=talks_by_day.get(owner, {}),
            drafts=drafts.get(owner, 0),
            deleted=deleted.get(owner, 0),
            people=people.get(owner, ()),
            promises=promises.get(owner, ()),
            away=away.get(owner, ()),
            quiet=quiet.get(owner, ()),
        )
        for owner in owners
    }


def read_people(session: Session, member_ids: Collection[int]) -> dict[int, tuple[Contact, ...]]:
    """Everybody, archived too, by member id."""
    return grouped(session, _PEOPLE, {"owners": member_ids}, _person)


def read_names(
    session: Session, member_ids: Collection[int], ids: Collection[int], labelled: Collection[int]
) -> dict[int, str]:
    """The typed names of those of `ids` who are not in Slack; of `labelled` the names that Slack's users have, too."""
    values = {"owners": member_ids, "ids": ids, "labelled": labelled}
    rows = session.execute(_NAMES, values).all() if ids else ()
    return {row[0]: row[1] for row in rows}


def _number_by_owner(session: Session, statement: Select[Any], values: Mapping[str, Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(statement, values)}


def _counted(session: Session, statement: Select[Any], values: Mapping[str, Any]) -> dict[int, dict[date, int]]:
    """By owner how often each day stands in their text."""
    return {
        owner: {date.fromisoformat(day): count for day, count in Counter(days.split(",")).items()}
        for owner, days in session.execute(statement, values)
    }


def _win(
    parts: Mapping[str, Mapping[int, Any]], win_id: int, title: str, happened_on: date, category: str, *more: bool
) -> CountedWin:
    private, sample = more
    return CountedWin(
        win_id,
        title,
        happened_on,
        Category(category) if category else None,
        **{name: of_wins.get(win_id, ()) for name, of_wins in parts.items()},
        private=private,
        sample=sample,
    )


def _talk(people: Mapping[int, tuple[int, ...]], talk_id: int, happened_on: date, kind: str, topic: str) -> CountedTalk:
    return CountedTalk(talk_id, happened_on, kind, topic, people.get(talk_id, ()))


def _person(id_: int, relationship: str, *rest: Any) -> Contact:
    return Contact(id_, _RELATIONSHIPS[relationship], *rest)


def _promise(together: Mapping[int, tuple[int, ...]], id_: int, kind: str, text: str, *rest: Any) -> FollowUp:
    found = FollowUp(id_, FollowUpKind(kind), text, *rest)
    whom = found.stakeholder_id
    return replace(found, people=together.get(id_, ()) if whom is None else (whom,))


def _only(monday: date) -> date:
    return monday
